//! Recent changes, and taking an import back: what is listed for whom, and what is left when it was undone.

use std::pin::Pin;

use model::access::{CompanyPermission, CompanyRole};
use model::bulk::{BulkAction, BulkChange, BulkDone, Selection, SkipReason, Skipped};
use model::changes::{ChangeKind, ChangeResult, Inverse, RecentChange};
use model::deletion::{Deletion, DeletionOrder};
use model::error::{AppError, ConflictReason};
use model::ids::{ChangeSetId, UserId};
use model::import::{ImportDone, ImportQuery};
use model::mail::{MailQuery, MailState};
use model::roles::{Held, RoleChange};
use model::users::{UserQuery, UserStatus};
use services::testing::{TestWorld, UserSeed, at_once, for_each_engine};
use services::{Ctx, bulk, deletion, invitations, lifecycle, mail, roles, transfer, users};

const CLOSED: AppError = AppError::Conflict { reason: ConflictReason::UndoClosed };
const STALE: AppError = AppError::Conflict { reason: ConflictReason::Stale };

fn seed(name: &str) -> UserSeed {
    let email = format!("{}@kestrel.example", name.to_lowercase());
    UserSeed { first_name: name.to_owned(), last_name: "Berg".to_owned(), email, ..UserSeed::default() }
}

async fn disable(who: &Ctx, people: &[UserId]) -> BulkDone {
    let action = BulkAction::Disable;
    let look = bulk::preview(who, Selection::People(people.to_vec()), action.clone()).await.unwrap();
    bulk::apply(who, BulkChange { action, seen: look.seen, matching: None }).await.unwrap()
}

async fn import(who: &Ctx, table: &str, with_changes: bool) -> ImportDone {
    let key = transfer::check(who, table.as_bytes().to_vec()).await.unwrap();
    let query = ImportQuery { key: key.clone(), show: None, page: 1 };
    let seen = transfer::page(who, query).await.unwrap().check.unwrap().seen;
    transfer::apply(who, &key, &seen, with_changes).await.unwrap()
}

async fn recent(who: &Ctx) -> Vec<RecentChange> {
    bulk::recent(who).await.unwrap()
}

/// What was done to whom, the newest first.
fn lines(changes: &[RecentChange]) -> Vec<(ChangeKind, Vec<&str>)> {
    changes.iter().map(|change| (change.kind, change.people.names.iter().map(String::as_str).collect())).collect()
}

fn reasons(skipped: &[Skipped]) -> Vec<(SkipReason, Vec<&str>)> {
    skipped.iter().map(|one| (one.reason, one.people.names.iter().map(String::as_str).collect())).collect()
}

/// Everyone who is there, with everything that a change could leave different, without versions.
async fn everybody(world: &TestWorld) -> Vec<String> {
    let users = "SELECT email || ' ' || first_name || ' ' || last_name || ' ' || status || ' ' || status_at || ' '
        || coalesce(disabled_by, '-') || ' ' || role || ' ' || coalesce(invite_until, 0)
        FROM \"user\" WHERE status <> 'deleted' ORDER BY email";
    let held =
        "SELECT u.email || ' ' || p.permission FROM user_permission p JOIN \"user\" u ON u.id = p.user_id ORDER BY 1";
    let links = "SELECT 'link ' || count(*) FROM token WHERE purpose = 'invite' AND used_at IS NULL";
    [world.texts(users).await, world.texts(held).await, world.texts(links).await].concat()
}

async fn held_mails(who: &Ctx) -> u64 {
    mail::list(who, MailQuery { state: Some(MailState::Held), ..MailQuery::default() }).await.unwrap().page.total
}

async fn free(who: &Ctx) -> u32 {
    transfer::page(who, ImportQuery::default()).await.unwrap().seats.free()
}

async fn entries(world: &TestWorld) -> i64 {
    world.number("SELECT count(*) FROM audit_event").await
}

// S3.42: bulk and single changes, the newest first, each with who made it and the way back of the moment.
#[tokio::test]
async fn changes_are_listed_with_the_way_back_of_the_moment() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(12).await;
        let owner = world.owner().await;
        assert!(recent(&owner).await.is_empty());
        let (bo, cy, di) = (world.user(seed("Bo")).await, world.user(seed("Cy")).await, world.user(seed("Di")).await);
        disable(&owner, &[bo, cy]).await;
        world.clock().advance(1);
        lifecycle::disable(&owner, di).await.unwrap();
        let found = recent(&owner).await;
        assert_eq!(
            lines(&found),
            [(ChangeKind::Disable, vec!["Di Berg"]), (ChangeKind::Disable, vec!["Bo Berg", "Cy Berg"])]
        );
        assert_eq!((found[0].undo, found[1].undo), (Some(10), Some(9)));
        assert!(found.iter().all(|change| change.inverse.is_none() && change.result == ChangeResult::Applied));
        assert!(found[0].by.is_some());

        // One that is taken back says so, and for whom it stands.
        world.clock().advance(1);
        lifecycle::enable(&owner, bo).await.unwrap();
        let back = bulk::undo_listed(&owner, found[1].id).await.unwrap();
        assert_eq!(back.changed.names, ["Cy Berg"]);
        let found = recent(&owner).await;
        assert_eq!(lines(&found)[0], (ChangeKind::Enable, vec!["Bo Berg"]));
        let ChangeResult::Undone { skipped } = &found[2].result else { panic!("{:?}", found[2]) };
        assert_eq!(reasons(skipped), [(SkipReason::Changed, vec!["Bo Berg"])]);
        assert_eq!((found[2].undo, &found[2].inverse), (None, &None));
        assert_eq!(bulk::undo_listed(&owner, found[2].id).await.unwrap_err(), CLOSED);

        // After the window the ordinary change leads back, for whom it applies.
        world.clock().advance(11);
        let found = recent(&owner).await;
        assert!(found.iter().all(|change| change.undo.is_none()));
        assert_eq!(found[1].inverse, Some((Inverse::Enable, vec![di])));
        assert_eq!(found[0].inverse, Some((Inverse::Disable, vec![bo])));
        lifecycle::enable(&owner, di).await.unwrap();
        assert_eq!(recent(&owner).await[2].inverse, None);
        world.assert_sound().await;
    })
    .await;
}

// S3.42 AZ-20: who made a change takes it back, nobody else; who does not see the list of users sees no change.
#[tokio::test]
async fn a_change_is_listed_for_those_who_see_the_list_and_undone_by_who_made_it() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(12).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        let bo = world.user(seed("Bo")).await;
        disable(&owner, &[bo]).await;
        let found = recent(&administrator).await;
        assert_eq!((lines(&found), found[0].undo), (vec![(ChangeKind::Disable, vec!["Bo Berg"])], None));
        assert_eq!(bulk::undo_listed(&administrator, found[0].id).await.unwrap_err(), CLOSED);
        for nobody in [world.member().await, world.guest().await] {
            assert!(matches!(bulk::recent(&nobody).await, Err(AppError::Forbidden { .. })));
            assert!(matches!(bulk::undo_listed(&nobody, found[0].id).await, Err(AppError::Forbidden { .. })));
        }
        let unknown = ChangeSetId(bo.0);
        assert_eq!(bulk::undo_listed(&owner, unknown).await.unwrap_err(), CLOSED);
        assert_eq!(bulk::undo_listed(&owner, found[0].id).await.unwrap().changed.count, 1);
    })
    .await;
}

// UL-02: nothing of somebody who was erased is named or counted, and their name is kept nowhere.
#[tokio::test]
async fn a_change_of_nobody_who_is_left_is_not_listed() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(12).await;
        let owner = world.stepped_up(&world.owner().await).await;
        let bo = world.user(seed("Bo")).await;
        import(&owner, "email,first name,last name\nbo@kestrel.example,Bodil,Berg\n", true).await;
        assert_eq!(lines(&recent(&owner).await), [(ChangeKind::Import, vec!["Bodil Berg"])]);
        world.clock().advance(1);
        let version = world.number("SELECT version FROM \"user\" WHERE first_name = 'Bodil'").await;
        let order = DeletionOrder { version, deletion: Deletion::Erase, name: "Bodil Berg".to_owned() };
        deletion::delete(&owner, bo, order).await.unwrap();
        assert_eq!(recent(&owner).await[0].kind, ChangeKind::Erase);
        world.clock().advance(11);
        world.run_jobs().await;
        assert!(recent(&owner).await.is_empty());
        assert_eq!(
            world.number("SELECT count(*) FROM token WHERE purpose = 'change_set' AND payload LIKE '%Berg%'").await,
            0
        );
    })
    .await;
}

// S3.42: importing and taking it back within the window leaves everyone as they were; nobody was written to, and each
// direction has its entries.
#[tokio::test]
async fn an_import_that_is_taken_back_in_time_leaves_everyone_as_they_were() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(12).await;
        let owner = world.stepped_up(&world.owner().await).await;
        world.user(seed("Bo")).await;
        world.user(UserSeed { extras: vec![CompanyPermission::Creator], ..seed("Cy") }).await;
        world.user(UserSeed { role: CompanyRole::Guest, ..seed("Di") }).await;
        world.clock().advance(61);
        let owner = world.stepped_up(&owner).await;
        let (before, seats) = (everybody(&world).await, free(&owner).await);
        let table = "email,first name,last name,role,permissions\n\
            new@kestrel.example,Nora,New,guest,\n\
            other@kestrel.example,,,member,creator\n\
            bo@kestrel.example,Bodil,Berg,administrator,\n\
            cy@kestrel.example,Cyrus,Berg,,\n\
            di@kestrel.example,,,member,billing\n";
        let done = import(&owner, table, true).await;
        assert_eq!((done.invited, done.changed), (2, 3));
        assert_eq!(free(&owner).await, seats - 2);
        assert!(everybody(&world).await != before);
        world.clock().advance(9);
        assert_eq!(world.run_jobs().await, 0);
        let entries_before = entries(&world).await;
        let back = bulk::undo_listed(&owner, done.change.unwrap()).await.unwrap();
        assert_eq!((back.changed.count, back.skipped.len()), (5, 0));
        assert_eq!(everybody(&world).await, before);
        assert_eq!(free(&owner).await, seats);
        assert_eq!(held_mails(&owner).await, 0);
        // Two withdrawn, two renamed, two with other rights.
        assert_eq!(entries(&world).await, entries_before + 6);
        assert_eq!(bulk::undo_listed(&owner, done.change.unwrap()).await.unwrap_err(), CLOSED);
        world.clock().advance(60);
        world.run_jobs().await;
        assert_eq!(world.mails().await.len(), 0);
        // The same table can be imported again.
        assert_eq!(import(&owner, table, false).await.invited, 2);
        world.assert_sound().await;
    })
    .await;
}

// S3.42: whoever changed meanwhile, and whose mail has left, stays and is named; the page of the import says so too.
#[tokio::test]
async fn an_import_is_taken_back_except_for_those_who_changed() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(12).await;
        let owner = world.owner().await;
        let key = transfer::check(&owner, b"ana@kestrel.example\nbo@kestrel.example\n".to_vec()).await.unwrap();
        let query = ImportQuery { key: key.clone(), show: None, page: 1 };
        let page = async || transfer::page(&owner, query.clone()).await.unwrap().check.unwrap();
        let done = transfer::apply(&owner, &key, &page().await.seen, false).await.unwrap();
        assert_eq!(page().await.change.unwrap().undo, Some(10));
        let ana = UserQuery { q: "ana@".to_owned(), ..UserQuery::default() };
        let ana = users::list(&owner, ana).await.unwrap().page.rows[0].id;
        invitations::cancel(&owner, ana).await.unwrap();
        let back = bulk::undo_listed(&owner, done.change.unwrap()).await.unwrap();
        assert_eq!(back.changed.names, ["bo@kestrel.example"]);
        let change = page().await.change.unwrap();
        let ChangeResult::Undone { skipped } = &change.result else { panic!("{change:?}") };
        assert_eq!(reasons(skipped), [(SkipReason::Changed, vec!["ana@kestrel.example"])]);

        // Their mails left: nothing of it can be taken back, and Recent changes leads to the archive.
        world.clock().advance(1);
        let done = import(&owner, "cy@kestrel.example\n", false).await;
        world.clock().advance(11);
        world.run_jobs().await;
        assert_eq!(bulk::undo_listed(&owner, done.change.unwrap()).await.unwrap_err(), CLOSED);
        assert!(matches!(recent(&owner).await[0].inverse, Some((Inverse::Delete, _))));
        world.assert_sound().await;
    })
    .await;
}

// CS-15: the same undo from two places, while a seat becomes free for whom it left alone. Without
// the condition on `used_at` in `token::take_named` it is taken back again, on both engines.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_change_is_taken_back_once() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        for round in 0..6 {
            let new = async |name: &str| world.user(seed(&format!("{name}{round}"))).await;
            let (bo, cy, di) = (new("Bo").await, new("Cy").await, new("Di").await);
            let undo = disable(&owner, &[bo, cy]).await.undo.unwrap();
            let change = recent(&owner).await[0].id;
            let buy = async |seats: &str| world.execute(&format!("UPDATE seat_ledger SET delta = {seats}")).await;
            buy("1 + (SELECT count(*) FROM \"user\" WHERE status = 'active')").await;
            let (one, two, three) = (owner.clone(), owner.clone(), administrator.clone());
            let answers = at_once([
                Box::pin(async move { bulk::undo(&one, undo).await.map(drop) })
                    as Pin<Box<dyn Future<Output = Result<(), AppError>> + Send>>,
                Box::pin(async move { bulk::undo_listed(&two, change).await.map(drop) }),
                Box::pin(async move { lifecycle::disable(&three, di).await.map(drop) }),
            ])
            .await;
            assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 2, "{answers:?}");
            assert!(answers.contains(&Err(CLOSED)), "{answers:?}");
            assert_eq!(bulk::undo_listed(&owner, change).await, Err(CLOSED));
            world.assert_sound().await;
            buy("200").await;
            world.clock().advance(1);
        }
    })
    .await;
}

// S3.42: somebody else changes a row while it is put back. Either comes first; never is the later change lost. Without the
// look at the version, or without both locks of the test below, Bo is refused for what he is now and not for having changed.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn undoing_never_overwrites_what_somebody_else_did() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        let (bo, cy) = (world.user(seed("Bo")).await, world.user(seed("Cy")).await);
        for _ in 0..8 {
            let done = disable(&owner, &[bo, cy]).await;
            let undo = done.undo.unwrap();
            let version = world.number("SELECT version FROM \"user\" WHERE first_name = 'Bo'").await;
            let order = DeletionOrder { version, deletion: Deletion::Archive, name: String::new() };
            let administrator = world.stepped_up(&administrator).await;
            let (one, two) = (owner.clone(), administrator.clone());
            let answers: Vec<Result<Option<BulkDone>, AppError>> = at_once([
                Box::pin(async move { bulk::undo(&one, undo).await.map(Some) })
                    as Pin<Box<dyn Future<Output = _> + Send>>,
                Box::pin(async move { deletion::delete(&two, bo, order).await.map(|_| None) }),
            ])
            .await;
            let archived = answers.iter().any(|answer| matches!(answer, Ok(None)));
            let back = answers.iter().find_map(|answer| answer.as_ref().ok()?.as_ref()).unwrap();
            let status = world.texts("SELECT status FROM \"user\" WHERE first_name = 'Bo'").await;
            match archived {
                true => {
                    assert_eq!(status, ["deleted"]);
                    assert_eq!(reasons(&back.skipped), [(SkipReason::Changed, vec!["Bo Berg"])]);
                    deletion::take_back(&administrator, bo).await.unwrap();
                    lifecycle::enable(&owner, bo).await.unwrap();
                }
                false => {
                    assert_eq!(status, ["active"]);
                    assert_eq!(back.changed.count, 2);
                }
            }
            world.assert_sound().await;
        }
        assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE status = 'active'").await, 4);
    })
    .await;
}

// S3.42: somebody else changes the rights of a person who is put back. One of both counts, and the other is told.
// Without the look at the version in `undo_in` both count, on both engines. The lock of the workspace there, and that of
// the rows in `load_people`, keep it true: either is enough; without both, both count on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_undoing_and_another_change_at_once_one_counts() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        let bo = world.user(seed("Bo")).await;
        for round in 0..16 {
            let undo = disable(&owner, &[bo]).await.undo.unwrap();
            let version = roles::choices(&administrator, bo).await.unwrap().version;
            let permission = if round % 2 == 0 { CompanyPermission::Creator } else { CompanyPermission::Billing };
            let change = RoleChange { version, held: Held::new(CompanyRole::Member, &[permission]) };
            let (one, two) = (owner.clone(), administrator.clone());
            let mut both = [
                Box::pin(async move { bulk::undo(&one, undo).await.map(drop) })
                    as Pin<Box<dyn Future<Output = Result<(), AppError>> + Send>>,
                Box::pin(async move { roles::change(&two, bo, change).await.map(drop) }),
            ];
            if round % 4 < 2 {
                both.reverse();
            }
            let answers = at_once(both).await;
            let status = world.texts("SELECT status FROM \"user\" WHERE first_name = 'Bo'").await.concat();
            let told = if status == "active" { STALE } else { CLOSED };
            assert!(answers.contains(&Ok(())) && answers.contains(&Err(told)), "{status} {answers:?}");
            if status == "disabled" {
                lifecycle::enable(&owner, bo).await.unwrap();
            }
            world.assert_sound().await;
        }
    })
    .await;
}

// S3.42: inviting several and every single change is a change set too.
#[tokio::test]
async fn single_changes_can_be_taken_back_from_the_list() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(12).await;
        let owner = world.stepped_up(&world.owner().await).await;
        let bo = world.user(seed("Bo")).await;
        let cy = world.user(UserSeed { status: UserStatus::Deleted, ..seed("Cy") }).await;
        world.execute("UPDATE \"user\" SET joined_at = 1 WHERE first_name = 'Cy'").await;
        let version =
            async |name: &str| world.number(&format!("SELECT version FROM \"user\" WHERE first_name = '{name}'")).await;
        let status = async |name: &str| {
            world.texts(&format!("SELECT status FROM \"user\" WHERE first_name = '{name}'")).await.concat()
        };
        let order = DeletionOrder { version: version("Bo").await, deletion: Deletion::Archive, name: String::new() };
        deletion::delete(&owner, bo, order).await.unwrap();
        bulk::undo_listed(&owner, recent(&owner).await[0].id).await.unwrap();
        assert_eq!(status("Bo").await, "active");
        world.clock().advance(1);
        deletion::restore(&owner, cy, version("Cy").await).await.unwrap();
        assert_eq!(status("Cy").await, "invited");
        bulk::undo_listed(&owner, recent(&owner).await[0].id).await.unwrap();
        assert_eq!(status("Cy").await, "deleted");
        assert_eq!(held_mails(&owner).await, 0);
        world.assert_sound().await;
    })
    .await;
}
