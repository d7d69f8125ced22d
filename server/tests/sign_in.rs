//! The forms around passwords, as browsers without script send them: sign-in, step-up, invitation, reset.

use app::cookies::SESSION;
use html::{elements, field};
use model::access::DisabledBy;
use model::users::UserStatus;
use services::testing::{PASSWORD, UserSeed};

use crate::support::arguments::acceptance;
use crate::support::functions::function;
use crate::support::{Answer, Browser, MARIT, Site, Who, form};

/// As long as the right one.
const WRONG: &str = "copper lantern on the fourth flor";

async fn try_as(browser: &mut Browser, identifier: &str, password: &str) -> Answer {
    let token = field(browser.get("/login").await.text(), "token");
    let fields = [("identifier", identifier), ("password", password), ("next", "/users?q=ana"), ("token", &token)];
    browser.submit("/rpc/sign_in/password", &fields).await
}

/// All the text on a page that people see.
fn shown(answer: &Answer) -> String {
    let body = elements(answer.text()).into_iter().find(|element| element.name == "body").unwrap();
    body.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

// AU-01
#[tokio::test(flavor = "multi_thread")]
async fn wrong_password_is_told_and_the_right_one_opens_the_page_that_was_wanted() {
    let site = Site::new().await;
    let mut marit = site.visitor();
    let wanted = marit.get("/users?q=ana").await;
    assert_eq!((wanted.status, wanted.location()), (302, Some("/login?next=/users%3Fq%3Dana")));

    let refused = try_as(&mut marit, MARIT, WRONG).await;
    assert_eq!((refused.status, refused.location()), (302, Some("/login?next=/users%3Fq%3Dana")));
    assert_eq!(marit.cookie(SESSION), None);
    let page = marit.get(refused.location().unwrap()).await;
    assert!(shown(&page).contains("Email and password don’t match"), "{}", shown(&page));
    assert_eq!(field(page.text(), "identifier"), MARIT);
    assert!(!page.text().contains(WRONG));
    // It is said once.
    assert!(!shown(&marit.get("/login").await).contains("don’t match"));

    let accepted = try_as(&mut marit, MARIT, PASSWORD).await;
    assert_eq!((accepted.status, accepted.location()), (302, Some("/login?check=1&next=/users%3Fq%3Dana")));
    let onward = marit.get(accepted.location().unwrap()).await;
    assert_eq!((onward.status, onward.location()), (302, Some("/users?q=ana")));
    assert_eq!(marit.get("/users?q=ana").await.status, 200);
    assert_eq!(site.world.number("SELECT failures FROM throttle WHERE kind = 'account'").await, 0);
}

/// Everything of an answer that may tell one account from another: not its random words.
fn telling(answer: &Answer) -> Vec<String> {
    let mut lines = vec![answer.status.to_string(), answer.body.len().to_string()];
    for (name, value) in &answer.headers {
        let value = match name.as_str() {
            "x-request-id" => "*".to_owned(),
            "content-security-policy" => {
                let policy = value.to_str().unwrap();
                policy.split(' ').filter(|word| !word.starts_with("'nonce-")).collect::<Vec<_>>().join(" ")
            }
            "set-cookie" => {
                let (pair, attributes) = value.to_str().unwrap().split_once(';').unwrap();
                let (name, value) = pair.split_once('=').unwrap();
                format!("{name} of {} letters;{attributes}", value.len())
            }
            _ => value.to_str().unwrap().to_owned(),
        };
        lines.push(format!("{name}: {value}"));
    }
    lines.sort();
    lines
}

// EN-01
#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_looks_the_same() {
    let site = Site::new().await;
    let seed = |email: &str| UserSeed { email: email.to_owned(), has_password: true, ..UserSeed::default() };
    for (email, status, disabled_by) in [
        ("dave1@kestrel.example", UserStatus::Disabled, Some(DisabledBy::Administrator)),
        ("dave2@kestrel.example", UserStatus::Disabled, Some(DisabledBy::Organization)),
        ("dave3@kestrel.example", UserStatus::Disabled, Some(DisabledBy::Ended)),
        ("delia@kestrel.example", UserStatus::Deleted, None),
        ("erase@kestrel.example", UserStatus::Erased, None),
    ] {
        site.world.user(UserSeed { status, disabled_by, ..seed(email) }).await;
    }
    let until = Some(site.in_seconds(3600));
    let invited = UserSeed {
        status: UserStatus::Invited,
        invite_until: until,
        has_password: false,
        ..seed("invit@kestrel.example")
    };
    site.world.user(invited).await;
    site.world.user(UserSeed { access_ends_at: Some(site.in_seconds(-1)), ..seed("ended@kestrel.example") }).await;

    let mut seen = Vec::new();
    for (identifier, password) in [
        ("nobod@kestrel.example", PASSWORD),
        (MARIT, WRONG),
        ("dave1@kestrel.example", PASSWORD),
        ("dave2@kestrel.example", PASSWORD),
        ("dave3@kestrel.example", PASSWORD),
        ("delia@kestrel.example", PASSWORD),
        ("erase@kestrel.example", PASSWORD),
        ("invit@kestrel.example", PASSWORD),
        ("ended@kestrel.example", PASSWORD),
        ("nobody-with-this-name", PASSWORD),
    ] {
        let mut browser = site.visitor();
        let answer = try_as(&mut browser, identifier, password).await;
        let page = browser.get(answer.location().unwrap()).await;
        let body = shown(&page);
        seen.push((identifier, telling(&answer), telling(&page), body));
    }
    for (identifier, answer, page, body) in &seen {
        assert_eq!((answer, page, body), (&seen[0].1, &seen[0].2, &seen[0].3), "{identifier}");
    }
}

// CS-06 CS-07
#[tokio::test(flavor = "multi_thread")]
async fn forms_lead_to_our_own_pages_and_nothing_stands_in_the_address() {
    let site = Site::new().await;
    for next in [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "data:,x",
        "/a\r\nlocation: https://evil.example",
        "/%0d%0alocation:x",
        "/\u{e9}\u{1f3ac}?q=\u{e9}",
        "/users?q=é ü",
        "",
        "users",
        "http:evil.example",
        "/.//evil.example",
        "///evil.example",
        "/%2f/evil.example",
        "\t//evil.example",
        "/\t/evil.example",
    ] {
        let mut owner = site.browser(Who::Owner).await;
        for (path, fields) in [
            ("/rpc/session/language", [("language", "en"), ("next", next)]),
            ("/rpc/sign_in/step_up", [("password", PASSWORD), ("next", next)]),
            ("/rpc/sign_in/step_up", [("password", WRONG), ("next", next)]),
        ] {
            let answer = owner.submit(path, &fields).with("referer", "https://evil.example/x").await;
            let there = answer.location().unwrap_or_else(|| panic!("{path} {next:?} {}", answer.status)).to_owned();
            let url = url::Url::parse("http://localhost:3000").unwrap().join(&there).unwrap();
            assert_eq!(url.origin().ascii_serialization(), crate::support::ORIGIN, "{path} {next:?} {there}");
            assert!(!there.contains("__err") && !there.contains("__path"), "{there}");
            // Whoever is signed in is led on from the sign-in page as well.
            let query = form(&[("next", next)]);
            let onward = owner.get(&format!("/login?{query}")).await;
            let there = onward.location().unwrap_or_else(|| panic!("{next:?} {}", onward.status));
            let url = url::Url::parse("http://localhost:3000").unwrap().join(there).unwrap();
            assert_eq!(url.origin().ascii_serialization(), crate::support::ORIGIN, "{next:?} {there}");
        }
    }
}

// CS-07
#[tokio::test(flavor = "multi_thread")]
async fn form_that_fails_inside_says_so_on_its_page() {
    let site = Site::new().await;
    let mut visitor = site.visitor();
    let token = field(visitor.get("/login").await.text(), "token");
    site.world.execute("ALTER TABLE throttle RENAME TO mislaid").await;
    let fields = [("identifier", MARIT), ("password", PASSWORD), ("next", "/"), ("token", &token)];
    let answer = visitor.submit("/rpc/sign_in/password", &fields).with("referer", "http://localhost:3000/login").await;
    assert_eq!((answer.status, answer.location()), (302, Some("/login")));
    let page = visitor.get("/login").await;
    assert!(shown(&page).contains("Something went wrong on our side"), "{}", shown(&page));
    assert!(!page.text().contains("throttle") && !page.text().contains("SELECT"));
}

// AU-17
#[tokio::test(flavor = "multi_thread")]
async fn odd_forms_sign_nobody_in_and_break_nothing() {
    let site = Site::new().await;
    let mut visitor = site.visitor();
    let token = field(visitor.get("/login").await.text(), "token");
    let good = form(&[("identifier", MARIT), ("password", PASSWORD), ("next", "/"), ("token", &token)]);
    let many: String = (0..10_000).map(|number| format!("&x{number}=1")).collect();
    let json = format!(r#"{{"identifier":["{MARIT}"],"password":{{"a":1}},"next":"/","token":"{token}"}}"#);
    let wrong = good.replace("identifier=", "identifier[]=");
    let bodies = [
        String::new(),
        "x".repeat(1000),
        json,
        wrong,
        good.replace("identifier=", "identifier[a]="),
        good.replace("password=", "password[]="),
        format!("{good}&identifier=other"),
        format!("{good}&password=x"),
        format!("{good}&token[]=x"),
        good.replace("password=", "Password="),
        good.replace("token=", "tok="),
        good.replace("marit", "%00marit"),
        good.replace("marit", "%ff"),
        good.replace("copper", &"x".repeat(100_000)),
        good.replace('&', ";"),
    ];
    for body in bodies {
        for accept in ["text/html", "application/json"] {
            let answer = visitor.submit_raw("/rpc/sign_in/password", body.clone()).with("accept", accept).await;
            let refused = answer.status == 422 || answer.location().is_some_and(|there| there == "/login");
            assert!(refused, "{body:.200} {} {:?} {}", answer.status, answer.location(), answer.text());
            assert_eq!(visitor.cookie(SESSION), None, "{body:.200}");
        }
    }
    // Keys that nobody asked for do not hurt.
    let answer = visitor.submit_raw("/rpc/sign_in/password", format!("{good}{many}")).await;
    assert!(answer.status < 500, "{}", answer.text());
}

// AU-02 RL-01
#[tokio::test(flavor = "multi_thread")]
async fn wait_after_too_many_tries_is_told_in_words() {
    let site = Site::new().await;
    let mut marit = site.visitor();
    for _ in 0..5 {
        try_as(&mut marit, MARIT, WRONG).await;
    }
    let answer = try_as(&mut marit, MARIT, PASSWORD).await;
    assert_eq!(marit.cookie(SESSION), None);
    let page = marit.get(answer.location().unwrap()).await;
    assert!(shown(&page).contains("Too many tries"), "{}", shown(&page));

    let mut owner = site.browser(Who::Owner).await;
    let step_up = function("/rpc/sign_in/step_up_here");
    for _ in 0..5 {
        let answer = step_up.call(&mut owner, &serde_json::json!({ "password": WRONG })).await;
        assert_eq!(answer.error().status_code(), 422);
    }
    let answer = step_up.call(&mut owner, &serde_json::json!({ "password": PASSWORD })).await;
    assert_eq!(answer.error().status_code(), 429);
    assert_eq!(answer.header("retry-after"), Some("30"));
}

// S1.53 AU-06
#[tokio::test(flavor = "multi_thread")]
async fn short_password_is_refused_with_the_reason_and_eight_characters_are_accepted() {
    let site = Site::new().await;
    let token = site.invitation_token().await;
    let mut invitee = site.visitor();
    let mut form = acceptance(&token);
    let accept = function("/rpc/invitations/accept");
    (form["password"], form["password_again"]) = ("gz7!pl0".into(), "gz7!pl0".into());
    let answer = accept.call(&mut invitee, &form).await;
    assert_eq!(answer.location(), Some(format!("/invite/{token}").as_str()));
    let page = invitee.get(answer.location().unwrap()).await;
    assert!(shown(&page).contains("Use at least 8 characters."), "{}", shown(&page));
    assert_eq!(field(page.text(), "first_name"), "Ana");
    assert!(!page.text().contains("gz7!pl0"));

    (form["password"], form["password_again"]) = ("gz7!pl0k".into(), "gz7!pl0k".into());
    let answer = accept.call(&mut invitee, &form).await;
    assert_eq!(answer.location(), Some("/login?check=1&next=/users"));
    assert_eq!(invitee.visit("/users").await.status, 200);
}

// S0.13 IV-17 PR-14
#[tokio::test(flavor = "multi_thread")]
async fn looking_at_a_link_uses_nothing_up() {
    let site = Site::new().await;
    let token = site.invitation_token().await;
    let address = format!("/invite/{token}");
    let before = site.world.dump().await;
    for method in ["HEAD", "GET", "GET", "GET", "GET", "GET", "HEAD"] {
        assert_eq!(site.visitor().call(method, &address).await.status, 200);
    }
    assert!(site.world.dump().await == before);
    let mut invitee = site.visitor();
    let answer = function("/rpc/invitations/accept").call(&mut invitee, &acceptance(&token)).await;
    assert_eq!(answer.location(), Some("/login?check=1&next=/users"));
    assert!(shown(&invitee.visit("/users").await).contains("Ana Moreno"));
    // Once: to everyone else the link is dead, by the same text as one that never was.
    let dead = site.visitor().get(&address).await;
    let never = site.visitor().get("/invite/never").await;
    assert_eq!((dead.status, shown(&dead)), (never.status, shown(&never)));
}

// IV-01
#[tokio::test(flavor = "multi_thread")]
async fn ended_invitation_offers_a_new_link_and_dead_links_have_one_text() {
    let site = Site::new().await;
    let token = site.invitation_token().await;
    let reset = site.reset_token().await;
    site.world.clock().advance(24 * 60 * 60);
    let mut invitee = site.visitor();
    let page = invitee.get(&format!("/invite/{token}")).await;
    assert_eq!(page.status, 410);
    assert!(shown(&page).contains("Request a new link"));
    let answer = invitee.submit("/rpc/invitations/request_link", &[("token", &token)]).await;
    assert_eq!(answer.location(), Some(format!("/invite/{token}").as_str()));
    assert!(shown(&invitee.get(&format!("/invite/{token}")).await).contains("We have told Kestrel Yard"));

    let reset_of_another_kind = format!("/reset/{token}");
    for path in
        [&*format!("/reset/{reset}"), &reset_of_another_kind, "/reset/x", &format!("/invite/{reset}"), "/setup?token=x"]
    {
        let page = site.visitor().get(path).await;
        assert_eq!(page.status, 404, "{path}");
        let heading = elements(page.text()).into_iter().find(|element| element.name == "h1").unwrap();
        assert_eq!(heading.text, "This link does not work", "{path}");
    }
}

// PR-18
#[tokio::test(flavor = "multi_thread")]
async fn bent_links_fail_alike() {
    let site = Site::new().await;
    let token = site.reset_token().await;
    let invitation = site.invitation_token().await;
    let mut flipped = token.clone();
    flipped.replace_range(..1, if token.starts_with('A') { "B" } else { "A" });
    let before = site.world.dump().await;
    let long = "x".repeat(10_000);
    for bent in
        [&*flipped, &token[1..], &token[..42], &invitation, &long, "..", "../login", "%2e%2e", "\u{e9}", "a b", "%00"]
    {
        let mut visitor = site.visitor();
        let fields = [("token", bent), ("password", PASSWORD), ("password_again", PASSWORD)];
        let answer = visitor.submit("/rpc/credentials/reset", &fields).await;
        assert!(answer.location().is_some_and(|there| there.starts_with("/reset/")), "{bent:.50} {}", answer.status);
        if bent.is_ascii() && !bent.contains(' ') {
            let page = visitor.get(&format!("/reset/{bent}")).await;
            assert!(matches!(page.status, 200..=404), "{bent:.50} {}", page.status);
            assert!(!page.text().contains("new-password"), "{bent:.50}");
        }
    }
    assert!(site.world.dump().await == before);
}
