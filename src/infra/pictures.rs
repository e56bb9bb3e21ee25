//! Pictures (SPEC J5): decoded within limits and re-encoded in sizes by a crate of their own, which is
//! optimised in debug builds too; here are the names of their files, and how they come into the file store.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;
pub use vitrine_pictures::{PictureError, Rendition, render};

use super::files::{FileError, FileStore};

/// So many uploads are decoded at once: each may take some hundred megabytes and seconds of a core.
static DECODING: Semaphore = Semaphore::const_new(2);

/// The name of one size of a picture in the file store.
#[must_use]
pub fn file_name(stem: &str, width: u32) -> String {
    format!("{stem}-{width}.webp")
}

/// The picture that a file's name is a size of.
#[must_use]
pub fn stem_of(file_name: &str) -> Option<&str> {
    file_name.strip_suffix(".webp")?.rsplit_once('-').map(|(stem, _)| stem)
}

/// What a picture is called: the first 128 bits of its content's SHA-256, in hexadecimal.
#[must_use]
pub fn name_of(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(16).fold(String::with_capacity(32), |mut name, byte| {
        // Writing to a string cannot fail.
        let _ = write!(name, "{byte:02x}");
        name
    })
}

/// The squares of a picture that somebody sent, made on a thread for such work, a few pictures at once.
///
/// # Errors
/// What is wrong with the picture.
pub async fn squares(content: Vec<u8>, sides: &'static [u32]) -> Result<Rendition, PictureError> {
    made(move || vitrine_pictures::render_squares(&content, sides)).await
}

/// The same, uncut and in some widths.
///
/// # Errors
/// What is wrong with the picture.
pub async fn sizes(content: Vec<u8>, widths: &'static [u32]) -> Result<Rendition, PictureError> {
    made(move || render(&content, widths)).await
}

async fn made(
    work: impl FnOnce() -> Result<Rendition, PictureError> + Send + 'static,
) -> Result<Rendition, PictureError> {
    let permit = DECODING.acquire().await;
    let work = tokio::task::spawn_blocking(move || {
        // Kept by the thread: it works on when nobody waits any more.
        let _permit = permit;
        work()
    });
    work.await.unwrap_or_else(|error| {
        tracing::error!(%error, "decoding a picture broke off");
        Err(PictureError::NotAPicture)
    })
}

/// Keeps those files of a picture that are not there yet, all of them or none; answers their names.
///
/// # Errors
/// When one of them cannot be written.
pub async fn keep(files: &FileStore, stem: &str, picture: Rendition) -> Result<Vec<String>, FileError> {
    let mut kept = Vec::new();
    for (width, content) in picture.files {
        let name = file_name(stem, width);
        match keep_missing(files, &name, content).await {
            Ok(true) => kept.push(name),
            Ok(false) => {}
            Err(error) => {
                delete(files, &kept).await;
                return Err(error);
            }
        }
    }
    Ok(kept)
}

async fn keep_missing(files: &FileStore, name: &str, content: Vec<u8>) -> Result<bool, FileError> {
    if files.has(name).await? {
        return Ok(false);
    }
    files.put(name, content).await?;
    Ok(true)
}

/// Deletes files of a picture. One that cannot be deleted is logged: nobody is shown it any more.
pub async fn delete(files: &FileStore, names: &[String]) {
    for name in names {
        if let Err(error) = files.delete(name).await {
            tracing::warn!(%error, name, "a file stays in the store though it is not needed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(contents: &[(u32, &str)]) -> Rendition {
        let files = contents.iter().map(|(width, content)| (*width, content.as_bytes().to_vec())).collect();
        Rendition { size: (64, 64), files }
    }

    #[tokio::test]
    async fn what_is_there_already_is_not_written_again() {
        let folder = crate::infra::testing::folder();
        let files = FileStore::in_folder(&folder).unwrap();
        assert_eq!(keep(&files, "a/b", picture(&[(64, "one")])).await.unwrap(), ["a/b-64.webp"]);
        let kept = keep(&files, "a/b", picture(&[(64, "other"), (128, "two")])).await.unwrap();
        assert_eq!(kept, ["a/b-128.webp"]);
        assert_eq!(files.get("a/b-64.webp").await.unwrap().unwrap(), "one");
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn when_one_file_cannot_be_written_none_stays() {
        let folder = crate::infra::testing::folder();
        let files = FileStore::in_folder(&folder).unwrap();
        // A folder lies where the second file would.
        std::fs::create_dir_all(folder.join("a/b-128.webp/in-the-way")).unwrap();
        assert!(keep(&files, "a/b", picture(&[(64, "one"), (128, "two")])).await.is_err());
        assert!(!files.has("a/b-64.webp").await.unwrap());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn what_is_no_picture_is_told() {
        let outcome = squares(b"a text".to_vec(), &[64]).await;
        assert_eq!(outcome.map(|_| ()), Err(PictureError::NotAPicture));
        assert_eq!(name_of(b"").len(), 32);
    }

    #[test]
    fn a_file_tells_its_picture() {
        assert_eq!(stem_of(&file_name("avatars/ab-1", 128)), Some("avatars/ab-1"));
        assert_eq!(stem_of("avatars/readme.txt"), None);
    }
}
