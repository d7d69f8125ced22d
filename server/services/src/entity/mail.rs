//! A mail: what is said to whom, not before when, and how it ended. Owner: `mail`.

use model::ids::{MailId, UserId};
use model::language::Language;
use model::mail::{MailFailure, MailState, MailTemplate};
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: MailId,
    /// The address; removed when the mail of an erased user has ended.
    pub(crate) recipient: Option<String>,
    /// The address, folded for the search.
    pub(crate) recipient_key: Option<String>,
    pub(crate) user_id: Option<UserId>,
    pub(crate) template: MailTemplate,
    pub(crate) locale: Language,
    /// JSON without secrets.
    pub(crate) payload: String,
    /// The one-time link, sealed; removed when the mail has ended.
    pub(crate) link: Option<String>,
    pub(crate) state: MailState,
    pub(crate) not_before: Timestamp,
    pub(crate) valid_until: Option<Timestamp>,
    pub(crate) sent_at: Option<Timestamp>,
    pub(crate) next_attempt_at: Option<Timestamp>,
    pub(crate) attempts: i32,
    pub(crate) failure: Option<MailFailure>,
    /// What the mail server said.
    pub(crate) answer: Option<String>,
    #[sea_orm(unique)]
    pub(crate) dedupe_key: String,
    pub(crate) created_by: Option<UserId>,
    pub(crate) created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
