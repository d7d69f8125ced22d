//! The logo of the workspace: one for the light appearance, and one for the dark where the first would not be seen.

use serde::{Deserialize, Serialize};

use crate::ids::LogoId;
use crate::session::Theme;

/// Widest logo that is kept, in pixels.
pub const WIDTH_MAX: u32 = 512;
/// Highest logo that is kept, in pixels.
pub const HEIGHT_MAX: u32 = 128;

text_enum! {
    /// Where a logo is shown. Its word is the field of the form that holds the file.
    pub enum LogoKind {
        /// On light ground.
        Light = "logo",
        /// On dark ground.
        Dark = "logo_dark",
    }
}

/// The logos that there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logos {
    /// For light ground; without it the name stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub light: Option<LogoId>,
    /// For dark ground; without it the light one is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dark: Option<LogoId>,
}

impl Logos {
    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.light.is_none() && self.dark.is_none()
    }

    /// One of them.
    #[must_use]
    pub const fn of(&self, kind: LogoKind) -> Option<LogoId> {
        match kind {
            LogoKind::Light => self.light,
            LogoKind::Dark => self.dark,
        }
    }

    /// The address of what is shown, and of what is shown in its place where the system is dark.
    #[must_use]
    pub fn shown(&self, theme: Theme) -> Option<(String, Option<String>)> {
        let dark = self.dark.or(self.light);
        match theme {
            Theme::Dark => Some((address(dark?), None)),
            Theme::Light => Some((address(self.light?), None)),
            Theme::System => Some((address(self.light?), self.dark.map(address))),
        }
    }
}

/// Where a logo is. It never changes: another logo has another address.
#[must_use]
pub fn address(logo: LogoId) -> String {
    format!("/logos/{logo}")
}

/// That a logo is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogoRemoval {
    /// The version of the settings that was looked at.
    pub version: i64,
    /// Which.
    pub kind: LogoKind,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn each_ground_has_its_logo_and_the_light_one_serves_both() {
        let (one, other) = (LogoId(Uuid::from_u128(1)), LogoId(Uuid::from_u128(2)));
        let (light, dark) = (address(one), address(other));
        let shown = |logos: Logos| [Theme::Light, Theme::Dark, Theme::System].map(|theme| logos.shown(theme));
        let both = Logos { light: Some(one), dark: Some(other) };
        let expected = [(&light, None), (&dark, None), (&light, Some(dark.clone()))];
        assert_eq!(shown(both), expected.map(|(src, dark)| Some((src.clone(), dark))));
        assert_eq!(shown(Logos { dark: None, ..both }), [(); 3].map(|()| Some((light.clone(), None))));
        // What is made for dark ground would not be seen on light.
        assert_eq!(shown(Logos { light: None, ..both }), [None, Some((dark, None)), None]);
        assert_eq!(shown(Logos::default()), [None, None, None]);
    }
}
