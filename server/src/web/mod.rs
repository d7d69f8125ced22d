//! HTTP concerns: what stands between the socket and the pages.

pub mod accent;
pub mod assets;
pub mod body;
pub mod client_address;
pub mod cookies;
pub mod csrf;
pub mod downloads;
pub mod files;
pub mod headers;
pub mod health;
pub mod host;
pub mod listen;
pub mod logos;
pub mod panic;
pub mod pictures;
pub mod request_id;
pub mod rpc_status;
pub mod samples;
pub mod uploads;
pub mod visitor;
