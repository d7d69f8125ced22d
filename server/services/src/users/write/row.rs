//! A row of the table `user`: what it begins with, what has to keep in step in it, and how it is written.

use model::access::CompanyRole;
use model::address::Address;
use model::error::{AppError, ConflictReason};
use model::ids::UserId;
use model::profile::DefaultPage;
use model::session::{Density, Theme};
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use crate::db::{self, search};
use crate::entity::{user, user_permission};
use crate::error::{Error, Result};
use crate::tx::Rows;
use crate::users::names;

/// Rows that one statement writes; databases take only so many values.
const AT_ONCE: usize = 500;

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
        avatar: None,
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
        density: Density::Standard,
        shortcuts: true,
        fuzzy_dates: true,
        default_page: DefaultPage::Overview,
        player: None,
        snapshot: None,
        created_at: at,
        version: 1,
    }
}

/// The order in which people see the statuses. Invited and Not accepted are one status with a time; the time sorts them.
const fn status_rank(status: UserStatus) -> i32 {
    match status {
        UserStatus::Active => 0,
        UserStatus::Invited => 1,
        UserStatus::Disabled => 2,
        UserStatus::Deleted => 3,
        UserStatus::Erased => 4,
    }
}

/// Highest first.
const fn role_rank(role: CompanyRole) -> i32 {
    match role {
        CompanyRole::Owner => 0,
        CompanyRole::Administrator => 1,
        CompanyRole::Member => 2,
        CompanyRole::Guest => 3,
    }
}

/// Writes new rows.
pub(super) async fn insert<P>(rows: &Rows<'_, P>, users: Vec<user::Model>) -> Result<()> {
    for some in users.chunks(AT_ONCE) {
        let some = some.iter().map(|user| user.clone().into_active_model().reset_all());
        if let Err(error) = user::Entity::insert_many(some).exec_without_returning(rows.conn()).await {
            return Err(taken(error));
        }
    }
    Ok(())
}

/// Who was in the way, if it was somebody.
fn taken(error: sea_orm::DbErr) -> Error {
    let reason = match db::unique_violation(&error).as_deref() {
        Some("user_email_key_key") => ConflictReason::AddressTaken,
        Some("user_username_key") => ConflictReason::UsernameTaken,
        _ => return Error::Db(error),
    };
    AppError::Conflict { reason }.into()
}

pub(super) async fn insert_permissions<P>(rows: &Rows<'_, P>, permissions: Vec<user_permission::Model>) -> Result<()> {
    for some in permissions.chunks(AT_ONCE) {
        let some = some.iter().map(|row| row.clone().into_active_model().reset_all());
        user_permission::Entity::insert_many(some).exec_without_returning(rows.conn()).await?;
    }
    Ok(())
}

/// Writes a change together with what has to keep in step, if the row still is what was read.
pub(super) async fn update<P>(
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
