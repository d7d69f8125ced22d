//! Permits, and the gates that mint them.
//!
//! A store that takes `Rows<'_, Permit<InvitationsCancel>>` cannot be called without the check, nor with the permit for
//! another action, nor for another user than the one that was checked.

use std::marker::PhantomData;

use model::access::{Action, CompanyPermission};
use model::error::{AppError, Noun};
use model::ids::UserId;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::EntityTrait;

use super::capability::{Capability, Workspace};
use super::verdicts::verdict;
use super::{Resource, Subject, UserTarget, decide, load, refusal};
use crate::ctx::{Actor, Ctx};
use crate::db;
use crate::entity::user;
use crate::error::{Error, Result};
use crate::tx::{Proof, Reason, Rows, Tx, sealed};

/// Proof that the actor may use capability `C` on `target`, within the scope that `C` names.
#[must_use]
pub(crate) struct Permit<C: Capability> {
    target: C::Target,
    actor: Actor,
    _capability: PhantomData<fn() -> C>,
}

impl<C: Capability> sealed::Sealed for Permit<C> {}
impl<C: Capability> Proof for Permit<C> {}

impl<C: Capability> Permit<C> {
    /// What it is about.
    pub(crate) fn target(&self) -> C::Target {
        self.target
    }

    /// Who may.
    pub(crate) fn actor(&self) -> Actor {
        self.actor
    }
}

/// Whoever asks: a request that reads, or a transaction.
#[derive(Clone, Copy)]
enum Asker<'a> {
    Ctx(&'a Ctx),
    Tx(&'a Tx),
}

impl<'a> Asker<'a> {
    async fn subject(self) -> Result<&'a Subject> {
        match self {
            Self::Ctx(ctx) => Ok(ctx.subject()),
            Self::Tx(tx) => tx.subject().await,
        }
    }

    fn now(self) -> Timestamp {
        match self {
            Self::Ctx(ctx) => ctx.now(),
            Self::Tx(tx) => tx.now(),
        }
    }

    fn actor(self) -> Actor {
        match self {
            Self::Ctx(ctx) => ctx.actor(),
            Self::Tx(tx) => tx.base().actor(),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the facts of access")]
    fn identity(self) -> Rows<'a, Reason> {
        match self {
            Self::Ctx(ctx) => ctx.rows_without(Reason::Identity),
            Self::Tx(tx) => tx.rows_without(Reason::Identity),
        }
    }

    async fn mint<C: Capability>(self, resource: &Resource, target: C::Target) -> Result<Permit<C>> {
        let subject = self.subject().await?;
        let decision = decide(subject, C::ACTION, resource);
        if decision.allowed {
            Ok(Permit { target, actor: self.actor(), _capability: PhantomData })
        } else {
            Err(Error::App(refusal(subject, C::ACTION, resource, &decision)))
        }
    }
}

/// Asks about the workspace.
pub(crate) struct Gate<'a>(Asker<'a>);

impl<'a> Gate<'a> {
    pub(crate) fn of_ctx(ctx: &'a Ctx) -> Self {
        Self(Asker::Ctx(ctx))
    }

    pub(crate) fn of_tx(tx: &'a Tx) -> Self {
        Self(Asker::Tx(tx))
    }

    /// The permit, or why not.
    pub(crate) async fn require<C>(self) -> Result<Permit<C>>
    where
        C: Capability<Scope = Workspace, Target = ()>,
    {
        self.require_for::<C>(&Resource::Workspace).await
    }

    /// The permit for something with facts of its own: an invitation to be sent, one's own account.
    pub(crate) async fn require_for<C>(self, resource: &Resource) -> Result<Permit<C>>
    where
        C: Capability<Scope = Workspace, Target = ()>,
    {
        self.0.mint(resource, ()).await
    }
}

/// Looks a user up and asks about them, in one step.
pub(crate) struct UserGate<'a> {
    asker: Asker<'a>,
    id: UserId,
}

impl<'a> UserGate<'a> {
    pub(crate) fn of_ctx(ctx: &'a Ctx, id: UserId) -> Self {
        Self { asker: Asker::Ctx(ctx), id }
    }

    pub(crate) fn of_tx(tx: &'a Tx, id: UserId) -> Self {
        Self { asker: Asker::Tx(tx), id }
    }

    /// The row and the permit; `NotFound` when it is not there, or not there for this person.
    pub(crate) async fn require<C>(self) -> Result<(user::Model, Permit<C>)>
    where
        C: Capability<Scope = Workspace, Target = UserId>,
    {
        self.require_for::<C>(|_, target| target).await
    }

    /// The same for a change whose facts depend on what is held now.
    pub(crate) async fn require_for<C>(
        self,
        change: impl FnOnce(&[CompanyPermission], UserTarget) -> UserTarget,
    ) -> Result<(user::Model, Permit<C>)>
    where
        C: Capability<Scope = Workspace, Target = UserId>,
    {
        let (user, target) = self.look::<C>(change).await?;
        let permit = self.asker.mint(&Resource::User(target), user.id).await?;
        Ok((user, permit))
    }

    /// The row alone, for whoever is offered the action: step-up is asked for when it is carried out.
    pub(crate) async fn offered<C>(self) -> Result<user::Model>
    where
        C: Capability<Scope = Workspace, Target = UserId>,
    {
        let (user, target) = self.look::<C>(|_, target| target).await?;
        let (subject, resource) = (self.asker.subject().await?, Resource::User(target));
        let decision = decide(subject, C::ACTION, &resource);
        if verdict(&decision).is_allowed() {
            Ok(user)
        } else {
            Err(Error::App(refusal(subject, C::ACTION, &resource, &decision)))
        }
    }

    /// The row, and the facts about it for this action.
    async fn look<C: Capability>(
        &self,
        change: impl FnOnce(&[CompanyPermission], UserTarget) -> UserTarget,
    ) -> Result<(user::Model, UserTarget)> {
        let rows = self.asker.identity();
        let found = db::for_update(user::Entity::find_by_id(self.id), rows.conn()).one(rows.conn()).await?;
        let Some(user) = found.filter(|user| user.status != UserStatus::Erased) else {
            return Err(AppError::NotFound { what: Noun::User }.into());
        };
        let extras = load::extras(&rows, user.id).await?;
        let held: Vec<CompanyPermission> = extras.into_iter().map(|extra| extra.permission).collect();
        let mut target = change(&held, load::user_target(&user, held.clone()));
        if C::ACTION == Action::UsersChangeEmail {
            target.external = load::is_external(&rows, user.id).await?;
        }
        // The only actions that the guard is about.
        if matches!(C::ACTION, Action::UsersDisable | Action::UsersDelete) {
            target.last_org_admin = load::is_last_org_admin(&rows, user.id, self.asker.now()).await?;
        }
        Ok((user, target))
    }
}
