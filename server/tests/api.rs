//! The door for programs over HTTP: who is let in, what is answered, and how errors look.

use std::collections::BTreeSet;

use model::access::CompanyPermission;
use model::ids::UserId;
use secrecy::ExposeSecret;
use serde_json::Value;
use services::testing::UserSeed;

use crate::support::{Answer, Browser, Site, Who};

/// Every operation.
const OPERATIONS: &[&str] = &["/api/v1/me", "/api/v1/users"];

/// A program with the key of somebody new.
struct Program {
    owner: UserId,
    key: String,
    client: Browser,
}

impl Program {
    async fn of(site: &Site, extras: &[CompanyPermission]) -> Self {
        let ctx = site.world.stepped_up(&site.world.member_with(extras).await).await;
        let key = services::credentials::api_key::create(&ctx, "").await.unwrap();
        Self { owner: ctx.user_id(), key: key.expose_secret().to_owned(), client: site.visitor() }
    }

    async fn get(&mut self, path: &str) -> Answer {
        let authorization = format!("Bearer {}", self.key);
        self.client.call("GET", path).with("authorization", &authorization).await
    }
}

fn body(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

/// Asserts the shape that every error has.
fn problem(answer: &Answer, status: u16, code: &str) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let body = body(answer);
    assert_eq!((&body["status"], &body["code"]), (&status.into(), &code.into()), "{body}");
    assert_eq!(body["type"], format!("/api/docs#{code}"));
    assert!(body["title"].as_str().is_some_and(|title| !title.is_empty()), "{body}");
    if let Some(instance) = body["instance"].as_str() {
        assert_eq!(Some(instance.trim_start_matches("urn:uuid:")), answer.header("x-request-id"));
    }
    body
}

// S1.58 AZ-01
#[tokio::test(flavor = "multi_thread")]
async fn program_is_its_owner() {
    let site = Site::new().await;
    let mut program = Program::of(&site, &[CompanyPermission::Users]).await;
    let answer = program.get("/api/v1/me").await;
    let me: Value = answer.json();
    assert_eq!(me["id"], program.owner.to_string());
    assert_eq!((&me["role"], &me["permissions"][0]), (&"member".into(), &"users".into()));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("ratelimit"), Some("\"key\";r=299;t=60"));
    assert_eq!(answer.header("ratelimit-policy"), Some("\"key\";q=300;w=60"));
    assert_eq!(answer.cookies(), Vec::<&str>::new());
}

// AZ-01 AK-04 AK-11 LG-06
#[tokio::test(flavor = "multi_thread")]
async fn without_a_key_there_is_nothing() {
    let site = Site::new().await;
    let program = Program::of(&site, &[]).await;
    let wrong = format!("Bearer {}x", program.key);
    for path in OPERATIONS {
        for who in [Who::Anonymous, Who::Owner] {
            // A session opens nothing here, with or without a key that does not work.
            let mut browser = site.browser(who).await;
            for authorization in [None, Some("Bearer"), Some("Bearer "), Some(wrong.as_str()), Some("Basic eDp5")] {
                let call = browser.get(path);
                let call = match authorization {
                    Some(value) => call.with("authorization", value),
                    None => call,
                };
                let answer = call.await;
                problem(&answer, 401, "unauthenticated");
                assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"Rollcall\""));
                assert_eq!(answer.header("access-control-allow-origin"), None);
            }
        }
    }
}

// S1.59 AK-03 AZ-13
#[tokio::test(flavor = "multi_thread")]
async fn list_of_users_shows_what_its_page_shows_them() {
    let site = Site::new().await;
    let (mut plain, mut manager) =
        (Program::of(&site, &[]).await, Program::of(&site, &[CompanyPermission::Users]).await);
    let full: Value = manager.get("/api/v1/users?sort=email&limit=100").await.json();
    let some: Value = plain.get("/api/v1/users?sort=email&limit=100").await.json();
    assert_eq!((full["total"].as_u64(), some["total"].as_u64()), (Some(3), Some(3)));
    for user in full["items"].as_array().unwrap() {
        assert!(user["email"].is_string() && user["status"] == "active" && user["joined_at"].is_string(), "{user}");
    }
    for user in some["items"].as_array().unwrap() {
        let names: BTreeSet<_> = user.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, BTreeSet::from(["id", "name", "role"]));
    }
    let owners: Value = manager.get("/api/v1/users?role=owner&q=marit").await.json();
    assert_eq!((owners["total"].as_u64(), &owners["items"][0]["name"]), (Some(1), &"Marit Solberg".into()));
    assert_eq!(owners["next"], Value::Null);
    // What was taken away a moment ago is gone.
    site.world.execute("DELETE FROM user_permission").await;
    let after: Value = manager.get("/api/v1/users").await.json();
    assert!(after["items"].as_array().unwrap().iter().all(|user| user["email"].is_null()));
}

// IN-04
#[tokio::test(flavor = "multi_thread")]
async fn cursor_goes_through_the_list_and_through_no_other() {
    let site = Site::new().await;
    let mut program = Program::of(&site, &[CompanyPermission::Users]).await;
    for number in 0..25 {
        let seed =
            UserSeed { first_name: "Kim".to_owned(), last_name: format!("No {number:02}"), ..UserSeed::default() };
        site.world.user(seed).await;
    }
    let (mut seen, mut cursor, mut pages) = (Vec::new(), None::<String>, 0);
    loop {
        let next = cursor.as_ref().map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let page: Value = program.get(&format!("/api/v1/users?limit=10&q=kim{next}")).await.json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|user| user["id"].as_str().unwrap().to_owned()));
        pages += 1;
        match page["next"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!((pages, seen.len(), seen.iter().collect::<BTreeSet<_>>().len()), (3, 25, 25));

    let cursor = cursor.unwrap();
    let mut other = Program::of(&site, &[CompanyPermission::Users]).await;
    for (who, query) in [
        (&mut other, format!("limit=10&q=kim&cursor={cursor}")),
        (&mut program, format!("limit=10&q=marit&cursor={cursor}")),
    ] {
        let answer = who.get(&format!("/api/v1/users?{query}")).await;
        assert_eq!(problem(&answer, 422, "invalid")["errors"][0]["field"], "cursor");
    }
    for odd in ["cursor=", "cursor=x", "limit=0", "limit=-1", "limit=100000", "page=9", "role=boss", "q=%FF&nobody=1"] {
        let answer = program.get(&format!("/api/v1/users?{odd}")).await;
        problem(&answer, 422, "invalid");
    }
}

// AK-09 RL-01
#[tokio::test(flavor = "multi_thread")]
async fn key_above_its_limit_waits_and_others_do_not() {
    let site = Site::new().await;
    let (mut busy, mut other) = (Program::of(&site, &[]).await, Program::of(&site, &[]).await);
    for _ in 0..300 {
        assert_eq!(busy.get("/api/v1/me").await.status, 200);
    }
    let answer = busy.get("/api/v1/me").await;
    assert_eq!(problem(&answer, 429, "rate_limited")["retry_after_secs"], 60);
    assert_eq!(answer.header("retry-after"), Some("60"));
    assert_eq!(other.get("/api/v1/me").await.status, 200);
}

// AK-10 AK-11 HT-10
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_a_problem_too() {
    let site = Site::new().await;
    let mut program = Program::of(&site, &[]).await;
    for path in ["/api", "/api/v1", "/api/v1/", "/api/v1/users/me", "/api/v2/me", "/api/v1/nothing?x=1"] {
        problem(&program.get(path).await, 404, "not_found");
        problem(&site.visitor().get(path).await, 404, "not_found");
    }
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let authorization = format!("Bearer {}", program.key);
        let call = program.client.call(method, "/api/v1/me").with("authorization", &authorization);
        let answer = call.with("origin", "https://evil.example").await;
        problem(&answer, 405, "method_not_allowed");
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    // JSON always, whatever is asked for; the title is in the language of its reader.
    let answer = site.visitor().get("/api/v1/me").with("accept", "text/html").with("accept-language", "es").await;
    assert_eq!(problem(&answer, 401, "unauthenticated")["title"], "No hay clave de API o no funciona.");
}

// HT-11
#[tokio::test(flavor = "multi_thread")]
async fn key_that_came_in_clear_is_refused_and_not_redirected() {
    let world = crate::support::empty().await;
    world.set_up(10).await;
    let site = Site::configured(world, |config| {
        config.settings.base_url = "https://rollcall.example".parse().unwrap();
    });
    let mut program = Program::of(&site, &[]).await;
    let authorization = format!("Bearer {}", program.key);
    let mut call = async |proto: &str| {
        let call = program.client.call("GET", "/api/v1/me").with("authorization", &authorization);
        call.with("x-forwarded-proto", proto).await
    };
    assert_eq!(call("https").await.status, 200);
    let refused = call("http").await;
    problem(&refused, 403, "not_encrypted");
    assert_eq!(refused.location(), None);
}

// AZ-01 HT-10
#[tokio::test(flavor = "multi_thread")]
async fn document_names_every_operation_and_its_key() {
    let site = Site::new().await;
    let document: Value = site.visitor().get("/api/openapi.json").await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{}", document["openapi"]);
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(paths, OPERATIONS);
    assert_eq!(document["components"]["securitySchemes"]["key"]["scheme"], "bearer");
    assert_eq!(document["security"][0]["key"], serde_json::json!([]));
    for path in OPERATIONS {
        let answers = document["paths"][path]["get"]["responses"].as_object().unwrap();
        for status in ["200", "401", "403", "429"] {
            assert!(answers.contains_key(status), "{path} {status}");
        }
    }
    // What is answered has the members that the document names.
    let mut program = Program::of(&site, &[]).await;
    let me: Value = program.get("/api/v1/me").await.json();
    let named = document["components"]["schemas"]["Me"]["properties"].as_object().unwrap();
    assert!(me.as_object().unwrap().keys().all(|name| named.contains_key(name)), "{me}");
}

// S1.64 CS-10
#[tokio::test(flavor = "multi_thread")]
async fn page_of_the_document_needs_no_script_and_nothing_from_elsewhere() {
    let site = Site::new().await;
    let page = site.visitor().get("/api/docs").await;
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src") && !policy.contains("unsafe"));
    let text = page.text();
    for named in OPERATIONS.iter().chain(&["id=\"unauthenticated\"", "id=\"rate_limited\"", "rollcall.css"]) {
        assert!(text.contains(named), "{named}");
    }
    for absent in ["<script", "http://", "https://", "style="] {
        assert!(!text.contains(absent), "{absent}");
    }
    assert!(site.visitor().get("/api/docs").with("accept-language", "ja").await.text().contains("lang=\"ja\""));
}

/// The forms of the panel, as a browser without script sends them.
async fn form(browser: &mut Browser, name: &str, fields: &[(&str, &str)]) -> Answer {
    let answer = browser.submit(&format!("/rpc/api_keys/{name}"), fields).await;
    assert_eq!((answer.status, answer.location()), (302, Some("/account/security")), "{name}");
    assert!(!format!("{:?}", answer.headers).contains("rc_pat_"), "the key is on the way");
    browser.get("/account/security").await
}

/// Whether a page has the form. Its words are in every page, for the browser.
fn offers(page: &Answer, form: &str) -> bool {
    page.text().contains(&format!("action=\"/rpc/api_keys/{form}\""))
}

/// The key in a page.
fn key_in(page: &Answer) -> Option<String> {
    let text = page.text();
    let keys = text
        .match_indices("rc_pat_")
        .map(|(at, _)| text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>());
    keys.into_iter().find(|key| key.len() == 81)
}

// S1.60 S1.61 S1.62 S1.63 S1.64 S2.3 AK-06
#[tokio::test(flavor = "multi_thread")]
async fn panel_makes_shows_resets_and_removes_the_key_without_script() {
    let site = Site::new().await;
    let mut browser = site.browser(Who::Member).await;
    let page = browser.get("/account/security").await;
    assert!(offers(&page, "create") && page.text().contains("href=\"/api/docs\""));
    // The password comes first.
    let answer = browser.submit("/rpc/api_keys/create", &[("last_day", "")]).await;
    assert_eq!(answer.location(), Some("/step-up?next=/account/security"));
    let proof = [("password", services::testing::PASSWORD), ("next", "/account/security")];
    assert_eq!(browser.submit("/rpc/sign_in/step_up", &proof).await.location(), Some("/account/security"));

    let page = form(&mut browser, "create", &[("last_day", "2020-01-01")]).await;
    assert!(offers(&page, "create") && key_in(&page).is_none());
    let page = form(&mut browser, "create", &[("last_day", "")]).await;
    let key = key_in(&page).expect("the key is shown");
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(offers(&page, "reset") && !offers(&page, "create"));
    // A reload hides it.
    let page = browser.get("/account/security").await;
    assert!(key_in(&page).is_none() && page.text().contains(&format!("{}…", &key[..11])), "{}", page.text());
    assert!(offers(&page, "reveal") && offers(&page, "remove"));
    assert_eq!(key_in(&form(&mut browser, "reveal", &[]).await), Some(key.clone()));

    let mut program = site.visitor();
    let mut status = async |key: &str| {
        program.call("GET", "/api/v1/me").with("authorization", &format!("Bearer {key}")).await.status
    };
    assert_eq!(status(&key).await, 200);
    let seen = key["rc_pat_".len()..][..12].to_owned();
    let page = form(&mut browser, "reset", &[("seen", &seen), ("last_day", "")]).await;
    let next = key_in(&page).expect("the new key is shown");
    assert_eq!((status(&key).await, status(&next).await), (401, 200));
    let page = form(&mut browser, "remove", &[]).await;
    assert!(offers(&page, "create") && !offers(&page, "reset"));
    assert_eq!(status(&next).await, 401);
}

// AK-03 AK-06
#[tokio::test(flavor = "multi_thread")]
async fn key_of_somebody_is_revoked_in_their_window_and_read_by_nobody_else_without_script() {
    let site = Site::new().await;
    let mut program = Program::of(&site, &[]).await;
    let (user, key) = (program.owner.to_string(), program.key.clone());
    let (tab, start, seen) = (format!("/users/{user}/sessions"), format!("{}…", &key[..11]), &key[7..19]);
    let mut owner = site.browser(Who::Owner).await;
    let page = owner.get(&tab).await;
    assert!(page.text().contains(&start) && page.text().contains("/rpc/user_window/revoke_key"), "{}", page.text());
    let fields = [("user", user.as_str()), ("seen_key", seen), ("reason", "leaked"), ("next", tab.as_str())];
    let answer = owner.submit("/rpc/user_window/revoke_key", &fields).await;
    assert_eq!(answer.location(), Some(format!("/step-up?next={tab}").as_str()));
    let proof = [("password", services::testing::PASSWORD), ("next", tab.as_str())];
    assert_eq!(owner.submit("/rpc/sign_in/step_up", &proof).await.location(), Some(tab.as_str()));

    // There is no way to another person's key: the forms of the panel know nobody but the one who sends them.
    for name in ["reveal", "reset", "remove"] {
        let page = form(&mut owner, name, &[("user", &user), ("seen", seen), ("last_day", "")]).await;
        assert!(key_in(&page).is_none() && !page.text().contains(&start), "{name}");
    }
    assert_eq!(program.get("/api/v1/me").await.status, 200);

    let nobody = [("user", user.as_str()), ("seen_key", seen), ("reason", ""), ("next", tab.as_str())];
    assert_eq!(owner.submit("/rpc/user_window/revoke_key", &nobody).await.location(), Some(tab.as_str()));
    assert!(owner.get(&tab).await.text().contains(&start));
    assert_eq!(owner.submit("/rpc/user_window/revoke_key", &fields).await.location(), Some(tab.as_str()));
    assert!(!owner.get(&tab).await.text().contains(&start));
    assert_eq!(program.get("/api/v1/me").await.status, 401);
}
