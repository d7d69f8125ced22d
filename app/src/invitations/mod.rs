//! Inviting people, and accepting an invitation.

#[cfg(feature = "ssr")]
mod accept;
mod add_user_dialog;
mod address_verdicts;
#[cfg(feature = "ssr")]
mod forms;
mod role_fields;
mod rpc;
mod seat_box;

#[cfg(feature = "ssr")]
pub(crate) use accept::AcceptPage;
pub(crate) use add_user_dialog::AddUserDialog;
pub(crate) use rpc::get_invitation_choices;
pub(crate) use seat_box::SeatBox;
