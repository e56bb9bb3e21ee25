//! Work on several things at once (SPEC A2).

use sqlx::PgPool;

use super::store::trail;
use super::{act, lamp, make, of};
use crate::accounts::testing::superuser;
use crate::admin::bulk::{AT_ONCE, service as runs};
use crate::admin::{ActDone, SentAction, service};
use crate::catalog::image::service::StoredPicture;
use crate::catalog::synthetic;
use crate::error::AppError;
use crate::infra::testing::backend;
use crate::infra::{Backend, queue};

#[sqlx::test]
async fn what_is_refused_is_named_and_the_rest_is_done(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (category, moon) = lamp(&backend, &root).await;
    let typed = [("name", "Penny"), ("price", "0.02"), ("category", category.as_str())];
    let penny = make(&backend, &root, "products", &typed).await.id;
    let before = trail(&pool).await.0;
    let (entry, acted) = act(&backend, &root, "products", ("price", "-50%"), &[&moon, &penny]).await.unwrap();
    assert_eq!((acted.done, acted.problems.len()), (2, 0));
    let (_, acted) = act(&backend, &root, "products", ("price", "-50%"), &[&moon, &penny]).await.unwrap();
    assert_eq!(acted.done, 2, "half a cent is rounded up");
    let (_, acted) = act(&backend, &root, "products", ("price", "-0.50"), &[&moon, &penny]).await.unwrap();
    assert_eq!((acted.done, acted.problems), (1, vec!["Penny: Price must be positive".to_owned()]));
    assert!(entry.is_some());
    let (nothing, _) = act(&backend, &root, "products", ("feature", ""), &[&moon]).await.unwrap();
    assert!(nothing.is_some());
    let (nothing, acted) = act(&backend, &root, "products", ("feature", ""), &[&moon]).await.unwrap();
    assert_eq!((nothing, acted.done), (None, 1), "it was so already");
    assert!(trail(&pool).await.0 > before);
}

#[sqlx::test]
async fn a_category_with_products_stays_and_says_why(pool: PgPool) {
    let backend = backend(pool);
    let root = superuser(&backend, "root").await;
    let (lamps, _) = lamp(&backend, &root).await;
    let empty = make(&backend, &root, "categories", &[("name", "Empty")]).await.id;
    let below =
        make(&backend, &root, "categories", &[("name", "Below"), ("parent", empty.as_str())]).await.id;
    let (_, acted) =
        act(&backend, &root, "categories", ("delete", ""), &[&lamps, &empty, &below]).await.unwrap();
    assert_eq!(acted.done, 2);
    assert_eq!(acted.problems, ["Lamps: Categories with products cannot be deleted: Lamps (1 product)"]);
}

#[sqlx::test]
async fn many_things_are_a_run_under_one_entry_that_is_taken_back_as_one(pool: PgPool) {
    queue::migrate(&pool).await.unwrap();
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    many(&backend).await;
    let before = super::store::digests(&pool).await;
    let sent = SentAction { action: "feature".to_owned(), all: Some(String::new()), ..SentAction::default() };
    let ActDone::Running { run } = service::act(&backend, &root, of("products"), &sent).await.unwrap() else {
        panic!("it was done at once")
    };
    service::run(&backend, run).await.unwrap();
    let progress = runs::progress(&backend, &root, run).await.unwrap();
    assert!(progress.is_over() && progress.state == "done", "{progress:?}");
    assert_eq!(progress.total, Some(progress.done));
    assert!(progress.done as usize > AT_ONCE);
    // Begun again, it is over.
    service::run(&backend, run).await.unwrap();
    let ActDone::Running { run } = service::undo(&backend, &root, progress.entry.unwrap()).await.unwrap()
    else {
        panic!("it was done at once")
    };
    service::run(&backend, run).await.unwrap();
    assert_eq!(runs::progress(&backend, &root, run).await.unwrap().state, "done");
    assert_eq!(super::store::digests(&pool).await, before);
}

#[sqlx::test]
async fn an_action_that_is_sent_twice_is_done_once_and_another_from_the_same_page_is_done(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let dearer = SentAction {
        action: "price".to_owned(),
        value: "+10%".to_owned(),
        ids: vec![moon.clone()],
        request: Some(uuid::Uuid::now_v7()),
        ..SentAction::default()
    };
    let price = async || {
        service::form(&backend, &root, of("products"), Some(&moon)).await.unwrap().values["price"].clone()
    };
    let (one, two) = tokio::join!(
        service::act(&backend, &root, of("products"), &dearer),
        service::act(&backend, &root, of("products"), &dearer)
    );
    assert_eq!(one.unwrap(), two.unwrap());
    assert_eq!(price().await, "107.80");
    let cheaper = SentAction { value: "-10%".to_owned(), ..dearer };
    service::act(&backend, &root, of("products"), &cheaper).await.unwrap();
    assert_eq!(price().await, "97.02");
}

#[sqlx::test]
async fn what_is_still_being_done_is_not_taken_back(pool: PgPool) {
    queue::migrate(&pool).await.unwrap();
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    many(&backend).await;
    let sent = SentAction { action: "feature".to_owned(), all: Some(String::new()), ..SentAction::default() };
    let ActDone::Running { run } = service::act(&backend, &root, of("products"), &sent).await.unwrap() else {
        panic!("it was done at once")
    };
    service::run(&backend, run).await.unwrap();
    let entry = runs::progress(&backend, &root, run).await.unwrap().entry.unwrap();
    super::store::begin_again(&pool, run, entry).await;
    let refused = service::undo(&backend, &root, entry).await.unwrap_err();
    assert_eq!(
        refused,
        AppError::Conflict(
            "This is still being done. It can be undone as soon as it is finished.".to_owned()
        )
    );
    // Of a run that nobody heard of for an hour the sweep says that it is over.
    super::store::fall_silent(&pool).await;
    runs::sweep(&backend).await.unwrap();
    let progress = runs::progress(&backend, &root, run).await.unwrap();
    assert_eq!((progress.state.as_str(), progress.is_over()), ("failed", true));
    assert!(matches!(service::undo(&backend, &root, entry).await.unwrap(), ActDone::Running { .. }));
}

/// More products than are worked on at once.
async fn many(backend: &Backend) {
    let picture = StoredPicture { file: "products/a1".to_owned(), width: 10, height: 10 };
    let mut transaction = backend.pool.begin().await.unwrap();
    synthetic::service::fill(&mut transaction, 1_200, &[picture]).await.unwrap();
    transaction.commit().await.unwrap();
}
