//! The words of Rollcall: ids, inputs, answers, roles, verdicts, events and errors.
//!
//! Everything here compiles for the browser and for the server, and holds no rule about rights, no I/O, no clock and
//! no randomness.
//! Rules about who may do what live in `services::access`; texts for people live in `i18n`.
//!
//! To add a feature: 1. its ids in [`ids`]; 2. `<feature>.rs` with what its pages show and what its forms send, each
//! input with a `validate()` that the form and the service both run; 3. its actions in [`access`]; 4. its events in
//! [`event`].

#![warn(missing_docs)]

#[macro_use]
mod text_enum;

pub mod access;
pub mod account;
pub mod address;
pub mod api_keys;
pub mod audit;
pub mod billing;
pub mod branding;
pub mod bulk;
pub mod changes;
pub mod deletion;
pub mod email_change;
pub mod error;
pub mod event;
pub mod explain;
pub mod factors;
pub mod fields;
pub mod ids;
pub mod import;
pub mod invitations;
pub mod language;
pub mod mail;
pub mod page;
pub mod person;
pub mod pictures;
pub mod players;
pub mod profile;
pub mod roles;
pub mod seats;
pub mod security;
pub mod session;
pub mod set_up;
pub mod settings;
pub mod sign_in;
pub mod time;
pub mod two_factor;
pub mod user_window;
pub mod users;
