//! The clip that a player is tried with.
//!
//! Three seconds of the mark being drawn, made for this: VP8 in WebM, which every build of every browser and the players
//! that a link opens can read; H.264 is missing from some. It is public, because a program that a link opens has no
//! session, and it comes in ranges, without which Safari plays nothing.

use std::ops::RangeInclusive;

use axum::Router;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use model::players::SAMPLE;

static CLIP: &[u8] = include_bytes!("../../assets/sample.webm");

/// Opened in a tab it is a page of the browser's own, which plays it and loads nothing else.
const POLICY: &str = "default-src 'none'; media-src 'self'; frame-ancestors 'none'";

/// The clip.
pub fn router() -> Router {
    Router::new().route(SAMPLE, get(clip))
}

async fn clip(headers: HeaderMap) -> Response {
    let always = [
        (header::CONTENT_TYPE, "video/webm"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
        (header::ACCEPT_RANGES, "bytes"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    let asked = headers.get(header::RANGE).and_then(|range| range.to_str().ok());
    match asked.and_then(|range| asked_for(range, CLIP.len())) {
        None => (always, CLIP).into_response(),
        Some(Some(part)) => {
            let range = format!("bytes {}-{}/{}", part.start(), part.end(), CLIP.len());
            let part = CLIP.get(part).unwrap_or_default();
            (StatusCode::PARTIAL_CONTENT, always, [(header::CONTENT_RANGE, range)], part).into_response()
        }
        Some(None) => {
            let range = format!("bytes */{}", CLIP.len());
            (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, range)]).into_response()
        }
    }
}

/// The one range that is asked for, or that there is none such; nothing for what asks for no single range of bytes, which
/// gets the whole (RFC 9110, 14.2).
fn asked_for(range: &str, length: usize) -> Option<Option<RangeInclusive<usize>>> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let last = length.checked_sub(1)?;
    let range = match (from.trim(), to.trim()) {
        ("", of_the_end) => {
            let of_the_end: usize = of_the_end.parse().ok()?;
            (of_the_end > 0).then(|| length.saturating_sub(of_the_end)..=last)
        }
        (from, to) => {
            let from: usize = from.parse().ok()?;
            let to = if to.is_empty() { last } else { to.parse::<usize>().ok()?.min(last) };
            // One that ends before it begins asks for nothing that can be given.
            (from <= last && from <= to).then_some(from..=to)
        }
    };
    Some(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_and_all_else_is_the_whole() {
        for (range, expected) in [
            ("bytes=0-", Some(Some(0..=99))),
            ("bytes=0-1", Some(Some(0..=1))),
            ("bytes=90-1000", Some(Some(90..=99))),
            ("bytes=-10", Some(Some(90..=99))),
            ("bytes=-1000", Some(Some(0..=99))),
            ("bytes=100-", Some(None)),
            ("bytes=5-2", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=0-1,4-5", None),
            ("bytes=-", None),
            ("bytes=a-b", None),
            ("bytes=99999999999999999999999-", None),
            ("lines=0-1", None),
            ("", None),
        ] {
            assert_eq!(asked_for(range, 100), expected, "{range}");
        }
        assert_eq!(asked_for("bytes=0-", 0), None);
    }

    #[test]
    fn clip_is_a_film_of_the_type_that_is_said() {
        assert!(CLIP.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]) && CLIP.len() < 32 * 1024);
    }
}
