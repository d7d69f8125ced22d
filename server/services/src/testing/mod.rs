//! What tests need: a fresh database of each engine, a workspace in it, typed callers, a clock that moves when told.

mod access;
mod audit;
mod authenticator;
mod database;
mod mail;
mod password;
mod pictures;
mod race;
mod schedule;
mod sound;
mod sql;
mod template;
mod world;

pub use database::*;
pub use mail::SentMail;
pub use password::check_passwords_for;
pub use pictures::{decode, photos, picture};
pub use race::at_once;
pub use world::*;

pub use crate::mail::Fault;
