//! Use cases of one-time links.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, PgPool};

use super::{Purpose, store};
use crate::accounts::model::UserId;
use crate::error::{AppError, internal};
use crate::infra::Backend;

/// Random bytes of a token.
const TOKEN_BYTES: usize = 32;
/// Their length as text.
const TOKEN_LENGTH: usize = 43;
/// Links that ran out or were used are kept so many days.
const KEPT_DAYS: i32 = 7;

/// Whose link it is, and for which address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The user.
    pub user_id: UserId,
    /// The address that the link was mailed to.
    pub email: String,
}

/// Makes a link for a mail to an address, and answers its token: 43 characters that need no escaping.
/// Links that were made before keep working, since their mails may already have left.
///
/// # Errors
/// When the user is gone, or there is no randomness.
pub async fn make(pool: &PgPool, purpose: Purpose, user_id: UserId, email: &str) -> Result<String, AppError> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| internal(&error))?;
    let token = URL_SAFE_NO_PAD.encode(bytes);
    store::insert(pool, &hash(&token), user_id.0, purpose, email).await?;
    Ok(token)
}

/// Whose link it is, without using it up: for what has to be known before.
///
/// # Errors
/// When it was used, is too old, or never was.
pub async fn look(pool: &PgPool, purpose: Purpose, token: &str) -> Result<Holder, AppError> {
    if token.len() != TOKEN_LENGTH {
        return Err(void());
    }
    store::look(pool, &hash(token), purpose).await?.map(holder).ok_or_else(void)
}

/// Uses a link up, within the caller's transaction. Of many who try at once, one has it.
///
/// # Errors
/// When it was used, is too old, or never was.
pub async fn take(connection: &mut PgConnection, purpose: Purpose, token: &str) -> Result<Holder, AppError> {
    if token.len() != TOKEN_LENGTH {
        return Err(void());
    }
    store::take(connection, &hash(token), purpose).await?.map(holder).ok_or_else(void)
}

/// Makes a user's unused links for a purpose void, within the caller's transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn withdraw(
    connection: &mut PgConnection,
    purpose: Purpose,
    user_id: UserId,
) -> Result<(), AppError> {
    Ok(store::withdraw(connection, user_id.0, purpose).await?)
}

/// Deletes links that ran out some days ago.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(backend: &Backend) -> Result<u64, AppError> {
    Ok(store::sweep(&backend.pool, KEPT_DAYS).await?)
}

fn holder((user_id, email): (uuid::Uuid, String)) -> Holder {
    Holder { user_id: UserId(user_id), email }
}

fn void() -> AppError {
    AppError::field("token", "This link was used already or is too old: ask for a new one")
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::testing::{account, email, unconfirmed};
    use crate::infra::testing::backend;

    async fn taken(backend: &Backend, purpose: Purpose, token: &str) -> bool {
        let mut connection = backend.pool.acquire().await.unwrap();
        take(&mut connection, purpose, token).await.is_ok()
    }

    #[sqlx::test]
    async fn of_twenty_who_use_a_link_at_once_one_has_it(pool: PgPool) {
        let backend = backend(pool);
        let ada = account(&backend, "ada").await;
        let token = make(&backend.pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
        let tries = (0..20).map(|_| {
            let (backend, token) = (backend.clone(), token.clone());
            tokio::spawn(async move { taken(&backend, Purpose::Reset, &token).await })
        });
        let outcomes = futures::future::join_all(tries).await;
        assert_eq!(outcomes.into_iter().filter(|outcome| *outcome.as_ref().unwrap()).count(), 1);
    }

    #[sqlx::test]
    async fn what_is_confirmed_already_is_not_confirmed_again(pool: PgPool) {
        let backend = backend(pool);
        let ada = account(&backend, "ada").await;
        let token = make(&backend.pool, Purpose::Verify, ada, &email("ada")).await.unwrap();
        assert!(look(&backend.pool, Purpose::Verify, &token).await.is_err());
        assert!(!taken(&backend, Purpose::Verify, &token).await);
    }

    #[sqlx::test]
    async fn a_link_serves_its_own_purpose_alone(pool: PgPool) {
        let backend = backend(pool);
        let ada = unconfirmed(&backend, "ada").await;
        let token = make(&backend.pool, Purpose::Verify, ada, &email("ada")).await.unwrap();
        assert!(!taken(&backend, Purpose::Reset, &token).await);
        assert!(!taken(&backend, Purpose::Email, &token).await);
        assert!(taken(&backend, Purpose::Verify, &token).await);
    }

    #[sqlx::test]
    async fn looking_at_a_link_does_not_use_it_up(pool: PgPool) {
        let backend = backend(pool);
        let ada = account(&backend, "ada").await;
        let token = make(&backend.pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
        let holder = look(&backend.pool, Purpose::Reset, &token).await.unwrap();
        assert_eq!(holder, Holder { user_id: ada, email: email("ada") });
        assert!(taken(&backend, Purpose::Reset, &token).await);
        assert!(look(&backend.pool, Purpose::Reset, &token).await.is_err());
    }

    #[sqlx::test]
    async fn a_link_that_is_too_old_withdrawn_or_made_up_does_not_work(pool: PgPool) {
        let backend = backend(pool);
        let ada = account(&backend, "ada").await;
        let old = make(&backend.pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
        store::tests::age(&backend.pool).await;
        assert!(!taken(&backend, Purpose::Reset, &old).await);
        let withdrawn = make(&backend.pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
        let mut connection = backend.pool.acquire().await.unwrap();
        withdraw(&mut connection, Purpose::Reset, ada).await.unwrap();
        assert!(!taken(&backend, Purpose::Reset, &withdrawn).await);
        assert!(!taken(&backend, Purpose::Reset, "").await);
        assert!(!taken(&backend, Purpose::Reset, &"A".repeat(TOKEN_LENGTH)).await);
    }

    #[sqlx::test]
    async fn a_link_to_an_address_of_before_does_not_work(pool: PgPool) {
        let backend = backend(pool);
        let ada = account(&backend, "ada").await;
        let token = make(&backend.pool, Purpose::Reset, ada, "ada.before@example.org").await.unwrap();
        assert!(!taken(&backend, Purpose::Reset, &token).await);
    }

    #[sqlx::test]
    async fn the_row_of_a_link_does_not_have_its_token(pool: PgPool) {
        let backend = backend(pool);
        let ada = account(&backend, "ada").await;
        let token = make(&backend.pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
        assert_eq!(token.len(), TOKEN_LENGTH);
        let rows = store::tests::everything(&backend.pool).await;
        assert!(!rows.is_empty() && rows.iter().all(|row| !row.contains(&token)));
    }
}
