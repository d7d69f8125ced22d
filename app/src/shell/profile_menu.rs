//! The menu behind one's name: one's own pages, appearance, language, keys, sign-out.

use i18n::{Key, Label, t, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::account::PreferenceChange;
use model::session::{Density, SessionInfo, Theme};
use ui::{Avatar, AvatarSize, Icon, Menu, MenuHeading, MenuItem, MenuLink, MenuRadio, MenuSeparator, live, use_toasts};

use super::keys::use_shortcuts;
use super::language_menu::LanguageChoices;
use crate::errors::error_text;
use crate::session::{choose_preferences, use_frame};

#[component]
pub(crate) fn ProfileMenu(session: Signal<SessionInfo>, workspace: Signal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let shortcuts = use_shortcuts();
    let name = move || session.with(|session| session.name.clone());
    let seed = move || session.with(|session| session.user.to_string());
    let picture = move || session.with(SessionInfo::picture);
    let role = move || {
        let role = i18n.text(session.with(|session| session.role).label());
        let workspace = workspace.get().unwrap_or_default();
        i18n.format(Key::ShellRoleInWorkspace, &[("role", &role), ("workspace", &workspace)])
    };
    let first_name = move || name().split(' ').next().unwrap_or_default().to_owned();
    let label = Signal::derive(move || i18n.format(Key::ShellAccount, &[("name", &name())]));
    view! {
        <Menu
            id="me-menu"
            label=label
            trigger_class="me"
            trigger=move || view! {
                {live(move || view! { <Avatar name=name() seed=seed() picture=picture() size=AvatarSize::Small/> })}
                <b aria-hidden="true">{first_name}</b>
                <span class="sr">{label}</span>
                <Icon name="chevron-down" size=14/>
            }
        >
            <div class="item" role="presentation">
                {live(move || view! { <Avatar name=name() seed=seed() picture=picture()/> })}
                <span><b>{name}</b><small>{role}</small></span>
            </div>
            <MenuSeparator/>
            <MenuLink icon="circle-user" href="/account/profile">{t!(Key::AccountTitle)}</MenuLink>
            <MenuLink icon="settings" href="/account/profile#preferences">{t!(Key::ShellSettings)}</MenuLink>
            <MenuSeparator/>
            <div class="needs-script" role="presentation">
                <MenuHeading>{t!(Key::ShellAppearance)}</MenuHeading>
                <ThemeChoices session=session/>
                <MenuSeparator/>
                <MenuHeading>{t!(Key::ShellLanguage)}</MenuHeading>
                <LanguageChoices session=session/>
                <MenuSeparator/>
                <MenuItem icon="keyboard" on_click=Callback::new(move |()| shortcuts.show_list())>
                    {t!(Key::ShellKeys)}
                </MenuItem>
                <MenuSeparator/>
            </div>
            <form method="post" action="/rpc/sign_in/out" role="presentation">
                <MenuItem icon="log-out" submit=true>{t!(Key::ShellSignOut)}</MenuItem>
            </form>
        </Menu>
    }
}

#[component]
fn ThemeChoices(session: Signal<SessionInfo>) -> impl IntoView {
    let i18n = use_i18n();
    let (frame, toasts) = (use_frame(), use_toasts());
    let choose = move |theme: Theme| {
        show_theme(theme);
        spawn_local(async move {
            match choose_preferences(PreferenceChange { theme: Some(theme), language: None }).await {
                Ok(()) => frame.refetch(),
                Err(error) => toasts.say(error_text(i18n, &error)),
            }
        });
    };
    let choice = move |theme: Theme, icon: &'static str, label: Key| {
        let checked = Signal::derive(move || session.with(|session| session.theme) == theme);
        view! {
            <MenuRadio icon=icon checked=checked on_click=Callback::new(move |()| choose(theme))>{t!(label)}</MenuRadio>
        }
    };
    view! {
        {choice(Theme::System, "monitor", Key::ShellAppearanceSystem)}
        {choice(Theme::Light, "sun", Key::ShellAppearanceLight)}
        {choice(Theme::Dark, "moon", Key::ShellAppearanceDark)}
    }
}

/// Shows the appearance at once; the server's next page has it anyway.
pub(crate) fn show_theme(theme: Theme) {
    if let Some(root) = document().document_element() {
        // Without the attribute the page follows the system; neither call fails for this name.
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            Theme::Light | Theme::Dark => root.set_attribute("data-theme", theme.as_str()),
        };
    }
}

/// Shows rows and controls as large as that at once.
pub(crate) fn show_density(density: Density) {
    if let Some(root) = document().document_element() {
        let _ = match density {
            Density::Standard => root.remove_attribute("data-density"),
            Density::Compact | Density::Roomy => root.set_attribute("data-density", density.as_str()),
        };
    }
}
