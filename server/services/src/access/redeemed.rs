//! One-time links: what stands in for a permit while there is no session.
//!
//! Opening a link presents it and changes nothing; the form behind it redeems it, with the expiry tested in the same
//! statement. A link works for one purpose and is bound to its user.

use std::marker::PhantomData;

use model::error::{AppError, Noun};
use model::ids::{TokenId, UserId};
use model::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use crate::ctx::Base;
use crate::entity::token;
use crate::error::Result;
use crate::keys::hash_secret;
use crate::tx::{Proof, Reason, Rows, Tx, sealed};

mod closed {
    pub(crate) trait Closed {}
}

/// What a link is for.
pub(crate) trait Purpose: closed::Closed + Send + Sync + 'static {
    /// Its word in the table.
    const NAME: &'static str;
    /// Whether an ended one answers its own page.
    const OFFERS_NEW_LINK: bool;
}

macro_rules! purposes {
    ($( $(#[$meta:meta])* $name:ident = $word:literal $(, offers $offers:literal)?; )+) => {
        $(
            $(#[$meta])*
            pub(crate) struct $name;
            impl closed::Closed for $name {}
            impl Purpose for $name {
                const NAME: &'static str = $word;
                const OFFERS_NEW_LINK: bool = purposes!(@offers $($offers)?);
            }
        )+
    };
    (@offers) => { false };
    (@offers $offers:literal) => { $offers };
}

purposes! {
    /// Create the workspace and its Owner.
    SetUp = "set_up";
    /// Accept an invitation.
    Invite = "invite", offers true;
    /// Choose a new password.
    Reset = "reset";
    /// Confirm a new address.
    EmailChange = "email_change";
}

/// Proof that a link was shown; for reading what its page shows.
#[must_use]
pub(crate) struct Presented<P> {
    token: token::Model,
    ended: bool,
    _purpose: PhantomData<fn() -> P>,
}

/// Proof that a link was used up in this transaction.
#[must_use]
pub(crate) struct Redeemed<P> {
    token: token::Model,
    _purpose: PhantomData<fn() -> P>,
}

impl<P> sealed::Sealed for Presented<P> {}
impl<P> Proof for Presented<P> {}
impl<P> sealed::Sealed for Redeemed<P> {}
impl<P> Proof for Redeemed<P> {}

impl<P> Presented<P> {
    /// Whether its time is over.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// When its time is over.
    pub(crate) fn expires_at(&self) -> Option<Timestamp> {
        self.token.expires_at
    }
}

impl<P> Redeemed<P> {
    /// The row that was used up.
    pub(crate) fn id(&self) -> TokenId {
        self.token.id
    }
}

macro_rules! about_a_user {
    ($($proof:ident<$purpose:ident>),+) => {
        $(
            impl $proof<$purpose> {
                /// The user to whom the link is bound.
                pub(crate) fn user(&self) -> Result<UserId> {
                    self.token.user_id.ok_or_else(dead)
                }
            }
        )+
    };
}

about_a_user!(Presented<Invite>, Presented<Reset>, Presented<EmailChange>, Redeemed<Invite>, Redeemed<EmailChange>);

impl Presented<EmailChange> {
    /// What the row keeps of the change.
    pub(crate) fn payload(&self) -> &str {
        self.token.payload.as_deref().unwrap_or_default()
    }
}

impl Redeemed<EmailChange> {
    /// What the row keeps of the change.
    pub(crate) fn payload(&self) -> &str {
        self.token.payload.as_deref().unwrap_or_default()
    }
}

/// Every dead link answers the same.
pub(crate) fn dead() -> crate::Error {
    AppError::NotFound { what: Noun::Link }.into()
}

/// Looks a link up and changes nothing. An ended invitation is presented as such, every other dead link is not found.
pub(crate) async fn present<P: Purpose>(base: &Base, secret: &str) -> Result<Presented<P>> {
    #[expect(clippy::disallowed_methods, reason = "finding out who shows the link")]
    let rows = base.rows_without(Reason::Identity);
    let now = base.now();
    let token = find::<P>(&rows, secret).await?.filter(|token| token.used_at.is_none()).ok_or_else(dead)?;
    let ended = token.expires_at.is_some_and(|end| end <= now);
    if ended && !P::OFFERS_NEW_LINK {
        return Err(dead());
    }
    Ok(Presented { token, ended, _purpose: PhantomData })
}

/// Uses a link up. One statement tests purpose, use and expiry, so that two tries cannot both succeed, with or without
/// any background job.
pub(crate) async fn redeem<P: Purpose>(tx: &Tx, secret: &str) -> Result<Redeemed<P>> {
    #[expect(clippy::disallowed_methods, reason = "finding out who shows the link")]
    let rows = tx.rows_without(Reason::Identity);
    let now = tx.now();
    let used = token::Entity::update_many()
        .col_expr(token::Column::UsedAt, Expr::value(now))
        .filter(token::Column::TokenHash.eq(hash_secret(secret)))
        .filter(token::Column::Purpose.eq(P::NAME))
        .filter(token::Column::UsedAt.is_null())
        .filter(Condition::any().add(token::Column::ExpiresAt.is_null()).add(token::Column::ExpiresAt.gt(now)))
        .exec(rows.conn())
        .await?
        .rows_affected;
    let token = find::<P>(&rows, secret).await?.ok_or_else(dead)?;
    match used {
        1 => Ok(Redeemed { token, _purpose: PhantomData }),
        _ if P::OFFERS_NEW_LINK && token.used_at.is_none() => Err(AppError::InvitationExpired.into()),
        _ => Err(dead()),
    }
}

async fn find<P: Purpose>(rows: &Rows<'_, Reason>, secret: &str) -> Result<Option<token::Model>> {
    Ok(token::Entity::find()
        .filter(token::Column::TokenHash.eq(hash_secret(secret)))
        .filter(token::Column::Purpose.eq(P::NAME))
        .one(rows.conn())
        .await?)
}
