//! Server functions of the Add user dialog.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use model::error::AppError;
use model::invitations::{AddressList, AddressReport, InvitationChoices, InvitationReport, NewInvitations};

#[cfg(feature = "ssr")]
use crate::rpc;

/// What the dialog offers: roles and permissions with a verdict each, and the seats at this moment.
#[server(prefix = "/rpc", endpoint = "invitations/choices", input = Json)]
pub async fn get_invitation_choices() -> Result<InvitationChoices, AppError> {
    rpc::signed_in(async move |ctx| services::invitations::choices(&ctx).await).await
}

/// What will happen to each address of a pasted list. Nothing is sent.
#[server(prefix = "/rpc", endpoint = "invitations/check", input = Json)]
pub async fn check_addresses(list: AddressList) -> Result<AddressReport, AppError> {
    rpc::signed_in(async move |ctx| services::invitations::check(&ctx, list).await).await
}

/// Invites people by email, all or none, and reports what happened to each address.
#[server(prefix = "/rpc", endpoint = "invitations/send", input = Json)]
pub async fn send_invitations(input: NewInvitations) -> Result<InvitationReport, AppError> {
    rpc::signed_in(async move |ctx| services::invitations::send(&ctx, input).await).await
}
