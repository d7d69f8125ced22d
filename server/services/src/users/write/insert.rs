//! New users: the Owner, invited people, and made-up ones.

use model::access::{CompanyPermission, CompanyRole};
use model::address::Address;
use model::error::{AppError, ConflictReason};
use model::ids::UserId;
use model::language::Language;
use model::person::PersonName;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::row::{fresh, in_step, insert, insert_permissions, update};
use super::usernames;
use crate::access::{InvitationsSend, Permit, Redeemed, SetUp};
use crate::entity::{user, user_permission};
use crate::error::Result;
use crate::tx::{Reason, Tx};
use crate::workspace;

/// The first user.
pub(crate) struct NewOwner {
    pub(crate) name: PersonName,
    pub(crate) email: Address,
    pub(crate) username: String,
    pub(crate) language: Option<Language>,
    pub(crate) timezone: String,
}

/// Someone to be invited.
pub(crate) struct NewUser {
    pub(crate) email: Address,
    /// The name, as far as it is known; either part may be empty.
    pub(crate) name: Option<PersonName>,
    pub(crate) role: CompanyRole,
    /// Permissions on top of the role.
    pub(crate) permissions: Vec<CompanyPermission>,
    /// When the link ends.
    pub(crate) invite_until: Timestamp,
}

/// Makes the Owner.
pub(crate) async fn insert_owner(tx: &Tx, link: &Redeemed<SetUp>, new: NewOwner) -> Result<user::Model> {
    let owner = user::Model {
        first_name: new.name.first,
        last_name: new.name.last,
        status: UserStatus::Active,
        role: CompanyRole::Owner,
        joined_at: Some(tx.now()),
        language: new.language,
        ..fresh(UserId(tx.new_id()), &new.email, new.username, new.timezone, tx.now())
    };
    let owner = in_step(owner);
    insert(&tx.rows(link), vec![owner.clone()]).await?;
    Ok(owner)
}

/// Makes a batch of invited users, in the order of the input, with what they will hold.
pub(crate) async fn insert_invited(
    tx: &Tx,
    permit: &Permit<InvitationsSend>,
    people: Vec<NewUser>,
) -> Result<Vec<user::Model>> {
    let rows = tx.rows(permit);
    let inviter = permit.actor().user().ok_or(AppError::Unauthenticated)?;
    #[expect(clippy::disallowed_methods, reason = "the zone that new users begin with")]
    let timezone = workspace::current(&tx.rows_without(Reason::Workspace)).await?.timezone;
    let usernames = usernames::free(&rows, people.iter().map(|new| &new.email), || tx.new_id()).await?;
    let mut permissions = Vec::new();
    let mut users = Vec::with_capacity(people.len());
    for (new, username) in people.into_iter().zip(usernames) {
        let (first_name, last_name) = new.name.map(|name| (name.first, name.last)).unwrap_or_default();
        let id = UserId(tx.new_id());
        permissions.extend(granted(id, inviter, new.permissions));
        users.push(in_step(user::Model {
            first_name,
            last_name,
            role: new.role,
            invited_by: Some(inviter),
            invite_until: Some(new.invite_until),
            ..fresh(id, &new.email, username, timezone.clone(), tx.now())
        }));
    }
    insert(&rows, users.clone()).await?;
    insert_permissions(&rows, permissions).await?;
    Ok(users)
}

/// Invites someone once more whose invitation was withdrawn before they came in: the same row, so that nobody is there
/// twice.
pub(crate) async fn invite_anew(
    tx: &Tx,
    permit: &Permit<InvitationsSend>,
    user: user::Model,
    new: NewUser,
) -> Result<user::Model> {
    if user.status != UserStatus::Deleted || user.joined_at.is_some() {
        return Err(AppError::Conflict { reason: ConflictReason::AddressTaken }.into());
    }
    let rows = tx.rows(permit);
    let (id, inviter) = (user.id, permit.actor().user().ok_or(AppError::Unauthenticated)?);
    let (first_name, last_name) =
        new.name.map_or((user.first_name.clone(), user.last_name.clone()), |name| (name.first, name.last));
    let user = in_step(user::Model {
        email: new.email.as_str().to_owned(),
        email_key: Some(new.email.canonical().to_owned()),
        first_name,
        last_name,
        status: UserStatus::Invited,
        status_at: tx.now(),
        role: new.role,
        invited_by: Some(inviter),
        invite_until: Some(new.invite_until),
        snapshot: None,
        ..user
    });
    let change = user::ActiveModel {
        email: Set(user.email.clone()),
        email_key: Set(user.email_key.clone()),
        first_name: Set(user.first_name.clone()),
        last_name: Set(user.last_name.clone()),
        invited_by: Set(user.invited_by),
        invite_until: Set(user.invite_until),
        snapshot: Set(None),
        ..Default::default()
    };
    let user = update(&rows, id, user, change).await?;
    insert_permissions(&rows, granted(id, inviter, new.permissions).collect()).await?;
    Ok(user)
}

/// Puts made-up people into a new workspace; each row is in step already.
pub(crate) async fn insert_made_up(
    tx: &Tx,
    link: &Redeemed<SetUp>,
    users: Vec<user::Model>,
    permissions: Vec<user_permission::Model>,
) -> Result<()> {
    let rows = tx.rows(link);
    insert(&rows, users).await?;
    insert_permissions(&rows, permissions).await
}

/// Makes a made-up Owner the first in time, too.
pub(crate) async fn backdate_owner(tx: &Tx, link: &Redeemed<SetUp>, owner: UserId, at: Timestamp) -> Result<()> {
    let change =
        user::ActiveModel { status_at: Set(at), joined_at: Set(Some(at)), created_at: Set(at), ..Default::default() };
    user::Entity::update_many().set(change).filter(user::Column::Id.eq(owner)).exec(tx.rows(link).conn()).await?;
    Ok(())
}

/// What an inviter grants on top of a role.
fn granted(
    user_id: UserId,
    granted_by: UserId,
    permissions: Vec<CompanyPermission>,
) -> impl Iterator<Item = user_permission::Model> {
    permissions.into_iter().map(move |permission| user_permission::Model {
        user_id,
        permission,
        granted_by,
        ends_at: None,
    })
}
