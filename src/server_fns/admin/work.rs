//! The first page's numbers, bulk runs, imports, jobs.

#![allow(missing_docs, reason = "the macro makes structures of the arguments")]

use leptos::prelude::*;
use server_fn::codec::GetUrl;
use uuid::Uuid;

use crate::admin::bulk::Progress;
use crate::admin::dashboard::Dashboard;
use crate::admin::transfer::Checked;
use crate::error::AppError;

/// The numbers of the first page, as far as the caller may see them.
///
/// # Errors
/// A caller who is not staff.
#[server(name = AdminDashboard, prefix = "/fn", endpoint = "admin-dashboard", input = GetUrl)]
pub async fn admin_dashboard() -> Result<Dashboard, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async { crate::admin::dashboard::service::numbers(&backend, &staff.await?).await };
    super::answer(response, outcome.await)
}

/// How far a bulk run is.
///
/// # Errors
/// "Page not found"; somebody else's run.
#[server(name = AdminRun, prefix = "/fn", endpoint = "admin-run", input = GetUrl)]
pub async fn admin_run(run: Uuid) -> Result<Progress, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async { crate::admin::bulk::service::progress(&backend, &staff.await?, run).await };
    super::answer(response, outcome.await)
}

/// What an uploaded file would change.
///
/// # Errors
/// "Page not found"; a caller who may not.
#[server(name = AdminImport, prefix = "/fn", endpoint = "admin-import", input = GetUrl)]
pub async fn admin_import(id: Uuid) -> Result<Checked, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async { crate::admin::transfer::service::checked(&backend, &staff.await?, id).await };
    super::answer(response, outcome.await)
}

/// Imports a file that was checked; answers the bulk run.
///
/// # Errors
/// "Page not found"; a caller who may not.
#[server(name = AdminApply, prefix = "/fn", endpoint = "admin-apply")]
pub async fn admin_apply(id: Uuid) -> Result<Uuid, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async { crate::admin::transfer::service::apply(&backend, &staff.await?, id).await };
    super::answer(response, outcome.await)
}

/// Lets a job that failed run once more.
///
/// # Errors
/// A caller who may not; a job that is gone.
#[server(name = AdminRetry, prefix = "/fn", endpoint = "admin-retry")]
pub async fn admin_retry(job: String) -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async { crate::admin::service::retry(&backend, &staff.await?, &job).await };
    super::answer(response, outcome.await)
}
