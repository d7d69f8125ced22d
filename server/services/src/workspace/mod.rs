//! The workspace: one row with its name, its language and its rules.
//!
//! Its settings are no secret from other features, and many of them are needed before anyone is signed in; so they are
//! read without a permit. Changing them takes one.

mod store;

use model::error::{AppError, Noun};
use model::language::Language;
use model::security::{Enforced, SecurityRules};
use model::time::Timestamp;

use crate::access::{Capability, Permit, Redeemed, SecurityEdit, SecurityEnforce, SecurityRelease, SetUp};
use crate::entity::workspace;
use crate::error::Result;
use crate::tx::{Reason, Rows};

/// What a workspace begins with. The rest of its row is the defaults of [`store`].
pub(crate) struct FirstSettings<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// Zone of the IANA database.
    pub(crate) timezone: &'a str,
    /// Its language.
    pub(crate) language: Language,
}

/// The shortest password while there is no workspace to say otherwise, in code points.
pub(crate) const FIRST_PASSWORD_MIN: u32 = model::sign_in::PASSWORD_MIN;

/// The settings, if the workspace has been set up.
pub(crate) async fn find(rows: &Rows<'_, Reason>) -> Result<Option<workspace::Model>> {
    store::find(rows).await
}

/// The settings; nothing is found before the set-up.
pub(crate) async fn current(rows: &Rows<'_, Reason>) -> Result<workspace::Model> {
    find(rows).await?.ok_or_else(|| AppError::NotFound { what: Noun::Page }.into())
}

/// Makes the one row. The second of two at once meets the key of the first.
pub(crate) async fn create(
    rows: &Rows<'_, Redeemed<SetUp>>,
    settings: FirstSettings<'_>,
    at: Timestamp,
) -> Result<workspace::Model> {
    store::insert(rows, settings, at).await
}

/// The settings, kept for this transaction: what is about to change.
pub(crate) async fn lock(rows: &Rows<'_, Reason>) -> Result<workspace::Model> {
    store::lock(rows).await?.ok_or_else(|| AppError::NotFound { what: Noun::Page }.into())
}

/// Stores the rules of the Security page; the row is locked.
pub(crate) async fn set_security(
    rows: &Rows<'_, Permit<SecurityEdit>>,
    row: workspace::Model,
    rules: &SecurityRules,
) -> Result<()> {
    store::set_security(rows, row, rules).await
}

/// Asks everybody for a second factor from now on, or from a moment on; the row is locked.
pub(crate) async fn enforce(
    rows: &Rows<'_, Permit<SecurityEnforce>>,
    row: workspace::Model,
    enforced: Enforced,
) -> Result<()> {
    store::set_enforced(rows, row, enforced).await
}

/// Asks nobody for it any more; the row is locked.
pub(crate) async fn release(rows: &Rows<'_, Permit<SecurityRelease>>, row: workspace::Model) -> Result<()> {
    store::set_enforced(rows, row, Enforced { enforced: false, from: None }).await
}

/// The rules of the Security page.
pub(crate) fn security(settings: &workspace::Model) -> SecurityRules {
    let number = |value: i32| u32::try_from(value).unwrap_or_default();
    SecurityRules {
        password_min: password_min(settings),
        session_idle_minutes: number(settings.session_idle_minutes),
        session_max_hours: number(settings.session_max_minutes) / 60,
        api_key_days: settings.api_key_days.map(number),
        undo_seconds: number(settings.undo_seconds),
        permanent_deletion: settings.permanent_deletion_allowed,
    }
}

/// Changes settings, if they still are those that were read. The caller brings the permit for what it changes.
pub(crate) async fn update<C: Capability>(
    rows: &Rows<'_, Permit<C>>,
    read: &workspace::Model,
    change: workspace::ActiveModel,
) -> Result<()> {
    store::update(rows, read, change).await
}

/// The shortest password that this workspace allows, in code points.
pub(crate) fn password_min(settings: &workspace::Model) -> u32 {
    u32::try_from(settings.password_min).unwrap_or(FIRST_PASSWORD_MIN).max(FIRST_PASSWORD_MIN)
}
