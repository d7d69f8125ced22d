//! Which entries are shown; a plain form, so that it works without script.

use i18n::{Key, Label, t, use_i18n};
use leptos::prelude::*;
use model::audit::{AuditAction, AuditQuery};
use ui::{Button, ButtonKind, ButtonLink, Choice, SelectField, TextField};

use super::url;
use crate::query_form::QueryForm;

#[component]
pub(super) fn Filters(query: AuditQuery) -> impl IntoView {
    let i18n = use_i18n();
    let actions = Signal::derive(move || {
        let mut actions = vec![Choice::new("", i18n.text(Key::AuditAnyAction))];
        actions.extend(AuditAction::ALL.iter().map(|one| Choice::new(one.as_str(), i18n.text(one.label()))));
        actions
    });
    let hint = Signal::derive(move || Some(i18n.text(Key::AuditNameOrId)));
    let action = query.action.map(|action| action.as_str()).unwrap_or_default();
    let clear = query.is_filtered().then(|| {
        view! {
            <ButtonLink href=url::PATH kind=ButtonKind::Quiet>{t!(Key::CommonClearFilter)}</ButtonLink>
        }
    });
    view! {
        <QueryForm action=url::PATH attr:role="search" attr:class="audit-filter">
            <TextField label=t(Key::AuditActor) name="actor" initial=query.actor placeholder=hint maxlength=254/>
            <SelectField label=t(Key::AuditAction) name="action" options=actions initial=action/>
            <TextField label=t(Key::AuditTarget) name="target" initial=query.target placeholder=hint maxlength=254/>
            <TextField label=t(Key::AuditFrom) name="from" input_type="date" initial=query.from/>
            <TextField label=t(Key::AuditTo) name="to" input_type="date" initial=query.to/>
            <div class="row">
                <Button submit=true icon="list-filter">{t!(Key::CommonApply)}</Button>
                {clear}
            </div>
        </QueryForm>
    }
}
