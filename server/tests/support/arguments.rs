//! What the server functions are called with: forms as their pages send them, and things that were made for one call.

use model::bulk::{BulkAction, BulkChange, Selection};
use model::ids::MailId;
use model::mail::MailQuery;
use serde_json::{Value, json};
use services::testing::{Fault, PASSWORD, UserSeed};

use super::browser::Browser;
use super::site::{MARIT, Site};

/// Every field of the forms in the window of a user; each form reads its own.
pub(super) async fn window_form(site: &Site) -> Value {
    let user = site.world.user(UserSeed::default()).await;
    json!({
        "user": user.to_string(), "next": format!("/users/{user}/profile"), "version": "1", "first_name": "Ana",
        "last_name": "Lind", "username": format!("u{}", user.0.simple()), "seen": "", "note": "Prefers calls",
        "reference": "", "access_ends": "2030-01-31", "session": user.to_string(), "seen_key": "k7m2", "reason": "lost a laptop",
        "email": "lind@plover.example",
        "role": "member", "permissions": "creator", "here": format!("/users/{user}/access"), "undo": "no such secret",
    })
}

/// The form of an invitation.
pub(crate) fn acceptance(token: &str) -> Value {
    json!({
        "token": token, "first_name": "Ana", "last_name": "Moreno", "language": "",
        "password": PASSWORD, "password_again": PASSWORD,
    })
}

/// The form of the set-up.
pub(crate) fn set_up(token: &str) -> Value {
    json!({
        "token": token, "workspace": "Kestrel Yard", "timezone": "Europe/Oslo", "language": "en", "seats": "10",
        "first_name": "Marit", "last_name": "Solberg", "email": MARIT, "username": "marit",
        "password": PASSWORD, "password_again": PASSWORD,
    })
}

/// What the Add user dialog sends for Members with these addresses.
pub(crate) fn invitations(addresses: &[&str]) -> Value {
    let people: Vec<_> = addresses.iter().map(|address| json!({ "address": address })).collect();
    json!({
        "key": "01900000-0000-7000-8000-000000000001", "people": people, "resend": [], "role": "member",
        "permissions": [], "message": null, "language": "en",
    })
}

/// A key that no order came with before.
pub(super) fn next_key() -> String {
    static LAST: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    format!("01900000-0000-7000-8000-{:012}", LAST.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
}

/// The number of a fresh invoice.
pub(crate) async fn invoice(site: &Site) -> String {
    let owner = site.world.stepped_up(&site.owner().await).await;
    let order = model::billing::SeatOrder { key: next_key().parse().unwrap(), more: 1 };
    services::billing::buy(&owner, order).await.unwrap().invoice
}

/// A planned reduction.
pub(super) async fn reduction(site: &Site) -> impl serde::Serialize {
    let owner = site.world.stepped_up(&site.owner().await).await;
    services::billing::reduce(&owner, 1).await.unwrap().id
}

/// What pages of this browser's session carry; nothing where nobody is signed in.
pub(crate) async fn session_token(browser: &mut Browser) -> String {
    let frame: Value = browser.rpc("/rpc/session/frame", &json!({})).await.json();
    frame["session"]["form_token"].as_str().unwrap_or_default().to_owned()
}

/// The token of a sign-in form. Someone who is signed in sees none, so theirs was opened before.
pub(super) async fn form_token(site: &Site, browser: &mut Browser) -> String {
    let mut visitor = site.visitor();
    let token = html::field(visitor.get("/login").await.text(), "token");
    browser.set_cookie(app::cookies::VISIT, visitor.cookie(app::cookies::VISIT).unwrap());
    token
}

/// What takes back a change that the Owner made.
pub(super) async fn undo_of_a_change(site: &Site) -> String {
    let owner = site.owner().await;
    let meant = Selection::People(vec![site.world.user(UserSeed::default()).await]);
    let look = services::bulk::preview(&owner, meant, BulkAction::Disable).await.unwrap();
    let change = BulkChange { action: BulkAction::Disable, seen: look.seen, matching: None };
    services::bulk::apply(&owner, change).await.unwrap().undo.unwrap()
}

/// A change that the Owner made, as Recent changes names it.
pub(super) async fn change(site: &Site) -> String {
    // The newest comes first, unless many are as new.
    site.world.clock().advance(1);
    drop(undo_of_a_change(site).await);
    let changes = services::bulk::recent(&site.owner().await).await.unwrap();
    changes.first().unwrap().id.to_string()
}

/// What takes back a text that the Owner wrote.
pub(super) async fn undo_of_an_edit(site: &Site) -> String {
    let owner = site.owner().await;
    let user = site.world.user(UserSeed::default()).await;
    let change =
        model::user_window::NoteChange { seen: None, body: "Prefers calls".to_owned(), reference: String::new() };
    services::user_window::annotate(&owner, user, change).await.unwrap().secret
}

/// A table that the Owner has checked: its key, and what was seen of it.
pub(super) async fn checked_table(site: &Site) -> (String, String) {
    let owner = site.owner().await;
    let key = services::transfer::check(&owner, b"table@kestrel.example".to_vec()).await.unwrap();
    let query = model::import::ImportQuery { key: key.clone(), show: None, page: 1 };
    let seen = services::transfer::page(&owner, query).await.unwrap().check.unwrap().seen;
    (key, seen)
}

/// A mail that waits for the end of its undo window.
pub(super) async fn waiting_mail(site: &Site) -> MailId {
    let owner = site.owner().await;
    // The newest is on the first page, unless many are as new.
    site.world.clock().advance(1);
    let user = site.invited().await;
    services::invitations::resend(&owner, user).await.unwrap();
    let mails = services::mail::list(&owner, MailQuery::default()).await.unwrap();
    mails.page.rows.iter().find(|mail| mail.invitee == Some(user)).unwrap().id
}

/// A mail that the server refused, of an invitation that can be sent again.
pub(super) async fn failed_mail(site: &Site) -> MailId {
    site.world.clock().advance(61);
    site.world.run_jobs().await; // what earlier calls left
    let mail = waiting_mail(site).await;
    site.world.clock().advance(61); // past the undo window, and the pause between two links
    site.world.fail_mails(&[Fault::Refused]);
    assert_eq!(site.world.run_jobs().await, 1);
    mail
}

/// The settings of all players, with a note that nobody has written yet.
pub(super) fn players() -> model::players::PlayersFields {
    use model::players::{Player, PlayerSetting, PlayersFields};
    let mut players: Vec<_> = Player::ALL.iter().copied().map(PlayerSetting::initial).collect();
    players[0].note = "Plays ProRes too".to_owned();
    PlayersFields { players, default: Player::BuiltIn }
}
