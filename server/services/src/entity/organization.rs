//! A client, studio or business unit. Owner: `organizations`.

use model::ids::OrganizationId;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organization")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: OrganizationId,
    pub(crate) name: String,
    pub(crate) created_at: Timestamp,
    /// Counts the changes.
    pub(crate) version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
