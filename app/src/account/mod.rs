//! One's own pages: Profile, Security settings, Sessions, My permissions.
//!
//! To add a page: 1. its file here; 2. its entry in [`area`], beside the others; 3. its route. Security settings are
//! panels in a list, see [`security`]; each of them has a file of its own.

mod api_key;
mod area;
mod draft;
#[cfg(feature = "ssr")]
mod forms;
mod password;
mod permissions;
mod profile;
mod profile_fields;
mod rpc;
mod said;
mod save_bar;
mod security;
#[cfg(feature = "ssr")]
mod security_forms;
mod security_rpc;
mod sessions;
mod two_factor;

pub(crate) use area::{Area, Root};
pub(crate) use permissions::Page as PermissionsPage;
pub(crate) use profile::Page as ProfilePage;
pub(crate) use security::Page as SecurityPage;
pub(crate) use sessions::Page as SessionsPage;
