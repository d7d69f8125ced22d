//! Who may do what: the facts, the one decision, and the proofs that it was asked.
//!
//! [`decide`] is pure; its facts never leave the server. Its "yes" becomes a [`Permit`], without which no store gets a
//! connection; its answer travels with the data as a verdict. Only this module makes proofs.

mod acceptance;
mod capability;
#[cfg(any(test, feature = "testing"))]
mod cast;
mod catalog;
mod decide;
mod explain;
mod facts;
#[cfg(test)]
mod invariants;
mod load;
mod matrix;
mod people;
mod permit;
mod redeemed;
mod rules;
mod verdicts;
pub(crate) mod visible;

pub(crate) use acceptance::still_granted;
pub(crate) use capability::*;
pub(crate) use catalog::{effective, holdable};
pub(crate) use decide::decide;
pub(crate) use explain::{explain, explain_all, visible_holders, who_can_give};
pub(crate) use facts::{InvitationTarget, Resource, SecondFactor, Subject, UserTarget};
pub(crate) use load::{is_external, load_absent, load_owner_of_key, load_subject, load_subject_in, user_target};
pub(crate) use matrix::{ability_cells, permission_cells};
pub(crate) use people::{OrganizationAdmins, Person, load_organization_admins, load_people};
pub(crate) use permit::{Gate, Permit, UserGate};
pub(crate) use redeemed::{EmailChange, Invite, Presented, Purpose, Redeemed, Reset, SetUp, dead, present, redeem};
pub(crate) use verdicts::{asks_for_step_up, refusal, verdicts};

#[cfg(feature = "testing")]
pub(crate) mod testing;
