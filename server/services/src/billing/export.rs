//! The holders of seats as a file.

use model::error::AppError;
use model::time::Timestamp;
use model::users::UserStatus;

use super::page::name;
use crate::access::{SeatsView, UsersView};
use crate::csv;
use crate::ctx::Ctx;
use crate::entity::user;
use crate::seats::holders;

const HEAD: [&str; 6] = ["name", "role", "seat", "since", "until", "last_seen"];

/// Everyone who uses or reserves a seat, as CSV, by name. Times are UTC.
///
/// # Errors
/// `Forbidden` without Billing.
pub async fn holders_csv(ctx: &Ctx) -> std::result::Result<String, AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require::<SeatsView>().await?;
        let sees_addresses = ctx.workspace().require::<UsersView>().await.is_ok();
        let people =
            holders::page(&ctx.rows(&permit), None, (0, u64::from(model::seats::SEATS_MAX)), ctx.now()).await?;
        let mut file = csv::line(HEAD);
        for person in &people {
            file.push_str(&line(person, sees_addresses));
        }
        Ok(file)
    })
    .await
}

fn line(person: &user::Model, sees_addresses: bool) -> String {
    let is_invited = person.status == UserStatus::Invited;
    csv::line([
        name(person, sees_addresses).as_str(),
        person.role.as_str(),
        if is_invited { "reserved" } else { "used" },
        time(person.joined_at.filter(|_| !is_invited)).as_str(),
        time(person.invite_until.filter(|_| is_invited)).as_str(),
        time(person.last_seen_at).as_str(),
    ])
}

fn time(at: Option<Timestamp>) -> String {
    let at = at.and_then(|at| jiff::Timestamp::from_second(at.0.div_euclid(1000)).ok());
    at.map(|at| at.to_string()).unwrap_or_default()
}
