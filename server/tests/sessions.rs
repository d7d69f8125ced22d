//! The session cookie: when it changes, what it can be used for, and what it looks like.

use app::cookies::{SESSION, VISIT};
use html::field;
use model::error::AppError;
use serde_json::json;
use services::testing::PASSWORD;

use crate::support::arguments::{acceptance, set_up};
use crate::support::functions::function;
use crate::support::{Answer, Browser, MARIT, Site, Who, empty};

/// Signs in with the form.
async fn sign_in(browser: &mut Browser, identifier: &str) -> Answer {
    let token = field(browser.get("/login").await.text(), "token");
    let fields = [("identifier", identifier), ("password", PASSWORD), ("next", "/users"), ("token", &token)];
    browser.submit("/rpc/sign_in/password", &fields).await
}

/// Whether someone with these cookies is let in, by page and by call.
async fn is_in(browser: &Browser) -> bool {
    let mut browser = browser.clone();
    let list = json!({ "query": model::users::UserQuery::default() });
    let called = function("/rpc/users/list").call(&mut browser, &list).await;
    let opened = browser.get("/users").await;
    match called.status {
        200 => assert_eq!(opened.status, 200),
        _ => {
            assert_eq!(called.error(), AppError::Unauthenticated);
            assert_eq!(opened.location(), Some("/login?next=/users"));
            assert!(!opened.text().contains("marit@"), "{}", opened.text());
        }
    }
    called.status == 200
}

fn with_session(site: &Site, token: &str) -> Browser {
    let mut browser = site.visitor();
    browser.set_cookie(SESSION, token);
    browser
}

// SE-02
#[tokio::test(flavor = "multi_thread")]
async fn token_changes_with_every_change_of_level_and_the_old_one_is_dead() {
    let site = Site::new().await;
    let mut marit = site.visitor();
    // Planted by somebody who hopes that it is kept.
    marit.set_cookie(SESSION, "chosen-by-an-attacker");
    marit.set_cookie(VISIT, "chosen-by-an-attacker");
    let mut tokens = vec!["chosen-by-an-attacker".to_owned()];
    sign_in(&mut marit, MARIT).await;
    tokens.push(marit.cookie(SESSION).unwrap().to_owned());
    marit.submit("/rpc/sign_in/step_up", &[("password", PASSWORD), ("next", "/users")]).await;
    tokens.push(marit.cookie(SESSION).unwrap().to_owned());
    marit.rpc("/rpc/sign_in/step_up_here", &json!({ "password": PASSWORD })).await;
    tokens.push(marit.cookie(SESSION).unwrap().to_owned());
    for (number, token) in tokens.iter().enumerate() {
        assert_eq!(is_in(&with_session(&site, token)).await, number == 3, "{number}");
        assert!(!tokens[..number].contains(token), "{number}");
    }
    marit.submit("/rpc/sign_in/out", &[]).await;
    assert!(!is_in(&with_session(&site, &tokens[3])).await);
    sign_in(&mut marit, MARIT).await;
    assert!(!tokens.contains(&marit.cookie(SESSION).unwrap().to_owned()));
}

// SE-04
#[tokio::test(flavor = "multi_thread")]
async fn signing_out_ends_the_session_and_makes_the_browser_forget() {
    let site = Site::new().await;
    let mut marit = site.visitor();
    sign_in(&mut marit, MARIT).await;
    let kept = marit.clone();
    assert!(is_in(&kept).await);
    assert_eq!(marit.get("/users").await.header("cache-control"), Some("no-store"));

    let answer = marit.submit("/rpc/sign_in/out", &[]).await;
    assert_eq!((answer.status, answer.location()), (302, Some("/login")));
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\", \"storage\""));
    assert_eq!(marit.cookie(SESSION), None);
    assert!(!is_in(&kept).await && !is_in(&marit).await);
    assert!(marit.visit("/login").await.text().contains("You are signed out."));
    // Once more, as a double click does it.
    let answer = marit.submit("/rpc/sign_in/out", &[]).await;
    assert_eq!((answer.status, answer.location()), (302, Some("/login")));
}

// SE-03
#[tokio::test(flavor = "multi_thread")]
async fn every_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
    let world = empty().await;
    let site = Site::configured(world, |_| {});
    let link = services::set_up::new_link(&site.world.services().system("operator", &[])).await.unwrap().unwrap();
    let token = link.query_pairs().next().unwrap().1.into_owned();
    let mut browser = site.visitor();
    let mut set = Vec::new();
    let mut keep = |answer: &Answer| set.extend(answer.cookies().into_iter().map(str::to_owned));
    keep(&function("/rpc/set_up/create").call(&mut browser, &set_up(&token)).await);
    keep(&browser.get("/login?check=1&next=/users").await);
    keep(&browser.get("/users").await);
    keep(&browser.submit("/rpc/sign_in/step_up", &[("password", "not this one"), ("next", "/users")]).await);
    keep(&browser.get("/step-up").await);
    keep(&browser.rpc("/rpc/sign_in/step_up_here", &json!({ "password": PASSWORD })).await);
    keep(&browser.rpc("/rpc/account/preferences", &json!({ "change": { "theme": "dark", "language": "es" } })).await);
    let invitation = site.invitation_token().await;
    keep(&function("/rpc/invitations/accept").call(&mut site.visitor(), &acceptance(&invitation)).await);
    keep(&browser.submit("/rpc/sign_in/out", &[]).await);
    keep(&browser.get("/login").await);
    keep(&sign_in(&mut browser, "marit").await);
    keep(&browser.submit("/rpc/session/language", &[("language", "ko"), ("next", "/login")]).await);
    keep(&browser.submit("/rpc/session/language", &[("language", "?"), ("next", "/login")]).await);

    let names: std::collections::BTreeSet<_> = set.iter().map(|cookie| cookie.split('=').next().unwrap()).collect();
    let expected = ["__Host-device", "__Host-flash", "__Host-lang", "__Host-session", "__Host-visit"];
    assert_eq!(names, expected.into());
    for cookie in &set {
        let (pair, attributes) = cookie.split_once("; ").unwrap();
        let rest =
            attributes.strip_prefix("Path=/; Secure; HttpOnly; SameSite=Lax").unwrap_or_else(|| panic!("{cookie}"));
        assert!(matches!(rest, "" | "; Max-Age=31536000" | "; Max-Age=0"), "{cookie}");
        assert!(pair.chars().all(|c| c.is_ascii_alphanumeric() || "-_=".contains(c)), "{cookie}");
        // 256 random bits, in Base64.
        if let Some(token) = pair.strip_prefix("__Host-session=").filter(|_| !rest.ends_with("=0")) {
            assert_eq!(token.len(), 43, "{cookie}");
        }
    }
}

// SE-11
#[tokio::test(flavor = "multi_thread")]
async fn no_other_word_opens_a_session() {
    let site = Site::new().await;
    let mut marit = site.visitor();
    sign_in(&mut marit, MARIT).await;
    let token = marit.cookie(SESSION).unwrap().to_owned();
    let hash = site.world.texts("SELECT token_hash FROM session").await.remove(0);
    let swapped: String = token
        .chars()
        .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
        .collect();
    let others = [
        format!("{token}="),
        format!("{token}A"),
        token[1..].to_owned(),
        token[..42].to_owned(),
        swapped,
        token.to_uppercase(),
        format!("\"{token}\""),
        format!("{token}%00"),
        hash,
        "x".repeat(64),
        "x".repeat(65),
        "x".repeat(4000),
        String::new(),
        "null".to_owned(),
        "' OR ''='".to_owned(),
        "%".to_owned(),
    ];
    for other in others {
        assert!(!is_in(&with_session(&site, &other)).await, "{other:?}");
    }
    assert!(is_in(&marit).await);
    let mut guesser = site.visitor();
    let list = json!({ "query": model::users::UserQuery::default() });
    for number in 0..2_000 {
        guesser.set_cookie(SESSION, &format!("{number:0>43}"));
        assert_eq!(function("/rpc/users/list").call(&mut guesser, &list).await.status, 401, "{number}");
    }
}

// SE-14
#[tokio::test(flavor = "multi_thread")]
async fn odd_cookies_are_ignored_and_of_two_sessions_the_first_wins() {
    let site = Site::new().await;
    let token = site.world.session_of(site.owner().await.user_id()).await;
    let list = json!({ "query": model::users::UserQuery::default() });
    let calls = function("/rpc/users/list");
    let many = (0..100).map(|number| format!("c{number}=x")).collect::<Vec<_>>().join("; ");
    for (cookies, status) in [
        (format!("{SESSION}={token}; {SESSION}=another"), 200),
        (format!("{SESSION}=another; {SESSION}={token}"), 401),
        (format!("{many}; {SESSION}={token}"), 200),
        (format!("big={}; {SESSION}={token}", "x".repeat(8000)), 200),
        (format!(";;; ;=; =x; {SESSION} ; {SESSION}={token}"), 200),
        (format!("{}={token}", SESSION.to_lowercase()), 401),
        (format!("Session={token}; __Secure-session={token}; session={token}"), 401),
    ] {
        let mut visitor = site.visitor();
        let answer = calls.call(&mut visitor, &list).with("cookie", &cookies).await;
        assert_eq!(answer.status, status, "{cookies:.100}");
        assert!(visitor.get("/users").with("cookie", &cookies).await.status < 400, "{cookies:.100}");
    }
    for odd in [&b"\xff\xfe"[..], b"__Host-session=\xff", b"__Host-lang=\xc3", b"__Host-flash=\xf0; __Host-visit=\xff"]
    {
        let mut owner = with_session(&site, &token);
        let answer = owner.get("/users").and("cookie", odd).await;
        assert_eq!(answer.status, 200, "{odd:?}");
    }
    // Nobody but us makes the others.
    for name in ["__Host-flash", "__Host-device", "__Host-visit", "__Host-lang", "__Host-theme"] {
        for value in ["x", "", "AAAA", "%00", &"A".repeat(4000)] {
            let mut visitor = site.visitor();
            visitor.set_cookie(name, value);
            assert_eq!(visitor.get("/login").await.status, 200, "{name}={value:.20}");
        }
    }
}

// SE-06 UL-01 AZ-14
#[tokio::test(flavor = "multi_thread")]
async fn who_is_shut_out_is_out_with_the_next_request() {
    for change in ["status = 'disabled', disabled_by = 'administrator'", "status = 'deleted'", "access_ends_at = 1"] {
        let site = Site::new().await;
        let member = site.browser(Who::Member).await;
        assert!(is_in(&member).await);
        site.world.execute(&format!("UPDATE \"user\" SET {change} WHERE role = 'member'")).await;
        assert!(!is_in(&member).await, "{change}");
    }
    let site = Site::new().await;
    let mut administrator = site.browser(Who::Administrator).await;
    assert_eq!(administrator.get("/admin/mail").await.status, 200);
    site.world.execute("UPDATE \"user\" SET role = 'member' WHERE role = 'administrator'").await;
    assert_eq!(administrator.get("/admin/mail").await.status, 403);
}

// SE-08
#[tokio::test(flavor = "multi_thread")]
async fn session_ends_on_the_server_whatever_the_cookie_says() {
    let site = Site::new().await;
    let idle = site.browser(Who::Member).await;
    let busy = site.browser(Who::Owner).await;
    for half_hour in 1..48 {
        site.world.clock().advance(30 * 60);
        assert!(is_in(&busy).await, "{half_hour}");
        assert!(half_hour != 2 || !is_in(&idle).await);
    }
    site.world.clock().advance(30 * 60);
    assert!(!is_in(&busy).await);
}

// SE-14
#[tokio::test(flavor = "multi_thread")]
async fn browser_that_refuses_the_session_cookie_is_told_so() {
    let site = Site::new().await;
    let mut safari = site.visitor();
    let answer = sign_in(&mut safari, MARIT).await;
    assert!(safari.cookie(SESSION).is_some());
    safari.forget(SESSION);
    let page = safari.visit(answer.location().unwrap()).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("This browser does not keep the session"));
    assert!(!site.visitor().get("/login").await.text().contains("does not keep the session"));
}
