//! The filter panel, and the chips of what is filtered by. The list changes on Apply, and is then part of the address.

use i18n::{I18n, Key, Label, t, use_i18n, written};
use leptos::prelude::*;
use model::access::{CompanyPermission, CompanyRole};
use model::users::{StatusFilter, UserFigures};
use ui::{Button, ButtonKind, ButtonLink, Checkbox, Chip, ChipKind, Choice, Popover, SelectField, live, shown_while};

use super::listed::Listed;
use super::texts::filter_key;
use super::url::ListState;
use crate::query_form::QueryForm;

/// The panel; a plain form, so that it works without script.
#[component]
pub(super) fn FilterPanel(state: ListState, listed: Listed) -> impl IntoView {
    let i18n = use_i18n();
    let mut roles = vec![Choice::new("", i18n.text_untracked(Key::UsersAnyRole))];
    roles.extend(CompanyRole::ALL.iter().map(|role| Choice::new(role.as_str(), i18n.text_untracked(role.label()))));
    let mut permissions = vec![Choice::new("", i18n.text_untracked(Key::ExplainAnyPermission))];
    permissions
        .extend(CompanyPermission::ALL.iter().map(|one| Choice::new(one.as_str(), i18n.text_untracked(one.label()))));
    let permission = state.query.permissions.first().map(|one| one.as_str().to_owned()).unwrap_or_default();
    let archived = vec![
        Choice::new("no", i18n.text_untracked(Key::CommonNo)),
        Choice::new("yes", i18n.text_untracked(Key::CommonYes)),
    ];
    let role = state.query.roles.first().map(|role| role.as_str().to_owned()).unwrap_or_default();
    let chosen = state.query.statuses.clone();
    let is_archived = if state.query.archived { "yes" } else { "no" };
    let rest = state.with(|state| {
        state.query.roles.clear();
        state.query.statuses.clear();
        state.query.permissions.clear();
        state.query.archived = false;
    });
    let cleared = rest.href();
    let boxes = StatusFilter::ALL.iter().filter(|status| **status != StatusFilter::Deleted).map(move |status| {
        let (status, checked) = (*status, chosen.contains(status));
        let label = Signal::derive(move || status_label(i18n, status, listed.with(|page| page.figures)));
        view! { <Checkbox label=label name="status" value=status.as_str() checked=checked/> }.into_any()
    });
    view! {
        <Popover id="filter-pop" title=t(Key::UsersFilterTitle)>
            <QueryForm action="/users">
                {hidden_fields(&rest)}
                <div class="pop__body">
                    <SelectField label=t(Key::CommonRole) name="role" options=roles initial=role/>
                    <fieldset class="field">
                        <legend class="label strong small">{t!(Key::CommonStatus)}</legend>
                        <div class="stack stack--tight">{boxes.collect::<Vec<_>>()}</div>
                    </fieldset>
                    <SelectField label=t(Key::RolesPagePermission) name="perm" options=permissions initial=permission hint=t(Key::ExplainPermissionHint)/>
                    <SelectField label=t(Key::UsersArchived) name="archived" options=archived initial=is_archived hint=t(Key::UsersArchivedHint)/>
                </div>
                <div class="pop__foot">
                    <ButtonLink href=cleared kind=ButtonKind::Quiet>{t!(Key::CommonClearFilter)}</ButtonLink>
                    <Button kind=ButtonKind::Primary submit=true>{t!(Key::CommonApply)}</Button>
                </div>
            </QueryForm>
        </Popover>
    }
}

/// Everything else that the address says, so that a form keeps it.
pub(super) fn hidden_fields(state: &ListState) -> impl IntoView + use<> {
    state
        .pairs()
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any())
        .collect::<Vec<_>>()
}

fn status_label(i18n: I18n, status: StatusFilter, figures: Option<UserFigures>) -> String {
    let label = i18n.text(filter_key(status));
    let Some(figures) = figures else { return label };
    let n = match status {
        StatusFilter::Active => figures.active,
        StatusFilter::Invited => figures.invited,
        StatusFilter::NotAccepted => figures.not_accepted,
        StatusFilter::Disabled => figures.disabled,
        StatusFilter::Deleted => figures.deleted,
    };
    format!("{label} ({})", i18n.with(|catalog| catalog.number(n)))
}

/// What the list is filtered by, each removable.
#[component]
pub(super) fn FilterChips(state: Memo<ListState>, total: Signal<u64>) -> impl IntoView {
    let i18n = use_i18n();
    let chip = move |text: String, without: ListState| {
        let remove = i18n.format(Key::UsersRemoveFilter, &[("filter", &text)]);
        view! { <Chip kind=ChipKind::Filter remove_label=remove remove_href=without.href()>{text}</Chip> }.into_any()
    };
    let chips = move || {
        let state = state.get();
        let mut chips = Vec::new();
        for role in state.query.roles.clone() {
            let text = i18n.format(Key::UsersFilterRole, &[("value", &i18n.text(role.label()))]);
            chips.push(chip(text, state.with(|state| state.query.roles.retain(|other| *other != role))));
        }
        for status in state.query.statuses.clone() {
            let text = i18n.format(Key::UsersFilterStatus, &[("value", &i18n.text(filter_key(status)))]);
            chips.push(chip(text, state.with(|state| state.query.statuses.retain(|other| *other != status))));
        }
        for permission in state.query.permissions.clone() {
            let text = i18n.format(Key::ExplainFilterPermission, &[("value", &i18n.text(permission.label()))]);
            chips.push(chip(text, state.with(|state| state.query.permissions.retain(|other| *other != permission))));
        }
        if state.query.archived {
            let text = i18n.format(Key::UsersFilterArchived, &[("value", &i18n.text(Key::CommonYes))]);
            chips.push(chip(text, state.with(|state| state.query.archived = false)));
        }
        if !state.query.q.is_empty() {
            let text = i18n.format(Key::UsersFilterSearch, &[("value", &state.query.q)]);
            chips.push(chip(text, state.with(|state| state.query.q.clear())));
        }
        chips
    };
    let is_filtered = Signal::derive(move || state.with(ListState::is_filtered));
    shown_while(is_filtered, move || {
        view! {
            <div class="filters">
                <span class="muted">{written(move || i18n.plural(Key::UsersShowing, total.get(), &[]))}</span>
                {live(chips)}
                <a class="push" href="/users">{t!(Key::CommonClearFilter)}</a>
            </div>
        }
    })
}
