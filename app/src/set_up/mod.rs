//! First run: the workspace and its Owner, from a one-time link.

mod page;
mod rpc;

pub(crate) use page::Page;
