//! Pictures (SPEC J5): decoded within limits, turned upright, stripped of everything but their pixels, and
//! re-encoded in the sizes that pages ask for.

#[cfg(test)]
mod tests;
mod whole;

use std::io::{Cursor, ErrorKind};

use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageError, ImageReader, Limits};

/// Longest side of a picture that is taken, in pixels.
const LONGEST_SIDE: u32 = 8_000;
/// Most pixels of a picture that is taken.
const MOST_PIXELS: u64 = 40_000_000;
/// Memory that decoding may take, in bytes.
const DECODE_MEMORY: u64 = 256 * 1024 * 1024;
/// WebP quality, 0 to 100.
const QUALITY: f32 = 80.0;
/// How hard WebP tries, 0 to 6: beyond 2 a picture takes twice the time for a few percent.
const METHOD: i32 = 2;

/// A picture in all its sizes.
pub struct Rendition {
    /// Width and height of the picture that came in, turned upright.
    pub size: (u32, u32),
    /// The width that was asked for and the WebP bytes of each size. A small picture is not made larger.
    pub files: Vec<(u32, Vec<u8>)>,
}

/// Why a picture cannot be taken, in words for the person who sent it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// It is something else, whatever its name says, or its content is broken.
    #[error("This file is not a JPEG, PNG or WebP picture, or it is damaged.")]
    NotAPicture,
    /// Its end is missing.
    #[error("A part of this picture is missing: the file was cut off.")]
    CutOff,
    /// Its header announces more pixels than are taken.
    #[error("This picture has too many pixels: at most 8,000 a side and 40 million in all are taken.")]
    TooManyPixels,
    /// A size could not be made.
    #[error("This picture cannot be resized: {0}")]
    Resizing(String),
}

/// Decodes a picture and makes its sizes. Takes some tens of milliseconds: call it off the async threads.
///
/// # Errors
/// When it is not a JPEG, PNG or WebP picture, or larger than what is taken.
pub fn render(content: &[u8], widths: &[u32]) -> Result<Rendition, PictureError> {
    let source = decode(content)?;
    let size = (source.width(), source.height());
    let of_width = |asked: u32| {
        let width = asked.min(size.0);
        let height = u64::from(size.1) * u64::from(width) / u64::from(size.0.max(1));
        (width, u32::try_from(height).unwrap_or(1).max(1))
    };
    let files = widths
        .iter()
        .map(|&width| Ok((width, encode(&source, of_width(width), None)?)))
        .collect::<Result<_, PictureError>>()?;
    Ok(Rendition { size, files })
}

/// Decodes a picture, cuts the square out of its middle and makes the square's sizes. Call it off the async
/// threads.
///
/// # Errors
/// As [`render`].
pub fn render_squares(content: &[u8], sides: &[u32]) -> Result<Rendition, PictureError> {
    let source = decode(content)?;
    let size = (source.width(), source.height());
    let cut = ResizeOptions::new().fit_into_destination(None);
    let files = sides
        .iter()
        .map(|&asked| {
            let side = asked.min(size.0).min(size.1);
            Ok((asked, encode(&source, (side, side), Some(&cut))?))
        })
        .collect::<Result<_, PictureError>>()?;
    Ok(Rendition { size, files })
}

/// The upright pixels of a picture. What its header says of its size is looked at before any memory is taken for
/// them. Of an animation the first frame is taken.
fn decode(content: &[u8]) -> Result<Image<'static>, PictureError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(DECODE_MEMORY);
    let mut reader = ImageReader::new(Cursor::new(content))
        .with_guessed_format()
        .map_err(|_| PictureError::NotAPicture)?;
    let format = reader.format().ok_or(PictureError::NotAPicture)?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(explain)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS || decoder.total_bytes() > DECODE_MEMORY {
        return Err(PictureError::TooManyPixels);
    }
    if !whole::has_end(format, content) {
        return Err(PictureError::CutOff);
    }
    // Metadata that cannot be read turns nothing.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(explain)?;
    picture.apply_orientation(orientation);
    to_rgb(picture)
}

fn explain(error: ImageError) -> PictureError {
    match error {
        ImageError::Limits(_) => PictureError::TooManyPixels,
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => PictureError::CutOff,
        _ => PictureError::NotAPicture,
    }
}

/// The picture without transparency: it lies on white.
fn to_rgb(picture: DynamicImage) -> Result<Image<'static>, PictureError> {
    let (width, height) = (picture.width(), picture.height());
    let pixels = if picture.color().has_alpha() {
        let pixels = picture.into_rgba8();
        let mut flat = Vec::with_capacity(pixels.as_raw().len() / 4 * 3);
        for pixel in pixels.pixels() {
            let [red, green, blue, alpha] = pixel.0;
            flat.extend([red, green, blue].map(|colour| over_white(colour, alpha)));
        }
        flat
    } else {
        picture.into_rgb8().into_raw()
    };
    Image::from_vec_u8(width, height, pixels, PixelType::U8x3)
        .map_err(|error| PictureError::Resizing(error.to_string()))
}

fn over_white(colour: u8, alpha: u8) -> u8 {
    let (colour, alpha) = (u16::from(colour), u16::from(alpha));
    u8::try_from((colour * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
}

fn encode(
    source: &Image<'_>,
    (width, height): (u32, u32),
    options: Option<&ResizeOptions>,
) -> Result<Vec<u8>, PictureError> {
    let failed = |error: &dyn std::fmt::Display| PictureError::Resizing(error.to_string());
    let mut resized = Image::new(width, height, PixelType::U8x3);
    let pixels = if (width, height) == (source.width(), source.height()) {
        source.buffer()
    } else {
        Resizer::new().resize(source, &mut resized, options).map_err(|error| failed(&error))?;
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
