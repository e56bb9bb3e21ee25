//! Filling an empty shop with made-up products.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::generate::{LEAVES, Numbers, TREE, product};
use super::store;
use crate::catalog::category;
use crate::catalog::category::input::CategoryForm;
use crate::catalog::category::model::CategoryId;
use crate::catalog::image::service::StoredPicture;
use crate::error::AppError;
use crate::infra::Backend;

/// The products are always the same; so is the day that they count back from.
const SEED: u64 = 20_240_229;
/// Products in one message to PostgreSQL.
const BATCH: u32 = 2_000;

/// Makes `number` products in an empty shop, within the caller's transaction; their pictures share these files.
/// [`settle`] is for after it.
///
/// # Errors
/// When the database refuses.
pub async fn fill(
    connection: &mut PgConnection,
    number: u32,
    pictures: &[StoredPicture],
) -> Result<(), AppError> {
    let text_indexes = store::drop_text_indexes(connection).await?;
    let leaves = make_categories(connection).await?;
    let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap_or_default();
    let mut numbers = Numbers::new(SEED);
    let mut first = 1;
    while first <= number {
        let last = (first + BATCH - 1).min(number);
        let lines = lines(&mut numbers, first..=last, number, &leaves, now);
        store::copy_products(connection, lines).await?;
        first = last + 1;
    }
    if !pictures.is_empty() {
        let files: Vec<String> = pictures.iter().map(|picture| picture.file.clone()).collect();
        let size = pictures.first().map_or((1, 1), |picture| (picture.width, picture.height));
        store::share_pictures(connection, &files, size).await?;
    }
    Ok(store::create_text_indexes(connection, text_indexes).await?)
}

/// Lets PostgreSQL take stock of much that is new, so that its plans and indexes are at their best.
///
/// # Errors
/// When the database refuses.
pub async fn settle(backend: &Backend) -> Result<(), AppError> {
    Ok(store::vacuum(&backend.pool).await?)
}

async fn make_categories(connection: &mut PgConnection) -> Result<Vec<(Uuid, &'static str)>, AppError> {
    let mut leaves = Vec::new();
    for (top, middles) in TREE {
        let top_id = make_category(connection, top, None).await?;
        for (middle, noun) in middles {
            let middle_id = make_category(connection, middle, Some(top_id)).await?;
            for leaf in LEAVES {
                let name = format!("{leaf} {}", middle.to_lowercase());
                leaves.push((make_category(connection, &name, Some(middle_id)).await?.0, noun));
            }
        }
    }
    Ok(leaves)
}

async fn make_category(
    connection: &mut PgConnection,
    name: &str,
    parent: Option<CategoryId>,
) -> Result<CategoryId, AppError> {
    let form = CategoryForm { name: name.to_owned(), ..CategoryForm::default() };
    Ok(category::service::create(connection, &form, parent).await?.0)
}

/// The products as lines of COPY's CSV.
fn lines(
    numbers: &mut Numbers,
    range: std::ops::RangeInclusive<u32>,
    count: u32,
    leaves: &[(Uuid, &'static str)],
    now: DateTime<Utc>,
) -> String {
    let mut lines = String::with_capacity(BATCH as usize * 500);
    for number in range {
        // The square makes some categories fuller than others.
        let draw = numbers.below(leaves.len() as u64 * leaves.len() as u64).isqrt();
        let Some((category, noun)) = usize::try_from(draw).ok().and_then(|at| leaves.get(at)) else {
            continue;
        };
        let made = product(numbers, number, count, noun, now);
        let _ = writeln!(
            lines,
            "\"{}\",{},\"{}\",{}.{:02},{category},{},{},{},{},{},{}.{:02}",
            made.name,
            made.slug,
            made.description,
            made.cents / 100,
            made.cents % 100,
            made.status,
            made.stock,
            made.is_featured,
            made.created_at.to_rfc3339(),
            made.review_count,
            made.rating_hundredths / 100,
            made.rating_hundredths % 100,
        );
    }
    lines
}
