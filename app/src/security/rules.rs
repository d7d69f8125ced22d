//! The rules: one form with one bar.

use i18n::{Key, Label, t, use_i18n};
use leptos::prelude::*;
use model::error::AppError;
use model::security::{
    API_KEY_DAYS, CHECKED, IDLE_MINUTES, PASSWORD_MIN_MAX, SESSION_HOURS, SecurityField, SecuritySettings, UNDO_SECONDS,
};
use model::sign_in::{Flash, PASSWORD_MIN};
use ui::{Checkbox, TextField};

use super::draft::RulesDraft;
use crate::edit_form::{EditForm, Editing};
use crate::errors::field_error;

#[component]
pub(super) fn Rules(settings: SecuritySettings, flash: Flash) -> impl IntoView {
    let enforced = settings.enforcement.on;
    let draft = RulesDraft::of(&settings.rules, &flash);
    let editing = Editing::new(draft, settings, &flash);
    view! {
        <EditForm editing=editing action="/rpc/security/save_form">
            <Fields draft=draft enforced=enforced error=editing.error/>
        </EditForm>
    }
}

#[component]
fn Fields(draft: RulesDraft, enforced: bool, error: RwSignal<Option<AppError>>) -> impl IntoView {
    let i18n = use_i18n();
    let number = move |field: SecurityField, value: RwSignal<String>, (min, max): (u32, u32), hint: Option<Key>| {
        let hint = Signal::derive(move || hint.map(|key| i18n.text(key)));
        let wrong = Signal::derive(move || error.with(|error| field_error(i18n, error.as_ref(), field.as_str())));
        view! {
            <TextField
                label=t(field.label())
                name=field.as_str()
                input_type="number"
                inputmode="numeric"
                autocomplete="off"
                value=value
                min=min.to_string()
                max=max.to_string()
                hint=hint
                error=wrong
            />
        }
    };
    // A password that is all there is should be longer.
    let advice = (!enforced).then_some(Key::WorkspaceSecurityPasswordHint);
    let deletion_hint = Signal::derive(move || Some(i18n.text(Key::WorkspaceSecurityPermanentDeletionHint)));
    view! {
        <section class="panel" aria-label=t!(Key::WorkspaceSecuritySigningIn)>
            <div class="panel__head"><h2>{t!(Key::WorkspaceSecuritySigningIn)}</h2></div>
            <div class="panel__body">
                <div class="pair">
                    {number(SecurityField::PasswordMin, draft.password_min, (PASSWORD_MIN, PASSWORD_MIN_MAX), advice)}
                    {number(SecurityField::ApiKeyDays, draft.api_key_days, API_KEY_DAYS, Some(Key::WorkspaceSecurityApiKeyDaysHint))}
                </div>
                <div class="pair">
                    {number(SecurityField::SessionIdle, draft.session_idle_minutes, IDLE_MINUTES, Some(Key::WorkspaceSecuritySessionIdleHint))}
                    {number(SecurityField::SessionMax, draft.session_max_hours, SESSION_HOURS, Some(Key::WorkspaceSecuritySessionMaxHint))}
                </div>
            </div>
        </section>
        <section class="panel" aria-label=t!(Key::WorkspaceSecurityChanges)>
            <div class="panel__head"><h2>{t!(Key::WorkspaceSecurityChanges)}</h2></div>
            <div class="panel__body">
                <div class="pair">
                    {number(SecurityField::UndoSeconds, draft.undo_seconds, UNDO_SECONDS, Some(Key::WorkspaceSecurityUndoSecondsHint))}
                </div>
                <Checkbox
                    label=t(Key::WorkspaceSecurityPermanentDeletion)
                    name=SecurityField::PermanentDeletion.as_str()
                    value=CHECKED
                    signal=draft.permanent_deletion
                    hint=deletion_hint
                />
            </div>
        </section>
    }
}
