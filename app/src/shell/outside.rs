//! The frame of pages without a session.

use i18n::{Key, Language, t, use_i18n};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::session::Theme;
use ui::{Button, ButtonKind, Choice, SelectField, SkipLink, Tally, Wordmark};

use crate::session::use_frame;

/// The two halves: the drawing, and the form.
#[component]
pub(crate) fn Outside(
    /// Room for a longer form.
    #[prop(optional)]
    wide: bool,
    /// The form.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    // The half with the drawing is dark in both appearances.
    let logo = untrack(|| use_frame().logo(Some(Theme::Dark)));
    let workspace = Some(use_frame().workspace()).filter(|name| !name.is_empty());
    let claim = match &workspace {
        Some(name) => i18n.format(Key::SignInClaimOf, &[("workspace", name)]),
        None => i18n.text(Key::SignInClaim),
    };
    let class = if wide { "gate__form is-wide" } else { "gate__form" };
    view! {
        <SkipLink label=t(Key::CommonSkipToContent)/>
        <div class="gate">
            <aside class="gate__side">
                <Wordmark workspace=Signal::stored(workspace) logo=Signal::stored(logo)/>
                <Tally/>
                <p>{claim}</p>
            </aside>
            <main id="content" class=class tabindex="-1">
                <div>
                    {children()}
                    <LanguageForm/>
                </div>
            </main>
        </div>
        <ui::StatusRegion/>
    }
}

/// The language of the pages before the sign-in.
#[component]
fn LanguageForm() -> impl IntoView {
    let location = use_location();
    let i18n = use_i18n();
    let here = move || {
        let (path, search) = (location.pathname.get(), location.search.get());
        match search.trim_start_matches('?') {
            "" => path,
            query => format!("{path}?{query}"),
        }
    };
    let choices: Vec<Choice> =
        Language::ALL.into_iter().map(|language| Choice::new(language.code(), language.native_name())).collect();
    let initial = i18n.with_untracked(|catalog| catalog.language().code().to_owned());
    view! {
        <form class="gate__foot" method="post" action="/rpc/session/language">
            <input type="hidden" name="next" value=here/>
            <SelectField label=t(Key::ShellLanguage) name="language" options=choices initial=initial hide_label=true/>
            <Button kind=ButtonKind::Quiet submit=true>{t!(Key::CommonApply)}</Button>
        </form>
    }
}
