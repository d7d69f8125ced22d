//! Addresses of our own pages.

/// The path to go to after a form: one of our own site, or the default page.
///
/// What begins with two slashes, or a slash and a backslash, is another site to browsers. What has no place in a header
/// is escaped.
#[must_use]
pub(crate) fn own_path(next: &str) -> String {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.chars().any(char::is_control)
        && next.len() <= 2000;
    if own {
        escape(next, |byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>'))
    } else {
        "/".to_owned()
    }
}

/// What was typed or stands in an address, as text for a page: HTML has no place for control characters.
#[must_use]
pub(crate) fn text(value: &str, most: usize) -> String {
    value.trim().chars().filter(|c| !c.is_control()).take(most).collect()
}

/// A value inside a query.
#[must_use]
pub(crate) fn escaped(value: &str) -> String {
    escape(value, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/'))
}

/// The value with every byte escaped that may not stay (RFC 3986, 2.1).
fn escape(value: &str, stays: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    for byte in value.bytes() {
        if stays(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for half in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    out
}

/// The sign-in page that leads back afterward.
#[cfg(feature = "ssr")]
#[must_use]
pub fn sign_in(next: &str) -> String {
    match own_path(next).as_str() {
        "/" => "/login".to_owned(),
        path => format!("/login?next={}", escaped(path)),
    }
}

/// The page that asks for the password again, and leads back afterward.
#[cfg(feature = "ssr")]
#[must_use]
pub(crate) fn step_up(next: &str) -> String {
    format!("/step-up?next={}", escaped(next))
}

/// The page that says how many backup codes are left, and leads on.
#[cfg(feature = "ssr")]
#[must_use]
pub(crate) fn after_backup_code(next: &str) -> String {
    format!("/account/security?next={}", escaped(&own_path(next)))
}

/// The page on which a second factor is set up because the workspace asks for one, and that leads on afterward.
#[cfg(feature = "ssr")]
#[must_use]
pub fn enroll(next: &str) -> String {
    match own_path(next).as_str() {
        "/" => "/enroll".to_owned(),
        path => format!("/enroll?next={}", escaped(path)),
    }
}

/// The same, as the browser goes there by itself.
#[cfg(not(feature = "ssr"))]
#[must_use]
pub(crate) fn enroll(next: &str) -> String {
    format!("/enroll?next={}", escaped(next))
}

/// The second step of the sign-in, with the authenticator or with a backup code.
#[cfg(feature = "ssr")]
#[must_use]
pub(crate) fn code(next: &str, backup: bool) -> String {
    let using = if backup { "&use=backup" } else { "" };
    format!("/login/code?next={}{using}", escaped(&own_path(next)))
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    // CS-06
    #[test]
    fn only_own_paths_are_followed() {
        assert_eq!(own_path("/users?page=2"), "/users?page=2");
        assert_eq!(own_path("/users?q=é b%20"), "/users?q=%C3%A9%20b%20");
        for elsewhere in
            ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", "users", "/a\nb"]
        {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere:?}");
        }
        assert_eq!(own_path(&format!("/{}", "x".repeat(3000))), "/");
    }

    #[test]
    fn values_are_escaped() {
        assert_eq!(escaped("/users?q=ä b"), "/users%3Fq%3D%C3%A4%20b");
        assert_eq!(sign_in("/users?page=2"), "/login?next=/users%3Fpage%3D2");
        assert_eq!(step_up("/users?page=2"), "/step-up?next=/users%3Fpage%3D2");
        assert_eq!(sign_in("//evil.example"), "/login");
        assert_eq!(after_backup_code("/users?page=2"), "/account/security?next=/users%3Fpage%3D2");
        assert_eq!(after_backup_code("//evil.example"), "/account/security?next=/");
    }
}
