//! Lists as CSV files, and products from one (SPEC A8): a file is looked through before anything is written, and its
//! report says what would come of it.

use axum::Router;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Path, RawQuery, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use super::uploads::{broken, content_of, refuse_file, split};
use super::{Fields, address, id_of, kind, lead_to, refuse, value};
use crate::accounts::caller::Staff;
use crate::admin::service;
use crate::admin::transfer::{ImportSent, service as transfer};
use crate::error::AppError;
use crate::infra::{Backend, clock, listing};
use crate::listing::ListQuery;
use crate::server::forms::Sent;
use crate::server::uploads::{AROUND, MEGABYTE, announced, throw_away};
use crate::server::{AppState, failure};
use crate::ui::reply::WHOLE;

/// The largest file that is taken, in bytes.
const LARGEST_FILE: usize = 20 * MEGABYTE;
/// What is said of a larger one.
const TOO_LARGE: &str = "The file is too large: at most 20 MB are taken";
/// The page that files are sent from.
const PAGE: &str = "/admin/import";

/// The routes beside the pages.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/{kind}/export.csv", get(export))
        .route("/admin/import/products.csv", get(whole))
        .route("/admin/import/{id}", post(apply))
}

/// The route that takes a file.
pub(super) fn uploads() -> Router<AppState> {
    Router::new().route(PAGE, post(import)).layer(DefaultBodyLimit::max(LARGEST_FILE + AROUND))
}

/// All rows of a list, written while they are read.
async fn export(
    State(backend): State<Backend>,
    Path(path): Path<String>,
    staff: Result<Staff, AppError>,
    RawQuery(query): RawQuery,
) -> Response {
    let outcome = async {
        let of = kind(&path)?;
        if !of.parts.has_export {
            return Err(AppError::NotFound("Page".to_owned()));
        }
        let query = ListQuery::parse(of, &query.unwrap_or_default()).without_place();
        Ok((of, service::asked(&backend, &staff?, of, query).await?))
    }
    .await;
    let (of, asked) = match outcome {
        Ok(found) => found,
        Err(error) => return plainly(error),
    };
    csv_file(of.path, Body::from_stream(listing::csv(&backend, of, asked)))
}

/// All products as a file that an import takes back.
async fn whole(State(backend): State<Backend>, staff: Result<Staff, AppError>) -> Response {
    match staff.and_then(|staff| transfer::whole(&backend, &staff)) {
        Ok(rows) => csv_file("all-products", Body::from_stream(rows)),
        Err(error) => plainly(error),
    }
}

/// A CSV file for download, with the day in its name.
fn csv_file(stem: &str, content: Body) -> Response {
    let name = format!("attachment; filename=\"{stem}-{}.csv\"", clock::now().format("%Y-%m-%d"));
    let mut answer = content.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    answer
}

/// An error as the answer to a link that leads to a file: what has no words gets them where all failures do.
fn plainly(error: AppError) -> Response {
    match error {
        AppError::Forbidden => failure::not_allowed(),
        AppError::NotFound(_) => StatusCode::NOT_FOUND.into_response(),
        AppError::Unauthorized => StatusCode::UNAUTHORIZED.into_response(),
        other => other.into_response(),
    }
}

/// A file as a form sends it, with what is to be done with it.
#[derive(Default)]
struct Sending {
    name: String,
    content: Vec<u8>,
    options: ImportSent,
}

/// Takes a file, and leads to its report.
async fn import(State(state): State<AppState>, staff: Result<Staff, AppError>, request: Request) -> Response {
    let (parts, request) = split(request);
    let outcome = async {
        let staff = staff?;
        if announced(request.headers()).is_some_and(|length| length > LARGEST_FILE + AROUND) {
            throw_away(request.into_body()).await;
            return Err(AppError::TooLarge);
        }
        let form = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
        let Sending { name, content, options } = read(form).await?;
        transfer::upload(&state.backend, &staff, &name, content, options).await
    }
    .await;
    match outcome {
        Ok(checked) => lead_to(&address(&["import", &checked.id.to_string()], &[])),
        Err(error) => refuse_file(&state, parts, PAGE, &error, TOO_LARGE).await,
    }
}

fn unreadable() -> AppError {
    AppError::field(WHOLE, "Choose a CSV file")
}

async fn read(mut form: Multipart) -> Result<Sending, AppError> {
    let mut sending = Sending::default();
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" => {
                sending.name = field.file_name().unwrap_or_default().to_owned();
                sending.content = content_of(field, LARGEST_FILE).await?;
            }
            "update" => sending.options.update = is_ticked(field).await?,
            "create_categories" => sending.options.create_categories = is_ticked(field).await?,
            "format" => sending.options.shopify = word(field).await? == "shopify",
            _ => {}
        }
    }
    if sending.content.is_empty() { Err(unreadable()) } else { Ok(sending) }
}

async fn is_ticked(field: Field<'_>) -> Result<bool, AppError> {
    Ok(!word(field).await?.is_empty())
}

async fn word(field: Field<'_>) -> Result<String, AppError> {
    const LONGEST: usize = 100;
    let content = content_of(field, LONGEST).await?;
    Ok(String::from_utf8_lossy(&content).trim().to_owned())
}

/// Imports a file that was looked through.
async fn apply(Path(id): Path<String>, sent: Sent<Fields>) -> Response {
    let outcome = async {
        let staff = sent.staff().await?;
        if value(&sent.form, "task") != Some("apply") {
            return Err(AppError::NotFound("Page".to_owned()));
        }
        transfer::apply(sent.backend(), &staff, id_of(&id, "Import")?).await
    }
    .await;
    match outcome {
        Ok(run) => lead_to(&address(&["bulk", &run.to_string()], &[])),
        Err(error) => refuse(sent, None, error, &[]).await,
    }
}
