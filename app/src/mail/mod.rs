//! The Mail page: every mail, where it stands, and what can be done about it.

mod letter;
mod page;
mod rows;
mod rpc;

pub(crate) use page::Page;
