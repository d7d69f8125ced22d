//! What the list and the window of a user have in common: the way from one to the other, and what stands on both.

use i18n::{Key, Label, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use model::access::Action;
use model::explain::Question;
use model::ids::UserId;
use model::time::Moment;
use model::user_window::WindowTab;
use model::users::{UserQuery, UserSummary};
use ui::{Avatar, AvatarSize, Button, ButtonLink, MenuLink};

use super::actions::{RowAction, RowActions, Someone, use_row_actions};
use super::row::{Actions, Day, RoleText, RowMenu, StatusText, When};
use super::url::ListState;
use crate::explain::WhyLink;
use crate::links::escaped;
use crate::shell::reason;

/// Says in the address of a window that its list stands there too.
const FROM: (&str, &str) = ("from", "users");

/// The list from which a window was opened; none when it was opened by its own address.
fn origin(params: &ParamsMap) -> Option<ListState> {
    (params.get(FROM.0).as_deref() == Some(FROM.1)).then(|| ListState { dialog: None, ..ListState::read(params) })
}

/// What is asked for in that list.
pub(crate) fn list_query(params: &ParamsMap) -> Option<UserQuery> {
    origin(params).map(|state| state.query)
}

/// The way back to it.
pub(crate) fn list_href(params: &ParamsMap) -> String {
    origin(params).map_or_else(|| "/users".to_owned(), |state| state.href())
}

/// The list as pairs for hidden fields.
pub(crate) fn list_pairs(params: &ParamsMap) -> Vec<(&'static str, String)> {
    let Some(state) = origin(params) else { return Vec::new() };
    std::iter::once((FROM.0, FROM.1.to_owned())).chain(state.pairs()).collect()
}

/// The window of a user, with the list kept; on another page of it where one is named.
pub(crate) fn window_href(params: &ParamsMap, user: UserId, tab: WindowTab, page: Option<u32>) -> String {
    href(origin(params), user, tab, page)
}

fn href(list: Option<ListState>, user: UserId, tab: WindowTab, page: Option<u32>) -> String {
    let path = format!("/users/{user}/{tab}");
    let Some(mut state) = list else { return path };
    state.query.page = page.unwrap_or(state.query.page);
    let pairs = state.pairs().into_iter().map(|(name, value)| format!("&{name}={}", escaped(&value)));
    format!("{path}?{}={}{}", FROM.0, FROM.1, pairs.collect::<String>())
}

/// The window of a user, as it is opened from the list.
fn from_list(params: &ParamsMap, user: UserId) -> String {
    href(Some(ListState { dialog: None, ..ListState::read(params) }), user, WindowTab::Profile, None)
}

/// Somebody's name, which opens their window.
#[component]
pub(super) fn UserLink(id: UserId, name: String) -> impl IntoView {
    let params = use_query_map();
    let to = move || params.with(|params| from_list(params, id));
    let title = name.clone();
    view! { <a class="name" href=to title=title dir="auto">{name}</a> }
}

/// The same as an entry of the menu; absent where the menu stands in the window itself.
#[component]
pub(super) fn OpenEntry(user: UserId) -> impl IntoView {
    let (route, params) = (use_params_map(), use_query_map());
    let is_window = route.with_untracked(|route| route.get("tab").is_some());
    let to = Signal::derive(move || params.with(|params| from_list(params, user)));
    (!is_window).then(|| view! { <MenuLink href=to icon="eye">{t!(Key::UserWindowOpen)}</MenuLink> })
}

/// Where role and permissions are changed without script.
fn role_href(user: UserId) -> String {
    format!("/users/{user}/{}?dialog=change-role", WindowTab::Access)
}

/// Role and permissions, and the menu of the row.
#[component]
pub(crate) fn WindowActions(user: UserSummary) -> impl IntoView {
    let i18n = use_i18n();
    let actions: RowActions = use_row_actions();
    let offered = user.actions.get(Action::AccessChange).is_some();
    let (id, is_blocked) = (user.id, !user.actions.allows(Action::AccessChange));
    let verdicts = user.actions.clone();
    let blocked = Signal::derive(move || reason(i18n, &verdicts, Action::AccessChange));
    let someone = StoredValue::new(Someone { id: user.id, name: user.name.clone() });
    view! {
        {offered.then(|| view! {
            <Button
                id="change-role"
                class="needs-script"
                icon="pencil"
                blocked=blocked
                on_click=Callback::new(move |_| actions.ask(RowAction::ChangeRole, someone.get_value()))
            >
                {t!(Key::CommonEdit)}
            </Button>
            {is_blocked.then(|| view! { <WhyLink question=Question::about(Action::AccessChange, id) what=t(Key::CommonEdit)/> })}
            {(!is_blocked).then(|| view! {
                <span class="only-no-script"><ButtonLink href=role_href(id) icon="pencil">{t!(Key::CommonEdit)}</ButtonLink></span>
            })}
        })}
        <RowMenu id=id name=user.name actions=Actions::Stored(StoredValue::new(user.actions)) upright=true/>
    }
}

/// The strip on top of the window.
#[component]
pub(crate) fn WindowSlate(user: UserSummary, now: Moment, back: String, actions: AnyView) -> impl IntoView {
    let details = user.details.clone();
    let extras = details.as_ref().map(|details| details.extras.clone()).unwrap_or_default();
    let email = details.as_ref().map(|details| details.email.clone()).filter(|email| *email != user.name);
    let role = user.role;
    view! {
        <header class="slate">
            <div class="slate__title">
                <Avatar name=user.name.clone() seed=user.id.to_string() picture=user.picture() size=AvatarSize::Large/>
                <div>
                    <p><a href=back>{t!(Key::UsersTitle)}</a></p>
                    <h1 dir="auto">{user.name.clone()}</h1>
                    {email.map(|email| view! { <p class="sub">{email}</p> })}
                </div>
            </div>
            <dl class="slate__facts">
                <div class="txt"><dt>{t!(Key::CommonRole)}</dt><dd>{t!(role.label())}{(!extras.is_empty()).then(|| view! { " " <small>{format!("+{}", extras.len())}</small> })}</dd></div>
                {details.map(|details| view! {
                    <div class="txt"><dt>{t!(Key::CommonStatus)}</dt><dd><StatusText status=details.status now=now/></dd></div>
                    <div class="txt"><dt>{t!(Key::UsersLastSeen)}</dt><dd><When moment=details.last_seen now=now/></dd></div>
                })}
            </dl>
            <div class="slate__do">{actions}</div>
        </header>
    }
}

/// What the list shows of somebody, as a list of facts.
#[component]
pub(crate) fn WindowFacts(user: UserSummary, now: Moment) -> impl IntoView {
    let details = user.details.clone();
    let extras = details.as_ref().map(|details| details.extras.clone()).unwrap_or_default();
    let rest = details.map(|details| {
        view! {
            <dt>{t!(Key::CommonEmail)}</dt><dd class="anywhere">{details.email}</dd>
            <dt>{t!(Key::CommonUsername)}</dt><dd><code>{details.username}</code></dd>
            <dt>{t!(Key::CommonStatus)}</dt><dd><StatusText status=details.status now=now/></dd>
            <dt>{t!(Key::UsersInvitedBy)}</dt><dd dir="auto">{details.invited_by.unwrap_or_else(|| "–".to_owned())}</dd>
            <dt>{t!(Key::UsersJoined)}</dt><dd><Day moment=details.joined/></dd>
            <dt>{t!(Key::UsersLastSeen)}</dt><dd><When moment=details.last_seen now=now/></dd>
            <dt>{t!(Key::UsersAccessEnds)}</dt><dd><Day moment=details.access_ends.map(last_day)/></dd>
        }
    });
    view! {
        <dl class="kv">
            <dt>{t!(Key::CommonName)}</dt><dd dir="auto">{user.name.clone()}</dd>
            <dt>{t!(Key::CommonRole)}</dt><dd><RoleText role=user.role extras=extras/></dd>
            {rest}
        </dl>
    }
}

/// The last day of an access that ends at the first moment of the next one.
fn last_day(end: Moment) -> Moment {
    Moment { at: model::time::Timestamp(end.at.0.saturating_sub(1)), ..end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(pairs: &[(&str, &str)]) -> ParamsMap {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    // S3.24
    #[test]
    fn list_survives_the_way_into_the_window_and_back() {
        let user = UserId(uuid::Uuid::from_u128(7));
        let list = params(&[("q", "zoë"), ("sort", "-role"), ("page", "3"), ("dialog", "add-user")]);
        let there = from_list(&list, user);
        assert_eq!(there, format!("/users/{user}/profile?from=users&q=zo%C3%AB&sort=-role&page=3"));
        let in_window = params(&[("from", "users"), ("q", "zoë"), ("sort", "-role"), ("page", "3")]);
        assert_eq!(list_href(&in_window), "/users?q=zo%C3%AB&sort=-role&page=3");
        assert_eq!(list_query(&in_window).map(|query| query.page), Some(3));
        let next = window_href(&in_window, user, WindowTab::Access, Some(4));
        assert_eq!(next, format!("/users/{user}/access?from=users&q=zo%C3%AB&sort=-role&page=4"));
        // By its own address, nothing stands beside it.
        assert_eq!(list_query(&params(&[("q", "zoë")])), None);
        assert_eq!(window_href(&ParamsMap::new(), user, WindowTab::Access, None), format!("/users/{user}/access"));
    }
}
