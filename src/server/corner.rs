//! The account's corner of the header for browsers without scripts. A page is the same for everybody, so that it can be
//! kept; this picture in it is not, and each browser asks for it by itself.

use axum::Router;
use axum::extract::{Extension, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use tower_sessions::Session;

use super::AppState;
use super::admin::PRIVATE;
use crate::accounts::model::initial;
use crate::accounts::session::service::authenticate;
use crate::accounts::user::service::me;
use crate::error::AppError;
use crate::infra::Backend;
use crate::ui::components::header::ACCOUNT_CORNER;
use crate::ui::markup::Markup;

/// Some browsers heed the policy of a picture within a page too: its few lines of style count.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
);

/// The routes; they need sessions around them.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route(ACCOUNT_CORNER, get(account))
}

/// Leads to the picture of whoever is signed in, or draws the first letter of their name; nothing where nobody is.
async fn account(
    State(backend): State<Backend>,
    Extension(session): Extension<Session>,
) -> Result<Response, AppError> {
    let letter = match authenticate(&backend, &session).await?.user() {
        Some(user) => {
            let me = me(&backend, user).await?;
            if let Some(stem) = me.avatar {
                let picture = Redirect::to(&["/media/", &stem, "-64.webp"].concat());
                return Ok(([(header::CACHE_CONTROL, PRIVATE)], picture).into_response());
            }
            initial(&me.full_name)
        }
        None => String::new(),
    };
    let headers = [
        (header::CACHE_CONTROL, PRIVATE),
        (header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    Ok((headers, drawn(&letter)).into_response())
}

/// The letter in a disc, in the accent's colours of the style sheet; a picture of nothing without a letter.
fn drawn(letter: &str) -> String {
    let mut svg = Markup::default();
    svg.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"28\" height=\"28\" viewBox=\"0 0 28 28\">");
    if !letter.is_empty() {
        svg.raw(
            "<style>@media(prefers-color-scheme:dark){circle{fill:#6fcfb4}text{fill:#10201b}}</style>\
             <circle cx=\"14\" cy=\"14\" r=\"14\" fill=\"#0f5c4a\"/>\
             <text x=\"14\" y=\"14\" text-anchor=\"middle\" dominant-baseline=\"central\" fill=\"#fff\" \
             font-family=\"system-ui, sans-serif\" font-size=\"14\" font-weight=\"600\">",
        );
        svg.text(letter).raw("</text>");
    }
    svg.raw("</svg>");
    svg.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_stands_in_a_disc_and_nobody_is_shown_as_nothing() {
        assert!(drawn("Å").contains(">Å</text>"));
        assert!(drawn("<").contains(">&lt;</text>"));
        assert!(!drawn("").contains("circle"));
    }
}
