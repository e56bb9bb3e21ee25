//! What was done to a thing, and taking it back.

#![allow(missing_docs, reason = "the macro makes structures of the arguments")]

use leptos::prelude::*;
use server_fn::codec::GetUrl;
use uuid::Uuid;

use crate::admin::{ActDone, History};
use crate::error::AppError;

/// What was done to a thing, newest first; `before` is the `next` of the part before.
///
/// # Errors
/// "Page not found"; a caller who may not see the kind.
#[server(name = AdminHistory, prefix = "/fn", endpoint = "admin-history", input = GetUrl)]
pub async fn admin_history(
    kind: String,
    id: String,
    #[server(default)] before: Option<Uuid>,
) -> Result<History, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async {
        let staff = staff.await?;
        crate::admin::service::history(&backend, &staff, super::kind(&kind)?, &id, before).await
    };
    super::answer(response, outcome.await)
}

/// Takes back what was done under an entry.
///
/// # Errors
/// A caller who may not; what somebody changed since.
#[server(name = AdminUndo, prefix = "/fn", endpoint = "admin-undo")]
pub async fn admin_undo(entry: Uuid) -> Result<ActDone, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async { crate::admin::service::undo(&backend, &staff.await?, entry).await };
    super::answer(response, outcome.await)
}
