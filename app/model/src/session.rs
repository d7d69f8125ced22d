//! Who is signed in, as far as the pages need to know.

use serde::{Deserialize, Serialize};

use crate::access::{CompanyPermission, CompanyRole, Verdicts};
use crate::branding::Logos;
use crate::ids::{PictureId, UserId};
use crate::language::Language;
use crate::pictures;
use crate::profile::DefaultPage;
use crate::seats::SeatCount;
use crate::time::Moment;

text_enum! {
    /// Light or dark.
    #[derive(Default)]
    pub enum Theme {
        /// As the system says.
        #[default]
        System = "system",
        /// Always light.
        Light = "light",
        /// Always dark.
        Dark = "dark",
    }
}

text_enum! {
    /// How much room rows and controls take.
    #[derive(Default)]
    pub enum Density {
        /// As much as fits on a screen.
        Compact = "compact",
        /// What suits most.
        #[default]
        Standard = "standard",
        /// More air.
        Roomy = "roomy",
    }
}

/// Who is signed in, and what the frame of every page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// The user.
    pub user: UserId,
    /// First and last name.
    pub name: String,
    /// Address, as entered.
    pub email: String,
    /// Profile picture; none shows the monogram.
    pub avatar: Option<PictureId>,
    /// Role in the workspace.
    pub role: CompanyRole,
    /// Extra permissions on top of the role; how many.
    pub extras: u32,
    /// Chosen language; none means the browser's.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: Theme,
    /// How much room rows and controls take.
    #[serde(default)]
    pub density: Density,
    /// Whether a code of an authenticator confirms what needs confirming, in the place of the password.
    pub two_factor: bool,
    /// From when on the user needs a second factor, in their zone; none while they have one, or nothing is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enroll_by: Option<Moment>,
    /// Whether keys of one letter work.
    pub shortcuts: bool,
    /// Whether dates are written relative to now.
    pub fuzzy_dates: bool,
    /// The page to begin with.
    pub default_page: DefaultPage,
    /// Seats, for those who may see them.
    pub seats: Option<SeatCount>,
    /// Users in the list, for the menu.
    pub users: u64,
    /// What the menu and the palette offer.
    pub actions: Verdicts,
    /// What the gravest forms send along, so that only pages of this session can send them.
    pub form_token: String,
    /// The server's time, in the user's zone.
    pub now: Moment,
}

impl SessionInfo {
    /// Where one's own picture is.
    #[must_use]
    pub fn picture(&self) -> Option<String> {
        self.avatar.map(|avatar| pictures::address(self.user, avatar))
    }
}

/// Whose program asks, as the API says it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Me {
    /// The user.
    pub id: UserId,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Address, as entered.
    pub email: String,
    /// Username.
    pub username: String,
    /// Role in the workspace.
    pub role: CompanyRole,
    /// Permissions on top of the role that have not ended.
    pub permissions: Vec<CompanyPermission>,
    /// Chosen language; none means the browser's.
    pub language: Option<Language>,
    /// The zone in which the user reads times.
    pub timezone: String,
}

/// What every page needs, signed in or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Name of the workspace; empty before the set-up.
    pub workspace: String,
    /// The color of the workspace, `#rrggbb`; none is the product's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accent: Option<String>,
    /// What stands in the place of the name.
    #[serde(default, skip_serializing_if = "Logos::is_empty")]
    pub logos: Logos,
    /// Light or dark, before the sign-in too.
    pub theme: Theme,
    /// The language that the visitor chose; none means the browser's.
    pub language: Option<Language>,
    /// Who is signed in.
    pub session: Option<SessionInfo>,
}
