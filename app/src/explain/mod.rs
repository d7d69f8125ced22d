//! Explain: who may do what, why, and what would help. A page, and the panel that **Why?** opens over any other page.

mod address;
mod answer;
#[cfg(feature = "ssr")]
mod forms;
mod link;
mod page;
mod panel;
mod request;
mod rpc;
mod texts;

pub(crate) use answer::Why;
pub(crate) use link::WhyLink;
pub(crate) use page::Page;
pub(crate) use panel::{ExplainDialog, Panel, provide_explain};
pub(crate) use request::RequestLink;
