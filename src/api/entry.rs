//! The way of every request, from top to bottom: path, kind of answer, caller, count, method, right, ids, parameters,
//! body, key, operation, tag.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use uuid::Uuid;

use super::body::{self, Fields};
use super::call::{self, Answer, Call, JSON};
use super::caller::{self, Unknown};
use super::conditional::{self, IfMatch};
use super::once::{self, Once, Outcome};
use super::query::{self, Query};
use super::refusal::Refusal;
use super::table::{self, Ids, Operation, Resource, Tag, Who};
use super::throttle::{self, Counted};
use super::{Api, describe, docs, negotiate};
use crate::accounts::caller::Visitor;
use crate::accounts::session::Client;
use crate::accounts::token::TokenError;
use crate::error::AppError;
use crate::extract;

/// Where credentials are made: those of the request are not looked at, so that an old token stops nobody.
const TOKENS: &str = "/api/token/";
/// Where users are: nothing of them is kept on its way.
const USERS: &str = "/api/users/";
/// Longest query, in bytes.
const LONGEST_QUERY: usize = 8 * 1024;
/// The description of the API, which has a kind of its own.
const SCHEMA: &str = "/api/schema/";

/// Answers any request to the API.
pub(super) async fn answer(api: Arc<Api>, request: Request) -> Response {
    let is_head = request.method() == Method::HEAD;
    let mut counted = None;
    // The future is large: it is moved about in one word.
    let mut response = match Box::pin(way(&api, request, &mut counted)).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    let headers = response.headers_mut();
    if let Some(counted) = counted {
        counted.write(headers);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    negotiate::vary(headers);
    if is_head { without_body(response) } else { response }
}

/// The head of an answer, which says how long the body would be.
fn without_body(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if parts.status != StatusCode::NOT_MODIFIED
        && let Some(length) = axum::body::HttpBody::size_hint(&body).exact()
    {
        parts.headers.insert(header::CONTENT_LENGTH, length.into());
    }
    Response::from_parts(parts, Body::empty())
}

async fn way(api: &Arc<Api>, request: Request, counted: &mut Option<Counted>) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let found = table::find(parts.uri.path());
    // What is wrong with the address or with `Accept` is said when the request is counted.
    let asked = parts.uri.query().unwrap_or_default();
    let is_short = asked.len() <= LONGEST_QUERY;
    let query = Query::parse(is_short.then_some(asked));
    let path = found.map_or("", |(resource, _)| resource.path);
    let kind = if found.is_some_and(|(resource, _)| !resource.documented) {
        // Pages of the documentation have their own kinds, whatever is asked for.
        Ok(JSON)
    } else {
        negotiate::kind(&parts.headers, &query, path == SCHEMA)
    };
    if parts.method == Method::OPTIONS {
        return found.map(|(resource, _)| describe::described(resource)).ok_or_else(Refusal::no_such_path);
    }
    let client = extract::client_of(&api.backend, &parts.headers, &parts.extensions);
    let is_counted = found.is_none_or(|(resource, _)| resource.throttled);
    let visitor =
        if is_counted { known(api, &parts, &client, path, counted).await? } else { Visitor::default() };
    if !is_short {
        return Err(Refusal::detail(StatusCode::URI_TOO_LONG, "The address is too long."));
    }
    let kind = kind?;
    let (resource, ids) = found.ok_or_else(Refusal::no_such_path)?;
    let operation = resource
        .operation(&parts.method)
        .ok_or_else(|| Refusal::Method { method: parts.method.to_string(), allow: resource.allow() })?;
    let asked = Asked { api, parts: &parts, resource, operation, ids, query, client, visitor };
    asked.check()?;
    let mut outcome = asked.perform(body).await?;
    if path == SCHEMA {
        outcome.answer.kind = kind;
    }
    Ok(finished(&parts, resource, operation, outcome))
}

/// Who asks, counted. Refused credentials have a count of their own: whose token has run out hears that, whatever
/// others do from the same address.
async fn known(
    api: &Api,
    parts: &Parts,
    client: &Client,
    path: &str,
    counted: &mut Option<Counted>,
) -> Result<Visitor, Refusal> {
    let asked =
        if path.starts_with(TOKENS) { Ok(Visitor::default()) } else { caller::visitor(api, parts).await };
    if let Err(Unknown::Refused(Refusal::App(error @ AppError::Internal { .. }))) = asked {
        return Err(error.into());
    }
    // Who has a refresh token is no stranger: what others do from the same address must not stop it.
    *counted = match &asked {
        Ok(_) if path.starts_with(TOKENS) && path != TOKENS => {
            throttle::count_as(api, "refresh", client).await?
        }
        Ok(visitor) => throttle::count(api, visitor, client).await?,
        Err(Unknown::Dry(dry)) => Some(*dry),
        Err(Unknown::Refused(_)) => throttle::count_as(api, "refused", client).await?,
    };
    let has_run_out = matches!(asked, Err(Unknown::Refused(Refusal::BadAccess(TokenError::Expired))));
    if let Some(counted) = counted
        && !has_run_out
    {
        counted.check()?;
    }
    asked.map_err(|unknown| match unknown {
        Unknown::Refused(refusal) => refusal,
        Unknown::Dry(dry) => dry.refusal().into(),
    })
}

/// A request whose operation is known.
struct Asked<'a> {
    api: &'a Arc<Api>,
    parts: &'a Parts,
    resource: &'static Resource,
    operation: &'static Operation,
    ids: Ids,
    query: Query,
    client: Client,
    visitor: Visitor,
}

impl Asked<'_> {
    fn check(&self) -> Result<(), Refusal> {
        if self.operation.who == Who::User && self.visitor.user().is_none() {
            return Err(AppError::Unauthorized.into());
        }
        if self.ids.1 {
            return Err(AppError::NotFound(self.resource.thing.to_owned()).into());
        }
        query::check(&self.query, self.operation.parameters)
    }

    /// Reads the body and does what is asked.
    async fn perform(self, body: Body) -> Result<Outcome, Refusal> {
        let parts = self.parts;
        let headers = &parts.headers;
        let operation = self.operation;
        let (fields, bytes) = if operation.body.is_some() {
            let bytes = body::take(headers, body).await?;
            (body::read(headers, bytes.clone()).await, bytes)
        } else {
            (Ok(Fields::default()), axum::body::Bytes::new())
        };
        let key = if operation.once { once::key(headers)? } else { None };
        let once = key.zip(self.visitor.user()).map(|(key, user)| {
            let mut path = String::with_capacity(80);
            self.ids.write_path(self.resource.path, &mut path);
            let kind = body::essence(headers);
            // Who sends a form again draws a new boundary between its parts.
            let sent = match &fields {
                Ok(fields) if kind.starts_with("multipart/") => fields.text().into(),
                _ => bytes,
            };
            Once::new(user.id().0, &path, key, &kind, &sent)
        });
        let call = self.into_call(fields);
        match once {
            Some(once) => once.run(call, operation.run).await,
            None => call::run(operation.run, call).await.map(|answer| Outcome { answer, is_replayed: false }),
        }
    }

    fn into_call(self, body: Result<Fields, Refusal>) -> Call {
        let headers = &self.parts.headers;
        let is_safe = self.operation.method == Method::GET;
        let heeds_tags = !is_safe && self.operation.tagged == Tag::Strong;
        Call {
            base: negotiate::base(self.api, headers),
            if_match: if heeds_tags { IfMatch::of(headers) } else { None },
            api: Arc::clone(self.api),
            visitor: self.visitor,
            client: self.client,
            ids: self.ids,
            query: self.query,
            body,
            new_id: if is_safe { Uuid::nil() } else { Uuid::now_v7() },
            again: false,
            path: self.resource.path,
        }
    }
}

/// The answer with its headers; 304 where the asker has it already.
fn finished(parts: &Parts, resource: &Resource, operation: &Operation, outcome: Outcome) -> Response {
    let Outcome { answer, is_replayed } = outcome;
    let is_read = operation.method == Method::GET && answer.status == StatusCode::OK;
    let tag = tag_of(operation, &answer);
    let is_known = is_read && tag.as_ref().is_some_and(|tag| conditional::is_known(&parts.headers, tag));
    let mut headers = HeaderMap::with_capacity(16);
    if is_read && !resource.path.starts_with(USERS) && !resource.path.starts_with(TOKENS) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    if let Some(tag) = tag {
        headers.insert(header::ETAG, tag);
    }
    if is_replayed {
        once::mark(&mut headers);
    }
    if let Some(location) = answer.location.as_deref().and_then(|place| HeaderValue::from_str(place).ok()) {
        headers.insert(header::LOCATION, location);
    }
    if negotiate::is_page(&answer.kind) {
        headers.insert(header::CONTENT_SECURITY_POLICY, docs::POLICY);
    }
    let mut status = answer.status;
    let body = if is_known {
        status = StatusCode::NOT_MODIFIED;
        Body::empty()
    } else if answer.body.is_empty() {
        Body::empty()
    } else {
        headers.insert(header::CONTENT_TYPE, answer.kind);
        Body::from(answer.body)
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// The tag of an answer: of what is read, and of a thing that was created or changed. What an action answers is not
/// the thing.
fn tag_of(operation: &Operation, answer: &Answer) -> Option<HeaderValue> {
    if operation.tagged == Tag::None || answer.body.is_empty() || !answer.status.is_success() {
        return None;
    }
    let is_thing = operation.method != Method::POST || answer.location.is_some();
    is_thing.then(|| conditional::tag(&answer.body, operation.tagged == Tag::Strong))
}
