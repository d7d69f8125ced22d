//! The Security page: rules for passwords, sessions, keys and deletion, and whether everybody needs a second factor.
//!
//! Nothing here acts on anybody: the rules are read where they count, so a change counts from the next request on, on
//! every node.

mod factors;
mod reminded;
mod reminders;

use model::access::Action;
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::fields::FieldCode;
use model::security::{Enforced, EnforcementPanel, FROM, PLAN_DAYS, PlanDays, SecurityChange, SecuritySettings};
use model::time::Timestamp;

pub(crate) use factors::are_unenrolled;
pub use factors::factors;
pub(crate) use reminded::forget as forget_reminders;
pub(crate) use reminders::EnrollmentReminders;
pub use reminders::{remind, remind_some};

use crate::access::{self, Resource, SecurityEdit, SecurityEnforce, SecurityRelease};
use crate::ctx::{Base, Ctx};
use crate::entity::workspace as settings;
use crate::error::Result;
use crate::settings::Edition;
use crate::tx::{Reason, Rows, Tx};
use crate::{workspace, zone};

/// The page, for holders of Security.
///
/// # Errors
/// `Forbidden` for everybody else.
pub async fn page(ctx: &Ctx) -> std::result::Result<SecuritySettings, AppError> {
    ctx.read(async || {
        let _security = ctx.workspace().require::<SecurityEdit>().await?;
        let settings = workspace::current(&rows(ctx)).await?;
        Ok(SecuritySettings {
            rules: workspace::security(&settings),
            version: settings.version,
            enforcement: panel(ctx, &settings),
        })
    })
    .await
}

/// Changes the rules. They count from the next request on: what was allowed before and is not now ends then.
///
/// # Errors
/// `Forbidden` without Security; `Invalid` with the rules that need mending; `Conflict` when somebody changed the page
/// meanwhile.
pub async fn save(ctx: &Ctx, change: SecurityChange) -> std::result::Result<(), AppError> {
    let wanted = &change.validate()?;
    let unchanged = ctx.read(async || {
        let _security = ctx.workspace().require::<SecurityEdit>().await?;
        let settings = workspace::current(&rows(ctx)).await?;
        Ok(settings.version == change.version && workspace::security(&settings) == *wanted)
    });
    // What is stored already is no change, and leaves no trace.
    if unchanged.await? {
        return Ok(());
    }
    ctx.write(|tx| async move {
        let row = lock(&tx).await?;
        let permit = tx.workspace().require::<SecurityEdit>().await?;
        if row.version != change.version {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        let present = workspace::security(&row);
        let changed = wanted.differences(&present);
        workspace::set_security(&tx.rows(&permit), row, wanted).await?;
        let (before, after) = (present.only(&changed), wanted.only(&changed));
        tx.record(Event::SecurityRulesChanged { before, after }).await;
        Ok(())
    })
    .await
}

/// Asks everybody for a second factor, from the next request on.
///
/// # Errors
/// `Forbidden` without Security, in the Standard edition, and for whoever has no second factor; `StepUpRequired`;
/// `Conflict` when it is on already.
pub async fn enforce(ctx: &Ctx) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        let row = lock(&tx).await?;
        let permit = tx.workspace().require::<SecurityEnforce>().await?;
        let before = state(&tx, &row);
        if before.enforced {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        let after = Enforced { enforced: true, from: None };
        workspace::enforce(&tx.rows(&permit), row, after).await?;
        tx.record(Event::EnforcementChanged { before, after }).await;
        Ok(())
    })
    .await
}

/// Asks everybody for a second factor from a day of the workspace on, `2026-11-21`: from tomorrow on at the earliest, and
/// within [`PLAN_DAYS`]. Takes the place of the day before it; the same day once more is no change.
///
/// # Errors
/// As [`enforce`]; `Invalid` for a day that cannot be planned, or none.
pub async fn plan(ctx: &Ctx, day: &str) -> std::result::Result<(), AppError> {
    let unchanged = ctx.read(async || {
        let _permit = ctx.workspace().require::<SecurityEnforce>().await?;
        let settings = workspace::current(&rows(ctx)).await?;
        let planned = planned(ctx, &settings, ctx.now());
        Ok(planned.is_some_and(|from| zone::date(from, &settings.timezone) == day.trim()))
    });
    if unchanged.await? {
        return Ok(());
    }
    ctx.write(|tx| async move {
        let row = lock(&tx).await?;
        let permit = tx.workspace().require::<SecurityEnforce>().await?;
        let before = state(&tx, &row);
        let from = first_moment(day, &row.timezone, tx.now()).map_err(|code| AppError::field(FROM, code))?;
        let after = Enforced { enforced: false, from: Some(from) };
        if before.enforced || before == after {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        workspace::enforce(&tx.rows(&permit), row, after).await?;
        tx.record(Event::EnforcementChanged { before, after }).await;
        Ok(())
    })
    .await
}

/// Asks nobody for it any more; a planned day is taken back too. In the Standard edition there is no way back.
///
/// # Errors
/// `Forbidden` without Security; `StepUpRequired`; `Conflict` when it is off and nothing is planned.
pub async fn release(ctx: &Ctx) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        let row = lock(&tx).await?;
        let permit = tx.workspace().require::<SecurityRelease>().await?;
        let before = state(&tx, &row);
        let after = Enforced { enforced: false, from: None };
        if before == after {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        workspace::release(&tx.rows(&permit), row).await?;
        tx.record(Event::EnforcementChanged { before, after }).await;
        Ok(())
    })
    .await
}

/// Whether everybody needs a second factor at this moment.
pub(crate) async fn is_enforced(base: &Base) -> Result<bool> {
    let settings = workspace::current(&rows(base)).await?;
    Ok(settings.asks_for_second_factor(edition(base), base.now()))
}

/// The same inside a transaction.
pub(crate) async fn is_enforced_in(tx: &Tx) -> Result<bool> {
    #[expect(clippy::disallowed_methods, reason = "whether everybody needs a second factor")]
    let settings = workspace::current(&tx.rows_without(Reason::Workspace)).await?;
    Ok(settings.asks_for_second_factor(edition(tx.base()), tx.now()))
}

fn panel(ctx: &Ctx, settings: &settings::Model) -> EnforcementPanel {
    let on = settings.asks_for_second_factor(edition(ctx), ctx.now());
    let from = planned(ctx, settings, ctx.now());
    let action = if on { Action::SecurityRelease } else { Action::SecurityEnforce };
    let verdicts = ctx.verdicts(&[Action::SecurityEnforce, Action::SecurityRelease], &Resource::Workspace);
    EnforcementPanel {
        on,
        from: from.map(|from| zone::moment(from, &settings.timezone)),
        days: days(from, &settings.timezone, ctx.now()),
        last: on && edition(ctx) == Edition::Standard,
        enforce: verdicts.of(Action::SecurityEnforce),
        release: verdicts.of(Action::SecurityRelease),
        needs_step_up: access::asks_for_step_up(ctx.subject(), action, &Resource::Workspace),
    }
}

fn state(tx: &Tx, row: &settings::Model) -> Enforced {
    let enforced = row.asks_for_second_factor(edition(tx.base()), tx.now());
    Enforced { enforced, from: planned(tx.base(), row, tx.now()) }
}

/// The day from which on it is planned, while it is still to come.
fn planned(base: &Base, row: &settings::Model, now: Timestamp) -> Option<Timestamp> {
    row.will_ask_for_second_factor(edition(base), now)
}

/// Whether everybody needs a second factor, now or from a planned day on.
fn is_needed(base: &Base, row: &settings::Model) -> bool {
    row.asks_for_second_factor(edition(base), base.now()) || planned(base, row, base.now()).is_some()
}

/// The days that can be planned in a zone.
fn days(planned: Option<Timestamp>, zone: &str, now: Timestamp) -> PlanDays {
    let today = zone::date(now, zone);
    let later = |days| zone::days_after(&today, days).unwrap_or_default();
    let planned = planned.map(|from| zone::date(from, zone)).unwrap_or_default();
    PlanDays { planned, first: later(1), last: later(PLAN_DAYS) }
}

/// When a day that was typed begins, if it can be planned.
fn first_moment(day: &str, zone: &str, now: Timestamp) -> std::result::Result<Timestamp, FieldCode> {
    let day = day.trim();
    if day.is_empty() {
        return Err(FieldCode::Required);
    }
    let begin = |day: &str| zone::day(day, zone).map(|(begin, _)| begin);
    let from = begin(day).ok_or(FieldCode::NotOffered)?;
    let last = begin(&days(None, zone, now).last);
    match from {
        from if from <= now => Err(FieldCode::BeforeTomorrow),
        from if last.is_none_or(|last| last < from) => Err(FieldCode::TooFarAhead { days: PLAN_DAYS }),
        from => Ok(from),
    }
}

fn edition(base: &Base) -> Edition {
    base.services().settings().edition
}

/// The row, kept for this transaction; the lock of the workspace, which everybody takes before those of users.
#[expect(clippy::disallowed_methods, reason = "the row that is about to change, under its own permit")]
async fn lock(tx: &Tx) -> Result<settings::Model> {
    workspace::lock(&tx.rows_without(Reason::Workspace)).await
}

#[expect(clippy::disallowed_methods, reason = "the rules of the workspace, which are no secret inside")]
fn rows(base: &Base) -> Rows<'_, Reason> {
    base.rows_without(Reason::Workspace)
}
