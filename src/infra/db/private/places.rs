//! The files beside the data folder: lock, facts and log.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::PrivatePostgresError;
use super::facts::Facts;

/// A longer log is emptied before the server starts.
const LOG_LIMIT: u64 = 10 * 1024 * 1024;
/// Above the data folders of servers whose user cannot reach the ones asked for.
const FAR_PARENT: &str = "/var/lib";
/// How much of the log's end an error shows.
const TAIL_LINES: usize = 8;

/// The absolute paths of a private cluster.
#[derive(Clone, Debug)]
pub(super) struct Places {
    /// The data folder that was asked for.
    pub folder: PathBuf,
    pub lock: PathBuf,
    pub facts: PathBuf,
    pub log: PathBuf,
    /// `vitrine-` and a hash of the folder's path: names the cluster's processes and its socket folder.
    pub name: String,
}

impl Places {
    /// Resolves links, and makes the folder above the data folder.
    pub fn new(folder: &Path) -> Result<Self, PrivatePostgresError> {
        let folder = std::path::absolute(folder).map_err(PrivatePostgresError::file("resolve", folder))?;
        let (Some(parent), Some(last)) = (folder.parent(), folder.file_name()) else {
            return Err(PrivatePostgresError::NotACluster { folder });
        };
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(parent)
            .map_err(PrivatePostgresError::file("make the folder", parent))?;
        let parent = parent.canonicalize().map_err(PrivatePostgresError::file("resolve", parent))?;
        let folder = parent.join(last);
        let folder = folder.canonicalize().unwrap_or(folder);
        let Some(text) = folder.to_str().filter(|text| !text.contains(char::is_control)) else {
            return Err(PrivatePostgresError::UnreadablePath { path: folder });
        };
        let name = format!("vitrine-{:016x}", fnv1a(text.as_bytes()));
        Ok(Self {
            lock: beside(&folder, ".lock"),
            facts: beside(&folder, ".facts"),
            log: beside(&folder, ".log"),
            folder,
            name,
        })
    }

    /// The data folder for a server whose user cannot reach the one asked for.
    pub fn far_folder(&self) -> PathBuf {
        Path::new(FAR_PARENT).join(&self.name)
    }

    /// Whether these facts are of this cluster, and not of one that it was copied from.
    pub fn are_of(&self, facts: &Facts) -> bool {
        facts.cluster == self.folder || facts.cluster == self.far_folder()
    }

    /// The lock, or `None` while another program holds it. It is held until the file is closed, by `kill -9`
    /// too; the file is never removed, since a lock on a removed file excludes nobody.
    pub fn try_lock(&self) -> Result<Option<File>, PrivatePostgresError> {
        let failed = || PrivatePostgresError::file("lock", &self.lock);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&self.lock)
            .map_err(failed())?;
        match file.try_lock() {
            Ok(()) => Ok(self.is_lock(&file).then_some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(failed()(error)),
        }
    }

    /// Whether this open file is still the lock, and was not removed or replaced with the whole folder.
    pub fn is_lock(&self, file: &File) -> bool {
        let identity = |metadata: Metadata| (metadata.dev(), metadata.ino());
        match (file.metadata(), fs::metadata(&self.lock)) {
            (Ok(held), Ok(named)) => identity(held) == identity(named),
            _ => false,
        }
    }

    /// The log, opened to append.
    pub fn open_log(&self) -> Result<File, PrivatePostgresError> {
        OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&self.log)
            .map_err(PrivatePostgresError::file("open", &self.log))
    }

    /// Empties a log that has grown too long; returns its length in bytes.
    pub fn trim_log(&self) -> Result<u64, PrivatePostgresError> {
        let failed = || PrivatePostgresError::file("trim", &self.log);
        let log = self.open_log()?;
        let length = log.metadata().map_err(failed())?.len();
        if length <= LOG_LIMIT {
            return Ok(length);
        }
        log.set_len(0).map_err(failed())?;
        Ok(0)
    }

    /// The last lines that the log got after byte `start`.
    pub fn log_tail(&self, start: u64) -> String {
        let mut text = Vec::new();
        if let Ok(mut log) = File::open(&self.log) {
            let end = log.metadata().map_or(0, |metadata| metadata.len());
            let near_end = SeekFrom::Start(start.max(end.saturating_sub(16 * 1024)));
            if log.seek(near_end).is_err() || log.read_to_end(&mut text).is_err() {
                text.clear();
            }
        }
        last_lines(&text)
    }
}

/// The last few lines of a program's output, on one line.
pub(super) fn last_lines(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.iter().skip(lines.len().saturating_sub(TAIL_LINES)).copied().collect::<Vec<_>>().join(" | ")
}

fn beside(folder: &Path, ending: &str) -> PathBuf {
    let mut path = OsString::from(folder);
    path.push(ending);
    path.into()
}

/// The hash FNV-1a: the same in every version of this program, unlike the standard library's.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
