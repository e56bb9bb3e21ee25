//! The forms of the wish list for browsers without scripts (SPEC W7): they send the product's slug, and the answer
//! leads back to where they stand.

use axum::extract::State;
use axum::response::Redirect;
use axum::routing::post;
use axum::{Extension, Form, Router};
use serde::Deserialize;
use tower_sessions::Session;

use super::AppState;
use crate::accounts::caller::Visitor;
use crate::accounts::input::safe_path;
use crate::accounts::session::Client;
use crate::catalog::wishlist::service::{self, Keeper};
use crate::error::AppError;
use crate::infra::Backend;

/// The part of a product's page that says that it is kept.
const KEPT: &str = "#kept";

/// What the forms send.
#[derive(Deserialize)]
struct Asked {
    slug: String,
    /// The path of the page where the form stands; the product's own where there is none.
    #[serde(default)]
    next: String,
}

impl Asked {
    /// Back to the page where the form stands. The slug is that of a product, or cannot be one.
    fn back(&self, part: &str) -> Redirect {
        match safe_path(&self.next) {
            Some(path) => Redirect::to(path),
            None => Redirect::to(&["/products/", self.slug.trim(), part].concat()),
        }
    }
}

/// The routes; they need sessions around them.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/wishlist/keep", post(keep)).route("/wishlist/drop", post(drop_kept))
}

async fn keep(
    State(backend): State<Backend>,
    visitor: Visitor,
    client: Client,
    Extension(session): Extension<Session>,
    Form(asked): Form<Asked>,
) -> Result<Redirect, AppError> {
    service::add(&backend, Keeper::of(&visitor, &session, &client), &asked.slug).await?;
    Ok(asked.back(KEPT))
}

async fn drop_kept(
    State(backend): State<Backend>,
    visitor: Visitor,
    client: Client,
    Extension(session): Extension<Session>,
    Form(asked): Form<Asked>,
) -> Result<Redirect, AppError> {
    service::remove(&backend, Keeper::of(&visitor, &session, &client), &asked.slug).await?;
    Ok(asked.back(""))
}

#[cfg(test)]
mod tests {
    use axum::http::header::LOCATION;
    use axum::response::IntoResponse as _;

    use super::*;

    fn location(next: &str) -> String {
        let asked = Asked { slug: " arc-kettle ".to_owned(), next: next.to_owned() };
        let response = asked.back(KEPT).into_response();
        assert_eq!(response.status(), 303);
        response.headers()[LOCATION].to_str().unwrap().to_owned()
    }

    #[test]
    fn the_answer_leads_back_and_never_elsewhere() {
        assert_eq!(location("/wishlist"), "/wishlist");
        for elsewhere in ["", "https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"] {
            assert_eq!(location(elsewhere), "/products/arc-kettle#kept", "{elsewhere}");
        }
    }
}
