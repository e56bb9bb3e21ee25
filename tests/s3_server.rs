//! The file store against a server of its own that speaks S3 and checks signatures: `@20minutes/s3rver`, of
//! `package.json`. Amazon's own and others differ from it in what the shop does not use.
#![cfg(feature = "ssr")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "tests"
)]

#[path = "servers/node.rs"]
mod node;

use chrono::{TimeDelta, Utc};
use futures::TryStreamExt as _;
use node::Server;
use serde_json::Value;
use vitrine::infra::files::{Bucket, FileStore, S3Key};

/// The server, and what it has said of itself.
fn start() -> Option<(Server, Value)> {
    let mut server = Server::start("s3.mjs", "@20minutes/s3rver", &["node"], &[])?;
    let ready = server.said();
    Some((server, ready))
}

fn store(ready: &Value, bucket: &str, secret: &str) -> FileStore {
    let text = |name: &str| ready[name].as_str().unwrap().to_owned();
    FileStore::in_bucket(Bucket {
        name: bucket.to_owned(),
        endpoint: text("endpoint"),
        region: "us-east-1".to_owned(),
        key: S3Key::new(text("key"), secret.to_owned()),
    })
    .unwrap()
}

#[tokio::test]
async fn pictures_are_kept_read_listed_and_deleted_in_a_bucket_of_a_real_server() {
    let Some((_server, ready)) = start() else { return };
    let store = store(&ready, ready["bucket"].as_str().unwrap(), ready["secret"].as_str().unwrap());
    let (name, content) = ("avatars/0a1b-64.webp", vec![7; 300_000]);
    assert!(!store.has(name).await.unwrap());
    assert_eq!(store.get(name).await.unwrap(), None);
    store.put(name, content.clone()).await.unwrap();
    store.put("products/0a1b-160.webp", vec![8]).await.unwrap();
    assert!(store.has(name).await.unwrap());
    assert_eq!(store.get(name).await.unwrap().unwrap(), content);
    assert_eq!(store.open(name).await.unwrap().unwrap().size, 300_000);
    for (hours, expected) in [(-1, Vec::new()), (1, vec![name.to_owned()])] {
        let moment = Utc::now() + TimeDelta::hours(hours);
        let found: Vec<String> = store.older_than("avatars", moment).try_collect().await.unwrap();
        assert_eq!(found, expected);
    }
    store.delete(name).await.unwrap();
    store.delete(name).await.unwrap();
    assert!(!store.has(name).await.unwrap());
    assert!(store.has("products/0a1b-160.webp").await.unwrap());
}

#[tokio::test]
async fn a_wrong_secret_and_a_bucket_that_is_not_there_are_errors() {
    let Some((_server, ready)) = start() else { return };
    let (bucket, secret) = (ready["bucket"].as_str().unwrap(), ready["secret"].as_str().unwrap());
    let name = "avatars/0a1b-64.webp";
    let wrong = store(&ready, bucket, "not-the-secret");
    for error in [wrong.put(name, vec![7]).await.unwrap_err(), wrong.get(name).await.unwrap_err()] {
        assert!(!error.to_string().contains("not-the-secret"), "{error}");
    }
    assert!(!store(&ready, bucket, secret).has(name).await.unwrap());
    assert!(store(&ready, "no-such-bucket", secret).put(name, vec![7]).await.is_err());
}
