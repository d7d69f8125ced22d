//! One's own account: profile, sessions, permissions; here, the preferences of the profile menu.

mod email;
mod permissions;
mod profile;
mod sessions;

use model::account::PreferenceChange;
use model::error::AppError;
use model::event::Event;

pub use email::{cancel_email_change, confirm_email, email_page, send_email_change_again};
pub use permissions::own_permissions;
pub use profile::{profile, save_profile};
pub use sessions::{end_other_sessions, end_own_session, own_sessions};

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
