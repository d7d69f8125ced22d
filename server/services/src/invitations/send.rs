//! Sending what the dialog holds: new people and people who are invited once more, all or nothing.

use model::address::Address;
use model::changes::ChangeKind;
use model::error::{AppError, ConflictReason};
use model::event::Event;
use model::fields::{FieldCode, FieldErrors};
use model::ids::UserId;
use model::invitations::{InvitationReport, InvitedPerson, Invitee, NewInvitations};
use model::person::{self, PersonName};
use model::seats::SeatCount;
use model::users::UserStatus;

use super::deliver::{Origin, Sending, deliver};
use super::lookalike::{self, Spelling};
use super::{end, limits, store};
use crate::access::{InvitationTarget, InvitationsResend, InvitationsSend, Permit, Resource};
use crate::changes::{self, Before, Changed};
use crate::ctx::Ctx;
use crate::entity::user;
use crate::error::{Error, Result};
use crate::tx::{Reason, Tx};
use crate::users::NewUser;
use crate::{mail, seats, users, workspace, zone};

/// Sends invitations and reports what happened to each address. The same key once more, also at the same time, gives
/// the first report and has no second effect.
///
/// # Errors
/// `Invalid` naming the positions; `Forbidden` for what the inviter may not grant; `StepUpRequired` for an Administrator;
/// `Conflict` when somebody has an address already; `SeatsExhausted`; `RateLimited` beyond what a day takes.
pub async fn send(ctx: &Ctx, input: NewInvitations) -> std::result::Result<InvitationReport, AppError> {
    let batch = &Batch::read(input)?;
    if let Some(report) = repeated(ctx, batch).await? {
        return Ok(report);
    }
    let stale = AppError::Conflict { reason: ConflictReason::Stale };
    match ctx.write(|tx| async move { send_batch(ctx, &tx, batch).await }).await {
        Err(error) if error == stale => repeated(ctx, batch).await?.ok_or(error),
        sent => sent,
    }
}

/// What the dialog holds, as far as it can be checked without the database.
struct Batch {
    input: NewInvitations,
    people: Vec<(Address, Option<String>)>,
    resend: Vec<UserId>,
}

impl Batch {
    fn read(input: NewInvitations) -> std::result::Result<Self, AppError> {
        let input = input.validate()?;
        let mut errors = FieldErrors::default();
        let mut people = Vec::<(Address, Option<String>)>::with_capacity(input.people.len());
        for (position, invitee) in input.people.iter().enumerate() {
            let Some(address) = errors.take(&format!("people.{position}"), address(invitee)) else { continue };
            if people.iter().all(|(known, _)| known.canonical() != address.canonical()) {
                // A name that cannot be one is left out: whoever accepts enters their own.
                let name = invitee.name.as_deref().and_then(|name| person::name_part(name).ok());
                people.push((address, name));
            }
        }
        let mut resend = input.resend.clone();
        resend.sort_unstable();
        resend.dedup();
        if errors.is_empty() { Ok(Self { input, people, resend }) } else { Err(AppError::Invalid { fields: errors }) }
    }

    /// Where a user stands in the input.
    fn position(&self, id: UserId, user: Option<&user::Model>) -> Option<usize> {
        let address = user.map(|user| user.email.to_ascii_lowercase());
        let named = self.people.iter().position(|(known, _)| address.as_deref() == Some(known.canonical()));
        named.or_else(|| self.resend.iter().position(|resent| *resent == id))
    }

    fn size(&self) -> usize {
        self.people.len() + self.resend.len()
    }
}

fn address(invitee: &Invitee) -> std::result::Result<Address, FieldCode> {
    let address = Address::parse(&invitee.address)?;
    match lookalike::of(&address) {
        Spelling::Plain | Spelling::Lookalike => Ok(address),
        Spelling::Deceptive => Err(FieldCode::InvalidEmail),
    }
}

async fn send_batch(ctx: &Ctx, tx: &Tx, batch: &Batch) -> Result<InvitationReport> {
    let input = &batch.input;
    // The one lock for addresses, usernames, seats, limits and the key; taken first, so that nobody waits crosswise.
    tx.lock_workspace().await?;
    let granted = InvitationTarget { role: input.role, permissions: input.permissions.clone(), organization: None };
    let permit = tx.workspace().require_for::<InvitationsSend>(&Resource::Invitation(granted)).await?;
    let inviter = ctx.user_id();
    if !store::batch(&tx.rows(&permit), input.key).await?.is_empty() {
        return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
    }
    let invited = invited_before(tx, batch).await?;
    limits::links(tx, &batch.resend).await?;
    limits::per_day(tx, inviter, batch.size(), seats_in(tx).await?.purchased).await?;
    let ended = invited.iter().filter(|(user, _)| !holds_seat(tx, user)).count();
    seats::take(tx, u32::try_from(batch.people.len() + ended).unwrap_or(u32::MAX)).await?;

    let new = insert(tx, &permit, batch).await?;
    let (mut again, mut before) = (Vec::with_capacity(invited.len()), Vec::with_capacity(invited.len()));
    for (user, permit) in invited {
        before.push(Before::invitation(&user));
        again.push(users::renew_invitation(tx, &permit, user, end(tx.now())).await?);
    }
    let everyone: Vec<user::Model> = new.iter().chain(&again).cloned().collect();
    let sending = Sending {
        batch: input.key,
        inviter,
        message: input.message.as_deref(),
        language: input.language,
        from: Origin::Dialog,
    };
    deliver(tx, &tx.rows(&permit), sending, &everyone).await?;

    for user in &new {
        let (role, permissions) = (input.role, input.permissions.clone());
        tx.record(Event::InvitationSent { user: user.id, role, permissions }).await;
    }
    for user in &again {
        tx.record(Event::InvitationResent { user: user.id }).await;
    }
    let resent = again.iter().zip(before).map(|(user, before)| changed(user, before));
    let people = new.iter().map(|user| changed(user, Before::Absent)).chain(resent).collect();
    changes::keep(tx, ctx, ChangeKind::Invite, people).await?;
    Ok(InvitationReport {
        sent: new.iter().map(|user| invited_person(ctx, user)).collect(),
        resent: again.iter().map(|user| invited_person(ctx, user)).collect(),
        seats: seats_in(tx).await?,
        mails_leave_at: mail::after_undo(tx).await?,
    })
}

/// Makes the users; whoever was invited before and withdrawn from is the same user again.
async fn insert(tx: &Tx, permit: &Permit<InvitationsSend>, batch: &Batch) -> Result<Vec<user::Model>> {
    let people = batch.people.iter().map(|(address, name)| NewUser {
        email: address.clone(),
        name: name.as_deref().map(|name| {
            let (first, last) = users::split_name(name);
            PersonName { first, last }
        }),
        role: batch.input.role,
        permissions: batch.input.permissions.clone(),
        invite_until: end(tx.now()),
    });
    insert_people(tx, permit, people.collect()).await
}

/// The same for people from anywhere.
pub(super) async fn insert_people(
    tx: &Tx,
    permit: &Permit<InvitationsSend>,
    people: Vec<NewUser>,
) -> Result<Vec<user::Model>> {
    let mut known = store::by_address(&tx.rows(permit), people.iter().map(|new| new.email.canonical())).await?;
    let (mut fresh, mut withdrawn) = (Vec::new(), Vec::new());
    for new in people {
        match known.remove(new.email.canonical()) {
            None => fresh.push(new),
            Some(user) if user.status == UserStatus::Deleted && user.joined_at.is_none() => {
                withdrawn.push((user, new));
            }
            Some(_) => return Err(AppError::Conflict { reason: ConflictReason::AddressTaken }.into()),
        }
    }
    let mut invited = users::insert_invited(tx, permit, fresh).await?;
    for (user, new) in withdrawn {
        invited.push(users::invite_anew(tx, permit, user, new).await?);
    }
    Ok(invited)
}

/// Those who are invited already, each with the permit to send theirs again.
async fn invited_before(tx: &Tx, batch: &Batch) -> Result<Vec<(user::Model, Permit<InvitationsResend>)>> {
    let mut invited = Vec::with_capacity(batch.resend.len());
    for id in &batch.resend {
        invited.push(tx.user(*id).require::<InvitationsResend>().await?);
    }
    Ok(invited)
}

/// The report of a dialog that was sent before, in the order of its input.
async fn repeated(ctx: &Ctx, batch: &Batch) -> std::result::Result<Option<InvitationReport>, AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require::<InvitationsSend>().await?;
        let rows = ctx.rows(&permit);
        let mut sendings = store::batch(&rows, batch.input.key).await?;
        let Some((first, _)) = sendings.first() else { return Ok(None) };
        if first.invited_by != ctx.user_id() {
            return Err(AppError::Conflict { reason: ConflictReason::Stale }.into());
        }
        let sent_at = first.sent_at;
        sendings.sort_by_key(|(sending, user)| batch.position(sending.user_id, user.as_ref()));
        let (mut sent, mut resent) = (Vec::new(), Vec::new());
        for (sending, user) in sendings {
            let Some(user) = user else { continue };
            let person = invited_person(ctx, &user::Model { invite_until: Some(end(sent_at)), ..user });
            if store::was_resent(&rows, &sending).await? { resent.push(person) } else { sent.push(person) }
        }
        #[expect(clippy::disallowed_methods, reason = "counting")]
        let counting = ctx.rows_without(Reason::Counting);
        let undo_seconds = workspace::current(&counting).await?.undo_seconds;
        Ok(Some(InvitationReport {
            sent,
            resent,
            seats: seats::count(&counting, ctx.now()).await?,
            mails_leave_at: sent_at.plus_seconds(i64::from(undo_seconds)),
        }))
    })
    .await
}

/// Someone who was invited, as it is taken back.
pub(super) fn changed(user: &user::Model, before: Before) -> Changed {
    Changed { id: user.id, version: user.version, before }
}

/// Whether an invited user is in a seat at this moment.
pub(super) fn holds_seat(tx: &Tx, user: &user::Model) -> bool {
    user.invite_until.is_some_and(|until| tx.now() < until)
}

/// Someone with an open invitation, as the viewer reads it.
pub(super) fn invited_person(ctx: &Ctx, user: &user::Model) -> InvitedPerson {
    let until = user.invite_until.unwrap_or(user.status_at);
    InvitedPerson { user: user.id, email: user.email.clone(), until: zone::moment(until, &ctx.me().timezone) }
}

pub(super) async fn seats_in(tx: &Tx) -> Result<SeatCount, Error> {
    #[expect(clippy::disallowed_methods, reason = "counting")]
    let rows = tx.rows_without(Reason::Counting);
    seats::count(&rows, tx.now()).await
}

#[cfg(test)]
mod tests {
    use model::access::CompanyRole;
    use model::language::Language;
    use uuid::Uuid;

    use super::*;

    fn input(people: &[&str]) -> NewInvitations {
        NewInvitations {
            key: Uuid::nil(),
            people: people.iter().map(|address| Invitee { address: (*address).to_owned(), name: None }).collect(),
            resend: Vec::new(),
            role: CompanyRole::Member,
            permissions: Vec::new(),
            message: None,
            language: Language::En,
        }
    }

    #[test]
    fn bad_addresses_are_named_by_their_position() {
        let AppError::Invalid { fields } =
            Batch::read(input(&["a@b.example", "nope", "c@d", "x@xn--a-.com"])).err().unwrap()
        else {
            panic!()
        };
        assert_eq!(fields.of("people.1"), Some(FieldCode::InvalidEmail));
        assert_eq!(fields.of("people.2"), Some(FieldCode::MissingDomainEnding));
        assert_eq!(fields.of("people.3"), Some(FieldCode::InvalidEmail));
        assert_eq!(fields.0.len(), 3);
    }

    #[test]
    fn an_address_that_is_there_twice_is_invited_once() {
        assert_eq!(Batch::read(input(&["Ana@B.example", "ana@b.example"])).unwrap().size(), 1);
    }

    // UN-02
    #[test]
    fn names_that_cannot_be_one_are_left_out() {
        let mut new = input(&["a@b.example", "c@b.example"]);
        new.people[0].name = Some("Administrator".to_owned());
        new.people[1].name = Some("Rin Takahashi".to_owned());
        let names: Vec<_> = Batch::read(new).unwrap().people.into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, [None, Some("Rin Takahashi".to_owned())]);
    }
}
