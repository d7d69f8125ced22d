//! The page: the question on top, the answer below it. Works without script.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::explain::{Explained, Known, Question, Search, Sought, TYPED_MAX};
use model::sign_in::{Flash, Notice};
use ui::{Banner, Button, ButtonKind, Choice, Icon, PageTitle, SelectField, Skeleton, Slate, TextField, Tone};

use super::address::{PATH, href, read};
use super::answer::Why;
use super::request::RequestForm;
use super::rpc::explain;
use super::texts::{ability_text, askable, capitalized};
use crate::data;
use crate::errors::{Failure, error_text};
use crate::query_form::QueryForm;

#[component]
pub(crate) fn Page() -> impl IntoView {
    let params = use_query_map();
    let question = Memo::new(move |_| params.with(read));
    let data = data::load(move || question.get(), explain);
    let owner = Owner::current().unwrap_or_default();
    view! {
        <PageTitle text=t(Key::ExplainTitle)/>
        <Transition fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {move || {
                let owner = owner.clone();
                let asked = question.get();
                Suspend::new(async move {
                    match data.await {
                        Ok((answer, flash)) => data::outliving(&owner, || view! {
                            <Loaded asked=asked answer=answer flash=flash/>
                        }),
                        Err(error) => data::outliving(&owner, || view! { <Failure error=error/> }),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Loaded(asked: Question, answer: Explained, flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let request = answer.action.filter(|_| answer.can_request);
    let request = request.map(|action| view! { <RequestForm action=action flash=flash.clone()/> });
    view! {
        <Slate place=t(Key::ShellPeople) title=t(Key::ExplainTitle) subtitle=Signal::derive(move || Some(i18n.text(Key::ExplainIntro)))/>
        <Said flash=flash/>
        <section class="panel" aria-label=t!(Key::ExplainTitle)>
            <Asking asked=asked answer=answer.clone()/>
            <div class="panel__body"><Answered answer=answer/>{request}</div>
        </section>
    }
}

/// What the form came to, unless it stands beside its field.
#[component]
fn Said(flash: Flash) -> impl IntoView {
    let i18n = use_i18n();
    let sent = (flash.notice == Some(Notice::AccessRequested))
        .then(|| view! { <Banner tone=Tone::Confirmed title=t(Key::ExplainRequested) live=true/> });
    let error = flash.error.map(|error| {
        let text = Signal::derive(move || match &error {
            AppError::RateLimited { .. } => i18n.text(Key::ExplainRequestedToday),
            error => error_text(i18n, error),
        });
        view! { <Banner tone=Tone::Failed title=text live=true focus=true/> }
    });
    (sent, error)
}

/// Person, action, and whom it concerns.
#[component]
fn Asking(asked: Question, answer: Explained) -> impl IntoView {
    let i18n = use_i18n();
    let Explained { person, action, about, asks_about_others, .. } = answer;
    let about_name = about.known().map(|known| known.name.clone());
    let options = Signal::derive(move || {
        let choice = |action| {
            Choice::new(
                model::access::Action::as_str(action),
                capitalized(&ability_text(i18n, action, about_name.as_deref())),
            )
        };
        askable().map(choice).collect::<Vec<_>>()
    });
    let action = action.map(|action| action.as_str().to_owned()).unwrap_or_default();
    let hint = Signal::derive(move || Some(i18n.text(Key::ExplainPersonHint)));
    let about_hint = Signal::derive(move || Some(i18n.text(Key::ExplainAboutHint)));
    let max = u32::try_from(TYPED_MAX).unwrap_or(200);
    let who = asks_about_others.then(|| {
        let (id, name) = field(&asked.person, &person);
        view! {
            {id.map(|id| view! { <input type="hidden" name="user" value=id/> })}
            <TextField label=t(Key::ExplainPerson) name="who" initial=name maxlength=max autocomplete="off" hint=hint error=missing(&person)/>
        }
    });
    let (id, name) = field(&asked.about, &about);
    let choices = [
        choices(&person, |one| Question { person: sought(one), ..asked.clone() }),
        choices(&about, |one| Question { about: sought(one), ..asked.clone() }),
    ];
    view! {
        <QueryForm action=PATH attr:class="panel__body stack" attr:role="search">
            {who}
            <SelectField label=t(Key::ExplainAction) name="can" options=options initial=action/>
            {id.map(|id| view! { <input type="hidden" name="about" value=id/> })}
            <TextField label=t(Key::ExplainAbout) name="whom" initial=name maxlength=max autocomplete="off" hint=about_hint error=missing(&about)/>
            <div class="row"><Button kind=ButtonKind::Primary submit=true>{t!(Key::UserWindowExplain)}</Button></div>
        </QueryForm>
        {choices}
    }
}

/// The hidden id, and the name in the field; what was typed and not found stays.
fn field(sought: &Sought, found: &Search) -> (Option<String>, String) {
    match found {
        Search::One(known) => (Some(known.id.to_string()), known.name.clone()),
        Search::Nobody | Search::Several(_) | Search::NotFound => (None, sought.typed.clone()),
    }
}

fn missing(found: &Search) -> Signal<Option<String>> {
    let i18n = use_i18n();
    let is_missing = *found == Search::NotFound;
    Signal::derive(move || is_missing.then(|| i18n.text(Key::ExplainNobody)))
}

fn sought(known: &Known) -> Sought {
    Sought { id: Some(known.id), typed: String::new() }
}

/// Whom the typed text could mean.
fn choices(found: &Search, ask: impl Fn(&Known) -> Question) -> Option<AnyView> {
    let Search::Several(people) = found else { return None };
    let links = people.iter().map(|one| view! { <li><a href=href(&ask(one)) dir="auto">{one.name.clone()}</a></li> });
    let links = links.collect_view();
    Some(
        view! {
            <div class="panel__body" role="status">
                <p>{t!(Key::ExplainWhich)}</p>
                <ul class="choices">{links}</ul>
            </div>
        }
        .into_any(),
    )
}

/// The answer: yes or no, what it was about, and why.
#[component]
pub(super) fn Answered(answer: Explained) -> impl IntoView {
    let i18n = use_i18n();
    let Explained { person, action, about, explanation, .. } = answer;
    let Some(action) = action else { return ().into_any() };
    let about_name = about.known().map(|known| known.name.clone());
    let what = move || capitalized(&ability_text(i18n, action, about_name.as_deref()));
    let (Some(explanation), Some(person)) = (explanation, person.known().cloned()) else {
        let open = person.known().is_some() && about == Search::Nobody;
        return open.then(|| view! { <p role="status">{t!(Key::ExplainNeedsPerson)}</p> }).into_any();
    };
    let (class, icon) = match explanation.allowed {
        true => ("verdict is-yes", "circle-check"),
        false => ("verdict is-no", "circle-alert"),
    };
    let Known { id, name, is_self } = person;
    let allowed = explanation.allowed;
    let sentence = move || match (is_self, allowed) {
        (true, true) => i18n.text(Key::ExplainYesSelf),
        (true, false) => i18n.text(Key::ExplainNoSelf),
        (false, true) => i18n.format(Key::UserWindowVerdictYes, &[("name", &name)]),
        (false, false) => i18n.format(Key::UserWindowVerdictNo, &[("name", &name)]),
    };
    view! {
        <h2>{what}</h2>
        <div class=class role="status" id="answer">
            <Icon name=icon size=20/>
            <div>
                <b>{sentence}</b>
                <Why explanation=explanation person=id is_self=is_self/>
            </div>
        </div>
    }
    .into_any()
}
