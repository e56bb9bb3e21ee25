//! The file store (SPEC J5): a folder on disk behind `object_store`.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::{ObjectStore, ObjectStoreExt, path::Path as ObjectPath};

/// Where pictures are kept. Names are relative paths of plain segments: `demo/kettle-1-400.webp`.
#[derive(Clone)]
pub struct FileStore {
    store: Arc<dyn ObjectStore>,
}

/// Why the store failed.
#[derive(Debug, thiserror::Error)]
#[error("The file store failed: {0}")]
pub struct FileError(String);

impl FileStore {
    /// A store in a folder, which is made when it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made or used.
    pub fn in_folder(folder: &Path) -> Result<Self, FileError> {
        std::fs::create_dir_all(folder)
            .map_err(|error| FileError(format!("{}: {error}", folder.display())))?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| FileError(error.to_string()))?;
        Ok(Self { store: Arc::new(store.with_automatic_cleanup(true)) })
    }

    /// Keeps a file whole or not at all.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put(&self, name: &str, content: Vec<u8>) -> Result<(), FileError> {
        let path = parse(name)?;
        self.store.put(&path, content.into()).await.map_err(|error| FileError(error.to_string()))?;
        Ok(())
    }

    /// The file's bytes, or `None` when there is no such file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn get(&self, name: &str) -> Result<Option<Bytes>, FileError> {
        let Ok(path) = parse(name) else { return Ok(None) };
        let found = match self.store.get(&path).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(FileError(error.to_string())),
        };
        found.bytes().await.map(Some).map_err(|error| FileError(error.to_string()))
    }

    /// Whether there is such a file.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn has(&self, name: &str) -> Result<bool, FileError> {
        match self.store.head(&parse(name)?).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(FileError(error.to_string())),
        }
    }
}

fn parse(name: &str) -> Result<ObjectPath, FileError> {
    ObjectPath::parse(name).map_err(|error| FileError(error.to_string()))
}
