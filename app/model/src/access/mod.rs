//! The words of rights: actions, permissions, roles, and what others see of a decision.
//!
//! Types only. Who may do what is decided by `services::access::decide`, on the server.

mod action;
mod blocker;
mod decision;
mod permission;
mod role;
mod verdict;

pub use action::Action;
pub use blocker::{Blocker, DisabledBy};
pub use decision::{Decision, GrantSource, Origin, Place};
pub use permission::{CompanyPermission, ProjectPermission};
pub use role::{CompanyRole, OrganizationRole, ProjectRole};
pub use verdict::{Verdict, Verdicts};
