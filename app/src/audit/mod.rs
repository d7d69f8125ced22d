//! The Audit page: what was done by whom, and whether the record is whole. Works without JavaScript.

mod chain;
mod filters;
#[cfg(feature = "ssr")]
mod forms;
mod page;
mod rpc;
mod table;
mod texts;
mod url;

pub(crate) use page::Page;
