//! Names, and what suits one best: one form with one bar.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use model::profile::{Profile, ProfileField};
use model::settings::Fields;
use model::sign_in::Flash;
use ui::{PageTitle, Skeleton, Slate, effect, use_toasts};

use super::draft::ProfileDraft;
use super::pending_email::PendingForm;
use super::picture::PicturePanel;
use super::profile_fields::{Details, Preferences};
use super::rpc::get_profile;
use super::said::Said;
use crate::data;
use crate::edit_form::{Draft, EditForm, Editing};
use crate::errors::{Failure, error_text};
use crate::session::use_frame;
use crate::shell::{show_density, show_language, show_theme};

#[component]
pub(crate) fn Page() -> impl IntoView {
    let data = data::load(|| (), |()| get_profile());
    view! {
        <PageTitle text=t(Key::AccountProfile)/>
        <Suspense fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {Suspend::new(async move {
                match data.await {
                    Ok((profile, flash)) => view! { <Form profile=profile flash=flash/> }.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Form(profile: Profile, flash: Flash) -> impl IntoView {
    let (i18n, toasts, frame) = (use_i18n(), use_toasts(), use_frame());
    let draft = ProfileDraft::of(&profile, &flash);
    let editing = Editing::new(draft, profile.clone(), &flash);
    let Editing { stored, error, .. } = editing;
    follow_menu(draft, stored);
    show_preferences();
    let saved = Callback::new(move |()| {
        let fields = stored.with_untracked(|stored| stored.fields.clone());
        let language = fields.language;
        show_theme(fields.theme);
        show_density(fields.density);
        frame.refetch();
        spawn_local(async move {
            if let Err(failed) = show_language(i18n, language).await {
                toasts.say(error_text(i18n, &failed));
            }
        });
    });
    view! {
        <Slate place=t(Key::AccountTitle) title=t(Key::AccountProfile)/>
        <Said flash=flash.clone()/>
        <PicturePanel refused=flash.error/>
        <EditForm editing=editing action="/rpc/account/profile_form" saved=saved>
            <Details draft=draft stored=stored error=error/>
            <Preferences draft=draft profile=profile error=error/>
        </EditForm>
        <PendingForm/>
    }
}

/// Language and appearance are also chosen in the menu behind the name. What is chosen there stands here at once, and is
/// no unsaved change.
fn follow_menu(draft: ProfileDraft, stored: RwSignal<Profile>) {
    let frame = use_frame().signal();
    let chosen = Memo::new(move |_| frame.with(|frame| (frame.theme, frame.language)));
    Effect::new(move |before: Option<_>| {
        let now = chosen.get();
        if before.is_some_and(|before| before != now) {
            spawn_local(async move {
                let Ok((fresh, _)) = get_profile().await else { return };
                let mut shown = untrack(|| draft.get());
                let unchanged: Vec<_> = [ProfileField::Theme, ProfileField::Language]
                    .into_iter()
                    .filter(|field| stored.with_untracked(|stored| shown.agrees(&stored.fields, *field)))
                    .collect();
                shown.take(&fresh.fields, &unchanged);
                stored.update(|stored| {
                    stored.fields.take(&fresh.fields, &[ProfileField::Theme, ProfileField::Language]);
                });
                draft.set(&shown);
            });
        }
        now
    });
}

/// The page is filled after the address has changed, so what the address names is not there yet when it is looked for.
fn show_preferences() {
    let hash = use_location().hash;
    effect(move || {
        if hash.get() == "#preferences"
            && let Some(section) = document().get_element_by_id("preferences")
        {
            section.scroll_into_view();
        }
    });
}
