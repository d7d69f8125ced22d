//! One's own sessions: where one is signed in, and ending that.
//!
//! Ending one asks for the password: whoever sits at a browser that was left alone should not lock its owner out.

use model::access::Action;
use model::account::OwnSessions;
use model::error::{AppError, Noun};
use model::event::Event;
use model::ids::SessionId;

use crate::access::{self, AccountEdit, CredentialsEdit, Resource};
use crate::credentials::sessions;
use crate::ctx::Ctx;
use crate::tx::Reason;
use crate::user_window::session_entry;
use crate::{workspace, zone};

/// The sessions that work: this one, and the others, the one that was used last first.
///
/// # Errors
/// `Forbidden` for an account that cannot be used.
pub async fn own_sessions(ctx: &Ctx) -> Result<OwnSessions, AppError> {
    ctx.read(async || {
        let _permit = ctx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await?;
        #[expect(clippy::disallowed_methods, reason = "how long sessions last")]
        let settings = workspace::current(&ctx.rows_without(Reason::Workspace)).await?;
        let listed = sessions::of_user(ctx, ctx.user_id(), &settings).await?;
        let this = ctx.session()?;
        let others = listed.into_iter().filter(|session| session.id != this.id);
        Ok(OwnSessions {
            this: session_entry(ctx, this.clone()),
            others: others.map(|session| session_entry(ctx, session)).collect(),
            needs_step_up: access::asks_for_step_up(ctx.subject(), Action::CredentialsEdit, &Resource::Oneself),
            now: zone::moment(ctx.now(), &ctx.me().timezone),
        })
    })
    .await
}

/// Ends one of one's own sessions.
///
/// # Errors
/// `StepUpRequired`; `NotFound` for a session that is not one's own, or has ended.
pub async fn end_own_session(ctx: &Ctx, session: SessionId) -> Result<(), AppError> {
    ctx.write(|tx| async move {
        let _permit = tx.workspace().require_for::<CredentialsEdit>(&Resource::Oneself).await?;
        if !sessions::end_of(&tx, ctx.user_id(), session).await? {
            return Err(AppError::NotFound { what: Noun::Session }.into());
        }
        tx.record(Event::SessionsEnded { user: ctx.user_id(), session: Some(session) }).await;
        Ok(())
    })
    .await
}

/// Ends every session of one's own but the one that asks.
///
/// # Errors
/// `StepUpRequired`.
pub async fn end_other_sessions(ctx: &Ctx) -> Result<(), AppError> {
    ctx.write(|tx| async move {
        let _permit = tx.workspace().require_for::<CredentialsEdit>(&Resource::Oneself).await?;
        sessions::end_others(&tx, ctx.user_id(), ctx.session()?.id).await?;
        tx.record(Event::SessionsEnded { user: ctx.user_id(), session: None }).await;
        Ok(())
    })
    .await
}
