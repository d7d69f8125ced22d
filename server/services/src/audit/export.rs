//! Taking entries out: as a table for people, with their MACs for whoever checks the chain elsewhere, and the checkpoint
//! against which a later state of the log can be held.
//!
//! An export is read in parts and never stands in memory as a whole.

use model::audit::AuditQuery;
use model::error::AppError;
use model::ids::{RequestId, UserId};
use model::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Serialize;
use tokio::sync::OwnedSemaphorePermit;

use super::chain;
use super::filter::Wanted;
use super::people::{Names, Sees, target};
use crate::access::{AuditView, Permit};
use crate::ctx::Ctx;
use crate::entity::audit_event;
use crate::error::Result;
use crate::keys::hex;
use crate::{csv, zone};

/// Entries in a part.
const PART: u64 = 1000;

/// What stands in the file for somebody who was deleted permanently.
const UNKNOWN: &str = "Unknown user";

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table with names, for people.
    Csv,
    /// Everything that the MACs cover, and the MACs.
    Json,
}

/// An export under way.
pub struct Export {
    ctx: Ctx,
    permit: Permit<AuditView>,
    wanted: Wanted,
    format: Format,
    upto: i64,
    last: i64,
    stage: Stage,
    _place: OwnedSemaphorePermit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Begin,
    First,
    Rest,
    Over,
}

/// Begins an export of the entries that are asked for, oldest first, up to the newest of this moment.
///
/// # Errors
/// `Forbidden` without Audit; `RateLimited` while others export.
pub async fn export(ctx: &Ctx, query: AuditQuery, format: Format) -> std::result::Result<Export, AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require::<AuditView>().await?;
        let place = ctx.services().place_for_export()?;
        let wanted = Wanted::of(ctx, &ctx.rows(&permit), &query).await?;
        let (head, _) = chain::head(&ctx.rows(&permit)).await?;
        Ok(Export {
            ctx: ctx.clone(),
            permit,
            wanted,
            format,
            upto: query.upto.unwrap_or(head).clamp(0, head),
            last: i64::MIN,
            stage: Stage::Begin,
            _place: place,
        })
    })
    .await
}

impl Export {
    /// The next part of the file; nothing when it is whole.
    ///
    /// # Errors
    /// Only those of the server; the file is not whole then.
    pub async fn part(&mut self) -> std::result::Result<Option<String>, AppError> {
        match self.stage {
            Stage::Begin => {
                self.stage = Stage::First;
                Ok(Some(self.head()))
            }
            Stage::First | Stage::Rest => {
                let ctx = self.ctx.clone();
                let (entries, names) = ctx.read(async || self.read().await).await?;
                if entries.is_empty() {
                    self.stage = Stage::Over;
                    return Ok(Some(self.foot().to_owned()));
                }
                self.last = entries.last().map_or(self.upto, |entry| entry.seq);
                let mut part = String::new();
                for entry in entries {
                    self.write(&mut part, &names, &entry);
                    self.stage = Stage::Rest;
                }
                Ok(Some(part))
            }
            Stage::Over => Ok(None),
        }
    }

    async fn read(&self) -> Result<(Vec<audit_event::Model>, Names)> {
        use audit_event::Column as C;
        let rows = self.ctx.rows(&self.permit);
        let entries = audit_event::Entity::find()
            .filter(self.wanted.upto(self.upto))
            .filter(C::Seq.gt(self.last))
            .order_by_asc(C::Seq)
            .limit(PART)
            .all(rows.conn())
            .await?;
        let named = if self.format == Format::Csv { entries.as_slice() } else { &[] };
        let names = Names::of(&rows, named, Sees::of(&self.ctx)).await?;
        Ok((entries, names))
    }

    fn head(&self) -> String {
        match self.format {
            Format::Csv => csv::line([
                "seq",
                "time",
                "actor",
                "actor_name",
                "on_behalf_of",
                "action",
                "target",
                "target_name",
                "before",
                "after",
                "reason",
                "credential",
                "request_id",
                "address",
            ]),
            Format::Json => format!(
                "{{\"format\":\"rollcall-audit-1\",\"exported_at\":\"{}\",\"entries\":[",
                zone::iso(self.ctx.now())
            ),
        }
    }

    fn foot(&self) -> &'static str {
        match self.format {
            Format::Csv => "",
            Format::Json => "\n]}\n",
        }
    }

    fn write(&self, part: &mut String, names: &Names, entry: &audit_event::Model) {
        match self.format {
            Format::Csv => part.push_str(&line(names, entry)),
            Format::Json => {
                part.push_str(if self.stage == Stage::First { "\n" } else { ",\n" });
                // Numbers and text always serialize.
                part.push_str(&serde_json::to_string(&Entry::of(entry)).unwrap_or_default());
            }
        }
    }
}

fn line(names: &Names, entry: &audit_event::Model) -> String {
    let id = |id: Option<UserId>| id.map(|id| id.to_string()).unwrap_or_default();
    let name = |id: Option<UserId>| {
        id.map(|id| names.person(id).name.unwrap_or_else(|| UNKNOWN.to_owned())).unwrap_or_default()
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let fields = [
        entry.seq.to_string(),
        zone::iso(entry.at),
        id(entry.actor),
        name(entry.actor),
        id(entry.on_behalf),
        entry.action.clone(),
        text(&entry.target),
        name(target(entry)),
        text(&entry.before),
        text(&entry.after),
        text(&entry.reason),
        entry.credential.clone(),
        entry.request_id.to_string(),
        text(&entry.address),
    ];
    csv::line(fields.iter().map(String::as_str))
}

/// An entry with everything that its MAC covers.
#[derive(Serialize)]
struct Entry<'a> {
    seq: i64,
    at: Timestamp,
    actor: Option<UserId>,
    on_behalf: Option<UserId>,
    credential: &'a str,
    action: &'a str,
    target: Option<&'a str>,
    before: Option<&'a str>,
    after: Option<&'a str>,
    reason: Option<&'a str>,
    request_id: RequestId,
    address: Option<&'a str>,
    prev_mac: &'a str,
    mac: &'a str,
}

impl<'a> Entry<'a> {
    fn of(entry: &'a audit_event::Model) -> Self {
        Self {
            seq: entry.seq,
            at: entry.at,
            actor: entry.actor,
            on_behalf: entry.on_behalf,
            credential: &entry.credential,
            action: &entry.action,
            target: entry.target.as_deref(),
            before: entry.before.as_deref(),
            after: entry.after.as_deref(),
            reason: entry.reason.as_deref(),
            request_id: entry.request_id,
            address: entry.address.as_deref(),
            prev_mac: &entry.prev_mac,
            mac: &entry.mac,
        }
    }
}

/// The head of the chain at this moment, signed: kept elsewhere, it shows later that nothing before it was cut off.
#[derive(Serialize)]
struct Checkpoint {
    format: &'static str,
    seq: i64,
    mac: String,
    at: Timestamp,
    signature: String,
}

/// The checkpoint of this moment, as a file.
///
/// # Errors
/// `Forbidden` without Audit.
pub async fn checkpoint(ctx: &Ctx) -> std::result::Result<String, AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require::<AuditView>().await?;
        let (seq, mac) = chain::head(&ctx.rows(&permit)).await?;
        let at = ctx.now();
        let parts: [&[u8]; 3] = [&seq.to_be_bytes(), mac.as_bytes(), &at.0.to_be_bytes()];
        let signature = hex(&ctx.services().settings().keys.mac("audit checkpoint", &parts));
        let checkpoint = Checkpoint { format: "rollcall-audit-checkpoint-1", seq, mac, at, signature };
        // Numbers and text always serialize.
        Ok(serde_json::to_string(&checkpoint).unwrap_or_default())
    })
    .await
}
