//! Fewer seats from the next renewal on, which is the first day of the next month in the zone of the workspace.
//!
//! What is used or reserved stays: it is counted when the reduction is ordered, and again, under the same lock as every
//! taking of a seat, when the renewal comes. A reduction that does not fit then is refused as a whole.

use model::access::Action;
use model::billing::{Reduction, fewer_seats};
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::time::Timestamp;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set, Unchanged};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::month::Month;
use super::{count, settings_of};
use crate::access::SeatsBuy;
use crate::ctx::{Ctx, System};
use crate::entity::seat_reduction::{self, Column, Entity, Model};
use crate::error::Result;
use crate::jobs::{self, Job, JobError, Withdrawn};
use crate::tx::{Proof, Rows};
use crate::{seats, zone};

const PLANNED: &str = "planned";
const APPLIED: &str = "applied";
const REFUSED: &str = "refused";
const CANCELED: &str = "canceled";

/// Plans so many seats fewer for the next renewal, in the place of what was planned before.
///
/// # Errors
/// `Forbidden` and `StepUpRequired`; `Invalid` for none, and for all of them; `SeatsHeld` when they are not free.
pub async fn reduce(ctx: &Ctx, fewer: u32) -> std::result::Result<Reduction, AppError> {
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let permit = tx.workspace().require::<SeatsBuy>().await?;
        let rows = tx.rows(&permit);
        let seats = fewer_seats(fewer, count(&tx).await?)?;
        let settings = settings_of(&tx).await?;
        let on = Month::of(tx.now(), &settings.timezone).next;
        let before = planned(&rows).await?;
        let reduction = Model {
            id: before.as_ref().map_or_else(|| tx.new_id(), |before| before.id),
            seats: i32::try_from(seats).unwrap_or(i32::MAX),
            effective_at: on,
            state: PLANNED.to_owned(),
            ordered_by: ctx.user_id(),
            ordered_at: tx.now(),
            ended_at: None,
        };
        let row = reduction.clone().into_active_model().reset_all();
        match before {
            Some(_) => {
                drop(seat_reduction::ActiveModel { id: Unchanged(reduction.id), ..row }.update(rows.conn()).await?);
            }
            None => drop(Entity::insert(row).exec_without_returning(rows.conn()).await?),
        }
        let job = ApplyReduction { reduction: reduction.id };
        jobs::enqueue_again(&tx, &job, on, job_key(reduction.id)).await?;
        tx.record(Event::SeatReductionPlanned { reduction: reduction.id, seats }).await;
        Ok(Reduction { id: reduction.id, seats, on: zone::moment(on, &settings.timezone) })
    })
    .await
}

/// Takes a planned reduction back: the seats stay.
///
/// # Errors
/// `Forbidden` and `StepUpRequired`; `Conflict` when it is not planned any more.
pub async fn keep(ctx: &Ctx, reduction: Uuid) -> std::result::Result<(), AppError> {
    ctx.write(|tx| async move {
        tx.lock_workspace().await?;
        let permit = tx.workspace().require::<SeatsBuy>().await?;
        let rows = tx.rows(&permit);
        planned(&rows).await?.filter(|planned| planned.id == reduction).ok_or_else(stale)?;
        end(&rows, reduction, CANCELED, tx.now()).await?;
        // A job that is under way waits for our lock, and finds nothing planned.
        let (Withdrawn::Yes | Withdrawn::UnderWay | Withdrawn::Gone) = jobs::withdraw(&tx, &job_key(reduction)).await?;
        tx.record(Event::SeatReductionCanceled { reduction }).await;
        Ok(())
    })
    .await
}

/// Brings a reduction at its renewal.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ApplyReduction {
    reduction: Uuid,
}

impl Job for ApplyReduction {
    const NAME: &'static str = "apply_reduction";
    const MAX_ATTEMPTS: u32 = 20;

    async fn run(&self, system: &System) -> std::result::Result<(), JobError> {
        let reduction = self.reduction;
        let renewal = system.services().system("renewal", &[Action::SeatsBuy]);
        let applied = renewal
            .write(|tx| async move {
                tx.lock_workspace().await?;
                let permit = tx.workspace().require::<SeatsBuy>().await?;
                let rows = tx.rows(&permit);
                let due = planned(&rows).await?.filter(|due| due.id == reduction && due.effective_at <= tx.now());
                let fewer = seats_of(&due.ok_or_else(stale)?);
                if seats::give_back(&tx, &permit, fewer, reduction).await? {
                    end(&rows, reduction, APPLIED, tx.now()).await?;
                    tx.record(Event::SeatReductionApplied { reduction, seats: fewer }).await;
                } else {
                    let missing = count(&tx).await?.missing(fewer);
                    end(&rows, reduction, REFUSED, tx.now()).await?;
                    tx.record(Event::SeatReductionRefused { reduction, missing }).await;
                }
                Ok(())
            })
            .await;
        match applied {
            // Canceled, or brought already: a job may run twice.
            Ok(()) | Err(AppError::Conflict { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The one that is planned.
pub(super) async fn planned<P>(rows: &Rows<'_, P>) -> Result<Option<Model>> {
    Ok(Entity::find().filter(Column::State.eq(PLANNED)).one(rows.conn()).await?)
}

/// The last one, if its renewal could not bring it.
pub(super) async fn missed<P>(rows: &Rows<'_, P>) -> Result<Option<Model>> {
    let last = Entity::find().order_by_desc(Column::OrderedAt).order_by_desc(Column::Id).one(rows.conn()).await?;
    Ok(last.filter(|last| last.state == REFUSED))
}

/// How many fewer.
pub(super) fn seats_of(reduction: &Model) -> u32 {
    u32::try_from(reduction.seats).unwrap_or_default()
}

async fn end<P: Proof>(rows: &Rows<'_, P>, id: Uuid, state: &str, at: Timestamp) -> Result<()> {
    let ended = seat_reduction::ActiveModel {
        id: Unchanged(id),
        state: Set(state.to_owned()),
        ended_at: Set(Some(at)),
        ..Default::default()
    };
    ended.update(rows.conn()).await?;
    Ok(())
}

fn stale() -> crate::Error {
    AppError::Conflict { reason: ConflictReason::Stale }.into()
}

fn job_key(reduction: Uuid) -> String {
    format!("reduction:{reduction}")
}
