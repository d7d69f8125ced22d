//! The list of users: table and cards as two views of one list. The URL is its state.

mod actions;
mod cards;
mod columns;
mod filters;
mod page;
mod pager;
mod rpc;
mod role_dialog;
mod row;
mod table;
mod texts;
mod url;

pub(crate) use actions::{ActionDialogs, LinkOffer, provide_link_offer};
pub(crate) use page::Page;
