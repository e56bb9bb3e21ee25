//! Use cases of images.

use super::model::WIDTHS;
use crate::error::{AppError, internal};
use crate::infra::Backend;
use crate::infra::pictures::{self, PictureError};

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

/// Why a picture was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// It is the picture.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// It is anything else.
    #[error(transparent)]
    Refused(#[from] AppError),
}

/// Decodes a picture, makes its sizes and keeps them under a name made of the content: the same picture is
/// kept once.
///
/// # Errors
/// What is wrong with the picture, as the error of the field `image`.
pub async fn store_picture(backend: &Backend, content: Vec<u8>) -> Result<StoredPicture, AppError> {
    take_picture(backend, content).await.map_err(|refused| match refused {
        NotTaken::Picture(error) => AppError::field("image", error.to_string()),
        NotTaken::Refused(error) => error,
    })
}

/// The same, for whoever has words of its own for what is wrong with a picture.
///
/// # Errors
/// What is wrong with the picture; a store that does not answer.
pub async fn take_picture(backend: &Backend, content: Vec<u8>) -> Result<StoredPicture, NotTaken> {
    let file = format!("products/{}", pictures::name_of(&content));
    let made = pictures::sizes(content, &WIDTHS).await?;
    for (width, bytes) in made.files {
        let name = pictures::file_name(&file, width);
        backend.files.put(&name, bytes).await.map_err(|error| internal(&error))?;
    }
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    Ok(StoredPicture { file, width: side(made.size.0), height: side(made.size.1) })
}
