//! Both kinds of store do the same; the bucket is one of a small server on this machine.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::net::TcpListener;

use super::*;

const NAME: &str = "avatars/0a1b-64.webp";

/// What the server was given: content and content type by path.
type Objects = Arc<Mutex<HashMap<String, (Bytes, String)>>>;

/// As much of S3 as the shop uses, by path (`/bucket/key`) and for signed requests alone.
async fn serve(State(objects): State<Objects>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if !is_signed(&parts.headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let path = parts.uri.path().to_owned();
    let content = to_bytes(body, 1024 * 1024).await.unwrap();
    let mut objects = objects.lock().unwrap();
    match parts.method {
        Method::PUT => {
            let kind = text(&parts.headers, header::CONTENT_TYPE.as_str());
            objects.insert(path, (content, kind));
            [(header::ETAG, "\"1\"")].into_response()
        }
        Method::DELETE => {
            objects.remove(&path);
            StatusCode::NO_CONTENT.into_response()
        }
        _ => match objects.get(&path) {
            Some((content, kind)) => (
                [
                    (header::ETAG, "\"1\"".to_owned()),
                    (header::LAST_MODIFIED, "Mon, 01 Jan 2024 00:00:00 GMT".to_owned()),
                    (header::CONTENT_TYPE, kind.clone()),
                    (header::CONTENT_LENGTH, content.len().to_string()),
                ],
                content.clone(),
            )
                .into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
    }
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

/// Whether the request is signed as version 4 of the signatures has it.
fn is_signed(headers: &HeaderMap) -> bool {
    let signature = text(headers, "authorization");
    signature.starts_with("AWS4-HMAC-SHA256 Credential=key-1/")
        && signature.contains("/eu-test-1/s3/aws4_request")
        && signature.contains("Signature=")
        && headers.contains_key("x-amz-date")
        && text(headers, "x-amz-content-sha256").len() == 64
}

async fn server() -> (SocketAddr, Objects) {
    let objects = Objects::default();
    let routes = Router::new().fallback(serve).with_state(objects.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (address, objects)
}

fn bucket(address: SocketAddr, key: &str) -> FileStore {
    FileStore::in_bucket(Bucket {
        name: "pictures".to_owned(),
        endpoint: format!("http://{address}"),
        region: "eu-test-1".to_owned(),
        key: S3Key::new(key.to_owned(), "secret".to_owned()),
    })
    .unwrap()
}

async fn read(store: &FileStore, name: &str) -> Option<Vec<u8>> {
    let found = store.open(name).await.unwrap()?;
    let parts: Vec<Bytes> = found.content.try_collect().await.unwrap();
    let content = parts.concat();
    assert_eq!(content.len() as u64, found.size);
    assert_eq!(store.get(name).await.unwrap().unwrap(), content);
    Some(content)
}

async fn keeps_reads_and_deletes(store: &FileStore) {
    assert!(!store.has(NAME).await.unwrap());
    assert_eq!(read(store, NAME).await, None);
    store.put(NAME, b"first".to_vec()).await.unwrap();
    store.put(NAME, b"second".to_vec()).await.unwrap();
    assert!(store.has(NAME).await.unwrap());
    assert_eq!(read(store, NAME).await.unwrap(), b"second");
    store.delete(NAME).await.unwrap();
    assert!(!store.has(NAME).await.unwrap());
    store.delete(NAME).await.unwrap();
    for name in ["../secret", "a//b", "/etc/passwd", ".", "", "/"] {
        assert_eq!(store.get(name).await.unwrap(), None, "{name}");
    }
    assert!(store.put("../secret", Vec::new()).await.is_err());
}

#[tokio::test]
async fn a_folder_keeps_files_and_nothing_stays_of_what_is_deleted() {
    let folder = crate::infra::testing::folder();
    keeps_reads_and_deletes(&FileStore::in_folder(&folder).unwrap()).await;
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    std::fs::remove_dir(&folder).unwrap();
}

#[tokio::test]
async fn a_bucket_does_the_same_by_signed_requests() {
    let (address, objects) = server().await;
    let store = bucket(address, "key-1");
    keeps_reads_and_deletes(&store).await;
    assert!(objects.lock().unwrap().is_empty());
    store.put(NAME, b"picture".to_vec()).await.unwrap();
    let (content, kind) = objects.lock().unwrap()[&format!("/pictures/{NAME}")].clone();
    assert_eq!((content.as_ref(), kind.as_str()), (b"picture".as_slice(), "image/webp"));
}

#[tokio::test]
async fn a_bucket_that_refuses_or_is_away_is_an_error_that_shows_no_secret() {
    let (address, _) = server().await;
    let refused = bucket(address, "key-2").get(NAME).await.unwrap_err().to_string();
    assert!(refused.starts_with("The file store failed: "), "{refused}");
    assert!(!refused.contains("secret"), "{refused}");
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert!(bucket(free, "key-1").put(NAME, Vec::new()).await.is_err());
}

#[test]
fn a_bucket_is_reached_without_encryption_on_this_machine_alone() {
    for good in
        ["", "https://s3.example", "https://s3.example:9000", "http://127.0.0.1:9000", "http://[::1]:9000"]
    {
        assert_eq!(check_endpoint(good), Ok(()), "{good}");
    }
    for bad in [
        "http://s3.example",
        "http://localhost.evil.example",
        "s3.example",
        "ftp://s3.example",
        "https://",
        "https://s3.example/",
        "https://s3.example?a=b",
        "https://user:hunter2@s3.example",
    ] {
        let why = check_endpoint(bad).unwrap_err();
        assert!(!why.contains("hunter2") && !why.contains('\n'), "{why}");
    }
}

#[test]
fn a_key_is_not_printed() {
    let key = S3Key::new("key-1".to_owned(), "hunter2".to_owned());
    assert_eq!(format!("{key:?}"), "S3Key(…)");
}
