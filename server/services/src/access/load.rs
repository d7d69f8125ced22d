//! Reads the facts that the decision looks at.
//!
//! Inside a write transaction they are read under a lock, so that a role lost between check and change cannot slip
//! through; see `db::for_share`.

use model::access::{CompanyPermission, OrganizationRole};
use model::error::AppError;
use model::ids::UserId;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::facts::{
    Credential, ExtraFact, Identity, OrganizationFact, SecondFactor, Subject, UserFact, UserTarget, standing,
};
use crate::ctx::Actor;
use crate::db;
use crate::entity::{api_key, credential, organization_user, session, totp, user, user_permission, workspace};
use crate::error::Result;
use crate::settings::Edition;
use crate::tx::{Reason, Rows, Tx};

/// The facts about a signed-in user.
pub(crate) async fn load_subject(
    rows: &Rows<'_, Reason>,
    user: &user::Model,
    session: &session::Model,
    edition: Edition,
    at: Timestamp,
) -> Result<Subject> {
    load_user(rows, user, Credential::Session { step_up_at: session.step_up_at }, edition, at).await
}

/// The facts about a user whose program asks.
pub(crate) async fn load_owner_of_key(
    rows: &Rows<'_, Reason>,
    user: &user::Model,
    edition: Edition,
    at: Timestamp,
) -> Result<Subject> {
    load_user(rows, user, Credential::ApiKey, edition, at).await
}

/// The facts about someone who is not there: an inviter, when the invitation is accepted. Locked like those about the
/// one who asks. What is asked of whoever is here, step-up and a second factor, is not asked of them.
pub(crate) async fn load_absent(tx: &Tx, id: UserId) -> Result<Option<Subject>> {
    #[expect(clippy::disallowed_methods, reason = "the facts of access")]
    let rows = tx.rows_without(Reason::Identity);
    let edition = tx.base().services().settings().edition;
    match db::for_share(user::Entity::find_by_id(id), rows.conn()).one(rows.conn()).await? {
        Some(user) => {
            let subject = load_user(&rows, &user, Credential::None, edition, tx.now()).await?;
            Ok(Some(Subject { second_factor: SecondFactor::NotEnrolled { by: None }, ..subject }))
        }
        None => Ok(None),
    }
}

/// The facts about someone who is looked at: what they could do, signed in.
pub(super) async fn load_other(
    rows: &Rows<'_, Reason>,
    user: &user::Model,
    edition: Edition,
    at: Timestamp,
) -> Result<Subject> {
    load_user(rows, user, Credential::None, edition, at).await
}

async fn load_user(
    rows: &Rows<'_, Reason>,
    user: &user::Model,
    credential: Credential,
    edition: Edition,
    at: Timestamp,
) -> Result<Subject> {
    let organizations = organization_user::Entity::find()
        .filter(organization_user::Column::UserId.eq(user.id))
        .all(rows.conn())
        .await?
        .into_iter()
        .map(|row| OrganizationFact { organization: row.organization_id, role: row.role, enabled: row.enabled })
        .collect();
    Ok(Subject {
        who: Identity::User(user.id),
        user: Some(UserFact {
            status: user.status,
            disabled_by: user.disabled_by,
            role: user.role,
            extras: extras(rows, user.id).await?,
            access_ends_at: user.access_ends_at,
        }),
        organizations,
        brands: Vec::new(),
        projects: Vec::new(),
        second_factor: second_factor(rows, user.id, edition, at).await?,
        credential,
        edition,
        at,
    })
}

/// Whether a user has a second factor, and whether one is asked for.
async fn second_factor(rows: &Rows<'_, Reason>, user: UserId, edition: Edition, at: Timestamp) -> Result<SecondFactor> {
    let own = totp::Entity::find_by_id(user).filter(totp::Column::ConfirmedAt.is_not_null());
    if own.one(rows.conn()).await?.is_some() {
        return Ok(SecondFactor::Enrolled);
    }
    let account = credential::Entity::find_by_id(user).one(rows.conn()).await?;
    // Another system asks for its own.
    if account.is_some_and(|account| !account.is_local()) {
        return Ok(SecondFactor::Enrolled);
    }
    let settings = workspace::Entity::find().one(rows.conn()).await?;
    Ok(match settings {
        Some(settings) if settings.asks_for_second_factor(edition, at) => SecondFactor::RequiredAndMissing,
        settings => SecondFactor::NotEnrolled {
            by: settings.and_then(|settings| settings.will_ask_for_second_factor(edition, at)),
        },
    })
}

/// The facts about the one who asks, locked for the length of the transaction.
pub(crate) async fn load_subject_in(tx: &Tx) -> Result<Subject> {
    #[expect(clippy::disallowed_methods, reason = "the facts of access")]
    let rows = tx.rows_without(Reason::Identity);
    let edition = tx.base().services().settings().edition;
    let (who, credential) = match tx.base().actor() {
        Actor::User(user, session) => {
            let user = db::for_share(user::Entity::find_by_id(user), rows.conn()).one(rows.conn()).await?;
            let session = db::for_share(session::Entity::find_by_id(session), rows.conn()).one(rows.conn()).await?;
            return match (user, session) {
                (Some(user), Some(session)) if session.revoked_at.is_none() => {
                    load_subject(&rows, &user, &session, edition, tx.now()).await
                }
                _ => Err(AppError::Unauthenticated.into()),
            };
        }
        Actor::Program(user, shown) => {
            let user = db::for_share(user::Entity::find_by_id(user), rows.conn()).one(rows.conn()).await?;
            let Some(user) = user else { return Err(AppError::Unauthenticated.into()) };
            let key = db::for_share(api_key::Entity::find_by_id(user.id), rows.conn()).one(rows.conn()).await?;
            return match key {
                Some(key) if key.is_live(shown, tx.now()) => load_owner_of_key(&rows, &user, edition, tx.now()).await,
                _ => Err(AppError::Unauthenticated.into()),
            };
        }
        Actor::System(_, may) => (Identity::Job(may), Credential::Job),
        Actor::Presenting(_) | Actor::Nobody => (Identity::Nobody, Credential::None),
    };
    Ok(Subject {
        who,
        user: None,
        organizations: Vec::new(),
        brands: Vec::new(),
        projects: Vec::new(),
        second_factor: SecondFactor::NotEnrolled { by: None },
        credential,
        edition,
        at: tx.now(),
    })
}

/// The permissions that a user holds on top of the role.
pub(crate) async fn extras(rows: &Rows<'_, Reason>, user: UserId) -> Result<Vec<ExtraFact<CompanyPermission>>> {
    Ok(user_permission::Entity::find()
        .filter(user_permission::Column::UserId.eq(user))
        .all(rows.conn())
        .await?
        .into_iter()
        .map(|row| ExtraFact { permission: row.permission, ends_at: row.ends_at })
        .collect())
}

/// Whether another system keeps a user's address and password.
pub(crate) async fn is_external<P>(rows: &Rows<'_, P>, user: UserId) -> Result<bool> {
    let credential = credential::Entity::find_by_id(user).one(rows.conn()).await?;
    Ok(credential.is_some_and(|credential| !credential.is_local()))
}

/// Whether some organization would be left without an enabled, active Organization Admin.
pub(crate) async fn is_last_org_admin(rows: &Rows<'_, Reason>, id: UserId, now: Timestamp) -> Result<bool> {
    let admins = |of: Condition| {
        organization_user::Entity::find()
            .filter(organization_user::Column::Role.eq(OrganizationRole::Admin))
            .filter(organization_user::Column::Enabled.eq(true))
            .filter(of)
    };
    let own = admins(Condition::all().add(organization_user::Column::UserId.eq(id))).all(rows.conn()).await?;
    for organization in own {
        let others = Condition::all()
            .add(organization_user::Column::OrganizationId.eq(organization.organization_id))
            .add(organization_user::Column::UserId.ne(id));
        let others = admins(others).find_also_related(user::Entity).all(rows.conn()).await?;
        let stays = others
            .into_iter()
            .filter_map(|(_, user)| user)
            .any(|user| standing(user.status, user.disabled_by, user.access_ends_at, now).0 == UserStatus::Active);
        if !stays {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The facts about a user as the object of an action.
pub(crate) fn user_target(user: &user::Model, grants: Vec<CompanyPermission>) -> UserTarget {
    UserTarget {
        id: user.id,
        status: user.status,
        disabled_by: user.disabled_by,
        role: user.role,
        access_ends_at: user.access_ends_at,
        home_organization: user.home_organization,
        shares_project: false,
        grants,
        gives: Vec::new(),
        new_role: None,
        last_project_owner: false,
        last_org_admin: false,
        external: false,
    }
}
