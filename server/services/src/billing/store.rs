//! The table `seat_order`, and who is concerned.

use model::access::CompanyPermission;
use model::billing::Money;
use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Set, Unchanged,
};
use uuid::Uuid;

use crate::access::{Permit, SeatsView};
use crate::db;
use crate::entity::{event, seat_order, user};
use crate::error::Result;
use crate::tx::{Proof, Rows};
use crate::users;

/// What an order begins with.
pub(super) struct NewOrder {
    pub(super) id: Uuid,
    pub(super) key: Uuid,
    pub(super) quantity: u32,
    pub(super) unit: Money,
    pub(super) today: Money,
    pub(super) status: &'static str,
    /// In which its invoice is numbered.
    pub(super) year: i16,
    pub(super) by: UserId,
}

/// The order that came with this key.
pub(super) async fn by_key<P>(rows: &Rows<'_, P>, key: Uuid) -> Result<Option<seat_order::Model>> {
    Ok(seat_order::Entity::find().filter(seat_order::Column::IdempotencyKey.eq(key)).one(rows.conn()).await?)
}

/// Writes an order, with the next number of its year; under the lock of the workspace, so that no two take one number.
#[expect(clippy::disallowed_methods, reason = "a year has no character that means something in a pattern")]
pub(super) async fn insert<P>(rows: &Rows<'_, P>, order: NewOrder, at: Timestamp) -> Result<seat_order::Model> {
    let year = order.year;
    let before = seat_order::Entity::find()
        .filter(seat_order::Column::InvoiceNo.starts_with(format!("{year}-")))
        .count(rows.conn())
        .await?;
    let order = seat_order::Model {
        id: order.id,
        quantity: i32::try_from(order.quantity).unwrap_or(i32::MAX),
        currency: order.unit.currency.to_string(),
        unit_price: order.unit.minor,
        proration: order.today.minor,
        status: order.status.to_owned(),
        invoice_no: format!("{year}-{:04}", before + 1),
        idempotency_key: order.key,
        ordered_by: order.by,
        ordered_at: at,
        paid_at: None,
        paid_by: None,
    };
    seat_order::Entity::insert(order.clone().into_active_model().reset_all())
        .exec_without_returning(rows.conn())
        .await?;
    Ok(order)
}

/// The order whose invoice bears this number; locked against change.
pub(super) async fn by_number<P>(rows: &Rows<'_, P>, number: &str) -> Result<Option<seat_order::Model>> {
    let found = seat_order::Entity::find().filter(seat_order::Column::InvoiceNo.eq(number));
    Ok(db::for_update(found, rows.conn()).one(rows.conn()).await?)
}

/// A part of the orders, newest first, and how many there are.
pub(super) async fn orders(
    rows: &Rows<'_, Permit<SeatsView>>,
    (offset, limit): (u64, u64),
) -> Result<(Vec<seat_order::Model>, u64)> {
    let total = seat_order::Entity::find().count(rows.conn()).await?;
    let orders = seat_order::Entity::find()
        .order_by_desc(seat_order::Column::OrderedAt)
        .order_by_desc(seat_order::Column::Id)
        .offset(offset)
        .limit(limit);
    Ok((orders.all(rows.conn()).await?, total))
}

/// The orders of these ids.
pub(super) async fn orders_of(
    rows: &Rows<'_, Permit<SeatsView>>,
    ids: impl Iterator<Item = Uuid>,
) -> Result<Vec<seat_order::Model>> {
    Ok(seat_order::Entity::find().filter(seat_order::Column::Id.is_in(ids)).all(rows.conn()).await?)
}

/// Notes that an invoice was paid, and who said so.
pub(super) async fn pay<P: Proof>(rows: &Rows<'_, P>, order: Uuid, by: UserId, at: Timestamp) -> Result<()> {
    let paid = seat_order::ActiveModel {
        id: Unchanged(order),
        status: Set("paid".to_owned()),
        paid_at: Set(Some(at)),
        paid_by: Set(Some(by)),
        ..Default::default()
    };
    paid.update(rows.conn()).await?;
    Ok(())
}

/// When someone last asked for more seats, if that was after a moment.
pub(super) async fn asked_since<P>(rows: &Rows<'_, P>, who: UserId, since: Timestamp) -> Result<Option<Timestamp>> {
    let last = event::Entity::find()
        .filter(event::Column::Subject.eq(who))
        .filter(event::Column::Kind.eq("seats_asked_for"))
        .filter(event::Column::At.gt(since))
        .order_by_desc(event::Column::At)
        .one(rows.conn())
        .await?;
    Ok(last.map(|event| event.at))
}

/// Everyone who may buy seats.
pub(super) async fn buyers<P>(rows: &Rows<'_, P>, now: Timestamp) -> Result<Vec<user::Model>> {
    let buyers = users::are_let_in(now).add(users::hold(CompanyPermission::Billing, now));
    Ok(user::Entity::find().filter(buyers).all(rows.conn()).await?)
}

#[cfg(test)]
mod tests {
    use model::event::Event;

    use super::*;

    #[test]
    fn event_is_called_as_it_is_stored() {
        assert_eq!(Event::SeatsAskedFor { user: UserId(Uuid::nil()) }.kind(), "seats_asked_for");
    }
}
