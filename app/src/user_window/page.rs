//! The window as a page: slate, tabs, and the tab that the address names.

use i18n::{Key, t, use_i18n};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use model::access::Action;
use model::error::{AppError, Noun};
use model::ids::UserId;
use model::sign_in::{Flash, Notice};
use model::user_window::{Neighbor, UserWindow, WindowBody, WindowQuery, WindowTab};
use ui::{Banner, Icon, PageTitle, Skeleton, Tone, aria_true, effect};
use wasm_bindgen::JsCast;

use super::access::Access;
use super::drafts::provide_drafts;
use super::edits::{Edits, UndoForm};
use super::email::EmailForm;
use super::names::NamesForm;
use super::notes::NotesPanel;
use super::parts::Place;
use super::role;
use super::rpc::open_user_window;
use super::sessions::Sessions;
use super::texts::tab_key;
use super::timeline::Timeline;
use crate::data;
use crate::errors::{Failure, NotFound, error_text};
use crate::shell::use_shortcuts;
use crate::users::{
    ActionDialogs, WindowActions, WindowFacts, WindowSlate, list_href, list_query, provide_link_offer, window_href,
};

/// Whose window, and what of it.
#[derive(Clone, PartialEq)]
struct Asked {
    user: UserId,
    query: WindowQuery,
}

fn read(route: &ParamsMap, params: &ParamsMap) -> Option<Asked> {
    let one = |name: &str| params.get(name).unwrap_or_default();
    Some(Asked {
        user: route.get("id")?.parse().ok()?,
        query: WindowQuery {
            tab: route.get("tab")?.parse().ok()?,
            list: list_query(params),
            action: one("can").parse::<Action>().ok(),
            page: one("at").parse().unwrap_or(1).max(1),
            role: role::asked(params),
        },
    })
}

/// The window without a tab leads to the first one.
#[component]
pub(crate) fn Root() -> impl IntoView {
    let (route, params) = (use_params_map(), use_query_map());
    let id = route.with_untracked(|route| route.get("id").and_then(|id| id.parse::<UserId>().ok()));
    match id {
        Some(id) => {
            let path = params.with_untracked(|params| window_href(params, id, WindowTab::Profile, None));
            view! { <Redirect path=path/> }.into_any()
        }
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
pub(crate) fn Page() -> impl IntoView {
    let (route, params) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| route.with(|route| params.with(|params| read(route, params))));
    let version = RwSignal::new(0_u32);
    let busy = RwSignal::new(0);
    provide_link_offer(version);
    provide_drafts();
    keys();
    let data = data::load_marking(
        busy,
        move || (asked.get(), version.get()),
        |(asked, _)| async move {
            match asked {
                Some(asked) => open_user_window(asked.user, asked.query).await,
                None => Err(AppError::NotFound { what: Noun::Page }),
            }
        },
    );
    let owner = Owner::current().unwrap_or_default();
    view! {
        <Transition fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {move || {
                let owner = owner.clone();
                let address = params.get();
                Suspend::new(async move {
                    match data.await {
                        Ok((window, flash)) => data::outliving(&owner, || view! {
                            <Loaded window=window flash=flash address=address version=version busy=Signal::derive(move || busy.get() > 0)/>
                        }),
                        Err(error) => data::outliving(&owner, || view! { <Failure error=error/> }),
                    }
                })
            }}
        </Transition>
        <ActionDialogs/>
    }
}

#[component]
fn Loaded(
    window: UserWindow,
    flash: Flash,
    address: ParamsMap,
    version: RwSignal<u32>,
    busy: Signal<bool>,
) -> impl IntoView {
    let UserWindow { user, tabs, neighbors, body, now } = window;
    let tab = match &body {
        WindowBody::Profile { .. } => WindowTab::Profile,
        WindowBody::Access(_) => WindowTab::Access,
        WindowBody::Sessions(_) => WindowTab::Sessions,
        WindowBody::Timeline(_) => WindowTab::Timeline,
    };
    let place = Place { user: user.id, name: user.name.clone(), tab, address: StoredValue::new(address.clone()) };
    let said_at = place.clone();
    let links = tabs
        .into_iter()
        .map(|one| {
            let to = window_href(&address, user.id, one, None);
            view! { <a href=to data-noscroll="" aria-current=(one == tab).then_some("page")>{t!(tab_key(one))}</a> }
        })
        .collect_view();
    let beside = |neighbor: Option<Neighbor>, id: &'static str, icon: &'static str, label: Key| {
        let to = neighbor.map(|neighbor| window_href(&address, neighbor.id, tab, Some(neighbor.page)));
        to.map(|to| view! { <a class="icon-btn" id=id href=to data-noscroll="" aria-label=t!(label) title=t!(label)><Icon name=icon/></a> })
    };
    let previous = beside(neighbors.previous, "previous-user", "chevron-left", Key::UserWindowPrevious);
    let next = beside(neighbors.next, "next-user", "chevron-right", Key::UserWindowNext);
    let actions = view! { <WindowActions user=user.clone()/> }.into_any();
    let content = match body {
        WindowBody::Profile { names, email, notes } => {
            let editing = names.map(|names| view! { <NamesForm place=place.clone() names=names flash=flash.clone()/> });
            let moving = email.map(|email| view! { <EmailForm place=place.clone() email=email flash=flash.clone()/> });
            let beside = notes.map(|notes| {
                view! {
                    <NotesPanel place=place notes=notes flash=flash.clone() now=now version=version/>
                }
            });
            view! {
                <div class="cols">
                    <div class="stack">
                        <section class="panel" aria-label=t!(Key::CommonDetails)>
                            <div class="panel__head"><h2>{t!(Key::CommonDetails)}</h2></div>
                            <div class="panel__body"><WindowFacts user=user.clone() now=now/></div>
                        </section>
                        {editing}
                        {moving}
                    </div>
                    {beside}
                </div>
            }
            .into_any()
        }
        WindowBody::Access(access) => view! { <Access place=place access=access flash=flash.clone()/> }.into_any(),
        WindowBody::Sessions(sessions) => {
            view! { <Sessions place=place sessions=sessions flash=flash.clone() now=now/> }.into_any()
        }
        WindowBody::Timeline(page) => view! { <Timeline place=place page=page now=now/> }.into_any(),
    };
    view! {
        <PageTitle text=Signal::stored(user.name.clone())/>
        <WindowSlate user=user now=now back=list_href(&address) actions=actions/>
        <div class="tabline">
            <nav class="tabs" aria-label=t!(Key::UserWindowSections)>{links}</nav>
            <div class="row">{previous}{next}</div>
        </div>
        <Said place=said_at flash=flash version=version/>
        <div class="window" aria-busy=aria_true(busy)>{content}</div>
    }
}

/// What a form came to, unless it stands beside a field.
#[component]
fn Said(place: Place, flash: Flash, version: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    // With script it passes, and can be taken back while it does; without, it stays.
    let undo = flash.undo;
    if let Some(undo) = undo.clone() {
        let edits = Edits::new(version);
        effect(move || edits.offer(undo.clone()));
    }
    let class = if undo.is_some() { "only-no-script" } else { "" };
    let notice = flash.notice.and_then(|notice| match notice {
        Notice::Saved => Some(Key::UserWindowSaved),
        Notice::SessionsEnded => Some(Key::UserWindowSessionsEnded),
        Notice::ApiKeyRevoked => Some(Key::ApiKeysWasRevoked),
        Notice::ResetMailSent => Some(Key::UserWindowResetSent),
        Notice::EmailChangeSent => Some(Key::EmailChangeWindowRequested),
        Notice::Proven => Some(Key::StepUpKept),
        Notice::Undone => Some(Key::ExplainUndone),
        _ => None,
    });
    let notice = notice.map(|key| {
        let undo = undo.map(|undo| view! { <UndoForm place=place.clone() undo=undo/> });
        view! { <div class=class><Banner tone=Tone::Confirmed title=t(key) live=true/>{undo}</div> }
    });
    let error = flash.error.map(|error| {
        let text = Signal::derive(move || error_text(i18n, &error));
        view! { <Banner tone=Tone::Failed title=text live=true focus=true/> }
    });
    (notice, error)
}

/// `[` and `]` lead to the users beside this one, Left and Right to the tabs beside this one.
fn keys() {
    let shortcuts = use_shortcuts();
    effect(move || {
        let handle = window_event_listener(ev::keydown, move |event| {
            let open = document().query_selector("dialog[open], [popover]:popover-open").ok().flatten().is_some();
            if open || !shortcuts.fires(&event) {
                return;
            }
            match event.key().as_str() {
                "[" => click("#previous-user"),
                "]" => click("#next-user"),
                "ArrowLeft" => beside_tab(false),
                "ArrowRight" => beside_tab(true),
                _ => {}
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn beside_tab(next: bool) {
    let current = document().query_selector(".tabs a[aria-current]").ok().flatten();
    let there = current.and_then(|tab| if next { tab.next_element_sibling() } else { tab.previous_element_sibling() });
    press(there);
}

fn click(selector: &str) {
    press(document().query_selector(selector).ok().flatten());
}

fn press(element: Option<web_sys::Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        element.click();
    }
}
