//! Pictures to be sent, and what the store holds of them.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use model::ids::PictureId;

use super::TestWorld;

/// A file of one color, as PNG.
pub fn picture(width: u32, height: u32, color: [u8; 3]) -> Vec<u8> {
    written(&DynamicImage::from(RgbImage::from_pixel(width, height, Rgb(color))), ImageFormat::Png)
}

/// Files of so many pixels that hold what photos hold, slow changes and fine noise: of each type, the largest last.
#[expect(clippy::cast_possible_truncation, reason = "the lowest bits are the noise")]
pub fn photos(side: u32) -> Vec<(&'static str, Vec<u8>)> {
    let photo = DynamicImage::from(RgbImage::from_fn(side, side, |x, y| {
        let noise = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) >> 27;
        Rgb([x * 200 / side, y * 200 / side, (x + y) * 100 / side].map(|color| (color + noise) as u8))
    }));
    let formats = [("JPEG", ImageFormat::Jpeg), ("WebP", ImageFormat::WebP), ("PNG", ImageFormat::Png)];
    formats.map(|(name, format)| (name, written(&photo, format))).into()
}

/// Decodes a file and nothing else.
pub fn decode(file: &[u8]) {
    drop(image::load_from_memory(file));
}

#[expect(clippy::expect_used, reason = "memory takes it")]
fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).expect("the format is compiled in");
    file.into_inner()
}

impl TestWorld {
    /// The names of all files of pictures, in order.
    pub async fn picture_files(&self) -> Vec<String> {
        let mut names = self.services().storage().names("pictures").await;
        names.sort();
        names
    }

    /// The names of all files of logos, in order.
    pub async fn logo_files(&self) -> Vec<String> {
        let mut names = self.services().storage().names("logos").await;
        names.sort();
        names
    }

    /// Whether the store holds all files of these pictures, and nothing else.
    pub async fn holds_exactly(&self, pictures: &[PictureId]) -> bool {
        let mut names: Vec<String> = pictures
            .iter()
            .flat_map(|id| ["128", "256", "64"].map(|size| format!("pictures/{id}-{size}.jpg")))
            .collect();
        names.sort();
        self.picture_files().await == names
    }
}
