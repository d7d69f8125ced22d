//! The columns of the table. The first five say who somebody is and what they hold; the others tell how it stands, and
//! are passed over when the file comes in again.

/// The address.
pub(super) const EMAIL: &str = "email";
/// First name; empty before somebody has accepted.
pub(super) const FIRST_NAME: &str = "first_name";
/// Last name.
pub(super) const LAST_NAME: &str = "last_name";
/// Role in the workspace.
pub(super) const ROLE: &str = "role";
/// Permissions on top of the role, with spaces between them.
pub(super) const PERMISSIONS: &str = "permissions";

/// All of them, in order.
pub(super) const ALL: [&str; 10] =
    [EMAIL, FIRST_NAME, LAST_NAME, ROLE, PERMISSIONS, "username", "status", "access_ends", "joined", "last_seen"];
