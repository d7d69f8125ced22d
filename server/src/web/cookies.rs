//! Reading cookies. Which ones there are is in `app::cookies`.

use axum::http::{HeaderMap, header};

/// The value of a cookie. Of two with the same name the first wins, as browsers send the more specific one first.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    // SE-14
    #[test]
    fn the_first_of_two_wins_and_noise_is_harmless() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("x; __Host-session=one; __Host-session=two"));
        headers.append(header::COOKIE, HeaderValue::from_bytes(b"__Host-lang=\xff").unwrap());
        assert_eq!(cookie(&headers, "__Host-session"), Some("one"));
        assert_eq!(cookie(&headers, "__Host-lang"), None);
    }
}
