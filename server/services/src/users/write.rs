//! Every change of the tables `user` and `user_permission`.
//!
//! Other features bring their proof and call these; whose row it is comes from the proof.
//! Invariants: what is sorted, searched and counted by is made by [`in_step`] alone; a row is changed only as it was
//! read, by its version.

use model::access::{CompanyPermission, CompanyRole};
use model::account::PreferenceChange;
use model::address::Address;
use model::error::{AppError, ConflictReason, Noun};
use model::ids::UserId;
use model::language::Language;
use model::person::PersonName;
use model::session::Theme;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use super::{names, store, usernames};
use crate::access::{
    AccountEdit, Capability, InvitationsCancel, InvitationsCopyLink, InvitationsResend, InvitationsSend, Invite, Permit,
    Redeemed, SetUp, Workspace,
};
use crate::db::{self, search};
use crate::entity::{user, user_permission};
use crate::error::{Error, Result};
use crate::tx::{Reason, Rows, Tx};
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
    /// What stood in front of the address.
    pub(crate) name: Option<String>,
    pub(crate) role: CompanyRole,
    /// Permissions on top of the role.
    pub(crate) permissions: Vec<CompanyPermission>,
    /// When the link ends.
    pub(crate) invite_until: Timestamp,
}

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
        let (first_name, last_name) = new.name.as_deref().map(names::split).unwrap_or_default();
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
        new.name.as_deref().map_or((user.first_name.clone(), user.last_name.clone()), names::split);
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
        ..user
    });
    let change = user::ActiveModel {
        email: Set(user.email.clone()),
        email_key: Set(user.email_key.clone()),
        first_name: Set(user.first_name.clone()),
        last_name: Set(user.last_name.clone()),
        invited_by: Set(user.invited_by),
        invite_until: Set(user.invite_until),
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
    update(&tx.rows(permit), permit.target(), user, change).await
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
        ..user
    });
    let change = user::ActiveModel {
        first_name: Set(user.first_name.clone()),
        last_name: Set(user.last_name.clone()),
        invite_until: Set(None),
        joined_at: Set(user.joined_at),
        last_seen_at: Set(user.last_seen_at),
        language: Set(user.language),
        ..Default::default()
    };
    update(&rows, id, user, change).await
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
    update(&rows, permit.target(), user, change).await
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

/// Changes appearance and language of whoever asks.
pub(crate) async fn set_preferences(
    tx: &Tx,
    permit: &Permit<AccountEdit>,
    wanted: PreferenceChange,
) -> Result<user::Model> {
    let missing = || Error::App(AppError::NotFound { what: Noun::User });
    let id = permit.actor().user().ok_or_else(missing)?;
    let rows = tx.rows(permit);
    let user = store::find(&rows, id).await?.ok_or_else(missing)?;
    let user = in_step(user::Model {
        theme: wanted.theme.unwrap_or(user.theme),
        language: wanted.language.map_or(user.language, |choice| choice.fixed()),
        ..user
    });
    let change =
        user::ActiveModel { theme: Set(user.theme), language: Set(user.language), ..Default::default() };
    update(&rows, id, user, change).await
}

/// Brings what the list sorts, searches and counts by in step with the row.
pub(crate) fn in_step(user: user::Model) -> user::Model {
    let (first, last, email) = (&user.first_name, &user.last_name, &user.email);
    user::Model {
        sort_name: search::sort_key(first, last, email),
        sort_email: search::fold(email),
        search_text: names::search_text(first, last, &user.username, email),
        status_rank: status_rank(user.status),
        role_rank: role_rank(user.role),
        ..user
    }
}

/// Invited, with the defaults of a new user and nothing else; not yet in step.
pub(crate) fn fresh(id: UserId, email: &Address, username: String, timezone: String, at: Timestamp) -> user::Model {
    user::Model {
        id,
        username,
        email: email.as_str().to_owned(),
        email_key: Some(email.canonical().to_owned()),
        first_name: String::new(),
        last_name: String::new(),
        sort_name: String::new(),
        sort_email: String::new(),
        search_text: String::new(),
        status: UserStatus::Invited,
        status_at: at,
        status_rank: 0,
        disabled_by: None,
        role: CompanyRole::Guest,
        role_rank: 0,
        access_ends_at: None,
        home_organization: None,
        invited_by: None,
        invite_until: None,
        joined_at: None,
        last_seen_at: None,
        language: None,
        seen_language: None,
        timezone,
        theme: Theme::System,
        shortcuts: true,
        created_at: at,
        version: 1,
    }
}

/// The order in which people see the statuses. Invited and Not accepted are one status with a time; the time sorts them.
pub(crate) const fn status_rank(status: UserStatus) -> i32 {
    match status {
        UserStatus::Active => 0,
        UserStatus::Invited => 1,
        UserStatus::Disabled => 2,
        UserStatus::Deleted => 3,
        UserStatus::Erased => 4,
    }
}

/// Highest first.
pub(crate) const fn role_rank(role: CompanyRole) -> i32 {
    match role {
        CompanyRole::Owner => 0,
        CompanyRole::Administrator => 1,
        CompanyRole::Member => 2,
        CompanyRole::Guest => 3,
    }
}

fn expect_invited(user: &user::Model) -> Result<()> {
    match user.status {
        UserStatus::Invited => Ok(()),
        UserStatus::Active | UserStatus::Disabled | UserStatus::Deleted | UserStatus::Erased => {
            Err(AppError::Conflict { reason: ConflictReason::WrongStatus }.into())
        }
    }
}

async fn insert<P>(rows: &Rows<'_, P>, users: Vec<user::Model>) -> Result<()> {
    let users = users.into_iter().map(|user| user.into_active_model().reset_all());
    let Err(error) = user::Entity::insert_many(users).exec_without_returning(rows.conn()).await else { return Ok(()) };
    let reason = match db::unique_violation(&error).as_deref() {
        Some("user_email_key_key") => ConflictReason::AddressTaken,
        Some("user_username_key") => ConflictReason::UsernameTaken,
        _ => return Err(Error::Db(error)),
    };
    Err(AppError::Conflict { reason }.into())
}

fn granted(
    user_id: UserId,
    granted_by: UserId,
    permissions: Vec<CompanyPermission>,
) -> impl Iterator<Item = user_permission::Model> {
    permissions.into_iter().map(move |permission| user_permission::Model { user_id, permission, granted_by, ends_at: None })
}

async fn insert_permissions<P>(rows: &Rows<'_, P>, permissions: Vec<user_permission::Model>) -> Result<()> {
    if !permissions.is_empty() {
        let permissions = permissions.into_iter().map(|row| row.into_active_model().reset_all());
        user_permission::Entity::insert_many(permissions).exec_without_returning(rows.conn()).await?;
    }
    Ok(())
}

/// Writes a change together with what has to keep in step, if the row still is what was read.
async fn update<P>(
    rows: &Rows<'_, P>,
    id: UserId,
    user: user::Model,
    change: user::ActiveModel,
) -> Result<user::Model> {
    let change = user::ActiveModel {
        sort_name: Set(user.sort_name.clone()),
        sort_email: Set(user.sort_email.clone()),
        search_text: Set(user.search_text.clone()),
        status: Set(user.status),
        status_at: Set(user.status_at),
        status_rank: Set(user.status_rank),
        role: Set(user.role),
        role_rank: Set(user.role_rank),
        version: Set(user.version + 1),
        ..change
    };
    let written = user::Entity::update_many()
        .set(change)
        .filter(user::Column::Id.eq(id))
        .filter(user::Column::Version.eq(user.version))
        .exec(rows.conn())
        .await?;
    match written.rows_affected {
        1 => Ok(user::Model { version: user.version + 1, ..user }),
        _ => Err(AppError::Conflict { reason: ConflictReason::Stale }.into()),
    }
}
