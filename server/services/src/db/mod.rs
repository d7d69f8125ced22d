//! The database: connections, the one way into a transaction, and what the two engines word differently.
//!
//! Knows no table but the one whose row is the lock of the workspace.
//!
//! Invariants: every write goes through [`Db::begin`], which on SQLite takes the write lock at once; a connection that
//! was lent for reading does not write, on either engine.

mod connect;
mod fault;
mod lent;
mod postgres;
pub(crate) mod search;
mod sqlite;

pub use connect::{DatabaseSettings, Db, DbError, Engine};

pub(crate) use fault::{is_transient, is_unavailable, unique_violation};
pub(crate) use lent::{Lent, for_share, for_update, lock_workspace, sorted};

#[cfg(test)]
mod tests;
