//! Roles: one type per axis, never one enum.

text_enum! {
    /// The role in the workspace. Ranked: the first outranks the others.
    pub enum CompanyRole {
        /// Set up the workspace; exactly one.
        Owner = "owner",
        /// Runs the workspace.
        Administrator = "administrator",
        /// Works in it; "Team member" on the screen.
        Member = "member",
        /// Sees what was opened for them.
        Guest = "guest",
    }
}

text_enum! {
    /// The role in one organization.
    pub enum OrganizationRole {
        /// Manages the organization.
        Admin = "admin",
        /// Belongs to it; "Member" on the screen.
        Member = "member",
    }
}

text_enum! {
    /// The role on one project.
    pub enum ProjectRole {
        /// Runs the project.
        Owner = "owner",
        /// Works on it.
        Participant = "participant",
    }
}
