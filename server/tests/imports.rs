//! Tables of people at the door: who may send them, how long they may be, and the way to the verdicts without script.

use std::task::Context;

use model::import::TABLE_MAX_BYTES;
use services::testing::{TestWorld, for_each_engine};

use crate::support::{Answer, Browser, ORIGIN, Site, Who};

const BOUNDARY: &str = "rollcall-test-boundary";

/// The form of the page, as a browser sends it.
fn form(file: &[u8], text: &str) -> Vec<u8> {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../people.csv\"\r\nContent-Type: text/csv\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    let rest = format!(
        "\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n{text}\r\n--{BOUNDARY}--\r\n"
    );
    body.extend_from_slice(rest.as_bytes());
    body
}

/// Each step of it on a thread of its own, as may happen to any request: none of them knows what the one before set up.
async fn across_threads<T: Send>(future: impl Future<Output = T> + Send) -> T {
    let (mut future, runtime) = (Box::pin(future), tokio::runtime::Handle::current());
    std::future::poll_fn(move |context| {
        let (step, runtime, waker) = (future.as_mut(), &runtime, context.waker().clone());
        let poll = move || {
            let _entered = runtime.enter();
            step.poll(&mut Context::from_waker(&waker))
        };
        std::thread::scope(|scope| scope.spawn(poll).join().unwrap())
    })
    .await
}

async fn send(browser: &mut Browser, file: &[u8], text: &str) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    browser
        .call("POST", "/uploads/people")
        .with("accept", "text/html")
        .with("origin", ORIGIN)
        .with("sec-fetch-site", "same-origin")
        .body(&kind, form(file, text))
        .await
}

/// What the page says after a refusal.
async fn refusal(browser: &mut Browser, file: &[u8], text: &str) -> String {
    let answer = send(browser, file, text).await;
    assert_eq!((answer.status, answer.location()), (303, Some("/users/import")), "{}", answer.text());
    browser.get("/users/import").await.text().to_owned()
}

// IV-15 CS-15: check, look, apply, report, all with plain forms.
#[tokio::test(flavor = "multi_thread")]
async fn a_table_goes_the_whole_way_without_script() {
    for_each_engine(async |world: TestWorld| {
        let site = Site::over(world).await;
        let mut owner = site.browser(Who::Owner).await;
        let table = "email;Name;Rolle\nana@kestrel.example;Ana Lind;x\nnope;;\n";
        let answer = send(&mut owner, table.as_bytes(), "").await;
        let address = answer.location().unwrap().to_owned();
        assert!(answer.status == 303 && address.starts_with("/users/import?key="), "{} {address}", answer.status);
        let page = owner.get(&address).await;
        assert!(page.text().contains("ana@kestrel.example") && page.text().contains("Ana Lind"), "{}", page.text());
        let (key, seen) = (html::field(page.text(), "key"), html::field(page.text(), "seen"));
        let order = [("key", key.as_str()), ("seen", seen.as_str())];
        let people =
            async || site.world.number("SELECT count(*) FROM \"user\" WHERE email = 'ana@kestrel.example'").await;
        assert_eq!(people().await, 0);
        for _ in 0..2 {
            let answer = owner.submit("/rpc/import/apply", &order).await;
            assert_eq!(answer.location(), Some(address.as_str()), "{}", answer.text());
            assert_eq!(people().await, 1);
        }
        assert!(owner.get(&address).await.text().contains("1 user was invited."));
        assert!(owner.get(&address).await.text().contains("1 mail is waiting."));
        let report = owner.get(&address.replace("?", "/report?")).await;
        assert_eq!((report.status, report.header("content-type")), (200, Some("text/csv; charset=utf-8")));
        assert_eq!(report.header("content-disposition"), Some("attachment; filename=\"rollcall-import.csv\""));
        assert!(
            report.text().contains("\"2\",\"ana@kestrel.example\",\"Ana Lind\",\"Invited: Team member"),
            "{}",
            report.text()
        );
        assert_eq!(report.text().lines().count(), 3);
        let again = across_threads(owner.get(&address.replace("?", "/report?")).into_future()).await;
        assert_eq!((again.status, again.text()), (200, report.text()));
    })
    .await;
}

// S3.42: what was imported is taken back by a form within the window, on its own page; Recent changes says so.
#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_taken_back_without_script() {
    for_each_engine(async |world: TestWorld| {
        let site = Site::over(world).await;
        let mut owner = site.browser(Who::Owner).await;
        let answer = send(&mut owner, b"", "ana@kestrel.example\nbo@kestrel.example\n").await;
        let address = answer.location().unwrap().to_owned();
        let page = owner.get(&address).await;
        let (key, seen) = (html::field(page.text(), "key"), html::field(page.text(), "seen"));
        owner.submit("/rpc/import/apply", &[("key", key.as_str()), ("seen", seen.as_str())]).await;
        let page = owner.get(&address).await;
        let change = html::field(page.text(), "change");
        let listed = owner.get("/users?dialog=changes").await;
        let said = html::main(listed.text());
        assert!(said.contains("2 users were imported or changed by a table."), "{said}");
        assert!(listed.text().contains(&change));
        let undo = [("change", change.as_str()), ("next", address.as_str())];
        assert_eq!(owner.submit("/rpc/changes/undo_form", &undo).await.location(), Some(address.as_str()));
        let page = owner.get(&address).await;
        assert!(html::main(page.text()).contains("Taken back for 2 users."), "{}", html::main(page.text()));
        assert!(!page.text().contains("id=\"import-undo\""));
        let open = "SELECT count(*) FROM \"user\" WHERE status = 'invited'";
        assert_eq!(site.world.number(open).await, 0);
        // Once more is too late, and what is said of it is no refused export.
        let next = "/users?dialog=changes";
        let again = [("change", change.as_str()), ("next", next)];
        assert_eq!(owner.submit("/rpc/changes/undo_form", &again).await.location(), Some(next));
        let page = owner.get(next).await;
        assert!(!html::main(page.text()).contains("The export has not begun."), "{}", html::main(page.text()));
        assert!(!page.text().contains("name=\"change\""));
    })
    .await;
}

// A name and columns that are put right, and the words of another language.
#[tokio::test(flavor = "multi_thread")]
async fn columns_are_put_right_with_a_form() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    let address =
        send(&mut owner, b"", "Wer,Adresse\nAna Lind,ana@kestrel.example\n").await.location().unwrap().to_owned();
    let page = owner.get(&address).await;
    assert!(!page.text().contains("id=\"import-apply\""));
    let key = html::field(page.text(), "key");
    let fields =
        [("key", key.as_str()), ("means[0]", "name"), ("means[1]", "email"), ("role", "guest"), ("language", "ru")];
    assert_eq!(owner.submit("/rpc/import/columns", &fields).await.location(), Some(address.as_str()));
    let page = owner.get(&address).await;
    assert!(page.text().contains("Guest · Русский"), "{}", page.text());
    let twice =
        [("key", key.as_str()), ("means[0]", "email"), ("means[1]", "email"), ("role", "guest"), ("language", "ru")];
    owner.submit("/rpc/import/columns", &twice).await;
    assert!(owner.get(&address).await.text().contains("Two columns mean the same."));
}

// IV-11 UP-03: what cannot be read is refused in words, up to a limit; this route alone takes long bodies.
#[tokio::test(flavor = "multi_thread")]
async fn tables_that_cannot_be_read_are_refused_in_words() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    assert!(refusal(&mut owner, b"", "").await.contains("Choose a file or paste a table"));
    assert!(refusal(&mut owner, b"email\nZo\xeb@kestrel.example", "").await.contains("CSV UTF-8"));
    assert!(refusal(&mut owner, b"\xff\xfee\0m\0a\0i\0l\0", "").await.contains("CSV UTF-8"));
    let long = format!("email\n{}", "a@b.example\n".repeat(20_001));
    assert!(refusal(&mut owner, long.as_bytes(), "").await.contains("more than 20,000 rows"));
    assert!(refusal(&mut owner, &vec![b'a'; TABLE_MAX_BYTES + 1], "").await.contains("larger than 8 MB"));
    // Twenty thousand rows are more than other forms may send.
    let fits = format!("email\n{}", (0..20_000).map(|n| format!("person{n}@b.example\n")).collect::<String>());
    assert!(send(&mut owner, fits.as_bytes(), "").await.location().unwrap().starts_with("/users/import?key="));
    assert!(refusal(&mut owner, &vec![b'a'; 4 * TABLE_MAX_BYTES + 1], "").await.contains("larger than 8 MB"));
    let answer = owner.submit_raw("/rpc/import/apply", vec![b'a'; 300 * 1024]).await;
    assert_eq!(answer.status, 413);
}

// AZ-11 AZ-22 CS-01 UP-08
#[tokio::test(flavor = "multi_thread")]
async fn tables_are_for_holders_of_users() {
    let site = Site::new().await;
    let before = site.world.number("SELECT count(*) FROM token").await;
    let mut visitor = site.visitor();
    let answer = send(&mut visitor, b"a@b.example", "").await;
    assert_eq!((answer.status, answer.location()), (303, Some("/login?next=/users/import")));
    assert_eq!(visitor.get("/users/import/report?key=x").await.location(), Some("/login?next=/users/import"));
    for who in [Who::Guest, Who::Member] {
        let mut browser = site.browser(who).await;
        assert_eq!(send(&mut browser, b"a@b.example", "").await.location(), Some("/users/import"));
        assert_eq!(browser.get("/users/import").await.status, 403, "{who:?}");
        assert_eq!(browser.get("/users/import/report?key=x").await.status, 403, "{who:?}");
    }
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let mut owner = site.browser(Who::Owner).await;
    let forged = owner
        .call("POST", "/uploads/people")
        .with("origin", "https://evil.example")
        .with("sec-fetch-site", "cross-site")
        .body(&kind, form(b"a@b.example", ""))
        .await;
    assert_eq!(forged.status, 403);
    assert_eq!(site.world.number("SELECT count(*) FROM token").await, before);
    assert!(
        send(&mut site.browser(Who::Manager).await, b"a@b.example", "").await.location().unwrap().contains("?key=")
    );
    // A report of a table that is not kept leads back to the page, in words.
    let answer = owner.get("/users/import/report?key=x").await;
    assert_eq!((answer.status, answer.location()), (303, Some("/users/import")));
    assert!(owner.get("/users/import").await.text().contains("no longer kept"));
}

// RL-05: who exports too many, or as the third, is told so on the page and not in JSON.
#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_is_refused_says_so_on_the_page() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    let id = site.owner().await.user_id().to_string();
    let many = vec![id.as_str(); 2_001].join(",");
    let answer = owner.submit("/users/export", &[("people", &many)]).await;
    assert_eq!((answer.status, answer.location()), (303, Some("/users")));
    let page = owner.get("/users").await;
    assert!(page.text().contains("A file of chosen users holds at most 2,000."), "{}", page.text());
    // It is said once.
    assert!(!owner.get("/users").await.text().contains("holds at most 2,000."));

    let ctx = site.owner().await;
    let everyone = || model::bulk::Selection::Matching(model::users::UserQuery::default());
    let _one = services::transfer::export(&ctx, everyone()).await.unwrap();
    let _two = services::transfer::export(&ctx, everyone()).await.unwrap();
    let answer = owner.get("/users/export?role=guest&sort=-name").await;
    assert_eq!((answer.status, answer.location()), (303, Some("/users?role=guest&sort=-name")));
    assert!(owner.get("/users?role=guest&sort=-name").await.text().contains("Other exports are under way."));
    // Programs get the answer as it is.
    let answer =
        owner.call("GET", "/users/export").with("accept", "application/json").with("sec-fetch-site", "none").await;
    assert_eq!((answer.status, answer.error().status_code()), (429, 429));
}
