//! The rules as they are being edited, and the words for them.

use i18n::{I18n, Key, Label};
use leptos::prelude::*;
use model::error::AppError;
use model::security::{SecurityChange, SecurityField, SecurityRules, SecuritySettings, TypedRules};
use model::sign_in::Flash;

use super::rpc::{get_security_settings, save_security};
use crate::edit_form::Draft;

/// One signal for each field of the form.
#[derive(Clone, Copy)]
pub(super) struct RulesDraft {
    pub(super) password_min: RwSignal<String>,
    pub(super) session_idle_minutes: RwSignal<String>,
    pub(super) session_max_hours: RwSignal<String>,
    pub(super) api_key_days: RwSignal<String>,
    pub(super) undo_seconds: RwSignal<String>,
    pub(super) permanent_deletion: RwSignal<bool>,
}

impl RulesDraft {
    /// What is stored, or what had been typed before the form was refused.
    pub(super) fn of(stored: &SecurityRules, flash: &Flash) -> Self {
        let mut shown = TypedRules::of(stored);
        if flash.field(SecurityField::PasswordMin.as_str()).is_some() {
            for field in SecurityField::ALL {
                shown.put(*field, flash.field(field.as_str()).unwrap_or_default());
            }
        }
        Self {
            password_min: RwSignal::new(shown.password_min),
            session_idle_minutes: RwSignal::new(shown.session_idle_minutes),
            session_max_hours: RwSignal::new(shown.session_max_hours),
            api_key_days: RwSignal::new(shown.api_key_days),
            undo_seconds: RwSignal::new(shown.undo_seconds),
            permanent_deletion: RwSignal::new(shown.permanent_deletion),
        }
    }
}

impl Draft for RulesDraft {
    type Page = SecuritySettings;
    type Fields = TypedRules;

    fn stored(page: &SecuritySettings) -> TypedRules {
        TypedRules::of(&page.rules)
    }

    fn version(page: &SecuritySettings) -> i64 {
        page.version
    }

    fn get(self) -> TypedRules {
        TypedRules {
            password_min: self.password_min.get(),
            session_idle_minutes: self.session_idle_minutes.get(),
            session_max_hours: self.session_max_hours.get(),
            api_key_days: self.api_key_days.get(),
            undo_seconds: self.undo_seconds.get(),
            permanent_deletion: self.permanent_deletion.get(),
        }
    }

    fn set(self, typed: &TypedRules) {
        self.password_min.set(typed.password_min.clone());
        self.session_idle_minutes.set(typed.session_idle_minutes.clone());
        self.session_max_hours.set(typed.session_max_hours.clone());
        self.api_key_days.set(typed.api_key_days.clone());
        self.undo_seconds.set(typed.undo_seconds.clone());
        self.permanent_deletion.set(typed.permanent_deletion);
    }
    fn name(i18n: I18n, field: SecurityField) -> String {
        i18n.text(field.label())
    }

    fn value(i18n: I18n, page: &SecuritySettings, field: SecurityField) -> String {
        let rules = &page.rules;
        let number = |n: u32| i18n.with(|catalog| catalog.number(u64::from(n)));
        match field {
            SecurityField::PasswordMin => number(rules.password_min),
            SecurityField::SessionIdle => number(rules.session_idle_minutes),
            SecurityField::SessionMax => number(rules.session_max_hours),
            SecurityField::ApiKeyDays => {
                rules.api_key_days.map_or_else(|| i18n.text(Key::WorkspaceSecurityNoLimit), number)
            }
            SecurityField::UndoSeconds => number(rules.undo_seconds),
            SecurityField::PermanentDeletion => {
                i18n.text(if rules.permanent_deletion { Key::CommonYes } else { Key::CommonNo })
            }
        }
    }

    async fn load() -> Result<SecuritySettings, AppError> {
        Ok(get_security_settings().await?.0)
    }

    async fn store(self, _seen: &SecuritySettings, version: i64, typed: TypedRules) -> Result<(), AppError> {
        save_security(SecurityChange { version, rules: typed.read()? }).await
    }
}
