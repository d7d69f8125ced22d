//! People as a table: taking them out as a file that comes in again unchanged.
//!
//! The words in it are those that are stored, in no language, so that a file made in one is read in every other.

mod columns;
mod export;

pub use export::{Export, export};
