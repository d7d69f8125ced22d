//! What mails talk about: the names and texts behind their ids, read for a whole page of mails at once.

use std::collections::{HashMap, HashSet};

use model::access::Action;
use model::error::AppError;
use model::ids::{InvitationId, TokenId, UserId};
use model::mail::MailTemplate;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::content::Content;
use crate::credentials::api_key::Longest;
use crate::credentials::email_change::Wanted;
use crate::entity::{access_request, api_key, invitation, mail, token, user, workspace};
use crate::error::Result;
use crate::security;
use crate::settings::Edition;
use crate::tx::Rows;

/// The names and texts behind the ids of some mails.
pub(super) struct Facts {
    pub(super) workspace: workspace::Model,
    users: HashMap<UserId, user::Model>,
    invitations: HashMap<InvitationId, invitation::Model>,
    email_changes: HashMap<TokenId, token::Model>,
    requests: Vec<access_request::Model>,
    /// Of those who are told that it ends, the API key.
    keys: HashMap<UserId, api_key::Model>,
    /// Of those who are reminded of it, whoever has no second factor.
    unenrolled: HashSet<UserId>,
}

impl Facts {
    /// Reads them in at most seven statements, however many mails there are.
    pub(super) async fn load<P>(rows: &Rows<'_, P>, mails: &[mail::Model]) -> Result<Self> {
        let workspace = workspace::Entity::find().one(rows.conn()).await?;
        let contents: Vec<Content> = mails.iter().filter_map(content_of).collect();
        let wanted: Vec<_> = contents.iter().filter_map(Content::invitation).collect();
        let invitations: Vec<invitation::Model> = match wanted.is_empty() {
            true => Vec::new(),
            false => invitation::Entity::find().filter(invitation::Column::Id.is_in(wanted)).all(rows.conn()).await?,
        };
        let wanted: Vec<_> = contents.iter().filter_map(Content::email_change).collect();
        let email_changes: Vec<token::Model> = match wanted.is_empty() {
            true => Vec::new(),
            false => token::Entity::find().filter(token::Column::Id.is_in(wanted)).all(rows.conn()).await?,
        };
        let people: HashSet<UserId> = mails
            .iter()
            .filter_map(|mail| mail.user_id)
            .chain(contents.iter().filter_map(Content::person))
            .chain(invitations.iter().map(|invitation| invitation.invited_by))
            .collect();
        let asking: HashSet<UserId> = contents.iter().filter_map(asks_for_access).collect();
        let requests = match asking.is_empty() {
            true => Vec::new(),
            false => {
                let of_them = access_request::Column::UserId.is_in(asking);
                access_request::Entity::find().filter(of_them).all(rows.conn()).await?
            }
        };
        let keyed: HashSet<UserId> = mails
            .iter()
            .filter(|mail| matches!(content_of(mail), Some(Content::ApiKeyEnds { .. })))
            .filter_map(|mail| mail.user_id)
            .collect();
        let keys = match keyed.is_empty() {
            true => Vec::new(),
            false => api_key::Entity::find().filter(api_key::Column::UserId.is_in(keyed)).all(rows.conn()).await?,
        };
        let reminded: HashSet<UserId> = mails
            .iter()
            .filter(|mail| mail.template == MailTemplate::EnrollmentReminder)
            .filter_map(|mail| mail.user_id)
            .collect();
        let unenrolled: Vec<UserId> = match reminded.is_empty() {
            true => Vec::new(),
            false => {
                let of_them = user::Entity::find().select_only().column(user::Column::Id);
                let of_them = of_them.filter(user::Column::Id.is_in(reminded)).filter(security::are_unenrolled());
                of_them.into_tuple().all(rows.conn()).await?
            }
        };
        let users = match people.is_empty() {
            true => Vec::new(),
            false => user::Entity::find().filter(user::Column::Id.is_in(people)).all(rows.conn()).await?,
        };
        Ok(Self {
            workspace: workspace.ok_or(AppError::NotFound { what: model::error::Noun::Page })?,
            users: users.into_iter().map(|user| (user.id, user)).collect(),
            invitations: invitations.into_iter().map(|invitation| (invitation.id, invitation)).collect(),
            email_changes: email_changes.into_iter().map(|change| (change.id, change)).collect(),
            requests,
            keys: keys.into_iter().map(|key| (key.user_id, key)).collect(),
            unenrolled: unenrolled.into_iter().collect(),
        })
    }

    /// The user to whom a mail goes, if it is one.
    pub(super) fn recipient(&self, mail: &mail::Model) -> Option<&user::Model> {
        mail.user_id.and_then(|id| self.user(id))
    }

    pub(super) fn user(&self, id: UserId) -> Option<&user::Model> {
        self.users.get(&id)
    }

    pub(super) fn invitation(&self, id: InvitationId) -> Option<&invitation::Model> {
        self.invitations.get(&id)
    }

    /// The addresses of a change, while its row is kept.
    pub(super) fn email_change(&self, id: TokenId) -> Option<Wanted> {
        Wanted::read(self.email_changes.get(&id)?.payload.as_deref()?)
    }

    /// What somebody wrote when they asked for access.
    pub(super) fn request(&self, by: UserId, action: Action) -> Option<&str> {
        let request = self.requests.iter().find(|request| (request.user_id, request.action) == (by, action));
        request.map(|request| request.message.as_str()).filter(|message| !message.is_empty())
    }

    /// The zone in which the recipient reads times.
    pub(super) fn zone(&self, mail: &mail::Model) -> &str {
        self.recipient(mail).map_or(&self.workspace.timezone, |user| &user.timezone)
    }

    /// Whether the recipient is still someone to whom this may be said.
    pub(super) fn recipient_allows(&self, mail: &mail::Model, now: model::time::Timestamp) -> bool {
        let Some(content) = content_of(mail) else { return true };
        let recipient = self.recipient(mail);
        let status = recipient.map(|user| user.status);
        match content {
            Content::Invitation { invitation }
            | Content::InvitationAgain { invitation }
            | Content::Restored { invitation } => {
                status == Some(UserStatus::Invited)
                    && recipient.is_some_and(|user| user.invite_until.is_some_and(|until| now < until))
                    && self.invitation(invitation).is_some_and(|invitation| invitation.revoked_at.is_none())
            }
            // Whoever is invited anew meanwhile is not told that they are not.
            Content::InvitationWithdrawn { .. } | Content::Deleted { .. } => {
                matches!(status, Some(UserStatus::Deleted | UserStatus::Erased))
            }
            Content::NewLinkWanted { user, .. } => {
                status == Some(UserStatus::Active)
                    && self.user(user).is_some_and(|user| user.status == UserStatus::Invited)
            }
            Content::AccessChanged { .. } | Content::NamesChanged { .. } | Content::SessionsEnded { .. } => {
                matches!(status, Some(UserStatus::Active | UserStatus::Disabled))
            }
            Content::ResetLink { .. } | Content::ResetRequested | Content::ManagedElsewhere => {
                status == Some(UserStatus::Active)
            }
            // Another wish, or none, has taken its place.
            Content::EmailConfirm { change, .. } => {
                let is_live =
                    |change: &token::Model| change.used_at.is_none() && change.expires_at.is_some_and(|end| now < end);
                status == Some(UserStatus::Active) && self.email_changes.get(&change).is_some_and(is_live)
            }
            // An end that was moved meanwhile is not told.
            Content::AccessEnds { at } => {
                status == Some(UserStatus::Active) && recipient.is_some_and(|user| user.access_ends_at == Some(at))
            }
            // Nor that of a key that was reset or removed since.
            Content::ApiKeyEnds { at } => {
                let limit = Longest::of(&self.workspace);
                status == Some(UserStatus::Active)
                    && recipient
                        .and_then(|user| self.keys.get(&user.id))
                        .is_some_and(|key| limit.end_of(key) == Some(at))
            }
            // Neither is a day that was moved or taken back, nor anything to whoever has set it up meanwhile.
            Content::EnrollmentReminder { from } => {
                status == Some(UserStatus::Active)
                    && recipient.is_some_and(|user| self.unenrolled.contains(&user.id))
                    && match from {
                        Some(from) => self.workspace.enforce_2fa_from == Some(from),
                        // It was written where the edition asks for one.
                        None => self.workspace.asks_for_second_factor(Edition::Enterprise, now),
                    }
            }
            Content::AccessEnded => status == Some(UserStatus::Disabled),
            Content::AccessClosed { .. } => status == Some(UserStatus::Disabled),
            Content::AccessOpened { .. } | Content::SeatsWanted { .. } | Content::AccessWanted { .. } => {
                status == Some(UserStatus::Active)
            }
            Content::PasswordChanged { .. }
            | Content::ApiKey { .. }
            | Content::ApiKeyRevoked { .. }
            | Content::EmailChangeRequested { .. }
            | Content::EmailChanged { .. }
            | Content::TwoFactorEnabled { .. }
            | Content::TwoFactorDisabled { .. }
            | Content::BackupCodesCreated { .. }
            | Content::BackupCodeUsed { .. }
            | Content::SecondFactorLocked => {
                matches!(status, Some(UserStatus::Active | UserStatus::Disabled))
            }
            Content::Test => true,
        }
    }
}

const fn asks_for_access(content: &Content) -> Option<UserId> {
    match content {
        Content::AccessWanted { by, .. } => Some(*by),
        _ => None,
    }
}

/// What a mail says, if it can still be read.
pub(super) fn content_of(mail: &mail::Model) -> Option<Content> {
    serde_json::from_str(&mail.payload).ok()
}
