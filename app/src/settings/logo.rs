//! The logos: one for each ground, sent as soon as it is chosen or dropped. Without script forms with a file.

use i18n::{I18n, Key, t, use_i18n};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::branding::{BrandingPage, HEIGHT_MAX, LogoKind, LogoRemoval, Logos, WIDTH_MAX, address};
use model::error::{AppError, ConflictReason};
use model::pictures::{FILE_MAX_MEGABYTES, SIDE_MAX, TYPES};
use ui::{Button, Icon, use_toasts};
use web_sys::File;

use super::branding_rpc::{get_branding, remove_logo};
use crate::errors::{error_text, field_error, field_text};
use crate::session::use_frame;
use crate::upload::{self, DropZone, Given, Useless};

/// Where logos are sent to.
const ADDRESS: &str = "/uploads/logo";

/// The logos as they are stored, with the version that a change of them names.
#[derive(Clone, Copy)]
pub(super) struct Stored {
    pub(super) logos: RwSignal<Logos>,
    version: RwSignal<i64>,
}

impl Stored {
    pub(super) fn of(page: &BrandingPage) -> Self {
        Self { logos: RwSignal::new(page.logos), version: RwSignal::new(page.version) }
    }

    /// Reads them again.
    async fn read(self) -> Result<(), AppError> {
        let (page, _) = get_branding().await?;
        self.logos.set(page.logos);
        self.version.set(page.version);
        Ok(())
    }
}

/// What is done to a logo.
enum Order {
    Set(File),
    Remove,
}

impl Order {
    async fn run(&self, kind: LogoKind, version: i64) -> Result<(), AppError> {
        match self {
            Self::Set(file) => upload::send(ADDRESS, &[("version", version.to_string())], kind.as_str(), file).await,
            Self::Remove => remove_logo(LogoRemoval { version, kind }).await,
        }
    }

    /// What others changed besides this logo is no reason to ask.
    async fn carry_out(&self, kind: LogoKind, stored: Stored) -> Result<(), AppError> {
        let answer = self.run(kind, stored.version.get_untracked()).await;
        if answer != Err(AppError::Conflict { reason: ConflictReason::Stale }) {
            answer?;
            return stored.read().await;
        }
        let seen = stored.logos.get_untracked().of(kind);
        stored.read().await?;
        if stored.logos.get_untracked().of(kind) == seen {
            self.run(kind, stored.version.get_untracked()).await?;
            return stored.read().await;
        }
        answer
    }
}

#[component]
pub(super) fn LogoPanel(
    stored: Stored,
    /// Why a form came back.
    refused: Option<AppError>,
) -> impl IntoView {
    let i18n = use_i18n();
    let hint = move || {
        i18n.format(
            Key::BrandingLogoHint,
            &[("megabytes", &FILE_MAX_MEGABYTES), ("side", &SIDE_MAX), ("width", &WIDTH_MAX), ("height", &HEIGHT_MAX)],
        )
    };
    let rows = LogoKind::ALL.iter().copied().map(|kind| {
        let code = match &refused {
            Some(AppError::Invalid { fields }) => fields.of(kind.as_str()),
            _ => None,
        };
        view! { <Row kind=kind stored=stored refused=code.map(|code| Wrong::Useless(Useless::Refused(code)))/> }
    });
    view! {
        <section class="panel" aria-labelledby="logos-title">
            <div class="panel__head"><h2 id="logos-title">{t!(Key::BrandingLogo)}</h2><p>{hint}</p></div>
            <div class="panel__body">{rows.collect_view()}</div>
        </section>
    }
}

/// What stands beside the field.
#[derive(Clone)]
enum Wrong {
    /// Before anything was sent.
    Useless(Useless),
    /// As the server answered.
    Answer(AppError),
}

impl Wrong {
    fn text(&self, i18n: I18n, kind: LogoKind) -> String {
        match self {
            Self::Useless(Useless::Said(key)) => i18n.text(*key),
            Self::Useless(Useless::Refused(code)) => field_text(i18n, *code),
            Self::Answer(error) => {
                field_error(i18n, Some(error), kind.as_str()).unwrap_or_else(|| error_text(i18n, error))
            }
        }
    }
}

#[component]
fn Row(kind: LogoKind, stored: Stored, refused: Option<Wrong>) -> impl IntoView {
    let i18n = use_i18n();
    let (toasts, frame) = (use_toasts(), use_frame());
    let wrong = RwSignal::new(refused);
    let busy = RwSignal::new(false);
    let logo = Memo::new(move |_| stored.logos.with(|logos| logos.of(kind)));
    let carry_out = move |order: Order| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let answer = order.carry_out(kind, stored).await;
            busy.set(false);
            match answer {
                Ok(()) => {
                    frame.refetch();
                    toasts.say(i18n.text_untracked(match order {
                        Order::Set(_) => Key::BrandingLogoSaved,
                        Order::Remove => Key::BrandingLogoRemoved,
                    }));
                }
                Err(error) => wrong.set(Some(Wrong::Answer(error))),
            }
        });
    };
    let give = move |given: Result<Given, Useless>| match given {
        Ok(given) => carry_out(Order::Set(given.file)),
        Err(useless) => wrong.set(Some(Wrong::Useless(useless))),
    };
    let field = NodeRef::<html::Input>::new();
    let zone = DropZone::new(field, Callback::new(give));
    let remove = move |event: SubmitEvent| {
        event.prevent_default();
        carry_out(Order::Remove);
    };
    let (title, class) = match kind {
        LogoKind::Light => (Key::BrandingLogoLight, "logo__ground is-light"),
        LogoKind::Dark => (Key::BrandingLogoDark, "logo__ground is-dark"),
    };
    let id = |part: &str| format!("{kind}-{part}");
    let (title_id, field_id, error_id) = (id("title"), id("file"), id("err"));
    let shown = move || match logo.get() {
        Some(logo) => view! { <img src=address(logo) alt=move || i18n.text(title)/> }.into_any(),
        None if kind == LogoKind::Light => view! { <p>{t!(Key::BrandingLogoNone)}</p> }.into_any(),
        None => view! { <p>{t!(Key::BrandingLogoDarkNone)}</p> }.into_any(),
    };
    let version = move || stored.version.get().to_string();
    let described = error_id.clone();
    let said = move || {
        let text = wrong.with(|wrong| wrong.as_ref().map(|wrong| wrong.text(i18n, kind)))?;
        Some(
            view! { <p class="err" id=error_id.clone() role="alert"><Icon name="circle-alert" size=14/><span>{text}</span></p> },
        )
    };
    let title_by = title_id.clone();
    view! {
        <div
            class="logo"
            role="group"
            aria-labelledby=title_by
            class:is-over=zone.is_over()
            on:dragenter=zone.over()
            on:dragover=zone.over()
            on:dragleave=zone.left()
            on:drop=zone.dropped()
        >
            <h3 id=title_id>{t!(title)}</h3>
            <div class=class>{shown}</div>
            <form method="post" enctype="multipart/form-data" action=ADDRESS>
                <input type="hidden" name="version" value=version/>
                <div class="field">
                    <label for=field_id.clone()>{t!(Key::BrandingLogoFile)}</label>
                    <input
                        node_ref=field
                        id=field_id
                        type="file"
                        name=kind.as_str()
                        accept=TYPES.join(",")
                        required
                        disabled=move || busy.get()
                        aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                        aria-describedby=move || wrong.with(Option::is_some).then(|| described.clone())
                        on:change=zone.chosen()
                    />
                    {said}
                </div>
                <div class="only-no-script"><Button submit=true>{t!(Key::BrandingLogoUpload)}</Button></div>
            </form>
            {move || logo.get().map(|_| view! {
                <form method="post" action="/rpc/branding/remove_logo_form" on:submit=remove>
                    <input type="hidden" name="version" value=version/>
                    <input type="hidden" name="kind" value=kind.as_str()/>
                    <Button icon="trash-2" submit=true busy=Signal::derive(move || busy.get())>{t!(Key::BrandingLogoRemove)}</Button>
                </form>
            })}
        </div>
    }
}
