//! The staff side (SPEC A1 to A10): the gate before all of it, and its plain routes. Each form is sent to the address
//! of its own page, as a browser without scripts does it; what the pages' program sends instead are server functions.
//!
//! The gate lets staff in and nobody else. What a member of staff may see and do, each service decides by itself.

mod forms;
mod lists;
mod reading;
mod transfer;
mod uploads;

use std::future::Future;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::forms::{Sent, page_knowing};
use super::layers::LARGEST_BODY;
use super::{AppState, failure};
use crate::accounts::caller::{Staff, User};
use crate::accounts::session::service::authenticate;
use crate::admin::registry;
use crate::error::AppError;
use crate::extract::session_of;
use crate::infra::Backend;
use crate::listing::{Declaration, ListQuery};
use crate::percent::encode;
use crate::ui::reply::{FormReply, WHOLE};

/// What is one person's own is kept nowhere on its way.
pub(super) const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");

/// Names and values, as a form sends them.
type Fields = Vec<(String, String)>;

/// The routes beside the pages; what pages have around them is around these too.
pub(super) fn routes() -> Router<AppState> {
    lists::routes()
        .merge(forms::routes())
        .merge(transfer::routes())
        .merge(uploads::plain_routes())
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
}

/// The routes that take files, with the gate around them; the layer that limits other bodies must not lie there.
pub(super) fn uploads(state: &AppState) -> Router<AppState> {
    let megabytes = state.backend.settings.vitrine.upload_megabytes;
    transfer::uploads()
        .merge(uploads::routes(megabytes))
        .layer(from_fn_with_state(state.clone(), only_for_staff))
}

/// The answer to whoever is not staff; `None` for staff. What it needs of the request it takes at once.
pub(super) fn gate(
    backend: &Backend,
    request: &Request,
) -> impl Future<Output = Option<Response>> + Send + use<> {
    let backend = backend.clone();
    let session = session_of(request.extensions());
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let address = request.uri().path_and_query().map_or("/admin", |address| address.as_str()).to_owned();
    async move {
        let visitor = match session {
            Ok(session) => authenticate(&backend, &session).await,
            Err(error) => Err(error),
        };
        match visitor.map(|visitor| visitor.user().map(User::is_staff)) {
            Ok(Some(true)) => None,
            Ok(Some(false)) => Some(failure::not_allowed()),
            Ok(None) if is_reading => Some(sign_in_first(&address)),
            Ok(None) => Some(StatusCode::UNAUTHORIZED.into_response()),
            Err(error) => Some(error.into_response()),
        }
    }
}

/// Where one signs in, and from there comes back to an address.
pub(super) fn sign_in_address(address: &str) -> String {
    ["/sign-in?next=", &encode(address)].concat()
}

/// Leads to where one signs in, and from there back.
fn sign_in_first(address: &str) -> Response {
    Redirect::to(&sign_in_address(address)).into_response()
}

/// The gate before what takes files.
async fn only_for_staff(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let gate = gate(&state.backend, &request);
    let mut answer = match gate.await {
        Some(refusal) => {
            // A browser that is still sending shows a broken connection instead of the answer.
            super::uploads::throw_away(request.into_body()).await;
            refusal
        }
        None => next.run(request).await,
    };
    answer.headers_mut().insert(header::CACHE_CONTROL, PRIVATE);
    answer
}

/// The kind whose pages are at a path.
fn kind(path: &str) -> Result<&'static Declaration, AppError> {
    registry::by_path(path).ok_or_else(|| AppError::NotFound("Page".to_owned()))
}

/// A thing's id; for what is none there is no thing.
fn id_of(text: &str, what: &str) -> Result<Uuid, AppError> {
    Uuid::try_parse(text).map_err(|_| AppError::NotFound(what.to_owned()))
}

/// The first value of a name, where it is no empty one.
fn value<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    sent(fields, name).filter(|value| !value.is_empty())
}

/// The first value of a name, whatever it is.
fn sent<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The address of a page of the staff side: its steps below `/admin`, and the query part.
fn address(steps: &[&str], query: &[(&str, &str)]) -> String {
    let mut address = "/admin".to_owned();
    for step in steps {
        address.push('/');
        address.push_str(&encode(step));
    }
    add_query(&mut address, query);
    address
}

/// The address of a list as a query part asks for it, and what is to be told there.
fn list_address(of: &Declaration, query: &str, told: &[(&str, &str)]) -> String {
    let mut address = address(&[of.path], &[]);
    let query = ListQuery::parse(of, query).to_query();
    if !query.is_empty() {
        address.push('?');
        address.push_str(&query);
    }
    add_query(&mut address, told);
    address
}

/// Adds to the query part of an address; empty values are left out.
fn add_query(address: &mut String, query: &[(&str, &str)]) {
    for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(if address.contains('?') { '&' } else { '?' });
        address.push_str(name);
        address.push('=');
        address.push_str(&encode(value));
    }
}

/// An id as text, or nothing.
fn text_of(id: Option<Uuid>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

fn lead_to(address: &str) -> Response {
    Redirect::to(address).into_response()
}

/// Makes it a request for another page of the shop, which is to be shown in its place.
fn look_at(parts: &mut Parts, address: &str) {
    if let Ok(uri) = address.parse() {
        parts.uri = uri;
    }
}

/// The page at an address with what is wrong, and with what was typed.
async fn refuse(
    mut sent: Sent<Fields>,
    address: Option<&str>,
    error: AppError,
    typed: &[(&str, &str)],
) -> Response {
    if let Some(address) = address {
        look_at(&mut sent.parts, address);
    }
    sent.answer(Err(error), "", typed).await
}

/// The page at an address with a sentence about what was not done, and a status.
async fn tell(state: &AppState, mut parts: Parts, address: &str, status: u16, words: &str) -> Response {
    look_at(&mut parts, address);
    let reply = FormReply::new(&AppError::field(WHOLE, words), &[]);
    page_knowing(state, parts, status, reply).await
}

impl Sent<Fields> {
    /// Who sent it; nobody gets further who is not staff.
    async fn staff(&self) -> Result<Staff, AppError> {
        self.user().await?.staff()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_steps_and_what_is_told_written_as_addresses_write_them() {
        assert_eq!(address(&[], &[]), "/admin");
        assert_eq!(
            address(&["products", "a/b"], &[("saved", "1"), ("entry", "")]),
            "/admin/products/a%2Fb?saved=1"
        );
    }

    #[test]
    fn a_list_is_led_back_to_as_it_was_and_told_what_was_done() {
        let products = kind("products").unwrap();
        assert_eq!(list_address(products, "", &[]), "/admin/products");
        let told = [("saved", "acted"), ("n", "3")];
        assert_eq!(list_address(products, "", &told), "/admin/products?saved=acted&n=3");
        assert_eq!(
            list_address(products, "q=oak+table&saved=1&none=x", &told),
            "/admin/products?q=oak+table&saved=acted&n=3"
        );
        assert!(kind("nothing").is_err());
    }

    #[test]
    fn who_signs_in_comes_back_to_the_very_page() {
        let answer = sign_in_first("/admin/products?q=oak&sort=price");
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let location = answer.headers().get(header::LOCATION).unwrap();
        assert_eq!(location, "/sign-in?next=%2Fadmin%2Fproducts%3Fq%3Doak%26sort%3Dprice");
    }
}
