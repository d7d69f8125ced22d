//! Restoring one person: what comes back, what does not, and the seat that it takes.

use i18n::{I18n, Key, Label, t, use_i18n, written};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::access::CompanyPermission;
use model::deletion::RestorePlan;
use model::error::AppError;
use model::ids::UserId;
use ui::{Banner, Button, ButtonKind, IconButton, Tone};

use super::acting::use_acting;
use super::actions::Someone;
use super::dialogs::opens_with;
use super::rpc::restore_user;
use crate::errors::error_text;
use crate::shell::use_step_up;

#[component]
pub(super) fn RestoreDialog() -> impl IntoView {
    let i18n = use_i18n();
    let acting = use_acting();
    let dialog = NodeRef::<html::Dialog>::new();
    opens_with(dialog, acting.restoring);
    let title = move || {
        acting
            .restoring
            .with(|of| of.as_ref().map(|(_, plan)| i18n.format(Key::UsersRestoreTitle, &[("name", &plan.name)])))
    };
    let close = Callback::new(move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    });
    let form = move || acting.restoring.get().map(|(user, plan)| view! { <Form user=user plan=plan close=close/> });
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="restore-title" on:close=move |_| acting.restoring.set(None)>
            <header class="dialog__head">
                <h2 id="restore-title">{title}</h2>
                <form method="dialog"><IconButton icon="x" label=t(Key::CommonClose) submit=true/></form>
            </header>
            {form}
        </dialog>
    }
}

#[component]
fn Form(user: UserId, plan: RestorePlan, close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (acting, step_up) = (use_acting(), use_step_up());
    let saving = RwSignal::new(false);
    let error = RwSignal::new(None::<AppError>);
    let again = StoredValue::new(None::<Callback<()>>);
    let (version, name) = (plan.version, StoredValue::new(plan.name.clone()));
    let send = Callback::new(move |()| {
        if saving.get_untracked() {
            return;
        }
        saving.set(true);
        error.set(None);
        spawn_local(async move {
            let answer = restore_user(user, version).await;
            saving.set(false);
            match (answer, again.get_value()) {
                (Ok(undoable), _) => {
                    close.run(());
                    acting.restored(Someone { id: user, name: name.get_value() }, undoable);
                }
                (Err(AppError::StepUpRequired), Some(again)) => step_up.ask(again),
                (Err(refused), _) => error.set(Some(refused)),
            }
        });
    });
    again.set_value(Some(send));
    let failed =
        move || error.get().map(|error| view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true/> });
    view! {
        <form on:submit=move |event: SubmitEvent| { event.prevent_default(); send.run(()); }>
            <div class="dialog__body stack">{failed} <Plan plan=plan/></div>
            <footer class="dialog__foot">
                <div class="push">
                    <Button on_click=Callback::new(move |_| close.run(()))>{t!(Key::CommonCancel)}</Button>
                    <Button kind=ButtonKind::Primary submit=true busy=Signal::derive(move || saving.get()) busy_label=t(Key::UsersRestoreBusy)>
                        {t!(Key::UsersRestoreAction)}
                    </Button>
                </div>
            </footer>
        </form>
    }
}

/// What it comes to.
#[component]
fn Plan(plan: RestorePlan) -> impl IntoView {
    let i18n = use_i18n();
    let (name, email) = (plan.name, plan.email);
    let line = |key: Key, permissions: Vec<CompanyPermission>, why: Option<Key>| {
        (!permissions.is_empty()).then(|| view! {
            <div><dt>{t!(key)}</dt><dd>{written(move || names(i18n, &permissions))} {why.map(|why| view! { <small class="muted">{t!(why)}</small> })}</dd></div>
        })
    };
    let (had, role, organizations) = (plan.had, plan.role, plan.organizations.join(", "));
    view! {
        <p>{written(move || i18n.format(Key::UsersRestoreText, &[("name", &name), ("email", &email)]))}</p>
        <dl class="diff">
            <div>
                <dt>{t!(Key::CommonRole)}</dt>
                <dd>{(had != role).then(|| view! { {t!(had.label())} " → " })} {t!(role.label())}</dd>
            </div>
            {line(Key::UsersRestoreBack, plan.back, None)}
            {line(Key::UsersRestoreLeftOut, plan.left_out, Some(Key::UsersRestoreLeftOutWhy))}
            {(!organizations.is_empty()).then(|| view! { <div><dt>{t!(Key::UsersRestoreOrganizations)}</dt><dd>{organizations}</dd></div> })}
        </dl>
        {plan.ended.map(|ended| view! {
            <p class="muted small">{written(move || i18n.with(|catalog| catalog.format(Key::UsersRestoreEnded, &[("date", &catalog.date(ended))])))}</p>
        })}
        {match plan.seats.free() {
            0 => view! { <Banner tone=Tone::Waiting title=t(Key::UsersRestoreNoSeat)/> }.into_any(),
            _ => view! { <p class="muted small">{t!(Key::UsersRestoreSeat)}</p> }.into_any(),
        }}
    }
}

fn names(i18n: I18n, permissions: &[CompanyPermission]) -> String {
    let names: Vec<String> = permissions.iter().map(|one| i18n.text(one.label())).collect();
    names.join(", ")
}
