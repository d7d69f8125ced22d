//! Deleting one person: archived or for good, with what it comes to, and the name typed before the latter.

use i18n::{Key, t, use_i18n};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::deletion::{Deletion, DeletionOrder, DeletionPlan};
use model::error::AppError;
use model::ids::UserId;
use ui::{Banner, Button, ButtonKind, IconButton, Radio, TextField, Tone};

use super::acting::use_acting;
use super::actions::Someone;
use super::dialogs::opens_with;
use super::rpc::delete_user;
use crate::errors::{error_text, field_error};
use crate::shell::use_step_up;

#[component]
pub(super) fn DeleteDialog() -> impl IntoView {
    let i18n = use_i18n();
    let acting = use_acting();
    let dialog = NodeRef::<html::Dialog>::new();
    opens_with(dialog, acting.deleting);
    let title = move || {
        acting
            .deleting
            .with(|of| of.as_ref().map(|(_, plan)| i18n.format(Key::UsersDeleteTitle, &[("name", &plan.name)])))
    };
    let close = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    });
    let form = move || acting.deleting.get().map(|(user, plan)| view! { <Form user=user plan=plan close=close/> });
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="delete-title" on:close=move |_| acting.deleting.set(None)>
            <header class="dialog__head">
                <h2 id="delete-title">{title}</h2>
                <form method="dialog"><IconButton icon="x" label=t(Key::CommonClose) submit=true/></form>
            </header>
            {form}
        </dialog>
    }
}

#[component]
fn Form(user: UserId, plan: DeletionPlan, close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (acting, step_up) = (use_acting(), use_step_up());
    // From the menu of a person the permanent one is chosen; it asks for the name, so no slip of the hand does it.
    let erases = RwSignal::new(plan.can_erase);
    let typed = RwSignal::new(String::new());
    let saving = RwSignal::new(false);
    let error = RwSignal::new(None::<AppError>);
    let again = StoredValue::new(None::<Callback<()>>);
    let (can_archive, can_erase, frees_seat) = (plan.can_archive, plan.can_erase, plan.frees_seat);
    let plan = StoredValue::new(plan);
    let send = Callback::new(move |()| {
        if saving.get_untracked() {
            return;
        }
        let deletion = if erases.get_untracked() { Deletion::Erase } else { Deletion::Archive };
        let (name, version) = plan.with_value(|plan| (plan.name.clone(), plan.version));
        let order = DeletionOrder { version, deletion, name: typed.get_untracked() };
        saving.set(true);
        error.set(None);
        spawn_local(async move {
            let answer = delete_user(user, order).await;
            saving.set(false);
            match (answer, again.get_value()) {
                (Ok(undoable), _) => {
                    close.run(());
                    acting.deleted(Someone { id: user, name }, deletion, undoable);
                }
                (Err(AppError::StepUpRequired), Some(again)) => step_up.ask(again),
                (Err(refused), _) => error.set(Some(refused)),
            }
        });
    });
    again.set_value(Some(send));
    let choose = Callback::new(move |value: String| {
        erases.set(value == Deletion::Erase.as_str());
        error.set(None);
    });
    let choice = move |deletion: Deletion, label: Key, about: Key| {
        let hint = Signal::derive(move || Some(i18n.text(about)));
        let checked = (deletion == Deletion::Erase) == erases.get_untracked();
        view! { <Radio label=t(label) name="deletion" value=deletion.as_str() checked=checked hint=hint choice=true on_change=choose/> }
    };
    let label =
        Signal::derive(move || plan.with_value(|plan| i18n.format(Key::UsersDeleteTypeName, &[("name", &plan.name)])));
    let name_error = Signal::derive(move || error.with(|error| field_error(i18n, error.as_ref(), "name")));
    let failed = move || {
        let other = error.get().filter(|error| !matches!(error, AppError::Invalid { .. }));
        other.map(|error| view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true/> })
    };
    view! {
        <form on:submit=move |event: SubmitEvent| { event.prevent_default(); send.run(()); }>
            <div class="dialog__body stack">
                {failed}
                {(!can_erase).then(|| view! { <Banner title=t(Key::ErrorsErasureForbidden)/> })}
                <fieldset class="field">
                    <legend class="label strong small">{t!(Key::UsersDeleteHow)}</legend>
                    <div class="stack stack--tight">
                        {can_archive.then(|| choice(Deletion::Archive, Key::UsersDeleteArchive, Key::UsersDeleteArchiveAbout))}
                        {can_erase.then(|| choice(Deletion::Erase, Key::UsersDeleteErase, Key::UsersDeleteEraseAbout))}
                    </div>
                </fieldset>
                <Show when=move || erases.get()>
                    <TextField label=label name="confirm-name" value=typed autocomplete="off" error=name_error/>
                </Show>
                {can_archive.then(|| view! {
                    <p class="muted small">
                        {t!(Key::UsersDeleteBoth)}
                        {frees_seat.then(|| view! { " " {t!(Key::UsersDeleteSeat)} })}
                    </p>
                })}
            </div>
            <footer class="dialog__foot">
                <div class="push">
                    <Button on_click=Callback::new(move |_| close.run(()))>{t!(Key::CommonCancel)}</Button>
                    <Button kind=ButtonKind::Destroy submit=true busy=Signal::derive(move || saving.get()) busy_label=t(Key::UsersDeleteBusy)>
                        {t!(Key::UsersDeleteAction)}
                    </Button>
                </div>
            </footer>
        </form>
    }
}
