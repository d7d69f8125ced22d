//! The audit log: who did what to whom, each entry bound to the one before by a MAC.
//!
//! The key lies outside the database, so whoever can write the tables can still not forge an entry. There is no way to
//! change or delete an entry. What the chain does not prove: whoever holds the database *and* the key can write anew
//! whatever was never exported; [`checkpoint`] is what is taken out of their reach.

mod chain;
mod detail;
mod export;
mod filter;
mod list;
mod people;
mod verification;

use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select, Set,
};

pub use export::{Export, Format, checkpoint, export};
pub use list::list;
pub use verification::verify_now;

#[cfg(feature = "testing")]
pub(crate) use chain::verify;
pub(crate) use verification::Desk;

use crate::Result;
use crate::ctx::Base;
use crate::db;
use crate::entity::{audit_event, audit_head};
use crate::events;
use crate::tx::{Reason, Recorded, Rows};

/// How many entries are about a user.
pub(crate) async fn count_about<P>(rows: &Rows<'_, P>, user: UserId) -> Result<u64> {
    Ok(entries_about(user).count(rows.conn()).await?)
}

/// The entries about a user, newest first.
pub(crate) async fn about<P>(
    rows: &Rows<'_, P>,
    user: UserId,
    offset: u64,
    limit: u64,
) -> Result<Vec<audit_event::Model>> {
    let entries = entries_about(user).order_by_desc(audit_event::Column::Seq).offset(offset).limit(limit);
    Ok(entries.all(rows.conn()).await?)
}

fn entries_about(user: UserId) -> Select<audit_event::Entity> {
    audit_event::Entity::find().filter(audit_event::Column::Target.eq(user.to_string()))
}

/// Entries that one statement writes; databases take only so many values.
const AT_ONCE: usize = 500;

/// Appends entries under the lock of the chain's head.
pub(crate) async fn append(rows: &Rows<'_, Reason>, base: &Base, at: Timestamp, recorded: &[Recorded]) -> Result<()> {
    if recorded.is_empty() {
        return Ok(());
    }
    let head = db::for_update(audit_head::Entity::find_by_id(1_i16), rows.conn()).one(rows.conn()).await?;
    let (mut seq, mut mac) = head.as_ref().map_or((0, String::new()), |head| (head.seq, head.mac.clone()));
    let mut entries = Vec::with_capacity(recorded.len());
    for Recorded { actor, event, reason } in recorded {
        seq += 1;
        let mut entry = audit_event::Model {
            seq,
            at,
            actor: actor.user(),
            on_behalf: None,
            credential: actor.credential().to_owned(),
            action: event.kind().to_owned(),
            target: event.user().map(|user| user.to_string()),
            before: None,
            after: Some(events::json(event)),
            reason: reason.clone(),
            request_id: base.request().id,
            address: base.request().address.map(|address| address.to_string()),
            prev_mac: std::mem::take(&mut mac),
            mac: String::new(),
        };
        entry.mac = chain::mac(&base.services().settings().keys, &entry);
        mac.clone_from(&entry.mac);
        entries.push(entry);
    }
    for some in entries.chunks(AT_ONCE) {
        let some = some.iter().map(|entry| entry.clone().into_active_model().reset_all());
        audit_event::Entity::insert_many(some).exec_without_returning(rows.conn()).await?;
    }
    match head {
        Some(head) => {
            let mut head = head.into_active_model();
            head.seq = Set(seq);
            head.mac = Set(mac.clone());
            head.update(rows.conn()).await?;
        }
        None => {
            audit_head::ActiveModel { id: ActiveValue::Set(1), seq: Set(seq), mac: Set(mac) }
                .insert(rows.conn())
                .await?;
        }
    }
    Ok(())
}
