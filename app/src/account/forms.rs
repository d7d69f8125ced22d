//! Server functions behind the forms of one's own pages. Each leads back to the page of the form.

#![expect(clippy::too_many_arguments, reason = "one for each field of the form")]

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::error::{AppError, Noun};
use model::fields::{FieldCode, FieldErrors};
use model::ids::SessionId;
use model::players::PlayerChoice;
use model::profile::{ProfileChange, ProfileFields};
use model::sign_in::Notice;

use crate::rpc::acting;

/// What a box sends that is checked; one that is not sends nothing.
const ON: &str = "on";

/// Ends one of one's own sessions.
#[server(prefix = "/rpc", endpoint = "account/end_session", input = PostUrl)]
pub async fn end_own_session(session: String) -> Result<(), AppError> {
    acting("/account/sessions".to_owned(), Vec::new(), async move |ctx| {
        let session: SessionId = session.parse().map_err(|_| AppError::NotFound { what: Noun::Session })?;
        services::account::end_own_session(&ctx, session).await?;
        Ok(Notice::SessionsEnded)
    })
    .await
}

/// Ends every session of one's own but this one.
#[server(prefix = "/rpc", endpoint = "account/end_others", input = PostUrl)]
pub async fn end_other_sessions() -> Result<(), AppError> {
    acting("/account/sessions".to_owned(), Vec::new(), async move |ctx| {
        services::account::end_other_sessions(&ctx).await?;
        Ok(Notice::SessionsEnded)
    })
    .await
}

/// Removes one's own picture.
#[server(prefix = "/rpc", endpoint = "account/remove_picture_form", input = PostUrl)]
pub async fn remove_picture_by_form() -> Result<(), AppError> {
    acting("/account/profile".to_owned(), Vec::new(), async move |ctx| {
        services::pictures::remove(&ctx).await?;
        Ok(Notice::Saved)
    })
    .await
}

/// Changes one's own profile.
#[server(prefix = "/rpc", endpoint = "account/profile_form", input = PostUrl)]
pub async fn save_profile_by_form(
    version: String,
    first_name: String,
    last_name: String,
    email: Option<String>,
    language: String,
    timezone: String,
    default_page: String,
    theme: String,
    density: String,
    fuzzy_dates: Option<String>,
    shortcuts: Option<String>,
) -> Result<(), AppError> {
    let (fuzzy_dates, shortcuts) = (fuzzy_dates.unwrap_or_default(), shortcuts.unwrap_or_default());
    let shown = email.clone().unwrap_or_default();
    let fields: [(&str, &str); 10] = [
        ("first_name", &first_name),
        ("last_name", &last_name),
        ("email", &shown),
        ("language", &language),
        ("timezone", &timezone),
        ("default_page", &default_page),
        ("theme", &theme),
        ("density", &density),
        ("fuzzy_dates", &fuzzy_dates),
        ("shortcuts", &shortcuts),
    ];
    let typed = fields.into_iter().filter(|(name, _)| *name != "email" || email.is_some());
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    acting("/account/profile".to_owned(), typed, async move |ctx| {
        let mut errors = FieldErrors::default();
        let language = errors.take("language", language.parse().map_err(|_| FieldCode::NotOffered));
        let default_page = errors.take("default_page", default_page.parse().map_err(|_| FieldCode::NotOffered));
        let theme = errors.take("theme", theme.parse().map_err(|_| FieldCode::NotOffered));
        let density = errors.take("density", density.parse().map_err(|_| FieldCode::NotOffered));
        let (Some(language), Some(default_page), Some(theme), Some(density), Ok(version)) =
            (language, default_page, theme, density, version.parse())
        else {
            return Err(AppError::Invalid { fields: errors });
        };
        let (fuzzy_dates, shortcuts) = (fuzzy_dates == ON, shortcuts == ON);
        let fields = ProfileFields {
            first_name,
            last_name,
            language,
            timezone,
            fuzzy_dates,
            default_page,
            theme,
            density,
            shortcuts,
        };
        services::account::save_profile(&ctx, ProfileChange { version, fields, email }).await?;
        Ok(Notice::Saved)
    })
    .await
}

/// Chooses one's own player; what is no player follows the workspace only where the form says so.
#[server(prefix = "/rpc", endpoint = "account/player_form", input = PostUrl)]
pub async fn choose_player_by_form(version: String, player: String) -> Result<(), AppError> {
    let typed = vec![("player".to_owned(), player.clone())];
    acting("/account/player".to_owned(), typed, async move |ctx| {
        let player = match player.as_str() {
            "workspace" => None,
            word => Some(word.parse().map_err(|_| AppError::field("player", FieldCode::NotOffered))?),
        };
        let version = version.parse().map_err(|_| AppError::Invalid { fields: FieldErrors::default() })?;
        services::players::choose(&ctx, PlayerChoice { version, player }).await?;
        Ok(Notice::Saved)
    })
    .await
}
