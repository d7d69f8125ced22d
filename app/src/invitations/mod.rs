//! Inviting people, and accepting an invitation.

mod accept;
mod accept_rpc;
mod add_user_dialog;
mod address_verdicts;
mod role_fields;
mod rpc;
mod seat_box;

pub(crate) use accept::AcceptPage;
pub(crate) use add_user_dialog::AddUserDialog;
