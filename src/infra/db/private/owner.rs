//! Which user of the system runs the server: PostgreSQL refuses root.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::{MetadataExt, lchown};
use std::path::Path;
use std::process::Stdio;

use rustix::process::geteuid;
use tokio::process::Command;

use super::PrivatePostgresError;

/// The id that root gets inside the user namespace.
const INNER_ID: u32 = 1000;

/// How the server's programs are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    /// As the user who runs this program.
    Myself,
    /// As root outside and an ordinary user inside a user namespace; the files are root's.
    Namespace,
    /// As another user, whom the files belong to.
    Account { uid: u32, gid: u32 },
}

impl Owner {
    /// Decides who runs the server: of an existing cluster the owner of its files, of a new one whoever can.
    pub async fn choose(postgres: &Path, cluster: &Path) -> Result<Self, PrivatePostgresError> {
        let files = fs::metadata(cluster.join("PG_VERSION")).ok();
        let me = geteuid().as_raw();
        let files_owner = files.as_ref().map_or(me, Metadata::uid);
        if me != 0 {
            let foreign = PrivatePostgresError::OtherOwner { folder: cluster.to_owned(), owner: files_owner };
            return if files_owner == me { Ok(Self::Myself) } else { Err(foreign) };
        }
        let mut ways = vec![Self::Namespace];
        match files {
            Some(files) if files.uid() != 0 => {
                ways = vec![Self::Account { uid: files.uid(), gid: files.gid() }];
            }
            _ => ways.extend(accounts(&fs::read_to_string("/etc/passwd").unwrap_or_default())),
        }
        for way in ways {
            if way.can_run(postgres).await {
                return Ok(way);
            }
        }
        Err(PrivatePostgresError::NoOwner)
    }

    /// A command that runs `program` as this owner, with nothing of our environment but the path.
    pub fn command(self, program: &Path) -> Command {
        let mut command = match self {
            Self::Namespace => {
                let mut command = Command::new("unshare");
                command
                    .arg("--user")
                    .arg(format!("--map-user={INNER_ID}"))
                    .arg(format!("--map-group={INNER_ID}"));
                command.arg("--").arg(program);
                command
            }
            Self::Myself | Self::Account { .. } => Command::new(program),
        };
        if let Self::Account { uid, gid } = self {
            command.uid(uid).gid(gid);
        }
        command.env_clear().env("LC_ALL", "C").stdin(Stdio::null());
        for name in ["PATH", "LD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
    }

    /// The user id that the process table shows for the server.
    pub fn uid(self) -> u32 {
        match self {
            Self::Myself | Self::Namespace => geteuid().as_raw(),
            Self::Account { uid, .. } => uid,
        }
    }

    /// Hands a file or an empty folder over to the owner.
    pub fn own(self, path: &Path) -> io::Result<()> {
        match self {
            Self::Myself | Self::Namespace => Ok(()),
            Self::Account { uid, gid } => lchown(path, Some(uid), Some(gid)),
        }
    }

    /// Hands a cluster over that another owner has run, which only root can want. The file that tells whom a
    /// cluster belongs to comes last.
    pub fn take_cluster(self, cluster: &Path) -> io::Result<()> {
        let mark = cluster.join("PG_VERSION");
        if fs::metadata(&mark)?.uid() == self.uid() {
            return Ok(());
        }
        self.own_all_but(&mark, cluster)?;
        self.own(&mark)
    }

    fn own_all_but(self, mark: &Path, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                self.own_all_but(mark, &entry.path())?;
            } else if entry.path() != mark {
                self.own(&entry.path())?;
            }
        }
        self.own(folder)
    }

    /// Whether the owner may go through `folder` and all those above it.
    pub fn reaches(self, folder: &Path) -> bool {
        let Self::Account { uid, gid } = self else { return true };
        folder.ancestors().all(|folder| {
            fs::metadata(folder).is_ok_and(|metadata| {
                let needed = match (metadata.uid() == uid, metadata.gid() == gid) {
                    (true, _) => 0o100,
                    (false, true) => 0o010,
                    (false, false) => 0o001,
                };
                metadata.mode() & needed != 0
            })
        })
    }

    async fn can_run(self, postgres: &Path) -> bool {
        let mut command = self.command(postgres);
        command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        command.status().await.is_ok_and(|status| status.success())
    }
}

/// The ordinary users who can run a server for root, in order of preference.
fn accounts(passwd: &str) -> Vec<Owner> {
    let account = |name: &str| {
        let mut fields = passwd.lines().find(|line| line.split(':').next() == Some(name))?.split(':').skip(2);
        Some(Owner::Account { uid: fields.next()?.parse().ok()?, gid: fields.next()?.parse().ok()? })
    };
    ["postgres", "nobody"].into_iter().filter_map(account).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postgres_is_preferred_to_nobody() {
        let passwd = "root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false\npostgres:x:101:104:,,,:/p:/bin/sh\n";
        let expected = [Owner::Account { uid: 101, gid: 104 }, Owner::Account { uid: 65534, gid: 65533 }];
        assert_eq!(accounts(passwd), expected);
        assert_eq!(accounts("root:x:0:0::/root:/bin/sh\n"), []);
    }
}
