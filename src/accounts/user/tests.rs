//! The rules of accounts on a real PostgreSQL.

use sqlx::PgPool;
use tower_sessions::Session;

use super::{credentials, service, store};
use crate::accounts::input::{
    ChangeEmailForm, ChangePasswordForm, DeleteAccountForm, ForgotForm, ProfileForm, RegisterForm, ResetForm,
    SignInForm, WRONG_CREDENTIALS,
};
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

async fn is_signed_in(backend: &Backend, session: &Session) -> bool {
    let again = new_session(backend, session.id());
    authenticate(backend, &again).await.unwrap().user().is_some()
}

#[sqlx::test]
async fn one_registers_and_signs_in_whatever_the_case_of_the_address(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    service::register(&backend, &client(), &form("ada")).await.unwrap();
    assert_eq!(store::tests::mails(&pool).await, ["verify"]);
    try_password(&backend, "Ada@Example.ORG ", PASSWORD).await.unwrap();
    assert_eq!(store::tests::count(&pool, "profiles").await, 1);
    let hash = store::tests::hash_of(&pool, &email("ada")).await;
    assert!(hash.starts_with("$argon2id$") && !hash.contains(PASSWORD));
}

#[sqlx::test]
async fn an_address_in_any_script_has_an_account(pool: PgPool) {
    let backend = backend(pool).await;
    let japanese =
        RegisterForm {
            email: "用户@例え.jp".into(), username: "花子".into(), password: PASSWORD.into()
        };
    service::register(&backend, &client(), &japanese).await.unwrap();
    try_password(&backend, "用户@例え.jp", PASSWORD).await.unwrap();
    let german = RegisterForm { email: "J\u{fc}rgen@b\u{fc}cher.example".into(), ..form("J\u{fc}rgen") };
    service::register(&backend, &client(), &german).await.unwrap();
    try_password(&backend, "JU\u{308}RGEN@bu\u{308}cher.example", PASSWORD).await.unwrap();
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
    for (address, mails) in [("nobody@example.org", 0), ("Ada@example.org", 1)] {
        let forgot = ForgotForm { email: address.to_owned() };
        credentials::request_reset(&backend, &client(), &forgot).await.unwrap();
        assert_eq!(store::tests::mails(&pool).await.len(), mails);
    }
    let token = link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    let other = link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    let like_name = ResetForm { token: token.clone(), password: "ada.example.org".into() };
    assert!(credentials::reset(&backend, &like_name).await.is_err());
    let reset = ResetForm { token, password: "großer Bär im Schnee".into() };
    credentials::reset(&backend, &reset).await.unwrap();
    assert!(!is_signed_in(&backend, &there).await);
    try_password(&backend, &email("ada"), "großer Bär im Schnee").await.unwrap();
    for token in [reset.token.clone(), other] {
        let again = ResetForm { token, password: "kleiner Igel im Laub".into() };
        assert!(credentials::reset(&backend, &again).await.is_err());
    }
}

#[sqlx::test]
async fn of_twenty_resets_with_one_link_one_sets_the_password(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = account(&backend, "ada").await;
    let token = link::service::make(&pool, Purpose::Reset, ada, &email("ada")).await.unwrap();
    let tries = (0..20).map(|at| {
        let (backend, token) = (backend.clone(), token.clone());
        let reset = ResetForm { token, password: format!("kleiner Igel Nummer {at}") };
        tokio::spawn(async move { credentials::reset(&backend, &reset).await.is_ok() })
    });
    let outcomes = futures::future::join_all(tries).await;
    assert_eq!(outcomes.into_iter().filter(|outcome| *outcome.as_ref().unwrap()).count(), 1);
}

#[sqlx::test]
async fn confirming_the_address_signs_in_where_nobody_is(pool: PgPool) {
    let backend = backend(pool.clone()).await;
    let ada = account(&backend, "ada").await;
    account(&backend, "bob").await;
    let token = link::service::make(&pool, Purpose::Verify, ada, &email("ada")).await.unwrap();
    let session = new_session(&backend, None);
    credentials::verify_email(&backend, &session, &client(), &token).await.unwrap();
    let user = caller(&backend, &session).await;
    let me = service::me(&backend, &user).await.unwrap();
    assert!(me.email_verified && me.id == ada);
    assert!(credentials::verify_email(&backend, &session, &client(), &token).await.is_err());
    assert!(credentials::resend_verification(&backend, &user).await.is_err());

    let token = link::service::make(&pool, Purpose::Verify, ada, &email("ada")).await.unwrap();
    let bobs = new_session(&backend, None);
    sign_in(&backend, &bobs, "bob").await.unwrap();
    let bob = caller(&backend, &bobs).await.id();
    credentials::verify_email(&backend, &bobs, &client(), &token).await.unwrap();
    assert_eq!(caller(&backend, &bobs).await.id(), bob, "who is signed in stays who it is");
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
    credentials::reset(&backend, &reset).await.unwrap();
    assert!(credentials::confirm_email_change(&backend, &theirs).await.is_err());
    assert_eq!(service::me(&backend, &user).await.unwrap().pending_email, None);
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
