//! The list of users, on both engines: who sees what, in which order, filtered and searched.

use std::collections::BTreeSet;

use model::access::{Action, Blocker, CompanyPermission, CompanyRole, DisabledBy, Verdict};
use model::error::{AppError, ConflictReason, Noun};
use model::ids::UserId;
use model::invitations::{Invitee, NewInvitations};
use model::language::Language;
use model::seats::SeatCount;
use model::users::{StatusFilter, StatusView, UserFigures, UserQuery, UserSort, UserStatus, UserSummary, UsersPage};
use services::testing::{BEGIN, TestWorld, UserSeed, for_each_engine};
use services::{Ctx, demo, invitations, seed, users};
use uuid::Uuid;

const HOUR: i64 = 60 * 60;

fn named(first: &str, last: &str, email: &str) -> UserSeed {
    UserSeed {
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        email: email.to_owned(),
        ..UserSeed::default()
    }
}

fn invited(email: &str, hours: i64) -> UserSeed {
    UserSeed {
        status: UserStatus::Invited,
        invite_until: Some(BEGIN.plus_seconds(hours * HOUR)),
        ..named("", "", email)
    }
}

/// A few people in every state, besides Marit Solberg, the Owner.
async fn kestrel(world: &TestWorld) {
    world.set_up(10).await;
    for seed in [
        named("Zoë", "Ámundsen", "zoe@kestrel.example"),
        UserSeed { role: CompanyRole::Administrator, ..named("Łukasz", "Brandt", "lukasz@kestrel.example") },
        UserSeed {
            extras: vec![CompanyPermission::Billing], ..named("Елена", "Соколова", "elena@kestrel.example")
        },
        UserSeed { role: CompanyRole::Guest, ..named("美咲", "佐藤", "misaki@kestrel.example") },
        UserSeed {
            status: UserStatus::Disabled,
            disabled_by: Some(DisabledBy::Organization),
            ..named("Ana", "100%_sure", "ana@kestrel.example")
        },
        UserSeed { status: UserStatus::Deleted, ..named("Rosa", "Lindgren", "rosa@kestrel.example") },
        UserSeed { status: UserStatus::Erased, ..named("", "", "gone@kestrel.example") },
        invited("nameless@kestrel.example", 5),
        invited("late@kestrel.example", -2),
    ] {
        world.user(seed).await;
    }
}

async fn list(ctx: &Ctx, query: UserQuery) -> UsersPage {
    users::list(ctx, query).await.unwrap()
}

/// First names, or what stands for them.
fn names(page: &UsersPage) -> Vec<&str> {
    page.page.rows.iter().map(|row| row.name.split(' ').next().unwrap_or_default()).collect()
}

async fn found(ctx: &Ctx, query: UserQuery) -> Vec<String> {
    names(&list(ctx, query).await).into_iter().map(str::to_owned).collect()
}

async fn search(ctx: &Ctx, q: &str) -> Vec<String> {
    found(ctx, UserQuery { q: q.to_owned(), archived: true, ..UserQuery::default() }).await
}

fn row<'a>(page: &'a UsersPage, name: &str) -> &'a UserSummary {
    page.page.rows.iter().find(|row| row.name.starts_with(name)).unwrap()
}

// S3.1 S3.42
#[tokio::test]
async fn holders_of_users_see_all_fields_figures_and_seats() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let page = list(&world.owner().await, UserQuery::default()).await;
        assert_eq!(
            names(&page),
            ["Ana", "Zoë", "Łukasz", "late@kestrel.example", "nameless@kestrel.example", "Marit", "Елена", "美咲"]
        );
        assert_eq!(page.figures, Some(UserFigures { active: 5, invited: 1, not_accepted: 1, disabled: 1, deleted: 1 }));
        assert_eq!(page.seats, Some(SeatCount { purchased: 10, used: 5, reserved: 1 }));
        let details = row(&page, "Елена").details.clone().unwrap();
        assert_eq!(details.email, "elena@kestrel.example");
        assert_eq!(details.extras, [CompanyPermission::Billing]);
        assert_eq!(details.status, StatusView::Active);
        assert!(row(&page, "Marit").is_self);
        assert!(!row(&page, "Zoë").is_self);
        let disabled = row(&page, "Ana").details.clone().unwrap().status;
        assert!(matches!(disabled, StatusView::Disabled { by: DisabledBy::Organization, at: Some(_) }));
    })
    .await;
}

// S3.1 AZ-11 AZ-12 AZ-22
#[tokio::test]
async fn members_see_names_and_roles_and_nothing_else() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let member = world.member().await;
        let page = list(&member, UserQuery { archived: true, ..UserQuery::default() }).await;
        assert_eq!(page.page.total, 9);
        assert_eq!((page.figures, page.seats), (None, None));
        assert!(page.page.rows.iter().all(|row| row.details.is_none() && row.actions.0.is_empty()));
        // Whoever has no name yet has none here: the address would stand for it.
        assert_eq!(page.page.rows.iter().filter(|row| row.name.is_empty()).count(), 2);
        let json = serde_json::to_string(&page).unwrap();
        for secret in ["@", "kestrel.example", "user3", "Rosa"] {
            assert!(!json.contains(secret), "{secret} in {json}");
        }
        assert_eq!(page.actions.of(Action::InvitationsSend), Verdict::Blocked(Blocker::NoGrant));
    })
    .await;
}

// AZ-12
#[tokio::test]
async fn members_cannot_ask_for_what_they_do_not_see() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let member = world.member().await;
        let plain = found(&member, UserQuery::default()).await;
        for status in StatusFilter::ALL {
            let query = UserQuery { statuses: vec![*status], archived: true, ..UserQuery::default() };
            assert_eq!(found(&member, query).await, plain, "{status}");
        }
        for sort in UserSort::ALL.iter().filter(|sort| **sort != UserSort::Name) {
            for descending in [false, true] {
                let query = UserQuery { sort: *sort, descending, ..UserQuery::default() };
                assert_eq!(found(&member, query).await, plain, "{sort}");
            }
        }
        for q in ["kestrel", "elena", "misaki", "nameless", "user3", "@", "example", "rosa"] {
            assert_eq!(search(&member, q).await, Vec::<String>::new(), "{q}");
        }
        assert_eq!(search(&member, "соколова").await, ["Елена"]);
        assert_eq!(search(&member, "佐藤美咲").await, ["美咲"]);
        // The role is on the screen, so it can be filtered by.
        let guests = UserQuery { roles: vec![CompanyRole::Guest], ..UserQuery::default() };
        assert_eq!(found(&member, guests).await, ["美咲"]);
    })
    .await;
}

// AZ-11
#[tokio::test]
async fn guests_see_themselves() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let guest = world.guest().await;
        let page = list(&guest, UserQuery { archived: true, ..UserQuery::default() }).await;
        assert_eq!(page.page.total, 1);
        assert!(page.page.rows[0].is_self);
        assert_eq!(users::count(&guest).await, Ok(1));
        assert_eq!(search(&guest, "marit").await, Vec::<String>::new());
        let owner = world.owner().await.user_id();
        assert_eq!(users::row(&guest, owner).await, Err(AppError::NotFound { what: Noun::User }));
        assert!(users::row(&guest, guest.user_id()).await.unwrap().is_self);
    })
    .await;
}

// AZ-12
#[tokio::test]
async fn seats_are_shown_to_holders_of_billing_too() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let page = list(&world.member_with(&[CompanyPermission::Billing]).await, UserQuery::default()).await;
        assert_eq!(page.figures, None);
        assert_eq!(page.seats, Some(SeatCount { purchased: 10, used: 6, reserved: 1 }));
        assert!(page.page.rows.iter().all(|row| row.details.is_none()));
    })
    .await;
}

// S0.2 S0.5
#[tokio::test]
async fn whoever_may_invite_is_offered_to() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        for (ctx, may, buys) in [
            (world.owner().await, true, true),
            (world.administrator().await, true, true),
            (world.member_with(&[CompanyPermission::Users]).await, true, false),
            (world.member_with(&[CompanyPermission::Billing]).await, false, true),
            (world.member().await, false, false),
            (world.guest().await, false, false),
        ] {
            let page = list(&ctx, UserQuery::default()).await;
            assert_eq!(page.actions.allows(Action::InvitationsSend), may);
            assert_eq!(page.actions.allows(Action::SeatsBuy), buys);
        }
    })
    .await;
}

// S3.10 S3.42
#[tokio::test]
async fn invitation_is_not_accepted_from_the_moment_its_link_ends() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let of = |status| UserQuery { statuses: vec![status], ..UserQuery::default() };
        let owner = world.owner().await;
        assert_eq!(found(&owner, of(StatusFilter::Invited)).await, ["nameless@kestrel.example"]);
        assert_eq!(found(&owner, of(StatusFilter::NotAccepted)).await, ["late@kestrel.example"]);

        world.clock().advance(5 * HOUR - 1);
        let owner = world.owner().await;
        let page = list(&owner, of(StatusFilter::Invited)).await;
        assert!(matches!(page.page.rows[0].details.as_ref().unwrap().status, StatusView::Invited { .. }));

        world.clock().advance(1);
        let owner = world.owner().await;
        assert_eq!(found(&owner, of(StatusFilter::Invited)).await, Vec::<String>::new());
        let page = list(&owner, of(StatusFilter::NotAccepted)).await;
        assert_eq!(names(&page), ["late@kestrel.example", "nameless@kestrel.example"]);
        assert!(
            page.page
                .rows
                .iter()
                .all(|row| { matches!(row.details.as_ref().unwrap().status, StatusView::NotAccepted { .. }) })
        );
        let figures = page.figures.unwrap();
        assert_eq!((figures.invited, figures.not_accepted), (0, 2));
        assert_eq!(page.seats.unwrap().reserved, 0);
    })
    .await;
}

// S3.11
#[tokio::test]
async fn menu_of_a_row_offers_what_the_status_has_a_place_for() {
    const OF_INVITATION: [Action; 5] = [
        Action::AccessChange,
        Action::InvitationsResend,
        Action::InvitationsCopyLink,
        Action::InvitationsCancel,
        Action::UsersDelete,
    ];
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let administrator = UserSeed { role: CompanyRole::Administrator, ..invited("boss@kestrel.example", 3) };
        world.user(administrator).await;
        let extras = vec![CompanyPermission::Audit];
        world.user(UserSeed { extras, ..invited("auditor@kestrel.example", 3) }).await;

        let page = list(&world.owner().await, UserQuery { archived: true, ..UserQuery::default() }).await;
        for row in &page.page.rows {
            let offered: Vec<Action> = row.actions.0.iter().map(|(action, _)| *action).collect();
            let expected = match row.details.as_ref().unwrap().status {
                StatusView::Invited { .. } | StatusView::NotAccepted { .. } => OF_INVITATION.to_vec(),
                StatusView::Active => vec![Action::AccessChange, Action::UsersDisable, Action::UsersDelete],
                StatusView::Disabled { .. } => vec![Action::AccessChange, Action::UsersEnable, Action::UsersDelete],
                StatusView::Deleted { .. } => vec![Action::UsersRestore, Action::UsersDelete],
            };
            assert_eq!(offered, expected, "{}", row.name);
            assert_eq!(row.actions.0.iter().all(|(_, verdict)| verdict.is_allowed()), !row.is_self, "{}", row.name);
        }

        let manager = world.member_with(&[CompanyPermission::Users]).await;
        let page = list(&manager, UserQuery::default()).await;
        let of = |name, action| row(&page, name).actions.of(action);
        let not_own = Verdict::Blocked(Blocker::NotOwnToGrant);
        assert_eq!(of("late", Action::InvitationsResend), Verdict::Allowed);
        assert_eq!(of("boss", Action::InvitationsResend), not_own);
        assert_eq!(of("boss", Action::InvitationsCancel), Verdict::Blocked(Blocker::Outranked));
        assert_eq!(of("auditor", Action::InvitationsCopyLink), not_own);
        assert_eq!(of("auditor", Action::InvitationsCancel), Verdict::Allowed);
    })
    .await;
}

// UN-04
#[tokio::test]
async fn invited_people_get_a_username_of_their_own() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let people = ["ana@a.example", "Ana@b.example", "me@c.example", "x@d.example"];
        let people = people.map(|address| Invitee { address: address.to_owned(), name: None });
        let batch = |people: Vec<Invitee>, key| NewInvitations {
            key: Uuid::from_u128(key),
            people,
            resend: Vec::new(),
            role: CompanyRole::Member,
            permissions: Vec::new(),
            message: None,
            language: Language::En,
        };
        invitations::send(&owner, batch(people.to_vec(), 1)).await.unwrap();
        let third = Invitee { address: "ANA@f.example".to_owned(), name: None };
        invitations::send(&owner, batch(vec![third], 2)).await.unwrap();
        let query = UserQuery { statuses: vec![StatusFilter::Invited], ..UserQuery::default() };
        let page = list(&owner, query).await;
        let usernames: Vec<String> = page.page.rows.iter().map(|row| row.details.clone().unwrap().username).collect();
        assert_eq!(usernames, ["ana", "ana-2", "ana-3", "me-2", "x-2"]);
    })
    .await;
}

// S3.18 S3.19 UL-11
#[tokio::test]
async fn archived_users_are_listed_when_asked_for_by_holders_of_users() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let archived = UserQuery { archived: true, ..UserQuery::default() };
        let only = UserQuery { statuses: vec![StatusFilter::Deleted], ..archived.clone() };
        let not_asked = UserQuery { archived: false, ..only.clone() };
        for (ctx, sees) in [
            (world.owner().await, true),
            (world.member_with(&[CompanyPermission::Users]).await, true),
            (world.member().await, false),
            (world.guest().await, false),
        ] {
            assert_eq!(found(&ctx, archived.clone()).await.contains(&"Rosa".to_owned()), sees);
            assert!(!found(&ctx, UserQuery::default()).await.contains(&"Rosa".to_owned()));
            if sees {
                assert_eq!(found(&ctx, only.clone()).await, ["Rosa"]);
                assert_eq!(found(&ctx, not_asked.clone()).await, Vec::<String>::new());
            }
            assert!(!found(&ctx, archived.clone()).await.contains(&"gone@kestrel.example".to_owned()));
        }
    })
    .await;
}

#[tokio::test]
async fn people_are_found_by_parts_of_everything_in_any_order() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let owner = world.owner().await;
        for (q, expected) in [
            ("amundsen zoe", &["Zoë"][..]),
            ("ÁMUND", &["Zoë"]),
            ("lukasz", &["Łukasz"]),
            ("СОКОЛ", &["Елена"]),
            ("佐藤", &["美咲"]),
            ("佐藤美咲", &["美咲"]),
            ("美咲 佐藤", &["美咲"]),
            ("Nameless@Kestrel", &["nameless@kestrel.example"]),
            ("rosa", &["Rosa"]),
            ("gone", &[]),
            ("zoe nobody", &[]),
        ] {
            assert_eq!(search(&owner, q).await, expected, "{q}");
        }
    })
    .await;
}

// IN-04 DB-13
#[tokio::test]
async fn signs_of_like_and_odd_characters_are_taken_literally() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let owner = world.owner().await;
        for q in ["100%_", "0%_s", "%_"] {
            assert_eq!(search(&owner, q).await, ["Ana"], "{q}");
        }
        for q in ["1%0", "a_a", "\\", "'", "\"; DROP TABLE user", "\u{FFFD}"] {
            assert_eq!(search(&owner, q).await, Vec::<String>::new(), "{q:?}");
        }
        assert_eq!(search(&owner, "zo\0e").await, ["Zoë"]);
        let everyone = search(&owner, "").await;
        assert_eq!(search(&owner, " \t\u{3000}\0\n ").await, everyone);
        assert_eq!(search(&owner, &"e ".repeat(50_000)).await, search(&owner, "e").await);
    })
    .await;
}

// IN-04
#[tokio::test]
async fn numbers_of_pages_and_rows_are_kept_within_bounds() {
    for_each_engine(async |world: TestWorld| {
        kestrel(&world).await;
        let owner = world.owner().await;
        for (page, per) in [(0, 0), (1, 1), (2, u32::MAX), (u32::MAX, 100_000), (u32::MAX, 7)] {
            let found = list(&owner, UserQuery { page, per, ..UserQuery::default() }).await.page;
            assert_eq!((found.page, found.per, found.rows.len()), (1, 25, 8), "{page} {per}");
        }
        for page in [2, u32::MAX] {
            let found = list(&owner, UserQuery { page, per: 10, archived: true, ..UserQuery::default() }).await.page;
            assert_eq!((found.page, found.rows.len(), found.total), (1, 9, 9), "{page}");
        }
    })
    .await;
}

// IN-03
#[test]
fn words_that_are_no_column_are_refused() {
    let read = |json: &str| serde_json::from_str::<UserQuery>(json).is_ok();
    let query = |sort: &str| {
        format!(
            r#"{{"q":"","roles":[],"statuses":[],"archived":false,"sort":"{sort}","descending":false,"page":1,"per":25}}"#
        )
    };
    assert!(read(&query("name")));
    for bad in ["password_hash", "id", "search_text", "name; --", ""] {
        assert!(!read(&query(bad)), "{bad}");
    }
    assert!(!read(&query("name").replace("\"q\"", "\"include\":\"sessions\",\"q\"")));
    assert!(!read(&query("name").replace("\"statuses\":[]", "\"statuses\":[\"erased\"]")));
}

/// What the list answers to many questions, as text.
async fn answers(ctx: &Ctx) -> Vec<String> {
    let mut answers = Vec::new();
    for sort in UserSort::ALL {
        for descending in [false, true] {
            for (statuses, roles, permissions, q) in [
                (vec![], vec![], vec![], ""),
                (vec![StatusFilter::NotAccepted, StatusFilter::Disabled], vec![], vec![], ""),
                (vec![], vec![CompanyRole::Guest, CompanyRole::Owner], vec![], ""),
                (vec![], vec![], vec![CompanyPermission::Billing], ""),
                (vec![StatusFilter::Active], vec![CompanyRole::Member], vec![], "an"),
            ] {
                let query = UserQuery {
                    q: q.to_owned(),
                    roles,
                    statuses,
                    permissions,
                    archived: true,
                    sort: *sort,
                    descending,
                    page: 2,
                    per: 10,
                };
                let page = list(ctx, query.clone()).await.page;
                let names: Vec<_> = page.rows.iter().map(|row| (&row.name, &row.role)).collect();
                answers.push(format!("{query:?}: {} {names:?}", page.total));
            }
        }
    }
    answers
}

// DB-13
#[tokio::test]
async fn both_engines_answer_the_same() {
    let answered = std::sync::Mutex::new(Vec::new());
    for_each_engine(async |world: TestWorld| {
        seed::create(world.services(), 150).await.unwrap();
        let answers = answers(&world.owner().await).await;
        answered.lock().unwrap().push(answers);
    })
    .await;
    let answered = answered.into_inner().unwrap();
    assert!(answered.iter().all(|answers| *answers == answered[0]), "{answered:#?}");
}

/// Everyone on every page, in order.
async fn walk(ctx: &Ctx, query: UserQuery) -> Vec<UserSummary> {
    let mut rows = Vec::new();
    for page in 1.. {
        let found = list(ctx, UserQuery { page, per: 100, ..query.clone() }).await.page;
        assert_eq!(found.rows.len() as u64, (found.total - rows.len() as u64).min(100));
        rows.extend(found.rows);
        if rows.len() as u64 == found.total {
            return rows;
        }
    }
    rows
}

fn ids(rows: &[UserSummary]) -> Vec<UserId> {
    rows.iter().map(|row| row.id).collect()
}

/// More people than are sorted at once, so that both ways of asking and both ends of an index are used.
#[tokio::test]
async fn pages_of_a_long_list_hold_everyone_once_in_order() {
    for_each_engine(async |world: TestWorld| {
        seed::create(world.services(), 1_400).await.unwrap();
        let owner = world.owner().await;
        let everyone = UserQuery { archived: true, ..UserQuery::default() };
        for sort in UserSort::ALL {
            let forward = walk(&owner, UserQuery { sort: *sort, ..everyone.clone() }).await;
            let mut backward = walk(&owner, UserQuery { sort: *sort, descending: true, ..everyone.clone() }).await;
            backward.reverse();
            assert_eq!(ids(&forward), ids(&backward), "{sort}");
            assert_eq!(ids(&forward).iter().collect::<BTreeSet<_>>().len(), 1_400);
            assert!(forward.is_sorted_by(|one, next| in_order(*sort, one, next)), "{sort}");
        }
    })
    .await;
}

fn in_order(sort: UserSort, one: &UserSummary, next: &UserSummary) -> bool {
    let of = |row: &UserSummary| row.details.clone().unwrap();
    let (a, b) = (of(one), of(next));
    match sort {
        UserSort::Name => true, // folded; `db::search` has its own tests
        UserSort::Email => a.email.to_lowercase() <= b.email.to_lowercase(),
        UserSort::Role => one.role <= next.role,
        UserSort::Status => status(&a.status) <= status(&b.status),
        UserSort::LastSeen => a.last_seen.map(|seen| seen.at) >= b.last_seen.map(|seen| seen.at),
        UserSort::Joined => a.joined.map(|joined| joined.at) >= b.joined.map(|joined| joined.at),
    }
}

/// The place of a status in the list, by what people see.
fn status(status: &StatusView) -> (u8, i64) {
    match status {
        StatusView::Active => (0, 0),
        StatusView::Invited { until } => (1, -until.at.0),
        StatusView::NotAccepted { since } => (2, -since.at.0),
        StatusView::Disabled { .. } => (3, 0),
        StatusView::Deleted { .. } => (4, 0),
    }
}

/// Few, many and all: each way of asking finds what the rows say of themselves.
#[tokio::test]
async fn filters_and_searches_find_what_the_rows_say() {
    for_each_engine(async |world: TestWorld| {
        seed::create(world.services(), 1_400).await.unwrap();
        let owner = world.owner().await;
        let all = walk(&owner, UserQuery { archived: true, ..UserQuery::default() }).await;
        let is = |row: &UserSummary, filter: StatusFilter| {
            let of = match row.details.as_ref().unwrap().status {
                StatusView::Active => StatusFilter::Active,
                StatusView::Invited { .. } => StatusFilter::Invited,
                StatusView::NotAccepted { .. } => StatusFilter::NotAccepted,
                StatusView::Disabled { .. } => StatusFilter::Disabled,
                StatusView::Deleted { .. } => StatusFilter::Deleted,
            };
            of == filter
        };
        for status in StatusFilter::ALL {
            for role in CompanyRole::ALL {
                let query =
                    UserQuery { statuses: vec![*status], roles: vec![*role], archived: true, ..UserQuery::default() };
                let expected: Vec<UserId> =
                    all.iter().filter(|row| is(row, *status) && row.role == *role).map(|row| row.id).collect();
                assert_eq!(ids(&walk(&owner, query).await), expected, "{status} {role}");
            }
        }
        for q in ["mueller", "studio1", "an", "e", "Nguyễn", "@"] {
            let found = ids(&walk(&owner, UserQuery { q: q.to_owned(), archived: true, ..UserQuery::default() }).await);
            let expected: Vec<UserId> = ids(&all).into_iter().filter(|id| found.contains(id)).collect();
            assert!(!found.is_empty() && found == expected, "{q}");
        }
        let everyone = UserQuery { q: "@".to_owned(), archived: true, ..UserQuery::default() };
        assert_eq!(ids(&walk(&owner, everyone).await), ids(&all));
    })
    .await;
}

#[tokio::test]
async fn seed_and_demo_refuse_a_workspace_that_exists() {
    for_each_engine(async |world: TestWorld| {
        let link = seed::create(world.services(), 3).await.unwrap();
        assert!(link.path().starts_with("/reset/"));
        let refused = Err(AppError::Conflict { reason: ConflictReason::AlreadySetUp });
        assert_eq!(seed::create(world.services(), 3).await, refused);
        assert_eq!(demo::create(world.services()).await, refused);
        assert_eq!(users::count(&world.owner().await).await, Ok(3));
    })
    .await;
}

#[tokio::test]
async fn demo_shows_a_studio_in_every_state() {
    for_each_engine(async |world: TestWorld| {
        let link = demo::create(world.services()).await.unwrap();
        assert!(link.path().starts_with("/reset/"));
        let page = list(&world.owner().await, UserQuery { archived: true, per: 100, ..UserQuery::default() }).await;
        assert_eq!(
            page.figures,
            Some(UserFigures { active: 40, invited: 5, not_accepted: 3, disabled: 3, deleted: 2 })
        );
        assert_eq!(page.page.total, 53);
        assert_eq!(page.seats.map(SeatCount::free), Some(3));
        assert_eq!(world.number("SELECT count(*) FROM credential").await, 0);
        let states = world.texts("SELECT DISTINCT state FROM mail ORDER BY state").await;
        assert_eq!(states, ["canceled", "due", "failed", "sent"]);
    })
    .await;
}
