//! Server functions of the list of users.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::deletion::{DeletionOrder, DeletionPlan, RestorePlan};
use model::error::AppError;
use model::ids::UserId;
use model::invitations::{InvitationLink, InvitedPerson};
use model::roles::{Held, RoleChange, RoleChanged, RoleChoices, RoleDiff};
use model::users::{Undoable, UserQuery, UsersPage};

#[cfg(feature = "ssr")]
use crate::rpc;

/// One page of users, each with the verdicts of the actions that its row offers; and what a file of them was refused for.
#[server(prefix = "/rpc", endpoint = "users/list", input = Json)]
pub async fn list_users(query: UserQuery) -> Result<UsersPage, AppError> {
    rpc::visiting(async move |visitor| {
        let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
        let page = services::users::list(ctx, query).await?;
        Ok(UsersPage { refused: visitor.flash().and_then(|flash| flash.error), ..page })
    })
    .await
}

/// What can be changed about someone's role and permissions.
#[server(prefix = "/rpc", endpoint = "roles/choices", input = Json)]
pub async fn get_role_choices(user: UserId) -> Result<RoleChoices, AppError> {
    rpc::signed_in(async move |ctx| services::roles::choices(&ctx, user).await).await
}

/// What a change of role and permissions would come to.
#[server(prefix = "/rpc", endpoint = "roles/preview", input = Json)]
pub async fn preview_role(user: UserId, held: Held) -> Result<RoleDiff, AppError> {
    rpc::signed_in(async move |ctx| services::roles::preview(&ctx, user, held).await).await
}

/// Changes role and permissions.
#[server(prefix = "/rpc", endpoint = "roles/change", input = Json)]
pub async fn change_role(user: UserId, change: RoleChange, form_token: String) -> Result<RoleChanged, AppError> {
    rpc::signed_in(async move |ctx| {
        services::session::expect_form(&ctx, &form_token)?;
        services::roles::change(&ctx, user, change).await
    })
    .await
}

/// Turns someone's access off.
#[server(prefix = "/rpc", endpoint = "users/disable", input = Json)]
pub async fn disable_user(user: UserId) -> Result<Undoable, AppError> {
    rpc::signed_in(async move |ctx| services::lifecycle::disable(&ctx, user).await).await
}

/// Turns it on again.
#[server(prefix = "/rpc", endpoint = "users/enable", input = Json)]
pub async fn enable_user(user: UserId) -> Result<Undoable, AppError> {
    rpc::signed_in(async move |ctx| services::lifecycle::enable(&ctx, user).await).await
}

/// What deleting someone comes to.
#[server(prefix = "/rpc", endpoint = "deletion/plan", input = Json)]
pub async fn get_deletion_plan(user: UserId) -> Result<DeletionPlan, AppError> {
    rpc::signed_in(async move |ctx| services::deletion::plan(&ctx, user).await).await
}

/// Deletes someone, for a while or for good.
#[server(prefix = "/rpc", endpoint = "deletion/delete", input = Json)]
pub async fn delete_user(user: UserId, order: DeletionOrder) -> Result<Undoable, AppError> {
    rpc::signed_in(async move |ctx| services::deletion::delete(&ctx, user, order).await).await
}

/// Takes a deletion back within the undo window.
#[server(prefix = "/rpc", endpoint = "deletion/take_back", input = Json)]
pub async fn take_back_deletion(user: UserId) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::deletion::take_back(&ctx, user).await).await
}

/// What restoring someone comes to.
#[server(prefix = "/rpc", endpoint = "deletion/restore_plan", input = Json)]
pub async fn get_restore_plan(user: UserId) -> Result<RestorePlan, AppError> {
    rpc::signed_in(async move |ctx| services::deletion::restore_plan(&ctx, user).await).await
}

/// Restores someone who is archived.
#[server(prefix = "/rpc", endpoint = "deletion/restore", input = Json)]
pub async fn restore_user(user: UserId, version: i64) -> Result<Undoable, AppError> {
    rpc::signed_in(async move |ctx| services::deletion::restore(&ctx, user, version).await).await
}

/// Sends an invitation again, with a new link.
#[server(prefix = "/rpc", endpoint = "invitations/resend", input = Json)]
pub async fn resend_invitation(user: UserId) -> Result<InvitedPerson, AppError> {
    rpc::signed_in(async move |ctx| services::invitations::resend(&ctx, user).await).await
}

/// Makes a new link of an invitation and returns it; the mailed one stops working.
#[server(prefix = "/rpc", endpoint = "invitations/copy_link", input = Json)]
pub async fn copy_invitation_link(user: UserId) -> Result<InvitationLink, AppError> {
    rpc::signed_in(async move |ctx| services::invitations::copy_link(&ctx, user).await).await
}

/// Withdraws an invitation.
#[server(prefix = "/rpc", endpoint = "invitations/cancel", input = Json)]
pub async fn cancel_invitation(user: UserId) -> Result<(), AppError> {
    rpc::signed_in(async move |ctx| services::invitations::cancel(&ctx, user).await).await
}
