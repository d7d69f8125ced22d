//! Usernames for people who have not chosen one: from the address, with a number where somebody has it already.

use std::collections::{HashMap, HashSet};

use model::address::Address;
use model::person;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::user;
use crate::error::Result;
use crate::tx::Rows;

/// Numbers that are tried before a random end is taken: `ana-2` to `ana-9`.
const NUMBERS: std::ops::RangeInclusive<u32> = 2..=9;

/// Names that one statement asks for; databases take only so many values.
const AT_ONCE: usize = 500;

/// A free username for each address, in their order, in few queries.
pub(super) async fn free<'a, P>(
    rows: &Rows<'_, P>,
    addresses: impl Iterator<Item = &'a Address>,
    new_id: impl Fn() -> Uuid,
) -> Result<Vec<String>> {
    let wanted: Vec<String> = addresses.map(|address| person::suggested_username(address.local_part())).collect();
    let mut taken = taken(rows, wanted.iter().cloned()).await?;
    let mut times = HashMap::<&str, usize>::with_capacity(wanted.len());
    for name in &wanted {
        *times.entry(name).or_default() += 1;
    }
    let repeated = |name: &String| times.get(name.as_str()).is_some_and(|times| *times > 1);
    let numbered = wanted.iter().filter(|name| taken.contains(*name) || !is_allowed(name) || repeated(name));
    let numbered: Vec<String> =
        numbered.flat_map(|name| NUMBERS.map(move |number| format!("{name}-{number}"))).collect();
    if !numbered.is_empty() {
        taken.extend(self::taken(rows, numbered.into_iter()).await?);
    }
    let names = wanted.into_iter().map(|base| {
        let name = std::iter::once(base.clone())
            .chain(NUMBERS.map(|number| format!("{base}-{number}")))
            .find(|name| is_allowed(name) && !taken.contains(name))
            .unwrap_or_else(|| with_random_end(&base, new_id()));
        taken.insert(name.clone());
        name
    });
    Ok(names.collect())
}

async fn taken<P>(rows: &Rows<'_, P>, names: impl Iterator<Item = String>) -> Result<HashSet<String>> {
    let names: Vec<String> = names.collect::<HashSet<_>>().into_iter().collect();
    let mut taken = HashSet::new();
    for some in names.chunks(AT_ONCE) {
        let found: Vec<String> = user::Entity::find()
            .select_only()
            .column(user::Column::Username)
            .filter(user::Column::Username.is_in(some))
            .into_tuple()
            .all(rows.conn())
            .await?;
        taken.extend(found);
    }
    Ok(taken)
}

fn is_allowed(name: &str) -> bool {
    person::username(name).is_ok()
}

/// The end of an id of version 7 is random.
fn with_random_end(base: &str, id: Uuid) -> String {
    let id = id.simple().to_string();
    let base: String = base.chars().take(28).collect();
    format!("{base}-{}", &id[24..])
}

#[cfg(test)]
mod tests {
    use super::*;

    // UN-04
    #[test]
    fn names_with_a_random_end_are_allowed() {
        for base in ["a", "me", &"x".repeat(36)] {
            assert!(is_allowed(&with_random_end(base, Uuid::max())), "{base}");
            assert!(NUMBERS.map(|number| format!("{base}-{number}")).all(|name| is_allowed(&name)), "{base}");
        }
    }
}
