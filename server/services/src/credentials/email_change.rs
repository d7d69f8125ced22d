//! Another address: wanted by its user or by an administrator, and confirmed by its user alone.
//!
//! The new address stands in the row of the link, so no request can put another one in its place; it is used when the
//! user, signed in, confirms it within a day. Until then everything stays with the old one. Whether the new address
//! belongs to somebody is found out at that moment and not before: what is answered to the wish is the same for all.

use model::address::Address;
use model::error::AppError;
use model::event::Event;
use model::ids::{TokenId, UserId};
use model::mail::MailTemplate;
use model::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::throttle::Limit;
use super::{rows, token as links};
use crate::access::{EmailChange, Purpose, Redeemed, Reset, dead};
use crate::entity::{token, user};
use crate::error::Result;
use crate::mail::{self, Content, Leaves, NewMail};
use crate::tx::{Rows, Tx};
use crate::{users, workspace};

/// Time to find the mail; the old address works meanwhile.
const LIFETIME_SECONDS: i64 = 24 * 60 * 60;

/// What the row of the link keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wanted {
    /// The new address, as entered.
    pub(crate) address: String,
    /// The one before it.
    pub(crate) former: String,
    /// Who asked for it.
    pub(crate) by: UserId,
}

impl Wanted {
    /// Reads what a row keeps.
    pub(crate) fn read(payload: &str) -> Option<Self> {
        serde_json::from_str(payload).ok()
    }
}

/// A new address that waits to be confirmed.
pub(crate) struct Pending {
    pub(crate) wanted: Wanted,
    /// When its link ends.
    pub(crate) until: Timestamp,
}

/// What waits for a user at this moment, if anything does.
pub(crate) async fn pending<P>(rows: &Rows<'_, P>, user: UserId, now: Timestamp) -> Result<Option<Pending>> {
    let live = token::Entity::find()
        .filter(token::Column::UserId.eq(user))
        .filter(token::Column::Purpose.eq(EmailChange::NAME))
        .filter(token::Column::UsedAt.is_null())
        .filter(token::Column::ExpiresAt.gt(now));
    let found = live.one(rows.conn()).await?;
    Ok(found.and_then(|found| {
        let wanted = Wanted::read(found.payload.as_deref()?)?;
        Some(Pending { wanted, until: found.expires_at? })
    }))
}

/// Asks for another address of a user whose row is locked, in the place of one that waits: a link goes to the new
/// address, and a notice to the old one.
///
/// # Errors
/// `RateLimited` for whoever asks too often, and for a new address that was written to too often.
pub(crate) async fn begin(tx: &Tx, user: &user::Model, address: &Address, by: UserId) -> Result<()> {
    let change = issue(tx, user, address, by).await?;
    let (to, content) = (user.email.clone(), Content::EmailChangeRequested { change, by });
    tell(tx, user, to, content).await?;
    tx.record(Event::EmailChangeRequested { user: user.id }).await;
    Ok(())
}

/// Sends the link of the wish that waits once more, as a new one; whoever wished for it stays who they were.
///
/// # Errors
/// `NotFound` when nothing waits; `RateLimited`.
pub(crate) async fn again(tx: &Tx, user: &user::Model) -> Result<()> {
    let pending = pending(&rows(tx), user.id, tx.now()).await?.ok_or_else(dead)?;
    let address = Address::parse(&pending.wanted.address).map_err(|_| dead())?;
    issue(tx, user, &address, pending.wanted.by).await?;
    tx.record(Event::EmailChangeRequested { user: user.id }).await;
    Ok(())
}

/// Ends the wish of a user, if one waits: they do not want it any more, or were shut out.
pub(crate) async fn void(tx: &Tx, user: UserId) -> Result<()> {
    links::void_for(tx, user, EmailChange::NAME).await?;
    mail::drop_waiting(tx, user, &[MailTemplate::EmailConfirm]).await.map(drop)
}

/// Sets the address that a link carries; what was mailed to the old one to sign in by is void. Both addresses are told.
///
/// # Errors
/// `Conflict` for an address that belongs to somebody by now.
pub(crate) async fn finish(tx: &Tx, link: &Redeemed<EmailChange>, user: user::Model, wanted: &Wanted) -> Result<()> {
    let address = Address::parse(&wanted.address).map_err(|_| dead())?;
    let former = user.email.clone();
    let user = users::set_email(tx, link, user, &address).await?;
    links::void_for(tx, user.id, Reset::NAME).await?;
    mail::drop_waiting(tx, user.id, &[MailTemplate::ResetLink, MailTemplate::EmailConfirm]).await?;
    for to in [former, user.email.clone()] {
        tell(tx, &user, to, Content::EmailChanged { change: link.id(), at: tx.now() }).await?;
    }
    tx.record(Event::EmailChanged { user: user.id }).await;
    Ok(())
}

async fn issue(tx: &Tx, user: &user::Model, address: &Address, by: UserId) -> Result<TokenId> {
    let asker = tx.base().actor().user().ok_or(AppError::Unauthenticated)?;
    // Always in this order, so that two that ask cannot wait for each other's rows.
    Limit::of_address_changes(tx.base(), asker).count(tx).await?;
    Limit::of_new_address(tx.base(), address.canonical()).count(tx).await?;
    void(tx, user.id).await?;
    let ends = tx.now().plus_seconds(LIFETIME_SECONDS);
    let wanted = Wanted { address: address.as_str().to_owned(), former: user.email.clone(), by };
    // Texts and ids always serialize.
    let payload = serde_json::to_string(&wanted).unwrap_or_default();
    let (change, secret) = links::issue_with(tx, EmailChange::NAME, user.id, ends, payload).await?;
    let content = Content::EmailConfirm { change, by };
    send(tx, user, wanted.address, content, Some((secret, ends))).await?;
    Ok(change)
}

async fn tell(tx: &Tx, user: &user::Model, to: String, content: Content) -> Result<()> {
    send(tx, user, to, content, None).await
}

async fn send(
    tx: &Tx,
    user: &user::Model,
    to: String,
    content: Content,
    link: Option<(SecretString, Timestamp)>,
) -> Result<()> {
    let settings = workspace::current(&rows(tx)).await?;
    let (link, valid_until) = link.unzip();
    let mail = NewMail {
        to,
        user: Some(user.id),
        dedupe_key: format!("{}:{}:{}", content.template(), user.id, tx.new_id()),
        content,
        locale: mail::language_for(user, None, &settings),
        link,
        leaves: Leaves::AtOnce,
        valid_until,
    };
    mail::enqueue(tx, mail).await
}
