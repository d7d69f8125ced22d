//! Which entries are asked for, as conditions of SQL.

use model::audit::AuditQuery;
use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::{ColumnTrait, Condition};

use super::people::{self, Sees};
use crate::access::{AuditView, Permit};
use crate::ctx::Ctx;
use crate::entity::audit_event::Column as C;
use crate::error::Result;
use crate::tx::Rows;
use crate::zone;

/// What is asked for, with names turned into people and days into moments.
#[derive(Clone)]
pub(super) struct Wanted {
    condition: Condition,
    /// More people than could be looked for.
    pub(super) many_people: bool,
    /// Whether a time limits it, so that the index of times finds it.
    pub(super) by_time: bool,
}

impl Wanted {
    pub(super) async fn of(ctx: &Ctx, rows: &Rows<'_, Permit<AuditView>>, query: &AuditQuery) -> Result<Self> {
        let mut condition = Condition::all();
        let mut many_people = false;
        let sees = Sees::of(ctx);
        if !query.actor.trim().is_empty() {
            let (found, more) = people::find(rows, &query.actor, sees).await?;
            many_people |= more;
            condition = condition.add(C::Actor.is_in(found));
        }
        if !query.target.trim().is_empty() {
            let (found, more) = people::find(rows, &query.target, sees).await?;
            many_people |= more;
            condition = condition.add(C::Target.is_in(found.iter().map(UserId::to_string)));
        }
        if let Some(action) = query.action {
            condition = condition.add(C::Action.eq(action.as_str()));
        }
        let day = |text: &str| zone::day(text, &ctx.me().timezone);
        let (from, until) = (day(&query.from).map(|day| day.0), day(&query.to).map(|day| day.1));
        condition = condition.add_option(from.map(|from: Timestamp| C::At.gte(from)));
        condition = condition.add_option(until.map(|until: Timestamp| C::At.lt(until)));
        Ok(Self { condition, many_people, by_time: from.is_some() || until.is_some() })
    }

    /// Everything that is asked for, up to an entry.
    pub(super) fn upto(&self, seq: i64) -> Condition {
        self.condition.clone().add(C::Seq.lte(seq))
    }
}
