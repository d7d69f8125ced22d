//! One change for many people: whom it reaches, whom it leaves alone, and what is said about both.

mod archiving;
mod races;
mod taking_back;

use model::access::{Blocker, CompanyPermission, CompanyRole, DisabledBy};
use model::bulk::{
    AccessEdit, BulkAction, BulkChange, BulkDone, BulkOutcome, BulkPreview, PEOPLE_MAX, Selection, SkipReason, Skipped,
};
use model::error::{AppError, ConflictReason};
use model::fields::FieldCode;
use model::ids::UserId;
use model::users::{StatusFilter, UserQuery, UserStatus};
use services::testing::{TestWorld, UserSeed, for_each_engine};
use services::{Clock as _, Ctx, bulk, lifecycle};
use uuid::Uuid;

const STALE: AppError = AppError::Conflict { reason: ConflictReason::Stale };

/// Looks at a change for these people, and makes it.
async fn change(who: &Ctx, people: &[UserId], action: BulkAction) -> Result<BulkDone, AppError> {
    let preview = bulk::preview(who, Selection::People(people.to_vec()), action.clone()).await?;
    bulk::apply(who, BulkChange { action, seen: preview.seen, matching: None }).await
}

/// Someone called so.
fn seed(name: &str, status: UserStatus) -> UserSeed {
    let disabled_by = (status == UserStatus::Disabled).then_some(DisabledBy::Administrator);
    UserSeed { first_name: name.to_owned(), last_name: "Berg".to_owned(), status, disabled_by, ..UserSeed::default() }
}

async fn person(world: &TestWorld, name: &str, status: UserStatus) -> UserId {
    world.user(seed(name, status)).await
}

/// Why, and who.
fn reasons(skipped: &[Skipped]) -> Vec<(SkipReason, Vec<&str>)> {
    skipped.iter().map(|one| (one.reason, one.people.names.iter().map(String::as_str).collect())).collect()
}

/// What it comes to, and for how many.
fn outcomes(preview: &BulkPreview) -> Vec<(BulkOutcome, u32)> {
    preview.groups.iter().map(|group| (group.outcome.clone(), group.people.count)).collect()
}

/// Everything of the people that a change and its undoing could leave different, without versions.
async fn everybody(world: &TestWorld) -> Vec<String> {
    let users = "SELECT email || ' ' || status || ' ' || status_at || ' ' || coalesce(disabled_by, '-') || ' ' || role
        || ' ' || coalesce(invite_until, 0) FROM \"user\" ORDER BY email";
    let held =
        "SELECT u.email || ' ' || p.permission FROM user_permission p JOIN \"user\" u ON u.id = p.user_id ORDER BY 1";
    [world.texts(users).await, world.texts(held).await].concat()
}

// UL-05 UL-07 S3.2: rows that may not be touched are named, the others are changed, each with an entry of its own.
#[tokio::test]
async fn forbidden_people_are_named_and_the_others_are_disabled() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let owner = world.owner().await;
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        let administrator =
            world.user(UserSeed { role: CompanyRole::Administrator, ..seed("Ada", UserStatus::Active) }).await;
        let mut people = vec![owner.user_id(), administrator, manager.user_id()];
        for name in ["Bo", "Cy", "Di"] {
            people.push(person(&world, name, UserStatus::Active).await);
        }
        people.push(person(&world, "Eve", UserStatus::Disabled).await);
        people.push(person(&world, "Flo", UserStatus::Invited).await);
        let token = world.session_of(people[3]).await;

        let preview = bulk::preview(&manager, Selection::People(people.clone()), BulkAction::Disable).await.unwrap();
        assert_eq!(outcomes(&preview), [(BulkOutcome::Disabled { was_off: false }, 3)]);
        assert_eq!((preview.takes, preview.frees, preview.seen.len()), (0, 3, 8));
        let entries = "SELECT count(*) FROM audit_event";
        let before = world.number(entries).await;
        let done = change(&manager, &people, BulkAction::Disable).await.unwrap();
        assert_eq!(done.changed.names, ["Bo Berg", "Cy Berg", "Di Berg"]);
        assert_eq!((done.mails, done.seconds), (3, 10));
        assert_eq!(done.skipped, preview.skipped);
        let skipped = reasons(&done.skipped);
        assert_eq!(skipped[0], (SkipReason::Blocked(Blocker::Outranked), vec!["Marit Solberg", "Ada Berg"]));
        assert_eq!(skipped[1].0, SkipReason::Blocked(Blocker::OwnAccount));
        assert_eq!(skipped[2], (SkipReason::Unchanged, vec!["Eve Berg"]));
        assert_eq!(skipped[3], (SkipReason::Blocked(Blocker::WrongStatus), vec!["Flo Berg"]));
        assert_eq!(world.number(entries).await, before + 3);
        assert!(services::credentials::authenticate(&world.anonymous(), &token).await.is_err());
        world.assert_sound().await;
    })
    .await;
}

// AZ-09: ids of people who are not there, or not there any more, change nothing and say nothing.
#[tokio::test]
async fn unknown_people_have_no_name() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let (bo, gone) =
            (person(&world, "Bo", UserStatus::Active).await, person(&world, "Cy", UserStatus::Erased).await);
        let people = [UserId(Uuid::from_u128(7)), gone, bo, bo];
        let done = change(&owner, &people, BulkAction::Disable).await.unwrap();
        assert_eq!(done.changed.names, ["Bo Berg"]);
        let preview = bulk::preview(&owner, Selection::People(people.to_vec()), BulkAction::Disable).await.unwrap();
        let unknown = &preview.skipped[0];
        assert_eq!((unknown.reason, unknown.people.count, unknown.people.names.len()), (SkipReason::Unknown, 2, 0));
        assert_eq!(preview.seen.len(), 1);
        for who in [world.member().await, world.guest().await] {
            let refused =
                bulk::preview(&who, Selection::People(people.to_vec()), BulkAction::Disable).await.unwrap_err();
            assert!(matches!(refused, AppError::Forbidden { .. }), "{refused:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_selection_has_limits() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let look = async |people: usize| {
            let people = vec![UserId(Uuid::nil()); people];
            bulk::preview(&owner, Selection::People(people), BulkAction::Enable).await
        };
        assert_eq!(look(0).await.unwrap_err(), AppError::field("people", FieldCode::Required));
        let too_many = AppError::field("people", FieldCode::TooMany { max: PEOPLE_MAX });
        assert_eq!(look(PEOPLE_MAX as usize + 1).await.unwrap_err(), too_many);
        let nobody = UserQuery { q: "nobody is called so".to_owned(), ..UserQuery::default() };
        let found = bulk::reach(&owner, Selection::Matching(nobody)).await.unwrap_err();
        assert_eq!(found, AppError::field("people", FieldCode::Required));
    })
    .await;
}

// S3.2: everyone whom the query finds, whatever page it asks for; a new number has to be confirmed.
#[tokio::test]
async fn everyone_who_matches_is_found_by_the_server() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(60).await;
        let owner = world.owner().await;
        for n in 0..30 {
            world.user(UserSeed { role: CompanyRole::Guest, ..seed(&format!("G{n:02}"), UserStatus::Active) }).await;
        }
        let guests = UserQuery { roles: vec![CompanyRole::Guest], page: 2, per: 10, ..UserQuery::default() };
        let matching = Selection::Matching(guests.clone());
        let reach = bulk::reach(&owner, matching.clone()).await.unwrap();
        assert_eq!((reach.people, reach.edit, reach.disable, reach.enable, reach.resend), (30, 30, 30, 0, 0));
        let preview = bulk::preview(&owner, matching.clone(), BulkAction::Disable).await.unwrap();
        assert_eq!(preview.changes(), 30);

        let late = world.user(UserSeed { role: CompanyRole::Guest, ..seed("Late", UserStatus::Active) }).await;
        let confirmed = BulkChange { action: BulkAction::Disable, seen: preview.seen, matching: Some(guests.clone()) };
        assert_eq!(bulk::apply(&owner, confirmed).await.unwrap_err(), STALE);
        assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE status = 'disabled'").await, 0);

        let preview = bulk::preview(&owner, matching, BulkAction::Disable).await.unwrap();
        assert!(preview.seen.iter().any(|seen| seen.id == late));
        let confirmed = BulkChange { action: BulkAction::Disable, seen: preview.seen, matching: Some(guests) };
        assert_eq!(bulk::apply(&owner, confirmed).await.unwrap().changed.count, 31);
        let off = UserQuery { statuses: vec![StatusFilter::Disabled], ..UserQuery::default() };
        assert_eq!(bulk::reach(&owner, Selection::Matching(off)).await.unwrap().enable, 31);
        world.assert_sound().await;
    })
    .await;
}

// S3.2: whoever was changed since the look is left alone and named.
#[tokio::test]
async fn people_who_changed_meanwhile_are_named() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let people = [person(&world, "Bo", UserStatus::Active).await, person(&world, "Cy", UserStatus::Active).await];
        let action = BulkAction::Edit(AccessEdit { role: Some(CompanyRole::Guest), ..AccessEdit::default() });
        let preview = bulk::preview(&owner, Selection::People(people.to_vec()), action.clone()).await.unwrap();
        lifecycle::disable(&owner, people[0]).await.unwrap();
        let confirmed = BulkChange { action, seen: preview.seen, matching: None };
        let done = bulk::apply(&owner, confirmed.clone()).await.unwrap();
        assert_eq!(done.changed.names, ["Cy Berg"]);
        assert_eq!(reasons(&done.skipped), [(SkipReason::Changed, vec!["Bo Berg"])]);
        // The same once more: nobody is as they were seen.
        assert_eq!(bulk::apply(&owner, confirmed).await.unwrap_err(), STALE);
        assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE role = 'guest'").await, 1);
    })
    .await;
}

// S0.17: all or nothing, and the shortfall is that of all.
#[tokio::test]
async fn without_enough_seats_nobody_comes_back() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(3).await;
        let owner = world.owner().await;
        let mut people = Vec::new();
        for name in ["Bo", "Cy", "Di", "Eve", "Flo"] {
            people.push(person(&world, name, UserStatus::Disabled).await);
        }
        let preview = bulk::preview(&owner, Selection::People(people.clone()), BulkAction::Enable).await.unwrap();
        assert_eq!((preview.takes, preview.seats.free(), preview.seats.missing(preview.takes)), (5, 2, 3));
        let before = world.dump().await;
        let refused = change(&owner, &people, BulkAction::Enable).await.unwrap_err();
        assert_eq!(refused, AppError::SeatsExhausted { purchased: 3, used: 1, reserved: 0, missing: 3 });
        assert!(world.dump().await == before);
        assert_eq!(change(&owner, &people[..2], BulkAction::Enable).await.unwrap().changed.count, 2);
        world.assert_sound().await;
    })
    .await;
}

// S3.3 S3.4 S3.6 S3.7 S3.8: what stays as it is is not touched, and each group says what it comes to.
#[tokio::test]
async fn role_and_permissions_change_by_groups_of_equal_outcome() {
    use CompanyPermission::{Billing, Creator, Users};
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let (owner, manager) = (world.owner().await, world.member_with(&[Users, Creator]).await);
        let with = |name: &str, extras: &[CompanyPermission]| UserSeed {
            extras: extras.to_vec(),
            ..seed(name, UserStatus::Active)
        };
        let (bo, cy) = (world.user(with("Bo", &[])).await, world.user(with("Cy", &[])).await);
        let (di, eve) = (world.user(with("Di", &[Creator])).await, world.user(with("Eve", &[Billing])).await);
        let flo = world.user(UserSeed { role: CompanyRole::Guest, ..with("Flo", &[]) }).await;
        let people = [bo, cy, di, eve, flo, owner.user_id()];
        let give = BulkAction::Edit(AccessEdit { give: vec![Creator], ..AccessEdit::default() });
        let preview = bulk::preview(&manager, Selection::People(people.to_vec()), give.clone()).await.unwrap();
        let gains = |who| BulkOutcome::Access { from: who, to: who, gains: vec![Creator], loses: vec![] };
        assert_eq!(outcomes(&preview), [(gains(CompanyRole::Member), 3)]);
        let skipped = reasons(&preview.skipped);
        assert_eq!(skipped[0], (SkipReason::Unchanged, vec!["Di Berg"]));
        assert_eq!(skipped[1], (SkipReason::Blocked(Blocker::RoleCeiling), vec!["Flo Berg"]));
        assert_eq!(skipped[2].0, SkipReason::Blocked(Blocker::Outranked));

        // Becoming a Guest drops what no Guest can hold, and nobody drops for others what they do not hold.
        let limit = BulkAction::Edit(AccessEdit { role: Some(CompanyRole::Guest), ..AccessEdit::default() });
        let done = change(&manager, &people, limit).await.unwrap();
        assert_eq!(done.changed.names, ["Bo Berg", "Cy Berg", "Di Berg"]);
        assert!(reasons(&done.skipped).contains(&(SkipReason::Blocked(Blocker::NotOwnToGrant), vec!["Eve Berg"])));
        // One mail each, and one only when role and permissions change together.
        assert_eq!(done.mails, 3);
        assert_eq!(world.number("SELECT count(*) FROM user_permission WHERE permission = 'creator'").await, 1);

        let promote = AccessEdit { role: Some(CompanyRole::Administrator), give: vec![Users], ..AccessEdit::default() };
        let promote = BulkAction::Edit(promote);
        let looked = bulk::preview(&owner, Selection::People(vec![bo, cy]), promote.clone()).await.unwrap();
        assert_eq!(looked.changes(), 2);
        assert_eq!(change(&owner, &[bo, cy], promote.clone()).await.unwrap_err(), AppError::StepUpRequired);
        let stepped_up = world.stepped_up(&owner).await;
        assert_eq!(change(&stepped_up, &[bo, cy], promote).await.unwrap().changed.count, 2);
        assert_eq!(world.number("SELECT count(*) FROM user_permission WHERE permission = 'users'").await, 1);
        world.assert_sound().await;
    })
    .await;
}

// S3.10 S3.11 S3.12 S3.13
#[tokio::test]
async fn invitations_are_sent_again_to_those_who_have_one() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(4).await;
        let owner = world.owner().await;
        let invited = |name: &str, hours: i64| UserSeed {
            invite_until: Some(world.clock().now().plus_seconds(hours * 3600)),
            ..seed(name, UserStatus::Invited)
        };
        let (bo, cy) = (world.user(invited("Bo", 5)).await, world.user(invited("Cy", -5)).await);
        let di = person(&world, "Di", UserStatus::Active).await;
        let people = [bo, cy, di];
        let preview = bulk::preview(&owner, Selection::People(people.to_vec()), BulkAction::Resend).await.unwrap();
        assert_eq!(preview.takes, 1);
        assert_eq!(preview.groups.len(), 2);
        let done = change(&owner, &people, BulkAction::Resend).await.unwrap();
        assert_eq!(done.changed.names, ["Bo Berg", "Cy Berg"]);
        assert_eq!(reasons(&done.skipped), [(SkipReason::Blocked(Blocker::WrongStatus), vec!["Di Berg"])]);
        assert_eq!(done.mails, 2);
        // What has not left need not be sent again; what was sent a moment ago must not.
        let again = bulk::preview(&owner, Selection::People(vec![bo]), BulkAction::Resend).await.unwrap();
        assert_eq!(reasons(&again.skipped), [(SkipReason::Unchanged, vec!["Bo Berg"])]);
        world.clock().advance(11);
        assert_eq!(world.run_jobs().await, 2);
        let again = bulk::preview(&owner, Selection::People(vec![bo]), BulkAction::Resend).await.unwrap();
        assert_eq!(reasons(&again.skipped), [(SkipReason::TooSoon, vec!["Bo Berg"])]);
        world.assert_sound().await;
    })
    .await;
}
