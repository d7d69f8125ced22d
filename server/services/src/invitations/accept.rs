//! The other side of the link: looking at an invitation, accepting it, asking for a new link when it has ended.
//!
//! Looking changes nothing, so scanners of mail may. Everything that an invitation grants comes from its rows, never
//! from the form.

use model::access::{CompanyPermission, CompanyRole};
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::sign_in::{AcceptForm, Acceptance, EndedInvitation, InvitationPage};
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::EntityTrait;
use secrecy::SecretString;

use super::deliver::grants;
use super::store;
use crate::access::{self, InvitationTarget, Invite, Presented, dead, present, redeem};
use crate::credentials::device::Marks;
use crate::credentials::{identity, password, sessions, token};
use crate::ctx::{Actor, Anonymous, Ctx};
use crate::entity::{invitation, user};
use crate::error::{Error, Result};
use crate::mail::{self, Content, Leaves, NewMail};
use crate::sign_in::SignedIn;
use crate::tx::{Reason, Rows, Tx};
use crate::users::{self, Activation, Snapshot};
use crate::{organizations, seats, workspace, zone};

/// Seconds in which one wish for a new link is enough.
const BETWEEN_WISHES_SECONDS: i64 = 60 * 60;

/// What the page of an invitation shows; nothing is used up.
///
/// # Errors
/// `InvitationExpired` when the link has ended; `NotFound` for every other link that does not work.
pub async fn page(
    visitor: &Anonymous,
    token: &str,
    signed_in: Option<&Ctx>,
) -> std::result::Result<InvitationPage, AppError> {
    visitor
        .read(async || {
            let link = present::<Invite>(visitor, token).await?;
            let shown = Shown::load(visitor, &link).await?;
            if link.ended() {
                return Err(AppError::InvitationExpired.into());
            }
            let settings = settings(visitor).await?;
            let inviter = shown.inviter(&visitor.rows(&link)).await?;
            let (user, invitation) = (shown.user, shown.invitation);
            Ok(InvitationPage {
                password_min: workspace::password_min(&settings),
                second_factor: settings.asks_for_second_factor(visitor.services().settings().edition, visitor.now()),
                until: zone::moment(link.expires_at().unwrap_or(visitor.now()), &settings.timezone),
                language: invitation.as_ref().map_or(settings.default_language, |invitation| invitation.language),
                message: invitation.and_then(|invitation| invitation.message),
                workspace: settings.name,
                inviter,
                role: user.role,
                email: user.email,
                username: user.username,
                first_name: user.first_name,
                last_name: user.last_name,
                signed_in_as: signed_in.map(|ctx| name(ctx.me())),
            })
        })
        .await
}

/// What the page of an ended invitation shows.
///
/// # Errors
/// `NotFound` for a link that does not work, and for one that has not ended.
pub async fn ended(visitor: &Anonymous, token: &str) -> std::result::Result<EndedInvitation, AppError> {
    visitor
        .read(async || {
            let link = present::<Invite>(visitor, token).await?;
            Shown::load(visitor, &link).await?;
            let ended = link.expires_at().filter(|_| link.ended()).ok_or_else(dead)?;
            let settings = settings(visitor).await?;
            Ok(EndedInvitation { ended: zone::moment(ended, &settings.timezone), workspace: settings.name })
        })
        .await
}

/// Turns an invited user into an active one and signs them in.
///
/// # Errors
/// `Conflict` when someone is signed in in this browser: nobody is merged with anybody; `InvitationExpired` and
/// `NotFound` as for the page; `Invalid` for the fields; `SeatsExhausted`, after which the link still works.
pub async fn accept(
    visitor: &Anonymous,
    form: AcceptForm,
    signed_in: Option<&Ctx>,
) -> std::result::Result<SignedIn, AppError> {
    // Whoever is invited is not signed in; so whoever is, is someone else.
    if signed_in.is_some() {
        return Err(AppError::Conflict { reason: ConflictReason::SignedInAsOther });
    }
    let user = visitor
        .read(async || {
            let link = present::<Invite>(visitor, &form.token).await?;
            let shown = Shown::load(visitor, &link).await?;
            if link.ended() { Err(AppError::InvitationExpired.into()) } else { Ok(shown.user) }
        })
        .await?;
    let acceptance = form.validate()?;
    let secret = SecretString::from(acceptance.password.clone());
    password::check_for(visitor, &secret, &[&acceptance.name.full(), &user.username, &user.email]).await?;
    let hash = password::hash(visitor.services(), secret).await?;
    let (acceptance, hash) = (&acceptance, &hash);
    let session = visitor.write(|tx| async move { come_in(&tx, acceptance, hash).await }).await?;
    let device = Marks::default().seal_with(visitor.services(), user.id, visitor.now());
    Ok(SignedIn { session, user: user.id, device })
}

/// Tells the inviter and the holders of Users that the invitee wants a new link, once an hour. Reserves no seat. The
/// answer is the same whether or not anybody was told.
///
/// # Errors
/// `NotFound` for a link that does not work and is not merely over.
pub async fn request_new_link(visitor: &Anonymous, token: &str) -> std::result::Result<(), AppError> {
    let link = &visitor.read(async || present::<Invite>(visitor, token).await).await?;
    match visitor.write(|tx| async move { note_wish(&tx, link).await }).await {
        // Not to be told again so soon, or nothing to ask for.
        Err(AppError::RateLimited { .. } | AppError::Conflict { .. }) => Ok(()),
        noted => noted,
    }
}

/// What stands behind a link: someone who is invited.
struct Shown {
    user: user::Model,
    invitation: Option<invitation::Model>,
}

impl Shown {
    async fn load(visitor: &Anonymous, link: &Presented<Invite>) -> Result<Self> {
        let rows = visitor.rows(link);
        let user = user::Entity::find_by_id(link.user()?).one(rows.conn()).await?;
        let user = user.filter(|user| user.status == UserStatus::Invited).ok_or_else(dead)?;
        let invitation = store::current(&rows, user.id).await?;
        Ok(Self { user, invitation })
    }

    async fn inviter<P>(&self, rows: &Rows<'_, P>) -> Result<Option<String>> {
        let id = self.invitation.as_ref().map(|invitation| invitation.invited_by).or(self.user.invited_by);
        let Some(id) = id else { return Ok(None) };
        let inviter = user::Entity::find_by_id(id).one(rows.conn()).await?;
        Ok(inviter.map(|inviter| name(&inviter)).filter(|name| !name.is_empty()))
    }
}

async fn come_in(tx: &Tx, acceptance: &Acceptance, hash: &str) -> Result<SecretString> {
    tx.lock_workspace().await?;
    let link = redeem::<Invite>(tx, &acceptance.token).await?;
    let rows = tx.rows(&link);
    let id = link.user()?;
    let account = identity::lock(tx, id).await?.ok_or_else(dead)?;
    let user = account.user;
    if user.status != UserStatus::Invited {
        return Err(dead());
    }
    let invitation = store::current(&rows, id).await?;
    let granted = grants(&rows, &[id]).await?.remove(&id).unwrap_or_default();
    let (role, left_out) = still_granted(tx, &user, invitation.as_ref(), granted).await?;
    let activation =
        Activation { name: acceptance.name.clone(), role, left_out: left_out.clone(), language: acceptance.language };
    seats::confirm(tx).await?;
    let restored = Snapshot::kept(&user);
    users::activate(tx, &link, user, activation).await?;
    if let Some(snapshot) = restored {
        organizations::rejoin(tx, &link, &snapshot.organizations).await?;
    }
    password::set(&rows, id, hash, tx.now()).await?;
    token::void(tx, id).await?;
    if let Some(invitation) = invitation {
        store::accepted(&rows, invitation.id, tx.now()).await?;
    }
    tx.record_as(Actor::Presenting(id), Event::InvitationAccepted { user: id, role, left_out }).await;
    sessions::start(tx, &identity::lock_open(tx, id).await?).await
}

/// What the inviter could still grant at this moment, and what is left out of it.
async fn still_granted(
    tx: &Tx,
    user: &user::Model,
    invitation: Option<&invitation::Model>,
    permissions: Vec<CompanyPermission>,
) -> Result<(CompanyRole, Vec<CompanyPermission>)> {
    let offered = InvitationTarget { role: user.role, permissions, organization: user.home_organization };
    let inviter = match invitation.map(|invitation| invitation.invited_by).or(user.invited_by) {
        Some(inviter) => access::load_absent(tx, inviter).await?,
        None => None,
    };
    // Nobody vouches for it any more: nothing but the place itself.
    let nothing = InvitationTarget { role: CompanyRole::Guest, permissions: Vec::new(), organization: None };
    let left = inviter.map_or(nothing, |inviter| access::still_granted(&inviter, &offered));
    let left_out =
        offered.permissions.into_iter().filter(|permission| !left.permissions.contains(permission)).collect();
    Ok((left.role, left_out))
}

async fn note_wish(tx: &Tx, link: &Presented<Invite>) -> Result<()> {
    let (id, ended) = (link.user()?, link.expires_at().filter(|_| link.ended()));
    let rows = tx.rows(link);
    let user = identity::lock(tx, id).await?.map(|account| account.user).ok_or_else(dead)?;
    let invitation = store::current(&rows, id).await?;
    let (Some(ended), Some(invitation), UserStatus::Invited) = (ended, invitation, user.status) else {
        return Err(AppError::Conflict { reason: ConflictReason::WrongStatus }.into());
    };
    let before = tx.now().plus_seconds(-BETWEEN_WISHES_SECONDS);
    if !store::wanted(&rows, invitation.id, tx.now(), before).await? {
        return Err(AppError::RateLimited { retry_after_secs: 3_600 }.into());
    }
    let settings = settings_in(tx).await?;
    let mails = store::helpers(&rows, invitation.invited_by, tx.now()).await?;
    let mails = mails.into_iter().map(|helper| wish(&helper, &user, ended, &settings, tx.now())).collect();
    mail::enqueue_all(tx, mails).await?;
    tx.record_as(Actor::Presenting(id), Event::NewLinkRequested { user: id }).await;
    Ok(())
}

fn wish(
    helper: &user::Model,
    invited: &user::Model,
    ended: Timestamp,
    settings: &crate::entity::workspace::Model,
    now: Timestamp,
) -> NewMail {
    NewMail {
        to: helper.email.clone(),
        user: Some(helper.id),
        content: Content::NewLinkWanted { user: invited.id, ended },
        locale: mail::language_for(helper, None, settings),
        link: None,
        leaves: Leaves::AtOnce,
        valid_until: None,
        dedupe_key: format!("new_link:{}:{}:{}", invited.id, helper.id, now.0),
    }
}

fn name(user: &user::Model) -> String {
    users::display_name(&user.first_name, &user.last_name, "")
}

#[expect(clippy::disallowed_methods, reason = "the name and the rules of the workspace, which its links show")]
async fn settings(visitor: &Anonymous) -> Result<crate::entity::workspace::Model, Error> {
    workspace::current(&visitor.rows_without(Reason::Workspace)).await
}

#[expect(clippy::disallowed_methods, reason = "the language of last resort")]
async fn settings_in(tx: &Tx) -> Result<crate::entity::workspace::Model, Error> {
    workspace::current(&tx.rows_without(Reason::Workspace)).await
}
