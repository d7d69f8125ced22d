//! The profile as it is being edited, and the words for its fields.

use i18n::{I18n, Key};
use leptos::prelude::*;
use model::account::LanguageChoice;
use model::error::AppError;
use model::language::Language;
use model::profile::{DefaultPage, Profile, ProfileChange, ProfileField, ProfileFields};
use model::session::{Density, Theme};
use model::sign_in::Flash;

use super::rpc::{get_profile, save_profile};
use crate::edit_form::Draft;

/// One signal for each field of the form.
#[derive(Clone, Copy)]
pub(super) struct ProfileDraft {
    pub(super) first_name: RwSignal<String>,
    pub(super) last_name: RwSignal<String>,
    pub(super) email: RwSignal<String>,
    pub(super) language: RwSignal<String>,
    pub(super) timezone: RwSignal<String>,
    pub(super) default_page: RwSignal<String>,
    pub(super) theme: RwSignal<String>,
    pub(super) density: RwSignal<String>,
    pub(super) fuzzy_dates: RwSignal<bool>,
    pub(super) shortcuts: RwSignal<bool>,
}

impl ProfileDraft {
    /// What is stored, or what had been typed before the form was refused.
    pub(super) fn of(profile: &Profile, flash: &Flash) -> Self {
        let stored = &profile.fields;
        let text = |name: &str, stored: String| RwSignal::new(flash.field(name).map_or(stored, str::to_owned));
        let is_back = flash.field("first_name").is_some();
        let on = |name: &str, stored: bool| {
            RwSignal::new(if is_back { flash.field(name).is_some_and(|word| !word.is_empty()) } else { stored })
        };
        Self {
            first_name: text("first_name", stored.first_name.clone()),
            last_name: text("last_name", stored.last_name.clone()),
            email: text("email", profile.email.clone()),
            language: text("language", stored.language.to_string()),
            timezone: text("timezone", stored.timezone.clone()),
            default_page: text("default_page", stored.default_page.to_string()),
            theme: text("theme", stored.theme.to_string()),
            density: text("density", stored.density.to_string()),
            fuzzy_dates: on("fuzzy_dates", stored.fuzzy_dates),
            shortcuts: on("shortcuts", stored.shortcuts),
        }
    }

    /// The address that the form asks for, if it is another than this one.
    pub(super) fn other_email(self, present: &str) -> Option<String> {
        self.email.with(|email| Some(email.trim()).filter(|email| *email != present).map(str::to_owned))
    }
}

impl Draft for ProfileDraft {
    type Page = Profile;
    type Fields = ProfileFields;

    fn stored(page: &Profile) -> ProfileFields {
        page.fields.clone()
    }

    fn version(page: &Profile) -> i64 {
        page.version
    }

    /// The lists offer nothing that cannot be read.
    fn get(self) -> ProfileFields {
        ProfileFields {
            first_name: self.first_name.get(),
            last_name: self.last_name.get(),
            language: self.language.get().parse().unwrap_or(LanguageChoice::Browser),
            timezone: self.timezone.get(),
            fuzzy_dates: self.fuzzy_dates.get(),
            default_page: self.default_page.get().parse().unwrap_or(DefaultPage::Overview),
            theme: self.theme.get().parse().unwrap_or(Theme::System),
            density: self.density.get().parse().unwrap_or(Density::Standard),
            shortcuts: self.shortcuts.get(),
        }
    }

    fn set(self, fields: &ProfileFields) {
        self.first_name.set(fields.first_name.clone());
        self.last_name.set(fields.last_name.clone());
        self.language.set(fields.language.to_string());
        self.timezone.set(fields.timezone.clone());
        self.fuzzy_dates.set(fields.fuzzy_dates);
        self.default_page.set(fields.default_page.to_string());
        self.theme.set(fields.theme.to_string());
        self.density.set(fields.density.to_string());
        self.shortcuts.set(fields.shortcuts);
    }

    /// The address: it moves when its new mailbox has confirmed it.
    fn set_others(self, page: &Profile) {
        self.email.set(page.email.clone());
    }

    fn other_changes(self, i18n: I18n, page: &Profile) -> Vec<String> {
        self.other_email(&page.email).map(|_| i18n.text(Key::CommonEmail)).into_iter().collect()
    }

    fn name(i18n: I18n, field: ProfileField) -> String {
        i18n.text(match field {
            ProfileField::FirstName => Key::CommonFirstName,
            ProfileField::LastName => Key::CommonLastName,
            ProfileField::Language => Key::AccountPreferredLanguage,
            ProfileField::TimeZone => Key::CommonTimeZone,
            ProfileField::FuzzyDates => Key::AccountFuzzyDates,
            ProfileField::DefaultPage => Key::AccountDefaultPage,
            ProfileField::Theme => Key::ShellAppearance,
            ProfileField::Density => Key::AccountDensity,
            ProfileField::Shortcuts => Key::AccountShortcuts,
        })
    }

    fn value(i18n: I18n, page: &Profile, field: ProfileField) -> String {
        let fields = &page.fields;
        let yes = |yes: bool| i18n.text(if yes { Key::CommonYes } else { Key::CommonNo });
        match field {
            ProfileField::FirstName => fields.first_name.clone(),
            ProfileField::LastName => fields.last_name.clone(),
            ProfileField::Language => fields
                .language
                .fixed()
                .map_or_else(|| i18n.text(Key::ShellLanguageBrowser), |one| one.native_name().to_owned()),
            ProfileField::TimeZone => fields.timezone.replace('_', " "),
            ProfileField::FuzzyDates => yes(fields.fuzzy_dates),
            ProfileField::DefaultPage => i18n.text(page_key(fields.default_page)),
            ProfileField::Theme => i18n.text(theme_key(fields.theme)),
            ProfileField::Density => i18n.text(density_key(fields.density)),
            ProfileField::Shortcuts => yes(fields.shortcuts),
        }
    }

    async fn load() -> Result<Profile, AppError> {
        Ok(get_profile().await?.0)
    }

    async fn store(self, seen: &Profile, version: i64, fields: ProfileFields) -> Result<(), AppError> {
        let email = untrack(|| self.other_email(&seen.email));
        save_profile(ProfileChange { version, fields, email }).await
    }
}

/// The name of a page to begin with.
pub(super) fn page_key(page: DefaultPage) -> Key {
    match page {
        DefaultPage::Overview => Key::AccountPageOverview,
        DefaultPage::MyTasks => Key::AccountPageMyTasks,
    }
}

/// The name of an appearance.
pub(super) fn theme_key(theme: Theme) -> Key {
    match theme {
        Theme::System => Key::ShellAppearanceSystem,
        Theme::Light => Key::ShellAppearanceLight,
        Theme::Dark => Key::ShellAppearanceDark,
    }
}

/// The name of a density.
pub(super) fn density_key(density: Density) -> Key {
    match density {
        Density::Compact => Key::AccountDensityCompact,
        Density::Standard => Key::AccountDensityStandard,
        Density::Roomy => Key::AccountDensityRoomy,
    }
}

/// The name of what follows the browser.
pub(super) fn browser_text(i18n: I18n, now: Language) -> String {
    i18n.format(Key::ShellLanguageBrowserNow, &[("language", &now.native_name())])
}
