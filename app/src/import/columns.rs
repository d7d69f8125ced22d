//! What each column is taken for, and what holds where a row says nothing.

use i18n::{Key, Label, t, use_i18n};
use leptos::prelude::*;
use model::access::CompanyRole;
use model::import::{ImportCheck, ImportColumn, SeenColumn};
use model::language::Language;
use ui::{Button, Choice, SelectField};

use super::forms::COLUMNS;
use super::texts::{column_key, number};

/// The roles that someone can be invited to, in the order in which people see them.
const ROLES: [CompanyRole; 3] = [CompanyRole::Administrator, CompanyRole::Member, CompanyRole::Guest];

#[component]
pub(super) fn Columns(check: ImportCheck) -> impl IntoView {
    let i18n = use_i18n();
    let ImportCheck { key, columns, role, language, .. } = check;
    let roles = Signal::derive(move || {
        ROLES.iter().map(|role| Choice::new(role.as_str(), i18n.text(role.label()))).collect::<Vec<_>>()
    });
    let languages: Vec<Choice> =
        Language::ALL.into_iter().map(|one| Choice::new(one.code(), one.native_name())).collect();
    let columns =
        columns.into_iter().enumerate().map(|(at, column)| view! { <Column at=at column=column/> }).collect_view();
    view! {
        <form class="stack" method="post" action=COLUMNS>
            <input type="hidden" name="key" value=key/>
            <p class="small soft">{t!(Key::ImportColumnsText)}</p>
            <div class="import-columns">{columns}</div>
            <div class="import-columns">
                <SelectField label=t(Key::ImportDefaultRole) name="role" id="import-role" options=roles initial=role.as_str()/>
                <SelectField
                    label=t(Key::ImportDefaultLanguage)
                    name="language"
                    id="import-language"
                    options=Signal::from(languages)
                    initial=language.code()
                />
            </div>
            <div><Button submit=true>{t!(Key::ImportCheckAgain)}</Button></div>
        </form>
    }
}

#[component]
fn Column(at: usize, column: SeenColumn) -> impl IntoView {
    let i18n = use_i18n();
    let SeenColumn { header, sample, means } = column;
    let place = u32::try_from(at + 1).unwrap_or(u32::MAX);
    let label = Signal::derive(move || match header.as_str() {
        "" => i18n.format(Key::ImportColumn, &[("n", &number(i18n, place))]),
        header => header.to_owned(),
    });
    let hint =
        Signal::derive(move || (!sample.is_empty()).then(|| i18n.format(Key::ImportSample, &[("text", &sample)])));
    let options = Signal::derive(move || {
        let mut options = vec![Choice::new("", i18n.text(Key::ImportMeansNothing))];
        options.extend(ImportColumn::ALL.iter().map(|one| Choice::new(one.as_str(), i18n.text(column_key(*one)))));
        options
    });
    let means = means.map(ImportColumn::as_str).unwrap_or_default();
    view! {
        <SelectField label=label name=format!("means[{at}]") id=format!("import-column-{at}") options=options initial=means hint=hint/>
    }
}
