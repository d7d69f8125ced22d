//! The words of the mails about the personal API key. None of them holds the key or a part of it.

use i18n::Key;
use model::ids::UserId;
use model::time::Timestamp;

use super::content::KeyChange;
use super::letter::{Button, Letter};
use super::words::{Writer, date};
use crate::credentials::token;

impl Writer<'_> {
    pub(super) fn api_key(&self, change: KeyChange, at: Timestamp) -> Letter {
        let (catalog, workspace) = (self.catalog, &self.facts.workspace.name);
        let at = date(catalog, self.moment(at));
        let (subject, lead) = match change {
            KeyChange::Created => (Key::MailsKeyCreatedSubject, Key::MailsKeyCreatedLead),
            KeyChange::Reset => (Key::MailsKeyResetSubject, Key::MailsKeyResetLead),
            KeyChange::Removed => (Key::MailsKeyRemovedSubject, Key::MailsKeyRemovedLead),
        };
        self.framed(Letter {
            subject: catalog.format(subject, &[("workspace", workspace)]),
            lead: catalog.format(lead, &[("workspace", workspace), ("date", &at)]),
            facts: vec![catalog.text(Key::MailsKeyNotYou).to_owned()],
            ..Letter::default()
        })
    }

    pub(super) fn api_key_revoked(&self, by: UserId, at: Timestamp) -> Letter {
        let (catalog, workspace, person) = (self.catalog, &self.facts.workspace.name, self.name(by));
        let at = date(catalog, self.moment(at));
        self.framed(Letter {
            subject: catalog.format(Key::MailsKeyRevokedSubject, &[("workspace", workspace)]),
            lead: catalog
                .format(Key::MailsKeyRevokedLead, &[("workspace", workspace), ("person", &person), ("date", &at)]),
            facts: vec![catalog.text(Key::MailsKeyRevokedNext).to_owned()],
            ..Letter::default()
        })
    }

    pub(super) fn api_key_ends(&self, at: Timestamp) -> Letter {
        let (catalog, workspace) = (self.catalog, &self.facts.workspace.name);
        // A key works through its last day; the end is the first moment after it.
        let last = self.moment(Timestamp(at.0.saturating_sub(1)));
        let (day, moment) = (catalog.date(last), date(catalog, last));
        self.framed(Letter {
            subject: catalog.format(Key::MailsKeyEndsSubject, &[("workspace", workspace), ("date", &day)]),
            lead: catalog.format(Key::MailsKeyEndsLead, &[("workspace", workspace), ("date", &moment)]),
            facts: vec![catalog.text(Key::MailsKeyEndsNext).to_owned()],
            button: Some(Button {
                label: catalog.text(Key::MailsKeyEndsButton).to_owned(),
                url: token::link(self.site, &["account", "security"]).to_string(),
            }),
            ..Letter::default()
        })
    }
}
