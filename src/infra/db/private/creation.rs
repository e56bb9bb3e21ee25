//! Making a cluster, and what is done to one while its server is down.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::cluster::Cluster;
use super::facts::random_password;
use super::places::last_lines;
use super::{PrivatePostgresError, USER};

impl Cluster {
    /// Makes the cluster with its database when it is new; gives one that exists the password and the
    /// database that it lacks. The server must be down.
    pub async fn create_if_missing(&mut self) -> Result<(), PrivatePostgresError> {
        if !self.exists() {
            return self.create().await;
        }
        let folder = self.folder().to_owned();
        self.owner.take_cluster(&folder).map_err(PrivatePostgresError::file("hand over", &folder))?;
        let mut statements = Vec::new();
        if self.reset_password {
            statements.push(format!("ALTER ROLE {USER} PASSWORD '{}'", self.facts.password));
        }
        let database = &self.facts.database;
        if self.known.as_ref().is_none_or(|known| known.database != *database) {
            statements.push(format!("CREATE DATABASE {database}"));
        }
        if !statements.is_empty() {
            self.clear_leftovers().await?;
            self.run_statements(&folder, &statements, "fsync=on").await?;
        }
        self.reset_password = false;
        self.save_facts()
    }

    /// Makes the cluster in a folder of another name and renames that when it is whole, so that a kill at any
    /// moment leaves no cluster or a whole one. The password is written down before.
    async fn create(&mut self) -> Result<(), PrivatePostgresError> {
        let folder = self.folder().to_owned();
        let failed = |what| PrivatePostgresError::file(what, folder.clone());
        if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(PrivatePostgresError::NotACluster { folder });
        }
        tracing::info!(folder = %folder.display(), "making a private PostgreSQL cluster");
        self.save_facts()?;
        remove_unfinished(&folder);
        let workshop = workshop(&folder, random_password()?.get(..8).unwrap_or_default());
        let (cluster, password) = (workshop.join("cluster"), workshop.join("password"));
        for path in [&workshop, &cluster] {
            let made = DirBuilder::new().mode(0o700).create(path).and_then(|()| self.owner.own(path));
            made.map_err(failed("make"))?;
        }
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&password);
        file.and_then(|mut file| file.write_all(self.facts.password.as_bytes()))
            .and_then(|()| self.owner.own(&password))
            .map_err(PrivatePostgresError::file("write", &password))?;
        let result = self.fill(&cluster, &password).await;
        if result.is_ok() {
            let renamed = fs::rename(&cluster, &folder);
            renamed.and_then(|()| sync_parent(&folder)).map_err(failed("make"))?;
            self.reset_password = false;
        }
        remove_unfinished(&folder);
        result
    }

    /// Runs `initdb`, and makes the database.
    async fn fill(&self, cluster: &Path, password: &Path) -> Result<(), PrivatePostgresError> {
        let program = self.binaries.initdb();
        let mut command = self.owner.command(&program);
        command
            .args(["-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--no-sync", "-U", USER, "-D"])
            .arg(cluster);
        command.arg("--pwfile").arg(password).current_dir(cluster);
        let output = run(command, &program, "").await?;
        if !output.status.success() {
            return Err(PrivatePostgresError::SetUp {
                program: "initdb",
                output: last_lines(&output.stderr),
            });
        }
        if self.facts.database != "postgres" {
            let statements = [format!("CREATE DATABASE {}", self.facts.database)];
            self.run_statements(cluster, &statements, "fsync=off").await?;
        }
        self.sync(cluster).await
    }

    /// Brings a new cluster to the disk: its whole file system in one call, which takes a fraction of the
    /// time, else file by file.
    async fn sync(&self, cluster: &Path) -> Result<(), PrivatePostgresError> {
        let mut command = Command::new("sync");
        command.arg("-f").arg(cluster).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if command.kill_on_drop(true).status().await.is_ok_and(|status| status.success()) {
            return Ok(());
        }
        let program = self.binaries.initdb();
        let mut command = self.owner.command(&program);
        command.args(["--sync-only", "-D"]).arg(cluster).current_dir(cluster);
        let output = run(command, &program, "").await?;
        if output.status.success() {
            return Ok(());
        }
        Err(PrivatePostgresError::SetUp { program: "initdb --sync-only", output: last_lines(&output.stderr) })
    }

    /// Runs statements in a server without socket; that the database exists already is no error.
    async fn run_statements(
        &self,
        cluster: &Path,
        statements: &[String],
        setting: &str,
    ) -> Result<(), PrivatePostgresError> {
        let program = self.binaries.postgres();
        let mut command = self.owner.command(&program);
        command.args(["--single", "-D"]).arg(cluster).args([
            "-c",
            "log_destination=stderr",
            "-c",
            setting,
            "postgres",
        ]);
        command.current_dir(cluster);
        let output = run(command, &program, &(statements.join(";\n") + ";\n")).await?;
        let said = String::from_utf8_lossy(&output.stderr);
        let wrong = said.lines().any(|line| {
            ["ERROR:", "FATAL:", "PANIC:"].iter().any(|level| line.contains(level))
                && !line.contains("already exists")
        });
        if wrong || !output.status.success() {
            // The server repeats the statement that failed.
            let output = last_lines(&output.stderr).replace(&self.facts.password, "…");
            return Err(PrivatePostgresError::SetUp { program: "postgres --single", output });
        }
        Ok(())
    }
}

/// Runs a program to its end; it is killed when the caller gives up.
async fn run(mut command: Command, program: &Path, input: &str) -> Result<Output, PrivatePostgresError> {
    let failed = |source| PrivatePostgresError::Spawn { program: program.to_owned(), source };
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends before it reads says why on its standard error.
        if let Err(error) = stdin.write_all(input.as_bytes()).await {
            tracing::debug!(%error, "a program did not read its input");
        }
    }
    child.wait_with_output().await.map_err(failed)
}

/// `pg` becomes `pg.new-1a2b3c4d`: a name of its own for each attempt, as a killed program's `initdb` may
/// still run.
fn workshop(folder: &Path, ending: &str) -> PathBuf {
    let mut path = OsString::from(folder);
    path.push(".new-");
    path.push(ending);
    path.into()
}

/// Removes what attempts to make the cluster have left.
fn remove_unfinished(folder: &Path) {
    let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else { return };
    let beginning = format!("{}.new-", name.to_string_lossy());
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&beginning)
            && let Err(error) = fs::remove_dir_all(entry.path())
        {
            tracing::warn!(path = %entry.path().display(), %error, "cannot remove an unfinished cluster");
        }
    }
}

fn sync_parent(folder: &Path) -> io::Result<()> {
    folder.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}
