//! What was offered to an invited user; the link is a `token`. Owner: `invitations`.

use model::access::CompanyRole;
use model::ids::{InvitationId, UserId};
use model::language::Language;
use model::time::Timestamp;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: InvitationId,
    pub(crate) user_id: UserId,
    /// The key of the dialog: sending it twice has one effect.
    pub(crate) batch: Uuid,
    /// Plain text of the inviter.
    pub(crate) message: Option<String>,
    /// Of the mail.
    pub(crate) language: Language,
    pub(crate) role: CompanyRole,
    /// JSON: a list of permissions.
    pub(crate) permissions: String,
    pub(crate) invited_by: UserId,
    pub(crate) sent_at: Timestamp,
    pub(crate) accepted_at: Option<Timestamp>,
    pub(crate) revoked_at: Option<Timestamp>,
    pub(crate) new_link_requested_at: Option<Timestamp>,
    /// Came from a table: not counted toward what a day takes.
    pub(crate) imported: bool,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub(crate) user: BelongsTo<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
