//! Branding: what the workspace is called, its color, and who its mails are from.
//!
//! One color serves both appearances: it fills boxes, switches and the ring of the focus, so it stands out 3:1 from every
//! surface of both (WCAG 2.2, 1.4.11). What is written in it is a tone of it that reaches 4.5:1 by its making (1.4.3).

mod logo;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{AppError, UnknownWord};
use crate::fields::{FieldCode, FieldErrors};
use crate::person::{self, NAME_MAX};
use crate::settings::Fields;

pub use logo::{HEIGHT_MAX, LogoKind, LogoRemoval, Logos, WIDTH_MAX, address};

/// What has to stand out does so by this, in hundredths.
pub const CONTRAST_MIN: u32 = 300;
/// What has to be read, likewise; a little more than 4.5, because tones are rounded.
const TEXT_MIN: u32 = 460;

/// The surfaces on which the color stands, light and dark: `--canvas`, `--sheet` and `--raised` of `tokens.css`.
const LIGHT: [Color; 3] = [Color(0xee, 0xee, 0xee), Color(0xfd, 0xfd, 0xfd), Color(0xff, 0xff, 0xff)];
const DARK: [Color; 3] = [Color(0x10, 0x10, 0x10), Color(0x1b, 0x1b, 0x1b), Color(0x24, 0x24, 0x24)];
const BLACK: Color = Color(0, 0, 0);
const WHITE: Color = Color(0xff, 0xff, 0xff);

/// A color: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Relative luminance, from 0 to 1 (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// The contrast of two colors in hundredths, rounded down: from 100 to 2100.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 100 to 2100")]
    pub fn contrast(self, other: Self) -> u32 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        (100.0 * one.max(other) / one.min(other)) as u32
    }

    /// So many hundredths of the other color in this one.
    fn with(self, other: Self, hundredths: u32) -> Self {
        let part = |own: u8, other: u8| {
            let mixed = u32::from(own) * (100 - hundredths) + u32::from(other) * hundredths;
            u8::try_from((mixed + 50) / 100).unwrap_or(u8::MAX)
        };
        Self(part(self.0, other.0), part(self.1, other.1), part(self.2, other.2))
    }

    fn least(self, surfaces: &[Self]) -> u32 {
        surfaces.iter().map(|surface| self.contrast(*surface)).min().unwrap_or_default()
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl FromStr for Color {
    type Err = UnknownWord;

    /// `#` and six digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits =
            text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let part = |at: usize| {
            let digits = digits.and_then(|digits| digits.get(at..at + 2)).ok_or(UnknownWord)?;
            u8::from_str_radix(digits, 16).map_err(|_| UnknownWord)
        };
        Ok(Self(part(0)?, part(2)?, part(4)?))
    }
}

/// How a color stands out, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// From the surface of the light appearance that is nearest to it.
    pub light: u32,
    /// Likewise of the dark one.
    pub dark: u32,
}

impl Standing {
    /// How this color stands out.
    #[must_use]
    pub fn of(color: Color) -> Self {
        Self { light: color.least(&LIGHT), dark: color.least(&DARK) }
    }
}

/// A color that stands out in both appearances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent(Color);

impl Accent {
    /// Takes a color that stands out.
    ///
    /// # Errors
    /// In which appearance it does not, and by how much.
    pub fn new(color: Color) -> Result<Self, FieldCode> {
        let standing = Standing::of(color);
        if standing.light < CONTRAST_MIN {
            Err(FieldCode::TooLightForLight { hundredths: standing.light })
        } else if standing.dark < CONTRAST_MIN {
            Err(FieldCode::TooDarkForDark { hundredths: standing.dark })
        } else {
            Ok(Self(color))
        }
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, FieldCode> {
        text.trim().to_ascii_lowercase().parse().map_err(|_| FieldCode::NotAColor).and_then(Self::new)
    }

    /// Its six digits, as they stand in an address.
    #[must_use]
    pub fn digits(self) -> String {
        self.0.to_string().trim_start_matches('#').to_owned()
    }

    /// The colors of both appearances.
    #[must_use]
    pub fn tones(self) -> [Tones; 2] {
        // The deepest color that something in this tone may stand on is the tint itself.
        let light_tint = LIGHT[1].with(self.0, 8);
        let dark_tint = DARK[1].with(self.0, 14);
        let on = |ground: Color| if ground.contrast(WHITE) >= ground.contrast(BLACK) { WHITE } else { BLACK };
        let tones = |tint: Color, line: Color, surfaces: &[Color; 3], toward: Color| Tones {
            fill: self.0,
            on_fill: on(self.0),
            text: readable(self.0, toward, &[surfaces[0], surfaces[1], surfaces[2], tint]),
            tint,
            line,
        };
        [
            tones(light_tint, LIGHT[1].with(self.0, 40), &LIGHT, BLACK),
            tones(dark_tint, DARK[1].with(self.0, 45), &DARK, WHITE),
        ]
    }
}

impl fmt::Display for Accent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The color with as little of the other in it as it needs to be read on all of these.
fn readable(color: Color, toward: Color, surfaces: &[Color]) -> Color {
    (0..=100).map(|part| color.with(toward, part)).find(|tone| tone.least(surfaces) >= TEXT_MIN).unwrap_or(toward)
}

/// The colors that are made of an accent for one appearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tones {
    /// Filled boxes and the ring of the focus.
    pub fill: Color,
    /// What stands on them.
    pub on_fill: Color,
    /// Links, and whatever else is written in it.
    pub text: Color,
    /// The ground of what is selected.
    pub tint: Color,
    /// The line around it.
    pub line: Color,
}

text_enum! {
    /// What of the branding can differ, in the order in which it stands.
    pub enum BrandingField {
        /// The name of the workspace.
        Name = "name",
        /// The color.
        Accent = "accent",
        /// Who mails are from.
        Sender = "sender_name",
    }
}

/// The branding, as its form holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrandingFields {
    /// The name of the workspace.
    pub name: String,
    /// The color, `#rrggbb`; empty is the product's own.
    pub accent: String,
    /// The name that mails are from; empty is what the mail server's sender says.
    pub sender_name: String,
}

impl BrandingFields {
    /// What a field holds.
    #[must_use]
    pub const fn value(&self, field: BrandingField) -> &String {
        match field {
            BrandingField::Name => &self.name,
            BrandingField::Accent => &self.accent,
            BrandingField::Sender => &self.sender_name,
        }
    }
}

impl Fields for BrandingFields {
    type Field = BrandingField;

    fn agrees(&self, other: &Self, field: BrandingField) -> bool {
        self.value(field) == other.value(field)
    }

    fn differences(&self, other: &Self) -> Vec<BrandingField> {
        BrandingField::ALL.iter().copied().filter(|field| !self.agrees(other, *field)).collect()
    }

    fn take(&mut self, from: &Self, fields: &[BrandingField]) {
        for field in fields {
            let own = match field {
                BrandingField::Name => &mut self.name,
                BrandingField::Accent => &mut self.accent,
                BrandingField::Sender => &mut self.sender_name,
            };
            own.clone_from(from.value(*field));
        }
    }
}

/// What the Branding tab of the settings shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandingPage {
    /// What can be changed.
    pub fields: BrandingFields,
    /// The logos, which have forms of their own.
    pub logos: Logos,
    /// The version of the settings; a change names it.
    pub version: i64,
}

/// A change of the branding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrandingChange {
    /// The version that was looked at.
    pub version: i64,
    /// Everything as it is to be.
    pub fields: BrandingFields,
}

impl BrandingChange {
    /// Checks every field.
    ///
    /// # Errors
    /// All fields that need mending.
    pub fn validate(&self) -> Result<BrandingFields, AppError> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", person::one_line(&self.fields.name, NAME_MAX));
        let accent = match self.fields.accent.trim() {
            "" => Ok(String::new()),
            text => Accent::parse(text).map(|accent| accent.to_string()),
        };
        let accent = errors.take("accent", accent);
        let sender = match self.fields.sender_name.trim() {
            "" => Ok(String::new()),
            text => sender_name(text),
        };
        match (name, accent, errors.take("sender_name", sender)) {
            (Some(name), Some(accent), Some(sender_name)) => Ok(BrandingFields { name, accent, sender_name }),
            _ => Err(AppError::Invalid { fields: errors }),
        }
    }
}

/// A name for the sender of mails. It must not pass for an address: readers see it in the place of one.
fn sender_name(text: &str) -> Result<String, FieldCode> {
    let name = person::one_line(text, NAME_MAX)?;
    if name.contains(['@', '<', '>', '"', '\\']) { Err(FieldCode::InvalidCharacters) } else { Ok(name) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The quiet text of `tokens.css` that stands on tints, light and dark.
    const QUIET: [Color; 2] = [Color(0x63, 0x63, 0x63), Color(0x9e, 0x9e, 0x9e)];

    fn change(name: &str, accent: &str, sender: &str) -> BrandingChange {
        let fields =
            BrandingFields { name: name.to_owned(), accent: accent.to_owned(), sender_name: sender.to_owned() };
        BrandingChange { version: 1, fields }
    }

    fn errors(change: &BrandingChange) -> FieldErrors {
        match change.validate() {
            Err(AppError::Invalid { fields }) => fields,
            other => panic!("{other:?}"),
        }
    }

    // WCAG 2.2: the figures of `design.md` §5, which are rounded to the nearest and come from finer colors.
    #[test]
    fn contrast_is_what_the_tables_say() {
        assert_eq!((BLACK.contrast(WHITE), WHITE.contrast(BLACK), BLACK.contrast(BLACK)), (2100, 2100, 100));
        let off = |one: Color, other: Color, table: u32| one.contrast(other).abs_diff(table);
        assert!(off(Color(0x63, 0x63, 0x63), Color(0xee, 0xee, 0xee), 518) <= 2);
        assert!(off(Color(0x0e, 0x61, 0x70), Color(0xfd, 0xfd, 0xfd), 697) <= 2);
        assert!(off(Color(0x51, 0xbc, 0xcc), Color(0x24, 0x24, 0x24), 696) <= 2);
    }

    #[test]
    fn colors_are_read_and_written() {
        assert_eq!("#0e6170".parse(), Ok(Color(0x0e, 0x61, 0x70)));
        assert_eq!(Color(0x0e, 0x61, 0x70).to_string(), "#0e6170");
        for odd in
            ["", "#", "0e6170", "#0e617", "#0e61700", "#0e617g", "#éab12", "red", "#+e6170", "url(x)", "#fff;}*{"]
        {
            assert!(odd.parse::<Color>().is_err(), "{odd}");
            if !odd.is_empty() {
                assert_eq!(errors(&change("K", odd, "")).of("accent"), Some(FieldCode::NotAColor), "{odd}");
            }
        }
    }

    #[test]
    fn color_that_does_not_stand_out_is_refused_with_where_and_by_how_much() {
        assert!(matches!(Accent::parse("#ffcc00"), Err(FieldCode::TooLightForLight { hundredths: 100..300 })));
        assert!(matches!(Accent::parse("#0e2a70"), Err(FieldCode::TooDarkForDark { hundredths: 100..300 })));
        assert!(matches!(Accent::parse("#000"), Err(FieldCode::NotAColor)));
        for fits in ["#2f7d8c", "#D0402B", "#8a63d2", "#808080", "#2e8b57"] {
            assert!(
                Accent::parse(fits).is_ok(),
                "{fits}: {:?}",
                Standing::of(fits.to_ascii_lowercase().parse().unwrap())
            );
        }
    }

    #[test]
    fn fields_are_checked_all_at_once() {
        let good = change(" Kestrel Yard ", " #2F7D8C ", "").validate().unwrap();
        assert_eq!((good.name.as_str(), good.accent.as_str()), ("Kestrel Yard", "#2f7d8c"));
        let bad = errors(&change(" ", "teal", "a\u{202e}b"));
        assert_eq!(bad.of("name"), Some(FieldCode::Required));
        assert_eq!(bad.of("accent"), Some(FieldCode::NotAColor));
        assert_eq!(bad.of("sender_name"), Some(FieldCode::InvalidCharacters));
        for passes_for_an_address in ["security@bank.example", "Bank <a", "a\r\nBcc: b"] {
            assert!(errors(&change("K", "", passes_for_an_address)).of("sender_name").is_some());
        }
    }

    #[test]
    fn every_field_is_compared_and_taken_by_itself() {
        let (one, other) = (change("A", "", "").fields, change("B", "#2f7d8c", "C").fields);
        assert_eq!(one.differences(&other), BrandingField::ALL);
        for field in BrandingField::ALL {
            let mut mixed = one.clone();
            mixed.take(&other, &[*field]);
            assert_eq!(mixed.differences(&one), [*field]);
        }
    }

    proptest! {
        #[test]
        fn every_tone_of_every_accent_can_be_seen_and_read(red: u8, green: u8, blue: u8) {
            let Ok(accent) = Accent::new(Color(red, green, blue)) else { return Ok(()) };
            for ((tones, surfaces), quiet) in accent.tones().into_iter().zip([LIGHT, DARK]).zip(QUIET) {
                prop_assert!(tones.fill.least(&surfaces) >= 300);
                prop_assert!(tones.on_fill.contrast(tones.fill) >= 450);
                prop_assert!(tones.text.least(&surfaces) >= 450 && tones.text.contrast(tones.tint) >= 450);
                prop_assert!(quiet.contrast(tones.tint) >= 450, "{accent} {}", quiet.contrast(tones.tint));
            }
        }
    }
}
