//! Every change of the tables `user` and `user_permission`.
//!
//! Other features bring their proof and call these; whose row it is comes from the proof.
//! Invariants: what is sorted, searched and counted by is made by [`in_step`] alone; a row is changed only as it was
//! read, by its version.

mod deleted;
mod details;
mod insert;
mod own;
mod put_back;
mod row;
mod usernames;

use model::access::{CompanyPermission, CompanyRole, DisabledBy};
use model::error::{AppError, ConflictReason};
use model::ids::UserId;
use model::language::Language;
use model::person::PersonName;
use model::roles::Held;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

pub(crate) use deleted::{
    Archived, Restored, archive, archive_again, erase, note_snapshot, permissions, restore, revive,
};
pub(crate) use details::{set_email, set_end, set_name, set_username};
pub(crate) use insert::{NewOwner, NewUser, backdate_owner, insert_invited, insert_made_up, insert_owner, invite_anew};
pub(crate) use own::{own, set_avatar, set_player, set_preferences, set_profile};
pub(crate) use put_back::{Standing, put_back, put_invitation_back};
pub(crate) use row::{fresh, in_step};

use super::store;
use crate::access::{
    AccessChange, Capability, InvitationsCancel, InvitationsCopyLink, InvitationsResend, Invite, Permit, Redeemed,
    UsersDisable, UsersEnable, Workspace,
};
use crate::entity::{user, user_permission};
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};

/// What becomes of an invited user.
pub(crate) struct Activation {
    pub(crate) name: PersonName,
    pub(crate) role: CompanyRole,
    /// Permissions that the inviter no longer holds.
    pub(crate) left_out: Vec<CompanyPermission>,
    pub(crate) language: Option<Language>,
}

/// The capabilities under which an invitation gets a new link.
pub(crate) trait RenewsInvitation: Capability<Scope = Workspace, Target = UserId> {}

impl RenewsInvitation for InvitationsResend {}
impl RenewsInvitation for InvitationsCopyLink {}

/// Begins the time of an invitation anew.
pub(crate) async fn renew_invitation<C: RenewsInvitation>(
    tx: &Tx,
    permit: &Permit<C>,
    user: user::Model,
    until: Timestamp,
) -> Result<user::Model> {
    expect_invited(&user)?;
    let user = in_step(user::Model { invite_until: Some(until), ..user });
    let change = user::ActiveModel { invite_until: Set(user.invite_until), ..Default::default() };
    row::update(&tx.rows(permit), permit.target(), user, change).await
}

/// Turns an invited user into an active one, without what is left out.
pub(crate) async fn activate(
    tx: &Tx,
    link: &Redeemed<Invite>,
    user: user::Model,
    input: Activation,
) -> Result<user::Model> {
    expect_invited(&user)?;
    let rows = tx.rows(link);
    let id = link.user()?;
    if !input.left_out.is_empty() {
        user_permission::Entity::delete_many()
            .filter(user_permission::Column::UserId.eq(id))
            .filter(user_permission::Column::Permission.is_in(input.left_out))
            .exec(rows.conn())
            .await?;
    }
    let user = in_step(user::Model {
        first_name: input.name.first,
        last_name: input.name.last,
        status: UserStatus::Active,
        status_at: tx.now(),
        role: input.role,
        invite_until: None,
        joined_at: Some(tx.now()),
        last_seen_at: Some(tx.now()),
        language: input.language,
        snapshot: None,
        ..user
    });
    let change = user::ActiveModel {
        first_name: Set(user.first_name.clone()),
        last_name: Set(user.last_name.clone()),
        invite_until: Set(None),
        joined_at: Set(user.joined_at),
        last_seen_at: Set(user.last_seen_at),
        language: Set(user.language),
        snapshot: Set(None),
        ..Default::default()
    };
    row::update(&rows, id, user, change).await
}

/// Archives someone whose invitation was withdrawn; the address is free again.
pub(crate) async fn withdraw(tx: &Tx, permit: &Permit<InvitationsCancel>, user: user::Model) -> Result<user::Model> {
    expect_invited(&user)?;
    let rows = tx.rows(permit);
    user_permission::Entity::delete_many()
        .filter(user_permission::Column::UserId.eq(permit.target()))
        .exec(rows.conn())
        .await?;
    let user = in_step(user::Model {
        email_key: None,
        status: UserStatus::Deleted,
        status_at: tx.now(),
        invite_until: None,
        ..user
    });
    let change = user::ActiveModel { email_key: Set(None), invite_until: Set(None), ..Default::default() };
    row::update(&rows, permit.target(), user, change).await
}

/// Sets role and permissions; what stays keeps who gave it and when it ends.
pub(crate) async fn set_access(
    tx: &Tx,
    permit: &Permit<AccessChange>,
    user: user::Model,
    before: &Held,
    after: &Held,
) -> Result<user::Model> {
    let (rows, id) = (tx.rows(permit), permit.target());
    let by = permit.actor().user().ok_or(AppError::Unauthenticated)?;
    let gone: Vec<_> = before.permissions.iter().copied().filter(|one| !after.permissions.contains(one)).collect();
    if !gone.is_empty() {
        user_permission::Entity::delete_many()
            .filter(user_permission::Column::UserId.eq(id))
            .filter(user_permission::Column::Permission.is_in(gone))
            .exec(rows.conn())
            .await?;
    }
    let new = after.permissions.iter().copied().filter(|one| !before.permissions.contains(one));
    let new = new.map(|permission| user_permission::Model { user_id: id, permission, granted_by: by, ends_at: None });
    row::insert_permissions(&rows, new.collect()).await?;
    row::update(&rows, id, in_step(user::Model { role: after.role, ..user }), user::ActiveModel::default()).await
}

/// Turns an active user's access off, or gives another reason to one that is off.
pub(crate) async fn disable(
    tx: &Tx,
    permit: &Permit<UsersDisable>,
    user: user::Model,
    by: DisabledBy,
) -> Result<user::Model> {
    let since = if user.status == UserStatus::Disabled { user.status_at } else { tx.now() };
    let user = in_step(user::Model { status: UserStatus::Disabled, status_at: since, disabled_by: Some(by), ..user });
    let change = user::ActiveModel { disabled_by: Set(user.disabled_by), ..Default::default() };
    row::update(&tx.rows(permit), permit.target(), user, change).await
}

/// Turns it on again.
pub(crate) async fn enable(tx: &Tx, permit: &Permit<UsersEnable>, user: user::Model) -> Result<user::Model> {
    let user = in_step(user::Model { status: UserStatus::Active, status_at: tx.now(), disabled_by: None, ..user });
    let change = user::ActiveModel { disabled_by: Set(None), ..Default::default() };
    row::update(&tx.rows(permit), permit.target(), user, change).await
}

/// Notes when someone was last there, and in which language. Keeps the version: being there makes no form stale.
pub(crate) async fn touch_last_seen(
    rows: &Rows<'_, Reason>,
    user: UserId,
    at: Timestamp,
    language: Option<Language>,
) -> Result<()> {
    let mut change = user::ActiveModel { last_seen_at: Set(Some(at)), ..Default::default() };
    if language.is_some() {
        change.seen_language = Set(language);
    }
    user::Entity::update_many().set(change).filter(user::Column::Id.eq(user)).exec(rows.conn()).await?;
    Ok(())
}

fn expect_invited(user: &user::Model) -> Result<()> {
    match user.status {
        UserStatus::Invited => Ok(()),
        UserStatus::Active | UserStatus::Disabled | UserStatus::Deleted | UserStatus::Erased => {
            Err(AppError::Conflict { reason: ConflictReason::WrongStatus }.into())
        }
    }
}
