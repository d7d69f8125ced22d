//! Every service on both engines, past no door: what callers may do is decided inside.
//!
//! One program for all of them, because each on its own would compile the same queries and link the same libraries
//! again. To test a new service: a file of its name, and a line here; tidy finds a file that nobody names.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "what the tests share stops them, as the tests themselves do"
)]

mod access_matrix;
mod account;
mod api_key_watch;
mod api_keys;
mod atomic_commit;
mod audit;
mod billing;
mod billing_page;
mod branding;
mod bulk;
mod changes;
mod credentials;
mod deletion;
mod email_change;
mod enforcement_day;
mod explanations;
mod holders;
mod import;
mod invitations;
mod jobs;
mod lifecycle;
mod logos;
mod mail;
mod own_password;
mod pictures;
mod players;
mod roles;
mod seats;
mod second_factor;
mod security;
mod set_up;
mod sign_in;
mod taking_back;
mod transfer;
mod user_window;
mod users;
mod visible;
