//! Server functions of the forms around passwords. The pages are made on the server alone, so none of this reaches the
//! browser.

use leptos::prelude::*;
use leptos::server_fn::codec::{Json, PostUrl};
use model::error::AppError;
use model::sign_in::{Flash, ResetPage};
use model::two_factor::CodePage;
use serde::{Deserialize, Serialize};

use crate::cookies::{DEVICE, Life, PRE, SESSION, set};
use crate::rpc;

/// What the sign-in page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignInForm {
    /// For the hidden field.
    pub token: String,
    /// What is to be said.
    pub flash: Flash,
    /// Where to go at once, because the session cookie came back.
    pub go_on: Option<String>,
    /// The browser did not keep the session cookie.
    pub refused_cookie: bool,
}

/// The sign-in page. With `check` it looks whether the browser kept the session cookie of a moment ago.
#[server(prefix = "/rpc", endpoint = "sign_in/page", input = Json)]
pub async fn get_sign_in(next: String, check: bool) -> Result<SignInForm, AppError> {
    rpc::visiting(async move |visitor| {
        let signed_in = visitor.ctx().is_some();
        let path = crate::links::own_path(&next);
        Ok(SignInForm {
            token: visitor.form_token(),
            flash: visitor.flash().unwrap_or_default(),
            go_on: signed_in.then_some(path),
            refused_cookie: check && !signed_in && !visitor.told().session,
        })
    })
    .await
}

/// Signs in with a password.
#[server(prefix = "/rpc", endpoint = "sign_in/password", input = PostUrl)]
pub async fn sign_in(identifier: String, password: String, next: String, token: String) -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        let next = crate::links::own_path(&next);
        let refused = |error| rpc::Refusal {
            error,
            back_to: crate::links::sign_in(&next),
            fields: vec![("identifier".to_owned(), identifier.chars().take(254).collect())],
        };
        // Nobody signs a visitor in to an account of their own from elsewhere.
        if !visitor.owns_form_token(&token) {
            return Err(refused(AppError::Invalid { fields: model::fields::FieldErrors::default() }));
        }
        let device = visitor.told().device.as_deref();
        let begun = services::sign_in::sign_in(visitor.anonymous(), &identifier, password.into(), device)
            .await
            .map_err(&refused)?;
        match begun {
            services::sign_in::Begun::SignedIn(signed_in) => {
                open(&signed_in);
                Ok(rpc::Next::to(format!("/login?check=1&next={}", crate::links::escaped(&next))))
            }
            services::sign_in::Begun::NeedsCode(pre) => {
                use secrecy::ExposeSecret;
                set(PRE, pre.expose_secret(), Life::Browser);
                Ok(rpc::Next::to(crate::links::code(&next, false)))
            }
        }
    })
    .await
}

/// What the page of the second step shows; nothing without the first.
#[server(prefix = "/rpc", endpoint = "sign_in/code_page", input = Json)]
pub async fn get_code() -> Result<(CodePage, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let page = services::sign_in::code_page(visitor.anonymous(), visitor.told().pre.as_deref()).await?;
        Ok((page, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Signs in with a code, after the password; `kind` says of which sort it is.
#[server(prefix = "/rpc", endpoint = "sign_in/code", input = PostUrl)]
pub async fn enter_code(code: String, kind: String, next: String) -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        let next = crate::links::own_path(&next);
        let (pre, device) = (visitor.told().pre.as_deref(), visitor.told().device.as_deref());
        let backup = kind == "backup";
        let entered = if backup {
            let entered = services::sign_in::enter_backup_code(visitor.anonymous(), pre, &code, device).await;
            entered.map(|(signed_in, _)| signed_in)
        } else {
            services::sign_in::enter_code(visitor.anonymous(), pre, &code, device).await
        };
        match entered {
            Ok(signed_in) => {
                open(&signed_in);
                set(PRE, "", Life::Over);
                // Whoever has used one up sees at once how many are left.
                let next = if backup { crate::links::after_backup_code(&next) } else { next };
                Ok(rpc::Next::to(format!("/login?check=1&next={}", crate::links::escaped(&next))))
            }
            Err(AppError::Unauthenticated) => {
                set(PRE, "", Life::Over);
                Ok(rpc::Next::to(crate::links::sign_in(&next)).saying(model::sign_in::Notice::CodeEnded))
            }
            Err(error) => {
                let back_to = crate::links::code(&next, backup);
                Err(rpc::Refusal { error, back_to, fields: Vec::new() })
            }
        }
    })
    .await
}

/// Ends a sign-in that was half done.
#[server(prefix = "/rpc", endpoint = "sign_in/cancel", input = PostUrl)]
pub async fn cancel_code() -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        let refused = |error| rpc::Refusal { error, back_to: "/login".to_owned(), fields: Vec::new() };
        services::sign_in::cancel(visitor.anonymous(), visitor.told().pre.as_deref()).await.map_err(refused)?;
        set(PRE, "", Life::Over);
        Ok(rpc::Next::to("/login"))
    })
    .await
}

/// Signs out, and makes the browser forget.
#[server(prefix = "/rpc", endpoint = "sign_in/out", input = PostUrl)]
pub async fn sign_out() -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        if let Some(ctx) = visitor.ctx() {
            let refused = |error| rpc::Refusal { error, back_to: "/".to_owned(), fields: Vec::new() };
            services::sign_in::sign_out(ctx).await.map_err(refused)?;
        }
        set(SESSION, "", Life::Over);
        expect_context::<leptos_axum::ResponseOptions>().insert_header(
            http::HeaderName::from_static("clear-site-data"),
            http::HeaderValue::from_static("\"cache\", \"storage\""),
        );
        Ok(rpc::Next::to("/login").saying(model::sign_in::Notice::SignedOut))
    })
    .await
}

/// Proves the password again.
#[server(prefix = "/rpc", endpoint = "sign_in/step_up", input = PostUrl)]
pub async fn step_up(
    password: String,
    code: Option<String>,
    next: String,
    kept: Option<String>,
) -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        // What had been typed before it was asked for goes along, and stands in its form again.
        let kept: Vec<(String, String)> = kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default();
        let next = crate::links::own_path(&next);
        let back_to = crate::links::step_up(&next);
        let refused = |error| rpc::Refusal { error, back_to: back_to.clone(), fields: kept.clone() };
        let ctx = visitor.ctx().ok_or_else(|| rpc::Refusal {
            error: AppError::Unauthenticated,
            back_to: crate::links::sign_in(&next),
            fields: Vec::new(),
        })?;
        let session = prove(ctx, password, code.as_deref()).await.map_err(refused)?;
        keep(&session);
        let next = rpc::Next::to(next);
        Ok(if kept.is_empty() { next } else { next.saying(model::sign_in::Notice::Proven).keeping(kept) })
    })
    .await
}

/// What is to be said on a page with a form.
#[server(prefix = "/rpc", endpoint = "sign_in/flash", input = Json)]
pub async fn get_flash() -> Result<Flash, AppError> {
    rpc::visiting(async move |visitor| Ok(visitor.flash().unwrap_or_default())).await
}

/// Asks for a link for a new password; whoever asks learns nothing about accounts.
#[server(prefix = "/rpc", endpoint = "sign_in/forgot", input = PostUrl)]
pub async fn forgot_password(identifier: String) -> Result<(), AppError> {
    rpc::form(async move |visitor| match services::sign_in::forgot(visitor.anonymous(), &identifier).await {
        Ok(()) => Ok(rpc::Next::to("/forgot").saying(model::sign_in::Notice::ResetRequested)),
        Err(error) => {
            let fields = vec![("identifier".to_owned(), identifier.chars().take(254).collect())];
            Err(rpc::Refusal { error, back_to: "/forgot".to_owned(), fields })
        }
    })
    .await
}

/// What a reset link opens. Consumes nothing.
#[server(prefix = "/rpc", endpoint = "credentials/reset_page", input = Json)]
pub async fn get_reset(token: String) -> Result<(ResetPage, Flash), AppError> {
    rpc::visiting(async move |visitor| {
        let page = services::credentials::reset_page(visitor.anonymous(), &token).await?;
        Ok((page, visitor.flash().unwrap_or_default()))
    })
    .await
}

/// Stores a new password and ends all sessions.
#[server(prefix = "/rpc", endpoint = "credentials/reset", input = PostUrl)]
pub async fn reset_password(token: String, password: String, password_again: String) -> Result<(), AppError> {
    rpc::form(async move |visitor| {
        let back_to = format!("/reset/{}", crate::links::escaped(&token));
        let form = model::sign_in::ResetForm { token, password, password_again };
        match services::credentials::reset(visitor.anonymous(), form).await {
            Ok(()) => Ok(rpc::Next::to("/login").saying(model::sign_in::Notice::PasswordReset)),
            Err(error) => Err(rpc::Refusal { error, back_to, fields: Vec::new() }),
        }
    })
    .await
}

/// Proves what was shown: the code, where one was, else the password.
pub(super) async fn prove(
    ctx: &services::Ctx,
    password: String,
    code: Option<&str>,
) -> Result<secrecy::SecretString, AppError> {
    match code {
        None | Some("") => services::sign_in::step_up(ctx, password.into()).await,
        Some(code) => services::sign_in::step_up_with_code(ctx, code).await,
    }
}

/// Sets the cookies of a fresh session.
pub(crate) fn open(signed_in: &services::sign_in::SignedIn) {
    keep(&signed_in.session);
    set(DEVICE, &signed_in.device, Life::Year);
}

/// Sets the session cookie.
pub(crate) fn keep(session: &secrecy::SecretString) {
    use secrecy::ExposeSecret;
    set(SESSION, session.expose_secret(), Life::Browser);
}
