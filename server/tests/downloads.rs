//! Files of the audit log: for whom they are, how they travel, and what is not in them.

use model::mail::MailQuery;
use serde_json::Value;
use services::testing::{PASSWORD, TestWorld, for_each_engine};

use crate::support::functions::FUNCTIONS;
use crate::support::{Site, Who};

const FILES: [(&str, &str); 3] = [
    ("/admin/audit/export?format=csv", "text/csv; charset=utf-8"),
    ("/admin/audit/export?format=json", "application/json"),
    ("/admin/audit/checkpoint", "application/json"),
];

// LG-04 AZ-22
#[tokio::test(flavor = "multi_thread")]
async fn files_are_for_holders_of_audit() {
    let site = Site::new().await;
    services::invitations::resend(&site.owner().await, site.invited().await).await.unwrap();
    for (address, kind) in FILES {
        let mut visitor = site.visitor();
        assert_eq!(visitor.get(address).await.location(), Some("/login?next=/admin/audit"), "{address}");
        for who in [Who::Guest, Who::Member, Who::Manager] {
            let answer = site.browser(who).await.get(address).await;
            assert_eq!((answer.status, answer.error().status_code()), (403, 403), "{address} as {who:?}");
            assert!(!answer.text().contains("invitation_resent") && answer.header("content-disposition").is_none());
        }
        for who in [Who::Administrator, Who::Owner] {
            let before = site.world.dump().await;
            let answer = site.browser(who).await.get(address).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{address} as {who:?}");
            assert!(answer.header("content-disposition").unwrap().starts_with("attachment; filename=\"rollcall-audit"));
            assert!(answer.header("cache-control").unwrap().contains("no-store"), "{address}");
            assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
            let sessions = |dump: &str| dump.lines().filter(|line| line.contains("invitation_resent")).count();
            assert_eq!(sessions(&site.world.dump().await), sessions(&before), "GET changes nothing");
        }
        assert_eq!(
            site.browser(Who::Owner).await.call("POST", address).with("origin", "http://localhost:3000").await.status,
            405
        );
    }
}

// AZ-11 AZ-22 CS-01
#[tokio::test(flavor = "multi_thread")]
async fn people_come_as_a_file_for_holders_of_users() {
    let site = Site::new().await;
    let mut visitor = site.visitor();
    assert_eq!(visitor.get("/users/export").await.location(), Some("/login?next=/users"));
    for who in [Who::Guest, Who::Member] {
        let answer = site.browser(who).await.get("/users/export").await;
        assert_eq!((answer.status, answer.error().status_code()), (403, 403), "{who:?}");
        assert!(!answer.text().contains("kestrel.example") && answer.header("content-disposition").is_none());
    }
    for who in [Who::Manager, Who::Owner] {
        let mut browser = site.browser(who).await;
        let answer = browser.get("/users/export?role=owner&page=7&cols=email").await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/csv; charset=utf-8")), "{who:?}");
        assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"rollcall-users.csv\""));
        assert!(answer.header("cache-control").unwrap().contains("no-store"));
        assert_eq!(answer.text().lines().count(), 2, "{}", answer.text());
        // The selected people are named by a form, which other sites cannot send.
        let owner = site.owner().await.user_id().to_string();
        let people = format!("{owner},nonsense,{owner}");
        let answer = browser.submit("/users/export", &[("people", &people)]).await;
        assert_eq!((answer.status, answer.text().lines().count()), (200, 2), "{}", answer.text());
        // People read why not on the page, programs as it is.
        assert_eq!(browser.submit("/users/export", &[("people", "nonsense")]).await.location(), Some("/users"));
        let answer = browser.submit("/users/export", &[("people", "nonsense")]).with("accept", "*/*").await;
        assert_eq!((answer.status, answer.error().status_code()), (422, 422));
        let forged = browser
            .call("POST", "/users/export")
            .with("origin", "https://evil.example")
            .with("sec-fetch-site", "cross-site")
            .await;
        assert_eq!(forged.status, 403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_of_the_address_apply_to_the_file() {
    let site = Site::new().await;
    services::invitations::resend(&site.owner().await, site.invited().await).await.unwrap();
    let mut owner = site.browser(Who::Owner).await;
    let entries = |answer: &crate::support::Answer| {
        serde_json::from_str::<Value>(answer.text()).unwrap()["entries"].as_array().unwrap().len()
    };
    for (query, expected) in [
        ("", 1),
        ("&action=invitation_resent", 1),
        ("&action=signed_in", 0),
        ("&actor=marit", 1),
        ("&actor=nobody", 0),
        ("&to=2020-01-01", 0),
        ("&from=nonsense&action=nonsense", 1),
    ] {
        let answer = owner.get(&format!("/admin/audit/export?format=json{query}")).await;
        assert_eq!(entries(&answer), expected, "{query}");
    }
}

// AZ-13 IV-08 AK-06 O7
#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_a_file() {
    for_each_engine(async |world: TestWorld| {
        let site = Site::over(world).await;
        // Everything that can be done, so that everything that is recorded is there.
        for function in FUNCTIONS {
            let (mut browser, arguments) = function.ready(&site, Who::Owner).await;
            function.call(&mut browser, &arguments).await;
        }
        site.world.clock().advance(11);
        site.world.run_jobs().await;
        let mut secrets: Vec<String> = site
            .world
            .mails()
            .await
            .iter()
            .filter(|mail| mail.text.contains("/invite/"))
            .map(|mail| mail.token().to_owned())
            .collect();
        assert!(!secrets.is_empty());
        for column in [
            "token_hash FROM session",
            "token_hash FROM token",
            "password_hash FROM credential WHERE password_hash IS NOT NULL",
        ] {
            secrets.extend(site.world.texts(&format!("SELECT {column}")).await);
        }
        secrets.extend([
            PASSWORD.to_owned(),
            "dGVzdCB3b3JsZCBzZWNyZXQga2V5".to_owned(),
            "@kestrel.example\"".to_owned(),
        ]);
        assert!(services::mail::list(&site.owner().await, MailQuery::default()).await.unwrap().page.total > 0);
        let mut owner = site.browser(Who::Owner).await;
        for (address, _) in FILES {
            let answer = owner.get(address).await;
            assert_eq!(answer.status, 200);
            let names_people = address.contains("csv");
            for secret in secrets.iter().filter(|secret| !names_people || !secret.starts_with('@')) {
                assert!(!answer.text().contains(secret.as_str()), "{secret} is in {address}");
            }
        }
    })
    .await;
}
