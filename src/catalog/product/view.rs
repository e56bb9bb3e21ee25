//! Products as programs read them: the rows as they came from the database, looked at in place. Nothing is copied out
//! of them on the way to an answer.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::model::{Price, ProductId, ProductStatus};
use super::ordering::Column;
use super::store::list::{Mark, Order, RowKey};
use crate::catalog::category;
use crate::catalog::category::model::{CategoryId, CategoryLink};
use crate::catalog::category::service::Tree;
use crate::catalog::image::model::Focus;
use crate::error::AppError;
use crate::infra::Backend;

/// The columns of `store/whole.rs` by their position.
mod column {
    pub const ID: usize = 0;
    pub const NAME: usize = 1;
    pub const SLUG: usize = 2;
    pub const DESCRIPTION: usize = 3;
    pub const PRICE: usize = 4;
    pub const CATEGORY: usize = 5;
    pub const STATUS: usize = 6;
    pub const STOCK: usize = 7;
    pub const CREATED_AT: usize = 8;
    pub const UPDATED_AT: usize = 9;
    pub const IS_FEATURED: usize = 10;
    pub const REVIEW_COUNT: usize = 11;
    pub const AVERAGE_RATING: usize = 12;
    pub const VERSION: usize = 13;
    pub const CREATED_BY: usize = 14;
    pub const IMAGES: usize = 15;
    /// Only of lists by name.
    pub const FOLDED_NAME: usize = 16;
}

/// Between the pictures of a product, and between the parts of one.
const RECORD: char = '\u{1e}';
const PART: char = '\u{1f}';

/// Some products, in order, with the categories that they are in.
pub struct ProductRows {
    rows: Vec<PgRow>,
    tree: Arc<Tree>,
}

/// A product, read in place.
#[derive(Clone, Copy, Debug)]
pub struct ProductView<'a> {
    /// The id.
    pub id: ProductId,
    /// The name.
    pub name: &'a str,
    /// The slug.
    pub slug: &'a str,
    /// Markdown.
    pub description: &'a str,
    /// What it costs.
    pub price: Price,
    /// The id of its category.
    pub category_id: CategoryId,
    /// Name and slug of its category; nothing where that came this very moment.
    pub category: Option<&'a CategoryLink>,
    /// Whether the public sees it.
    pub status: ProductStatus,
    /// How many there are.
    pub stock: i32,
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// When its row was last written.
    pub updated_at: DateTime<Utc>,
    /// Whether the first page shows it.
    pub is_featured: bool,
    /// How many approved reviews it has.
    pub review_count: i32,
    /// Their mean in hundredths of a star, 0 where there are none.
    pub rating_hundredths: i32,
    /// Every edit makes a new one.
    pub version: i32,
    /// Who made it.
    pub created_by: Option<Uuid>,
    images: &'a str,
}

/// A picture of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shot<'a> {
    /// Stem of the files' names.
    pub file: &'a str,
    /// What it shows, for those who do not see it.
    pub alt: &'a str,
    /// Width in pixels, in digits.
    pub width: &'a str,
    /// Height in pixels, in digits.
    pub height: &'a str,
    /// What stays in sight where it is cropped.
    pub focus: Focus,
}

/// Rows of whole products with the category tree; that is read anew where it does not know one of their categories yet.
pub(super) async fn rows(backend: &Backend, rows: Vec<PgRow>) -> Result<ProductRows, AppError> {
    let mut tree = category::service::tree(backend).await?;
    for row in &rows {
        if tree.link(CategoryId(row.try_get_unchecked(column::CATEGORY)?)).is_none() {
            backend.cache.clear();
            tree = category::service::tree(backend).await?;
            break;
        }
    }
    Ok(ProductRows { rows, tree })
}

impl ProductRows {
    /// How many products these are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Each product, in order.
    pub fn iter(&self) -> impl Iterator<Item = Result<ProductView<'_>, AppError>> {
        self.rows.iter().map(|row| Ok(view(row, &self.tree)?))
    }

    /// The first one.
    ///
    /// # Errors
    /// "Product not found" where there is none.
    pub fn first(&self) -> Result<ProductView<'_>, AppError> {
        let row = self.rows.first().ok_or_else(|| AppError::NotFound("Product".to_owned()))?;
        Ok(view(row, &self.tree)?)
    }

    /// The place of the first product in an order, and that of the last one.
    pub(super) fn ends(&self, order: Order) -> Result<Option<(Mark, Mark)>, AppError> {
        let (Some(first), Some(last)) = (self.rows.first(), self.rows.last()) else { return Ok(None) };
        Ok(Some((mark(first, order)?, mark(last, order)?)))
    }
}

impl fmt::Debug for ProductRows {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("ProductRows").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl<'a> ProductView<'a> {
    /// Whether a shopper can have it.
    #[must_use]
    pub fn is_available(&self) -> bool {
        self.status == ProductStatus::Published && self.stock > 0
    }

    /// Its pictures, in order.
    pub fn images(&self) -> impl Iterator<Item = Shot<'a>> + use<'a> {
        shots(self.images)
    }
}

fn view<'a>(row: &'a PgRow, tree: &'a Tree) -> Result<ProductView<'a>, sqlx::Error> {
    let category_id = CategoryId(row.try_get_unchecked(column::CATEGORY)?);
    Ok(ProductView {
        id: ProductId(row.try_get_unchecked(column::ID)?),
        name: row.try_get_unchecked(column::NAME)?,
        slug: row.try_get_unchecked(column::SLUG)?,
        description: row.try_get_unchecked(column::DESCRIPTION)?,
        price: Price::from_cents(hundredths_at(row, column::PRICE)?),
        category_id,
        category: tree.link(category_id),
        status: status(row.try_get_unchecked(column::STATUS)?),
        stock: row.try_get_unchecked(column::STOCK)?,
        created_at: row.try_get_unchecked(column::CREATED_AT)?,
        updated_at: row.try_get_unchecked(column::UPDATED_AT)?,
        is_featured: row.try_get_unchecked(column::IS_FEATURED)?,
        review_count: row.try_get_unchecked(column::REVIEW_COUNT)?,
        rating_hundredths: i32::try_from(hundredths_at(row, column::AVERAGE_RATING)?).unwrap_or_default(),
        version: row.try_get_unchecked(column::VERSION)?,
        created_by: row.try_get_unchecked(column::CREATED_BY)?,
        images: row.try_get_unchecked(column::IMAGES)?,
    })
}

fn mark(row: &PgRow, order: Order) -> Result<Mark, sqlx::Error> {
    let id = row.try_get_unchecked(column::ID)?;
    Ok(match order {
        Order::Several(ordering) => {
            let at = |counted, place| ordering.has(counted).then_some(place);
            let created_at = at(Column::CreatedAt, column::CREATED_AT);
            let (price, name) = (at(Column::Price, column::PRICE), at(Column::Name, column::FOLDED_NAME));
            Mark::Several(Box::new(RowKey {
                created_at: created_at.map(|place| row.try_get_unchecked(place)).transpose()?,
                price: price.map(|place| row.try_get_unchecked(place)).transpose()?,
                name: name.map(|place| row.try_get_unchecked(place)).transpose()?,
                id,
            }))
        }
        Order::PriceUp | Order::PriceDown => Mark::Price(row.try_get_unchecked(column::PRICE)?, id),
        Order::Name | Order::NameDown => Mark::Name(row.try_get_unchecked(column::FOLDED_NAME)?, id),
        _ => Mark::Time(row.try_get_unchecked(column::CREATED_AT)?, id),
    })
}

/// A number of a row that has two decimals, in hundredths.
fn hundredths_at(row: &PgRow, column: usize) -> Result<i64, sqlx::Error> {
    let sent = row.try_get_raw(column)?.as_bytes().map_err(sqlx::Error::Decode)?;
    hundredths(sent).ok_or_else(|| sqlx::Error::Decode("a number that is none".into()))
}

/// What PostgreSQL sends for a number: how many groups of four decimal digits, the power of ten thousand of the first,
/// the sign, the decimals that are shown, the groups.
fn hundredths(sent: &[u8]) -> Option<i64> {
    let (words, _) = sent.as_chunks::<2>();
    let mut words = words.iter().map(|word| i16::from_be_bytes(*word));
    let (count, weight, sign, _) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let mut hundredths = 0_i64;
    for (at, group) in (0..count).zip(words) {
        let group = i64::from(group);
        hundredths += match weight - at {
            place @ 0..=3 => group * 10_000_i64.pow(place.unsigned_abs().into()) * 100,
            -1 => group / 100,
            place if place < -1 => 0,
            _ => return None,
        };
    }
    match sign {
        0 => Some(hundredths),
        0x4000 => Some(-hundredths),
        _ => None,
    }
}

fn status(word: &str) -> ProductStatus {
    match word {
        "published" => ProductStatus::Published,
        "archived" => ProductStatus::Archived,
        _ => ProductStatus::Draft,
    }
}

/// The pictures in a text of them; the words come last, since they alone may hold anything. Behind the height stands
/// the point that stays in sight, where that is not the middle.
pub(super) fn shots(lines: &str) -> impl Iterator<Item = Shot<'_>> {
    lines.split(RECORD).filter_map(|line| {
        let mut parts = line.splitn(4, PART);
        let (file, width, height, alt) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let (height, focus) =
            height.split_once('@').map_or((height, None), |(height, at)| (height, focus(at)));
        Some(Shot { file, alt, width, height, focus: focus.unwrap_or_default() })
    })
}

/// Such as `3,7`.
fn focus(at: &str) -> Option<Focus> {
    let (x, y) = at.split_once(',')?;
    Some(Focus(x.parse().ok()?, y.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_read_out_of_one_text() {
        let lines = "a/b\u{1f}1200\u{1f}900\u{1f}A lamp\u{1e}c\u{1f}1\u{1f}2\u{1f}";
        let shot = |file, width, height, alt| Shot { file, alt, width, height, focus: Focus::default() };
        let all: Vec<Shot<'_>> = shots(lines).collect();
        assert_eq!(all, [shot("a/b", "1200", "900", "A lamp"), shot("c", "1", "2", "")]);
        assert_eq!(shots("").count(), 0);
    }

    #[test]
    fn the_point_that_stays_in_sight_stands_behind_the_height() {
        let shot = shots("a\u{1f}1\u{1f}900@3,10\u{1f}x@y").next().unwrap();
        assert_eq!((shot.height, shot.focus, shot.alt), ("900", Focus(3, 10), "x@y"));
        assert_eq!(shots("a\u{1f}1\u{1f}900@\u{1f}").next().unwrap().focus, Focus::default());
    }

    #[test]
    fn words_of_a_picture_may_hold_anything_but_the_end_of_a_record() {
        assert_eq!(shots("a\u{1f}1\u{1f}2\u{1f}x\u{1f}y").next().unwrap().alt, "x\u{1f}y");
    }

    #[test]
    fn numbers_of_the_database_are_hundredths() {
        let sent = |words: &[i16]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
        for (words, expected) in [
            (&[2, 0, 0, 2, 19, 9900][..], Some(1999)),
            (&[1, 0, 0, 2, 5], Some(500)),
            (&[1, -1, 0, 2, 1000], Some(10)),
            (&[3, 1, 0, 2, 9999, 9999, 9900], Some(9_999_999_999)),
            (&[1, 1, 0, 2, 3], Some(3_000_000)),
            (&[1, 0, 0x4000, 2, 5], Some(-500)),
            (&[0, 0, 0, 2], Some(0)),
            (&[0, 0, -0x4000, 0], None),
            (&[0, 0], None),
        ] {
            assert_eq!(hundredths(&sent(words)), expected, "{words:?}");
        }
    }
}
