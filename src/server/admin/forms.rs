//! The forms of single things: made, changed, laid together with what somebody else changed (SPEC A4, A5), acted upon,
//! moved, tried again, taken back (SPEC A7).

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;

use super::lists::{action_of, answer_of, undo};
use super::reading::{self, ReadForm};
use super::{Fields, address, id_of, kind, lead_to, refuse, text_of, value};
use crate::accounts::caller::Staff;
use crate::admin::{SentAction, service};
use crate::catalog::category::staff::admin as categories;
use crate::error::AppError;
use crate::infra::Backend;
use crate::listing::{Conflict, Declaration, Done, Saved};
use crate::server::AppState;
use crate::server::forms::{Sent, page_knowing};

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/{kind}/new", post(create))
        .route("/admin/{kind}/{id}", post(change))
        .route("/admin/{kind}/{id}/history", post(take_back))
}

async fn create(Path(path): Path<String>, sent: Sent<Fields>) -> Response {
    match kind(&path) {
        Ok(of) => save(of, None, sent).await,
        Err(error) => refuse(sent, None, error, &[]).await,
    }
}

/// The forms of a thing's page.
async fn change(Path((path, id)): Path<(String, String)>, sent: Sent<Fields>) -> Response {
    let of = match kind(&path) {
        Ok(of) => of,
        Err(error) => return refuse(sent, None, error, &[]).await,
    };
    match value(&sent.form, "task") {
        Some("place") => place(of, &id, sent).await,
        Some("retry") => retry(of, &id, sent).await,
        Some("undo") => undo(sent, &address(&[of.path, &id], &[])).await,
        _ if value(&sent.form, "action").is_some() => act(of, id, sent).await,
        _ => save(of, Some(id), sent).await,
    }
}

async fn take_back(Path((path, id)): Path<(String, String)>, sent: Sent<Fields>) -> Response {
    match kind(&path) {
        Ok(of) => undo(sent, &address(&[of.path, &id, "history"], &[])).await,
        Err(error) => refuse(sent, None, error, &[]).await,
    }
}

async fn save(of: &'static Declaration, id: Option<String>, mut sent: Sent<Fields>) -> Response {
    let read = reading::form(of, id, &sent.form);
    let outcome = async {
        let staff = sent.staff().await?;
        if read.open.is_empty() {
            service::save(sent.backend(), &staff, of, &read.sent).await
        } else {
            ask_again(sent.backend(), &staff, of, &read).await
        }
    }
    .await;
    match outcome {
        Ok(Saved::Done(done)) => lead_to(&after(of, &done, value(&sent.form, "after"))),
        Ok(Saved::Conflict(conflict)) => {
            page_knowing(&sent.state, sent.parts, StatusCode::CONFLICT.as_u16(), *conflict).await
        }
        Err(error) => {
            let typed = reading::again(&read, std::mem::take(&mut sent.form));
            let typed: Vec<(&str, &str)> =
                typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            refuse(sent, None, error, &typed).await
        }
    }
}

/// Both sides once more, of fields where none was chosen.
async fn ask_again(
    backend: &Backend,
    staff: &Staff,
    of: &'static Declaration,
    read: &ReadForm,
) -> Result<Saved, AppError> {
    let mut page = service::form(backend, staff, of, read.sent.id.as_deref()).await?;
    page.values.extend(read.sent.values.clone());
    page.request = read.sent.request.unwrap_or(page.request);
    let (fields, base) = (read.open.clone(), read.sent.base.clone());
    Ok(Saved::Conflict(Box::new(Conflict { fields, page, base })))
}

/// Where one goes when a form is saved: on with the same thing, on to a new one, or back to the list.
fn after(of: &Declaration, done: &Done, wish: Option<&str>) -> String {
    let entry = text_of(done.entry);
    let told = [("saved", "1"), ("entry", entry.as_str())];
    match wish {
        Some("stay") => address(&[of.path, &done.id], &told),
        Some("again") => address(&[of.path, "new"], &told),
        _ => address(&[of.path], &told),
    }
}

/// One of the list's actions, as a button of the form.
async fn act(of: &'static Declaration, id: String, sent: Sent<Fields>) -> Response {
    let here = address(&[of.path, &id], &[]);
    let sent_action = SentAction { ids: vec![id], all: None, ..action_of(&sent.form) };
    let outcome = async { service::act(sent.backend(), &sent.staff().await?, of, &sent_action).await }.await;
    // What is deleted is looked for in vain at its own address.
    let goes = of
        .action(&sent_action.action)
        .is_some_and(|action| action.needs == "delete" && sent_action.action != "restore");
    let back = if goes && outcome.is_ok() { address(&[of.path], &[]) } else { here };
    answer_of(sent, outcome, &back, "acted").await
}

/// Puts a category below another.
async fn place(of: &'static Declaration, id: &str, sent: Sent<Fields>) -> Response {
    let outcome = async {
        let staff = sent.staff().await?;
        if !of.parts.is_tree {
            return Err(AppError::NotFound("Page".to_owned()));
        }
        let parent = match value(&sent.form, "parent") {
            Some(parent) => Some(id_of(parent, "Category")?),
            None => None,
        };
        categories::place(sent.backend(), &staff, id_of(id, "Category")?, parent).await
    }
    .await;
    let list = address(&[of.path], &[]);
    match outcome {
        Ok(done) => {
            let entry = text_of(done.entry);
            lead_to(&address(&[of.path], &[("saved", "moved"), ("entry", &entry)]))
        }
        Err(error) => refuse(sent, Some(&list), error, &[]).await,
    }
}

/// Lets a job that failed run once more.
async fn retry(of: &'static Declaration, id: &str, sent: Sent<Fields>) -> Response {
    let outcome = async {
        let staff = sent.staff().await?;
        if !of.parts.can_retry {
            return Err(AppError::NotFound("Page".to_owned()));
        }
        service::retry(sent.backend(), &staff, id).await
    }
    .await;
    match outcome {
        Ok(()) => lead_to(&address(&[of.path], &[("saved", "retried")])),
        Err(error) => refuse(sent, Some(&address(&[of.path], &[])), error, &[]).await,
    }
}
