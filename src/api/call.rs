//! What a handler gets, and what it gives back.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode};
use uuid::Uuid;

use super::Api;
use super::body::Fields;
use super::conditional::IfMatch;
use super::fields::{self, Field, Values};
use super::json::Json;
use super::query::Query;
use super::refusal::Refusal;
use super::table::{Ids, Run};
use crate::accounts::caller::{Staff, User, Visitor};
use crate::accounts::session::Client;
use crate::catalog::product::patch::CHANGED;
use crate::error::AppError;
use crate::infra::Backend;

/// The kind of nearly every answer.
pub const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A request that has passed everything that is the same for all operations.
pub struct Call {
    /// What all requests share.
    pub api: Arc<Api>,
    /// Who asks.
    pub visitor: Visitor,
    /// Whence.
    pub client: Client,
    /// The ids of the address.
    pub ids: Ids,
    /// The parameters of the address.
    pub query: Query,
    /// The body, or why it cannot be read; nothing where the operation reads none.
    pub body: Result<Fields, Refusal>,
    /// The id of what this request creates, where it creates something.
    pub new_id: Uuid,
    /// Whether an earlier run of the same request was lost: it may have created its thing.
    pub again: bool,
    /// The tags of which the thing must have one.
    pub if_match: Option<IfMatch>,
    /// What addresses begin with, such as `https://shop.example`.
    pub base: Arc<str>,
    /// The resource's path with its placeholders.
    pub path: &'static str,
}

impl Call {
    /// What services need.
    #[must_use]
    pub fn backend(&self) -> &Backend {
        &self.api.backend
    }

    /// The user who asks.
    ///
    /// # Errors
    /// 401 where nobody is signed in.
    pub fn user(&self) -> Result<&User, Refusal> {
        self.visitor.user().ok_or(Refusal::App(AppError::Unauthorized))
    }

    /// The member of staff who asks.
    ///
    /// # Errors
    /// 401 where nobody is signed in, 403 where somebody else is.
    pub fn staff(&self) -> Result<Staff, Refusal> {
        Ok(self.user()?.staff()?)
    }

    /// The first id of the address. Operations of a path with one are not run without it.
    #[must_use]
    pub fn id(&self) -> Uuid {
        self.ids.0[0].unwrap_or_default()
    }

    /// The second id of the address, likewise.
    #[must_use]
    pub fn second_id(&self) -> Uuid {
        self.ids.0[1].unwrap_or_default()
    }

    /// The values of the body. It is asked for when the caller is known to be allowed what is asked: who is not hears
    /// that, rather than what is wrong with the body.
    ///
    /// # Errors
    /// 400 and 415 where the body cannot be read, 400 with the wrong fields.
    pub fn sent(&self, fields: &[Field], is_partial: bool) -> Result<Values, Refusal> {
        Ok(fields::read(fields, is_partial, self.body.as_ref().map_err(Refusal::clone)?)?)
    }

    /// Refuses unless the request may change a thing that reads like this now.
    ///
    /// # Errors
    /// 412 where `If-Match` was sent and is neither `*` nor has the strong tag of this representation.
    pub fn check_match(&self, representation: &[u8]) -> Result<(), Refusal> {
        match &self.if_match {
            Some(tags) if !tags.includes(representation) => Err(Refusal::stale()),
            _ => Ok(()),
        }
    }

    /// Whether `If-Match` was sent.
    #[must_use]
    pub fn has_if_match(&self) -> bool {
        self.if_match.is_some()
    }

    /// The address that was asked, with its ids, a slash at its end, and without parameters.
    #[must_use]
    pub fn address(&self) -> String {
        let mut address = String::with_capacity(self.base.len() + self.path.len() + 80);
        address.push_str(&self.base);
        self.ids.write_path(self.path, &mut address);
        address
    }
}

/// Runs an operation. Where somebody else was first although `If-Match` was right a moment ago, it is stale too.
pub(super) async fn run(run: Run, call: Call) -> Result<Answer, Refusal> {
    let has_if_match = call.has_if_match();
    match run(call).await {
        Err(Refusal::App(AppError::Conflict(words))) if has_if_match && words == CHANGED => {
            Err(Refusal::stale())
        }
        outcome => outcome,
    }
}

/// What an operation answers.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: Vec<u8>,
    /// The address of what was created.
    pub location: Option<String>,
    /// The kind of the body.
    pub kind: HeaderValue,
}

impl Answer {
    /// 200 with a body.
    #[must_use]
    pub fn json(body: Json) -> Self {
        Self { status: StatusCode::OK, body: body.into_bytes(), location: None, kind: JSON }
    }

    /// 201 with what was created and its address.
    #[must_use]
    pub fn created(body: Json, location: String) -> Self {
        Self { status: StatusCode::CREATED, body: body.into_bytes(), location: Some(location), kind: JSON }
    }

    /// 204.
    #[must_use]
    pub fn none() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: Vec::new(), location: None, kind: JSON }
    }
}
