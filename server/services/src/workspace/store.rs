//! The table `workspace`.

use model::error::{AppError, ConflictReason};
use model::time::Timestamp;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};

use super::{FIRST_PASSWORD_MIN, FirstSettings};
use crate::access::{Redeemed, SetUp};
use crate::db;
use crate::entity::workspace;
use crate::error::{Error, Result};
use crate::tx::{Reason, Rows};

/// The key of the one row.
const ONLY: i16 = 1;
const SESSION_IDLE_MINUTES: i32 = 60;
const SESSION_MAX_MINUTES: i32 = 24 * 60;
/// Seconds in which a change can be undone and its mails wait.
const UNDO_SECONDS: i32 = 10;

pub(super) async fn find(rows: &Rows<'_, Reason>) -> Result<Option<workspace::Model>> {
    Ok(workspace::Entity::find_by_id(ONLY).one(rows.conn()).await?)
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
        created_at: Set(at),
        version: Set(1),
    };
    row.insert(rows.conn()).await.map_err(|error| match db::unique_violation(&error) {
        Some(_) => AppError::Conflict { reason: ConflictReason::AlreadySetUp }.into(),
        None => Error::Db(error),
    })
}
