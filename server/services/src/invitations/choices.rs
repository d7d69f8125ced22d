//! What the dialog offers when it opens.

use model::access::{Action, CompanyPermission, CompanyRole};
use model::error::AppError;
use model::invitations::InvitationChoices;

use crate::access::{InvitationTarget, InvitationsSend, Resource};
use crate::ctx::Ctx;
use crate::tx::Reason;
use crate::{seats, workspace};

/// The roles that someone can be invited to, in the order in which people see them.
const ROLES: [CompanyRole; 3] = [CompanyRole::Administrator, CompanyRole::Member, CompanyRole::Guest];

/// Roles and permissions with a verdict each, and the seats at this moment.
///
/// # Errors
/// `Forbidden` for whoever may not invite.
pub async fn choices(ctx: &Ctx) -> Result<InvitationChoices, AppError> {
    ctx.read(async || {
        let _permit = ctx.workspace().require::<InvitationsSend>().await?;
        let verdict = |role, permissions: Vec<CompanyPermission>| {
            let target = Resource::Invitation(InvitationTarget { role, permissions, organization: None });
            ctx.verdicts(&[Action::InvitationsSend], &target).of(Action::InvitationsSend)
        };
        // An Administrator holds them all already.
        let permissions = [CompanyRole::Member, CompanyRole::Guest].into_iter().flat_map(|role| {
            CompanyPermission::ALL.iter().map(move |permission| (role, *permission, verdict(role, vec![*permission])))
        });
        #[expect(clippy::disallowed_methods, reason = "counting, and a setting that no page keeps to itself")]
        let (counting, settings) = (ctx.rows_without(Reason::Counting), ctx.rows_without(Reason::Workspace));
        Ok(InvitationChoices {
            roles: ROLES.map(|role| (role, verdict(role, Vec::new()))).into(),
            permissions: permissions.collect(),
            language: workspace::current(&settings).await?.default_language,
            seats: seats::count(&counting, ctx.now()).await?,
            buy: ctx.verdicts(&[Action::SeatsBuy], &Resource::Workspace).of(Action::SeatsBuy),
        })
    })
    .await
}
