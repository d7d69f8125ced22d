//! One's own pages: sessions, permissions, and the preferences of the profile menu.

use std::fmt;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::UnknownWord;
use crate::ids::UserId;
use crate::language::Language;
use crate::session::Theme;
use crate::time::Moment;
use crate::user_window::{Explanation, HeldAccess, SessionEntry};

/// A choice of language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageChoice {
    /// Follow the browser's list.
    Browser,
    /// This one.
    Fixed(Language),
}

impl LanguageChoice {
    /// The language, if it is fixed.
    #[must_use]
    pub const fn fixed(self) -> Option<Language> {
        match self {
            Self::Browser => None,
            Self::Fixed(language) => Some(language),
        }
    }
}

impl fmt::Display for LanguageChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.fixed().map_or("browser", Language::code))
    }
}

impl FromStr for LanguageChoice {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        if word == "browser" { Ok(Self::Browser) } else { word.parse().map(Self::Fixed).map_err(|_| UnknownWord) }
    }
}

impl Serialize for LanguageChoice {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LanguageChoice {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// Where one is signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnSessions {
    /// The one that asks.
    pub this: SessionEntry,
    /// The others that work, the one that was used last first.
    pub others: Vec<SessionEntry>,
    /// Whether the password is asked for before one of them is ended.
    pub needs_step_up: bool,
    /// The server's time, in one's own zone.
    pub now: Moment,
}

/// What oneself may do, why, and until when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnPermissions {
    /// Oneself.
    pub user: UserId,
    /// Role and permissions on top of it.
    pub held: HeldAccess,
    /// The answer about each action that can be asked about.
    pub answers: Vec<Explanation>,
}

/// A change of appearance or language from the profile menu; nothing means unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreferenceChange {
    /// Light or dark.
    #[serde(default)]
    pub theme: Option<Theme>,
    /// The language.
    #[serde(default)]
    pub language: Option<LanguageChoice>,
}
