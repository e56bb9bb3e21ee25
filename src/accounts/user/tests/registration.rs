//! Registering, and confirming the address: who has an account, and whose it is.

use std::time::Duration;

use sqlx::PgPool;

use super::{backend, form, newcomer, try_password, wrong};
use crate::accounts::input::{ProfileForm, RegisterForm, ResetForm};
use crate::accounts::link::{self, Purpose};
use crate::accounts::model::UserId;
use crate::accounts::testing::{PASSWORD, account, caller, client, email, new_session, sign_in, unconfirmed};
use crate::accounts::user::{credentials, service, store};
use crate::error::AppError;
use crate::infra::Backend;

/// Confirms an address with a link as the mail has it.
async fn confirm(backend: &Backend, user: UserId, email: &str) -> Result<(), AppError> {
    let token = link::service::make(&backend.pool, Purpose::Verify, user, email).await?;
    credentials::verify_email(backend, &token).await.map(drop)
}

/// Registers with an address under a name.
async fn register(backend: &Backend, email: &str, username: &str) -> Result<(), AppError> {
    let form = RegisterForm { email: email.to_owned(), ..form(username) };
    service::register(backend, &client(), &form).await
}

/// The id of the account with a username.
async fn id_of(pool: &PgPool, username: &str) -> UserId {
    UserId(store::tests::id_of(pool, username).await)
}

#[sqlx::test]
async fn one_registers_confirms_and_signs_in_whatever_the_case_of_the_address(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    service::register(&backend, &client(), &form("ada")).await.unwrap();
    assert_eq!(store::tests::mails(&pool).await, ["verify"]);
    confirm(&backend, id_of(&pool, "ada").await, &email("ada")).await.unwrap();
    try_password(&backend, "Ada@Example.ORG ", PASSWORD).await.unwrap();
    assert_eq!(store::tests::count(&pool, "profiles").await, 1);
    let hash = store::tests::hash_of(&pool, &email("ada")).await;
    assert!(hash.starts_with("$argon2id$") && !hash.contains(PASSWORD));
}

#[sqlx::test]
async fn an_address_in_any_script_has_an_account(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    for (address, username, typed) in [
        ("用户@例え.jp", "花子", "用户@例え.jp"),
        ("J\u{fc}rgen@b\u{fc}cher.example", "J\u{fc}rgen", "JU\u{308}RGEN@bu\u{308}cher.example"),
    ] {
        register(&backend, address, username).await.unwrap();
        let holder = id_of(&pool, username).await;
        confirm(&backend, holder, &store::tests::address_of(&pool, username).await).await.unwrap();
        try_password(&backend, typed, PASSWORD).await.unwrap();
    }
}

#[sqlx::test]
async fn registering_with_a_known_address_looks_like_success_and_tells_the_owner(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let owner = account(&backend, "ada").await;
    let again = RegisterForm { username: "mallory".into(), email: "ADA@example.org".into(), ..form("ada") };
    service::register(&backend, &client(), &again).await.unwrap();
    assert_eq!(store::tests::mails(&pool).await, ["already-registered"]);
    assert_eq!(store::tests::count(&pool, "users").await, 1);
    let session = new_session(&backend, None);
    sign_in(&backend, &session, "ada").await.unwrap();
    assert_eq!(caller(&backend, &session).await.id(), owner);
}

#[sqlx::test]
async fn a_taken_name_is_said_whether_or_not_the_address_has_an_account(pool: PgPool) {
    let backend = backend(pool).await;
    account(&backend, "ada").await;
    let known = RegisterForm { username: "ADA".into(), ..form("ada") };
    let unknown = RegisterForm { username: "ADA".into(), ..form("bob") };
    let taken = Err(AppError::field("username", "This name is taken"));
    assert_eq!(service::register(&backend, &client(), &known).await, taken);
    assert_eq!(service::register(&backend, &client(), &unknown).await, taken);
}

#[sqlx::test]
async fn nobody_signs_in_before_the_address_is_confirmed(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    register(&backend, &email("ada"), "ada").await.unwrap();
    assert_eq!(try_password(&backend, &email("ada"), PASSWORD).await, Err(wrong()));
    let ada = id_of(&pool, "ada").await;
    confirm(&backend, ada, &email("ada")).await.unwrap();
    assert_eq!(store::tests::count(&pool, "sessions").await, 0, "the link signs nobody in");
    try_password(&backend, &email("ada"), PASSWORD).await.unwrap();
    assert!(confirm(&backend, ada, &email("ada")).await.is_err(), "there is nothing left to confirm");
}

#[sqlx::test]
async fn the_right_password_of_an_unconfirmed_account_mails_the_link_once_more(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    unconfirmed(&backend, "ada").await;
    assert_eq!(try_password(&backend, &email("ada"), "not the password").await, Err(wrong()));
    assert!(store::tests::mails(&pool).await.is_empty());
    assert_eq!(try_password(&backend, &email("ada"), PASSWORD).await, Err(wrong()));
    // It is mailed beside the answer.
    for _ in 0..500 {
        if !store::tests::mails(&pool).await.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(store::tests::mails(&pool).await, ["verify"]);
}

#[sqlx::test]
async fn the_right_password_of_an_unconfirmed_account_counts_as_a_wrong_one_until_it_is_confirmed(
    pool: PgPool,
) {
    let backend = backend(pool).await;
    let ada = unconfirmed(&backend, "ada").await;
    for _ in 0..9 {
        assert_eq!(try_password(&backend, &email("ada"), PASSWORD).await, Err(wrong()));
    }
    let refused = try_password(&backend, &email("ada"), PASSWORD).await;
    assert!(matches!(refused, Err(AppError::Throttled { .. })), "{refused:?}");
    confirm(&backend, ada, &email("ada")).await.unwrap();
    try_password(&backend, &email("ada"), PASSWORD).await.unwrap();
}

#[sqlx::test]
async fn a_password_that_is_reset_by_mail_confirms_the_address(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = unconfirmed(&backend, "ada").await;
    let late = link::service::make(&pool, Purpose::Verify, ada, &email("ada")).await.unwrap();
    let token = link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    let reset = ResetForm { token, password: "kleiner Igel im Laub".into() };
    credentials::reset(&backend, &client(), &reset).await.unwrap();
    try_password(&backend, &email("ada"), "kleiner Igel im Laub").await.unwrap();
    assert!(credentials::verify_email(&backend, &late).await.is_err());
}

#[sqlx::test]
async fn the_reader_of_a_mail_does_not_come_into_what_a_stranger_opened_in_their_name(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    register(&backend, &email("victim"), "mallory").await.unwrap();
    let tried = try_password(&backend, &email("victim"), PASSWORD).await;
    assert_eq!(tried, Err(wrong()), "the stranger has not come in either");
    let opened = id_of(&pool, "mallory").await;
    confirm(&backend, opened, &email("victim")).await.unwrap();
    assert_eq!(store::tests::count(&pool, "sessions").await, 0);
}

#[sqlx::test]
async fn registering_again_before_confirming_mails_the_link_and_changes_nothing(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    register(&backend, &email("ada"), "ada").await.unwrap();
    let hash = store::tests::hash_of(&pool, &email("ada")).await;
    let again = RegisterForm {
        email: email("ada"),
        username: "mallory".into(),
        password: "grosser Fuchs im Schnee".into(),
    };
    service::register(&backend, &client(), &again).await.unwrap();
    assert_eq!(store::tests::mails(&pool).await, ["verify"], "and not that there is an account");
    assert_eq!(store::tests::hash_of(&pool, &email("ada")).await, hash);
    assert_eq!(store::tests::count(&pool, "users").await, 1);
    id_of(&pool, "ada").await;
}

#[sqlx::test]
async fn a_name_is_taken_after_a_registration_whether_or_not_the_address_had_an_account(pool: PgPool) {
    let backend = backend(pool).await;
    account(&backend, "ada").await;
    let (bob, _session) = newcomer(&backend, "bob").await;
    let taken = || Err(AppError::field("username", "This name is taken"));
    for (address, name) in [(email("ada"), "probe1"), (email("nobody"), "probe2")] {
        register(&backend, &address, name).await.unwrap();
        assert_eq!(register(&backend, &email("mine"), &name.to_uppercase()).await, taken(), "{address}");
        assert_eq!(register(&backend, &address, name).await, taken(), "{address}");
        let renamed = ProfileForm { username: name.to_owned(), ..ProfileForm::default() };
        assert_eq!(service::update_profile(&backend, &bob, &renamed).await, taken(), "{address}");
    }
    let same = ProfileForm { username: "Bob".to_owned(), ..ProfileForm::default() };
    service::update_profile(&backend, &bob, &same).await.unwrap();
}

#[sqlx::test]
async fn of_registrations_under_one_name_at_once_one_has_it_whatever_the_addresses(pool: PgPool) {
    let backend = backend(pool).await;
    account(&backend, "ada").await;
    let tries = (0..8).map(|at| {
        let backend = backend.clone();
        let address = if at % 2 == 0 { email("ada") } else { email(&format!("nobody{at}")) };
        tokio::spawn(async move { register(&backend, &address, "probe").await.is_ok() })
    });
    let outcomes = futures::future::join_all(tries).await;
    assert_eq!(outcomes.into_iter().filter(|outcome| *outcome.as_ref().unwrap()).count(), 1);
}

#[sqlx::test]
async fn what_nobody_confirms_goes_after_a_week_with_the_names_that_were_held(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    account(&backend, "ada").await;
    service::create_superuser(&backend, &form("root")).await.unwrap();
    unconfirmed(&backend, "closed").await;
    store::tests::close(&pool, &email("closed")).await;
    register(&backend, &email("ada"), "probe1").await.unwrap();
    register(&backend, &email("nobody"), "probe2").await.unwrap();
    store::tests::age(&pool, 6).await;
    assert_eq!(service::sweep(&backend).await.unwrap(), 0);
    for name in ["probe1", "probe2"] {
        assert!(register(&backend, &email("mine"), name).await.is_err(), "{name}");
    }
    store::tests::age(&pool, 2).await;
    assert_eq!(service::sweep(&backend).await.unwrap(), 2);
    assert_eq!(store::tests::count(&pool, "users").await, 3, "confirmed ones and closed ones stay");
    for name in ["probe1", "probe2"] {
        register(&backend, &email(&format!("mine-{name}")), name).await.unwrap();
    }
}
