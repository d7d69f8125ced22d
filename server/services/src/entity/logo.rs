//! The file of a logo, from before it is written until it is gone. Owner: `branding`.

use model::ids::LogoId;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "logo")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: LogoId,
    /// When it was sent; its file is written after that.
    pub(crate) created_at: Timestamp,
    /// When it became a logo of the workspace; its file is complete since.
    pub(crate) shown_at: Option<Timestamp>,
    /// When it was replaced, removed or given up; it is not shown any more, and never will be.
    pub(crate) dropped_at: Option<Timestamp>,
    /// When its file was removed.
    pub(crate) removed_at: Option<Timestamp>,
}

impl ActiveModelBehavior for ActiveModel {}
