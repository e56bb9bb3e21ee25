//! Views of lists that staff keep for themselves.

#![allow(missing_docs, reason = "the macro makes structures of the arguments")]

use leptos::prelude::*;
use server_fn::codec::GetUrl;
use uuid::Uuid;

use crate::admin::view::{View, ViewForm};
use crate::error::AppError;

/// The caller's views of a kind's list.
///
/// # Errors
/// "Page not found"; a caller who may not see the kind.
#[server(name = AdminViews, prefix = "/fn", endpoint = "admin-views", input = GetUrl)]
pub async fn admin_views(kind: String) -> Result<Vec<View>, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async {
        let staff = staff.await?;
        let of = super::kind(&kind)?;
        crate::admin::view::service::list(&backend, &staff, of.kind).await
    };
    super::answer(response, outcome.await)
}

/// Keeps a view under a name.
///
/// # Errors
/// A name that cannot be taken; a caller who may not see the kind.
#[server(name = AdminKeepView, prefix = "/fn", endpoint = "admin-keep-view")]
pub async fn admin_keep_view(form: ViewForm) -> Result<View, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async { crate::admin::view::service::keep(&backend, &staff.await?, &form).await };
    super::answer(response, outcome.await)
}

/// Drops a view.
///
/// # Errors
/// A view that is gone, or somebody else's.
#[server(name = AdminDropView, prefix = "/fn", endpoint = "admin-drop-view")]
pub async fn admin_drop_view(id: Uuid) -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async { crate::admin::view::service::remove(&backend, &staff.await?, id).await };
    super::answer(response, outcome.await)
}
