//! What is agreed on before an answer is made: its kind (`Accept`), whether a browser's session counts, and what its
//! addresses begin with.

use std::sync::Arc;

use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::Api;
use super::call::JSON;
use super::query::Query;
use super::refusal::Refusal;
use crate::infra::config::Profile;

/// The kind of the schema, for those who ask for it.
const OPENAPI: HeaderValue = HeaderValue::from_static("application/vnd.oai.openapi+json");

/// The kind of the answer: JSON, or for the schema its own one where that is wanted more.
///
/// # Errors
/// 406 where neither is wanted, 404 where the address asks for another `format`.
pub(super) fn kind(headers: &HeaderMap, query: &Query, is_schema: bool) -> Result<HeaderValue, Refusal> {
    if query.get("format").is_some_and(|format| format != "json") {
        return Err(Refusal::no_such_path());
    }
    let wanted: Vec<&str> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|range| !range.is_empty())
        .collect();
    if wanted.is_empty() {
        return Ok(JSON);
    }
    let json = quality(&wanted, "json");
    let openapi = if is_schema { quality(&wanted, "vnd.oai.openapi+json") } else { 0 };
    if openapi > json {
        Ok(OPENAPI)
    } else if json > 0 {
        Ok(JSON)
    } else {
        let words = "Could not satisfy the request Accept header.";
        Err(Refusal::detail(StatusCode::NOT_ACCEPTABLE, words))
    }
}

/// How much `application/{kind}` is wanted, in thousandths: what the range that names it most exactly says.
fn quality(wanted: &[&str], kind: &str) -> u16 {
    let mut best = (0, 0);
    for range in wanted {
        let mut parts = range.split(';').map(str::trim);
        let exactness = match parts.next().map(str::to_ascii_lowercase).as_deref() {
            Some("*/*") => 1,
            Some("application/*") => 2,
            Some(named) if named.strip_prefix("application/") == Some(kind) => 3,
            _ => continue,
        };
        let given = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let quality = given.map_or(1_000, thousandths);
        if exactness > best.0 || (exactness == best.0 && quality > best.1) {
            best = (exactness, quality);
        }
    }
    best.1
}

/// `0.5` is 500; what cannot be read is 1,000.
fn thousandths(text: &str) -> u16 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    match (whole, part.parse::<u16>()) {
        ("0", Ok(part)) => part,
        _ => 1_000,
    }
}

/// What answers depend on beside their address and the origin of who asks.
pub(super) fn vary(headers: &mut HeaderMap) {
    const VARY: HeaderValue = HeaderValue::from_static("Accept, Authorization, Cookie");
    headers.append(header::VARY, VARY);
}

/// Says what the page of the documentation may load; other answers have no policy of their own.
pub(super) fn is_page(kind: &HeaderValue) -> bool {
    kind.as_bytes().starts_with(b"text/html")
}

/// What addresses in answers begin with: the setting, and in development the host that was asked, since a foreign
/// `Host` must not steer the clients of a shop.
pub(super) fn base(api: &Api, headers: &HeaderMap) -> Arc<str> {
    if api.backend.settings.vitrine.profile == Profile::Development
        && let Some(host) = plain_host(headers)
    {
        return format!("http://{host}").into();
    }
    api.base.clone()
}

/// The host of the request where it is a name or an address with or without a port, and nothing else.
fn plain_host(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let authority: Authority = host.parse().ok()?;
    let is_plain = !host.contains('@')
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
        && !authority.host().is_empty();
    is_plain.then_some(host)
}

/// Whether a request that a browser sends with the shop's cookie comes from the shop itself. What no browser sent
/// says nothing of its site.
///
/// # Errors
/// 403 where it comes from elsewhere.
pub(super) fn check_same_site(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let origin = text(&header::ORIGIN);
    let is_own = match text(&HeaderName::from_static("sec-fetch-site")) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => origin.is_none_or(|origin| {
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            authority.is_some() && authority == text(&header::HOST)
        }),
    };
    if is_own {
        return Ok(());
    }
    let origin = origin.unwrap_or("null");
    let words = format!("CSRF Failed: Origin checking failed - {origin} does not match any trusted origins.");
    Err(Refusal::detail(StatusCode::FORBIDDEN, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    #[test]
    fn json_is_given_to_whoever_takes_it() {
        let answer = |accept: &str, is_schema| {
            kind(&headers(&[("accept", accept)]), &Query::default(), is_schema).ok()
        };
        for accept in ["*/*", "application/*", "application/json", "text/html, */*;q=0.1", ""] {
            assert_eq!(answer(accept, false), Some(JSON), "{accept}");
        }
        for accept in
            ["text/html", "application/xml", "application/json;q=0", "*/*, application/json; q=0.000"]
        {
            assert_eq!(answer(accept, false), None, "{accept}");
        }
        let own = "application/vnd.oai.openapi+json";
        assert_eq!((answer(own, true), answer(own, false)), (Some(OPENAPI), None));
        assert_eq!(answer(&format!("{own};q=0.5, application/json"), true), Some(JSON));
    }

    #[test]
    fn a_host_is_plain_or_is_not_used() {
        for (host, is_plain) in
            [("localhost:3000", true), ("[::1]:80", true), ("a@b", false), ("a/b", false), ("", false)]
        {
            assert_eq!(plain_host(&headers(&[("host", host)])).is_some(), is_plain, "{host}");
        }
    }

    #[test]
    fn a_cookie_counts_from_the_shop_s_own_pages_alone() {
        let host = ("host", "shop.example");
        for (sent, is_taken) in [
            (vec![host], true),
            (vec![host, ("sec-fetch-site", "same-origin")], true),
            (vec![host, ("sec-fetch-site", "none")], true),
            (vec![host, ("sec-fetch-site", "same-site")], false),
            (vec![host, ("sec-fetch-site", "cross-site")], false),
            (vec![host, ("origin", "https://shop.example")], true),
            (vec![host, ("origin", "https://evil.example")], false),
            (vec![host, ("origin", "null")], false),
        ] {
            assert_eq!(check_same_site(&headers(&sent)).is_ok(), is_taken, "{sent:?}");
        }
    }
}
