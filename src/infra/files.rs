//! The file store (SPEC J5): a folder on disk, or a bucket of an S3-compatible store, behind `object_store`.

mod s3;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::{GetResult, GetResultPayload, ObjectStore, ObjectStoreExt, path::Path as ObjectPath};

pub use self::s3::{Bucket, S3Key, check_endpoint};
use super::config::{MediaStore, Settings};

/// Where pictures are kept. Names are relative paths of plain segments: `demo/kettle-1-400.webp`.
#[derive(Clone)]
pub struct FileStore {
    store: Arc<dyn ObjectStore>,
}

/// A file that is being read.
pub struct StoredFile {
    /// Its size in bytes.
    pub size: u64,
    /// Its content, part by part.
    pub content: BoxStream<'static, Result<Bytes, FileError>>,
}

/// Why the store failed.
#[derive(Debug, thiserror::Error)]
#[error("The file store failed: {0}")]
pub struct FileError(String);

impl From<object_store::Error> for FileError {
    fn from(error: object_store::Error) -> Self {
        Self(error.to_string())
    }
}

impl FileStore {
    /// The store that the settings name.
    ///
    /// # Errors
    /// When the folder cannot be made, or the settings of the bucket cannot be used. Whether the bucket answers
    /// shows when it is used first.
    pub fn of(settings: &Settings) -> Result<Self, FileError> {
        let shop = &settings.vitrine;
        match shop.media_store {
            MediaStore::Folder => Self::in_folder(&shop.data_folder.join("media")),
            MediaStore::S3 => {
                let key = shop.s3_key.clone().ok_or_else(|| FileError("the key is missing".to_owned()))?;
                Self::in_bucket(Bucket {
                    name: shop.s3_bucket.clone(),
                    endpoint: shop.s3_endpoint.clone(),
                    region: shop.s3_region.clone(),
                    key,
                })
            }
        }
    }

    /// A store in a folder, which is made when it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made or used.
    pub fn in_folder(folder: &Path) -> Result<Self, FileError> {
        std::fs::create_dir_all(folder)
            .map_err(|error| FileError(format!("{}: {error}", folder.display())))?;
        let store = LocalFileSystem::new_with_prefix(folder)?;
        Ok(Self { store: Arc::new(store.with_automatic_cleanup(true)) })
    }

    /// A store in a bucket, which has to be there.
    ///
    /// # Errors
    /// When the bucket's settings cannot be used.
    pub fn in_bucket(bucket: Bucket) -> Result<Self, FileError> {
        Ok(Self { store: Arc::new(s3::open(bucket)?) })
    }

    /// Keeps a file whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put(&self, name: &str, content: Vec<u8>) -> Result<(), FileError> {
        self.store.put(&parse(name)?, content.into()).await?;
        Ok(())
    }

    /// The file's bytes, or `None` when there is no such file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>, FileError> {
        match self.find(name).await? {
            Some(found) => Ok(Some(found.bytes().await?)),
            None => Ok(None),
        }
    }

    /// The file to be passed on while it is read, or `None` when there is no such file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn open(&self, name: &str) -> Result<Option<StoredFile>, FileError> {
        let Some(found) = self.find(name).await? else { return Ok(None) };
        let size = found.meta.size;
        // A file of the disk is read at once: pictures are small, and each part would need a thread of its own.
        let content: BoxStream<'static, _> = if matches!(found.payload, GetResultPayload::File(..)) {
            let bytes = found.bytes().await?;
            stream::once(async move { Ok::<_, FileError>(bytes) }).boxed()
        } else {
            found.into_stream().map_err(FileError::from).boxed()
        };
        Ok(Some(StoredFile { size, content }))
    }

    /// Whether there is such a file.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn has(&self, name: &str) -> Result<bool, FileError> {
        match self.store.head(&parse(name)?).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// The names of the files in a folder that were there before a moment.
    pub fn older_than(
        &self,
        folder: &'static str,
        moment: DateTime<Utc>,
    ) -> BoxStream<'static, Result<String, FileError>> {
        let found = self.store.list(Some(&ObjectPath::from(folder)));
        found
            .try_filter(move |file| std::future::ready(file.last_modified < moment))
            .map_ok(|file| file.location.to_string())
            .map_err(FileError::from)
            .boxed()
    }

    /// Removes a file; nothing happens when there is no such file.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn delete(&self, name: &str) -> Result<(), FileError> {
        match self.store.delete(&parse(name)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// A name that no file can have is one that is not there.
    async fn find(&self, name: &str) -> Result<Option<GetResult>, FileError> {
        let Ok(path) = parse(name) else { return Ok(None) };
        match self.store.get(&path).await {
            Ok(found) => Ok(Some(found)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// A name as the store has it. The empty one would be the whole bucket, and reading it a list of all files.
fn parse(name: &str) -> Result<ObjectPath, FileError> {
    let path = ObjectPath::parse(name).map_err(|error| FileError(error.to_string()))?;
    if path.as_ref().is_empty() { Err(FileError("the name is empty".to_owned())) } else { Ok(path) }
}
