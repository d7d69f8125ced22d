//! Mails, on both engines: what leaves, when it does not, and what the Mail page shows of it.

use i18n::Catalog;
use mail_parser::MessageParser;
use model::access::{Action, CompanyPermission, CompanyRole};
use model::error::{AppError, ConflictReason, Noun};
use model::ids::{MailId, UserId};
use model::invitations::{Invitee, NewInvitations};
use model::language::Language;
use model::mail::{MailFailure, MailQuery, MailState, MailSummary, MailTemplate};
use services::testing::{Fault, SentMail, TestWorld, UserSeed, for_each_engine};
use services::{Clock as _, Ctx, invitations, mail};
use uuid::Uuid;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const UNDO: i64 = 10;

const GONE: AppError = AppError::Conflict { reason: ConflictReason::MailGone };
const NOT_HERE: AppError = AppError::NotFound { what: Noun::Mail };

async fn invite(ctx: &Ctx, key: u128, address: &str, language: Language) -> UserId {
    let new = NewInvitations {
        key: Uuid::from_u128(key),
        people: vec![Invitee { address: address.to_owned(), name: None }],
        resend: Vec::new(),
        role: CompanyRole::Member,
        permissions: vec![CompanyPermission::Creator, CompanyPermission::Groups],
        message: Some("Bring coffee.\n{{ 7*7 }} <b>%n</b>".to_owned()),
        language,
    };
    invitations::send(ctx, new).await.unwrap().sent[0].user
}

/// The mails as the Owner sees them, newest first.
async fn listed(world: &TestWorld) -> Vec<MailSummary> {
    list(&world.owner().await, MailQuery::default()).await
}

async fn list(ctx: &Ctx, query: MailQuery) -> Vec<MailSummary> {
    mail::list(ctx, query).await.unwrap().page.rows
}

/// An invitation of rin@kestrel.example whose time to leave has come.
async fn due(world: &TestWorld) -> (UserId, MailId) {
    world.set_up(10).await;
    let user = invite(&world.owner().await, 1, "rin@kestrel.example", Language::En).await;
    world.clock().advance(UNDO);
    (user, listed(world).await[0].id)
}

async fn only(world: &TestWorld) -> MailSummary {
    let mut mails = listed(world).await;
    assert_eq!(mails.len(), 1);
    mails.remove(0)
}

// D8
#[tokio::test]
async fn mail_waits_leaves_and_forgets_its_link() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        invite(&world.owner().await, 1, "rin@kestrel.example", Language::En).await;
        let held = only(&world).await;
        assert_eq!((held.state, held.attempts), (MailState::Held, 0));
        assert_eq!(held.moment.unwrap().at, world.clock().now().plus_seconds(UNDO));
        assert_eq!(world.number("SELECT COUNT(*) FROM mail WHERE link IS NOT NULL").await, 1);
        world.clock().advance(UNDO);
        assert_eq!(only(&world).await.state, MailState::Due);
        world.run_jobs().await;
        let sent = only(&world).await;
        assert_eq!((sent.state, sent.attempts, sent.failure), (MailState::Sent, 1, None));
        assert_eq!(sent.moment.unwrap().at, world.clock().now());
        assert_eq!(world.number("SELECT COUNT(*) FROM mail WHERE link IS NOT NULL").await, 0);
        assert_eq!(world.run_jobs().await, 0);
        assert_eq!(world.mails().await.len(), 1);
    })
    .await;
}

// ML-03 ML-01
#[tokio::test]
async fn what_fails_for_now_is_tried_again_and_arrives_once() {
    for_each_engine(async |world| {
        let _ = due(&world).await;
        world.fail_mails(&[Fault::Unreachable, Fault::Busy, Fault::Tls]);
        for (attempts, failure) in [(1, MailFailure::Unreachable), (2, MailFailure::Unreachable), (3, MailFailure::Tls)]
        {
            assert_eq!(world.run_jobs().await, 1);
            let mail = only(&world).await;
            assert_eq!((mail.state, mail.attempts, mail.failure), (MailState::Retrying, attempts, Some(failure)));
            let next = mail.moment.unwrap().at;
            let pause = world.clock().now().seconds_until(next);
            let least = 60 << (attempts - 1);
            assert!((least..=least * 5 / 4).contains(&pause), "{pause}");
            assert_eq!(world.run_jobs().await, 0);
            world.clock().set(next);
        }
        assert_eq!(only(&world).await.answer.as_deref(), Some("certificate has ended"));
        world.run_jobs().await;
        assert_eq!(only(&world).await.state, MailState::Sent);
        assert_eq!(world.mails().await.len(), 1);
    })
    .await;
}

// ML-03
#[tokio::test]
async fn what_is_refused_for_good_is_not_tried_again_and_says_why() {
    for_each_engine(async |world| {
        let (user, failed) = due(&world).await;
        world.fail_mails(&[Fault::Refused]);
        world.run_jobs().await;
        let mail = only(&world).await;
        assert_eq!((mail.state, mail.failure), (MailState::Failed, Some(MailFailure::Refused)));
        assert_eq!(mail.answer.as_deref(), Some("550 no such mailbox"));
        world.clock().advance(DAY / 2);
        assert_eq!(world.run_jobs().await, 0);
        // The link is gone, so another try is another invitation.
        mail::retry(&world.owner().await, failed).await.unwrap();
        assert_eq!(listed(&world).await[0].state, MailState::Held);
        world.clock().advance(UNDO);
        world.run_jobs().await;
        let sent = world.mails().await.remove(0);
        assert_eq!(sent.subject, "Marit Solberg invites you to Kestrel Yard", "nobody has read the first one");
        assert_eq!(
            invitations::page(&world.anonymous(), sent.token(), None).await.unwrap().email,
            "rin@kestrel.example"
        );
        assert_eq!(world.number("SELECT COUNT(*) FROM event WHERE kind = 'invitation_resent'").await, 1);
        let _ = user;
    })
    .await;
}

// IV-19
#[tokio::test]
async fn invitation_that_has_ended_meanwhile_is_not_sent() {
    for_each_engine(async |world| {
        let _ = due(&world).await;
        world.fail_mails(&[Fault::Unreachable; 40]);
        for _ in 0..40 {
            world.run_jobs().await;
            let mail = only(&world).await;
            match mail.moment {
                Some(next) => world.clock().set(next.at),
                None => break,
            }
        }
        let mail = only(&world).await;
        assert_eq!((mail.state, mail.failure), (MailState::Failed, Some(MailFailure::Expired)));
        assert_eq!(world.mails().await.len(), 0);
        assert_eq!(mail.created.at.plus_seconds(DAY), world.clock().now(), "known as soon as it has ended");
    })
    .await;
}

// D8
#[tokio::test]
async fn state_of_the_recipient_is_looked_at_when_it_is_sent() {
    for_each_engine(async |world| {
        let _ = due(&world).await;
        world
            .execute("UPDATE \"user\" SET status = 'disabled', disabled_by = 'administrator' WHERE username = 'rin'")
            .await;
        world.run_jobs().await;
        let mail = only(&world).await;
        assert_eq!((mail.state, mail.failure, mail.attempts), (MailState::Failed, Some(MailFailure::Recipient), 0));
        assert_eq!(world.mails().await.len(), 0);
    })
    .await;
}

// ML-08 FX-09
#[tokio::test]
async fn poisoned_mail_fails_in_the_end_and_the_queue_goes_on() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let owner = world.owner().await;
        invite(&owner, 1, "unreadable@kestrel.example", Language::En).await;
        world.execute("UPDATE mail SET payload = 'x'").await;
        invite(&owner, 2, "panic@kestrel.example", Language::En).await;
        world.execute("UPDATE mail SET valid_until = NULL WHERE payload <> 'x'").await;
        world.execute("UPDATE \"user\" SET invite_until = 9000000000000").await;
        world.clock().advance(UNDO);
        world.fail_mails(&[Fault::Panic; 25]);
        for _ in 0..25 {
            world.run_jobs().await;
            world.clock().advance(8 * HOUR);
        }
        let mails = listed(&world).await;
        let ends: Vec<_> = mails.iter().map(|mail| (mail.state, mail.failure)).collect();
        assert_eq!(ends, [(MailState::Failed, Some(MailFailure::Broken)); 2]);
        assert_eq!(world.number("SELECT COUNT(*) FROM job WHERE dead_at IS NOT NULL").await, 1);
        assert_eq!(world.number("SELECT COUNT(*) FROM mail WHERE link IS NOT NULL").await, 0);
        invite(&world.owner().await, 3, "fine@kestrel.example", Language::En).await;
        world.clock().advance(UNDO);
        world.run_jobs().await;
        assert_eq!(world.mails().await.len(), 1);
    })
    .await;
}

// Invariant 14; XS-06 IV-14 IN-13
#[tokio::test]
async fn every_mail_is_written_in_the_language_of_its_recipient() {
    for_each_engine(async |world| {
        world.set_up(100).await;
        for (number, language) in Language::ALL.into_iter().enumerate() {
            let address = format!("rin{number}@kestrel.example");
            let before = world.mails().await.len();
            let user = invite(&world.owner().await, number as u128 + 1, &address, language).await;
            leave(&world).await;
            world.clock().advance(MINUTE);
            invitations::resend(&world.owner().await, user).await.unwrap();
            leave(&world).await;
            invitations::cancel(&world.owner().await, user).await.unwrap();
            leave(&world).await;
            let mails = world.mails().await.split_off(before);
            let catalog = Catalog::of(language);
            assert_eq!(mails.len(), 3);
            for mail in &mails {
                assert!(mail.html.contains(&format!("<html lang=\"{}\">", language.tag())), "{language}");
                assert!(mail.subject.contains("Kestrel Yard"), "{}", mail.subject);
                assert!(mail.text.contains(&catalog.format(
                    i18n::Key::MailsFoot,
                    &[("workspace", &"Kestrel Yard"), ("site", &"http://localhost:3000")]
                )));
                assert!(!mail.html.contains("<b>") && !mail.text.contains("{{ inviter") && !mail.html.contains("49"));
                is_well_formed(mail);
            }
            assert!(mails[0].text.contains("> {{ 7*7 }} <b>%n</b>"));
            assert_eq!(mails.iter().filter(|mail| mail.link.is_some()).count(), 2);
        }
    })
    .await;
}

async fn leave(world: &TestWorld) {
    world.clock().advance(UNDO);
    world.run_jobs().await;
}

// ML-10
fn is_well_formed(mail: &SentMail) {
    let parsed = MessageParser::new().parse(&mail.raw).unwrap();
    assert!(parsed.message_id().is_some_and(|id| id.ends_with("@localhost")));
    assert!(parsed.date().is_some() && parsed.header_raw("Auto-Submitted").is_some());
    assert!(mail.raw.split(|byte| *byte == b'\n').all(|line| line.len() <= 999));
}

#[tokio::test]
async fn invitation_says_who_what_and_until_when() {
    for_each_engine(async |world| {
        let _ = due(&world).await;
        world.run_jobs().await;
        let mail = world.mails().await.remove(0);
        let text = mail.text.replace(mail.token(), "SECRET");
        insta::allow_duplicates! {
            insta::assert_snapshot!(text.trim_end(), @r"
            Marit Solberg invites you to work in Kestrel Yard. Choose a password and you are in.

            Your role: Team member. Sees open projects, comments on them and sees the other users; extra permissions add to it.

            Extra permissions: Creator, Groups.

            Marit Solberg writes:

            > Bring coffee.
            > {{ 7*7 }} <b>%n</b>

            Accept invitation:
            http://localhost:3000/invite/SECRET

            The link works once, until 22 November 2026, 13:00 (UTC+01:00).

            If you did not expect this invitation, ignore this mail. Nothing happens until the link is used.

            -- 
            Sent by Rollcall for Kestrel Yard, http://localhost:3000
            ");
        }
    })
    .await;
}

// AZ-12 D8
#[tokio::test]
async fn page_shows_to_each_what_they_may_see_and_no_link_to_anybody() {
    for_each_engine(async |world| {
        let (user, invitation) = due(&world).await;
        world.run_jobs().await;
        let token = world.mails().await[0].token().to_owned();
        let security = world.administrator().await;
        mail::send_test(&security).await.unwrap();
        let test = listed(&world).await.into_iter().find(|mail| mail.template == MailTemplate::Test).unwrap().id;
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        assert_eq!(list(&security, MailQuery::default()).await.len(), 2);
        let seen = list(&manager, MailQuery::default()).await;
        assert_eq!(seen.iter().map(|mail| mail.id).collect::<Vec<_>>(), [invitation]);
        assert_eq!(seen[0].invitee, Some(user));
        assert!(!seen[0].actions.allows(Action::InvitationsCopyLink), "it grants more than they hold");
        assert!(
            list(&security, MailQuery::default())
                .await
                .iter()
                .any(|mail| mail.actions.allows(Action::InvitationsCopyLink))
        );
        assert_eq!(mail::text(&manager, test).await, Err(NOT_HERE));
        assert_eq!(mail::cancel(&manager, test).await, Err(NOT_HERE));
        for ctx in [world.member().await, world.guest().await] {
            assert_eq!(mail::list(&ctx, MailQuery::default()).await.unwrap_err().status_code(), 403);
            assert_eq!(mail::text(&ctx, invitation).await.unwrap_err().status_code(), 403);
            assert_eq!(mail::retry(&ctx, invitation).await.unwrap_err().status_code(), 403);
            assert_eq!(mail::send_test(&ctx).await.unwrap_err().status_code(), 403);
        }
        assert_eq!(mail::send_test(&manager).await.unwrap_err().status_code(), 403);

        let text = mail::text(&world.owner().await, invitation).await.unwrap();
        assert!(text.body.contains("http://localhost:3000/invite/•••"), "{}", text.body);
        assert_eq!((text.to.as_str(), text.from.as_str()), ("rin@kestrel.example", "Rollcall <rollcall@localhost>"));
        let eml = mail::eml(&world.owner().await, invitation).await.unwrap();
        let parsed = MessageParser::new().parse(eml.as_bytes()).unwrap();
        assert!(
            parsed.body_text(0).unwrap().contains("/invite/•••")
                && parsed.body_html(0).unwrap().contains("/invite/•••")
        );
        assert!(!text.body.contains(&token) && !eml.contains(&token));
    })
    .await;
}

#[tokio::test]
async fn page_is_searched_filtered_and_turned() {
    for_each_engine(async |world| {
        world.set_up(100).await;
        let owner = world.owner().await;
        for number in 0..12 {
            invite(&owner, number + 1, &format!("p{number}_x@kestrel.example"), Language::En).await;
            world.clock().advance(1);
        }
        world.run_jobs().await;
        let query = |state, to: &str| MailQuery { state, to: to.to_owned(), ..MailQuery::default() };
        let total = async |query| mail::list(&owner, query).await.unwrap().page.total;
        assert_eq!(total(query(None, "")).await, 12);
        assert_eq!(total(query(None, "P1")).await, 3);
        assert_eq!(total(query(None, "p_")).await, 0, "a sign of LIKE stands for itself");
        assert_eq!(total(query(None, "1_x@KESTREL")).await, 2);
        assert_eq!(total(query(Some(MailState::Sent), "")).await, 3);
        assert_eq!(total(query(Some(MailState::Held), "")).await, 9);
        world.clock().advance(3);
        assert_eq!(total(query(Some(MailState::Due), "")).await, 3);
        assert_eq!(total(query(Some(MailState::Held), "")).await, 6);
        let of = |template| MailQuery { template: Some(template), ..MailQuery::default() };
        assert_eq!(total(of(MailTemplate::Invitation)).await, 12);
        assert_eq!(total(of(MailTemplate::Test)).await, 0);
        let second = MailQuery { page: 2, per: 10, ..MailQuery::default() };
        let second = mail::list(&owner, second).await.unwrap().page;
        assert_eq!(
            second.rows.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(),
            ["p1_x@kestrel.example", "p0_x@kestrel.example"]
        );
        assert_eq!((second.page, second.per, second.pages()), (2, 10, 2));
    })
    .await;
}

#[tokio::test]
async fn mail_is_canceled_as_long_as_it_has_not_left() {
    for_each_engine(async |world| {
        let (_, id) = due(&world).await;
        let owner = world.owner().await;
        mail::cancel(&owner, id).await.unwrap();
        assert_eq!(world.run_jobs().await, 0);
        assert_eq!(only(&world).await.state, MailState::Canceled);
        assert_eq!((mail::cancel(&owner, id).await, mail::retry(&owner, id).await), (Err(GONE), Err(GONE)));
        assert_eq!(mail::cancel(&owner, MailId(Uuid::nil())).await, Err(NOT_HERE));

        invite(&owner, 2, "ana@kestrel.example", Language::En).await;
        let id = listed(&world).await[0].id;
        leave(&world).await;
        assert_eq!((mail::cancel(&owner, id).await, mail::retry(&owner, id).await), (Err(GONE), Err(GONE)));

        // One that a worker holds at this moment cannot be called back.
        invite(&owner, 3, "ivo@kestrel.example", Language::En).await;
        let id = listed(&world).await[0].id;
        world.clock().advance(UNDO);
        let lease = world.clock().now().plus_seconds(MINUTE).0;
        world.execute(&format!("UPDATE job SET lease_until = {lease} WHERE done_at IS NULL")).await;
        assert_eq!(mail::cancel(&owner, id).await, Err(GONE));
    })
    .await;
}

#[tokio::test]
async fn mail_that_waits_for_its_next_try_can_be_sent_now() {
    for_each_engine(async |world| {
        let (_, id) = due(&world).await;
        world.fail_mails(&[Fault::Unreachable]);
        world.run_jobs().await;
        let owner = world.owner().await;
        mail::retry(&owner, id).await.unwrap();
        assert_eq!(world.run_jobs().await, 1);
        assert_eq!(only(&world).await.state, MailState::Sent);
        assert_eq!(world.texts("SELECT kind FROM event WHERE kind LIKE 'mail%'").await, ["mail_retried"]);
    })
    .await;
}

#[tokio::test]
async fn test_mail_goes_to_oneself_at_once_and_is_listed_either_way() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let owner = world.owner().await;
        mail::send_test(&owner).await.unwrap();
        let sent = world.mails().await.remove(0);
        assert_eq!((sent.to.as_str(), sent.subject.as_str()), ("marit@kestrel.example", "Test mail from Kestrel Yard"));
        world.fail_mails(&[Fault::Tls]);
        world.clock().advance(1);
        let failed = AppError::Conflict { reason: ConflictReason::MailServerFailed };
        assert_eq!(mail::send_test(&owner).await, Err(failed));
        let states: Vec<_> = listed(&world).await.iter().map(|mail| (mail.state, mail.failure)).collect();
        assert_eq!(states, [(MailState::Failed, Some(MailFailure::Tls)), (MailState::Sent, None)]);
        assert_eq!(world.number("SELECT COUNT(*) FROM event").await, 1);
        // A failed one can be tried again from the page.
        let id = listed(&world).await[0].id;
        mail::retry(&owner, id).await.unwrap();
        world.run_jobs().await;
        assert_eq!(world.mails().await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn language_of_a_mail_is_chosen_seen_or_the_workspaces() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let owner = world.owner().await;
        world.execute("UPDATE \"user\" SET seen_language = 'ko'").await;
        mail::send_test(&world.signed_in(owner.user_id()).await).await.unwrap();
        world.execute("UPDATE \"user\" SET language = 'ru'").await;
        mail::send_test(&world.signed_in(owner.user_id()).await).await.unwrap();
        world.execute("UPDATE \"user\" SET language = NULL, seen_language = NULL").await;
        world.execute("UPDATE workspace SET default_language = 'es'").await;
        mail::send_test(&world.signed_in(owner.user_id()).await).await.unwrap();
        let tags: Vec<_> = world
            .mails()
            .await
            .iter()
            .map(|mail| mail.html[mail.html.find("lang=").unwrap() + 6..][..2].to_owned())
            .collect();
        assert_eq!(tags, ["ko", "ru", "es"]);
    })
    .await;
}

// UL-02: a mail names people by their present name, and nobody who was erased.
#[tokio::test]
async fn names_are_read_when_a_mail_is_looked_at() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let boss = world
            .user(UserSeed {
                first_name: "Ada".to_owned(),
                last_name: "Old".to_owned(),
                role: CompanyRole::Administrator,
                ..UserSeed::default()
            })
            .await;
        invite(&world.signed_in(boss).await, 1, "rin@kestrel.example", Language::En).await;
        assert_eq!(only(&world).await.subject, "Ada Old invites you to Kestrel Yard");
        world.execute("UPDATE \"user\" SET first_name = '', last_name = '', email = '' WHERE first_name = 'Ada'").await;
        assert_eq!(only(&world).await.subject, "Unknown user invites you to Kestrel Yard");
    })
    .await;
}
