//! The Security page of the workspace: its rules, the switch that asks everybody for a second factor, and who has one.
//!
//! To add a rule: 1. its field in `model::security`; 2. its line in [`draft`] and [`rules`]; 3. where it counts, in
//! `services`.

mod draft;
mod enforcement;
mod factors;
#[cfg(feature = "ssr")]
mod forms;
mod page;
mod reminding;
mod rpc;
mod rules;

pub(crate) use page::Page;
