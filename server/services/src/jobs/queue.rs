//! The table `job`: putting work in, claiming it, saying how it ended.

use model::ids::JobId;
use model::time::Timestamp;
use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QuerySelect, Set};

use super::Job;
use super::kind::KINDS;
use crate::entity::job;
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};

/// How long a claimed job is left alone. Longer than any job may take, so that a lease ends only when the process has.
const LEASE_SECONDS: i64 = 120;

/// Jobs that one statement writes; databases take only so many values.
const AT_ONCE: usize = 500;

/// What became of taking a job out of the queue.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Withdrawn {
    /// It will not run.
    Yes,
    /// Somebody is at it this moment.
    UnderWay,
    /// It was done or given up before, or never there.
    Gone,
}

/// How a claimed job ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// Done.
    Done,
    /// Failed, and to be tried again.
    Again {
        /// Not before then.
        run_at: Timestamp,
        /// Why it failed.
        reason: String,
    },
    /// Given up.
    Dead {
        /// Why.
        reason: String,
    },
}

/// Puts jobs into the queue, in the transaction of the change that needs them and in few statements.
pub(crate) async fn enqueue_all<'a, J: Job>(
    tx: &Tx,
    jobs: impl IntoIterator<Item = (&'a J, Timestamp, Option<String>)>,
) -> Result<()> {
    let jobs: Vec<_> = jobs.into_iter().map(|(job, run_at, key)| row(tx, job, run_at, key)).collect();
    for some in jobs.chunks(AT_ONCE) {
        job::Entity::insert_many(some.iter().cloned()).exec_without_returning(rows(tx).conn()).await?;
        tx.wake_worker();
    }
    Ok(())
}

/// Puts a job into the queue once more, also when one of that key has run before.
pub(crate) async fn enqueue_again<J: Job>(tx: &Tx, job: &J, run_at: Timestamp, dedupe_key: String) -> Result<()> {
    use job::Column;
    let anew = [
        Column::Payload,
        Column::RunAt,
        Column::Attempts,
        Column::LeaseUntil,
        Column::LastError,
        Column::DoneAt,
        Column::DeadAt,
    ];
    job::Entity::insert(row(tx, job, run_at, Some(dedupe_key)))
        .on_conflict(OnConflict::column(Column::DedupeKey).update_columns(anew).to_owned())
        .exec_without_returning(rows(tx).conn())
        .await?;
    tx.wake_worker();
    Ok(())
}

/// Takes a job out of the queue, unless somebody is at it.
pub(crate) async fn withdraw(tx: &Tx, dedupe_key: &str) -> Result<Withdrawn> {
    let rows = rows(tx);
    let withdrawn = job::Entity::update_many()
        .col_expr(job::Column::DoneAt, Expr::value(tx.now()))
        .filter(job::Column::DedupeKey.eq(dedupe_key))
        .filter(is_open())
        .filter(is_free(tx.now()))
        .exec(rows.conn())
        .await?;
    if withdrawn.rows_affected > 0 {
        return Ok(Withdrawn::Yes);
    }
    let open =
        job::Entity::find().filter(job::Column::DedupeKey.eq(dedupe_key)).filter(is_open()).one(rows.conn()).await?;
    Ok(if open.is_some() { Withdrawn::UnderWay } else { Withdrawn::Gone })
}

/// Notes a job of the schedule; the key of its time makes one process win. Whether this one did.
pub(super) async fn enqueue_slot(tx: &Tx, name: &str, run_at: Timestamp, dedupe_key: String) -> Result<bool> {
    let inserted = job::Entity::insert(row_of(tx, name, "null".to_owned(), run_at, Some(dedupe_key)))
        .on_conflict(OnConflict::column(job::Column::DedupeKey).do_nothing().to_owned())
        .exec_without_returning(rows(tx).conn())
        .await?;
    Ok(inserted > 0)
}

/// Whether something is to be done now. Reads only, so that an idle worker takes no lock.
pub(super) async fn is_due(rows: &Rows<'_, Reason>, now: Timestamp) -> Result<bool> {
    let due = job::Entity::find()
        .select_only()
        .column(job::Column::Id)
        .filter(is_ready(now))
        .limit(1)
        .into_tuple::<JobId>()
        .one(rows.conn())
        .await?;
    Ok(due.is_some())
}

/// Claims the job that has waited longest. One statement, so that two workers never get the same one; on PostgreSQL they
/// do not wait for each other either.
pub(super) async fn claim(tx: &Tx) -> Result<Option<job::Model>> {
    let now = tx.now();
    let next = Query::select()
        .column(job::Column::Id)
        .from(job::Entity)
        .cond_where(is_ready(now))
        .order_by(job::Column::RunAt, sea_orm::Order::Asc)
        .limit(1)
        // SQLite has one writer at a time and leaves this out.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .take();
    let claimed = job::Entity::update_many()
        .col_expr(job::Column::LeaseUntil, Expr::value(now.plus_seconds(LEASE_SECONDS)))
        .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
        .filter(job::Column::Id.into_expr().eq(next))
        .exec_with_returning(rows(tx).conn())
        .await?;
    Ok(claimed.into_iter().next())
}

/// Notes how a claimed job ended, if the lease is still ours: after it, somebody else may be at it.
pub(super) async fn end(tx: &Tx, claimed: &job::Model, ending: Ending) -> Result<()> {
    let change = match ending {
        Ending::Done => job::ActiveModel { done_at: Set(Some(tx.now())), last_error: Set(None), ..Default::default() },
        Ending::Again { run_at, reason } => {
            job::ActiveModel { run_at: Set(run_at), last_error: Set(Some(reason)), ..Default::default() }
        }
        Ending::Dead { reason } => {
            job::ActiveModel { dead_at: Set(Some(tx.now())), last_error: Set(Some(reason)), ..Default::default() }
        }
    };
    job::Entity::update_many()
        .set(job::ActiveModel { lease_until: Set(None), ..change })
        .filter(job::Column::Id.eq(claimed.id))
        .filter(job::Column::LeaseUntil.eq(claimed.lease_until))
        .filter(job::Column::Attempts.eq(claimed.attempts))
        .exec(rows(tx).conn())
        .await?;
    Ok(())
}

/// Removes what ended before that moment.
pub(super) async fn remove_ended(tx: &Tx, before: Timestamp) -> Result<u64> {
    let removed = job::Entity::delete_many()
        .filter(Condition::any().add(job::Column::DoneAt.lt(before)).add(job::Column::DeadAt.lt(before)))
        .exec(rows(tx).conn())
        .await?;
    Ok(removed.rows_affected)
}

/// The condition of the partial index `job_open`, word for word.
fn is_open() -> Condition {
    Condition::all().add(job::Column::DoneAt.is_null()).add(job::Column::DeadAt.is_null())
}

/// Nobody is at it.
fn is_free(now: Timestamp) -> Condition {
    Condition::any().add(job::Column::LeaseUntil.is_null()).add(job::Column::LeaseUntil.lte(now))
}

/// Can be claimed. Kinds that only a newer version knows are left to its worker: during a rolling deploy both run.
fn is_ready(now: Timestamp) -> Condition {
    let known = KINDS.iter().map(|kind| kind.name);
    is_open().add(job::Column::RunAt.lte(now)).add(is_free(now)).add(job::Column::Name.is_in(known))
}

fn row<J: Job>(tx: &Tx, job: &J, run_at: Timestamp, dedupe_key: Option<String>) -> job::ActiveModel {
    // Ids always serialize.
    row_of(tx, J::NAME, serde_json::to_string(job).unwrap_or_default(), run_at, dedupe_key)
}

fn row_of(tx: &Tx, name: &str, payload: String, run_at: Timestamp, dedupe_key: Option<String>) -> job::ActiveModel {
    job::ActiveModel {
        id: Set(JobId(tx.new_id())),
        name: Set(name.to_owned()),
        payload: Set(payload),
        run_at: Set(run_at),
        attempts: Set(0),
        lease_until: Set(None),
        last_error: Set(None),
        done_at: Set(None),
        dead_at: Set(None),
        dedupe_key: Set(dedupe_key),
    }
}

#[expect(clippy::disallowed_methods, reason = "the queue itself")]
fn rows(tx: &Tx) -> Rows<'_, Reason> {
    tx.rows_without(Reason::Job)
}
