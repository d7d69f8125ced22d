//! The server: router, middleware, configuration. No rules and no queries; those are in `services`.
//!
//! To add a page nothing changes here: the routes come from `app`. To add a door for programs, add it to [`router`].

pub mod api;
pub mod config;
pub mod logs;
pub mod router;
pub mod web;
