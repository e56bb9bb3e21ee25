//! Use cases of accounts: registering, signing in, the profile, deletion; and what an operator does.

use chrono::NaiveDate;
use sqlx::PgConnection;
use tower_sessions::Session;

use super::leaving::leave;
use super::store::{self, NewUser, OwnerRow};
use super::{SIGN_IN, WORDS, about, confirm_password, lock, lock_unchanged, name_taken, renew};
use crate::accounts::caller::User;
use crate::accounts::input::{
    BirthDate, DeleteAccountForm, Profile, ProfileForm, Register, RegisterForm, Secret, SignInForm,
    WRONG_CREDENTIALS, check_email,
};
use crate::accounts::jobs::{self, Mail};
use crate::accounts::known_device::{Badge, service as known_devices};
use crate::accounts::model::{Me, UserId, full_name};
use crate::accounts::password::{Hasher, refuse_weak};
use crate::accounts::session::Client;
use crate::accounts::session::service::{self as sessions, Epoch};
use crate::accounts::throttle::{
    REGISTER_BY_ACCOUNT, REGISTER_BY_ADDRESS, SIGN_IN_BY_ACCOUNT, SIGN_IN_BY_ADDRESS, VERIFY_BY_ACCOUNT,
    account_key, address_key, service as throttle,
};
use crate::error::{AppError, explain};
use crate::infra::{Backend, audit, clock};

const REGISTER: &str = "register";
const VERIFY: &str = "verify";
/// An account whose address nobody confirms stays so many days, and so does a name that is held in the place of one.
const UNCONFIRMED_DAYS: i32 = 7;

/// Makes an account and mails a link that confirms its address (SPEC U1); nobody signs in before that. An address
/// that has an account gets the same answer, its owner a mail, and the name is taken from then on as well: nobody
/// learns who has an account. What was typed first for an address that is not confirmed yet stays.
///
/// # Errors
/// The fields that cannot be taken; too many registrations.
pub async fn register(backend: &Backend, client: &Client, form: &RegisterForm) -> Result<(), AppError> {
    let checked = check_new(backend, form)?;
    throttle::hit(&backend.pool, &address_key(REGISTER, client), REGISTER_BY_ADDRESS).await?;
    let hash = Hasher::new(&backend.settings)?.hash(&checked.password).await?;
    let key = account_key(REGISTER, &checked.email);
    let may_mail = throttle::hit(&backend.pool, &key, REGISTER_BY_ACCOUNT).await.is_ok();
    let mut transaction = backend.pool.begin().await?;
    // Names are public; they are looked at first, so that the answer does not depend on the address.
    if store::is_username_taken(&mut transaction, &checked.username, None).await? {
        return Err(name_taken());
    }
    let user = new_user(&checked, &hash, Rank::Newcomer);
    let mail = if let Some(id) = store::insert(&mut transaction, &user).await.map_err(explain(WORDS))? {
        Some(Mail::Verify { user_id: UserId(id) })
    } else {
        store::hold_username(&mut transaction, &checked.username).await?;
        store::owner(&mut transaction, &checked.email).await?.filter(|_| may_mail).map(mail_to_owner)
    };
    if let Some(mail) = mail {
        jobs::enqueue(&mut transaction, mail).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// What the owner of an address gets with which somebody wanted to register.
const fn mail_to_owner(OwnerRow { id, is_verified }: OwnerRow) -> Mail {
    let user_id = UserId(id);
    if is_verified { Mail::AlreadyRegistered { user_id } } else { Mail::Verify { user_id } }
}

/// Signs a user in, under a new session id (SPEC U1 to U4).
///
/// # Errors
/// [`WRONG_CREDENTIALS`]; too many tries, for this account or from this address.
pub async fn sign_in(
    backend: &Backend,
    session: &Session,
    client: &Client,
    form: &SignInForm,
) -> Result<UserId, AppError> {
    let right = compare(backend, client, form).await?;
    right.finish(backend, Some(client.badge())).await?;
    sessions::begin(session, client, right.id, right.epoch).await?;
    Ok(right.id)
}

/// Whose address and password these are (SPEC U1 to U4), and the epoch that what is begun now counts under.
///
/// # Errors
/// [`WRONG_CREDENTIALS`]; too many tries, for this account or from this address.
pub(in crate::accounts) async fn check_credentials(
    backend: &Backend,
    client: &Client,
    form: &SignInForm,
) -> Result<(UserId, Epoch), AppError> {
    let right = compare(backend, client, form).await?;
    right.finish(backend, None).await?;
    Ok((right.id, right.epoch))
}

/// Somebody who typed the right password, and what was counted before it was looked at.
struct Right {
    id: UserId,
    epoch: Epoch,
    /// The hash that the password was compared with.
    hash: String,
    /// One with the present parameters, where that has others.
    new_hash: Option<String>,
    by_address: String,
    by_account: String,
}

impl Right {
    /// Writes down that the user signed in, unless the password was changed meanwhile, and with a badge that the device
    /// is known. The try does not count any more, nor do the wrong ones for the account before it.
    async fn finish(&self, backend: &Backend, badge: Option<&Badge>) -> Result<(), AppError> {
        let mut transaction = backend.pool.begin().await?;
        let new_hash = self.new_hash.as_deref();
        if !store::signed_in(&mut transaction, self.id.0, &self.hash, new_hash).await? {
            return Err(wrong_credentials());
        }
        let mut secret = None;
        if let Some(badge) = badge {
            secret = Some(known_devices::remember(&mut transaction, badge, self.id).await?);
        }
        throttle::settle(&mut transaction, &self.by_address, &self.by_account).await?;
        transaction.commit().await?;
        if let Some((badge, secret)) = badge.zip(secret) {
            badge.give(secret);
        }
        Ok(())
    }
}

fn wrong_credentials() -> AppError {
    AppError::field("__all__", WRONG_CREDENTIALS)
}

/// Counts a try and compares the password. For an address without an account, or one that is not confirmed, it does
/// the same work and says the same words as for a wrong password. What is read before the try is counted may be of a
/// moment ago: whoever writes it down looks at it again.
async fn compare(backend: &Backend, client: &Client, form: &SignInForm) -> Result<Right, AppError> {
    let typed = form.check()?;
    let device = known_devices::shown_hash(client.badge());
    let device = device.as_ref().map(<[u8; 32]>::as_slice);
    let found = store::credentials(&backend.pool, &typed.email, device).await?;
    let is_known = found.as_ref().is_some_and(|found| found.is_device_known);
    let by_account = client.badge().throttle_key(SIGN_IN, &typed.email, is_known);
    let by_address = address_key(SIGN_IN, client);
    let (address, account) =
        ((by_address.as_str(), SIGN_IN_BY_ADDRESS), (by_account.as_str(), SIGN_IN_BY_ACCOUNT));
    throttle::hit_both(&backend.pool, address, account).await?;

    let hasher = Hasher::new(&backend.settings)?;
    let found = found.filter(|found| found.is_active);
    let hash = found.as_ref().map_or_else(|| hasher.dummy(), |found| found.password_hash.clone());
    let is_right = hasher.verify(&typed.password, &hash).await?;
    let Some(found) = found.filter(|_| is_right) else { return Err(wrong_credentials()) };
    if !found.is_verified {
        mail_link_again(backend, UserId(found.id), &typed.email);
        return Err(wrong_credentials());
    }

    let new_hash = if hasher.needs_rehash(&hash) { Some(hasher.hash(&typed.password).await?) } else { None };
    let (id, epoch) = (UserId(found.id), Epoch(found.sign_in_epoch));
    Ok(Right { id, epoch, hash, new_hash, by_address, by_account })
}

/// Mails the link that confirms an address once more, to somebody who knows the password. It is done beside the answer,
/// whose time says nothing of it; what would be too many mails is left out without a word.
fn mail_link_again(backend: &Backend, user_id: UserId, email: &str) {
    let (backend, key) = (backend.clone(), account_key(VERIFY, email));
    tokio::spawn(async move {
        let mailed = async {
            throttle::hit(&backend.pool, &key, VERIFY_BY_ACCOUNT).await?;
            let mut transaction = backend.pool.begin().await?;
            jobs::enqueue(&mut transaction, Mail::Verify { user_id }).await?;
            transaction.commit().await?;
            Ok::<(), AppError>(())
        };
        match mailed.await {
            Ok(()) | Err(AppError::Throttled { .. }) => {}
            Err(error) => {
                tracing::warn!(%error, "the link that confirms an address was not mailed once more");
            }
        }
    });
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
    let (profile, birth_date) = check_profile(form)?;
    let mut transaction = backend.pool.begin().await?;
    lock(&mut transaction, user.id()).await?;
    write_profile(&mut transaction, user, &profile, birth_date).await?;
    transaction.commit().await?;
    Ok(())
}

/// A profile that keeps every rule that can be checked without the database, and its day of birth.
pub(super) fn check_profile(form: &ProfileForm) -> Result<(Profile, Option<NaiveDate>), AppError> {
    let checked = form.check()?;
    let birth_date = checked.birth_date.map(day).transpose()?;
    Ok((checked, birth_date))
}

/// Writes one's profile. The caller has locked the user: whoever writes it locks the row first and then the name, so
/// that no two wait for each other.
pub(super) async fn write_profile(
    connection: &mut PgConnection,
    user: &User,
    profile: &Profile,
    birth_date: Option<NaiveDate>,
) -> Result<(), AppError> {
    if store::is_username_taken(connection, &profile.username, Some(user.id().0)).await? {
        return Err(name_taken());
    }
    store::update_profile(connection, user.id().0, profile, birth_date).await.map_err(explain(WORDS))
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
/// stay without the name, and so does the audit trail, which forgets what staff changed of it. The row of somebody who
/// made much goes later, with the name in what they made. Answers the stem of the picture, whose files can go.
///
/// # Errors
/// A wrong password; too many of them; a user without whom nobody could administer the shop.
pub async fn delete_account(
    backend: &Backend,
    user: &User,
    session: &Session,
    form: &DeleteAccountForm,
) -> Result<Option<String>, AppError> {
    let account = confirm_password(backend, user, "password", &form.check()?).await?;
    let mut transaction = backend.pool.begin().await?;
    // Administrators are locked all together and in order, so this comes before one's own account is.
    if user.is_superuser() && store::is_last_superuser(&mut transaction, user.id().0).await? {
        return Err(AppError::Conflict(
            "You are the only one who may do everything here: make somebody else an administrator first"
                .to_owned(),
        ));
    }
    lock_unchanged(&mut transaction, &account).await?;
    let avatar = leave(&mut transaction, user.id()).await?;
    transaction.commit().await?;
    sessions::sign_out(session).await?;
    if let Some(stem) = &avatar {
        super::avatar::forget(backend, stem).await;
    }
    Ok(avatar)
}

/// Deletes accounts whose address nobody has confirmed in time, and gives back the names that were held as long.
/// Both go at the same moment: that a name is free again says nothing about an address either. People whose accounts
/// staff took back are forgotten after a month.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(backend: &Backend) -> Result<u64, AppError> {
    let mut transaction = backend.pool.begin().await?;
    let unconfirmed = store::unconfirmed(&mut transaction, UNCONFIRMED_DAYS).await?;
    audit::forget(&mut transaction, &unconfirmed).await?;
    let gone = store::delete_all(&mut transaction, &unconfirmed).await?
        + store::release_usernames(&mut transaction, UNCONFIRMED_DAYS).await?;
    let long_gone = audit::long_gone(&mut *transaction).await?;
    audit::forget(&mut transaction, &long_gone).await?;
    transaction.commit().await?;
    Ok(gone)
}

/// Makes a user who may do everything; for the operator (SPEC C3).
///
/// # Errors
/// The fields that cannot be taken; an address that has an account.
pub async fn create_superuser(backend: &Backend, form: &RegisterForm) -> Result<UserId, AppError> {
    create(backend, form, Rank::Superuser).await
}

/// How far a new user has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::accounts) enum Rank {
    /// The address is still to be confirmed.
    Newcomer,
    /// The address counts as confirmed.
    Confirmed,
    /// May do everything; the address counts as confirmed.
    Superuser,
}

/// Makes a user without a mail.
///
/// # Errors
/// As [`create_superuser`].
pub(in crate::accounts) async fn create(
    backend: &Backend,
    form: &RegisterForm,
    rank: Rank,
) -> Result<UserId, AppError> {
    let checked = check_new(backend, form)?;
    let hash = Hasher::new(&backend.settings)?.hash(&checked.password).await?;
    let mut transaction = backend.pool.begin().await?;
    if store::is_username_taken(&mut transaction, &checked.username, None).await? {
        return Err(name_taken());
    }
    let id =
        store::insert(&mut transaction, &new_user(&checked, &hash, rank)).await.map_err(explain(WORDS))?;
    transaction.commit().await?;
    id.map(UserId).ok_or_else(|| AppError::field("email", "This address has an account already"))
}

/// Whether there is a user who may do everything; for the operator.
///
/// # Errors
/// When the database does not answer.
pub async fn has_superuser(backend: &Backend) -> Result<bool, AppError> {
    let mut transaction = backend.pool.begin().await?;
    // No user has this id: whoever is left is another.
    Ok(!store::is_last_superuser(&mut transaction, uuid::Uuid::nil()).await?)
}

/// Whether an address and a password would let somebody in now. No try is counted and nothing is written down; for the
/// operator, who can look into the database anyway.
///
/// # Errors
/// When the database does not answer, or there is no memory.
pub async fn lets_in(backend: &Backend, email: &str, password: &str) -> Result<bool, AppError> {
    let found = store::credentials(&backend.pool, email, None).await?;
    match found.filter(|found| found.is_active && found.is_verified) {
        Some(found) => {
            Hasher::new(&backend.settings)?.verify(&Secret::new(password), &found.password_hash).await
        }
        None => Ok(false),
    }
}

/// Sets somebody's password as if they had chosen it themselves; for the operator (SPEC C3).
///
/// # Errors
/// "User not found"; a password that cannot be taken.
pub async fn set_password(backend: &Backend, email: &str, password: &str) -> Result<(), AppError> {
    let email = check_email(email).map_err(|message| AppError::field("email", message))?;
    let password = Secret::new(password);
    let mut transaction = backend.pool.begin().await?;
    let not_found = || AppError::NotFound("User".to_owned());
    let id = store::owner(&mut transaction, &email).await?.ok_or_else(not_found)?.id;
    let account = store::lock(&mut transaction, id).await?.ok_or_else(not_found)?;
    refuse_weak("password", &password, &about(backend, &account))?;
    let hash = Hasher::new(&backend.settings)?.hash(&password).await?;
    renew(&mut transaction, UserId(id), &hash).await?;
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

fn new_user<'a>(checked: &'a Register, password_hash: &'a str, rank: Rank) -> NewUser<'a> {
    NewUser {
        email: &checked.email,
        username: &checked.username,
        password_hash,
        is_superuser: rank == Rank::Superuser,
        is_verified: rank != Rank::Newcomer,
    }
}
