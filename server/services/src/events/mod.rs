//! Events: what happened, as rows in the transaction of the change.
//!
//! Ids only; names are read when somebody looks.

use model::event::Event;
use model::ids::EventId;
use model::time::Timestamp;
use sea_orm::{ActiveModelTrait, Set};

use crate::Result;
use crate::ctx::{Actor, Base};
use crate::entity::event;
use crate::tx::{Reason, Rows};

/// Writes one event.
pub(crate) async fn insert(
    rows: &Rows<'_, Reason>,
    base: &Base,
    at: Timestamp,
    actor: Actor,
    what: &Event,
) -> Result<()> {
    event::ActiveModel {
        id: Set(EventId(base.new_id())),
        kind: Set(what.kind().to_owned()),
        actor: Set(actor.user()),
        subject: Set(what.user()),
        payload: Set(json(what)),
        at: Set(at),
    }
    .insert(rows.conn())
    .await?;
    Ok(())
}

/// The event as stored.
pub(crate) fn json(what: &Event) -> String {
    // Ids and enums always serialize.
    serde_json::to_string(what).unwrap_or_default()
}
