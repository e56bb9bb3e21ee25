//! The numbers of the first page. Each part is asked of its area, which asks for the permission, and is half a minute
//! old at most.

use uuid::Uuid;

use super::Dashboard;
use crate::accounts::caller::Staff;
use crate::admin::Found;
use crate::admin::entry::staff as entries;
use crate::admin::job::staff as jobs;
use crate::catalog::movement::staff as movements;
use crate::catalog::product::staff::{self as products, Shelf};
use crate::error::AppError;
use crate::infra::Backend;
use crate::reviews::staff as reviews;

/// Things in a list of the page.
const SHOWN: i64 = 8;
/// Days that the chart of stock shows.
const DAYS: u16 = 30;

type Reviews = (u32, Vec<(Uuid, String, String)>);

/// How the shop stands, as far as the one who asks may see it.
///
/// # Errors
/// When the database does not answer.
pub async fn numbers(backend: &Backend, staff: &Staff) -> Result<Dashboard, AppError> {
    let (by_status, low, sold_out, reviewed, moved, failed, recent) = tokio::join!(
        by_status(backend, staff),
        low_stock(backend, staff),
        sold_out(backend, staff),
        newest_reviews(backend, staff),
        by_day(backend, staff),
        jobs::failed(backend, staff, SHOWN),
        entries::recent(backend, staff, SHOWN),
    );
    let (low, sold_out) = (seen(low)?, seen(sold_out)?);
    let reviewed = seen(reviewed)?;
    Ok(Dashboard {
        by_status: seen(by_status)?,
        low_count: low.as_ref().map_or(0, |(_, count)| *count),
        low: low.map(|(rows, _)| rows.into_iter().map(on_shelf).collect()),
        sold_out_count: sold_out.as_ref().map_or(0, |(_, count)| *count),
        sold_out: sold_out.map(|(rows, _)| rows.into_iter().map(on_shelf).collect()),
        pending: reviewed.as_ref().map_or(0, |(pending, _)| *pending),
        reviews: reviewed.map(|(_, rows)| rows.into_iter().map(review_found).collect()),
        movements: seen(moved)?,
        failed_jobs: seen(failed)?.map(|rows| rows.into_iter().map(job_found).collect()),
        recent: seen(recent)?.unwrap_or_default(),
    })
}

/// What one may not see is not there.
fn seen<T>(outcome: Result<T, AppError>) -> Result<Option<T>, AppError> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(AppError::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn by_status(backend: &Backend, staff: &Staff) -> Result<Vec<(String, u32)>, AppError> {
    products::must_view(staff)?;
    let load = async || {
        let _turn = backend.cache.turn().await;
        products::by_status(backend, staff).await
    };
    Ok((*backend.cache.get_or_load("staff:dashboard:products", load).await?).clone())
}

async fn low_stock(backend: &Backend, staff: &Staff) -> Result<Shelf, AppError> {
    products::must_view(staff)?;
    let load = async || products::low_stock(backend, staff, SHOWN).await;
    Ok((*backend.cache.get_or_load("staff:dashboard:low", load).await?).clone())
}

async fn sold_out(backend: &Backend, staff: &Staff) -> Result<Shelf, AppError> {
    products::must_view(staff)?;
    let load = async || products::sold_out(backend, staff, SHOWN).await;
    Ok((*backend.cache.get_or_load("staff:dashboard:sold-out", load).await?).clone())
}

async fn newest_reviews(backend: &Backend, staff: &Staff) -> Result<Reviews, AppError> {
    reviews::must_view(staff)?;
    let load = async || reviews::newest(backend, staff, SHOWN).await;
    Ok((*backend.cache.get_or_load("staff:dashboard:reviews", load).await?).clone())
}

async fn by_day(backend: &Backend, staff: &Staff) -> Result<Vec<(String, i64, i64)>, AppError> {
    movements::must_view(staff)?;
    let load = async || movements::by_day(backend, staff, DAYS).await;
    Ok((*backend.cache.get_or_load("staff:dashboard:movements", load).await?).clone())
}

fn on_shelf((id, words, stock): (Uuid, String, i32)) -> Found {
    let kind = if stock == 0 { "sold out".to_owned() } else { format!("{stock} left") };
    Found { words, path: format!("/admin/products/{id}"), kind }
}

fn review_found((id, words, status): (Uuid, String, String)) -> Found {
    Found { words, path: format!("/admin/reviews/{id}"), kind: status }
}

fn job_found((id, task, error): (i64, String, String)) -> Found {
    let words = if error.is_empty() { format!("{task} {id}") } else { format!("{task} {id}: {error}") };
    Found { words, path: format!("/admin/jobs/{id}"), kind: "failed".to_owned() }
}
