//! Errors of single fields.

use serde::{Deserialize, Serialize};

/// What is wrong with which fields of an input.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldErrors(pub Vec<FieldError>);

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The name of the field, as in the form.
    pub field: String,
    /// What is wrong.
    pub code: FieldCode,
}

/// What is wrong with a field; `i18n` words it and says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// Nothing was entered.
    Required,
    /// Fewer characters than needed.
    TooShort {
        /// Characters needed.
        min: u32,
    },
    /// More characters than fit.
    TooLong {
        /// Characters that fit.
        max: u32,
    },
    /// More entries than allowed in one go.
    TooMany {
        /// Entries allowed.
        max: u32,
    },
    /// Outside the range of numbers.
    OutOfRange {
        /// Smallest.
        min: u32,
        /// Largest.
        max: u32,
    },
    /// Not an email address.
    InvalidEmail,
    /// An email address without a dot in its domain.
    MissingDomainEnding,
    /// Control characters, bidirectional overrides, or nothing visible.
    InvalidCharacters,
    /// A username may hold `a`–`z`, `0`–`9`, `.`, `_`, `-` and begins with a letter or digit.
    InvalidUsername,
    /// Reserved for the product.
    Reserved,
    /// Belongs to someone else.
    Taken,
    /// What is there already.
    Present,
    /// None of the offered choices.
    NotOffered,
    /// A day that is over.
    Past,
    /// A day before tomorrow.
    BeforeTomorrow,
    /// A day that is too far away.
    TooFarAhead {
        /// Days from today that are taken.
        days: u32,
    },
    /// A password that is on everybody's list.
    PasswordTooCommon,
    /// The two passwords differ.
    NotEqual,
    /// Not the name of the person in question.
    NameDiffers,
    /// The password is wrong.
    WrongPassword,
    /// A code that is not one of the present ones.
    WrongCode,
    /// A code that was right once.
    UsedCode,
    /// Not a complete code.
    NotACode,
    /// What was begun had to be finished earlier.
    Outdated,
    /// Links are not allowed in this text.
    NoLinks,
    /// A file of more bytes than are taken.
    FileTooLarge {
        /// Megabytes that are taken.
        megabytes: u32,
    },
    /// A file of a type that is not taken, judged by what is in it.
    NotAPicture,
    /// A picture that is wider or higher than what is taken.
    TooManyPixels {
        /// Pixels of a side that are taken.
        side: u32,
    },
    /// A picture of a type that is taken, and that cannot be read.
    BrokenPicture,
    /// A link whose scheme is not one of those that are listed for it.
    SchemeNotListed,
    /// A link pattern without exactly one place for the address of the media.
    MediaPlaceMissing,
    /// Has been switched off in the same form.
    SwitchedOff,
    /// Not a color.
    NotAColor,
    /// A color that does not stand out in the light appearance.
    TooLightForLight {
        /// The contrast, in hundredths.
        hundredths: u32,
    },
    /// A color that does not stand out in the dark appearance.
    TooDarkForDark {
        /// The contrast, in hundredths.
        hundredths: u32,
    },
}

impl FieldErrors {
    /// An error about one field.
    #[must_use]
    pub fn one(field: &str, code: FieldCode) -> Self {
        Self(vec![FieldError { field: field.to_owned(), code }])
    }

    /// Notes one more.
    pub fn push(&mut self, field: &str, code: FieldCode) {
        self.0.push(FieldError { field: field.to_owned(), code });
    }

    /// What is wrong with this field, if anything.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<FieldCode> {
        self.0.iter().find(|error| error.field == field).map(|error| error.code)
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes over the value, or notes what is wrong with the field.
    pub fn take<T>(&mut self, field: &str, value: Result<T, FieldCode>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(code) => {
                self.push(field, code);
                None
            }
        }
    }
}
