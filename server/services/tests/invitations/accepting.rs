//! What a link opens, and who comes in by it.

use super::*;

// IV-01 IV-17 S0.13 S1.17
#[tokio::test]
async fn link_is_looked_at_as_often_as_one_likes_and_works_for_a_day() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let user = invite(&world.owner().await, 1, "rin@kestrel.example").await;
        let token = &post(&world).await[0].token().to_owned();
        world.clock().advance(DAY - UNDO - 1);
        for _ in 0..3 {
            let page = invitations::page(&world.anonymous(), token, None).await.unwrap();
            assert_eq!(page.inviter.as_deref(), Some("Marit Solberg"));
            assert_eq!((page.username.as_str(), page.email.as_str()), ("rin", "rin@kestrel.example"));
            assert_eq!((page.role, page.workspace.as_str()), (CompanyRole::Member, "Kestrel Yard"));
        }
        assert_eq!(invitations::ended(&world.anonymous(), token).await, Err(DEAD));
        world.clock().advance(1);
        assert_eq!(invitations::page(&world.anonymous(), token, None).await, Err(AppError::InvitationExpired));
        let ended = invitations::ended(&world.anonymous(), token).await.unwrap();
        assert_eq!(ended.ended.at, world.clock().now());
        assert_eq!(accept(&world, token).await.unwrap_err(), AppError::InvitationExpired);
        assert!(matches!(status(&world, user).await, StatusView::NotAccepted { .. }));

        world.clock().advance(-1);
        let signed_in = accept(&world, token).await.unwrap();
        assert_eq!(signed_in.user, user);
        let ctx = credentials::authenticate(&world.anonymous(), signed_in.session.expose_secret()).await.unwrap();
        assert_eq!(ctx.user_id(), user);
        assert_eq!(status(&world, user).await, StatusView::Active);
        sign_in(&world.anonymous(), "rin@kestrel.example", PASSWORD.into(), None).await.unwrap();
        assert_eq!(world.texts("SELECT language FROM \"user\" WHERE username = 'rin'").await, ["ja"]);
        // Used is used.
        for dead in [token.as_str(), "", "x", &"y".repeat(5_000)] {
            assert_eq!(invitations::page(&world.anonymous(), dead, None).await, Err(DEAD));
            assert_eq!(accept(&world, dead).await.unwrap_err(), DEAD);
            assert_eq!(invitations::request_new_link(&world.anonymous(), dead).await, Err(DEAD));
        }
    })
    .await;
}

// IV-02; the use of the link and the status of the user each stop the second one: without both, several get in.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_accept_at_once_one_comes_in() {
    for_each_engine(async |world| {
        world.set_up(3).await;
        let user = invite(&world.owner().await, 1, "rin@kestrel.example").await;
        let token = post(&world).await[0].token().to_owned();
        let outcomes = at_once(8, |_| {
            let (visitor, form) = (world.anonymous(), form(&token));
            async move { invitations::accept(&visitor, form, None).await.map(|signed_in| signed_in.user) }
        })
        .await;
        let busy = |error: &AppError| *error == DEAD || matches!(error, AppError::Unavailable { .. });
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == Ok(user)).count(), 1, "{outcomes:?}");
        assert!(outcomes.iter().all(|outcome| outcome.as_ref().map_or_else(busy, |_| true)), "{outcomes:?}");
        assert_eq!(world.number("SELECT COUNT(*) FROM event WHERE kind = 'invitation_accepted'").await, 1);
        assert_eq!(
            world
                .number("SELECT COUNT(*) FROM session WHERE user_id <> (SELECT id FROM \"user\" WHERE role = 'owner')")
                .await,
            1
        );
    })
    .await;
}

// IV-05: the form has no field for what an invitation grants, so only the rows can speak.
// IV-09
#[tokio::test]
async fn what_the_inviter_may_no_longer_grant_is_left_out() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let extras = [CompanyPermission::Users, CompanyPermission::Billing];
        for (number, (change, role, left)) in [
            ("SET role = role", "member", 1),
            ("SET status = 'disabled', disabled_by = 'administrator'", "guest", 0),
            ("SET status = 'deleted'", "guest", 0),
        ]
        .into_iter()
        .enumerate()
        {
            let manager = world.member_with(&extras).await;
            let address = format!("rin{number}@kestrel.example");
            let mut new = batch(number as u128 + 1, &[&address]);
            new.permissions = vec![CompanyPermission::Billing, CompanyPermission::Users];
            let user = invitations::send(&manager, new).await.unwrap().sent[0].user;
            let token = post(&world).await[0].token().to_owned();
            let me = users::row(&manager, manager.user_id()).await.unwrap().details.unwrap().email;
            world.execute(&format!("DELETE FROM user_permission WHERE permission = 'billing' AND user_id = (SELECT id FROM \"user\" WHERE email = '{me}')")).await;
            world.execute(&format!("UPDATE \"user\" {change} WHERE email = '{me}'")).await;
            accept(&world, &token).await.unwrap();
            let row = users::row(&world.owner().await, user).await.unwrap();
            assert_eq!((row.role.as_str(), row.details.unwrap().extras.len()), (role, left), "{change}");
        }
        let noted = world.texts("SELECT payload FROM event WHERE kind = 'invitation_accepted' ORDER BY at, id").await;
        assert!(noted[0].contains(r#""left_out":["billing"]"#), "{noted:?}");
        assert!(noted[1].contains(r#""role":"guest""#), "{noted:?}");
    })
    .await;
}

// IV-06
#[tokio::test]
async fn nobody_who_is_signed_in_accepts_for_someone_else() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let user = invite(&owner, 1, "rin@kestrel.example").await;
        let token = post(&world).await[0].token().to_owned();
        let page = invitations::page(&world.anonymous(), &token, Some(&owner)).await.unwrap();
        assert_eq!(page.signed_in_as.as_deref(), Some("Marit Solberg"));
        let refused = invitations::accept(&world.anonymous(), form(&token), Some(&owner)).await;
        assert_eq!(refused.unwrap_err(), AppError::Conflict { reason: ConflictReason::SignedInAsOther });
        assert!(matches!(status(&world, user).await, StatusView::Invited { .. }));
        accept(&world, &token).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn bad_fields_of_an_acceptance_leave_the_link_alive() {
    for_each_engine(async |world| {
        world.set_up(10).await;
        invite(&world.owner().await, 1, "rin@kestrel.example").await;
        let token = &post(&world).await[0].token().to_owned();
        for (password, code) in [
            ("short", FieldCode::TooShort { min: 8 }),
            ("KestrelYard1", FieldCode::PasswordTooCommon),
            ("password1", FieldCode::PasswordTooCommon),
        ] {
            let form = AcceptForm { password: password.to_owned(), password_again: password.to_owned(), ..form(token) };
            let refused = invitations::accept(&world.anonymous(), form, None).await.unwrap_err();
            assert_eq!(refused, AppError::field("password", code), "{password}");
        }
        accept(&world, token).await.unwrap();
    })
    .await;
}

// UN-04
#[tokio::test]
async fn usernames_are_made_of_the_address_until_one_is_free() {
    for_each_engine(async |world| {
        world.set_up(20).await;
        let addresses =
            ["rin@a.example", "rin@b.example", "me@a.example", "x@a.example", "+%@a.example", "Ana+film@a.example"];
        let report = invitations::send(&world.owner().await, batch(1, &addresses)).await.unwrap();
        let owner = world.owner().await;
        let mut names = Vec::new();
        for person in &report.sent {
            names.push(users::row(&owner, person.user).await.unwrap().details.unwrap().username);
        }
        let mut different = names.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), names.len(), "{names:?}");
        assert!(
            names[0].starts_with("rin")
                && names[1].starts_with("rin")
                && names[2].starts_with("me")
                && names[2] != "me"
        );
        assert_eq!((names[4].starts_with("user"), names[5].as_str()), (true, "anafilm"));
        assert!(names.iter().all(|name| model::person::username(name).is_ok()), "{names:?}");
    })
    .await;
}
