//! Importing people from a table: upload or paste, put the columns right, look at a verdict per row, apply.
//!
//! Plain forms throughout, with script and without: the file goes to a route of its own, and what was checked is named by
//! a key in the address, which is the state of the page.

mod address;
mod columns;
mod forms;
mod page;
#[cfg(feature = "ssr")]
mod report;
mod rows;
mod rpc;
mod texts;
mod undo;
mod upload;

pub(crate) use address::PAGE;
#[cfg(feature = "ssr")]
pub use address::of_key;
pub(crate) use page::Page;
#[cfg(feature = "ssr")]
pub use report::report;
