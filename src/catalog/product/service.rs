//! Use cases of products: what the public reads, the same for everybody (SPEC S5). Changes are in [`super::change`];
//! what only an owner and staff see is in [`super::own::service`].

use super::filter::ProductFilter;
use super::input::check_slug;
use super::listing::{self, Choice, Counts};
use super::markdown;
use super::model::{
    Availability, Facets, Home, Price, ProductAt, ProductCard, ProductDetail, ProductId, ProductList, Rating,
    Suggestions,
};
use super::store;
use super::store::list::CardRow;
use super::view::{Shot, shots};
use crate::catalog::category;
use crate::catalog::category::model::{CategoryId, CategoryLink};
use crate::catalog::category::service::Tree;
use crate::catalog::image::model::Picture;
use crate::error::AppError;
use crate::infra::{Backend, clock};
use crate::paging::{Page, page_count};

/// Featured products on the first page (SPEC W1).
const FEATURED: i64 = 10;
/// New products on the first page.
const NEWEST: i64 = 8;
/// Related products on a product's page.
const RELATED: i64 = 4;
/// Days for which a product is new.
const NEW_DAYS: i64 = 30;
/// Products that a search box offers.
const SUGGESTED: u32 = 6;
/// Categories that a search box offers.
const SUGGESTED_CATEGORIES: usize = 3;
/// Recently viewed products that are shown at most.
const RECENT: usize = 12;

/// The published products that a filter lets through, a page of them (SPEC S5, W2). Their owner's drafts are not among
/// them: [`super::own::service::list`] has those.
///
/// # Errors
/// A category or a page that is not there.
pub async fn list(backend: &Backend, filter: &ProductFilter) -> Result<ProductList, AppError> {
    let tree = category::service::tree(backend).await?;
    let category = match &filter.category {
        Some(slug) => Some(tree.find(slug).ok_or_else(|| AppError::NotFound("Category".to_owned()))?),
        None => None,
    };
    let categories = category.map(|id| tree.with_descendants(id));
    let choice = Choice {
        filter,
        categories: categories.as_deref(),
        published: tree.total(),
        published_in_category: category.map_or(0, |id| tree.count(id)),
    };
    let counts = Counts::load(backend, filter).await?;
    let (total, size) = (counts.total(&choice), backend.settings.vitrine.page_size);
    let number = filter.page.max(1);
    if number > page_count(total, size) {
        return Err(AppError::NotFound("Page".to_owned()));
    }
    let rows = listing::page(backend, &choice, &counts, (number - 1) * size, size).await?;
    Ok(ProductList {
        page: Page { items: cards(backend, &tree, rows), total, number, size },
        facets: Facets {
            categories: tree.choices(category, &|id| counts.of_category(&choice, id)),
            in_stock: counts.in_stock(&choice),
            ratings: counts.by_stars(&choice),
        },
        category: category.and_then(|id| tree.head(id)),
        nearest: counts.is_nearest(),
    })
}

/// A published product by its slug, or where it moved to (SPEC W3, D6), with a text that another area keeps of the
/// product, in one statement, and another where it is alone in its category: `beside` is SQL for it, in which the product
/// is `p`. Of one that moved there is none. A draft is not there, for its owner neither: [`super::own::service::edit`]
/// reads it.
///
/// # Errors
/// "Product not found".
pub async fn by_slug_with(
    backend: &Backend,
    slug: &str,
    beside: &'static str,
) -> Result<(ProductAt, Option<String>), AppError> {
    if !matches!(check_slug(slug), Ok(Some(_))) {
        return Err(AppError::NotFound("Product".to_owned()));
    }
    let mut rows = store::published_by_slug(&backend.readers, slug, RELATED, beside).await?.into_iter();
    let Some(row) = rows.next() else {
        return match store::moved(&backend.readers, slug).await? {
            Some(present) => Ok((ProductAt::Moved(present), None)),
            None => Err(AppError::NotFound("Product".to_owned())),
        };
    };
    let tree = category::service::tree(backend).await?;
    let category = CategoryId(row.card.category_id);
    let category_name = tree.link(category).map_or("", |link| link.name.as_str());
    let mut related: Vec<_> = rows.map(|row| row.card).collect();
    if related.is_empty() {
        related = store::published_around(&backend.readers, category.0, slug, RELATED).await?;
    }
    let description = row.description.unwrap_or_default();
    let product = ProductDetail {
        summary: markdown::to_summary_or(&description, &row.card.name, category_name),
        description_html: markdown::to_html(&description),
        pictures: shots(&row.pictures.unwrap_or_default()).map(picture).collect(),
        trail: tree.trail(category),
        related: cards(backend, &tree, related),
        card: card(backend, &tree, row.card),
    };
    Ok((ProductAt::Here(Box::new(product)), row.beside))
}

/// The present slug of a published product that once had this one (SPEC D6).
///
/// # Errors
/// When the database does not answer.
pub async fn moved_to(backend: &Backend, slug: &str) -> Result<Option<String>, AppError> {
    if !matches!(check_slug(slug), Ok(Some(_))) {
        return Ok(None);
    }
    Ok(store::moved(&backend.readers, slug).await?)
}

fn picture(shot: Shot<'_>) -> Picture {
    let pixels = |side: &str| side.parse().unwrap_or_default();
    Picture {
        file: shot.file.to_owned(),
        alt: shot.alt.to_owned(),
        width: pixels(shot.width),
        height: pixels(shot.height),
        focus: shot.focus,
    }
}

/// What the first page shows (SPEC W1).
///
/// # Errors
/// When the database does not answer.
pub async fn home(backend: &Backend) -> Result<Home, AppError> {
    let tree = category::service::tree(backend).await?;
    let rows = store::home(&backend.readers, FEATURED, NEWEST).await?;
    let (featured, newest): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(featured, _)| *featured);
    let only_cards =
        |rows: Vec<(bool, CardRow)>| cards(backend, &tree, rows.into_iter().map(|(_, row)| row).collect());
    Ok(Home { featured: only_cards(featured), newest: only_cards(newest), windows: tree.windows(2) })
}

/// What a search box offers for what has been typed so far (SPEC W5).
///
/// # Errors
/// When the database does not answer.
pub async fn suggest(backend: &Backend, query: &str) -> Result<Suggestions, AppError> {
    let (filter, _) = ProductFilter::from_parameters(|name| (name == "q").then(|| query.to_owned()));
    if !filter.is_enough_to_suggest() {
        return Ok(Suggestions::default());
    }
    let tree = category::service::tree(backend).await?;
    let choice =
        Choice { filter: &filter, categories: None, published: tree.total(), published_in_category: 0 };
    let counts = Counts::load_while_typing(backend, &filter).await?;
    let rows = listing::page(backend, &choice, &counts, 0, SUGGESTED).await?;
    Ok(Suggestions {
        products: cards(backend, &tree, rows),
        categories: tree.named(&listing::fold(&filter.query), SUGGESTED_CATEGORIES),
        total: if counts.is_of_beginnings() { 0 } else { counts.total(&choice) },
    })
}

/// Published products by slug, in the order asked for; those that are not there are left out (SPEC W7).
///
/// # Errors
/// When the database does not answer.
pub async fn recently_viewed(backend: &Backend, slugs: &[String]) -> Result<Vec<ProductCard>, AppError> {
    let slugs: Vec<String> =
        slugs.iter().filter(|slug| matches!(check_slug(slug), Ok(Some(_)))).take(RECENT).cloned().collect();
    let tree = category::service::tree(backend).await?;
    let mut found = cards(backend, &tree, store::cards_by_slug(&backend.readers, &slugs).await?);
    found.sort_by_key(|card| slugs.iter().position(|slug| *slug == card.slug));
    Ok(found)
}

/// The published products of a category and its descendants, newest first, at most `limit` (SPEC S6). It is the rule
/// for those who want the products alone; category pages come through [`list`], which has filters, counts and pages
/// too.
///
/// # Errors
/// "Category not found".
pub async fn of_category(
    backend: &Backend,
    slug: &str,
    limit: Option<u32>,
) -> Result<Vec<ProductCard>, AppError> {
    let filter = ProductFilter { category: Some(slug.to_owned()), page: 1, ..ProductFilter::default() };
    let tree = category::service::tree(backend).await?;
    let id = tree.find(slug).ok_or_else(|| AppError::NotFound("Category".to_owned()))?;
    let categories = tree.with_descendants(id);
    let choice = Choice {
        filter: &filter,
        categories: Some(&categories),
        published: tree.total(),
        published_in_category: tree.count(id),
    };
    let counts = Counts::load(backend, &filter).await?;
    let rows = listing::page(backend, &choice, &counts, 0, limit.unwrap_or(u32::MAX)).await?;
    Ok(cards(backend, &tree, rows))
}

/// Published products by id, in the order asked for; those that are not there are left out (SPEC W7).
///
/// # Errors
/// When the database does not answer.
pub async fn by_ids(backend: &Backend, ids: &[ProductId]) -> Result<Vec<ProductCard>, AppError> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let tree = category::service::tree(backend).await?;
    Ok(cards(backend, &tree, store::cards_by_id(&backend.readers, &ids).await?))
}

fn cards(backend: &Backend, tree: &Tree, rows: Vec<CardRow>) -> Vec<ProductCard> {
    rows.into_iter().map(|row| card(backend, tree, row)).collect()
}

fn card(backend: &Backend, tree: &Tree, row: CardRow) -> ProductCard {
    let nowhere = || CategoryLink { name: String::new(), slug: String::new() };
    let picture = shots(&row.picture).next().map(picture);
    ProductCard {
        slug: row.slug,
        name: row.name,
        price: Price::from_cents(row.cents),
        category: tree.link(CategoryId(row.category_id)).cloned().unwrap_or_else(nowhere),
        tint: tree.tint(CategoryId(row.category_id)),
        picture,
        availability: Availability::of(row.stock, backend.settings.vitrine.low_stock),
        is_new: (clock::now() - row.created_at).num_days() < NEW_DAYS,
        rating: Rating {
            count: u32::try_from(row.review_count).unwrap_or_default(),
            hundredths: u16::try_from(row.rating_hundredths).unwrap_or_default(),
        },
    }
}
