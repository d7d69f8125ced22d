//! A piece of queued work. Owner: `jobs`.

use model::ids::JobId;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: JobId,
    pub(crate) name: String,
    /// JSON, ids only.
    pub(crate) payload: String,
    pub(crate) run_at: Timestamp,
    pub(crate) attempts: i32,
    /// Somebody works on it until then.
    pub(crate) lease_until: Option<Timestamp>,
    pub(crate) last_error: Option<String>,
    pub(crate) done_at: Option<Timestamp>,
    /// Will not be tried again.
    pub(crate) dead_at: Option<Timestamp>,
    #[sea_orm(unique)]
    pub(crate) dedupe_key: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
