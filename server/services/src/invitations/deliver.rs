//! One sending of invitations: links, rows and mails, for one person or twenty thousand.

use std::collections::HashMap;

use model::access::CompanyPermission;
use model::ids::{InvitationId, UserId};
use model::language::Language;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{store, stored};
use crate::access::{Invite, Purpose};
use crate::credentials::token;
use crate::entity::{invitation, user, user_permission};
use crate::error::Result;
use crate::mail::{self, Content, INVITATIONS, Leaves, NewMail};
use crate::tx::{Reason, Rows, Tx};
use crate::workspace;

/// Users whom one statement asks about; databases take only so many values.
const AT_ONCE: usize = 500;

/// What is the same for everyone in one sending.
pub(super) struct Sending<'a> {
    /// The key of the dialog, or a new one.
    pub(super) batch: Uuid,
    /// Who sends.
    pub(super) inviter: UserId,
    /// What they write.
    pub(super) message: Option<&'a str>,
    /// In which language.
    pub(super) language: Language,
    /// Where the people come from.
    pub(super) from: Origin,
}

/// Where the people of one sending come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// Somebody named them.
    Dialog,
    /// They stood in a table.
    Table,
}

/// Gives each of these users a new link by mail, and voids what they had before. Their time has been set already.
pub(super) async fn deliver<P>(tx: &Tx, rows: &Rows<'_, P>, sending: Sending<'_>, users: &[user::Model]) -> Result<()> {
    #[expect(clippy::disallowed_methods, reason = "the language of last resort")]
    let workspace = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    let grants = grants(rows, &ids).await?;
    store::revoke(rows, &ids, tx.now()).await?;
    let wanted: Vec<_> = users.iter().map(|user| (user.id, user.invite_until)).collect();
    let links = token::issue_to_all(tx, Invite::NAME, &wanted).await?;
    let mut invitations = Vec::with_capacity(users.len());
    let mut mails = Vec::with_capacity(users.len());
    for (user, link) in users.iter().zip(links) {
        let invitation = row(tx, &sending, user, grants.get(&user.id).map_or(&[], Vec::as_slice));
        let content = content(tx, user, invitation.id).await?;
        mails.push(NewMail {
            to: user.email.clone(),
            user: Some(user.id),
            content,
            locale: mail::language_for(user, Some(sending.language), &workspace),
            link: Some(link),
            leaves: Leaves::AfterUndo,
            valid_until: user.invite_until,
            dedupe_key: format!("invitation:{}", invitation.id),
        });
        invitations.push(invitation);
    }
    store::insert(rows, invitations).await?;
    mail::enqueue_all(tx, mails).await
}

/// The row of an invitation that is sent now.
pub(super) fn row(
    tx: &Tx,
    sending: &Sending<'_>,
    user: &user::Model,
    granted: &[CompanyPermission],
) -> invitation::Model {
    invitation::Model {
        id: InvitationId(tx.new_id()),
        user_id: user.id,
        batch: sending.batch,
        message: sending.message.map(str::to_owned),
        language: sending.language,
        role: user.role,
        permissions: stored(granted),
        invited_by: sending.inviter,
        sent_at: tx.now(),
        accepted_at: None,
        revoked_at: None,
        new_link_requested_at: None,
        imported: sending.from == Origin::Table,
    }
}

/// The permissions that these users will hold on top of their roles.
pub(super) async fn grants<P>(rows: &Rows<'_, P>, users: &[UserId]) -> Result<HashMap<UserId, Vec<CompanyPermission>>> {
    let mut grants = HashMap::<UserId, Vec<CompanyPermission>>::new();
    for some in users.chunks(AT_ONCE) {
        let held = user_permission::Entity::find().filter(user_permission::Column::UserId.is_in(some.iter().copied()));
        for row in held.all(rows.conn()).await? {
            grants.entry(row.user_id).or_default().push(row.permission);
        }
    }
    Ok(grants)
}

/// "Again" only for someone who has been written to: what still waited is dropped, and nobody will ever see it.
async fn content(tx: &Tx, user: &user::Model, invitation: InvitationId) -> Result<Content> {
    if user.snapshot.is_some() {
        mail::drop_waiting(tx, user.id, INVITATIONS).await?;
        return Ok(Content::Restored { invitation });
    }
    // Nothing can wait for someone who was made in this transaction.
    if user.status_at == tx.now() {
        return Ok(Content::Invitation { invitation });
    }
    mail::drop_waiting(tx, user.id, INVITATIONS).await?;
    let again = mail::have_left(tx, user.id, INVITATIONS, user.status_at).await?;
    Ok(if again { Content::InvitationAgain { invitation } } else { Content::Invitation { invitation } })
}
