//! The tab: the two matrices, and who has permissions on top.

use i18n::{Key, Label, t, tp};
use leptos::prelude::*;
use model::access::CompanyPermission;
use model::roles::{Holders, RolesPage};
use ui::Skeleton;

use super::matrix::{AbilityTable, PermissionTable};
use super::rpc::get_roles;
use crate::data;
use crate::errors::Failure;

#[component]
pub(crate) fn Tab(
    /// What stands above every tab, once it is open to the viewer.
    head: ViewFn,
) -> impl IntoView {
    let data = data::load(|| (), |()| get_roles());
    view! {
        <Suspense fallback=move || view! { <Skeleton label=t(Key::CommonLoading)/> }>
            {Suspend::new(async move {
                match data.await {
                    Ok(page) => view! { <Loaded head=head page=page/> }.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Loaded(head: ViewFn, page: RolesPage) -> impl IntoView {
    let RolesPage { holders, permissions, abilities } = page;
    let added: Vec<_> = permissions.iter().map(|(permission, _, holders)| (*permission, holders.clone())).collect();
    let cells: Vec<_> = permissions.into_iter().map(|(permission, cells, _)| (permission, cells)).collect();
    let added = added.into_iter().map(|(of, holders)| view! { <Added permission=of holders=holders/> }).collect_view();
    view! {
        {head.run()}
        <section class="panel" aria-labelledby="permissions-title">
            <div class="panel__head"><h2 id="permissions-title">{t!(Key::RolesPagePermissions)}</h2></div>
            <PermissionTable holders=holders.clone() rows=cells/>
        </section>
        <section class="panel" aria-labelledby="abilities-title">
            <div class="panel__head"><h2 id="abilities-title">{t!(Key::RolesPageAbilities)}</h2></div>
            <AbilityTable holders=holders rows=abilities/>
        </section>
        <section class="panel" aria-labelledby="added-title">
            <div class="panel__head"><h2 id="added-title">{t!(Key::RolesPageAdded)}</h2></div>
            <ul class="lines">{added}</ul>
        </section>
    }
}

/// Who has a permission on top of their role.
#[component]
fn Added(permission: CompanyPermission, holders: Holders) -> impl IntoView {
    let Holders { count, names } = holders;
    let more = count.saturating_sub(names.len() as u64);
    let people = if names.is_empty() {
        view! { <span class="muted">{t!(Key::RolesPageAddedToNobody)}</span> }.into_any()
    } else {
        view! {
            <span dir="auto">{names.join(", ")}</span>
            {(more > 0).then(|| view! { " " <span class="muted">{tp!(Key::RolesPageMore, more)}</span> })}
        }
        .into_any()
    };
    view! {
        <li class="added">
            <b>{t!(permission.label())}</b>
            // Whoever has it by their role is not among them.
            <a class="num" href=format!("/users?role=member&role=guest&perm={permission}")>{tp!(Key::RolesPagePeople, count)}</a>
            <span class="added__names">{people}</span>
        </li>
    }
}
