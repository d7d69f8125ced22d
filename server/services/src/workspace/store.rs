//! The table `workspace`.

use model::error::{AppError, ConflictReason};
use model::players::Player;
use model::security::{Enforced, SecurityRules};
use model::time::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{FIRST_PASSWORD_MIN, FirstSettings};
use crate::access::{Permit, Redeemed, SecurityEdit, SetUp};
use crate::db;
use crate::entity::workspace;
use crate::error::{Error, Result};
use crate::tx::{Proof, Reason, Rows};

/// The key of the one row.
const ONLY: i16 = 1;
const SESSION_IDLE_MINUTES: i32 = 60;
const SESSION_MAX_MINUTES: i32 = 24 * 60;
/// Seconds in which a change can be undone and its mails wait.
const UNDO_SECONDS: i32 = 10;

pub(super) async fn find(rows: &Rows<'_, Reason>) -> Result<Option<workspace::Model>> {
    Ok(workspace::Entity::find_by_id(ONLY).one(rows.conn()).await?)
}

pub(super) async fn lock(rows: &Rows<'_, Reason>) -> Result<Option<workspace::Model>> {
    Ok(db::for_update(workspace::Entity::find_by_id(ONLY), rows.conn()).one(rows.conn()).await?)
}

pub(super) async fn set_security(
    rows: &Rows<'_, Permit<SecurityEdit>>,
    row: workspace::Model,
    rules: &SecurityRules,
) -> Result<()> {
    let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
    let change = workspace::ActiveModel {
        id: Set(row.id),
        password_min: Set(number(rules.password_min)),
        session_idle_minutes: Set(number(rules.session_idle_minutes)),
        session_max_minutes: Set(number(rules.session_max_hours.saturating_mul(60))),
        undo_seconds: Set(number(rules.undo_seconds)),
        permanent_deletion_allowed: Set(rules.permanent_deletion),
        api_key_days: Set(rules.api_key_days.map(number)),
        version: Set(row.version + 1),
        ..Default::default()
    };
    change.update(rows.conn()).await?;
    Ok(())
}

/// Only called with a permit for the one direction or the other; see [`super`].
pub(super) async fn set_enforced<P: Proof>(rows: &Rows<'_, P>, row: workspace::Model, to: Enforced) -> Result<()> {
    let change = workspace::ActiveModel {
        id: Set(row.id),
        enforce_2fa: Set(to.enforced),
        enforce_2fa_from: Set(to.from),
        version: Set(row.version + 1),
        ..Default::default()
    };
    change.update(rows.conn()).await?;
    Ok(())
}

pub(super) async fn insert(
    rows: &Rows<'_, Redeemed<SetUp>>,
    settings: FirstSettings<'_>,
    at: Timestamp,
) -> Result<workspace::Model> {
    let row = workspace::ActiveModel {
        id: Set(ONLY),
        name: Set(settings.name.to_owned()),
        timezone: Set(settings.timezone.to_owned()),
        default_language: Set(settings.language),
        password_min: Set(i32::try_from(FIRST_PASSWORD_MIN).unwrap_or(i32::MAX)),
        session_idle_minutes: Set(SESSION_IDLE_MINUTES),
        session_max_minutes: Set(SESSION_MAX_MINUTES),
        undo_seconds: Set(UNDO_SECONDS),
        permanent_deletion_allowed: Set(true),
        api_key_days: Set(None),
        enforce_2fa: Set(false),
        enforce_2fa_from: Set(None),
        default_player: Set(Player::BuiltIn),
        accent: Set(None),
        logo: Set(None),
        logo_dark: Set(None),
        sender_name: Set(None),
        created_at: Set(at),
        version: Set(1),
    };
    row.insert(rows.conn()).await.map_err(|error| match db::unique_violation(&error) {
        Some(_) => AppError::Conflict { reason: ConflictReason::AlreadySetUp }.into(),
        None => Error::Db(error),
    })
}

/// Writes a change, if the row still is what was read.
pub(super) async fn update<P>(
    rows: &Rows<'_, P>,
    read: &workspace::Model,
    change: workspace::ActiveModel,
) -> Result<()> {
    let written = workspace::Entity::update_many()
        .set(workspace::ActiveModel { version: Set(read.version + 1), ..change })
        .filter(workspace::Column::Id.eq(ONLY))
        .filter(workspace::Column::Version.eq(read.version))
        .exec(rows.conn())
        .await?;
    match written.rows_affected {
        1 => Ok(()),
        _ => Err(AppError::Conflict { reason: ConflictReason::Stale }.into()),
    }
}
