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
        ("version", version.as_str()),
        ("first_name", "Ana"),
        ("last_name", "Lind"),
        ("language", "ru"),
        ("timezone", "Asia/Tokyo"),
        ("default_page", "my_tasks"),
        ("theme", "dark"),
        ("density", "compact"),
        ("shortcuts", "on"),
    ];
    let answer = guest.submit("/rpc/account/profile_form", &fields).await;
    assert_eq!((answer.status, answer.location()), (302, Some("/account/profile")));
    let page = guest.get("/account/profile").await;
    assert!(page.text().contains("lang=\"ru\"") && page.text().contains("data-theme=\"dark\""));
    assert!(page.text().contains("data-density=\"compact\""));
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
    for path in
        ["/account/profile", "/account/player", "/account/security", "/account/sessions", "/account/permissions"]
    {
        let page = guest.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text().contains(MARIT), "{path}");
        assert!(!page.text().contains(&owner.user_id().to_string()), "{path}");
    }
    assert_eq!(guest.get(&format!("/users/{}/sessions", owner.user_id())).await.status, 404);
}

// S1.8 EM-07 PR-16
#[tokio::test(flavor = "multi_thread")]
async fn link_to_a_new_address_leads_through_the_sign_in_and_asks_for_a_press() {
    let site = Site::new().await;
    let someone = site.world.member().await;
    let token = site.email_token_of(&someone).await;
    let path = format!("/email/{token}");
    let mut visitor = site.visitor();
    let answer = visitor.get(&path).await;
    assert_eq!((answer.status, answer.location()), (302, Some(&*format!("/login?next={path}"))));
    let other = site.browser(Who::Owner).await.get(&path).await;
    assert_eq!(other.status, 409);
    assert!(!other.text().contains("@plover.example"), "whose address it is, is nobody else's business");

    let mut browser = site.browser_of(someone.user_id()).await;
    for _ in 0..2 {
        let page = browser.get(&path).await;
        assert_eq!((page.status, page.header("referrer-policy")), (200, Some("no-referrer")));
        assert!(page.text().contains("@plover.example"));
    }
    assert_eq!(site.world.number("SELECT count(*) FROM \"user\" WHERE email LIKE '%@plover.example'").await, 0);
    let answer = browser.submit("/rpc/account/confirm_email", &[("token", &*token)]).await;
    assert_eq!((answer.status, answer.location()), (302, Some("/account/profile")));
    let profile = browser.get("/account/profile").await;
    assert!(profile.text().contains("@plover.example") && profile.text().contains("Your email address is changed."));
    assert_eq!(browser.get(&path).await.status, 404);
    assert_eq!(site.visitor().get("/email/no-such-link").await.status, 404);
}

// S1.8 D7: without script the new address is typed once, and stands there again after the password.
#[tokio::test(flavor = "multi_thread")]
async fn address_is_changed_by_plain_forms() {
    let site = Site::new().await;
    let someone = site.world.member().await;
    let mut browser = site.browser_of(someone.user_id()).await;
    let fields = [
        ("version", "1"),
        ("first_name", "Ana"),
        ("last_name", "Lind"),
        ("email", "ana@plover.example"),
        ("language", "browser"),
        ("timezone", "UTC"),
        ("default_page", "overview"),
        ("theme", "system"),
        ("density", "standard"),
    ];
    let answer = browser.submit("/rpc/account/profile_form", &fields).await;
    assert_eq!(answer.location(), Some("/step-up?next=/account/profile"));
    let step_up = browser.get("/step-up?next=/account/profile").await;
    let kept = html::field(step_up.text(), "kept");
    // A wrong password does not lose it either.
    let wrong = [("password", "not the password"), ("next", "/account/profile"), ("kept", &*kept)];
    browser.submit("/rpc/sign_in/step_up", &wrong).await;
    let again = browser.get("/step-up?next=/account/profile").await;
    assert_eq!(html::field(again.text(), "kept"), kept);
    let right = [("password", services::testing::PASSWORD), ("next", "/account/profile"), ("kept", &*kept)];
    assert_eq!(browser.submit("/rpc/sign_in/step_up", &right).await.location(), Some("/account/profile"));
    let profile = browser.get("/account/profile").await;
    assert!(profile.text().contains("value=\"ana@plover.example\"") && profile.text().contains("value=\"Lind\""));
    assert!(profile.text().contains("What you typed is here again"));

    assert_eq!(browser.submit("/rpc/account/profile_form", &fields).await.location(), Some("/account/profile"));
    let waiting = "Waiting for confirmation of ana@plover.example";
    assert!(browser.get("/account/profile").await.text().contains(waiting));
    browser.submit("/rpc/account/email_again", &[]).await;
    let sent = browser.get("/account/profile").await;
    assert!(sent.text().contains("The link to the new address is on its way.") && sent.text().contains(waiting));
    browser.submit("/rpc/account/cancel_email", &[]).await;
    let canceled = browser.get("/account/profile").await;
    assert!(canceled.text().contains("The change is canceled.") && !canceled.text().contains(waiting));
}
