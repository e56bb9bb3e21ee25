//! Uploads: plain routes that take a file as a form sends it (SPEC U1, J5). Their bodies may be larger than those
//! of other requests, so they have a limit of their own. A form that was sent without scripts is answered with a
//! redirect, a script (`Accept: application/json`) with JSON.

#[cfg(test)]
mod tests;

use axum::body::Body;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRef, FromRequest as _, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::post;
use axum::{Json, Router};
use futures::StreamExt as _;

use crate::accounts::caller::User;
use crate::accounts::user::avatar::{self, AvatarError};
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::pictures::PictureError;

/// The field that holds the picture.
const AVATAR: &str = "avatar";
/// Where the form is; what became of it stands behind.
const PAGE: &str = "/account";
/// What a form needs around its file, in bytes.
const AROUND: usize = 64 * 1024;
/// Of a body that is too large so much is taken in and thrown away, in bytes: a browser that is still sending
/// shows a broken connection instead of the answer.
const THROWN_AWAY: usize = 128 * 1024 * 1024;
const MEGABYTE: usize = 1024 * 1024;

/// Why an upload was not taken.
#[derive(Debug, thiserror::Error)]
enum UploadError {
    #[error("Choose a picture first.")]
    Missing,
    #[error("This file is larger than {megabytes} MB.")]
    TooLarge { megabytes: u32 },
    #[error("The upload was cut off before its end. Try again.")]
    CutOff,
    #[error(transparent)]
    Picture(#[from] PictureError),
    #[error(transparent)]
    Refused(#[from] AppError),
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
        .layer(DefaultBodyLimit::max(bytes(megabytes) + AROUND))
}

async fn take_avatar(
    State(backend): State<Backend>,
    caller: Result<User, AppError>,
    request: Request,
) -> Response {
    let wants_json = wants_json(request.headers());
    let outcome = match caller {
        Ok(user) => receive(&backend, &user, request).await,
        Err(error) => Err(error.into()),
    };
    answer(outcome.map(Some), "avatar", wants_json)
}

async fn remove_avatar(
    State(backend): State<Backend>,
    caller: Result<User, AppError>,
    headers: HeaderMap,
) -> Response {
    let outcome = match caller {
        Ok(user) => avatar::remove(&backend, &user).await,
        Err(error) => Err(error),
    };
    answer(outcome.map(|()| None).map_err(UploadError::from), "avatar-removed", wants_json(&headers))
}

/// Reads the form and makes its file the user's picture; answers the stem of the picture's files.
async fn receive(backend: &Backend, user: &User, request: Request) -> Result<String, UploadError> {
    let megabytes = backend.settings.vitrine.upload_megabytes;
    if announced(request.headers()).is_some_and(|length| length > bytes(megabytes) + AROUND) {
        throw_away(request.into_body()).await;
        return Err(UploadError::TooLarge { megabytes });
    }
    let form = Multipart::from_request(request, &()).await.map_err(|_| UploadError::Missing)?;
    let content = read_file(form, AVATAR, megabytes).await?;
    avatar::set(backend, user, content).await.map_err(|error| match error {
        AvatarError::Picture(error) => error.into(),
        AvatarError::Refused(error) => error.into(),
    })
}

/// The content of a file in a form, which is read only as far as it may be long.
async fn read_file(mut form: Multipart, name: &str, megabytes: u32) -> Result<Vec<u8>, UploadError> {
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => UploadError::TooLarge { megabytes },
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
            Err(UploadError::TooLarge { megabytes })
        } else if content.is_empty() {
            Err(UploadError::Missing)
        } else {
            Ok(content)
        };
    }
    Err(UploadError::Missing)
}

fn bytes(megabytes: u32) -> usize {
    usize::try_from(megabytes).unwrap_or(usize::MAX).saturating_mul(MEGABYTE)
}

/// How long the body is, where the client says it beforehand.
fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The time limit of requests ends this too.
async fn throw_away(body: Body) {
    let mut parts = body.into_data_stream();
    let mut taken = 0;
    while let Some(Ok(part)) = parts.next().await {
        taken += part.len();
        if taken > THROWN_AWAY {
            return;
        }
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|kinds| kinds.contains("application/json"))
}

/// The stem of the picture's files where there is one now; `saved` is what the page then says.
fn answer(outcome: Result<Option<String>, UploadError>, saved: &str, wants_json: bool) -> Response {
    match outcome {
        Ok(stem) if wants_json => Json(serde_json::json!({ "stem": stem })).into_response(),
        Ok(_) => Redirect::to(&format!("{PAGE}?saved={saved}")).into_response(),
        Err(error) if wants_json => error.into_json(),
        Err(UploadError::Refused(AppError::Unauthorized)) => {
            Redirect::to(&format!("/sign-in?next={PAGE}")).into_response()
        }
        Err(error) => Redirect::to(&format!("{PAGE}?{AVATAR}={}", error.code())).into_response(),
    }
}

impl UploadError {
    /// What the page is told in its address; it has the words.
    const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLarge { .. } => "too-large",
            Self::CutOff | Self::Picture(PictureError::CutOff) => "cut-off",
            Self::Picture(PictureError::TooManyPixels) => "too-many-pixels",
            Self::Picture(PictureError::NotAPicture | PictureError::Resizing(_)) => "not-a-picture",
            Self::Refused(AppError::Throttled { .. }) => "throttled",
            Self::Refused(_) => "failed",
        }
    }

    /// The error of the field, as SPEC R10 has it.
    fn into_json(self) -> Response {
        let words = serde_json::json!({ AVATAR: [self.to_string()] });
        match self {
            Self::Refused(error) => error.into_response(),
            Self::TooLarge { .. } => (StatusCode::PAYLOAD_TOO_LARGE, Json(words)).into_response(),
            _ => (StatusCode::BAD_REQUEST, Json(words)).into_response(),
        }
    }
}
