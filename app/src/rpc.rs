//! The gates of the server functions: one per kind of actor. A function that skips its gate has nobody to act as.
//!
//! The check sits in the function and not in a layer, because a page that is rendered on the server calls it directly.
//! Gates set no status: during server rendering that would be the page's.
//!
//! A body that panics fails with `Internal`. While a page is rendered its functions run in tasks of their own; if one of
//! them just ended, the page would wait for it until the request times out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use axum::http::request::Parts;
use model::access::{Action, Blocker};
use model::error::AppError;
use model::ids::UserId;
use model::sign_in::{Flash, Notice};
use model::user_window::UndoOffer;
use services::{Anonymous, Ctx};

use crate::visitor::Visitor;

/// Characters of a field that come back; no field of these forms takes more.
const MOST_KEPT: usize = model::user_window::NOTE_MAX;

/// For someone signed in. Whoever has to set up a second factor first gets no further: some functions answer for many
/// people or things at once, and would say of each that it cannot be done instead of why.
///
/// # Errors
/// `Unauthenticated`, `Forbidden` before enrollment, or what the body fails with.
pub async fn signed_in<T>(body: impl AsyncFnOnce(Ctx) -> Result<T, AppError>) -> Result<T, AppError> {
    let visitor = visitor().await?;
    let ctx = visitor.ctx().cloned().ok_or(AppError::Unauthenticated)?;
    enrolled(&ctx)?;
    caught(&visitor, body(ctx)).await?
}

/// Nothing but enrollment is open before it.
///
/// # Errors
/// `Forbidden` for whoever has to enroll.
pub fn enrolled(ctx: &Ctx) -> Result<(), AppError> {
    match ctx.must_enroll() {
        true => Err(AppError::Forbidden { action: Action::AccountEdit, blockers: vec![Blocker::MustEnroll] }),
        false => Ok(()),
    }
}

/// For anyone; the body gets nobody's rights.
///
/// # Errors
/// What the body fails with.
pub async fn anonymous<T>(body: impl AsyncFnOnce(Anonymous) -> Result<T, AppError>) -> Result<T, AppError> {
    let visitor = visitor().await?;
    caught(&visitor, body(visitor.anonymous().clone())).await?
}

/// For pages that look different when someone is signed in, and for forms that set cookies.
///
/// # Errors
/// What the body fails with.
pub async fn visiting<T>(body: impl AsyncFnOnce(Visitor) -> Result<T, AppError>) -> Result<T, AppError> {
    let visitor = visitor().await?;
    caught(&visitor, body(visitor.clone())).await?
}

/// For forms that work without JavaScript: answers with a redirect on success and on failure, never with an error in
/// the address. What to say, and what was typed, travels in the flash cookie.
///
/// # Errors
/// `Internal` when the body panics.
pub async fn form(body: impl AsyncFnOnce(Visitor) -> Result<Next, Refusal>) -> Result<(), AppError> {
    let visitor = visitor().await?;
    match caught(&visitor, body(visitor.clone())).await? {
        Ok(next) => {
            if let Some(flash) = &next.flash {
                visitor.say(flash);
            }
            leptos_axum::redirect(&next.path);
        }
        Err(refusal) => {
            let typed = refusal.fields.into_iter().map(|(name, value)| (name, kept(&value)));
            visitor.say(&Flash { error: Some(refusal.error), fields: typed.collect(), ..Flash::default() });
            leptos_axum::redirect(&refusal.back_to);
        }
    }
    Ok(())
}

/// For forms of pages behind the sign-in: does something as whoever is signed in, and leads back; to the step-up first
/// where the password is asked for.
///
/// # Errors
/// `Internal` when the body panics.
pub async fn acting(
    next: String,
    typed: Vec<(String, String)>,
    body: impl AsyncFnOnce(Ctx) -> Result<Notice, AppError>,
) -> Result<(), AppError> {
    let next = crate::links::own_path(&next);
    let to = next.clone();
    acting_from(next, typed, async move |ctx| Ok(Next::to(to).saying(body(ctx).await?))).await
}

/// The same for a change that can be taken back.
///
/// # Errors
/// `Internal` when the body panics.
pub async fn changing(
    next: String,
    typed: Vec<(String, String)>,
    body: impl AsyncFnOnce(Ctx) -> Result<Option<UndoOffer>, AppError>,
) -> Result<(), AppError> {
    let next = crate::links::own_path(&next);
    let to = next.clone();
    acting_from(next, typed, async move |ctx| Ok(Next::to(to).saying(Notice::Saved).offering(body(ctx).await?))).await
}

/// The same for forms that lead elsewhere when they went well; `here` is where a refusal leads back to.
///
/// # Errors
/// `Internal` when the body panics.
pub async fn acting_from(
    here: String,
    typed: Vec<(String, String)>,
    body: impl AsyncFnOnce(Ctx) -> Result<Next, AppError>,
) -> Result<(), AppError> {
    form(async move |visitor| {
        let error = match visitor.ctx() {
            Some(ctx) => match body(ctx.clone()).await {
                Ok(next) => return Ok(next),
                Err(error) => error,
            },
            None => AppError::Unauthenticated,
        };
        let back_to = match &error {
            AppError::Unauthenticated => crate::links::sign_in(&here),
            AppError::StepUpRequired => crate::links::step_up(&here),
            _ => here,
        };
        Err(Refusal { error, back_to, fields: typed })
    })
    .await
}

/// What was typed, as text for a page: HTML has no place for control characters, the ends of lines excepted.
fn kept(value: &str) -> String {
    let lines = value.trim().chars().filter(|c| *c == '\n' || !c.is_control());
    lines.take(MOST_KEPT).collect()
}

/// Where a form leads when it went well.
pub struct Next {
    /// A path of our own.
    pub path: String,
    /// What to say there.
    pub flash: Option<Flash>,
}

impl Next {
    /// Leads there, without a word.
    pub fn to(path: impl Into<String>) -> Self {
        Self { path: path.into(), flash: None }
    }

    /// Says something there.
    #[must_use]
    pub fn saying(mut self, notice: Notice) -> Self {
        self.flash = Some(Flash { notice: Some(notice), ..Flash::default() });
        self
    }

    /// Offers there to take it back.
    #[must_use]
    pub fn offering(mut self, undo: Option<UndoOffer>) -> Self {
        self.flash.get_or_insert_default().undo = undo;
        self
    }

    /// Keeps what had been typed and is no secret.
    #[must_use]
    pub fn keeping(mut self, fields: Vec<(String, String)>) -> Self {
        self.flash.get_or_insert_default().fields = fields;
        self
    }

    /// Says a secret of whoever acts, which nobody else may read who signs in here before it was shown.
    #[must_use]
    pub fn telling(mut self, reader: UserId, secret: (String, String)) -> Self {
        let flash = self.flash.get_or_insert_default();
        flash.reader = Some(reader);
        flash.fields.push(secret);
        self
    }
}

/// Where a form leads back to when it went wrong.
pub struct Refusal {
    /// What went wrong.
    pub error: AppError,
    /// The page of the form.
    pub back_to: String,
    /// What had been typed and is no secret.
    pub fields: Vec<(String, String)>,
}

/// What the future comes to, unless it panics. Nothing of it is used afterward, and what it shares with others is guarded
/// by locks and transactions, so no half-made state is left behind.
async fn caught<T>(visitor: &Visitor, future: impl Future<Output = T>) -> Result<T, AppError> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(visitor.anonymous().services().panicked(&*panic))),
    })
    .await
}

async fn visitor() -> Result<Visitor, AppError> {
    let parts: Parts = leptos_axum::extract().await.map_err(|_| AppError::Unauthenticated)?;
    parts.extensions.get::<Visitor>().cloned().ok_or(AppError::Unauthenticated)
}
