//! Looking: what a change would come to, and how many of a selection each change applies to.

use model::access::Action;
use model::bulk::{AccessEdit, BulkAction, BulkOutcome, BulkPreview, PEOPLE_MAX, Reach, Seen, Selection, SkipReason};
use model::error::AppError;
use model::fields::{FieldCode, FieldErrors};
use model::ids::UserId;
use model::users::UserQuery;

use super::plan::{Facts, Planned, plan};
use super::report::{Groups, SkippedPeople};
use crate::access::{Permit, Resource, Subject, UsersView};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::tx::{Reason, Rows};
use crate::{seats, users};

/// What a change would come to for everyone who is meant.
///
/// # Errors
/// `Forbidden` for whoever does not see all fields of users; `Invalid` for nobody and for too many.
pub async fn preview(
    ctx: &Ctx,
    selection: Selection,
    action: BulkAction,
) -> std::result::Result<BulkPreview, AppError> {
    selection.validate()?;
    ctx.read(async || {
        let ids = chosen(ctx, selection).await?;
        let facts = Facts::load(&rows(ctx), &action, &ids, ctx.now()).await?;
        let plan = plan(ctx.subject(), &action, &ids, facts)?;
        let needs = Needs::of(&plan);
        let (mut groups, mut skipped, mut seen) = (Groups::default(), SkippedPeople::default(), Vec::new());
        for planned in plan {
            if let Some(user) = planned.user() {
                seen.push(Seen { id: user.id, version: user.version });
            }
            match (planned.user(), &planned.what) {
                (Some(user), Ok(outcome)) => groups.push(outcome.clone(), user),
                (user, Err(reason)) => skipped.push(*reason, user),
                (None, Ok(_)) => skipped.push(SkipReason::Unknown, None),
            }
        }
        Ok(BulkPreview {
            groups: groups.into_list(),
            skipped: skipped.into_list(),
            seen,
            seats: seats::count(&rows(ctx), ctx.now()).await?,
            takes: needs.takes,
            frees: needs.frees,
            buy: ctx.verdicts(&[Action::SeatsBuy], &Resource::Workspace).of(Action::SeatsBuy),
        })
    })
    .await
}

/// How many of a selection each change applies to.
///
/// # Errors
/// As [`preview`].
pub async fn reach(ctx: &Ctx, selection: Selection) -> std::result::Result<Reach, AppError> {
    selection.validate()?;
    ctx.read(async || {
        let ids = chosen(ctx, selection).await?;
        Ok(Reach {
            people: u32::try_from(ids.len()).unwrap_or(u32::MAX),
            edit: applies_to(ctx, &ids, &BulkAction::Edit(AccessEdit::default())).await?,
            resend: applies_to(ctx, &ids, &BulkAction::Resend).await?,
            disable: applies_to(ctx, &ids, &BulkAction::Disable).await?,
            enable: applies_to(ctx, &ids, &BulkAction::Enable).await?,
            delete: applies_to(ctx, &ids, &BulkAction::Delete).await?,
            restore: applies_to(ctx, &ids, &BulkAction::Restore).await?,
        })
    })
    .await
}

pub(super) async fn applies_to(ctx: &Ctx, ids: &[UserId], action: &BulkAction) -> Result<u32> {
    let facts = Facts::load(&rows(ctx), action, ids, ctx.now()).await?;
    let plan = plan(ctx.subject(), action, ids, facts)?;
    // Nothing is changed before the dialog says what; whoever would stay as they are could be changed.
    let edits = matches!(action, BulkAction::Edit(_));
    let applies = plan.iter().filter(|planned| match planned.what {
        Ok(_) => true,
        Err(SkipReason::Unchanged) => edits,
        Err(_) => false,
    });
    Ok(u32::try_from(applies.count()).unwrap_or(u32::MAX))
}

/// Who is meant, each once.
async fn chosen(ctx: &Ctx, selection: Selection) -> Result<Vec<UserId>> {
    let permit = ctx.workspace().require::<UsersView>().await?;
    match selection {
        Selection::People(ids) => {
            let mut known = std::collections::HashSet::with_capacity(ids.len());
            Ok(ids.into_iter().filter(|id| known.insert(*id)).collect())
        }
        Selection::Matching(query) => matching(&ctx.rows(&permit), ctx.subject(), &query, ctx.now()).await,
    }
}

/// Everyone whom a query finds, in its order.
pub(super) async fn matching(
    rows: &Rows<'_, Permit<UsersView>>,
    subject: &Subject,
    query: &UserQuery,
    now: model::time::Timestamp,
) -> Result<Vec<UserId>> {
    let ids = users::matching(rows, subject, query, u64::from(PEOPLE_MAX) + 1, now).await?;
    let code = match u32::try_from(ids.len()) {
        Ok(0) => FieldCode::Required,
        Ok(1..=PEOPLE_MAX) => return Ok(ids),
        _ => FieldCode::TooMany { max: PEOPLE_MAX },
    };
    Err(AppError::Invalid { fields: FieldErrors::one("people", code) }.into())
}

/// Seats that a plan takes and frees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    pub(super) takes: u32,
    pub(super) frees: u32,
}

impl Needs {
    pub(super) fn of(plan: &[Planned]) -> Self {
        plan.iter().fold(Self::default(), |needs, planned| match planned.what {
            Ok(BulkOutcome::Enabled | BulkOutcome::Resent { takes_seat: true } | BulkOutcome::Restored { .. }) => {
                Self { takes: needs.takes + 1, ..needs }
            }
            Ok(BulkOutcome::Disabled { was_off: false } | BulkOutcome::Deleted { frees_seat: true }) => {
                Self { frees: needs.frees + 1, ..needs }
            }
            _ => needs,
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "the facts of access, and counting")]
pub(super) fn rows(ctx: &Ctx) -> Rows<'_, Reason> {
    ctx.rows_without(Reason::Identity)
}
