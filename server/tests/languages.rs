//! The language of a page: the user's choice, else the visitor's, else the browser's list, else English.

use std::collections::BTreeSet;

use html::{Element, Piece, elements, understood};
use i18n::{Catalog, Language};
use serde_json::json;

use crate::support::{Browser, Site, Who, pages};

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

    let next = html::field(page.text(), "next");
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

/// What a page says: its texts, and the attributes that are read out or shown. Code, keys and scripts are no language,
/// and what has `dir="auto"` was written by people.
fn says(html: &str) -> BTreeSet<String> {
    const SAYING: &[&str] = &["alt", "aria-label", "content", "placeholder", "title"];
    const SILENT: &[&str] = &["code", "kbd", "pre", "script", "style"];
    let mut said = BTreeSet::new();
    let mut silent = Vec::new();
    for piece in understood(html) {
        match piece {
            Piece::Open(name, attributes) => {
                let is_written = attributes.get("dir").is_some_and(|direction| direction == "auto");
                let is_silent = silent.last() == Some(&true) || SILENT.contains(&&*name) || is_written;
                if !is_silent && name != "meta" {
                    said.extend(SAYING.iter().filter_map(|one| attributes.get(*one)).cloned());
                }
                if !matches!(&*name, "br" | "col" | "hr" | "img" | "input" | "link" | "meta" | "source" | "wbr") {
                    silent.push(is_silent);
                }
            }
            Piece::Text(text) if silent.last() != Some(&true) => drop(said.insert(text.trim().to_owned())),
            Piece::Text(_) => {}
            Piece::Close(_) => drop(silent.pop()),
        }
    }
    said
}

/// Whether there is a word in it that Japanese would not write so.
fn has_latin_word(text: &str) -> bool {
    text.split(|letter: char| !letter.is_ascii_alphabetic()).any(|word| word.len() > 2)
}

/// Every text of a catalog.
fn texts(value: &serde_json::Value, into: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) => drop(into.insert(text.clone())),
        serde_json::Value::Array(values) => values.iter().for_each(|value| texts(value, into)),
        serde_json::Value::Object(values) => values.values().for_each(|value| texts(value, into)),
        _ => {}
    }
}

// S1.16 S1.17: what stands in English on a Japanese page was never translated, unless a person wrote it.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_in_english() {
    let site = Site::new().await;
    let mut catalog = BTreeSet::new();
    texts(&serde_json::from_str(Catalog::to_json(Language::Ja)).unwrap(), &mut catalog);
    // A command is written in the log by its own name; the rest was written by people, or is a zone.
    let data = ["English", "Español", "Marit Solberg", "Marit", "Solberg", "Rollcall", "Some", "UTC", "operator"];
    let profile: serde_json::Value =
        site.browser(Who::Member).await.rpc("/rpc/account/profile", &json!({})).await.json();
    let zones: BTreeSet<String> = serde_json::from_value(profile[0]["timezones"].clone()).unwrap();
    let is_zone = |text: &str| zones.contains(&text.replace(' ', "_"));
    let is_data = |text: &str| {
        let is_name = ["One ", "Some One", "user"].iter().any(|beginning| text.starts_with(beginning));
        // Subjects of mails are in the language of whoever gets them, and name the workspace.
        data.contains(&text) || is_name || text.contains('@') || text.contains("Kestrel Yard") || is_zone(text)
    };
    let mut left = BTreeSet::new();
    let mut looked_at = 0;
    for who in [Who::Owner, Who::Anonymous] {
        for mut page in pages::all(&site, who).await {
            if page.status == 302 {
                continue;
            }
            let english = page.browser.get(&page.address).with("accept-language", "en").await;
            let japanese = page.browser.get(&page.address).with("accept-language", "ja").await;
            let (english, japanese) = (says(english.text()), says(japanese.text()));
            looked_at += 1;
            let same = english.intersection(&japanese).filter(|text| has_latin_word(text));
            let ours = same.filter(|text| !catalog.contains(*text) && !is_data(text));
            left.extend(ours.map(|text| format!("{}: {text}", page.address)));
        }
    }
    assert!(looked_at > 40, "{looked_at} pages");
    assert_eq!(left, BTreeSet::new());
}
