//! Role and permissions, step by step: choose, see what it comes to, save. Works without script; links that propose a
//! change lead here too, with the change filled in. Its names in the address are not those of the list's filters, which
//! stand there too.

use i18n::{Key, Label, t, use_i18n};
use leptos::prelude::*;
use model::access::{Blocker, CompanyPermission, CompanyRole, Verdict};
use model::user_window::RoleForm;
use ui::{Button, ButtonKind, ButtonLink, Checkbox, Choice, SelectField};

use super::parts::Place;
use crate::errors::blocker_text;
use crate::query_form::QueryForm;
use crate::users::{Diff, list_pairs, role_option};

/// The steps.
#[component]
pub(super) fn RoleSteps(place: Place, form: RoleForm) -> impl IntoView {
    let i18n = use_i18n();
    let RoleForm { choices, wanted, diff } = form;
    let name = choices.name.clone();
    let title = Signal::derive(move || i18n.format(Key::UsersRoleTitle, &[("name", &name)]));
    let options: Vec<Choice> = choices.roles.iter().map(|(role, verdict)| role_option(i18n, *role, *verdict)).collect();
    let kept = place.address.with_value(list_pairs).into_iter();
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let boxes = choices.permissions.iter().filter(|(of, ..)| *of == wanted.role).map(|(_, permission, verdict)| {
        let checked = wanted.permissions.contains(permission);
        view! { <Permission permission=*permission verdict=*verdict checked=checked/> }
    });
    let boxes = boxes.collect_view();
    let has_permissions = choices.permissions.iter().any(|(of, ..)| *of == wanted.role);
    let locked = wanted.permissions.iter().copied().filter(|held| {
        choices.permissions.iter().any(|(of, one, verdict)| (*of, one) == (wanted.role, held) && is_locked(*verdict))
    });
    // A box that cannot be changed sends nothing, and what it stands for stays.
    let locked = locked.map(|one| view! { <input type="hidden" name="with" value=one.as_str()/> }).collect_view();
    let before = choices.held.role;
    let changes = choices.held != wanted;
    let listed: Vec<&str> = wanted.permissions.iter().map(|one| one.as_str()).collect();
    let listed = listed.join(",");
    let next = place.href_with("dialog", "change-role");
    let next = format!("{next}&step=confirm&set=1&to={}{}", wanted.role, pairs(&wanted.permissions));
    let cancel = place.href();
    let done = place.href();
    let (version, role) = (choices.version, wanted.role);
    let confirm = diff.map(|diff| {
        view! {
            <Diff diff=diff from=before to=role/>
            <form method="post" action="/rpc/user_window/change_role" class="row">
                <input type="hidden" name="user" value=place.user.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
                <input type="hidden" name="role" value=role.as_str()/>
                <input type="hidden" name="permissions" value=listed/>
                <input type="hidden" name="here" value=next/>
                <input type="hidden" name="next" value=done/>
                {changes.then(|| view! {
                    <Button kind=ButtonKind::Primary id="save-role" submit=true>{t!(Key::UsersRoleSave)}</Button>
                })}
            </form>
        }
    });
    view! {
        <section class="panel" id="role-steps" aria-label=title>
            <div class="panel__head"><h2>{title}</h2></div>
            <div class="panel__body stack">
                <QueryForm action=place.path() attr:class="stack">
                    {kept}
                    <input type="hidden" name="dialog" value="change-role"/>
                    <input type="hidden" name="step" value="confirm"/>
                    <input type="hidden" name="set" value="1"/>
                    <SelectField label=t(Key::CommonRole) name="to" options=options initial=wanted.role.as_str()/>
                    {has_permissions.then(|| view! {
                        <fieldset class="field">
                            <legend class="label strong small">{t!(Key::InvitationsPermissions)}</legend>
                            <div class="stack stack--tight">{boxes}{locked}</div>
                        </fieldset>
                    })}
                    <div class="row">
                        <Button submit=true id="look-role">{t!(Key::ExplainShowChanges)}</Button>
                        <ButtonLink href=cancel kind=ButtonKind::Quiet>{t!(Key::CommonCancel)}</ButtonLink>
                    </div>
                </QueryForm>
                {confirm}
            </div>
        </section>
    }
}

/// What the role cannot hold is dropped with it; everything else that is blocked stays as it is.
fn is_locked(verdict: Verdict) -> bool {
    !matches!(verdict, Verdict::Allowed | Verdict::Blocked(Blocker::RoleCeiling))
}

fn pairs(permissions: &[CompanyPermission]) -> String {
    permissions.iter().map(|one| format!("&with={one}")).collect()
}

#[component]
fn Permission(permission: CompanyPermission, verdict: Verdict, checked: bool) -> impl IntoView {
    let i18n = use_i18n();
    let blocked = verdict.blocker();
    let hint = Signal::derive(move || blocked.map(|blocker| blocker_text(i18n, blocker)));
    view! {
        <Checkbox
            label=t(permission.label())
            name="with"
            value=permission.as_str()
            checked=checked
            disabled=Signal::from(blocked.is_some())
            hint=hint
        />
    }
}

/// What the address says is wanted.
pub(super) fn asked(params: &leptos_router::params::ParamsMap) -> Option<model::user_window::RoleAsked> {
    let one = |name: &str| params.get(name).unwrap_or_default();
    if one("dialog") != "change-role" {
        return None;
    }
    let permissions = params.get_all("with").unwrap_or_default();
    let permissions = permissions.iter().filter_map(|word| word.parse().ok()).collect();
    Some(model::user_window::RoleAsked {
        role: one("to").parse::<CompanyRole>().ok(),
        permissions: (one("set") == "1").then_some(permissions),
        add: one("add").parse().ok(),
        look: one("step") == "confirm",
    })
}
