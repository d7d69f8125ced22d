//! The audit log: who sees it, how it is filtered and paged, and that nothing in it can be changed unnoticed.

use model::access::{Action, Blocker, CompanyPermission, CompanyRole};
use model::account::PreferenceChange;
use model::audit::{AuditAction, AuditPage, AuditQuery, AuditValue, BrokenKind, ChainState};
use model::error::AppError;
use model::ids::UserId;
use model::roles::{Held, RoleChange};
use model::session::Theme;
use model::users::UserStatus;
use serde_json::Value;
use services::audit::{self, Format};
use services::testing::{TestWorld, UserSeed, for_each_engine};
use services::{Ctx, account, lifecycle, roles};
use tokio::task::JoinSet;

const DAY: i64 = 24 * 60 * 60;

/// So many entries by this person.
async fn fill(who: &Ctx, entries: usize) {
    for at in 0..entries {
        let theme = if at % 2 == 0 { Theme::Dark } else { Theme::Light };
        account::change_preferences(who, PreferenceChange { theme: Some(theme), language: None }).await.unwrap();
    }
}

async fn list(who: &Ctx, query: AuditQuery) -> AuditPage {
    audit::list(who, query).await.unwrap()
}

fn numbers(page: &AuditPage) -> Vec<i64> {
    page.rows.iter().map(|entry| entry.seq).collect()
}

async fn file(who: &Ctx, query: AuditQuery, format: Format) -> String {
    let mut export = audit::export(who, query, format).await.unwrap();
    let mut file = String::new();
    while let Some(part) = export.part().await.unwrap() {
        file.push_str(&part);
    }
    file
}

async fn named(world: &TestWorld, first: &str, last: &str) -> UserId {
    let seed = UserSeed { first_name: first.to_owned(), last_name: last.to_owned(), ..UserSeed::default() };
    world.user(seed).await
}

// LG-04 AZ-22
#[tokio::test]
async fn only_holders_of_audit_read_verify_and_export() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        fill(&world.owner().await, 1).await;
        let others = [CompanyPermission::Users, CompanyPermission::Billing, CompanyPermission::Settings];
        for refused in [world.guest().await, world.member().await, world.member_with(&others).await] {
            let errors = [
                audit::list(&refused, AuditQuery::default()).await.err(),
                audit::verify_now(&refused).await.err(),
                audit::export(&refused, AuditQuery::default(), Format::Json).await.err(),
                audit::checkpoint(&refused).await.err(),
            ];
            for error in errors {
                let forbidden = AppError::Forbidden { action: Action::AuditView, blockers: vec![Blocker::NoGrant] };
                match error {
                    // A Guest cannot be given it either.
                    Some(AppError::Forbidden { action: Action::AuditView, blockers }) => {
                        assert_eq!(blockers.first(), Some(&Blocker::NoGrant));
                    }
                    error => assert_eq!(error, Some(forbidden)),
                }
            }
        }
        let auditor = world.member_with(&[CompanyPermission::Audit]).await;
        for allowed in [world.owner().await, world.administrator().await, auditor] {
            assert_eq!(numbers(&list(&allowed, AuditQuery::default()).await), [1]);
            assert!(audit::verify_now(&allowed).await.is_ok());
            assert!(audit::checkpoint(&allowed).await.unwrap().contains("\"seq\":1"));
            assert_eq!(file(&allowed, AuditQuery::default(), Format::Csv).await.lines().count(), 2);
        }
        world.assert_sound().await;
    })
    .await;
}

// LG-03
#[tokio::test]
async fn an_entry_says_who_did_what_to_whom_and_how() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let ana = named(&world, "Ana", "Lind").await;
        let version = roles::choices(&owner, ana).await.unwrap().version;
        let held = Held::new(CompanyRole::Member, &[CompanyPermission::Creator]);
        roles::change(&owner, ana, RoleChange { version, held: held.clone() }).await.unwrap();
        lifecycle::disable(&owner, ana).await.unwrap();
        let page = list(&owner, AuditQuery::default()).await;
        let [disabled, changed] = page.rows.as_slice() else { panic!("{:?}", page.rows) };
        assert_eq!((changed.seq, disabled.seq), (1, 2));
        assert_eq!((changed.action.as_str(), disabled.action.as_str()), ("access_changed", "user_disabled"));
        for entry in [changed, disabled] {
            assert_eq!(entry.actor.as_ref().unwrap().name.as_deref(), Some("Marit Solberg"));
            assert_eq!(entry.target.as_ref().unwrap().name.as_deref(), Some("Ana Lind"));
            assert_eq!((entry.credential.as_str(), entry.at.at), ("session", owner.now()));
            assert_eq!(entry.request, owner.request().id);
        }
        let before = Held::new(CompanyRole::Member, &[]);
        assert_eq!(
            (&changed.before[..], &changed.after[..]),
            (&[AuditValue::Held(before)][..], &[AuditValue::Held(held)][..])
        );
        world.assert_sound().await;
    })
    .await;
}

// UL-02
#[tokio::test]
async fn names_are_those_of_now_and_erased_people_have_none() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let ana = named(&world, "Ana", "Lind").await;
        fill(&world.signed_in(ana).await, 1).await;
        world.execute("UPDATE \"user\" SET first_name = 'Anna' WHERE first_name = 'Ana'").await;
        let owner = world.owner().await;
        let name = async || list(&owner, AuditQuery::default()).await.rows[0].actor.clone().unwrap().name;
        assert_eq!(name().await.as_deref(), Some("Anna Lind"));
        world.execute("UPDATE \"user\" SET status = 'erased' WHERE first_name = 'Anna'").await;
        assert_eq!(name().await, None);
        let csv = file(&owner, AuditQuery::default(), Format::Csv).await;
        assert!(csv.contains("\"Unknown user\"") && !csv.contains("Lind"), "{csv}");
        assert_eq!(audit::verify_now(&owner).await.unwrap().verified.unwrap().broken, None);
    })
    .await;
}

// AZ-12: an address is for holders of Users.
#[tokio::test]
async fn people_without_a_name_show_no_address_to_whoever_sees_none() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let nameless = world.user(UserSeed { email: "canary@secret.example".to_owned(), ..UserSeed::default() }).await;
        fill(&world.signed_in(nameless).await, 1).await;
        let auditor = world.member_with(&[CompanyPermission::Audit]).await;
        let both = world.member_with(&[CompanyPermission::Audit, CompanyPermission::Users]).await;
        let by_address = AuditQuery { actor: "canary@secret".to_owned(), ..AuditQuery::default() };
        let name =
            async |who: &Ctx| list(who, AuditQuery::default()).await.rows[0].actor.clone().unwrap().name.unwrap();
        assert_eq!((name(&auditor).await.as_str(), name(&both).await.as_str()), ("", "canary@secret.example"));
        assert_eq!(list(&auditor, by_address.clone()).await.total, 0, "a search would tell what the list does not");
        assert_eq!(list(&both, by_address).await.total, 1);
        assert!(!file(&auditor, AuditQuery::default(), Format::Csv).await.contains("secret.example"));
    })
    .await;
}

#[tokio::test]
async fn filters_narrow_by_who_what_whom_and_when() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let (ana, bo) = (named(&world, "Ána", "Lind").await, named(&world, "Bo", "Lind").await);
        fill(&world.signed_in(ana).await, 2).await; // 1, 2
        fill(&world.signed_in(bo).await, 1).await; // 3
        world.clock().advance(DAY);
        let owner = world.signed_in(owner.user_id()).await;
        lifecycle::disable(&owner, ana).await.unwrap(); // 4
        lifecycle::disable(&owner, bo).await.unwrap(); // 5
        let asked = async |query: AuditQuery| {
            let page = list(&owner, query).await;
            assert_eq!(page.total, page.rows.len() as u64);
            numbers(&page)
        };
        let none = AuditQuery::default;
        assert_eq!(asked(none()).await, [5, 4, 3, 2, 1]);
        assert_eq!(asked(AuditQuery { actor: "ana lind".to_owned(), ..none() }).await, [2, 1]);
        assert_eq!(asked(AuditQuery { actor: bo.to_string(), ..none() }).await, [3]);
        assert_eq!(asked(AuditQuery { target: "lind".to_owned(), ..none() }).await, [5, 4, 3, 2, 1]);
        assert_eq!(asked(AuditQuery { target: ana.to_string(), ..none() }).await, [4, 2, 1]);
        assert_eq!(asked(AuditQuery { action: Some(AuditAction::UserDisabled), ..none() }).await, [5, 4]);
        assert_eq!(asked(AuditQuery { from: "2026-11-22".to_owned(), ..none() }).await, [5, 4]);
        assert_eq!(asked(AuditQuery { to: "2026-11-21".to_owned(), ..none() }).await, [3, 2, 1]);
        assert_eq!(
            asked(AuditQuery { from: "2026-11-21".to_owned(), to: "2026-11-21".to_owned(), ..none() }).await,
            [3, 2, 1]
        );
        let together = AuditQuery {
            actor: "marit".to_owned(),
            action: Some(AuditAction::UserDisabled),
            target: "bo".to_owned(),
            from: "2026-11-22".to_owned(),
            ..none()
        };
        assert_eq!(asked(together.clone()).await, [5]);
        assert_eq!(file(&owner, together, Format::Csv).await.lines().count(), 2);
        assert_eq!(asked(AuditQuery { actor: "nobody at all".to_owned(), ..none() }).await, [0; 0]);
        assert_eq!(asked(AuditQuery { actor: "%".to_owned(), ..none() }).await, [0; 0]);
        // What is no day is no limit.
        assert_eq!(asked(AuditQuery { from: "2026-02-30".to_owned(), ..none() }).await.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn pages_stay_what_they_were_while_others_are_written() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        fill(&owner, 120).await;
        for query in [
            AuditQuery::default(),
            AuditQuery { action: Some(AuditAction::PreferencesChanged), ..AuditQuery::default() },
        ] {
            let first = list(&owner, query.clone()).await;
            let (top, per) = (first.upto, i64::from(first.per));
            assert_eq!((first.page, first.pages, first.rows.len()), (1, 3, 50));
            fill(&owner, 3).await;
            let mut seen = numbers(&first);
            for page in [2, 3] {
                let next = list(&owner, AuditQuery { page, upto: Some(top), ..query.clone() }).await;
                assert_eq!((next.page, next.total), (page, u64::try_from(top).unwrap()));
                seen.extend(numbers(&next));
            }
            assert_eq!(seen, (1..=top).rev().collect::<Vec<_>>());
            let fresh = list(&owner, query.clone()).await;
            assert_eq!(numbers(&fresh), (top + 4 - per..=top + 3).rev().collect::<Vec<_>>());
            for absurd in [u32::MAX, 4] {
                let last = list(&owner, AuditQuery { page: absurd, upto: Some(top), ..query.clone() }).await;
                assert_eq!((last.page, numbers(&last).last()), (3, Some(&1)));
            }
            assert_eq!(list(&owner, AuditQuery { upto: Some(i64::MAX), ..query }).await.upto, top + 3);
        }
    })
    .await;
}

// LG-04, invariant 12
#[tokio::test]
async fn a_long_chain_verifies_and_is_exported_in_parts() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        fill(&owner, 2_050).await;
        world.clock().advance(60);
        let state = audit::verify_now(&owner).await.unwrap();
        let verified = state.verified.unwrap();
        assert_eq!((verified.to, verified.broken, state.reached), (2_050, None, None));
        assert_eq!(verified.at.at, world.anonymous().now());
        assert_eq!(list(&owner, AuditQuery::default()).await.chain, state, "the page says so too");

        let json: Value = serde_json::from_str(&file(&owner, AuditQuery::default(), Format::Json).await).unwrap();
        let entries = json["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 2_050);
        for (before, after) in entries.iter().zip(&entries[1..]) {
            assert_eq!(before["mac"], after["prev_mac"]);
        }
        let head = world.texts("SELECT mac FROM audit_head").await;
        assert_eq!(entries.last().unwrap()["mac"].as_str(), head.first().map(String::as_str));
        let checkpoint: Value = serde_json::from_str(&audit::checkpoint(&owner).await.unwrap()).unwrap();
        assert_eq!(
            (checkpoint["seq"].as_i64(), checkpoint["mac"].as_str()),
            (Some(2_050), head.first().map(String::as_str))
        );
        let csv = file(&owner, AuditQuery::default(), Format::Csv).await;
        assert_eq!(csv.lines().count(), 2_051);
        assert_eq!(
            serde_json::from_str::<Value>(
                &file(&owner, AuditQuery { actor: "nobody".to_owned(), ..AuditQuery::default() }, Format::Json).await
            )
            .unwrap()["entries"],
            serde_json::json!([])
        );
    })
    .await;
}

/// What somebody does to the tables, how it is called, and the first entry that is not as it was.
type Tampering = (&'static [&'static str], BrokenKind, i64);

const TAMPERINGS: &[Tampering] = &[
    (&["UPDATE audit_event SET after = replace(after, 'dark', 'light') WHERE seq = 5"], BrokenKind::Changed, 5),
    (&["UPDATE audit_event SET actor = NULL WHERE seq = 1"], BrokenKind::Changed, 1),
    (&["UPDATE audit_event SET address = '198.51.100.1' WHERE seq = 12"], BrokenKind::Changed, 12),
    (&["UPDATE audit_event SET mac = prev_mac WHERE seq = 7"], BrokenKind::Changed, 7),
    (&["UPDATE audit_event SET at = at + 1 WHERE seq = 3"], BrokenKind::Changed, 3),
    (&["DELETE FROM audit_event WHERE seq = 4"], BrokenKind::Missing, 4),
    (&["DELETE FROM audit_event WHERE seq < 3"], BrokenKind::Missing, 1),
    // Two entries change places.
    (
        &[
            "UPDATE audit_event SET seq = 100 WHERE seq = 6",
            "UPDATE audit_event SET seq = 6 WHERE seq = 7",
            "UPDATE audit_event SET seq = 7 WHERE seq = 100",
        ],
        BrokenKind::Changed,
        6,
    ),
    (&["DELETE FROM audit_event WHERE seq > 10"], BrokenKind::Truncated, 11),
    (&["DELETE FROM audit_event"], BrokenKind::Truncated, 1),
    (
        &[
            "INSERT INTO audit_event SELECT 13, at, actor, on_behalf, credential, action, target, before, after, reason, \
           request_id, address, mac, mac FROM audit_event WHERE seq = 12",
        ],
        BrokenKind::Inserted,
        13,
    ),
    (
        &[
            "INSERT INTO audit_event SELECT 0, at, actor, on_behalf, credential, action, target, before, after, reason, \
           request_id, address, '', mac FROM audit_event WHERE seq = 1",
        ],
        BrokenKind::Inserted,
        0,
    ),
    // The head is set back to an entry that was there, so that what follows it was never written.
    (&["UPDATE audit_head SET seq = 10, mac = (SELECT mac FROM audit_event WHERE seq = 10)"], BrokenKind::Inserted, 11),
    (&["UPDATE audit_head SET mac = 'x'"], BrokenKind::Changed, 12),
];

// LG-04, invariant 12
#[tokio::test]
async fn whatever_is_done_to_the_tables_is_found_where_it_was_done() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        fill(&owner, 12).await;
        assert_eq!(audit::verify_now(&owner).await.unwrap().verified.unwrap().to, 12);
        for table in ["audit_event", "audit_head"] {
            world.execute(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
        }
        for (statements, kind, at) in TAMPERINGS {
            for statement in *statements {
                assert!(world.execute(statement).await > 0, "{statement}");
            }
            let state: ChainState = audit::verify_now(&owner).await.unwrap();
            let verified = state.verified.unwrap();
            assert_eq!((verified.broken, verified.to), (Some((*kind, *at)), at - 1), "{statements:?}");
            for table in ["audit_event", "audit_head"] {
                world.execute(&format!("DELETE FROM {table}")).await;
                world.execute(&format!("INSERT INTO {table} SELECT * FROM kept_{table}")).await;
            }
            assert_eq!(audit::verify_now(&owner).await.unwrap().verified.unwrap().broken, None, "put back");
        }
    })
    .await;
}

// Entries that are written while the chain is walked are no gap and nothing that was put in.
#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_grows_meanwhile_is_whole() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        fill(&owner, 20).await;
        let writer = owner.clone();
        let mut writing = JoinSet::new();
        writing.spawn(async move { fill(&writer, 150).await });
        let written = loop {
            let state = audit::verify_now(&owner).await.unwrap();
            assert_eq!(state.verified.unwrap().broken, None);
            if let Some(written) = writing.try_join_next() {
                break written;
            }
        };
        written.unwrap();
        assert_eq!(audit::verify_now(&owner).await.unwrap().verified.unwrap().to, 170);
        world.assert_sound().await;
    })
    .await;
}

// 2.4.1
#[tokio::test]
async fn only_so_many_exports_run_at_once_and_each_gives_its_place_back() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        fill(&owner, 1).await;
        let begin = async || audit::export(&owner, AuditQuery::default(), Format::Csv).await;
        let (first, second) = (begin().await.unwrap(), begin().await.unwrap());
        assert!(matches!(begin().await.err(), Some(AppError::RateLimited { .. })));
        drop(first);
        assert!(begin().await.is_ok());
        drop(second);
    })
    .await;
}

// XS-07
#[tokio::test]
async fn names_that_look_like_formulas_are_text_in_the_table() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let odd = named(&world, "=cmd()", "\"Quoted\", and more").await;
        fill(&world.signed_in(odd).await, 1).await;
        let csv = file(&world.owner().await, AuditQuery::default(), Format::Csv).await;
        assert!(csv.contains("\"'=cmd() \"\"Quoted\"\", and more\""), "{csv}");
        assert!(!csv.contains("\"=cmd"), "{csv}");
    })
    .await;
}

// S3.4 S3.6
#[tokio::test]
async fn roles_page_counts_who_is_there_and_is_for_holders_of_users() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, guest) = (world.owner().await, world.guest().await);
        let auditor = world.member_with(&[CompanyPermission::Audit]).await;
        for refused in [&guest, &auditor, &world.member().await] {
            assert!(matches!(roles::overview(refused).await, Err(AppError::Forbidden { action: Action::UsersView, .. })));
        }
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        let billing = vec![CompanyPermission::Billing];
        let seed = |first: &str, status| UserSeed {
            first_name: first.to_owned(), extras: billing.clone(), status, ..UserSeed::default()
        };
        world.user(seed("Here", UserStatus::Active)).await;
        world.user(seed("Archived", UserStatus::Deleted)).await;
        world.user(seed("Ended", UserStatus::Active)).await;
        world.execute("UPDATE user_permission SET ends_at = 1 WHERE user_id = (SELECT id FROM \"user\" WHERE first_name = 'Ended')").await;
        for who in [&owner, &manager] {
            let page = roles::overview(who).await.unwrap();
            let count = |role| page.holders.iter().find(|(of, _)| *of == role).unwrap().1;
            assert_eq!((count(CompanyRole::Owner), count(CompanyRole::Guest), count(CompanyRole::Member)), (1, 1, 5));
            let holders = |permission| page.permissions.iter().find(|(of, ..)| *of == permission).unwrap().2.clone();
            assert_eq!((holders(CompanyPermission::Billing).count, holders(CompanyPermission::Billing).names), (1, vec!["Here".to_owned()]));
            assert_eq!(holders(CompanyPermission::Users).count, 1);
            assert_eq!(holders(CompanyPermission::Creator).names, [""; 0]);
        }
    })
    .await;
}
