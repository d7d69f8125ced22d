//! What one may do, and why: what one holds, and every ability in plain words.
//!
//! What is searched for and whether only abilities are shown stands in the address; the answers all come with the page.

use i18n::{Key, ability, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::account::OwnPermissions;
use model::explain::Question;
use model::ids::UserId;
use model::user_window::Explanation;
use ui::{Badge, Button, PageTitle, SearchField, Segment, SegmentLink, Skeleton, Slate, Tone, shown};

use super::rpc::get_own_permissions;
use crate::data;
use crate::errors::Failure;
use crate::explain::{RequestLink, Why, WhyLink};
use crate::links::escaped;
use crate::query_form::QueryForm;
use crate::user_window::HeldTable;

const PATH: &str = "/account/permissions";

#[component]
pub(crate) fn Page() -> impl IntoView {
    let data = data::load(|| (), |()| get_own_permissions());
    view! {
        <PageTitle text=t(Key::AccountPermissions)/>
        <Suspense fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {Suspend::new(async move {
                match data.await {
                    Ok(permissions) => view! { <Loaded permissions=permissions/> }.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Loaded(permissions: OwnPermissions) -> impl IntoView {
    let i18n = use_i18n();
    let params = use_query_map();
    let OwnPermissions { user, held, answers } = permissions;
    let asked = Memo::new(move |_| params.with(|params| params.get("q").unwrap_or_default()));
    let only_mine = Memo::new(move |_| params.with(|params| params.get("show").as_deref() == Some("mine")));
    let answers = StoredValue::new(answers);
    let answers = move || {
        let (asked, only_mine) = (asked.get().trim().to_lowercase(), only_mine.get());
        let fits = |answer: &&Explanation| {
            (answer.allowed || !only_mine) && i18n.text(ability(answer.action)).to_lowercase().contains(&asked)
        };
        let lines: Vec<_> = answers.with_value(|answers| answers.iter().filter(fits).cloned().collect());
        if lines.is_empty() {
            return view! { <p class="panel__foot" role="status">{t!(Key::AccountNoMatch)}</p> }.into_any();
        }
        let lines = lines.into_iter().map(|answer| view! { <Line answer=answer user=user/> }).collect_view();
        view! { <ul class="lines abilities">{lines}</ul> }.into_any()
    };
    let all = Signal::derive(move || href(&asked.get(), false));
    let mine = Signal::derive(move || href(&asked.get(), true));
    view! {
        <Slate place=t(Key::AccountTitle) title=t(Key::AccountPermissions)/>
        <section class="panel" aria-label=t!(Key::AccountHeld)>
            <div class="panel__head"><h2>{t!(Key::AccountHeld)}</h2></div>
            <HeldTable held=held/>
            <p class="panel__foot">{t!(Key::AccountUserId)} ": " <code class="anywhere">{user.to_string()}</code></p>
        </section>
        <section class="panel" aria-label=t!(Key::AccountCanDo)>
            <div class="panel__head"><h2>{t!(Key::AccountCanDo)}</h2></div>
            <div class="ask">
                <QueryForm action=PATH attr:role="search" attr:class="row">
                    {shown(move || only_mine.get().then(|| view! { <input type="hidden" name="show" value="mine"/> }))}
                    <SearchField label=t(Key::CommonSearch) value=Signal::from(asked)/>
                    <Button submit=true>{t!(Key::CommonSearch)}</Button>
                </QueryForm>
                <Segment label=t(Key::AccountCanDo)>
                    <SegmentLink href=all current=Signal::derive(move || !only_mine.get())>{t!(Key::AccountShowAll)}</SegmentLink>
                    <SegmentLink href=mine current=Signal::from(only_mine)>{t!(Key::AccountShowMine)}</SegmentLink>
                </Segment>
            </div>
            {answers}
        </section>
    }
}

/// One ability: yes or no, and why on request.
#[component]
fn Line(answer: Explanation, user: UserId) -> impl IntoView {
    let i18n = use_i18n();
    let action = answer.action;
    let name = Signal::derive(move || capitalized(&i18n.text(ability(action))));
    let request = answer.is_requestable().then(|| view! { <p><RequestLink action=action/></p> });
    let why = (!answer.allowed).then(|| view! { <p><WhyLink question=Question::of(action) what=name/></p> });
    let (tone, word) = match answer.allowed {
        true => (Tone::Confirmed, Key::CommonYes),
        false => (Tone::Neutral, Key::CommonNo),
    };
    view! {
        <li data-action=action.as_str()>
            <details class="fold grow">
                <summary>
                    <b>{name}</b>
                    <Badge tone=tone>{t!(word)}</Badge>
                </summary>
                <div class="verdict__why"><Why explanation=answer person=user is_self=true/>{why}{request}</div>
            </details>
        </li>
    }
}

/// The texts are written as the end of a question.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn href(asked: &str, only_mine: bool) -> String {
    let mut pairs = Vec::new();
    if !asked.is_empty() {
        pairs.push(format!("q={}", escaped(asked)));
    }
    if only_mine {
        pairs.push("show=mine".to_owned());
    }
    if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", pairs.join("&")) }
}
