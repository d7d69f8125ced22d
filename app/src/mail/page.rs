//! The Mail page. Without a mail server it is the Outbox: links of invitations can be copied here.

use i18n::{I18n, Key, t, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use model::access::Action;
use model::error::AppError;
use model::ids::MailId;
use model::mail::{MailPage, MailQuery, MailState, MailText};
use model::page::{DEFAULT_PER_PAGE, clamp_per};
use model::set_up::MailSetting;
use ui::{
    Button, ButtonKind, ButtonLink, Choice, EmptyState, PageTitle, Pager, SearchField, SelectField, Skeleton, Slate,
    Toasts, effect, use_toasts,
};
use wasm_bindgen::JsCast;

use super::letter::LetterDialog;
use super::rows::{MailActions, MailTable};
use super::rpc::{cancel_mail, download_mail, list_mails, read_mail, retry_mail, send_test_mail};
use crate::data;
use crate::errors::{Failure, error_text};
use crate::links::{escaped, text};
use crate::query_form::QueryForm;
use crate::users::{LinkOffer, provide_link_offer};

#[component]
pub(crate) fn Page() -> impl IntoView {
    let params = use_query_map();
    let query = Memo::new(move |_| params.with(read));
    let version = RwSignal::new(0_u32);
    let busy = RwSignal::new(0);
    let data = data::load_marking(busy, move || (query.get(), version.get()), |(query, _)| list_mails(query));
    let letter = RwSignal::new(None::<MailText>);
    let offer = provide_link_offer(version);
    let pending = Signal::derive(move || busy.get() > 0);
    let owner = Owner::current().unwrap_or_default();
    view! {
        <PageTitle text=t(Key::MailTitle)/>
        <Transition fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {move || {
                let owner = owner.clone();
                Suspend::new(async move {
                    match data.await {
                        Ok(page) => data::outliving(&owner, || view! {
                            <Loaded query=query page=page busy=pending version=version letter=letter offer=offer/>
                        }),
                        Err(error) => data::outliving(&owner, || view! { <Failure error=error/> }),
                    }
                })
            }}
        </Transition>
        <LetterDialog letter=letter/>
        <crate::users::ActionDialogs/>
    }
}

fn read(params: &ParamsMap) -> MailQuery {
    let one = |name: &str| params.get(name).unwrap_or_default();
    MailQuery {
        state: one("state").parse().ok(),
        template: one("template").parse().ok(),
        to: text(&one("to"), 254),
        page: one("page").parse().unwrap_or(1).max(1),
        per: clamp_per(one("per").parse().unwrap_or(DEFAULT_PER_PAGE)),
    }
}

fn href(query: &MailQuery, page: u32) -> String {
    let mut pairs = Vec::new();
    pairs.extend(query.state.map(|state| format!("state={state}")));
    pairs.extend(query.template.map(|template| format!("template={template}")));
    if !query.to.is_empty() {
        pairs.push(format!("to={}", escaped(&query.to)));
    }
    if page > 1 {
        pairs.push(format!("page={page}"));
    }
    if pairs.is_empty() { "/admin/mail".to_owned() } else { format!("/admin/mail?{}", pairs.join("&")) }
}

#[component]
fn Loaded(
    query: Memo<MailQuery>,
    page: MailPage,
    busy: Signal<bool>,
    version: RwSignal<u32>,
    letter: RwSignal<Option<MailText>>,
    offer: LinkOffer,
) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let MailPage { page: list, setting, actions, now } = page;
    let intro = match setting.clone() {
        MailSetting::Smtp { server, from } => {
            Signal::derive(move || Some(i18n.format(Key::MailIntroSmtp, &[("server", &server), ("from", &from)])))
        }
        MailSetting::Files => Signal::derive(move || Some(i18n.text(Key::MailIntroFiles))),
    };
    let tests = actions.allows(Action::MailAll) && setting != MailSetting::Files;
    let test = move || tests.then(|| view! { <TestButton version=version/> });
    let run = move |act: Act| Callback::new(move |id: MailId| act.run(id, i18n, toasts, version, letter));
    let row_actions = MailActions {
        read: run(Act::Read),
        download: run(Act::Download),
        retry: run(Act::Retry),
        cancel: run(Act::Cancel),
        copy_link: Callback::new(move |mail: model::mail::MailSummary| {
            if let Some(user) = mail.invitee {
                offer.copy_link(user, mail.to);
            }
        }),
    };
    let filtered =
        query.with_untracked(|query| query.state.is_some() || !query.to.is_empty() || query.template.is_some());
    let (current, pages, total, per) = (list.page, list.pages(), list.total, list.per);
    let summary = Signal::derive(move || {
        let first = (u64::from(current) - 1) * u64::from(per) + 1;
        let last = (first + u64::from(per) - 1).min(total);
        i18n.format(Key::CommonRowsOf, &[("first", &first), ("last", &last), ("total", &total)])
    });
    let none = list.rows.is_empty();
    view! {
        <Slate place=t(Key::ShellWorkspace) title=t(Key::MailTitle) subtitle=intro actions=test/>
        <section class="panel" aria-label=t!(Key::MailTitle)>
            <Toolbar query=query.get_untracked()/>
            {if none && filtered {
                view! { <EmptyState icon="send" title=t(Key::MailNoMatch)><ButtonLink href="/admin/mail">{t!(Key::CommonClearFilter)}</ButtonLink></EmptyState> }.into_any()
            } else if none {
                view! { <EmptyState icon="send" title=t(Key::MailEmpty) text=Signal::derive(move || Some(i18n.text(Key::MailEmptyText)))/> }.into_any()
            } else {
                view! {
                    <MailTable rows=list.rows setting=setting now=now busy=busy actions=row_actions/>
                    <Pager
                        label=t(Key::CommonPages)
                        summary=summary
                        page=Signal::from(current)
                        pages=Signal::from(pages)
                        href=Callback::new(move |page| query.with_untracked(|query| href(query, page)))
                        previous=t(Key::CommonPreviousPage)
                        next=t(Key::CommonNextPage)
                    />
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Toolbar(query: MailQuery) -> impl IntoView {
    let i18n = use_i18n();
    let label = |state: MailState| match state {
        MailState::Held => Key::MailHeld,
        MailState::Due => Key::MailDue,
        MailState::Retrying => Key::MailRetrying,
        MailState::Sent => Key::MailSent,
        MailState::Failed => Key::MailFailed,
        MailState::Canceled => Key::MailCanceled,
    };
    let mut states = vec![Choice::new("", i18n.text_untracked(Key::MailAnyState))];
    states.extend(MailState::ALL.iter().map(|state| Choice::new(state.as_str(), i18n.text_untracked(label(*state)))));
    let state = query.state.map(|state| state.as_str().to_owned()).unwrap_or_default();
    view! {
        <QueryForm action="/admin/mail" attr:role="search" attr:class="toolbar">
            <div class="with-icon"><SearchField label=t(Key::MailSearch) name="to" initial=query.to placeholder=t(Key::MailSearch) key_hint="/"/></div>
            <SelectField label=t(Key::MailState) name="state" options=states initial=state hide_label=true/>
            <Button submit=true>{t!(Key::CommonApply)}</Button>
        </QueryForm>
    }
}

#[component]
fn TestButton(version: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let send = leptos::prelude::Action::new(|(): &()| send_test_mail());
    effect(move || match send.value().get() {
        Some(Ok(())) => {
            toasts.say(i18n.text_untracked(Key::MailTestSent));
            version.update(|version| *version += 1);
        }
        Some(Err(error)) => toasts.say(error_text(i18n, &error)),
        None => {}
    });
    view! {
        <Button kind=ButtonKind::Primary icon="send" busy=Signal::derive(move || send.pending().get()) busy_label=t(Key::InvitationsSending) on_click=Callback::new(move |_| { send.dispatch(()); })>
            {t!(Key::MailTest)}
        </Button>
    }
}

/// What can be done with one mail.
#[derive(Clone, Copy)]
enum Act {
    Read,
    Download,
    Retry,
    Cancel,
}

impl Act {
    fn run(self, id: MailId, i18n: I18n, toasts: Toasts, version: RwSignal<u32>, letter: RwSignal<Option<MailText>>) {
        spawn_local(async move {
            let outcome: Result<Option<Key>, AppError> = match self {
                Self::Read => read_mail(id).await.map(|text| {
                    letter.set(Some(text));
                    None
                }),
                Self::Download => download_mail(id).await.map(|eml| {
                    save(&eml, &format!("{id}.eml"));
                    None
                }),
                Self::Retry => retry_mail(id).await.map(|()| Some(Key::MailRetried)),
                Self::Cancel => cancel_mail(id).await.map(|()| Some(Key::MailWasCanceled)),
            };
            let said = match outcome {
                Ok(said) => said.map(|key| i18n.text_untracked(key)),
                Err(error) => Some(error_text(i18n, &error)),
            };
            if let Some(said) = said {
                toasts.say(said);
                version.update(|version| *version += 1);
            }
        });
    }
}

/// Saves a text as a file, without a round trip: it is in memory already.
fn save(text: &str, name: &str) {
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence(&parts).ok();
    let url = blob.and_then(|blob| web_sys::Url::create_object_url_with_blob(&blob).ok());
    if let (Some(link), Some(url)) = (link, url) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
        // Fails only for an address that is none.
        let _ = web_sys::Url::revoke_object_url(&url);
    }
}
