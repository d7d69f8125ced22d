//! What roles hold, as tables. On phones each right is followed by the four roles.

use i18n::{About, I18n, Key, Label, t, tp, use_i18n, written};
use leptos::prelude::*;
use model::access::{Blocker, CompanyPermission, CompanyRole};
use model::roles::{Ability, RoleCell};
use ui::{Icon, PlainHeader};

/// How many people have each role.
type RoleCounts = Vec<(CompanyRole, u64)>;

#[component]
pub(super) fn PermissionTable(holders: RoleCounts, rows: Vec<(CompanyPermission, Vec<RoleCell>)>) -> impl IntoView {
    let rows = rows.into_iter().map(|(permission, cells)| {
        let name = view! {
            <b>{t!(permission.label())}</b>
            <small class="sub">{t!(permission.about())}</small>
            <a class="sub" href=format!("/users?perm={permission}")>{t!(Key::ExplainHolders)}</a>
        };
        let cells = cells.into_iter().map(move |cell| (cell, Some(permission))).collect();
        line(name.into_any(), cells)
    });
    frame(Key::RolesPagePermissions, Key::RolesPagePermission, holders, rows.collect_view().into_any())
}

#[component]
pub(super) fn AbilityTable(holders: RoleCounts, rows: Vec<(Ability, Vec<RoleCell>)>) -> impl IntoView {
    let rows = rows.into_iter().map(|(ability, cells)| {
        let name = view! { <b>{t!(ability.label())}</b> };
        line(name.into_any(), cells.into_iter().map(|cell| (cell, None)).collect())
    });
    frame(Key::RolesPageAbilities, Key::RolesPageAbility, holders, rows.collect_view().into_any())
}

fn frame(caption: Key, first: Key, holders: RoleCounts, rows: AnyView) -> AnyView {
    let heads = holders.into_iter().map(|(role, count)| {
        view! {
            <PlainHeader>
                {t!(role.label())}
                <a class="sub" href=format!("/users?role={role}")>{tp!(Key::RolesPagePeople, count)}</a>
            </PlainHeader>
        }
    });
    view! {
        <div class="grid-wrap">
            <table class="grid role-grid" role="table">
                <caption>{t!(caption)}</caption>
                <thead role="rowgroup">
                    <tr role="row"><PlainHeader>{t!(first)}</PlainHeader>{heads.collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A right and how each role comes to it; where it is the permission itself that can be added, it is not named again.
fn line(name: AnyView, cells: Vec<(RoleCell, Option<CompanyPermission>)>) -> AnyView {
    let i18n = use_i18n();
    let cells = CompanyRole::ALL.iter().zip(cells).map(|(role, (cell, of))| {
        let (class, icon) = match cell {
            RoleCell::Contained => ("cell is-in", "check"),
            RoleCell::Extra(_) => ("cell is-extra", "plus"),
            RoleCell::Never(_) => ("cell is-never", "x"),
        };
        view! {
            <td role="cell" data-role=role.as_str()>
                <span class="role-grid__role" aria-hidden="true">{t!(role.label())}</span>
                <span class=class><Icon name=icon size=14/><span>{written(move || text(i18n, cell, of))}</span></span>
            </td>
        }
    });
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">{name}</th>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

fn text(i18n: I18n, cell: RoleCell, of: Option<CompanyPermission>) -> String {
    match cell {
        RoleCell::Contained => i18n.text(Key::RolesPageContained),
        RoleCell::Extra(permission) if of == Some(permission) => i18n.text(Key::RolesPageAddable),
        RoleCell::Extra(permission) => {
            i18n.format(Key::RolesPageWith, &[("permission", &i18n.text(permission.label()))])
        }
        RoleCell::Never(Blocker::RoleCeiling) => i18n.text(Key::RolesPageNeverCeiling),
        RoleCell::Never(Blocker::Outranked | Blocker::NotOwnToGrant) => i18n.text(Key::RolesPageNeverOutranked),
        RoleCell::Never(_) => i18n.text(Key::RolesPageNeverOther),
    }
}
