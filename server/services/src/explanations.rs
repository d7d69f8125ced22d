//! Explain: may this person do that, why, and what would help. The answer itself comes from `access`.

use model::access::Action;
use model::error::AppError;
use model::explain::{ABOUT_PERSON, ABOUT_WORKSPACE, Explained, Known, Question, Search, Sought, TYPED_MAX};
use model::ids::UserId;
use model::user_window::Explanation;
use model::users::UserQuery;

use crate::access::{self, Resource, UserEntry, UserFields};
use crate::ctx::Ctx;
use crate::error::Result;
use crate::users;

/// People who are offered when a search finds several.
const OFFERED: u32 = 10;

/// Answers a question about access. Everyone may ask about themself, holders of Users about everybody.
///
/// # Errors
/// `NotFound` for somebody whom the one who asks does not see; `Forbidden` for somebody else, without Users.
pub async fn explain(ctx: &Ctx, question: Question) -> std::result::Result<Explained, AppError> {
    let asks_about_others = ctx.verdicts(&[Action::UsersView], &Resource::Workspace).allows(Action::UsersView);
    let sought = match question.person {
        // Whoever sees no search field asks about themself.
        person if asks_about_others || person.id.is_some() => person,
        _ => Sought::default(),
    };
    let person = match find(ctx, &sought).await? {
        Search::Nobody => Search::One(known(ctx, ctx.user_id()).await?),
        found => found,
    };
    let about = find(ctx, &question.about).await?;
    let action = question.action.filter(|action| ABOUT_WORKSPACE.contains(action) || ABOUT_PERSON.contains(action));
    let explanation = match (action, person.known()) {
        (Some(action), Some(person)) => ctx.read(async || answer(ctx, person, action, &about).await).await?,
        _ => None,
    };
    let is_self = person.known().is_some_and(|person| person.is_self);
    let in_workspace = action.is_some_and(|action| ABOUT_WORKSPACE.contains(&action));
    let can_request = is_self && in_workspace && explanation.as_ref().is_some_and(Explanation::is_requestable);
    Ok(Explained { person, action, about, asks_about_others, explanation, can_request })
}

/// The answer; none while it is open to whom it would be done.
async fn answer(ctx: &Ctx, person: &Known, action: Action, about: &Search) -> Result<Option<Explanation>> {
    let (subject, _permit) = ctx.user(person.id).require::<UserFields>().await?;
    let is_done_to_people = ABOUT_PERSON.contains(&action);
    if let Some(about) = about.known().filter(|_| is_done_to_people) {
        let (target, _permit) = ctx.user(about.id).require::<UserEntry>().await?;
        return access::explain(ctx, &subject, action, Some(&target)).await.map(Some);
    }
    let is_open = is_done_to_people && *about != Search::Nobody;
    if is_open || !ABOUT_WORKSPACE.contains(&action) {
        return Ok(None);
    }
    access::explain(ctx, &subject, action, None).await.map(Some)
}

/// Looks for somebody: by the id, unless another name was typed over it.
async fn find(ctx: &Ctx, sought: &Sought) -> std::result::Result<Search, AppError> {
    let typed: String = sought.typed.trim().chars().take(TYPED_MAX).collect();
    if let Some(id) = sought.id {
        let known = known(ctx, id).await?;
        if typed.is_empty() || typed == known.name {
            return Ok(Search::One(known));
        }
    }
    if typed.is_empty() {
        return Ok(Search::Nobody);
    }
    let query = UserQuery { q: typed, per: OFFERED, ..UserQuery::default() };
    let found = users::list(ctx, query).await?.page.rows;
    let mut found: Vec<Known> =
        found.into_iter().map(|row| Known { id: row.id, name: row.name, is_self: row.is_self }).collect();
    Ok(match found.len() {
        0 => Search::NotFound,
        1 => found.pop().map_or(Search::NotFound, Search::One),
        _ => Search::Several(found),
    })
}

async fn known(ctx: &Ctx, id: UserId) -> std::result::Result<Known, AppError> {
    let row = users::row(ctx, id).await?;
    Ok(Known { id: row.id, name: row.name, is_self: row.is_self })
}
