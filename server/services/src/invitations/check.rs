//! A verdict for each address of a pasted list, before anything is sent.

use std::collections::HashMap;

use model::access::DisabledBy;
use model::address::{self, ListedAddress};
use model::error::AppError;
use model::fields::FieldCode;
use model::invitations::{AddressEntry, AddressList, AddressReport, AddressVerdict, INVITATIONS_MAX, LIST_MAX_BYTES};
use model::users::UserStatus;

use super::lookalike::{self, Spelling};
use super::store;
use crate::access::InvitationsSend;
use crate::ctx::Ctx;
use crate::entity::user;
use crate::tx::Reason;
use crate::{seats, users, zone};

/// What would happen to each address of a pasted list; what needs attention comes first.
///
/// # Errors
/// `Forbidden` for whoever may not invite; `Invalid` for a list beyond the limits.
pub async fn check(ctx: &Ctx, list: AddressList) -> Result<AddressReport, AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require::<InvitationsSend>().await?;
        let listed = read(&list.text)?;
        let entries = merge(&listed);
        let addresses = entries.iter().filter_map(|(entry, _)| entry.address.as_ref().ok());
        let users = store::by_address(&ctx.rows(&permit), addresses.map(|address| address.canonical())).await?;
        let mut entries: Vec<_> =
            entries.into_iter().map(|(entry, times)| verdict(ctx, entry, times, &users)).collect();
        entries.sort_by_key(urgency);
        #[expect(clippy::disallowed_methods, reason = "counting")]
        let counting = ctx.rows_without(Reason::Counting);
        Ok(AddressReport {
            entries,
            listed: u32::try_from(listed.len()).unwrap_or(u32::MAX),
            seats: seats::count(&counting, ctx.now()).await?,
            now: zone::moment(ctx.now(), &ctx.me().timezone),
        })
    })
    .await
}

fn read(text: &str) -> Result<Vec<ListedAddress>, AppError> {
    if text.len() > LIST_MAX_BYTES {
        return Err(AppError::field("text", FieldCode::TooLong { max: 64 * 1024 }));
    }
    let listed = address::parse_list(text, INVITATIONS_MAX);
    if listed.len() > INVITATIONS_MAX {
        return Err(AppError::field("text", FieldCode::TooMany { max: 200 }));
    }
    Ok(listed)
}

/// One entry per address, in the order of the text, and how often it is there. What is no address is compared as it
/// stands.
fn merge(listed: &[ListedAddress]) -> Vec<(&ListedAddress, u32)> {
    let mut merged = Vec::<(&ListedAddress, u32)>::new();
    let mut places = HashMap::new();
    for entry in listed {
        let key = entry.address.as_ref().map_or(entry.text.as_str(), |address| address.canonical());
        match places.get(key) {
            Some(&place) => {
                let (first, times): &mut (&ListedAddress, u32) = &mut merged[place];
                *times += 1;
                // The first one with a name speaks for all.
                if first.name.is_none() {
                    *first = entry;
                }
            }
            None => {
                places.insert(key, merged.len());
                merged.push((entry, 1));
            }
        }
    }
    merged
}

fn verdict(ctx: &Ctx, entry: &ListedAddress, times: u32, users: &HashMap<String, user::Model>) -> AddressEntry {
    let mut shown = AddressEntry {
        text: entry.text.clone(),
        address: None,
        name: entry.name.clone(),
        times,
        lookalike: false,
        verdict: AddressVerdict::New,
    };
    let address = match &entry.address {
        Ok(address) => address,
        Err(code) => {
            shown.lookalike = lookalike::mixes_scripts(&entry.text);
            shown.verdict = AddressVerdict::Invalid { code: *code };
            return shown;
        }
    };
    match lookalike::of(address) {
        Spelling::Plain => {}
        Spelling::Lookalike => shown.lookalike = true,
        Spelling::Deceptive => {
            shown.lookalike = true;
            shown.verdict = AddressVerdict::Invalid { code: FieldCode::InvalidEmail };
            return shown;
        }
    }
    shown.address = Some(address.as_str().to_owned());
    if let Some(user) = users.get(address.canonical()) {
        let name = users::display_name(&user.first_name, &user.last_name, "");
        shown.name = Some(name).filter(|name| !name.is_empty()).or(shown.name);
        shown.verdict = standing(ctx, user);
    }
    shown
}

/// What stands behind an address that is known.
fn standing(ctx: &Ctx, known: &user::Model) -> AddressVerdict {
    let user = known.id;
    let moment = |at| zone::moment(at, &ctx.me().timezone);
    let ended = known.access_ends_at.is_some_and(|end| end <= ctx.now());
    match known.status {
        UserStatus::Active if ended => AddressVerdict::Disabled { user, by: DisabledBy::Ended },
        UserStatus::Active => AddressVerdict::Active { user },
        UserStatus::Invited => match known.invite_until {
            Some(until) if ctx.now() < until => AddressVerdict::Invited { user, until: moment(until) },
            until => AddressVerdict::NotAccepted { user, since: moment(until.unwrap_or(known.status_at)) },
        },
        UserStatus::Disabled => {
            AddressVerdict::Disabled { user, by: known.disabled_by.unwrap_or(DisabledBy::Administrator) }
        }
        // Whose invitation was withdrawn has nothing that could be restored: they are simply invited again.
        UserStatus::Deleted | UserStatus::Erased if known.joined_at.is_none() => AddressVerdict::New,
        UserStatus::Deleted | UserStatus::Erased => AddressVerdict::Deleted { user },
    }
}

/// What cannot go out as it is stands in front, then what asks for a choice, then the rest; each in the order of the
/// text.
fn urgency(entry: &AddressEntry) -> u8 {
    match entry.verdict {
        AddressVerdict::Invalid { .. } => 0,
        AddressVerdict::Disabled { .. } | AddressVerdict::Deleted { .. } => 1,
        AddressVerdict::Active { .. } => 2,
        AddressVerdict::NotAccepted { .. } | AddressVerdict::Invited { .. } => 3,
        AddressVerdict::New if entry.lookalike || entry.times > 1 => 4,
        AddressVerdict::New => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_addresses_are_one_entry_with_the_first_name() {
        let listed = read("ana@b.example, ANA@b.example; Ana M <ana@b.example>\nbo@b.example, nope, nope").unwrap();
        let merged: Vec<_> = merge(&listed)
            .into_iter()
            .map(|(entry, times)| (entry.name.as_deref(), entry.text.as_str(), times))
            .collect();
        assert_eq!(merged, [(Some("Ana M"), "Ana M <ana@b.example>", 3), (None, "bo@b.example", 1), (None, "nope", 2)]);
    }

    // IV-11 IN-14
    #[test]
    fn long_lists_are_refused_with_the_limit() {
        assert_eq!(read(&"a@b.example,".repeat(200)).unwrap().len(), 200);
        assert_eq!(read(&"a@b.example,".repeat(201)), Err(AppError::field("text", FieldCode::TooMany { max: 200 })));
        let begun = std::time::Instant::now();
        assert_eq!(read(&"a".repeat(1 << 20)), Err(AppError::field("text", FieldCode::TooLong { max: 65_536 })));
        assert!(begun.elapsed() < std::time::Duration::from_millis(50));
    }
}
