use std::sync::atomic::{AtomicUsize, Ordering};

use image::codecs::gif::GifEncoder;
use image::{Frame, ImageBuffer, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use proptest::prelude::*;

use super::*;

const RED: [u8; 3] = [220, 30, 30];
const GREEN: [u8; 3] = [30, 180, 60];
const BLUE: [u8; 3] = [40, 60, 220];
const YELLOW: [u8; 3] = [230, 210, 40];

/// Four quarters of different colors, so that turning shows.
fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => YELLOW,
        })
    })
}

fn encoded(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// The quarters of what is stored, in reading order.
fn corners(file: &[u8], crop: Option<Crop>) -> [[u8; 3]; 4] {
    let shrunk = shrink(file, crop).unwrap();
    let (_, large) = &shrunk[0];
    let picture = image::load_from_memory(large).unwrap().to_rgb8();
    let (near, far) = (picture.width() / 4, picture.width() * 3 / 4);
    [(near, near), (far, near), (near, far), (far, far)].map(|(x, y)| picture.get_pixel(x, y).0)
}

fn assert_near(found: [[u8; 3]; 4], expected: [[u8; 3]; 4], what: impl std::fmt::Debug) {
    for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
        assert!(found.abs_diff(*expected) < 24, "{what:?}: {found} is not {expected}");
    }
}

/// A JPEG whose Exif says how it is turned, and where and with what it was taken.
fn photo(picture: &RgbImage, turned: u8) -> Vec<u8> {
    let plain = encoded(picture.clone(), ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0]);
    exif.extend(*b"\x01\x0f\0\x02\0\0\0\x0c\0\0\0\x26\0\0\0\0SecretMaker\0GPS 59.913 N 10.752 E");
    let mut file = plain[..2].to_vec();
    file.extend([0xff, 0xe1]);
    file.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    file.extend(&exif);
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SecretAuthor</x:xmpmeta>";
    file.extend([0xff, 0xe1]);
    file.extend(u16::try_from(xmp.len() + 2).unwrap().to_be_bytes());
    file.extend(xmp);
    file.extend(&plain[2..]);
    file
}

// S1.2 UP-07
#[test]
fn four_types_are_taken_by_what_is_in_them() {
    let picture = quarters(300, 200);
    let mut gif = Vec::new();
    {
        let mut frames = GifEncoder::new(&mut gif);
        for shown in [picture.clone(), RgbImage::from_pixel(300, 200, Rgb([0, 0, 0]))] {
            frames.encode_frame(Frame::new(DynamicImage::from(shown).to_rgba8())).unwrap();
        }
    }
    let files = [
        encoded(picture.clone(), ImageFormat::Png),
        encoded(picture.clone(), ImageFormat::Jpeg),
        encoded(picture.clone(), ImageFormat::WebP),
        gif,
        encoded(ImageBuffer::<Luma<u16>, Vec<u16>>::from_pixel(9, 9, Luma([60_000])), ImageFormat::Png),
    ];
    for (at, file) in files.iter().enumerate() {
        let shrunk = shrink(file, None).unwrap();
        let sizes: Vec<u32> = shrunk
            .iter()
            .map(|(size, picture)| {
                let picture = image::load_from_memory_with_format(picture, ImageFormat::Jpeg).unwrap();
                assert_eq!((picture.width(), picture.height()), (size.pixels(), size.pixels()));
                size.pixels()
            })
            .collect();
        assert_eq!(sizes, [256, 128, 64]);
        if at < 4 {
            assert_near(corners(file, None), [RED, GREEN, BLUE, YELLOW], at);
        }
    }
}

// UP-07
#[test]
fn everything_else_is_refused_before_it_is_decoded() {
    let png = encoded(quarters(80, 80), ImageFormat::Png);
    let mut wrong_start = png.clone();
    wrong_start[0] = 0;
    let mut corrupt = png.clone();
    let middle = corrupt.len() / 2;
    corrupt[middle] ^= 0xff;
    let jpeg_start = b"\xff\xd8\xff\xe0 and then nothing that a decoder could use".to_vec();
    let others: [(&str, Vec<u8>, FieldCode); 13] = [
        ("empty", Vec::new(), FieldCode::Required),
        ("text", b"<html><script>alert(1)</script>".to_vec(), FieldCode::NotAPicture),
        ("SVG", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(), FieldCode::NotAPicture),
        ("BMP", b"BM\x9a\0\0\0\0\0\0\0\x36\0\0\0".to_vec(), FieldCode::NotAPicture),
        ("TIFF", b"II*\0\x08\0\0\0".to_vec(), FieldCode::NotAPicture),
        ("ICO", b"\0\0\x01\0\x01\0".to_vec(), FieldCode::NotAPicture),
        ("AVIF", b"\0\0\0\x20ftypavif\0\0\0\0".to_vec(), FieldCode::NotAPicture),
        ("PSD", b"8BPS\0\x01".to_vec(), FieldCode::NotAPicture),
        ("EXR", b"\x76\x2f\x31\x01".to_vec(), FieldCode::NotAPicture),
        ("wrong first byte", wrong_start, FieldCode::NotAPicture),
        ("cut", png[..png.len() / 2].to_vec(), FieldCode::BrokenPicture),
        ("corrupt", corrupt, FieldCode::BrokenPicture),
        ("only a start", jpeg_start, FieldCode::BrokenPicture),
    ];
    for (what, file, code) in others {
        assert_eq!(shrink(&file, None).err(), Some(code), "{what}");
    }
}

// UP-03
#[test]
fn size_and_pixels_are_judged_by_the_head_alone() {
    let fits = encoded(RgbImage::from_pixel(4096, 4096, Rgb(RED)), ImageFormat::Png);
    assert_eq!(shrink(&fits, None).map(|sizes| sizes.len()), Ok(3));
    let wide = encoded(RgbImage::from_pixel(4097, 1, Rgb(RED)), ImageFormat::Png);
    let high = encoded(RgbImage::from_pixel(1, 4097, Rgb(RED)), ImageFormat::WebP);
    for file in [&wide, &high] {
        assert_eq!(look(file), Err(FieldCode::TooManyPixels { side: 4096 }));
    }
    // A few bytes that promise four billion pixels.
    let mut bomb = encoded(quarters(8, 8), ImageFormat::Png);
    bomb[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let crc = crc(&bomb[12..29]);
    bomb[29..33].copy_from_slice(&crc.to_be_bytes());
    let begun = std::time::Instant::now();
    assert_eq!(look(&bomb), Err(FieldCode::TooManyPixels { side: 4096 }));
    assert!(begun.elapsed() < Duration::from_millis(50));

    let mut exact = encoded(quarters(8, 8), ImageFormat::Jpeg);
    exact.resize(FILE_MAX, 0);
    assert_eq!(look(&exact), Ok(()));
    exact.push(0);
    assert_eq!(look(&exact), Err(FieldCode::FileTooLarge { megabytes: 5 }));
}

/// CRC-32 of a chunk of a PNG.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

// S1.2
#[test]
fn photos_stand_upright_however_the_camera_was_held() {
    let picture = quarters(60, 40);
    for (turned, expected) in [
        (1, [RED, GREEN, BLUE, YELLOW]),
        (2, [GREEN, RED, YELLOW, BLUE]),
        (3, [YELLOW, BLUE, GREEN, RED]),
        (4, [BLUE, YELLOW, RED, GREEN]),
        (5, [RED, BLUE, GREEN, YELLOW]),
        (6, [BLUE, RED, YELLOW, GREEN]),
        (7, [YELLOW, GREEN, BLUE, RED]),
        (8, [GREEN, YELLOW, RED, BLUE]),
    ] {
        assert_near(corners(&photo(&picture, turned), None), expected, turned);
    }
}

// S1.2
#[test]
fn section_is_meant_as_the_picture_is_shown() {
    let picture = quarters(120, 80);
    for turned in 1..=8 {
        let file = photo(&picture, turned);
        let mut shown = DynamicImage::from(picture.clone());
        shown.apply_orientation(Orientation::from_exif(turned).unwrap());
        let (width, height) = (shown.width(), shown.height());
        for crop in [
            Crop { x: 0, y: 0, side: 40 },
            Crop { x: width - 40, y: 0, side: 40 },
            Crop { x: 0, y: height - 40, side: 40 },
            Crop { x: width - 40, y: height - 40, side: 40 },
        ] {
            let color = shown.to_rgb8().get_pixel(crop.x + 20, crop.y + 20).0;
            assert_near(corners(&file, Some(crop)), [color; 4], (turned, crop));
        }
    }
}

// UP-06
#[test]
fn nothing_but_what_is_seen_is_stored() {
    let file = photo(&quarters(60, 40), 6);
    for word in ["SecretMaker", "GPS 59.913", "SecretAuthor"] {
        assert!(contains(&file, word), "the file has no {word}");
    }
    for (size, stored) in shrink(&file, None).unwrap() {
        for word in ["Exif", "Secret", "GPS", "xmpmeta", "ICC_PROFILE", "http"] {
            assert!(!contains(&stored, word), "{word} is in the picture of {} pixels", size.pixels());
        }
    }
}

fn contains(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[test]
fn what_is_transparent_becomes_white() {
    let clear = RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0]));
    assert_near(corners(&encoded(clear, ImageFormat::Png), None), [[255; 3]; 4], "clear");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    // UP-11
    #[test]
    fn damaged_files_are_refused_or_taken_and_never_break_anything(
        kind in 0_usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let formats = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif];
        let mut file = encoded(quarters(24, 16), formats[kind]);
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        if is_cut {
            file.truncate(cut.index(file.len()));
        }
        let begun = std::time::Instant::now();
        let _ = shrink(&file, None);
        prop_assert!(begun.elapsed() < Duration::from_secs(2));
    }
}

// UP-09
#[tokio::test(flavor = "multi_thread")]
async fn callers_who_go_away_make_no_room_for_more_work() {
    let permits = Arc::new(Semaphore::new(1));
    let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let file = Arc::new(encoded(quarters(400, 400), ImageFormat::Png));
    for _ in 0..30 {
        let (running, most, file) = (Arc::clone(&running), Arc::clone(&most), Arc::clone(&file));
        let work = in_turn(&permits, move || {
            most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            assert!(shrink(&file, None).is_ok());
            running.fetch_sub(1, Ordering::SeqCst);
        });
        // Long enough to begin, too short to finish.
        let _ = tokio::time::timeout(Duration::from_millis(1), work).await;
    }
    let _all = permits.acquire().await.unwrap();
    assert_eq!((most.load(Ordering::SeqCst), running.load(Ordering::SeqCst)), (1, 0));
}

// UP-09
#[tokio::test(start_paused = true)]
async fn whoever_waits_too_long_is_told_that_it_is_busy() {
    let permits = Arc::new(Semaphore::new(0));
    let file = encoded(quarters(8, 8), ImageFormat::Png);
    assert_eq!(run(&permits, file, None).await, Err(AppError::Unavailable { retry_after_secs: 10 }));
}

// UP-11
#[tokio::test]
async fn decoder_that_panics_takes_nothing_along() {
    let permits = Arc::new(Semaphore::new(1));
    assert!(in_turn(&permits, || panic!("a decoder")).await.unwrap().is_err());
    assert_eq!(permits.available_permits(), 1);
}
