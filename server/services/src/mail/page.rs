//! The Mail page: every mail, where it stands, and what can be done about it.
//!
//! Holders of Security see all mails, holders of Users those about invitations. A one-time link is masked in everything
//! that leaves here, also for the one who caused the mail: it belongs to its recipient.

use std::collections::HashMap;

use model::access::{Action, CompanyPermission, Verdicts};
use model::error::{AppError, ConflictReason, Noun};
use model::event::Event;
use model::ids::{MailId, UserId};
use model::language::Language;
use model::mail::{MailPage, MailQuery, MailState, MailSummary, MailTemplate, MailText};
use model::page::{Page, clamp_per};
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use super::content::{ABOUT_INVITATIONS, Content, INVITATIONS};
use super::facts::{Facts, content_of};
use super::send::{self, SendMail};
use super::words::{self, Link};
use super::{job_key, language_for, store};
use crate::access::{self, Capability, Gate, MailAll, MailInvitations, Permit, Resource, Workspace};
use crate::ctx::Ctx;
use crate::entity::{mail, user_permission};
use crate::error::{Error, Result, incident};
use crate::jobs::{self, Withdrawn};
use crate::tx::{Rows, Tx, Unrecorded};
use crate::{invitations, zone};

/// A capability that shows mails.
pub(super) trait SeesMail: Capability<Scope = Workspace, Target = ()> {
    /// The mails that it shows; all when there is no list.
    const TEMPLATES: Option<&'static [MailTemplate]>;
}

impl SeesMail for MailAll {
    const TEMPLATES: Option<&'static [MailTemplate]> = None;
}

impl SeesMail for MailInvitations {
    const TEMPLATES: Option<&'static [MailTemplate]> = Some(ABOUT_INVITATIONS);
}

/// The wider of the two permits that someone has.
enum Sees {
    All(Permit<MailAll>),
    Invitations(Permit<MailInvitations>),
}

impl Sees {
    async fn ask<'a>(gate: impl Fn() -> Gate<'a>) -> Result<Self> {
        match gate().require::<MailAll>().await {
            Ok(permit) => Ok(Self::All(permit)),
            Err(Error::App(AppError::Forbidden { .. })) => Ok(Self::Invitations(gate().require().await?)),
            Err(error) => Err(error),
        }
    }
}

/// One page of the mails that the viewer may see, newest first.
///
/// # Errors
/// `Forbidden` without Security and without Users.
pub async fn list(ctx: &Ctx, query: MailQuery) -> std::result::Result<MailPage, AppError> {
    ctx.read(async || match Sees::ask(|| ctx.workspace()).await? {
        Sees::All(permit) => page(ctx, &ctx.rows(&permit), &query).await,
        Sees::Invitations(permit) => page(ctx, &ctx.rows(&permit), &query).await,
    })
    .await
}

/// One mail as text, its link masked.
///
/// # Errors
/// `NotFound` when there is none, or not for this viewer.
pub async fn text(ctx: &Ctx, id: MailId) -> std::result::Result<MailText, AppError> {
    let (mail, letter) = masked(ctx, id).await?;
    let from = send::from(ctx, letter.sender.as_deref());
    Ok(MailText {
        subject: letter.subject(),
        from: from.map(|from| from.to_string()).unwrap_or_default(),
        to: mail.recipient.unwrap_or_default(),
        body: letter.text().map_err(|error| incident(ctx, &error))?,
    })
}

/// One mail as a file, its link masked.
///
/// # Errors
/// `NotFound` when there is none, or not for this viewer.
pub async fn eml(ctx: &Ctx, id: MailId) -> std::result::Result<String, AppError> {
    let (mail, letter) = masked(ctx, id).await?;
    let to = mail.recipient.as_deref().unwrap_or_default();
    let message = send::address(ctx, mail.id, to, mail.created_at, &letter);
    let message = message.map_err(|undelivered| incident(ctx, &undelivered.failure))?;
    String::from_utf8(message.formatted()).map_err(|error| incident(ctx, &error))
}

/// Sends a mail again that failed, or that waits for its next try. A failed invitation has lost its link, so it gets a
/// new one under the same rules as any other invitation that is sent again.
///
/// # Errors
/// `NotFound` when there is none, or not for this viewer; `Conflict` when it has left, or never will.
pub async fn retry(ctx: &Ctx, id: MailId) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        match Sees::ask(|| tx.workspace()).await? {
            Sees::All(permit) => retry_one(&tx, &tx.rows(&permit), id).await,
            Sees::Invitations(permit) => retry_one(&tx, &tx.rows(&permit), id).await,
        }
    })
    .await
}

/// Withdraws a mail that has not left.
///
/// # Errors
/// `NotFound` when there is none, or not for this viewer; `Conflict` when it has left, or leaves this moment.
pub async fn cancel(ctx: &Ctx, id: MailId) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        match Sees::ask(|| tx.workspace()).await? {
            Sees::All(permit) => cancel_one(&tx, &tx.rows(&permit), id).await,
            Sees::Invitations(permit) => cancel_one(&tx, &tx.rows(&permit), id).await,
        }
    })
    .await
}

/// Sends a test mail to oneself, at once, and says whether the mail server took it. The page lists it either way.
///
/// # Errors
/// `Forbidden` without Security; `Conflict` when there is no mail server, or it did not take the mail.
pub async fn send_test(ctx: &Ctx) -> std::result::Result<(), AppError> {
    let workspace = ctx
        .read(async || {
            let permit = ctx.workspace().require::<MailAll>().await?;
            send::expect_server(ctx)?;
            Ok(Facts::load(&ctx.rows(&permit), &[]).await?.workspace)
        })
        .await?;
    let mail = test_of(ctx, language_for(ctx.me(), None, &workspace));
    let (name, sender) = (&workspace.name, workspace.sender_name.as_deref());
    let sent = send::try_out(ctx, mail.id, &ctx.me().email, mail.locale, name, &ctx.me().timezone, sender).await;
    let (user, failed) = (ctx.user_id(), sent.is_err());
    let ended = &match sent {
        Ok(()) => mail::Model { state: MailState::Sent, sent_at: Some(ctx.now()), ..mail },
        Err(undelivered) => mail::Model {
            state: MailState::Failed,
            failure: Some(undelivered.failure),
            answer: undelivered.answer,
            ..mail
        },
    };
    if failed {
        ctx.write_unrecorded(Unrecorded::Queue, |tx| async move {
            store::insert(&super::rows(&tx), vec![ended.clone()]).await
        })
        .await?;
        return Err(AppError::Conflict { reason: ConflictReason::MailServerFailed });
    }
    ctx.write(|tx| async move {
        let _permit = tx.workspace().require::<MailAll>().await?;
        store::insert(&super::rows(&tx), vec![ended.clone()]).await?;
        tx.record(Event::TestMailSent { user }).await;
        Ok(())
    })
    .await
}

async fn page<C: SeesMail>(ctx: &Ctx, rows: &Rows<'_, Permit<C>>, query: &MailQuery) -> Result<MailPage> {
    let now = ctx.now();
    let found = store::page(rows, query, now).await?;
    let facts = Facts::load(rows, &found.mails).await?;
    let grants = grants(rows, &found.mails).await?;
    let rows = found.mails.into_iter().map(|mail| summary(ctx, &facts, &grants, mail)).collect();
    Ok(MailPage {
        page: Page { rows, total: found.total, page: query.page.max(1), per: clamp_per(query.per) },
        setting: ctx.services().mail().setting(),
        actions: ctx.verdicts(&[Action::MailAll], &Resource::Workspace),
        now: zone::moment(now, &ctx.me().timezone),
    })
}

fn summary(
    ctx: &Ctx,
    facts: &Facts,
    grants: &HashMap<UserId, Vec<CompanyPermission>>,
    mail: mail::Model,
) -> MailSummary {
    let moment = |at: Timestamp| zone::moment(at, &ctx.me().timezone);
    let state = store::state(&mail, ctx.now());
    let letter = words::write(&ctx.services().settings().base_url, facts, &mail, Link::Masked);
    let invitee = facts
        .recipient(&mail)
        .filter(|user| INVITATIONS.contains(&mail.template) && user.status == UserStatus::Invited);
    let actions = invitee.map_or_else(Verdicts::default, |user| {
        let grants = grants.get(&user.id).cloned().unwrap_or_default();
        ctx.verdicts(&[Action::InvitationsCopyLink], &Resource::User(access::user_target(user, grants)))
    });
    MailSummary {
        id: mail.id,
        // What cannot be read any more has no subject; its failure says why.
        subject: letter.map(|letter| letter.subject()).unwrap_or_default(),
        template: mail.template,
        invitee: invitee.map(|user| user.id),
        state,
        created: moment(mail.created_at),
        moment: match state {
            MailState::Held | MailState::Due => Some(moment(mail.not_before)),
            MailState::Retrying => mail.next_attempt_at.map(moment),
            MailState::Sent => mail.sent_at.map(moment),
            MailState::Failed | MailState::Canceled => None,
        },
        attempts: u32::try_from(mail.attempts).unwrap_or_default(),
        failure: mail.failure,
        answer: mail.answer,
        actions,
        to: mail.recipient.unwrap_or_default(),
    }
}

/// What the invitations of a page grant, for the verdict on copying their links.
async fn grants<P>(rows: &Rows<'_, P>, mails: &[mail::Model]) -> Result<HashMap<UserId, Vec<CompanyPermission>>> {
    let invited = mails.iter().filter(|mail| INVITATIONS.contains(&mail.template)).filter_map(|mail| mail.user_id);
    let mut grants = HashMap::<UserId, Vec<CompanyPermission>>::new();
    for row in
        user_permission::Entity::find().filter(user_permission::Column::UserId.is_in(invited)).all(rows.conn()).await?
    {
        grants.entry(row.user_id).or_default().push(row.permission);
    }
    Ok(grants)
}

async fn masked(ctx: &Ctx, id: MailId) -> std::result::Result<(mail::Model, super::letter::Letter), AppError> {
    let (mail, facts) = ctx
        .read(async || match Sees::ask(|| ctx.workspace()).await? {
            Sees::All(permit) => with_facts(&ctx.rows(&permit), id).await,
            Sees::Invitations(permit) => with_facts(&ctx.rows(&permit), id).await,
        })
        .await?;
    let letter = words::write(&ctx.services().settings().base_url, &facts, &mail, Link::Masked);
    letter.map(|letter| (mail, letter)).map_err(|undelivered| incident(ctx, &undelivered.failure))
}

async fn with_facts<C: SeesMail>(rows: &Rows<'_, Permit<C>>, id: MailId) -> Result<(mail::Model, Facts)> {
    let mail = find(rows, id).await?;
    let facts = Facts::load(rows, std::slice::from_ref(&mail)).await?;
    Ok((mail, facts))
}

async fn find<C: SeesMail>(rows: &Rows<'_, Permit<C>>, id: MailId) -> Result<mail::Model> {
    store::find(rows, id).await?.ok_or_else(|| AppError::NotFound { what: Noun::Mail }.into())
}

async fn retry_one<C: SeesMail>(tx: &Tx, rows: &Rows<'_, Permit<C>>, id: MailId) -> Result<()> {
    let mail = find(rows, id).await?;
    match mail.state {
        MailState::Failed => {
            if let (
                Some(Content::Invitation { .. } | Content::InvitationAgain { .. } | Content::Restored { .. }),
                Some(user),
            ) = (content_of(&mail), mail.user_id)
            {
                return invitations::send_again(tx, user).await.map(drop);
            }
        }
        MailState::Retrying if jobs::withdraw(tx, &job_key(id)).await? != Withdrawn::UnderWay => {}
        MailState::Retrying | MailState::Held | MailState::Due | MailState::Sent | MailState::Canceled => {
            return Err(gone());
        }
    }
    let anew = mail::ActiveModel {
        state: Set(MailState::Due),
        not_before: Set(tx.now()),
        next_attempt_at: Set(None),
        ..Default::default()
    };
    store::change(rows, id, &[mail.state], anew).await?;
    jobs::enqueue_again(tx, &SendMail { mail: id }, tx.now(), job_key(id)).await?;
    tx.record(Event::MailRetried { mail: id }).await;
    Ok(())
}

async fn cancel_one<C: SeesMail>(tx: &Tx, rows: &Rows<'_, Permit<C>>, id: MailId) -> Result<()> {
    let mail = find(rows, id).await?;
    let can_leave = store::WAITING.contains(&mail.state);
    if can_leave && jobs::withdraw(tx, &job_key(id)).await? == Withdrawn::UnderWay {
        return Err(gone());
    }
    if !can_leave && mail.state != MailState::Failed {
        return Err(gone());
    }
    store::change(rows, id, &[mail.state], store::ended(MailState::Canceled)).await?;
    tx.record(Event::MailCanceled { mail: id }).await;
    Ok(())
}

fn gone() -> Error {
    AppError::Conflict { reason: ConflictReason::MailGone }.into()
}

/// The row of a test mail that is about to be sent.
fn test_of(ctx: &Ctx, locale: Language) -> mail::Model {
    let me = ctx.me();
    let id = MailId(ctx.new_id());
    mail::Model {
        id,
        recipient: Some(me.email.clone()),
        recipient_key: Some(crate::db::search::fold(&me.email)),
        user_id: Some(me.id),
        template: MailTemplate::Test,
        locale,
        payload: serde_json::to_string(&Content::Test).unwrap_or_default(),
        link: None,
        state: MailState::Due,
        not_before: ctx.now(),
        valid_until: None,
        sent_at: None,
        next_attempt_at: None,
        attempts: 1,
        failure: None,
        answer: None,
        dedupe_key: format!("test:{id}"),
        created_by: Some(me.id),
        created_at: ctx.now(),
    }
}
