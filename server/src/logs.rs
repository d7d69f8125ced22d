//! Logs: one line per event, as JSON or for people.
//!
//! A line holds neither addresses of people nor network addresses, neither secrets nor what was typed.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::LogFormat;

/// What is logged unless `RUST_LOG` says otherwise.
pub const DEFAULT: &str = "info,sqlx=warn,memory_serve=warn,lettre=warn";

/// What writes the lines.
pub type Subscriber = Box<dyn tracing::Subscriber + Send + Sync>;

/// Writes what passes the filter.
#[must_use]
pub fn subscriber<W>(format: LogFormat, filter: EnvFilter, writer: W) -> Subscriber
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer);
    match format {
        LogFormat::Json => Box::new(builder.json().flatten_event(true).with_current_span(true).with_span_list(false).finish()),
        LogFormat::Pretty => Box::new(builder.with_target(false).finish()),
    }
}
