//! Signing in, step-up, accepting an invitation, and resetting a password: the forms that work without JavaScript.

use serde::{Deserialize, Serialize};

use crate::access::CompanyRole;
use crate::error::AppError;
use crate::fields::{FieldCode, FieldErrors};
use crate::ids::UserId;
use crate::language::Language;
use crate::person::{self, PersonName};
use crate::time::Moment;
use crate::user_window::UndoOffer;

/// Longest password, in code points.
pub const PASSWORD_MAX: usize = 128;
/// Longest password, in bytes; anything longer is refused before it is looked at.
pub const PASSWORD_MAX_BYTES: usize = 1024;
/// Shortest password that a workspace can allow, in code points.
pub const PASSWORD_MIN: u32 = 8;

/// Checks the length and the characters of a new password; the lists are the server's.
///
/// # Errors
/// What is wrong with it.
pub fn password_shape(password: &str, min: u32) -> Result<(), FieldCode> {
    let too_long = FieldCode::TooLong { max: u32::try_from(PASSWORD_MAX).unwrap_or(u32::MAX) };
    if password.len() > PASSWORD_MAX_BYTES {
        return Err(too_long);
    }
    if password.is_empty() {
        return Err(FieldCode::Required);
    }
    if password.chars().any(char::is_control) {
        return Err(FieldCode::InvalidCharacters);
    }
    let length = password.chars().count();
    if length > PASSWORD_MAX {
        return Err(too_long);
    }
    if u32::try_from(length).is_ok_and(|length| length < min) { Err(FieldCode::TooShort { min }) } else { Ok(()) }
}

/// Checks a new password that was entered twice, into `errors`.
fn twice(errors: &mut FieldErrors, password: &str, again: &str) {
    if let Err(code) = password_shape(password, PASSWORD_MIN) {
        errors.push("password", code);
    } else if password != again {
        errors.push("password_again", FieldCode::NotEqual);
    }
}

/// What the page of an invitation shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationPage {
    /// Name of the workspace.
    pub workspace: String,
    /// Who invited.
    pub inviter: Option<String>,
    /// What the inviter wrote.
    pub message: Option<String>,
    /// What the person will be.
    pub role: CompanyRole,
    /// The address that was invited.
    pub email: String,
    /// The username that was made for it.
    pub username: String,
    /// What the inviter entered.
    pub first_name: String,
    /// What the inviter entered.
    pub last_name: String,
    /// The language of the invitation.
    pub language: Language,
    /// When the link ends.
    pub until: Moment,
    /// Shortest password.
    pub password_min: u32,
    /// Whether the workspace asks everybody for a second factor.
    pub second_factor: bool,
    /// The name of whoever is signed in in this browser.
    pub signed_in_as: Option<String>,
}

/// What the page of an ended invitation shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EndedInvitation {
    /// Name of the workspace.
    pub workspace: String,
    /// When the link ended.
    pub ended: Moment,
}

/// What the form of an invitation sends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptForm {
    /// The one-time link's secret.
    pub token: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Password.
    pub password: String,
    /// The password once more.
    pub password_again: String,
    /// Preferred language; empty means the browser's.
    pub language: String,
}

/// A validated acceptance.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptance {
    /// The one-time link's secret.
    pub token: String,
    /// The person's name.
    pub name: PersonName,
    /// The password; its quality is checked by the server.
    pub password: String,
    /// Preferred language; none means the browser's.
    pub language: Option<Language>,
}

impl AcceptForm {
    /// Checks every field.
    ///
    /// # Errors
    /// All fields that need mending.
    pub fn validate(&self) -> Result<Acceptance, AppError> {
        let mut errors = FieldErrors::default();
        let first = errors.take("first_name", person::name_part(&self.first_name));
        let last = errors.take("last_name", person::name_part(&self.last_name));
        twice(&mut errors, &self.password, &self.password_again);
        let language = match self.language.as_str() {
            "" => Some(None),
            word => errors.take("language", word.parse().map(Some).map_err(|_| FieldCode::NotOffered)),
        };
        match (first, last, language) {
            (Some(first), Some(last), Some(language)) if errors.is_empty() => Ok(Acceptance {
                token: self.token.clone(),
                name: PersonName { first, last },
                password: self.password.clone(),
                language,
            }),
            _ => Err(AppError::Invalid { fields: errors }),
        }
    }
}

/// What the form of a reset link sends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetForm {
    /// The one-time link's secret.
    pub token: String,
    /// Password.
    pub password: String,
    /// The password once more.
    pub password_again: String,
}

impl ResetForm {
    /// Checks every field.
    ///
    /// # Errors
    /// All fields that need mending.
    pub fn validate(&self) -> Result<(), AppError> {
        let mut errors = FieldErrors::default();
        twice(&mut errors, &self.password, &self.password_again);
        if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid { fields: errors }) }
    }
}

/// What the form for a new password of one's own sends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordForm {
    /// The password until now.
    pub old_password: String,
    /// The new one.
    pub password: String,
    /// The new one once more.
    pub password_again: String,
}

impl PasswordForm {
    /// Checks every field.
    ///
    /// # Errors
    /// All fields that need mending.
    pub fn validate(&self) -> Result<(), AppError> {
        let mut errors = FieldErrors::default();
        if self.old_password.is_empty() {
            errors.push("old_password", FieldCode::Required);
        }
        twice(&mut errors, &self.password, &self.password_again);
        if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid { fields: errors }) }
    }
}

/// What the page of a reset link shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResetPage {
    /// Name of the workspace.
    pub workspace: String,
    /// Shortest password.
    pub password_min: u32,
}

/// What is to be said on the next page after a form without JavaScript; travels sealed in the flash cookie.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flash {
    /// What went well.
    pub notice: Option<Notice>,
    /// What went wrong.
    pub error: Option<AppError>,
    /// The typed fields that are no secret, by name.
    pub fields: Vec<(String, String)>,
    /// Takes back what went well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<UndoOffer>,
    /// Who alone may read it, when it holds a secret of theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<UserId>,
}

impl Flash {
    /// What had been typed into a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

text_enum! {
    /// A confirmation on the next page.
    pub enum Notice {
        /// The workspace exists; shown once, after the set-up.
        WorkspaceCreated = "workspace_created",
        /// Signed out.
        SignedOut = "signed_out",
        /// The password was reset; sign in with the new one.
        PasswordReset = "password_reset",
        /// Whatever was entered: a mail is on its way if there is somebody to write to.
        ResetRequested = "reset_requested",
        /// The password was changed; the other sessions are over.
        PasswordChanged = "password_changed",
        /// Half a sign-in is over; the password is asked for again.
        CodeEnded = "code_ended",
        /// The second factor is on.
        TwoFactorEnabled = "two_factor_enabled",
        /// The second factor is off.
        TwoFactorDisabled = "two_factor_disabled",
        /// New backup codes were made; they are on this page and nowhere else.
        BackupCodes = "backup_codes",
        /// Accepted an invitation.
        Welcome = "welcome",
        /// The workspace was told that a new link is wanted.
        NewLinkRequested = "new_link_requested",
        /// A link to the new address is on its way.
        EmailChangeSent = "email_change_sent",
        /// The new address is not wanted any more.
        EmailChangeCanceled = "email_change_canceled",
        /// The new address is confirmed.
        EmailChanged = "email_changed",
        /// Password or code were right; what had been typed before stands there again.
        Proven = "proven",
        /// The test mail has left.
        TestMailSent = "test_mail_sent",
        /// What was entered is stored.
        Saved = "saved",
        /// What was just changed is as before.
        Undone = "undone",
        /// Those who can give it were asked for access.
        AccessRequested = "access_requested",
        /// Sessions of somebody else were ended.
        SessionsEnded = "sessions_ended",
        /// The API key was made.
        ApiKeyCreated = "api_key_created",
        /// Another API key took the place of the one before.
        ApiKeyReset = "api_key_reset",
        /// The API key is to be shown, once.
        ApiKeyRevealed = "api_key_revealed",
        /// The API key was removed.
        ApiKeyRemoved = "api_key_removed",
        /// The API key of somebody else was revoked.
        ApiKeyRevoked = "api_key_revoked",
        /// A reset link was mailed to somebody else.
        ResetMailSent = "reset_mail_sent",
        /// People were reminded to set up a second factor; how many is a field of the flash.
        RemindersSent = "reminders_sent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // AU-06 S1.53
    #[test]
    fn passwords_count_code_points_and_refuse_control_characters() {
        assert_eq!(password_shape(&"x".repeat(7), 8), Err(FieldCode::TooShort { min: 8 }));
        for good in [&"x".repeat(8), &"x".repeat(64), &"x".repeat(128), &"🎬".repeat(8), &" ".repeat(8)] {
            assert_eq!(password_shape(good, 8), Ok(()), "{good:?}");
        }
        assert_eq!(password_shape(&"x".repeat(129), 8), Err(FieldCode::TooLong { max: 128 }));
        assert_eq!(password_shape(&"x".repeat(1 << 20), 8), Err(FieldCode::TooLong { max: 128 }));
        assert_eq!(password_shape("passw\0rd-long", 8), Err(FieldCode::InvalidCharacters));
        assert_eq!(password_shape(&"x".repeat(11), 12), Err(FieldCode::TooShort { min: 12 }));
    }

    #[test]
    fn all_fields_of_an_acceptance_are_named_at_once() {
        let AppError::Invalid { fields } = AcceptForm::default().validate().unwrap_err() else { panic!() };
        assert_eq!(fields.0.len(), 3);
        assert_eq!(fields.of("first_name"), Some(FieldCode::Required));
        assert_eq!(fields.of("password"), Some(FieldCode::Required));
    }
}
