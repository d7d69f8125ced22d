//! Undo: the same people as before, no mail, and an entry for each direction.

use super::*;
use model::mail::{MailQuery, MailState};
use services::mail;

const CLOSED: AppError = AppError::Conflict { reason: ConflictReason::UndoClosed };

async fn waiting(owner: &Ctx) -> u64 {
    mail::list(owner, MailQuery { state: Some(MailState::Held), ..MailQuery::default() }).await.unwrap().page.total
}

// S3.42: apply and undo within the window leave the people as they were, and nobody is told.
#[tokio::test]
async fn what_is_taken_back_in_time_was_never_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(12).await;
        let owner = world.stepped_up(&world.owner().await).await;
        let soon = world.clock().now().plus_seconds(3600);
        let ended = world.clock().now().plus_seconds(-3600);
        let mut people = Vec::new();
        for seed in [
            UserSeed { extras: vec![CompanyPermission::Creator], ..seed("Bo", UserStatus::Active) },
            UserSeed { role: CompanyRole::Administrator, ..seed("Cy", UserStatus::Active) },
            seed("Di", UserStatus::Disabled),
            UserSeed { disabled_by: Some(DisabledBy::Organization), ..seed("Eve", UserStatus::Disabled) },
            UserSeed { invite_until: Some(soon), ..seed("Flo", UserStatus::Invited) },
            UserSeed { invite_until: Some(ended), ..seed("Gus", UserStatus::Invited) },
        ] {
            people.push(world.user(seed).await);
        }
        let edit = AccessEdit {
            role: Some(CompanyRole::Guest),
            take: vec![CompanyPermission::Creator],
            ..AccessEdit::default()
        };
        for action in [BulkAction::Disable, BulkAction::Enable, BulkAction::Resend, BulkAction::Edit(edit)] {
            // What happens now is told apart from what was.
            world.clock().advance(61);
            let owner = world.stepped_up(&owner).await;
            let (before, free) = (everybody(&world).await, bulk_free(&owner, &people).await);
            let done = change(&owner, &people, action.clone()).await.unwrap();
            assert!(done.changed.count >= 2, "{action:?}");
            assert_eq!(u64::from(done.mails), waiting(&owner).await, "{action:?}");
            assert!(everybody(&world).await != before, "{action:?}");
            world.clock().advance(9);
            assert_eq!(world.run_jobs().await, 0);
            let entries = world.number("SELECT count(*) FROM audit_event").await;
            let undo = done.undo.unwrap();
            let back = bulk::undo(&owner, undo.clone()).await.unwrap();
            assert_eq!((&back.changed, back.skipped.len()), (&done.changed, 0), "{action:?}");
            assert_eq!(everybody(&world).await, before, "{action:?}");
            assert_eq!(bulk_free(&owner, &people).await, free, "{action:?}");
            assert_eq!(world.number("SELECT count(*) FROM audit_event").await, entries + i64::from(back.changed.count));
            assert_eq!(waiting(&owner).await, 0, "{action:?}");
            assert_eq!(bulk::undo(&owner, undo).await.unwrap_err(), CLOSED);
            world.clock().advance(60);
            world.run_jobs().await;
            assert_eq!(world.mails().await.len(), 0, "{action:?}");
            world.assert_sound().await;
        }
    })
    .await;
}

async fn bulk_free(owner: &Ctx, people: &[UserId]) -> u32 {
    let look = bulk::preview(owner, Selection::People(people.to_vec()), BulkAction::Enable).await.unwrap();
    look.seats.free()
}

// Seats that were freed and taken meanwhile: as many come back as fit, in the order of the list, the rest is named.
#[tokio::test]
async fn those_without_a_seat_stay_out_and_are_named() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(4).await;
        let owner = world.owner().await;
        let mut people = Vec::new();
        for name in ["Bo", "Cy", "Di"] {
            people.push(person(&world, name, UserStatus::Active).await);
        }
        let done = change(&owner, &people, BulkAction::Disable).await.unwrap();
        person(&world, "Eve", UserStatus::Active).await;
        let back = bulk::undo(&owner, done.undo.unwrap()).await.unwrap();
        assert_eq!(back.changed.names, ["Bo Berg", "Cy Berg"]);
        assert_eq!(reasons(&back.skipped), [(SkipReason::NoSeat, vec!["Di Berg"])]);
        world.assert_sound().await;
    })
    .await;
}

// Whoever was changed within the window stays as they are now.
#[tokio::test]
async fn people_who_changed_since_are_left_alone() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let people = [person(&world, "Bo", UserStatus::Active).await, person(&world, "Cy", UserStatus::Active).await];
        let done = change(&owner, &people, BulkAction::Disable).await.unwrap();
        lifecycle::enable(&owner, people[0]).await.unwrap();
        lifecycle::disable(&owner, people[0]).await.unwrap();
        let back = bulk::undo(&owner, done.undo.unwrap()).await.unwrap();
        assert_eq!(back.changed.names, ["Cy Berg"]);
        assert_eq!(reasons(&back.skipped), [(SkipReason::Changed, vec!["Bo Berg"])]);
    })
    .await;
}

// AZ-03: undo is decided anew, belongs to whoever made the change, and has its time.
#[tokio::test]
async fn undo_is_a_change_like_any_other() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        let people = [person(&world, "Bo", UserStatus::Active).await, person(&world, "Cy", UserStatus::Active).await];
        let done = change(&administrator, &people, BulkAction::Disable).await.unwrap();
        let undo = done.undo.unwrap();
        assert_eq!(bulk::undo(&owner, undo.clone()).await.unwrap_err(), CLOSED);
        assert_eq!(bulk::undo(&administrator, "no such secret".to_owned()).await.unwrap_err(), CLOSED);
        // Since then the one stands above, and the other one has been changed by nobody.
        world.execute("UPDATE \"user\" SET role = 'administrator' WHERE first_name = 'Bo'").await;
        let back = bulk::undo(&administrator, undo).await.unwrap();
        assert_eq!(back.changed.names, ["Cy Berg"]);
        assert_eq!(reasons(&back.skipped), [(SkipReason::Blocked(Blocker::Outranked), vec!["Bo Berg"])]);

        let done = change(&administrator, &people[1..], BulkAction::Disable).await.unwrap();
        world.clock().advance(3600);
        let administrator = world.signed_in(administrator.user_id()).await;
        assert_eq!(bulk::undo(&administrator, done.undo.unwrap()).await.unwrap_err(), CLOSED);
        world.assert_sound().await;
    })
    .await;
}

// S3.13 IV-03: the link before it works again, and the one that nobody saw is dead; what has left cannot be called back.
#[tokio::test]
async fn an_invitation_sent_again_is_called_back_before_it_leaves() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let invited = UserSeed {
            email: "bo@kestrel.example".to_owned(),
            invite_until: Some(world.clock().now().plus_seconds(1)),
            ..seed("Bo", UserStatus::Invited)
        };
        let bo = world.user(invited).await;
        services::invitations::resend(&owner, bo).await.unwrap();
        world.clock().advance(61);
        assert_eq!(world.run_jobs().await, 1);
        let first = world.mails().await.pop().unwrap();
        let done = change(&owner, &[bo], BulkAction::Resend).await.unwrap();
        let dead = services::invitations::page(&world.anonymous(), first.token(), None).await;
        assert!(dead.is_err());
        bulk::undo(&owner, done.undo.unwrap()).await.unwrap();
        services::invitations::page(&world.anonymous(), first.token(), None).await.unwrap();
        assert_eq!(world.number("SELECT count(*) FROM token WHERE purpose = 'invite' AND used_at IS NULL").await, 1);
        assert_eq!(world.number("SELECT count(*) FROM invitation WHERE revoked_at IS NULL").await, 1);

        world.clock().advance(61);
        let done = change(&owner, &[bo], BulkAction::Resend).await.unwrap();
        world.clock().advance(11);
        assert_eq!(world.run_jobs().await, 1);
        assert_eq!(bulk::undo(&owner, done.undo.unwrap()).await.unwrap_err(), CLOSED);
        let second = world.mails().await.pop().unwrap();
        services::invitations::page(&world.anonymous(), second.token(), None).await.unwrap();
        world.assert_sound().await;
    })
    .await;
}
