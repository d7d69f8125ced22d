//! Logs: to standard error, as JSON or for people.

use std::io::stderr;

use server::config::LogFormat;
use tracing_subscriber::EnvFilter;

/// What is logged unless `RUST_LOG` says otherwise.
const DEFAULT: &str = "info,sqlx=warn,memory_serve=warn,lettre=warn";

/// Starts logging; a second call changes nothing.
pub(super) fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr);
    // Fails only when logging has begun already.
    let _ = match format {
        LogFormat::Json => builder.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
        LogFormat::Pretty => builder.with_target(false).try_init(),
    };
}
