//! Lists show what `decide` allows: *row in list ⇔ allowed*, for random worlds on both engines.

use std::collections::BTreeSet;

use model::access::{CompanyPermission, CompanyRole, DisabledBy, OrganizationRole};
use model::ids::UserId;
use model::users::{UserQuery, UserStatus};
use proptest::prelude::*;
use proptest::sample::select;
use services::testing::{TestWorld, UserSeed, for_each_engine};
use services::{Ctx, users};

/// Someone of a random world.
#[derive(Clone, Debug)]
struct Someone {
    role: CompanyRole,
    extras: Vec<CompanyPermission>,
    status: UserStatus,
    /// Created from the Users tab of the organization.
    is_at_home: bool,
    place: Option<(OrganizationRole, bool)>,
}

fn someone() -> impl Strategy<Value = Someone> {
    let role = select(vec![CompanyRole::Administrator, CompanyRole::Member, CompanyRole::Guest, CompanyRole::Guest]);
    let extras = prop::collection::btree_set(select(CompanyPermission::ALL.to_vec()), 0..3);
    // More of those who can look.
    let status = prop_oneof![3 => Just(UserStatus::Active), 2 => select(UserStatus::ALL.to_vec())];
    let place = prop::option::of((select(OrganizationRole::ALL.to_vec()), any::<bool>()));
    (role, extras, status, any::<bool>(), place).prop_map(|(role, extras, status, is_at_home, place)| Someone {
        role,
        extras: extras.into_iter().collect(),
        status,
        is_at_home,
        place,
    })
}

/// Puts them into the world; its Owner comes first.
async fn populate(world: &TestWorld, people: &[Someone]) -> Vec<(UserId, UserStatus)> {
    world.set_up(100).await;
    let mut all = vec![(world.owner().await.user_id(), UserStatus::Active)];
    for (number, someone) in people.iter().enumerate() {
        let email = format!("someone{number}@kestrel.example");
        let seed = UserSeed {
            first_name: "Some".to_owned(),
            last_name: format!("One {number}"),
            email: email.clone(),
            role: someone.role,
            extras: someone.extras.clone(),
            status: someone.status,
            disabled_by: (someone.status == UserStatus::Disabled).then_some(DisabledBy::Administrator),
            ..UserSeed::default()
        };
        all.push((world.user(seed).await, someone.status));
        if someone.is_at_home {
            let home = "UPDATE \"user\" SET home_organization = (SELECT id FROM organization)";
            world.execute(&format!("{home} WHERE email = '{email}'")).await;
        }
        if let Some((role, enabled)) = someone.place {
            let place = format!(
                "INSERT INTO organization_user (user_id, organization_id, role, enabled)
                 SELECT u.id, o.id, '{role}', {enabled} FROM \"user\" u CROSS JOIN organization o WHERE u.email = '{email}'"
            );
            world.execute(&place).await;
        }
    }
    all
}

/// Everyone on every page of a list.
async fn listed(ctx: &Ctx, archived: bool) -> BTreeSet<UserId> {
    let mut found = BTreeSet::new();
    for page in 1.. {
        let query = UserQuery { archived, page, per: 10, ..UserQuery::default() };
        let list = users::list(ctx, query).await.unwrap().page;
        let before = found.len();
        found.extend(list.rows.iter().map(|row| row.id));
        assert_eq!(found.len(), before + list.rows.len(), "a row is on two pages");
        if list.page == list.pages() {
            assert_eq!(found.len() as u64, list.total);
            break;
        }
    }
    found
}

async fn compare(world: &TestWorld, people: &[Someone]) {
    let all = populate(world, people).await;
    for (viewer, _) in all.iter().filter(|(_, status)| *status == UserStatus::Active) {
        let ctx = world.signed_in(*viewer).await;
        let with_archived = listed(&ctx, true).await;
        let without = listed(&ctx, false).await;
        assert_eq!(users::count(&ctx).await.unwrap(), without.len() as u64);
        for (id, status) in &all {
            let may_see = world.may_see(&ctx, *id).await;
            assert_eq!(with_archived.contains(id), may_see, "{viewer} {id} {status}");
            assert_eq!(without.contains(id), may_see && *status != UserStatus::Deleted, "{viewer} {id} {status}");
            assert_eq!(users::row(&ctx, *id).await.is_ok(), may_see, "{viewer} {id} {status}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    // AZ-11 UL-11
    #[test]
    fn row_is_in_the_list_if_and_only_if_it_may_be_seen(people in prop::collection::vec(someone(), 1..16)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(for_each_engine(async |world: TestWorld| compare(&world, &people).await));
    }
}
