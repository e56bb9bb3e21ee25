//! The REST API (SPEC R), for programs. A client that was written for Django REST framework works unchanged.
//!
//! A request goes through [`entry`] from top to bottom; what can be asked for stands in one table ([`table`],
//! [`operations`]), from which routing, 404, 405, `OPTIONS` and the schema come. Handlers read a body by its fields
//! ([`fields`]), call a service, and write the answer from what the service read ([`json`]).

pub mod body;
pub mod call;
mod caller;
pub mod categories;
pub mod conditional;
mod describe;
mod docs;
mod entry;
pub mod fields;
pub mod json;
mod negotiate;
mod once;
pub mod openapi;
pub mod operations;
pub mod origins;
pub mod paging;
pub mod products;
pub mod query;
pub mod refusal;
pub mod reviews;
pub mod root;
pub mod table;
mod throttle;
pub mod tokens;
pub mod users;

use std::convert::Infallible;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::Request;
use axum::response::Response;
use moka::future::Cache;
use tower::Service;

use crate::accounts::token::service::KeyRing;
use crate::infra::Backend;

/// So many keys that ran dry are kept in memory.
const MOST_DRY: u64 = 100_000;

/// What all requests share.
pub struct Api {
    /// What services need.
    pub backend: Backend,
    /// Callers that have used their hour up, and when it ends (seconds since 1970): they cost no statement.
    dry: Cache<String, i64>,
    /// What tokens are signed with.
    keys: KeyRing,
    /// The schema, once it was asked for.
    schema: OnceLock<Bytes>,
    /// The page that people read it on, once it was asked for.
    page: OnceLock<Bytes>,
    /// The shop's address, for the addresses in answers.
    base: Arc<str>,
}

impl Api {
    fn new(backend: Backend) -> Self {
        let window = Duration::from_secs(u64::from(throttle::WINDOW_SECONDS.unsigned_abs()));
        let dry = Cache::builder().max_capacity(MOST_DRY).time_to_live(window).build();
        let base = Arc::from(backend.settings.vitrine.public_url.as_str());
        Self { backend, dry, keys: KeyRing::new(), schema: OnceLock::new(), page: OnceLock::new(), base }
    }
}

/// Whether an address is one of the API's.
#[must_use]
pub fn is_address(path: &str) -> bool {
    path.strip_prefix("/api").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The API, which answers whatever comes here. [`crate::extract::cookies::with_sessions_where_asked`] has to lie around
/// it; [`origins::Origins::let_read`] lies around that.
///
/// It is one service for all paths: [`table`] knows them, and a router would look each one up before it, keep its parts
/// for nobody, and copy the request on the way.
pub fn service(
    backend: Backend,
) -> impl Service<Request, Response = Response, Error = Infallible, Future: Send + 'static>
+ Clone
+ Send
+ Sync
+ 'static {
    let api = Arc::new(Api::new(backend));
    tower::service_fn(move |request: Request| {
        let api = Arc::clone(&api);
        async move { Ok::<_, Infallible>(entry::answer(api, request).await) }
    })
}
