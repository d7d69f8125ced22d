//! What a page needs to know about its controls.

use serde::{Deserialize, Serialize};

use super::{Action, Blocker};

/// What a page needs to know about one control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It works.
    Allowed,
    /// It does not, and this is the first reason.
    Blocked(Blocker),
}

impl Verdict {
    /// Whether the control works.
    #[must_use]
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed)
    }

    /// The reason why not.
    #[must_use]
    pub const fn blocker(self) -> Option<Blocker> {
        match self {
            Self::Allowed => None,
            Self::Blocked(blocker) => Some(blocker),
        }
    }
}

/// One verdict per action that a row or page offers. What is not in it is not offered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Verdicts(pub Vec<(Action, Verdict)>);

impl Verdicts {
    /// These verdicts and others, about other things.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The verdict for an action, if it is offered at all.
    #[must_use]
    pub fn get(&self, action: Action) -> Option<Verdict> {
        self.0.iter().find(|(offered, _)| *offered == action).map(|(_, verdict)| *verdict)
    }

    /// The verdict for an action; what is not offered has no grant.
    #[must_use]
    pub fn of(&self, action: Action) -> Verdict {
        self.get(action).unwrap_or(Verdict::Blocked(Blocker::NoGrant))
    }

    /// Whether an action is offered and works.
    #[must_use]
    pub fn allows(&self, action: Action) -> bool {
        self.of(action).is_allowed()
    }
}
