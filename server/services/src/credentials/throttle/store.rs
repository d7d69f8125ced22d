//! The table `throttle`.

use model::time::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveModelTrait, Condition, EntityTrait, IntoActiveModel, Set};

use super::{Counted, Kind};
use crate::entity::throttle;
use crate::error::{Error, Result};
use crate::tx::{Reason, Rows};

/// A counter with what it counts.
pub(super) type Locked = (Kind, throttle::Model);

/// The rows of counters, made where they are missing, and locked until the transaction ends: in the order in which they
/// are asked for. One statement, because every sign-in waits for it.
pub(super) async fn lock(rows: &Rows<'_, Reason>, counters: &[(Kind, String)], now: Timestamp) -> Result<Vec<Locked>> {
    // A row that is there is locked by being written as it was.
    let as_it_was = Expr::col((throttle::Entity, throttle::Column::Failures));
    let untouched = primary_key().value(throttle::Column::Failures, as_it_was).to_owned();
    let found = throttle::Entity::insert_many(fresh(counters, now))
        .on_conflict(untouched)
        .exec_with_returning(rows.conn())
        .await?;
    let of = |(kind, subject): &(Kind, String)| {
        let row = found.iter().find(|row| row.kind == kind.as_str() && row.subject_hash == *subject);
        row.map(|row| (*kind, row.clone())).ok_or_else(missing)
    };
    counters.iter().map(of).collect()
}

/// Writes what locked counters become.
pub(super) async fn put(
    rows: &Rows<'_, Reason>,
    counters: Vec<Locked>,
    becomes: impl Fn(Kind, &throttle::Model) -> Counted,
) -> Result<()> {
    let changed = counters.into_iter().map(|(kind, counter)| {
        let Counted { failures, window_from, blocked_until } = becomes(kind, &counter);
        throttle::Model { failures, window_from, blocked_until, ..counter }.into_active_model().reset_all()
    });
    let columns = [throttle::Column::Failures, throttle::Column::WindowFrom, throttle::Column::BlockedUntil];
    let replaced = primary_key().update_columns(columns).to_owned();
    throttle::Entity::insert_many(changed).on_conflict(replaced).exec_without_returning(rows.conn()).await?;
    Ok(())
}

/// Takes one failure back from each counter, or all of them from those that begin anew. A wait goes with it: nothing is
/// counted while there is one, so it is this failure's. In the order in which they are asked for, like [`lock`].
pub(super) async fn one_less(
    rows: &Rows<'_, Reason>,
    counters: &[(Kind, String)],
    begin_anew: impl Fn(Kind) -> bool,
    now: Timestamp,
) -> Result<()> {
    let failures = (throttle::Entity, throttle::Column::Failures);
    let kind = Expr::col((throttle::Entity, throttle::Column::Kind));
    let goes_on = Condition::all()
        .add(Expr::col(failures).gt(0))
        .add(kind.is_not_in(counters.iter().filter(|(kind, _)| begin_anew(*kind)).map(|(kind, _)| kind.as_str())));
    let fewer = Expr::case(goes_on, Expr::col(failures).sub(1)).finally(0);
    let replaced = primary_key()
        .value(throttle::Column::Failures, fewer)
        .value(throttle::Column::BlockedUntil, Expr::value(None::<Timestamp>))
        .to_owned();
    let counted = throttle::Entity::insert_many(fresh(counters, now)).on_conflict(replaced);
    counted.exec_without_returning(rows.conn()).await?;
    Ok(())
}

/// Counters that have counted nothing yet.
fn fresh(counters: &[(Kind, String)], now: Timestamp) -> impl Iterator<Item = throttle::ActiveModel> {
    counters.iter().map(move |(kind, subject)| throttle::ActiveModel {
        kind: Set(kind.as_str().to_owned()),
        subject_hash: Set(subject.clone()),
        failures: Set(0),
        window_from: Set(now),
        blocked_until: Set(None),
    })
}

pub(super) fn missing() -> Error {
    sea_orm::DbErr::RecordNotFound("the counter that was just made".to_owned()).into()
}

fn primary_key() -> OnConflict {
    OnConflict::columns([throttle::Column::Kind, throttle::Column::SubjectHash])
}
