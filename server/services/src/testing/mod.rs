//! What tests need: a fresh database of each engine, a workspace in it, typed callers, a clock that moves when told.

mod access;
mod database;
mod mail;
mod race;
mod sound;
mod sql;
mod world;

pub use database::*;
pub use mail::SentMail;
pub use race::at_once;
pub use world::*;

pub use crate::mail::Fault;
