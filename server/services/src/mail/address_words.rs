//! The words of the mails about a change of address.

use std::fmt::Display;

use i18n::Key;
use model::ids::{TokenId, UserId};
use model::time::Timestamp;

use super::letter::{Button, Letter};
use super::transport::Undelivered;
use super::words::{Link, MASK, Writer, date};

impl Writer<'_> {
    pub(super) fn email_confirm(&self, change: TokenId, by: UserId, link: Link<'_>) -> Result<Letter, Undelivered> {
        let lead = self.whose(by, Key::EmailChangeMailConfirmLead, Key::EmailChangeMailConfirmLeadOther);
        let mut notes = Vec::new();
        if let Some(until) = self.mail.valid_until {
            let until = date(self.catalog, self.moment(until));
            notes.push(self.catalog.format(Key::MailsInvitationUntil, &[("date", &until)]));
        }
        notes.push(self.catalog.text(Key::EmailChangeMailConfirmNext).to_owned());
        Ok(self.framed(Letter {
            subject: self.say(Key::EmailChangeMailConfirmSubject, change, Some(by), None),
            lead: self.say(lead, change, Some(by), None),
            facts: vec![self.catalog.text(Key::EmailChangeMailConfirmHow).to_owned()],
            button: Some(Button {
                label: self.catalog.text(Key::EmailChangeMailConfirmButton).to_owned(),
                url: self.one_time("email", link)?,
            }),
            notes,
            ..Letter::default()
        }))
    }

    pub(super) fn email_requested(&self, change: TokenId, by: UserId) -> Letter {
        let lead = self.whose(by, Key::EmailChangeMailRequestedLead, Key::EmailChangeMailRequestedLeadOther);
        let at = Some(self.mail.created_at);
        self.framed(Letter {
            subject: self.say(Key::EmailChangeMailRequestedSubject, change, Some(by), at),
            lead: self.say(lead, change, Some(by), at),
            facts: vec![
                self.catalog.text(Key::EmailChangeMailRequestedNext).to_owned(),
                self.say(Key::EmailChangeMailRequestedNotYou, change, Some(by), at),
            ],
            ..Letter::default()
        })
    }

    pub(super) fn email_changed(&self, change: TokenId, at: Timestamp) -> Letter {
        let say = |key| self.say(key, change, None, Some(at));
        self.framed(Letter {
            subject: say(Key::EmailChangeMailChangedSubject),
            lead: say(Key::EmailChangeMailChangedLead),
            facts: vec![say(Key::EmailChangeMailChangedNext), say(Key::MailsPasswordNotYou)],
            ..Letter::default()
        })
    }

    /// The sentence for what the person asked for, or for what somebody else did.
    fn whose(&self, by: UserId, own: Key, other: Key) -> Key {
        if self.mail.user_id == Some(by) { own } else { other }
    }

    /// The addresses are in the row of the change; when it is gone, so are they.
    fn say(&self, key: Key, change: TokenId, by: Option<UserId>, at: Option<Timestamp>) -> String {
        let unknown = || (MASK.to_owned(), MASK.to_owned());
        let (address, former) = self.facts.email_change(change).map_or_else(unknown, |it| (it.address, it.former));
        let at = at.map(|at| date(self.catalog, self.moment(at))).unwrap_or_default();
        let person = by.map(|by| self.name(by)).unwrap_or_default();
        let words: &[(&str, &dyn Display)] = &[
            ("username", &self.username()),
            ("workspace", &self.facts.workspace.name),
            ("person", &person),
            ("address", &address),
            ("former", &former),
            ("date", &at),
        ];
        self.catalog.format(key, words)
    }
}
