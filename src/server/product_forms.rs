//! The forms of reviews and of a creator's own products as browsers without scripts send them: to the page's own
//! address (SPEC W6, W12). The answer is the next page, or the same page with what is wrong and what was typed.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use axum::{Form, Router};
use leptos::prelude::provide_context;
use uuid::Uuid;

use super::forms::again;
use super::{AppState, page_context, shell_of};
use crate::accounts::caller::User;
use crate::catalog::product::input::check_slug;
use crate::catalog::product::model::ProductId;
use crate::catalog::product::own::{self, FIELDS, OwnForm, Saved, Stale};
use crate::error::{AppError, FieldErrors};
use crate::reviews;
use crate::reviews::input::ReviewForm;
use crate::reviews::model::ReviewId;

/// Where the list of one's own products is.
const OWN_PRODUCTS: &str = "/account/products";

/// Names and values, as the form sends them.
type Fields = Vec<(String, String)>;
/// Who sends the form, where somebody is signed in.
type Sender = Result<User, AppError>;

/// The routes; they need sessions around them, and what pages have around them.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/products/{slug}/review", post(review))
        .route("/account/products/new", post(create))
        .route("/account/products/{id}", post(update))
}

async fn review(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    sender: Sender,
    parts: Parts,
    Form(fields): Form<Fields>,
) -> Response {
    let user = match sender {
        Ok(user) => user,
        Err(refused) => return again(&state, parts, &refused, &[]).await,
    };
    let backend = &state.backend;
    let Ok(Some(slug)) = check_slug(&slug) else {
        return again(&state, parts, &AppError::NotFound("Product".to_owned()), &[]).await;
    };
    let outcome = if let Some(id) = value(&fields, "delete") {
        match Uuid::try_parse(id) {
            Ok(id) => reviews::service::delete(backend, &user, ReviewId(id)).await,
            Err(_) => Err(AppError::NotFound("Review".to_owned())),
        }
    } else {
        let text = |name| value(&fields, name).unwrap_or_default().to_owned();
        let form = ReviewForm { rating: text("rating"), title: text("title"), body: text("body") };
        reviews::service::save(backend, &user, &slug, &form).await.map(|_| ())
    };
    match outcome {
        Ok(()) => Redirect::to(&["/products/", &slug, "#reviews"].concat()).into_response(),
        Err(refused) => refuse(&state, parts, &refused, &fields).await,
    }
}

async fn create(
    State(state): State<AppState>,
    sender: Sender,
    parts: Parts,
    Form(fields): Form<Fields>,
) -> Response {
    let user = match sender {
        Ok(user) => user,
        Err(refused) => return again(&state, parts, &refused, &[]).await,
    };
    match own::service::create(&state.backend, &user, &own_form(&fields)).await {
        Ok(_) => Redirect::to(OWN_PRODUCTS).into_response(),
        Err(refused) => refuse(&state, parts, &refused, &fields).await,
    }
}

async fn update(
    State(state): State<AppState>,
    Path(id): Path<String>,
    sender: Sender,
    parts: Parts,
    Form(fields): Form<Fields>,
) -> Response {
    let user = match sender {
        Ok(user) => user,
        Err(refused) => return again(&state, parts, &refused, &[]).await,
    };
    let outcome = match (missing(&fields), Uuid::try_parse(&id)) {
        (Some(errors), _) => Err(AppError::Validation(errors)),
        (None, Ok(id)) => {
            own::service::update(&state.backend, &user, ProductId(id), &own_form(&fields)).await
        }
        (None, Err(_)) => Err(AppError::NotFound("Product".to_owned())),
    };
    match outcome {
        Ok(Saved::Done) => Redirect::to(OWN_PRODUCTS).into_response(),
        Ok(Saved::Stale(both)) => choose(&state, parts, *both).await,
        Err(refused) => refuse(&state, parts, &refused, &fields).await,
    }
}

/// Where two sides are to choose from and nothing was chosen, the field is not sent: it is no empty one.
fn missing(fields: &[(String, String)]) -> Option<FieldErrors> {
    let mut errors = FieldErrors::default();
    for (name, _) in FIELDS {
        if value(fields, name).is_none() {
            errors.add(name, "Choose what stays");
        }
    }
    (!errors.is_empty()).then_some(errors)
}

fn own_form(fields: &[(String, String)]) -> OwnForm {
    let mut form = OwnForm::default();
    for (name, value) in fields {
        if let Some(field) = form.field_mut(name) {
            field.clone_from(value);
        }
    }
    form
}

fn value<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The page of the form once more, with what is wrong and what was typed.
async fn refuse(state: &AppState, parts: Parts, refused: &AppError, fields: &[(String, String)]) -> Response {
    let typed: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    again(state, parts, refused, &typed).await
}

/// The page of a product's form, with both sides to choose from.
async fn choose(state: &AppState, mut parts: Parts, both: Stale) -> Response {
    parts.method = Method::GET;
    let usual = page_context(state);
    let context = move || {
        usual();
        provide_context(both.clone());
    };
    let render = leptos_axum::render_app_async_with_context(context, shell_of(state));
    let mut response = render(Request::from_parts(parts, Body::empty())).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::CONFLICT;
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(names: &[&str]) -> Fields {
        names.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect()
    }

    #[test]
    fn a_side_that_was_not_chosen_is_asked_for_and_not_taken_as_empty() {
        let all = FIELDS.map(|(name, _)| name);
        assert_eq!(missing(&sent(&all)), None);
        let errors = missing(&sent(&all[1..])).unwrap();
        assert_eq!(errors.first(all[0]), Some("Choose what stays"));
        assert_eq!(errors.0.len(), 1);
    }

    #[test]
    fn every_field_that_is_sent_is_read_and_no_other() {
        let form = own_form(&sent(&["name", "price", "seen_stock", "created_by"]));
        assert_eq!((form.name.as_str(), form.price.as_str(), form.slug.as_str()), ("name", "price", ""));
        assert_eq!(form.seen_stock, "seen_stock");
    }
}
