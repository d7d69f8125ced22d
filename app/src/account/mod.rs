//! One's own pages: Profile, Player, Security settings, Sessions, My permissions.
//!
//! To add a page: 1. its file here; 2. its entry in [`area`], beside the others; 3. its route. Security settings are
//! panels in a list, see [`security`]; each of them has a file of its own.

mod api_key;
mod area;
#[cfg(feature = "ssr")]
mod confirm_email;
mod draft;
#[cfg(feature = "ssr")]
mod email_forms;
#[cfg(feature = "ssr")]
mod forms;
mod password;
mod pending_email;
mod permissions;
mod picture;
mod player;
mod player_rpc;
mod profile;
mod profile_fields;
mod rpc;
mod said;
mod security;
#[cfg(feature = "ssr")]
mod security_forms;
mod security_rpc;
mod sessions;
mod two_factor;

pub(crate) use area::{Area, Root};
#[cfg(feature = "ssr")]
pub(crate) use confirm_email::ConfirmEmailPage;
pub(crate) use permissions::Page as PermissionsPage;
pub(crate) use player::Page as PlayerPage;
pub(crate) use profile::Page as ProfilePage;
pub(crate) use said::Said;
pub(crate) use security::Page as SecurityPage;
pub(crate) use sessions::Page as SessionsPage;
#[cfg(feature = "ssr")]
pub(crate) use two_factor::{CodeForm, Enable};
