//! The file store against a server of its own that speaks S3 (`s3rver`, from npm), where one is installed:
//! `npm install --no-save s3rver@3.7.1`, or its path in `VITRINE_TEST_S3RVER`. Elsewhere nothing is tried here; the
//! store's own tests have a small server in the program.
#![cfg(feature = "ssr")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "tests"
)]

use std::io::{BufRead as _, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use vitrine::infra::files::{Bucket, FileStore, S3Key};

const BUCKET: &str = "vitrine-test";
/// The key that this server knows, and its secret.
const KEY: &str = "S3RVER";

/// A server that ends with the test.
struct Server {
    process: Child,
    /// Kept open, since the server may say more.
    output: Lines<BufReader<ChildStdout>>,
    folder: PathBuf,
}

impl Server {
    /// `None` where the program is not installed.
    fn start() -> Option<Self> {
        let program = std::env::var_os("VITRINE_TEST_S3RVER").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/.bin/s3rver"),
            PathBuf::from,
        );
        if !program.exists() {
            return None;
        }
        let folder = std::env::temp_dir().join(format!("vitrine-s3-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut process = Command::new(program)
            .arg("--directory")
            .arg(&folder)
            .args(["--address", "127.0.0.1", "--port", "0", "--silent", "--configure-bucket", BUCKET])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap()).lines();
        Some(Self { process, output, folder })
    }

    /// Waits until the server says where it listens.
    fn address(&mut self) -> String {
        let mut lines = self.output.by_ref().map_while(Result::ok);
        let named = lines
            .find_map(|line| line.split_once("listening on ").map(|(_, address)| address.trim().to_owned()));
        named.expect("the server names its address")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // What is left of a failed test does no harm.
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test]
async fn pictures_are_kept_read_and_deleted_in_a_bucket_of_a_real_server() {
    let Some(mut server) = Server::start() else {
        println!("skipped: s3rver is not installed (npm install --no-save s3rver@3.7.1)");
        return;
    };
    let store = FileStore::in_bucket(Bucket {
        name: BUCKET.to_owned(),
        endpoint: format!("http://{}", server.address()),
        region: "us-east-1".to_owned(),
        key: S3Key::new(KEY.to_owned(), KEY.to_owned()),
    })
    .unwrap();
    let (name, content) = ("avatars/0a1b-64.webp", vec![7; 300_000]);
    assert!(!store.has(name).await.unwrap());
    assert_eq!(store.get(name).await.unwrap(), None);
    store.put(name, content.clone()).await.unwrap();
    assert!(store.has(name).await.unwrap());
    assert_eq!(store.get(name).await.unwrap().unwrap(), content);
    assert_eq!(store.open(name).await.unwrap().unwrap().size, 300_000);
    store.delete(name).await.unwrap();
    store.delete(name).await.unwrap();
    assert!(!store.has(name).await.unwrap());
}
