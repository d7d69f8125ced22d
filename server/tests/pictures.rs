//! Profile pictures over HTTP: what comes in, from whom, and with which headers it goes out.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use futures_util::stream;
use model::error::{AppError, Noun};
use model::fields::{FieldCode, FieldErrors};
use model::ids::UserId;
use model::pictures::{FIELD, FILE_MAX};
use services::session;
use services::testing::picture;

use crate::support::{Answer, Browser, Call, ORIGIN, Site, Who};

pub(crate) const BOUNDARY: &str = "----a-boundary-of-a-test";
const UPLOAD: &str = "/uploads/picture";

/// A form with one file.
fn form(name: &str, file: &[u8]) -> Vec<u8> {
    form_of(&[(FIELD, Some(name), file)])
}

pub(crate) fn form_of(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file_name, content) in parts {
        body.extend(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"").into_bytes());
        if let Some(file_name) = file_name {
            body.extend(format!("; filename=\"{file_name}\"\r\nContent-Type: text/html").into_bytes());
        }
        body.extend(b"\r\n\r\n");
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
    body
}

/// Sends it as our script does.
fn send(browser: &mut Browser, body: impl Into<Body>) -> Call<'_> {
    send_to(UPLOAD, browser, body)
}

/// The same, to another door.
pub(crate) fn send_to<'a>(door: &str, browser: &'a mut Browser, body: impl Into<Body>) -> Call<'a> {
    browser
        .call("POST", door)
        .with("accept", "application/json")
        .with("origin", ORIGIN)
        .with("sec-fetch-site", "same-origin")
        .body(&format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

pub(crate) fn png() -> Vec<u8> {
    picture(40, 30, [200, 30, 30])
}

/// A picture of so many bytes: what follows the end of a JPEG or PNG is not looked at.
pub(crate) fn of_bytes(bytes: usize) -> Vec<u8> {
    let mut file = png();
    file.resize(bytes, 0);
    file
}

/// Somebody with a browser, and the address of their picture without its size.
async fn with_picture(site: &Site, who: Who) -> (Browser, UserId, String) {
    let user = match who {
        Who::Guest => site.world.guest().await.user_id(),
        _ => site.world.member().await.user_id(),
    };
    let mut browser = site.browser_of(user).await;
    assert_eq!(send(&mut browser, form("me.png", &png())).await.status, 204);
    let address = address(site, user).await.unwrap();
    (browser, user, address)
}

async fn address(site: &Site, user: UserId) -> Option<String> {
    session::info(&site.world.signed_in(user).await).await.unwrap().picture()
}

/// What is wrong with the file. Its size has a status of its own, so the status is looked at where it is asked for.
fn field_code(answer: &Answer) -> Option<FieldCode> {
    match serde_json::from_slice(&answer.body).unwrap() {
        AppError::Invalid { fields } => fields.of(FIELD),
        error => panic!("{error}"),
    }
}

// S1.6 CS-14 CS-16
#[tokio::test(flavor = "multi_thread")]
async fn picture_goes_out_with_a_type_of_ours_and_nothing_else() {
    let site = Site::new().await;
    let (mut browser, user, address) = with_picture(&site, Who::Member).await;
    for size in [64, 128, 256] {
        let answer = browser.get(&format!("{address}/{size}")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), Some("image/jpeg"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
        assert_eq!(answer.header("cache-control"), Some("private, max-age=86400, immutable"));
        assert!(answer.body.starts_with(&[0xff, 0xd8, 0xff]));
    }
    let page = browser.get("/account/profile").await;
    assert!(page.text().contains(&format!("src=\"{address}/64\"")), "the top bar shows no picture");
    let list = site.browser(Who::Owner).await.get("/users").await;
    assert!(list.text().contains(&format!("src=\"{address}/64\"")), "the list shows no picture");
    for odd in ["/65", "/0", "/-1", "/large", "/64/", "/64.html"] {
        let answer = browser.get(&format!("{address}{odd}")).await;
        assert_eq!(answer.status, 404, "{odd}");
        assert!(!answer.header("cache-control").unwrap_or_default().contains("max-age"), "{odd}");
    }
    let others = format!("/avatars/{user}/../{user}/64");
    assert_eq!(browser.get(&others).await.status, 404);
}

// EN-06
#[tokio::test(flavor = "multi_thread")]
async fn picture_of_somebody_who_may_not_be_seen_is_not_there() {
    let site = Site::new().await;
    let (mut member, user, address) = with_picture(&site, Who::Member).await;
    let (mut guest, guest_id, guests) = with_picture(&site, Who::Guest).await;
    let missing = AppError::NotFound { what: Noun::User };
    let nobody = guests.replace(&guest_id.to_string(), "01900000-0000-7000-8000-000000000009");
    for unseen in [format!("{address}/64"), format!("{nobody}/64")] {
        let answer = guest.get(&unseen).await;
        assert_eq!((answer.status, answer.error()), (404, missing.clone()), "{unseen}");
    }
    assert_eq!(member.get(&format!("{guests}/64")).await.status, 200);
    let answer = site.visitor().get(&format!("{address}/64")).await;
    assert_eq!((answer.status, answer.error()), (401, AppError::Unauthenticated));
    // A picture that was replaced is gone, and so is one that was removed.
    assert_eq!(send(&mut member, form("b.png", &png())).await.status, 204);
    assert_eq!(member.get(&format!("{address}/64")).await.error(), missing);
    let present = self::address(&site, user).await.unwrap();
    member.rpc("/rpc/account/remove_picture", &serde_json::json!({})).await.json::<()>();
    assert_eq!(member.get(&format!("{present}/64")).await.error(), missing);
}

// UP-08 CS-01
#[tokio::test(flavor = "multi_thread")]
async fn nobody_sends_a_picture_for_somebody_else() {
    let site = Site::new().await;
    let (mut member, user, address) = with_picture(&site, Who::Member).await;
    let other = site.world.member().await.user_id();
    let answer = send(&mut site.visitor(), form("a.png", &png())).await;
    assert_eq!((answer.status, answer.error()), (401, AppError::Unauthenticated));
    for (origin, fetched) in
        [("https://evil.example", "cross-site"), ("http://localhost:3001", "same-site"), (ORIGIN, "cross-site")]
    {
        let call = send(&mut member, form("a.png", &png())).with("origin", origin).with("sec-fetch-site", fetched);
        assert_eq!(call.await.status, 403, "{origin} {fetched}");
    }
    let call = send(&mut member, form("a.png", &png())).without("origin").without("sec-fetch-site");
    assert_eq!(call.await.status, 403);
    // Keys of programs count nowhere but in the API.
    let mut program = site.visitor();
    let call = send(&mut program, form("a.png", &png())).with("authorization", "Bearer rc_x");
    assert_eq!(call.await.status, 401);
    assert_eq!(self::address(&site, user).await, Some(address), "the picture is the one that was sent first");
    // A name in the form is not asked for.
    let id = other.to_string();
    let named = form_of(&[("user", None, id.as_bytes()), (FIELD, Some("a.png"), &png())]);
    assert_eq!(send(&mut member, named).await.status, 204);
    assert_eq!(self::address(&site, other).await, None);
}

// UP-03
#[tokio::test(flavor = "multi_thread")]
async fn limit_of_five_megabytes_is_exact() {
    let site = Site::new().await;
    let user = site.world.member().await.user_id();
    let mut browser = site.browser_of(user).await;
    for (bytes, status) in [(FILE_MAX - 1, 204), (FILE_MAX, 204), (FILE_MAX + 1, 413), (FILE_MAX + 60_000, 413)] {
        let answer = send(&mut browser, form("a.png", &of_bytes(bytes))).await;
        assert_eq!(answer.status, status, "{bytes}");
        if status == 413 {
            assert_eq!(field_code(&answer), Some(FieldCode::FileTooLarge { megabytes: 5 }));
        }
    }
    // By its announced length nothing is read at all, and without one no more than the limit.
    let announced = send(&mut browser, Vec::new()).with("content-length", "2147483648").await;
    assert_eq!(announced.status, 413);
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&sent);
    let begin = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a\"\r\n\r\n");
    let endless = stream::unfold(Some(begin.into_bytes()), move |first| {
        let counted = Arc::clone(&counted);
        async move {
            let part = first.unwrap_or_else(|| vec![0; 64 * 1024]);
            counted.fetch_add(part.len(), Ordering::SeqCst);
            Some((Ok::<_, std::io::Error>(part), None))
        }
    });
    let answer = send(&mut browser, Body::from_stream(endless)).await;
    assert_eq!((answer.status, field_code(&answer)), (413, Some(FieldCode::FileTooLarge { megabytes: 5 })));
    assert!(sent.load(Ordering::SeqCst) < 6 * 1024 * 1024, "it went on reading");
    // Other routes keep their own limit.
    assert_eq!(browser.submit_raw("/rpc/account/remove_picture_form", vec![b'x'; 300_000]).await.status, 413);
}

// UP-04
#[tokio::test(flavor = "multi_thread")]
async fn name_of_a_file_is_never_used() {
    let site = Site::new().await;
    let user = site.world.member().await.user_id();
    let mut browser = site.browser_of(user).await;
    let long = "x".repeat(1000);
    for name in ["../../x", "..\\\\x", "%2e%2e/x", &long, "con.png", "\u{202e}gnp.exe", "-rf", "a\u{2215}b", "x.svg"] {
        let answer = send(&mut browser, form(name, &png())).await;
        assert_eq!(answer.status, 204, "{name:?}: {}", answer.text());
        let shown = address(&site, user).await.unwrap();
        let id = shown.rsplit('/').next().unwrap().to_owned();
        site.world.run_jobs().await;
        let files = site.world.picture_files().await;
        assert_eq!(files.len(), 3, "{files:?}");
        assert!(files.iter().all(|file| file.starts_with(&format!("pictures/{id}-"))), "{name:?}: {files:?}");
    }
}

// UP-07 UP-12
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_refused_in_a_word() {
    let site = Site::new().await;
    let mut browser = site.browser(Who::Member).await;
    for (file, code) in [
        (&b"<html><script>alert(1)</script>"[..], FieldCode::NotAPicture),
        (b"", FieldCode::Required),
        (b"\x89PNG\r\n\x1a\n", FieldCode::BrokenPicture),
    ] {
        let answer = send(&mut browser, form("me.png", file)).await;
        assert_eq!((answer.status, field_code(&answer)), (422, Some(code)));
    }
    let without = send(&mut browser, form_of(&[("x", None, b"1")])).await;
    assert_eq!((without.status, field_code(&without)), (422, Some(FieldCode::Required)));
    let unreadable = AppError::Invalid { fields: FieldErrors::default() };
    let not_a_form = send(&mut browser, "{}").body("application/json", "{}").await;
    assert_eq!((not_a_form.status, not_a_form.error()), (422, unreadable.clone()));
    let cut = form("me.png", &png());
    let cut = send(&mut browser, cut[..cut.len() / 2].to_vec()).await;
    assert_eq!((cut.status, cut.error()), (422, unreadable));
    // Of several files the first counts, and a section that lies outside is moved inside.
    let parts: [(&str, Option<&str>, &[u8]); 5] = [
        ("x", None, b"999999999"),
        ("y", None, b"-7"),
        ("side", None, b"20"),
        (FIELD, Some("one.png"), &png()),
        (FIELD, Some("two.txt"), b"no picture"),
    ];
    assert_eq!(send(&mut browser, form_of(&parts)).await.status, 204);
    assert_eq!(browser.get(UPLOAD).await.status, 405);
}

// S1.6: the form works without script.
#[tokio::test(flavor = "multi_thread")]
async fn plain_form_leads_back_and_says_what_happened() {
    let site = Site::new().await;
    let user = site.world.member().await.user_id();
    let mut browser = site.browser_of(user).await;
    let page = browser.get("/account/profile").await;
    assert!(
        page.text().contains("enctype=\"multipart/form-data\"") && page.text().contains("action=\"/uploads/picture\"")
    );
    assert!(!page.text().contains("remove_picture_form"));
    let answer = send(&mut browser, form("me.png", &png())).with("accept", "text/html").await;
    assert_eq!((answer.status, answer.location()), (303, Some("/account/profile")));
    let page = browser.get("/account/profile").await;
    assert!(page.text().contains("Saved") && page.text().contains("remove_picture_form"));
    let answer = send(&mut browser, form("me.png", b"text")).with("accept", "text/html").await;
    assert_eq!((answer.status, answer.location()), (303, Some("/account/profile")));
    let page = browser.get("/account/profile").await;
    assert!(page.text().contains("This is not a PNG, JPEG, WebP or GIF picture."), "{}", page.text());
    let answer = browser.submit("/rpc/account/remove_picture_form", &[]).await;
    assert_eq!((answer.status, answer.location()), (302, Some("/account/profile")));
    assert_eq!(address(&site, user).await, None);
    let answer = send(&mut site.visitor(), form("me.png", &png())).with("accept", "text/html").await;
    assert_eq!((answer.status, answer.location()), (303, Some("/login?next=/account/profile")));
}
