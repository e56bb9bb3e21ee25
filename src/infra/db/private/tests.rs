//! The cluster's life with real servers, kills included. Needs PostgreSQL's server and `psql`.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::*;

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

#[tokio::test]
async fn a_new_cluster_is_made_once_and_keeps_its_rows() {
    let place = Place::new();
    let postgres = start(&place).await;
    assert!(!postgres.is_joined());
    let url = postgres.url().to_owned();
    query(&url, "CREATE TABLE t (n int); INSERT INTO t VALUES (7)").unwrap();
    let shows = [
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("jit", "off"),
        ("shared_buffers", "32MB"),
        ("max_connections", "120"),
        ("server_encoding", "UTF8"),
        ("lc_collate", "C.UTF-8"),
        ("TimeZone", "UTC"),
    ];
    for (name, value) in shows {
        let sql = match name {
            "lc_collate" => {
                "SELECT datcollate FROM pg_database WHERE datname = current_database()".to_owned()
            }
            _ => format!("SHOW {name}"),
        };
        assert_eq!(query(&url, &sql).unwrap(), value, "{name}");
    }
    let pid = place.postmaster().unwrap();
    let begun = Instant::now();
    postgres.stop().await.unwrap();
    eprintln!("stopped in {} ms", begun.elapsed().as_millis());
    assert!(!is_running(pid));
    assert!(place.log().contains("database system is shut down"));
    for name in ["pg.facts", "pg.lock", "pg.log"] {
        assert_eq!(fs::metadata(place.0.join(name)).unwrap().mode() & 0o777, 0o600, "{name}");
    }

    let postgres = start(&place).await;
    assert_eq!(postgres.url(), url);
    assert_eq!(query(&url, "SELECT n FROM t").unwrap(), "7");
    assert!(query(&url.replace(postgres.password(), "wrong"), "SELECT 1").is_none());
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn dropping_it_stops_the_server_too() {
    let place = Place::new();
    drop(start(&place).await);
    let begun = Instant::now();
    while place.postmaster().is_some() {
        assert!(begun.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_second_program_joins_and_its_stop_leaves_the_server_alone() {
    let place = Place::new();
    let first = start(&place).await;
    let second = start(&place).await;
    assert!(second.is_joined());
    assert_eq!(second.url(), first.url());
    second.stop().await.unwrap();
    assert!(probe(first.url()).await);
    first.stop().await.unwrap();
    assert_eq!(place.postmaster(), None);
}

#[tokio::test]
async fn two_programs_that_start_together_share_one_new_cluster() {
    let place = Place::new();
    let programs: Vec<Child> = ["a", "b", "c"].iter().map(|mark| spawn_program(&place, mark)).collect();
    let mut roles = Vec::new();
    for mark in ["a", "b", "c"] {
        wait_for(&place.0.join(mark)).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        roles.push(fs::read_to_string(place.0.join(mark)).unwrap());
    }
    roles.sort();
    assert_eq!(roles, ["joined", "joined", "own"]);
    for mark in ["a", "b", "c"] {
        fs::write(place.0.join(mark).with_extension("stop"), "").unwrap();
    }
    for mut program in programs {
        assert!(program.wait().unwrap().success());
    }
    assert_eq!(place.postmaster(), None);
}

#[tokio::test]
async fn a_joined_program_goes_on_with_the_server_when_its_first_program_stops_or_is_killed() {
    let place = Place::new();
    let first = start(&place).await;
    let second = start(&place).await;
    let program = spawn_program(&place, "third");
    wait_for(&place.0.join("third")).await;
    let url = second.url().to_owned();
    first.stop().await.unwrap();
    query_again(&url, "SELECT 1").await;
    // Which of the two holds the server now is open; either may go.
    end(program);
    tokio::time::sleep(Duration::from_secs(1)).await;
    query_again(&url, "SELECT 1").await;
    second.stop().await.unwrap();
    assert_eq!(place.postmaster(), None);
}

#[tokio::test]
async fn a_killed_program_leaves_a_server_that_the_next_takes_on() {
    let place = Place::new();
    let program = spawn_program(&place, "first");
    wait_for(&place.0.join("first")).await;
    let pid = place.postmaster().unwrap();
    end(program);
    assert!(is_running(pid));
    let postgres = start(&place).await;
    assert_eq!(place.postmaster(), Some(pid));
    postgres.stop().await.unwrap();
    assert!(!is_running(pid));
}

#[tokio::test]
async fn a_server_taken_on_is_restarted_when_it_dies() {
    let place = Place::new();
    let program = spawn_program(&place, "first");
    wait_for(&place.0.join("first")).await;
    end(program);
    let postgres = start(&place).await;
    let pid = place.postmaster().unwrap();
    kill(pid, Signal::KILL);
    query_again(postgres.url(), "SELECT 1").await;
    assert_ne!(place.postmaster(), Some(pid));
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn program_and_server_killed_together_lose_nothing_committed() {
    let place = Place::new();
    let program = spawn_program(&place, "first");
    wait_for(&place.0.join("first")).await;
    let facts = Facts::read(&place.0.join("pg.facts")).unwrap().unwrap();
    query(&facts.url(), "CREATE TABLE t AS SELECT generate_series(1, 10000) n").unwrap();
    let pid = place.postmaster().unwrap();
    end(program);
    kill(pid, Signal::KILL);
    let postgres = start(&place).await;
    assert_eq!(query(postgres.url(), "SELECT count(*) FROM t").unwrap(), "10000");
    assert!(place.log().contains("automatic recovery in progress"));
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_killed_server_comes_back_by_itself_although_a_session_is_busy() {
    let place = Place::new();
    let postgres = start(&place).await;
    for _ in 0..2 {
        let pid = place.postmaster().unwrap();
        // A session in a long computation does not notice that its server is gone.
        let sql = "DO $$ DECLARE n bigint := 0; BEGIN LOOP n := n + 1; END LOOP; END $$";
        let mut busy =
            Command::new("psql").args([postgres.url(), "-Xqc", sql]).stderr(Stdio::null()).spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        kill(pid, Signal::KILL);
        query_again(postgres.url(), "SELECT 1").await;
        assert_ne!(place.postmaster(), Some(pid));
        assert!(!busy.wait().unwrap().success());
    }
    postgres.stop().await.unwrap();
    assert_eq!(place.postmaster(), None);
}

#[tokio::test]
async fn a_server_that_refuses_the_password_after_its_program_was_killed_is_replaced() {
    let place = Place::new();
    let program = spawn_program(&place, "first");
    wait_for(&place.0.join("first")).await;
    end(program);
    let pid = place.postmaster().unwrap();
    let facts = place.0.join("pg.facts");
    let text = fs::read_to_string(&facts).unwrap();
    // Without the right password the server refuses us: it is stopped, and given the password of the facts.
    fs::write(&facts, text.replacen("password=", "password=0", 1)).unwrap();
    let postgres = start(&place).await;
    assert_ne!(place.postmaster(), Some(pid));
    assert!(!is_running(pid));
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn lost_facts_are_made_anew() {
    let place = Place::new();
    let first = start(&place).await;
    let password = first.password().to_owned();
    first.stop().await.unwrap();
    fs::remove_file(place.0.join("pg.facts")).unwrap();
    let second = start(&place).await;
    assert_ne!(second.password(), password);
    second.stop().await.unwrap();
}

#[tokio::test]
async fn a_pid_file_that_names_a_living_stranger_is_not_believed() {
    let place = Place::new();
    start(&place).await.stop().await.unwrap();
    let mut stranger = Command::new("sleep").arg("300").spawn().unwrap();
    let folder = place.cluster();
    let text = format!(
        "{}\n{}\n1700000000\n5432\n{}\n\n 1 1\nready\n",
        stranger.id(),
        folder.display(),
        folder.display()
    );
    fs::write(folder.join("postmaster.pid"), &text).unwrap();
    fs::write(folder.join(".s.PGSQL.5432.lock"), &text).unwrap();
    fs::write(folder.join(".s.PGSQL.5432"), "").unwrap();
    let postgres = start(&place).await;
    assert!(stranger.try_wait().unwrap().is_none(), "the stranger was ended");
    postgres.stop().await.unwrap();
    fs::write(folder.join("postmaster.pid"), "").unwrap();
    start(&place).await.stop().await.unwrap();
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[tokio::test]
async fn a_program_killed_while_the_cluster_is_made_leaves_nothing_half_made() {
    let place = Place::new();
    for pause in [30, 150, 400, 700] {
        let program = spawn_program(&place, "first");
        tokio::time::sleep(Duration::from_millis(pause)).await;
        end(program);
    }
    let postgres = start(&place).await;
    let unfinished = fs::read_dir(&place.0)
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().contains(".new-"));
    assert_eq!(unfinished.count(), 0);
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_long_path_with_blanks_and_accents_works() {
    let place = Place::new();
    let deep = place.0.join("a long folder, déjà vu".repeat(6)).join("x".repeat(60));
    let options = PrivatePostgresOptions { folder: deep.join("pg"), ..place.options() };
    let postgres = PrivatePostgres::start(&options, probe).await.unwrap();
    let socket_dir = postgres.socket_dir().to_owned();
    assert!(socket_dir.as_os_str().len() < 90);
    let joined = PrivatePostgres::start(&options, probe).await.unwrap();
    assert!(joined.is_joined());
    joined.stop().await.unwrap();
    postgres.stop().await.unwrap();
    fs::remove_dir_all(socket_dir).unwrap();
}

#[tokio::test]
async fn another_database_is_made_in_the_same_cluster() {
    let place = Place::new();
    start(&place).await.stop().await.unwrap();
    let options = PrivatePostgresOptions { database: "other_shop".into(), ..place.options() };
    let postgres = PrivatePostgres::start(&options, probe).await.unwrap();
    assert_eq!(query(postgres.url(), "SELECT current_database()").unwrap(), "other_shop");
    postgres.stop().await.unwrap();
    start(&place).await.stop().await.unwrap();
    let options = PrivatePostgresOptions { database: "x; drop".into(), ..place.options() };
    let error = PrivatePostgres::start(&options, probe).await.unwrap_err();
    assert!(matches!(error, PrivatePostgresError::DatabaseName { .. }));
}

#[tokio::test]
async fn a_server_that_cannot_start_says_why() {
    let place = Place::new();
    start(&place).await.stop().await.unwrap();
    let mut file = OpenOptions::new().append(true).open(place.cluster().join("postgresql.conf")).unwrap();
    writeln!(file, "no_such_setting = 1").unwrap();
    let error = PrivatePostgres::start(&place.options(), probe).await.unwrap_err();
    assert!(error.to_string().contains("no_such_setting"), "{error}");
}

#[tokio::test]
async fn a_folder_with_other_files_is_left_alone() {
    let place = Place::new();
    fs::create_dir(place.cluster()).unwrap();
    fs::write(place.cluster().join("letter.txt"), "dear").unwrap();
    let error = PrivatePostgres::start(&place.options(), probe).await.unwrap_err();
    assert!(matches!(error, PrivatePostgresError::NotACluster { .. }));
    assert!(place.cluster().join("letter.txt").exists());
}

#[tokio::test]
async fn a_copied_cluster_does_not_touch_the_one_it_was_copied_from() {
    let place = Place::new();
    start(&place).await.stop().await.unwrap();
    let copy = Place::new();
    let copied = Command::new("cp").arg("-a").arg(place.0.join(".")).arg(&copy.0).status().unwrap();
    assert!(copied.success());
    let (first, second) = (start(&place).await, start(&copy).await);
    assert!(!second.is_joined());
    assert_ne!(first.socket_dir(), second.socket_dir());
    second.stop().await.unwrap();
    assert!(probe(first.url()).await);
    first.stop().await.unwrap();
}

#[tokio::test]
async fn a_folder_that_is_removed_under_the_server_can_be_made_anew() {
    let place = Place::new();
    let first = start(&place).await;
    let pid = place.postmaster().unwrap();
    fs::remove_dir_all(&place.0).unwrap();
    fs::create_dir(&place.0).unwrap();
    let second = start(&place).await;
    assert!(!second.is_joined());
    kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL).ok();
    let error = loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if first.supervision.is_finished() {
            break first.stop().await.unwrap_err();
        }
    };
    assert!(matches!(error, PrivatePostgresError::FolderReplaced { .. }));
    assert!(probe(second.url()).await);
    second.stop().await.unwrap();
}

#[test]
fn a_log_that_has_grown_too_long_is_emptied() {
    let place = Place::new();
    let places = Places::new(&place.cluster()).unwrap();
    fs::write(&places.log, "one\ntwo\n").unwrap();
    assert_eq!(places.trim_log().unwrap(), 8);
    assert_eq!(places.log_tail(4), "two");
    OpenOptions::new().write(true).open(&places.log).unwrap().set_len(11 * 1024 * 1024).unwrap();
    assert_eq!(places.trim_log().unwrap(), 0);
    assert_eq!(fs::metadata(&places.log).unwrap().len(), 0);
}
