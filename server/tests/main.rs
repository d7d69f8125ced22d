//! The whole router over HTTP, mostly without a socket; `listen` and `config` are about sockets and processes.
//!
//! To test a new server function: give it a row and working arguments in `support::functions`. To test a new page: give
//! its route an address in `support::pages`. Both lists fail when something is missing from them.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "what the tests share stops them, as the tests themselves do"
)]

mod account;
mod api;
mod config;
mod csp;
mod csrf;
mod doors;
mod downloads;
mod enrollment;
mod errors;
mod headers;
mod html_validity;
mod http;
mod imports;
mod languages;
mod listen;
mod logos;
mod logs;
mod no_secrets;
mod pictures;
mod rpc_coverage;
mod samples;
mod second_factor;
mod sessions;
mod settings;
mod sign_in;
mod support;
mod ui_matches_server;
