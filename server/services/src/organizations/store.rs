//! The tables `organization` and `organization_user`.

use model::access::OrganizationRole;
use model::ids::{OrganizationId, UserId};
use model::time::Timestamp;
use sea_orm::{EntityTrait, Set};

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
