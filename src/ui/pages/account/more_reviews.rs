//! All reviews of a product, ten at a time (SPEC W3).

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};
use serde::{Deserialize, Serialize};

use crate::catalog::product::model::ProductCard;
use crate::error::AppError;
use crate::reviews::model::ReviewList;
use crate::server_fns::catalog::{product_moved_to, recently_viewed};
use crate::server_fns::reviews::list_reviews;
use crate::ui::drawn::{Drawn, Outline};
use crate::ui::filled::filled;
use crate::ui::markup::Markup;
use crate::ui::pages::failure::Failure;
use crate::ui::pages::product::reviews;
use crate::ui::redirect::{moved_permanently, with_query};
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;

/// A product and a page of its reviews.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Said {
    card: ProductCard,
    list: ReviewList,
    /// Whether reviews come before these.
    is_later: bool,
}

/// What stands at the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum SaidAt {
    /// The reviews.
    Here(Box<Said>),
    /// The slug that the product moved to.
    Moved(String),
}

impl Outline for SaidAt {
    fn outline(&self) -> Self {
        match self {
            Self::Here(said) => {
                let ReviewList { rating, distribution, .. } = &said.list;
                let list =
                    ReviewList { rating: *rating, distribution: *distribution, ..ReviewList::default() };
                Self::Here(Box::new(Said { card: said.card.clone(), list, is_later: said.is_later }))
            }
            Self::Moved(slug) => Self::Moved(slug.clone()),
        }
    }
}

/// The reviews of the product at the slug in the path, after the place in the query.
#[component]
pub(crate) fn MoreReviewsPage() -> impl IntoView {
    let (params, query, search) = (use_params_map(), use_query_map(), use_location().search);
    let asked = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        let after = query.with(|query| query.get("after")).filter(|after| !after.is_empty());
        (slug, after)
    };
    let said = Resource::new(asked, |(slug, after)| async move { load(slug, after).await.map(Drawn) });
    view! {
        <Transition fallback=|| ()>
            {filled(move || {
                let search = search.get_untracked();
                Suspend::new(async move {
                    match said.await {
                        Ok(Drawn(SaidAt::Here(said))) => said_view(&said),
                        Ok(Drawn(SaidAt::Moved(slug))) => {
                            moved_permanently(with_query(&path_of(&slug), &search)).into_any()
                        }
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })
            })}
        </Transition>
    }
}

/// The page of a product's reviews.
fn path_of(slug: &str) -> String {
    ["/products/", slug, "/reviews"].concat()
}

/// Product and reviews are both asked for before anything is waited for.
async fn load(slug: String, after: Option<String>) -> Result<SaidAt, AppError> {
    let is_later = after.is_some();
    let (list, cards) = futures::join!(list_reviews(slug.clone(), after), recently_viewed(slug.clone()));
    if let Some(card) = cards?.into_iter().next() {
        return Ok(SaidAt::Here(Box::new(Said { card, list: list?, is_later })));
    }
    let present = product_moved_to(slug).await?;
    present.map(SaidAt::Moved).ok_or_else(|| AppError::NotFound("Product".to_owned()))
}

fn said_view(said: &Said) -> AnyView {
    let Said { card, list, is_later } = said;
    let head = Head {
        title: ["Reviews of ", &card.name].concat(),
        description: ["What shoppers say of ", &card.name, "."].concat(),
        path: path_of(&card.slug),
        is_unlisted: true,
        ..Head::default()
    };
    let product = ["/products/", &card.slug].concat();
    view! {
        {head.view(&ShopInfo::current())}
        <div class="wrap">
            <header class="page-head">
                <h1>"Reviews"</h1>
                <p class="page-head__intro">"of "<a class="link" href=product>{card.name.clone()}</a></p>
            </header>
            <div class="reviews" inner_html=text(card, list, *is_later)></div>
        </div>
    }
    .into_any()
}

fn text(card: &ProductCard, list: &ReviewList, is_later: bool) -> String {
    let mut html = Markup::with_capacity(1024 + list.reviews.len() * 1024);
    reviews::summary(&mut html, &card.slug, list);
    html.raw("<div>");
    reviews::entries(&mut html, &list.reviews);
    if list.rating.count == 0 {
        html.raw(r#"<p class="text-muted">Nobody has written about it yet.</p>"#);
    }
    if let Some(next) = &list.next {
        reviews::more_link(&mut html, &card.slug, next, "Older reviews");
    }
    if is_later {
        html.raw("<p><a class=\"link\"")
            .attribute("href", &path_of(&card.slug))
            .raw(">To the newest reviews</a></p>");
    }
    html.raw("</div>");
    html.finish()
}
