//! The list of users by permission: who holds it, by the role or on top of it.

use model::access::{CompanyPermission, CompanyRole};
use model::bulk::{BulkAction, Selection};
use model::ids::UserId;
use model::users::{StatusFilter, UserQuery, UserSort, UserStatus};
use services::testing::{TestWorld, UserSeed, for_each_engine};
use services::{Ctx, bulk, users};

use CompanyPermission::{Audit, Billing, Security, Users};

async fn listed(who: &Ctx, query: UserQuery) -> Vec<UserId> {
    let mut ids: Vec<_> = users::list(who, query).await.unwrap().page.rows.iter().map(|row| row.id).collect();
    ids.sort_unstable();
    ids
}

fn by(permissions: &[CompanyPermission]) -> UserQuery {
    UserQuery { permissions: permissions.to_vec(), per: 100, ..UserQuery::default() }
}

fn sorted(mut ids: Vec<UserId>) -> Vec<UserId> {
    ids.sort_unstable();
    ids
}

// S0.22 AZ-12
#[tokio::test]
async fn list_finds_whoever_holds_a_permission_at_this_moment() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(50).await;
        let member = |extras: &[CompanyPermission]| UserSeed { extras: extras.to_vec(), ..UserSeed::default() };
        let owner = world.owner().await;
        let administrator = world.user(UserSeed { role: CompanyRole::Administrator, ..UserSeed::default() }).await;
        let biller = world.user(member(&[Billing])).await;
        let both = world.user(member(&[Billing, Audit])).await;
        let later = world.anonymous().now().plus_seconds(60);
        let invited =
            world.user(UserSeed { status: UserStatus::Invited, invite_until: Some(later), ..member(&[Billing]) }).await;
        let gone = world.user(UserSeed { status: UserStatus::Deleted, ..member(&[Billing]) }).await;
        // What has ended does not count.
        let ended = world.user(member(&[Billing])).await;
        let now = world.anonymous().now().0;
        let username = users::row(&owner, ended).await.unwrap().details.unwrap().username;
        world
            .execute(&format!(
                "UPDATE user_permission SET ends_at = {now} WHERE user_id IN (SELECT id FROM \"user\" WHERE username = '{username}')"
            ))
            .await;

        let chiefs = [owner.user_id(), administrator];
        let with = |others: &[UserId]| sorted(chiefs.iter().chain(others).copied().collect());
        assert_eq!(listed(&owner, by(&[Billing])).await, with(&[biller, both, invited]));
        assert_eq!(listed(&owner, by(&[Audit])).await, with(&[both]));
        assert_eq!(listed(&owner, by(&[Audit, Billing])).await, with(&[biller, both, invited]));
        assert_eq!(listed(&owner, by(&[Security])).await, with(&[]));
        let archived = UserQuery { archived: true, ..by(&[Billing]) };
        assert_eq!(listed(&owner, archived).await, with(&[biller, both, invited, gone]));
        let on_top = UserQuery { roles: vec![CompanyRole::Member], ..by(&[Billing]) };
        assert_eq!(listed(&owner, on_top.clone()).await, sorted(vec![biller, both, invited]));
        let waiting = UserQuery { statuses: vec![StatusFilter::Invited], ..on_top.clone() };
        assert_eq!(listed(&owner, waiting).await, [invited]);
        for sort in UserSort::ALL {
            let query = UserQuery { sort: *sort, descending: true, ..on_top.clone() };
            assert_eq!(listed(&owner, query).await.len(), 3, "{sort}");
        }
        // The Roles page counts the same people.
        let page = services::roles::overview(&owner).await.unwrap();
        let (_, _, holders) = page.permissions.into_iter().find(|(permission, ..)| *permission == Billing).unwrap();
        let linked = UserQuery { roles: vec![CompanyRole::Member, CompanyRole::Guest], ..by(&[Billing]) };
        assert_eq!(holders.count, listed(&owner, linked).await.len() as u64);
        // What a role cannot hold does not count either.
        world.user(UserSeed { role: CompanyRole::Guest, extras: vec![Audit], ..UserSeed::default() }).await;
        assert_eq!(listed(&owner, by(&[Audit])).await, with(&[both]));

        // What a change of all of them means is the same question.
        let manager = world.member_with(&[Users]).await;
        let reach = bulk::reach(&manager, Selection::Matching(on_top)).await.unwrap();
        assert_eq!(reach.people, 3);
        let look = bulk::preview(&owner, Selection::Matching(by(&[Audit])), BulkAction::Disable).await.unwrap();
        assert_eq!(look.seen.len(), 3);

        // Whoever does not see permissions cannot ask by them.
        let everyone = listed(&world.member().await, UserQuery { per: 100, ..UserQuery::default() }).await;
        let asked = listed(&world.member().await, by(&[Billing])).await;
        assert_eq!(asked.len(), everyone.len() + 1); // the second one who asks
    })
    .await;
}

#[tokio::test]
async fn pages_of_holders_are_whole() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(50).await;
        for number in 0..23 {
            let extras = if number % 2 == 0 { vec![Billing] } else { Vec::new() };
            world.user(UserSeed { extras, ..UserSeed::default() }).await;
        }
        let owner = world.owner().await;
        let mut found = Vec::new();
        for page in 1..=2 {
            let query = UserQuery { page, per: 10, ..by(&[Billing]) };
            let page = users::list(&owner, query).await.unwrap().page;
            assert_eq!((page.total, page.pages()), (13, 2));
            found.extend(page.rows.into_iter().map(|row| row.id));
        }
        assert_eq!(sorted(found), listed(&owner, by(&[Billing])).await);
    })
    .await;
}
