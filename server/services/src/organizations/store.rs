//! The tables `organization` and `organization_user`.

use model::access::{CompanyRole, OrganizationRole};
use model::ids::{OrganizationId, UserId};
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};

use super::Membership;
use crate::access::{Redeemed, SetUp};
use crate::entity::{organization, organization_user, user};
use crate::error::Result;
use crate::tx::{Reason, Rows};

pub(super) async fn insert(
    rows: &Rows<'_, Redeemed<SetUp>>,
    id: OrganizationId,
    name: &str,
    at: Timestamp,
) -> Result<()> {
    let row =
        organization::ActiveModel { id: Set(id), name: Set(name.to_owned()), created_at: Set(at), version: Set(1) };
    organization::Entity::insert(row).exec_without_returning(rows.conn()).await?;
    Ok(())
}

pub(super) async fn add_user(
    rows: &Rows<'_, Redeemed<SetUp>>,
    organization: OrganizationId,
    user: UserId,
    role: OrganizationRole,
) -> Result<()> {
    let row = organization_user::ActiveModel {
        user_id: Set(user),
        organization_id: Set(organization),
        role: Set(role),
        enabled: Set(true),
    };
    organization_user::Entity::insert(row).exec_without_returning(rows.conn()).await?;
    Ok(())
}

pub(super) async fn remove_user<P>(rows: &Rows<'_, P>, user: UserId) -> Result<Vec<Membership>> {
    let own = organization_user::Column::UserId.eq(user);
    let left = organization_user::Entity::find().filter(own.clone()).all(rows.conn()).await?;
    organization_user::Entity::delete_many().filter(own).exec(rows.conn()).await?;
    let membership = |row: organization_user::Model| Membership {
        organization: row.organization_id,
        role: row.role,
        enabled: row.enabled,
    };
    Ok(left.into_iter().map(membership).collect())
}

/// Adds somebody to those of these organizations that still exist.
pub(super) async fn add_memberships<P>(rows: &Rows<'_, P>, user: UserId, to: &[Membership]) -> Result<()> {
    let there: Vec<OrganizationId> = existing(rows, to).await?.into_iter().map(|found| found.id).collect();
    let places = to.iter().filter(|place| there.contains(&place.organization));
    let places: Vec<_> = places
        .map(|place| organization_user::ActiveModel {
            user_id: Set(user),
            organization_id: Set(place.organization),
            role: Set(place.role),
            enabled: Set(place.enabled),
        })
        .collect();
    if !places.is_empty() {
        organization_user::Entity::insert_many(places).exec_without_returning(rows.conn()).await?;
    }
    Ok(())
}

/// The Owner.
pub(super) async fn owner(rows: &Rows<'_, Reason>) -> Result<Option<UserId>> {
    let owner = user::Entity::find().filter(user::Column::Role.eq(CompanyRole::Owner)).one(rows.conn()).await?;
    Ok(owner.map(|owner| owner.id))
}

/// The organizations of which a user is Organization Admin.
pub(super) async fn administered_by(rows: &Rows<'_, Reason>, id: UserId) -> Result<Vec<OrganizationId>> {
    let places = admins().filter(organization_user::Column::UserId.eq(id)).all(rows.conn()).await?;
    Ok(places.into_iter().map(|place| place.organization_id).collect())
}

/// Whether an organization has an Organization Admin who can come in, besides this one.
pub(super) async fn has_other_admin(
    rows: &Rows<'_, Reason>,
    organization: OrganizationId,
    besides: UserId,
    now: Timestamp,
) -> Result<bool> {
    let others = admins()
        .filter(organization_user::Column::OrganizationId.eq(organization))
        .filter(organization_user::Column::UserId.ne(besides))
        .find_also_related(user::Entity)
        .filter(user::Column::Status.eq(UserStatus::Active))
        .filter(Condition::any().add(user::Column::AccessEndsAt.is_null()).add(user::Column::AccessEndsAt.gt(now)));
    Ok(others.one(rows.conn()).await?.is_some())
}

/// Gives a user the role, whatever they were there.
pub(super) async fn make_admin(rows: &Rows<'_, Reason>, organization: OrganizationId, id: UserId) -> Result<()> {
    let row = organization_user::ActiveModel {
        user_id: Set(id),
        organization_id: Set(organization),
        role: Set(OrganizationRole::Admin),
        enabled: Set(true),
    };
    let place = organization_user::Entity::find_by_id((id, organization)).one(rows.conn()).await?;
    match place {
        Some(_) => {
            organization_user::Entity::update(row).exec(rows.conn()).await?;
        }
        None => {
            organization_user::Entity::insert(row).exec_without_returning(rows.conn()).await?;
        }
    }
    Ok(())
}

pub(super) async fn names<P>(rows: &Rows<'_, P>, of: &[Membership]) -> Result<Vec<String>> {
    Ok(existing(rows, of).await?.into_iter().map(|found| found.name).collect())
}

async fn existing<P>(rows: &Rows<'_, P>, of: &[Membership]) -> Result<Vec<organization::Model>> {
    if of.is_empty() {
        return Ok(Vec::new());
    }
    let ids = of.iter().map(|place| place.organization);
    let found = organization::Entity::find().filter(organization::Column::Id.is_in(ids));
    Ok(found.order_by_asc(organization::Column::Name).all(rows.conn()).await?)
}

fn admins() -> sea_orm::Select<organization_user::Entity> {
    organization_user::Entity::find()
        .filter(organization_user::Column::Role.eq(OrganizationRole::Admin))
        .filter(organization_user::Column::Enabled.eq(true))
}
