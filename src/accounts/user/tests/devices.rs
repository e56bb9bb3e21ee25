//! Devices that somebody signed in with before (SPEC U4).

use sqlx::PgPool;

use super::{backend, wrong};
use crate::accounts::input::{ResetForm, SignInForm};
use crate::accounts::known_device::Badge;
use crate::accounts::link::{self, Purpose};
use crate::accounts::testing::{PASSWORD, account, client, email, new_session};
use crate::accounts::user::{credentials, service, store};
use crate::error::AppError;
use crate::infra::Backend;

/// Tries a password with a device; answers what it is given to be known again.
async fn try_with(
    backend: &Backend,
    shown: Option<&str>,
    name: &str,
    password: &str,
) -> Result<Option<String>, AppError> {
    let client = client().with_badge(Badge::showing(shown));
    let form = SignInForm { email: email(name), password: password.to_owned(), ..SignInForm::default() };
    service::sign_in(backend, &new_session(backend, None), &client, &form).await?;
    Ok(client.badge().given().map(str::to_owned))
}

#[sqlx::test]
async fn a_stranger_s_tries_shut_nobody_out_of_a_device_that_is_known(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    for name in ["ada", "bob"] {
        account(&backend, name).await;
    }
    let device = try_with(&backend, None, "ada", PASSWORD).await.unwrap().unwrap();
    for _ in 0..9 {
        assert_eq!(try_with(&backend, None, "ada", "not the password").await, Err(wrong()));
    }
    // A secret that is nobody's, and one that is somebody else's, are as good as none.
    let others = try_with(&backend, None, "bob", PASSWORD).await.unwrap().unwrap();
    for shown in [None, Some("x"), Some("x".repeat(43).as_str()), Some(others.as_str())] {
        let shut = try_with(&backend, shown, "ada", PASSWORD).await;
        assert!(matches!(shut, Err(AppError::Throttled { .. })), "{shown:?}: {shut:?}");
    }
    // It keeps its secret, and has no more tries than anybody.
    assert_eq!(try_with(&backend, Some(&device), "ada", PASSWORD).await, Ok(Some(device.clone())));
    for _ in 0..9 {
        assert_eq!(try_with(&backend, Some(&device), "ada", "not the password").await, Err(wrong()));
    }
    let shut = try_with(&backend, Some(&device), "ada", PASSWORD).await;
    assert!(matches!(shut, Err(AppError::Throttled { .. })), "{shut:?}");
    // What stands in the table is no secret that one could show.
    let stored = store::tests::device_hashes(&pool).await;
    assert_eq!(stored.len(), 2);
    assert!(stored.iter().all(|hash| hash.len() == 64 && !hash.contains(&device)));
}

#[sqlx::test]
async fn people_who_share_a_device_are_both_known_there(pool: PgPool) {
    let backend = backend(pool).await;
    for name in ["ada", "bob"] {
        account(&backend, name).await;
    }
    let device = try_with(&backend, None, "ada", PASSWORD).await.unwrap().unwrap();
    assert_eq!(try_with(&backend, Some(&device), "bob", PASSWORD).await, Ok(Some(device.clone())));
    for name in ["ada", "bob"] {
        for _ in 0..9 {
            assert_eq!(try_with(&backend, None, name, "not the password").await, Err(wrong()));
        }
        assert_eq!(try_with(&backend, Some(&device), name, PASSWORD).await, Ok(Some(device.clone())));
    }
}

#[sqlx::test]
async fn a_new_password_makes_devices_strangers_but_the_one_that_chose_it(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = account(&backend, "ada").await;
    let before = try_with(&backend, None, "ada", PASSWORD).await.unwrap().unwrap();
    let token = link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    let here = client().with_badge(Badge::default());
    let reset = ResetForm { token, password: "großer Bär im Schnee".into() };
    credentials::reset(&backend, &here, &reset).await.unwrap();
    for _ in 0..9 {
        assert_eq!(try_with(&backend, None, "ada", "not the password").await, Err(wrong()));
    }
    let shut = try_with(&backend, Some(&before), "ada", "großer Bär im Schnee").await;
    assert!(matches!(shut, Err(AppError::Throttled { .. })), "{shut:?}");
    let given = here.badge().given();
    try_with(&backend, given, "ada", "großer Bär im Schnee").await.unwrap();
}

#[sqlx::test]
async fn whoever_resets_the_password_gets_in_at_a_shared_device_after_wrong_ones_there(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = account(&backend, "ada").await;
    account(&backend, "bob").await;
    let device = try_with(&backend, None, "ada", PASSWORD).await.unwrap().unwrap();
    assert_eq!(try_with(&backend, Some(&device), "bob", PASSWORD).await, Ok(Some(device.clone())));
    for _ in 0..9 {
        assert_eq!(try_with(&backend, Some(&device), "ada", "not the password").await, Err(wrong()));
    }
    let shut = try_with(&backend, Some(&device), "ada", PASSWORD).await;
    assert!(matches!(shut, Err(AppError::Throttled { .. })), "{shut:?}");
    let token = link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    let here = client().with_badge(Badge::showing(Some(&device)));
    let reset = ResetForm { token, password: "großer Bär im Schnee".into() };
    credentials::reset(&backend, &here, &reset).await.unwrap();
    assert_eq!(here.badge().given(), Some(device.as_str()), "bob is known here still");
    let again = try_with(&backend, Some(&device), "ada", "großer Bär im Schnee").await;
    assert_eq!(again, Ok(Some(device)));
}

#[sqlx::test]
async fn a_sign_in_that_fails_after_the_right_password_leaves_its_try_counted_and_nothing_else(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    account(&backend, "ada").await;
    store::tests::refuse_devices(&pool).await;
    let client = client().with_badge(Badge::default());
    let form = SignInForm { email: email("ada"), password: PASSWORD.to_owned(), ..SignInForm::default() };
    let failed = service::sign_in(&backend, &new_session(&backend, None), &client, &form).await;
    assert!(failed.is_err_and(|error| error != wrong()) && client.badge().given().is_none());
    let count = async |table: &str| store::tests::count(&pool, table).await;
    assert_eq!(count("throttles where tries = 1").await, 2);
    assert_eq!(count("users where last_login_at is not null").await, 0);
    assert_eq!((count("known_devices").await, count("sessions").await), (0, 0));
}
