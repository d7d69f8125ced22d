//! The table `seat_ledger`, and who sits on what it adds up to.

use model::billing::SeatReason;
use model::seats::SeatCount;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Set};
use uuid::Uuid;

use crate::entity::{seat_ledger, user};
use crate::error::Result;
use crate::tx::{Proof, Reason, Rows};

/// All three numbers in one statement, so that they are of one moment.
pub(super) async fn count(rows: &Rows<'_, Reason>, now: Timestamp) -> Result<SeatCount> {
    // Active users are all less the others: SQLite counts a whole table without reading it.
    let others = UserStatus::ALL.iter().copied().filter(|status| *status != UserStatus::Active);
    let others = people().and_where(user::Column::Status.is_in(others)).take();
    let used = Expr::from(people()).sub(Expr::from(others));
    let reserved = people()
        .and_where(user::Column::Status.eq(UserStatus::Invited))
        .and_where(user::Column::InviteUntil.gt(now))
        .take();
    let seats =
        Query::select().expr_as(ledger(now), "purchased").expr_as(used, "used").expr_as(reserved, "reserved").take();
    let Some(row) = rows.conn().query_one(&seats).await? else { return Ok(SeatCount::default()) };
    let number = |name| row.try_get::<i64>("", name).map(|n| u32::try_from(Ord::max(n, 0)).unwrap_or(u32::MAX));
    Ok(SeatCount { purchased: number("purchased")?, used: number("used")?, reserved: number("reserved")? })
}

/// The seats bought.
pub(super) async fn purchased(rows: &Rows<'_, Reason>, now: Timestamp) -> Result<u32> {
    let Some(row) = rows.conn().query_one(&ledger(now)).await? else { return Ok(0) };
    Ok(u32::try_from(Ord::max(row.try_get_by_index::<i64>(0)?, 0)).unwrap_or(u32::MAX))
}

/// Enters seats that are there, or no longer there, from now on.
pub(super) async fn enter<P: Proof>(
    rows: &Rows<'_, P>,
    id: Uuid,
    delta: i32,
    reason: SeatReason,
    order: Option<Uuid>,
    at: Timestamp,
) -> Result<()> {
    let row = seat_ledger::ActiveModel {
        id: Set(id),
        delta: Set(delta),
        effective_at: Set(at),
        reason: Set(reason.as_str().to_owned()),
        order_id: Set(order),
        created_at: Set(at),
    };
    seat_ledger::Entity::insert(row).exec_without_returning(rows.conn()).await?;
    Ok(())
}

fn ledger(now: Timestamp) -> SelectStatement {
    Query::select()
        .expr(Func::coalesce([Func::sum(Expr::col(seat_ledger::Column::Delta)).into(), Expr::val(0)]))
        .from(seat_ledger::Entity)
        .and_where(seat_ledger::Column::EffectiveAt.lte(now))
        .take()
}

fn people() -> SelectStatement {
    Query::select().expr(Func::count(Expr::col(Asterisk))).from(user::Entity).take()
}
