//! Words for entries.

use i18n::{I18n, Key, Label};
use model::access::DisabledBy;
use model::audit::{AuditAction, AuditEntry, AuditPerson, AuditValue};
use model::security::SecurityField;

/// What was done. Words of other versions stand for themselves.
pub(super) fn action(i18n: I18n, word: &str) -> String {
    word.parse::<AuditAction>().map_or_else(|_| word.to_owned(), |action| i18n.text(action.label()))
}

/// How somebody is called.
pub(super) fn person(i18n: I18n, person: &AuditPerson) -> String {
    match &person.name {
        None => i18n.text(Key::AuditUnknown),
        Some(name) if name.is_empty() => i18n.text(Key::AuditNoName),
        Some(name) => name.clone(),
    }
}

/// What an entry without an actor has in place of one.
pub(super) fn nobody(credential: &str) -> Key {
    if credential == "none" { Key::AuditNotSignedIn } else { Key::AuditSystem }
}

/// What the actor showed; jobs and commands stand for themselves.
pub(super) fn credential(i18n: I18n, entry: &AuditEntry) -> String {
    match entry.credential.as_str() {
        "session" => i18n.text(Key::AuditCredentialSession),
        "api_key" => i18n.text(Key::AuditCredentialApiKey),
        "link" => i18n.text(Key::AuditCredentialLink),
        "none" => i18n.text(Key::AuditCredentialNone),
        job => job.to_owned(),
    }
}

/// Values in one line.
pub(super) fn values(i18n: I18n, values: &[AuditValue]) -> String {
    let texts: Vec<String> = values.iter().map(|one| value(i18n, one)).collect();
    texts.join(", ")
}

fn value(i18n: I18n, value: &AuditValue) -> String {
    match value {
        AuditValue::Held(held) => {
            let permissions = held.permissions.iter().map(|permission| i18n.text(permission.label()));
            let all: Vec<String> = std::iter::once(i18n.text(held.role.label())).chain(permissions).collect();
            all.join(" + ")
        }
        AuditValue::Seats(seats) => i18n.plural(Key::AuditSeats, u64::from(*seats), &[]),
        AuditValue::DisabledBy(by) => i18n.text(match by {
            DisabledBy::Administrator => Key::StatusesDisabledAdministrator,
            DisabledBy::Organization => Key::StatusesDisabledOrganization,
            DisabledBy::Ended => Key::StatusesDisabledEnded,
        }),
        AuditValue::Moment(name, moment) => {
            format!("{}: {}", name_of(i18n, name), i18n.with(|catalog| catalog.date_time(*moment)))
        }
        AuditValue::Field(name, text) if name.is_empty() => text.clone(),
        AuditValue::Field(name, text) => format!("{}: {}", name_of(i18n, name), word(i18n, text)),
    }
}

/// The name of a value. Those of other versions stand for themselves.
fn name_of(i18n: I18n, name: &str) -> String {
    match name.parse::<SecurityField>() {
        Ok(rule) => i18n.text(rule.label()),
        Err(_) if name == "enforced" => i18n.text(Key::WorkspaceSecurityEnforceTitle),
        Err(_) if name == "key" => i18n.text(Key::ApiKeysKey),
        Err(_) if name == "from" => i18n.text(Key::WorkspaceSecurityPlanDay),
        Err(_) => name.to_owned(),
    }
}

fn word(i18n: I18n, text: &str) -> String {
    match text {
        "true" => i18n.text(Key::CommonYes),
        "false" => i18n.text(Key::CommonNo),
        text => text.to_owned(),
    }
}
