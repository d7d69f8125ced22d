//! The window of a user: what it shows to whom, and what can be changed there.

use model::access::{Action, Blocker, CompanyPermission, CompanyRole, DisabledBy, Verdict};
use model::error::{AppError, ConflictReason, Noun};
use model::fields::FieldCode;
use model::ids::{SessionId, UserId};
use model::user_window::{
    AccessTab, Change, NamesChange, NoteChange, Notes, SessionsTab, TimelineEntry, TimelineLine, UserWindow,
    WindowBody, WindowQuery, WindowTab,
};
use model::users::{StatusView, UserQuery, UserStatus};
use services::testing::{TestWorld, UserSeed, for_each_engine};
use services::{Ctx, access_ends, credentials, user_window, users};

use CompanyPermission::{Audit, Billing, Users};

const REASON: &str = "lost a laptop";

fn query(tab: WindowTab) -> WindowQuery {
    WindowQuery { tab, list: None, action: None, page: 1, role: None }
}

async fn open(who: &Ctx, user: UserId, tab: WindowTab) -> Result<UserWindow, AppError> {
    user_window::open(who, user, query(tab)).await
}

async fn notes(who: &Ctx, user: UserId) -> Option<Notes> {
    match open(who, user, WindowTab::Profile).await.unwrap().body {
        WindowBody::Profile { notes, .. } => notes,
        other => panic!("{other:?}"),
    }
}

async fn access(who: &Ctx, user: UserId, action: Option<Action>) -> AccessTab {
    let query = WindowQuery { action, ..query(WindowTab::Access) };
    match user_window::open(who, user, query).await.unwrap().body {
        WindowBody::Access(access) => access,
        other => panic!("{other:?}"),
    }
}

async fn sessions(who: &Ctx, user: UserId) -> SessionsTab {
    match open(who, user, WindowTab::Sessions).await.unwrap().body {
        WindowBody::Sessions(sessions) => sessions,
        other => panic!("{other:?}"),
    }
}

async fn timeline(who: &Ctx, user: UserId) -> Vec<TimelineEntry> {
    match open(who, user, WindowTab::Timeline).await.unwrap().body {
        WindowBody::Timeline(page) => page.rows,
        other => panic!("{other:?}"),
    }
}

async fn annotate(who: &Ctx, user: UserId, body: &str) -> Result<(), AppError> {
    let seen = notes(who, user).await.and_then(|notes| notes.current).map(|note| note.id);
    let change = NoteChange { seen, body: body.to_owned(), reference: "HR-7".to_owned() };
    user_window::annotate(who, user, change).await.map(drop)
}

async fn rename(who: &Ctx, user: UserId, first: &str, last: &str, username: &str) -> Result<(), AppError> {
    let WindowBody::Profile { names, .. } = open(who, user, WindowTab::Profile).await?.body else { panic!() };
    let version = names.map_or(1, |names| names.version);
    let change = NamesChange {
        version,
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        username: username.to_owned(),
    };
    user_window::rename(who, user, change).await.map(drop)
}

async fn end_on(who: &Ctx, user: UserId, day: &str) -> Result<(), AppError> {
    let version = access(who, user, None).await.end.map_or(1, |end| end.version);
    access_ends::set(who, user, version, day).await.map(drop)
}

fn first_blocker(error: &AppError) -> Option<Blocker> {
    match error {
        AppError::Forbidden { blockers, .. } => blockers.first().copied(),
        _ => None,
    }
}

fn field(error: &AppError, name: &str) -> Option<FieldCode> {
    match error {
        AppError::Invalid { fields } => fields.of(name),
        _ => None,
    }
}

// S3.24 AZ-09 EN-06 AZ-12
#[tokio::test]
async fn window_is_open_to_whoever_sees_the_user_in_the_list_and_each_tab_to_its_right() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let user = world.user(UserSeed { email: "ana@kestrel.example".to_owned(), ..UserSeed::default() }).await;
        let unknown = UserId(uuid::Uuid::from_u128(7));
        let guest = world.guest().await;
        for tab in WindowTab::ALL {
            let missing = AppError::NotFound { what: Noun::User };
            assert_eq!(open(&guest, user, *tab).await.unwrap_err(), missing, "{tab}");
            assert_eq!(open(&guest, unknown, *tab).await.unwrap_err(), missing, "{tab}");
            assert_eq!(open(&world.owner().await, unknown, *tab).await.unwrap_err(), missing, "{tab}");
        }
        use WindowTab::{Access, Profile, Sessions, Timeline};
        for (who, tabs) in [
            (world.owner().await, vec![Profile, Access, Sessions, Timeline]),
            (world.administrator().await, vec![Profile, Access, Sessions, Timeline]),
            (world.member_with(&[Users]).await, vec![Profile, Access, Timeline]),
            (world.member_with(&[Audit]).await, vec![Profile, Timeline]),
            (world.member().await, vec![Profile]),
        ] {
            let window = open(&who, user, Profile).await.unwrap();
            assert_eq!(window.tabs, tabs);
            for tab in WindowTab::ALL {
                let opened = open(&who, user, *tab).await;
                match tabs.contains(tab) {
                    true => assert!(opened.is_ok(), "{tab} {opened:?}"),
                    false => assert_eq!(opened.unwrap_err().status_code(), 403, "{tab}"),
                }
            }
        }
        let member = world.member().await;
        assert_eq!(open(&member, user, Profile).await.unwrap().user.details, None);
        // One's own access is explained to everybody.
        assert_eq!(access(&member, member.user_id(), None).await.held.role, CompanyRole::Member);
    })
    .await;
}

// S3.25 S3.26 XS-01
#[tokio::test]
async fn administrator_information_is_for_holders_of_users_and_keeps_its_history() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, manager) = (world.owner().await, world.member_with(&[Users]).await);
        let subject = world.member().await;
        let user = subject.user_id();
        annotate(&owner, user, "first\n</textarea>").await.unwrap();
        world.clock().advance(60);
        annotate(&manager, user, "second").await.unwrap();
        let seen = notes(&owner, user).await.unwrap();
        let current = seen.current.unwrap();
        assert_eq!((current.body.as_str(), current.reference.as_str()), ("second", "HR-7"));
        assert!(current.author.unwrap().starts_with("Some One"));
        assert_eq!(seen.earlier.len(), 1);
        assert_eq!(seen.earlier[0].body, "first\n</textarea>");
        assert_eq!(seen.earlier[0].author.as_deref(), Some("Marit Solberg"));

        for stranger in [&subject, &world.member().await, &world.member_with(&[Audit]).await] {
            assert_eq!(notes(stranger, user).await, None);
            let change = NoteChange { seen: None, body: String::new(), reference: String::new() };
            assert!(matches!(user_window::annotate(stranger, user, change).await, Err(AppError::Forbidden { .. })));
        }
        assert_eq!(world.number("SELECT count(*) FROM user_note").await, 2);
        // The log says that it was written, and nothing of it.
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE \"after\" LIKE '%second%'").await, 0);
        world.assert_sound().await;
    })
    .await;
}

// S3.25 UL-08
#[tokio::test]
async fn newer_note_is_not_overwritten_and_a_long_one_is_refused() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let user = world.user(UserSeed::default()).await;
        annotate(&owner, user, "theirs").await.unwrap();
        let late = NoteChange { seen: None, body: "mine".to_owned(), reference: String::new() };
        let refused = user_window::annotate(&owner, user, late).await.unwrap_err();
        assert_eq!(refused, AppError::Conflict { reason: ConflictReason::Stale });
        let refused = annotate(&owner, user, &"x".repeat(5001)).await.unwrap_err();
        assert_eq!(field(&refused, "note"), Some(FieldCode::TooLong { max: 5000 }));
        assert_eq!(notes(&owner, user).await.unwrap().current.unwrap().body, "theirs");
    })
    .await;
}

// S1.9 S2.6 UN-04 UL-08
#[tokio::test]
async fn holders_of_users_change_names_and_usernames_and_the_person_is_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, manager) = (world.owner().await, world.member_with(&[Users]).await);
        let seed = UserSeed { first_name: "Ana".to_owned(), last_name: "Lind".to_owned(), ..UserSeed::default() };
        let user = world.user(UserSeed { email: "ana@kestrel.example".to_owned(), ..seed }).await;
        rename(&manager, user, "Ana", "Moreno", "ana.m").await.unwrap();
        let row = users::row(&owner, user).await.unwrap();
        assert_eq!((row.name.as_str(), row.details.unwrap().username.as_str()), ("Ana Moreno", "ana.m"));
        let found = users::list(&owner, UserQuery { q: "ana.m".to_owned(), ..UserQuery::default() }).await.unwrap();
        assert_eq!(found.page.total, 1);
        world.clock().advance(11);
        world.run_jobs().await;
        let mails = world.mails().await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text.contains("Ana Moreno") && mails[0].text.contains("ana.m"), "{}", mails[0].text);

        let other = world.user(UserSeed::default()).await;
        let refused = rename(&owner, other, "Bo", "Berg", "ana.m").await.unwrap_err();
        assert_eq!(field(&refused, "username"), Some(FieldCode::Taken));
        let refused = rename(&owner, user, "", "", "Ana").await.unwrap_err();
        assert_eq!(field(&refused, "username"), Some(FieldCode::InvalidUsername));
        let refused = rename(&owner, user, "", "", "ana.m").await.unwrap_err();
        assert_eq!(field(&refused, "first_name"), Some(FieldCode::Required));

        let change = |version| NamesChange {
            version,
            first_name: "Eve".to_owned(),
            last_name: "Lind".to_owned(),
            username: "eve".to_owned(),
        };
        let stale = user_window::rename(&owner, user, change(1)).await.unwrap_err();
        assert_eq!(stale, AppError::Conflict { reason: ConflictReason::Stale });
        let member = world.member().await;
        assert!(matches!(user_window::rename(&member, user, change(1)).await, Err(AppError::Forbidden { .. })));
        assert!(matches!(
            user_window::rename(&member, member.user_id(), change(1)).await,
            Err(AppError::Forbidden { .. })
        ));
        let outranked = user_window::rename(&manager, owner.user_id(), change(1)).await.unwrap_err();
        assert_eq!(first_blocker(&outranked), Some(Blocker::Outranked));
        world.assert_sound().await;
    })
    .await;
}

// S0.23 S3.8
#[tokio::test]
async fn access_is_explained_with_the_one_reason_and_the_smallest_change() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = world.owner().await;
        let user = world.user(UserSeed { extras: vec![Billing], ..UserSeed::default() }).await;
        let seen = access(&owner, user, Some(Action::SeatsView)).await.explanation.unwrap();
        assert!(seen.allowed && seen.fixes.is_empty() && seen.blockers.is_empty());
        assert_eq!(seen.sources.len(), 1);

        let seen = access(&owner, user, Some(Action::GroupsEdit)).await.explanation.unwrap();
        assert!(!seen.allowed);
        assert_eq!(seen.blockers.first(), Some(&Blocker::NoGrant));
        assert_eq!(seen.fixes[0].changes, [Change::Grant(CompanyPermission::Groups)]);
        assert!(seen.fixes[0].yours);
        let manager = world.member_with(&[Users]).await;
        let seen = access(&manager, user, Some(Action::GroupsEdit)).await.explanation.unwrap();
        assert!(!seen.fixes[0].yours);
        assert_eq!(seen.fixes[0].by, ["Marit Solberg"]);

        let ended = world.anonymous().now().plus_seconds(-1);
        let ended =
            world.user(UserSeed { access_ends_at: Some(ended), extras: vec![Billing], ..UserSeed::default() }).await;
        let seen = access(&owner, ended, Some(Action::SeatsView)).await.explanation.unwrap();
        assert_eq!(seen.blockers, [Blocker::NotActive { disabled_by: Some(DisabledBy::Ended) }]);
        assert_eq!(seen.fixes[0].changes, [Change::MoveEnd]);
        // Step-up stands in nobody's way.
        assert!(access(&manager, owner.user_id(), Some(Action::SeatsBuy)).await.explanation.unwrap().allowed);
    })
    .await;
}

// UL-01 S0.25
#[tokio::test]
async fn access_lasts_through_its_last_day_and_ends_without_any_job() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = world.owner().await;
        let user = world.user(UserSeed { email: "ana@kestrel.example".to_owned(), ..UserSeed::default() }).await;
        let token = world.session_of(user).await;
        // The world begins on 21 November 2026 at 13:00 in Oslo.
        end_on(&owner, user, "2026-11-21").await.unwrap();
        assert_eq!(access(&owner, user, None).await.end.unwrap().day, "2026-11-21");
        let to_midnight = 11 * 60 * 60;
        world.clock().advance(50 * 60);
        for _ in 0..12 {
            credentials::authenticate(&world.anonymous(), &token).await.unwrap();
            world.clock().advance(50 * 60);
        }
        world.clock().advance(to_midnight - 13 * 50 * 60 - 1);
        credentials::authenticate(&world.anonymous(), &token).await.unwrap();
        world.clock().advance(1);
        assert!(credentials::authenticate(&world.anonymous(), &token).await.is_err());

        // The job stores it and tells.
        world.plan_jobs().await;
        world.run_jobs().await;
        let owner = world.owner().await;
        let row = users::row(&owner, user).await.unwrap();
        assert!(matches!(row.details.unwrap().status, StatusView::Disabled { by: DisabledBy::Ended, .. }));
        let subjects: Vec<_> = world.mails().await.into_iter().map(|mail| mail.subject).collect();
        assert_eq!(subjects, ["Your access to Kestrel Yard has ended"]);
        world.assert_sound().await;
    })
    .await;
}

// S0.25 AZ-17 UL-08 IN-12
#[tokio::test]
async fn end_is_set_by_whoever_may_act_on_the_person_and_never_for_the_owner() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = world.owner().await;
        let administrator = world.administrator().await;
        let user = world.user(UserSeed { email: "ana@kestrel.example".to_owned(), ..UserSeed::default() }).await;
        assert_eq!(field(&end_on(&owner, user, "2026-11-20").await.unwrap_err(), "access_ends"), Some(FieldCode::Past));
        assert_eq!(field(&end_on(&owner, user, "soon").await.unwrap_err(), "access_ends"), Some(FieldCode::NotOffered));
        let refused = access_ends::set(&owner, user, 99, "2026-12-01").await.unwrap_err();
        assert_eq!(refused, AppError::Conflict { reason: ConflictReason::Stale });
        let refused = end_on(&administrator, owner.user_id(), "2026-12-01").await.unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }));
        assert_eq!(
            first_blocker(&end_on(&owner, owner.user_id(), "2026-12-01").await.unwrap_err()),
            Some(Blocker::OwnAccount)
        );
        let member = world.member().await;
        assert!(matches!(access_ends::set(&member, user, 1, "2026-12-01").await, Err(AppError::Forbidden { .. })));

        end_on(&administrator, user, "2026-11-25").await.unwrap();
        // Told once, within the week before; removed again, nothing ends.
        for _ in 0..2 {
            world.plan_jobs().await;
            world.run_jobs().await;
            world.clock().advance(60 * 60);
        }
        let mails = world.mails().await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert_eq!(mails[0].subject, "Your access to Kestrel Yard ends on 25 November 2026");
        let owner = world.owner().await;
        end_on(&owner, user, "").await.unwrap();
        assert_eq!(access(&owner, user, None).await.held.until, None);
        world.assert_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_people_than_are_looked_at_in_one_go_are_told_of_their_end_and_shut_out() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(200).await;
        let (begin, hour) = (world.anonymous().now(), 60 * 60);
        let end = begin.plus_seconds(3 * 24 * hour);
        // A hundred are looked at in one go, in the order of their ends, which is not the one they were made in.
        for minute in (0..=100).map(|made| made % 3) {
            let ends = Some(end.plus_seconds(60 * minute));
            world.user(UserSeed { access_ends_at: ends, ..UserSeed::default() }).await;
        }
        let left = &mut 0;
        let mut told = world.come_around(begin.plus_seconds(hour), left).await;
        assert!(told.iter().all(|(_, subject)| subject.contains("ends on 24 November")), "{told:?}");
        told.dedup();
        assert_eq!(told.len(), 101);
        assert_eq!(world.come_around(begin.plus_seconds(2 * hour), left).await, []);

        let mut told = world.come_around(end.plus_seconds(hour), left).await;
        assert!(told.iter().all(|(_, subject)| subject.ends_with("has ended")), "{told:?}");
        told.dedup();
        assert_eq!(told.len(), 101);
        assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE disabled_by = 'ended'").await, 101);
        world.assert_sound().await;
    })
    .await;
}

// SE-10 AZ-17
#[tokio::test]
async fn help_with_signing_in_needs_security_the_password_and_a_reason() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        let subject = world.member().await;
        let user = subject.user_id();
        let token = world.session_of(user).await;
        assert_eq!(sessions(&administrator, user).await.sessions.len(), 2);
        let unproven = user_window::end_all_sessions(&administrator, user, REASON).await.unwrap_err();
        assert_eq!(unproven, AppError::StepUpRequired);
        assert!(sessions(&administrator, user).await.needs_step_up);
        let proven = world.stepped_up(&administrator).await;
        assert!(!sessions(&proven, user).await.needs_step_up);
        let refused = user_window::end_all_sessions(&proven, user, "  ").await.unwrap_err();
        assert_eq!(field(&refused, "reason"), Some(FieldCode::Required));

        // One session of theirs, not of anybody else.
        let one = sessions(&proven, user).await.sessions[0].id;
        let other = world.user(UserSeed::default()).await;
        let missing = AppError::NotFound { what: Noun::Session };
        assert_eq!(user_window::end_session(&proven, other, one, REASON).await.unwrap_err(), missing);
        let none = SessionId(uuid::Uuid::from_u128(7));
        assert_eq!(user_window::end_session(&proven, user, none, REASON).await.unwrap_err(), missing);
        user_window::end_session(&proven, user, one, REASON).await.unwrap();
        assert_eq!(sessions(&proven, user).await.sessions.len(), 1);
        user_window::end_all_sessions(&proven, user, REASON).await.unwrap();
        assert!(credentials::authenticate(&world.anonymous(), &token).await.is_err());
        world.run_jobs().await;
        assert_eq!(world.mails().await.len(), 2);

        // Never of the Owner, never of oneself; not by Users.
        let outranked = user_window::end_all_sessions(&proven, owner.user_id(), REASON).await.unwrap_err();
        assert_eq!(first_blocker(&outranked), Some(Blocker::Outranked));
        assert_eq!(sessions(&proven, owner.user_id()).await.verdict, Verdict::Blocked(Blocker::Outranked));
        assert_eq!(sessions(&proven, owner.user_id()).await.sessions, []);
        let own = user_window::end_all_sessions(&proven, proven.user_id(), REASON).await.unwrap_err();
        assert_eq!(first_blocker(&own), Some(Blocker::OwnAccount));
        let manager = world.stepped_up(&world.member_with(&[Users]).await).await;
        assert!(matches!(user_window::end_all_sessions(&manager, user, REASON).await, Err(AppError::Forbidden { .. })));
        world.assert_sound().await;
    })
    .await;
}

// SE-10 PR-19
#[tokio::test]
async fn reset_link_goes_to_the_person_alone_and_works_once() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let administrator = world.stepped_up(&world.administrator().await).await;
        let email = "ana@kestrel.example".to_owned();
        let user = world.user(UserSeed { email: email.clone(), has_password: true, ..UserSeed::default() }).await;
        user_window::mail_reset_link(&administrator, user, REASON).await.unwrap();
        world.run_jobs().await;
        let mails = world.mails().await;
        assert_eq!((mails.len(), mails[0].to.as_str()), (1, email.as_str()));
        let token = mails[0].token().to_owned();
        assert!(credentials::reset_page(&world.anonymous(), &token).await.is_ok());
        // A second one voids the first.
        user_window::mail_reset_link(&administrator, user, REASON).await.unwrap();
        assert!(credentials::reset_page(&world.anonymous(), &token).await.is_err());
        assert_eq!(world.number("SELECT count(*) FROM mail WHERE link IS NOT NULL").await, 1);

        let seed = UserSeed {
            status: UserStatus::Disabled,
            disabled_by: Some(DisabledBy::Administrator),
            ..UserSeed::default()
        };
        let off = world.user(seed).await;
        let refused = user_window::mail_reset_link(&administrator, off, REASON).await.unwrap_err();
        assert_eq!(refused, AppError::Conflict { reason: ConflictReason::WrongStatus });
    })
    .await;
}

#[tokio::test]
async fn timeline_tells_newest_first_from_what_to_what_and_no_personal_values() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = world.stepped_up(&world.owner().await).await;
        let user = world
            .user(UserSeed { first_name: "Ana".to_owned(), last_name: "Lind".to_owned(), ..UserSeed::default() })
            .await;
        rename(&owner, user, "Anabel", "Lind", "anabel").await.unwrap();
        end_on(&owner, user, "2026-12-01").await.unwrap();
        annotate(&owner, user, "secret text").await.unwrap();
        user_window::end_all_sessions(&owner, user, REASON).await.unwrap();
        let entries = timeline(&world.member_with(&[Audit]).await, user).await;
        let kinds: Vec<_> = entries.iter().filter_map(|entry| entry.action).collect();
        use model::audit::AuditAction::{AccessEndChanged, NamesChanged, NoteChanged, SessionsEnded};
        assert_eq!(kinds, [SessionsEnded, NoteChanged, AccessEndChanged, NamesChanged]);
        assert_eq!(entries[0].reason.as_deref(), Some(REASON));
        assert_eq!(entries[3].lines, [TimelineLine::Name, TimelineLine::Username]);
        assert!(matches!(entries[2].lines[..], [TimelineLine::End(None, Some(_))]));
        assert!(entries.iter().all(|entry| entry.actor.as_deref() == Some("Marit Solberg")));
        let told = serde_json::to_string(&entries).unwrap();
        assert!(!told.contains("Anabel") && !told.contains("secret text"), "{told}");
        world.assert_sound().await;
    })
    .await;
}

// S3.24
#[tokio::test]
async fn neighbors_follow_the_order_of_the_list_across_its_pages() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(50).await;
        let owner = world.owner().await;
        for number in 0..23 {
            let last_name = format!("Person {number:02}");
            world.user(UserSeed { first_name: "A".to_owned(), last_name, ..UserSeed::default() }).await;
        }
        let list = |page| UserQuery { per: 10, page, descending: true, ..UserQuery::default() };
        let mut order = Vec::new();
        for page in 1..=3 {
            order.extend(users::list(&owner, list(page)).await.unwrap().page.rows.into_iter().map(|row| row.id));
        }
        let mut page = 1;
        for (at, id) in order.iter().enumerate() {
            let asked = WindowQuery { list: Some(list(page)), ..query(WindowTab::Profile) };
            let beside = user_window::open(&owner, *id, asked).await.unwrap().neighbors;
            assert_eq!(beside.previous.map(|one| one.id), at.checked_sub(1).map(|at| order[at]), "{at}");
            assert_eq!(beside.next.map(|one| one.id), order.get(at + 1).copied(), "{at}");
            page = beside.next.map_or(page, |next| next.page);
        }
        assert_eq!(page, 3);
        assert_eq!(open(&owner, order[0], WindowTab::Profile).await.unwrap().neighbors, Default::default());
    })
    .await;
}
