//! What a program must know to connect to the cluster, kept in a file that its owner alone can read.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::socket::PORT;
use super::{PrivatePostgresError, USER};

/// What is percent-encoded in the host's place: all but the unreserved characters of RFC 3986.
const HOST: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The facts of one cluster.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Facts {
    /// 64 hexadecimal digits.
    pub password: String,
    pub database: String,
    pub socket_dir: PathBuf,
    /// The data folder in use: the one asked for, unless the user who runs the server cannot reach that.
    pub cluster: PathBuf,
    /// Who runs the server, in words; the files' owner is what decides.
    pub owner: String,
}

impl Facts {
    /// Reads the facts; `None` when there are none, or none that are whole.
    pub fn read(file: &Path) -> Result<Option<Self>, PrivatePostgresError> {
        match fs::read_to_string(file) {
            Ok(text) => Ok(Self::parse(&text)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidData) => Ok(None),
            Err(error) => Err(PrivatePostgresError::file("read", file)(error)),
        }
    }

    /// Replaces the file in one step, so that a reader sees the old facts or the new ones.
    pub fn write(&self, file: &Path) -> Result<(), PrivatePostgresError> {
        let failed = || PrivatePostgresError::file("write", file);
        let fresh = file.with_extension("facts-new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut handle = options.open(&fresh).map_err(failed())?;
        handle.write_all(self.text().as_bytes()).and_then(|()| handle.sync_all()).map_err(failed())?;
        fs::rename(&fresh, file).map_err(failed())
    }

    /// The address for sqlx and libpq. The socket folder stands in the host's place, percent-encoded, and the
    /// port is written out since both would take another one from the environment.
    pub fn url(&self) -> String {
        let folder = self.socket_dir.to_string_lossy();
        let host = utf8_percent_encode(&folder, HOST);
        let Self { password, database, .. } = self;
        format!("postgres://{USER}:{password}@{host}:{PORT}/{database}?sslmode=disable")
    }

    fn text(&self) -> String {
        let Self { password, database, socket_dir, cluster, owner } = self;
        format!(
            "password={password}\ndatabase={database}\nsocket_dir={}\ncluster={}\nowner={owner}\n",
            socket_dir.display(),
            cluster.display()
        )
    }

    fn parse(text: &str) -> Option<Self> {
        let value = |key: &str| {
            let found = text.lines().filter_map(|line| line.split_once('=')).find(|(name, _)| *name == key);
            found.map(|(_, value)| value.to_owned()).filter(|value| !value.is_empty())
        };
        Some(Self {
            password: value("password")?,
            database: value("database")?,
            socket_dir: value("socket_dir")?.into(),
            cluster: value("cluster")?.into(),
            owner: value("owner")?,
        })
    }
}

impl fmt::Debug for Facts {
    /// Leaves the password out.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Facts")
            .field("cluster", &self.cluster)
            .field("socket_dir", &self.socket_dir)
            .finish_non_exhaustive()
    }
}

/// 64 hexadecimal digits from the system's generator.
pub(super) fn random_password() -> Result<String, PrivatePostgresError> {
    let mut bytes = [0; 32];
    let source = Path::new("/dev/urandom");
    File::open(source)
        .and_then(|mut file| file.read_exact(&mut bytes))
        .map_err(PrivatePostgresError::file("read", source))?;
    Ok(bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|half| char::from_digit(u32::from(half), 16))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_survive_being_written_and_read() {
        let facts = Facts {
            password: random_password().unwrap(),
            database: "vitrine".into(),
            socket_dir: "/a=b/c d".into(),
            cluster: "/x/y".into(),
            owner: "this user".into(),
        };
        assert_eq!(facts.password.len(), 64);
        assert_eq!(Facts::parse(&facts.text()).as_ref(), Some(&facts));
        assert_eq!(Facts::parse("password=x\n"), None);
        assert!(!format!("{facts:?}").contains(&facts.password));
        assert!(facts.url().contains("@%2Fa%3Db%2Fc%20d:5432/vitrine"));
    }
}
