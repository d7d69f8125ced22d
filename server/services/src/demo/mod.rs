//! A believable studio to look at: "Kestrel Yard", post and visual effects, about fifty people in every state.
//!
//! Nobody has a password; the Owner chooses one with the link. One invitation really leaves when the server starts, so
//! that there is one to accept.

mod people;

use model::access::{Action, DisabledBy};
use model::address::Address;
use model::error::AppError;
use model::ids::{InvitationId, UserId};
use model::language::Language;
use model::person::PersonName;
use model::time::Timestamp;
use model::users::UserStatus;
use url::Url;

use crate::access::{Invite, Purpose};
use crate::credentials::{self, token};
use crate::entity::{invitation, user, user_permission};
use crate::error::Result;
use crate::mail::{self, Content, Leaves, NewMail, Outcome, PastMail};
use crate::seats::history;
use crate::seed::{self, Begun, First, ZONE};
use crate::services::Services;
use crate::tx::Tx;
use crate::{invitations, users};

use people::{OWNER, PEOPLE, Person, State};

const SEATS: u32 = 48;
/// Days since the studio opened.
const OPENED_DAYS: i64 = 1_460;

/// Whose invitation leaves when the server starts.
const REALLY_INVITED: &str = "t.wrona@kestrelyard.example";
/// Whose mail server refused the invitation.
const REFUSED: &str = "beatriz.lemos@palmerst.example";
/// Who asked for a new link.
const ASKED: &str = "arvid.holm@kestrelyard.example";
/// Who changed the password some days ago.
const CHANGED_PASSWORD: &str = "clara.lindholm@kestrelyard.example";

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Makes the studio, and a link with which its Owner can choose a password.
///
/// # Errors
/// `Conflict` when there is a workspace already.
pub async fn create(services: &Services) -> std::result::Result<Url, AppError> {
    let system = services.system("demo", &[Action::CredentialsHelp]);
    system
        .write(|tx| async move {
            let first = First {
                workspace: "Kestrel Yard",
                owner: PersonName { first: OWNER.first.to_owned(), last: OWNER.last.to_owned() },
                email: OWNER.email,
                username: &OWNER.username(),
                seats: SEATS,
            };
            let begun = seed::begin(&tx, first).await?;
            let opened = tx.now().plus_seconds(-OPENED_DAYS * DAY);
            users::backdate_owner(&tx, &begun.link, begun.owner, opened).await?;
            Studio { tx: &tx, begun }.fill().await
        })
        .await?;
    system.read(async || Ok(services.db().analyze().await?)).await?;
    credentials::new_reset_link(&system, OWNER.email).await
}

/// The studio while it is being made.
struct Studio<'a> {
    tx: &'a Tx,
    begun: Begun,
}

impl Studio<'_> {
    async fn fill(&self) -> Result<()> {
        let mut crew = Vec::with_capacity(PEOPLE.len());
        let mut permissions = Vec::new();
        for person in PEOPLE {
            let user = self.user(person)?;
            permissions.extend(person.extras.iter().map(|permission| user_permission::Model {
                user_id: user.id,
                permission: *permission,
                granted_by: self.begun.owner,
                ends_at: None,
            }));
            crew.push(user);
        }
        let sent: Vec<invitation::Model> =
            crew.iter().zip(PEOPLE).filter_map(|(user, person)| self.invitation(user, person)).collect();
        users::insert_made_up(self.tx, &self.begun.link, crew.clone(), permissions).await?;
        invitations::insert_made_up(self.tx, &self.begun.link, sent.clone()).await?;
        history::insert_made_up(self.tx, &self.begun.link, self.ago(OPENED_DAYS * DAY)).await?;
        for invitation in &sent {
            if let Some(user) = crew.iter().find(|user| user.id == invitation.user_id) {
                self.mail_invitation(user, invitation).await?;
            }
        }
        self.mail_others(&crew).await
    }

    fn user(&self, person: &Person) -> Result<user::Model> {
        let email = Address::parse(person.email).map_err(|code| AppError::field("email", code))?;
        let id = UserId(self.tx.new_id());
        let named = user::Model {
            first_name: person.first.to_owned(),
            last_name: person.last.to_owned(),
            role: person.role,
            invited_by: Some(self.begun.owner),
            last_seen_at: person.seen.map(|minutes| self.ago(minutes * MINUTE)),
            access_ends_at: person.access_ends.map(|days| self.ago(-days * DAY)),
            ..users::fresh(id, &email, person.username(), ZONE.to_owned(), self.ago(30 * DAY))
        };
        let joined = |days: i64| Some(self.ago(days * DAY));
        let changed = match person.state {
            State::Active { days } => user::Model {
                status: UserStatus::Active,
                status_at: self.ago(days * DAY),
                joined_at: joined(days),
                ..named
            },
            State::Invited { minutes } => {
                let until = self.ago(-minutes * MINUTE);
                user::Model { invite_until: Some(until), status_at: until.plus_seconds(-DAY), ..named }
            }
            State::NotAccepted { hours } => {
                let until = self.ago(hours * HOUR);
                user::Model { invite_until: Some(until), status_at: until.plus_seconds(-DAY), ..named }
            }
            State::Disabled { by, days } => user::Model {
                status: UserStatus::Disabled,
                status_at: self.ago(days * DAY),
                disabled_by: Some(by),
                home_organization: (by == DisabledBy::Organization).then_some(self.begun.organization),
                joined_at: joined(days + 200),
                ..named
            },
            State::Deleted { days } => {
                user::Model {
                    status: UserStatus::Deleted,
                    status_at: self.ago(days * DAY),
                    email_key: None,
                    // Whoever has a name has been there.
                    joined_at: joined(days + 200).filter(|_| !named.first_name.is_empty()),
                    ..named
                }
            }
        };
        Ok(users::in_step(changed))
    }

    /// The invitation of someone who has not come in: a day before its link ends, or ended; a moment before it was
    /// withdrawn.
    fn invitation(&self, user: &user::Model, person: &Person) -> Option<invitation::Model> {
        let (sent_at, revoked_at) = match (person.state, user.invite_until) {
            (State::Invited { .. } | State::NotAccepted { .. }, Some(until)) => (until.plus_seconds(-DAY), None),
            (State::Deleted { .. }, _) if person.first.is_empty() => {
                (user.status_at.plus_seconds(-5), Some(user.status_at))
            }
            _ => return None,
        };
        Some(invitation::Model {
            id: InvitationId(self.tx.new_id()),
            user_id: user.id,
            batch: self.tx.new_id(),
            message: None,
            language: Language::En,
            role: person.role,
            permissions: invitations::stored(person.extras),
            invited_by: self.begun.owner,
            sent_at,
            accepted_at: None,
            revoked_at,
            new_link_requested_at: None,
            imported: false,
        })
    }

    async fn mail_invitation(&self, user: &user::Model, sent: &invitation::Model) -> Result<()> {
        let content = Content::Invitation { invitation: sent.id };
        if user.email == REALLY_INVITED {
            let secret = token::issue(self.tx, Invite::NAME, Some(user.id), user.invite_until).await?;
            let mail = NewMail {
                to: user.email.clone(),
                user: Some(user.id),
                content,
                locale: Language::En,
                link: Some(secret),
                leaves: Leaves::AtOnce,
                valid_until: user.invite_until,
                dedupe_key: format!("demo:{}", sent.id),
            };
            return mail::enqueue(self.tx, mail).await;
        }
        let outcome = match user.email.as_str() {
            REFUSED => Outcome::Refused("550 5.1.1 Recipient address rejected: user unknown"),
            _ if sent.revoked_at.is_some() => Outcome::Canceled,
            _ => Outcome::Sent,
        };
        mail::insert_past(self.tx, self.past(user, content, sent.sent_at, outcome)).await
    }

    /// Mails that are not invitations.
    async fn mail_others(&self, crew: &[user::Model]) -> Result<()> {
        for user in crew {
            let now = self.tx.now();
            let past = match user.email.as_str() {
                CHANGED_PASSWORD => {
                    let at = self.ago(3 * DAY);
                    self.past(user, Content::PasswordChanged { at }, at, Outcome::Sent)
                }
                ASKED => PastMail {
                    to: OWNER.email.to_owned(),
                    user: Some(self.begun.owner),
                    ..self.past(
                        user,
                        Content::NewLinkWanted { user: user.id, ended: user.invite_until.unwrap_or(now) },
                        self.ago(2 * HOUR),
                        Outcome::Sent,
                    )
                },
                _ => continue,
            };
            mail::insert_past(self.tx, past).await?;
        }
        Ok(())
    }

    fn past(&self, user: &user::Model, content: Content, at: Timestamp, outcome: Outcome) -> PastMail {
        PastMail {
            to: user.email.clone(),
            user: Some(user.id),
            content,
            created_by: Some(self.begun.owner),
            at,
            outcome,
        }
    }

    fn ago(&self, seconds: i64) -> Timestamp {
        self.tx.now().plus_seconds(-seconds)
    }
}
