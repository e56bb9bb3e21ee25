//! Who may do what with a review: the answer, and what came of it.

use sqlx::PgPool;
use vitrine::accounts::caller::{User, Visitor};
use vitrine::accounts::model::{Action, Kind, Permission};
use vitrine::accounts::testing::{signed_in, superuser};
use vitrine::error::AppError;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;
use vitrine::reviews::model::ReviewId;
use vitrine::reviews::service;

use super::{everything, globe, shown, staff, typed};

/// Leave to do this to reviews.
fn may(action: Action) -> Permission {
    Permission::new(action, Kind::Review)
}

/// Everybody who may ask, by name. A visitor is no user: there is nothing that a service could be asked with.
async fn askers(backend: &Backend) -> Vec<(&'static str, Result<User, AppError>)> {
    vec![
        ("visitor", Visitor::default().into_user()),
        ("other user", Ok(signed_in(backend, "eve").await)),
        ("staff without the permission", Ok(staff(backend, "sam", &[]).await)),
        ("staff with another permission", Ok(staff(backend, "sue", &[may(Action::Change)]).await)),
        ("staff with the permission", Ok(staff(backend, "stan", &[may(Action::Delete)]).await)),
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
    for (name, asker) in askers(&backend).await {
        let before = everything(&pool).await;
        match asker {
            // What somebody else saves is a review of their own, staff or not.
            Ok(user) => {
                assert_eq!(service::own(&backend, &user, "globe").await.unwrap(), None, "{name}");
                let saved = service::save(&backend, &user, "globe", &typed(2, name)).await.unwrap();
                assert_ne!(saved.id, id, "{name}");
                assert_eq!(everything(&pool).await.len(), before.len() + 1, "{name}");
            }
            Err(refusal) => {
                assert_eq!((name, refusal), ("visitor", AppError::Unauthorized));
                assert_eq!(everything(&pool).await, before, "{name}");
            }
        }
        let kept = service::own(&backend, &owner, "globe").await.unwrap().unwrap();
        assert_eq!((kept.id, kept.rating, kept.title.as_str()), (id, 4, "Warm light"), "{name}");
    }
    assert_eq!(shown(&pool, product).await, (6, "2.33".to_owned()));
    let own = service::save(&backend, &owner, "globe", &typed(1, "Broke")).await.unwrap();
    assert_eq!((own.id, shown(&pool, product).await), (id, (6, "1.83".to_owned())));
}
