//! Requests from elsewhere change nothing, whatever they ask for.

use html::field;
use model::error::{AppError, ConflictReason};
use serde_json::Value;
use services::testing::PASSWORD;

use crate::support::arguments::session_token;
use crate::support::functions::{Codec, FUNCTIONS, Function, GRAVEST, function};
use crate::support::{Browser, Call, MARIT, ORIGIN, Site, Who};

/// What browsers say about a request that comes from elsewhere: origin, and `Sec-Fetch-Site` where they have it.
const ELSEWHERE: &[(Option<&str>, Option<&str>)] = &[
    (Some("https://evil.example"), Some("cross-site")),
    (Some("https://evil.example"), None),
    (Some("null"), Some("cross-site")),
    (Some("null"), None),
    (None, Some("cross-site")),
    // A sibling host, and another port of the same one.
    (Some("http://evil.localhost:3000"), Some("same-site")),
    (Some("http://localhost:3001"), Some("same-site")),
    (Some("http://localhost:3001"), None),
    (Some("http://localhost"), None),
    (Some("https://localhost:3000"), None),
    (Some("http://localhost:3000.evil.example"), None),
    (Some("http://localhost:3000/"), None),
    (Some("localhost:3000"), None),
    (Some(ORIGIN), Some("cross-site")),
    (Some(ORIGIN), Some("same-site")),
    (Some(""), None),
    // Nothing at all, with cookies.
    (None, None),
];

fn from<'a>(call: Call<'a>, (origin, site): (Option<&str>, Option<&str>)) -> Call<'a> {
    let call = call.without("origin").without("sec-fetch-site");
    let call = match origin {
        Some(origin) => call.with("origin", origin),
        None => call,
    };
    match site {
        Some(site) => call.with("sec-fetch-site", site),
        None => call,
    }
}

/// The same arguments as a form of another site would send them, which cannot set another content type.
fn smuggled<'a>(function: &Function, browser: &'a mut Browser, arguments: &Value) -> Call<'a> {
    match function.codec {
        Codec::Form => function.call(browser, arguments),
        Codec::Json => {
            function.call(browser, arguments).body("text/plain", arguments.to_string()).with("accept", "text/html")
        }
    }
}

// CS-01 CS-04 CS-06 CS-13
#[tokio::test(flavor = "multi_thread")]
async fn every_function_refuses_whoever_is_elsewhere() {
    let site = Site::new().await;
    for function in FUNCTIONS {
        let (mut owner, arguments) = function.ready(&site, Who::Owner).await;
        let before = site.world.dump().await;
        for there in ELSEWHERE {
            let call = from(smuggled(function, &mut owner, &arguments), *there);
            let answer = call.with("referer", "https://evil.example/x").await;
            assert_eq!(answer.status, 403, "{} from {there:?}", function.path);
            assert_eq!(answer.location(), None, "{} from {there:?}", function.path);
            assert_eq!(answer.cookies(), Vec::<&str>::new(), "{} from {there:?}", function.path);
            assert_eq!(answer.header("access-control-allow-origin"), None, "{} from {there:?}", function.path);
            assert!(!answer.text().contains("kind"), "{} from {there:?} was reached", function.path);
        }
        assert!(site.world.dump().await == before, "{} had an effect", function.path);
    }
}

// CS-01
#[tokio::test(flavor = "multi_thread")]
async fn paths_without_a_function_refuse_too() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    for path in ["/users", "/login", "/rpc/nothing/here", "/no/such/page", "/favicon.ico"] {
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            let answer = from(owner.call(method, path), (Some("https://evil.example"), Some("cross-site"))).await;
            assert_eq!(answer.status, 403, "{method} {path}");
            let answer = from(owner.call(method, path), (Some(ORIGIN), Some("same-origin"))).await;
            assert!(matches!(answer.status, 404 | 405), "{method} {path} {}", answer.status);
        }
    }
}

// CS-04
#[tokio::test(flavor = "multi_thread")]
async fn our_own_pages_work_in_browsers_old_and_new() {
    let site = Site::new().await;
    let list = function("/rpc/users/list");
    let (mut owner, arguments) = list.ready(&site, Who::Owner).await;
    for here in [
        (Some(ORIGIN), Some("same-origin")),
        (None, Some("same-origin")),
        // Without fetch metadata.
        (Some(ORIGIN), None),
        // From a page that sends no referrer, as those of one-time links do.
        (Some("null"), Some("same-origin")),
    ] {
        let answer = from(list.call(&mut owner, &arguments), here).await;
        assert_eq!(answer.status, 200, "{here:?}");
    }
}

// CS-04
#[tokio::test(flavor = "multi_thread")]
async fn programs_without_cookies_reach_the_gate() {
    let site = Site::new().await;
    let list = function("/rpc/users/list");
    let (mut visitor, arguments) = list.ready(&site, Who::Anonymous).await;
    let answer = from(list.call(&mut visitor, &arguments), (None, None)).await;
    assert_eq!(answer.error(), model::error::AppError::Unauthenticated);
    let answer = from(list.call(&mut visitor, &arguments), (None, None)).with("cookie", "theme=dark").await;
    assert_eq!(answer.status, 403);
}

// CS-04
#[tokio::test(flavor = "multi_thread")]
async fn origin_of_the_same_host_over_plain_http_is_elsewhere() {
    let site = Site::new().await.world;
    let site = Site::configured(site, |config| {
        config.settings.base_url = "https://rollcall.studio.example".parse().unwrap();
    });
    let list = function("/rpc/users/list");
    let (mut owner, arguments) = list.ready(&site, Who::Owner).await;
    for (origin, status) in [
        ("https://rollcall.studio.example", 200),
        ("http://rollcall.studio.example", 403),
        ("https://rollcall.studio.example:8443", 403),
        ("https://app.rollcall.studio.example", 403),
        ("https://rollcall.studio.example.evil.example", 403),
    ] {
        assert_eq!(from(list.call(&mut owner, &arguments), (Some(origin), None)).await.status, status, "{origin}");
    }
}

// CS-09
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_signed_in_to_the_account_of_another() {
    let site = Site::new().await;
    let mut attacker = site.visitor();
    let theirs = field(attacker.get("/login").await.text(), "token");
    assert!(theirs.len() > 40);

    let mut victim = site.visitor();
    let own = field(victim.get("/login").await.text(), "token");
    let mut altered = own.clone();
    altered.replace_range(..1, if own.starts_with('A') { "B" } else { "A" });
    for token in ["", "x", &theirs, &altered, &own.to_lowercase()] {
        let fields = [("identifier", MARIT), ("password", PASSWORD), ("next", "/"), ("token", token)];
        let answer = victim.submit("/rpc/sign_in/password", &fields).await;
        assert_eq!((answer.status, answer.location()), (302, Some("/login")), "{token}");
        assert_eq!(victim.cookie(app::cookies::SESSION), None, "{token}");
    }
    // The attacker's own pair of token and cookie does not help either: the cookie cannot be planted from elsewhere.
    let fields = [("identifier", MARIT), ("password", PASSWORD), ("next", "/"), ("token", &*own)];
    let mut stranger = site.visitor();
    assert_eq!(stranger.submit("/rpc/sign_in/password", &fields).await.location(), Some("/login"));
    assert_eq!(stranger.cookie(app::cookies::SESSION), None);
    assert_eq!(site.world.number("SELECT count(*) FROM audit_event").await, 0);

    let answer =
        from(victim.submit("/rpc/sign_in/password", &fields), (Some("https://evil.example"), Some("cross-site")));
    assert_eq!(answer.await.status, 403);
    victim.submit("/rpc/sign_in/password", &fields).await;
    assert!(victim.cookie(app::cookies::SESSION).is_some());
}

/// Arguments with which everything but the token is right.
async fn ready(site: &Site, path: &str, browser: &mut Browser) -> Value {
    let mut arguments = function(path).ready(site, Who::Owner).await.1;
    arguments["form_token"] = session_token(browser).await.into();
    arguments
}

// CS-09: the second wall, before the forms that do most harm.
#[tokio::test(flavor = "multi_thread")]
async fn gravest_forms_come_from_pages_of_the_session() {
    let site = Site::new().await;
    let owner = site.owner().await;
    let other_session = session_token(&mut site.browser(Who::Owner).await).await;
    let other_user = session_token(&mut site.browser(Who::Administrator).await).await;
    let mut visitor = site.visitor();
    let of_sign_in = field(visitor.get("/login").await.text(), "token");
    assert!(other_session.len() > 40 && other_session != other_user);
    for path in GRAVEST {
        let mut browser = site.browser_of(owner.user_id()).await;
        let right = ready(&site, path, &mut browser).await;
        let own = right["form_token"].as_str().unwrap().to_owned();
        let mut altered = own.clone();
        altered.replace_range(10..11, if own[10..].starts_with('A') { "B" } else { "A" });
        let before = site.world.dump().await;
        for token in ["", "x", &other_session, &other_user, &of_sign_in, &altered, &own[1..]] {
            let mut wrong = right.clone();
            wrong["form_token"] = token.into();
            let answer = function(path).call(&mut browser, &wrong).await;
            match function(path).codec {
                Codec::Json => {
                    let refused = AppError::Conflict { reason: ConflictReason::OtherSession };
                    assert_eq!(answer.error(), refused, "{path} with {token}");
                }
                Codec::Form => {
                    let there = answer.location().unwrap_or_default();
                    assert!(answer.status == 302 && !there.starts_with("/step-up"), "{path} with {token}: {there}");
                }
            }
        }
        assert!(site.world.dump().await == before, "{path} had an effect");
        // The right one leads further: to the password, to the field that is wrong, or to the end.
        let answer = function(path).call(&mut browser, &right).await;
        assert!(answer.status == 302 || !answer.text().contains("other_session"), "{path}: {}", answer.text());
    }
}

// CS-09
#[tokio::test(flavor = "multi_thread")]
async fn pages_carry_the_token_of_their_session_and_it_survives_a_new_proof() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    let token = field(owner.get("/account/security").await.text(), "form_token");
    assert_eq!(field(owner.get("/admin/seats?dialog=buy-seats&more=2").await.text(), "form_token").len(), token.len());
    // The cookie is another one after the password was shown again; the session is the same.
    let before = owner.cookie(app::cookies::SESSION).map(str::to_owned);
    owner.submit("/rpc/sign_in/step_up", &[("password", PASSWORD), ("next", "/users")]).await;
    assert_ne!(owner.cookie(app::cookies::SESSION).map(str::to_owned), before);
    let fields = [
        ("old_password", PASSWORD),
        ("password", "plinth ferry 84"),
        ("password_again", "plinth ferry 84"),
        ("form_token", &*token),
    ];
    owner.submit("/rpc/credentials/change_password", &fields).await;
    assert_eq!(site.world.number("SELECT count(*) FROM audit_event WHERE action = 'password_changed'").await, 1);
    // A session that began anew does not take it.
    let mut anew = site.browser(Who::Owner).await;
    anew.submit("/rpc/credentials/change_password", &fields).await;
    assert_eq!(site.world.number("SELECT count(*) FROM audit_event WHERE action = 'password_changed'").await, 1);
    assert!(anew.get("/account/security").await.text().contains("role=\"alert\""));
}

// CS-16
#[tokio::test(flavor = "multi_thread")]
async fn other_sites_cannot_embed_what_is_here() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    for path in ["/rpc/users/list", "/users", "/favicon.svg", "/healthz"] {
        let answer = owner.get(path).with("sec-fetch-site", "cross-site").with("sec-fetch-dest", "script").await;
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(!answer.header("content-type").unwrap_or_default().contains("javascript"), "{path}");
    }
}
