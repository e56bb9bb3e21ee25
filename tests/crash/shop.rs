//! A shop to be killed: the real program in a folder of its own, with its private PostgreSQL or on a shared one.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions, PgConnection, PgPool};

/// How long anything may take.
const LIMIT: Duration = Duration::from_secs(30);

/// Looks again and again until there is an answer.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = look().await {
            return answer;
        }
        assert!(begun.elapsed() < LIMIT, "this does not come: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

static SHOPS: AtomicU32 = AtomicU32::new(0);

/// The shop; nothing of it is left when it is dropped.
pub struct Shop {
    /// Where its programs run.
    pub folder: PathBuf,
    /// Where it is served.
    pub address: SocketAddr,
    /// The shared database's address; none: a private one.
    database: Option<String>,
    programs: Vec<Child>,
}

impl Shop {
    /// With a private PostgreSQL.
    pub fn new() -> Self {
        Self::with(None)
    }

    /// On the database of a test.
    pub fn on(pool: &PgPool) -> Self {
        Self::with(Some(pool.connect_options().to_url_lossy().to_string()))
    }

    fn with(database: Option<String>) -> Self {
        let number = SHOPS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("vitrine-crash-{}-{number}", std::process::id()));
        fs::create_dir_all(folder.join("data")).unwrap();
        // Another user, as whom PostgreSQL may have to run, has to come through.
        for folder in [folder.clone(), folder.join("data")] {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        Self { folder, address, database, programs: Vec::new() }
    }

    /// Starts the program with these arguments.
    pub fn start(&mut self, arguments: &[&str]) {
        let log = File::options().create(true).append(true).open(self.log()).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_vitrine"));
        command.args(arguments).current_dir(&self.folder);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        command.env_remove("DATABASE_URL").env_remove("RUST_LOG").env("VITRINE_DATA_FOLDER", "data");
        command.env("LEPTOS_SITE_ADDR", self.address.to_string());
        if let Some(database) = &self.database {
            command.env("DATABASE_URL", database).env("VITRINE_JOBS", "false");
        }
        self.programs.push(command.spawn().unwrap());
    }

    /// How the program that was started last has ended, once it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.programs.last_mut().unwrap().try_wait().unwrap()
    }

    /// Starts the program and waits until it has done its work.
    pub async fn run(&mut self, arguments: &[&str]) {
        self.start(arguments);
        let status = until(arguments[0], async || self.ended()).await;
        assert!(status.success(), "{arguments:?}: {status}");
    }

    /// Starts the program, which must fail, and waits for its end. Answers what the shop's programs have said on their
    /// standard errors.
    pub async fn fail(&mut self, arguments: &[&str]) -> String {
        self.start(arguments);
        let status = until(arguments[0], async || self.ended()).await;
        assert!(!status.success(), "{arguments:?}: {status}");
        fs::read_to_string(self.log()).unwrap()
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// Serves the shop, and waits until it is ready.
    pub async fn open(&mut self) {
        self.start(&["serve"]);
        until("the shop", async || {
            assert_eq!(self.ended(), None, "the shop does not start");
            self.get("/readyz").filter(|answer| answer.starts_with("HTTP/1.1 200"))
        })
        .await;
    }

    /// What the shop answers to a request for this path; nothing while nobody listens.
    pub fn get(&self, path: &str) -> Option<String> {
        let mut answer = String::new();
        self.ask(path)?.read_to_string(&mut answer).ok()?;
        Some(answer)
    }

    /// What the shop answers to a form that a script sends to this path.
    pub fn post(&self, path: &str, form: &str) -> String {
        let kind = "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded";
        let head = format!("{kind}\r\nContent-Length: {}\r\n", form.len());
        let mut answer = String::new();
        self.send("POST", path, &head, form).unwrap().read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends a request for this path; its answer is still to be read.
    pub fn ask(&self, path: &str) -> Option<TcpStream> {
        self.send("GET", path, "", "")
    }

    fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> Option<TcpStream> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        let usual = "Host: localhost\r\nConnection: close\r\n";
        let request = format!("{method} {path} HTTP/1.1\r\n{usual}{headers}\r\n{body}");
        stream.write_all(request.as_bytes()).ok()?;
        Some(stream)
    }

    /// A connection to the private PostgreSQL.
    pub async fn connect(&self) -> PgConnection {
        let fact = |name: &str| self.fact(name).unwrap();
        let options = PgConnectOptions::new_without_pgpass()
            .socket(fact("socket_dir"))
            .port(5432)
            .username("vitrine")
            .password(&fact("password"))
            .database(&fact("database"))
            .ssl_mode(PgSslMode::Disable);
        options.connect().await.unwrap()
    }

    /// `kill -9` for the programs, and then for PostgreSQL, which nobody can start again in between.
    pub fn kill(&mut self) {
        for program in &mut self.programs {
            program.kill().unwrap();
        }
        for mut program in self.programs.drain(..) {
            program.wait().unwrap();
        }
        kill_process(self.postgres().unwrap(), Signal::KILL).unwrap();
    }

    /// Ends the shop as an operator does, its private PostgreSQL included.
    pub async fn close(&mut self) {
        self.stop();
        self.end().await;
    }

    /// Asks the shop to stop, as an operator does.
    pub fn stop(&mut self) {
        self.programs.truncate(1);
        kill_process(Pid::from_child(&self.programs[0]), Signal::TERM).unwrap();
    }

    /// Waits until the shop, which was asked to stop, has ended.
    pub async fn end(&mut self) {
        let status = until("the shop's end", async || self.ended()).await;
        assert!(status.success(), "{status}");
        assert_eq!(self.postgres(), None);
    }

    /// PostgreSQL's first process: the one that the pid file names, if it works on this shop's cluster.
    fn postgres(&self) -> Option<Pid> {
        let cluster = self.fact("cluster")?;
        let file = fs::read_to_string(Path::new(&cluster).join("postmaster.pid")).ok()?;
        let id: i32 = file.lines().next()?.trim().parse().ok()?;
        let arguments = fs::read_to_string(format!("/proc/{id}/cmdline")).ok()?;
        if arguments.contains(&cluster) { Pid::from_raw(id) } else { None }
    }

    fn fact(&self, name: &str) -> Option<String> {
        let facts = fs::read_to_string(self.folder.join("data/pg.facts")).ok()?;
        let mut lines = facts.lines().filter_map(|line| line.split_once('='));
        lines.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        // Only a test that failed has left any of these.
        if std::thread::panicking() {
            let log = |name: &str| fs::read_to_string(self.folder.join(name)).unwrap_or_default();
            eprintln!("{}\n{}", log("log"), log("data/pg.log"));
        }
        for program in &mut self.programs {
            drop(program.kill());
            drop(program.wait());
        }
        if let Some(postgres) = self.postgres() {
            // At once, its sessions included.
            kill_process(postgres, Signal::QUIT).ok();
            let begun = Instant::now();
            while self.postgres().is_some() && begun.elapsed() < Duration::from_secs(5) {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        drop(fs::remove_dir_all(&self.folder));
    }
}
