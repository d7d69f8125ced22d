//! Explain: who may ask about whom, what the answer is made of, and asking for what one may not do.

use model::access::{Action, Blocker, CompanyPermission, CompanyRole, DisabledBy, Verdict};
use model::error::{AppError, ConflictReason, Noun};
use model::explain::{ABOUT_PERSON, AccessRequest, Explained, Question, Search, Sought};
use model::fields::FieldCode;
use model::ids::UserId;
use model::user_window::{Change, Explanation};
use model::users::{UserQuery, UserStatus};
use services::testing::{TestWorld, UserSeed, at_once, for_each_engine};
use services::{Ctx, access_requests, explanations, users};

use CompanyPermission::{Billing, Users};

async fn explain(who: &Ctx, question: Question) -> Result<Explained, AppError> {
    explanations::explain(who, question).await
}

async fn answer(who: &Ctx, question: Question) -> Explanation {
    explain(who, question).await.unwrap().explanation.unwrap()
}

fn of(id: UserId) -> Sought {
    Sought { id: Some(id), typed: String::new() }
}

fn named(typed: &str) -> Sought {
    Sought { id: None, typed: typed.to_owned() }
}

fn seed(first: &str, last: &str) -> UserSeed {
    let email = format!("{first}.{last}@kestrel.example").to_lowercase();
    UserSeed { first_name: first.to_owned(), last_name: last.to_owned(), email, ..UserSeed::default() }
}

async fn ask(who: &Ctx, action: Action, message: &str) -> Result<(), AppError> {
    access_requests::ask(who, AccessRequest { action, message: message.to_owned() }).await
}

// S0.23 AZ-09 AZ-12
#[tokio::test]
async fn everyone_asks_about_themself_and_holders_of_users_about_others() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let someone = world.user(seed("Ana", "Lind")).await;
        let (owner, member, guest) = (world.owner().await, world.member().await, world.guest().await);
        for who in [&owner, &member, &guest, &world.member_with(&[Users]).await] {
            let own = explain(who, Question::of(Action::SecurityEdit)).await.unwrap();
            assert!(own.person.known().unwrap().is_self);
            assert_eq!(own.explanation.unwrap().allowed, who.user_id() == owner.user_id());
        }
        let about = Question { person: of(someone), ..Question::of(Action::SeatsBuy) };
        assert!(matches!(explain(&member, about.clone()).await, Err(AppError::Forbidden { .. })));
        let missing = AppError::NotFound { what: Noun::User };
        assert_eq!(explain(&guest, about.clone()).await.unwrap_err(), missing);
        assert_eq!(explain(&guest, Question::about(Action::UsersDisable, someone)).await.unwrap_err(), missing);
        let unknown = UserId(uuid::Uuid::from_u128(7));
        assert_eq!(explain(&owner, Question { person: of(unknown), ..about.clone() }).await.unwrap_err(), missing);
        let seen = explain(&owner, about).await.unwrap();
        assert_eq!(seen.person.known().unwrap().name, "Ana Lind");
        let seen = seen.explanation.unwrap();
        assert_eq!(seen.fixes[0].changes, [Change::Grant(Billing)]);
        assert!(seen.fixes[0].yours);
        // What a Member types into an address for somebody else is not looked for.
        let typed = Question { person: named("Ana"), ..Question::of(Action::SeatsBuy) };
        assert!(explain(&member, typed).await.unwrap().person.known().unwrap().is_self);
    })
    .await;
}

#[tokio::test]
async fn people_are_found_by_what_is_typed() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = world.owner().await;
        let ana = world.user(seed("Ana", "Lind")).await;
        world.user(seed("Anton", "Berg")).await;
        let about = |about: Sought| Question { about, ..Question::of(Action::UsersDisable) };
        let found = explain(&owner, about(named("ana.lind@"))).await.unwrap();
        assert_eq!(found.about.known().map(|known| known.id), Some(ana));
        let found = explain(&owner, about(named("an"))).await.unwrap();
        assert!(matches!(&found.about, Search::Several(people) if people.len() == 2), "{found:?}");
        // Of several nobody is meant yet, and a Team member in general is not meant either.
        assert_eq!(found.explanation, None);
        assert_eq!(explain(&owner, about(named("%"))).await.unwrap().about, Search::NotFound);
        // Another name over the one that stood there counts; the same one does not.
        let over = Sought { id: Some(ana), typed: "anton".to_owned() };
        assert_eq!(explain(&owner, about(over)).await.unwrap().about.known().unwrap().name, "Anton Berg");
        let same = Sought { id: Some(ana), typed: " Ana Lind ".to_owned() };
        assert_eq!(explain(&owner, about(same)).await.unwrap().about.known().map(|known| known.id), Some(ana));
        // Without somebody in particular there is an answer only where one can be given.
        assert!(explain(&owner, about(Sought::default())).await.unwrap().explanation.is_some());
        let enable = Question { about: Sought::default(), ..Question::of(Action::UsersEnable) };
        assert_eq!(explain(&owner, enable).await.unwrap().explanation, None);
    })
    .await;
}

// Invariant 13, S0.23: for every control of a row the panel names the reason with which the row disables it.
#[tokio::test]
async fn panel_gives_the_reason_that_disables_the_control() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(50).await;
        let off = (UserStatus::Disabled, Some(DisabledBy::Administrator));
        for role in [CompanyRole::Administrator, CompanyRole::Member, CompanyRole::Guest] {
            for (status, disabled_by) in [(UserStatus::Active, None), off, (UserStatus::Deleted, None)] {
                world.user(UserSeed { role, status, disabled_by, ..UserSeed::default() }).await;
            }
            let later = world.anonymous().now().plus_seconds(60);
            let invited = UserSeed { status: UserStatus::Invited, invite_until: Some(later), ..UserSeed::default() };
            world.user(UserSeed { role, extras: vec![Billing], ..invited }).await;
        }
        let mut compared = 0;
        for who in [world.owner().await, world.administrator().await, world.member_with(&[Users]).await] {
            let list = users::list(&who, UserQuery { archived: true, per: 100, ..UserQuery::default() }).await.unwrap();
            for row in list.page.rows {
                for (action, verdict) in row.actions.0 {
                    assert!(ABOUT_PERSON.contains(&action), "{action}");
                    let answer = answer(&who, Question::about(action, row.id)).await;
                    match verdict {
                        // The list does not look for the last Organization Admin.
                        Verdict::Allowed if answer.blockers == [Blocker::LastOrgAdmin] => {}
                        Verdict::Allowed => assert!(answer.allowed, "{action} {}: {answer:?}", row.name),
                        Verdict::Blocked(first) => {
                            assert_eq!(answer.blockers.first(), Some(&first), "{action} {}", row.name);
                        }
                    }
                    compared += usize::from(!verdict.is_allowed());
                }
            }
        }
        assert!(compared > 10, "{compared}");
    })
    .await;
}

// AZ-12: the answer about somebody says nothing that the directory does not show.
#[tokio::test]
async fn answer_to_a_member_does_not_tell_the_state_of_others() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let active = world.user(seed("Ana", "Lind")).await;
        let off = UserSeed {
            status: UserStatus::Disabled,
            disabled_by: Some(DisabledBy::Administrator),
            ..seed("Bo", "Berg")
        };
        let off = world.user(off).await;
        let member = world.member().await;
        for action in ABOUT_PERSON {
            let of_active = answer(&member, Question::about(*action, active)).await;
            let of_off = answer(&member, Question::about(*action, off)).await;
            assert_eq!(of_active, of_off, "{action}");
        }
    })
    .await;
}

// S0.23 RL-01 XS-06 IV-14
#[tokio::test]
async fn request_reaches_those_who_can_give_it_once_a_day() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = world.owner().await;
        let manager = world.user(UserSeed { extras: vec![Users, Billing], ..seed("Mia", "Vogt") }).await;
        // Holds Users and not Billing, so cannot give it.
        world.user(UserSeed { extras: vec![Users], ..seed("Kim", "Roth") }).await;
        let member = world.user(seed("Ana", "Lind")).await;
        let member = world.signed_in(member).await;
        assert!(explain(&member, Question::of(Action::SeatsBuy)).await.unwrap().can_request);
        ask(&member, Action::SeatsBuy, "For the <b>new</b> show").await.unwrap();
        world.run_jobs().await;
        let mut mails = world.mails().await;
        mails.sort_by(|one, other| one.to.cmp(&other.to));
        let to: Vec<_> = mails.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(to, ["marit@kestrel.example", "mia.vogt@kestrel.example"]);
        for mail in &mails {
            assert_eq!(mail.subject, "Ana Lind asks for access in Kestrel Yard");
            assert!(mail.text.contains("For the <b>new</b> show") && mail.text.contains("buy seats"), "{}", mail.text);
            assert!(mail.text.contains(&format!("/explain?user={}&can=seats_buy", member.user_id())), "{}", mail.text);
            assert!(!mail.html.contains("<b>new</b>"), "{}", mail.html);
        }
        let again = ask(&member, Action::SeatsBuy, "").await.unwrap_err();
        assert!(matches!(again, AppError::RateLimited { retry_after_secs: 86_400 }), "{again:?}");
        // Each ability has a day of its own.
        ask(&member, Action::AuditView, "").await.unwrap();
        world.clock().advance(24 * 60 * 60);
        let member = world.signed_in(member.user_id()).await;
        ask(&member, Action::SeatsBuy, "").await.unwrap();
        let asked = "SELECT count(*) FROM audit_event WHERE action = 'access_requested'";
        assert_eq!(world.number(asked).await, 3);
        let _ = (owner, manager);
        world.assert_sound().await;
    })
    .await;
}

// S0.23 IN-08
#[tokio::test]
async fn request_is_refused_for_what_one_may_do_and_for_what_cannot_be_given() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, member) = (world.owner().await, world.member().await);
        let stale = AppError::Conflict { reason: ConflictReason::Stale };
        assert_eq!(ask(&owner, Action::SeatsBuy, "").await.unwrap_err(), stale);
        for action in [Action::AccountEdit, Action::OwnershipTransfer, Action::UsersDelete] {
            assert_eq!(ask(&member, action, "").await.unwrap_err(), AppError::field("action", FieldCode::NotOffered));
        }
        for (message, code) in [
            ("see https://evil.example", FieldCode::NoLinks),
            (&"x".repeat(1001), FieldCode::TooLong { max: 1000 }),
            ("a\u{202e}b", FieldCode::InvalidCharacters),
        ] {
            assert_eq!(ask(&member, Action::SeatsBuy, message).await.unwrap_err(), AppError::field("message", code));
        }
        assert_eq!(world.number("SELECT count(*) FROM access_request").await, 0);
        assert_eq!(world.number("SELECT count(*) FROM mail").await, 0);
    })
    .await;
}

// RL-01: of many requests at once one leaves. The first time their key makes them wait for one another; later the lock of
// the row in `access_requests` does: without it several find the row of the day before on PostgreSQL, and fail at the
// mails of the first instead of being told when to ask again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_requests_at_once_one_leaves() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let member = world.member().await.user_id();
        for _ in 0..6 {
            let member = world.signed_in(member).await;
            let many = (0..12).map(|_| {
                let member = member.clone();
                async move { ask(&member, Action::SeatsBuy, "now").await }
            });
            let (left, told): (Vec<_>, Vec<_>) = at_once(many).await.into_iter().partition(Result::is_ok);
            assert_eq!(left.len(), 1, "{told:?}");
            let later = Err(AppError::RateLimited { retry_after_secs: 24 * 60 * 60 });
            assert!(told.iter().all(|answer| *answer == later), "{told:?}");
            world.clock().advance(24 * 60 * 60);
        }
        assert_eq!(world.number("SELECT count(*) FROM mail").await, 6);
        world.assert_sound().await;
    })
    .await;
}

// Invariant 11
#[tokio::test]
async fn message_is_gone_with_the_person() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let member = world.user(seed("Ana", "Lind")).await;
        ask(&world.signed_in(member).await, Action::SeatsBuy, "For my own show").await.unwrap();
        world.run_jobs().await;
        let owner = world.stepped_up(&world.owner().await).await;
        let plan = services::deletion::plan(&owner, member).await.unwrap();
        let order = model::deletion::DeletionOrder {
            version: plan.version,
            deletion: model::deletion::Deletion::Erase,
            name: plan.name,
        };
        services::deletion::delete(&owner, member, order).await.unwrap();
        world.clock().advance(61);
        world.run_jobs().await;
        assert_eq!(world.number("SELECT count(*) FROM access_request").await, 0);
    })
    .await;
}
