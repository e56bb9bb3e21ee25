//! The cookies of sessions (SPEC U2): the session's own, a mark that tells the page's script whether it is worth asking
//! who is signed in, and the badge of a device that somebody signed in with (SPEC U4).

use std::convert::Infallible;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use futures::future::Either;
use time::Duration;
use tower::{Service, ServiceExt as _};
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, Session, SessionManagerLayer};

use crate::accounts::known_device::{self, Badge};
use crate::accounts::session::service::is_signed_in;
use crate::accounts::session::{ABSOLUTE_DAYS, SessionRows};
use crate::infra::Backend;

/// The session's cookie over HTTPS: browsers take one of this name only when it is secure, for this host
/// alone and for all its paths.
const SECURE_NAME: &str = "__Host-session";
/// The session's cookie over plain HTTP, in development: browsers would refuse the other name there.
const PLAIN_NAME: &str = "session";
/// The mark: no secret, so that the script can read it.
const MARK: &str = "signed-in";
/// The cookie by which a device is known again, over HTTPS and over plain HTTP.
const SECURE_DEVICE: &str = "__Host-device";
const PLAIN_DEVICE: &str = "device";

/// Puts sessions around routes. Nothing is read from the database, and no cookie is set, until a route asks.
pub fn with_sessions<S>(routes: Router<S>, backend: &Backend) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    around(routes, SessionRows::new(backend.pool.clone()), backend.settings.https())
}

/// As [`with_sessions`], for the API, which looks at a session only where there is a cookie: others pass it by.
pub fn with_sessions_where_asked<A>(
    api: A,
    backend: &Backend,
) -> impl Service<Request, Response = Response, Error = Infallible, Future: Send + 'static>
+ Clone
+ Send
+ Sync
+ 'static
where
    A: Service<Request, Response = Response, Error = Infallible, Future: Send + 'static>
        + Clone
        + Send
        + Sync
        + 'static,
{
    let around = with_sessions(Router::new().fallback_service(api.clone()), backend);
    tower::service_fn(move |request: Request| {
        if request.headers().contains_key(COOKIE) {
            Either::Left(around.clone().oneshot(request))
        } else {
            Either::Right(api.clone().oneshot(request))
        }
    })
}

fn around<S>(routes: Router<S>, rows: SessionRows, https: bool) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let sessions = SessionManagerLayer::new(rows)
        .with_name(if https { SECURE_NAME } else { PLAIN_NAME })
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        // The browser keeps the cookie for as long as a session can last; when it has ended before, the row
        // says so.
        .with_expiry(Expiry::OnInactivity(Duration::days(ABSOLUTE_DAYS.into())));
    routes
        .layer(from_fn_with_state(https, set_cookies))
        .layer(sessions)
        .layer(from_fn_with_state(https, mend_removal))
}

/// Keeps the mark in step with the session. Shows who signs in by which device it is, and has the browser keep what
/// makes it known again; everything that looks at that is sent by POST.
async fn set_cookies(State(https): State<bool>, mut request: Request, next: Next) -> Response {
    let session = request.extensions().get::<Session>().cloned();
    let is_marked = has_mark(request.headers());
    let device = if https { SECURE_DEVICE } else { PLAIN_DEVICE };
    let badge = (request.method() == Method::POST).then(|| Badge::showing(cookie(request.headers(), device)));
    if let Some(badge) = &badge {
        request.extensions_mut().insert(badge.clone());
    }
    let mut response = next.run(request).await;
    if let Some(secret) = badge.as_ref().and_then(Badge::given) {
        response.headers_mut().append(SET_COOKIE, device_cookie(device, secret, https));
    }
    if let Some(session) = session
        && !response.status().is_server_error()
        && let Some(mark) = mark(&session, is_marked).await
    {
        response.headers_mut().append(SET_COOKIE, mark_cookie(mark, https));
    }
    response
}

/// Whether to set the mark or to remove it; `None` to leave it as it is.
async fn mark(session: &Session, is_marked: bool) -> Option<bool> {
    if session.is_modified() && is_signed_in(session).await.unwrap_or(false) {
        return Some(true);
    }
    (is_marked && (session.is_modified() || session.id().is_none())).then_some(false)
}

fn mark_cookie(is_signed_in: bool, https: bool) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let seconds = if is_signed_in { u32::from(ABSOLUTE_DAYS) * 24 * 60 * 60 } else { 0 };
    let value = if is_signed_in { "1" } else { "" };
    HeaderValue::from_str(&format!("{MARK}={value}; Path=/; Max-Age={seconds}; SameSite=Lax{secure}"))
        .unwrap_or(HeaderValue::from_static(""))
}

fn has_mark(headers: &HeaderMap) -> bool {
    cookie(headers, MARK).is_some()
}

/// What a cookie of the request holds.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|cookie| cookie.trim().strip_prefix(name)?.strip_prefix('='))
}

fn device_cookie(name: &str, secret: &str, https: bool) -> HeaderValue {
    let secure = if https { "; Secure" } else { "" };
    let seconds = u32::from(known_device::DAYS) * 24 * 60 * 60;
    let text = format!("{name}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let mut value = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""));
    value.set_sensitive(true);
    value
}

/// The layer removes a cookie without saying that it is secure; of a `__Host-` cookie browsers do not take
/// that.
async fn mend_removal(State(https): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if https && response.headers().contains_key(SET_COOKIE) {
        let mended: Vec<HeaderValue> = response.headers().get_all(SET_COOKIE).iter().map(mended).collect();
        let headers = response.headers_mut();
        headers.remove(SET_COOKIE);
        for cookie in mended {
            headers.append(SET_COOKIE, cookie);
        }
    }
    response
}

fn mended(cookie: &HeaderValue) -> HeaderValue {
    let Ok(text) = cookie.to_str() else { return cookie.clone() };
    let is_removal = text.strip_prefix(SECURE_NAME).is_some_and(|rest| rest.starts_with("=;"));
    if !is_removal || text.contains("; Secure") {
        return cookie.clone();
    }
    HeaderValue::from_str(&format!("{text}; Secure; HttpOnly; SameSite=Lax"))
        .unwrap_or_else(|_| cookie.clone())
}

#[cfg(test)]
mod tests {
    use axum::Extension;
    use axum::routing::{get, post};
    use sqlx::PgPool;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;
    use crate::accounts::input::SignInForm;
    use crate::accounts::session::service::{authenticate, sign_out};
    use crate::accounts::testing::{PASSWORD, account, client, email};
    use crate::accounts::user::service;
    use crate::infra::testing::backend;

    async fn come_in(
        State(backend): State<Backend>,
        Extension(session): Extension<Session>,
        Extension(badge): Extension<Badge>,
    ) -> &'static str {
        let form = SignInForm { email: email("ada"), password: PASSWORD.to_owned(), ..SignInForm::default() };
        service::sign_in(&backend, &session, &client().with_badge(badge), &form).await.unwrap();
        "in"
    }

    async fn go_out(Extension(session): Extension<Session>) -> &'static str {
        sign_out(&session).await.unwrap();
        "out"
    }

    async fn who(State(backend): State<Backend>, Extension(session): Extension<Session>) -> &'static str {
        match authenticate(&backend, &session).await.unwrap().user() {
            Some(_) => "ada",
            None => "nobody",
        }
    }

    /// The body of an answer and the cookies that it sets.
    async fn ask(backend: &Backend, path: &str, cookies: &str) -> (String, Vec<String>) {
        let routes = Router::new()
            .route("/in", post(come_in))
            .route("/out", get(go_out))
            .route("/who", get(who))
            .route("/plain", get(|| async { "plain" }));
        let routes = around(routes, SessionRows::new(backend.pool.clone()), true).with_state(backend.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, routes).await });
        let mut stream = TcpStream::connect(address).await.unwrap();
        let method = if path == "/in" { Method::POST } else { Method::GET };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\nCookie: {cookies}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        server.abort();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let set =
            head.lines().filter_map(|line| line.strip_prefix("set-cookie: ")).map(str::to_owned).collect();
        (body.to_owned(), set)
    }

    fn only(cookies: &[String], name: &str) -> String {
        let mut named = cookies.iter().filter(|cookie| cookie.starts_with(&format!("{name}=")));
        let cookie = named.next().unwrap_or_else(|| panic!("no {name} in {cookies:?}"));
        assert!(named.next().is_none(), "{cookies:?}");
        cookie.clone()
    }

    #[sqlx::test]
    async fn the_session_s_cookie_has_every_attribute_and_the_mark_comes_and_goes_with_it(pool: PgPool) {
        let backend = backend(pool);
        account(&backend, "ada").await;
        let (_, set) = ask(&backend, "/in", "").await;
        let session = only(&set, SECURE_NAME);
        for attribute in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=7776000"] {
            assert!(session.contains(attribute), "{attribute} is missing in {session}");
        }
        assert!(!session.contains("Domain"));
        let device = only(&set, SECURE_DEVICE);
        assert!(device.ends_with("; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure"), "{device}");
        assert_eq!(only(&set, MARK), "signed-in=1; Path=/; Max-Age=7776000; SameSite=Lax; Secure");

        let sent = format!("{}; signed-in=1", session.split(';').next().unwrap());
        let (body, set) = ask(&backend, "/who", &sent).await;
        assert_eq!((body.as_str(), set.len()), ("ada", 0));
        let (_, set) = ask(&backend, "/out", &sent).await;
        for name in [SECURE_NAME, MARK] {
            let removed = only(&set, name);
            assert!(removed.contains("Max-Age=0") && removed.contains("; Secure"), "{removed}");
            assert!(removed.contains("Path=/"), "{removed}");
        }
        let (body, set) = ask(&backend, "/who", &sent).await;
        assert_eq!(body, "nobody");
        assert!(only(&set, SECURE_NAME).contains("Max-Age=0") && only(&set, MARK).contains("Max-Age=0"));
    }

    #[sqlx::test]
    async fn a_visitor_gets_no_cookie(pool: PgPool) {
        let backend = backend(pool);
        for path in ["/plain", "/who"] {
            assert_eq!(ask(&backend, path, "theme=dark").await.1, Vec::<String>::new(), "{path}");
        }
        // What cannot be a session's cookie is removed at once, and the mark with it.
        assert_eq!(ask(&backend, "/plain", "__Host-session=x; signed-in=1").await.1.len(), 2);
    }

    #[test]
    fn the_mark_is_found_among_other_cookies() {
        let with = |text: &'static str| HeaderMap::from_iter([(COOKIE, HeaderValue::from_static(text))]);
        assert!(has_mark(&with("a=b; signed-in=1")));
        assert!(!has_mark(&with("a=b; signed-inn=1")));
        assert!(!has_mark(&HeaderMap::new()));
    }
}
