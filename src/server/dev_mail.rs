//! `/dev/mail`: the mails in the data folder, for development. The links in them are as good as passwords, so there is
//! no such route in production, nor where other machines can reach the program; and it answers only who asks from this
//! machine, by a name of this machine or of the shop.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::extract::rejection::ExtensionRejection;
use axum::extract::{ConnectInfo, FromRef, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::infra::Backend;
use crate::infra::config::{Profile, Settings};
use crate::infra::mail::{KeptMail, Outbox, escape_html};

/// A mail's own styles are let in, which a page of the shop does not allow; nothing is loaded and nothing runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const STYLE: &str = "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;\
                     color:#1b1a17;background:#fbfaf7}table{border-collapse:collapse;width:100%}\
                     th,td{padding:.5rem .75rem .5rem 0;text-align:left;border-bottom:1px solid #e7e3da}\
                     a{color:#0f5c4a}pre{padding:1rem;white-space:pre-wrap;background:#fff;\
                     border:1px solid #e7e3da}iframe{width:100%;height:44rem;background:#fff;\
                     border:1px solid #e7e3da}";

/// Whether the shop has these pages.
pub(super) fn are_shown(settings: &Settings) -> bool {
    settings.vitrine.profile == Profile::Development && is_here(settings.leptos.site_addr.ip())
}

/// The routes; the service around them has to say who is connected.
pub(super) fn routes<S>(backend: &Backend) -> Router<S>
where
    Backend: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    Router::new()
        .route("/dev/mail", get(list))
        .route("/dev/mail/{id}", get(show))
        .route_layer(from_fn_with_state(backend.clone(), only_from_here))
}

/// For anybody else there is no such page.
async fn only_from_here(
    State(backend): State<Backend>,
    peer: Result<ConnectInfo<SocketAddr>, ExtensionRejection>,
    request: Request,
    next: Next,
) -> Response {
    let is_peer_here = peer.is_ok_and(|ConnectInfo(peer)| is_here(peer.ip()));
    if is_peer_here && is_asked_by_our_name(request.headers(), &backend) {
        next.run(request).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

/// All mails, newest first.
async fn list(State(backend): State<Backend>) -> Response {
    match Outbox::of(&backend.settings).list().await {
        Ok(mails) => page("Mails", &list_body(&mails, backend.settings.vitrine.smtp_url.is_some())),
        Err(error) => crate::error::internal(&error).into_response(),
    }
}

/// One mail in both forms.
async fn show(State(backend): State<Backend>, Path(id): Path<String>) -> Response {
    match Outbox::of(&backend.settings).get(&id).await {
        Ok(Some(mail)) => page(&mail.subject, &mail_body(&mail)),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => crate::error::internal(&error).into_response(),
    }
}

/// Whether an address is one that a machine has for itself alone.
fn is_here(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Whether the page was asked for by a name of this machine or of the shop. Another name may belong to somebody
/// who made it lead here, so that a page of theirs, open in a browser of this machine, can read the mails.
fn is_asked_by_our_name(headers: &HeaderMap, backend: &Backend) -> bool {
    let Some(host) = headers.get(header::HOST).and_then(|value| value.to_str().ok()) else { return false };
    let shop = &backend.settings.vitrine.public_url;
    let is_shop = shop.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host));
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    is_shop || ["localhost", "127.0.0.1", "[::1]"].contains(&name)
}

fn list_body(mails: &[KeptMail], goes_elsewhere: bool) -> String {
    let mut body = String::from("<h1>Mails</h1>\n");
    if goes_elsewhere {
        body.push_str("<p>An SMTP server is set: new mails go there and are not kept here.</p>\n");
    }
    if mails.is_empty() {
        body.push_str("<p>No mail yet. What the shop sends appears here.</p>\n");
        return body;
    }
    body.push_str("<table>\n<tr><th>Sent (UTC)</th><th>To</th><th>Subject</th></tr>\n");
    for KeptMail { id, at, to, subject, .. } in mails {
        let _ = writeln!(
            body,
            "<tr><td>{}</td><td>{}</td><td><a href=\"/dev/mail/{id}\">{}</a></td></tr>",
            at.format("%Y-%m-%d %H:%M:%S"),
            escape_html(to),
            escape_html(subject)
        );
    }
    body.push_str("</table>\n");
    body
}

fn mail_body(mail: &KeptMail) -> String {
    format!(
        "<p><a href=\"/dev/mail\">All mails</a></p>\n<h1>{}</h1>\n<p>To {}, {} UTC</p>\n<h2>Text</h2>\n\
         <pre>{}</pre>\n<h2>HTML</h2>\n<iframe title=\"HTML form\" sandbox=\"\" srcdoc=\"{}\"></iframe>\n",
        escape_html(&mail.subject),
        escape_html(&mail.to),
        mail.at.format("%Y-%m-%d %H:%M:%S"),
        with_links(&mail.text),
        escape_html(&mail.html)
    )
}

/// Escaped text in which a line that is an address leads there.
fn with_links(text: &str) -> String {
    let mut html = String::new();
    for line in text.lines() {
        let escaped = escape_html(line);
        let _ = if line.starts_with("http://") || line.starts_with("https://") {
            writeln!(html, "<a href=\"{escaped}\">{escaped}</a>")
        } else {
            writeln!(html, "{escaped}")
        };
    }
    html
}

fn page(title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
        escape_html(title)
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, html).into_response()
}

#[cfg(test)]
mod tests {
    use axum::extract::connect_info::MockConnectInfo;
    use axum::http::HeaderValue;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;
    use crate::infra::mail::Letter;
    use crate::infra::testing;

    fn mail() -> KeptMail {
        KeptMail {
            id: "0189f7c2aaaabbbbccccddddeeeeffff".to_owned(),
            at: crate::infra::clock::now(),
            to: "<ada>@example.org".to_owned(),
            subject: "Hello <b>".to_owned(),
            text: "Hello <you>\nhttps://shop.example/verify-email?token=a&b=c\n".to_owned(),
            html: "<p title=\"x\">Hello</p>".to_owned(),
        }
    }

    #[test]
    fn everything_of_a_mail_is_escaped() {
        let html = mail_body(&mail());
        assert!(html.contains("<h1>Hello &lt;b&gt;</h1>"), "{html}");
        assert!(html.contains("&lt;ada&gt;@example.org"), "{html}");
        assert!(html.contains("Hello &lt;you&gt;"), "{html}");
        assert!(html.contains("srcdoc=\"&lt;p title=&quot;x&quot;&gt;Hello&lt;/p&gt;\""), "{html}");
        let address = "https://shop.example/verify-email?token=a&amp;b=c";
        assert!(html.contains(&format!("<a href=\"{address}\">{address}</a>")), "{html}");
        assert!(list_body(&[mail()], false).contains("Hello &lt;b&gt;"));
    }

    fn backend() -> Backend {
        testing::backend(sqlx::PgPool::connect_lazy("postgres://nobody@localhost/nothing").unwrap())
    }

    #[test]
    fn only_in_development_and_only_where_nobody_else_can_connect() {
        let shown = |profile, address: &str| {
            let mut settings = Settings::defaults().unwrap();
            settings.vitrine.profile = profile;
            settings.leptos.site_addr = address.parse().unwrap();
            are_shown(&settings)
        };
        for here in ["127.0.0.1:3000", "127.0.0.2:3000", "[::1]:3000", "[::ffff:127.0.0.1]:3000"] {
            assert!(shown(Profile::Development, here), "{here}");
            assert!(!shown(Profile::Production, here), "{here}");
        }
        for open in ["0.0.0.0:3000", "[::]:3000", "192.0.2.7:3000", "[::ffff:192.0.2.7]:3000"] {
            assert!(!shown(Profile::Development, open), "{open}");
        }
    }

    #[tokio::test]
    async fn a_name_that_is_not_of_this_machine_gets_nothing() {
        let backend = backend();
        let asked = |host: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            is_asked_by_our_name(&headers, &backend)
        };
        for good in ["127.0.0.1:3000", "localhost", "localhost:8080", "[::1]:3000", "[::1]"] {
            assert!(asked(good), "{good}");
        }
        for bad in ["evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example", "localhost:x"] {
            assert!(!asked(bad), "{bad}");
        }
        assert!(!is_asked_by_our_name(&HeaderMap::new(), &backend));
    }

    /// The first line of what is answered to a request by a name, made by somebody at an address.
    async fn answer(backend: &Backend, peer: Option<&str>, path: &str, host: &str) -> String {
        let routes: Router = routes::<Backend>(backend).with_state(backend.clone());
        let routes = match peer {
            Some(peer) => routes.layer(MockConnectInfo(peer.parse::<SocketAddr>().unwrap())),
            None => routes,
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = tokio::spawn(async move { axum::serve(listener, routes).await });
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        server.abort();
        answer.lines().next().unwrap_or_default().to_owned()
    }

    #[tokio::test]
    async fn who_asks_from_elsewhere_gets_nothing_whatever_name_they_say() {
        let backend = backend();
        let letter = Letter { subject: "Hello".to_owned(), ..Letter::default() };
        backend.mailer.send("ada@example.org", &letter).await.unwrap();
        let kept = Outbox::of(&backend.settings).list().await.unwrap();
        let one = format!("/dev/mail/{}", kept[0].id);
        for path in ["/dev/mail", one.as_str()] {
            for here in ["127.0.0.1:40000", "[::1]:40000", "[::ffff:127.0.0.1]:40000"] {
                let status = answer(&backend, Some(here), path, "localhost").await;
                assert_eq!(status, "HTTP/1.1 200 OK", "{path} from {here}");
                let status = answer(&backend, Some(here), path, "evil.example").await;
                assert_eq!(status, "HTTP/1.1 404 Not Found", "{path} from {here}");
            }
            for elsewhere in [Some("192.0.2.7:40000"), Some("[2001:db8::7]:40000"), None] {
                let status = answer(&backend, elsewhere, path, "localhost").await;
                assert_eq!(status, "HTTP/1.1 404 Not Found", "{path} from {elsewhere:?}");
            }
        }
        std::fs::remove_dir_all(&backend.settings.vitrine.data_folder).unwrap();
    }
}
