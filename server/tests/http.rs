//! Odd requests: bodies, methods, hosts, forwarded addresses, and paths that scanners try.

use html::field;
use serde_json::json;
use server::config::Proxy;
use services::testing::{PASSWORD, UserSeed};

use crate::support::functions::{FUNCTIONS, function};
use crate::support::{Browser, MARIT, Site, Who};

/// The largest body that is read.
const LIMIT: usize = server::web::body::LIMIT;

// HT-01 AU-06
#[tokio::test(flavor = "multi_thread")]
async fn body_beyond_the_limit_is_refused_everywhere() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    let others = ["/users", "/login", "/no/such/page", "/rpc/nothing"];
    for path in FUNCTIONS.iter().map(|function| function.path).chain(others) {
        let body = vec![b'x'; LIMIT + 1];
        let announced = owner.submit_raw(path, body.clone()).with("content-length", &body.len().to_string()).await;
        assert_eq!(announced.status, 413, "{path}");
        assert_eq!(owner.submit_raw(path, body).await.status, 413, "{path}, without its length");
    }
    let fits = owner.submit_raw("/rpc/sign_in/password", vec![b'x'; LIMIT]).await;
    assert_eq!(fits.status, 422);
}

// HT-01
#[tokio::test(flavor = "multi_thread")]
async fn compressed_bodies_are_not_unpacked() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    // gzip of `{"query":…}`, as far as its first bytes; what follows would be unpacked before it is refused.
    let packed = [&[0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff][..], &[0; 1000]].concat();
    for encoding in ["gzip", "deflate", "br", "zstd"] {
        let call = owner.rpc("/rpc/users/list", &json!({})).body("application/json", packed.clone());
        assert_eq!(call.with("content-encoding", encoding).await.status, 422, "{encoding}");
    }
}

// HT-04
#[tokio::test(flavor = "multi_thread")]
async fn other_methods_open_nothing() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    for method in ["TRACE", "CONNECT", "PROPFIND", "get", "Post", "PURGE", "BREW", "DEBUG"] {
        for path in ["/users", "/login", "/", "/healthz", "/favicon.svg", "/rpc/users/list"] {
            let answer = owner.call(method, path).with("sec-fetch-site", "same-origin").await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert!(!answer.text().contains("marit@"), "{method} {path}");
        }
    }
}

// PR-01
#[tokio::test(flavor = "multi_thread")]
async fn other_hosts_are_not_served() {
    let site = Site::new().await;
    for host in [
        "evil.example",
        "localhost",
        "localhost:80",
        "localhost:3001",
        "localhost:3000.evil.example",
        "evil.localhost:3000",
        "127.0.0.2.evil.example:3000",
        "marit@localhost:3000",
        "localhost:3000/x",
        "localhost:3000, evil.example",
        "",
        " ",
        "[::2]:3000",
        "0.0.0.0:3000",
        "LOCALHOST:3000\u{e9}",
        "rollcall.studio.example:3000",
    ] {
        for path in ["/login", "/favicon.svg", "/no/such/page", "/rpc/session/frame"] {
            assert_eq!(site.visitor().get(path).with("host", host).await.status, 421, "{host:?} {path}");
        }
        for path in ["/healthz", "/readyz"] {
            assert_eq!(site.visitor().get(path).with("host", host).await.status, 200, "{host:?} {path}");
        }
    }
    for host in ["localhost:3000", "LocalHost:3000", "127.0.0.1:3000", "[::1]:3000"] {
        assert_eq!(site.visitor().get("/login").with("host", host).await.status, 200, "{host}");
    }
    for second in [&b"evil.example"[..], b"localhost:3000"] {
        assert_eq!(site.visitor().get("/login").and("host", second).await.status, 421, "{second:?}");
    }
    assert_eq!(site.visitor().get("/login").without("host").await.status, 421);
    // The whole address in the request line.
    assert_eq!(
        site.visitor().call("GET", "http://evil.example/login").with("host", "localhost:3000").await.status,
        421
    );
    assert_eq!(site.visitor().call("GET", "http://localhost:3000/login").await.status, 200);
}

// PR-01
#[tokio::test(flavor = "multi_thread")]
async fn links_come_from_the_settings_alone() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    let user = site.invited().await;
    for (name, value) in [
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "host=evil.example;proto=http"),
        ("x-forwarded-proto", "http"),
        ("x-original-url", "http://evil.example/"),
        ("x-forwarded-server", "evil.example"),
    ] {
        let call = function("/rpc/invitations/resend").call(&mut owner, &json!({ "user": user })).with(name, value);
        assert_eq!(call.await.status, 200, "{name}");
        site.world.clock().advance(61);
    }
    site.world.run_jobs().await;
    let mails = site.world.mails().await;
    assert!(!mails.is_empty());
    for mail in mails {
        let link = mail.link.as_deref().unwrap();
        assert!(link.starts_with("http://localhost:3000/invite/"), "{link}");
        assert!(!String::from_utf8_lossy(&mail.raw).contains("evil.example"));
    }
}

async fn sign_in_from(browser: &mut Browser, peer: &str, forwarded: &[(&str, &str)]) {
    let token = field(browser.get("/login").await.text(), "token");
    let fields = [("identifier", MARIT), ("password", PASSWORD), ("next", "/"), ("token", &token)];
    let mut call = browser.submit("/rpc/sign_in/password", &fields).from(peer);
    for (name, value) in forwarded {
        call = call.with(name, value);
    }
    assert_eq!(call.await.status, 302);
}

// HT-09
#[tokio::test(flavor = "multi_thread")]
async fn only_a_trusted_proxy_is_believed_about_the_address() {
    let site = Site::configured(Site::new().await.world, |config| config.trusted_proxies = Proxy::list("10.0.0.0/8"));
    for (peer, forwarded, seen) in [
        ("203.0.113.9", &[("x-forwarded-for", "198.51.100.1")][..], "203.0.113.9"),
        ("10.0.0.2", &[("x-forwarded-for", "198.51.100.1")], "198.51.100.1"),
        ("10.0.0.2", &[("x-forwarded-for", "6.6.6.6, 198.51.100.1, 10.0.0.3")], "198.51.100.1"),
        (
            "10.0.0.2",
            &[("x-real-ip", "6.6.6.6"), ("forwarded", "for=6.6.6.6"), ("true-client-ip", "6.6.6.6")],
            "10.0.0.2",
        ),
        ("::ffff:10.0.0.2", &[("x-forwarded-for", "2001:db8::7")], "2001:db8::7"),
        ("10.0.0.2", &[("x-forwarded-for", "<script>")], "10.0.0.2"),
    ] {
        site.world.clock().advance(1); // ids are ordered by their time
        sign_in_from(&mut site.visitor(), peer, forwarded).await;
        let last = "SELECT ip FROM session ORDER BY id DESC LIMIT 1";
        assert_eq!(site.world.texts(last).await, [seen], "{peer} {forwarded:?}");
        let noted = "SELECT address FROM audit_event ORDER BY seq DESC LIMIT 1";
        assert_eq!(site.world.texts(noted).await, [seen], "{peer} {forwarded:?}");
    }
}

// HT-10
#[tokio::test(flavor = "multi_thread")]
async fn what_scanners_look_for_is_not_there() {
    let site = Site::new().await;
    let build = server::web::assets::BUILD;
    let mut paths = [
        "/.git",
        "/.git/config",
        "/.env",
        "/.env.local",
        "/.well-known/security.txt",
        "/target",
        "/target/debug/rollcall",
        "/metrics",
        "/debug",
        "/debug/pprof",
        "/server-status",
        "/actuator/env",
        "/phpinfo.php",
        "/wp-login.php",
        "/Cargo.toml",
        "/Cargo.lock",
        "/data/rollcall.db",
        "/rollcall.db",
        "/rollcall.db-wal",
        "/secret.key",
        "/backup.sql",
        "/pkg",
        "/pkg/",
        "/pkg/../../etc/passwd",
        "/pkg/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/favicon.svg/x",
        "/favicon.svg.map",
        "/robots.txt/x",
        "/index.html",
        "/rpc",
        "/rpc/",
    ]
    .map(str::to_owned)
    .to_vec();
    for file in
        ["", "/", "/rollcall.js.map", "/rollcall.wasm.map", "/rollcall.d.ts", "/..%2fbuild-id.txt", "/fonts", "/fonts/"]
    {
        paths.push(format!("/pkg/{build}{file}"));
    }
    for path in paths {
        for who in [Who::Anonymous, Who::Owner] {
            let answer = site.browser(who).await.get(&path).await;
            assert_eq!(answer.status, 404, "{path} as {who:?}");
        }
    }
}

// CS-14
#[tokio::test(flavor = "multi_thread")]
async fn pages_do_not_pass_for_files() {
    let site = Site::new().await;
    site.world.user(UserSeed { email: "ana@kestrel.example".to_owned(), ..UserSeed::default() }).await;
    let mut owner = site.browser(Who::Owner).await;
    assert!(owner.get("/users").await.text().contains("ana@"));
    for path in [
        "/users/x.css",
        "/users.css",
        "/users/;x.js",
        "/users%2Fx.css",
        "/users/x.svg",
        "/admin/mail/x.js",
        "/users%0ax.css",
    ] {
        let answer = owner.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
        assert!(!answer.text().contains("ana@"), "{path}");
    }
}

// HT-02
#[tokio::test(flavor = "multi_thread")]
async fn long_addresses_and_many_headers_are_harmless() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    for path in [format!("/{}", "x".repeat(10_000)), format!("/users/{}", "%41".repeat(3_000)), "/a".repeat(5_000)] {
        assert_eq!(owner.get(&path).await.status, 404);
    }
    for query in
        ["x".repeat(10_000), format!("q={}", "x".repeat(10_000)), "q=x&".repeat(2_500), "status=".repeat(1_000)]
    {
        assert_eq!(owner.get(&format!("/users?{query}")).await.status, 200, "{query:.20}");
    }
    let mut call = owner.get("/users");
    for number in 0..90 {
        call = call.with(&format!("x-header-{number}"), "x");
    }
    assert_eq!(call.await.status, 200);
}

// IN-03 IN-04 IN-11
#[tokio::test(flavor = "multi_thread")]
async fn odd_queries_show_the_list_as_far_as_they_mean_something() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    for query in [
        "sort=password_hash",
        "sort=-",
        "sort=--name",
        "filter[totp_secret][like]=a%25",
        "include=sessions",
        "fields=*",
        "page=0",
        "page=-1",
        "page=9000000000000000000",
        "page=4294967295",
        "page=1.5",
        "page=",
        "per=0",
        "per=-1",
        "per=100000",
        "per=100&per=10",
        "q[]=a",
        "q[0]=a",
        "q.b=a",
        "role=owner,owner,nobody",
        "status=erased",
        "q=%25",
        "q=_",
        "q='",
        "q=%00",
        "q=%ff",
        "q=%",
        "&&&",
        "=",
        "view=%3Cscript%3E",
        "cols=password_hash,email",
        "archived=maybe",
        "q=%F0%9F%8E%AC",
        "sort=name&sort=email",
        "dialog=%3Cscript%3E",
    ] {
        let answer = owner.get(&format!("/users?{query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        assert!(!answer.text().contains("$argon2"), "{query}");
    }
    let list = function("/rpc/users/list");
    for (field, value) in [
        ("sort", json!("password_hash")),
        ("sort", json!("Name")),
        ("page", json!(-1)),
        ("page", json!(9e18)),
        ("per", json!("10")),
        ("roles", json!("owner")),
        ("roles", json!(["Owner"])),
        ("statuses", json!(["erased"])),
        ("q", json!(1)),
        ("include", json!("x")),
        ("descending", json!("yes")),
        ("archived", json!(null)),
    ] {
        let mut query = json!({ "query": model::users::UserQuery::default() });
        query["query"][field] = value;
        assert_eq!(list.call(&mut owner, &query).await.error().status_code(), 422, "{query}");
    }
    for (field, value) in [
        ("page", json!(0)),
        ("page", json!(u32::MAX)),
        ("per", json!(0)),
        ("per", json!(100_000)),
        ("q", json!("x".repeat(100_000))),
    ] {
        let mut query = json!({ "query": model::users::UserQuery::default() });
        query["query"][field] = value;
        let page: model::users::UsersPage = list.call(&mut owner, &query).await.json();
        assert!(page.page.per <= 100 && page.page.rows.len() <= 100);
    }
}
