//! The window of one user: who they are, what they may do and why, where they are signed in, what happened to them.
//!
//! Whom the viewer does not see in the list has no window: it answers like one of somebody who does not exist. Each tab
//! has a right of its own, and what a tab does not show is not read.

mod email;
mod names;
mod notes;
mod signing_in;
mod timeline;
mod undo;

use model::access::{Action, Verdict};
use model::error::AppError;
use model::explain::ABOUT_WORKSPACE;
use model::ids::UserId;
use model::user_window::{
    AccessEnd, AccessTab, HeldAccess, Names, RoleAsked, UserWindow, WindowBody, WindowQuery, WindowTab,
};
use model::users::UserSummary;

pub use email::request_email_change;
pub(crate) use email::{asker, pending_email};
pub use names::rename;
pub(crate) use names::{put_name_back_in, set_name_in};
pub use notes::annotate;
pub(crate) use signing_in::session_entry;
pub use signing_in::{end_all_sessions, end_session, mail_reset_link, reset_second_factor, revoke_api_key};
pub use undo::undo;

use crate::access::{self, Permit, Resource, UserFields, UserTarget, UsersAnnotate};
use crate::ctx::Ctx;
use crate::entity::{user, workspace as settings};
use crate::error::{Error, Result};
use crate::tx::Reason;
use crate::{roles, users, workspace, zone};

/// One tab of somebody's window.
///
/// # Errors
/// `NotFound` when there is no such user, or not for this viewer; `Forbidden` for a tab that is not open to them.
pub async fn open(ctx: &Ctx, id: UserId, query: WindowQuery) -> std::result::Result<UserWindow, AppError> {
    ctx.read(async || {
        let user = users::row(ctx, id).await?;
        let body = match query.tab {
            WindowTab::Profile => profile(ctx, id).await?,
            WindowTab::Access => WindowBody::Access(access(ctx, id, query.action, query.role).await?),
            WindowTab::Sessions => WindowBody::Sessions(signing_in::tab(ctx, id).await?),
            WindowTab::Timeline => WindowBody::Timeline(timeline::tab(ctx, id, query.page).await?),
        };
        let neighbors = match &query.list {
            Some(list) => users::neighbors(ctx, list, id).await?,
            None => Default::default(),
        };
        let tabs = tabs(ctx, &user);
        Ok(UserWindow { user, tabs, neighbors, body, now: zone::moment(ctx.now(), &ctx.me().timezone) })
    })
    .await
}

/// The tabs that are open to the viewer.
fn tabs(ctx: &Ctx, user: &UserSummary) -> Vec<WindowTab> {
    let may = ctx.verdicts(&[Action::SecurityEdit, Action::AuditView, Action::UsersView], &Resource::Workspace);
    let is_open = |tab: &WindowTab| match tab {
        WindowTab::Profile => true,
        WindowTab::Access => user.is_self || user.details.is_some(),
        WindowTab::Sessions => may.allows(Action::SecurityEdit),
        WindowTab::Timeline => may.allows(Action::AuditView) || may.allows(Action::UsersView),
    };
    WindowTab::ALL.iter().copied().filter(is_open).collect()
}

/// What stands beyond the row of the list is for holders of Users alone.
async fn profile(ctx: &Ctx, id: UserId) -> Result<WindowBody> {
    let Some((user, permit)) = unless_refused(ctx.user(id).require::<UsersAnnotate>().await)? else {
        return Ok(WindowBody::Profile { names: None, email: None, notes: None });
    };
    let (email, notes) = (email::of(ctx, &permit, &user).await?, notes::of(ctx, &permit).await?);
    let target = access::user_target(&user, Vec::new());
    let verdicts = ctx.verdicts(&[Action::UsersRename, Action::UsersChangeUsername], &Resource::User(target));
    let verdict = match verdicts.of(Action::UsersRename) {
        Verdict::Allowed => verdicts.of(Action::UsersChangeUsername),
        blocked @ Verdict::Blocked(_) => blocked,
    };
    let user::Model { first_name: first, last_name: last, username, version, .. } = user;
    let names = Names { first, last, username, version, verdict };
    Ok(WindowBody::Profile { names: Some(names), email: Some(email), notes: Some(notes) })
}

async fn access(ctx: &Ctx, id: UserId, action: Option<Action>, role: Option<RoleAsked>) -> Result<AccessTab> {
    let (user, permit) = ctx.user(id).require::<UserFields>().await?;
    let settings = current_settings(ctx).await?;
    let held = held_in(ctx, &user, &permit, &settings).await?;
    let explanation = match action.filter(|action| ABOUT_WORKSPACE.contains(action)) {
        Some(action) => Some(access::explain(ctx, &user, action, None).await?),
        None => None,
    };
    let role = match role {
        Some(asked) => Some(roles::form(ctx, id, asked).await?),
        None => None,
    };
    let manages = ctx.verdicts(&[Action::UsersView], &Resource::Workspace).allows(Action::UsersView);
    Ok(AccessTab {
        askable: ABOUT_WORKSPACE.to_vec(),
        explanation,
        held,
        end: manages.then(|| end_of(ctx, &user, &settings)),
        role,
    })
}

/// What somebody holds in the workspace.
pub(crate) async fn held(ctx: &Ctx, user: &user::Model, permit: &Permit<UserFields>) -> Result<HeldAccess> {
    held_in(ctx, user, permit, &current_settings(ctx).await?).await
}

async fn held_in(
    ctx: &Ctx,
    user: &user::Model,
    permit: &Permit<UserFields>,
    settings: &settings::Model,
) -> Result<HeldAccess> {
    let extras = users::extras_of(&ctx.rows(permit)).await?;
    let moment = |at| zone::moment(at, &ctx.me().timezone);
    Ok(HeldAccess {
        workspace: settings.name.clone(),
        role: user.role,
        extras: extras.into_iter().map(|(permission, end)| (permission, end.map(moment))).collect(),
        until: user.access_ends_at.map(moment),
    })
}

fn end_of(ctx: &Ctx, user: &user::Model, settings: &settings::Model) -> AccessEnd {
    let target = UserTarget { grants: Vec::new(), ..access::user_target(user, Vec::new()) };
    let last_day = user.access_ends_at.map(|end| model::time::Timestamp(end.0.saturating_sub(1)));
    AccessEnd {
        day: last_day.map(|at| zone::date(at, &settings.timezone)).unwrap_or_default(),
        today: zone::date(ctx.now(), &settings.timezone),
        version: user.version,
        verdict: ctx.verdicts(&[Action::AccessChange], &Resource::User(target)).of(Action::AccessChange),
    }
}

async fn current_settings(ctx: &Ctx) -> Result<settings::Model> {
    #[expect(clippy::disallowed_methods, reason = "the name and the zone of the workspace")]
    workspace::current(&ctx.rows_without(Reason::Workspace)).await
}

/// What was asked for, or nothing when it may not be had.
fn unless_refused<T>(asked: Result<T>) -> Result<Option<T>> {
    match asked {
        Ok(had) => Ok(Some(had)),
        Err(Error::App(AppError::Forbidden { .. } | AppError::Conflict { .. } | AppError::StepUpRequired)) => Ok(None),
        Err(error) => Err(error),
    }
}
