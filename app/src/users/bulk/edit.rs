//! The fields of a change of role and permissions: everything begins as "unchanged".

use i18n::{I18n, Key, Label, t, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::access::{Blocker, CompanyPermission, CompanyRole, Verdict};
use model::bulk::AccessEdit;
use model::error::AppError;
use model::invitations::InvitationChoices;
use ui::{Choice, SelectField, shown};

use crate::errors::blocker_text;
use crate::invitations::get_invitation_choices;
use crate::users::role_dialog::option;

const GIVE: &str = "give";
const TAKE: &str = "take";

#[component]
pub(super) fn EditFields(
    edit: RwSignal<AccessEdit>,
    error: RwSignal<Option<AppError>>,
    /// Runs with every choice.
    changed: Callback<()>,
) -> impl IntoView {
    let choices = RwSignal::new(None::<InvitationChoices>);
    spawn_local(async move {
        match get_invitation_choices().await {
            Ok(offered) => drop(choices.try_set(Some(offered))),
            Err(failed) => drop(error.try_set(Some(failed))),
        }
    });
    move || choices.get().map(|choices| view! { <Fields edit=edit choices=choices changed=changed/> })
}

#[component]
fn Fields(edit: RwSignal<AccessEdit>, choices: InvitationChoices, changed: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let mut roles = vec![Choice::new("", i18n.text_untracked(Key::BulkUnchanged))];
    roles.extend(choices.roles.iter().map(|(role, verdict)| option(i18n, *role, *verdict)));
    let choose = Callback::new(move |role: String| {
        let role: Option<CompanyRole> = role.parse().ok();
        edit.update(|edit| {
            edit.role = role;
            if !takes_permissions(role) {
                edit.give.clear();
                edit.take.clear();
            }
        });
        changed.run(());
    });
    // On top of its role a Member alone holds anything, so what is said of Members is said of all.
    let of_members = choices.permissions.into_iter().filter(|(role, ..)| *role == CompanyRole::Member);
    let offered: Vec<_> = of_members.map(|(_, permission, verdict)| (permission, verdict)).collect();
    let takes = Memo::new(move |_| edit.with(|edit| takes_permissions(edit.role)));
    view! {
        <SelectField label=t(Key::CommonRole) name="bulk-role" options=roles on_change=choose/>
        {shown(move || takes.get().then(|| {
            let fields = offered
                .iter()
                .map(|(permission, verdict)| view! { <Permission permission=*permission verdict=*verdict edit=edit changed=changed/> })
                .collect_view();
            view! {
                <fieldset class="field">
                    <legend class="label strong small">{t!(Key::InvitationsPermissions)}</legend>
                    <div class="bulk-permissions">{fields}</div>
                </fieldset>
            }
        }))}
    }
}

/// Administrators hold everything, Guests nothing on top.
fn takes_permissions(role: Option<CompanyRole>) -> bool {
    matches!(role, None | Some(CompanyRole::Member))
}

#[component]
fn Permission(
    permission: CompanyPermission,
    verdict: Verdict,
    edit: RwSignal<AccessEdit>,
    changed: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let choose = Callback::new(move |choice: String| {
        edit.update(|edit| {
            edit.give.retain(|one| *one != permission);
            edit.take.retain(|one| *one != permission);
            match choice.as_str() {
                GIVE => edit.give.push(permission),
                TAKE => edit.take.push(permission),
                _ => {}
            }
        });
        changed.run(());
    });
    let options = vec![
        Choice::new("", i18n.text_untracked(Key::BulkUnchanged)),
        choice(i18n, GIVE, Key::BulkGive, verdict.blocker()),
        // What the role cannot hold can still be taken from whoever was given it.
        choice(i18n, TAKE, Key::BulkTake, verdict.blocker().filter(|blocker| *blocker != Blocker::RoleCeiling)),
    ];
    view! {
        <SelectField label=t(permission.label()) name=format!("bulk-{}", permission.as_str()) options=options on_change=choose/>
    }
}

fn choice(i18n: I18n, value: &str, label: Key, blocked: Option<Blocker>) -> Choice {
    let label = i18n.text_untracked(label);
    match blocked {
        None => Choice::new(value, label),
        Some(blocker) => Choice::new(value, format!("{label}: {}", untrack(|| blocker_text(i18n, blocker)))).blocked(),
    }
}
