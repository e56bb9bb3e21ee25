//! Servers that tests start with Node.js: a script of this folder around a package of npm.

use std::env;
use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A server that ends with its test. What it says are lines of JSON.
pub struct Server {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Server {
    /// Starts a script. `None` where its package or one of the programs is not installed: then a test has nothing to
    /// try, and says so. Where `CI` is set, that is a failure.
    pub fn start(script: &str, package: &str, programs: &[&str], arguments: &[&str]) -> Option<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut missing: Vec<&str> = programs.iter().copied().filter(|name| !is_installed(name)).collect();
        if !root.join("node_modules").join(package).is_dir() {
            missing.push(package);
        }
        if !missing.is_empty() {
            let words = format!("{script} needs {}, see scripts/setup.sh", missing.join(" and "));
            assert!(env::var_os("CI").is_none(), "{words}");
            println!("skipped: {words}");
            return None;
        }
        let mut process = Command::new("node")
            .arg(root.join("tests/servers").join(script))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Some(Self { process, lines })
    }

    /// What it says next; waits for it.
    pub fn said(&mut self) -> Value {
        let line = self.lines.next().expect("the server has not ended").unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends when its input does, and takes along what it has written.
        drop(self.process.stdin.take());
        // Nobody is left to be told of a failure.
        let _ = self.process.wait();
    }
}

fn is_installed(program: &str) -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}
