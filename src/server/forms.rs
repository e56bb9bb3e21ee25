//! The forms of accounts for browsers without scripts: each is sent to its page's own address. What succeeds leads on
//! by a 303; what does not is answered with the same page, the error's status, what is wrong and what was typed.

use axum::Router;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Form, FromRequest, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use leptos::prelude::provide_context;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tower_sessions::Session;
use uuid::Uuid;

use super::{AppState, render};
use crate::accounts::caller::{User, Visitor};
use crate::accounts::input::{
    ChangeEmailForm, ChangePasswordForm, DeleteAccountForm, ForgotForm, ProfileForm, RegisterForm, ResetForm,
    SignInForm,
};
use crate::accounts::session::Client;
use crate::accounts::session::service::{self as sessions, authenticate};
use crate::accounts::user::{credentials, service as users};
use crate::error::AppError;
use crate::extract::{client_of, session_of};
use crate::infra::Backend;
use crate::server_fns::accounts::come_in;
use crate::ui::reply::FormReply;

/// Largest body of a form, in bytes.
const LARGEST_FORM: usize = 64 * 1024;

/// The routes; they need sessions around them, and stand beside the pages, whose menus they show too.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/sign-in", post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/register", post(register))
        .route("/forgot-password", post(forgot_password))
        .route("/reset-password", post(reset_password))
        .route("/verify-email", post(verify_email))
        .route("/confirm-email", post(confirm_email))
        .route("/account", post(update_profile))
        .route("/account/password", post(change_password))
        .route("/account/email", post(change_email))
        .route("/account/sessions", post(end_sessions))
        .route("/account/delete", post(delete_account))
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
}

/// A form as it came, with what it takes to do its work and to answer it.
pub(super) struct Sent<T> {
    pub form: T,
    pub session: Session,
    pub client: Client,
    pub parts: Parts,
    pub state: AppState,
}

impl<T: DeserializeOwned> FromRequest<AppState> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts.clone(), body);
        let Form(form) = Form::<T>::from_request(request, state).await.map_err(|error| unreadable(&error))?;
        let session = session_of(&parts.extensions).map_err(IntoResponse::into_response)?;
        let client = client_of(&state.backend, &parts.headers, &parts.extensions);
        Ok(Self { form, session, client, parts, state: state.clone() })
    }
}

/// Without words: the layers around all routes have them for each status.
fn unreadable(error: &FormRejection) -> Response {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        _ => StatusCode::BAD_REQUEST.into_response(),
    }
}

impl<T> Sent<T> {
    pub(super) fn backend(&self) -> &Backend {
        &self.state.backend
    }

    /// Who sent it, signed in or not.
    pub(super) async fn visitor(&self) -> Result<Visitor, AppError> {
        authenticate(self.backend(), &self.session).await
    }

    /// Who sent it; nobody gets further who is not signed in.
    pub(super) async fn user(&self) -> Result<User, AppError> {
        self.visitor().await?.into_user()
    }

    /// Leads on, or answers with the same page and what was typed.
    pub(super) async fn answer(
        self,
        outcome: Result<(), AppError>,
        next: &str,
        typed: &[(&str, &str)],
    ) -> Response {
        match outcome {
            Ok(()) => Redirect::to(next).into_response(),
            Err(error) => again(&self.state, self.parts, &error, typed).await,
        }
    }
}

/// The page at the address that a form was sent to, once more, with what is wrong. Whose session has ended while
/// they typed finds all of it there, to send it again; where nothing would be lost they sign in first.
async fn again(state: &AppState, parts: Parts, error: &AppError, typed: &[(&str, &str)]) -> Response {
    if *error == AppError::Unauthorized && typed.iter().all(|(_, value)| value.is_empty()) {
        return Redirect::to(&["/sign-in?next=", parts.uri.path()].concat()).into_response();
    }
    let reply = FormReply::new(error, typed);
    let mut response = page_knowing(state, parts, error.status(), reply).await;
    if let AppError::Throttled { retry_after_seconds } = error {
        response.headers_mut().insert(header::RETRY_AFTER, (*retry_after_seconds).into());
    }
    response
}

/// The page at an address with something in its context that it is to tell, and with a status if it can be shown.
pub(super) async fn page_knowing<T: Send + Sync + 'static>(
    state: &AppState,
    mut parts: Parts,
    status: u16,
    told: T,
) -> Response {
    // A page is rendered for those who look at it; the form's own body was read.
    parts.method = Method::GET;
    let mut response = render::document(state, parts, move || provide_context(told)).await;
    if response.status() == StatusCode::OK
        && let Ok(status) = StatusCode::from_u16(status)
    {
        *response.status_mut() = status;
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

async fn sign_in(sent: Sent<SignInForm>) -> Response {
    let outcome = come_in(sent.backend(), &sent.session, &sent.client, &sent.form).await;
    let email = sent.form.email.clone();
    match outcome {
        Ok(path) => sent.answer(Ok(()), &path, &[]).await,
        Err(error) => sent.answer(Err(error), "", &[("email", &email)]).await,
    }
}

/// A form without fields.
#[derive(Deserialize)]
struct Nothing {}

async fn sign_out(sent: Sent<Nothing>) -> Response {
    let outcome = sessions::sign_out(&sent.session).await;
    match outcome {
        Ok(()) => Redirect::to("/").into_response(),
        Err(error) => error.into_response(),
    }
}

async fn register(sent: Sent<RegisterForm>) -> Response {
    let outcome = users::register(sent.backend(), &sent.client, &sent.form).await;
    let (email, username) = (sent.form.email.clone(), sent.form.username.clone());
    sent.answer(outcome, "/register?saved=sent", &[("email", &email), ("username", &username)]).await
}

async fn forgot_password(sent: Sent<ForgotForm>) -> Response {
    let outcome = credentials::request_reset(sent.backend(), &sent.client, &sent.form).await;
    let email = sent.form.email.clone();
    sent.answer(outcome, "/forgot-password?saved=sent", &[("email", &email)]).await
}

async fn reset_password(sent: Sent<ResetForm>) -> Response {
    let outcome = credentials::reset(sent.backend(), &sent.client, &sent.form).await;
    sent.answer(outcome, "/sign-in?saved=password", &[]).await
}

/// The token of a mailed link.
#[derive(Default, Deserialize)]
#[serde(default)]
struct TokenForm {
    token: String,
}

async fn verify_email(sent: Sent<TokenForm>) -> Response {
    let outcome = credentials::verify_email(sent.backend(), &sent.form.token).await;
    sent.answer(outcome.map(drop), "/sign-in?saved=verified", &[]).await
}

async fn confirm_email(sent: Sent<TokenForm>) -> Response {
    let outcome = credentials::confirm_email_change(sent.backend(), &sent.form.token).await;
    sent.answer(outcome, "/confirm-email?saved=email", &[]).await
}

async fn update_profile(sent: Sent<ProfileForm>) -> Response {
    let outcome =
        async { users::update_profile(sent.backend(), &sent.user().await?, &sent.form).await }.await;
    let ProfileForm { username, first_name, last_name, bio, phone, address, birth_date } = sent.form.clone();
    let typed: [(&str, &str); 7] = [
        ("username", &username),
        ("first_name", &first_name),
        ("last_name", &last_name),
        ("bio", &bio),
        ("phone", &phone),
        ("address", &address),
        ("birth_date", &birth_date),
    ];
    sent.answer(outcome, "/account?saved=profile", &typed).await
}

async fn change_password(sent: Sent<ChangePasswordForm>) -> Response {
    let outcome = async {
        let user = sent.user().await?;
        credentials::change_password(sent.backend(), &sent.session, &sent.client, &user, &sent.form).await
    }
    .await;
    sent.answer(outcome, "/account/password?saved=password", &[]).await
}

/// The two forms of the page of the address.
#[derive(Default, Deserialize)]
#[serde(default)]
struct EmailForm {
    /// `cancel` for the form by which another address does not wait any more.
    task: String,
    email: String,
    password: String,
}

async fn change_email(sent: Sent<EmailForm>) -> Response {
    if sent.form.task == "cancel" {
        return cancel_email_change(sent).await;
    }
    let EmailForm { email, password, .. } = &sent.form;
    let form = ChangeEmailForm { email: email.clone(), password: password.clone() };
    let outcome =
        async { credentials::request_email_change(sent.backend(), &sent.user().await?, &form).await }.await;
    sent.answer(outcome, "/account/email?saved=mailed", &[("email", &form.email)]).await
}

async fn cancel_email_change(sent: Sent<EmailForm>) -> Response {
    let outcome = async { credentials::cancel_email_change(sent.backend(), &sent.user().await?).await }.await;
    sent.answer(outcome, "/account/email?saved=cancelled", &[]).await
}

/// The forms of the page of sessions.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SessionsForm {
    /// The session to end.
    id: Option<Uuid>,
    /// Something, to end all of them.
    everywhere: String,
}

async fn end_sessions(sent: Sent<SessionsForm>) -> Response {
    let everywhere = !sent.form.everywhere.is_empty();
    let outcome = async {
        let user = sent.user().await?;
        match sent.form.id {
            _ if everywhere => sessions::sign_out_everywhere(sent.backend(), &user, &sent.session).await,
            Some(id) => sessions::end(sent.backend(), &user, id).await,
            None => Err(AppError::NotFound("Session".to_owned())),
        }
    }
    .await;
    let next = if everywhere { "/sign-in?saved=everywhere" } else { "/account/sessions?saved=ended" };
    sent.answer(outcome, next, &[]).await
}

async fn delete_account(sent: Sent<DeleteAccountForm>) -> Response {
    let outcome = async {
        let user = sent.user().await?;
        users::delete_account(sent.backend(), &user, &sent.session, &sent.form).await
    }
    .await;
    sent.answer(outcome.map(|_| ()), "/sign-in?saved=deleted", &[]).await
}
