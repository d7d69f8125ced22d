//! The settings of the workspace, a tab for each subject. Works without JavaScript, previews excepted.
//!
//! To add a tab: 1. its word and what opens it in `model::settings`; 2. its file here, or in its own feature when it only
//! shows something; 3. its line in [`page`].

mod branding;
mod branding_preview;
mod branding_rpc;
#[cfg(feature = "ssr")]
mod forms;
mod logo;
mod page;
mod players;
mod players_draft;
mod players_rpc;

pub(crate) use page::Page;
