//! The language of a page: the user's choice, else the visitor's, else the browser's list, else English.

use serde_json::json;

use crate::support::html::{Element, elements};
use crate::support::{Browser, Site, Who};

fn root(html: &str) -> Element {
    elements(html).remove(0)
}

async fn language(browser: &mut Browser, path: &str, list: &str) -> String {
    let answer = browser.get(path).with("accept-language", list).await;
    assert_eq!(answer.status, 200);
    root(answer.text()).get("lang").unwrap().to_owned()
}

// S1.17
#[tokio::test(flavor = "multi_thread")]
async fn page_follows_the_list_of_the_browser() {
    let site = Site::new().await;
    let mut member = site.browser(Who::Member).await;
    for (list, expected) in [
        ("es", "es"),
        ("de, ko;q=0.8, en;q=0.5", "ko"),
        ("ru-RU", "ru"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("en;q=0.1, ja", "ja"),
        ("de, fr", "en"),
        ("", "en"),
        ("*", "en"),
        ("es;q=0, en", "en"),
        (";;;,,,q=x", "en"),
    ] {
        assert_eq!(language(&mut site.visitor(), "/login", list).await, expected, "{list:?}");
        assert_eq!(language(&mut member, "/users", list).await, expected, "{list:?}");
    }
}

// S1.17 S1.18
#[tokio::test(flavor = "multi_thread")]
async fn choice_of_the_user_comes_before_the_browser_and_can_be_taken_back() {
    let site = Site::new().await;
    let mut member = site.browser(Who::Member).await;
    for code in ["en", "zh", "es", "ja", "ru", "ko"] {
        let answer = member.rpc("/rpc/account/preferences", &json!({ "change": { "language": code } })).await;
        assert_eq!(answer.status, 200, "{code}");
        assert!(language(&mut member, "/users", "de, en").await.starts_with(code));
    }
    for odd in ["de", "EN", "en-US", "", "zh-Hans"] {
        let answer = member.rpc("/rpc/account/preferences", &json!({ "change": { "language": odd } })).await;
        assert_eq!(answer.error().status_code(), 422, "{odd:?}");
    }
    member.rpc("/rpc/account/preferences", &json!({ "change": { "language": "browser" } })).await;
    assert_eq!(language(&mut member, "/users", "es").await, "es");
}

// S1.18
#[tokio::test(flavor = "multi_thread")]
async fn visitor_chooses_between_six_languages_before_signing_in() {
    let site = Site::new().await;
    let mut visitor = site.visitor();
    let page = visitor.get("/login?next=/users%3Fq%3Dana").await;
    let elements = elements(page.text());
    let offered: Vec<_> =
        elements.iter().filter(|element| element.name == "option").map(|option| option.text.trim()).collect();
    assert_eq!(offered, ["English", "简体中文", "Español", "日本語", "Русский", "한국어"]);

    let next = crate::support::html::field(page.text(), "next");
    for (chosen, expected) in [("ko", "ko"), ("zh", "zh-Hans"), ("nonsense", "ru")] {
        let answer = visitor.submit("/rpc/session/language", &[("language", chosen), ("next", &next)]).await;
        assert!(answer.location().is_some_and(|location| location.starts_with('/')));
        assert_eq!(language(&mut visitor, "/login", "ru").await, expected, "{chosen}");
    }
}

// S1.17
#[tokio::test(flavor = "multi_thread")]
async fn texts_of_the_page_are_in_its_language() {
    let site = Site::new().await;
    for (list, title) in [("en", "Sign in"), ("es", "Iniciar sesión")] {
        let answer = site.visitor().get("/login").with("accept-language", list).await;
        let heading = elements(answer.text()).into_iter().find(|element| element.name == "h1").unwrap();
        assert_eq!(heading.text, title);
    }
}
