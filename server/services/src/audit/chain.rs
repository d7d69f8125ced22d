//! The chain of MACs over the audit log.
//!
//! Each entry's MAC covers the entry and the MAC before it, and the head repeats the last one. Walking it from the
//! beginning finds whatever was changed, removed, put in or cut off without the key.

use model::audit::BrokenKind;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::Result;
use crate::entity::{audit_event, audit_head};
use crate::keys::{Keys, hex};
use crate::tx::Rows;

/// What the keys of this chain are derived for.
const PURPOSE: &str = "audit chain";

/// Entries that are read at a time: a few milliseconds of work, so that nobody else waits for a thread.
const BATCH: u64 = 1000;

/// The MAC of an entry: HMAC-SHA-256 over everything in it and the MAC before it.
pub(super) fn mac(keys: &Keys, entry: &audit_event::Model) -> String {
    with_parts(entry, |parts| hex(&keys.mac(PURPOSE, parts)))
}

/// The same under the key before the present one, while there is one.
fn previous_mac(keys: &Keys, entry: &audit_event::Model) -> Option<String> {
    with_parts(entry, |parts| keys.previous_mac(PURPOSE, parts).map(|mac| hex(&mac)))
}

fn with_parts<T>(entry: &audit_event::Model, body: impl FnOnce(&[&[u8]]) -> T) -> T {
    let text = |text: &Option<String>| text.clone().unwrap_or_default().into_bytes();
    let id = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default().into_bytes();
    let parts: [Vec<u8>; 13] = [
        entry.seq.to_be_bytes().to_vec(),
        entry.at.0.to_be_bytes().to_vec(),
        id(entry.actor.map(|user| user.0)),
        id(entry.on_behalf.map(|user| user.0)),
        entry.credential.clone().into_bytes(),
        entry.action.clone().into_bytes(),
        text(&entry.target),
        text(&entry.before),
        text(&entry.after),
        text(&entry.reason),
        entry.request_id.to_string().into_bytes(),
        text(&entry.address),
        entry.prev_mac.clone().into_bytes(),
    ];
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    body(&parts)
}

/// Where the chain is broken, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// How.
    pub(crate) kind: BrokenKind,
    /// The first entry that is not as it was.
    pub(crate) at: i64,
}

/// Walks the chain from the beginning; the number of entries when it holds. Says how far it is after each batch.
///
/// Entries that are written meanwhile are walked too. The head is read after the entries, so it is never behind them; and
/// an entry counts as cut off only when the head named it before the entries were read.
pub(crate) async fn verify<P>(
    rows: &Rows<'_, P>,
    keys: &Keys,
    reached: impl Fn(i64),
) -> Result<std::result::Result<i64, Broken>> {
    let mut walk = Walk::default();
    let mut promised = 0;
    loop {
        let mut batch = audit_event::Entity::find();
        if walk.begun {
            batch = batch.filter(audit_event::Column::Seq.gt(walk.seq));
        }
        let batch = batch.order_by_asc(audit_event::Column::Seq).limit(BATCH).all(rows.conn()).await?;
        let (seq, mac) = head(rows).await?;
        for entry in &batch {
            if let Err(kind) = walk.step(keys, entry) {
                // Nothing is written behind the head.
                let kind = if entry.seq > seq { BrokenKind::Inserted } else { kind };
                let at = if kind == BrokenKind::Missing { walk.seq + 1 } else { entry.seq };
                return Ok(Err(Broken { kind, at }));
            }
        }
        reached(walk.seq);
        if !batch.is_empty() {
            tokio::task::yield_now().await;
            continue;
        }
        if seq > walk.seq && promised <= walk.seq {
            promised = seq;
            continue;
        }
        let end = match walk.seq.cmp(&seq) {
            std::cmp::Ordering::Less => Err(Broken { kind: BrokenKind::Truncated, at: walk.seq + 1 }),
            std::cmp::Ordering::Greater => Err(Broken { kind: BrokenKind::Inserted, at: seq + 1 }),
            std::cmp::Ordering::Equal if mac != walk.mac => Err(Broken { kind: BrokenKind::Changed, at: seq }),
            std::cmp::Ordering::Equal => Ok(seq),
        };
        return Ok(end);
    }
}

/// The number and the MAC of the last entry.
pub(super) async fn head<P>(rows: &Rows<'_, P>) -> Result<(i64, String)> {
    let head = audit_head::Entity::find_by_id(1_i16).one(rows.conn()).await?;
    Ok(head.map(|head| (head.seq, head.mac)).unwrap_or_default())
}

/// How far a walk is.
#[derive(Default)]
struct Walk {
    begun: bool,
    seq: i64,
    mac: String,
    /// The present key has signed: whoever holds only the one before cannot write from here on.
    is_rotated: bool,
}

impl Walk {
    fn step(&mut self, keys: &Keys, entry: &audit_event::Model) -> std::result::Result<(), BrokenKind> {
        if entry.seq != self.seq + 1 {
            return Err(if entry.seq > self.seq { BrokenKind::Missing } else { BrokenKind::Inserted });
        }
        if mac(keys, entry) == entry.mac {
            self.is_rotated = true;
        } else if self.is_rotated || previous_mac(keys, entry).is_none_or(|mac| mac != entry.mac) {
            return Err(BrokenKind::Changed);
        }
        if entry.prev_mac != self.mac {
            // Written by us, but not behind what stands there now.
            return Err(BrokenKind::Inserted);
        }
        self.begun = true;
        self.seq = entry.seq;
        self.mac.clone_from(&entry.mac);
        Ok(())
    }
}
