//! Use cases of tokens: a pair for credentials, the next pair, the end of a family, who asks.

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use uuid::Uuid;

use super::keys::Keys;
use super::{Claims, Pair, TokenError, TokenKind, TokenRefusal, store};
use crate::accounts::caller::User;
use crate::accounts::input::{SignInForm, WRONG_CREDENTIALS};
use crate::accounts::model::UserId;
use crate::accounts::session::Client;
use crate::accounts::session::service::Epoch;
use crate::accounts::user::service::check_credentials;
use crate::error::{AppError, internal};
use crate::infra::config::{ShopSettings, TokenKey};
use crate::infra::{Backend, clock};

/// How long keys are used before they are read anew.
const KEYS_AGE: Duration = Duration::from_secs(30);
/// Bytes of a key that the program makes.
const KEY_BYTES: usize = 32;

/// The keys that a program signs and verifies with. They do not stand among the values of the catalogue, which a change
/// of any product drops, and which may need all the room that there is.
pub struct KeyRing(Cache<(), Arc<Keys>>);

impl KeyRing {
    /// One that reads its keys when it is asked first.
    #[must_use]
    pub fn new() -> Self {
        Self(Cache::builder().max_capacity(1).time_to_live(KEYS_AGE).build())
    }

    /// The keys; those who ask for them at the same time wait for one look.
    async fn keys(&self, backend: &Backend) -> Result<Arc<Keys>, AppError> {
        // Nearly always they are there.
        if let Some(keys) = self.0.get(&()).await {
            return Ok(keys);
        }
        let load = async { load_keys(backend).await.map(Arc::new) };
        Box::pin(self.0.try_get_with((), load)).await.map_err(|error: Arc<AppError>| (*error).clone())
    }
}

impl Default for KeyRing {
    fn default() -> Self {
        Self::new()
    }
}

/// Begins a family for credentials, and gives its first pair. Tries are counted together with those to sign in.
///
/// # Errors
/// [`WRONG_CREDENTIALS`]; too many tries, for this account or from this address.
pub async fn obtain(
    backend: &Backend,
    ring: &KeyRing,
    client: &Client,
    email: &str,
    password: &str,
) -> Result<Pair, AppError> {
    let form = SignInForm { email: email.to_owned(), password: password.to_owned(), next: String::new() };
    let (UserId(user_id), Epoch(epoch)) = check_credentials(backend, client, &form).await?;
    let member = Member { user_id, family: Uuid::now_v7(), epoch };
    let keys = ring.keys(backend).await?;
    let (pair, jti) = member.pair(&keys, &backend.settings.vitrine)?;
    let days = days(&backend.settings.vitrine);
    if store::begin(&backend.pool, member.family, jti, (user_id, epoch), days).await? {
        Ok(pair)
    } else {
        Err(AppError::field("__all__", WRONG_CREDENTIALS))
    }
}

/// Exchanges a refresh token for the next pair; it is spent then. One that was spent before ends its family.
///
/// # Errors
/// Why the token is not taken.
pub async fn refresh(backend: &Backend, ring: &KeyRing, token: &str) -> Result<Pair, TokenRefusal> {
    let keys = ring.keys(backend).await?;
    let claims = keys.verify(token, TokenKind::Refresh, clock::now())?;
    let family = claims.family;
    let mut transaction = backend.pool.begin().await?;
    let holder = store::holder(&mut transaction, family).await?.ok_or(TokenError::Spent)?;
    if !store::spend(&mut transaction, claims.jti, family).await? {
        store::revoke(&mut *transaction, family).await?;
        transaction.commit().await?;
        return Err(TokenError::Spent.into());
    }
    counts(holder.state.as_deref())?;
    let member = Member { user_id: holder.user_id, family, epoch: holder.epoch };
    let (pair, jti) = member.pair(&keys, &backend.settings.vitrine)?;
    store::go_on(&mut transaction, family, jti, days(&backend.settings.vitrine)).await?;
    transaction.commit().await?;
    Ok(pair)
}

/// Ends the family of a refresh token: no token of it is taken any more, of either kind.
///
/// # Errors
/// Why the token is not taken; [`TokenError::Spent`] where its family had ended already.
pub async fn revoke(backend: &Backend, ring: &KeyRing, token: &str) -> Result<(), TokenRefusal> {
    let claims = ring.keys(backend).await?.verify(token, TokenKind::Refresh, clock::now())?;
    if store::revoke(&backend.pool, claims.family).await? { Ok(()) } else { Err(TokenError::Spent.into()) }
}

/// An access token that is ours and of this time. Whether it still counts, the database knows.
#[derive(Debug)]
pub struct Verified(Claims);

impl Verified {
    /// Whose it is.
    #[must_use]
    pub const fn user_id(&self) -> UserId {
        UserId(self.0.user_id)
    }
}

/// Looks at an access token, without the database.
///
/// # Errors
/// Why the token is not taken.
pub async fn verify(backend: &Backend, ring: &KeyRing, token: &str) -> Result<Verified, TokenRefusal> {
    Ok(Verified(ring.keys(backend).await?.verify(token, TokenKind::Access, clock::now())?))
}

/// Who holds an access token: one statement.
///
/// # Errors
/// Why the token is not taken.
pub async fn authenticate(backend: &Backend, Verified(claims): &Verified) -> Result<User, TokenRefusal> {
    let row = store::caller(&backend.readers, claims.user_id, claims.family).await?;
    let row = row.ok_or(TokenError::UserNotFound)?;
    counts(row.state.as_deref()).map_err(|error| match error {
        // An access token cannot be spent, and its holder need not know what became of the family.
        TokenError::Spent => TokenError::Invalid,
        other => other,
    })?;
    if row.epoch != claims.epoch {
        return Err(TokenError::Invalid.into());
    }
    let permissions = row.permissions.iter().filter_map(|text| text.parse().ok()).collect();
    // There is no session, and no session has this hash.
    Ok(User::new(UserId(claims.user_id), (row.is_staff, row.is_superuser), permissions, [0; 32]))
}

/// Deletes families that have run out, and tokens that were spent long ago.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(backend: &Backend) -> Result<u64, AppError> {
    Ok(store::sweep(&backend.pool, days(&backend.settings.vitrine)).await?)
}

/// Whether a family counts, by what the database says against it.
fn counts(state: Option<&str>) -> Result<(), TokenError> {
    match state {
        None => Ok(()),
        Some("inactive") => Err(TokenError::UserInactive),
        Some("revoked") => Err(TokenError::Spent),
        Some("expired") => Err(TokenError::Expired),
        Some(_) => Err(TokenError::Invalid),
    }
}

/// Who gets a pair.
struct Member {
    user_id: Uuid,
    family: Uuid,
    epoch: i32,
}

impl Member {
    /// Signs a pair; answers the id of its refresh token too, which is to be written down.
    fn pair(&self, keys: &Keys, shop: &ShopSettings) -> Result<(Pair, Uuid), AppError> {
        let now = clock::now().timestamp();
        let claims = |token_type, seconds: i64| Claims {
            token_type,
            exp: now.saturating_add(seconds),
            iat: now,
            jti: Uuid::now_v7(),
            user_id: self.user_id,
            family: self.family,
            epoch: self.epoch,
        };
        let access = claims(TokenKind::Access, shop.token_access_seconds.into());
        let refresh = claims(TokenKind::Refresh, i64::from(shop.token_refresh_days) * 24 * 60 * 60);
        Ok((Pair { access: keys.sign(&access)?, refresh: keys.sign(&refresh)? }, refresh.jti))
    }
}

/// Days without use after which a refresh token is void.
fn days(shop: &ShopSettings) -> i32 {
    i32::try_from(shop.token_refresh_days).unwrap_or(i32::MAX)
}

/// The operator's keys; where there is none, the one that all programs on this database share.
async fn load_keys(backend: &Backend) -> Result<Keys, AppError> {
    let given = &backend.settings.vitrine.token_keys;
    if !given.is_empty() {
        return Keys::new(given.iter().map(TokenKey::expose));
    }
    let mut kept = store::secret(&backend.readers).await?;
    if kept.is_none() {
        let mut secret = [0; KEY_BYTES];
        getrandom::fill(&mut secret).map_err(|error| internal(&error))?;
        store::offer_secret(&backend.pool, &secret).await?;
        // Another program may have been first.
        kept = store::secret(&backend.readers).await?;
    }
    let secret = kept.ok_or_else(|| internal(&"the key for tokens is not there"))?;
    Keys::new([secret.as_slice()])
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;

    use super::*;
    use crate::accounts::session::service as sessions;
    use crate::accounts::testing::{PASSWORD, account, client, email};
    use crate::infra::testing::backend;

    // A program with no keys in its memory does each of these.

    async fn obtain(
        backend: &Backend,
        client: &Client,
        email: &str,
        password: &str,
    ) -> Result<Pair, AppError> {
        super::obtain(backend, &KeyRing::new(), client, email, password).await
    }

    async fn refresh(backend: &Backend, token: &str) -> Result<Pair, TokenRefusal> {
        super::refresh(backend, &KeyRing::new(), token).await
    }

    async fn revoke(backend: &Backend, token: &str) -> Result<(), TokenRefusal> {
        super::revoke(backend, &KeyRing::new(), token).await
    }

    async fn verify(backend: &Backend, token: &str) -> Result<Verified, TokenRefusal> {
        super::verify(backend, &KeyRing::new(), token).await
    }

    async fn pair(backend: &Backend, username: &str) -> Pair {
        obtain(backend, &client(), &email(username), PASSWORD).await.unwrap()
    }

    async fn holder(backend: &Backend, pair: &Pair) -> Result<UserId, TokenRefusal> {
        let verified = verify(backend, &pair.access).await?;
        authenticate(backend, &verified).await.map(|user| user.id())
    }

    fn refused<T>(error: TokenError) -> Result<T, TokenRefusal> {
        Err(TokenRefusal::Token(error))
    }

    #[sqlx::test]
    async fn a_pair_is_for_who_knows_the_password_and_each_token_for_its_own_use(pool: PgPool) {
        let backend = backend(pool);
        let ada = account(&backend, "ada").await;
        let pair = pair(&backend, "ada").await;
        assert_eq!(holder(&backend, &pair).await, Ok(ada));
        assert_eq!(refresh(&backend, &pair.access).await, refused(TokenError::WrongKind));
        assert_eq!(revoke(&backend, &pair.access).await, refused(TokenError::WrongKind));
        let swapped = Pair { access: pair.refresh.clone(), refresh: pair.access.clone() };
        assert_eq!(holder(&backend, &swapped).await, refused(TokenError::WrongKind));
        let wrong = obtain(&backend, &client(), &email("ada"), "something else").await;
        assert_eq!(wrong, Err(AppError::field("__all__", WRONG_CREDENTIALS)));
    }

    #[sqlx::test]
    async fn a_refresh_token_is_good_once_and_its_second_use_ends_the_family(pool: PgPool) {
        let backend = backend(pool);
        let ada = account(&backend, "ada").await;
        let other = pair(&backend, "ada").await;
        let first = pair(&backend, "ada").await;
        let second = refresh(&backend, &first.refresh).await.unwrap();
        assert_eq!(holder(&backend, &first).await, Ok(ada), "it lasts as long as it says");
        assert_eq!(refresh(&backend, &first.refresh).await, refused(TokenError::Spent));
        for pair in [&first, &second] {
            assert_eq!(refresh(&backend, &pair.refresh).await, refused(TokenError::Spent));
            assert_eq!(holder(&backend, pair).await, refused(TokenError::Invalid));
        }
        assert_eq!(holder(&backend, &other).await, Ok(ada), "another family");
    }

    #[sqlx::test]
    async fn of_many_exchanges_at_once_one_is_answered_and_no_family_is_left(pool: PgPool) {
        let backend = backend(pool);
        account(&backend, "ada").await;
        let first = pair(&backend, "ada").await;
        let tries = (0..8).map(|_| {
            let (backend, token) = (backend.clone(), first.refresh.clone());
            tokio::spawn(async move { refresh(&backend, &token).await })
        });
        let outcomes = futures::future::join_all(tries).await;
        let pairs: Vec<Pair> = outcomes.into_iter().filter_map(|outcome| outcome.unwrap().ok()).collect();
        assert_eq!(pairs.len(), 1);
        assert_eq!(holder(&backend, &pairs[0]).await, refused(TokenError::Invalid));
        assert_eq!(refresh(&backend, &pairs[0].refresh).await, refused(TokenError::Spent));
    }

    #[sqlx::test]
    async fn what_ends_sign_ins_ends_tokens(pool: PgPool) {
        let backend = backend(pool.clone());
        let ada = account(&backend, "ada").await;
        let pair = pair(&backend, "ada").await;
        store::tests::set_active(&pool, false).await;
        assert_eq!(holder(&backend, &pair).await, refused(TokenError::UserInactive));
        assert_eq!(refresh(&backend, &pair.refresh).await, refused(TokenError::UserInactive));
        store::tests::set_active(&pool, true).await;
        assert_eq!(holder(&backend, &pair).await, Ok(ada));
        let mut connection = pool.acquire().await.unwrap();
        sessions::end_all(&mut connection, ada).await.unwrap();
        assert_eq!(holder(&backend, &pair).await, refused(TokenError::Invalid));
        assert_eq!(refresh(&backend, &pair.refresh).await, refused(TokenError::Invalid));
    }

    #[sqlx::test]
    async fn a_revoked_family_is_revoked_once(pool: PgPool) {
        let backend = backend(pool);
        account(&backend, "ada").await;
        let pair = pair(&backend, "ada").await;
        assert_eq!(revoke(&backend, &pair.refresh).await, Ok(()));
        assert_eq!(revoke(&backend, &pair.refresh).await, refused(TokenError::Spent));
        assert_eq!(refresh(&backend, &pair.refresh).await, refused(TokenError::Spent));
        assert_eq!(holder(&backend, &pair).await, refused(TokenError::Invalid));
    }

    #[sqlx::test]
    async fn what_has_run_out_does_not_count_and_is_swept_away(pool: PgPool) {
        let backend = backend(pool.clone());
        account(&backend, "ada").await;
        let first = pair(&backend, "ada").await;
        let second = refresh(&backend, &first.refresh).await.unwrap();
        assert_eq!(sweep(&backend).await, Ok(0));
        store::tests::age(&pool, 15).await;
        assert_eq!(sweep(&backend).await, Ok(1), "the spent one");
        assert_eq!(store::tests::count(&pool).await, 1);
        store::tests::end_all(&pool).await;
        assert_eq!(holder(&backend, &second).await, refused(TokenError::Expired));
        assert_eq!(refresh(&backend, &second.refresh).await, refused(TokenError::Expired));
        assert_eq!(sweep(&backend).await, Ok(1));
        assert_eq!(store::tests::count(&pool).await, 0);
    }

    #[sqlx::test]
    async fn programs_that_were_given_no_key_agree_on_one(pool: PgPool) {
        let (here, there) = (backend(pool.clone()), backend(pool));
        let ada = account(&here, "ada").await;
        let (ours, theirs) = (KeyRing::new(), KeyRing::new());
        let _ = futures::join!(ours.keys(&here), theirs.keys(&there));
        let pair = pair(&here, "ada").await;
        assert_eq!(holder(&there, &pair).await, Ok(ada));
    }
    #[sqlx::test]
    async fn a_change_of_the_catalogue_leaves_the_keys_where_they_are(pool: PgPool) {
        let backend = backend(pool);
        let ring = KeyRing::new();
        let first = ring.keys(&backend).await.unwrap();
        backend.cache.clear();
        assert!(Arc::ptr_eq(&first, &ring.keys(&backend).await.unwrap()));
    }
}
