//! A change, its event, its audit entry, its mails and its jobs commit together or not at all, on both engines.

use model::access::CompanyRole;
use model::error::AppError;
use model::ids::UserId;
use model::invitations::{Invitee, NewInvitations};
use model::language::Language;
use model::sign_in::AcceptForm;
use services::testing::{PASSWORD, TestWorld, for_each_engine};
use services::{Ctx, invitations, mail};
use uuid::Uuid;

const UNDO: i64 = 10;
const DAY: i64 = 24 * 60 * 60;

/// Every table that a change of this file can touch.
const TABLES: [&str; 12] = [
    "\"user\"",
    "user_permission",
    "invitation",
    "token",
    "credential",
    "session",
    "mail",
    "job",
    "event",
    "audit_event",
    "audit_head",
    "seat_ledger",
];

fn new(key: u128, address: &str) -> NewInvitations {
    NewInvitations {
        key: Uuid::from_u128(key),
        people: vec![Invitee { address: address.to_owned(), name: None }],
        resend: Vec::new(),
        role: CompanyRole::Guest,
        permissions: Vec::new(),
        message: None,
        language: Language::En,
    }
}

async fn invite(ctx: &Ctx, key: u128, address: &str) -> Result<UserId, AppError> {
    invitations::send(ctx, new(key, address)).await.map(|report| report.sent[0].user)
}

fn form(token: &str) -> AcceptForm {
    AcceptForm {
        token: token.to_owned(),
        first_name: "Rin".to_owned(),
        last_name: "Takahashi".to_owned(),
        password: PASSWORD.to_owned(),
        password_again: PASSWORD.to_owned(),
        language: String::new(),
    }
}

/// From now on the last statement of every change fails.
async fn break_audit(world: &TestWorld) {
    let sql = world.either(
        "CREATE TRIGGER broken BEFORE UPDATE ON audit_head BEGIN SELECT RAISE(ABORT, 'broken'); END",
        "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$; \
         CREATE TRIGGER broken BEFORE UPDATE ON audit_head EXECUTE FUNCTION broken()",
    );
    world.execute(sql).await;
}

async fn mend_audit(world: &TestWorld) {
    world.execute(world.either("DROP TRIGGER broken", "DROP FUNCTION broken CASCADE")).await;
}

/// The rows that a change can touch, in an order of their own.
async fn rows(world: &TestWorld) -> Vec<String> {
    let prefixes = TABLES.map(|table| format!("{}: ", table.trim_matches('"')));
    let dump = world.dump().await;
    let mut rows: Vec<_> =
        dump.lines().filter(|line| prefixes.iter().any(|prefix| line.starts_with(prefix))).map(str::to_owned).collect();
    rows.sort_unstable();
    rows
}

// ML-07 LG-07; invariant 22
#[tokio::test]
async fn change_that_fails_at_its_last_statement_leaves_nothing() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let waiting = invite(&owner, 1, "waiting@kestrel.example").await.unwrap();
        let comes_in = invite(&owner, 2, "rin@kestrel.example").await.unwrap();
        world.clock().advance(UNDO);
        world.run_jobs().await;
        let mails = world.mails().await;
        let token = mails.iter().find(|mail| mail.to.starts_with("rin")).unwrap().token().to_owned();
        let held = invite(&owner, 3, "held@kestrel.example").await.unwrap();
        let held_mail = mail::list(&owner, model::mail::MailQuery::default()).await.unwrap().page.rows[0].id;
        break_audit(&world).await;
        let before = rows(&world).await;

        let outcomes = [
            invite(&owner, 4, "new@kestrel.example").await.map(drop),
            invitations::resend(&owner, waiting).await.map(drop),
            invitations::copy_link(&owner, waiting).await.map(drop),
            invitations::cancel(&owner, held).await,
            mail::cancel(&owner, held_mail).await,
            mail::send_test(&owner).await,
            invitations::accept(&world.anonymous(), form(&token), None).await.map(drop),
        ];
        for outcome in outcomes {
            let error = outcome.unwrap_err();
            assert_eq!(error.status_code(), 500, "{error:?}");
            assert!(!error.to_string().contains("broken"));
        }
        assert_eq!(rows(&world).await, before);
        world.clock().advance(UNDO);
        world.run_jobs().await;
        assert_eq!(world.mails().await.len(), 4, "the test mail left before its row; the held one is still sent");

        // Nothing is in the way of doing it all again.
        mend_audit(&world).await;
        let signed_in = invitations::accept(&world.anonymous(), form(&token), None).await.unwrap();
        assert_eq!(signed_in.user, comes_in);
    })
    .await;
}

// O8 LG-03
#[tokio::test]
async fn every_change_leaves_its_event_and_its_audit_entry() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let user = invite(&owner, 1, "rin@kestrel.example").await.unwrap();
        invitations::resend(&owner, user).await.unwrap();
        world.clock().advance(61);
        invitations::copy_link(&owner, user).await.unwrap();
        invitations::cancel(&owner, user).await.unwrap();
        let user = invite(&owner, 2, "ana@kestrel.example").await.unwrap();
        world.clock().advance(UNDO);
        world.run_jobs().await;
        let token = world.mails().await.pop().unwrap().token().to_owned();
        world.clock().advance(DAY);
        invitations::request_new_link(&world.anonymous(), &token).await.unwrap();
        let owner = world.owner().await;
        invitations::resend(&owner, user).await.unwrap();
        world.clock().advance(UNDO);
        world.run_jobs().await;
        let mails = world.mails().await;
        let token = mails.iter().rev().find(|mail| mail.link.is_some()).unwrap().token();
        invitations::accept(&world.anonymous(), form(token), None).await.unwrap();

        let done = [
            "invitation_sent",
            "invitation_resent",
            "invitation_link_copied",
            "invitation_canceled",
            "invitation_sent",
            "new_link_requested",
            "invitation_resent",
            "invitation_accepted",
            "signed_in",
        ];
        assert_eq!(world.texts("SELECT action FROM audit_event ORDER BY seq").await, done);
        assert_eq!(world.number("SELECT COUNT(*) FROM event").await, 9);
        assert_eq!(
            world.number("SELECT COUNT(*) FROM event WHERE kind <> 'new_link_requested' AND actor IS NULL").await,
            0
        );
        let personal = world.texts("SELECT payload FROM event").await.concat();
        assert!(!personal.contains('@') && !personal.contains("Rin"), "ids only: {personal}");
        // What was refused has changed nothing and left nothing.
        assert!(invitations::resend(&owner, user).await.is_err());
        assert_eq!(world.number("SELECT COUNT(*) FROM event").await, 9);
    })
    .await;
}
