//! Profile pictures: what is taken, which section of it, and where it is shown.

use serde::{Deserialize, Serialize};

use crate::ids::{PictureId, UserId};

/// Largest file, in bytes: 5 MB.
pub const FILE_MAX: usize = 5 * 1024 * 1024;
/// The same, as people read it.
pub const FILE_MAX_MEGABYTES: u32 = 5;
/// Widest and highest picture, in pixels.
pub const SIDE_MAX: u32 = 4096;
/// The types that are taken, as a file dialog names them.
pub const TYPES: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "image/gif"];
/// Name of the field of a form that holds the file.
pub const FIELD: &str = "picture";

/// A square section of a picture, in the pixels in which it is shown: turned as its file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crop {
    /// Left edge.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width and height.
    pub side: u32,
}

impl Crop {
    /// The largest square in the middle.
    #[must_use]
    pub fn middle(width: u32, height: u32) -> Self {
        let side = width.min(height);
        Self { x: (width - side) / 2, y: (height - side) / 2, side }
    }

    /// The section moved and cut so that it lies inside a picture of this size and is not empty.
    #[must_use]
    pub fn within(self, width: u32, height: u32) -> Self {
        let side = self.side.clamp(1, width.min(height).max(1));
        let at = |from: u32, length: u32| from.min(length.saturating_sub(side));
        Self { x: at(self.x, width), y: at(self.y, height), side }
    }
}

/// In how many pixels a picture is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureSize {
    /// 64: rows, lists, the top bar.
    Small,
    /// 128: panels.
    Middle,
    /// 256: one's own profile.
    Large,
}

impl PictureSize {
    /// All of them, the largest first.
    pub const ALL: [Self; 3] = [Self::Large, Self::Middle, Self::Small];

    /// Width and height.
    #[must_use]
    pub const fn pixels(self) -> u32 {
        match self {
            Self::Small => 64,
            Self::Middle => 128,
            Self::Large => 256,
        }
    }

    /// The size of so many pixels.
    #[must_use]
    pub fn of_pixels(pixels: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|size| size.pixels() == pixels)
    }
}

/// Where the picture of a user is; a size in pixels follows. It never changes: another picture has another address.
#[must_use]
pub fn address(user: UserId, picture: PictureId) -> String {
    format!("/avatars/{user}/{picture}")
}

#[cfg(test)]
mod tests {
    use super::*;

    // S1.2
    #[test]
    fn a_section_always_lies_inside() {
        assert_eq!(Crop::middle(300, 100), Crop { x: 100, y: 0, side: 100 });
        assert_eq!(Crop::middle(1, 4096), Crop { x: 0, y: 2047, side: 1 });
        for (asked, inside) in [
            (Crop { x: 10, y: 20, side: 50 }, Crop { x: 10, y: 20, side: 50 }),
            (Crop { x: 290, y: 90, side: 50 }, Crop { x: 250, y: 50, side: 50 }),
            (Crop { x: 0, y: 0, side: 5000 }, Crop { x: 0, y: 0, side: 100 }),
            (Crop { x: u32::MAX, y: u32::MAX, side: u32::MAX }, Crop { x: 200, y: 0, side: 100 }),
            (Crop { x: 7, y: 7, side: 0 }, Crop { x: 7, y: 7, side: 1 }),
        ] {
            assert_eq!(asked.within(300, 100), inside, "{asked:?}");
        }
    }
}
