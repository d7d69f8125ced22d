//! Everything Rollcall does, without HTTP. The only crate that knows the database.
//!
//! To add a feature: 1. its tables in `migrations` and [`entity`]; 2. its capabilities in [`access`]; 3. `<feature>/mod.rs`
//! with the services that pages, the API and jobs call, and `store.rs` with its queries, which take [`tx::Rows`];
//! 4. its events through `tx.record`; 5. `tests/<feature>.rs`, on both engines.
//!
//! Invariant: no row is read or written without a proof, a [`access::Permit`] or a [`access::Redeemed`]; the few
//! exceptions name their [`tx::Reason`].

#![warn(missing_docs)]

#[cfg(target_arch = "wasm32")]
compile_error!("`services` is the server's; the browser calls it through the server functions of `app`");

pub(crate) mod access;
pub mod access_ends;
pub mod access_requests;
pub mod account;
pub mod audit;
pub mod billing;
pub mod branding;
pub mod bulk;
pub(crate) mod changes;
pub mod credentials;
pub(crate) mod csv;
mod ctx;
pub mod db;
pub mod deletion;
pub mod demo;
pub(crate) mod entity;
mod error;
pub(crate) mod events;
pub mod explanations;
pub mod invitations;
pub mod jobs;
mod keys;
pub mod lifecycle;
pub mod mail;
pub(crate) mod organizations;
pub mod pictures;
pub mod players;
pub mod roles;
pub(crate) mod seats;
pub mod security;
pub mod seed;
mod services;
pub mod session;
pub mod set_up;
mod settings;
pub mod sign_in;
pub(crate) mod storage;
pub(crate) mod taking_back;
pub mod transfer;
pub mod two_factor;
pub(crate) mod tx;
pub(crate) mod uploads;
pub mod user_window;
pub mod users;
pub(crate) mod workspace;
pub(crate) mod zone;

#[cfg(feature = "testing")]
pub mod testing;

#[cfg(feature = "testing")]
#[doc(hidden)]
pub use access::testing::matrix as access_matrix;
pub use ctx::{Anonymous, Clock, Ctx, RequestInfo, Rng, System, SystemClock, SystemRng};
pub use keys::{Keys, SecretKeyError};
pub use services::{OpenError, Readiness, Services};
pub use settings::{BucketSettings, Edition, MailSettings, Settings, SmtpSettings, StorageSettings};
pub use zone::iso;

pub(crate) use error::{Error, Result};
