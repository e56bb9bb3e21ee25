//! Use cases of images.

use super::model::WIDTHS;
pub(in crate::catalog) use super::store::describe;
use crate::error::{AppError, internal};
use crate::infra::Backend;
use crate::infra::pictures::{self, PictureError, Rendition};

/// The folder of products' pictures in the file store.
const FOLDER: &str = "products";

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

/// A picture in all its sizes, which is not kept yet.
pub struct RenderedPicture {
    stem: String,
    made: Rendition,
}

impl RenderedPicture {
    /// Stem of the names that its files will have.
    #[must_use]
    pub fn stem(&self) -> &str {
        &self.stem
    }
}

/// Decodes a picture, makes its sizes and keeps them under a name made of the content: the same picture is
/// kept once.
///
/// # Errors
/// What is wrong with the picture, as the error of the field `image`.
pub async fn store_picture(backend: &Backend, content: Vec<u8>) -> Result<StoredPicture, AppError> {
    let made = render_picture(content).await.map_err(|error| AppError::field("image", error.to_string()))?;
    keep_picture(backend, made).await
}

/// Decodes a picture and makes its sizes. A few pictures at once: others wait.
///
/// # Errors
/// What is wrong with the picture.
pub async fn render_picture(content: Vec<u8>) -> Result<RenderedPicture, PictureError> {
    let stem = format!("{FOLDER}/{}", pictures::name_of(&content));
    Ok(RenderedPicture { stem, made: pictures::sizes(content, &WIDTHS).await? })
}

/// Keeps the files of a picture.
///
/// # Errors
/// A store that does not answer.
pub async fn keep_picture(backend: &Backend, picture: RenderedPicture) -> Result<StoredPicture, AppError> {
    let RenderedPicture { stem: file, made } = picture;
    for (width, bytes) in made.files {
        let name = pictures::file_name(&file, width);
        backend.files.put(&name, bytes).await.map_err(|error| internal(&error))?;
    }
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    Ok(StoredPicture { file, width: side(made.size.0), height: side(made.size.1) })
}
