//! One cluster: its files, the programs for it and the server's settings.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Stdio;

use super::binaries::{self, Binaries};
use super::facts::{Facts, random_password};
use super::owner::Owner;
use super::places::Places;
use super::process::{self, Server};
use super::{PrivatePostgresError, PrivatePostgresOptions, socket};

/// A cluster, made or still to be made. Only the holder of the lock has one.
#[derive(Debug)]
pub(super) struct Cluster {
    pub places: Places,
    pub binaries: Binaries,
    pub owner: Owner,
    pub facts: Facts,
    /// The facts in the file.
    pub known: Option<Facts>,
    /// Set when the facts' password may not be the cluster's.
    pub reset_password: bool,
    shared_buffers_mb: u32,
    /// Those of the wishes that this server knows; asked once.
    known_wishes: Option<Vec<&'static str>>,
}

impl Cluster {
    /// Finds everything that the cluster needs; makes nothing but the socket folder.
    pub async fn open(
        options: &PrivatePostgresOptions,
        places: &Places,
    ) -> Result<Self, PrivatePostgresError> {
        let known = Facts::read(&places.facts)?;
        let far = places.far_folder();
        let mut cluster = places.folder.clone();
        if !is_cluster(&cluster) && is_cluster(&far) {
            cluster.clone_from(&far);
        }
        let exists = is_cluster(&cluster);
        let wanted = binaries::cluster_version(&cluster);
        let binaries = binaries::find(options.binaries.as_deref(), wanted).await?;
        let owner = Owner::choose(&binaries.postgres(), &cluster).await?;
        if !exists && !cluster.parent().is_some_and(|parent| owner.reaches(parent)) {
            cluster = far;
        }
        let last = known.as_ref().map(|facts| facts.socket_dir.as_path());
        let socket_dir = socket::choose(last, &cluster, &places.name, owner)?;
        let password = match &known {
            Some(facts) => facts.password.clone(),
            None => random_password()?,
        };
        let facts = Facts {
            password,
            database: options.database.clone(),
            socket_dir,
            cluster,
            owner: format!("{owner:?}"),
        };
        Ok(Self {
            places: places.clone(),
            binaries,
            owner,
            facts,
            reset_password: exists && known.is_none(),
            known,
            shared_buffers_mb: options.shared_buffers_mb,
            known_wishes: None,
        })
    }

    pub fn folder(&self) -> &Path {
        &self.facts.cluster
    }

    pub fn exists(&self) -> bool {
        is_cluster(self.folder())
    }

    /// Whether a running server can be one that these facts connect to.
    pub fn can_adopt(&self) -> bool {
        self.known.as_ref() == Some(&self.facts)
    }

    /// The server of this cluster that an ended program left behind.
    pub fn running(&self) -> Result<Option<Server>, PrivatePostgresError> {
        Ok(self.processes()?.postmaster.map(Server::Adopted))
    }

    /// Ends what a killed server left behind: its busy sessions, a process id that now is somebody else's,
    /// its socket.
    pub async fn clear_leftovers(&self) -> Result<(), PrivatePostgresError> {
        let found = self.processes()?;
        if found.postmaster.is_some() {
            return Ok(());
        }
        process::end_all(&found.others).await?;
        process::remove_misleading_pid_file(self.folder())?;
        socket::clear(&self.facts.socket_dir);
        Ok(())
    }

    /// Starts the server and returns at once.
    pub async fn launch(&mut self) -> Result<Server, PrivatePostgresError> {
        if !self.exists() {
            return Err(PrivatePostgresError::NotACluster { folder: self.folder().to_owned() });
        }
        self.clear_leftovers().await?;
        let socket_dir = &self.facts.socket_dir;
        socket::ensure(socket_dir, self.owner).map_err(PrivatePostgresError::file("use", socket_dir))?;
        self.save_facts()?;
        let log = self.places.open_log()?;
        self.share_files().map_err(PrivatePostgresError::file("hand over", &self.places.facts))?;
        let copy = log.try_clone().map_err(PrivatePostgresError::file("open", &self.places.log))?;
        let postgres = self.binaries.postgres();
        let mut command = self.owner.command(&postgres);
        command.arg("-D").arg(self.folder()).current_dir(self.folder());
        for setting in self.settings().await {
            command.arg("-c").arg(setting);
        }
        // A process group of its own, so that Ctrl-C in the terminal reaches this program alone, which stops
        // the server when its own work is done.
        command.stdout(Stdio::from(log)).stderr(Stdio::from(copy)).process_group(0);
        let child =
            command.spawn().map_err(|source| PrivatePostgresError::Spawn { program: postgres, source })?;
        Ok(Server::Child(child))
    }

    /// Root that runs the cluster of a user in that user's folder leaves no files there that the user cannot
    /// open.
    fn share_files(&self) -> io::Result<()> {
        let Some(parent) = self.places.lock.parent() else { return Ok(()) };
        if fs::metadata(parent)?.uid() != self.owner.uid() {
            return Ok(());
        }
        [&self.places.lock, &self.places.facts, &self.places.log]
            .into_iter()
            .try_for_each(|file| self.owner.own(file))
    }

    /// Writes the facts where they have changed.
    pub fn save_facts(&mut self) -> Result<(), PrivatePostgresError> {
        if self.known.as_ref() != Some(&self.facts) {
            self.facts.write(&self.places.facts)?;
            self.known = Some(self.facts.clone());
        }
        Ok(())
    }

    fn processes(&self) -> Result<process::Found, PrivatePostgresError> {
        process::find(self.folder(), &self.places.name, self.owner.uid())
    }

    /// What the server is told on its command line, over what its configuration file says.
    async fn settings(&mut self) -> Vec<String> {
        let shared_buffers = self.shared_buffers_mb;
        let cache = memory_mb().map_or(shared_buffers, |memory| memory / 2).max(shared_buffers);
        let mut settings = vec![
            "listen_addresses=".to_owned(),
            format!("unix_socket_directories={}", self.facts.socket_dir.display()),
            "unix_socket_permissions=0700".to_owned(),
            format!("port={}", socket::PORT),
            format!("cluster_name={}", self.places.name),
            format!("shared_buffers={shared_buffers}MB"),
            format!("effective_cache_size={cache}MB"),
            "work_mem=16MB".to_owned(),
            "max_connections=120".to_owned(),
            "random_page_cost=1.1".to_owned(),
            "jit=off".to_owned(),
            "max_wal_size=4GB".to_owned(),
            "fsync=on".to_owned(),
            "full_page_writes=on".to_owned(),
            "restart_after_crash=on".to_owned(),
            "TimeZone=UTC".to_owned(),
            "log_timezone=UTC".to_owned(),
            "log_destination=stderr".to_owned(),
            "logging_collector=off".to_owned(),
        ];
        let wishes = match self.known_wishes.take() {
            Some(wishes) => wishes,
            None => self.ask_for_wishes().await,
        };
        settings.extend(wishes.iter().map(|wish| (*wish).to_owned()));
        self.known_wishes = Some(wishes);
        settings
    }

    /// The settings that older servers do not have, or that depend on how this one was built.
    async fn ask_for_wishes(&self) -> Vec<&'static str> {
        let mut wishes = vec!["wal_compression=lz4"];
        // One call in place of one for each file makes the start after a crash short.
        if syncfs_reports_errors(&fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default()) {
            wishes.push("recovery_init_sync_method=syncfs");
        }
        if self.knows(&wishes).await {
            return wishes;
        }
        let mut known = Vec::new();
        for wish in wishes {
            if self.knows(&[wish]).await {
                known.push(wish);
            }
        }
        known
    }

    async fn knows(&self, settings: &[&str]) -> bool {
        let mut command = self.owner.command(&self.binaries.postgres());
        command.arg("-D").arg(self.folder()).current_dir(self.folder()).kill_on_drop(true);
        for setting in settings {
            command.args(["-c", setting]);
        }
        command.args(["-C", "data_directory"]).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().await.is_ok_and(|status| status.success())
    }
}

/// Linux tells a caller of `syncfs` about failed writes since 5.8.
fn syncfs_reports_errors(release: &str) -> bool {
    let mut numbers =
        release.split(|character: char| !character.is_ascii_digit()).map_while(|part| part.parse().ok());
    let version: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    version >= (5, 8)
}

fn is_cluster(folder: &Path) -> bool {
    folder.join("PG_VERSION").is_file()
}

/// The machine's memory in MB.
fn memory_mb() -> Option<u32> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("MemTotal:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    u32::try_from(kilobytes / 1024).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_kernels_are_not_trusted_with_syncfs() {
        for (release, trusted) in [
            ("6.1.0-13-amd64", true),
            ("5.8.1", true),
            ("5.7.19", false),
            ("4.18.0-553.el8", false),
            ("", false),
        ] {
            assert_eq!(syncfs_reports_errors(release), trusted, "{release}");
        }
    }
}
