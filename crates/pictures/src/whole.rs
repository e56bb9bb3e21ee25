//! Whether a file has its end. A decoder of JPEG fills what is missing with grey and says nothing.

use image::ImageFormat;

/// Whether the end of the picture is there, by the marks of its format.
pub(crate) fn has_end(format: ImageFormat, content: &[u8]) -> bool {
    match format {
        ImageFormat::Jpeg => jpeg_has_end(content),
        ImageFormat::Png => png_has_end(content),
        ImageFormat::WebP => webp_has_end(content),
        _ => true,
    }
}

/// Goes from marker to marker. Among compressed pixels `FF` is followed by `00` or by a marker without a length;
/// what stands inside of other segments (a small picture for a preview, for one) is passed over.
fn jpeg_has_end(content: &[u8]) -> bool {
    let mut rest = content;
    loop {
        rest = match rest {
            [] => return false,
            [0xff, 0xd9, ..] => return true,
            [0xff, 0x00 | 0x01 | 0xd0..=0xd8, after @ ..] => after,
            [0xff, mark, high, low, ..] if *mark != 0xff => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest.get(2 + length..).unwrap_or_default()
            }
            [_, after @ ..] => after,
        };
    }
}

/// Goes from chunk to chunk: length, name, content, checksum.
fn png_has_end(content: &[u8]) -> bool {
    let mut rest = content.get(8..).unwrap_or_default();
    while let Some((&[a, b, c, d, name @ ..], after)) = rest.split_first_chunk::<8>() {
        if &name == b"IEND" {
            return after.len() >= 4;
        }
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        rest = after.get(length.saturating_add(4)..).unwrap_or_default();
    }
    false
}

/// The second word is the length of what follows.
fn webp_has_end(content: &[u8]) -> bool {
    match content {
        [_, _, _, _, a, b, c, d, after @ ..] => {
            usize::try_from(u32::from_le_bytes([*a, *b, *c, *d])).is_ok_and(|length| after.len() >= length)
        }
        _ => false,
    }
}
