//! The chain of MACs over the audit log.

use sea_orm::{EntityTrait, QueryOrder};

use crate::Result;
use crate::entity::{audit_event, audit_head};
use crate::keys::{Keys, hex};
use crate::tx::{Reason, Rows};

/// The MAC of an entry: HMAC-SHA-256 over everything in it and the MAC before it.
pub(super) fn mac(keys: &Keys, entry: &audit_event::Model) -> String {
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
    hex(&keys.mac("audit chain", &parts))
}

/// Where the chain is broken, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The entry was changed.
    Edited(i64),
    /// Entries are missing before this one.
    Missing(i64),
    /// The newest entries are missing; this is the last one left.
    Truncated(i64),
}

/// Walks the chain from the beginning; the number of entries when it holds.
pub async fn verify(rows: &Rows<'_, Reason>, keys: &Keys) -> Result<std::result::Result<i64, Broken>> {
    let entries = audit_event::Entity::find().order_by_asc(audit_event::Column::Seq).all(rows.conn()).await?;
    let (mut seq, mut last) = (0, String::new());
    for entry in &entries {
        if entry.seq != seq + 1 || entry.prev_mac != last {
            return Ok(Err(Broken::Missing(entry.seq)));
        }
        if mac(keys, entry) != entry.mac {
            return Ok(Err(Broken::Edited(entry.seq)));
        }
        seq = entry.seq;
        last.clone_from(&entry.mac);
    }
    let head = audit_head::Entity::find_by_id(1_i16).one(rows.conn()).await?;
    let whole = head.map_or(seq == 0, |head| head.seq == seq && head.mac == last);
    Ok(if whole { Ok(seq) } else { Err(Broken::Truncated(seq)) })
}
