//! The report: a line per row, in the language of whoever downloads it.

use i18n::{Catalog, Key, provide_i18n};
use leptos::prelude::Owner;
use model::error::AppError;
use services::transfer::{self, Outcome};

use super::texts::{Stage, verdict};
use crate::visitor::Visitor;

/// What comes, or came, of each row of a table, as CSV.
///
/// # Errors
/// `Unauthenticated` without a session; `Forbidden` without Users; `Invalid` about `key` for a table that is not kept.
pub async fn report(visitor: &Visitor, key: &str) -> Result<String, AppError> {
    let ctx = visitor.ctx().ok_or(AppError::Unauthenticated)?;
    // Whatever reads a signal stands inside: each await may end on another thread, which knows nothing of the owner.
    let owner = Owner::new();
    let (i18n, head) = owner.with(|| {
        let i18n = provide_i18n(Catalog::of(visitor.language()));
        let head = [Key::ImportRow, Key::CommonEmail, Key::CommonName, Key::ImportResult];
        (i18n, head.map(|key| i18n.text_untracked(key)))
    });
    let [row, email, name, result] = head.each_ref().map(String::as_str);
    transfer::report(ctx, key, [row, email, name, result], move |row, outcome| {
        let stage = match outcome {
            Outcome::Planned => Stage::Planned,
            Outcome::Done => Stage::Done,
            Outcome::LeftAlone => Stage::LeftAlone,
        };
        owner.with(|| verdict(i18n, row, stage))
    })
    .await
}
