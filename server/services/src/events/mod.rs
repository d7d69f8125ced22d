//! Events: what happened, as rows in the transaction of the change.
//!
//! Ids only; names are read when somebody looks.

use model::event::Event;
use model::ids::EventId;
use model::time::Timestamp;
use sea_orm::{EntityTrait, Set};

use crate::Result;
use crate::ctx::Base;
use crate::entity::event;
use crate::tx::{Reason, Recorded, Rows};

/// Events that one statement writes; databases take only so many values.
const AT_ONCE: usize = 500;

/// Writes what happened, in its order.
pub(crate) async fn insert(rows: &Rows<'_, Reason>, base: &Base, at: Timestamp, recorded: &[Recorded]) -> Result<()> {
    for some in recorded.chunks(AT_ONCE) {
        let some = some.iter().map(|Recorded { actor, event: what, .. }| event::ActiveModel {
            id: Set(EventId(base.new_id())),
            kind: Set(what.kind().to_owned()),
            actor: Set(actor.user()),
            subject: Set(what.user()),
            payload: Set(json(what)),
            at: Set(at),
        });
        event::Entity::insert_many(some).exec_without_returning(rows.conn()).await?;
    }
    Ok(())
}

/// The event as stored.
pub(crate) fn json(what: &Event) -> String {
    // Ids and enums always serialize.
    serde_json::to_string(what).unwrap_or_default()
}
