//! A bucket of a store that speaks S3: Amazon's own, or `MinIO`, Garage, R2 and others.

use std::fmt::{Debug, Formatter};
use std::time::Duration;

use axum::http::Uri;
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::{ClientOptions, RetryConfig};

/// How long the store may take to be reached, and how long one request may take.
const CONNECT_TIME: Duration = Duration::from_secs(5);
const REQUEST_TIME: Duration = Duration::from_secs(20);
/// A request that failed is made again at most so often, within this time: somebody waits for the answer.
const RETRIES: usize = 2;
const RETRY_TIME: Duration = Duration::from_secs(10);

/// Where a bucket is and how one gets in.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// The bucket's name.
    pub name: String,
    /// The store's address; empty for Amazon's own of the region.
    pub endpoint: String,
    /// The region, which signatures name.
    pub region: String,
    /// What requests are signed with.
    pub key: S3Key,
}

/// An access key with its secret. Nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Key {
    id: String,
    secret: String,
}

impl S3Key {
    /// A key by its id and its secret.
    #[must_use]
    pub const fn new(id: String, secret: String) -> Self {
        Self { id, secret }
    }
}

impl Debug for S3Key {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str("S3Key(…)")
    }
}

/// Whether this can be the address of a store; empty is Amazon's own. Without encryption it is taken on this
/// machine alone: a reader on the way could see pictures and change them.
///
/// # Errors
/// Why not.
pub fn check_endpoint(value: &str) -> Result<(), String> {
    if value.is_empty() {
        return Ok(());
    }
    if value.contains('@') {
        // It may be a password: it is not repeated.
        return Err("it names a user, who is set by VITRINE_S3_ACCESS_KEY_ID".to_owned());
    }
    let unreadable = || format!("\"{value}\" is not an address such as https://s3.example");
    let address: Uri = value.parse().map_err(|_| unreadable())?;
    if address.query().is_some() || value.ends_with('/') {
        return Err(unreadable());
    }
    match (address.scheme_str(), address.host()) {
        (Some("https"), Some(_)) | (Some("http"), Some("localhost" | "127.0.0.1" | "[::1]")) => Ok(()),
        (Some("http"), Some(_)) => {
            Err("it is not encrypted, and not on this machine: begin with https://".to_owned())
        }
        _ => Err(unreadable()),
    }
}

pub(super) fn open(bucket: Bucket) -> Result<AmazonS3, super::FileError> {
    check_endpoint(&bucket.endpoint).map_err(super::FileError)?;
    // TLS is ring's, as for the database and for mail. It can be said once only, and any later time says the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = ClientOptions::new()
        .with_allow_http(bucket.endpoint.starts_with("http://"))
        .with_connect_timeout(CONNECT_TIME)
        .with_timeout(REQUEST_TIME)
        .with_content_type_for_suffix("webp", "image/webp");
    let retry = RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_TIME, ..RetryConfig::default() };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket.name)
        .with_region(bucket.region)
        .with_access_key_id(bucket.key.id)
        .with_secret_access_key(bucket.key.secret)
        .with_client_options(client)
        .with_retry(retry)
        // Deleting many at once is what some of these stores do not know.
        .with_disable_bulk_delete(true);
    if !bucket.endpoint.is_empty() {
        builder = builder.with_endpoint(bucket.endpoint);
    }
    Ok(builder.build()?)
}
