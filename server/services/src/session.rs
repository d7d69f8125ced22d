//! What the frame of every page shows: the workspace, and who is signed in.

use model::access::Action;
use model::error::{AppError, ConflictReason};
use model::session::{Frame, Me, SessionInfo, Theme};
use model::time::Timestamp;

use crate::access::{AccountEdit, Resource};
use crate::branding;
use crate::credentials::second_factor;
use crate::ctx::{Anonymous, Base, Ctx};
use crate::tx::{Reason, Rows};
use crate::{seats, users, workspace, zone};

/// What the token of a form is sealed as. That of the sign-in is another one: there is no session yet.
const FORM: &str = "session form";

/// What the menu and the palette offer.
const OFFERED: &[Action] = &[
    Action::UsersDirectory,
    Action::UsersView,
    Action::InvitationsSend,
    Action::MailInvitations,
    Action::MailAll,
    Action::SeatsView,
    Action::AuditView,
    Action::SecurityEdit,
    Action::SettingsEdit,
    Action::BrandingEdit,
];

/// The frame of a page for someone without a session.
///
/// # Errors
/// Only those of the server.
pub async fn frame(anonymous: &Anonymous) -> Result<Frame, AppError> {
    let settings = anonymous.read(async || workspace::find(&rows(anonymous, Reason::Workspace)).await).await?;
    let Some(settings) = settings else { return Ok(Frame::default()) };
    let logos = branding::logos(&settings);
    let (workspace, accent) = (settings.name, settings.accent);
    Ok(Frame { workspace, accent, logos, theme: Theme::System, language: None, session: None })
}

/// Who is signed in.
///
/// # Errors
/// Only those of the server.
pub async fn info(ctx: &Ctx) -> Result<SessionInfo, AppError> {
    let (me, now) = (ctx.me(), ctx.now());
    let actions = ctx.verdicts(OFFERED, &Resource::Workspace);
    let seats = match actions.allows(Action::SeatsView) || actions.allows(Action::UsersView) {
        true => Some(ctx.read(async || seats::count(&rows(ctx, Reason::Counting), now).await).await?),
        false => None,
    };
    let users = if actions.allows(Action::UsersDirectory) { users::count(ctx).await? } else { 0 };
    let two_factor = ctx.read(async || second_factor::since(ctx, me.id).await).await?.is_some();
    let extras = ctx.subject().user.as_ref().map_or(0, |user| user.extras.len());
    Ok(SessionInfo {
        user: me.id,
        name: users::display_name(&me.first_name, &me.last_name, &me.email),
        email: me.email.clone(),
        avatar: me.avatar,
        role: me.role,
        extras: u32::try_from(extras).unwrap_or(u32::MAX),
        language: me.language,
        theme: me.theme,
        density: me.density,
        two_factor,
        enroll_by: ctx.enroll_by().map(|by| zone::moment(by, &me.timezone)),
        shortcuts: me.shortcuts,
        fuzzy_dates: me.fuzzy_dates,
        default_page: me.default_page,
        seats,
        users,
        actions,
        form_token: form_token(ctx)?,
        now: zone::moment(now, &me.timezone),
    })
}

/// What a page of this session sends along with its gravest forms. Sealed anew each time, so that what a page holds says
/// nothing about the next one.
fn form_token(ctx: &Ctx) -> Result<String, AppError> {
    Ok(ctx.services().seal_cookie(FORM, ctx.session()?.id.0.as_bytes()))
}

/// Refuses a form that no page of this session has made: a second wall behind the one that looks where requests come
/// from.
///
/// # Errors
/// `Conflict` for everything but a token of this session; `Unauthenticated` for a program.
pub fn expect_form(ctx: &Ctx, token: &str) -> Result<(), AppError> {
    let opened = ctx.services().open_cookie(FORM, token);
    match opened.as_deref() == Some(ctx.session()?.id.0.as_bytes()) {
        true => Ok(()),
        false => Err(AppError::Conflict { reason: ConflictReason::OtherSession }),
    }
}

/// Whose session or program it is.
///
/// # Errors
/// `Forbidden` for an account that cannot be used.
pub async fn me(ctx: &Ctx) -> Result<Me, AppError> {
    ctx.read(async || {
        let _own = ctx.workspace().require_for::<AccountEdit>(&Resource::Oneself).await?;
        let (user, now) = (ctx.me(), ctx.now());
        let extras = ctx.subject().user.as_ref().map(|user| user.extras.as_slice()).unwrap_or_default();
        let holds = |end: Option<Timestamp>| end.is_none_or(|end| now < end);
        Ok(Me {
            id: user.id,
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            email: user.email.clone(),
            username: user.username.clone(),
            role: user.role,
            permissions: extras.iter().filter(|extra| holds(extra.ends_at)).map(|extra| extra.permission).collect(),
            language: user.language,
            timezone: user.timezone.clone(),
        })
    })
    .await
}

#[expect(clippy::disallowed_methods, reason = "what every page shows: the workspace's name, and numbers of people")]
fn rows(base: &Base, reason: Reason) -> Rows<'_, Reason> {
    base.rows_without(reason)
}
