//! `/dev/mail`: the mails in the data folder, for development. In production there is no such route.

use std::fmt::Write as _;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::AppState;
use crate::infra::Backend;
use crate::infra::mail::{KeptMail, Outbox, escape_html};

/// A mail's own styles are let in, which a page of the shop does not allow; nothing is loaded and nothing runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const STYLE: &str = "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;\
                     color:#1b1a17;background:#fbfaf7}table{border-collapse:collapse;width:100%}\
                     th,td{padding:.5rem .75rem .5rem 0;text-align:left;border-bottom:1px solid #e7e3da}\
                     a{color:#0f5c4a}pre{padding:1rem;white-space:pre-wrap;background:#fff;\
                     border:1px solid #e7e3da}iframe{width:100%;height:44rem;background:#fff;\
                     border:1px solid #e7e3da}";

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/dev/mail", get(list)).route("/dev/mail/{id}", get(show))
}

/// All mails, newest first.
async fn list(State(backend): State<Backend>, headers: HeaderMap) -> Response {
    if !is_asked_here(&headers, &backend) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match Outbox::of(&backend.settings).list().await {
        Ok(mails) => page("Mails", &list_body(&mails, backend.settings.vitrine.smtp_url.is_some())),
        Err(error) => crate::error::internal(&error).into_response(),
    }
}

/// One mail in both forms.
async fn show(State(backend): State<Backend>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    if !is_asked_here(&headers, &backend) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match Outbox::of(&backend.settings).get(&id).await {
        Ok(Some(mail)) => page(&mail.subject, &mail_body(&mail)),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => crate::error::internal(&error).into_response(),
    }
}

/// Whether the page was asked for by a name of this machine or of the shop. Another name may belong to somebody
/// who made it lead here, so that a page of theirs can read the mails.
fn is_asked_here(headers: &HeaderMap, backend: &Backend) -> bool {
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
    use axum::http::HeaderValue;

    use super::*;
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

    #[tokio::test]
    async fn a_name_that_is_not_of_this_machine_gets_nothing() {
        let pool = sqlx::PgPool::connect_lazy("postgres://nobody@localhost/nothing").unwrap();
        let backend = testing::backend(pool);
        let asked = |host: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static(host));
            is_asked_here(&headers, &backend)
        };
        for good in ["127.0.0.1:3000", "localhost", "localhost:8080", "[::1]:3000", "[::1]"] {
            assert!(asked(good), "{good}");
        }
        for bad in ["evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example", "localhost:x"] {
            assert!(!asked(bad), "{bad}");
        }
        assert!(!is_asked_here(&HeaderMap::new(), &backend));
    }
}
