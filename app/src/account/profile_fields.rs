//! The two panels of the profile.

use i18n::{Key, Language, t, use_i18n};
use leptos::prelude::*;
use model::account::LanguageChoice;
use model::address::ADDRESS_MAX;
use model::error::AppError;
use model::person::NAME_MAX;
use model::profile::{DefaultPage, Profile};
use model::session::{Density, Theme};
use model::time::{Moment, Timestamp};
use ui::{Checkbox, Choice, SelectField, TextField};

use super::draft::{ProfileDraft, browser_text, density_key, page_key, theme_key};
use super::pending_email::Pending;
use crate::errors::field_error;

/// How far back the example of a date lies: two days.
const EXAMPLE_BACK_MS: i64 = 2 * 86_400_000;

/// Names and address; the username to read.
#[component]
pub(super) fn Details(
    draft: ProfileDraft,
    stored: RwSignal<Profile>,
    error: RwSignal<Option<AppError>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (username, is_ours) = stored.with_untracked(|stored| (stored.username.clone(), stored.email_is_ours));
    let email_hint = if is_ours { Key::EmailChangeHint } else { Key::EmailChangeExternal };
    let field =
        move |name: &'static str| Signal::derive(move || error.with(|error| field_error(i18n, error.as_ref(), name)));
    let most = u32::try_from(NAME_MAX).unwrap_or(80);
    view! {
        <section class="panel" aria-label=t!(Key::AccountDetails)>
            <div class="panel__head"><h2>{t!(Key::AccountDetails)}</h2></div>
            <div class="panel__body">
                <div class="pair">
                    <TextField label=t(Key::CommonFirstName) name="first_name" value=draft.first_name maxlength=most autocomplete="given-name" error=field("first_name")/>
                    <TextField label=t(Key::CommonLastName) name="last_name" value=draft.last_name maxlength=most autocomplete="family-name" error=field("last_name")/>
                </div>
                <div class="pair">
                    <TextField
                        label=t(Key::CommonUsername)
                        name="shown-username"
                        initial=username
                        readonly=true
                        code=true
                        autocomplete="off"
                        hint=Signal::derive(move || Some(i18n.text(Key::AccountUsernameHint)))
                    />
                    <TextField
                        label=t(Key::CommonEmail)
                        name="email"
                        input_type="email"
                        value=draft.email
                        readonly=!is_ours
                        maxlength=u32::try_from(ADDRESS_MAX).unwrap_or(254)
                        autocomplete="email"
                        hint=Signal::derive(move || Some(i18n.text(email_hint)))
                        error=field("email")
                    />
                </div>
                <Pending stored=stored/>
            </div>
        </section>
    }
}

/// What changes one's own pages and nobody else's.
#[component]
pub(super) fn Preferences(draft: ProfileDraft, profile: Profile, error: RwSignal<Option<AppError>>) -> impl IntoView {
    let i18n = use_i18n();
    let Profile { browser_language, workspace_timezone, timezones, now, .. } = profile;
    let field =
        move |name: &'static str| Signal::derive(move || error.with(|error| field_error(i18n, error.as_ref(), name)));
    let languages = Signal::derive(move || {
        let mut choices = vec![Choice::new(LanguageChoice::Browser.to_string(), browser_text(i18n, browser_language))];
        choices.extend(Language::ALL.into_iter().map(|one| Choice::new(one.code(), one.native_name())));
        choices
    });
    let zones: Vec<Choice> =
        timezones.into_iter().map(|zone| Choice::new(zone.clone(), zone.replace('_', " "))).collect();
    let pages = Signal::derive(move || {
        DefaultPage::ALL.iter().map(|page| Choice::new(page.as_str(), i18n.text(page_key(*page)))).collect::<Vec<_>>()
    });
    let themes = Signal::derive(move || {
        Theme::ALL.iter().map(|theme| Choice::new(theme.as_str(), i18n.text(theme_key(*theme)))).collect::<Vec<_>>()
    });
    let densities = Signal::derive(move || {
        Density::ALL.iter().map(|one| Choice::new(one.as_str(), i18n.text(density_key(*one)))).collect::<Vec<_>>()
    });
    let zone = workspace_timezone.replace('_', " ");
    let zone_hint = Signal::derive(move || Some(i18n.format(Key::AccountTimezoneHint, &[("zone", &zone)])));
    let example = Signal::derive(move || {
        let back = Moment { at: Timestamp(now.at.0.saturating_sub(EXAMPLE_BACK_MS)), ..now };
        let date = i18n.with(|catalog| match draft.fuzzy_dates.get() {
            true => catalog.relative(now.at, back),
            false => catalog.date_time(back),
        });
        Some(i18n.format(Key::AccountFuzzyDatesHint, &[("date", &date)]))
    });
    let says = move |key: Key| Signal::derive(move || Some(i18n.text(key)));
    view! {
        <section class="panel" id="preferences" aria-label=t!(Key::AccountPreferences)>
            <div class="panel__head"><h2>{t!(Key::AccountPreferences)}</h2><p>{t!(Key::AccountPreferencesHint)}</p></div>
            <div class="panel__body">
                <div class="pair">
                    <SelectField label=t(Key::AccountPreferredLanguage) name="language" options=languages value=draft.language hint=says(Key::AccountLanguageHint) error=field("language")/>
                    <SelectField label=t(Key::CommonTimeZone) name="timezone" options=zones value=draft.timezone hint=zone_hint error=field("timezone")/>
                    <SelectField label=t(Key::AccountDefaultPage) name="default_page" options=pages value=draft.default_page hint=says(Key::AccountDefaultPageHint) error=field("default_page")/>
                    <SelectField label=t(Key::ShellAppearance) name="theme" options=themes value=draft.theme error=field("theme")/>
                    <SelectField label=t(Key::AccountDensity) name="density" options=densities value=draft.density hint=says(Key::AccountDensityHint) error=field("density")/>
                </div>
                <Checkbox label=t(Key::AccountFuzzyDates) name="fuzzy_dates" value="on" signal=draft.fuzzy_dates hint=example/>
                <Checkbox label=t(Key::AccountShortcuts) name="shortcuts" value="on" signal=draft.shortcuts hint=says(Key::AccountShortcutsHint)/>
            </div>
        </section>
    }
}
