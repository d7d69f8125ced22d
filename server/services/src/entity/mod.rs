//! One entity per table, as SeaORM reads and writes it. Never leaves this crate: what leaves is a type of `model`.
//!
//! Which feature owns which table is in the comment of each; only the owner writes it.
//! Columns are added in a migration first; `tests` sees to it that both agree.

#![expect(clippy::disallowed_methods, reason = "what SeaORM derives can begin transactions; nobody calls it")]

pub(crate) mod access_request;
pub(crate) mod api_key;
pub(crate) mod audit_event;
pub(crate) mod audit_head;
pub(crate) mod backup_code;
pub(crate) mod credential;
pub(crate) mod enrollment_reminder;
pub(crate) mod event;
pub(crate) mod invitation;
pub(crate) mod job;
pub(crate) mod logo;
pub(crate) mod mail;
pub(crate) mod organization;
pub(crate) mod organization_user;
pub(crate) mod picture;
pub(crate) mod player;
pub(crate) mod seat_day;
pub(crate) mod seat_ledger;
pub(crate) mod seat_order;
pub(crate) mod seat_reduction;
pub(crate) mod session;
pub(crate) mod throttle;
pub(crate) mod token;
pub(crate) mod totp;
pub(crate) mod user;
pub(crate) mod user_note;
pub(crate) mod user_permission;
pub(crate) mod workspace;

#[cfg(test)]
mod tests;
