//! Names, and what suits one best: one form with one bar.
//!
//! With script it is sent without leaving the page. What was changed somewhere else meanwhile is taken over, unless the
//! same field was changed here: then both values stand there, and one of them is chosen.

use i18n::{Key, t, use_i18n};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use model::error::{AppError, ConflictReason};
use model::profile::{Profile, ProfileChange, ProfileField};
use model::sign_in::Flash;
use ui::{Banner, Button, PageTitle, Skeleton, Slate, Tone, use_toasts};

use super::draft::{Draft, field_key, field_value};
use super::profile_fields::{Details, Preferences};
use super::rpc::{get_profile, save_profile};
use super::said::Said;
use super::save_bar::SaveBar;
use crate::data;
use crate::errors::{Failure, error_text};
use crate::session::use_frame;
use crate::shell::{show_language, show_theme};

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
    let i18n = use_i18n();
    let (toasts, frame) = (use_toasts(), use_frame());
    let draft = Draft::of(&profile.fields, &flash);
    let came_back_stale = flash.error == Some(AppError::Conflict { reason: ConflictReason::Stale });
    let error = RwSignal::new(flash.error.clone().filter(|error| matches!(error, AppError::Invalid { .. })));
    let stored = RwSignal::new(profile.clone());
    let both = RwSignal::new(match came_back_stale {
        true => untrack(|| draft.get()).differences(&profile.fields),
        false => Vec::new(),
    });
    let saving = RwSignal::new(false);
    let changed = Memo::new(move |_| stored.with(|stored| draft.get().differences(&stored.fields)));
    follow_menu(draft, stored);
    show_preferences();

    let save = Callback::new(move |()| {
        if saving.get_untracked() {
            return;
        }
        saving.set(true);
        error.set(None);
        both.set(Vec::new());
        spawn_local(async move {
            let answer = send(draft, stored, both).await;
            saving.set(false);
            match answer {
                Ok(()) if both.with_untracked(Vec::is_empty) => {
                    toasts.say(i18n.text_untracked(Key::UserWindowSaved));
                    let fields = stored.with_untracked(|stored| stored.fields.clone());
                    show_theme(fields.theme);
                    frame.refetch();
                    if let Err(failed) = show_language(i18n, fields.language).await {
                        toasts.say(error_text(i18n, &failed));
                    }
                }
                Ok(()) => {}
                Err(refused) => error.set(Some(refused)),
            }
        });
    });
    let discard = Callback::new(move |()| {
        draft.set(&stored.with_untracked(|stored| stored.fields.clone()));
        error.set(None);
        both.set(Vec::new());
    });
    let names = Signal::derive(move || changed.with(|fields| fields.iter().map(|one| i18n.text(field_key(*one))).collect::<Vec<_>>()));
    let failed = move || {
        let error = error.get().filter(|error| !matches!(error, AppError::Invalid { .. }))?;
        Some(view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true/> })
    };
    let version = move || stored.with(|stored| stored.version.to_string());
    view! {
        <Slate place=t(Key::AccountTitle) title=t(Key::AccountProfile)/>
        <Said flash=flash/>
        <form
            class="stack"
            method="post"
            action="/rpc/account/profile_form"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                save.run(());
            }
        >
            <input type="hidden" name="version" value=version/>
            {failed}
            <Conflict both=both stored=stored draft=draft/>
            <Details draft=draft profile=profile.clone() error=error/>
            <Preferences draft=draft profile=profile error=error/>
            <SaveBar changed=names saving=saving on_save=save on_discard=discard/>
        </form>
    }
}

/// Sends the form. What was stored meanwhile is taken over where nothing was changed here, and the form is sent again;
/// where both were changed, nothing is sent, and `both` names the fields.
async fn send(draft: Draft, stored: RwSignal<Profile>, both: RwSignal<Vec<ProfileField>>) -> Result<(), AppError> {
    let (mut wanted, seen) = untrack(|| (draft.get(), stored.get()));
    let mut answer = save_profile(ProfileChange { version: seen.version, fields: wanted.clone() }).await;
    if answer == Err(AppError::Conflict { reason: ConflictReason::Stale }) {
        let (fresh, _) = get_profile().await?;
        let theirs = fresh.fields.differences(&seen.fields);
        let (ours, only_theirs): (Vec<_>, Vec<_>) =
            theirs.into_iter().partition(|field| !wanted.agrees(&seen.fields, *field));
        wanted.take(&fresh.fields, &only_theirs);
        draft.set(&wanted);
        let version = fresh.version;
        let met: Vec<_> = ours.into_iter().filter(|field| !wanted.agrees(&fresh.fields, *field)).collect();
        stored.set(fresh);
        if !met.is_empty() {
            both.set(met);
            return Ok(());
        }
        answer = save_profile(ProfileChange { version, fields: wanted }).await;
    }
    answer?;
    let (fresh, _) = get_profile().await?;
    draft.set(&fresh.fields);
    stored.set(fresh);
    Ok(())
}

/// Language and appearance are also chosen in the menu behind the name. What is chosen there stands here at once, and is
/// no unsaved change.
fn follow_menu(draft: Draft, stored: RwSignal<Profile>) {
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
    Effect::new(move |_| {
        if hash.get() == "#preferences"
            && let Some(section) = document().get_element_by_id("preferences")
        {
            section.scroll_into_view();
        }
    });
}

/// Both values of what was changed here and somewhere else.
#[component]
fn Conflict(both: RwSignal<Vec<ProfileField>>, stored: RwSignal<Profile>, draft: Draft) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |field: ProfileField| {
        let value = stored.with_untracked(|stored| field_value(i18n, &stored.fields, field));
        view! { <div><dt>{t!(field_key(field))}</dt><dd dir="auto">{value}</dd></div> }
    };
    let take = Callback::new(move |_| {
        let mut shown = untrack(|| draft.get());
        stored.with_untracked(|stored| shown.take(&stored.fields, &both.get_untracked()));
        draft.set(&shown);
        both.set(Vec::new());
    });
    let keep = Callback::new(move |_| both.set(Vec::new()));
    move || {
        let fields = both.get();
        (!fields.is_empty()).then(|| {
            let lines = fields.into_iter().map(line).collect_view();
            view! {
                <Banner tone=Tone::Waiting title=t(Key::AccountStale) live=true><dl class="stored">{lines}</dl></Banner>
                <div class="row needs-script">
                    <Button on_click=take>{t!(Key::AccountTakeStored)}</Button>
                    <Button on_click=keep>{t!(Key::UserWindowKeepMine)}</Button>
                </div>
            }
        })
    }
}
