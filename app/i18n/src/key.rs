//! The keys, as `build.rs` found them in the locale files.

include!(concat!(env!("OUT_DIR"), "/key.rs"));
