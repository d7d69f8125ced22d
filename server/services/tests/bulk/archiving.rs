//! Many people to the archive, and back from it.

use super::*;
use model::deletion::{Deletion, DeletionOrder};
use model::mail::{MailQuery, MailState};
use services::{deletion, invitations, mail, users};

const CLOSED: AppError = AppError::Conflict { reason: ConflictReason::UndoClosed };
const DELETED: BulkOutcome = BulkOutcome::Deleted { frees_seat: true };

/// The Owner, who has just shown the password.
async fn owner(world: &TestWorld) -> Ctx {
    world.stepped_up(&world.owner().await).await
}

/// Archives one person alone, and lets the time for taking it back pass.
async fn archive(world: &TestWorld, id: UserId) {
    let owner = owner(world).await;
    let version = deletion::plan(&owner, id).await.unwrap().version;
    let order = DeletionOrder { version, deletion: Deletion::Archive, name: String::new() };
    deletion::delete(&owner, id, order).await.unwrap();
    world.clock().advance(11);
    world.run_jobs().await;
}

/// Everything that archiving takes and restoring gives, as it is stored.
async fn stored(world: &TestWorld) -> Vec<String> {
    let users = "SELECT email || ' ' || status || ' ' || status_at || ' ' || coalesce(disabled_by, '-') || ' ' || role
        || ' ' || coalesce(email_key, '-') || ' ' || coalesce(invite_until, 0) || ' ' || coalesce(access_ends_at, 0)
        || ' ' || coalesce(snapshot, '-') FROM \"user\" ORDER BY email";
    let held =
        "SELECT u.email || ' ' || p.permission FROM user_permission p JOIN \"user\" u ON u.id = p.user_id ORDER BY 1";
    let places =
        "SELECT u.email || ' ' || o.role FROM organization_user o JOIN \"user\" u ON u.id = o.user_id ORDER BY 1";
    [world.texts(users).await, world.texts(held).await, world.texts(places).await].concat()
}

async fn waiting(owner: &Ctx) -> u64 {
    mail::list(owner, MailQuery { state: Some(MailState::Held), ..MailQuery::default() }).await.unwrap().page.total
}

async fn join_organization(world: &TestWorld, email: &str, role: &str) {
    let on = world.either("1", "true");
    world
        .execute(&format!(
            "INSERT INTO organization_user (user_id, organization_id, role, enabled) SELECT u.id, o.id, '{role}', {on} \
             FROM \"user\" u, organization o WHERE u.email = '{email}'"
        ))
        .await;
}

// S0.26 S3.2 S3.15, UL-05: the password is asked for, whoever may not be touched is named, and each has an entry.
#[tokio::test]
async fn people_are_archived_together_and_the_others_are_named() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let owner = owner(&world).await;
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        let (bo, cy) =
            (person(&world, "Bo", UserStatus::Active).await, person(&world, "Cy", UserStatus::Disabled).await);
        let di = person(&world, "Di", UserStatus::Active).await;
        archive(&world, di).await;
        let people = [owner.user_id(), manager.user_id(), bo, cy, di];
        let token = world.session_of(bo).await;

        let preview = bulk::preview(&manager, Selection::People(people.to_vec()), BulkAction::Delete).await.unwrap();
        let expected = [(DELETED, 1), (BulkOutcome::Deleted { frees_seat: false }, 1)];
        assert_eq!(outcomes(&preview), expected);
        assert_eq!((preview.takes, preview.frees), (0, 1));
        let skipped = reasons(&preview.skipped);
        assert_eq!(skipped[0], (SkipReason::Blocked(Blocker::Outranked), vec!["Marit Solberg"]));
        assert_eq!(skipped[1].0, SkipReason::Blocked(Blocker::OwnAccount));
        assert_eq!(skipped[2], (SkipReason::Unchanged, vec!["Di Berg"]));

        let before = world.dump().await;
        assert_eq!(change(&manager, &people, BulkAction::Delete).await.unwrap_err(), AppError::StepUpRequired);
        assert!(world.dump().await == before);
        let manager = world.stepped_up(&manager).await;
        let entries = "SELECT count(*) FROM audit_event WHERE action = 'user_deleted'";
        let so_far = world.number(entries).await;
        let done = change(&manager, &people, BulkAction::Delete).await.unwrap();
        assert_eq!(
            (done.changed.names.as_slice(), done.mails),
            (["Bo Berg".to_owned(), "Cy Berg".to_owned()].as_slice(), 2)
        );
        assert_eq!(done.skipped, preview.skipped);
        assert_eq!(world.number(entries).await, so_far + 2);
        assert!(services::credentials::authenticate(&world.anonymous(), &token).await.is_err());
        let listed = users::list(&owner, UserQuery::default()).await.unwrap().page.rows;
        assert!(listed.iter().all(|row| row.id != bo && row.id != cy));
        let everyone = UserQuery { archived: true, ..UserQuery::default() };
        let reach = bulk::reach(&owner, Selection::Matching(everyone)).await.unwrap();
        assert_eq!((reach.delete, reach.restore), (1, 3));
        world.assert_sound().await;
    })
    .await;
}

// AZ-06: of two who are the last administrators of an organization together, one stays.
#[tokio::test]
async fn an_organization_keeps_its_last_administrator() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let owner = owner(&world).await;
        let mut people = Vec::new();
        for name in ["Bo", "Cy"] {
            let email = format!("{name}@kestrel.example").to_lowercase();
            people.push(world.user(UserSeed { email: email.clone(), ..seed(name, UserStatus::Active) }).await);
            join_organization(&world, &email, "admin").await;
        }
        world
            .execute("DELETE FROM organization_user WHERE user_id = (SELECT id FROM \"user\" WHERE role = 'owner')")
            .await;
        let done = change(&owner, &people, BulkAction::Delete).await.unwrap();
        assert_eq!(done.changed.names, ["Bo Berg"]);
        assert_eq!(reasons(&done.skipped), [(SkipReason::Blocked(Blocker::LastOrgAdmin), vec!["Cy Berg"])]);
    })
    .await;
}

// S3.17 S3.42, UL-04: taken back in time, everything is as it was and nobody was told; afterward it is closed.
#[tokio::test]
async fn archiving_together_is_taken_back_whole() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(12).await;
        let owner = owner(&world).await;
        let soon = world.clock().now().plus_seconds(3600);
        let mut people = Vec::new();
        for seed in [
            UserSeed { extras: vec![CompanyPermission::Creator], has_password: true, ..seed("Bo", UserStatus::Active) },
            UserSeed { email: "cy@kestrel.example".to_owned(), ..seed("Cy", UserStatus::Disabled) },
            UserSeed { invite_until: Some(soon), ..seed("Di", UserStatus::Invited) },
        ] {
            people.push(world.user(seed).await);
        }
        join_organization(&world, "cy@kestrel.example", "member").await;
        world.clock().advance(5);
        let before = stored(&world).await;
        let done = change(&owner, &people, BulkAction::Delete).await.unwrap();
        assert_eq!((done.changed.count, u64::from(done.mails)), (3, waiting(&owner).await));
        assert!(stored(&world).await != before);
        world.clock().advance(9);
        let undo = done.undo.unwrap();
        let back = bulk::undo(&owner, undo.clone()).await.unwrap();
        assert_eq!((&back.changed, back.skipped.len()), (&done.changed, 0));
        assert_eq!(stored(&world).await, before);
        assert_eq!(waiting(&owner).await, 0);
        assert_eq!(bulk::undo(&owner, undo).await.unwrap_err(), CLOSED);
        world.clock().advance(60);
        world.run_jobs().await;
        assert_eq!((world.mails().await.len(), world.number("SELECT count(*) FROM credential").await), (0, 4));
        world.assert_sound().await;

        // Once more, and the window passes: what they signed in with is gone, and nothing brings it back.
        let owner = world.stepped_up(&owner).await;
        let done = change(&owner, &people, BulkAction::Delete).await.unwrap();
        world.clock().advance(11);
        world.run_jobs().await;
        assert_eq!(world.number("SELECT count(*) FROM credential").await, 1);
        assert_eq!(world.mails().await.len(), 2);
        let gone = stored(&world).await;
        assert_eq!(bulk::undo(&owner, done.undo.unwrap()).await.unwrap_err(), CLOSED);
        assert_eq!(stored(&world).await, gone);
        world.assert_sound().await;
    })
    .await;
}

// Who lost seat or address within the window stays in the archive and is named; nothing of theirs is written.
#[tokio::test]
async fn those_without_seat_or_address_stay_archived() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(4).await;
        let owner = owner(&world).await;
        let mut people = Vec::new();
        for name in ["Bo", "Cy", "Di"] {
            let email = format!("{name}@kestrel.example").to_lowercase();
            people.push(world.user(UserSeed { email, ..seed(name, UserStatus::Active) }).await);
        }
        let done = change(&owner, &people, BulkAction::Delete).await.unwrap();
        world.user(UserSeed { email: "bo@kestrel.example".to_owned(), ..seed("Eve", UserStatus::Active) }).await;
        person(&world, "Flo", UserStatus::Active).await;
        let back = bulk::undo(&owner, done.undo.unwrap()).await.unwrap();
        assert_eq!(back.changed.names, ["Cy Berg"]);
        assert_eq!(
            reasons(&back.skipped),
            [(SkipReason::AddressTaken, vec!["Bo Berg"]), (SkipReason::NoSeat, vec!["Di Berg"])]
        );
        assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE status = 'deleted'").await, 2);
        world.assert_sound().await;
    })
    .await;
}

// S0.17 S3.21 S3.22: all or nothing for the seats; the mail is that of one person, and whose address is gone is named.
#[tokio::test]
async fn people_are_restored_together_when_there_are_seats_for_all() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let mut people = Vec::new();
        // The first two had the same address, one after the other.
        for (name, email) in [("Bo", "bo"), ("Ben", "bo"), ("Cy", "cy"), ("Di", "di"), ("Eve", "eve")] {
            let email = format!("{email}@kestrel.example");
            people.push(world.user(UserSeed { email, ..seed(name, UserStatus::Active) }).await);
            archive(&world, people[people.len() - 1]).await;
        }
        let told = world.mails().await.len();
        let owner = owner(&world).await;
        world.user(UserSeed { email: "eve@kestrel.example".to_owned(), ..seed("Heir", UserStatus::Active) }).await;
        let filler = person(&world, "Flo", UserStatus::Active).await;
        people.push(filler);

        let preview = bulk::preview(&owner, Selection::People(people.clone()), BulkAction::Restore).await.unwrap();
        let whole = BulkOutcome::Restored { from: CompanyRole::Member, to: CompanyRole::Member, left_out: Vec::new() };
        assert_eq!(outcomes(&preview), [(whole, 3)]);
        assert_eq!((preview.takes, preview.seats.free()), (3, 2));
        assert_eq!(
            reasons(&preview.skipped),
            [
                (SkipReason::AddressTaken, vec!["Ben Berg", "Eve Berg"]),
                (SkipReason::Blocked(Blocker::WrongStatus), vec!["Flo Berg"])
            ]
        );
        let before = world.dump().await;
        let refused = change(&owner, &people, BulkAction::Restore).await.unwrap_err();
        assert_eq!(refused, AppError::SeatsExhausted { purchased: 5, used: 3, reserved: 0, missing: 1 });
        assert!(world.dump().await == before);

        lifecycle::disable(&owner, filler).await.unwrap();
        world.clock().advance(11);
        world.run_jobs().await;
        let done = change(&owner, &people, BulkAction::Restore).await.unwrap();
        assert_eq!((done.changed.names.join(", "), done.mails), ("Bo Berg, Cy Berg, Di Berg".to_owned(), 3));
        world.clock().advance(11);
        world.run_jobs().await;
        let mails = world.mails().await;
        let letters: Vec<_> =
            mails[told..].iter().filter(|mail| mail.subject.contains("restored your account")).collect();
        assert_eq!(letters.len(), 3);
        invitations::page(&world.anonymous(), letters[0].token(), None).await.unwrap();
        // What has left cannot be called back.
        assert_eq!(bulk::undo(&owner, done.undo.unwrap()).await.unwrap_err(), CLOSED);
        assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE status = 'invited'").await, 3);
        world.assert_sound().await;
    })
    .await;
}

// S3.22 S3.42: taken back in time, they are in the archive as they were, and the link that nobody saw is dead.
#[tokio::test]
async fn restoring_together_is_taken_back_before_it_is_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(12).await;
        let ends = world.clock().now().plus_seconds(5);
        let (bo, cy) = (
            UserSeed { extras: vec![CompanyPermission::Creator], ..seed("Bo", UserStatus::Active) },
            UserSeed { role: CompanyRole::Guest, access_ends_at: Some(ends), ..seed("Cy", UserStatus::Disabled) },
        );
        let people = [world.user(bo).await, world.user(cy).await];
        for id in people {
            archive(&world, id).await;
        }
        let owner = owner(&world).await;
        let (before, told) = (stored(&world).await, world.mails().await.len());
        let done = change(&owner, &people, BulkAction::Restore).await.unwrap();
        assert_eq!((done.changed.count, done.mails), (2, 2));
        world.clock().advance(9);
        let back = bulk::undo(&owner, done.undo.unwrap()).await.unwrap();
        assert_eq!((back.changed.count, back.skipped.len()), (2, 0));
        assert_eq!(stored(&world).await, before);
        assert_eq!(world.number("SELECT count(*) FROM token WHERE purpose = 'invite' AND used_at IS NULL").await, 0);
        assert_eq!(world.number("SELECT count(*) FROM invitation WHERE revoked_at IS NULL").await, 0);
        world.clock().advance(60);
        world.run_jobs().await;
        assert_eq!(world.mails().await.len(), told);
        let plan = deletion::restore_plan(&owner, people[0]).await.unwrap();
        assert_eq!(plan.back, [CompanyPermission::Creator]);
        world.assert_sound().await;
    })
    .await;
}

// IV-18: nobody gives back what they could not give, also not to many.
#[tokio::test]
async fn what_the_restorer_may_not_grant_is_left_out() {
    use CompanyPermission::{Billing, Creator, Users};
    for_each_engine(async |world: TestWorld| {
        world.set_up(12).await;
        let mut people = Vec::new();
        for (name, extras) in [("Bo", vec![Creator, Billing]), ("Cy", vec![Creator])] {
            people.push(world.user(UserSeed { extras, ..seed(name, UserStatus::Active) }).await);
            archive(&world, people[people.len() - 1]).await;
        }
        let manager = world.member_with(&[Users, Creator]).await;
        let preview = bulk::preview(&manager, Selection::People(people.clone()), BulkAction::Restore).await.unwrap();
        let restored =
            |left_out| BulkOutcome::Restored { from: CompanyRole::Member, to: CompanyRole::Member, left_out };
        assert_eq!(outcomes(&preview), [(restored(vec![Billing]), 1), (restored(Vec::new()), 1)]);
        change(&manager, &people, BulkAction::Restore).await.unwrap();
        assert_eq!(world.number("SELECT count(*) FROM user_permission WHERE permission = 'billing'").await, 0);
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'user_restored'").await, 2);
    })
    .await;
}
