//! What goes wrong inside stays inside: a number, no text, and the next request works.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use model::error::AppError;
use model::time::Timestamp;
use serde_json::json;
use server::config::Config;
use server::router::router;
use services::testing::{BEGIN, CountingRng, TestDatabase, TestWorld, for_each_engine};
use services::{Clock, Edition, Keys, MailSettings, Rng, Services, Settings, StorageSettings};

use crate::support::arguments::set_up;
use crate::support::functions::{FUNCTIONS, function};
use crate::support::{Answer, Browser, Site, Who, pages};

/// What a panic of these tests says, and nobody outside reads.
const CANARY: &str = "the canary fell off its perch";

/// Words of the inside. Texts of pages do not use them.
const INSIDE: &[&str] = &[
    "SELECT ",
    "INSERT ",
    "UPDATE ",
    "no such table",
    "does not exist",
    "sqlx",
    "sea_orm",
    "DbErr",
    "mislaid",
    "panicked",
    "RuntimeErr",
    "backtrace",
    ".rs:",
    "/src/",
    CANARY,
];

fn check(answer: &Answer, what: &str) {
    for word in INSIDE {
        assert!(!answer.text().contains(word), "{what}: {word}: {}", answer.text());
    }
    if answer.status == 500 {
        let is_page = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        // A number that whoever operates the host finds in the log.
        let told = if is_page {
            answer.text().contains("Incident ")
        } else {
            matches!(answer.error(), AppError::Internal { incident } if !incident.0.is_nil())
        };
        assert!(told, "{what}: {}", answer.text());
    }
    assert!(answer.status < 500 || matches!(answer.status, 500 | 503), "{what}: {}", answer.status);
    assert_eq!(
        answer.status == 503,
        answer.header("retry-after").is_some() && answer.status != 429,
        "{what}: {} {:?}",
        answer.status,
        answer.headers
    );
}

// LG-06 LG-07 CS-07
#[tokio::test(flavor = "multi_thread")]
async fn failures_of_the_database_are_told_without_its_words() {
    for_each_engine(async |world: TestWorld| {
        let site = Site::over(world).await;
        let everybody = [Who::Anonymous, Who::Owner].into_iter();
        let mut calls: Vec<_> =
            everybody.flat_map(|who| FUNCTIONS.iter().map(move |function| (*function, who, None))).collect();
        for table in
            ["workspace", "user", "session", "token", "throttle", "mail", "seat_ledger", "audit_head", "invitation"]
        {
            for (function, who, ready) in &mut calls {
                if ready.is_none() {
                    *ready = Some(function.ready(&site, *who).await);
                }
            }
            let mut pages = pages::all(&site, Who::Anonymous).await;
            pages.extend(pages::all(&site, Who::Owner).await);
            site.world.execute(&format!("ALTER TABLE \"{table}\" RENAME TO mislaid")).await;
            let mut failed = 0;
            for page in &mut pages {
                let answer = page.browser.get(&page.address).await;
                check(&answer, &format!("without {table}: {}", page.address));
                failed += usize::from(answer.status == 500);
            }
            for (function, who, ready) in &mut calls {
                let (browser, arguments) = ready.as_mut().unwrap();
                let answer = function.call(browser, arguments).await;
                check(&answer, &format!("without {table}: {} as {who:?}", function.path));
                failed += usize::from(answer.status == 500);
                // What failed has left everything as it was, and so has what nobody may: both serve for the next table.
                // Not the Owner's: another call of theirs may have ended the session.
                if *who == Who::Owner || !matches!(answer.status, 401 | 500) {
                    *ready = None;
                }
            }
            site.world.execute(&format!("ALTER TABLE mislaid RENAME TO \"{table}\"")).await;
            assert!(failed > 0, "nobody misses {table}");
            for page in &mut pages {
                assert!(page.browser.get(&page.address).await.status < 500, "{table} {}", page.address);
            }
        }
    })
    .await;
}

/// A clock that lets the program fail when it is looked at for the n-th time from now.
#[derive(Default)]
struct Fuse {
    looks: AtomicUsize,
    burns_at: AtomicUsize,
}

impl Fuse {
    fn light(&self, looks: usize) {
        self.looks.store(0, Ordering::SeqCst);
        self.burns_at.store(looks, Ordering::SeqCst);
    }

    /// Whether it was looked at so often.
    fn put_out(&self) -> bool {
        self.looks.load(Ordering::SeqCst) >= self.burns_at.swap(0, Ordering::SeqCst)
    }
}

impl Clock for Fuse {
    fn now(&self) -> Timestamp {
        let look = self.looks.fetch_add(1, Ordering::SeqCst) + 1;
        assert!(look != self.burns_at.load(Ordering::SeqCst), "{CANARY}");
        BEGIN
    }
}

/// An installation whose clock is a fuse, and the browser of its Owner.
async fn on_a_fuse(database: &TestDatabase, fuse: &Arc<Fuse>) -> Browser {
    let settings = Settings {
        database: database.settings(),
        data_dir: std::env::temp_dir(),
        base_url: crate::support::ORIGIN.parse().unwrap(),
        keys: Keys::parse(&"YSBrZXkgZm9yIHRlc3RzIHRoYXQgaXMgbG9uZyBlbm91Z2g=".into(), None).unwrap(),
        mail: MailSettings::Memory,
        storage: StorageSettings::Memory,
        edition: Edition::Enterprise,
        seat_price: services::testing::SEAT_PRICE.parse().unwrap(),
        argon2_permits: 2,
    };
    let config = Config {
        listen: "127.0.0.1:3000".parse().unwrap(),
        trusted_proxies: Vec::new(),
        made_key: None,
        database_url: settings.database.url.clone(),
        settings: settings.clone(),
    };
    let rng: Arc<dyn Rng> = Arc::new(CountingRng::default());
    let services = Services::open(settings, Arc::clone(fuse) as Arc<dyn Clock>, rng).await.unwrap();
    let link = services::set_up::new_link(&services.system("operator", &[])).await.unwrap().unwrap();
    let mut owner = Browser::new(router(services, config));
    let token = link.query_pairs().next().unwrap().1.into_owned();
    let answer = function("/rpc/set_up/create").call(&mut owner, &set_up(&token)).await;
    assert_eq!(answer.location(), Some("/login?check=1&next=/users"));
    owner
}

// LG-07 LG-08 FX-09
#[tokio::test(flavor = "multi_thread")]
async fn panics_are_told_as_a_number_and_the_process_lives() {
    let database = TestDatabase::sqlite().await;
    let fuse = Arc::new(Fuse::default());
    let mut owner = on_a_fuse(&database, &fuse).await;
    let list = json!({ "query": model::users::UserQuery::default() });
    for what in ["page", "call", "page of mails", "form"] {
        // The first look is at the door, where the request gets its number.
        for looks in 2.. {
            fuse.light(looks);
            let answer = match what {
                "page" => owner.get("/users").await,
                "call" => function("/rpc/users/list").call(&mut owner, &list).await,
                "page of mails" => owner.get("/admin/mail").await,
                _ => owner.submit("/rpc/sign_in/step_up", &[("password", "wrong all along"), ("next", "/users")]).await,
            };
            let burned = fuse.put_out();
            check(&answer, &format!("{what}, look {looks}"));
            if !burned {
                assert!(looks > 3, "{what} does not look at the clock");
                break;
            }
            assert!(
                answer.status == 500 || what == "form",
                "{what}, look {looks}: {} {}",
                answer.status,
                answer.text()
            );
            assert_eq!(owner.get("/users").await.status, 200, "after {what}, look {looks}");
        }
    }
}
