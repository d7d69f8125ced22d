//! What tests need: a fresh database of each engine, a workspace in it, typed callers, a clock that moves when told.

mod access;
mod database;
mod mail;
mod sql;
mod world;

pub use database::*;
pub use mail::SentMail;
pub use world::*;

pub use crate::mail::Fault;
