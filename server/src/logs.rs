//! Logs: one line per event, as JSON or for people.
//!
//! A line holds neither addresses of people nor network addresses, neither secrets nor what was typed.

use tracing::{Level, Metadata};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;

use crate::config::LogFormat;

/// What is logged unless `RUST_LOG` says otherwise.
pub const DEFAULT: &str = "info,sqlx=warn,memory_serve=warn,lettre=warn";

/// What writes the lines.
pub type Subscriber = Box<dyn tracing::Subscriber + Send + Sync>;

/// Crates of ours; what they say is known.
const OWN: &[&str] = &["app", "migrations", "rollcall", "server", "services"];

/// Whether it may be written at all. The details of other crates hold whole requests and statements, so they stay out
/// whatever `RUST_LOG` asks for.
fn is_known(metadata: &Metadata<'_>) -> bool {
    let of = metadata.target().split("::").next().unwrap_or_default();
    *metadata.level() <= Level::INFO || OWN.contains(&of)
}

/// Writes what passes the filter.
#[must_use]
pub fn subscriber<W>(format: LogFormat, filter: EnvFilter, writer: W) -> Subscriber
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer);
    match format {
        LogFormat::Json => {
            let builder = builder.json().flatten_event(true).with_current_span(true).with_span_list(false);
            Box::new(builder.finish().with(filter_fn(is_known)))
        }
        LogFormat::Pretty => Box::new(builder.with_target(false).finish().with(filter_fn(is_known))),
    }
}
