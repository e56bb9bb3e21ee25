//! Whoever may not, changes nothing (SPEC D3, A10); `tests/people/admin_table.rs` asks the same over HTTP.

use sqlx::PgPool;

use super::store::{digests, trail};
use super::{act, change, clerk, filled, lamp, make, save};
use crate::accounts::testing::superuser;
use crate::admin::registry::KINDS;
use crate::admin::service;
use crate::error::AppError;
use crate::infra::testing::backend;
use crate::listing::ListQuery;

#[sqlx::test]
async fn staff_without_permissions_sees_and_changes_nothing(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (category, moon) = lamp(&backend, &root).await;
    let nobody = clerk(&backend, &root, "ada", &[]).await;
    let before = (digests(&pool).await, trail(&pool).await);
    for of in KINDS {
        let query = ListQuery::parse(of, "");
        let refused = Some(AppError::Forbidden);
        assert_eq!(service::list(&backend, &nobody, of, &query).await.err(), refused, "{}", of.path);
        assert_eq!(service::counts(&backend, &nobody, of, &query).await.err(), refused, "{}", of.path);
        assert_eq!(service::asked(&backend, &nobody, of, query).await.err(), refused, "{}", of.path);
        assert_eq!(service::history(&backend, &nobody, of, &moon, None).await.err(), refused, "{}", of.path);
        for action in of.actions {
            let done = act(&backend, &nobody, of.path, (action.name, ""), &[&moon]).await;
            assert_eq!(done.err(), refused, "{} {}", action.name, of.path);
        }
    }
    for (path, id) in [("products", &moon), ("categories", &category)] {
        let sent = filled(&backend, &root, path, Some(id), &[("name", "Mine")]).await;
        assert_eq!(save(&backend, &nobody, path, &sent).await.err(), Some(AppError::Forbidden));
        let new = filled(&backend, &root, path, None, &[("name", "Mine")]).await;
        assert_eq!(save(&backend, &nobody, path, &new).await.err(), Some(AppError::Forbidden));
    }
    let sent = filled(&backend, &root, "products", Some(&moon), &[("price", "1")]).await;
    let entry = save(&backend, &root, "products", &sent).await.unwrap().entry.unwrap();
    assert_eq!(service::undo(&backend, &nobody, entry).await.err(), Some(AppError::Forbidden));
    service::undo(&backend, &root, entry).await.unwrap();
    assert_eq!(digests(&pool).await, before.0);
}

#[sqlx::test]
async fn one_permission_opens_one_door(pool: PgPool) {
    let backend = backend(pool);
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let clerk = clerk(&backend, &root, "ada", &["view product", "change product"]).await;
    let home = service::home(&backend, &clerk).await.unwrap();
    let may = home.may["product"];
    assert!(may.view && may.change && !may.add && !may.delete);
    change(&backend, &clerk, "products", &moon, &[("name", "New moon")]).await.unwrap();
    let refused = Some(AppError::Forbidden);
    assert_eq!(act(&backend, &clerk, "products", ("delete", ""), &[&moon]).await.err(), refused);
    let new = filled(&backend, &root, "products", None, &[("name", "Sun")]).await;
    assert_eq!(save(&backend, &clerk, "products", &new).await.err(), refused);
    let (entry, acted) = act(&backend, &clerk, "products", ("publish", ""), &[&moon]).await.unwrap();
    assert_eq!(acted.done, 1);
    service::undo(&backend, &clerk, entry.unwrap()).await.unwrap();
    // What was made is not taken back by somebody who may not delete.
    let category = make(&backend, &root, "categories", &[("name", "Suns")]).await;
    assert_eq!(service::undo(&backend, &clerk, category.entry.unwrap()).await.err(), refused);
}

#[sqlx::test]
async fn only_superusers_make_staff_and_nobody_shuts_themselves_out(pool: PgPool) {
    let backend = backend(pool);
    let root = superuser(&backend, "root").await;
    let clerk = clerk(&backend, &root, "ada", &["view user", "change user"]).await;
    let (ada, own) = (clerk.user().id().0.to_string(), root.user().id().0.to_string());
    let message = |error: AppError, field: &str| match error {
        AppError::Validation(errors) => errors.first(field).unwrap_or_default().to_owned(),
        other => panic!("{other}"),
    };
    let alone = "Only a superuser may change this";
    let error = change(&backend, &clerk, "users", &ada, &[("is_superuser", "yes")]).await.unwrap_err();
    assert_eq!(message(error, "is_superuser"), alone);
    let error = change(&backend, &clerk, "users", &own, &[("bio", "Hello")]).await.unwrap_err();
    assert_eq!(message(error, "bio"), alone);
    let error = change(&backend, &root, "users", &own, &[("is_staff", "")]).await.unwrap_err();
    assert_eq!(message(error, "is_staff"), "You cannot take this from yourself");
    let (_, acted) = act(&backend, &clerk, "users", ("deactivate", ""), &[&own, &ada]).await.unwrap();
    assert_eq!((acted.done, acted.problems.len()), (0, 2));
    change(&backend, &clerk, "users", &ada, &[("bio", "Hello")]).await.unwrap();
}
