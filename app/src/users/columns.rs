//! The column chooser: a toggle per column, then Apply.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use model::users::UserColumn;
use ui::{Button, ButtonKind, ButtonLink, Popover, Switch};

use super::filters::hidden_fields;
use super::texts::column_key;
use super::url::ListState;
use crate::query_form::QueryForm;

#[component]
pub(super) fn ColumnChooser(state: ListState) -> impl IntoView {
    let i18n = use_i18n();
    let chosen = state.columns.clone();
    let rest = state.with(|state| state.columns = UserColumn::INITIAL.to_vec());
    let initial = rest.href();
    let switches = UserColumn::ALL.iter().map(move |column| {
        let label = i18n.text_untracked(column_key(*column));
        view! { <Switch label=label name="cols" value=column.as_str() checked=chosen.contains(column)/> }.into_any()
    });
    view! {
        <Popover id="col-pop" title=t(Key::UsersColumns)>
            <QueryForm action="/users">
                {hidden_fields(&rest)}
                <div class="pop__body">{switches.collect::<Vec<_>>()}</div>
                <div class="pop__foot">
                    <ButtonLink href=initial kind=ButtonKind::Quiet>{t!(Key::CommonReset)}</ButtonLink>
                    <Button kind=ButtonKind::Primary submit=true>{t!(Key::CommonApply)}</Button>
                </div>
            </QueryForm>
        </Popover>
    }
}
