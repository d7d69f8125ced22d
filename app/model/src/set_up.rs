//! First-run set-up.

use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::error::AppError;
use crate::fields::{FieldCode, FieldErrors};
use crate::language::Language;
use crate::person::{self, PersonName};
use crate::seats::SEATS_MAX;

/// What the set-up form sends: flat, because it works without JavaScript.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetUpForm {
    /// The one-time link's secret.
    pub token: String,
    /// Name of the workspace.
    pub workspace: String,
    /// Zone of the IANA database, such as `Europe/Oslo`.
    pub timezone: String,
    /// Language of the workspace.
    pub language: String,
    /// Seats to begin with.
    pub seats: String,
    /// First name of the Owner.
    pub first_name: String,
    /// Last name of the Owner.
    pub last_name: String,
    /// Address of the Owner.
    pub email: String,
    /// Username of the Owner.
    pub username: String,
    /// Password of the Owner.
    pub password: String,
    /// The password once more.
    pub password_again: String,
}

/// A validated set-up; the password's quality and the zone are checked by the server.
#[derive(Clone, Debug, PartialEq)]
pub struct NewWorkspace {
    /// The one-time link's secret.
    pub token: String,
    /// Name of the workspace.
    pub workspace: String,
    /// Zone of the IANA database.
    pub timezone: String,
    /// Language of the workspace.
    pub language: Language,
    /// Seats to begin with.
    pub seats: u32,
    /// Name of the Owner.
    pub name: PersonName,
    /// Address of the Owner.
    pub email: Address,
    /// Username of the Owner.
    pub username: String,
    /// Password of the Owner.
    pub password: String,
}

impl SetUpForm {
    /// Checks every field.
    ///
    /// # Errors
    /// All fields that need mending.
    pub fn validate(&self) -> Result<NewWorkspace, AppError> {
        let mut errors = FieldErrors::default();
        let workspace = errors.take("workspace", person::one_line(&self.workspace, person::NAME_MAX));
        let timezone = errors.take("timezone", person::one_line(&self.timezone, 64));
        let language = errors.take("language", self.language.parse().map_err(|_| FieldCode::NotOffered));
        let seats = errors.take("seats", seats(&self.seats));
        let first = errors.take("first_name", person::name_part(&self.first_name));
        let last = errors.take("last_name", person::name_part(&self.last_name));
        let email = errors.take("email", Address::parse(&self.email));
        let username = errors.take("username", person::username(&self.username));
        if self.password.is_empty() {
            errors.push("password", FieldCode::Required);
        } else if self.password != self.password_again {
            errors.push("password_again", FieldCode::NotEqual);
        }
        match (workspace, timezone, language, seats, first, last, email, username) {
            (
                Some(workspace),
                Some(timezone),
                Some(language),
                Some(seats),
                Some(first),
                Some(last),
                Some(email),
                Some(username),
            ) if errors.is_empty() => Ok(NewWorkspace {
                token: self.token.clone(),
                workspace,
                timezone,
                language,
                seats,
                name: PersonName { first, last },
                email,
                username,
                password: self.password.clone(),
            }),
            _ => Err(AppError::Invalid { fields: errors }),
        }
    }
}

/// A number of seats, from 1 to [`SEATS_MAX`].
///
/// # Errors
/// What is wrong with it.
pub fn seats(text: &str) -> Result<u32, FieldCode> {
    match text.trim().parse::<u32>() {
        Ok(seats) if (1..=SEATS_MAX).contains(&seats) => Ok(seats),
        _ => Err(FieldCode::OutOfRange { min: 1, max: SEATS_MAX }),
    }
}

/// How mail leaves this installation, for the set-up's Mail step and the Mail page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailSetting {
    /// By a mail server.
    Smtp {
        /// Host and port.
        server: String,
        /// The sender.
        from: String,
    },
    /// Into files, shown on the Mail page.
    Files,
}

/// What the set-up page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetUpPage {
    /// How mail leaves.
    pub mail: MailSetting,
    /// Zones to choose from.
    pub timezones: Vec<String>,
    /// Shortest password.
    pub password_min: u32,
}
