//! One's own account: here, the preferences of the profile menu.

mod profile;

use model::account::PreferenceChange;
use model::error::AppError;
use model::event::Event;

pub use profile::{profile, save_profile};

use crate::access::{AccountEdit, Resource};
use crate::ctx::Ctx;
use crate::users;

/// Changes language or appearance.
///
/// # Errors
/// `Forbidden` for an account that cannot be used.
pub async fn change_preferences(ctx: &Ctx, change: PreferenceChange) -> Result<(), AppError> {
    if change == PreferenceChange::default() {
        return Ok(());
    }
    ctx.write(|tx| async move {
        let permit = tx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await?;
        users::set_preferences(&tx, &permit, change).await?;
        let (language, theme) = (change.language, change.theme);
        tx.record(Event::PreferencesChanged { user: ctx.user_id(), language, theme, others: Vec::new() }).await;
        Ok(())
    })
    .await
}
