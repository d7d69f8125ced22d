//! The workspace: one row with its name, its language and its rules.
//!
//! Its settings are no secret from other features, and many of them are needed before anyone is signed in; so they are
//! read without a permit. Changing them will take one.

mod store;

use model::error::{AppError, Noun};
use model::language::Language;
use model::time::Timestamp;

use crate::access::{Redeemed, SetUp};
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

/// The shortest password that this workspace allows, in code points.
pub(crate) fn password_min(settings: &workspace::Model) -> u32 {
    u32::try_from(settings.password_min).unwrap_or(FIRST_PASSWORD_MIN).max(FIRST_PASSWORD_MIN)
}
