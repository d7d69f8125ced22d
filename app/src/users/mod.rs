//! The list of users: table and cards as two views of one list. The URL is its state.

mod acting;
mod actions;
mod bulk;
mod cards;
mod changes;
mod columns;
mod delete_dialog;
mod dialogs;
mod filters;
mod listed;
mod page;
mod pager;
mod restore_dialog;
mod role_dialog;
mod row;
mod rpc;
mod table;
mod texts;
mod url;
mod window;

pub(crate) use actions::{ActionDialogs, LinkOffer, provide_link_offer};
pub(crate) use bulk::{DisableBar, DisableBox, DisableOffer, DisablePlace, provide_disable_offer};
pub(crate) use dialogs::{UserDialog, dialog};
pub(crate) use page::Page;
pub(crate) use role_dialog::{Diff, option as role_option};
#[cfg(feature = "ssr")]
pub use url::user_query;
pub(crate) use window::{WindowActions, WindowFacts, WindowSlate, list_href, list_pairs, list_query, window_href};
