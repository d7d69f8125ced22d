//! The Branding tab: one form with one bar, and what it comes to.

use i18n::{I18n, Key, t, use_i18n};
use leptos::prelude::*;
use model::branding::{Accent, BrandingChange, BrandingField, BrandingFields, BrandingPage};
use model::error::AppError;
use model::person::NAME_MAX;
use model::sign_in::Flash;
use ui::{Skeleton, TextField};

use super::branding_preview::Preview;
use super::branding_rpc::{get_branding, save_branding};
use super::logo::{LogoPanel, Stored};
use crate::account::Said;
use crate::data;
use crate::edit_form::{Draft, EditForm, Editing};
use crate::errors::{Failure, field_error, field_text};
use crate::session::use_frame;
use crate::shell::show_accent;

#[component]
pub(super) fn Tab(
    /// What stands above every tab, once it is open to the viewer.
    head: ViewFn,
) -> impl IntoView {
    let data = data::load(|| (), |()| get_branding());
    view! {
        <Suspense fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {Suspend::new(async move {
                match data.await {
                    Ok((page, flash)) => view! { {head.run()} <Form page=page flash=flash/> }.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The branding as it is being edited.
#[derive(Clone, Copy)]
struct BrandingDraft {
    name: RwSignal<String>,
    accent: RwSignal<String>,
    sender: RwSignal<String>,
}

impl BrandingDraft {
    /// What is stored, or what had been typed before the form was refused.
    fn of(stored: &BrandingFields, flash: &Flash) -> Self {
        let text = |name: &str, stored: &String| {
            RwSignal::new(flash.field(name).map_or_else(|| stored.clone(), str::to_owned))
        };
        Self {
            name: text("name", &stored.name),
            accent: text("accent", &stored.accent),
            sender: text("sender_name", &stored.sender_name),
        }
    }
}

impl Draft for BrandingDraft {
    type Page = BrandingPage;
    type Fields = BrandingFields;

    fn stored(page: &BrandingPage) -> BrandingFields {
        page.fields.clone()
    }

    fn version(page: &BrandingPage) -> i64 {
        page.version
    }

    fn get(self) -> BrandingFields {
        BrandingFields { name: self.name.get(), accent: self.accent.get(), sender_name: self.sender.get() }
    }

    fn set(self, fields: &BrandingFields) {
        self.name.set(fields.name.clone());
        self.accent.set(fields.accent.clone());
        self.sender.set(fields.sender_name.clone());
    }

    fn name(i18n: I18n, field: BrandingField) -> String {
        i18n.text(match field {
            BrandingField::Name => Key::BrandingName,
            BrandingField::Accent => Key::BrandingAccent,
            BrandingField::Sender => Key::BrandingSender,
        })
    }

    fn value(_i18n: I18n, page: &BrandingPage, field: BrandingField) -> String {
        page.fields.value(field).clone()
    }

    async fn load() -> Result<BrandingPage, AppError> {
        Ok(get_branding().await?.0)
    }

    async fn store(self, _seen: &BrandingPage, version: i64, fields: BrandingFields) -> Result<(), AppError> {
        save_branding(BrandingChange { version, fields }).await
    }
}

#[component]
fn Form(page: BrandingPage, flash: Flash) -> impl IntoView {
    let frame = use_frame();
    let draft = BrandingDraft::of(&page.fields, &flash);
    let (logos, refused) = (Stored::of(&page), flash.error.clone());
    let editing = Editing::new(draft, page, &flash);
    let saved = Callback::new(move |()| {
        editing.stored.with_untracked(|stored| show_accent(&stored.fields.accent));
        frame.refetch();
    });
    view! {
        <Said flash=flash/>
        <EditForm editing=editing action="/rpc/branding/form" saved=saved>
            <Inputs draft=draft error=editing.error/>
            <Preview name=draft.name accent=draft.accent sender=draft.sender logos=logos.logos/>
        </EditForm>
        <LogoPanel stored=logos refused=refused/>
    }
}

#[component]
fn Inputs(draft: BrandingDraft, error: RwSignal<Option<AppError>>) -> impl IntoView {
    let i18n = use_i18n();
    let wrong =
        move |name: &'static str| Signal::derive(move || error.with(|error| field_error(i18n, error.as_ref(), name)));
    // A color is judged while it is typed, as soon as it is one.
    let color = Signal::derive(move || {
        let typed = draft.accent.get();
        let judged = (typed.trim().len() == 7).then(|| Accent::parse(&typed).err()).flatten();
        judged.map(|code| field_text(i18n, code)).or_else(|| wrong("accent").get())
    });
    let most = u32::try_from(NAME_MAX).unwrap_or(80);
    let says = move |key: Key| Signal::derive(move || Some(i18n.text(key)));
    view! {
        <section class="panel" aria-label=t!(Key::BrandingTab)>
            <div class="panel__body">
                <TextField label=t(Key::BrandingName) name="name" value=draft.name maxlength=most required=true autocomplete="organization" hint=says(Key::BrandingNameHint) error=wrong("name")/>
                <TextField label=t(Key::BrandingAccent) name="accent" value=draft.accent maxlength=7 code=true autocomplete="off" hint=says(Key::BrandingAccentHint) error=color/>
                <TextField label=t(Key::BrandingSender) name="sender_name" value=draft.sender maxlength=most autocomplete="off" hint=says(Key::BrandingSenderHint) error=wrong("sender_name")/>
            </div>
        </section>
    }
}
