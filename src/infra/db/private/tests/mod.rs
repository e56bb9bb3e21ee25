//! The cluster's life with real servers, kills included. Needs PostgreSQL's server and `psql`.

mod company;
mod damage;
mod kills;
mod life;

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::places::Places;
use super::process::{self, Server};
use super::{PrivatePostgres, PrivatePostgresOptions};

static FOLDERS: AtomicU32 = AtomicU32::new(0);

/// A folder of its own for each test, removed at its end.
struct Place(PathBuf);

impl Place {
    fn new() -> Self {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("vitrine-private-{}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn options(&self) -> PrivatePostgresOptions {
        PrivatePostgresOptions { shared_buffers_mb: 32, ..PrivatePostgresOptions::new(self.cluster()) }
    }

    fn cluster(&self) -> PathBuf {
        self.0.join("pg")
    }

    fn log(&self) -> String {
        fs::read_to_string(self.0.join("pg.log")).unwrap_or_default()
    }

    fn postmaster(&self) -> Option<i32> {
        let text = fs::read_to_string(self.cluster().join("postmaster.pid")).ok()?;
        text.lines().next()?.parse().ok()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // A failed test's server, told by its folder.
        if std::thread::panicking()
            && let Ok(places) = Places::new(&self.cluster())
            && let Ok(metadata) = fs::metadata(self.cluster())
            && let Ok(found) = process::find(&places.folder, &places.name, metadata.uid())
            && let Some(server) = found.postmaster
            && let Some(pid) = Server::Adopted(server).pid()
        {
            eprintln!("log: {}", self.log());
            kill(pid, Signal::KILL);
        }
        drop(fs::remove_dir_all(&self.0));
    }
}

fn query(url: &str, sql: &str) -> Option<String> {
    let output = Command::new("psql").args([url, "-XAtqc", sql]).stdin(Stdio::null()).output().unwrap();
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

async fn probe(url: &str) -> bool {
    query(url, "SELECT 1").as_deref() == Some("1")
}

async fn start(place: &Place) -> PrivatePostgres {
    let begun = Instant::now();
    let postgres = PrivatePostgres::start(&place.options(), probe).await.unwrap();
    eprintln!("started in {} ms (joined: {})", begun.elapsed().as_millis(), postgres.is_joined());
    postgres
}

async fn query_again(url: &str, sql: &str) -> String {
    let begun = Instant::now();
    loop {
        if let Some(answer) = query(url, sql) {
            eprintln!("answered again after {} ms", begun.elapsed().as_millis());
            return answer;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "no answer");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn kill(pid: i32, signal: Signal) {
    kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
}

fn is_running(pid: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

/// Another program on the same folder: this test binary, running only [`another_program`].
fn spawn_program(place: &Place, mark: &str) -> Child {
    let path = module_path!().split_once("::").unwrap().1;
    let test = format!("{path}::another_program");
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &test, "--ignored", "--nocapture"]);
    command.env("PRIVATE_POSTGRES_TEST", &place.0).env("PRIVATE_POSTGRES_MARK", place.0.join(mark));
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

async fn wait_for(path: &Path) {
    let begun = Instant::now();
    while !path.exists() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{} does not come", path.display());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn end(mut program: Child) {
    program.kill().unwrap();
    program.wait().unwrap();
}

#[tokio::test]
#[ignore = "run by the other tests as a program of its own"]
async fn another_program() {
    let Some(folder) = std::env::var_os("PRIVATE_POSTGRES_TEST") else { return };
    let place = std::mem::ManuallyDrop::new(Place(folder.into()));
    let postgres = PrivatePostgres::start(&place.options(), probe).await.unwrap();
    let mark = PathBuf::from(std::env::var_os("PRIVATE_POSTGRES_MARK").unwrap());
    fs::write(&mark, if postgres.is_joined() { "joined" } else { "own" }).unwrap();
    let stop = mark.with_extension("stop");
    while !stop.exists() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    postgres.stop().await.unwrap();
}
