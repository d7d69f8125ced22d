//! Server functions behind the forms of the Security page. Each leads back to it.

use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use model::error::AppError;
use model::factors::USERS;
use model::fields::FieldErrors;
use model::ids::UserId;
use model::security::{CHECKED, FROM, SecurityChange, SecurityField, TypedRules};
use model::sign_in::Notice;

use super::factors::PEOPLE;
use super::page::{FACTORS, PAGE};
use crate::links::own_path;
use crate::rpc::{Next, acting, acting_from};

/// Changes the rules.
#[server(prefix = "/rpc", endpoint = "security/save_form", input = PostUrl)]
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

/// Asks everybody for it from a day on.
#[server(prefix = "/rpc", endpoint = "security/plan", input = PostUrl)]
pub async fn plan_two_factor(from: String) -> Result<(), AppError> {
    let typed = vec![(FROM.to_owned(), from.clone())];
    acting(PAGE.to_owned(), typed, async move |ctx| {
        services::security::plan(&ctx, &from).await?;
        Ok(Notice::Saved)
    })
    .await
}

/// Asks nobody for it any more, nor on a planned day.
#[server(prefix = "/rpc", endpoint = "security/release", input = PostUrl)]
pub async fn release_two_factor() -> Result<(), AppError> {
    acting(PAGE.to_owned(), Vec::new(), async move |ctx| {
        services::security::release(&ctx).await?;
        Ok(Notice::Saved)
    })
    .await
}

/// Reminds everybody who has no second factor.
#[server(prefix = "/rpc", endpoint = "security/remind", input = PostUrl)]
pub async fn remind_of_two_factor() -> Result<(), AppError> {
    let tab = format!("{PAGE}?tab={FACTORS}");
    let back = tab.clone();
    acting_from(back, Vec::new(), async move |ctx| {
        let people = services::security::remind(&ctx).await?;
        Ok(Next::to(tab).saying(Notice::RemindersSent).keeping(vec![(PEOPLE.to_owned(), people.to_string())]))
    })
    .await
}

/// Reminds those who are selected and have no second factor. Leads back to the list as it was shown.
#[server(prefix = "/rpc", endpoint = "security/remind_some", input = PostUrl)]
pub async fn remind_some_of_two_factor(#[server(default)] users: Vec<String>, next: String) -> Result<(), AppError> {
    let there = own_path(&next);
    let typed = vec![(USERS.to_owned(), users.join(","))];
    acting_from(there.clone(), typed, async move |ctx| {
        // Nobody types an id; what is none stands for nobody.
        let users: Vec<UserId> = users.iter().filter_map(|id| id.parse().ok()).collect();
        let people = services::security::remind_some(&ctx, &users).await?;
        Ok(Next::to(there).saying(Notice::RemindersSent).keeping(vec![(PEOPLE.to_owned(), people.to_string())]))
    })
    .await
}
