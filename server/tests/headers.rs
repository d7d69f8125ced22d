//! Headers of every answer: pages, calls, files, refusals and failures.

use crate::support::functions::function;
use crate::support::{Answer, Site, Who, pages};
use serde_json::json;

/// What stands on all of them.
const ALWAYS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// One answer of each kind.
async fn answers(site: &Site) -> Vec<(&'static str, u16, Answer)> {
    let mut owner = site.browser(Who::Owner).await;
    let mut visitor = site.visitor();
    let list = json!({ "query": model::users::UserQuery::default() });
    let calls = function("/rpc/users/list");
    let icon = owner.get("/favicon.svg").await;
    let etag = icon.header("etag").unwrap().to_owned();
    let font = format!("/pkg/{}/fonts/inter-latin-wght-normal.woff2", server::web::assets::BUILD);
    let mut answers = vec![
        ("page", 200, owner.get("/users").await),
        ("page without a session", 200, visitor.get("/login").await),
        ("redirect", 302, visitor.get("/users").await),
        ("page that is not there", 404, owner.get("/no/such/page").await),
        ("dead link", 404, visitor.get("/invite/x").await),
        ("call", 200, calls.call(&mut owner, &list).await),
        ("call without a session", 401, calls.call(&mut visitor, &list).await),
        ("unreadable call", 422, calls.call(&mut owner, &json!({})).await),
        ("wrong method", 405, owner.get("/rpc/users/list").await),
        ("from elsewhere", 403, calls.call(&mut owner, &list).with("sec-fetch-site", "cross-site").await),
        ("another host", 421, owner.get("/users").with("host", "evil.example").await),
        ("too large", 413, owner.submit_raw("/rpc/sign_in/password", vec![b'x'; 300_000]).await),
        ("alive", 200, owner.get("/healthz").await),
        ("ready", 200, owner.get("/readyz").await),
        ("icon", 200, icon),
        ("icon again", 304, owner.get("/favicon.svg").with("if-none-match", &etag).await),
        ("font", 200, owner.get(&font).await),
        ("file of another build", 404, owner.get("/pkg/other/rollcall.css").await),
        ("no such file", 404, owner.get(&format!("/pkg/{}/nothing.css", server::web::assets::BUILD)).await),
        ("head", 200, owner.call("HEAD", "/login").await),
        ("preflight", 405, owner.call("OPTIONS", "/rpc/users/list").with("origin", "https://evil.example").await),
    ];
    site.world.execute("ALTER TABLE workspace RENAME TO mislaid").await;
    answers.push(("failed page", 500, owner.get("/users").await));
    answers.push(("failed call", 500, visitor.rpc("/rpc/session/frame", &json!({})).await));
    answers.push(("failed call of someone", 500, calls.call(&mut owner, &list).await));
    site.world.execute("ALTER TABLE mislaid RENAME TO workspace").await;
    answers
}

// CS-10 CS-12 CS-13 CS-14
#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_them() {
    let site = Site::new().await;
    for (what, status, answer) in answers(&site).await {
        assert_eq!(answer.status, status, "{what}: {}", answer.text());
        for (name, value) in ALWAYS {
            assert_eq!(answer.header(name), Some(*value), "{what}: {name}");
        }
        let policy = answer.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
        assert!(answer.header("x-request-id").is_some_and(|id| id.len() == 36), "{what}");
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{what}");
        for telltale in ["server", "x-powered-by", "strict-transport-security"] {
            assert_eq!(answer.header(telltale), None, "{what}");
        }
        let files = ["icon", "icon again", "font"];
        let cache = if files.contains(&what) { "max-age=31536000, immutable" } else { "no-store" };
        assert_eq!(answer.header("cache-control"), Some(cache), "{what}");
    }
}

// CS-12
#[tokio::test(flavor = "multi_thread")]
async fn files_are_of_their_types() {
    let site = Site::new().await;
    let mut visitor = site.visitor();
    let icon = visitor.get("/favicon.svg").await;
    assert_eq!(icon.header("content-type"), Some("image/svg+xml"));
    let font = format!("/pkg/{}/fonts/inter-latin-wght-normal.woff2", server::web::assets::BUILD);
    assert_eq!(visitor.get(&font).await.header("content-type"), Some("font/woff2"));
}

// CS-12
#[tokio::test(flavor = "multi_thread")]
async fn browsers_insist_on_tls_only_where_there_is_tls() {
    let site = Site::configured(Site::new().await.world, |config| {
        config.settings.base_url = "https://rollcall.studio.example".parse().unwrap();
    });
    let mut visitor = site.visitor();
    for path in ["/login", "/no/such/page", "/favicon.svg", "/healthz", "/rpc/users/list"] {
        let answer = visitor.get(path).await;
        let insists = answer.header("strict-transport-security");
        assert_eq!(insists, Some("max-age=31536000; includeSubDomains"), "{path}");
    }
}

// CS-12 PR-16
#[tokio::test(flavor = "multi_thread")]
async fn pages_of_links_do_not_tell_where_one_came_from() {
    let site = Site::new().await;
    for who in [Who::Anonymous, Who::Owner] {
        for mut page in pages::all(&site, who).await {
            let answer = page.browser.get(&page.address).await;
            let holds_secret =
                ["/invite/", "/reset/", "/email/", "/setup"].iter().any(|door| page.address.starts_with(door));
            let expected = if holds_secret { "no-referrer" } else { "same-origin" };
            assert_eq!(answer.header("referrer-policy"), Some(expected), "{}", page.address);
        }
    }
}
