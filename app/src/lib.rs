//! The pages of Rollcall: components, and the server functions that feed them.
//!
//! To add a page: 1. its server functions in `<feature>/rpc.rs`, a gate and one call each; 2. `page.rs` and its parts;
//! 3. the route in [`routes`], the entry in [`shell`]; 4. texts in `i18n`, all six languages; 5. `style/<feature>.css`.
//!
//! Holds no rule and no query. What is shown or disabled follows the verdicts that come with the data; the server asks
//! again every time.

#![expect(unreachable_pub, reason = "`#[component]` and `#[server]` make what they generate `pub`")]

mod account;
mod audit;
mod billing;
mod changes;
#[cfg(feature = "ssr")]
pub mod cookies;
mod data;
mod document;
mod edit_form;
#[cfg(feature = "ssr")]
mod enroll;
mod errors;
mod explain;
mod import;
mod invitations;
mod keyed;
mod links;
mod mail;
mod moments;
mod parts;
mod query_form;
mod roles;
mod routes;
#[cfg(feature = "ssr")]
mod rpc;
mod seats;
mod security;
mod session;
#[cfg(feature = "ssr")]
mod set_up;
mod settings;
mod shell;
mod sign_in;
mod upload;
mod user_window;
mod users;
#[cfg(feature = "ssr")]
pub mod visitor;

pub use document::App;
#[cfg(feature = "ssr")]
pub use document::shell;
#[cfg(feature = "hydrate")]
pub use document::start;
#[cfg(feature = "ssr")]
pub use import::{of_key as import_address, report as import_report};
#[cfg(feature = "ssr")]
pub use links::{enroll as enroll_address, sign_in as sign_in_address};
#[cfg(feature = "ssr")]
pub use routes::needs_session;
#[cfg(feature = "ssr")]
pub use session::frame_of;
#[cfg(feature = "ssr")]
pub use users::user_query;
