//! People as a table: taking them out as a file that comes in again unchanged, and bringing them in.
//!
//! The words in the file are those that are stored, in no language, so that a file made in one is read in every other. A
//! table that comes in may use the words of any.

mod columns;
mod export;
mod import;

pub use export::{Export, export};
pub use import::{Outcome, apply, change_settings, check, page, report};
