//! The forms of the wish list for browsers without scripts (SPEC W7), each sent to the address of its own page. What is
//! refused is answered with that page and the reason.

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::post;
use serde::Deserialize;

use super::AppState;
use super::forms::Sent;
use crate::catalog::wishlist::service::{self, Keeper};

/// The part of a product's page that says that it is kept.
const KEPT: &str = "#kept";

/// The two forms of a product's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Wish {
    Keep,
    Drop,
}

/// What they send.
#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Wished {
    wish: Wish,
}

/// What the forms of the wish list's own page send.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Dropped {
    slug: String,
}

/// The routes; they need sessions around them, and what pages have around them.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/products/{slug}", post(keep_or_drop)).route("/wishlist", post(drop_kept))
}

async fn keep_or_drop(Path(slug): Path<String>, sent: Sent<Wished>) -> Response {
    let wish = sent.form.wish;
    let outcome = async {
        let visitor = sent.visitor().await?;
        let keeper = Keeper::of(&visitor, &sent.session, &sent.client);
        match wish {
            Wish::Keep => service::add(sent.backend(), keeper, &slug).await,
            Wish::Drop => service::remove(sent.backend(), keeper, &slug).await,
        }
    }
    .await;
    sent.answer(outcome, &back(&slug, wish), &[]).await
}

/// Back to the product, whose slug was found to be one.
fn back(slug: &str, wish: Wish) -> String {
    let part = if wish == Wish::Keep { KEPT } else { "" };
    ["/products/", slug.trim(), part].concat()
}

async fn drop_kept(sent: Sent<Dropped>) -> Response {
    let outcome = async {
        let visitor = sent.visitor().await?;
        let keeper = Keeper::of(&visitor, &sent.session, &sent.client);
        service::remove(sent.backend(), keeper, &sent.form.slug).await
    }
    .await;
    sent.answer(outcome, "/wishlist?saved=dropped", &[]).await
}

#[cfg(test)]
mod tests {
    use axum::Form;
    use axum::body::Body;
    use axum::extract::FromRequest as _;
    use axum::http::{Request, header};

    use super::*;

    async fn read(body: &'static str) -> Option<Wish> {
        let request = Request::post("/products/arc-kettle")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        Form::<Wished>::from_request(request, &()).await.ok().map(|Form(wished)| wished.wish)
    }

    #[tokio::test]
    async fn a_form_says_whether_it_keeps_or_drops_and_is_nothing_without_that() {
        assert_eq!(read("wish=keep").await, Some(Wish::Keep));
        assert_eq!(read("wish=drop").await, Some(Wish::Drop));
        for odd in ["", "wish=", "wish=Keep", "slug=arc-kettle"] {
            assert_eq!(read(odd).await, None, "{odd}");
        }
    }

    #[test]
    fn the_answer_leads_back_to_the_product_and_to_what_says_that_it_is_kept() {
        assert_eq!(back(" arc-kettle ", Wish::Keep), "/products/arc-kettle#kept");
        assert_eq!(back("arc-kettle", Wish::Drop), "/products/arc-kettle");
    }
}
