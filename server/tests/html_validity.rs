//! The HTML of every page survives a browser's parser, in a world full of hostile names.
//!
//! What a parser moves, closes or adds breaks hydration; what it takes for a tag of its own is an injection.

use std::collections::BTreeSet;

use html::{Piece, elements, faults, understood, written};
use services::testing::UserSeed;
use url::form_urlencoded::byte_serialize;

use crate::support::pages::{self, Page};
use crate::support::{Site, Who};

/// Texts that want to be markup. Where they are taken for it, something bears the mark `data-injected`, or calls `__x`.
const HOSTILE: &[&str] = &[
    "<script data-injected>window.__x=1</script>",
    "</title><script data-injected>window.__x=1</script>",
    "</textarea><script data-injected>window.__x=1</script>",
    "</script><script data-injected>window.__x=1</script>",
    "</style><img data-injected src=x onerror=window.__x=1>",
    "<!--<script data-injected>",
    "--><img data-injected src=x onerror=__x()>",
    "<![CDATA[<img data-injected>]]>",
    "]]><p data-injected>",
    "\"><img data-injected src=x onerror=window.__x=1>",
    "'><svg data-injected onload=window.__x=1>",
    "\" onfocus=\"window.__x=1\" autofocus data-injected=\"",
    "' onmouseover='window.__x=1' data-injected='",
    "` data-injected=`",
    "x style=\"background:url(javascript:__x)\" class=admin data-injected",
    "<a data-injected href=\"javascript:window.__x=1\">x</a>",
    "javascript:window.__x=1",
    "data:text/html,<script data-injected>__x</script>",
    "<iframe data-injected srcdoc=\"<script>__x</script>\">",
    "<form data-injected name=document>",
    "<base data-injected href=//evil.example>",
    "<meta data-injected http-equiv=refresh content=0>",
    "<template data-injected><script>",
    "<noscript><p data-injected title=\"</noscript>\">",
    "<svg data-injected><style><img src=x onerror=__x()>",
    "<math><mtext data-injected><table><mglyph><style>",
    "<table data-injected><tr><td>",
    "</div></main></body></html><p data-injected>",
    "<p data-injected><div>",
    "<select data-injected><option>",
    "{{7*7}}",
    "${7*7}",
    "{%x%}",
    "%s%n%x",
    "{0}",
    "&lt;script data-injected&gt;",
    "&amp;amp;",
    "&#60;b data-injected&#62;",
    "&quot;&apos;",
    "\u{202e}txet desrever",
    "\u{2066}isolated",
    "\u{2028}line\u{2029}",
    "a\u{301}\u{301}\u{301}",
    "\u{1f468}\u{200d}\u{1f3ac}",
    "\\u003cscript\\u003e",
    "\\",
    "\\\"",
    "'",
    "\"",
    "''",
    "ﬀ＜script＞",
    "<\u{0}script>",
    "\r\n\t",
    " ",
    "\u{feff}",
];

/// A workspace in which everything that people can name has a hostile name.
async fn hostile_site() -> Site {
    let site = Site::new().await;
    let set = async |column: &str, text: &str| {
        let text = text.replace('\'', "''").replace('\0', "");
        site.world.execute(&format!("UPDATE {column} = '{text}'")).await;
    };
    set("workspace SET name", HOSTILE.concat().as_str()).await;
    for text in HOSTILE {
        let text = text.replace('\0', "");
        let (first_name, last_name) = (text.clone(), text);
        site.world
            .user(UserSeed { first_name: first_name.clone(), last_name: last_name.clone(), ..UserSeed::default() })
            .await;
        site.world.user(UserSeed { first_name, last_name, ..site.invitation() }).await;
    }
    for _ in 0..3 {
        services::invitations::resend(&site.owner().await, site.invited().await).await.unwrap();
    }
    set("invitation SET message", &HOSTILE.concat()).await;
    set("\"user\" SET last_name", &HOSTILE.concat()).await;
    set("mail SET answer", &HOSTILE.concat()).await;
    site
}

/// Checks a page. Answers that lead elsewhere have nothing to show.
async fn check(page: &mut Page) -> bool {
    let answer = page.browser.get(&page.address).await;
    let place = &page.address;
    if answer.location().is_some() {
        return false;
    }
    assert!(answer.status < 500, "{place}: {}", answer.text());
    let html = answer.text();
    assert!(html.starts_with("<!DOCTYPE html>"), "{place}: {html:.100}");

    let (written, understood) = (written(html), understood(html));
    for (number, (one, other)) in written.iter().zip(&understood).enumerate() {
        assert!(
            one == other,
            "{place}: written {:?}, understood {:?}",
            around(&written, number),
            around(&understood, number)
        );
    }
    assert_eq!(written.len(), understood.len(), "{place}");
    assert_eq!(faults(html), Vec::<String>::new(), "{place}");

    for element in elements(html) {
        assert!(element.get("data-injected").is_none(), "{place}: {element:?}");
        for (name, value) in &element.attributes {
            assert!(!name.starts_with("on") && name != "srcdoc" && name != "style", "{place}: {element:?}");
            let is_address = matches!(name.as_str(), "href" | "src" | "action" | "formaction" | "poster" | "data");
            let own =
                value.starts_with('/') && !value.starts_with("//") || value.starts_with('#') || value.starts_with('?');
            assert!(!is_address || own, "{place}: {element:?}");
        }
        assert!(
            !["iframe", "base", "object", "embed", "math", "style"].contains(&element.name.as_str()),
            "{place}: {element:?}"
        );
        let is_data = element.get("type") == Some("application/json");
        let is_ours = element.get("nonce").is_some() || element.get("src").is_some();
        assert!(element.name != "script" || is_data || is_ours, "{place}: {element:?}");
    }
    no_nesting(&written, place);
    true
}

/// What parsers let pass and browsers or readers cannot use: a control inside a control.
fn no_nesting(pieces: &[Piece], place: &str) {
    let controls = ["a", "button", "label", "form"];
    let mut open: Vec<&str> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Open(name, _) if controls.contains(&name.as_str()) => {
                let inside = open.iter().any(|outer| *outer == name || (*outer != "form" && *outer != "label"));
                assert!(!inside, "{place}: {name} inside {open:?}");
                open.push(name);
            }
            Piece::Close(name) if controls.contains(&name.as_str()) => drop(open.pop()),
            _ => {}
        }
    }
}

fn around(pieces: &[Piece], number: usize) -> &[Piece] {
    &pieces[number.saturating_sub(4)..(number + 3).min(pieces.len())]
}

/// Every route of the application has an address in `support::pages`.
#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_looked_at() {
    let site = Site::new().await;
    let mut listed: BTreeSet<_> =
        pages::all(&site, Who::Owner).await.into_iter().map(|page| page.route.to_owned()).collect();
    listed.remove("*");
    let routes: BTreeSet<_> =
        leptos_axum::generate_route_list(app::App).iter().map(|route| route.path().to_owned()).collect();
    assert_eq!(routes, listed);
}

// XS-01 XS-02 XS-04
#[tokio::test(flavor = "multi_thread")]
async fn every_page_is_what_it_says_in_a_hostile_world() {
    let site = hostile_site().await;
    for who in [Who::Anonymous, Who::Guest, Who::Member, Who::Manager, Who::Owner] {
        let mut shown = 0;
        for mut page in pages::all(&site, who).await {
            shown += usize::from(check(&mut page).await);
        }
        assert!(shown >= 7, "{who:?} sees {shown} pages");
    }
}

// XS-02 IN-08
#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_the_address_is_text() {
    let site = Site::new().await;
    let owner = site.browser(Who::Owner).await;
    for text in HOSTILE {
        let text: String = byte_serialize(text.as_bytes()).collect();
        for address in [
            format!("/users?q={text}"),
            format!("/users?sort={text}&view={text}&cols={text}&dialog={text}"),
            format!("/users?{text}={text}"),
            format!("/admin/mail?to={text}&state={text}"),
            format!("/admin/audit?actor={text}&action={text}&target={text}&from={text}&page={text}"),
            format!("/admin/settings?tab={text}"),
            format!("/step-up?next=/{text}"),
            format!("/login?next={text}"),
            format!("/{text}"),
            format!("/users/{text}"),
            format!("/invite/{text}"),
            format!("/reset/{text}"),
            format!("/setup?token={text}"),
        ] {
            for browser in [owner.clone(), site.visitor()] {
                check(&mut Page { route: "", address: address.clone(), browser, status: 200 }).await;
            }
        }
    }
}

// XS-01 XS-02
#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_comes_back_as_text() {
    let site = Site::new().await;
    for text in HOSTILE {
        for mut page in pages::refused(&site, text).await {
            assert!(check(&mut page).await, "{} leads elsewhere", page.address);
        }
        // So many tries would have to wait.
        site.world.execute("DELETE FROM throttle").await;
    }
}

// XS-02
#[tokio::test(flavor = "multi_thread")]
async fn pages_of_the_set_up_are_valid_too() {
    let site = Site::configured(crate::support::empty().await, |_| {});
    for mut page in pages::set_up_of(&site).await {
        assert!(check(&mut page).await);
    }
    let mut nobody = site.visitor();
    for address in ["/login", "/users", "/setup", "/invite/x", "/reset/x", "/no/such/page", "/"] {
        let browser = nobody.clone();
        check(&mut Page { route: "", address: address.to_owned(), browser, status: 200 }).await;
        assert!(nobody.get(address).await.status < 500, "{address}");
    }
}
