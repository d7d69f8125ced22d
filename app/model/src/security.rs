//! The Security page: rules of the workspace for passwords, sessions, keys and deletion, and who must have a second
//! factor.

use serde::{Deserialize, Serialize};

use crate::access::Verdict;
use crate::error::AppError;
use crate::fields::{FieldCode, FieldErrors};
use crate::settings::Fields;
use crate::sign_in::PASSWORD_MIN;
use crate::time::{Moment, Timestamp};

/// The longest password that a workspace can ask for at least, in code points.
pub const PASSWORD_MIN_MAX: u32 = 64;
/// Minutes without a request after which a session can end.
pub const IDLE_MINUTES: (u32, u32) = (5, 24 * 60);
/// Hours after which a session can end whatever is done in it: up to thirty days.
pub const SESSION_HOURS: (u32, u32) = (1, 30 * 24);
/// Seconds in which a change can be taken back.
pub const UNDO_SECONDS: (u32, u32) = (10, 60);
/// Days that an API key can be allowed to work.
pub const API_KEY_DAYS: (u32, u32) = (1, 3650);

text_enum! {
    /// A rule, in the order in which it stands on the page.
    pub enum SecurityField {
        /// Shortest password.
        PasswordMin = "password_min",
        /// How long a session may rest.
        SessionIdle = "session_idle_minutes",
        /// How long a session lasts at most.
        SessionMax = "session_max_hours",
        /// Longest life of an API key.
        ApiKeyDays = "api_key_days",
        /// The undo window.
        UndoSeconds = "undo_seconds",
        /// Whether anybody can be deleted for good.
        PermanentDeletion = "permanent_deletion",
    }
}

/// The rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecurityRules {
    /// Shortest password, in code points.
    pub password_min: u32,
    /// Minutes without a request after which a session ends.
    pub session_idle_minutes: u32,
    /// Hours after which a session ends whatever is done in it.
    pub session_max_hours: u32,
    /// Days that an API key works at most; none for keys without an end.
    pub api_key_days: Option<u32>,
    /// Seconds in which a change can be taken back, and its mails wait.
    pub undo_seconds: u32,
    /// Whether anybody can be deleted for good.
    pub permanent_deletion: bool,
}

impl SecurityRules {
    /// Whether a rule is the same in both.
    #[must_use]
    pub fn agrees(&self, other: &Self, field: SecurityField) -> bool {
        match field {
            SecurityField::PasswordMin => self.password_min == other.password_min,
            SecurityField::SessionIdle => self.session_idle_minutes == other.session_idle_minutes,
            SecurityField::SessionMax => self.session_max_hours == other.session_max_hours,
            SecurityField::ApiKeyDays => self.api_key_days == other.api_key_days,
            SecurityField::UndoSeconds => self.undo_seconds == other.undo_seconds,
            SecurityField::PermanentDeletion => self.permanent_deletion == other.permanent_deletion,
        }
    }

    /// The rules in which both differ.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<SecurityField> {
        SecurityField::ALL.iter().copied().filter(|field| !self.agrees(other, *field)).collect()
    }

    /// These rules and no others, for the log.
    #[must_use]
    pub fn only(&self, fields: &[SecurityField]) -> SecurityValues {
        let has = |field| fields.contains(&field);
        SecurityValues {
            password_min: has(SecurityField::PasswordMin).then_some(self.password_min),
            session_idle_minutes: has(SecurityField::SessionIdle).then_some(self.session_idle_minutes),
            session_max_hours: has(SecurityField::SessionMax).then_some(self.session_max_hours),
            // No limit is a value of its own.
            api_key_days: has(SecurityField::ApiKeyDays).then_some(self.api_key_days.unwrap_or_default()),
            undo_seconds: has(SecurityField::UndoSeconds).then_some(self.undo_seconds),
            permanent_deletion: has(SecurityField::PermanentDeletion).then_some(self.permanent_deletion),
        }
    }
}

/// Some of the rules, as the log keeps them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityValues {
    /// Shortest password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_min: Option<u32>,
    /// Minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_idle_minutes: Option<u32>,
    /// Hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_max_hours: Option<u32>,
    /// Days; 0 for keys without an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_key_days: Option<u32>,
    /// Seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_seconds: Option<u32>,
    /// Whether it is allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permanent_deletion: Option<bool>,
}

/// A change of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecurityChange {
    /// The version that was looked at.
    pub version: i64,
    /// Everything as it is to be.
    pub rules: SecurityRules,
}

impl SecurityChange {
    /// Checks every rule.
    ///
    /// # Errors
    /// All that need mending.
    pub fn validate(&self) -> Result<SecurityRules, AppError> {
        let rules = &self.rules;
        let mut errors = FieldErrors::default();
        let mut within = |field: SecurityField, value: u32, (min, max): (u32, u32)| {
            if !(min..=max).contains(&value) {
                errors.push(field.as_str(), FieldCode::OutOfRange { min, max });
            }
        };
        within(SecurityField::PasswordMin, rules.password_min, (PASSWORD_MIN, PASSWORD_MIN_MAX));
        within(SecurityField::SessionIdle, rules.session_idle_minutes, IDLE_MINUTES);
        within(SecurityField::SessionMax, rules.session_max_hours, SESSION_HOURS);
        within(SecurityField::ApiKeyDays, rules.api_key_days.unwrap_or(API_KEY_DAYS.0), API_KEY_DAYS);
        within(SecurityField::UndoSeconds, rules.undo_seconds, UNDO_SECONDS);
        if errors.is_empty() { Ok(*rules) } else { Err(AppError::Invalid { fields: errors }) }
    }
}

/// What a box sends that is checked; one that is not sends nothing.
pub const CHECKED: &str = "on";

/// The rules as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedRules {
    /// A number.
    pub password_min: String,
    /// Minutes.
    pub session_idle_minutes: String,
    /// Hours.
    pub session_max_hours: String,
    /// Days; empty for no limit.
    pub api_key_days: String,
    /// Seconds.
    pub undo_seconds: String,
    /// Whether the box is checked.
    pub permanent_deletion: bool,
}

impl Fields for TypedRules {
    type Field = SecurityField;

    fn agrees(&self, other: &Self, field: SecurityField) -> bool {
        self.get(field) == other.get(field)
    }

    fn differences(&self, other: &Self) -> Vec<SecurityField> {
        SecurityField::ALL.iter().copied().filter(|field| !self.agrees(other, *field)).collect()
    }

    fn take(&mut self, from: &Self, fields: &[SecurityField]) {
        for field in fields {
            self.put(*field, from.get(*field));
        }
    }
}

impl TypedRules {
    /// As they stand in the fields.
    #[must_use]
    pub fn of(rules: &SecurityRules) -> Self {
        Self {
            password_min: rules.password_min.to_string(),
            session_idle_minutes: rules.session_idle_minutes.to_string(),
            session_max_hours: rules.session_max_hours.to_string(),
            api_key_days: rules.api_key_days.map(|days| days.to_string()).unwrap_or_default(),
            undo_seconds: rules.undo_seconds.to_string(),
            permanent_deletion: rules.permanent_deletion,
        }
    }

    /// What stands in a field.
    #[must_use]
    pub fn get(&self, field: SecurityField) -> &str {
        match field {
            SecurityField::PasswordMin => &self.password_min,
            SecurityField::SessionIdle => &self.session_idle_minutes,
            SecurityField::SessionMax => &self.session_max_hours,
            SecurityField::ApiKeyDays => &self.api_key_days,
            SecurityField::UndoSeconds => &self.undo_seconds,
            SecurityField::PermanentDeletion if self.permanent_deletion => CHECKED,
            SecurityField::PermanentDeletion => "",
        }
    }

    /// Puts something into a field.
    pub fn put(&mut self, field: SecurityField, text: &str) {
        let into = match field {
            SecurityField::PasswordMin => &mut self.password_min,
            SecurityField::SessionIdle => &mut self.session_idle_minutes,
            SecurityField::SessionMax => &mut self.session_max_hours,
            SecurityField::ApiKeyDays => &mut self.api_key_days,
            SecurityField::UndoSeconds => &mut self.undo_seconds,
            SecurityField::PermanentDeletion => {
                self.permanent_deletion = !text.is_empty();
                return;
            }
        };
        text.clone_into(into);
    }

    /// Reads them. What is no number is out of every range.
    ///
    /// # Errors
    /// `Invalid` with all that are no numbers.
    pub fn read(&self) -> Result<SecurityRules, AppError> {
        let mut errors = FieldErrors::default();
        let mut number = |field: SecurityField, text: &str, (min, max): (u32, u32)| {
            let read = text.trim().parse::<u32>();
            errors.take(field.as_str(), read.map_err(|_| FieldCode::OutOfRange { min, max }))
        };
        let password_min = number(SecurityField::PasswordMin, &self.password_min, (PASSWORD_MIN, PASSWORD_MIN_MAX));
        let idle = number(SecurityField::SessionIdle, &self.session_idle_minutes, IDLE_MINUTES);
        let hours = number(SecurityField::SessionMax, &self.session_max_hours, SESSION_HOURS);
        let days = match self.api_key_days.trim() {
            "" => Some(None),
            days => number(SecurityField::ApiKeyDays, days, API_KEY_DAYS).map(Some),
        };
        let undo = number(SecurityField::UndoSeconds, &self.undo_seconds, UNDO_SECONDS);
        match (password_min, idle, hours, days, undo) {
            (Some(password_min), Some(idle), Some(hours), Some(api_key_days), Some(undo_seconds)) => {
                Ok(SecurityRules {
                    password_min,
                    session_idle_minutes: idle,
                    session_max_hours: hours,
                    api_key_days,
                    undo_seconds,
                    permanent_deletion: self.permanent_deletion,
                })
            }
            _ => Err(AppError::Invalid { fields: errors }),
        }
    }
}

/// Whether everybody needs a second factor, and from when on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enforced {
    /// They do now.
    pub enforced: bool,
    /// They will from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
}

/// The field of the day from which on everybody needs a second factor.
pub const FROM: &str = "from";
/// Days from today that this day can be away.
pub const PLAN_DAYS: u32 = 365;

/// The days that can be planned, written `2026-11-21`; days of the workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanDays {
    /// The one that is planned; empty without one.
    pub planned: String,
    /// The earliest.
    pub first: String,
    /// The latest.
    pub last: String,
}

/// The panel of the switch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnforcementPanel {
    /// Whether everybody needs a second factor now.
    pub on: bool,
    /// From when on they will, where that is planned.
    pub from: Option<Moment>,
    /// The days to choose from.
    pub days: PlanDays,
    /// Whether it cannot be switched on again: the edition has no enforcement, and it is on from before.
    pub last: bool,
    /// Whether the reader may switch it on, or plan it.
    pub enforce: Verdict,
    /// Whether the reader may switch it off, or take the planned day back.
    pub release: Verdict,
    /// Whether the password is asked for before it is switched.
    pub needs_step_up: bool,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecuritySettings {
    /// What can be changed.
    pub rules: SecurityRules,
    /// The version of the row; a change names it.
    pub version: i64,
    /// The switch.
    pub enforcement: EnforcementPanel,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> SecurityRules {
        SecurityRules {
            password_min: 8,
            session_idle_minutes: 60,
            session_max_hours: 24,
            api_key_days: None,
            undo_seconds: 10,
            permanent_deletion: true,
        }
    }

    fn other() -> SecurityRules {
        SecurityRules {
            password_min: 15,
            session_idle_minutes: 30,
            session_max_hours: 12,
            api_key_days: Some(90),
            undo_seconds: 20,
            permanent_deletion: false,
        }
    }

    // S0.20
    #[test]
    fn every_rule_is_compared_and_taken_by_itself() {
        assert_eq!(rules().differences(&rules()), []);
        assert_eq!(rules().differences(&other()), SecurityField::ALL);
        for field in SecurityField::ALL {
            let (ours, theirs) = (TypedRules::of(&rules()), TypedRules::of(&other()));
            let mut mixed = ours.clone();
            mixed.take(&theirs, &[*field]);
            assert_eq!(mixed.differences(&ours), [*field]);
            assert_eq!(mixed.read().unwrap().differences(&rules()), [*field]);
            let noted = serde_json::to_value(other().only(&[*field])).unwrap();
            assert_eq!(noted.as_object().unwrap().len(), 1, "{field}");
        }
    }

    #[test]
    fn rules_have_bounds_and_all_that_are_beyond_them_are_named_at_once() {
        let checked = |rules| SecurityChange { version: 1, rules }.validate();
        assert_eq!(checked(other()), Ok(other()));
        for (password_min, undo_seconds) in [(8, 10), (64, 60)] {
            assert!(checked(SecurityRules { password_min, undo_seconds, ..rules() }).is_ok());
        }
        let beyond = SecurityRules {
            password_min: 65,
            session_idle_minutes: 4,
            session_max_hours: 721,
            api_key_days: Some(0),
            undo_seconds: 61,
            permanent_deletion: true,
        };
        let Err(AppError::Invalid { fields }) = checked(beyond) else { panic!("refused") };
        assert_eq!(fields.0.len(), 5);
        assert_eq!(fields.of("password_min"), Some(FieldCode::OutOfRange { min: 8, max: 64 }));
    }

    #[test]
    fn what_is_typed_reads_back_and_words_are_no_numbers() {
        for rules in [rules(), other()] {
            assert_eq!(TypedRules::of(&rules).read(), Ok(rules));
        }
        let odd =
            TypedRules { password_min: "many".to_owned(), undo_seconds: "-1".to_owned(), ..TypedRules::of(&rules()) };
        let Err(AppError::Invalid { fields }) = odd.read() else { panic!("refused") };
        assert_eq!(
            fields.0.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(),
            ["password_min", "undo_seconds"]
        );
    }
}
