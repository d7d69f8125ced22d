//! The words of the reminder to set up a second factor.

use std::fmt::Display;

use i18n::Key;
use model::time::Timestamp;

use super::letter::{Button, Letter};
use super::words::{Writer, date};
use crate::credentials::token;

impl Writer<'_> {
    /// The subject names the day, the text the moment: the day begins in the zone of the workspace, and the reader may
    /// be elsewhere.
    pub(super) fn enrollment_reminder(&self, from: Option<Timestamp>) -> Letter {
        let catalog = self.catalog;
        let from = from.map(|from| self.moment(from));
        let (day, moment) = match from {
            Some(from) => (catalog.date(from), date(catalog, from)),
            None => (String::new(), String::new()),
        };
        let (subject, lead) = match from {
            Some(_) => (Key::MailsEnrollFromSubject, Key::MailsEnrollFromLead),
            None => (Key::MailsEnrollNowSubject, Key::MailsEnrollNowLead),
        };
        let username = self.username();
        let format = |key, date: &str| {
            let words: &[(&str, &dyn Display)] =
                &[("workspace", &self.facts.workspace.name), ("username", &username), ("date", &date)];
            catalog.format(key, words)
        };
        self.framed(Letter {
            subject: format(subject, &day),
            lead: format(lead, &moment),
            facts: vec![catalog.text(Key::MailsEnrollHow).to_owned()],
            button: Some(Button {
                label: catalog.text(Key::MailsEnrollButton).to_owned(),
                url: token::link(self.site, &["account", "security"]).to_string(),
            }),
            notes: vec![catalog.text(Key::MailsEnrollNext).to_owned()],
            ..Letter::default()
        })
    }
}
