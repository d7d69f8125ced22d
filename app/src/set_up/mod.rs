//! First run: the workspace and its Owner, from a one-time link.

mod forms;
mod page;

pub(crate) use page::Page;
