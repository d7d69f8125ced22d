//! A permission on top of a role. Owner: `users`.

use model::access::CompanyPermission;
use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "user_permission")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) permission: CompanyPermission,
    pub(crate) granted_by: UserId,
    pub(crate) ends_at: Option<Timestamp>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub(crate) user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
