//! A PostgreSQL cluster that belongs to this program alone, for a shop that was given no `DATABASE_URL`.
//!
//! Beside the data folder (`.data/pg`) stand `pg.lock`, held by the program that keeps the server running;
//! `pg.facts`, what a program must know to connect (readable by its owner alone); and `pg.log`, what the
//! server says.
//!
//! Whoever gets the lock starts the server, restarts it when it dies and stops it at the end. Whoever does
//! not get it joins the running server, and takes its care over when the lock becomes free. A killed program
//! leaves its server running; the next program finds it in the process table, never by its pid file alone,
//! and takes it on. Linux only, as it reads `/proc`.

mod binaries;
mod cluster;
mod creation;
mod error;
mod facts;
mod owner;
mod places;
mod process;
mod socket;
mod supervision;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use cluster::Cluster;
use facts::Facts;
use places::Places;
use process::{Server, Status};
use supervision::Role;

pub use error::PrivatePostgresError;

/// The superuser of every private cluster.
const USER: &str = "vitrine";
/// How long a server that does not say that it is starting up may take to answer.
const ANSWER_LIMIT: Duration = Duration::from_mins(1);
/// How long a server that says that it is ready may refuse us before its password is set anew.
const REFUSAL_LIMIT: Duration = Duration::from_secs(20);
/// How long a server may take to replay its log after a crash, and a program to wait for another one's
/// server.
const RECOVERY_LIMIT: Duration = Duration::from_mins(5);
/// How long one probe may take.
const PROBE_LIMIT: Duration = Duration::from_secs(5);

/// Where a private cluster is and how it is set up.
#[derive(Clone, Debug)]
pub struct PrivatePostgresOptions {
    /// The data folder, `.data/pg` as a rule; the lock, the facts and the log stand beside it under the same
    /// name.
    pub folder: PathBuf,
    /// The folder with `postgres` and `initdb`; searched for when `None`.
    pub binaries: Option<PathBuf>,
    /// The database to connect to, made when it is missing: lowercase letters, digits and underscores.
    pub database: String,
    /// PostgreSQL's `shared_buffers`, in MB.
    pub shared_buffers_mb: u32,
}

impl PrivatePostgresOptions {
    /// The usual set-up in `folder`: binaries searched for, a database `vitrine`, 256 MB of shared buffers.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), binaries: None, database: USER.to_owned(), shared_buffers_mb: 256 }
    }
}

/// A PostgreSQL cluster that belongs to this program alone: started on demand, reached by a socket only,
/// restarted when it dies, stopped cleanly.
///
/// Dropping it stops the server in the background as well, as long as the runtime lives; [`stop`](Self::stop)
/// waits.
#[derive(Debug)]
pub struct PrivatePostgres {
    url: String,
    facts: Facts,
    psql: Option<PathBuf>,
    #[cfg(test)]
    joined: bool,
    stop: oneshot::Sender<()>,
    supervision: JoinHandle<Result<(), PrivatePostgresError>>,
}

impl PrivatePostgres {
    /// Starts the cluster (makes it when it is new), or joins it when another program runs it already, and
    /// waits until a query is answered: until `probe`, given the URL, says so. A probe that takes more than 5
    /// seconds counts as a no.
    ///
    /// # Errors
    ///
    /// When the folder cannot be used, no fitting PostgreSQL is installed, no user may run it, or it does not
    /// answer: within 60 seconds, or 5 minutes while it recovers from a crash. Each message says what to do.
    pub async fn start<P>(options: &PrivatePostgresOptions, probe: P) -> Result<Self, PrivatePostgresError>
    where
        P: AsyncFn(&str) -> bool,
    {
        let places = Places::new(&options.folder)?;
        check_name(&options.database)?;
        let begun = Instant::now();
        loop {
            if let Some(lock) = places.try_lock()? {
                return Self::own(options, &places, lock, &probe).await;
            }
            if let Some(facts) = Facts::read(&places.facts)?.filter(|facts| places.are_of(facts)) {
                let facts = Facts { database: options.database.clone(), ..facts };
                if answers(&probe, &facts.url()).await {
                    tracing::info!(folder = %places.folder.display(), "joined a running private PostgreSQL");
                    let psql = binaries::find_psql(options.binaries.as_deref(), &facts.cluster);
                    let role = Role::Joined { options: options.clone(), places };
                    return Ok(Self::supervised(facts, psql, role));
                }
            }
            if begun.elapsed() > RECOVERY_LIMIT {
                return Err(PrivatePostgresError::OtherProgramSilent { lock: places.lock });
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The address for sqlx and `psql`, password included:
    /// `postgres://vitrine:PASSWORD@%2Fsocket%2Ffolder:5432/vitrine`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The folder of the server's socket.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        &self.facts.socket_dir
    }

    /// The role's password.
    #[must_use]
    pub fn password(&self) -> &str {
        &self.facts.password
    }

    /// The `psql` of the same PostgreSQL, else any on the PATH; `None` when there is none.
    #[must_use]
    pub fn psql(&self) -> Option<&Path> {
        self.psql.as_deref()
    }

    /// Whether another program ran the server when this one came.
    #[cfg(test)]
    fn is_joined(&self) -> bool {
        self.joined
    }

    /// Stops the server fast and cleanly, and waits until it is gone (SPEC J10). Does nothing to a server
    /// that another program runs.
    ///
    /// # Errors
    ///
    /// When the server is still alive after everything was tried.
    pub async fn stop(self) -> Result<(), PrivatePostgresError> {
        drop(self.stop);
        self.supervision.await.map_err(|_| PrivatePostgresError::SupervisionLost)?
    }

    /// Starts the server as the holder of the lock.
    async fn own<P>(
        options: &PrivatePostgresOptions,
        places: &Places,
        lock: File,
        probe: &P,
    ) -> Result<Self, PrivatePostgresError>
    where
        P: AsyncFn(&str) -> bool,
    {
        let mut cluster = Cluster::open(options, places).await?;
        let mut retried = false;
        let server = loop {
            match start_server(&mut cluster, probe).await {
                Ok(server) => break server,
                Err(error) if !retried && error.is_worth_a_retry() => {
                    tracing::warn!(%error, "the private PostgreSQL did not start; trying once more");
                    cluster.reset_password |= matches!(error, PrivatePostgresError::Silent { .. });
                    retried = true;
                }
                Err(error) => return Err(error),
            }
        };
        let (facts, psql) = (cluster.facts.clone(), cluster.binaries.psql());
        Ok(Self::supervised(facts, psql, Role::Owner { cluster: Box::new(cluster), server, lock }))
    }

    fn supervised(facts: Facts, psql: Option<PathBuf>, role: Role) -> Self {
        let (stop, stopped) = oneshot::channel();
        #[cfg(test)]
        let joined = matches!(role, Role::Joined { .. });
        let supervision = tokio::spawn(supervision::supervise(role, stopped));
        Self {
            url: facts.url(),
            facts,
            psql,
            #[cfg(test)]
            joined,
            stop,
            supervision,
        }
    }
}

/// Takes on the server that a killed program left running, else starts one; returns when it answers.
async fn start_server<P>(cluster: &mut Cluster, probe: &P) -> Result<Server, PrivatePostgresError>
where
    P: AsyncFn(&str) -> bool,
{
    if let Some(mut server) = cluster.running()? {
        if cluster.can_adopt() && ready(cluster, &mut server, REFUSAL_LIMIT / 2, 0, probe).await.is_ok() {
            tracing::info!(
                pid = server.pid(),
                "took on the private PostgreSQL that an ended program left running"
            );
            return Ok(server);
        }
        tracing::warn!(pid = server.pid(), "stopping a private PostgreSQL that does not answer");
        server.shut_down().await?;
    }
    cluster.create_if_missing().await?;
    let begun = Instant::now();
    let log_start = cluster.places.trim_log()?;
    let mut server = cluster.launch().await?;
    match ready(cluster, &mut server, REFUSAL_LIMIT, log_start, probe).await {
        Ok(()) => {
            tracing::info!(
                pid = server.pid(),
                milliseconds = begun.elapsed().as_millis(),
                "private PostgreSQL is ready"
            );
            Ok(server)
        }
        Err(error) => {
            server.shut_down().await?;
            Err(error)
        }
    }
}

/// Waits until the server answers; `refusal_limit` is for one that calls itself ready.
async fn ready<P>(
    cluster: &Cluster,
    server: &mut Server,
    refusal_limit: Duration,
    log_start: u64,
    probe: &P,
) -> Result<(), PrivatePostgresError>
where
    P: AsyncFn(&str) -> bool,
{
    let url = cluster.facts.url();
    let begun = Instant::now();
    let mut ready_since = None;
    let mut pause = Duration::from_millis(10);
    loop {
        if let Some(how) = server.try_ended() {
            let log = cluster.places.log.clone();
            return Err(PrivatePostgresError::Died { how, tail: cluster.places.log_tail(log_start), log });
        }
        let status = process::status(cluster.folder(), server.pid());
        if status == Status::Ready && answers(probe, &url).await {
            return Ok(());
        }
        let (since, limit) = match status {
            Status::Ready => (ready_since.unwrap_or_else(Instant::now), refusal_limit),
            Status::Starting => (begun, RECOVERY_LIMIT),
            Status::Stopping | Status::Unknown => (begun, ANSWER_LIMIT),
        };
        ready_since = (status == Status::Ready).then_some(since);
        if since.elapsed() > limit {
            let seconds = begun.elapsed().as_secs();
            return Err(PrivatePostgresError::Silent { seconds, log: cluster.places.log.clone() });
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 3 / 2).min(Duration::from_millis(200));
    }
}

async fn answers<P>(probe: &P, url: &str) -> bool
where
    P: AsyncFn(&str) -> bool,
{
    tokio::time::timeout(PROBE_LIMIT, probe(url)).await.unwrap_or(false)
}

/// A database name that needs no quoting.
fn check_name(name: &str) -> Result<(), PrivatePostgresError> {
    let letters = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if letters && (1..=63).contains(&name.len()) && !name.starts_with(|first: char| first.is_ascii_digit()) {
        Ok(())
    } else {
        Err(PrivatePostgresError::DatabaseName { name: name.to_owned() })
    }
}
