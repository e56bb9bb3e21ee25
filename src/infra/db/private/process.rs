//! The server as a process: told apart from others in the process table, signalled, waited for.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::io::Errno;
use rustix::process::{Pid, PidfdFlags, Signal, kill_process, pidfd_open, pidfd_send_signal};
use tokio::process::Child;
use tokio::time::{sleep, timeout};

use super::PrivatePostgresError;

/// Fast, then immediate, then by force, which costs a recovery at the next start; and how long each may take.
const STOP_STEPS: [(Signal, u64); 3] = [(Signal::INT, 30), (Signal::QUIT, 10), (Signal::KILL, 5)];

/// A process that is not our child, told from a later one with the same id by the time of its start.
#[derive(Debug)]
pub(super) struct Process {
    pid: Pid,
    started: u64,
    handle: Option<OwnedFd>,
}

impl Process {
    fn open(pid: i32) -> Option<Self> {
        let pid = Pid::from_raw(pid)?;
        let (_, started) = read_stat(pid)?;
        // The handle is opened between two looks at the same process, so that it is that process's. Old
        // kernels have none.
        let handle = pidfd_open(pid, PidfdFlags::empty()).ok();
        let process = Self { pid, started, handle };
        process.is_alive().then_some(process)
    }

    fn is_alive(&self) -> bool {
        read_stat(self.pid)
            .is_some_and(|(state, started)| started == self.started && !matches!(state, 'Z' | 'X'))
    }

    fn signal(&self, signal: Signal) -> Result<(), Errno> {
        match &self.handle {
            Some(handle) => pidfd_send_signal(handle, signal),
            None if self.is_alive() => kill_process(self.pid, signal),
            None => Ok(()),
        }
    }
}

/// The processes of one cluster.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The server: what its pid file names, and what in truth is a server of this cluster.
    pub postmaster: Option<Process>,
    /// Sessions and helpers, of this server or of a killed one.
    pub others: Vec<Process>,
}

/// Looks through the process table for `uid`'s processes of the cluster at `folder`: a server shows the
/// folder in its arguments, its children the cluster's name in their titles. A pid file alone proves nothing.
pub(super) fn find(folder: &Path, name: &str, uid: u32) -> Result<Found, PrivatePostgresError> {
    let table = Path::new("/proc");
    let entries = fs::read_dir(table).map_err(PrivatePostgresError::file("read", table))?;
    let noted = PidFile::read(folder).pid;
    let mut found = Found::default();
    for entry in entries.flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|text| text.parse().ok()) else { continue };
        let Some(kind) = kind(&entry.path(), folder, name) else { continue };
        if read_uid(&entry.path()) != Some(uid) || !works_in(&entry.path(), folder) {
            continue;
        }
        let Some(process) = Process::open(pid) else { continue };
        if kind == Kind::Postmaster && noted == Some(pid) {
            found.postmaster = Some(process);
        } else {
            found.others.push(process);
        }
    }
    Ok(found)
}

#[derive(PartialEq, Eq)]
enum Kind {
    Postmaster,
    Other,
}

fn kind(entry: &Path, folder: &Path, name: &str) -> Option<Kind> {
    let line = fs::read(entry.join("cmdline")).ok()?;
    let mut arguments = line.split(|byte| *byte == 0);
    let program = arguments.next()?;
    if program.strip_prefix(b"postgres: ").is_some_and(|title| title.starts_with(name.as_bytes())) {
        return Some(Kind::Other);
    }
    if program.rsplit(|byte| *byte == b'/').next() != Some(b"postgres") {
        return None;
    }
    let arguments: Vec<&[u8]> = arguments.collect();
    let path = folder.as_os_str().as_encoded_bytes();
    if !arguments.windows(2).any(|pair| pair == [b"-D".as_slice(), path]) {
        return None;
    }
    let serves = !arguments.iter().any(|argument| [b"--single".as_slice(), b"-C"].contains(argument));
    Some(if serves { Kind::Postmaster } else { Kind::Other })
}

/// Whether the process's current folder is the cluster, or is not shown to us.
fn works_in(entry: &Path, folder: &Path) -> bool {
    fs::read_link(entry.join("cwd")).map_or(true, |current| current == folder)
}

fn read_uid(entry: &Path) -> Option<u32> {
    let text = fs::read_to_string(entry.join("status")).ok()?;
    let line = text.lines().find(|line| line.starts_with("Uid:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// A process's state and the time of its start; its name, which may hold anything, ends at the last bracket.
fn read_stat(pid: Pid) -> Option<(char, u64)> {
    let text = fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    let mut fields = text.rsplit_once(')')?.1.split_whitespace();
    let state = fields.next()?.chars().next()?;
    Some((state, fields.nth(18)?.parse().ok()?))
}

/// Ends processes that a killed server left behind, by force when they do not listen.
pub(super) async fn end_all(processes: &[Process]) -> Result<(), PrivatePostgresError> {
    for (signal, seconds) in &STOP_STEPS[1..] {
        let alive = || processes.iter().filter(|process| process.is_alive());
        for process in alive() {
            tracing::warn!(
                pid = process.pid.as_raw_nonzero(),
                "ending a process that a killed PostgreSQL left behind"
            );
            note(process.signal(*signal));
        }
        let begun = Instant::now();
        while alive().next().is_some() && begun.elapsed() < Duration::from_secs(*seconds) {
            sleep(Duration::from_millis(20)).await;
        }
    }
    match processes.iter().find(|process| process.is_alive()) {
        Some(process) => Err(PrivatePostgresError::DoesNotEnd { pid: process.pid.as_raw_nonzero().get() }),
        None => Ok(()),
    }
}

/// Removes a pid file that would keep a server from starting: one that cannot be read, or whose process is
/// alive and no server of this cluster, as the caller has seen. One of a dead process stays, for PostgreSQL
/// then looks whether its shared memory is still in use.
pub(super) fn remove_misleading_pid_file(folder: &Path) -> Result<(), PrivatePostgresError> {
    let path = folder.join("postmaster.pid");
    let misleads =
        PidFile::read(folder).pid.is_none_or(|pid| Path::new("/proc").join(pid.to_string()).exists());
    if !misleads || !path.exists() {
        return Ok(());
    }
    tracing::warn!(path = %path.display(), "removing a pid file that would keep PostgreSQL from starting");
    fs::remove_file(&path).map_err(PrivatePostgresError::file("remove", path))
}

/// What a server says of itself in its pid file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Starting,
    Ready,
    Stopping,
    Unknown,
}

/// What the server with this process id says of itself.
pub(super) fn status(folder: &Path, pid: Option<i32>) -> Status {
    let file = PidFile::read(folder);
    if file.pid == pid { file.status } else { Status::Unknown }
}

struct PidFile {
    pid: Option<i32>,
    status: Status,
}

impl PidFile {
    fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("postmaster.pid")).unwrap_or_default();
        let mut lines = text.lines();
        // A single-user server writes its id with a minus.
        let pid = lines.next().and_then(|line| line.trim().parse::<i32>().ok()?.checked_abs());
        let status = match lines.nth(6).map(str::trim) {
            Some("starting") => Status::Starting,
            Some("ready") => Status::Ready,
            Some("stopping") => Status::Stopping,
            _ => Status::Unknown,
        };
        Self { pid: pid.filter(|pid| *pid > 0), status }
    }
}

/// A running server, or one that ended a moment ago.
#[derive(Debug)]
pub(super) enum Server {
    /// Started by us.
    Child(Child),
    /// Started by a program that has ended.
    Adopted(Process),
}

impl Server {
    /// The postmaster's process id; `None` once its end was seen.
    pub fn pid(&self) -> Option<i32> {
        match self {
            Self::Child(child) => child.id().and_then(|id| i32::try_from(id).ok()),
            Self::Adopted(process) => Some(process.pid.as_raw_nonzero().get()),
        }
    }

    /// How the server ended, or `None` while it lives.
    pub fn try_ended(&mut self) -> Option<String> {
        match self {
            Self::Child(child) => match child.try_wait() {
                Ok(status) => status.map(|status| status.to_string()),
                Err(error) => Some(error.to_string()),
            },
            Self::Adopted(process) => (!process.is_alive()).then(|| "not seen".to_owned()),
        }
    }

    /// Waits for the server's end. May be cancelled.
    pub async fn ended(&mut self) -> String {
        if let Self::Child(child) = self {
            return child
                .wait()
                .await
                .map_or_else(|error: io::Error| error.to_string(), |status| status.to_string());
        }
        loop {
            if let Some(how) = self.try_ended() {
                return how;
            }
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Stops the server and waits until it is gone.
    pub async fn shut_down(&mut self) -> Result<(), PrivatePostgresError> {
        for (signal, seconds) in STOP_STEPS {
            let Some(pid) = self.pid() else { return Ok(()) };
            if signal != Signal::INT {
                tracing::warn!(pid, ?signal, "the private PostgreSQL does not end; signalling it harder");
            }
            note(match self {
                // Our own child's id is not given to another process before we have seen its end.
                Self::Child(_) => Pid::from_raw(pid).map_or(Ok(()), |pid| kill_process(pid, signal)),
                Self::Adopted(process) => process.signal(signal),
            });
            if timeout(Duration::from_secs(seconds), self.ended()).await.is_ok() {
                return Ok(());
            }
        }
        Err(PrivatePostgresError::DoesNotEnd { pid: self.pid().unwrap_or_default() })
    }
}

/// A signal that comes too late is none the worse.
fn note(result: Result<(), Errno>) {
    if let Err(error) = result
        && error != Errno::SRCH
    {
        tracing::warn!(%error, "a signal could not be sent to PostgreSQL");
    }
}
