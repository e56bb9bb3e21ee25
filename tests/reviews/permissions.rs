//! Who may do what with a review: the answer, and what came of it.

use sqlx::PgPool;
use vitrine::accounts::caller::{User, Visitor};
use vitrine::accounts::testing::{signed_in, superuser};
use vitrine::error::AppError;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;
use vitrine::reviews::model::ReviewId;
use vitrine::reviews::service;

use super::{everything, globe, shown, staff, typed};

/// Everybody who may ask, by name. A visitor is no user: there is nothing that a service could be asked with.
async fn askers(backend: &Backend) -> Vec<(&'static str, Result<User, AppError>)> {
    vec![
        ("visitor", Visitor::default().into_user()),
        ("other user", Ok(signed_in(backend, "eve").await)),
        ("staff without the permission", Ok(staff(backend, "sam", None).await)),
        ("staff with another permission", Ok(staff(backend, "sue", Some(("change", "review"))).await)),
        ("staff with the permission", Ok(staff(backend, "stan", Some(("delete", "review"))).await)),
        ("superuser", Ok(superuser(backend, "root").await.user().clone())),
    ]
}

async fn review_of(backend: &Backend, owner: &User) -> ReviewId {
    service::save(backend, owner, "globe", &typed(4, "Warm light")).await.unwrap().id
}

#[sqlx::test]
async fn a_review_is_deleted_by_its_writer_and_by_staff_who_may(pool: PgPool) {
    let backend = backend(pool.clone());
    let product = globe(&backend).await;
    let owner = signed_in(&backend, "ada").await;
    for (name, asker) in askers(&backend).await {
        let id = review_of(&backend, &owner).await;
        let before = everything(&pool).await;
        let answer = match asker {
            Ok(user) => service::delete(&backend, &user, id).await,
            Err(refusal) => Err(refusal),
        };
        let expected = match name {
            "visitor" => Err(AppError::Unauthorized),
            "staff with the permission" | "superuser" => Ok(()),
            _ => Err(AppError::Forbidden),
        };
        assert_eq!(answer, expected, "{name}");
        if expected.is_ok() {
            assert!(everything(&pool).await.is_empty(), "{name}");
            assert_eq!(shown(&pool, product).await, (0, "0.00".to_owned()), "{name}");
        } else {
            assert_eq!(everything(&pool).await, before, "{name}");
            assert_eq!(shown(&pool, product).await, (1, "4.00".to_owned()), "{name}");
        }
    }
    let id = review_of(&backend, &owner).await;
    service::delete(&backend, &owner, id).await.unwrap();
    assert!(everything(&pool).await.is_empty());
}

#[sqlx::test]
async fn a_review_is_changed_by_its_writer_alone(pool: PgPool) {
    let backend = backend(pool.clone());
    let product = globe(&backend).await;
    let owner = signed_in(&backend, "ada").await;
    let id = review_of(&backend, &owner).await;
    let before = everything(&pool).await;
    for (name, asker) in askers(&backend).await {
        let answer = match asker {
            Ok(user) => service::update(&backend, &user, id, &typed(1, "Not mine")).await.map(|_| ()),
            Err(refusal) => Err(refusal),
        };
        let expected = if name == "visitor" { AppError::Unauthorized } else { AppError::Forbidden };
        assert_eq!(answer, Err(expected), "{name}");
        assert_eq!(everything(&pool).await, before, "{name}");
        assert_eq!(shown(&pool, product).await, (1, "4.00".to_owned()), "{name}");
    }
    let own = service::update(&backend, &owner, id, &typed(1, "Broke")).await.unwrap();
    assert_eq!((own.id, shown(&pool, product).await), (id, (1, "1.00".to_owned())));
}

#[sqlx::test]
async fn saving_and_asking_for_ones_own_never_touches_that_of_another(pool: PgPool) {
    let backend = backend(pool.clone());
    let product = globe(&backend).await;
    let owner = signed_in(&backend, "ada").await;
    let id = review_of(&backend, &owner).await;
    for (name, asker) in askers(&backend).await {
        let Ok(user) = asker else { continue };
        assert_eq!(service::own(&backend, &user, "globe").await.unwrap(), None, "{name}");
        let saved = service::save(&backend, &user, "globe", &typed(2, name)).await.unwrap();
        assert_ne!(saved.id, id, "{name}");
    }
    let kept = service::own(&backend, &owner, "globe").await.unwrap().unwrap();
    assert_eq!((kept.id, kept.rating, kept.title.as_str()), (id, 4, "Warm light"));
    assert_eq!(shown(&pool, product).await, (6, "2.33".to_owned()));
}
