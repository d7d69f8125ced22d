//! Server functions behind the forms of the Security page. Each leads back to it.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::error::AppError;
use model::fields::FieldErrors;
use model::security::{CHECKED, SecurityChange, SecurityField, TypedRules};
use model::sign_in::Notice;

use crate::rpc::acting;

const PAGE: &str = "/admin/security";

/// Changes the rules.
#[server(prefix = "/rpc", endpoint = "security/save_form", input = PostUrl)]
#[expect(clippy::too_many_arguments, reason = "one for each field of the form")]
pub async fn save_security_by_form(
    version: String,
    password_min: String,
    session_idle_minutes: String,
    session_max_hours: String,
    api_key_days: String,
    undo_seconds: String,
    permanent_deletion: Option<String>,
) -> Result<(), AppError> {
    let permanent_deletion = permanent_deletion.as_deref() == Some(CHECKED);
    let rules = TypedRules {
        password_min,
        session_idle_minutes,
        session_max_hours,
        api_key_days,
        undo_seconds,
        permanent_deletion,
    };
    let typed = SecurityField::ALL.iter().map(|field| (field.to_string(), rules.get(*field).to_owned())).collect();
    acting(PAGE.to_owned(), typed, async move |ctx| {
        let version = version.parse().map_err(|_| AppError::Invalid { fields: FieldErrors::default() })?;
        services::security::save(&ctx, SecurityChange { version, rules: rules.read()? }).await?;
        Ok(Notice::Saved)
    })
    .await
}

/// Asks everybody for a second factor.
#[server(prefix = "/rpc", endpoint = "security/enforce", input = PostUrl)]
pub async fn enforce_two_factor() -> Result<(), AppError> {
    acting(PAGE.to_owned(), Vec::new(), async move |ctx| {
        services::security::enforce(&ctx).await?;
        Ok(Notice::Saved)
    })
    .await
}

/// Asks nobody for it any more.
#[server(prefix = "/rpc", endpoint = "security/release", input = PostUrl)]
pub async fn release_two_factor() -> Result<(), AppError> {
    acting(PAGE.to_owned(), Vec::new(), async move |ctx| {
        services::security::release(&ctx).await?;
        Ok(Notice::Saved)
    })
    .await
}
