//! Pictures that are what they say, and files that are not.

use std::time::{Duration, Instant};

use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

const RED: Rgb<u8> = Rgb([220, 20, 20]);
const BLUE: Rgb<u8> = Rgb([20, 20, 220]);

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

fn png(width: u32, height: u32) -> Vec<u8> {
    written(&DynamicImage::new_rgb8(width, height), ImageFormat::Png)
}

/// Red on the left, blue on the right.
fn two_colours(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, _| if x < width / 2 { RED } else { BLUE });
    written(&DynamicImage::ImageRgb8(picture), format)
}

/// A PNG of which little more than the header is there, with right checksums.
fn png_of_header(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    // Eight bits of grey.
    header.extend([8, 0, 0, 0, 0]);
    for (name, content) in
        [(b"IHDR", header.as_slice()), (b"IDAT", [0x78, 0x9c].as_slice()), (b"IEND", [].as_slice())]
    {
        let named = [name.as_slice(), content].concat();
        file.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        file.extend(&named);
        file.extend(crc32(&named).to_be_bytes());
    }
    file
}

fn crc32(bytes: &[u8]) -> u32 {
    let crc = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    });
    !crc
}

/// Metadata as a telephone writes it: held on its side, at this place.
fn exif() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    // Two entries: orientation 6 (turn it a quarter to the right), and where the place stands.
    tiff.extend(b"\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x25\x88\x04\0\x01\0\0\0\x26\0\0\0\0\0\0\0");
    // One entry: which datum the place is in, as a text.
    tiff.extend(b"\x01\0\x12\0\x02\0\x0a\0\0\0\x38\0\0\0\0\0\0\0GPS-SECRET");
    tiff
}

/// The JPEG with a segment of metadata at its beginning.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let content = [b"Exif\0\0".as_slice(), &exif()].concat();
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &content, &jpeg[2..]].concat()
}

/// A WebP animation of this many frames, each the same WebP picture.
fn animation(webp: &[u8], side: u8, frames: usize) -> Vec<u8> {
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        [name.as_slice(), &length, content].concat()
    };
    let side = [side - 1, 0, 0];
    let mut body = b"WEBP".to_vec();
    body.extend(chunk(b"VP8X", &[[2, 0, 0, 0].as_slice(), &side, &side].concat()));
    body.extend(chunk(b"ANIM", &[0; 6]));
    let frame = [[0; 6].as_slice(), &side, &side, &[100, 0, 0, 0], &webp[12..]].concat();
    for _ in 0..frames {
        body.extend(chunk(b"ANMF", &frame));
    }
    chunk(b"RIFF", &body)
}

fn pixel(webp: &[u8], x: u32, y: u32) -> [u8; 3] {
    image::load_from_memory_with_format(webp, ImageFormat::WebP).unwrap().into_rgb8().get_pixel(x, y).0
}

fn is_red([red, _, blue]: [u8; 3]) -> bool {
    red > 150 && blue < 100
}

fn is_blue([red, _, blue]: [u8; 3]) -> bool {
    blue > 150 && red < 100
}

fn refusal(content: &[u8]) -> PictureError {
    let squares = render_squares(content, &[64]).map(|_| ()).unwrap_err();
    assert_eq!(render(content, &[160]).map(|_| ()).unwrap_err(), squares);
    squares
}

#[test]
fn a_picture_is_kept_in_every_width() {
    let made = render(&png(1000, 1250), &[160, 400]).unwrap();
    assert_eq!(made.size, (1000, 1250));
    assert_eq!(made.files.iter().map(|(width, _)| *width).collect::<Vec<_>>(), [160, 400]);
    assert!(made.files.iter().all(|(_, bytes)| bytes.starts_with(b"RIFF")));
}

#[test]
fn squares_are_cut_out_of_the_middle_and_a_small_picture_is_not_made_larger() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let made = render_squares(&two_colours(400, 100, format), &[64, 256]).unwrap();
        let sides = made.files.iter().map(|(asked, file)| {
            let picture = image::load_from_memory(file).unwrap();
            assert!(
                is_red(pixel(file, 3, 10)) && is_blue(pixel(file, picture.width() - 4, 10)),
                "{format:?}"
            );
            (*asked, picture.width(), picture.height())
        });
        assert_eq!(sides.collect::<Vec<_>>(), [(64, 64, 64), (256, 100, 100)]);
    }
}

#[test]
fn what_is_not_a_picture_is_refused_whatever_its_name_says() {
    for content in [
        b"".as_slice(),
        b"Dear shop, this is a text named portrait.png.",
        b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"%PDF-1.7 and more",
        b"\xff\xd8\xff\xe0 no JPEG behind this",
        b"\x89PNG\r\n\x1a\n no PNG behind this, but enough bytes for a header",
        b"RIFF\x04\0\0\0WEBP",
    ] {
        let error = refusal(content);
        assert!(matches!(error, PictureError::NotAPicture | PictureError::CutOff), "{content:?}: {error}");
    }
    assert_eq!(refusal(b"Dear shop, this is a text named portrait.png."), PictureError::NotAPicture);
}

#[test]
fn a_bomb_of_pixels_is_refused_by_its_header_alone() {
    let bomb = png_of_header(30_000, 30_000);
    assert!(bomb.len() < 100);
    let began = Instant::now();
    assert_eq!(refusal(&bomb), PictureError::TooManyPixels);
    // Each side may be this long, both together not.
    assert_eq!(refusal(&png_of_header(7_000, 7_000)), PictureError::TooManyPixels);
    assert!(began.elapsed() < Duration::from_secs(2));
    assert_eq!(refusal(&png(8_001, 1)), PictureError::TooManyPixels);
}

#[test]
fn a_picture_without_its_end_is_refused() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let whole = two_colours(300, 300, format);
        assert!(render(&whole, &[160]).is_ok(), "{format:?}");
        for kept in [whole.len() - 2, whole.len() * 3 / 4] {
            assert_eq!(refusal(&whole[..kept]), PictureError::CutOff, "{kept} bytes of a {format:?}");
        }
    }
}

#[test]
fn the_end_of_a_preview_inside_of_a_jpeg_is_not_taken_for_its_own() {
    let jpeg = two_colours(300, 300, ImageFormat::Jpeg);
    let preview = b"\xff\xe5\0\x06\xff\xd8\xff\xd9";
    let with_preview = [&jpeg[..2], preview, &jpeg[2..]].concat();
    assert!(render(&with_preview, &[160]).is_ok());
    assert_eq!(refusal(&with_preview[..with_preview.len() / 2]), PictureError::CutOff);
    // Some cameras write more behind the end.
    assert!(render(&[with_preview.as_slice(), b"trailer"].concat(), &[160]).is_ok());
}

#[test]
fn a_picture_held_on_its_side_is_turned_and_no_place_is_kept() {
    let sent = with_exif(&two_colours(400, 200, ImageFormat::Jpeg));
    assert!(sent.windows(10).any(|bytes| bytes == b"GPS-SECRET"));
    let whole = render(&sent, &[100]).unwrap();
    assert_eq!(whole.size, (200, 400));
    let square = render_squares(&sent, &[64]).unwrap();
    for (made, bottom) in [(&whole.files[0].1, 190), (&square.files[0].1, 60)] {
        assert!(is_red(pixel(made, 30, 4)), "the left side is up now");
        assert!(is_blue(pixel(made, 30, bottom)));
        assert!(!made.windows(3).any(|bytes| bytes == b"GPS"));
        assert!(!made.windows(4).any(|bytes| bytes == b"EXIF" || bytes == b"Exif"));
    }
}

#[test]
fn what_is_transparent_becomes_white() {
    let clear = RgbaImage::from_pixel(80, 80, Rgba([0, 0, 0, 0]));
    let made = render_squares(&written(&DynamicImage::ImageRgba8(clear), ImageFormat::Png), &[64]).unwrap();
    assert!(pixel(&made.files[0].1, 32, 32).iter().all(|colour| *colour > 250));
    assert_eq!((over_white(10, 255), over_white(10, 0), over_white(0, 128)), (10, 255, 127));
}

#[test]
fn of_an_animation_the_first_frame_is_taken_however_many_there_are() {
    let still = render_squares(&two_colours(40, 40, ImageFormat::Png), &[40]).unwrap();
    let moving = animation(&still.files[0].1, 40, 5_000);
    let made = render_squares(&moving, &[32]).unwrap();
    assert_eq!(made.size, (40, 40));
    assert!(is_red(pixel(&made.files[0].1, 3, 16)) && is_blue(pixel(&made.files[0].1, 28, 16)));
}
