//! A picture in its own shape, no larger than a box. What is transparent stays so.

use fast_image_resize::{ResizeOptions, Resizer};
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder};
use model::fields::FieldCode;

use super::{decoder, is_on_its_side};

/// Draws it anew as PNG; nothing is enlarged.
///
/// # Errors
/// Why the file is not taken.
pub(super) fn draw(file: &[u8], within: (u32, u32)) -> Result<Vec<u8>, FieldCode> {
    let mut decoder = decoder(file)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = decoder.dimensions();
    // It is turned when it is small, so the box is turned for it.
    let within = if is_on_its_side(orientation) { (within.1, within.0) } else { within };
    let (to_width, to_height) = scaled(width, height, within);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| FieldCode::BrokenPicture)?;
    if (to_width, to_height) != (width, height) {
        let mut small = DynamicImage::new(to_width, to_height, picture.color());
        Resizer::new().resize(&picture, &mut small, &ResizeOptions::new()).map_err(|error| {
            tracing::error!(%error, "a decoded picture could not be resized");
            FieldCode::BrokenPicture
        })?;
        picture = small;
    }
    picture.apply_orientation(orientation);
    let pixels = picture.into_rgba8();
    let (width, height) = pixels.dimensions();
    let mut drawn = Vec::new();
    PngEncoder::new(&mut drawn).write_image(pixels.as_raw(), width, height, ExtendedColorType::Rgba8).map_err(
        |error| {
            tracing::error!(%error, "a picture could not be encoded");
            FieldCode::BrokenPicture
        },
    )?;
    Ok(drawn)
}

/// The largest size of this shape that fits; never larger than it is, and never nothing.
fn scaled(width: u32, height: u32, (most_wide, most_high): (u32, u32)) -> (u32, u32) {
    if width <= most_wide && height <= most_high {
        return (width, height);
    }
    let part = |of: u32, by: u32, over: u32| {
        let part = (u64::from(of) * u64::from(by) + u64::from(over) / 2) / u64::from(over.max(1));
        u32::try_from(part).unwrap_or(of).max(1)
    };
    if u64::from(width) * u64::from(most_high) > u64::from(height) * u64::from(most_wide) {
        (most_wide, part(height, most_wide, width))
    } else {
        (part(width, most_high, height), most_high)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ImageFormat, Rgba, RgbaImage};

    use super::*;

    const BOX: (u32, u32) = (512, 128);

    fn png(width: u32, height: u32, color: [u8; 4]) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        RgbaImage::from_pixel(width, height, Rgba(color)).write_to(&mut file, ImageFormat::Png).unwrap();
        file.into_inner()
    }

    #[test]
    fn shape_is_kept_and_nothing_is_enlarged() {
        for (from, to) in [
            ((512, 128), (512, 128)),
            ((20, 10), (20, 10)),
            ((1024, 128), (512, 64)),
            ((1000, 1000), (128, 128)),
            ((300, 129), (298, 128)),
            ((4096, 1), (512, 1)),
            ((1, 4096), (1, 128)),
        ] {
            assert_eq!(scaled(from.0, from.1, BOX), to, "{from:?}");
            let drawn = image::load_from_memory(&draw(&png(from.0, from.1, [9, 9, 9, 255]), BOX).unwrap()).unwrap();
            assert_eq!((drawn.width(), drawn.height()), to);
        }
    }

    #[test]
    fn what_is_transparent_stays_so() {
        for (width, height) in [(40, 20), (2000, 300)] {
            let drawn = image::load_from_memory(&draw(&png(width, height, [200, 30, 30, 0]), BOX).unwrap()).unwrap();
            assert!(drawn.to_rgba8().pixels().all(|pixel| pixel.0[3] == 0));
        }
        let half =
            image::load_from_memory(&draw(&png(2000, 300, [200, 30, 30, 128]), BOX).unwrap()).unwrap().to_rgba8();
        let pixel = half.get_pixel(200, 40).0;
        assert!(pixel[3].abs_diff(128) <= 1 && pixel[0].abs_diff(200) <= 2, "{pixel:?}");
    }

    // UP-06: only what is seen comes through.
    #[test]
    fn what_is_not_seen_is_left_out() {
        let mut file = png(30, 20, [1, 2, 3, 255]);
        file.extend(b"a note after the end");
        let drawn = draw(&file, BOX).unwrap();
        assert!(!drawn.windows(4).any(|bytes| bytes == b"note"));
    }

    // UP-07, ASVS 1.3.4
    #[test]
    fn drawings_of_lines_and_broken_files_are_refused() {
        let whole = png(300, 300, [1, 2, 3, 255]);
        for (file, code) in [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), FieldCode::NotAPicture),
            (Vec::new(), FieldCode::Required),
            (whole[..whole.len() - 40].to_vec(), FieldCode::BrokenPicture),
        ] {
            assert_eq!(draw(&file, BOX), Err(code));
        }
    }
}
