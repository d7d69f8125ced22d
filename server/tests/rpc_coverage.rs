//! Every server function, as everybody. A function without a row in `support::functions` fails.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use services::testing::{TestWorld, for_each_engine};

use crate::support::functions::{COLUMNS, Codec, FUNCTIONS, Function, Outcome, function};
use crate::support::{Answer, Browser, Site, Who};

/// Functions that look something up by what they are given; asked by who may do everything.
const LOOK_UP: &[(&str, &str)] = &[
    ("/rpc/account/email_page", "token"),
    ("/rpc/billing/invoice", "number"),
    ("/rpc/credentials/reset_page", "token"),
    ("/rpc/deletion/plan", "user"),
    ("/rpc/deletion/restore_plan", "user"),
    ("/rpc/deletion/take_back", "user"),
    ("/rpc/invitations/cancel", "user"),
    ("/rpc/invitations/copy_link", "user"),
    ("/rpc/invitations/open", "token"),
    ("/rpc/invitations/resend", "user"),
    ("/rpc/mail/cancel", "mail"),
    ("/rpc/mail/eml", "mail"),
    ("/rpc/mail/retry", "mail"),
    ("/rpc/mail/text", "mail"),
    ("/rpc/roles/choices", "user"),
    ("/rpc/set_up/page", "token"),
    ("/rpc/user_window/annotate", "user"),
    ("/rpc/user_window/open", "user"),
    ("/rpc/users/disable", "user"),
    ("/rpc/users/enable", "user"),
];

fn check(function: &Function, who: Who, answer: &Answer, outcome: Outcome) {
    let what = format!("{} as {who:?}: {} {:?} {}", function.path, answer.status, answer.location(), answer.text());
    match outcome {
        Outcome::Is(200) => assert_eq!(answer.status, 200, "{what}"),
        Outcome::Is(status) => {
            assert_eq!(answer.status, status, "{what}");
            assert_eq!(answer.error().status_code(), status, "{what}");
        }
        Outcome::Leads(there) => {
            assert_eq!(answer.status, 302, "{what}");
            assert!(answer.location().is_some_and(|location| location.starts_with(there)), "{what}");
        }
    }
}

// AZ-01
#[tokio::test(flavor = "multi_thread")]
async fn every_function_is_in_the_table_with_a_plain_path() {
    let _site = Site::new().await;
    let listed: BTreeSet<_> = FUNCTIONS.iter().map(|function| function.path).collect();
    assert_eq!(listed.len(), FUNCTIONS.len(), "a function is listed twice");
    let registered: BTreeSet<_> = server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    assert_eq!(registered, listed);
    for (path, method) in server_fn::axum::server_fn_paths() {
        assert_eq!(method, "POST", "{path}");
        let words: Vec<_> = path.strip_prefix("/rpc/").unwrap().split('/').collect();
        assert_eq!(words.len(), 2, "{path}");
        // An endpoint that was not named ends in a hash of where it was built.
        assert!(words.iter().all(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_')), "{path}");
    }
}

// AZ-01 TF-10
#[tokio::test(flavor = "multi_thread")]
async fn every_function_answers_everybody_as_the_table_says() {
    for_each_engine(async |world: TestWorld| {
        let site = Site::over(world).await;
        for function in FUNCTIONS {
            for (who, outcome) in COLUMNS.into_iter().zip(function.outcomes) {
                let (mut browser, arguments) = function.ready(&site, who).await;
                let before = site.world.dump().await;
                let answer = function.call(&mut browser, &arguments).await;
                check(function, who, &answer, outcome);
                if let Outcome::Is(401 | 403 | 404) = outcome {
                    assert!(site.world.dump().await == before, "{} as {who:?} had an effect", function.path);
                    assert_eq!(answer.cookies(), Vec::<&str>::new(), "{} as {who:?}", function.path);
                }
            }
        }
    })
    .await;
}

// AZ-01
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_not_found() {
    let site = Site::new().await;
    for (path, name) in LOOK_UP {
        let answer = {
            let (mut owner, mut missing) = function(path).ready(&site, Who::Owner).await;
            missing[*name] = "01900000-0000-7000-8000-00000000dead".into();
            function(path).call(&mut owner, &missing).await
        };
        assert_eq!(answer.error().status_code(), 404, "{path}");
    }
}

// AZ-20 IN-08
#[tokio::test(flavor = "multi_thread")]
async fn odd_ids_are_refused() {
    let site = Site::new().await;
    let member_id = site.world.member().await.user_id();
    let odd = [
        json!("0"),
        json!("1"),
        json!(""),
        json!(0),
        json!(1),
        json!(-1),
        json!(u64::MAX),
        json!(1_i64 << 62),
        json!(null),
        json!([]),
        json!(["01900000-0000-7000-8000-000000000001"]),
        json!({}),
        json!("../users"),
        json!("01900000-0000-7000-8000-00000000000g"),
        json!("' OR 1=1 --"),
        json!("\u{0}"),
        json!("x".repeat(10_000)),
        json!({ "$ne": null }),
        json!(true),
        json!(1.5),
    ];
    for (path, name) in LOOK_UP {
        let (mut owner, mut arguments) = function(path).ready(&site, Who::Owner).await;
        let before = site.world.dump().await;
        for id in &odd {
            arguments[*name] = id.clone();
            let answer = function(path).call(&mut owner, &arguments).await;
            assert!(matches!(answer.error().status_code(), 404 | 422), "{path} {id}");
        }
        // The id of something else: a user is no mail, and an Active user has no invitation.
        let about_users = ["/rpc/users/", "/rpc/roles/", "/rpc/user_window/", "/rpc/deletion/plan"];
        if !about_users.iter().any(|prefix| path.starts_with(prefix)) {
            let answer = function(path).call(&mut owner, &json!({ *name: member_id })).await;
            assert!(matches!(answer.error().status_code(), 404 | 409), "{path}");
        }
        assert!(site.world.dump().await == before, "{path} had an effect");
    }
}

// CS-05
#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_post_reaches_a_function() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    let before = site.world.dump().await;
    for function in FUNCTIONS {
        for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"] {
            let address = format!("{}?_method=POST&token=x&next=/", function.path);
            let answer = owner
                .call(method, &address)
                .with("x-http-method-override", "POST")
                .with("origin", crate::support::ORIGIN)
                .with("sec-fetch-site", "same-origin")
                .await;
            assert_eq!(answer.status, 405, "{method} {}", function.path);
            assert_eq!(answer.header("allow"), Some("POST"), "{method} {}", function.path);
        }
    }
    assert!(site.world.dump().await == before);
}

// AK-04, invariant 11
#[tokio::test(flavor = "multi_thread")]
async fn bearer_keys_change_nothing() {
    let site = Site::new().await;
    let token = site.world.session_of(site.owner().await.user_id()).await;
    let bearer = async |browser: &mut Browser, key: &str| {
        function("/rpc/users/list")
            .call(browser, &json!({ "query": model::users::UserQuery::default() }))
            .with("authorization", key)
            .await
            .status
    };
    for key in ["Bearer rc_pat_AAAAAAAA_x_y", &format!("Bearer {token}"), "Basic bWFyaXQ6eA==", "Bearer"] {
        assert_eq!(bearer(&mut site.visitor(), key).await, 401, "{key}");
        assert_eq!(bearer(&mut site.browser(Who::Owner).await, key).await, 200, "{key}");
    }
}

// AZ-21
#[tokio::test(flavor = "multi_thread")]
async fn other_spellings_of_a_path_open_nothing() {
    let site = Site::new().await;
    let arguments = json!({ "query": model::users::UserQuery::default() });
    let spellings = [
        "/RPC/users/list",
        "/rpc/Users/list",
        "//rpc/users/list",
        "/rpc//users/list",
        "/rpc/users/list/",
        "/rpc/users",
        "/rpc/users/list;x=1",
        "/rpc/users%2Flist",
        "/rpc/%2e%2e/rpc/users/list",
        "/rpc/../rpc/users/list",
        "/rpc/users/list%00",
        "/rpc/users/list.json",
        "/rpc/users/./list",
        "/x/rpc/users/list",
        "/rpc/",
        "/rpc",
    ];
    for path in spellings {
        for who in [Who::Anonymous, Who::Owner] {
            let answer = site.browser(who).await.rpc(path, &arguments).await;
            assert_eq!(answer.status, 404, "{path} as {who:?}");
            assert!(!answer.text().contains("\"rows\""), "{path} as {who:?}");
        }
    }
}

// AZ-02 IV-05
#[tokio::test(flavor = "multi_thread")]
async fn fields_that_nobody_asked_for_are_refused_or_ignored() {
    let site = Site::new().await;
    let mut member = site.browser(Who::Member).await;
    let before = site.world.dump().await;
    for field in ["role", "status", "permissions", "is_admin", "seats", "email", "id", "version", "session"] {
        let change = json!({ "change": { "theme": "dark", field: "owner" } });
        let answer = member.rpc("/rpc/account/preferences", &change).await;
        assert_eq!(answer.error().status_code(), 422, "{field}");
    }
    assert!(site.world.dump().await == before);

    let token = site.invitation_token().await;
    let mut form = crate::support::arguments::acceptance(&token);
    for field in ["role", "permissions[]", "organization_id", "brands[]", "email", "status", "user_id", "id"] {
        form[field] = "owner".into();
    }
    let answer = function("/rpc/invitations/accept").call(&mut site.visitor(), &form).await;
    assert!(answer.location().is_some_and(|location| location.starts_with("/login?check=1")));
    let accepted = "SELECT role FROM \"user\" WHERE first_name = 'Ana'";
    assert_eq!(site.world.texts(accepted).await, ["member"]);
    assert_eq!(site.world.number("SELECT count(*) FROM user_permission").await, 0);
    assert_eq!(site.world.number("SELECT count(*) FROM \"user\" WHERE role = 'owner'").await, 1);
}

/// Bodies that fit no function: with each, the function answers that it cannot read it.
fn unreadable() -> Vec<(&'static str, Vec<u8>)> {
    let json = |text: &str| ("application/json", text.as_bytes().to_vec());
    let form = |text: &str| ("application/x-www-form-urlencoded", text.as_bytes().to_vec());
    let deep = "[".repeat(100_000);
    vec![
        json(""),
        json("null"),
        json("[]"),
        json("0"),
        json("\"x\""),
        json("{"),
        json("{\"query\":"),
        json("{}}"),
        json("[[[[[[[["),
        json(&deep),
        json("{\"token\":\"\\ud800\"}"),
        json("{\"user\":{\"$ne\":null}}"),
        json("NaN"),
        ("application/json", b"{\"token\":\"\xff\xfe\"}".to_vec()),
        ("application/json", vec![0; 1000]),
        form("a[]=1&a[0]=2&a.b=3"),
        form("%zz=%"),
        form("%ff=%fe"),
        form("&&&==="),
        form("next[x][y][z]=/"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nx\r\n--x--".to_vec(),
        ),
        ("application/octet-stream", vec![0xff; 1000]),
        ("text/plain", b"token=x".to_vec()),
    ]
}

// IN-10 AU-17 O1
#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_do_not_fit_are_refused_and_break_nothing() {
    let site = Site::new().await;
    // Take no arguments, so nothing can be wrong with them; or mean the same with none.
    let undemanding = [
        "account/cancel_email",
        "account/email_again",
        "account/permissions",
        "account/profile",
        "account/sessions",
        "end_others",
        "ask",
        "choices",
        "frame",
        "flash",
        "out",
        "overview",
        "test",
        "sign_in/cancel",
        "sign_in/code_page",
        "two_factor/begin",
        "two_factor/page",
        "account/player",
        "branding/page",
        "changes/list",
        "players/page",
        "api_keys/panel",
        "api_keys/remove",
        "api_keys/reveal",
        "remove_picture",
        "remove_picture_form",
        "enrollment/page",
        "security/enforce",
        "security/page",
        "security/release",
        "security/remind",
    ];
    for function in FUNCTIONS.iter().filter(|function| !undemanding.iter().any(|end| function.path.ends_with(end))) {
        let mut owner = site.browser(Who::Owner).await;
        let before = site.world.dump().await;
        for (content_type, body) in unreadable() {
            for accept in ["application/json", "text/html"] {
                let call =
                    owner.rpc(function.path, &Value::Null).with("accept", accept).body(content_type, body.clone());
                let answer = call.with("referer", "https://evil.example/x").await;
                let shown = String::from_utf8_lossy(&body[..body.len().min(60)]);
                let what = format!("{} {content_type} {shown:?} {accept}: {}", function.path, answer.text());
                assert_eq!(answer.status, 422, "{what}");
                assert_eq!(answer.location(), None, "{what}");
            }
        }
        assert!(site.world.dump().await == before, "{} had an effect", function.path);
    }
}

// IN-10
#[tokio::test(flavor = "multi_thread")]
async fn arguments_of_another_function_break_nothing() {
    let site = Site::new().await;
    let mut every = Vec::new();
    for function in FUNCTIONS {
        every.push((function.codec, function.ready(&site, Who::Owner).await.1));
    }
    for function in FUNCTIONS {
        let mut browser = site.browser(Who::Member).await;
        // A body of another kind is unreadable, whatever stands in it.
        for (codec, arguments) in every.iter().filter(|(codec, _)| *codec == function.codec) {
            if function.path.starts_with("/rpc/sign_in/") {
                browser = site.browser(Who::Member).await; // what it did before may have ended the session
            }
            let answer = match codec {
                Codec::Json => browser.rpc(function.path, arguments).await,
                Codec::Form => {
                    let fields = arguments.as_object().unwrap().iter();
                    let fields: Vec<_> = fields.map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
                    browser.submit(function.path, &fields).await
                }
            };
            assert!(answer.status < 500, "{} with {arguments}: {}", function.path, answer.text());
        }
    }
}
