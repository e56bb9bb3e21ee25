//! What the trail forgets (SPEC D10, U1), and what is gone with it (SPEC A7, J4).

use sqlx::PgPool;
use uuid::Uuid;

use super::store::{age, digests, groups_and_members, hang, holds, let_wait, many_users, places, review_of};
use super::{act, change, clerk, lamp, make, of};
use crate::accounts::caller::Staff;
use crate::accounts::input::DeleteAccountForm;
use crate::accounts::testing::{PASSWORD, account, caller, email, new_session, sign_in, superuser};
use crate::accounts::user::service as users;
use crate::admin::bulk::{AT_ONCE, service as runs};
use crate::admin::{ActDone, SentAction, service};
use crate::catalog::product::model::ProductId;
use crate::error::AppError;
use crate::infra::testing::backend;
use crate::infra::{Backend, queue};
use crate::listing::ListQuery;
use crate::reviews::input::ReviewForm;
use crate::reviews::model::ReviewId;
use crate::reviews::patch;

/// What an undo says that would need what is forgotten.
const FORGOTTEN: &str =
    "This cannot be undone any more: the account was deleted, and what it held is not kept.";

/// Signs somebody in and deletes their account.
async fn leave(backend: &Backend, name: &str) {
    let session = new_session(backend, None);
    sign_in(backend, &session, name).await.unwrap();
    let user = caller(backend, &session).await;
    let form = DeleteAccountForm { password: PASSWORD.to_owned() };
    users::delete_account(backend, &user, &session, &form).await.unwrap();
}

async fn undo(backend: &Backend, staff: &Staff, entry: Uuid) -> Result<Uuid, String> {
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
    leave(&backend, "ada").await;
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
async fn a_review_comes_back_without_a_writer_whose_row_waits_to_go(pool: PgPool) {
    queue::migrate(&pool).await.unwrap();
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    act(&backend, &root, "products", ("publish", ""), &[&moon]).await.unwrap();
    account(&backend, "ada").await;
    let session = new_session(&backend, None);
    sign_in(&backend, &session, "ada").await.unwrap();
    let ada = caller(&backend, &session).await;
    let form = ReviewForm { rating: "4".to_owned(), title: "Warm light".to_owned(), body: String::new() };
    let product = ProductId(moon.parse().unwrap());
    patch::create(&backend, &ada, product, ReviewId(Uuid::now_v7()), &form).await.unwrap();
    act(&backend, &root, "products", ("delete", ""), &[&moon]).await.unwrap();
    let (erased, _) = act(&backend, &root, "products", ("erase", ""), &[&moon]).await.unwrap();
    let_wait(&pool, ada.id().0).await;
    undo(&backend, &root, erased.unwrap()).await.unwrap();
    assert_eq!(review_of(&pool, &moon).await, Some(("Warm light".to_owned(), None)));
}

#[sqlx::test]
async fn a_group_comes_back_without_members_who_are_gone(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let ada = clerk(&backend, &root, "ada", &["view product"]).await;
    let form =
        service::form(&backend, &root, of("users"), Some(&ada.user().id().0.to_string())).await.unwrap();
    let (gone, _) = act(&backend, &root, "groups", ("delete", ""), &[&form.values["groups"]]).await.unwrap();
    leave(&backend, "ada").await;
    undo(&backend, &root, gone.unwrap()).await.unwrap();
    let group = Uuid::parse_str(&form.values["groups"]).unwrap();
    assert_eq!(groups_and_members(&pool, group).await, (1, 0));
}

#[sqlx::test]
async fn an_entry_about_several_users_is_taken_back_without_those_who_left(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let ids = [account(&backend, "ada").await, account(&backend, "bob").await].map(|id| id.0.to_string());
    let both = [ids[0].as_str(), ids[1].as_str()];
    let is_active = async || {
        let form = service::form(&backend, &root, of("users"), Some(both[1])).await.unwrap();
        form.values["is_active"] == "yes"
    };
    act(&backend, &root, "users", ("deactivate", ""), &both).await.unwrap();
    let (activated, _) = act(&backend, &root, "users", ("activate", ""), &both).await.unwrap();
    let activated = activated.unwrap();
    act(&backend, &root, "users", ("deactivate", ""), &both[..1]).await.unwrap();
    let (hers, _) = act(&backend, &root, "users", ("activate", ""), &both[..1]).await.unwrap();
    leave(&backend, "ada").await;

    let history = service::history(&backend, &root, of("audit"), &activated.to_string(), None).await.unwrap();
    let entry = &history.entries[0];
    let things: Vec<&str> = entry.changes.iter().map(|change| change.thing.as_str()).collect();
    assert_eq!((things, entry.may_undo), (vec!["deleted user", "bob"], true));
    let ActDone::Done { entry: undone, acted } = service::undo(&backend, &root, activated).await.unwrap()
    else {
        panic!("so few rows are taken back at once")
    };
    assert_eq!((acted.done, is_active().await), (1, false));
    assert_eq!(acted.problems, ["1 user is not there any more: the account was deleted"]);
    // What was left out does not stand in the undo.
    undo(&backend, &root, undone.unwrap()).await.unwrap();
    assert!(is_active().await);

    // Of what was about her alone nothing is left.
    let history = service::history(&backend, &root, of("users"), both[0], None).await.unwrap();
    let entry = history.entries.iter().find(|entry| Some(entry.id) == hers).unwrap();
    assert!(!entry.may_undo, "nothing is offered that is refused");
    assert_eq!(undo(&backend, &root, hers.unwrap()).await, Err(FORGOTTEN.to_owned()));
}

#[sqlx::test]
async fn the_worker_says_too_how_many_who_left_are_not_in_an_undo(pool: PgPool) {
    queue::migrate(&pool).await.unwrap();
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    account(&backend, "ada").await;
    many_users(&pool, i32::try_from(AT_ONCE).unwrap()).await;
    let mut entry = None;
    for action in ["deactivate", "activate"] {
        let all = SentAction { action: action.to_owned(), all: Some(String::new()), ..SentAction::default() };
        let ActDone::Running { run } = service::act(&backend, &root, of("users"), &all).await.unwrap() else {
            panic!("it was done at once")
        };
        service::run(&backend, run).await.unwrap();
        entry = runs::progress(&backend, &root, run).await.unwrap().entry;
    }
    leave(&backend, "ada").await;
    let ActDone::Running { run } = service::undo(&backend, &root, entry.unwrap()).await.unwrap() else {
        panic!("it was done at once")
    };
    service::run(&backend, run).await.unwrap();
    let progress = runs::progress(&backend, &root, run).await.unwrap();
    assert_eq!((progress.state.as_str(), progress.failed), ("done", 1), "{progress:?}");
    assert_eq!(progress.problems, ["1 user is not there any more: the account was deleted"]);
}

#[sqlx::test]
async fn who_leaves_takes_no_more_of_the_trail_along_for_having_made_much(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (category, _) = lamp(&backend, &root).await;
    let ada = clerk(&backend, &root, "ada", &["view product", "add product", "change product"]).await;
    let typed = [("name", "Sun"), ("price", "9"), ("category", category.as_str())];
    let sun = make(&backend, &ada, "products", &typed).await;
    let price = change(&backend, &ada, "products", &sun.id, &[("price", "10")]).await.unwrap();
    act(&backend, &root, "products", ("delete", ""), &[&sun.id]).await.unwrap();
    let (erased, _) = act(&backend, &root, "products", ("erase", ""), &[&sun.id]).await.unwrap();
    let before = places(&pool, ada.user().id().0).await;
    leave(&backend, "ada").await;
    assert_eq!(places(&pool, ada.user().id().0).await, before, "what she did is not written anew");

    // Her name is shown nowhere all the same, and what she made comes back without her.
    let history = service::history(&backend, &root, of("products"), &sun.id, None).await.unwrap();
    let who = |id: Option<Uuid>| {
        history.entries.iter().find(|entry| Some(entry.id) == id).map(|entry| entry.who.as_str())
    };
    assert_eq!(
        [who(sun.entry), who(price.entry), who(erased)],
        ["deleted user", "deleted user", "root"].map(Some)
    );
    let query = ListQuery::parse(of("audit"), "kind=product");
    let rows = service::list(&backend, &root, of("audit"), &query).await.unwrap().rows;
    assert!(rows.iter().any(|row| row.cells.iter().any(|cell| cell == "deleted user")));
    assert!(!rows.iter().any(|row| row.cells.iter().any(|cell| cell == "ada")));
    undo(&backend, &root, erased.unwrap()).await.unwrap();
    act(&backend, &root, "products", ("restore", ""), &[&sun.id]).await.unwrap();
    let form = service::form(&backend, &root, of("products"), Some(&sun.id)).await.unwrap();
    assert_eq!((form.values["created_by"].as_str(), form.values["price"].as_str()), ("", "10.00"));
    undo(&backend, &root, price.entry.unwrap()).await.unwrap();
}

#[sqlx::test]
async fn what_somebody_made_who_left_is_unmade_like_anything_else(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (category, _) = lamp(&backend, &root).await;
    let products =
        async || digests(&pool).await.into_iter().find(|(table, _)| *table == "products").unwrap().1;
    let before = products().await;
    let ada = clerk(&backend, &root, "ada", &["view product", "add product"]).await;
    let typed = [("name", "Sun"), ("price", "9"), ("category", category.as_str())];
    let made = make(&backend, &ada, "products", &typed).await.entry.unwrap();
    leave(&backend, "ada").await;
    let unmade = undo(&backend, &root, made).await.unwrap();
    assert_eq!(products().await, before);
    undo(&backend, &root, unmade).await.unwrap();
    assert_ne!(products().await, before);
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
