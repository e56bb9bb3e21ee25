//! Users whom staff make choose their own password (SPEC U1, A10).

use sqlx::PgPool;

use super::store::{drop_jobs, resets_to};
use super::{act, change, clerk, make};
use crate::accounts::testing::{account, superuser};
use crate::error::AppError;
use crate::infra::queue;
use crate::infra::testing::backend;

#[sqlx::test]
async fn whose_address_is_corrected_is_mailed_the_link_to_set_the_password(pool: PgPool) {
    queue::migrate(&pool).await.unwrap();
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let typed = [("username", "eve"), ("email", "evve@example.org")];
    let eve = make(&backend, &root, "users", &typed).await.id;
    assert_eq!(resets_to(&pool, "evve@example.org").await, 1);
    change(&backend, &root, "users", &eve, &[("email", "eve@example.org")]).await.unwrap();
    assert_eq!(resets_to(&pool, "eve@example.org").await, 1);
    // Who has a password is told of the new address, and nothing else.
    let ada = account(&backend, "ada").await.0.to_string();
    change(&backend, &root, "users", &ada, &[("email", "countess@example.org")]).await.unwrap();
    assert_eq!(resets_to(&pool, "countess@example.org").await, 0);
}

#[sqlx::test]
async fn a_link_to_set_the_password_is_sent_as_often_as_somebody_asks(pool: PgPool) {
    queue::migrate(&pool).await.unwrap();
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let typed = [("username", "eve"), ("email", "eve@example.org")];
    let eve = make(&backend, &root, "users", &typed).await.id;
    drop_jobs(&pool).await;
    for _ in 0..2 {
        let (entry, acted) = act(&backend, &root, "users", ("invite", ""), &[&eve]).await.unwrap();
        assert_eq!((entry, acted.done), (None, 1), "nothing of the user is different");
    }
    assert_eq!(resets_to(&pool, "eve@example.org").await, 1, "one mail waits");
    drop_jobs(&pool).await;
    act(&backend, &root, "users", ("deactivate", ""), &[&eve]).await.unwrap();
    let (_, acted) = act(&backend, &root, "users", ("invite", ""), &[&eve]).await.unwrap();
    assert_eq!((acted.done, acted.problems), (0, vec!["eve: Who is not active cannot sign in".to_owned()]));
    let viewer = clerk(&backend, &root, "ada", &["view user"]).await;
    let refused = act(&backend, &viewer, "users", ("invite", ""), &[&eve]).await;
    assert_eq!(refused.err(), Some(AppError::Forbidden));
    assert_eq!(resets_to(&pool, "eve@example.org").await, 0);
}
