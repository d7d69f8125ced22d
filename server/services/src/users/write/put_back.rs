//! Taking a change of status back, as it was to the moment.

use model::access::DisabledBy;
use model::ids::UserId;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::Set;

use super::{expect_invited, in_step, row};
use crate::access::{Capability, InvitationsResend, Permit, UsersDisable, UsersEnable, Workspace};
use crate::entity::user;
use crate::error::Result;
use crate::tx::Tx;

/// Where somebody stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) status: UserStatus,
    pub(crate) since: Timestamp,
    pub(crate) disabled_by: Option<DisabledBy>,
}

/// The capabilities that turn access on and off.
pub(crate) trait TurnsAccess: Capability<Scope = Workspace, Target = UserId> {}

impl TurnsAccess for UsersDisable {}
impl TurnsAccess for UsersEnable {}

/// Puts the status back to what it was, and since when.
pub(crate) async fn put_back<C: TurnsAccess>(
    tx: &Tx,
    permit: &Permit<C>,
    user: user::Model,
    standing: Standing,
) -> Result<user::Model> {
    let Standing { status, since, disabled_by } = standing;
    let user = in_step(user::Model { status, status_at: since, disabled_by, ..user });
    let change = user::ActiveModel { disabled_by: Set(user.disabled_by), ..Default::default() };
    row::update(&tx.rows(permit), permit.target(), user, change).await
}

/// Puts the end of an invitation back to what it was.
pub(crate) async fn put_invitation_back(
    tx: &Tx,
    permit: &Permit<InvitationsResend>,
    user: user::Model,
    until: Option<Timestamp>,
) -> Result<user::Model> {
    expect_invited(&user)?;
    let user = in_step(user::Model { invite_until: until, ..user });
    let change = user::ActiveModel { invite_until: Set(until), ..Default::default() };
    row::update(&tx.rows(permit), permit.target(), user, change).await
}
