//! Everything that can be asked of the decision, in the order of `product/model.md` §3.3.

text_enum! {
    /// Something a person wants to do. Which permission it needs, and where, is the business of `services::access`.
    pub enum Action {
        /// See name, picture, role label and groups of users.
        UsersDirectory = "users_directory",
        /// See all fields of users.
        UsersView = "users_view",
        /// Invite people.
        InvitationsSend = "invitations_send",
        /// Send an invitation again, with a new link.
        InvitationsResend = "invitations_resend",
        /// Make a new link of an invitation and read it.
        InvitationsCopyLink = "invitations_copy_link",
        /// Withdraw an invitation.
        InvitationsCancel = "invitations_cancel",
        /// Change names.
        UsersRename = "users_rename",
        /// Change the username.
        UsersChangeUsername = "users_change_username",
        /// Ask for another user's change of address.
        UsersChangeEmail = "users_change_email",
        /// Change role, permissions and access end.
        AccessChange = "access_change",
        /// Give or take the role Administrator.
        AccessChangeAdministrator = "access_change_administrator",
        /// Write Administrator information.
        UsersAnnotate = "users_annotate",
        /// Turn a user's access off.
        UsersDisable = "users_disable",
        /// Turn it on again.
        UsersEnable = "users_enable",
        /// Archive or delete permanently.
        UsersDelete = "users_delete",
        /// Bring an archived user back.
        UsersRestore = "users_restore",
        /// End sessions, reset the second factor, start a password reset, revoke the API key of another user.
        CredentialsHelp = "credentials_help",
        /// Password rules and session rules.
        SecurityEdit = "security_edit",
        /// Enforce two-factor authentication.
        SecurityEnforce = "security_enforce",
        /// Stop enforcing it; where the edition has no enforcement, for good.
        SecurityRelease = "security_release",
        /// Notification defaults, players, language, statuses.
        SettingsEdit = "settings_edit",
        /// Name, logo and colors of the workspace.
        BrandingEdit = "branding_edit",
        /// See seats, orders and invoices.
        SeatsView = "seats_view",
        /// Buy or reduce seats.
        SeatsBuy = "seats_buy",
        /// Groups of the workspace.
        GroupsEdit = "groups_edit",
        /// Create organizations.
        OrganizationsCreate = "organizations_create",
        /// View, verify and export the audit log.
        AuditView = "audit_view",
        /// Hand the workspace over.
        OwnershipTransfer = "ownership_transfer",
        /// Edit an organization, its brands, roles, brand access and billing profiles.
        OrganizationsManage = "organizations_manage",
        /// See an organization and the brands checked there.
        OrganizationsView = "organizations_view",
        /// See a brand.
        BrandsView = "brands_view",
        /// Create a project, in the workspace or in a brand.
        ProjectsCreate = "projects_create",
        /// Open a project and everything in it.
        ProjectsView = "projects_view",
        /// Write notes and replies.
        NotesWrite = "notes_write",
        /// Create and manage client reviews.
        ReviewsManage = "reviews_manage",
        /// Publish versions, claim tasks, change the status of own tasks.
        VersionsPublish = "versions_publish",
        /// Create and edit objects, tasks and assets; assign; set managers.
        TasksEdit = "tasks_edit",
        /// Change any status, dependencies, bulk edit.
        TasksControl = "tasks_control",
        /// Add and remove project users, change their permissions.
        TeamEdit = "team_edit",
        /// Assign a Project Owner.
        TeamAssignOwner = "team_assign_owner",
        /// Settings of a project: archive, private, brand.
        ProjectsEdit = "projects_edit",
        /// Delete a project.
        ProjectsDelete = "projects_delete",
        /// Mails of invitations: see, send again, cancel.
        MailInvitations = "mail_invitations",
        /// Every mail, and the test mail.
        MailAll = "mail_all",
        /// One's own profile and preferences.
        AccountEdit = "account_edit",
        /// One's own password, which asks for the old one itself.
        PasswordChange = "password_change",
        /// One's own address, second factor, backup codes, API key and other sessions.
        CredentialsEdit = "credentials_edit",
        /// Set up one's own second factor, which is asked of everybody while it is enforced.
        TwoFactorEnroll = "two_factor_enroll",
    }
}
