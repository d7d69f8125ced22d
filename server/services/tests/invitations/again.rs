//! A link that is sent again, copied, withdrawn or asked for: the one before it is dead.

use super::*;

// IV-03 S3.13 S3.14
#[tokio::test]
async fn sending_again_voids_the_old_link_and_begins_the_day_anew() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let user = invite(&world.owner().await, 1, "rin@kestrel.example").await;
        let old = post(&world).await[0].clone();
        world.clock().advance(20 * HOUR);
        let again = invitations::resend(&world.owner().await, user).await.unwrap();
        assert_eq!(again.until.at, world.clock().now().plus_seconds(DAY));
        assert_eq!(accept(&world, old.token()).await.unwrap_err(), DEAD);
        let new = post(&world).await[0].clone();
        assert_eq!(new.subject, "Marit Solberg sent your invitation to Kestrel Yard again");
        world.clock().advance(20 * HOUR);
        assert_eq!(accept(&world, old.token()).await.unwrap_err(), DEAD);
        accept(&world, new.token()).await.unwrap();
        assert_eq!(invitations::resend(&world.owner().await, user).await, Err(WRONG_STATUS));
        assert_eq!(invitations::cancel(&world.owner().await, user).await, Err(WRONG_STATUS));
    })
    .await;
}

// IV-04 S3.10
#[tokio::test]
async fn withdrawn_invitation_frees_seat_and_address_and_tells_whoever_was_written_to() {
    for_each_engine(async |world| {
        world.set_up(2).await;
        let owner = world.owner().await;
        let user = invite(&owner, 1, "rin@kestrel.example").await;
        let token = post(&world).await[0].token().to_owned();
        invitations::cancel(&owner, user).await.unwrap();
        assert_eq!(accept(&world, &token).await.unwrap_err(), DEAD);
        assert_eq!(invitations::page(&world.anonymous(), &token, None).await, Err(DEAD));
        assert!(matches!(status(&world, user).await, StatusView::Deleted { .. }));
        let mails = post(&world).await;
        assert_eq!(mails.len(), 1);
        assert_eq!(
            (mails[0].subject.as_str(), &mails[0].link),
            ("Your invitation to Kestrel Yard was withdrawn", &None)
        );

        // Once more: the same person, not a second one.
        let check = |ctx| invitations::check(ctx, AddressList { text: "rin@kestrel.example".to_owned() });
        assert_eq!(check(&owner).await.unwrap().entries[0].verdict, AddressVerdict::New);
        assert_eq!(invite(&owner, 2, "RIN@kestrel.example").await, user);
        // Nobody hears of an invitation that is withdrawn before it left.
        invitations::cancel(&owner, user).await.unwrap();
        assert_eq!(post(&world).await.len(), 0);
        assert_eq!(count(&world, "\"user\"").await, 2);
        assert_eq!(world.number("SELECT COUNT(*) FROM mail WHERE state = 'canceled'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_dialog_has_one_effect_however_often_it_is_sent() {
    for_each_engine(async |world| {
        world.set_up(50).await;
        let owner = world.owner().await;
        let waiting = invite(&owner, 1, "ivo@kestrel.example").await;
        world.clock().advance(MINUTE);
        let mut callers = Vec::new();
        for _ in 0..8 {
            callers.push(world.signed_in(owner.user_id()).await);
        }
        let new = NewInvitations { resend: vec![waiting], ..batch(2, &["rin@kestrel.example", "ana@kestrel.example"]) };
        let outcomes = at_once(callers.len(), |number| {
            let (ctx, new) = (callers[number].clone(), new.clone());
            async move { invitations::send(&ctx, new).await }
        })
        .await;
        let first = outcomes[0].clone().unwrap();
        assert_eq!((first.sent.len(), first.resent.len()), (2, 1));
        assert!(outcomes.iter().all(|outcome| outcome.as_ref() == Ok(&first)), "{outcomes:?}");
        world.clock().advance(HOUR);
        let late = invitations::send(&world.owner().await, new.clone()).await.unwrap();
        assert_eq!((&late.sent, &late.resent, late.mails_leave_at), (&first.sent, &first.resent, first.mails_leave_at));
        assert_eq!(count(&world, "invitation").await, 4);
        assert_eq!(world.number("SELECT COUNT(*) FROM mail WHERE state <> 'canceled'").await, 3);
        // The key belongs to whoever used it.
        let other = world.administrator().await;
        let stale = AppError::Conflict { reason: ConflictReason::Stale };
        assert_eq!(invitations::send(&other, new).await, Err(stale));
    })
    .await;
}

// RL-01
#[tokio::test]
async fn one_invitation_gets_a_new_link_once_a_minute_and_ten_times_a_day() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let user = invite(&world.owner().await, 1, "rin@kestrel.example").await;
        // The first link does not count: whoever has just invited may copy it.
        for round in 0..10 {
            let owner = world.owner().await;
            if round % 2 == 0 {
                invitations::copy_link(&owner, user).await.unwrap();
            } else {
                invitations::resend(&owner, user).await.unwrap();
            }
            world.clock().advance(MINUTE - 1);
            if round < 9 {
                let refused = invitations::resend(&owner, user).await;
                assert_eq!(refused, Err(AppError::RateLimited { retry_after_secs: 1 }), "round {round}");
            }
            world.clock().advance(1);
        }
        let wait = u32::try_from(DAY - 10 * MINUTE).unwrap();
        let limited = AppError::RateLimited { retry_after_secs: wait };
        let owner = world.owner().await;
        assert_eq!(invitations::copy_link(&owner, user).await, Err(limited.clone()));
        let dialog = NewInvitations { resend: vec![user], ..batch(2, &[]) };
        assert_eq!(invitations::send(&owner, dialog).await, Err(limited));
        world.clock().advance(DAY - 10 * MINUTE);
        invitations::resend(&world.owner().await, user).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn copied_link_works_and_the_mailed_one_is_neither_sent_nor_good_for_anything() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let waits = invite(&owner, 1, "rin@kestrel.example").await;
        let link = invitations::copy_link(&owner, waits).await.unwrap();
        assert_eq!(post(&world).await.len(), 0);
        assert_eq!(world.number("SELECT COUNT(*) FROM mail WHERE state = 'canceled' AND link IS NULL").await, 1);
        assert!(link.url.starts_with("http://localhost:3000/invite/"));
        assert!(!format!("{link:?}").contains(&link.url));

        let left = invite(&owner, 2, "ana@kestrel.example").await;
        let mailed = post(&world).await[0].clone();
        let copied = invitations::copy_link(&owner, left).await.unwrap();
        assert_eq!(accept(&world, mailed.token()).await.unwrap_err(), DEAD);
        for link in [link, copied] {
            accept(&world, link.url.rsplit('/').next().unwrap()).await.unwrap();
        }
        assert_eq!(invitations::copy_link(&owner, left).await, Err(WRONG_STATUS));
    })
    .await;
}

// S1.18
#[tokio::test]
async fn whoever_comes_too_late_can_ask_for_a_new_link_once_an_hour() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let inviter = world.administrator().await;
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        world.member().await;
        let user = invite(&inviter, 1, "rin@kestrel.example").await;
        let token = &post(&world).await[0].token().to_owned();
        // Nothing to ask for yet; the answer is the same.
        invitations::request_new_link(&world.anonymous(), token).await.unwrap();
        assert_eq!(post(&world).await.len(), 0);
        world.clock().advance(DAY);
        for _ in 0..3 {
            invitations::request_new_link(&world.anonymous(), token).await.unwrap();
        }
        let told = post(&world).await;
        let manager = users::row(&manager, manager.user_id()).await.unwrap().details.unwrap().email;
        let mut to: Vec<_> = told.iter().map(|mail| mail.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to.len(), 3, "the inviter, the Owner and the holder of Users: {to:?}");
        assert!(to.contains(&"marit@kestrel.example") && to.contains(&manager.as_str()), "{to:?}");
        assert_eq!(told[0].subject, "rin@kestrel.example asks for a new invitation link");
        assert!(told[0].text.contains("http://localhost:3000/users?q=rin%40kestrel.example"), "{}", told[0].text);
        assert!(matches!(status(&world, user).await, StatusView::NotAccepted { .. }), "reserves no seat");
        world.clock().advance(HOUR - UNDO - 1);
        invitations::request_new_link(&world.anonymous(), token).await.unwrap();
        assert_eq!(post(&world).await.len(), 0);
        invitations::request_new_link(&world.anonymous(), token).await.unwrap();
        assert_eq!(post(&world).await.len(), 3);
        // A newer link works, so the old page is gone.
        invitations::resend(&world.owner().await, user).await.unwrap();
        assert_eq!(invitations::ended(&world.anonymous(), token).await, Err(DEAD));
        assert_eq!(invitations::request_new_link(&world.anonymous(), token).await, Err(DEAD));
    })
    .await;
}

// Invariant 4; AZ-13 O7
#[tokio::test]
async fn database_holds_no_link_that_works() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let user = invite(&owner, 1, "rin@kestrel.example").await;
        let before = world.dump().await;
        let token = post(&world).await[0].token().to_owned();
        let copied = invitations::copy_link(&owner, user).await.unwrap().url;
        let copied = copied.rsplit('/').next().unwrap();
        let after = world.dump().await;
        for dump in [&before, &after] {
            assert!(!dump.contains(&token) && !dump.contains(copied));
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM mail WHERE link IS NOT NULL").await, 0);
        assert_eq!(world.number("SELECT COUNT(*) FROM token WHERE purpose = 'invite' AND used_at IS NULL").await, 1);
    })
    .await;
}
