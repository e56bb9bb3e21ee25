//! What the trail forgets (SPEC D10, U1), and what is gone with it (SPEC A7, J4).

use sqlx::PgPool;
use uuid::Uuid;

use super::store::{age, groups_and_members, hang, holds, review_of};
use super::{act, change, clerk, lamp, make, of};
use crate::accounts::input::DeleteAccountForm;
use crate::accounts::testing::{PASSWORD, caller, email, new_session, sign_in, superuser};
use crate::accounts::user::service as users;
use crate::admin::{ActDone, service};
use crate::catalog::product::model::ProductId;
use crate::error::AppError;
use crate::infra::testing::backend;
use crate::infra::{Backend, queue};
use crate::reviews::input::ReviewForm;
use crate::reviews::model::ReviewId;
use crate::reviews::patch;

/// What an undo says that would need what is forgotten.
const FORGOTTEN: &str =
    "This cannot be undone any more: the account was deleted, and what it held is not kept.";

async fn undo(
    backend: &Backend,
    staff: &crate::accounts::caller::Staff,
    entry: Uuid,
) -> Result<Uuid, String> {
    match service::undo(backend, staff, entry).await {
        Ok(ActDone::Done { entry, .. }) => Ok(entry.unwrap()),
        Ok(ActDone::Running { .. }) => panic!("so few rows are taken back at once"),
        Err(AppError::Conflict(words)) => Err(words),
        Err(other) => panic!("{other}"),
    }
}

#[sqlx::test]
async fn the_trail_keeps_what_was_done_and_nothing_of_whose_account_is_deleted(pool: PgPool) {
    queue::migrate(&pool).await.unwrap();
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    act(&backend, &root, "products", ("publish", ""), &[&moon]).await.unwrap();
    let ada = clerk(&backend, &root, "ada", &["view product", "change product"]).await;
    let id = ada.user().id().0.to_string();
    let own = change(&backend, &ada, "products", &moon, &[("price", "70")]).await.unwrap();
    let typed = [
        ("email", "countess@example.org"),
        ("first_name", "Augusta"),
        ("bio", "Note G"),
        ("phone", "+44 20 123"),
        ("address", "Secret Street 1"),
        ("birth_date", "1990-12-10"),
    ];
    let told = change(&backend, &root, "users", &id, &typed).await.unwrap().entry.unwrap();
    change(&backend, &root, "users", &id, &[("email", &email("ada"))]).await.unwrap();

    let session = new_session(&backend, None);
    sign_in(&backend, &session, "ada").await.unwrap();
    let user = caller(&backend, &session).await;
    let form = ReviewForm { rating: "4".to_owned(), title: "Warm light".to_owned(), body: String::new() };
    let product = ProductId(moon.parse().unwrap());
    patch::create(&backend, &user, product, ReviewId(Uuid::now_v7()), &form).await.unwrap();
    act(&backend, &root, "products", ("delete", ""), &[&moon]).await.unwrap();
    let (erased, _) = act(&backend, &root, "products", ("erase", ""), &[&moon]).await.unwrap();

    let words = ["ada", "countess", "Augusta", "Note G", "+44 20", "Secret Street", "1990-12-10"];
    for word in words {
        assert!(holds(&pool, word).await, "{word}");
    }
    let leave = DeleteAccountForm { password: PASSWORD.to_owned() };
    users::delete_account(&backend, &user, &session, &leave).await.unwrap();
    for word in ["countess", "Augusta", "Note G", "+44 20", "Secret Street", "1990-12-10", "ada@"] {
        assert!(!holds(&pool, word).await, "{word}");
    }

    let history = service::history(&backend, &root, of("users"), &id, None).await.unwrap();
    let entry = history.entries.iter().find(|entry| entry.id == told).unwrap();
    assert_eq!((entry.who.as_str(), entry.words.as_str()), ("root", "changed user"));
    assert_eq!(entry.thing.as_ref().unwrap().0, "deleted user");
    assert!(!entry.may_undo, "nothing is offered that is refused");
    let bio = entry.changes.iter().find(|change| change.field == "About").unwrap();
    assert_eq!(bio.after.value, "deleted with the account");
    assert_eq!(undo(&backend, &root, told).await, Err(FORGOTTEN.to_owned()));

    // What she did herself stands there without her name, and what went with her review comes back without her.
    undo(&backend, &root, erased.unwrap()).await.unwrap();
    assert_eq!(review_of(&pool, &moon).await, Some(("Warm light".to_owned(), None)));
    let history = service::history(&backend, &root, of("products"), &moon, None).await.unwrap();
    let entry = history.entries.iter().find(|entry| Some(entry.id) == own.entry).unwrap();
    assert_eq!((entry.who.as_str(), entry.changes[0].after.value.as_str()), ("deleted user", "70.0"));
}

#[sqlx::test]
async fn a_group_comes_back_without_members_who_are_gone(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let ada = clerk(&backend, &root, "ada", &["view product"]).await;
    let form =
        service::form(&backend, &root, of("users"), Some(&ada.user().id().0.to_string())).await.unwrap();
    let (gone, _) = act(&backend, &root, "groups", ("delete", ""), &[&form.values["groups"]]).await.unwrap();
    let session = new_session(&backend, None);
    sign_in(&backend, &session, "ada").await.unwrap();
    let user = caller(&backend, &session).await;
    let leave = DeleteAccountForm { password: PASSWORD.to_owned() };
    users::delete_account(&backend, &user, &session, &leave).await.unwrap();
    undo(&backend, &root, gone.unwrap()).await.unwrap();
    let group = Uuid::parse_str(&form.values["groups"]).unwrap();
    assert_eq!(groups_and_members(&pool, group).await, (1, 0));
}

#[sqlx::test]
async fn a_user_whose_making_was_taken_back_is_forgotten_after_a_month(pool: PgPool) {
    queue::migrate(&pool).await.unwrap();
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let typed = [("username", "eve"), ("email", "eve@example.org"), ("bio", "Note G")];
    let made = make(&backend, &root, "users", &typed).await.entry.unwrap();
    let undone = undo(&backend, &root, made).await.unwrap();
    users::sweep(&backend).await.unwrap();
    assert!(holds(&pool, "Note G").await, "the user can still be had back");
    age(&pool, 31).await;
    users::sweep(&backend).await.unwrap();
    assert!(!holds(&pool, "Note G").await && !holds(&pool, "eve@").await);
    assert_eq!(undo(&backend, &root, undone).await, Err(FORGOTTEN.to_owned()));
}

#[sqlx::test]
async fn pictures_whose_files_are_gone_do_not_come_back_broken(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (category, moon) = lamp(&backend, &root).await;
    let typed = [("name", "Sun"), ("price", "9"), ("category", category.as_str())];
    let sun = make(&backend, &root, "products", &typed).await.id;
    hang(&pool, &moon, "products/a1").await;
    let erase = async || {
        act(&backend, &root, "products", ("delete", ""), &[&moon]).await.unwrap();
        act(&backend, &root, "products", ("erase", ""), &[&moon]).await.unwrap().0.unwrap()
    };
    let erased = erase().await;
    age(&pool, 29).await;
    undo(&backend, &root, erased).await.unwrap();
    act(&backend, &root, "products", ("restore", ""), &[&moon]).await.unwrap();

    let erased = erase().await;
    age(&pool, 31).await;
    let refused = undo(&backend, &root, erased).await;
    let words = "This cannot be undone any more: pictures are kept for 30 days, and those of Moon are gone.";
    assert_eq!(refused, Err(words.to_owned()));
    // Another product has the same picture: its files are there.
    hang(&pool, &sun, "products/a1").await;
    undo(&backend, &root, erased).await.unwrap();
}
