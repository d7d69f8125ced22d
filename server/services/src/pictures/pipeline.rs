//! From a file of somebody's to three small pictures of our own.
//!
//! The type is what the first bytes say, whatever the file is called. Size and pixels are judged before anything is
//! decoded; only four decoders are compiled in. What comes out is drawn anew, so nothing of the file is in it but what
//! is seen: no place, no camera, no thumbnail, no profile of colors.

mod fit;

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use fast_image_resize::{ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat, ImageReader, Limits};
use model::error::AppError;
use model::fields::FieldCode;
use model::pictures::{Crop, FIELD, FILE_MAX, FILE_MAX_MEGABYTES, PictureSize, SIDE_MAX};
use tokio::sync::Semaphore;
use tokio::task::JoinError;

/// Bytes of a decoded picture: the largest one with four bytes for each pixel. Decoders get as much to work with.
const MEMORY: u64 = 64 * 1024 * 1024;
/// Of 100; what is shown at half its size loses nothing that is seen.
const QUALITY: u8 = 88;

/// How long a file waits for its turn before the answer is "busy".
const WAIT: Duration = Duration::from_secs(10);
const RETRY_AFTER_SECS: u32 = 10;

/// Judges a file without decoding it.
///
/// # Errors
/// Why it is not taken.
pub(super) fn look(file: &[u8]) -> Result<(), FieldCode> {
    decoder(file).map(drop)
}

/// Shrinks a file when its turn has come.
///
/// # Errors
/// `Invalid` when it is not taken, `Unavailable` when its turn does not come.
pub(super) async fn run(
    permits: &Arc<Semaphore>,
    file: Vec<u8>,
    crop: Option<Crop>,
) -> Result<Vec<(PictureSize, Vec<u8>)>, AppError> {
    let shrunk = in_turn(permits, move || shrink(&file, crop)).await?;
    finished(shrunk).map_err(|code| AppError::field(FIELD, code))
}

/// Draws a file no larger than this box when its turn has come.
///
/// # Errors
/// `Unavailable` when its turn does not come.
pub(super) async fn fit(
    permits: &Arc<Semaphore>,
    file: Vec<u8>,
    within: (u32, u32),
) -> Result<Result<Vec<u8>, FieldCode>, AppError> {
    Ok(finished(in_turn(permits, move || fit::draw(&file, within)).await?))
}

fn finished<T>(work: Result<Result<T, FieldCode>, JoinError>) -> Result<T, FieldCode> {
    work.unwrap_or_else(|error| {
        tracing::error!(%error, "a decoder of pictures did not finish");
        Err(FieldCode::BrokenPicture)
    })
}

/// Works off the runtime's threads. The permit moves into the work itself: a caller who goes away does not make room for
/// another file while the work goes on.
async fn in_turn<T: Send + 'static>(
    permits: &Arc<Semaphore>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Result<T, JoinError>, AppError> {
    let Ok(Ok(permit)) = tokio::time::timeout(WAIT, Arc::clone(permits).acquire_owned()).await else {
        return Err(AppError::Unavailable { retry_after_secs: RETRY_AFTER_SECS });
    };
    let work = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    });
    Ok(work.await)
}

/// The section in all sizes, as JPEG.
///
/// # Errors
/// Why the file is not taken.
pub(super) fn shrink(file: &[u8], crop: Option<Crop>) -> Result<Vec<(PictureSize, Vec<u8>)>, FieldCode> {
    let mut decoder = decoder(file)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = decoder.dimensions();
    let (shown_width, shown_height) = if is_on_its_side(orientation) { (height, width) } else { (width, height) };
    let crop =
        crop.map_or_else(|| Crop::middle(shown_width, shown_height), |crop| crop.within(shown_width, shown_height));
    let picture = DynamicImage::from_decoder(decoder).map_err(|_| FieldCode::BrokenPicture)?;
    // The section is cut where it lies in the file, and turned when it is small: no second copy of the whole.
    let mut section = resized(&picture, Some(in_file(crop, orientation, width, height)), PictureSize::Large)?;
    drop(picture);
    section.apply_orientation(orientation);
    let mut sizes = Vec::new();
    for size in PictureSize::ALL {
        section = match size {
            PictureSize::Large => section,
            PictureSize::Middle | PictureSize::Small => resized(&section, None, size)?,
        };
        sizes.push((size, jpeg(&section)?));
    }
    Ok(sizes)
}

/// The decoder of a file that is taken, which has read nothing but its head.
fn decoder(file: &[u8]) -> Result<impl ImageDecoder + '_, FieldCode> {
    if file.is_empty() {
        return Err(FieldCode::Required);
    }
    if file.len() > FILE_MAX {
        return Err(FieldCode::FileTooLarge { megabytes: FILE_MAX_MEGABYTES });
    }
    let format = image::guess_format(file).map_err(|_| FieldCode::NotAPicture)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP | ImageFormat::Gif) {
        return Err(FieldCode::NotAPicture);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(|error| match error {
        image::ImageError::Limits(_) => FieldCode::TooManyPixels { side: SIDE_MAX },
        _ => FieldCode::BrokenPicture,
    })?;
    let (width, height) = decoder.dimensions();
    if width > SIDE_MAX || height > SIDE_MAX {
        return Err(FieldCode::TooManyPixels { side: SIDE_MAX });
    }
    // More than eight bits for each color take more than the largest picture does.
    if width == 0 || height == 0 || decoder.total_bytes() > MEMORY {
        return Err(FieldCode::BrokenPicture);
    }
    Ok(decoder)
}

/// Whether width and height change places when it is shown.
const fn is_on_its_side(orientation: Orientation) -> bool {
    match orientation {
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH => {
            true
        }
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => false,
    }
}

/// Where a section of what is shown lies in the file, which is so wide and high.
const fn in_file(Crop { x, y, side }: Crop, orientation: Orientation, width: u32, height: u32) -> Crop {
    let (from_right, from_below) = (width.saturating_sub(side), height.saturating_sub(side));
    let (x, y) = match orientation {
        Orientation::NoTransforms => (x, y),
        Orientation::Rotate90 => (y, from_below.saturating_sub(x)),
        Orientation::Rotate180 => (from_right.saturating_sub(x), from_below.saturating_sub(y)),
        Orientation::Rotate270 => (from_right.saturating_sub(y), x),
        Orientation::FlipHorizontal => (from_right.saturating_sub(x), y),
        Orientation::FlipVertical => (x, from_below.saturating_sub(y)),
        Orientation::Rotate90FlipH => (y, x),
        Orientation::Rotate270FlipH => (from_right.saturating_sub(y), from_below.saturating_sub(x)),
    };
    Crop { x, y, side }
}

fn resized(from: &DynamicImage, crop: Option<Crop>, size: PictureSize) -> Result<DynamicImage, FieldCode> {
    let mut to = DynamicImage::new(size.pixels(), size.pixels(), from.color());
    let options = crop.map_or_else(ResizeOptions::new, |crop| {
        let side = f64::from(crop.side);
        ResizeOptions::new().crop(f64::from(crop.x), f64::from(crop.y), side, side)
    });
    Resizer::new().resize(from, &mut to, &options).map_err(|error| {
        tracing::error!(%error, "a decoded picture could not be resized");
        FieldCode::BrokenPicture
    })?;
    Ok(to)
}

/// Draws it on white: JPEG knows nothing transparent.
fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, FieldCode> {
    let mut drawn = Vec::new();
    let flat: Vec<u8> = picture
        .to_rgba8()
        .pixels()
        .flat_map(|pixel| {
            let [red, green, blue, alpha] = pixel.0.map(u32::from);
            [red, green, blue].map(|color| u8::try_from((color * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX))
        })
        .collect();
    JpegEncoder::new_with_quality(&mut drawn, QUALITY)
        .encode(&flat, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(|error| {
            tracing::error!(%error, "a picture could not be encoded");
            FieldCode::BrokenPicture
        })?;
    Ok(drawn)
}

#[cfg(test)]
mod tests;
