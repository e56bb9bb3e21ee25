//! Use cases that programs read products by (SPEC R1 to R6, S5). What is not published is there for its owner, and for
//! staff who may see products.

mod cursor;
mod list;
mod terms;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use self::cursor::Cursor;
pub use self::list::sees_all;
use self::list::{List, Scope};
use super::model::{ProductId, ProductStatus};
use super::ordering::Ordering;
use super::store::whole;
use super::view::{self, ProductRows};
use crate::accounts::caller::Visitor;
use crate::error::AppError;
use crate::infra::Backend;
use crate::paging::page_count;

/// What a list is narrowed down to, and its order (SPEC R4).
#[derive(Clone, Debug, PartialEq)]
pub struct ListAsk {
    /// Terms that name or description must have, between blanks or commas; a phrase in quotes is one.
    pub search: String,
    /// Slug of a category, whose descendants count too; nothing is in one that is not there.
    pub category: Option<String>,
    /// Lowest price.
    pub min_price: Option<Decimal>,
    /// Highest price.
    pub max_price: Option<Decimal>,
    /// Only what can be had, or only what cannot.
    pub in_stock: Option<bool>,
    /// Only what is featured, or only what is not.
    pub is_featured: Option<bool>,
    /// From this moment on.
    pub created_after: Option<DateTime<Utc>>,
    /// Up to and with this moment.
    pub created_before: Option<DateTime<Utc>>,
    /// What is not published, visitors do not see; others see their own, and staff who may see products all.
    pub status: ProductStatus,
    /// The order.
    pub ordering: Ordering,
}

impl Default for ListAsk {
    fn default() -> Self {
        Self {
            search: String::new(),
            category: None,
            min_price: None,
            max_price: None,
            in_stock: None,
            is_featured: None,
            created_after: None,
            created_before: None,
            status: ProductStatus::Published,
            ordering: Ordering::default(),
        }
    }
}

/// Which page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageAsk {
    /// The one with a number, from 1.
    Number(u32),
    /// The last one.
    Last,
}

impl PageAsk {
    /// The number of the page, where there are so many.
    ///
    /// # Errors
    /// "Page not found".
    pub fn number(self, pages: u32) -> Result<u32, AppError> {
        match self {
            Self::Last => Ok(pages),
            Self::Number(number) if (1..=pages).contains(&number) => Ok(number),
            Self::Number(_) => Err(AppError::NotFound("Page".to_owned())),
        }
    }
}

/// A page of a list.
#[derive(Debug)]
pub struct ListPage {
    /// The products on it.
    pub rows: ProductRows,
    /// How many there are on all pages.
    pub count: u32,
    /// The number of this page, from 1.
    pub number: u32,
    /// How many pages there are; an empty list has one.
    pub pages: u32,
}

/// A part of a list, from some row on.
#[derive(Debug)]
pub struct CursorPage {
    /// The products in it.
    pub rows: ProductRows,
    /// The cursor of the part after it, where there is one.
    pub next: Option<String>,
    /// The cursor of the part before it, where there is one.
    pub previous: Option<String>,
}

/// A page of a list (SPEC R3, R4), at a cost that does not grow with its number.
///
/// # Errors
/// "Page not found" beyond the last one.
pub async fn page(
    backend: &Backend,
    visitor: &Visitor,
    ask: &ListAsk,
    page: PageAsk,
    size: u32,
) -> Result<ListPage, AppError> {
    let size = size.max(1);
    let list = List::new(backend, visitor, ask).await?;
    let count = list.count(backend).await?;
    let pages = page_count(count, size);
    let number = page.number(pages)?;
    let rows = list.page(backend, count, (number - 1) * size, size).await?;
    Ok(ListPage { rows: view::rows(backend, rows).await?, count, number, pages })
}

/// The part of a list that a cursor leads to, or its first one for an empty text. It costs the same at every place,
/// and who walks from part to part meets each product once, whatever comes and goes meanwhile (SPEC R3).
///
/// # Errors
/// "Cursor not found" for one that no list in this order gave.
pub async fn walk(
    backend: &Backend,
    visitor: &Visitor,
    ask: &ListAsk,
    cursor: &str,
    size: u32,
) -> Result<CursorPage, AppError> {
    let from = match cursor {
        "" => None,
        text => {
            Some(Cursor::read(ask.ordering, text).ok_or_else(|| AppError::NotFound("Cursor".to_owned()))?)
        }
    };
    let size = size.max(1);
    let list = List::new(backend, visitor, ask).await?;
    let (mut from, mut rows) = (from.clone(), list.part(backend, from, size).await?);
    if rows.is_empty() && from.as_ref().is_some_and(|cursor| cursor.is_back) {
        // What stood before is gone: this is the beginning.
        from = None;
        rows = list.part(backend, None, size).await?;
    }
    let has_more = rows.len() > size as usize;
    rows.truncate(size as usize);
    let is_back = from.as_ref().is_some_and(|cursor| cursor.is_back);
    if is_back {
        rows.reverse();
    }
    let has_from = from.is_some();
    let (has_next, has_previous) = if is_back { (true, has_more) } else { (has_more, has_from) };
    let rows = view::rows(backend, rows).await?;
    let ends = match rows.ends(list.order)? {
        Some(ends) => Some(ends),
        // Nothing is left after the row that the cursor stands for: it is the end of both sides.
        None => from.map(|cursor| (cursor.mark.clone(), cursor.mark)),
    };
    let (first, last) = ends.unzip();
    let write = |cursor: Cursor| cursor.write(ask.ordering);
    Ok(CursorPage {
        rows,
        next: last.filter(|_| has_next).map(Cursor::forward).map(write),
        previous: first.filter(|_| has_previous).map(Cursor::back).map(write),
    })
}

/// At most ten featured published products, newest first (SPEC R6).
///
/// # Errors
/// When the database does not answer.
pub async fn featured(backend: &Backend) -> Result<ProductRows, AppError> {
    view::rows(backend, whole::featured(&backend.readers).await?).await
}

/// A product by its id: one row (SPEC R1).
///
/// # Errors
/// "Product not found", also for one that the visitor may not see.
pub async fn by_id(backend: &Backend, visitor: &Visitor, id: ProductId) -> Result<ProductRows, AppError> {
    let rows = view::rows(backend, whole::by_id(&backend.readers, id.0).await?).await?;
    let product = rows.first()?;
    let is_seen = match Scope::of(visitor, product.status) {
        Scope::Published | Scope::Of(None) => true,
        Scope::Of(owner) => product.created_by == owner,
        Scope::Nothing => false,
    };
    if is_seen { Ok(rows) } else { Err(AppError::NotFound("Product".to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_of_published_products_newest_first_unless_asked_otherwise() {
        let ask = ListAsk::default();
        let ordering = ask.ordering.to_string();
        assert_eq!((ask.status, ordering.as_str()), (ProductStatus::Published, "-created_at"));
    }

    #[test]
    fn there_is_a_last_page_and_none_beyond_it() {
        assert_eq!(PageAsk::Last.number(7), Ok(7));
        assert_eq!(PageAsk::Number(7).number(7), Ok(7));
        for number in [0, 8, u32::MAX] {
            assert_eq!(PageAsk::Number(number).number(7), Err(AppError::NotFound("Page".to_owned())));
        }
    }
}
