//! What somebody may not see is in no page and in no answer that they get.

use aho_corasick::AhoCorasick;
use model::mail::{MailQuery, MailState, MailTemplate};
use services::testing::{PASSWORD, TestWorld, UserSeed, for_each_engine};

use crate::support::functions::FUNCTIONS;
use crate::support::{Site, Who, pages};

/// Everything that someone with these rights is told, each with where it was told.
async fn told(site: &Site, who: Who) -> Vec<(String, String)> {
    let mut told = Vec::new();
    for mut page in pages::all(site, who).await {
        let answer = page.browser.get(&page.address).await;
        told.push((page.address, format!("{:?} {}", answer.headers, answer.text())));
    }
    for function in FUNCTIONS {
        let (mut browser, arguments) = function.ready(site, who).await;
        let answer = function.call(&mut browser, &arguments).await;
        told.push((function.path.to_owned(), format!("{:?} {}", answer.headers, answer.text())));
    }
    told
}

/// Where invitations are answered; they say by whom they are, to whoever has the link.
const INVITATIONS: &[&str] = &["/invite/", "/rpc/invitations/open"];

/// Where one's own rights are explained, with what they come from.
const OWN_RIGHTS: &[&str] = &["/account/permissions", "/rpc/account/permissions", "/explain", "/rpc/explain/ask"];

/// Where all time zones are offered, `Atlantic/Canary` among them.
const TIME_ZONES: &[&str] = &["/account/profile", "/rpc/account/profile"];

fn absent(who: Who, told: &[(String, String)], secret: &str, allowed: &[&str]) {
    for (place, text) in told.iter().filter(|(place, _)| !allowed.iter().any(|allowed| place.starts_with(allowed))) {
        assert!(!text.contains(secret), "{who:?} reads {secret} in {place}");
    }
}

const EVERYBODY: [Who; 6] = [Who::Anonymous, Who::Guest, Who::Member, Who::Manager, Who::Administrator, Who::Owner];

/// Everything that everybody is told.
type Told = [(Who, Vec<(String, String)>)];

/// Columns with secrets, or with what they are recognized by.
const STORED: &[&str] = &[
    "secret_hash FROM api_key",
    "secret_encrypted FROM api_key",
    "password_hash FROM credential WHERE password_hash IS NOT NULL",
    "token_hash FROM session",
    "token_hash FROM token",
    "subject_hash FROM throttle",
    "mac FROM audit_event",
    "mac FROM audit_head",
    "link FROM mail WHERE link IS NOT NULL",
];

// AZ-12 AZ-13 AZ-22 AK-06 EN-06 IV-08 O7 PR-19 SE-15
#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_may_not_see_is_nowhere() {
    for_each_engine(async |world: TestWorld| {
        let site = Site::over(world).await;
        // Someone tries a password, so that there is a counter.
        let _ = services::sign_in::sign_in(&site.world.anonymous(), "marit@kestrel.example", "wrong one".into(), None)
            .await;
        let keyed = site.world.stepped_up(&site.owner().await).await;
        let key = services::credentials::api_key::create(&keyed, "").await.unwrap();
        canary(&site).await;
        let tokens = mailed_tokens(&site).await;
        // Once for all that is looked for: each page and each function, as everybody.
        let mut all = Vec::new();
        for who in EVERYBODY {
            all.push((who, told(&site, who).await));
        }
        let made_here = secrecy::ExposeSecret::expose_secret(&key).to_owned();
        stored_secrets_are_nowhere(&site, &all, made_here).await;
        mailed_links_are_for_the_addressee_alone(&all, &tokens);
        fields_of_others_are_for_those_who_manage_users(&all);
    })
    .await;
}

async fn stored_secrets_are_nowhere(site: &Site, all: &Told, key: String) {
    let mut secrets = vec!["$argon2".to_owned(), PASSWORD.to_owned(), "dGVzdCB3b3JsZCBzZWNyZXQga2V5".to_owned(), key];
    for column in STORED {
        let found = site.world.texts(&format!("SELECT {column}")).await;
        assert!(!found.is_empty(), "{column}");
        secrets.extend(found);
    }
    // All at once: there are thousands of both.
    let any = AhoCorasick::new(&secrets).unwrap();
    for (who, told) in all {
        for (place, text) in told {
            let found = any.find(text).map(|found| &secrets[found.pattern()]);
            assert_eq!(found, None, "{who:?} reads it in {place}");
        }
    }
}

/// Sends invitations; the tokens of their links.
async fn mailed_tokens(site: &Site) -> Vec<String> {
    let owner = site.owner().await;
    for _ in 0..3 {
        services::invitations::resend(&owner, site.invited().await).await.unwrap();
    }
    site.world.clock().advance(11);
    site.world.run_jobs().await;
    let mails = site.world.mails().await;
    let invitations = mails.iter().filter(|mail| mail.link.as_ref().is_some_and(|link| link.contains("/invite/")));
    let tokens: Vec<_> = invitations.map(|mail| mail.token().to_owned()).collect();
    assert_eq!(tokens.len(), 4, "these and the one before");
    // Who looks after the mails reads them with the link masked.
    let sent =
        MailQuery { state: Some(MailState::Sent), template: Some(MailTemplate::Invitation), ..MailQuery::default() };
    let list = services::mail::list(&owner, sent).await.unwrap().page.rows;
    assert_eq!(list.len(), tokens.len());
    for mail in list {
        let text = services::mail::text(&owner, mail.id).await.unwrap().body;
        assert!(text.contains("/invite/") && !tokens.iter().any(|token| text.contains(token)), "{text}");
    }
    tokens
}

fn mailed_links_are_for_the_addressee_alone(all: &Told, tokens: &[String]) {
    for (who, told) in all {
        for token in tokens {
            absent(*who, told, token, &[]);
        }
    }
}

/// Someone who is easily recognized, and someone who is invited with a message.
async fn canary(site: &Site) {
    let canary = UserSeed {
        first_name: "Canary".to_owned(),
        last_name: "Bird".to_owned(),
        email: "address-of-a-canary@secret.example".to_owned(),
        ..UserSeed::default()
    };
    site.world.user(canary).await;
    site.world.execute("UPDATE \"user\" SET username = 'name-of-a-canary' WHERE first_name = 'Canary'").await;
    let invited = UserSeed { email: "invited-canary@secret.example".to_owned(), ..site.invitation() };
    let invited = site.world.user(invited).await;
    services::invitations::resend(&site.owner().await, invited).await.unwrap();
    site.world.execute("UPDATE invitation SET message = 'message to a canary'").await;
}

fn fields_of_others_are_for_those_who_manage_users(all: &Told) {
    let secrets = ["secret.example", "name-of-a-canary", "message to a canary", "marit@kestrel.example"];
    for (who, told) in all {
        let shown = |secret: &str| told.iter().any(|(place, text)| place == "/users" && text.contains(secret));
        match who {
            Who::Anonymous => {
                for secret in secrets.into_iter().chain(["Canary", "Marit", "Solberg"]) {
                    absent(*who, told, secret, INVITATIONS);
                }
            }
            Who::Guest | Who::Member => {
                for secret in secrets {
                    absent(*who, told, secret, &[]);
                }
                // Neither figures nor seats, nor what stands behind a verdict.
                for secret in
                    ["\"figures\":{", "\"seats\":{", "\"purchased\"", "\"last_seen\"", "\"status\":\"", "\"details\":{"]
                {
                    absent(*who, told, secret, &[]);
                    absent(*who, told, &secret.replace('"', "\\\""), &[]);
                }
                absent(*who, told, "\"sources\"", OWN_RIGHTS);
                absent(*who, told, "\\\"sources\\\"", OWN_RIGHTS);
                assert_eq!(shown("Canary Bird"), *who == Who::Member, "{who:?}");
                if *who == Who::Guest {
                    absent(*who, told, "Canary", TIME_ZONES);
                    absent(*who, told, "Marit", INVITATIONS);
                }
            }
            Who::Manager | Who::Administrator | Who::Owner => {
                assert!(shown("address-of-a-canary@secret.example") && shown("Canary Bird"), "{who:?}");
            }
        }
    }
}

// AZ-12
#[tokio::test(flavor = "multi_thread")]
async fn session_token_travels_in_its_cookie_only() {
    let site = Site::new().await;
    for who in [Who::Guest, Who::Owner] {
        for mut page in pages::all(&site, who).await {
            let token = page.browser.cookie(app::cookies::SESSION).unwrap().to_owned();
            let answer = page.browser.get(&page.address).await;
            assert!(!answer.text().contains(&token), "{}", page.address);
        }
    }
}
