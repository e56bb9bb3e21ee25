//! Stock movements for staff (SPEC A2): they are read, and never written to.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use uuid::Uuid;

use super::admin::MOVEMENTS;
use super::store;
use crate::accounts::caller::Staff;
use crate::accounts::lists;
use crate::accounts::model::{Action, Kind, Permission};
use crate::error::AppError;
use crate::infra::listing::OwnedAsked;
use crate::infra::{Backend, clock};
use crate::listing::{ListCounts, ListPage, ListQuery};

const VIEW: Permission = Permission::new(Action::View, Kind::StockMovement);

/// Checks that somebody may see stock movements.
///
/// # Errors
/// [`AppError::Forbidden`] where they may not.
pub fn must_view(staff: &Staff) -> Result<(), AppError> {
    staff.must(VIEW)
}

/// A page of the stock movements.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view stock movements; when the database does not answer.
pub async fn list(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListPage, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::page(backend, &MOVEMENTS, &asked, staff.may_all(Kind::StockMovement, &MOVEMENTS)).await
}

/// How many stock movements a list has, and how many each choice of its filters would leave.
///
/// # Errors
/// As [`list`].
pub async fn counts(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListCounts, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::counts(backend, &MOVEMENTS, &asked).await
}

/// What a list asks of the database.
///
/// # Errors
/// As [`list`].
#[allow(clippy::unused_async, reason = "a service like the others")]
pub async fn asked(_: &Backend, staff: &Staff, query: ListQuery) -> Result<OwnedAsked, AppError> {
    staff.must(VIEW)?;
    Ok(OwnedAsked { source: &store::SOURCE, query, ids: BTreeMap::new(), ends: BTreeMap::new(), among: None })
}

/// How much came and went on each of the last so many days, today being the last: `2026-01-31`, in, out.
///
/// # Errors
/// As [`list`].
pub async fn by_day(
    backend: &Backend,
    staff: &Staff,
    days: u16,
) -> Result<Vec<(String, i64, i64)>, AppError> {
    staff.must(VIEW)?;
    let first = clock::now() - TimeDelta::days(i64::from(days));
    let millis = u128::try_from(first.timestamp_millis()).unwrap_or_default();
    // Ids begin with their time.
    let first = Uuid::from_u128(millis << 80);
    // It may read many rows.
    let _turn = backend.cache.turn().await;
    Ok(store::by_day(&backend.readers, first, i32::from(days)).await?)
}
