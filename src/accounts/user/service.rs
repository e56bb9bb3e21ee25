//! Use cases of accounts: registering, signing in, the profile, deletion; and what an operator does.

use chrono::NaiveDate;
use tower_sessions::Session;

use super::store::{self, CredentialsRow, NewUser};
use super::{WORDS, confirm_password};
use crate::accounts::caller::User;
use crate::accounts::input::{
    BirthDate, DeleteAccountForm, ProfileForm, Register, RegisterForm, Secret, SignInForm, WRONG_CREDENTIALS,
    check_email,
};
use crate::accounts::jobs::{self, Mail};
use crate::accounts::model::{Me, UserId, full_name};
use crate::accounts::password::{Hasher, refuse_weak};
use crate::accounts::session::Client;
use crate::accounts::session::service::{self as sessions, Epoch};
use crate::accounts::throttle::{
    REGISTER_BY_ACCOUNT, REGISTER_BY_ADDRESS, SIGN_IN_BY_ACCOUNT, SIGN_IN_BY_ADDRESS, account_key,
    address_key, service as throttle,
};
use crate::error::{AppError, explain};
use crate::infra::{Backend, clock};

/// What throttles of signing in are counted under.
pub(super) const SIGN_IN: &str = "sign-in";
const REGISTER: &str = "register";

/// Makes an account and mails a link that confirms its address (SPEC U1). An address that has an account
/// gets the same answer, and its owner a mail: nobody learns who has an account.
///
/// # Errors
/// The fields that cannot be taken; too many registrations.
pub async fn register(backend: &Backend, client: &Client, form: &RegisterForm) -> Result<(), AppError> {
    let checked = check_new(backend, form)?;
    throttle::hit(&backend.pool, &address_key(REGISTER, client), REGISTER_BY_ADDRESS).await?;
    // Names are public; they are looked at first, so that the answer does not depend on the address.
    if store::is_username_taken(&backend.pool, &checked.username).await? {
        return Err(AppError::field("username", "This name is taken"));
    }
    let hash = Hasher::new(&backend.settings)?.hash(&checked.password).await?;
    let key = account_key(REGISTER, &checked.email);
    let may_mail = throttle::hit(&backend.pool, &key, REGISTER_BY_ACCOUNT).await.is_ok();
    let mut transaction = backend.pool.begin().await?;
    let user = new_user(&checked, &hash, false);
    let mail = match store::insert(&mut transaction, &user).await.map_err(explain(WORDS))? {
        Some(id) => Some(Mail::Verify { user_id: UserId(id) }),
        None => store::id_by_email(&mut transaction, &checked.email)
            .await?
            .filter(|_| may_mail)
            .map(|id| Mail::AlreadyRegistered { user_id: UserId(id) }),
    };
    if let Some(mail) = mail {
        jobs::enqueue(&mut transaction, mail).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// Signs a user in, under a new session id (SPEC U1 to U4). For an address without an account it does the
/// same work and says the same words as for a wrong password.
///
/// # Errors
/// [`WRONG_CREDENTIALS`]; too many tries, for this account or from this address.
pub async fn sign_in(
    backend: &Backend,
    session: &Session,
    client: &Client,
    form: &SignInForm,
) -> Result<UserId, AppError> {
    let typed = form.check()?;
    let (by_address, by_account) = (address_key(SIGN_IN, client), account_key(SIGN_IN, &typed.email));
    throttle::hit(&backend.pool, &by_address, SIGN_IN_BY_ADDRESS).await?;
    throttle::hit(&backend.pool, &by_account, SIGN_IN_BY_ACCOUNT).await?;

    let hasher = Hasher::new(&backend.settings)?;
    let found = store::credentials(&backend.pool, &typed.email).await?.filter(|found| found.is_active);
    let hash = found.as_ref().map_or_else(|| hasher.dummy(), |found| found.password_hash.clone());
    let is_right = hasher.verify(&typed.password, &hash).await?;
    let wrong = || AppError::field("__all__", WRONG_CREDENTIALS);
    let Some(CredentialsRow { id, sign_in_epoch, .. }) = found.filter(|_| is_right) else {
        return Err(wrong());
    };

    let new_hash = if hasher.needs_rehash(&hash) { Some(hasher.hash(&typed.password).await?) } else { None };
    if !store::signed_in(&backend.pool, id, &hash, new_hash.as_deref()).await? {
        return Err(wrong());
    }
    throttle::clear(&backend.pool, &by_account).await?;
    throttle::give_back(&backend.pool, &by_address).await?;
    sessions::begin(session, client, UserId(id), Epoch(sign_in_epoch)).await?;
    Ok(UserId(id))
}

/// What a page shows of the user.
///
/// # Errors
/// [`AppError::Unauthorized`] when the account has just gone.
pub async fn me(backend: &Backend, user: &User) -> Result<Me, AppError> {
    let row = store::me(&backend.pool, user.id().0).await?.ok_or(AppError::Unauthorized)?;
    Ok(Me {
        id: UserId(row.id),
        full_name: full_name(&row.first_name, &row.last_name, &row.username),
        email: row.email,
        email_verified: row.is_verified,
        pending_email: row.pending_email,
        username: row.username,
        first_name: row.first_name,
        last_name: row.last_name,
        avatar: row.avatar,
        bio: row.bio,
        phone: row.phone,
        address: row.address,
        birth_date: row.birth_date,
        is_staff: row.is_staff,
    })
}

/// Changes one's profile (SPEC U1, D1, D2).
///
/// # Errors
/// The fields that cannot be taken.
pub async fn update_profile(backend: &Backend, user: &User, form: &ProfileForm) -> Result<(), AppError> {
    let checked = form.check()?;
    let birth_date = checked.birth_date.map(day).transpose()?;
    let mut transaction = backend.pool.begin().await?;
    store::update_profile(&mut transaction, user.id().0, &checked, birth_date)
        .await
        .map_err(explain(WORDS))?;
    transaction.commit().await?;
    Ok(())
}

/// A day as PostgreSQL has it, not in the future.
fn day(date: BirthDate) -> Result<NaiveDate, AppError> {
    let wrong = |message: &str| AppError::field("birth_date", message);
    let date = NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        .ok_or_else(|| wrong("Enter a date such as 1990-12-31"))?;
    // Where it is already tomorrow, somebody may be born today.
    let latest = clock::now().date_naive().succ_opt().unwrap_or(NaiveDate::MAX);
    if date > latest { Err(wrong("This day has not come yet")) } else { Ok(date) }
}

/// Sets one's picture, by the stem of its stored files; answers the stem of the one before, whose files can
/// go.
///
/// # Errors
/// When the database refuses.
pub async fn set_avatar(backend: &Backend, user: &User, stem: &str) -> Result<Option<String>, AppError> {
    store::set_avatar(&backend.pool, user.id().0, Some(stem)).await?.ok_or(AppError::Unauthorized)
}

/// Removes one's picture; answers its stem, whose files can go.
///
/// # Errors
/// When the database does not answer.
pub async fn remove_avatar(backend: &Backend, user: &User) -> Result<Option<String>, AppError> {
    store::set_avatar(&backend.pool, user.id().0, None).await?.ok_or(AppError::Unauthorized)
}

/// Deletes one's account (SPEC U1): profile, sessions and links go with it; reviews, products and the ledger
/// stay without the name. Answers the stem of the picture, whose files can go.
///
/// # Errors
/// A wrong password; too many of them; a user without whom nobody could administer the shop.
pub async fn delete_account(
    backend: &Backend,
    user: &User,
    session: &Session,
    form: &DeleteAccountForm,
) -> Result<Option<String>, AppError> {
    confirm_password(backend, user, "password", &form.check()?).await?;
    let mut transaction = backend.pool.begin().await?;
    if user.is_superuser() && store::is_last_superuser(&mut transaction, user.id().0).await? {
        return Err(AppError::Conflict(
            "You are the only one who may do everything here: make somebody else an administrator first"
                .to_owned(),
        ));
    }
    let avatar = store::delete(&mut transaction, user.id().0).await?;
    transaction.commit().await?;
    sessions::sign_out(session).await?;
    if let Some(stem) = &avatar {
        super::avatar::forget(backend, stem).await;
    }
    Ok(avatar)
}

/// Makes a user who may do everything; for the operator (SPEC C3).
///
/// # Errors
/// The fields that cannot be taken; an address that has an account.
pub async fn create_superuser(backend: &Backend, form: &RegisterForm) -> Result<UserId, AppError> {
    create(backend, form, true).await
}

/// Makes a user without a mail, for tests.
///
/// # Errors
/// As [`create_superuser`].
pub(in crate::accounts) async fn create_user(
    backend: &Backend,
    form: &RegisterForm,
) -> Result<UserId, AppError> {
    create(backend, form, false).await
}

async fn create(backend: &Backend, form: &RegisterForm, is_superuser: bool) -> Result<UserId, AppError> {
    let checked = check_new(backend, form)?;
    let hash = Hasher::new(&backend.settings)?.hash(&checked.password).await?;
    let mut connection = backend.pool.acquire().await?;
    let id = store::insert(&mut connection, &new_user(&checked, &hash, is_superuser))
        .await
        .map_err(explain(WORDS))?;
    id.map(UserId).ok_or_else(|| AppError::field("email", "This address has an account already"))
}

/// Sets somebody's password, and ends their sessions; for the operator (SPEC C3).
///
/// # Errors
/// "User not found"; a password that cannot be taken.
pub async fn set_password(backend: &Backend, email: &str, password: &str) -> Result<(), AppError> {
    let email = check_email(email).map_err(|message| AppError::field("email", message))?;
    let password = Secret::new(password);
    let mut transaction = backend.pool.begin().await?;
    let not_found = || AppError::NotFound("User".to_owned());
    let id = store::id_by_email(&mut transaction, &email).await?.ok_or_else(not_found)?;
    let account = store::lock(&mut transaction, id).await?.ok_or_else(not_found)?;
    refuse_weak("password", &password, &account.about())?;
    let hash = Hasher::new(&backend.settings)?.hash(&password).await?;
    store::set_password(&mut transaction, id, &hash).await?;
    sessions::end_all(&mut transaction, UserId(id)).await?;
    transaction.commit().await?;
    throttle::clear(&backend.pool, &account_key(SIGN_IN, &account.email)).await
}

/// The form by all rules that do not need the database: the shop's own name is no password either.
fn check_new(backend: &Backend, form: &RegisterForm) -> Result<Register, AppError> {
    let checked = form.check()?;
    let about = [&checked.email, &checked.username, &backend.settings.vitrine.shop_name];
    refuse_weak("password", &checked.password, &about.map(String::as_str))?;
    Ok(checked)
}

fn new_user<'a>(checked: &'a Register, password_hash: &'a str, is_superuser: bool) -> NewUser<'a> {
    NewUser {
        email: &checked.email,
        username: &checked.username,
        password_hash,
        is_superuser,
        is_verified: is_superuser,
    }
}
