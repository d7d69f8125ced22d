//! One's own profile: names, and the preferences that change what oneself sees and nobody else.
//!
//! The row is the actor's; no id is taken, so there is nobody else's profile to ask for.

use model::account::LanguageChoice;
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::fields::FieldCode;
use model::profile::{Profile, ProfileChange, ProfileField, ProfileFields};
use model::settings::Fields;

use super::email;
use crate::access::{self, AccountEdit, Resource};
use crate::ctx::Ctx;
use crate::entity::user;
use crate::tx::Reason;
use crate::{user_window, users, workspace, zone};

/// One's own profile.
///
/// # Errors
/// `Forbidden` for an account that cannot be used.
pub async fn profile(ctx: &Ctx) -> Result<Profile, AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await?;
        #[expect(clippy::disallowed_methods, reason = "the zone of the workspace")]
        let settings = workspace::current(&ctx.rows_without(Reason::Workspace)).await?;
        let me = ctx.me();
        let mut timezones = zone::names();
        // A zone that has left the list since it was chosen stays chosen.
        if !timezones.contains(&me.timezone) {
            timezones.insert(0, me.timezone.clone());
        }
        Ok(Profile {
            fields: fields(me),
            username: me.username.clone(),
            email: me.email.clone(),
            email_is_ours: !access::is_external(&ctx.rows(&permit), me.id).await?,
            pending_email: user_window::pending_email(ctx, &ctx.rows(&permit), me.id).await?,
            version: me.version,
            browser_language: ctx.request().language.unwrap_or(settings.default_language),
            workspace_timezone: settings.timezone,
            timezones,
            now: zone::moment(ctx.now(), &me.timezone),
        })
    })
    .await
}

/// Changes one's own profile. Another address is only asked for: it waits until it is confirmed.
///
/// # Errors
/// `Invalid` with the fields that need mending; `StepUpRequired` for another address; `Conflict` when the profile is another than the one that was looked at.
pub async fn save_profile(ctx: &Ctx, change: ProfileChange) -> Result<(), AppError> {
    let (wanted, change) = (&change.validate()?, &change);
    // What is stored already is no change, and leaves no trace.
    let moves = change.other_address(&ctx.me().email).is_some();
    if !moves && ctx.me().version == change.version && fields(ctx.me()) == *wanted {
        return Ok(());
    }
    ctx.write(|tx| async move {
        let permit = tx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await?;
        let user = users::own(&tx, &permit).await?;
        let present = fields(&user);
        // What somebody has keeps, whether or not it would still be offered.
        if wanted.timezone != present.timezone && !zone::is_known(&wanted.timezone) {
            return Err(AppError::field("timezone", FieldCode::NotOffered).into());
        }
        if user.version != change.version {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        let address = change.other_address(&user.email);
        if let Some(address) = &address {
            email::ask(&tx, &user, address).await?;
        }
        let changed = wanted.differences(&present);
        if address.is_some() && changed.is_empty() {
            return Ok(());
        }
        if !changed.is_empty() {
            users::set_profile(&tx, &permit, user, wanted.clone()).await?;
        }
        for event in events(ctx, wanted, &changed) {
            tx.record(event).await;
        }
        Ok(())
    })
    .await
}

/// What the row says.
fn fields(user: &user::Model) -> ProfileFields {
    ProfileFields {
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        language: user.language.map_or(LanguageChoice::Browser, LanguageChoice::Fixed),
        timezone: user.timezone.clone(),
        fuzzy_dates: user.fuzzy_dates,
        default_page: user.default_page,
        theme: user.theme,
        density: user.density,
        shortcuts: user.shortcuts,
    }
}

/// Names and preferences are recorded apart: the first concern others.
fn events(ctx: &Ctx, wanted: &ProfileFields, changed: &[ProfileField]) -> Vec<Event> {
    let user = ctx.user_id();
    let is_name = |field: &ProfileField| matches!(field, ProfileField::FirstName | ProfileField::LastName);
    let mut events = Vec::new();
    if changed.iter().any(is_name) {
        events.push(Event::NamesChanged { user, name: true, username: false });
    }
    // A change always leaves an entry, even where another one had made it a moment before.
    if changed.is_empty() || !changed.iter().all(is_name) {
        let others = changed.iter().copied().filter(|field| !is_name(field));
        events.push(Event::PreferencesChanged {
            user,
            language: changed.contains(&ProfileField::Language).then_some(wanted.language),
            theme: changed.contains(&ProfileField::Theme).then_some(wanted.theme),
            others: others.filter(|field| !matches!(field, ProfileField::Language | ProfileField::Theme)).collect(),
        });
    }
    events
}
