//! Server functions of accounts. Whatever changes something is a `POST`; each looks at its caller by itself.

#![allow(missing_docs, reason = "the macro makes structures of the arguments")]

use leptos::prelude::*;
use server_fn::codec::GetUrl;
use uuid::Uuid;

use crate::accounts::input::{
    ChangeEmailForm, ChangePasswordForm, DeleteAccountForm, ForgotForm, ProfileForm, RegisterForm, ResetForm,
    SignInForm,
};
use crate::accounts::model::{Me, SessionList};
use crate::error::AppError;

/// Makes an account, and mails a link (SPEC U1).
///
/// # Errors
/// The fields that cannot be taken; too many registrations.
#[server(name = Register, prefix = "/fn", endpoint = "register")]
pub async fn register(form: RegisterForm) -> Result<(), AppError> {
    let response = use_context();
    let (backend, client) = (super::backend()?, crate::extract::client()?);
    super::answer(response, crate::accounts::user::service::register(&backend, &client, &form).await)
}

/// Signs in (SPEC U1); answers the path to go to.
///
/// # Errors
/// Wrong credentials; too many tries.
#[server(name = SignIn, prefix = "/fn", endpoint = "sign-in")]
pub async fn sign_in(form: SignInForm) -> Result<String, AppError> {
    let response = use_context();
    let (session, client) = (crate::extract::session()?, crate::extract::client()?);
    let backend = super::backend()?;
    super::answer(response, come_in(&backend, &session, &client, &form).await)
}

/// Signs in, and brings along what the visitor kept (SPEC W7); answers the path to go to. The form without
/// scripts calls it too.
///
/// # Errors
/// Wrong credentials; too many tries.
#[cfg(feature = "ssr")]
pub async fn come_in(
    backend: &crate::infra::Backend,
    session: &tower_sessions::Session,
    client: &crate::accounts::session::Client,
    form: &SignInForm,
) -> Result<String, AppError> {
    crate::accounts::user::service::sign_in(backend, session, client, form).await?;
    bring_along(backend, session).await;
    Ok(form.next_path().to_owned())
}

/// What a visitor kept in the session becomes the user's who has just signed in. Where that fails, the session keeps
/// it for the next time: signing in has succeeded.
#[cfg(feature = "ssr")]
async fn bring_along(backend: &crate::infra::Backend, session: &tower_sessions::Session) {
    let brought = async {
        if !crate::catalog::wishlist::service::keeps_any(session).await? {
            return Ok(());
        }
        match crate::accounts::session::service::authenticate(backend, session).await?.user() {
            Some(user) => crate::catalog::wishlist::service::bring_along(backend, user, session).await,
            None => Ok(()),
        }
    };
    if let Err(error) = brought.await {
        tracing::warn!(%error, "a visitor's wish list was not brought along");
    }
}

/// Ends this session (SPEC U1).
///
/// # Errors
/// When the database does not answer.
#[server(name = SignOut, prefix = "/fn", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    let response = use_context();
    let session = crate::extract::session()?;
    super::answer(response, crate::accounts::session::service::sign_out(&session).await)
}

/// Ends every session of the user (SPEC U1).
///
/// # Errors
/// Where nobody is signed in.
#[server(name = SignOutEverywhere, prefix = "/fn", endpoint = "sign-out-everywhere")]
pub async fn sign_out_everywhere() -> Result<(), AppError> {
    let response = use_context();
    let (backend, session) = (super::backend()?, crate::extract::session()?);
    let user = crate::extract::user();
    let outcome = async {
        crate::accounts::session::service::sign_out_everywhere(&backend, &user.await?, &session).await
    };
    super::answer(response, outcome.await)
}

/// Mails a link to reset the password (SPEC U1).
///
/// # Errors
/// What is no address; too many requests.
#[server(name = ForgotPassword, prefix = "/fn", endpoint = "forgot-password")]
pub async fn forgot_password(form: ForgotForm) -> Result<(), AppError> {
    let response = use_context();
    let (backend, client) = (super::backend()?, crate::extract::client()?);
    super::answer(response, crate::accounts::user::credentials::request_reset(&backend, &client, &form).await)
}

/// Sets a new password with a mailed link (SPEC U1).
///
/// # Errors
/// A link that does not work any more; a password that cannot be taken.
#[server(name = ResetPassword, prefix = "/fn", endpoint = "reset-password")]
pub async fn reset_password(form: ResetForm) -> Result<(), AppError> {
    let response = use_context();
    let (backend, client) = (super::backend()?, crate::extract::client()?);
    super::answer(response, crate::accounts::user::credentials::reset(&backend, &client, &form).await)
}

/// The address of the account that a mailed link resets; nothing where it does not work any more.
///
/// # Errors
/// When the database does not answer.
#[server(name = ResetHolder, prefix = "/fn", endpoint = "reset-holder", input = GetUrl)]
pub async fn reset_holder(token: String) -> Result<Option<String>, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    super::answer(response, crate::accounts::user::credentials::reset_holder(&backend, &token).await)
}

/// Confirms the address of an account with a mailed link, and signs nobody in (SPEC U1); answers the address.
///
/// # Errors
/// A link that does not work any more.
#[server(name = VerifyEmail, prefix = "/fn", endpoint = "verify-email")]
pub async fn verify_email(token: String) -> Result<String, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    super::answer(response, crate::accounts::user::credentials::verify_email(&backend, &token).await)
}

/// Changes the password; other sessions end (SPEC U1).
///
/// # Errors
/// A wrong present password; a new one that cannot be taken.
#[server(name = ChangePassword, prefix = "/fn", endpoint = "change-password")]
pub async fn change_password(form: ChangePasswordForm) -> Result<(), AppError> {
    let response = use_context();
    let (session, client) = (crate::extract::session()?, crate::extract::client()?);
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome = async {
        let user = user.await?;
        crate::accounts::user::credentials::change_password(&backend, &session, &client, &user, &form).await
    };
    super::answer(response, outcome.await)
}

/// Keeps a new address until its mailed link confirms it (SPEC U1).
///
/// # Errors
/// What is no address; a wrong password.
#[server(name = ChangeEmail, prefix = "/fn", endpoint = "change-email")]
pub async fn change_email(form: ChangeEmailForm) -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome = async {
        crate::accounts::user::credentials::request_email_change(&backend, &user.await?, &form).await
    };
    super::answer(response, outcome.await)
}

/// Another address does not wait any more (SPEC U1).
///
/// # Errors
/// Where nobody is signed in.
#[server(name = CancelEmailChange, prefix = "/fn", endpoint = "cancel-email-change")]
pub async fn cancel_email_change() -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome =
        async { crate::accounts::user::credentials::cancel_email_change(&backend, &user.await?).await };
    super::answer(response, outcome.await)
}

/// Makes the address that waited the user's own (SPEC U1).
///
/// # Errors
/// A link that does not work any more.
#[server(name = ConfirmEmail, prefix = "/fn", endpoint = "confirm-email")]
pub async fn confirm_email(token: String) -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    super::answer(response, crate::accounts::user::credentials::confirm_email_change(&backend, &token).await)
}

/// Changes the profile (SPEC U1).
///
/// # Errors
/// The fields that cannot be taken.
#[server(name = UpdateProfile, prefix = "/fn", endpoint = "update-profile")]
pub async fn update_profile(form: ProfileForm) -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome =
        async { crate::accounts::user::service::update_profile(&backend, &user.await?, &form).await };
    super::answer(response, outcome.await)
}

/// A part of the user's sessions (SPEC U2); `after` is the `next` of the part before.
///
/// # Errors
/// Where nobody is signed in; "Page not found".
#[server(name = ListSessions, prefix = "/fn", endpoint = "sessions", input = GetUrl)]
pub async fn list_sessions(#[server(default)] after: Option<String>) -> Result<SessionList, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome =
        async { crate::accounts::session::service::list(&backend, &user.await?, after.as_deref()).await };
    super::answer(response, outcome.await)
}

/// Ends one of the user's sessions (SPEC U2).
///
/// # Errors
/// "Session not found", also when it is somebody else's.
#[server(name = EndSession, prefix = "/fn", endpoint = "end-session")]
pub async fn end_session(id: Uuid) -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome = async { crate::accounts::session::service::end(&backend, &user.await?, id).await };
    super::answer(response, outcome.await)
}

/// Deletes the account (SPEC U1).
///
/// # Errors
/// A wrong password.
#[server(name = DeleteAccount, prefix = "/fn", endpoint = "delete-account")]
pub async fn delete_account(form: DeleteAccountForm) -> Result<(), AppError> {
    let response = use_context();
    let (backend, session) = (super::backend()?, crate::extract::session()?);
    let user = crate::extract::user();
    let outcome = async {
        crate::accounts::user::service::delete_account(&backend, &user.await?, &session, &form).await
    };
    super::answer(response, outcome.await.map(|_| ()))
}

/// What a page shows of the signed-in user; nothing where nobody is.
///
/// # Errors
/// When the database does not answer.
#[server(name = GetMe, prefix = "/fn", endpoint = "me", input = GetUrl)]
pub async fn get_me() -> Result<Option<Me>, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let visitor = crate::extract::visitor();
    let outcome = async {
        match visitor.await?.user() {
            Some(user) => crate::accounts::user::service::me(&backend, user).await.map(Some),
            None => Ok(None),
        }
    };
    super::answer(response, outcome.await)
}

/// The size of the largest picture that may be uploaded, in megabytes (SPEC J5).
///
/// # Errors
/// When the shop cannot be reached.
#[allow(clippy::unused_async, reason = "server functions are asynchronous")]
#[server(name = UploadLimit, prefix = "/fn", endpoint = "upload-limit", input = GetUrl)]
pub async fn upload_limit() -> Result<u32, AppError> {
    Ok(super::backend()?.settings.vitrine.upload_megabytes)
}
