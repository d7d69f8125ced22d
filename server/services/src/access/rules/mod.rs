//! The rules: one file for each step of `product/model.md` §5.1, in that order.
//!
//! A rule sees the whole question and says what stands in the way; it never grants anything. Only [`find_sources`] does.

mod brand;
mod ceiling;
mod credential;
mod enrollment;
mod guards;
mod organization;
mod private_project;
mod rank;
mod sources;
mod state;
mod status;

use model::access::Blocker;

use super::decide::Case;

pub(super) use sources::{Sources, find as find_sources};

/// A rule adds what stands in the way.
type Rule = fn(&Case<'_>, &mut Vec<Blocker>);

/// All of them, step by step.
pub(super) const ALL: [Rule; 11] = [
    status::check,
    enrollment::check,
    organization::check,
    brand::check,
    private_project::check,
    sources::check,
    ceiling::check,
    rank::check,
    guards::check,
    state::check,
    credential::check,
];
