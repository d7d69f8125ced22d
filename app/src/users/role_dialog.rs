//! Role and permissions of one person: what can be changed, what it comes to, Save.

use i18n::{About, I18n, Key, Label, t, use_i18n};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::access::{Blocker, CompanyPermission, CompanyRole, Verdict};
use model::error::AppError;
use model::ids::UserId;
use model::roles::{Held, RoleChange, RoleChoices, RoleDiff};
use ui::{Banner, Button, ButtonKind, Checkbox, Choice, IconButton, SelectField, Tone, shown};

use super::acting::use_acting;
use super::dialogs::opens_with;
use super::rpc::{change_role, preview_role};
use crate::errors::{blocker_text, error_text};
use crate::session::use_frame;
use crate::shell::use_step_up;

/// What is chosen.
#[derive(Clone, Copy)]
struct Form {
    user: UserId,
    role: RwSignal<String>,
    permissions: RwSignal<Vec<CompanyPermission>>,
    diff: RwSignal<Option<RoleDiff>>,
    error: RwSignal<Option<AppError>>,
    saving: RwSignal<bool>,
    /// Goes up with every choice, so that a late answer to an older one is dropped.
    turn: StoredValue<u32>,
}

impl Form {
    fn new(user: UserId, held: &Held) -> Self {
        Self {
            user,
            role: RwSignal::new(held.role.as_str().to_owned()),
            permissions: RwSignal::new(held.permissions.clone()),
            diff: RwSignal::new(None),
            error: RwSignal::new(None),
            saving: RwSignal::new(false),
            turn: StoredValue::new(0),
        }
    }

    fn role(self) -> CompanyRole {
        self.role.with(|role| role.parse().unwrap_or(CompanyRole::Member))
    }

    fn held(self) -> Held {
        untrack(|| Held::new(self.role(), &self.permissions.get()))
    }

    /// Asks what the choice comes to.
    fn look(self) {
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        let held = self.held();
        spawn_local(async move {
            let answer = preview_role(self.user, held).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(diff) => self.diff.set(Some(diff)),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }
}

#[component]
pub(super) fn RoleDialog() -> impl IntoView {
    let i18n = use_i18n();
    let acting = use_acting();
    let dialog = NodeRef::<html::Dialog>::new();
    opens_with(dialog, acting.role);
    let title = move || {
        acting
            .role
            .with(|role| role.as_ref().map(|(_, choices)| i18n.format(Key::UsersRoleTitle, &[("name", &choices.name)])))
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let form = move || {
        acting
            .role
            .get()
            .map(|(user, choices)| view! { <Fields user=user choices=choices close=Callback::new(move |()| close())/> })
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="role-title" on:close=move |_| acting.role.set(None)>
            <header class="dialog__head">
                <h2 id="role-title">{title}</h2>
                <form method="dialog"><IconButton icon="x" label=t(Key::CommonClose) submit=true/></form>
            </header>
            {form}
        </dialog>
    }
}

#[component]
fn Fields(user: UserId, choices: RoleChoices, close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new(user, &choices.held);
    form.look();
    let options = choices.roles.iter().map(|(role, verdict)| option(i18n, *role, *verdict)).collect::<Vec<_>>();
    let about = Signal::derive(move || Some(i18n.text(form.role().about())));
    let offered = StoredValue::new(choices.permissions.clone());
    let of_role = move |role: CompanyRole| {
        offered.with_value(|all| {
            all.iter()
                .filter(|(of, ..)| *of == role)
                .map(|(_, permission, verdict)| (*permission, *verdict))
                .collect::<Vec<_>>()
        })
    };
    let role_chosen = Callback::new(move |_: String| {
        // What the new role cannot hold, or contains, is dropped with it.
        let holdable = of_role(untrack(|| form.role()));
        form.permissions.update(|chosen| {
            chosen.retain(|one| {
                holdable.iter().any(|(held, verdict)| held == one && *verdict != Verdict::Blocked(Blocker::RoleCeiling))
            });
        });
        form.look();
    });
    let before = choices.held.role;
    let save = save(form, choices, close);
    let error = move || {
        form.error.get().map(|error| view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true/> })
    };
    view! {
        <form on:submit=move |event: SubmitEvent| { event.prevent_default(); save.run(()); }>
            <div class="dialog__body stack">
                {error}
                <SelectField label=t(Key::CommonRole) name="new-role" options=options value=form.role hint=about on_change=role_chosen/>
                {shown(move || {
                    let permissions = of_role(form.role());
                    (!permissions.is_empty()).then(|| view! {
                        <fieldset class="field">
                            <legend class="label strong small">{t!(Key::InvitationsPermissions)}</legend>
                            <div class="stack stack--tight">
                                {permissions
                                    .into_iter()
                                    .map(|(permission, verdict)| view! { <Permission permission=permission verdict=verdict form=form/> })
                                    .collect_view()}
                            </div>
                        </fieldset>
                    })
                })}
                {shown(move || form.diff.get().map(|diff| view! { <Diff diff=diff from=before to=untrack(|| form.role())/> }))}
            </div>
            <footer class="dialog__foot">
                <div class="push">
                    <Button
                        kind=ButtonKind::Primary
                        submit=true
                        busy=Signal::derive(move || form.saving.get())
                        busy_label=t(Key::UsersRoleSaving)
                    >
                        {t!(Key::UsersRoleSave)}
                    </Button>
                </div>
            </footer>
        </form>
    }
}

/// A role in the list of roles; one that cannot be given says why.
pub(crate) fn option(i18n: I18n, role: CompanyRole, verdict: Verdict) -> Choice {
    let name = i18n.text_untracked(role.label());
    let name =
        if role == CompanyRole::Guest { format!("{name} ({})", i18n.text_untracked(Key::RolesLimited)) } else { name };
    match verdict {
        Verdict::Allowed => Choice::new(role.as_str(), name),
        Verdict::Blocked(blocker) => {
            Choice::new(role.as_str(), format!("{name}: {}", untrack(|| blocker_text(i18n, blocker)))).blocked()
        }
    }
}

#[component]
fn Permission(permission: CompanyPermission, verdict: Verdict, form: Form) -> impl IntoView {
    let i18n = use_i18n();
    let blocked = verdict.blocker();
    let hint = Signal::derive(move || blocked.map(|blocker| blocker_text(i18n, blocker)));
    let checked = form.permissions.with_untracked(|chosen| chosen.contains(&permission));
    let change = Callback::new(move |on: bool| {
        form.permissions.update(|chosen| {
            chosen.retain(|other| *other != permission);
            if on {
                chosen.push(permission);
            }
        });
        form.look();
    });
    view! {
        <Checkbox
            label=t(permission.label())
            name="permission"
            value=permission.as_str()
            checked=checked
            disabled=Signal::from(blocked.is_some())
            hint=hint
            on_change=change
        />
    }
}

/// What the change comes to.
#[component]
pub(crate) fn Diff(diff: RoleDiff, from: CompanyRole, to: CompanyRole) -> impl IntoView {
    let i18n = use_i18n();
    if from == to && diff.gains.is_empty() && diff.loses.is_empty() {
        return view! { <p class="muted small" aria-live="polite">{t!(Key::UsersNoChange)}</p> }.into_any();
    }
    let line = move |key: Key, permissions: Vec<CompanyPermission>| {
        (!permissions.is_empty()).then(|| {
            let names = move || {
                let names: Vec<String> = permissions.iter().map(|one| i18n.text(one.label())).collect();
                names.join(", ")
            };
            view! { <div><dt>{t!(key)}</dt><dd>{names}</dd></div> }
        })
    };
    view! {
        <dl class="diff" aria-live="polite">
            {(from != to).then(|| view! {
                <div><dt>{t!(Key::CommonRole)}</dt><dd>{t!(from.label())}" → "{t!(to.label())}</dd></div>
            })}
            {line(Key::UsersGains, diff.gains)}
            {line(Key::UsersLoses, diff.loses)}
            {line(Key::UsersKeeps, diff.keeps)}
        </dl>
    }
    .into_any()
}

fn save(form: Form, choices: RoleChoices, close: Callback<()>) -> Callback<()> {
    let (acting, step_up, frame) = (use_acting(), use_step_up(), use_frame());
    let again = StoredValue::new(None::<Callback<()>>);
    let choices = StoredValue::new(choices);
    let callback = Callback::new(move |()| {
        let held = form.held();
        let (version, name) = choices.with_value(|choices| (choices.version, choices.name.clone()));
        if form.saving.get_untracked() {
            return;
        }
        if choices.with_value(|choices| choices.held == held) {
            return close.run(());
        }
        form.saving.set(true);
        form.error.set(None);
        spawn_local(async move {
            let answer = change_role(form.user, RoleChange { version, held }, frame.form_token()).await;
            form.saving.set(false);
            match (answer, again.get_value()) {
                (Ok(changed), _) => {
                    close.run(());
                    acting.role_changed(form.user, name, changed);
                }
                (Err(AppError::StepUpRequired), Some(again)) => step_up.ask(again),
                (Err(error), _) => form.error.set(Some(error)),
            }
        });
    });
    again.set_value(Some(callback));
    callback
}
