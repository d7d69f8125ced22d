//! Choosing one's language. It applies at once, without reload and without losing what was typed.

use i18n::{Catalog, I18n, Key, Language, t, use_i18n};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::account::{LanguageChoice, PreferenceChange};
use model::error::AppError;
use model::session::SessionInfo;
use ui::{MenuRadio, use_toasts};

use crate::errors::error_text;
use crate::session::{choose_preferences, get_catalog, use_frame};

#[component]
pub(crate) fn LanguageChoices(session: Signal<SessionInfo>) -> impl IntoView {
    let i18n = use_i18n();
    let (frame, toasts) = (use_frame(), use_toasts());
    let choose = move |choice: LanguageChoice| {
        spawn_local(async move {
            match switch(i18n, choice).await {
                Ok(()) => frame.refetch(),
                Err(error) => toasts.say(error_text(i18n, &error)),
            }
        });
    };
    let chosen = move || session.with(|session| session.language);
    let browser = Signal::derive(move || chosen().is_none());
    view! {
        <MenuRadio checked=browser on_click=Callback::new(move |()| choose(LanguageChoice::Browser))>
            {t!(Key::ShellLanguageBrowser)}
        </MenuRadio>
        {Language::ALL
            .into_iter()
            .map(|language| {
                let checked = Signal::derive(move || chosen() == Some(language));
                view! {
                    <MenuRadio checked=checked on_click=Callback::new(move |()| choose(LanguageChoice::Fixed(language)))>
                        <span lang=language.tag()>{language.native_name()}</span>
                    </MenuRadio>
                }
                .into_any()
            })
            .collect::<Vec<_>>()}
    }
}

/// Stores the choice, then changes the texts of the open page.
async fn switch(i18n: I18n, choice: LanguageChoice) -> Result<(), AppError> {
    choose_preferences(PreferenceChange { theme: None, language: Some(choice) }).await?;
    show_language(i18n, choice).await
}

/// Changes the texts of the open page, without reload and without losing what was typed.
pub(crate) async fn show_language(i18n: I18n, choice: LanguageChoice) -> Result<(), AppError> {
    let language = choice.fixed().unwrap_or_else(browser_language);
    let json = get_catalog(language).await?;
    if let Ok(catalog) = Catalog::from_json(language, &json) {
        i18n.set(catalog);
    }
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.tag());
        let _ = root.set_attribute("data-language", language.code());
    }
    Ok(())
}

/// What the browser's list comes to, as the server would read it.
fn browser_language() -> Language {
    let list = window().navigator().languages();
    let list: Vec<String> = list.iter().filter_map(|tag| tag.as_string()).collect();
    i18n::negotiate(&list.join(",")).unwrap_or(Language::En)
}
