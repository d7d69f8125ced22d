//! What somebody may do: one question with its answer, what they hold, and until when.

use i18n::{I18n, Key, Label, ability, t, use_i18n, written};
use leptos::prelude::*;
use model::access::CompanyPermission;
use model::sign_in::Flash;
use model::time::Moment;
use model::user_window::{AccessTab, Explanation, HeldAccess};
use ui::{Button, Choice, Icon, PlainHeader, SelectField, TableFrame};

use super::ends::EndForm;
use super::parts::Place;
use super::role::RoleSteps;
use crate::explain::Why;
use crate::moments::end_text;
use crate::query_form::QueryForm;
use crate::session::use_frame;
use crate::users::list_pairs;

#[component]
pub(super) fn Access(place: Place, access: AccessTab, flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let AccessTab { askable, explanation, held, end, role } = access;
    let steps = role.map(|form| view! { <RoleSteps place=place.clone() form=form/> });
    let choices: Vec<Choice> =
        askable.iter().map(|action| Choice::new(action.as_str(), i18n.text_untracked(ability(*action)))).collect();
    let asked = explanation.as_ref().map(|explanation| explanation.action.as_str().to_owned()).unwrap_or_default();
    let name = place.name.clone();
    let question = Signal::derive(move || i18n.format(Key::UserWindowQuestion, &[("name", &name)]));
    let kept = place.address.with_value(list_pairs).into_iter();
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let answer = explanation.map(|explanation| view! { <Answer place=place.clone() explanation=explanation/> });
    let form = end.map(|end| view! { <EndForm place=place.clone() end=end flash=flash/> });
    view! {
        <div class="cols">
            <section class="panel" aria-label=t!(Key::UserWindowTabAccess)>
                <div class="panel__head"><h2>{t!(Key::UserWindowTabAccess)}</h2><p>{t!(Key::UserWindowAskHint)}</p></div>
                <QueryForm action=place.path() attr:class="ask">
                    {kept}
                    <SelectField label=question name="can" options=choices initial=asked/>
                    <Button submit=true>{t!(Key::UserWindowExplain)}</Button>
                </QueryForm>
                {answer}
                <HeldTable held=held/>
            </section>
            <div class="stack">{steps}{form}</div>
        </div>
    }
}

/// Yes or no, and why.
#[component]
fn Answer(place: Place, explanation: Explanation) -> impl IntoView {
    let i18n = use_i18n();
    let (class, icon, key) = match explanation.allowed {
        true => ("verdict is-yes", "circle-check", Key::UserWindowVerdictYes),
        false => ("verdict is-no", "circle-alert", Key::UserWindowVerdictNo),
    };
    let Place { name, user, .. } = place;
    let is_self =
        use_frame().signal().with_untracked(|frame| frame.session.as_ref().is_some_and(|session| session.user == user));
    let sentence = move || i18n.format(key, &[("name", &name)]);
    view! {
        <div class=class role="status" id="answer">
            <Icon name=icon size=20/>
            <div>
                <b>{sentence}</b>
                <Why explanation=explanation person=user is_self=is_self/>
            </div>
        </div>
    }
}

/// What somebody holds: where, which role, what on top of it, and until when.
#[component]
pub(crate) fn HeldTable(
    /// It.
    held: HeldAccess,
) -> impl IntoView {
    let i18n = use_i18n();
    let HeldAccess { workspace, role, extras, until } = held;
    let head = move || {
        view! {
            <PlainHeader>{t!(Key::UserWindowWhere)}</PlainHeader>
            <PlainHeader>{t!(Key::CommonRole)}</PlainHeader>
            <PlainHeader>{t!(Key::UserWindowExtras)}</PlainHeader>
            <PlainHeader>{t!(Key::UserWindowUntil)}</PlainHeader>
        }
    };
    let extras = StoredValue::new(extras);
    let listed = move || {
        let names = extras.with_value(|extras| extras.iter().map(|extra| extra_text(i18n, *extra)).collect::<Vec<_>>());
        if names.is_empty() { i18n.text(Key::CommonNone) } else { names.join(", ") }
    };
    view! {
        <div class="held">
            <TableFrame caption=t(Key::UserWindowTabAccess) head=head>
                <tr role="row">
                    <td role="cell" class="who"><b dir="auto">{workspace}</b><span class="sub">{t!(Key::ShellWorkspace)}</span></td>
                    <td role="cell" class="perm">{t!(role.label())}</td>
                    <td role="cell" class="extras">{listed}</td>
                    <td role="cell" class="state">{written(move || end_text(i18n, until))}</td>
                </tr>
            </TableFrame>
        </div>
    }
}

/// A permission, with its end if it has one.
fn extra_text(i18n: I18n, (permission, end): (CompanyPermission, Option<Moment>)) -> String {
    let name = i18n.text(permission.label());
    match end {
        None => name,
        Some(_) => format!("{name} ({})", end_text(i18n, end)),
    }
}
