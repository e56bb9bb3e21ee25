//! Who asks: from the request's cookie to the types that prove it ([`crate::accounts::caller`]).
//!
//! A server function calls [`visitor`], [`user`] or [`staff`]; a plain route takes [`Visitor`], [`User`] or
//! [`Staff`] as an argument, and [`Client`] where it matters whence. Both need the layers of [`cookies::with_sessions`] around them.

pub mod cookies;

use std::future::Future;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, HeaderValue};
use leptos::prelude::use_context;
use tower_sessions::Session;

use crate::accounts::caller::{Staff, User, Visitor};
use crate::accounts::known_device::Badge;
use crate::accounts::session::Client;
use crate::accounts::session::service::authenticate;
use crate::error::{AppError, internal};
use crate::infra::Backend;
use crate::infra::config::Proxies;

/// Where proxies write down whom they pass on.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Who asks a server function: anybody.
///
/// The context is read at once and not when the answer is waited for: it is gone after the first await.
///
/// # Errors
/// When the database does not answer.
pub fn visitor() -> impl Future<Output = Result<Visitor, AppError>> + Send {
    let asked = backend().and_then(|backend| Ok((backend, session()?)));
    async move {
        let (backend, session) = asked?;
        authenticate(&backend, &session).await
    }
}

/// Who asks a server function: somebody who is signed in.
///
/// # Errors
/// [`AppError::Unauthorized`] where nobody is.
pub fn user() -> impl Future<Output = Result<User, AppError>> + Send {
    let visitor = visitor();
    async move { visitor.await?.into_user() }
}

/// Who asks a server function: staff.
///
/// # Errors
/// [`AppError::Unauthorized`] where nobody is signed in, [`AppError::Forbidden`] where somebody else is.
pub fn staff() -> impl Future<Output = Result<Staff, AppError>> + Send {
    let user = user();
    async move { user.await?.staff() }
}

/// The session of the request that a server function answers. Call it before the first await.
///
/// # Errors
/// When the layers are missing.
pub fn session() -> Result<Session, AppError> {
    session_of(&parts()?.extensions)
}

/// Where the request that a server function answers comes from. Call it before the first await.
///
/// # Errors
/// When there is no request.
pub fn client() -> Result<Client, AppError> {
    let parts = parts()?;
    Ok(client_of(&backend()?, &parts.headers, &parts.extensions))
}

/// The session of a request, for plain routes.
///
/// # Errors
/// When the layers are missing.
pub fn session_of(extensions: &Extensions) -> Result<Session, AppError> {
    extensions
        .get::<Session>()
        .cloned()
        .ok_or_else(|| internal(&"the request has no session layer around it"))
}

/// Where a request comes from, for plain routes.
#[must_use]
pub fn client_of(backend: &Backend, headers: &HeaderMap, extensions: &Extensions) -> Client {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|connected| connected.0.ip());
    let address = address(peer, headers, &backend.settings.vitrine.trusted_proxies);
    let user_agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let badge = extensions.get::<Badge>().cloned().unwrap_or_default();
    Client::new(address, user_agent).with_badge(badge)
}

/// The address of the client behind the proxies that the settings name. Each proxy adds at the end whom it passes on;
/// what stands before the last address that no such proxy has, anybody can invent.
fn address(peer: Option<IpAddr>, headers: &HeaderMap, proxies: &Proxies) -> Option<IpAddr> {
    let mut client = peer?.to_canonical();
    let lines: Vec<&[u8]> = headers.get_all(FORWARDED_FOR).iter().map(HeaderValue::as_bytes).collect();
    let mut passed_on = lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b','));
    while proxies.has(client) {
        let named = passed_on.next().and_then(|named| std::str::from_utf8(named).ok());
        let Some(before) = named.and_then(|named| named.trim().parse::<IpAddr>().ok()) else { break };
        client = before.to_canonical();
    }
    Some(client)
}

fn parts() -> Result<Parts, AppError> {
    use_context::<Parts>().ok_or_else(|| internal(&"no request in the context"))
}

fn backend() -> Result<Backend, AppError> {
    use_context::<Backend>().ok_or_else(|| internal(&"no backend in the context"))
}

async fn visitor_of<S>(parts: &Parts, state: &S) -> Result<Visitor, AppError>
where
    Backend: FromRef<S>,
    S: Sync,
{
    let session = session_of(&parts.extensions)?;
    authenticate(&Backend::from_ref(state), &session).await
}

impl<S> FromRequestParts<S> for Visitor
where
    Backend: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        visitor_of(parts, state).await
    }
}

impl<S> FromRequestParts<S> for User
where
    Backend: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        visitor_of(parts, state).await?.into_user()
    }
}

impl<S> FromRequestParts<S> for Staff
where
    Backend: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        visitor_of(parts, state).await?.into_user()?.staff()
    }
}

impl<S> FromRequestParts<S> for Client
where
    Backend: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        Ok(client_of(&Backend::from_ref(state), &parts.headers, &parts.extensions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(forwarded: &[&'static str], proxies: &str) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_static(value));
        }
        address(Some(IpAddr::from([127, 0, 0, 1])), &headers, &proxies.parse().unwrap()).unwrap().to_string()
    }

    #[test]
    fn what_anybody_can_invent_is_not_believed() {
        assert_eq!(seen(&["203.0.113.9"], ""), "127.0.0.1");
        assert_eq!(seen(&["203.0.113.9"], "192.0.2.1"), "127.0.0.1");
        assert_eq!(seen(&["203.0.113.9"], "127.0.0.1"), "203.0.113.9");
        assert_eq!(seen(&["198.51.100.1, 203.0.113.9"], "127.0.0.1"), "203.0.113.9");
        assert_eq!(seen(&["198.51.100.1", "203.0.113.9, 10.0.0.2"], "127.0.0.1"), "10.0.0.2");
        let both = "127.0.0.1 10.0.0.0/8";
        assert_eq!(seen(&["198.51.100.1", "203.0.113.9, 10.0.0.2"], both), "203.0.113.9");
        assert_eq!(seen(&["198.51.100.1", "203.0.113.9", "::ffff:10.0.0.2"], both), "203.0.113.9");
    }

    #[test]
    fn without_a_readable_address_the_last_proxy_counts() {
        assert_eq!(seen(&[], "127.0.0.1"), "127.0.0.1");
        assert_eq!(seen(&["unknown"], "127.0.0.1"), "127.0.0.1");
        assert_eq!(seen(&["203.0.113.9, x, 10.0.0.2"], "127.0.0.1 10.0.0.2"), "10.0.0.2");
    }
}
