//! Uploads: plain routes that take a file as a form sends it (SPEC U1, J5). Their bodies may be larger than those
//! of other requests, so they have a limit of their own. The browser itself sends these forms, with and without
//! scripts, so each is answered with a redirect; what became of the upload stands in the address as a code.

#[cfg(test)]
mod tests;

use axum::Router;
use axum::body::Body;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRef, FromRequest as _, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use futures::StreamExt as _;
use uuid::Uuid;

use super::failure::not_allowed;
use crate::accounts::caller::User;
use crate::accounts::user::avatar::{self, AvatarError};
use crate::catalog::image::service::NotTaken;
use crate::catalog::product::model::ProductId;
use crate::catalog::product::own::pictures as own_pictures;
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::pictures::PictureError;

/// The field that holds the picture.
const AVATAR: &str = "avatar";
/// Where its form is; what became of it stands behind.
const PAGE: &str = "/account";
/// The field that holds a picture of a product.
const PICTURE: &str = "picture";
/// What a form needs around its file, in bytes.
pub(super) const AROUND: usize = 64 * 1024;
/// Of a body that is too large so much is taken in and thrown away, in bytes: a browser that is still sending
/// shows a broken connection instead of the answer.
const THROWN_AWAY: usize = 128 * 1024 * 1024;
pub(super) const MEGABYTE: usize = 1024 * 1024;

/// Why an upload was not taken.
#[derive(Debug)]
enum UploadError {
    /// No file was chosen.
    Missing,
    /// The file has more bytes than the setting allows.
    TooLarge,
    /// The end of the form is missing.
    CutOff,
    Picture(PictureError),
    /// The product has as many pictures as it can.
    Full,
    Refused(AppError),
}

/// What is uploaded, and how it is removed; `megabytes` is the size of the largest file that is taken. The layer
/// that limits other bodies must not lie around these routes.
pub(super) fn routes<S>(megabytes: u32) -> Router<S>
where
    Backend: FromRef<S>,
    S: Clone + Send + Sync + 'static,
{
    Router::new()
        .route("/account/avatar", post(take_avatar))
        .route("/account/avatar/remove", post(remove_avatar))
        .route("/account/products/{id}/pictures/add", post(take_picture))
        .layer(DefaultBodyLimit::max(bytes(megabytes) + AROUND))
}

async fn take_avatar(
    State(backend): State<Backend>,
    caller: Result<User, AppError>,
    request: Request,
) -> Redirect {
    let outcome = match caller {
        Ok(user) => receive(&backend, &user, request).await,
        Err(error) => Err(UploadError::Refused(error)),
    };
    answer(outcome, PAGE, AVATAR, "avatar")
}

async fn remove_avatar(State(backend): State<Backend>, caller: Result<User, AppError>) -> Redirect {
    let outcome = match caller {
        Ok(user) => avatar::remove(&backend, &user).await,
        Err(error) => Err(error),
    };
    answer(outcome.map_err(UploadError::Refused), PAGE, AVATAR, "avatar-removed")
}

async fn take_picture(
    State(backend): State<Backend>,
    Path(id): Path<String>,
    caller: Result<User, AppError>,
    request: Request,
) -> Response {
    let page = ["/account/products/", &id, "/pictures"].concat();
    let outcome = async {
        let unknown = |_| UploadError::Refused(AppError::NotFound("Product".to_owned()));
        let id = Uuid::try_parse(&id).map(ProductId).map_err(unknown)?;
        let user = caller.map_err(UploadError::Refused)?;
        // Nothing is read of what may not be added.
        if let Err(error) = own_pictures::may_add(&backend, &user, id).await {
            throw_away(request.into_body()).await;
            return Err(UploadError::Refused(error));
        }
        let content = read(&backend, request, PICTURE).await?;
        own_pictures::add(&backend, &user, id, content).await.map_err(|refused| match refused {
            NotTaken::Picture(error) => UploadError::Picture(error),
            NotTaken::Refused(AppError::Conflict(_)) => UploadError::Full,
            NotTaken::Refused(error) => UploadError::Refused(error),
        })
    }
    .await;
    match outcome {
        // Whoever may not see the page gets no address of it either.
        Err(UploadError::Refused(AppError::NotFound(_))) => StatusCode::NOT_FOUND.into_response(),
        Err(UploadError::Refused(AppError::Forbidden)) => not_allowed(),
        outcome => answer(outcome, &page, PICTURE, "picture").into_response(),
    }
}

/// Reads the form and makes its file the user's picture.
async fn receive(backend: &Backend, user: &User, request: Request) -> Result<(), UploadError> {
    let content = read(backend, request, AVATAR).await?;
    match avatar::set(backend, user, content).await {
        Ok(_) => Ok(()),
        Err(AvatarError::Picture(error)) => Err(UploadError::Picture(error)),
        Err(AvatarError::Refused(error)) => Err(UploadError::Refused(error)),
    }
}

/// Reads the form, and answers the content of its file.
async fn read(backend: &Backend, request: Request, name: &str) -> Result<Vec<u8>, UploadError> {
    let megabytes = backend.settings.vitrine.upload_megabytes;
    if announced(request.headers()).is_some_and(|length| length > bytes(megabytes) + AROUND) {
        throw_away(request.into_body()).await;
        return Err(UploadError::TooLarge);
    }
    let form = Multipart::from_request(request, &()).await.map_err(|_| UploadError::Missing)?;
    read_file(form, name, megabytes).await
}

/// The content of a file in a form, which is read only as far as it may be long.
async fn read_file(mut form: Multipart, name: &str, megabytes: u32) -> Result<Vec<u8>, UploadError> {
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => UploadError::TooLarge,
        _ => UploadError::CutOff,
    };
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some(name) {
            continue;
        }
        let (mut content, mut is_too_large) = (Vec::new(), false);
        while let Some(part) = field.chunk().await.map_err(broken)? {
            // What is too long is still read to its end, which the limit of the body puts near: a browser sees an
            // answer only when it has sent everything.
            if content.len() + part.len() > bytes(megabytes) {
                is_too_large = true;
            } else {
                content.extend_from_slice(&part);
            }
        }
        // A form without a chosen file sends an empty one.
        return if is_too_large {
            Err(UploadError::TooLarge)
        } else if content.is_empty() {
            Err(UploadError::Missing)
        } else {
            Ok(content)
        };
    }
    Err(UploadError::Missing)
}

pub(super) fn bytes(megabytes: u32) -> usize {
    usize::try_from(megabytes).unwrap_or(usize::MAX).saturating_mul(MEGABYTE)
}

/// How long the body is, where the client says it beforehand.
pub(super) fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The time limit of requests ends this too.
pub(super) async fn throw_away(body: Body) {
    let mut parts = body.into_data_stream();
    let mut taken = 0;
    while let Some(Ok(part)) = parts.next().await {
        taken += part.len();
        if taken > THROWN_AWAY {
            return;
        }
    }
}

/// Back to the page: with `saved`, which it has words for, or with the code of what went wrong, under the field's name.
fn answer(outcome: Result<(), UploadError>, page: &str, field: &str, saved: &str) -> Redirect {
    let place = match outcome {
        Ok(()) => format!("{page}?saved={saved}"),
        Err(UploadError::Refused(AppError::Unauthorized)) => format!("/sign-in?next={page}"),
        // The page says when to come back.
        Err(UploadError::Refused(AppError::Throttled { retry_after_seconds })) => {
            format!("{page}?{field}=throttled&wait={retry_after_seconds}")
        }
        Err(error) => format!("{page}?{field}={}", error.code()),
    };
    Redirect::to(&place)
}

impl UploadError {
    /// What the page is told in its address; it has the words.
    const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLarge => "too-large",
            Self::CutOff | Self::Picture(PictureError::CutOff) => "cut-off",
            Self::Picture(PictureError::TooManyPixels) => "too-many-pixels",
            Self::Picture(PictureError::NotAPicture | PictureError::Resizing(_)) => "not-a-picture",
            Self::Full => "full",
            Self::Refused(_) => "failed",
        }
    }
}
