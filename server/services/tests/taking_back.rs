//! Taking back what was just changed in the window of a user: names, role, end of access, Administrator information.

use model::access::{CompanyPermission, CompanyRole};
use model::error::{AppError, ConflictReason};
use model::ids::UserId;
use model::roles::{Held, RoleChange};
use model::user_window::{
    AccessTab, NamesChange, NoteChange, RoleAsked, UndoOffer, WindowBody, WindowQuery, WindowTab,
};
use services::testing::{TestWorld, UserSeed, at_once, for_each_engine};
use services::{Ctx, access_ends, roles, user_window, users};

use CompanyPermission::{Billing, Creator, Users};

const CLOSED: AppError = AppError::Conflict { reason: ConflictReason::UndoClosed };

async fn someone(world: &TestWorld) -> UserId {
    let seed = UserSeed { first_name: "Ana".to_owned(), last_name: "Lind".to_owned(), ..UserSeed::default() };
    world.user(UserSeed { email: "ana@kestrel.example".to_owned(), ..seed }).await
}

async fn window(who: &Ctx, user: UserId, tab: WindowTab, role: Option<RoleAsked>) -> WindowBody {
    let query = WindowQuery { tab, list: None, action: None, page: 1, role };
    user_window::open(who, user, query).await.unwrap().body
}

async fn access(who: &Ctx, user: UserId, role: Option<RoleAsked>) -> AccessTab {
    match window(who, user, WindowTab::Access, role).await {
        WindowBody::Access(access) => access,
        other => panic!("{other:?}"),
    }
}

/// What the profile says of names and of the present text.
async fn profile(who: &Ctx, user: UserId) -> (i64, String, Option<(model::ids::NoteId, String)>) {
    match window(who, user, WindowTab::Profile, None).await {
        WindowBody::Profile { names: Some(names), notes: Some(notes), .. } => {
            let called = format!("{} {} {}", names.first, names.last, names.username);
            (names.version, called, notes.current.map(|note| (note.id, note.body)))
        }
        other => panic!("{other:?}"),
    }
}

async fn rename(who: &Ctx, user: UserId, last: &str, username: &str) -> Option<UndoOffer> {
    let change = NamesChange {
        version: profile(who, user).await.0,
        first_name: "Ana".to_owned(),
        last_name: last.to_owned(),
        username: username.to_owned(),
    };
    user_window::rename(who, user, change).await.unwrap()
}

async fn annotate(who: &Ctx, user: UserId, body: &str) -> UndoOffer {
    let seen = profile(who, user).await.2.map(|(id, _)| id);
    let change = NoteChange { seen, body: body.to_owned(), reference: "HR-7".to_owned() };
    user_window::annotate(who, user, change).await.unwrap()
}

async fn end_on(who: &Ctx, user: UserId, day: &str) -> Option<UndoOffer> {
    let version = access(who, user, None).await.end.unwrap().version;
    access_ends::set(who, user, version, day).await.unwrap()
}

async fn day(who: &Ctx, user: UserId) -> String {
    access(who, user, None).await.end.unwrap().day
}

async fn mails(world: &TestWorld) -> usize {
    world.clock().advance(61);
    world.run_jobs().await;
    world.mails().await.len()
}

// S1.9, invariant 21
#[tokio::test]
async fn names_are_put_back_and_nobody_is_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, user) = (world.owner().await, someone(&world).await);
        rename(&owner, user, "Lind", "ana.l").await.unwrap();
        assert_eq!(mails(&world).await, 1);
        let owner = world.signed_in(owner.user_id()).await;
        let undo = rename(&owner, user, "Moreno", "ana.m").await.unwrap();
        assert_eq!(undo.seconds, 10);
        user_window::undo(&owner, undo.secret.clone()).await.unwrap();
        assert_eq!(profile(&owner, user).await.1, "Ana Lind ana.l");
        assert_eq!(users::row(&owner, user).await.unwrap().name, "Ana Lind");
        assert_eq!(user_window::undo(&owner, undo.secret).await.unwrap_err(), CLOSED);
        assert_eq!(mails(&world).await, 1);
        // One entry for each direction.
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'names_changed'").await, 3);
        // Nothing that changes nothing can be taken back.
        let owner = world.signed_in(owner.user_id()).await;
        assert_eq!(rename(&owner, user, "Lind", "ana.l").await, None);
        world.assert_sound().await;
    })
    .await;
}

// Invariant 21
#[tokio::test]
async fn what_was_told_or_waited_before_is_still_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, user) = (world.owner().await, someone(&world).await);
        // Two changes within a window, the second taken back: the first is told.
        rename(&owner, user, "Lind", "ana.l").await.unwrap();
        let second = rename(&owner, user, "Moreno", "ana.m").await.unwrap();
        user_window::undo(&owner, second.secret).await.unwrap();
        assert_eq!(mails(&world).await, 1);
        assert!(world.mails().await[0].text.contains("ana.l"));
        // Taken back after the mail has left: told once more.
        let owner = world.signed_in(owner.user_id()).await;
        let late = rename(&owner, user, "Moreno", "ana.m").await.unwrap();
        assert_eq!(mails(&world).await, 2);
        user_window::undo(&owner, late.secret).await.unwrap();
        assert_eq!(mails(&world).await, 3);
    })
    .await;
}

// S0.25 S3.25
#[tokio::test]
async fn end_and_note_and_role_are_put_back() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, user) = (world.owner().await, someone(&world).await);
        end_on(&owner, user, "2026-12-01").await.unwrap();
        let undo = end_on(&owner, user, "").await.unwrap();
        user_window::undo(&owner, undo.secret).await.unwrap();
        assert_eq!(day(&owner, user).await, "2026-12-01");

        let first = annotate(&owner, user, "first").await;
        world.clock().advance(1);
        let second = annotate(&owner, user, "second").await;
        world.clock().advance(1);
        user_window::undo(&owner, second.secret).await.unwrap();
        assert_eq!(profile(&owner, user).await.2.unwrap().1, "first");
        // The text that stands there now is a new one.
        assert_eq!(user_window::undo(&owner, first.secret).await.unwrap_err(), CLOSED);
        let only = world.user(UserSeed::default()).await;
        let undo = annotate(&owner, only, "only").await;
        world.clock().advance(1);
        user_window::undo(&owner, undo.secret).await.unwrap();
        assert_eq!(profile(&owner, only).await.2.unwrap().1, "");

        let version = access(&owner, user, None).await.end.unwrap().version;
        let change = RoleChange { version, held: Held::new(CompanyRole::Member, &[Creator]) };
        let undo = roles::change_by_form(&owner, user, change).await.unwrap();
        user_window::undo(&owner, undo.secret).await.unwrap();
        assert_eq!(access(&owner, user, None).await.held.extras, []);
        assert_eq!(mails(&world).await, 0);
        world.assert_sound().await;
    })
    .await;
}

// Invariant 21
#[tokio::test]
async fn nothing_is_put_back_over_somebody_elses_change() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, other, user) = (world.owner().await, world.administrator().await, someone(&world).await);
        let undo = rename(&owner, user, "Moreno", "ana.m").await.unwrap();
        // Another change of the same person does not count, one of the same thing does.
        end_on(&other, user, "2026-12-01").await.unwrap();
        rename(&other, user, "Vogt", "ana.m").await.unwrap();
        assert_eq!(user_window::undo(&owner, undo.secret).await.unwrap_err(), CLOSED);
        assert_eq!(profile(&owner, user).await.1, "Ana Vogt ana.m");

        let undo = end_on(&owner, user, "2026-12-05").await.unwrap();
        rename(&other, user, "Lind", "ana.m").await.unwrap();
        user_window::undo(&owner, undo.secret).await.unwrap();
        assert_eq!(day(&owner, user).await, "2026-12-01");
        let undo = end_on(&owner, user, "2026-12-05").await.unwrap();
        end_on(&other, user, "2026-12-06").await.unwrap();
        assert_eq!(user_window::undo(&owner, undo.secret).await.unwrap_err(), CLOSED);

        let undo = annotate(&owner, user, "mine").await;
        world.clock().advance(1);
        annotate(&other, user, "theirs").await;
        assert_eq!(user_window::undo(&owner, undo.secret).await.unwrap_err(), CLOSED);
        assert_eq!(profile(&owner, user).await.2.unwrap().1, "theirs");
    })
    .await;
}

// Invariant 21, AZ-03
#[tokio::test]
async fn only_the_one_who_made_the_change_takes_it_back_and_only_while_they_may() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, user) = (world.owner().await, someone(&world).await);
        let manager = world.member_with(&[Users]).await;
        let undo = rename(&manager, user, "Moreno", "ana.m").await.unwrap();
        for stranger in [&owner, &world.administrator().await, &world.member().await] {
            assert_eq!(user_window::undo(stranger, undo.secret.clone()).await.unwrap_err(), CLOSED);
        }
        assert_eq!(user_window::undo(&manager, "no such secret".to_owned()).await.unwrap_err(), CLOSED);
        world.execute("DELETE FROM user_permission").await;
        let refused = user_window::undo(&manager, undo.secret.clone()).await.unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused:?}");
        assert_eq!(profile(&owner, user).await.1, "Ana Moreno ana.m");
        // Long after the window nothing is put back any more.
        let undo = rename(&owner, user, "Vogt", "ana.m").await.unwrap();
        world.clock().advance(11 * 60);
        let owner = world.signed_in(owner.user_id()).await;
        assert_eq!(user_window::undo(&owner, undo.secret).await.unwrap_err(), CLOSED);
    })
    .await;
}

// Invariant 21, UL-08: a change and its undoing at the same moment; whichever comes second sees the first.
#[tokio::test(flavor = "multi_thread")]
async fn undo_never_overwrites_a_change_of_the_same_moment() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, other) = (world.owner().await, world.administrator().await);
        for round in 0..20 {
            let user = world.user(UserSeed::default()).await;
            let first = annotate(&owner, user, "first").await;
            world.clock().advance(1);
            let seen = profile(&other, user).await.2.map(|(id, _)| id);
            let change = NoteChange { seen, body: format!("theirs {round}"), reference: String::new() };
            let (owner, other) = (owner.clone(), other.clone());
            let theirs: std::pin::Pin<Box<dyn Future<Output = bool> + Send>> =
                Box::pin(async move { user_window::annotate(&other, user, change).await.is_ok() });
            let back: std::pin::Pin<Box<dyn Future<Output = bool> + Send>> =
                Box::pin(async move { user_window::undo(&owner, first.secret).await.is_ok() });
            let done = at_once([theirs, back]).await;
            assert_eq!(done.iter().filter(|done| **done).count(), 1, "{done:?}");
        }
    })
    .await;
}

// S0.22 S0.24 S0.25: the form that works without script says the same as the dialog.
#[tokio::test]
async fn role_form_fills_in_what_the_address_says_and_tells_what_it_comes_to() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let owner = world.owner().await;
        let user = world.user(UserSeed { extras: vec![Billing], ..UserSeed::default() }).await;
        let asked = RoleAsked { role: None, permissions: None, add: None, look: false };
        let form = access(&owner, user, Some(asked.clone())).await.role.unwrap();
        assert_eq!((form.wanted, form.diff), (Held::new(CompanyRole::Member, &[Billing]), None));

        let add = RoleAsked { add: Some(Creator), look: true, ..asked.clone() };
        let form = access(&owner, user, Some(add)).await.role.unwrap();
        assert_eq!(form.wanted, Held::new(CompanyRole::Member, &[Creator, Billing]));
        assert_eq!(form.diff.unwrap().gains, [Creator]);

        // What the new role cannot hold is dropped, and the Owner's role cannot be asked for.
        let guest =
            RoleAsked { role: Some(CompanyRole::Guest), permissions: Some(vec![Billing]), look: true, ..asked.clone() };
        let form = access(&owner, user, Some(guest)).await.role.unwrap();
        assert_eq!(form.wanted, Held::new(CompanyRole::Guest, &[]));
        assert_eq!(form.diff.unwrap().loses, [Billing]);
        let owners = RoleAsked { role: Some(CompanyRole::Owner), ..asked.clone() };
        assert_eq!(access(&owner, user, Some(owners)).await.role.unwrap().wanted.role, CompanyRole::Member);

        let query = WindowQuery { tab: WindowTab::Access, list: None, action: None, page: 1, role: Some(asked) };
        let member = world.member().await;
        let refused = user_window::open(&member, member.user_id(), query).await.unwrap_err();
        assert!(matches!(refused, AppError::Forbidden { .. }), "{refused:?}");
    })
    .await;
}
