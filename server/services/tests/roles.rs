//! Changing role and permissions: who may give what, what it comes to, and who is told.

use model::access::{Action, Blocker, CompanyPermission, CompanyRole, Verdict};
use model::error::{AppError, ConflictReason};
use model::roles::{Held, RoleChange, RoleChoices};
use services::testing::{TestWorld, UserSeed, at_once, for_each_engine};
use services::{Ctx, roles, users};

use CompanyPermission::{Billing, Creator, Security, Users};

async fn set(who: &Ctx, user: model::ids::UserId, held: Held) -> Result<model::roles::RoleChanged, AppError> {
    let version = roles::choices(who, user).await?.version;
    roles::change(who, user, RoleChange { version, held }).await
}

fn first_blocker(error: &AppError) -> Option<Blocker> {
    match error {
        AppError::Forbidden { blockers, .. } => blockers.first().copied(),
        _ => None,
    }
}

fn role(choices: &RoleChoices, role: CompanyRole) -> Verdict {
    choices.roles.iter().find(|(of, _)| *of == role).unwrap().1
}

fn permission(choices: &RoleChoices, of: CompanyRole, permission: CompanyPermission) -> Verdict {
    choices.permissions.iter().find(|(role, one, _)| *role == of && *one == permission).unwrap().2
}

// S0.18 S0.22 S3.4 S3.6 S3.7
#[tokio::test]
async fn change_applies_to_the_next_request() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let user = world.user(UserSeed { extras: vec![Creator], ..UserSeed::default() }).await;
        let changed = set(&owner, user, Held::new(CompanyRole::Member, &[Users, Billing])).await.unwrap();
        assert_eq!((changed.before, changed.seconds), (Held::new(CompanyRole::Member, &[Creator]), 10));
        let row = users::row(&owner, user).await.unwrap();
        assert_eq!(row.details.unwrap().extras.len(), 2);
        let theirs = world.signed_in(user).await;
        assert!(users::list(&theirs, model::users::UserQuery::default()).await.unwrap().figures.is_some());
        // Taken back, it is as it was.
        set(&owner, user, Held::new(CompanyRole::Member, &[Creator])).await.unwrap();
        let theirs = world.signed_in(user).await;
        assert!(users::list(&theirs, model::users::UserQuery::default()).await.unwrap().figures.is_none());
        world.assert_sound().await;
    })
    .await;
}

// S0.22 AZ-04
#[tokio::test]
async fn administrator_is_given_and_taken_with_the_password_only() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        let user = world.user(UserSeed::default()).await;
        let promoted = Held::new(CompanyRole::Administrator, &[]);
        assert_eq!(set(&administrator, user, promoted.clone()).await.unwrap_err(), AppError::StepUpRequired);
        let stepped_up = world.stepped_up(&administrator).await;
        set(&stepped_up, user, promoted).await.unwrap();
        // From now on only the Owner acts on them.
        let refused = set(&stepped_up, user, Held::new(CompanyRole::Member, &[])).await.unwrap_err();
        assert_eq!(first_blocker(&refused), Some(Blocker::Outranked));
        let owner = world.stepped_up(&owner).await;
        set(&owner, user, Held::new(CompanyRole::Guest, &[])).await.unwrap();
        let taken = set(&owner, user, Held::new(CompanyRole::Owner, &[])).await.unwrap_err();
        assert_eq!(first_blocker(&taken), Some(Blocker::OwnerRole));
        world.assert_sound().await;
    })
    .await;
}

// Invariant 20
#[tokio::test]
async fn what_the_role_contains_is_not_kept_for_a_lower_one() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.stepped_up(&world.owner().await).await;
        let user = world.user(UserSeed { extras: vec![Creator], ..UserSeed::default() }).await;
        set(&owner, user, Held::new(CompanyRole::Administrator, &[Creator, Security])).await.unwrap();
        assert_eq!(roles::choices(&owner, user).await.unwrap().held, Held::new(CompanyRole::Administrator, &[]));
        assert_eq!(world.number("SELECT count(*) FROM user_permission").await, 0);
    })
    .await;
}

// S3.8 S0.23 S0.24 AZ-03 AZ-04 AZ-17
#[tokio::test]
async fn nobody_gives_or_takes_what_they_do_not_hold() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(20).await;
        let manager = world.member_with(&[Users]).await;
        let user = world.user(UserSeed { extras: vec![Creator], ..UserSeed::default() }).await;
        for (held, blocker) in [
            (Held::new(CompanyRole::Member, &[Creator, Billing]), Blocker::NotOwnToGrant),
            (Held::new(CompanyRole::Member, &[]), Blocker::NotOwnToGrant),
            (Held::new(CompanyRole::Guest, &[]), Blocker::NotOwnToGrant),
            (Held::new(CompanyRole::Administrator, &[Creator]), Blocker::RoleCeiling),
        ] {
            let refused = set(&manager, user, held.clone()).await.unwrap_err();
            assert!(
                matches!(&refused, AppError::Forbidden { action: Action::AccessChange, .. }),
                "{held:?} {refused:?}"
            );
            if blocker == Blocker::NotOwnToGrant {
                assert_eq!(first_blocker(&refused), Some(blocker), "{held:?}");
            }
        }
        set(&manager, user, Held::new(CompanyRole::Member, &[Creator, Users])).await.unwrap();

        let owner = world.owner().await;
        let refused = set(&owner, user, Held::new(CompanyRole::Member, &[Security])).await.unwrap_err();
        assert_eq!(first_blocker(&refused), Some(Blocker::RoleCeiling));
        let refused = set(&owner, owner.user_id(), Held::new(CompanyRole::Member, &[])).await.unwrap_err();
        assert_eq!(first_blocker(&refused), Some(Blocker::OwnAccount));

        let choices = roles::choices(&manager, user).await.unwrap();
        assert!(!role(&choices, CompanyRole::Administrator).is_allowed());
        assert!(role(&choices, CompanyRole::Member).is_allowed());
        assert_eq!(permission(&choices, CompanyRole::Member, Users), Verdict::Allowed);
        assert_eq!(permission(&choices, CompanyRole::Member, Creator), Verdict::Blocked(Blocker::NotOwnToGrant));
        assert_eq!(permission(&choices, CompanyRole::Member, Security), Verdict::Blocked(Blocker::RoleCeiling));
        assert_eq!(permission(&choices, CompanyRole::Guest, Users), Verdict::Blocked(Blocker::RoleCeiling));
    })
    .await;
}

// S3.8
#[tokio::test]
async fn what_a_change_comes_to_includes_the_rights_of_the_role() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let user = world.user(UserSeed { extras: vec![Creator, Users], ..UserSeed::default() }).await;
        let diff = roles::preview(&owner, user, Held::new(CompanyRole::Guest, &[Creator])).await.unwrap();
        assert_eq!((diff.gains, diff.loses, diff.keeps), (vec![], vec![Users, Creator], vec![]));
        let diff = roles::preview(&owner, user, Held::new(CompanyRole::Administrator, &[])).await.unwrap();
        assert_eq!((diff.gains.len(), diff.loses.len(), diff.keeps), (7, 0, vec![Users, Creator]));
        let diff = roles::preview(&owner, user, Held::new(CompanyRole::Member, &[Users, Billing])).await.unwrap();
        assert_eq!((diff.gains, diff.loses, diff.keeps), (vec![Billing], vec![Creator], vec![Users]));
    })
    .await;
}

// UL-08
#[tokio::test]
async fn newer_version_is_not_overwritten() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let user = world.user(UserSeed::default()).await;
        let seen = roles::choices(&owner, user).await.unwrap().version;
        set(&owner, user, Held::new(CompanyRole::Member, &[Creator])).await.unwrap();
        let late = RoleChange { version: seen, held: Held::new(CompanyRole::Guest, &[]) };
        let refused = roles::change(&owner, user, late).await.unwrap_err();
        assert_eq!(refused, AppError::Conflict { reason: ConflictReason::Stale });
    })
    .await;
}

// UL-08: two people answer the same request at once, each with something else. Without the look at the
// version in `change_in` both are told that theirs counts, on both engines. The locks only keep it true until it is
// written; without them the condition on the version in `users::write` holds.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_give_at_once_one_is_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        let user = world.user(UserSeed::default()).await;
        for _ in 0..8 {
            let version = roles::choices(&owner, user).await.unwrap().version;
            let gifts = [(owner.clone(), Billing), (administrator.clone(), Creator)];
            let answers = at_once(gifts.map(|(who, gift)| async move {
                let held = Held::new(CompanyRole::Member, &[gift]);
                roles::change(&who, user, RoleChange { version, held }).await.map(|_| gift)
            }))
            .await;
            let given: Vec<_> = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect();
            let stale = AppError::Conflict { reason: ConflictReason::Stale };
            assert_eq!((given.len(), answers.contains(&Err(stale))), (1, true), "{answers:?}");
            assert_eq!(world.texts("SELECT permission FROM user_permission").await, [given[0].as_str()]);
            set(&owner, user, Held::new(CompanyRole::Member, &[])).await.unwrap();
        }
        assert_eq!(world.number("SELECT count(*) FROM audit_event WHERE action = 'access_changed'").await, 16);
        world.assert_sound().await;
    })
    .await;
}

// S3.5 S3.9
#[tokio::test]
async fn one_mail_tells_before_and_after_and_none_what_was_taken_back() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let user = world.user(UserSeed { email: "ana@kestrel.example".to_owned(), ..UserSeed::default() }).await;
        set(&owner, user, Held::new(CompanyRole::Member, &[Creator])).await.unwrap();
        set(&owner, user, Held::new(CompanyRole::Member, &[])).await.unwrap();
        world.clock().advance(11);
        world.run_jobs().await;
        assert_eq!(world.mails().await.len(), 0);

        set(&owner, user, Held::new(CompanyRole::Member, &[Creator])).await.unwrap();
        set(&owner, user, Held::new(CompanyRole::Member, &[Creator, Users])).await.unwrap();
        world.clock().advance(11);
        assert_eq!(world.run_jobs().await, 1);
        let mails = world.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].subject, "Your role or permissions in Kestrel Yard changed");
        for line in ["Before: Team member.", "Now: Team member + Users, Creator."] {
            assert!(mails[0].text.contains(line), "{}", mails[0].text);
        }
        world.assert_sound().await;
    })
    .await;
}
