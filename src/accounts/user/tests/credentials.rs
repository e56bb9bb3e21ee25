//! What changes how one gets in.

use sqlx::PgPool;

use super::{backend, form, is_signed_in, newcomer, try_password, wrong};
use crate::accounts::input::{ChangeEmailForm, ChangePasswordForm, DeleteAccountForm, ForgotForm, ResetForm};
use crate::accounts::jobs::{self, Mail};
use crate::accounts::link::{self, Purpose};
use crate::accounts::testing::{PASSWORD, account, caller, client, email, new_session, sign_in};
use crate::accounts::user::{credentials, service, store};
use crate::error::AppError;

#[sqlx::test]
async fn a_changed_password_ends_every_other_session_and_renews_this_one(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    account(&backend, "ada").await;
    let (here, there) = (new_session(&backend, None), new_session(&backend, None));
    sign_in(&backend, &here, "ada").await.unwrap();
    sign_in(&backend, &there, "ada").await.unwrap();
    let before = here.id();
    let ada = caller(&backend, &here).await;
    let change = ChangePasswordForm { current: PASSWORD.into(), password: "großer Bär im Schnee".into() };
    credentials::change_password(&backend, &here, &client(), &ada, &change).await.unwrap();
    assert_ne!(here.id(), before);
    assert!(is_signed_in(&backend, &here).await);
    assert!(!is_signed_in(&backend, &there).await);
    assert_eq!(try_password(&backend, &email("ada"), PASSWORD).await, Err(wrong()));
    try_password(&backend, &email("ada"), "großer Bär im Schnee").await.unwrap();
    assert_eq!(store::tests::mails(&pool).await, ["password-changed"]);
}

#[sqlx::test]
async fn a_wrong_present_password_changes_nothing_and_is_counted(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    account(&backend, "ada").await;
    let here = new_session(&backend, None);
    sign_in(&backend, &here, "ada").await.unwrap();
    let ada = caller(&backend, &here).await;
    let change = ChangePasswordForm { current: "not the password".into(), password: "großer Bär".into() };
    for _ in 0..9 {
        let error =
            credentials::change_password(&backend, &here, &client(), &ada, &change).await.unwrap_err();
        assert_eq!(error, AppError::field("current", "This is not your password"));
    }
    let delete = DeleteAccountForm { password: PASSWORD.into() };
    let locked = service::delete_account(&backend, &ada, &here, &delete).await;
    assert!(matches!(locked, Err(AppError::Throttled { .. })));
    try_password(&backend, &email("ada"), PASSWORD).await.unwrap();
}

#[sqlx::test]
async fn a_forgotten_password_is_reset_once_and_ends_every_session(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = account(&backend, "ada").await;
    let there = new_session(&backend, None);
    sign_in(&backend, &there, "ada").await.unwrap();
    let forgot = ForgotForm { email: "Ada@example.org".to_owned() };
    credentials::request_reset(&backend, &client(), &forgot).await.unwrap();
    assert_eq!(store::tests::mails(&pool).await, ["reset"]);
    let token = link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    let other = link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    let like_name = ResetForm { token: token.clone(), password: "ada.example.org".into() };
    assert!(credentials::reset(&backend, &client(), &like_name).await.is_err());
    let reset = ResetForm { token, password: "großer Bär im Schnee".into() };
    credentials::reset(&backend, &client(), &reset).await.unwrap();
    assert!(!is_signed_in(&backend, &there).await);
    try_password(&backend, &email("ada"), "großer Bär im Schnee").await.unwrap();
    for token in [reset.token.clone(), other] {
        let again = ResetForm { token, password: "kleiner Igel im Laub".into() };
        assert!(credentials::reset(&backend, &client(), &again).await.is_err());
    }
}

#[sqlx::test]
async fn asking_for_a_link_is_the_same_work_for_an_address_without_an_account(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    account(&backend, "ada").await;
    for (address, mails) in [("nobody@example.org", 1), ("ada@example.org", 2), ("ada@example.org", 2)] {
        let forgot = ForgotForm { email: address.to_owned() };
        credentials::request_reset(&backend, &client(), &forgot).await.unwrap();
        assert_eq!(store::tests::mails(&pool).await.len(), mails, "{address}");
    }
    // Only the job finds out that there is nobody.
    jobs::run(&backend, Mail::Reset { email: "nobody@example.org".to_owned() }).await.unwrap();
    assert_eq!(store::tests::count(&pool, "account_links").await, 0);
    jobs::run(&backend, Mail::Reset { email: "ada@example.org".to_owned() }).await.unwrap();
    assert_eq!(store::tests::count(&pool, "account_links").await, 1);
}

#[sqlx::test]
async fn a_link_that_resets_says_whose_password_it_is_as_long_as_it_works(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = account(&backend, "ada").await;
    let token = link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    assert_eq!(credentials::reset_holder(&backend, &token).await, Ok(Some(email("ada"))));
    let reset = ResetForm { token, password: "kleiner Igel im Laub".into() };
    credentials::reset(&backend, &client(), &reset).await.unwrap();
    assert_eq!(credentials::reset_holder(&backend, &reset.token).await, Ok(None));
    assert_eq!(credentials::reset_holder(&backend, "").await, Ok(None));
}

#[sqlx::test]
async fn of_twenty_resets_with_one_link_one_sets_the_password(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = account(&backend, "ada").await;
    let token = link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    let tries = (0..20).map(|at| {
        let (backend, token) = (backend.clone(), token.clone());
        let reset = ResetForm { token, password: format!("kleiner Igel Nummer {at}") };
        tokio::spawn(async move { credentials::reset(&backend, &client(), &reset).await.is_ok() })
    });
    let outcomes = futures::future::join_all(tries).await;
    assert_eq!(outcomes.into_iter().filter(|outcome| *outcome.as_ref().unwrap()).count(), 1);
}

#[sqlx::test]
async fn a_new_address_counts_from_its_confirmation_on(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = account(&backend, "ada").await;
    let session = new_session(&backend, None);
    sign_in(&backend, &session, "ada").await.unwrap();
    let user = caller(&backend, &session).await;
    let change = ChangeEmailForm { email: "Countess@example.org".into(), password: PASSWORD.into() };
    credentials::request_email_change(&backend, &user, &change).await.unwrap();
    assert_eq!(store::tests::mails(&pool).await, ["confirm-email", "email-change-asked"]);
    let me = service::me(&backend, &user).await.unwrap();
    assert_eq!(
        (me.email.as_str(), me.pending_email.as_deref()),
        ("ada@example.org", Some("countess@example.org"))
    );
    let elsewhere = link::service::make(&pool, Purpose::Email, ada, "other@example.org").await.unwrap();
    assert!(credentials::confirm_email_change(&backend, &elsewhere).await.is_err());
    let token = link::service::make(&pool, Purpose::Email, ada, "countess@example.org").await.unwrap();
    credentials::confirm_email_change(&backend, &token).await.unwrap();
    assert!(
        store::tests::mails(&pool).await.contains(&"email-changed".to_owned()),
        "the address of before is told"
    );
    try_password(&backend, "countess@example.org", PASSWORD).await.unwrap();
    assert_eq!(try_password(&backend, "ada@example.org", PASSWORD).await, Err(wrong()));
}

#[sqlx::test]
async fn the_address_of_another_account_is_not_taken_and_its_owner_is_told(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = account(&backend, "ada").await;
    account(&backend, "bob").await;
    let session = new_session(&backend, None);
    sign_in(&backend, &session, "ada").await.unwrap();
    let user = caller(&backend, &session).await;
    let change = ChangeEmailForm { email: email("bob"), password: PASSWORD.into() };
    credentials::request_email_change(&backend, &user, &change).await.unwrap();
    assert_eq!(store::tests::mails(&pool).await, ["already-registered", "email-change-asked"]);
    let token = link::service::make(&pool, Purpose::Email, ada, &email("bob")).await.unwrap();
    let error = credentials::confirm_email_change(&backend, &token).await.unwrap_err();
    assert_eq!(error, AppError::field("email", "This address has an account already"));
    try_password(&backend, &email("bob"), PASSWORD).await.unwrap();
    try_password(&backend, &email("ada"), PASSWORD).await.unwrap();
}

#[sqlx::test]
async fn a_new_password_stops_the_change_of_the_address(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = account(&backend, "ada").await;
    let session = new_session(&backend, None);
    sign_in(&backend, &session, "ada").await.unwrap();
    let user = caller(&backend, &session).await;
    let change = ChangeEmailForm { email: "thief@example.org".into(), password: PASSWORD.into() };
    credentials::request_email_change(&backend, &user, &change).await.unwrap();
    let theirs = link::service::make(&pool, Purpose::Email, ada, "thief@example.org").await.unwrap();
    let token = link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    let reset = ResetForm { token, password: "kleiner Igel im Laub".into() };
    credentials::reset(&backend, &client(), &reset).await.unwrap();
    assert!(credentials::confirm_email_change(&backend, &theirs).await.is_err());
    assert_eq!(service::me(&backend, &user).await.unwrap().pending_email, None);
}

#[sqlx::test]
async fn an_operator_makes_a_superuser_and_sets_passwords(pool: PgPool) {
    let backend = backend(pool).await;
    service::create_superuser(&backend, &form("root")).await.unwrap();
    assert!(service::create_superuser(&backend, &form("root")).await.is_err());
    let session = new_session(&backend, None);
    sign_in(&backend, &session, "root").await.unwrap();
    let root = caller(&backend, &session).await;
    assert!(root.is_superuser() && root.staff().is_ok());
    assert!(service::set_password(&backend, &email("root"), "password1").await.is_err());
    service::set_password(&backend, "Root@example.org", "großer Bär im Schnee").await.unwrap();
    assert!(!is_signed_in(&backend, &session).await);
    try_password(&backend, &email("root"), "großer Bär im Schnee").await.unwrap();
    let unknown = service::set_password(&backend, "nobody@example.org", "großer Bär im Schnee").await;
    assert_eq!(unknown, Err(AppError::NotFound("User".to_owned())));
}

#[sqlx::test]
async fn a_new_password_ends_what_was_under_way_whoever_sets_it(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    for (at, name) in ["reset", "changed", "operator"].into_iter().enumerate() {
        let (user, session) = newcomer(&backend, name).await;
        let change = ChangeEmailForm { email: format!("thief{at}@example.org"), password: PASSWORD.into() };
        credentials::request_email_change(&backend, &user, &change).await.unwrap();
        let make = async |purpose: Purpose, to: &str| {
            link::service::make(&pool, purpose, user.id(), to).await.unwrap()
        };
        let theirs = make(Purpose::Email, &change.email).await;
        let (token, other) =
            (make(Purpose::Reset, &email(name)).await, make(Purpose::Reset, &email(name)).await);
        let password = "kleiner Igel im Laub";
        match name {
            "reset" => {
                credentials::reset(&backend, &client(), &ResetForm { token, password: password.into() })
                    .await
                    .unwrap();
            }
            "changed" => {
                let change = ChangePasswordForm { current: PASSWORD.into(), password: password.into() };
                credentials::change_password(&backend, &session, &client(), &user, &change).await.unwrap();
            }
            _ => service::set_password(&backend, &email(name), password).await.unwrap(),
        }
        assert!(credentials::confirm_email_change(&backend, &theirs).await.is_err(), "{name}");
        let again = ResetForm { token: other, password: "grosser Fuchs im Schnee".into() };
        assert!(credentials::reset(&backend, &client(), &again).await.is_err(), "{name}");
        assert_eq!(service::me(&backend, &user).await.unwrap().pending_email, None, "{name}");
        let told = store::tests::mails(&pool).await;
        assert_eq!(told.iter().filter(|mail| *mail == "password-changed").count(), at + 1, "{name}");
        try_password(&backend, &email(name), password).await.unwrap();
    }
}

#[sqlx::test]
async fn the_operator_does_not_set_the_shops_name_as_a_password_either(pool: PgPool) {
    let backend = backend(pool).await;
    account(&backend, "ada").await;
    let shop = format!("{}99", backend.settings.vitrine.shop_name);
    let refused = service::set_password(&backend, &email("ada"), &shop).await;
    assert!(matches!(refused, Err(AppError::Validation(_))), "{refused:?}");
}

/// The old password was compared, and then somebody else was faster.
#[sqlx::test]
async fn a_password_that_is_changed_meanwhile_counts_for_nothing_any_more(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let (user, session) = newcomer(&backend, "ada").await;
    let mut faster = pool.begin().await.unwrap();
    store::lock(&mut faster, user.id().0).await.unwrap().unwrap();
    let thief = {
        let (backend, user, session) = (backend.clone(), user.clone(), session.clone());
        tokio::spawn(async move {
            let email = ChangeEmailForm { email: "thief@example.org".into(), password: PASSWORD.into() };
            let password = ChangePasswordForm { current: PASSWORD.into(), password: "grosser Fuchs".into() };
            let delete = DeleteAccountForm { password: PASSWORD.into() };
            let client = client();
            tokio::join!(
                credentials::request_email_change(&backend, &user, &email),
                credentials::change_password(&backend, &session, &client, &user, &password),
                service::delete_account(&backend, &user, &session, &delete),
            )
        })
    };
    while store::tests::waiting(&pool).await < 3 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    store::set_password(&mut faster, user.id().0, "another").await.unwrap();
    faster.commit().await.unwrap();
    let (email_changed, password_changed, deleted) = thief.await.unwrap();
    for outcome in [email_changed, password_changed, deleted.map(|_| ())] {
        assert!(matches!(outcome, Err(AppError::Conflict(_))), "{outcome:?}");
    }
    assert_eq!(store::tests::hash_of(&pool, &email("ada")).await, "another");
    assert_eq!(service::me(&backend, &user).await.unwrap().pending_email, None);
}

#[sqlx::test]
async fn another_address_waits_as_long_as_its_link_works_and_can_be_cancelled(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let (user, _session) = newcomer(&backend, "ada").await;
    let change = ChangeEmailForm { email: "new@example.org".into(), password: PASSWORD.into() };
    let pending = async || service::me(&backend, &user).await.unwrap().pending_email;
    credentials::request_email_change(&backend, &user, &change).await.unwrap();
    assert_eq!(pending().await.as_deref(), Some("new@example.org"), "before the mail is written too");
    store::tests::end_waiting(&pool).await;
    assert_eq!(pending().await, None);

    credentials::request_email_change(&backend, &user, &change).await.unwrap();
    let token = link::service::make(&pool, Purpose::Email, user.id(), "new@example.org").await.unwrap();
    credentials::cancel_email_change(&backend, &user).await.unwrap();
    assert_eq!(pending().await, None);
    assert!(credentials::confirm_email_change(&backend, &token).await.is_err());
    // The mail may still have been on its way.
    let late = link::service::make(&pool, Purpose::Email, user.id(), "new@example.org").await.unwrap();
    assert!(credentials::confirm_email_change(&backend, &late).await.is_err());
}

#[sqlx::test]
async fn an_address_waits_the_same_whether_or_not_it_has_an_account(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let (user, _session) = newcomer(&backend, "ada").await;
    account(&backend, "bob").await;
    for address in [email("bob"), email("nobody")] {
        let change = ChangeEmailForm { email: address.clone(), password: PASSWORD.into() };
        credentials::request_email_change(&backend, &user, &change).await.unwrap();
        let me = service::me(&backend, &user).await.unwrap();
        assert_eq!(me.pending_email, Some(address.clone()));
        store::tests::end_waiting(&pool).await;
        assert_eq!(service::me(&backend, &user).await.unwrap().pending_email, None, "{address}");
    }
}
