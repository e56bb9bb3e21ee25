//! What lies around every route, from the outside in: id and log line, security headers, known origins of the API,
//! words for failures, catching panics, time limit, same-origin check, size limit, compression, nonces.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use futures::future::Either;
use tower::{Service, ServiceBuilder, ServiceExt as _, service_fn};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::failure::{self, FailurePage};
use crate::api::is_address;
use crate::api::origins::Origins;
use crate::infra::http::{self, Security};

/// Largest body of a request that is no upload, in bytes.
pub(super) const LARGEST_BODY: usize = 1024 * 1024;

/// What the layers depend on.
pub(super) struct Layers {
    pub security: Security,
    pub failure: FailurePage,
    /// Where scripts may read what the API answers.
    pub origins: Origins,
    /// How long a request may take.
    pub timeout: Duration,
}

impl Layers {
    /// The routes with all layers around them. Uploads have a size limit of their own. The REST API checks by itself
    /// where a request comes from and how large it is, and answers are compressed there unless their tag is strong; what
    /// lies around it is not shared with the pages, since a program asks for little and often. `/healthz` passes through
    /// the outermost one alone.
    pub fn around<A>(self, routes: Router, uploads: Router, api: A) -> Router
    where
        A: Service<Request, Response = Response, Error = Infallible, Future: Send + 'static>
            + Clone
            + Send
            + Sync
            + 'static,
    {
        let routes = routes.layer(RequestBodyLimitLayer::new(LARGEST_BODY)).merge(uploads);
        let compression = || CompressionLayer::new().quality(CompressionLevel::Fastest);
        let timeout = TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, self.timeout);
        // Around the router and not around each route: a layer of a route is copied for each request, with all layers
        // below it.
        let pages = ServiceBuilder::new()
            .layer(from_fn_with_state(self.failure.clone(), failure::explain))
            .layer(CatchPanicLayer::custom(failure::after_panic))
            .layer(timeout)
            .layer(CsrfLayer::new())
            .layer(
                compression().compress_when(
                    SizeAbove::new(512)
                        .and(NotForContentType::IMAGES)
                        .and(NotForContentType::const_new("application/wasm"))
                        .and(NotForContentType::const_new("font/")),
                ),
            )
            .layer(from_fn_with_state(self.security, http::write_nonces))
            .service(routes);
        let api = ServiceBuilder::new()
            .layer(CatchPanicLayer::custom(failure::after_panic))
            .layer(timeout)
            .layer(compression().compress_when(SizeAbove::new(512).and(has_no_strong_tag)))
            .service(api);
        let health = Router::new().route("/healthz", get(|| async { "alive\n" }));
        let (origins, failure) = (self.origins, self.failure);
        // A router would look each address up once more.
        let all = service_fn(move |request: Request| match request.uri().path() {
            "/healthz" => Either::Left(health.clone().oneshot(request)),
            path if is_address(path) => {
                let (api, failure) = (api.clone(), failure.clone());
                let answered = origins.clone().let_read(request, async move |request| {
                    let answer = api.oneshot(request).await?;
                    Ok(failure.explain_to_program(answer.map(Body::new)))
                });
                Either::Right(Either::Left(answered))
            }
            _ => Either::Right(Either::Right(pages.clone().oneshot(request))),
        });
        let outermost = from_fn_with_state(self.security, http::identify_and_log);
        Router::new().fallback_service(ServiceBuilder::new().layer(outermost).service(all))
    }
}

/// A strong tag stands for the very bytes of an answer, and would differ from those of the same answer compressed.
fn has_no_strong_tag(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    headers.get(header::ETAG).is_none_or(|tag| !tag.as_bytes().starts_with(b"\""))
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use axum::response::Html;
    use axum::routing::post;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;
    use crate::infra::http::NONCE_PLACEHOLDER;

    const BROWSER: &str = "Accept: text/html,*/*;q=0.8\r\nX-Request-Id: test-id-1234\r\n";

    async fn panics() -> &'static str {
        panic!("a test")
    }

    async fn is_slow() -> &'static str {
        tokio::time::sleep(Duration::from_mins(1)).await;
        "late"
    }

    /// What a server with some routes answers, headers in lower case included.
    async fn answer(line: &str, headers: &str) -> String {
        let routes = Router::new()
            .route("/panics", get(panics))
            .route("/fn/panics", get(panics))
            .route("/slow", get(is_slow))
            .route("/page", get(|| async { Html(["<p>", NONCE_PLACEHOLDER.as_str(), "</p>"].concat()) }))
            .route("/here", get(|| async { "here" }).post(|| async { "taken" }));
        let uploads =
            Router::new().route("/upload", post(|body: Bytes| async move { body.len().to_string() }));
        let api = Router::new()
            .route("/api/strong", get(|| async { ([(header::ETAG, "\"tag\"")], "x".repeat(2_000)) }))
            .route("/api/weak", get(|| async { ([(header::ETAG, "W/\"tag\"")], "x".repeat(2_000)) }))
            .route("/api/write", post(|| async { "written" }))
            .route("/api/panics", get(panics))
            .route("/api/slow", get(is_slow));
        let layered = Layers {
            security: Security { https: true, reload_port: None },
            failure: FailurePage { shop_name: "Corner".into(), style: "/pkg/corner.css".into() },
            origins: Origins::of(["https://app.example"]),
            timeout: Duration::from_millis(500),
        }
        .around(routes, uploads, api);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, layered).await });
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("{line} HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        server.abort();
        answer
    }

    fn assert_secured(answer: &str) {
        for part in
            ["x-content-type-options: nosniff", "x-frame-options: DENY", "strict-transport-security: "]
        {
            assert!(answer.contains(part), "{part} is missing in {answer}");
        }
        let policies = answer.matches("content-security-policy: default-src 'none'").count();
        assert_eq!(policies, 1, "{answer}");
        assert!(answer.contains("x-request-id: "), "{answer}");
    }

    #[tokio::test]
    async fn an_upload_may_be_larger_than_other_requests_and_keeps_the_same_origin_check() {
        let large = "x".repeat(LARGEST_BODY + 1);
        let sent = format!("Content-Length: {}\r\n\r\n{large}", large.len());
        assert!(answer("POST /upload", &sent).await.starts_with("HTTP/1.1 200"));
        assert!(answer("POST /here", &sent).await.starts_with("HTTP/1.1 413"));
        let foreign = "Origin: https://evil.example\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n";
        assert!(answer("POST /upload", foreign).await.starts_with("HTTP/1.1 403"));
    }

    #[tokio::test]
    async fn every_failure_is_a_page_with_security_headers_for_a_browser() {
        let foreign = format!(
            "{BROWSER}Origin: https://elsewhere.example\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n"
        );
        let large = format!("{BROWSER}Content-Length: 9999999\r\n");
        let deleting = format!("{BROWSER}Content-Length: 0\r\n");
        for (line, headers, status) in [
            ("GET /panics", BROWSER, "500"),
            ("GET /slow", BROWSER, "504"),
            ("POST /here", foreign.as_str(), "403"),
            ("POST /here", large.as_str(), "413"),
            ("DELETE /here", deleting.as_str(), "405"),
            ("GET /nowhere", BROWSER, "404"),
        ] {
            let answer = answer(line, headers).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{line}: {answer}");
            assert!(answer.contains("content-type: text/html"), "{line}: {answer}");
            assert!(answer.contains("<code>test-id-1234</code>"), "{line}: {answer}");
            assert!(answer.contains("/pkg/corner.css"), "{line}: {answer}");
            assert!(!answer.contains("a test"), "{line}: {answer}");
            assert_secured(&answer);
        }
    }

    #[tokio::test]
    async fn the_api_compresses_what_has_no_strong_tag_and_looks_by_itself_whence_a_request_comes() {
        let gzip = "Accept-Encoding: gzip\r\nAccept: text/html\r\n";
        let weak = answer("HEAD /api/weak", gzip).await;
        assert!(weak.contains("etag: W/\"tag\""), "{weak}");
        let strong = answer("GET /api/strong", gzip).await;
        assert!(strong.contains("etag: \"tag\"") && !strong.contains("content-encoding"), "{strong}");
        let foreign =
            "Origin: https://elsewhere.example\r\nSec-Fetch-Site: cross-site\r\nContent-Length: 0\r\n";
        assert!(answer("POST /api/write", foreign).await.starts_with("HTTP/1.1 200"));
    }

    #[tokio::test]
    async fn scripts_of_known_origins_read_whatever_is_said_in_the_place_of_the_api() {
        let known = "Origin: https://app.example\r\n";
        for (line, status) in [
            ("GET /api/panics", "500"),
            ("GET /api/slow", "504"),
            ("GET /api/write", "405"),
            ("GET /api/weak", "200"),
        ] {
            let read = answer(line, known).await;
            assert!(read.starts_with(&format!("HTTP/1.1 {status} ")), "{line}: {read}");
            for part in [
                "access-control-allow-origin: https://app.example\r\n",
                "access-control-expose-headers: Allow, ETag,",
                "vary: Origin\r\n",
            ] {
                assert!(read.contains(part), "{line}: {part} is missing in {read}");
            }
            assert_secured(&read);
        }
        let foreign = answer("GET /api/panics", "Origin: https://evil.example\r\n").await;
        assert!(foreign.starts_with("HTTP/1.1 500 ") && foreign.contains("vary: Origin\r\n"), "{foreign}");
        assert!(!foreign.contains("access-control-"), "{foreign}");
        let page = answer("GET /panics", known).await;
        assert!(page.starts_with("HTTP/1.1 500 ") && !page.contains("access-control-"), "{page}");
    }

    #[tokio::test]
    async fn head_of_a_page_has_the_headers_of_the_page_and_no_body() {
        let length = |answer: &str| {
            let line = answer.lines().find(|line| line.starts_with("content-length: ")).map(str::to_owned);
            line.expect("a page has a length")
        };
        let (get, head) = (answer("GET /page", BROWSER).await, answer("HEAD /page", BROWSER).await);
        assert!(get.ends_with("</p>"), "{get}");
        assert!(head.ends_with("\r\n\r\n"), "{head}");
        assert_eq!(length(&get), length(&head));
        assert!(head.contains("script-src 'self' 'nonce-"), "{head}");
    }

    #[tokio::test]
    async fn a_program_gets_a_failure_as_json() {
        for (line, status, detail) in [
            ("GET /fn/panics", "500", "Something went wrong on our side. Reference: test-id-1234"),
            ("GET /slow", "504", "The request took too long"),
        ] {
            let answer = answer(line, "Accept: application/json\r\nX-Request-Id: test-id-1234\r\n").await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{line}: {answer}");
            assert!(answer.ends_with(&format!("{{\"detail\":\"{detail}\"}}")), "{line}: {answer}");
            assert_secured(&answer);
        }
    }

    #[tokio::test]
    async fn what_succeeds_and_the_health_check_keep_their_words_and_have_the_headers_too() {
        for (line, words) in [("GET /here", "here"), ("GET /healthz", "alive\n")] {
            let answer = answer(line, BROWSER).await;
            assert!(answer.starts_with("HTTP/1.1 200 "), "{line}: {answer}");
            assert!(answer.ends_with(words), "{line}: {answer}");
            assert_secured(&answer);
        }
    }
}
