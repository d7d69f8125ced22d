//! Help with signing in: where somebody is signed in, ending that, revoking their API key, and a link for a new password.
//!
//! The one thing that Administrators may do for each other; needs Security, the password of whoever helps, and a reason.

use model::access::{Action, Verdict};
use model::error::{AppError, ConflictReason, Noun};
use model::event::Event;
use model::ids::{SessionId, UserId};
use model::user_window::{SessionEntry, SessionsTab, reason};

use super::current_settings;
use crate::access::{self, CredentialsHelp, Resource, SecurityEdit, UserEntry};
use crate::credentials::{self, agent, api_key, identity, notices, pre_auth, second_factor, sessions};
use crate::ctx::Ctx;
use crate::entity::{session, user};
use crate::error::Result;
use crate::mail::{self, Content, Leaves, NewMail};
use crate::tx::{Reason, Tx};
use crate::{workspace, zone};

/// The tab, for holders of Security.
pub(super) async fn tab(ctx: &Ctx, id: UserId) -> Result<SessionsTab> {
    let _security = ctx.workspace().require::<SecurityEdit>().await?;
    let (user, _entry) = ctx.user(id).require::<UserEntry>().await?;
    let target = Resource::User(access::user_target(&user, Vec::new()));
    let verdict = ctx.verdicts(&[Action::CredentialsHelp], &target).of(Action::CredentialsHelp);
    let listed = match verdict {
        Verdict::Allowed => sessions::of_user(ctx, id, &current_settings(ctx).await?).await?,
        Verdict::Blocked(_) => Vec::new(),
    };
    Ok(SessionsTab {
        verdict,
        can_sign_in: identity::is_open(&user, ctx.now()),
        needs_step_up: access::asks_for_step_up(ctx.subject(), Action::CredentialsHelp, &target),
        second_factor: verdict.is_allowed() && second_factor::since(ctx, id).await?.is_some(),
        api_key: match verdict {
            Verdict::Allowed => api_key::info_of(ctx, id).await?,
            Verdict::Blocked(_) => None,
        },
        sessions: listed.into_iter().map(|session| session_entry(ctx, session)).collect(),
    })
}

/// A session as people read it.
pub(crate) fn session_entry(ctx: &Ctx, session: session::Model) -> SessionEntry {
    let moment = |at| zone::moment(at, &ctx.me().timezone);
    let (browser, system) = agent::describe(&session.user_agent);
    SessionEntry {
        id: session.id,
        browser: browser.to_owned(),
        system: system.to_owned(),
        address: session.ip,
        second_factor: session.mfa_at.is_some(),
        created: moment(session.created_at),
        last_used: moment(session.last_seen_at),
    }
}

/// Ends one session; what it does next is refused. The person is told by mail.
///
/// # Errors
/// `Forbidden`, `StepUpRequired`; `Invalid` without a reason; `NotFound` for a session that is not this person's, or
/// has ended.
pub async fn end_session(ctx: &Ctx, id: UserId, session: SessionId, why: &str) -> std::result::Result<(), AppError> {
    let why = &reason(why)?;
    ctx.write(|tx| async move {
        let (user, _permit) = tx.user(id).require::<CredentialsHelp>().await?;
        if !sessions::end_of(&tx, id, session).await? {
            return Err(AppError::NotFound { what: Noun::Session }.into());
        }
        tell(&tx, ctx, &user).await?;
        tx.record_because(Event::SessionsEnded { user: id, session: Some(session) }, why.clone()).await;
        Ok(())
    })
    .await
}

/// Ends every session. The person is told by mail.
///
/// # Errors
/// `Forbidden`, `StepUpRequired`; `Invalid` without a reason.
pub async fn end_all_sessions(ctx: &Ctx, id: UserId, why: &str) -> std::result::Result<(), AppError> {
    let why = &reason(why)?;
    ctx.write(|tx| async move {
        let (user, _permit) = tx.user(id).require::<CredentialsHelp>().await?;
        sessions::end_all(&tx, id).await?;
        tell(&tx, ctx, &user).await?;
        tx.record_because(Event::SessionsEnded { user: id, session: None }, why.clone()).await;
        Ok(())
    })
    .await
}

/// Removes somebody's second factor with its backup codes, and signs them out everywhere. The person is told by mail.
///
/// # Errors
/// `Forbidden`, `StepUpRequired`; `Invalid` without a reason; `Conflict` for somebody without a second factor.
pub async fn reset_second_factor(ctx: &Ctx, id: UserId, why: &str) -> std::result::Result<(), AppError> {
    let why = &reason(why)?;
    ctx.write(|tx| async move {
        let (user, _permit) = tx.user(id).require::<CredentialsHelp>().await?;
        if !second_factor::is_on(&tx, id).await? {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        second_factor::remove(&tx, id).await?;
        // Whoever took the authenticator is out, and half a sign-in with its code leads nowhere.
        sessions::end_all(&tx, id).await?;
        pre_auth::void(&tx, id).await?;
        notices::two_factor_changed(&tx, &user, notices::Switched::Off).await?;
        tell(&tx, ctx, &user).await?;
        tx.record_because(Event::TwoFactorReset { user: id }, why.clone()).await;
        Ok(())
    })
    .await
}

/// Revokes the API key that was seen; the next request with it is refused. The person is told by mail.
///
/// # Errors
/// `Forbidden`, `StepUpRequired`; `Invalid` without a reason; `Conflict` when that key is not there any more.
pub async fn revoke_api_key(ctx: &Ctx, id: UserId, seen: &str, why: &str) -> std::result::Result<(), AppError> {
    let why = &reason(why)?;
    ctx.write(|tx| async move {
        let (user, _permit) = tx.user(id).require::<CredentialsHelp>().await?;
        let Some(key) = api_key::revoke(&tx, &user, seen, ctx.user_id()).await? else {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        };
        tx.record_because(Event::ApiKeyRevoked { user: id, key }, why.clone()).await;
        Ok(())
    })
    .await
}

/// Mails the person a link for a new password, and voids the one before it. Nobody else reads the link.
///
/// # Errors
/// `Forbidden`, `StepUpRequired`; `Invalid` without a reason; `Conflict` for someone who could not sign in with a new
/// password either.
pub async fn mail_reset_link(ctx: &Ctx, id: UserId, why: &str) -> std::result::Result<(), AppError> {
    let why = &reason(why)?;
    ctx.write(|tx| async move {
        let (user, _permit) = tx.user(id).require::<CredentialsHelp>().await?;
        credentials::mail_reset_link(&tx, &user, ctx.user_id()).await?;
        tx.record_because(Event::ResetLinkCreated { user: id }, why.clone()).await;
        Ok(())
    })
    .await
}

async fn tell(tx: &Tx, ctx: &Ctx, user: &user::Model) -> Result<()> {
    #[expect(clippy::disallowed_methods, reason = "the language of last resort")]
    let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
    let notice = NewMail {
        locale: mail::language_for(user, None, &settings),
        dedupe_key: format!("sessions_ended:{}:{}", user.id, tx.new_id()),
        to: user.email.clone(),
        user: Some(user.id),
        content: Content::SessionsEnded { by: ctx.user_id() },
        link: None,
        leaves: Leaves::AtOnce,
        valid_until: None,
    };
    mail::enqueue(tx, notice).await
}
