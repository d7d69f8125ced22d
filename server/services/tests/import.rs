//! People out of a table: what each row comes to, and what applying does, at once or not at all.

use std::pin::Pin;

use model::access::{Blocker, CompanyPermission, CompanyRole};
use model::bulk::Selection;
use model::error::{AppError, ConflictReason};
use model::fields::FieldCode;
use model::import::{ImportCheck, ImportColumn, ImportQuery, ImportSettings, RowKind, RowVerdict};
use model::invitations::{Invitee, NewInvitations};
use model::language::Language;
use model::seats::SeatCount;
use model::users::{UserQuery, UserStatus};
use services::testing::{TestWorld, UserSeed, at_once, for_each_engine};
use services::{Clock as _, Ctx, invitations, transfer};
use uuid::Uuid;

/// How long a table is kept.
const HOUR: i64 = 60 * 60;
const STALE: AppError = AppError::Conflict { reason: ConflictReason::Stale };

/// What somebody does at the same moment as others.
type Doing = Pin<Box<dyn Future<Output = Result<(), AppError>> + Send>>;

async fn check(who: &Ctx, table: &str) -> String {
    transfer::check(who, table.as_bytes().to_vec()).await.unwrap()
}

async fn look(who: &Ctx, key: &str) -> ImportCheck {
    let query = ImportQuery { key: key.to_owned(), show: None, page: 1 };
    transfer::page(who, query).await.unwrap().check.unwrap()
}

/// The verdicts of a table, in the order of its rows.
async fn verdicts(who: &Ctx, table: &str) -> Vec<RowVerdict> {
    look(who, &check(who, table).await).await.rows.rows.into_iter().map(|row| row.verdict).collect()
}

/// Checks a table and applies it as it was seen.
async fn import(who: &Ctx, table: &str, with_changes: bool) -> Result<(u32, u32), AppError> {
    let key = check(who, table).await;
    let seen = look(who, &key).await.seen;
    transfer::apply(who, &key, &seen, with_changes).await.map(|done| (done.invited, done.changed))
}

/// Everyone as a file.
async fn exported(who: &Ctx) -> String {
    let everyone = Selection::Matching(UserQuery { archived: true, ..UserQuery::default() });
    let mut export = transfer::export(who, everyone).await.unwrap();
    let mut file = String::new();
    while let Some(part) = export.part().await.unwrap() {
        file.push_str(&part);
    }
    file
}

fn seed(name: &str) -> UserSeed {
    let email = format!("{}@kestrel.example", name.to_lowercase());
    UserSeed { first_name: name.to_owned(), last_name: "Berg".to_owned(), email, ..UserSeed::default() }
}

/// `count` new people.
fn table(count: usize) -> String {
    let mut table = "email,first name,last name\n".to_owned();
    for n in 0..count {
        table.push_str(&format!("person{n}@kestrel.example,Person,Number {n}\n"));
    }
    table
}

/// These people as the dialog sends them.
fn dialog(key: u128, addresses: Vec<String>) -> NewInvitations {
    NewInvitations {
        key: Uuid::from_u128(key),
        people: addresses.into_iter().map(|address| Invitee { address, name: None }).collect(),
        resend: Vec::new(),
        role: CompanyRole::Member,
        permissions: Vec::new(),
        message: None,
        language: Language::En,
    }
}

async fn users(world: &TestWorld) -> i64 {
    world.number("SELECT count(*) FROM \"user\"").await
}

fn invalid(column: ImportColumn, code: FieldCode) -> RowVerdict {
    RowVerdict::Invalid { column, code }
}

// EM-03 EM-08 IV-08: one verdict for each row, and nothing is made by looking.
#[tokio::test]
async fn every_row_has_a_verdict_and_looking_makes_nobody() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        world.user(seed("Bo")).await;
        world.user(UserSeed { role: CompanyRole::Administrator, ..seed("Cy") }).await;
        world.user(UserSeed { status: UserStatus::Deleted, ..seed("Di") }).await;
        world.execute("UPDATE \"user\" SET joined_at = 1 WHERE first_name = 'Di'").await;
        let before = (users(&world).await, world.number("SELECT count(*) FROM event").await);
        let found = verdicts(
            &manager,
            "Email;First name;Role;Permissions;Language\n\
             new@kestrel.example;Ana;Guest;;ja\n\
             NEW@kestrel.example;Other;;;\n\
             bo@kestrel.example;Bo;member;;\n\
             Bo@kestrel.example;;;;\n\
             cy@kestrel.example;Cyrus;;;\n\
             di@kestrel.example;;;;\n\
             nope;;;;\n\
             a@xn--a-.com;;;;\n\
             role@kestrel.example;;Boss;;\n\
             may@kestrel.example;;;users everything;\n\
             lang@kestrel.example;;;;tlh\n\
             owner@kestrel.example;;Owner;;\n\
             admin@kestrel.example;;Administrator;;\n\
             bill@kestrel.example;;member;Billing;\n\
             turned@kestrel.example;a\u{202e}b;;;\n",
        )
        .await;
        assert_eq!(found.len(), 15);
        assert_eq!(found[0], RowVerdict::New);
        assert_eq!(found[1], RowVerdict::Duplicate { of: 2 });
        assert_eq!(found[2], RowVerdict::Unchanged);
        assert_eq!(found[3], RowVerdict::Duplicate { of: 4 });
        assert!(matches!(found[4], RowVerdict::Blocked { blocker: Blocker::Outranked }), "{:?}", found[4]);
        assert_eq!(found[5], RowVerdict::Archived);
        assert_eq!(found[6], invalid(ImportColumn::Email, FieldCode::InvalidEmail));
        assert_eq!(found[7], invalid(ImportColumn::Email, FieldCode::InvalidEmail));
        assert_eq!(found[8], invalid(ImportColumn::Role, FieldCode::NotOffered));
        assert_eq!(found[9], invalid(ImportColumn::Permissions, FieldCode::NotOffered));
        assert_eq!(found[10], invalid(ImportColumn::Language, FieldCode::NotOffered));
        assert_eq!(found[11], invalid(ImportColumn::Role, FieldCode::NotOffered));
        for blocked in [12, 13] {
            assert!(matches!(found[blocked], RowVerdict::Blocked { .. }), "{:?}", found[blocked]);
        }
        assert_eq!(found[14], invalid(ImportColumn::FirstName, FieldCode::InvalidCharacters));
        assert_eq!((users(&world).await, world.number("SELECT count(*) FROM event").await), before);
        assert_eq!(world.number("SELECT count(*) FROM mail").await, 0);
    })
    .await;
}

// LG-03: everyone new gets a mail in the language of the row, with role, permissions and name; one entry tells of the
// import, and one of each person.
#[tokio::test]
async fn new_people_are_invited_as_their_rows_say() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let key = check(
            &owner,
            "email,first_name,last_name,role,permissions,language\n\
             ana@kestrel.example,Anna Maria,von Lind,guest,,ja\n\
             bo@kestrel.example,,,,\"creator, users\",\n",
        )
        .await;
        let settings = ImportSettings {
            columns: look(&owner, &key).await.columns.into_iter().map(|column| column.means).collect(),
            role: CompanyRole::Member,
            language: Language::Es,
        };
        transfer::change_settings(&owner, &key, settings).await.unwrap();
        let seen = look(&owner, &key).await;
        assert_eq!((seen.total(RowKind::New), seen.can_apply()), (2, true));
        let done = transfer::apply(&owner, &key, &seen.seen, false).await.unwrap();
        assert_eq!((done.invited, done.changed), (2, 0));
        assert_eq!(done.mails_leave_at, world.clock().now().plus_seconds(10));
        let people = "SELECT first_name || '|' || last_name || '|' || role || '|' || status FROM \"user\" WHERE status = 'invited' ORDER BY email";
        assert_eq!(world.texts(people).await, ["Anna Maria|von Lind|guest|invited", "||member|invited"]);
        let granted = "SELECT permission FROM user_permission p JOIN \"user\" u ON u.id = p.user_id WHERE u.email = 'bo@kestrel.example' ORDER BY permission";
        assert_eq!(world.texts(granted).await, ["creator", "users"]);
        let kinds = world.texts("SELECT action FROM audit_event ORDER BY seq").await;
        assert_eq!(kinds, ["invitation_sent", "invitation_sent", "people_imported"]);
        world.clock().advance(10);
        world.run_jobs().await;
        let mut mails = world.mails().await;
        mails.sort_by(|one, other| one.to.cmp(&other.to));
        assert_eq!(world.texts("SELECT locale FROM mail ORDER BY recipient").await, ["ja", "es"]);
        assert_eq!(mails.len(), 2);
        assert_ne!(mails[0].token(), mails[1].token());
        // Each link opens the page of its own invitee.
        for mail in &mails {
            assert!(invitations::page(&world.anonymous(), mail.token(), None).await.is_ok());
        }
        // The table can be looked at still, and does nothing a second time.
        let again = transfer::apply(&owner, &key, &seen.seen, true).await.unwrap();
        assert_eq!(again, done);
        assert_eq!(look(&owner, &key).await.done, Some(done));
        assert_eq!(users(&world).await, 3);
        world.assert_sound().await;
    })
    .await;
}

// XS-07: what was taken out comes in again and changes nobody, whoever they are.
#[tokio::test]
async fn an_export_comes_in_again_and_nothing_happens() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let owner = world.owner().await;
        let soon = world.clock().now().plus_seconds(3600);
        use CompanyPermission::{Creator, Users};
        world.user(UserSeed { extras: vec![Users, Creator], first_name: "=cmd()".to_owned(), last_name: "'+1".to_owned(), ..seed("Bo") }).await;
        world.user(UserSeed { status: UserStatus::Invited, invite_until: Some(soon), first_name: String::new(), last_name: String::new(), ..seed("Cy") }).await;
        world.user(UserSeed { status: UserStatus::Disabled, role: CompanyRole::Guest, ..seed("Di") }).await;
        world.user(UserSeed { status: UserStatus::Deleted, ..seed("Eve") }).await;
        world.user(UserSeed { role: CompanyRole::Administrator, extras: vec![Users], ..seed("Flo") }).await;
        world.user(UserSeed { extras: vec![Users, Creator], ..seed("Gil") }).await;
        world.execute(&format!("UPDATE user_permission SET ends_at = {} WHERE permission = 'creator' AND user_id = (SELECT id FROM \"user\" WHERE first_name = 'Gil')", world.clock().now().0 - 1)).await;
        let file = exported(&owner).await;
        let key = check(&owner, &file).await;
        let seen = look(&owner, &key).await;
        let odd: Vec<_> = seen.rows.rows.iter().filter(|row| row.verdict != RowVerdict::Unchanged).collect();
        assert!(odd.is_empty(), "{odd:?}\n{file}");
        assert_eq!((seen.total(RowKind::Unchanged), seen.can_apply()), (7, false));
        let nothing = transfer::apply(&owner, &key, &seen.seen, true).await;
        assert_eq!(nothing, Err(AppError::field("rows", FieldCode::Required)));
        assert_eq!(users(&world).await, 7);
    })
    .await;
}

// LG-03: whoever is here is changed only when that is wanted, by the same code as alone; an empty cell leaves what is there.
#[tokio::test]
async fn people_who_are_here_are_changed_when_that_is_wanted() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        world.user(UserSeed { extras: vec![CompanyPermission::Users], ..seed("Bo") }).await;
        world.user(seed("Cy")).await;
        let table = "email,first_name,role,permissions\nbo@kestrel.example,Robert,,creator\ncy@kestrel.example,,guest,\nnew@kestrel.example,,,\n";
        let found = verdicts(&owner, table).await;
        let RowVerdict::Changed(bo) = &found[0] else { panic!("{found:?}") };
        assert_eq!(bo.name.as_deref(), Some("Bo Berg"));
        assert_eq!((bo.gives.as_slice(), bo.takes.as_slice(), bo.role), ([CompanyPermission::Creator].as_slice(), [CompanyPermission::Users].as_slice(), None));
        assert!(matches!(&found[1], RowVerdict::Changed(cy) if cy.role == Some(CompanyRole::Member) && cy.name.is_none()));
        assert_eq!(import(&owner, table, false).await, Ok((1, 0)));
        let people = "SELECT first_name || '|' || role FROM \"user\" WHERE last_name = 'Berg' ORDER BY email";
        assert_eq!(world.texts(people).await, ["Bo|member", "Cy|member"]);
        assert_eq!(import(&owner, table, true).await, Ok((0, 2)));
        assert_eq!(world.texts(people).await, ["Robert|member", "Cy|guest"]);
        assert_eq!(world.texts("SELECT permission FROM user_permission").await, ["creator"]);
        let kinds = world.texts("SELECT action FROM audit_event ORDER BY seq").await;
        assert_eq!(kinds, ["invitation_sent", "people_imported", "names_changed", "access_changed", "access_changed", "people_imported"]);
        world.assert_sound().await;
    })
    .await;
}

// IV-08: an Administrator takes the password, whether new or changed, and nothing happens before it.
#[tokio::test]
async fn giving_administrator_takes_the_password() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        world.user(seed("Bo")).await;
        for (table, done) in [
            ("email,role\nnew@kestrel.example,Administrator\n", (1, 0)),
            ("email,role\nbo@kestrel.example,Administrador\n", (0, 1)),
        ] {
            let before = users(&world).await;
            assert_eq!(import(&owner, table, true).await, Err(AppError::StepUpRequired), "{table}");
            assert_eq!(users(&world).await, before);
            assert_eq!(import(&world.stepped_up(&owner).await, table, true).await, Ok(done), "{table}");
        }
    })
    .await;
}

// IV-15: all or nothing with seats, with what is missing.
#[tokio::test]
async fn seats_are_there_for_everyone_or_nobody_comes() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let owner = world.owner().await;
        let short = import(&owner, &table(6), false).await;
        assert_eq!(short, Err(AppError::SeatsExhausted { purchased: 5, used: 1, reserved: 0, missing: 2 }));
        assert_eq!((users(&world).await, world.number("SELECT count(*) FROM mail").await), (1, 0));
        assert_eq!(import(&owner, &table(4), false).await, Ok((4, 0)));
        let query = ImportQuery::default();
        let seats = transfer::page(&owner, query).await.unwrap().seats;
        assert_eq!(seats, SeatCount { purchased: 5, used: 1, reserved: 4 });
        world.assert_sound().await;
    })
    .await;
}

// ST-01: two tables at the same moment, seats for one of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_tables_one_gets_the_last_seats() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (one, two) = (world.owner().await, world.administrator().await);
        for round in 0..6 {
            let new = |who: &str| (0..3).map(|n| format!("{who}{round}x{n}@kestrel.example\n")).collect::<String>();
            let mut waiting = Vec::new();
            for (who, name) in [(one.clone(), "a"), (two.clone(), "b")] {
                let key = check(&who, &new(name)).await;
                let seen = look(&who, &key).await.seen;
                waiting.push((who, key, seen));
            }
            let answers =
                at_once(waiting.into_iter().map(|(who, key, seen)| async move { transfer::apply(&who, &key, &seen, false).await }))
                    .await;
            assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
            assert!(answers.iter().any(|answer| matches!(answer, Err(AppError::SeatsExhausted { missing: 3, .. }))), "{answers:?}");
            world.assert_sound().await;
            world.execute("UPDATE \"user\" SET status = 'deleted', email_key = NULL, invite_until = NULL WHERE status = 'invited'").await;
        }
    })
    .await;
}

// CS-15: the same order twice at the same moment has one effect, and both get its answer, whatever the table does: invite
// people who are new or were withdrawn from, and change people who are here. Without the lock of the workspace in
// `apply_in` the others are told on PostgreSQL that the addresses are taken; on SQLite there is one writer. Of people who
// are here the versions alone are enough.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_table_is_applied_once() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(60).await;
        let owner = world.owner().await;
        for round in 0..6 {
            world.user(UserSeed { status: UserStatus::Deleted, ..seed(&format!("Old{round}")) }).await;
            world.user(seed(&format!("Here{round}"))).await;
            let tables = [
                (format!("a{round}@kestrel.example\nb{round}@kestrel.example\n"), (2, 0)),
                (format!("old{round}@kestrel.example\n"), (1, 0)),
                (format!("email,first name\nhere{round}@kestrel.example,Robin\n"), (0, 1)),
            ];
            for (table, effect) in tables {
                let before = (users(&world).await, world.number("SELECT count(*) FROM audit_event").await);
                let key = check(&owner, &table).await;
                let seen = look(&owner, &key).await.seen;
                let orders = (0..4).map(|_| (owner.clone(), key.clone(), seen.clone()));
                let answers = at_once(
                    orders.map(|(who, key, seen)| async move { transfer::apply(&who, &key, &seen, true).await }),
                )
                .await;
                for answer in &answers {
                    assert_eq!(
                        answer.as_ref().map(|done| (done.invited, done.changed)),
                        Ok(effect),
                        "{table}{answers:?}"
                    );
                }
                // Those who are new, and an entry for each person and for the table.
                let new = if effect.0 == 2 { 2 } else { 0 };
                let entries = i64::from(effect.0 + effect.1) + 1;
                let after = (users(&world).await, world.number("SELECT count(*) FROM audit_event").await);
                assert_eq!(after, (before.0 + new, before.1 + entries), "{table}");
            }
        }
        world.assert_sound().await;
    })
    .await;
}

// ST-01: a table and the dialog at the same moment, seats for one of them. Two guards: the lock of the workspace in
// `apply_in`, and the one in `seats::take`. Either is enough; without both, both come in on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_table_and_invitations_one_gets_the_last_seats() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        for round in 0..8 {
            let key = check(&owner, &(0..3).map(|n| format!("t{round}x{n}@kestrel.example\n")).collect::<String>()).await;
            let seen = look(&owner, &key).await.seen;
            let people = (0..3).map(|n| format!("d{round}x{n}@kestrel.example")).collect();
            let (one, two) = (owner.clone(), administrator.clone());
            let answers = at_once([
                Box::pin(async move { transfer::apply(&one, &key, &seen, false).await.map(drop) }) as Doing,
                Box::pin(async move { invitations::send(&two, dialog(round + 1, people)).await.map(drop) }),
            ])
            .await;
            let full = AppError::SeatsExhausted { purchased: 5, used: 2, reserved: 3, missing: 3 };
            assert!(answers.contains(&Ok(())) && answers.contains(&Err(full)), "{answers:?}");
            assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE status = 'invited'").await, 3);
            world.assert_sound().await;
            world.execute("UPDATE \"user\" SET status = 'deleted', email_key = NULL, invite_until = NULL WHERE status = 'invited'").await;
        }
    })
    .await;
}

// CS-15: the columns are put right in one tab while the table is applied in another. Without the lock of the workspace in
// `change_settings` the table is one that waits to be applied again on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_table_that_is_being_applied_does_not_come_back() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(60).await;
        let owner = world.owner().await;
        for round in 0..8 {
            let key = check(&owner, &format!("email\na{round}@kestrel.example\n")).await;
            let seen = look(&owner, &key).await.seen;
            let apply = {
                let (who, key) = (owner.clone(), key.clone());
                async move { transfer::apply(&who, &key, &seen, false).await.map(drop) }
            };
            let put_right = (0..4).map(|_| {
                let (who, key) = (owner.clone(), key.clone());
                async move {
                    let columns = vec![Some(ImportColumn::Email)];
                    let settings = ImportSettings { columns, role: CompanyRole::Member, language: Language::En };
                    for _ in 0..20 {
                        if transfer::change_settings(&who, &key, settings.clone()).await.is_err() {
                            break;
                        }
                    }
                    Ok(())
                }
            });
            let mut tabs: Vec<Doing> = vec![Box::pin(apply)];
            tabs.extend(put_right.map(|tab| Box::pin(tab) as Doing));
            let answers = at_once(tabs).await;
            assert!(answers.iter().all(Result::is_ok), "{answers:?}");
            assert!(look(&owner, &key).await.done.is_some());
        }
    })
    .await;
}

// What would happen is what was shown, or nothing happens.
#[tokio::test]
async fn nothing_happens_that_was_not_shown() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let owner = world.owner().await;
        let key = check(&owner, "ana@kestrel.example\nbo@kestrel.example\n").await;
        let seen = look(&owner, &key).await.seen;
        world.user(seed("Bo")).await;
        assert_eq!(transfer::apply(&owner, &key, &seen, true).await, Err(STALE));
        assert_eq!(users(&world).await, 2);
        let now = look(&owner, &key).await;
        assert_ne!(now.seen, seen);
        assert_eq!((now.total(RowKind::New), now.total(RowKind::Unchanged)), (1, 1));
        assert!(transfer::apply(&owner, &key, &now.seen, true).await.is_ok());
        // Columns that were put right change what is shown, too.
        let key = check(&owner, "email,x\ncy@kestrel.example,Cyrus\n").await;
        let seen = look(&owner, &key).await.seen;
        let settings = |columns| ImportSettings { columns, role: CompanyRole::Guest, language: Language::En };
        let (email, first) = (Some(ImportColumn::Email), Some(ImportColumn::FirstName));
        transfer::change_settings(&owner, &key, settings(vec![email, first])).await.unwrap();
        assert_eq!(transfer::apply(&owner, &key, &seen, true).await, Err(STALE));
        assert_eq!(
            transfer::change_settings(&owner, &key, settings(vec![email, email])).await,
            Err(AppError::field("columns", FieldCode::Taken))
        );
        transfer::change_settings(&owner, &key, settings(vec![first])).await.unwrap();
        let unread = look(&owner, &key).await;
        assert_eq!((unread.lacks_address, unread.can_apply(), unread.rows.total), (true, false, 0));
        assert_eq!(transfer::apply(&owner, &key, &unread.seen, true).await, Err(STALE));
    })
    .await;
}

// AZ-11 AZ-22: only holders of Users, each their own table, for an hour.
#[tokio::test]
async fn a_table_is_its_owners_and_for_an_hour() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let (owner, other) = (world.owner().await, world.administrator().await);
        let key = check(&owner, "ana@kestrel.example\n").await;
        let seen = look(&owner, &key).await.seen;
        let outdated = AppError::field("key", FieldCode::Outdated);
        let of = |who: &Ctx, key: &str| {
            let (who, query) = (who.clone(), ImportQuery { key: key.to_owned(), show: None, page: 1 });
            async move { transfer::page(&who, query).await }
        };
        let foreign = of(&other, &key).await.unwrap();
        assert_eq!((foreign.check, foreign.outdated), (None, true));
        assert_eq!(transfer::apply(&other, &key, &seen, true).await, Err(outdated.clone()));
        for who in [world.guest().await, world.member().await, world.member_with(&[CompanyPermission::Billing]).await] {
            assert!(matches!(of(&who, "").await, Err(AppError::Forbidden { .. })));
            assert!(matches!(transfer::check(&who, b"a@b.example".to_vec()).await, Err(AppError::Forbidden { .. })));
            assert!(matches!(transfer::apply(&who, &key, &seen, true).await, Err(AppError::Forbidden { .. })));
            let head = ["", "", "", ""];
            assert!(matches!(
                transfer::report(&who, &key, head, |_, _| String::new()).await,
                Err(AppError::Forbidden { .. })
            ));
        }
        // A new table takes the place of the one before.
        let next = check(&owner, "bo@kestrel.example\n").await;
        assert!(of(&owner, &key).await.unwrap().outdated);
        assert_eq!(world.number("SELECT count(*) FROM token WHERE purpose = 'people_import'").await, 1);
        let seen = look(&owner, &next).await.seen;
        world.clock().advance(HOUR);
        assert_eq!(transfer::apply(&world.owner().await, &next, &seen, true).await, Err(outdated));
        assert_eq!(users(&world).await, 5);
    })
    .await;
}

// IV-16: what a table brings does not count toward the limit of the day.
#[tokio::test]
async fn an_import_does_not_count_toward_the_limit_of_the_day() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(1_100).await;
        let owner = world.owner().await;
        assert_eq!(import(&owner, &table(1_050), false).await, Ok((1_050, 0)));
        let sent = invitations::send(&owner, dialog(7, vec!["one@more.example".to_owned()])).await.unwrap();
        assert_eq!(sent.sent.len(), 1);
        // Everyone has an address and a username of their own, and a link that works.
        assert_eq!(world.number("SELECT count(DISTINCT username) FROM \"user\"").await, 1_052);
        assert_eq!(world.number("SELECT count(DISTINCT token_hash) FROM token WHERE purpose = 'invite'").await, 1_051);
        world.assert_sound().await;
    })
    .await;
}

// XS-07: the report says for each row what came of it, and is no formula.
#[tokio::test]
async fn a_report_tells_of_every_row() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let owner = world.owner().await;
        world.user(seed("Bo")).await;
        let key = check(&owner, "email,name\nana@kestrel.example,=1+1\nbo@kestrel.example,Bob Berg\nnope,\n").await;
        let report = async || {
            let words = |row: &model::import::ImportRow, outcome| format!("{}:{outcome:?}", row.verdict.kind());
            transfer::report(&owner, &key, ["n", "email", "name", "result"], words).await.unwrap()
        };
        assert_eq!(
            report().await,
            "\u{feff}\"n\",\"email\",\"name\",\"result\"\r\n\"2\",\"ana@kestrel.example\",\"'=1+1\",\"new:Planned\"\r\n\
             \"3\",\"bo@kestrel.example\",\"Bob Berg\",\"changed:Planned\"\r\n\"4\",\"nope\",\"\",\"invalid:Planned\"\r\n"
        );
        let seen = look(&owner, &key).await.seen;
        transfer::apply(&owner, &key, &seen, false).await.unwrap();
        let lines: Vec<String> = report().await.lines().map(|line| line.rsplit(',').next().unwrap().to_owned()).collect();
        assert_eq!(lines, ["\"result\"", "\"new:Done\"", "\"changed:LeftAlone\"", "\"invalid:Done\""]);
    })
    .await;
}
