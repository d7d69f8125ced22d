//! The whole router over HTTP, mostly without a socket; `listen` and `config` are about sockets and processes.
//!
//! To test a new server function: give it a row and working arguments in `support::functions`. To test a new page: give
//! its route an address in `support::pages`. Both lists fail when something is missing from them.

mod doors;
mod languages;
mod listen;
mod support;
mod ui_matches_server;
