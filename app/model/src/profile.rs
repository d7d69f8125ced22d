//! One's own profile: names, and the preferences that change what oneself sees and nobody else.

use serde::{Deserialize, Serialize};

use crate::account::LanguageChoice;
use crate::address::Address;
use crate::email_change::PendingEmail;
use crate::error::AppError;
use crate::fields::FieldErrors;
use crate::language::Language;
use crate::person;
use crate::session::{Density, Theme};
use crate::settings::Fields;
use crate::time::Moment;

text_enum! {
    /// The page that opens after the sign-in, and at `/`.
    pub enum DefaultPage {
        /// What oneself has to do.
        MyTasks = "my_tasks",
        /// What goes on in the workspace.
        Overview = "overview",
    }
}

impl DefaultPage {
    /// The address that opens: until the two pages are there, the one that comes nearest.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::MyTasks => "/account/profile",
            Self::Overview => "/users",
        }
    }
}

text_enum! {
    /// What of a profile can differ, in the order in which it stands.
    pub enum ProfileField {
        /// First name.
        FirstName = "first_name",
        /// Last name.
        LastName = "last_name",
        /// Language of the product and of mails.
        Language = "language",
        /// Zone in which times are written.
        TimeZone = "timezone",
        /// Whether dates are relative to now.
        FuzzyDates = "fuzzy_dates",
        /// The page to begin with.
        DefaultPage = "default_page",
        /// Light or dark.
        Theme = "theme",
        /// How much room rows and controls take.
        Density = "density",
        /// Whether keys of one letter work.
        Shortcuts = "shortcuts",
    }
}

/// What can be changed of one's own profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileFields {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// The language, or the browser's.
    pub language: LanguageChoice,
    /// A zone of the IANA database.
    pub timezone: String,
    /// Whether dates are relative to now.
    pub fuzzy_dates: bool,
    /// The page to begin with.
    pub default_page: DefaultPage,
    /// Light or dark.
    pub theme: Theme,
    /// How much room rows and controls take.
    #[serde(default)]
    pub density: Density,
    /// Whether keys of one letter work.
    pub shortcuts: bool,
}

impl Fields for ProfileFields {
    type Field = ProfileField;

    fn agrees(&self, other: &Self, field: ProfileField) -> bool {
        match field {
            ProfileField::FirstName => self.first_name == other.first_name,
            ProfileField::LastName => self.last_name == other.last_name,
            ProfileField::Language => self.language == other.language,
            ProfileField::TimeZone => self.timezone == other.timezone,
            ProfileField::FuzzyDates => self.fuzzy_dates == other.fuzzy_dates,
            ProfileField::DefaultPage => self.default_page == other.default_page,
            ProfileField::Theme => self.theme == other.theme,
            ProfileField::Density => self.density == other.density,
            ProfileField::Shortcuts => self.shortcuts == other.shortcuts,
        }
    }

    fn differences(&self, other: &Self) -> Vec<ProfileField> {
        ProfileField::ALL.iter().copied().filter(|field| !self.agrees(other, *field)).collect()
    }

    fn take(&mut self, from: &Self, fields: &[ProfileField]) {
        for field in fields {
            match field {
                ProfileField::FirstName => self.first_name.clone_from(&from.first_name),
                ProfileField::LastName => self.last_name.clone_from(&from.last_name),
                ProfileField::Language => self.language = from.language,
                ProfileField::TimeZone => self.timezone.clone_from(&from.timezone),
                ProfileField::FuzzyDates => self.fuzzy_dates = from.fuzzy_dates,
                ProfileField::DefaultPage => self.default_page = from.default_page,
                ProfileField::Theme => self.theme = from.theme,
                ProfileField::Density => self.density = from.density,
                ProfileField::Shortcuts => self.shortcuts = from.shortcuts,
            }
        }
    }
}

/// One's own profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// What can be changed.
    pub fields: ProfileFields,
    /// The username; only a holder of Users changes it.
    pub username: String,
    /// The address, as entered.
    pub email: String,
    /// Whether it is kept here; another system keeps that of an external account.
    pub email_is_ours: bool,
    /// The new address that waits to be confirmed.
    pub pending_email: Option<PendingEmail>,
    /// The version of the row; a change names it.
    pub version: i64,
    /// What following the browser comes to at the moment.
    pub browser_language: Language,
    /// The zone of the workspace.
    pub workspace_timezone: String,
    /// The zones to choose from.
    pub timezones: Vec<String>,
    /// The server's time, in one's own zone.
    pub now: Moment,
}

/// A change of one's own profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    /// The version that was looked at.
    pub version: i64,
    /// Everything as it is to be.
    pub fields: ProfileFields,
    /// The address as it is to be, once it is confirmed; none leaves it.
    #[serde(default)]
    pub email: Option<String>,
}

impl ProfileChange {
    /// Checks every field; whether the zone is one is the server's business.
    ///
    /// # Errors
    /// All fields that need mending.
    pub fn validate(&self) -> Result<ProfileFields, AppError> {
        let mut errors = FieldErrors::default();
        let first = errors.take("first_name", person::name_part(&self.fields.first_name));
        let last = errors.take("last_name", person::name_part(&self.fields.last_name));
        let email = errors.take("email", self.email.as_deref().map(Address::parse).transpose());
        match (first, last, email) {
            (Some(first_name), Some(last_name), Some(_)) => {
                Ok(ProfileFields { first_name, last_name, ..self.fields.clone() })
            }
            _ => Err(AppError::Invalid { fields: errors }),
        }
    }

    /// The address that is wanted, if it is another than this one.
    #[must_use]
    pub fn other_address(&self, present: &str) -> Option<Address> {
        let wanted = Address::parse(self.email.as_deref()?).ok()?;
        (wanted.as_str() != present).then_some(wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::FieldCode;

    fn fields() -> ProfileFields {
        ProfileFields {
            first_name: "Ana".to_owned(),
            last_name: "Lind".to_owned(),
            language: LanguageChoice::Browser,
            timezone: "Europe/Oslo".to_owned(),
            fuzzy_dates: true,
            default_page: DefaultPage::Overview,
            theme: Theme::System,
            density: Density::Standard,
            shortcuts: true,
        }
    }

    fn other() -> ProfileFields {
        ProfileFields {
            first_name: "Bo".to_owned(),
            last_name: "Holm".to_owned(),
            language: LanguageChoice::Fixed(Language::Ko),
            timezone: "Asia/Tokyo".to_owned(),
            fuzzy_dates: false,
            default_page: DefaultPage::MyTasks,
            theme: Theme::Dark,
            density: Density::Compact,
            shortcuts: false,
        }
    }

    // S1.5
    #[test]
    fn every_field_is_compared_and_taken_by_itself() {
        assert_eq!(fields().differences(&fields()), []);
        assert_eq!(fields().differences(&other()), ProfileField::ALL);
        for field in ProfileField::ALL {
            let mut mixed = fields();
            mixed.take(&other(), &[*field]);
            assert_eq!(mixed.differences(&fields()), [*field]);
            assert!(mixed.agrees(&other(), *field));
        }
    }

    // UN-01 UN-02
    #[test]
    fn both_parts_of_the_name_are_checked_at_once() {
        let fields = ProfileFields { first_name: " ".to_owned(), last_name: "Unknown User".to_owned(), ..fields() };
        let change = ProfileChange { version: 1, fields, email: Some("ana".to_owned()) };
        let AppError::Invalid { fields } = change.validate().unwrap_err() else { panic!() };
        assert_eq!(fields.of("first_name"), Some(FieldCode::Required));
        assert_eq!(fields.of("last_name"), Some(FieldCode::Reserved));
        assert_eq!(fields.of("email"), Some(FieldCode::InvalidEmail));
    }

    // S1.8 EM-08
    #[test]
    fn address_is_wanted_only_where_it_differs() {
        let change =
            |email: Option<&str>| ProfileChange { version: 1, fields: fields(), email: email.map(str::to_owned) };
        let other = |email| change(email).other_address("ana@kestrel.example").map(|address| address.to_string());
        assert_eq!(other(None), None);
        assert_eq!(other(Some(" ana@kestrel.example ")), None);
        assert_eq!(other(Some("Ana@kestrel.example")).as_deref(), Some("Ana@kestrel.example"));
        assert_eq!(other(Some("lind@kestrel.example")).as_deref(), Some("lind@kestrel.example"));
        assert_eq!(
            change(Some("ana@localhost")).validate(),
            Err(AppError::field("email", FieldCode::MissingDomainEnding))
        );
    }
}
