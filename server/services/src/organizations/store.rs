//! The tables `organization` and `organization_user`.

use model::access::OrganizationRole;
use model::ids::{OrganizationId, UserId};
use model::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::Membership;
use crate::access::{Redeemed, SetUp};
use crate::entity::{organization, organization_user};
use crate::error::Result;
use crate::tx::Rows;

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
