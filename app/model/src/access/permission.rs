//! Permissions: what a role contains, or what is added to it.

text_enum! {
    /// A permission in the whole workspace.
    pub enum CompanyPermission {
        /// Manage users.
        Users = "users",
        /// Create projects.
        Creator = "creator",
        /// Name, logo and colors of the workspace.
        Styles = "styles",
        /// Seats, orders and invoices.
        Billing = "billing",
        /// Sign-in rules, and help with signing in.
        Security = "security",
        /// Defaults, players, statuses.
        Settings = "settings",
        /// Groups of the workspace.
        Groups = "groups",
        /// All organizations.
        Organizations = "organizations",
        /// The audit log.
        Audit = "audit",
    }
}

text_enum! {
    /// A permission on one project; each includes View.
    pub enum ProjectPermission {
        /// Open the project.
        View = "view",
        /// Write notes.
        Comment = "comment",
        /// Client reviews.
        Share = "share",
        /// Publish, claim tasks.
        Content = "content",
        /// Create and assign tasks.
        ContentPlus = "content_plus",
        /// Any status, dependencies, bulk edit.
        Pro = "pro",
        /// People of the project.
        Team = "team",
    }
}
