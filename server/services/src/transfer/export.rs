//! Taking people out: who is meant is settled at the beginning, what is said about them is read in parts, so that no
//! file stands in memory as a whole.

use std::vec::IntoIter;

use model::bulk::Selection;
use model::error::AppError;
use model::event::Event;
use model::ids::UserId;
use model::time::Timestamp;
use tokio::sync::OwnedSemaphorePermit;

use super::columns;
use crate::access::{Permit, UsersView};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::users::PersonForFile;
use crate::{csv, users, zone};

/// People in a part.
const PART: usize = 500;

/// Tells spreadsheets the encoding.
const MARK: &str = "\u{feff}";

/// An export under way.
pub struct Export {
    ctx: Ctx,
    permit: Permit<UsersView>,
    people: IntoIter<UserId>,
    begun: bool,
    _place: OwnedSemaphorePermit,
}

/// Begins an export of these people, or of all whom the query finds, in the order of the list, on whichever page. Times
/// are UTC. Who took out how many is recorded.
///
/// # Errors
/// `Forbidden` without Users; `Invalid` for a selection of nobody or of too many; `RateLimited` while others export.
pub async fn export(ctx: &Ctx, selection: Selection) -> std::result::Result<Export, AppError> {
    let export = ctx.read(async || begin(ctx, selection).await).await?;
    let people = u32::try_from(export.people.len()).unwrap_or(u32::MAX);
    // Recorded before the first of them leaves.
    ctx.write(|tx| async move {
        tx.record(Event::PeopleExported { people }).await;
        Ok(())
    })
    .await?;
    Ok(export)
}

async fn begin(ctx: &Ctx, selection: Selection) -> Result<Export> {
    let permit = ctx.workspace().require::<UsersView>().await?;
    selection.validate()?;
    let place = ctx.services().place_for_export()?;
    let people = match selection {
        Selection::People(people) => {
            let mut known = std::collections::HashSet::with_capacity(people.len());
            people.into_iter().filter(|id| known.insert(*id)).collect()
        }
        Selection::Matching(query) => {
            users::matching(&ctx.rows(&permit), ctx.subject(), &query, u64::from(u32::MAX), ctx.now()).await?
        }
    };
    Ok(Export { ctx: ctx.clone(), permit, people: people.into_iter(), begun: false, _place: place })
}

impl Export {
    /// The next part of the file; nothing when it is whole.
    ///
    /// # Errors
    /// Only those of the server; the file is not whole then.
    pub async fn part(&mut self) -> std::result::Result<Option<String>, AppError> {
        let mut part = String::new();
        if !self.begun {
            self.begun = true;
            part.push_str(MARK);
            part.push_str(&csv::line(columns::ALL));
        }
        let ids: Vec<UserId> = self.people.by_ref().take(PART).collect();
        if ids.is_empty() {
            return Ok(Some(part).filter(|part| !part.is_empty()));
        }
        let (ctx, permit, ids) = (&self.ctx, &self.permit, &ids);
        let people = ctx.read(async || users::for_file(&ctx.rows(permit), ctx.subject(), ids, ctx.now()).await).await?;
        for person in &people {
            part.push_str(&line(person));
        }
        Ok(Some(part))
    }
}

fn line(person: &PersonForFile) -> String {
    let user = &person.user;
    let permissions: Vec<&str> = person.extras.iter().map(|one| one.as_str()).collect();
    let time = |at: Option<Timestamp>| at.map(zone::iso).unwrap_or_default();
    csv::line([
        user.email.as_str(),
        &user.first_name,
        &user.last_name,
        user.role.as_str(),
        &permissions.join(" "),
        &user.username,
        person.status.as_str(),
        &time(user.access_ends_at),
        &time(user.joined_at),
        &time(user.last_seen_at),
    ])
}
