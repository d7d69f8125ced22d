//! The list of users: table and cards as two views of one list. The URL is its state.

mod actions;
mod bulk;
mod cards;
mod columns;
mod delete_dialog;
mod filters;
mod page;
mod pager;
mod rpc;
mod restore_dialog;
mod role_dialog;
mod row;
mod table;
mod texts;
mod url;
mod window;

pub(crate) use actions::{ActionDialogs, LinkOffer, provide_link_offer};
pub(crate) use page::Page;
#[cfg(feature = "ssr")]
pub use url::user_query;
pub(crate) use window::{WindowActions, WindowFacts, WindowSlate, list_href, list_pairs, list_query, window_href};
