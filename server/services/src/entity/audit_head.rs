//! The end of the audit log; its lock is the right to append. Owner: `audit`.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_head")]
pub(crate) struct Model {
    /// Always 1; the migration made the row.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: i16,
    pub(crate) seq: i64,
    pub(crate) mac: String,
}

impl ActiveModelBehavior for ActiveModel {}
