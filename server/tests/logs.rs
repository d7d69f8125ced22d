//! The log as it is written: a line of JSON for each event, without secrets and without anything about people.

use std::io;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use server::config::LogFormat;
use server::logs::{DEFAULT, subscriber};
use services::testing::PASSWORD;
use tracing_subscriber::EnvFilter;

use crate::support::functions::{FUNCTIONS, function};
use crate::support::{MARIT, Site, Who, pages};

/// What was written.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Written {
    /// Logs what this thread does from now on.
    fn listen(&self, format: LogFormat, filter: &str) -> tracing::subscriber::DefaultGuard {
        let writer = self.clone();
        tracing::subscriber::set_default(subscriber(format, EnvFilter::new(filter), move || writer.clone()))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn lines(&self) -> Vec<Value> {
        self.text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line:?}")))
            .collect()
    }
}

// LG-02
#[tokio::test]
async fn whatever_is_sent_is_one_line_of_json() {
    let site = Site::new().await;
    let log = Written::default();
    let _guard = log.listen(LogFormat::Json, DEFAULT);
    let paths = [
        "/a%0a%7B%22level%22:%22ERROR%22%7D",
        "/a%0d%0ab",
        "/%1b%5b31mred",
        "/%22%7d%7d",
        "/'",
        "/%5c%22",
        "/%e2%80%a8",
        "/%00",
        "/$%7B7*7%7D/%25s%25n",
        "/users?x=%0a",
        "/{\"level\":\"ERROR\"}",
    ];
    let mut ids = Vec::new();
    for path in paths {
        for odd in [&b"{\"a\":1}"[..], b"\"}{", b"\x9b31m\xff", b"%0a%0d", b"a\tb"] {
            let mut visitor = site.visitor();
            let mut call = visitor.get(path).without("user-agent");
            for name in ["user-agent", "x-request-id", "referer", "x-forwarded-for"] {
                call = call.and(name, odd);
            }
            let answer = call.await;
            ids.push(answer.header("x-request-id").unwrap().to_owned());
        }
    }
    let lines = log.lines();
    let answered: Vec<_> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert_eq!(answered.len(), ids.len());
    for (line, id) in answered.iter().zip(&ids) {
        assert_eq!(line["span"]["id"], id.as_str());
        assert_eq!(line["span"]["method"], "GET");
        assert!(line["status"].is_u64() && line["ms"].is_u64() && line["timestamp"].is_string(), "{line}");
    }
    assert!(log.text().chars().all(|c| c == '\n' || !c.is_control()), "{:?}", log.text());
}

// PR-16 AK-11
#[tokio::test]
async fn secrets_and_people_are_not_in_the_log() {
    let site = Site::new().await;
    for filter in [DEFAULT, "debug,sqlx=info,hyper=info", "trace,sqlx=info,hyper=info"] {
        let log = Written::default();
        let (invitation, reset) = (site.invitation_token().await, site.reset_token().await);
        let mut calls = Vec::new();
        for who in [Who::Anonymous, Who::Owner] {
            for function in FUNCTIONS {
                calls.push((*function, function.ready(&site, who).await));
            }
        }
        let mut seen = pages::all(&site, Who::Anonymous).await;
        seen.extend(pages::all(&site, Who::Owner).await);
        let session = site.world.session_of(site.owner().await.user_id()).await;
        let tokens: Vec<_> =
            calls.iter().filter_map(|(_, (_, arguments))| arguments["token"].as_str()).map(str::to_owned).collect();
        {
            let _guard = log.listen(LogFormat::Json, filter);
            for path in [format!("/invite/{invitation}"), format!("/reset/{reset}"), format!("/setup?token={reset}")] {
                assert!(site.visitor().get(&path).await.status < 500);
                assert_eq!(site.visitor().rpc(&path, &Value::Null).await.status, 405);
            }
            for (function, (browser, arguments)) in &mut calls {
                browser.set_cookie("__Host-other", &session);
                assert!(function.call(browser, arguments).await.status < 500);
            }
            for page in &mut seen {
                assert!(page.browser.get(&page.address).await.status < 500);
            }
            let mut visitor = site.visitor();
            let wrong = serde_json::json!({ "identifier": "Nils@kestrel.example", "password": "typed into the wrong field", "next": "/", "token": "" });
            function("/rpc/sign_in/password").call(&mut visitor, &wrong).await;
        }
        let text = log.text();
        assert!(log.lines().len() > 50);
        let secrets = [invitation, reset, session, PASSWORD.to_owned(), "typed into".to_owned()];
        for secret in secrets.iter().chain(tokens.iter().filter(|token| token.len() > 20)) {
            assert!(!text.contains(secret.as_str()), "{filter}: {secret}");
        }
        for personal in [MARIT, "@kestrel.example", "Marit", "Nils", "ana@", "203.0.113.7", "Ana"] {
            assert!(!text.contains(personal), "{filter}: {personal}: {}", line_with(&text, personal));
        }
    }
}

fn line_with<'a>(text: &'a str, word: &str) -> &'a str {
    text.lines().find(|line| line.contains(word)).unwrap_or_default()
}

// LG-02
#[tokio::test]
async fn log_for_people_masks_links_too() {
    let site = Site::new().await;
    let log = Written::default();
    let _guard = log.listen(LogFormat::Pretty, DEFAULT);
    let token = site.invitation_token().await;
    site.visitor().get(&format!("/invite/{token}")).await;
    assert!(log.text().contains("/invite/***") && !log.text().contains(&token), "{}", log.text());
}
