//! The rules of accounts on a real PostgreSQL.

mod credentials;
mod devices;
mod registration;

use sqlx::PgPool;
use tower_sessions::Session;

use super::{service, store};
use crate::accounts::caller::User;
use crate::accounts::input::{DeleteAccountForm, ProfileForm, RegisterForm, SignInForm, WRONG_CREDENTIALS};
use crate::accounts::link::{self, Purpose};
use crate::accounts::password::Hasher;
use crate::accounts::session::service::authenticate;
use crate::accounts::testing::{PASSWORD, account, caller, client, email, new_session, secret, sign_in};
use crate::error::AppError;
use crate::infra::{Backend, queue, testing};

/// A backend whose database has the queue's tables too.
async fn backend(pool: PgPool) -> Backend {
    queue::migrate(&pool).await.unwrap();
    testing::backend(pool)
}

fn form(username: &str) -> RegisterForm {
    RegisterForm { email: email(username), username: username.to_owned(), password: PASSWORD.to_owned() }
}

async fn try_password(backend: &Backend, email: &str, password: &str) -> Result<(), AppError> {
    let form = SignInForm { email: email.to_owned(), password: password.to_owned(), ..SignInForm::default() };
    service::sign_in(backend, &new_session(backend, None), &client(), &form).await.map(|_| ())
}

fn wrong() -> AppError {
    AppError::field("__all__", WRONG_CREDENTIALS)
}

/// A new account that is signed in, and its session.
async fn newcomer(backend: &Backend, username: &str) -> (User, Session) {
    account(backend, username).await;
    let session = new_session(backend, None);
    sign_in(backend, &session, username).await.unwrap();
    (caller(backend, &session).await, session)
}

async fn is_signed_in(backend: &Backend, session: &Session) -> bool {
    let again = new_session(backend, session.id());
    authenticate(backend, &again).await.unwrap().user().is_some()
}

#[sqlx::test]
async fn the_commonest_passwords_and_the_shops_name_are_refused(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let shop = format!("{}99", backend.settings.vitrine.shop_name);
    for password in ["password1", "Iloveyou", "ada@example.org", shop.as_str()] {
        let bad = RegisterForm { password: password.to_owned(), ..form("ada") };
        let error = service::register(&backend, &client(), &bad).await.unwrap_err();
        let AppError::Validation(errors) = error else { panic!("{error}") };
        assert!(errors.first("password").is_some(), "{password}");
    }
    assert_eq!(store::tests::count(&pool, "users").await, 0);
}

#[sqlx::test]
async fn an_unknown_address_a_wrong_password_and_a_closed_account_get_the_same_words(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    account(&backend, "ada").await;
    account(&backend, "eve").await;
    store::tests::close(&pool, &email("eve")).await;
    assert_eq!(try_password(&backend, &email("ada"), "not the password").await, Err(wrong()));
    assert_eq!(try_password(&backend, &email("nobody"), "not the password").await, Err(wrong()));
    assert_eq!(try_password(&backend, &email("eve"), PASSWORD).await, Err(wrong()));
    assert_eq!(try_password(&backend, "no address", PASSWORD).await, Err(wrong()));
}

#[sqlx::test]
async fn the_tenth_wrong_password_in_a_row_is_refused_also_when_all_come_at_once(pool: PgPool) {
    let backend = backend(pool).await;
    account(&backend, "ada").await;
    let tries = (0..20).map(|_| {
        let backend = backend.clone();
        tokio::spawn(async move { try_password(&backend, &email("ada"), "not the password").await })
    });
    let mut looked_at = 0;
    for outcome in futures::future::join_all(tries).await {
        match outcome.unwrap() {
            Err(AppError::Throttled { retry_after_seconds }) => {
                assert!((1..=900).contains(&retry_after_seconds));
            }
            other => {
                assert_eq!(other, Err(wrong()));
                looked_at += 1;
            }
        }
    }
    assert_eq!(looked_at, 9);
    let locked = try_password(&backend, &email("ada"), PASSWORD).await;
    assert!(matches!(locked, Err(AppError::Throttled { .. })));
    account(&backend, "bob").await;
    try_password(&backend, &email("bob"), PASSWORD).await.unwrap();
}

#[sqlx::test]
async fn a_right_password_begins_the_count_anew(pool: PgPool) {
    let backend = backend(pool).await;
    account(&backend, "ada").await;
    for _ in 0..3 {
        for _ in 0..8 {
            assert_eq!(try_password(&backend, &email("ada"), "not the password").await, Err(wrong()));
        }
        try_password(&backend, &email("ada"), PASSWORD).await.unwrap();
    }
}

#[sqlx::test]
async fn a_hash_of_other_parameters_is_made_anew_at_sign_in(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    account(&backend, "ada").await;
    let before = Hasher::with(20_480, 3, 1).unwrap().hash(&secret(PASSWORD)).await.unwrap();
    store::tests::set_hash(&pool, &email("ada"), &before).await;
    assert_eq!(try_password(&backend, &email("ada"), "not the password").await, Err(wrong()));
    assert_eq!(store::tests::hash_of(&pool, &email("ada")).await, before);
    try_password(&backend, &email("ada"), PASSWORD).await.unwrap();
    let after = store::tests::hash_of(&pool, &email("ada")).await;
    assert!(!Hasher::new(&backend.settings).unwrap().needs_rehash(&after), "{after}");
    try_password(&backend, &email("ada"), PASSWORD).await.unwrap();
    assert_eq!(store::tests::hash_of(&pool, &email("ada")).await, after);
}

#[sqlx::test]
async fn the_last_who_may_do_everything_stays(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let delete = DeleteAccountForm { password: PASSWORD.into() };
    let mut roots = Vec::new();
    for name in ["root", "ruth"] {
        service::create_superuser(&backend, &form(name)).await.unwrap();
        let session = new_session(&backend, None);
        sign_in(&backend, &session, name).await.unwrap();
        roots.push((caller(&backend, &session).await, session));
    }
    let leave = |at: usize| service::delete_account(&backend, &roots[at].0, &roots[at].1, &delete);
    let (one, other) = tokio::join!(leave(0), leave(1));
    let refused = [one, other].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert!(matches!(refused.as_slice(), [AppError::Conflict(_)]), "{refused:?}");
    assert_eq!(store::tests::count(&pool, "users").await, 1);
}

#[sqlx::test]
async fn a_profile_is_read_as_it_was_written(pool: PgPool) {
    let backend = backend(pool).await;
    account(&backend, "ada").await;
    account(&backend, "bob").await;
    let session = new_session(&backend, None);
    sign_in(&backend, &session, "ada").await.unwrap();
    let user = caller(&backend, &session).await;
    let profile = ProfileForm {
        username: "Countess".into(),
        first_name: "Ada".into(),
        last_name: "Lovelace".into(),
        bio: "Note G.\nAnd more.".into(),
        phone: "+44 20 123".into(),
        address: "12 St James's Square\nLondon".into(),
        birth_date: "1990-12-10".into(),
    };
    service::update_profile(&backend, &user, &profile).await.unwrap();
    let me = service::me(&backend, &user).await.unwrap();
    assert_eq!((me.full_name.as_str(), me.birth_date.as_str()), ("Ada Lovelace", "1990-12-10"));
    assert_eq!(
        (me.bio, me.phone, me.address),
        (profile.bio.clone(), profile.phone.clone(), profile.address.clone())
    );

    for (field, bad) in [
        ("username", ProfileForm { username: "BOB".into(), ..profile.clone() }),
        ("birth_date", ProfileForm { birth_date: "2999-01-01".into(), ..profile.clone() }),
    ] {
        let error = service::update_profile(&backend, &user, &bad).await.unwrap_err();
        let AppError::Validation(errors) = error else { panic!("{error}") };
        assert!(errors.first(field).is_some(), "{field}");
    }
    assert_eq!(service::me(&backend, &user).await.unwrap().username, "Countess");
}

#[sqlx::test]
async fn a_new_picture_answers_the_one_before(pool: PgPool) {
    let backend = backend(pool).await;
    account(&backend, "ada").await;
    let session = new_session(&backend, None);
    sign_in(&backend, &session, "ada").await.unwrap();
    let user = caller(&backend, &session).await;
    assert_eq!(service::set_avatar(&backend, &user, "avatars/a1").await.unwrap(), None);
    assert_eq!(
        service::set_avatar(&backend, &user, "avatars/b2").await.unwrap().as_deref(),
        Some("avatars/a1")
    );
    assert_eq!(service::remove_avatar(&backend, &user).await.unwrap().as_deref(), Some("avatars/b2"));
    assert_eq!(service::me(&backend, &user).await.unwrap().avatar, None);
}

#[sqlx::test]
async fn a_deleted_account_leaves_nothing_of_its_own(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = account(&backend, "ada").await;
    link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    let (here, there) = (new_session(&backend, None), new_session(&backend, None));
    sign_in(&backend, &here, "ada").await.unwrap();
    sign_in(&backend, &there, "ada").await.unwrap();
    let user = caller(&backend, &here).await;
    let wrong_password = DeleteAccountForm { password: "not the password".into() };
    assert!(service::delete_account(&backend, &user, &here, &wrong_password).await.is_err());
    assert_eq!(store::tests::count(&pool, "users").await, 1);
    let delete = DeleteAccountForm { password: PASSWORD.into() };
    service::delete_account(&backend, &user, &here, &delete).await.unwrap();
    for table in ["users", "profiles", "sessions", "account_links"] {
        assert_eq!(store::tests::count(&pool, table).await, 0, "{table}");
    }
    assert!(!is_signed_in(&backend, &there).await);
    assert_eq!(service::me(&backend, &user).await, Err(AppError::Unauthorized));
}
