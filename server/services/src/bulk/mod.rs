//! One change for many people: a look at what it comes to, the change, and its undoing.
//!
//! [`plan`] says for each person what would happen and why not; the look and the change make the same plan, one by
//! reading, one under the lock of the workspace. Each person is then changed by the same code as alone, behind their own
//! permit, so a batch can do nothing that single changes could not.
//!
//! Invariants: a change commits whole or not at all; it never takes more seats than are free; whoever changed since the
//! look, and whomever the one who asks may not act on, is left alone and named; each person has an audit entry of their
//! own, in both directions.
//!
//! To add a change: 1. its variants in `model::bulk`; 2. its question and its outcome in [`plan`]; 3. what it does in
//! `perform`; 4. what takes it back in `undo`.

mod look;
mod perform;
mod plan;
mod recent;
mod report;
mod undo;

pub use look::{preview, reach};
pub use perform::apply;
pub use recent::recent;
pub use undo::{undo, undo_listed};

pub(crate) use recent::recent_one;
