//! Pictures (SPEC J5): decoded within limits and re-encoded in sizes by a crate of their own, which is
//! optimised in debug builds too; here are the names of their files.

pub use vitrine_pictures::{PictureError, Rendition, render};

/// The name of one size of a picture in the file store.
#[must_use]
pub fn file_name(stem: &str, width: u32) -> String {
    format!("{stem}-{width}.webp")
}
