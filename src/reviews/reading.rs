//! Use cases that programs read reviews by (SPEC R7): the approved ones of a product that is published or the
//! reader's own; one that the reader wrote or may delete, whatever became of it and of the product, as on pages.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use uuid::Uuid;

use super::model::{FORMER_CUSTOMER, ReviewId};
use super::service::{no_product, no_review, stars};
use super::store::programs::{self, ReviewRow, Viewer};
use crate::accounts::caller::{User, Visitor};
use crate::accounts::model::{Action, Kind, Permission};
use crate::catalog::product::model::ProductId;
use crate::catalog::product::reading::{PageAsk, sees_all};
use crate::error::AppError;
use crate::infra::Backend;
use crate::paging::page_count;

/// A review as programs read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewView {
    /// The id.
    pub id: ReviewId,
    /// The product.
    pub product: ProductId,
    /// The writer's username, or [`FORMER_CUSTOMER`].
    pub author: String,
    /// 1 to 5 stars.
    pub rating: u8,
    /// One line.
    pub title: String,
    /// Plain text with line breaks, or nothing.
    pub body: String,
    /// Whether the writer has bought the product here.
    pub is_verified: bool,
    /// Whether the writer changed it since.
    pub is_edited: bool,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When its row was last written.
    pub updated_at: DateTime<Utc>,
    /// Who wrote it, as long as the account is there.
    pub user_id: Option<Uuid>,
}

/// A page of a product's reviews, newest first, how many there are on all pages, and the page's number.
///
/// # Errors
/// "Product not found", also for one that is not published unless it is the visitor's own or the visitor is staff; "Page
/// not found" beyond the last one.
pub async fn of_product(
    backend: &Backend,
    visitor: &Visitor,
    product: ProductId,
    page: PageAsk,
    size: u32,
) -> Result<(Vec<ReviewView>, u32, u32), AppError> {
    let size = size.max(1);
    let number = match page {
        // Nothing is on it, but the product may be missing too.
        PageAsk::Number(number) => Some(i64::from(number.max(1))),
        PageAsk::Last => None,
    };
    let viewer = viewer(visitor.user());
    let (count, rows) = programs::page(&backend.readers, viewer, product.0, number, i64::from(size))
        .await?
        .ok_or_else(no_product)?;
    let count = u32::try_from(count).unwrap_or_default();
    let number = page.number(page_count(count, size))?;
    Ok((rows.into_iter().map(|row| view(product, row)).collect(), count, number))
}

/// A review of a product; one's own, and for staff who may delete reviews any, also where it is not approved or the
/// product is not in the shop any more (SPEC W6, A10).
///
/// # Errors
/// "Product not found" as in [`of_product`]; "Review not found".
pub async fn by_id(
    backend: &Backend,
    visitor: &Visitor,
    product: ProductId,
    id: ReviewId,
) -> Result<ReviewView, AppError> {
    within(&backend.readers, visitor.user(), product, id).await
}

/// As [`by_id`], for a transaction that has locked the product.
pub(super) async fn within(
    database: impl PgExecutor<'_>,
    user: Option<&User>,
    product: ProductId,
    id: ReviewId,
) -> Result<ReviewView, AppError> {
    let row = programs::find(database, viewer(user), product.0, id.0).await?.ok_or_else(no_product)?;
    row.map(|row| view(product, row)).ok_or_else(no_review)
}

fn viewer(user: Option<&User>) -> Viewer {
    Viewer {
        id: user.map(|user| user.id().0),
        sees_all: user.is_some_and(sees_all),
        deletes_all: user.is_some_and(deletes_all),
    }
}

/// Whether a user may delete reviews of anybody: what may be deleted may be looked at.
fn deletes_all(user: &User) -> bool {
    user.is_staff() && user.may(Permission::new(Action::Delete, Kind::Review))
}

fn view(product: ProductId, row: ReviewRow) -> ReviewView {
    ReviewView {
        id: ReviewId(row.id),
        product,
        author: row.username.unwrap_or_else(|| FORMER_CUSTOMER.to_owned()),
        rating: stars(row.rating),
        title: row.title,
        body: row.body,
        is_verified: row.verified_purchase,
        is_edited: row.is_edited,
        created_at: row.created_at,
        updated_at: row.updated_at,
        user_id: row.user_id,
    }
}
