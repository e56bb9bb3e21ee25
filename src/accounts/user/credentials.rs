//! Use cases that change how one gets in: confirming an address, resetting and changing the password,
//! changing the address (SPEC U1).
//!
//! Each of them locks the user first and then looks at the link again, so that two of them at once neither
//! wait for each other in a ring nor both succeed.

use tower_sessions::Session;

use super::{SIGN_IN, WORDS, about, confirm_password, lock, lock_unchanged, renew, store};
use crate::accounts::caller::User;
use crate::accounts::input::{ChangeEmailForm, ChangePasswordForm, ForgotForm, ResetForm};
use crate::accounts::jobs::{self, Mail};
use crate::accounts::known_device::service as known_devices;
use crate::accounts::link::Purpose;
use crate::accounts::link::service as links;
use crate::accounts::model::UserId;
use crate::accounts::password::{Hasher, refuse_weak};
use crate::accounts::session::Client;
use crate::accounts::session::service as sessions;
use crate::accounts::throttle::{
    RESET_BY_ACCOUNT, RESET_BY_ADDRESS, VERIFY_BY_ACCOUNT, account_key, address_key, service as throttle,
};
use crate::error::{AppError, explain};
use crate::infra::Backend;

const RESET: &str = "reset";

/// Confirms the address of an account with a mailed link; the password lets in from then on. Nobody is signed in by
/// the link: whoever opened the account may be somebody else than the reader of the mail. Answers the address, which the
/// mail was sent to.
///
/// # Errors
/// A link that was used or is too old; an address that is confirmed already.
pub async fn verify_email(backend: &Backend, token: &str) -> Result<String, AppError> {
    let holder = links::look(&backend.pool, Purpose::Verify, token).await?;
    let mut transaction = backend.pool.begin().await?;
    let account = lock(&mut transaction, holder.user_id).await?;
    links::take(&mut transaction, Purpose::Verify, token).await?;
    links::withdraw(&mut transaction, Purpose::Verify, holder.user_id).await?;
    store::set_verified(&mut transaction, account.id).await?;
    transaction.commit().await?;
    // The right password was counted like a wrong one before.
    throttle::clear(&backend.pool, &account_key(SIGN_IN, &account.email)).await?;
    Ok(account.email)
}

/// Mails a link to reset the password (SPEC U1). Whether the address has an account is looked at by the job alone: the
/// answer and the work for it are the same.
///
/// # Errors
/// What is no address; too many requests for the account or from the address.
pub async fn request_reset(backend: &Backend, client: &Client, form: &ForgotForm) -> Result<(), AppError> {
    let email = form.check()?;
    throttle::hit(&backend.pool, &address_key(RESET, client), RESET_BY_ADDRESS).await?;
    throttle::hit(&backend.pool, &account_key(RESET, &email), RESET_BY_ACCOUNT).await?;
    let mut transaction = backend.pool.begin().await?;
    jobs::enqueue(&mut transaction, Mail::Reset { email }).await?;
    transaction.commit().await?;
    Ok(())
}

/// The address of the account that a mailed link resets, for password managers; nothing where it does not work.
///
/// # Errors
/// When the database does not answer.
pub async fn reset_holder(backend: &Backend, token: &str) -> Result<Option<String>, AppError> {
    match links::look(&backend.pool, Purpose::Reset, token).await {
        Ok(holder) => Ok(Some(holder.email)),
        Err(AppError::Validation(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Sets a new password with a mailed link, and takes the address as confirmed, since the mail was read there. The device
/// is known from then on: somebody who is shut out by a stranger's tries gets in.
///
/// # Errors
/// A link that was used or is too old; a password that cannot be taken.
pub async fn reset(backend: &Backend, client: &Client, form: &ResetForm) -> Result<(), AppError> {
    let password = form.check()?;
    let holder = links::look(&backend.pool, Purpose::Reset, &form.token).await?;
    let account = store::account(&backend.pool, holder.user_id.0).await?.ok_or(AppError::Unauthorized)?;
    refuse_weak("password", &password, &about(backend, &account))?;
    let hash = Hasher::new(&backend.settings)?.hash(&password).await?;
    let mut transaction = backend.pool.begin().await?;
    lock(&mut transaction, holder.user_id).await?;
    links::take(&mut transaction, Purpose::Reset, &form.token).await?;
    renew(&mut transaction, holder.user_id, &hash).await?;
    store::set_verified(&mut transaction, account.id).await?;
    let secret = known_devices::remember(&mut transaction, client.badge(), holder.user_id).await?;
    transaction.commit().await?;
    client.badge().give(secret);
    // A device that others are known at keeps its secret, and with it the tries of before.
    for is_known in [false, true] {
        let key = client.badge().throttle_key(SIGN_IN, &account.email, is_known);
        throttle::clear(&backend.pool, &key).await?;
    }
    Ok(())
}

/// Changes one's password: every other session ends, and this one goes on under a new id (SPEC U1).
///
/// # Errors
/// A wrong present password, too many of them; a new one that cannot be taken.
pub async fn change_password(
    backend: &Backend,
    session: &Session,
    client: &Client,
    user: &User,
    form: &ChangePasswordForm,
) -> Result<(), AppError> {
    let typed = form.check()?;
    let account = confirm_password(backend, user, "current", &typed.current).await?;
    refuse_weak("password", &typed.password, &about(backend, &account))?;
    let hash = Hasher::new(&backend.settings)?.hash(&typed.password).await?;
    let mut transaction = backend.pool.begin().await?;
    lock_unchanged(&mut transaction, &account).await?;
    let epoch = renew(&mut transaction, user.id(), &hash).await?;
    let secret = known_devices::remember(&mut transaction, client.badge(), user.id()).await?;
    transaction.commit().await?;
    client.badge().give(secret);
    sessions::begin(session, client, user.id(), epoch).await
}

/// Keeps a new address until the link that is mailed there confirms it (SPEC U1); the present address is told.
/// Where the new address has an account, its owner is told, and the answer is the same.
///
/// # Errors
/// What is no address; a wrong password; too many tries or mails.
pub async fn request_email_change(
    backend: &Backend,
    user: &User,
    form: &ChangeEmailForm,
) -> Result<(), AppError> {
    let typed = form.check()?;
    let account = confirm_password(backend, user, "password", &typed.password).await?;
    if typed.email == account.email {
        return Err(AppError::field("email", "This is your address already"));
    }
    let key = format!("email:user:{}", account.id);
    throttle::hit(&backend.pool, &key, VERIFY_BY_ACCOUNT).await?;
    let mut transaction = backend.pool.begin().await?;
    lock_unchanged(&mut transaction, &account).await?;
    links::withdraw(&mut transaction, Purpose::Email, user.id()).await?;
    let seconds = Purpose::Email.seconds();
    store::set_pending_email(&mut transaction, account.id, &typed.email, seconds).await?;
    let mail = match store::owner(&mut transaction, &typed.email).await? {
        Some(owner) => Mail::AlreadyRegistered { user_id: UserId(owner.id) },
        None => Mail::ConfirmEmail { user_id: user.id(), email: typed.email },
    };
    jobs::enqueue(&mut transaction, mail).await?;
    jobs::enqueue(&mut transaction, Mail::EmailChangeAsked { user_id: user.id() }).await?;
    transaction.commit().await?;
    Ok(())
}

/// Another address does not wait any more; the link that was mailed there is void (SPEC U1).
///
/// # Errors
/// When the database does not answer.
pub async fn cancel_email_change(backend: &Backend, user: &User) -> Result<(), AppError> {
    let mut transaction = backend.pool.begin().await?;
    lock(&mut transaction, user.id()).await?;
    links::withdraw(&mut transaction, Purpose::Email, user.id()).await?;
    store::drop_pending_email(&mut transaction, user.id().0).await?;
    transaction.commit().await?;
    Ok(())
}

/// Makes the address that waited the user's own, with the link that was mailed there; the address of before is told.
///
/// # Errors
/// A link that was used or is too old; an address that has got an account meanwhile.
pub async fn confirm_email_change(backend: &Backend, token: &str) -> Result<(), AppError> {
    let holder = links::look(&backend.pool, Purpose::Email, token).await?;
    let mut transaction = backend.pool.begin().await?;
    let account = lock(&mut transaction, holder.user_id).await?;
    links::take(&mut transaction, Purpose::Email, token).await?;
    store::set_email(&mut transaction, account.id, &holder.email).await.map_err(explain(WORDS))?;
    for purpose in [Purpose::Email, Purpose::Reset, Purpose::Verify] {
        links::withdraw(&mut transaction, purpose, holder.user_id).await?;
    }
    let mail = Mail::EmailChanged { user_id: holder.user_id, email: account.email };
    jobs::enqueue(&mut transaction, mail).await?;
    transaction.commit().await?;
    Ok(())
}
