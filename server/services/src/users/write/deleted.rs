//! Users who leave, for a while or for good, and come back.

use model::access::CompanyRole;
use model::error::{AppError, ConflictReason};
use model::ids::UserId;
use model::profile::DefaultPage;
use model::session::{Density, Theme};
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::row::{in_step, insert_permissions, update};
use crate::access::{InvitationsCancel, Permit, UsersDelete, UsersRestore};
use crate::entity::{user, user_note, user_permission};
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};
use crate::users::snapshot::Snapshot;

/// The permissions that someone holds on top of the role.
pub(crate) async fn permissions<P>(rows: &Rows<'_, P>, id: UserId) -> Result<Vec<user_permission::Model>> {
    let own = user_permission::Entity::find().filter(user_permission::Column::UserId.eq(id));
    Ok(own.all(rows.conn()).await?)
}

/// Archives someone; the address is free for others.
pub(crate) async fn archive(
    tx: &Tx,
    permit: &Permit<UsersDelete>,
    user: user::Model,
    snapshot: &Snapshot,
) -> Result<user::Model> {
    let (rows, id) = (tx.rows(permit), permit.target());
    drop_permissions(&rows, id).await?;
    let user = in_step(user::Model {
        email_key: None,
        status: UserStatus::Deleted,
        status_at: tx.now(),
        disabled_by: None,
        invite_until: None,
        snapshot: Some(snapshot.stored()),
        ..user
    });
    let change = user::ActiveModel {
        email_key: Set(None),
        disabled_by: Set(None),
        invite_until: Set(None),
        snapshot: Set(user.snapshot.clone()),
        ..Default::default()
    };
    update(&rows, id, user, change).await
}

/// Notes in the row of someone archived how they may be brought back. Their version goes up, so that what was ordered
/// for the version before is not carried out.
pub(crate) async fn note_snapshot<P>(
    rows: &Rows<'_, P>,
    user: user::Model,
    snapshot: &Snapshot,
) -> Result<user::Model> {
    let user = user::Model { snapshot: Some(snapshot.stored()), ..user };
    let change = user::ActiveModel { snapshot: Set(user.snapshot.clone()), ..Default::default() };
    update(rows, user.id, user, change).await
}

/// Takes an archiving back: everything is what it was.
pub(crate) async fn revive(
    tx: &Tx,
    permit: &Permit<UsersRestore>,
    user: user::Model,
    email_key: String,
    snapshot: &Snapshot,
) -> Result<user::Model> {
    let (rows, id) = (tx.rows(permit), permit.target());
    let user = in_step(user::Model {
        email_key: Some(email_key),
        status: snapshot.status,
        status_at: snapshot.status_at,
        disabled_by: snapshot.disabled_by,
        invite_until: snapshot.invite_until,
        snapshot: None,
        ..user
    });
    let change = user::ActiveModel {
        email_key: Set(user.email_key.clone()),
        disabled_by: Set(user.disabled_by),
        invite_until: Set(user.invite_until),
        snapshot: Set(None),
        ..Default::default()
    };
    let user = update(&rows, id, user, change).await?;
    insert_permissions(&rows, snapshot.permissions(id, tx.now())).await?;
    Ok(user)
}

/// What someone comes back with.
pub(crate) struct Restored {
    pub(crate) email_key: String,
    pub(crate) role: CompanyRole,
    pub(crate) permissions: Vec<user_permission::Model>,
    /// When the link ends.
    pub(crate) invite_until: Timestamp,
}

/// Invites someone archived back. What else they held is kept until they accept.
pub(crate) async fn restore(
    tx: &Tx,
    permit: &Permit<UsersRestore>,
    user: user::Model,
    restored: Restored,
) -> Result<user::Model> {
    let (rows, id) = (tx.rows(permit), permit.target());
    let inviter = permit.actor().user().ok_or(AppError::Unauthenticated)?;
    let user = in_step(user::Model {
        email_key: Some(restored.email_key),
        status: UserStatus::Invited,
        status_at: tx.now(),
        role: restored.role,
        invited_by: Some(inviter),
        invite_until: Some(restored.invite_until),
        // An end that has passed would turn them off again at once.
        access_ends_at: user.access_ends_at.filter(|end| tx.now() < *end),
        ..user
    });
    let change = user::ActiveModel {
        email_key: Set(user.email_key.clone()),
        invited_by: Set(user.invited_by),
        invite_until: Set(user.invite_until),
        access_ends_at: Set(user.access_ends_at),
        ..Default::default()
    };
    let user = update(&rows, id, user, change).await?;
    insert_permissions(&rows, restored.permissions).await?;
    Ok(user)
}

/// What somebody archived was before they were invited back.
pub(crate) struct Archived {
    pub(crate) since: Timestamp,
    pub(crate) role: CompanyRole,
    pub(crate) invited_by: Option<UserId>,
    pub(crate) access_ends_at: Option<Timestamp>,
}

/// Archives someone who was invited back, as they were; what they held is in their snapshot still.
pub(crate) async fn archive_again(
    tx: &Tx,
    permit: &Permit<InvitationsCancel>,
    user: user::Model,
    was: Archived,
) -> Result<user::Model> {
    if user.status != UserStatus::Invited {
        return Err(AppError::Conflict { reason: ConflictReason::WrongStatus }.into());
    }
    let (rows, id) = (tx.rows(permit), permit.target());
    drop_permissions(&rows, id).await?;
    let user = in_step(user::Model {
        email_key: None,
        status: UserStatus::Deleted,
        status_at: was.since,
        role: was.role,
        invited_by: was.invited_by,
        invite_until: None,
        access_ends_at: was.access_ends_at,
        ..user
    });
    let change = user::ActiveModel {
        email_key: Set(None),
        invited_by: Set(user.invited_by),
        invite_until: Set(None),
        access_ends_at: Set(user.access_ends_at),
        ..Default::default()
    };
    update(&rows, id, user, change).await
}

/// Empties the row of someone archived. What is left is an id that nobody can be found by: "Unknown user".
pub(crate) async fn erase(rows: &Rows<'_, Reason>, user: user::Model) -> Result<()> {
    if user.status != UserStatus::Deleted {
        return Err(AppError::Conflict { reason: ConflictReason::WrongStatus }.into());
    }
    let id = user.id;
    drop_permissions(rows, id).await?;
    user_note::Entity::delete_many().filter(user_note::Column::UserId.eq(id)).exec(rows.conn()).await?;
    let user = in_step(user::Model {
        // Unique, as the column demands, and nobody's.
        username: id.0.simple().to_string(),
        email: String::new(),
        first_name: String::new(),
        last_name: String::new(),
        status: UserStatus::Erased,
        role: CompanyRole::Guest,
        ..user
    });
    let user = user::Model { sort_name: String::new(), search_text: String::new(), ..user };
    let change = user::ActiveModel {
        username: Set(user.username.clone()),
        email: Set(String::new()),
        email_key: Set(None),
        avatar: Set(None),
        first_name: Set(String::new()),
        last_name: Set(String::new()),
        disabled_by: Set(None),
        access_ends_at: Set(None),
        home_organization: Set(None),
        invited_by: Set(None),
        invite_until: Set(None),
        joined_at: Set(None),
        last_seen_at: Set(None),
        language: Set(None),
        seen_language: Set(None),
        timezone: Set("UTC".to_owned()),
        theme: Set(Theme::System),
        density: Set(Density::Standard),
        shortcuts: Set(true),
        fuzzy_dates: Set(true),
        default_page: Set(DefaultPage::Overview),
        player: Set(None),
        snapshot: Set(None),
        ..Default::default()
    };
    update(rows, id, user, change).await.map(drop)
}

async fn drop_permissions<P>(rows: &Rows<'_, P>, id: UserId) -> Result<()> {
    let own = user_permission::Entity::delete_many().filter(user_permission::Column::UserId.eq(id));
    own.exec(rows.conn()).await?;
    Ok(())
}
