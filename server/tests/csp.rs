//! The content policy of every answer.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Answer, Site, Who, pages};
use html::{Element, elements};

/// The directives of an answer's policy.
fn policy(answer: &Answer) -> BTreeMap<String, Vec<String>> {
    let text = answer.header("content-security-policy").expect("a policy");
    assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1);
    let words = text.split(';').map(|part| part.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    words.map(|words| (words[0].clone(), words[1..].to_vec())).collect()
}

/// The nonce of a page, checked on the way.
fn nonce(answer: &Answer) -> String {
    let policy = policy(answer);
    for (name, only) in [
        ("default-src", "'self'"),
        ("style-src", "'self'"),
        ("connect-src", "'self'"),
        ("form-action", "'self'"),
        ("object-src", "'none'"),
        ("base-uri", "'none'"),
        ("frame-ancestors", "'none'"),
    ] {
        assert_eq!(policy[name], [only], "{name}");
    }
    let [this, nonce, wasm] = policy["script-src"].as_slice() else { panic!("{:?}", policy["script-src"]) };
    assert_eq!((this.as_str(), wasm.as_str()), ("'self'", "'wasm-unsafe-eval'"));
    let nonce = nonce.strip_prefix("'nonce-").and_then(|rest| rest.strip_suffix('\'')).unwrap();
    // Base64 without padding holds six bits a letter.
    assert!(nonce.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) && nonce.len() * 6 >= 128, "{nonce}");
    nonce.to_owned()
}

/// Whether a browser would run what stands in it.
fn is_code(script: &Element) -> bool {
    script.name == "script" && matches!(script.get("type"), None | Some("module" | "text/javascript"))
}

// CS-11
#[tokio::test(flavor = "multi_thread")]
async fn pages_run_their_own_scripts_and_no_others() {
    let site = Site::new().await;
    let mut nonces = BTreeSet::new();
    let (mut pages_seen, mut scripts_seen) = (0, 0);
    for who in [Who::Anonymous, Who::Guest, Who::Owner] {
        for mut page in pages::all(&site, who).await {
            let answer = page.browser.get(&page.address).await;
            assert_eq!(answer.status, page.status, "{who:?} {}", page.address);
            if answer.location().is_some() {
                continue;
            }
            let nonce = nonce(&answer);
            let elements = elements(answer.text());
            for script in elements.iter().filter(|element| is_code(element)) {
                assert_eq!(script.get("nonce"), Some(nonce.as_str()), "{} {script:?}", page.address);
                scripts_seen += 1;
            }
            for element in &elements {
                assert!(element.name != "style" && element.get("style").is_none(), "{} {element:?}", page.address);
                assert!(element.attributes.keys().all(|name| !name.starts_with("on")), "{} {element:?}", page.address);
                // `base` and `meta` could undo the header.
                assert!(element.name != "base" && element.get("http-equiv").is_none(), "{} {element:?}", page.address);
            }
            assert!(nonces.insert(nonce), "{} has the nonce of another answer", page.address);
            pages_seen += 1;
        }
    }
    assert!(pages_seen > 20 && scripts_seen > 10, "{pages_seen} {scripts_seen}");
}

// CS-11
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_page_may_load_nothing() {
    let site = Site::new().await;
    let mut visitor = site.visitor();
    for path in ["/healthz", "/readyz", "/favicon.svg", "/rpc/users/list", "/pkg/other/x.js"] {
        let policy = policy(&visitor.get(path).await);
        assert_eq!(policy["default-src"], ["'none'"], "{path}");
        assert_eq!(policy["frame-ancestors"], ["'none'"], "{path}");
        assert!(policy.contains_key("sandbox") && !policy.contains_key("script-src"), "{path}");
    }
}
