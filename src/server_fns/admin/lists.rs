//! Lists of the staff side, what is done to many things at once, and the palette.

#![allow(missing_docs, reason = "the macro makes structures of the arguments")]

use leptos::prelude::*;
use server_fn::codec::{GetUrl, Json};
use uuid::Uuid;

use crate::admin::{ActDone, Found, Home, SentAction};
use crate::error::AppError;
use crate::listing::form::Done;
use crate::listing::page::{ListCounts, ListPage};
#[cfg(feature = "ssr")]
use crate::listing::query::ListQuery;

/// What the caller may do, for the frame of every page.
///
/// # Errors
/// A caller who is not staff.
#[server(name = AdminHome, prefix = "/fn", endpoint = "admin-home", input = GetUrl)]
pub async fn admin_home() -> Result<Home, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async { crate::admin::service::home(&backend, &staff.await?).await };
    super::answer(response, outcome.await)
}

/// A part of a list, as the query part of its address asks for it.
///
/// # Errors
/// "Page not found"; a caller who may not see the kind.
#[server(name = AdminList, prefix = "/fn", endpoint = "admin-list", input = GetUrl)]
pub async fn admin_list(kind: String, #[server(default)] query: String) -> Result<ListPage, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async {
        let staff = staff.await?;
        let of = super::kind(&kind)?;
        crate::admin::service::list(&backend, &staff, of, &ListQuery::parse(of, &query)).await
    };
    super::answer(response, outcome.await)
}

/// How many there are, in all and of each choice of a filter.
///
/// # Errors
/// "Page not found"; a caller who may not see the kind.
#[server(name = AdminCounts, prefix = "/fn", endpoint = "admin-counts", input = GetUrl)]
pub async fn admin_counts(kind: String, #[server(default)] query: String) -> Result<ListCounts, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async {
        let staff = staff.await?;
        let of = super::kind(&kind)?;
        crate::admin::service::counts(&backend, &staff, of, &ListQuery::parse(of, &query)).await
    };
    super::answer(response, outcome.await)
}

/// Does something to several things at once.
///
/// # Errors
/// "Page not found"; a caller who may not; a value that cannot be taken.
#[server(name = AdminAct, prefix = "/fn", endpoint = "admin-act", input = Json)]
pub async fn admin_act(kind: String, sent: SentAction) -> Result<ActDone, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async {
        let staff = staff.await?;
        crate::admin::service::act(&backend, &staff, super::kind(&kind)?, &sent).await
    };
    super::answer(response, outcome.await)
}

/// Puts a category below another, or at the top.
///
/// # Errors
/// A caller who may not; a place that would make a circle.
#[server(name = AdminPlace, prefix = "/fn", endpoint = "admin-place")]
pub async fn admin_place(id: Uuid, #[server(default)] parent: Option<Uuid>) -> Result<Done, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome =
        async { crate::catalog::category::staff::admin::place(&backend, &staff.await?, id, parent).await };
    super::answer(response, outcome.await)
}

/// Things of every kind whose names have these words.
///
/// # Errors
/// A caller who is not staff.
#[server(name = AdminPalette, prefix = "/fn", endpoint = "admin-palette", input = GetUrl)]
pub async fn admin_palette(#[server(default)] q: String) -> Result<Vec<Found>, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async { crate::admin::service::palette(&backend, &staff.await?, &q).await };
    super::answer(response, outcome.await)
}
