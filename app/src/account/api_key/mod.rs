//! The personal API key: its panel among the security settings.
//!
//! Forms alone, so that it works without script; script adds the copying, and asks for the password on the spot.

#[cfg(feature = "ssr")]
mod forms;
mod panel;
mod rpc;

pub(crate) use panel::ApiKey;
