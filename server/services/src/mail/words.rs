//! The words of each mail, in the language of its recipient.

use i18n::{About, Catalog, Key, Label, Language};
use model::access::{Action, CompanyPermission};
use model::deletion::Deletion;
use model::ids::UserId;
use model::roles::Held;
use model::time::{Moment, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::content::Content;
use super::facts::{Facts, content_of};
use super::letter::{Button, Letter, Quote};
use super::transport::Undelivered;
use crate::credentials::token;
use crate::entity::{invitation, mail, user};
use crate::{invitations, users, zone};

/// What stands in the place of a one-time secret.
pub(super) const MASK: &str = "•••";

/// The one-time link of a mail, as far as its reader may see it.
#[derive(Clone, Copy)]
pub(super) enum Link<'a> {
    /// For the recipient. There is none in mails that carry no link.
    Open(Option<&'a SecretString>),
    /// For everybody else.
    Masked,
}

/// Writes a mail.
pub(super) fn write(site: &Url, facts: &Facts, mail: &mail::Model, link: Link<'_>) -> Result<Letter, Undelivered> {
    let content = content_of(mail).ok_or_else(|| Undelivered::broken(&"payload not readable"))?;
    let catalog = Catalog::of(mail.locale);
    let writer = Writer { catalog: &catalog, facts, mail, site };
    let letter = match content {
        Content::Invitation { invitation } => writer.invitation(writer.find(invitation)?, Times::First, link)?,
        Content::InvitationAgain { invitation } => writer.invitation(writer.find(invitation)?, Times::Again, link)?,
        Content::Restored { invitation } => writer.invitation(writer.find(invitation)?, Times::Back, link)?,
        Content::Deleted { by, deletion } => writer.deleted(by, deletion),
        Content::InvitationWithdrawn { by } => writer.withdrawn(by),
        Content::NewLinkWanted { user, ended } => writer.new_link(user, ended),
        Content::AccessChanged { by, before, after } => writer.access_changed(by, &before, &after),
        Content::AccessClosed { by } => writer.access_closed(by),
        Content::AccessOpened { by } => writer.access_opened(by),
        Content::NamesChanged { by } => writer.names_changed(by),
        Content::ResetLink { by } => writer.reset_link(by, link)?,
        Content::ResetRequested => writer.reset_requested(link)?,
        Content::ManagedElsewhere => writer.managed_elsewhere(),
        Content::SessionsEnded { by } => writer.sessions_ended(by),
        Content::ApiKey { change, at } => writer.api_key(change, at),
        Content::ApiKeyRevoked { by, at } => writer.api_key_revoked(by, at),
        Content::ApiKeyEnds { at } => writer.api_key_ends(at),
        Content::AccessEnds { at } => writer.access_ends(at),
        Content::AccessEnded => writer.access_ended(),
        Content::SeatsWanted { by } => writer.seats_wanted(by),
        Content::AccessWanted { by, action } => writer.access_wanted(by, action),
        Content::PasswordChanged { at } => writer.password(at),
        Content::EmailConfirm { change, by } => writer.email_confirm(change, by, link)?,
        Content::EmailChangeRequested { change, by } => writer.email_requested(change, by),
        Content::EmailChanged { change, at } => writer.email_changed(change, at),
        Content::TwoFactorEnabled { at } => {
            writer.security(Key::MailsTwoFactorOnSubject, Key::MailsTwoFactorOnLead, Some(at), None)
        }
        Content::TwoFactorDisabled { at } => {
            writer.security(Key::MailsTwoFactorOffSubject, Key::MailsTwoFactorOffLead, Some(at), None)
        }
        Content::BackupCodesCreated { at } => {
            writer.security(Key::MailsCodesSubject, Key::MailsCodesLead, Some(at), None)
        }
        Content::BackupCodeUsed { at, left } => {
            let left = catalog.plural(Key::MailsCodeUsedLeft, left.into(), &[]);
            writer.security(Key::MailsCodeUsedSubject, Key::MailsCodeUsedLead, Some(at), Some(left))
        }
        Content::SecondFactorLocked => {
            let next = catalog.text(Key::MailsLockedNext).to_owned();
            writer.security(Key::MailsLockedSubject, Key::MailsLockedLead, None, Some(next))
        }
        Content::EnrollmentReminder { from } => writer.enrollment_reminder(from),
        Content::Test => test(&catalog, &facts.workspace.name, site, writer.moment(mail.created_at)),
    };
    Ok(Letter { sender: facts.workspace.sender_name.clone(), ..letter })
}

/// The test mail; the one that can be sent before there is a workspace.
pub(super) fn test(catalog: &Catalog, workspace: &str, site: &Url, now: Moment) -> Letter {
    let letter = Letter {
        subject: catalog.format(Key::MailsTestSubject, &[("workspace", &workspace)]),
        lead: catalog.format(Key::MailsTestLead, &[("date", &date(catalog, now)), ("workspace", &workspace)]),
        notes: vec![catalog.text(Key::MailsTestNext).to_owned()],
        ..Letter::default()
    };
    framed(catalog, workspace, site, letter)
}

/// What every letter has.
fn framed(catalog: &Catalog, workspace: &str, site: &Url, letter: Letter) -> Letter {
    let site = site.as_str().trim_end_matches('/');
    Letter {
        lang: catalog.language().tag(),
        by_hand: catalog.text(Key::MailsByHand).to_owned(),
        foot: catalog.format(Key::MailsFoot, &[("workspace", &workspace), ("site", &site)]),
        ..letter
    }
}

/// A deadline with its distance from UTC: whoever reads a mail may be anywhere.
pub(super) fn date(catalog: &Catalog, moment: Moment) -> String {
    let (hours, minutes) = (moment.offset / 60, moment.offset % 60);
    format!("{} (UTC{hours:+03}:{:02})", catalog.date_time(moment), minutes.abs())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Times {
    First,
    Again,
    /// After their account was deleted.
    Back,
}

pub(super) struct Writer<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) facts: &'a Facts,
    pub(super) mail: &'a mail::Model,
    pub(super) site: &'a Url,
}

impl Writer<'_> {
    fn invitation(&self, invitation: &invitation::Model, times: Times, link: Link<'_>) -> Result<Letter, Undelivered> {
        let (catalog, workspace) = (self.catalog, &self.facts.workspace.name);
        let inviter = self.name(invitation.invited_by);
        let words: &[(&str, &dyn std::fmt::Display)] = &[("inviter", &inviter), ("workspace", workspace)];
        let (subject, lead) = match times {
            Times::First => (Key::MailsInvitationSubject, Key::MailsInvitationLead),
            Times::Again => (Key::MailsAgainSubject, Key::MailsAgainLead),
            Times::Back => (Key::MailsRestoredSubject, Key::MailsRestoredLead),
        };
        let role = catalog.text(invitation.role.label());
        let about = catalog.text(invitation.role.about());
        let mut facts = vec![catalog.format(Key::MailsInvitationRole, &[("role", &role), ("about", &about)])];
        let extras = invitations::permissions(invitation);
        if !extras.is_empty() {
            let extras = self.list(&extras);
            facts.push(catalog.format(Key::MailsInvitationExtras, &[("permissions", &extras)]));
        }
        let url = self.one_time("invite", link)?;
        let mut notes = Vec::new();
        if let Some(until) = self.mail.valid_until {
            let until = date(catalog, self.moment(until));
            notes.push(catalog.format(Key::MailsInvitationUntil, &[("date", &until)]));
        }
        notes.push(catalog.text(Key::MailsInvitationUnexpected).to_owned());
        Ok(self.framed(Letter {
            subject: catalog.format(subject, words),
            lead: catalog.format(lead, words),
            facts,
            quote: invitation.message.as_ref().map(|message| Quote {
                by: catalog.format(Key::MailsInvitationMessage, &[("inviter", &inviter)]),
                text: message.clone(),
            }),
            button: Some(Button { label: catalog.text(Key::MailsInvitationAccept).to_owned(), url }),
            notes,
            ..Letter::default()
        }))
    }

    /// The address behind a button that works once.
    pub(super) fn one_time(&self, page: &str, link: Link<'_>) -> Result<String, Undelivered> {
        match link {
            Link::Masked => Ok(format!("{}/{MASK}", token::link(self.site, &[page]))),
            Link::Open(Some(secret)) => Ok(token::link(self.site, &[page, secret.expose_secret()]).to_string()),
            // It is removed when the mail has left, so the mail cannot be written a second time.
            Link::Open(None) => Err(Undelivered::broken(&"the link is gone")),
        }
    }

    fn withdrawn(&self, by: UserId) -> Letter {
        let (catalog, workspace, actor) = (self.catalog, &self.facts.workspace.name, self.name(by));
        self.framed(Letter {
            subject: catalog.format(Key::MailsWithdrawnSubject, &[("workspace", workspace)]),
            lead: catalog.format(Key::MailsWithdrawnLead, &[("actor", &actor), ("workspace", workspace)]),
            notes: vec![catalog.format(Key::MailsWithdrawnNext, &[("actor", &actor)])],
            ..Letter::default()
        })
    }

    fn new_link(&self, user: UserId, ended: Timestamp) -> Letter {
        let (catalog, workspace, person) = (self.catalog, &self.facts.workspace.name, self.name(user));
        let address = self.facts.user(user).map_or("", |user| &user.email);
        let ended = date(catalog, self.moment(ended));
        let mut list = token::link(self.site, &["users"]);
        list.query_pairs_mut().append_pair("q", address);
        self.framed(Letter {
            subject: catalog.format(Key::MailsNewLinkSubject, &[("person", &person)]),
            lead: catalog.format(
                Key::MailsNewLinkLead,
                &[("person", &person), ("address", &address), ("workspace", workspace), ("date", &ended)],
            ),
            facts: vec![catalog.text(Key::MailsNewLinkNext).to_owned()],
            button: Some(Button { label: catalog.text(Key::MailsNewLinkButton).to_owned(), url: list.to_string() }),
            ..Letter::default()
        })
    }

    fn access_changed(&self, by: UserId, before: &Held, after: &Held) -> Letter {
        let (catalog, workspace, person) = (self.catalog, &self.facts.workspace.name, self.name(by));
        let side = |key, held: &Held| catalog.format(key, &[("held", &self.held(held))]);
        self.framed(Letter {
            subject: catalog.format(Key::MailsChangedSubject, &[("workspace", workspace)]),
            lead: catalog.format(Key::MailsChangedLead, &[("person", &person), ("workspace", workspace)]),
            facts: vec![side(Key::MailsChangedBefore, before), side(Key::MailsChangedAfter, after)],
            ..Letter::default()
        })
    }

    /// "Team member + Creator, Users".
    fn held(&self, held: &Held) -> String {
        let role = self.catalog.text(held.role.label());
        if held.permissions.is_empty() { role.to_owned() } else { format!("{role} + {}", self.list(&held.permissions)) }
    }

    fn access_closed(&self, by: UserId) -> Letter {
        let (catalog, workspace, person) = (self.catalog, &self.facts.workspace.name, self.name(by));
        self.framed(Letter {
            subject: catalog.format(Key::MailsClosedSubject, &[("workspace", workspace)]),
            lead: catalog.format(Key::MailsClosedLead, &[("person", &person), ("workspace", workspace)]),
            facts: vec![catalog.text(Key::MailsClosedNext).to_owned()],
            ..Letter::default()
        })
    }

    fn access_opened(&self, by: UserId) -> Letter {
        let (catalog, workspace, person) = (self.catalog, &self.facts.workspace.name, self.name(by));
        self.framed(Letter {
            subject: catalog.format(Key::MailsOpenedSubject, &[("workspace", workspace)]),
            lead: catalog.format(Key::MailsOpenedLead, &[("person", &person), ("workspace", workspace)]),
            facts: vec![catalog.text(Key::MailsOpenedNext).to_owned()],
            button: Some(Button {
                label: catalog.text(Key::MailsOpenedButton).to_owned(),
                url: token::link(self.site, &["login"]).to_string(),
            }),
            ..Letter::default()
        })
    }

    fn deleted(&self, by: UserId, deletion: Deletion) -> Letter {
        let (catalog, workspace, person) = (self.catalog, &self.facts.workspace.name, self.name(by));
        let next = match deletion {
            Deletion::Archive => Key::MailsDeletedNextArchive,
            Deletion::Erase => Key::MailsDeletedNextErase,
        };
        self.framed(Letter {
            subject: catalog.format(Key::MailsDeletedSubject, &[("workspace", workspace)]),
            lead: catalog.format(Key::MailsDeletedLead, &[("person", &person), ("workspace", workspace)]),
            facts: vec![catalog.text(next).to_owned()],
            ..Letter::default()
        })
    }

    fn names_changed(&self, by: UserId) -> Letter {
        let (catalog, workspace, person) = (self.catalog, &self.facts.workspace.name, self.name(by));
        let user = self.facts.recipient(self.mail);
        let name =
            user.map(|user| users::display_name(&user.first_name, &user.last_name, &user.email)).unwrap_or_default();
        let username = user.map_or("", |user| &user.username);
        self.framed(Letter {
            subject: catalog.format(Key::MailsNamesSubject, &[("workspace", workspace)]),
            lead: catalog.format(Key::MailsNamesLead, &[("person", &person), ("workspace", workspace)]),
            facts: vec![
                catalog.format(Key::MailsNamesName, &[("name", &name)]),
                catalog.format(Key::MailsNamesUsername, &[("username", &username)]),
            ],
            notes: vec![catalog.text(Key::MailsNamesNext).to_owned()],
            ..Letter::default()
        })
    }

    fn reset_link(&self, by: UserId, link: Link<'_>) -> Result<Letter, Undelivered> {
        let (catalog, workspace, person) = (self.catalog, &self.facts.workspace.name, self.name(by));
        let lead = catalog.format(Key::MailsResetLead, &[("person", &person), ("workspace", workspace)]);
        self.reset(lead, Key::MailsResetNext, link)
    }

    fn reset_requested(&self, link: Link<'_>) -> Result<Letter, Undelivered> {
        let words: &[(&str, &dyn std::fmt::Display)] =
            &[("username", &self.username()), ("workspace", &self.facts.workspace.name)];
        self.reset(self.catalog.format(Key::MailsResetRequestedLead, words), Key::MailsResetRequestedNext, link)
    }

    fn reset(&self, lead: String, next: Key, link: Link<'_>) -> Result<Letter, Undelivered> {
        let (catalog, workspace) = (self.catalog, &self.facts.workspace.name);
        let mut notes = Vec::new();
        if let Some(until) = self.mail.valid_until {
            let until = date(catalog, self.moment(until));
            notes.push(catalog.format(Key::MailsInvitationUntil, &[("date", &until)]));
        }
        notes.push(catalog.text(next).to_owned());
        Ok(self.framed(Letter {
            subject: catalog.format(Key::MailsResetSubject, &[("workspace", workspace)]),
            lead,
            button: Some(Button {
                label: catalog.text(Key::MailsResetButton).to_owned(),
                url: self.one_time("reset", link)?,
            }),
            notes,
            ..Letter::default()
        }))
    }

    fn managed_elsewhere(&self) -> Letter {
        let (catalog, workspace) = (self.catalog, &self.facts.workspace.name);
        let words: &[(&str, &dyn std::fmt::Display)] = &[("username", &self.username()), ("workspace", workspace)];
        self.framed(Letter {
            subject: catalog.format(Key::MailsManagedSubject, &[("workspace", workspace)]),
            lead: catalog.format(Key::MailsManagedLead, words),
            facts: vec![catalog.text(Key::MailsManagedNext).to_owned()],
            ..Letter::default()
        })
    }

    fn sessions_ended(&self, by: UserId) -> Letter {
        let (catalog, workspace, person) = (self.catalog, &self.facts.workspace.name, self.name(by));
        self.framed(Letter {
            subject: catalog.format(Key::MailsSessionsSubject, &[("workspace", workspace)]),
            lead: catalog.format(Key::MailsSessionsLead, &[("person", &person), ("workspace", workspace)]),
            facts: vec![catalog.text(Key::MailsSessionsNext).to_owned()],
            ..Letter::default()
        })
    }

    fn access_ends(&self, at: Timestamp) -> Letter {
        let (catalog, workspace) = (self.catalog, &self.facts.workspace.name);
        // The end is a day of the workspace; the moment is the first of the day after.
        let last = Timestamp(at.0.saturating_sub(1));
        let day = catalog.date(zone::moment(last, &self.facts.workspace.timezone));
        self.framed(Letter {
            subject: catalog.format(Key::MailsEndsSubject, &[("workspace", workspace), ("date", &day)]),
            lead: catalog.format(Key::MailsEndsLead, &[("workspace", workspace), ("date", &day)]),
            facts: vec![catalog.text(Key::MailsEndsNext).to_owned()],
            ..Letter::default()
        })
    }

    fn access_ended(&self) -> Letter {
        let (catalog, workspace) = (self.catalog, &self.facts.workspace.name);
        self.framed(Letter {
            subject: catalog.format(Key::MailsEndedSubject, &[("workspace", workspace)]),
            lead: catalog.format(Key::MailsEndedLead, &[("workspace", workspace)]),
            facts: vec![catalog.text(Key::MailsClosedNext).to_owned()],
            ..Letter::default()
        })
    }

    fn seats_wanted(&self, by: UserId) -> Letter {
        let (catalog, workspace, person) = (self.catalog, &self.facts.workspace.name, self.name(by));
        let mut list = token::link(self.site, &["users"]);
        list.query_pairs_mut().append_pair("dialog", "buy-seats");
        self.framed(Letter {
            subject: catalog.format(Key::MailsSeatsWantedSubject, &[("person", &person), ("workspace", workspace)]),
            lead: catalog.format(Key::MailsSeatsWantedLead, &[("person", &person), ("workspace", workspace)]),
            button: Some(Button { label: catalog.text(Key::MailsSeatsWantedButton).to_owned(), url: list.to_string() }),
            ..Letter::default()
        })
    }

    fn access_wanted(&self, by: UserId, action: Action) -> Letter {
        let (catalog, workspace, person) = (self.catalog, &self.facts.workspace.name, self.name(by));
        let ability = catalog.text(i18n::ability(action));
        let mut answer = token::link(self.site, &["explain"]);
        answer.query_pairs_mut().append_pair("user", &by.to_string()).append_pair("can", action.as_str());
        self.framed(Letter {
            subject: catalog.format(Key::MailsAccessWantedSubject, &[("person", &person), ("workspace", workspace)]),
            lead: catalog.format(Key::MailsAccessWantedLead, &[("person", &person), ("workspace", workspace)]),
            facts: vec![catalog.format(Key::MailsAccessWantedAbility, &[("ability", &ability)])],
            quote: self.facts.request(by, action).map(|message| Quote {
                by: catalog.format(Key::MailsInvitationMessage, &[("inviter", &person)]),
                text: message.to_owned(),
            }),
            button: Some(Button {
                label: catalog.text(Key::MailsAccessWantedButton).to_owned(),
                url: answer.to_string(),
            }),
            ..Letter::default()
        })
    }

    fn password(&self, at: Timestamp) -> Letter {
        let (catalog, workspace) = (self.catalog, &self.facts.workspace.name);
        let username = self.username();
        let at = date(catalog, self.moment(at));
        self.framed(Letter {
            subject: catalog.format(Key::MailsPasswordSubject, &[("workspace", workspace)]),
            lead: catalog
                .format(Key::MailsPasswordLead, &[("username", &username), ("workspace", workspace), ("date", &at)]),
            facts: vec![
                catalog.text(Key::MailsPasswordSessions).to_owned(),
                catalog.format(Key::MailsPasswordNotYou, &[("workspace", workspace)]),
            ],
            button: Some(Button {
                label: catalog.text(Key::MailsPasswordButton).to_owned(),
                url: token::link(self.site, &["login"]).to_string(),
            }),
            ..Letter::default()
        })
    }

    /// Something about signing in was changed or used, at this moment.
    fn security(&self, subject: Key, lead: Key, at: Option<Timestamp>, fact: Option<String>) -> Letter {
        let (catalog, workspace) = (self.catalog, &self.facts.workspace.name);
        let at = at.map(|at| date(catalog, self.moment(at))).unwrap_or_default();
        let words: &[(&str, &dyn std::fmt::Display)] =
            &[("username", &self.username()), ("workspace", workspace), ("date", &at)];
        let not_you = || catalog.format(Key::MailsPasswordNotYou, &[("workspace", workspace)]);
        self.framed(Letter {
            subject: catalog.format(subject, &[("workspace", workspace)]),
            lead: catalog.format(lead, words),
            facts: fact.into_iter().chain([not_you()]).collect(),
            ..Letter::default()
        })
    }

    pub(super) fn username(&self) -> &str {
        self.facts.recipient(self.mail).map_or("", |user| &user.username)
    }

    fn find(&self, id: model::ids::InvitationId) -> Result<&invitation::Model, Undelivered> {
        self.facts.invitation(id).ok_or_else(|| Undelivered::broken(&"the invitation is gone"))
    }

    /// The name of a person; of one who was erased, what everybody reads.
    pub(super) fn name(&self, id: UserId) -> String {
        let name = |user: &user::Model| users::display_name(&user.first_name, &user.last_name, &user.email);
        self.facts
            .user(id)
            .map(name)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| self.catalog.text(Key::StatusesUnknownUser).to_owned())
    }

    fn list(&self, permissions: &[CompanyPermission]) -> String {
        let names: Vec<_> = permissions.iter().map(|permission| self.catalog.text(permission.label())).collect();
        names.join(match self.catalog.language() {
            Language::Zh | Language::Ja => "、",
            Language::En | Language::Es | Language::Ru | Language::Ko => ", ",
        })
    }

    pub(super) fn moment(&self, at: Timestamp) -> Moment {
        zone::moment(at, self.facts.zone(self.mail))
    }

    pub(super) fn framed(&self, letter: Letter) -> Letter {
        framed(self.catalog, &self.facts.workspace.name, self.site, letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "https://console.example/";

    #[test]
    fn dates_name_their_distance_from_utc() {
        let catalog = Catalog::of(Language::En);
        let written = |offset| date(&catalog, Moment { at: Timestamp(1_795_296_600_000), offset });
        assert_eq!(written(60), "21 November 2026, 22:30 (UTC+01:00)");
        assert_eq!(written(-150), "21 November 2026, 19:00 (UTC-02:30)");
        assert_eq!(written(0), "21 November 2026, 21:30 (UTC+00:00)");
    }

    #[test]
    fn test_mail_is_written_in_every_language() {
        let now = Moment { at: Timestamp(1_795_296_600_000), offset: 0 };
        for language in Language::ALL {
            let letter = test(&Catalog::of(language), "Kestrel Yard", &SITE.parse().unwrap(), now);
            assert_eq!(letter.lang, language.tag());
            assert!(letter.subject.contains("Kestrel Yard") && letter.foot.ends_with("https://console.example"));
        }
    }
}
