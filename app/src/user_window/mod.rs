//! The window of one user. Every form of it is a plain form: it works without script, and its answer is a page.

mod access;
mod api_key;
mod drafts;
mod edits;
mod email;
mod ends;
#[cfg(feature = "ssr")]
mod forms;
mod names;
mod notes;
mod page;
mod parts;
mod role;
mod rpc;
mod sessions;
mod texts;
mod timeline;

pub(crate) use access::HeldTable;
pub(crate) use api_key::KeyFacts;
pub(crate) use email::{waiting, waiting_text};
pub(crate) use page::{Page, Root};
pub(crate) use sessions::SessionLine;
