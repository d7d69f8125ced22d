//! The role of a user in an organization. Owner: `organizations`.

use model::access::OrganizationRole;
use model::ids::{OrganizationId, UserId};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organization_user")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) organization_id: OrganizationId,
    pub(crate) role: OrganizationRole,
    /// The access toggle, for organizations other than the home one.
    pub(crate) enabled: bool,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub(crate) user: BelongsTo<super::user::Entity>,
    #[sea_orm(belongs_to, from = "organization_id", to = "id")]
    pub(crate) organization: BelongsTo<super::organization::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
