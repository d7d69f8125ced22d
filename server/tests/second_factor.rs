//! Where the secret of an authenticator and backup codes are shown, how long, and to whom.

use app::cookies::SESSION;
use html::elements;
use serde_json::{Value, json};
use services::testing::PASSWORD;

use crate::support::{Answer, Browser, Site, Who};

const HERE: &str = "/account/security";
const ENABLE: &str = "/account/security?dialog=enable-2fa";
const CODES: &str = "/account/security?dialog=backup-codes";

/// Opens a page, which no cache keeps.
async fn open(browser: &mut Browser, path: &str) -> Answer {
    let page = browser.get(path).await;
    assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")), "{path}");
    page
}

/// The key of the app that is being set up, as the page gets it.
async fn key(browser: &mut Browser) -> Option<String> {
    let answer = browser.rpc("/rpc/two_factor/page", &json!({})).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let page: Value = answer.json();
    page[0]["two_factor"]["enrollment"]["key"].as_str().map(str::to_owned)
}

/// Begins to set up an app, with the password; its key.
async fn begin(browser: &mut Browser) -> String {
    browser.submit("/rpc/sign_in/step_up", &[("password", PASSWORD), ("next", HERE)]).await;
    let answer = browser.submit("/rpc/two_factor/begin", &[]).await;
    assert_eq!((answer.status, answer.location()), (302, Some(ENABLE)));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    key(browser).await.expect("an app is being set up")
}

async fn confirm(site: &Site, browser: &mut Browser, key: &str) {
    let answer = browser.submit("/rpc/two_factor/confirm", &[("code", &*site.world.app_code(key, 0))]).await;
    assert_eq!((answer.status, answer.location()), (302, Some(HERE)));
}

/// Whether the page shows the QR code or the key below it.
fn shows(page: &Answer, key: &str) -> bool {
    page.text().contains("factor__qr") || page.text().contains(key) || page.text().contains(&key.replace(' ', ""))
}

/// The backup codes on a page.
fn backup_codes(page: &Answer) -> Vec<String> {
    let codes = elements(page.text()).into_iter().filter(|element| element.name == "code");
    codes.map(|code| code.text).filter(|text| text.len() == 19 && text.matches('-').count() == 3).collect()
}

// TF-19
#[tokio::test(flavor = "multi_thread")]
async fn secret_of_an_app_is_shown_to_its_session_until_it_is_confirmed() {
    let site = Site::new().await;
    let marit = site.owner().await.user_id();
    let mut owner = site.browser_of(marit).await;
    let mut elsewhere = site.browser_of(marit).await;
    let mut other = site.browser(Who::Administrator).await;
    let secret = begin(&mut owner).await;

    let page = open(&mut owner, ENABLE).await;
    assert!(shows(&page, &secret));
    // Nothing that is loaded, opened or sent has it in its address.
    for element in elements(page.text()) {
        for address in ["href", "src", "action"].into_iter().filter_map(|name| element.get(name)) {
            let plain = address.replace("%20", "").replace([' ', '+'], "");
            assert!(!plain.contains(&secret.replace(' ', "")) && !plain.contains("otpauth"), "{address}");
        }
    }
    for browser in [&mut elsewhere, &mut other] {
        assert_eq!(key(browser).await, None);
        assert!(!shows(&open(browser, ENABLE).await, &secret));
    }
    assert_eq!(site.visitor().get(ENABLE).await.status, 302);

    confirm(&site, &mut owner, &secret).await;
    assert_eq!(key(&mut owner).await, None);
    for path in [HERE, ENABLE] {
        assert!(!shows(&open(&mut owner, path).await, &secret), "{path}");
    }
}

// BC-13
#[tokio::test(flavor = "multi_thread")]
async fn backup_codes_are_on_one_page_once_and_gone_after_the_sign_out() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    let secret = begin(&mut owner).await;
    confirm(&site, &mut owner, &secret).await;
    let mut made = Vec::new();
    for _ in 0..2 {
        site.world.clock().advance(60);
        let code = site.world.app_code(&secret, 0);
        let answer = owner.submit("/rpc/two_factor/backup_codes", &[("code", &*code)]).await;
        assert_eq!((answer.status, answer.location()), (302, Some(CODES)));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        // The second set stays unseen.
        if made.is_empty() {
            made = backup_codes(&open(&mut owner, CODES).await);
            assert_eq!(made.len(), 10);
            assert!(answer.cookies().iter().all(|cookie| !made.iter().any(|code| cookie.contains(code.as_str()))));
            assert_eq!(backup_codes(&open(&mut owner, CODES).await), Vec::<String>::new());
        }
    }
    let mut kept = owner.clone();
    let answer = owner.submit("/rpc/sign_in/out", &[]).await;
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\", \"storage\""));
    for browser in [&mut owner, &mut kept] {
        let answer = browser.get(CODES).await;
        assert_eq!((answer.status, backup_codes(&answer)), (302, Vec::new()));
    }
    assert_eq!(backup_codes(&owner.visit(CODES).await), Vec::<String>::new());
    // Nor does somebody else see them who signs in before they were shown.
    let mut unseen = site.browser(Who::Owner).await;
    site.world.clock().advance(60);
    let code = site.world.app_code(&secret, 0);
    assert_eq!(unseen.submit("/rpc/two_factor/backup_codes", &[("code", &*code)]).await.status, 302);
    let mut next = unseen.clone();
    let other = site.browser(Who::Administrator).await;
    next.set_cookie(SESSION, other.cookie(SESSION).expect("a session"));
    assert_eq!(backup_codes(&next.get(CODES).await), Vec::<String>::new());
    assert_eq!(backup_codes(&unseen.get(CODES).await).len(), 10);
}
