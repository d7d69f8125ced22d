//! Inviting the people of a table. They do not count toward the limit of the day: the free seats bound them.

use std::collections::{BTreeMap, HashMap};

use model::access::{CompanyPermission, CompanyRole};
use model::address::Address;
use model::error::AppError;
use model::event::Event;
use model::language::Language;
use model::person::PersonName;

use super::deliver::{Origin, Sending, deliver};
use super::lookalike::{self, Spelling};
use super::send::{changed, insert_people};
use super::{end, store};
use crate::access::{InvitationTarget, InvitationsSend, Resource};
use crate::changes::{Before, Changed};
use crate::entity::user;
use crate::error::Result;
use crate::seats;
use crate::tx::{Reason, Rows, Tx};
use crate::users::NewUser;

/// Someone new out of a table.
pub(crate) struct NewPerson {
    pub(crate) email: Address,
    pub(crate) name: Option<PersonName>,
    pub(crate) role: CompanyRole,
    /// On top of the role, in order.
    pub(crate) permissions: Vec<CompanyPermission>,
    /// Of the mail.
    pub(crate) language: Language,
}

/// Who stands behind these addresses, by the address as it is compared.
pub(crate) async fn known(
    rows: &Rows<'_, Reason>,
    addresses: impl Iterator<Item = &str>,
) -> Result<HashMap<String, user::Model>> {
    store::by_address(rows, addresses).await
}

/// How the domain of an address is written.
pub(crate) fn spelling(address: &Address) -> Spelling {
    lookalike::of(address)
}

/// Invites all of them, or none: takes a seat for each first. How each is taken back. Whoever calls holds the lock of the workspace.
///
/// # Errors
/// `Forbidden` for what the inviter may not grant; `StepUpRequired` for an Administrator; `SeatsExhausted`; `Conflict` when
/// somebody has an address already.
pub(crate) async fn send_imported(tx: &Tx, people: Vec<NewPerson>) -> Result<Vec<Changed>> {
    seats::take(tx, u32::try_from(people.len()).unwrap_or(u32::MAX)).await?;
    let batch = tx.new_id();
    let mut invited = Vec::with_capacity(people.len());
    // What is granted is decided once for everyone who gets the same.
    let mut groups = BTreeMap::<(CompanyRole, Vec<CompanyPermission>, Language), Vec<NewPerson>>::new();
    for person in people {
        let same = (person.role, person.permissions.clone(), person.language);
        groups.entry(same).or_default().push(person);
    }
    for ((role, permissions, language), people) in groups {
        let granted = InvitationTarget { role, permissions: permissions.clone(), organization: None };
        let permit = tx.workspace().require_for::<InvitationsSend>(&Resource::Invitation(granted)).await?;
        let inviter = permit.actor().user().ok_or(AppError::Unauthenticated)?;
        let people = people.into_iter().map(|person| NewUser {
            email: person.email,
            name: person.name,
            role: person.role,
            permissions: person.permissions,
            invite_until: end(tx.now()),
        });
        let users = insert_people(tx, &permit, people.collect()).await?;
        let sending = Sending { batch, inviter, message: None, language, from: Origin::Table };
        deliver(tx, &tx.rows(&permit), sending, &users).await?;
        invited.extend(users.iter().map(|user| changed(user, Before::Absent)));
        for user in users {
            tx.record(Event::InvitationSent { user: user.id, role, permissions: permissions.clone() }).await;
        }
    }
    Ok(invited)
}
