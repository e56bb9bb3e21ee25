//! Pictures (SPEC J5): decoded within limits, stripped of everything but their pixels, and re-encoded in
//! the sizes that pages ask for.

use std::io::Cursor;

use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, Resizer};
use image::{DynamicImage, ImageReader, Limits};

/// Longest side of a picture that is taken, in pixels.
const LONGEST_SIDE: u32 = 8_000;
/// Memory that decoding may take, in bytes.
const DECODE_MEMORY: u64 = 256 * 1024 * 1024;
/// WebP quality, 0 to 100.
const QUALITY: f32 = 80.0;
/// How hard WebP tries, 0 to 6: beyond 2 a picture takes twice the time for a few percent.
const METHOD: i32 = 2;

/// A picture in all its sizes.
pub struct Rendition {
    /// Width and height of the picture that came in.
    pub size: (u32, u32),
    /// Width and WebP bytes of each size.
    pub files: Vec<(u32, Vec<u8>)>,
}

/// Why a picture cannot be taken, in words for the person who sent it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PictureError(String);

/// Decodes a picture and makes its sizes. Takes some tens of milliseconds: call it off the async threads.
///
/// # Errors
/// When it is not a JPEG, PNG or WebP picture, or larger than what is taken.
pub fn render(content: &[u8], widths: &[u32]) -> Result<Rendition, PictureError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(DECODE_MEMORY);
    let mut reader = ImageReader::new(Cursor::new(content))
        .with_guessed_format()
        .map_err(|_| PictureError("This file cannot be read.".to_owned()))?;
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| match error {
        image::ImageError::Limits(_) => {
            PictureError(format!("This picture is larger than {LONGEST_SIDE} pixels a side."))
        }
        _ => PictureError("This file is not a JPEG, PNG or WebP picture.".to_owned()),
    })?;
    let size = (picture.width(), picture.height());
    let source = to_rgb(&picture)?;
    let files = widths
        .iter()
        .map(|&width| Ok((width, encode(&source, size, width.min(size.0))?)))
        .collect::<Result<_, PictureError>>()?;
    Ok(Rendition { size, files })
}

fn to_rgb(picture: &DynamicImage) -> Result<Image<'static>, PictureError> {
    Image::from_vec_u8(picture.width(), picture.height(), picture.to_rgb8().into_raw(), PixelType::U8x3)
        .map_err(|error| PictureError(error.to_string()))
}

fn encode(source: &Image<'_>, size: (u32, u32), width: u32) -> Result<Vec<u8>, PictureError> {
    let failed =
        |error: &dyn std::fmt::Display| PictureError(format!("This picture cannot be resized: {error}"));
    let height =
        u32::try_from(u64::from(size.1) * u64::from(width) / u64::from(size.0.max(1))).unwrap_or(1).max(1);
    let mut resized = Image::new(width, height, PixelType::U8x3);
    let pixels = if (width, height) == size {
        source.buffer()
    } else {
        Resizer::new().resize(source, &mut resized, None).map_err(|error| failed(&error))?;
        resized.buffer()
    };
    let mut settings = webp::WebPConfig::new().map_err(|()| failed(&"its settings were refused"))?;
    settings.quality = QUALITY;
    settings.method = METHOD;
    webp::Encoder::from_rgb(pixels, width, height)
        .encode_advanced(&settings)
        .map(|memory| memory.to_vec())
        .map_err(|error| failed(&format!("{error:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        DynamicImage::new_rgb8(width, height)
            .write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png)
            .unwrap();
        bytes
    }

    #[test]
    fn a_picture_is_kept_in_every_width() {
        let made = render(&png(1000, 1250), &[160, 400]).unwrap();
        assert_eq!(made.size, (1000, 1250));
        assert_eq!(made.files.iter().map(|(width, _)| *width).collect::<Vec<_>>(), [160, 400]);
        assert!(made.files.iter().all(|(_, bytes)| bytes.starts_with(b"RIFF")));
    }

    #[test]
    fn what_is_not_a_picture_is_refused_in_words() {
        assert!(render(b"<svg onload=alert(1)>", &[160]).is_err());
        assert!(render(&png(1000, 1000)[..200], &[160]).is_err());
        assert!(render(&png(8_001, 1), &[160]).is_err());
    }
}
