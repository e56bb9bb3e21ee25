//! Use cases of images.

use sha2::{Digest, Sha256};

use super::model::WIDTHS;

use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::pictures;

/// A picture in the file store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPicture {
    /// Stem of its files' names: a folder and the hash of what came in.
    pub file: String,
    /// Width in pixels.
    pub width: i32,
    /// Height in pixels.
    pub height: i32,
}

/// Decodes a picture, makes its sizes and keeps them under a name made of the content: the same picture is
/// kept once.
///
/// # Errors
/// What is wrong with the picture, as the error of the field `image`.
pub async fn store_picture(backend: &Backend, content: Vec<u8>) -> Result<StoredPicture, AppError> {
    let file = format!("products/{}", name_of(&content));
    let made = tokio::task::spawn_blocking(move || pictures::render(&content, &WIDTHS))
        .await
        .map_err(|error| crate::error::internal(&error))?
        .map_err(|error| AppError::field("image", error.to_string()))?;
    for (width, bytes) in made.files {
        let name = pictures::file_name(&file, width);
        backend.files.put(&name, bytes).await.map_err(|error| crate::error::internal(&error))?;
    }
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    Ok(StoredPicture { file, width: side(made.size.0), height: side(made.size.1) })
}

/// The first 128 bits of the content's SHA-256, in hexadecimal.
fn name_of(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(16).fold(String::with_capacity(32), |mut name, byte| {
        use std::fmt::Write as _;
        let _ = write!(name, "{byte:02x}");
        name
    })
}
