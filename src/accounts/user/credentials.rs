//! Use cases that change how one gets in: confirming an address, resetting and changing the password,
//! changing the address (SPEC U1).
//!
//! Each of them locks the user first and then looks at the link again, so that two of them at once neither
//! wait for each other in a ring nor both succeed.

use tower_sessions::Session;

use super::service::SIGN_IN;
use super::store::AccountRow;
use super::{WORDS, confirm_password, store};
use crate::accounts::caller::User;
use crate::accounts::input::{ChangeEmailForm, ChangePasswordForm, ForgotForm, ResetForm};
use crate::accounts::jobs::{self, Mail};
use crate::accounts::link::Purpose;
use crate::accounts::link::service as links;
use crate::accounts::model::UserId;
use crate::accounts::password::{Hasher, refuse_weak};
use crate::accounts::session::Client;
use crate::accounts::session::service::{self as sessions, Epoch};
use crate::accounts::throttle::{
    RESET_BY_ACCOUNT, RESET_BY_ADDRESS, VERIFY_BY_ACCOUNT, account_key, address_key, service as throttle,
};
use crate::error::{AppError, explain};
use crate::infra::Backend;

const RESET: &str = "reset";

/// Confirms the address of an account with a mailed link, and signs its user in where nobody is signed in.
///
/// # Errors
/// A link that was used or is too old.
pub async fn verify_email(
    backend: &Backend,
    session: &Session,
    client: &Client,
    token: &str,
) -> Result<(), AppError> {
    let holder = links::look(&backend.pool, Purpose::Verify, token).await?;
    let signs_in = sessions::authenticate(backend, session).await?.user().is_none();
    let mut transaction = backend.pool.begin().await?;
    let account = lock(&mut transaction, holder.user_id).await?;
    links::take(&mut transaction, Purpose::Verify, token).await?;
    links::withdraw(&mut transaction, Purpose::Verify, holder.user_id).await?;
    store::set_verified(&mut transaction, account.id, signs_in).await?;
    transaction.commit().await?;
    if signs_in {
        sessions::begin(session, client, holder.user_id, Epoch(account.sign_in_epoch)).await?;
    }
    Ok(())
}

/// Mails the link that confirms the address once more.
///
/// # Errors
/// When the address is confirmed already; too many mails.
pub async fn resend_verification(backend: &Backend, user: &User) -> Result<(), AppError> {
    let account = store::account(&backend.pool, user.id().0).await?.ok_or(AppError::Unauthorized)?;
    if account.is_verified {
        return Err(AppError::Conflict("This address is confirmed already".to_owned()));
    }
    throttle::hit(&backend.pool, &account_key("verify", &account.email), VERIFY_BY_ACCOUNT).await?;
    let mut transaction = backend.pool.begin().await?;
    jobs::enqueue(&mut transaction, Mail::Verify { user_id: user.id() }).await?;
    transaction.commit().await?;
    Ok(())
}

/// Mails a link to reset the password (SPEC U1). For an address without an account the answer is the same.
///
/// # Errors
/// What is no address; too many requests for the account or from the address.
pub async fn request_reset(backend: &Backend, client: &Client, form: &ForgotForm) -> Result<(), AppError> {
    let email = form.check()?;
    throttle::hit(&backend.pool, &address_key(RESET, client), RESET_BY_ADDRESS).await?;
    throttle::hit(&backend.pool, &account_key(RESET, &email), RESET_BY_ACCOUNT).await?;
    let mut transaction = backend.pool.begin().await?;
    if let Some(id) = store::id_by_email(&mut transaction, &email).await? {
        jobs::enqueue(&mut transaction, Mail::Reset { user_id: UserId(id) }).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// Sets a new password with a mailed link, ends every session, drops another address that waits, and takes the
/// address as confirmed, since the mail was read there.
///
/// # Errors
/// A link that was used or is too old; a password that cannot be taken.
pub async fn reset(backend: &Backend, form: &ResetForm) -> Result<(), AppError> {
    let password = form.check()?;
    let holder = links::look(&backend.pool, Purpose::Reset, &form.token).await?;
    let account = store::account(&backend.pool, holder.user_id.0).await?.ok_or(AppError::Unauthorized)?;
    refuse_weak("password", &password, &about(backend, &account))?;
    let hash = Hasher::new(&backend.settings)?.hash(&password).await?;
    let mut transaction = backend.pool.begin().await?;
    lock(&mut transaction, holder.user_id).await?;
    links::take(&mut transaction, Purpose::Reset, &form.token).await?;
    links::withdraw(&mut transaction, Purpose::Reset, holder.user_id).await?;
    drop_email_change(&mut transaction, holder.user_id).await?;
    store::set_password(&mut transaction, account.id, &hash).await?;
    store::set_verified(&mut transaction, account.id, false).await?;
    sessions::end_all(&mut transaction, holder.user_id).await?;
    jobs::enqueue(&mut transaction, Mail::PasswordChanged { user_id: holder.user_id }).await?;
    transaction.commit().await?;
    throttle::clear(&backend.pool, &account_key(SIGN_IN, &account.email)).await
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
    let present = lock(&mut transaction, user.id()).await?;
    if present.password_hash != account.password_hash {
        return Err(AppError::Conflict("The password was changed at the same moment: try again".to_owned()));
    }
    store::set_password(&mut transaction, account.id, &hash).await?;
    links::withdraw(&mut transaction, Purpose::Reset, user.id()).await?;
    drop_email_change(&mut transaction, user.id()).await?;
    let epoch = sessions::end_all(&mut transaction, user.id()).await?;
    jobs::enqueue(&mut transaction, Mail::PasswordChanged { user_id: user.id() }).await?;
    transaction.commit().await?;
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
    lock(&mut transaction, user.id()).await?;
    links::withdraw(&mut transaction, Purpose::Email, user.id()).await?;
    store::set_pending_email(&mut transaction, account.id, Some(&typed.email)).await?;
    let mail = match store::id_by_email(&mut transaction, &typed.email).await? {
        Some(owner) => Mail::AlreadyRegistered { user_id: UserId(owner) },
        None => Mail::ConfirmEmail { user_id: user.id(), email: typed.email },
    };
    jobs::enqueue(&mut transaction, mail).await?;
    jobs::enqueue(&mut transaction, Mail::EmailChangeAsked { user_id: user.id() }).await?;
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

/// Who chooses a new password may do so because somebody else knew the old one and asked for another address.
async fn drop_email_change(connection: &mut sqlx::PgConnection, id: UserId) -> Result<(), AppError> {
    links::withdraw(connection, Purpose::Email, id).await?;
    Ok(store::set_pending_email(connection, id.0, None).await?)
}

async fn lock(connection: &mut sqlx::PgConnection, id: UserId) -> Result<AccountRow, AppError> {
    store::lock(connection, id.0).await?.ok_or(AppError::Unauthorized)
}

/// What a new password must not be alike to: what the account says, and the shop's name.
fn about<'a>(backend: &'a Backend, account: &'a AccountRow) -> [&'a str; 5] {
    let [email, username, first_name, last_name] = account.about();
    [email, username, first_name, last_name, &backend.settings.vitrine.shop_name]
}
