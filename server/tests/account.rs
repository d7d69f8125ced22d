//! One's own pages at the door: where they lead, whose they are, and plain forms.

use serde_json::json;

use crate::support::{MARIT, Site, Who};

// S1.1
#[tokio::test(flavor = "multi_thread")]
async fn the_well_known_address_leads_to_security_settings() {
    let site = Site::new().await;
    for who in [Who::Anonymous, Who::Guest] {
        let mut browser = site.browser(who).await;
        let answer = browser.get("/.well-known/change-password").await;
        assert_eq!((answer.status, answer.location()), (303, Some("/account/security")), "{who:?}");
    }
    let answer = site.visitor().get("/account/security").await;
    assert_eq!((answer.status, answer.location()), (302, Some("/login?next=/account/security")));
}

// S1.11 S1.13 S1.14 S1.16
#[tokio::test(flavor = "multi_thread")]
async fn preferences_of_a_plain_form_apply_to_the_next_page() {
    let site = Site::new().await;
    let mut guest = site.browser(Who::Guest).await;
    assert_eq!(guest.get("/").await.location(), Some("/users"));
    let profile: serde_json::Value = guest.rpc("/rpc/account/profile", &json!({})).await.json();
    let version = profile[0]["version"].to_string();
    let mut fields = vec![
        ("version", version.as_str()), ("first_name", "Ana"), ("last_name", "Lind"), ("language", "ru"),
        ("timezone", "Asia/Tokyo"), ("default_page", "profile"), ("theme", "dark"), ("shortcuts", "on"),
    ];
    let answer = guest.submit("/rpc/account/profile_form", &fields).await;
    assert_eq!((answer.status, answer.location()), (302, Some("/account/profile")));
    let page = guest.get("/account/profile").await;
    assert!(page.text().contains("lang=\"ru\"") && page.text().contains("data-theme=\"dark\""));
    assert!(page.text().contains("value=\"Lind\""));
    assert_eq!(guest.get("/").await.location(), Some("/account/profile"));
    // An exact time, and no words such as "just now".
    let sessions = guest.get("/account/sessions").await;
    assert!(!sessions.text().contains(">Только что<"));

    // What was typed comes back, and nothing of it is stored.
    fields[1] = ("first_name", " ");
    fields[2] = ("last_name", "Typed");
    guest.submit("/rpc/account/profile_form", &fields).await;
    let page = guest.get("/account/profile").await;
    assert!(page.text().contains("value=\"Typed\"") && page.text().contains("aria-invalid=\"true\""));
    assert_eq!(site.world.number("SELECT count(*) FROM \"user\" WHERE last_name = 'Typed'").await, 0);
}

// S0.23: a Guest has an account, and no way to anybody else's.
#[tokio::test(flavor = "multi_thread")]
async fn a_guest_reaches_their_own_pages_alone() {
    let site = Site::new().await;
    let mut guest = site.browser(Who::Guest).await;
    let owner = site.owner().await;
    for path in ["/account/profile", "/account/security", "/account/sessions", "/account/permissions"] {
        let page = guest.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text().contains(MARIT), "{path}");
        assert!(!page.text().contains(&owner.user_id().to_string()), "{path}");
    }
    assert_eq!(guest.get(&format!("/users/{}/sessions", owner.user_id())).await.status, 404);
}
