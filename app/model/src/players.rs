//! Players: which of them open media here, with which link, and which one somebody prefers.
//!
//! Invariant: whoever prefers a player that is not available, or none, gets the workspace's, and that one is available.

use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::fields::{FieldCode, FieldErrors};
use crate::person;
use crate::settings::Fields;

/// Longest link pattern, in characters.
pub const LINK_MAX: usize = 300;
/// Longest note to users, in code points.
pub const NOTE_MAX: usize = 200;
/// What stands in a link pattern for the address of the media.
pub const MEDIA: &str = "{url}";
/// Where the clip is that a player is tried with: three seconds that are the product's own.
pub const SAMPLE: &str = "/samples/clip.webm";

text_enum! {
    /// What can open media.
    pub enum Player {
        /// The player of Rollcall's own pages.
        BuiltIn = "built_in",
        /// A larger view above the page.
        QuickLook = "quick_look",
        /// What the browser makes of the file in a tab of its own.
        Browser = "browser",
        /// RV, by its link.
        Rv = "rv",
        /// cineSync, by its link.
        CineSync = "cinesync",
        /// VLC or mpv, by a link.
        Vlc = "vlc",
        /// The file itself.
        Download = "download",
    }
}

impl Player {
    /// The schemes of the links that open it; none for what opens without a link.
    #[must_use]
    pub const fn schemes(self) -> &'static [&'static str] {
        match self {
            Self::Rv => &["rvlink"],
            Self::CineSync => &["cinesync"],
            Self::Vlc => &["vlc", "mpv"],
            Self::BuiltIn | Self::QuickLook | Self::Browser | Self::Download => &[],
        }
    }

    /// Whether it is a program beside the browser, which a link opens.
    #[must_use]
    pub const fn opens_by_link(self) -> bool {
        !self.schemes().is_empty()
    }
}

/// A link pattern, as it can be stored: a scheme of this player, visible ASCII, and one place for the media.
///
/// # Errors
/// What is wrong with it.
pub fn link_pattern(player: Player, text: &str) -> Result<String, FieldCode> {
    let link = text.trim();
    if link.len() > LINK_MAX {
        return Err(FieldCode::TooLong { max: u32::try_from(LINK_MAX).unwrap_or(u32::MAX) });
    }
    let is_listed = link.split_once(':').is_some_and(|(scheme, _)| player.schemes().contains(&scheme));
    if !is_listed {
        return Err(FieldCode::SchemeNotListed);
    }
    // What could end an attribute, or would be read differently by two programs.
    let odd = |c: char| !c.is_ascii_graphic() || matches!(c, '"' | '\'' | '<' | '>' | '\\' | '`' | '|' | '^');
    if link.chars().any(odd) {
        return Err(FieldCode::InvalidCharacters);
    }
    if link.matches(MEDIA).count() != 1 || link.replacen(MEDIA, "", 1).contains(['{', '}']) {
        return Err(FieldCode::MediaPlaceMissing);
    }
    Ok(link.to_owned())
}

/// A link pattern with the address of the media in its place, as the pattern says it: an address of ours has nothing in it
/// that would end a link.
#[must_use]
pub fn filled(link: &str, media: &str) -> String {
    link.replacen(MEDIA, media, 1)
}

/// How the workspace has set one player.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlayerSetting {
    /// Which.
    pub player: Player,
    /// Whether it can be chosen.
    pub available: bool,
    /// The pattern of its link; empty where it has none.
    pub link: String,
    /// What users should know about it; may be empty.
    pub note: String,
}

impl PlayerSetting {
    /// As it is before anybody has set it: what needs no program and no link works.
    #[must_use]
    pub const fn initial(player: Player) -> Self {
        Self { player, available: !player.opens_by_link(), link: String::new(), note: String::new() }
    }
}

/// What of the players' settings can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayersField {
    /// Whether one can be chosen.
    Available(Player),
    /// The link of one.
    Link(Player),
    /// The note about one.
    Note(Player),
    /// Who has chosen none gets this one.
    Default,
}

/// The settings of all players.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlayersFields {
    /// One for each player, in the order of [`Player::ALL`].
    pub players: Vec<PlayerSetting>,
    /// For everyone who has chosen none, or one that is not available.
    pub default: Player,
}

impl PlayersFields {
    /// Everything that can differ, in the order in which it stands on the page.
    pub fn all() -> impl Iterator<Item = PlayersField> {
        let of = |player: Player| {
            let link = player.opens_by_link().then_some(PlayersField::Link(player));
            [Some(PlayersField::Available(player)), link, Some(PlayersField::Note(player))].into_iter().flatten()
        };
        std::iter::once(PlayersField::Default).chain(Player::ALL.iter().copied().flat_map(of))
    }

    /// The setting of one.
    #[must_use]
    pub fn of(&self, player: Player) -> PlayerSetting {
        let found = self.players.iter().find(|setting| setting.player == player);
        found.cloned().unwrap_or_else(|| PlayerSetting::initial(player))
    }

    /// Whether one can be chosen.
    #[must_use]
    pub fn is_available(&self, player: Player) -> bool {
        self.of(player).available
    }

    /// The player that somebody gets who has chosen this one, or none.
    #[must_use]
    pub fn in_use(&self, chosen: Option<Player>) -> Player {
        chosen.filter(|player| self.is_available(*player)).unwrap_or(self.default)
    }
}

impl Fields for PlayersFields {
    type Field = PlayersField;

    fn agrees(&self, other: &Self, field: PlayersField) -> bool {
        match field {
            PlayersField::Available(player) => self.of(player).available == other.of(player).available,
            PlayersField::Link(player) => self.of(player).link == other.of(player).link,
            PlayersField::Note(player) => self.of(player).note == other.of(player).note,
            PlayersField::Default => self.default == other.default,
        }
    }

    fn differences(&self, other: &Self) -> Vec<PlayersField> {
        Self::all().filter(|field| !self.agrees(other, *field)).collect()
    }

    fn take(&mut self, from: &Self, fields: &[PlayersField]) {
        for field in fields {
            let (PlayersField::Available(player) | PlayersField::Link(player) | PlayersField::Note(player)) = *field
            else {
                self.default = from.default;
                continue;
            };
            let theirs = from.of(player);
            let Some(own) = self.players.iter_mut().find(|setting| setting.player == player) else { continue };
            match field {
                PlayersField::Available(_) => own.available = theirs.available,
                PlayersField::Link(_) => own.link = theirs.link,
                PlayersField::Note(_) | PlayersField::Default => own.note = theirs.note,
            }
        }
    }
}

/// What the Players tab of the settings shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayersPage {
    /// What can be changed.
    pub fields: PlayersFields,
    /// How many people have chosen each; none stands for those who follow the workspace.
    pub chosen: Vec<(Option<Player>, u64)>,
    /// The version of the settings; a change names it.
    pub version: i64,
}

/// A change of the players' settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlayersChange {
    /// The version that was looked at.
    pub version: i64,
    /// Everything as it is to be.
    pub fields: PlayersFields,
}

impl PlayersChange {
    /// Checks every field. The name of each in an error is its kind and the player, `link_rv`.
    ///
    /// # Errors
    /// All fields that need mending.
    pub fn validate(&self) -> Result<PlayersFields, AppError> {
        let mut errors = FieldErrors::default();
        let given = self.fields.players.iter().map(|setting| setting.player);
        if !given.eq(Player::ALL.iter().copied()) {
            return Err(AppError::Invalid { fields: errors });
        }
        let players: Vec<_> = self.fields.players.iter().map(|setting| checked(setting, &mut errors)).collect();
        let fields = PlayersFields { players, default: self.fields.default };
        if !fields.is_available(fields.default) {
            errors.push("default_player", FieldCode::SwitchedOff);
        }
        if errors.is_empty() { Ok(fields) } else { Err(AppError::Invalid { fields: errors }) }
    }
}

fn checked(setting: &PlayerSetting, errors: &mut FieldErrors) -> PlayerSetting {
    let PlayerSetting { player, available, .. } = *setting;
    let link = match setting.link.trim() {
        "" if available && player.opens_by_link() => Err(FieldCode::Required),
        "" => Ok(String::new()),
        link => link_pattern(player, link),
    };
    let note = match setting.note.trim() {
        "" => Ok(String::new()),
        note => person::one_line(note, NOTE_MAX),
    };
    PlayerSetting {
        player,
        available,
        link: errors.take(&format!("link_{player}"), link).unwrap_or_default(),
        note: errors.take(&format!("note_{player}"), note).unwrap_or_default(),
    }
}

/// One's own player.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPlayer {
    /// The player that was chosen; none follows the workspace.
    pub chosen: Option<Player>,
    /// Those of the workspace.
    pub workspace: PlayersFields,
    /// The links that open the sample clip, of the players that are available and open by one.
    pub tries: Vec<(Player, String)>,
    /// Some of those who can make another one available, as far as one may see them.
    pub helpers: Vec<String>,
    /// The version of one's own row; a change names it.
    pub version: i64,
}

/// One choice is one field.
impl Fields for Option<Player> {
    type Field = ();

    fn agrees(&self, other: &Self, (): ()) -> bool {
        self == other
    }

    fn differences(&self, other: &Self) -> Vec<()> {
        if self == other { Vec::new() } else { vec![()] }
    }

    fn take(&mut self, from: &Self, fields: &[()]) {
        if !fields.is_empty() {
            *self = *from;
        }
    }
}

/// A change of one's own player.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlayerChoice {
    /// The version that was looked at.
    pub version: i64,
    /// The player; none follows the workspace.
    pub player: Option<Player>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn initial() -> PlayersFields {
        PlayersFields {
            players: Player::ALL.iter().copied().map(PlayerSetting::initial).collect(),
            default: Player::BuiltIn,
        }
    }

    fn set(player: Player, change: impl FnOnce(&mut PlayerSetting)) -> PlayersFields {
        let mut fields = initial();
        change(fields.players.iter_mut().find(|setting| setting.player == player).unwrap());
        fields
    }

    fn errors(fields: PlayersFields) -> FieldErrors {
        match (PlayersChange { version: 1, fields }).validate() {
            Err(AppError::Invalid { fields }) => fields,
            other => panic!("{other:?}"),
        }
    }

    // S1.49 S1.50
    #[test]
    fn what_is_not_available_gives_way_to_the_default() {
        let fields = PlayersFields { default: Player::Download, ..initial() };
        assert_eq!(fields.in_use(None), Player::Download);
        assert_eq!(fields.in_use(Some(Player::QuickLook)), Player::QuickLook);
        assert_eq!(fields.in_use(Some(Player::Rv)), Player::Download);
    }

    // S1.49
    #[test]
    fn default_that_is_switched_off_is_refused() {
        let off = set(Player::BuiltIn, |setting| setting.available = false);
        assert_eq!(errors(off.clone()).of("default_player"), Some(FieldCode::SwitchedOff));
        let moved = PlayersFields { default: Player::Browser, ..off };
        assert_eq!((PlayersChange { version: 1, fields: moved.clone() }).validate(), Ok(moved));
    }

    // S1.50
    #[test]
    fn links_begin_with_a_listed_scheme_and_have_one_place_for_the_media() {
        for (player, link) in [
            (Player::Rv, "rvlink://{url}"),
            (Player::CineSync, " cinesync://session/new?url={url} "),
            (Player::Vlc, "vlc://{url}"),
            (Player::Vlc, "mpv://play/{url}?start=0"),
        ] {
            assert_eq!(link_pattern(player, link), Ok(link.trim().to_owned()));
        }
        for (link, code) in [
            ("javascript:alert('{url}')", FieldCode::SchemeNotListed),
            ("JavaScript:{url}", FieldCode::SchemeNotListed),
            ("data:text/html,{url}", FieldCode::SchemeNotListed),
            ("https://evil.example/{url}", FieldCode::SchemeNotListed),
            ("file:///{url}", FieldCode::SchemeNotListed),
            ("vlc://{url}", FieldCode::SchemeNotListed),
            ("RVLINK://{url}", FieldCode::SchemeNotListed),
            ("{url}", FieldCode::SchemeNotListed),
            ("rvlink", FieldCode::SchemeNotListed),
            ("rvlink://", FieldCode::MediaPlaceMissing),
            ("rvlink://{url}{url}", FieldCode::MediaPlaceMissing),
            ("rvlink://{url}/{name}", FieldCode::MediaPlaceMissing),
            ("rvlink://{url}\" onclick=\"x", FieldCode::InvalidCharacters),
            ("rvlink://<{url}>", FieldCode::InvalidCharacters),
            ("rvlink://ü{url}", FieldCode::InvalidCharacters),
        ] {
            assert_eq!(link_pattern(Player::Rv, link), Err(code), "{link}");
        }
        let long = format!("rvlink://{}{{url}}", "x".repeat(LINK_MAX));
        assert_eq!(link_pattern(Player::Rv, &long), Err(FieldCode::TooLong { max: 300 }));
        assert_eq!(link_pattern(Player::Browser, "https://{url}"), Err(FieldCode::SchemeNotListed));
    }

    #[test]
    fn sample_stands_where_the_media_goes() {
        let media = format!("https://roll.example{SAMPLE}");
        assert_eq!(
            filled("mpv://play/{url}?start=0", &media),
            "mpv://play/https://roll.example/samples/clip.webm?start=0"
        );
        assert_eq!(filled("rvlink://{url}", &media), "rvlink://https://roll.example/samples/clip.webm");
    }

    #[test]
    fn what_opens_by_a_link_is_available_with_one_only() {
        let without = set(Player::Rv, |setting| setting.available = true);
        assert_eq!(errors(without).of("link_rv"), Some(FieldCode::Required));
        let odd = set(Player::BuiltIn, |setting| setting.link = "rvlink://{url}".to_owned());
        assert_eq!(errors(odd).of("link_built_in"), Some(FieldCode::SchemeNotListed));
        let note = set(Player::Vlc, |setting| setting.note = "a\u{202e}b".to_owned());
        assert_eq!(errors(note).of("note_vlc"), Some(FieldCode::InvalidCharacters));
        let mut fewer = initial();
        fewer.players.pop();
        assert!(errors(fewer).is_empty());
    }

    #[test]
    fn every_field_is_compared_and_taken_by_itself() {
        let mut other = PlayersFields { default: Player::Vlc, ..initial() };
        for setting in &mut other.players {
            setting.available = !setting.available;
            setting.link = if setting.player.opens_by_link() { "x".to_owned() } else { String::new() };
            setting.note = "y".to_owned();
        }
        assert_eq!(initial().differences(&initial()), []);
        assert_eq!(initial().differences(&other), PlayersFields::all().collect::<Vec<_>>());
        for field in PlayersFields::all() {
            let mut mixed = initial();
            mixed.take(&other, &[field]);
            assert_eq!(mixed.differences(&initial()), [field]);
            assert!(mixed.agrees(&other, field));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_a_link_of_another_scheme(text in "\\PC{0,40}") {
            for player in Player::ALL {
                if let Ok(link) = link_pattern(*player, &text) {
                    let scheme = link.split(':').next().unwrap_or_default();
                    prop_assert!(player.schemes().contains(&scheme));
                }
            }
        }
    }
}
