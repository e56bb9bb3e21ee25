//! The folder of the server's socket: nobody else's, and short, as the address of a socket ends at 107 bytes.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

use rustix::process::geteuid;

use super::PrivatePostgresError;
use super::owner::Owner;

/// The number in the socket's name. The folder is private, so that no two servers meet.
pub(super) const PORT: u16 = 5432;
/// Leaves room for `/.s.PGSQL.5432.lock`.
const LONGEST: usize = 88;

/// Chooses the socket folder: the one of last time, the data folder itself when its path is short, else a
/// folder of our own below `XDG_RUNTIME_DIR` or `/tmp`.
pub(super) fn choose(
    last: Option<&Path>,
    cluster: &Path,
    name: &str,
    owner: Owner,
) -> Result<PathBuf, PrivatePostgresError> {
    let short =
        |path: &Path| path.as_os_str().len() <= LONGEST && !path.to_string_lossy().contains([',', '"']);
    if short(cluster) {
        return Ok(cluster.to_owned());
    }
    // A copied cluster's facts name the socket folder of the one it was copied from.
    let last =
        last.filter(|path| path.file_name().is_some_and(|last| last.to_string_lossy().starts_with(name)));
    let mut candidates: Vec<PathBuf> = last.map(Path::to_owned).into_iter().collect();
    if owner == Owner::Myself {
        let runtime =
            std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
        candidates.extend(runtime.map(|runtime| runtime.join(name)));
    }
    let plain = Path::new("/tmp").join(name);
    candidates.push(plain.clone());
    candidates.extend((1..10).map(|number| PathBuf::from(format!("{}-{number}", plain.display()))));
    let usable = candidates.into_iter().find(|path| short(path) && ensure(path, owner).is_ok());
    usable.ok_or(PrivatePostgresError::NoSocketFolder { tried: plain })
}

/// Makes the folder when it is missing; refuses one that is a link, somebody else's, or open to others.
pub(super) fn ensure(folder: &Path, owner: Owner) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    let metadata = fs::symlink_metadata(folder)?;
    let ours = metadata.uid() == owner.uid() || metadata.uid() == geteuid().as_raw();
    if !metadata.is_dir() || !ours || metadata.mode() & 0o077 != 0 {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the folder is not ours alone"));
    }
    owner.own(folder)
}

/// Removes the socket of a server that is gone; only for the holder of the lock after a look at the process
/// table.
pub(super) fn clear(folder: &Path) {
    for ending in ["", ".lock"] {
        let path = folder.join(format!(".s.PGSQL.{PORT}{ending}"));
        if let Err(error) = fs::remove_file(&path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(path = %path.display(), %error, "cannot remove a stale socket");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_folder_that_is_a_link_or_open_to_others_is_refused() {
        let root = std::env::temp_dir().join(format!("vitrine-socket-{}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        let (fresh, open, link) = (root.join("fresh"), root.join("open"), root.join("link"));
        ensure(&fresh, Owner::Myself).unwrap();
        ensure(&fresh, Owner::Myself).unwrap();
        assert_eq!(fs::metadata(&fresh).unwrap().mode() & 0o777, 0o700);
        fs::create_dir(&open).unwrap();
        fs::set_permissions(&open, fs::Permissions::from_mode(0o755)).unwrap();
        assert!(ensure(&open, Owner::Myself).is_err());
        symlink(&fresh, &link).unwrap();
        assert!(ensure(&link, Owner::Myself).is_err());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_long_path_gets_a_short_socket_folder() {
        let name = format!("vitrine-test-{}", std::process::id());
        let long = PathBuf::from(format!("/{}", "long/".repeat(30)));
        let chosen = choose(None, &long, &name, Owner::Myself).unwrap();
        assert!(chosen.as_os_str().len() <= LONGEST && chosen.ends_with(&name));
        assert_eq!(
            choose(None, Path::new("/srv/shop/pg"), &name, Owner::Myself).unwrap(),
            Path::new("/srv/shop/pg")
        );
        fs::remove_dir(chosen).unwrap();
    }
}
