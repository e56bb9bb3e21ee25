//! Jobs for staff (SPEC J1): seen by those who may view them, tried again by those who may change them.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::admin::JOBS;
use crate::accounts::caller::Staff;
use crate::accounts::lists;
use crate::accounts::model::{Action, Kind, Permission};
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::listing::OwnedAsked;
use crate::infra::queue::staff::{self as queue, JobRow};
use crate::listing::{FormPage, ListCounts, ListPage, ListQuery, May};

const VIEW: Permission = Permission::new(Action::View, Kind::Job);
const CHANGE: Permission = Permission::new(Action::Change, Kind::Job);

/// A page of the jobs.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view jobs; when the database does not answer.
pub async fn list(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListPage, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::page(backend, &JOBS, &asked, may(staff)).await
}

/// How many jobs a list has, and how many are in each state.
///
/// # Errors
/// As [`list`].
pub async fn counts(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListCounts, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::counts(backend, &JOBS, &asked).await
}

/// What a list asks of the database.
///
/// # Errors
/// As [`list`].
#[allow(clippy::unused_async, reason = "a service like the others")]
pub async fn asked(_: &Backend, staff: &Staff, query: ListQuery) -> Result<OwnedAsked, AppError> {
    staff.must(VIEW)?;
    Ok(OwnedAsked { source: &queue::SOURCE, query, ids: BTreeMap::new(), ends: BTreeMap::new(), among: None })
}

/// A job, to be looked at.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view jobs; "Job not found", also for one that is done.
pub async fn form(backend: &Backend, staff: &Staff, id: Option<&str>) -> Result<FormPage, AppError> {
    staff.must(VIEW)?;
    let number = number(id.unwrap_or_default())?;
    let job = queue::job(&backend.pool, number).await?.ok_or_else(not_found)?;
    Ok(page(job, FormPage { may: may(staff), request: Uuid::now_v7(), ..FormPage::default() }))
}

/// Lets a job be tried again at once.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to change jobs; "Job not found"; a job that is gone or being done.
pub async fn retry(backend: &Backend, staff: &Staff, id: &str) -> Result<(), AppError> {
    staff.must(CHANGE)?;
    queue::retry(&backend.pool, number(id)?).await
}

/// The jobs that failed for good, newest first, at most `limit`: number, name, error.
///
/// # Errors
/// As [`list`].
pub async fn failed(
    backend: &Backend,
    staff: &Staff,
    limit: i64,
) -> Result<Vec<(i64, String, String)>, AppError> {
    staff.must(VIEW)?;
    let (jobs, _) = queue::failed(&backend.readers, limit).await?;
    Ok(jobs.into_iter().map(|job| (job.id, job.task, job.last_error.unwrap_or_default())).collect())
}

/// A job can be tried again, and nothing else is changed of it.
fn may(staff: &Staff) -> May {
    May { change: staff.user().may(CHANGE), ..staff.may_all(Kind::Job, &JOBS) }
}

fn page(job: JobRow, page: FormPage) -> FormPage {
    let values = [
        ("task", job.task.clone()),
        ("state", job.state),
        ("attempts", job.attempts.to_string()),
        ("max_attempts", job.max_attempts.to_string()),
        ("created_at", lists::moment(job.created_at)),
        ("run_at", lists::moment(job.run_at)),
        ("last_error", job.last_error.unwrap_or_default()),
    ];
    FormPage {
        id: Some(job.id.to_string()),
        title: format!("{} {}", job.task, job.id),
        values: values.map(|(name, value)| (name.to_owned(), value)).into(),
        ..page
    }
}

fn number(id: &str) -> Result<i64, AppError> {
    id.parse().map_err(|_| not_found())
}

fn not_found() -> AppError {
    AppError::NotFound("Job".to_owned())
}
