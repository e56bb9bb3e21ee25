//! The pictures of products (SPEC A6): files, sent one by one by a script or several at once by a form, and the plain
//! forms that describe, move and remove them.

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use axum::{Json, Router};
use uuid::Uuid;

use super::{Fields, address, id_of, kind, lead_to, look_at, refuse, tell, value};
use crate::accounts::caller::Staff;
use crate::admin::service;
use crate::catalog::product::staff::images;
use crate::error::AppError;
use crate::infra::Backend;
use crate::listing::StaffImage;
use crate::server::AppState;
use crate::server::forms::{Sent, page_knowing};
use crate::server::uploads::{AROUND, announced, bytes, throw_away};
use crate::ui::reply::{FormReply, WHOLE};

/// The field that holds pictures.
const PICTURE: &str = "picture";
/// So many pictures are taken at once.
const MOST: usize = 20;
/// The middle of a picture, in percent.
const MIDDLE: u8 = 50;
const BAD_REQUEST: u16 = 400;

/// The route that takes pictures; `megabytes` is the size of the largest file.
pub(super) fn routes(megabytes: u32) -> Router<AppState> {
    let largest = bytes(megabytes).saturating_mul(MOST).saturating_add(AROUND);
    Router::new().route("/admin/products/{id}/images", post(add)).layer(DefaultBodyLimit::max(largest))
}

/// The forms of pictures that are there.
pub(super) fn plain_routes() -> Router<AppState> {
    Router::new().route("/admin/products/{id}/images/{image}", post(change))
}

/// A request taken apart, for the page that answers it, and whole.
pub(super) fn split(request: Request) -> (Parts, Request) {
    let (parts, body) = request.into_parts();
    (parts.clone(), Request::from_parts(parts, body))
}

/// What became of pictures that were sent at once.
#[derive(Default)]
struct Taken {
    images: Vec<StaffImage>,
    /// Why others were not taken, with the status that says so.
    problems: Vec<(u16, String)>,
}

async fn add(
    State(state): State<AppState>,
    Path(id): Path<String>,
    staff: Result<Staff, AppError>,
    request: Request,
) -> Response {
    let (parts, request) = split(request);
    let megabytes = state.backend.settings.vitrine.upload_megabytes;
    let outcome = async {
        let (staff, product) = (staff?, id_of(&id, "Product")?);
        if announced(request.headers()).is_some_and(|length| length > bytes(megabytes) * MOST + AROUND) {
            throw_away(request.into_body()).await;
            return Err(AppError::TooLarge);
        }
        let form = Multipart::from_request(request, &()).await.map_err(|_| nothing_chosen())?;
        take(&state.backend, &staff, product, form).await
    }
    .await;
    if wants_json(&parts.headers) {
        return in_json(outcome, megabytes);
    }
    let page = address(&["products", &id], &[]);
    match outcome {
        Ok(taken) if taken.problems.is_empty() => lead_to(&pictures_of(&id)),
        Ok(taken) => {
            let status = taken.problems.first().map_or(BAD_REQUEST, |(status, _)| *status);
            let words: Vec<&str> = taken.problems.iter().map(|(_, words)| words.as_str()).collect();
            tell(&state, parts, &page, status, &words.join("; ")).await
        }
        Err(error) => refuse_file(&state, parts, &page, &error, &too_large(megabytes)).await,
    }
}

/// The pictures in the form of a product.
fn pictures_of(id: &str) -> String {
    address(&["products", id], &[("saved", "pictures")]) + "#pictures"
}

fn nothing_chosen() -> AppError {
    AppError::field("image", "Choose a picture")
}

fn too_large(megabytes: u32) -> String {
    format!("The picture is too large: at most {megabytes} MB are taken")
}

/// Keeps each picture as it comes, so that one at a time is in memory.
async fn take(
    backend: &Backend,
    staff: &Staff,
    product: Uuid,
    mut form: Multipart,
) -> Result<Taken, AppError> {
    let megabytes = backend.settings.vitrine.upload_megabytes;
    let mut taken = Taken::default();
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        if field.name() != Some(PICTURE) {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let kept = match content_of(field, bytes(megabytes)).await {
            // A form without a chosen file sends an empty one.
            Ok(content) if content.is_empty() => continue,
            Ok(_) if taken.images.len() + taken.problems.len() >= MOST => {
                Err(AppError::field("image", format!("At most {MOST} pictures are taken at once")))
            }
            Ok(content) => images::add(backend, staff, product, content).await,
            Err(error) => Err(error),
        };
        match kept {
            Ok(image) => taken.images.push(image),
            Err(error @ (AppError::Validation(_) | AppError::TooLarge | AppError::Conflict(_))) => {
                let words = detail(&error, &too_large(megabytes));
                let words = if name.is_empty() { words } else { [name.as_str(), ": ", &words].concat() };
                taken.problems.push((error.status(), words));
            }
            Err(error) => return Err(error),
        }
    }
    let is_empty = taken.images.is_empty() && taken.problems.is_empty();
    if is_empty { Err(nothing_chosen()) } else { Ok(taken) }
}

/// What went wrong with a form that has files.
pub(super) fn broken(error: &MultipartError) -> AppError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
        _ => AppError::field(WHOLE, "The end of the file is missing: send it again"),
    }
}

/// The content of a field. What is too long is still read to its end, which the limit of the body puts near: a browser
/// sees an answer only when it has sent everything.
pub(super) async fn content_of(mut field: Field<'_>, largest: usize) -> Result<Vec<u8>, AppError> {
    let (mut content, mut is_too_large) = (Vec::new(), false);
    while let Some(part) = field.chunk().await.map_err(|error| broken(&error))? {
        if content.len() + part.len() > largest {
            is_too_large = true;
        } else {
            content.extend_from_slice(&part);
        }
    }
    if is_too_large { Err(AppError::TooLarge) } else { Ok(content) }
}

/// An error in one text, without the names of fields; `too_large` is said of what is too large.
fn detail(error: &AppError, too_large: &str) -> String {
    match error {
        AppError::Validation(errors) => {
            errors.0.values().flatten().map(String::as_str).collect::<Vec<_>>().join("; ")
        }
        AppError::TooLarge => too_large.to_owned(),
        other => other.to_string(),
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok());
    accepted.is_some_and(|kinds| kinds.contains("application/json"))
}

/// The answer to a script, which sends one picture in each request.
fn in_json(outcome: Result<Taken, AppError>, megabytes: u32) -> Response {
    let (status, words) = match outcome {
        Ok(mut taken) => match (taken.problems.pop(), taken.images.pop()) {
            (Some(problem), _) => problem,
            (None, Some(image)) => return (StatusCode::CREATED, Json(image)).into_response(),
            (None, None) => (BAD_REQUEST, detail(&nothing_chosen(), "")),
        },
        Err(error) => (error.status(), detail(&error, &too_large(megabytes))),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, Json(serde_json::json!({ "detail": words }))).into_response()
}

/// The page that a file was sent from, with what is wrong.
pub(super) async fn refuse_file(
    state: &AppState,
    mut parts: Parts,
    page: &str,
    error: &AppError,
    too_large: &str,
) -> Response {
    match error {
        AppError::TooLarge => tell(state, parts, page, error.status(), too_large).await,
        error => {
            look_at(&mut parts, page);
            page_knowing(state, parts, error.status(), FormReply::new(error, &[])).await
        }
    }
}

/// The forms of one picture.
async fn change(Path((id, image)): Path<(String, String)>, sent: Sent<Fields>) -> Response {
    let outcome = async {
        let staff = sent.staff().await?;
        let (product, image) = (id_of(&id, "Product")?, id_of(&image, "Picture")?);
        match value(&sent.form, "task") {
            Some("save") => {
                let alt = value(&sent.form, "alt").unwrap_or_default();
                let focus = (percent(&sent.form, "focus_x")?, percent(&sent.form, "focus_y")?);
                images::set(sent.backend(), &staff, product, image, alt, focus).await.map(|_| ())
            }
            Some("remove") => images::remove(sent.backend(), &staff, product, image).await,
            Some("up") => step(&sent, &staff, product, image, true).await,
            Some("down") => step(&sent, &staff, product, image, false).await,
            _ => Err(AppError::NotFound("Page".to_owned())),
        }
    }
    .await;
    match outcome {
        Ok(()) => lead_to(&pictures_of(&id)),
        Err(error) => refuse(sent, Some(&address(&["products", &id], &[])), error, &[]).await,
    }
}

/// A number of percent; the middle where nothing is said.
fn percent(fields: &[(String, String)], name: &str) -> Result<u8, AppError> {
    let Some(text) = value(fields, name) else { return Ok(MIDDLE) };
    let number = text.trim().parse::<u8>().ok().filter(|number| *number <= 100);
    number.ok_or_else(|| AppError::field(name, "Enter a number from 0 to 100"))
}

/// Moves a picture by one place.
async fn step(
    sent: &Sent<Fields>,
    staff: &Staff,
    product: Uuid,
    image: Uuid,
    is_up: bool,
) -> Result<(), AppError> {
    let products = kind("products")?;
    let form = service::form(sent.backend(), staff, products, Some(&product.to_string())).await?;
    let mut ids: Vec<Uuid> = form.images.iter().map(|image| image.id).collect();
    let place = ids.iter().position(|id| *id == image);
    let place = place.ok_or_else(|| AppError::NotFound("Picture".to_owned()))?;
    let other = if is_up { place.checked_sub(1) } else { Some(place + 1).filter(|at| *at < ids.len()) };
    match other {
        Some(other) => {
            ids.swap(place, other);
            images::order(sent.backend(), staff, product, &ids).await
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_hears_why_a_picture_was_not_taken_and_others_get_a_page() {
        let refused = in_json(Err(AppError::TooLarge), 10);
        assert_eq!(refused.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let problems = vec![(BAD_REQUEST, "x.png: This is no picture".to_owned())];
        assert_eq!(in_json(Ok(Taken { problems, ..Taken::default() }), 10).status(), StatusCode::BAD_REQUEST);
        assert_eq!(in_json(Err(AppError::Forbidden), 10).status(), StatusCode::FORBIDDEN);
        let kinds = |kinds: &'static str| {
            HeaderMap::from_iter([(header::ACCEPT, header::HeaderValue::from_static(kinds))])
        };
        assert!(wants_json(&kinds("application/json")) && !wants_json(&kinds("text/html,*/*;q=0.8")));
    }

    #[test]
    fn a_point_lies_within_the_picture() {
        let at = |text: &str| percent(&[("focus_x".to_owned(), text.to_owned())], "focus_x");
        assert_eq!((at("0"), at(" 100 "), at("")), (Ok(0), Ok(100), Ok(MIDDLE)));
        assert!(at("101").is_err() && at("-1").is_err() && at("middle").is_err());
    }
}
