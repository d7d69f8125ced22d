//! Logs go to standard error.

use std::io::stderr;

use server::config::LogFormat;
use server::logs::{DEFAULT, subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

/// Starts logging; a second call changes nothing.
pub(super) fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    // Fails only when logging has begun already.
    let _ = subscriber(format, filter, stderr).try_init();
}
