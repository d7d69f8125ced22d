//! An entry of the audit log, bound to the one before. Owner: `audit`.

use model::ids::{RequestId, UserId};
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub(crate) struct Model {
    /// Given by the chain: no number is missing.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) actor: Option<UserId>,
    pub(crate) on_behalf: Option<UserId>,
    /// What the actor showed.
    pub(crate) credential: String,
    pub(crate) action: String,
    pub(crate) target: Option<String>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) request_id: RequestId,
    /// Empty for jobs.
    pub(crate) address: Option<String>,
    pub(crate) prev_mac: String,
    pub(crate) mac: String,
}

impl ActiveModelBehavior for ActiveModel {}
