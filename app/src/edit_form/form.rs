//! The form itself: what it was refused for, what was changed twice, the fields, and the bar.

use i18n::{Key, t, use_i18n, written};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::error::AppError;
use ui::{Banner, Button, Tone, use_toasts};

use super::save_bar::SaveBar;
use super::{Draft, Editing};
use crate::errors::error_text;
use crate::shell::use_step_up;

#[component]
pub(crate) fn EditForm<D: Draft>(
    /// What is being edited.
    editing: Editing<D>,
    /// Where a browser without script sends it.
    action: &'static str,
    /// Is called when it is stored.
    #[prop(optional)]
    saved: Option<Callback<()>>,
    /// The fields, each with its panel.
    children: Children,
) -> impl IntoView {
    let (i18n, toasts, step_up) = (use_i18n(), use_toasts(), use_step_up());
    let Editing { draft, stored, error, saving, both } = editing;
    // Calls itself again once the password was right, for forms that ask for it.
    let again = StoredValue::new(None::<Callback<()>>);
    let save = Callback::new(move |()| {
        if saving.get_untracked() {
            return;
        }
        saving.set(true);
        error.set(None);
        both.set(Vec::new());
        spawn_local(async move {
            let answer = editing.send().await;
            saving.set(false);
            match answer {
                Ok(true) => {
                    toasts.say(i18n.text_untracked(Key::UserWindowSaved));
                    if let Some(saved) = saved {
                        saved.run(());
                    }
                }
                Ok(false) => {}
                Err(AppError::StepUpRequired) => {
                    if let Some(again) = again.get_value() {
                        step_up.ask(again);
                    }
                }
                Err(refused) => error.set(Some(refused)),
            }
        });
    });
    again.set_value(Some(save));
    let names = Signal::derive(move || {
        let mut names: Vec<_> = editing.changed().into_iter().map(|field| D::name(i18n, field)).collect();
        names.extend(stored.with(|stored| draft.other_changes(i18n, stored)));
        names
    });
    let failed = move || {
        let error = error.get().filter(|error| !matches!(error, AppError::Invalid { .. }))?;
        Some(view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true/> })
    };
    view! {
        <form
            class="stack"
            method="post"
            action=action
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                save.run(());
            }
        >
            <input type="hidden" name="version" value=move || stored.with(|stored| D::version(stored).to_string())/>
            {failed}
            <Conflict editing=editing/>
            {children()}
            <SaveBar changed=names saving=saving on_save=save on_discard=Callback::new(move |()| editing.discard())/>
        </form>
    }
}

/// Both values of what was changed here and by somebody else.
#[component]
fn Conflict<D: Draft>(editing: Editing<D>) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |field| {
        let value = editing.stored.with_untracked(|stored| D::value(i18n, stored, field));
        view! { <div><dt>{written(move || D::name(i18n, field))}</dt><dd dir="auto">{value}</dd></div> }
    };
    move || {
        let fields = editing.both.get();
        (!fields.is_empty()).then(|| {
            let lines = fields.into_iter().map(line).collect_view();
            view! {
                <Banner tone=Tone::Waiting title=t(Key::AccountStale) live=true><dl class="stored">{lines}</dl></Banner>
                <div class="row needs-script">
                    <Button on_click=Callback::new(move |_| editing.decide(true))>{t!(Key::AccountTakeStored)}</Button>
                    <Button on_click=Callback::new(move |_| editing.decide(false))>{t!(Key::UserWindowKeepMine)}</Button>
                </div>
            }
        })
    }
}
