//! Numbers and means are exact, whoever writes at the same moment (SPEC J3).

use futures::future::join_all;
use sqlx::PgPool;
use vitrine::accounts::caller::User;
use vitrine::accounts::testing::{account, caller, new_session, sign_in};
use vitrine::error::AppError;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;
use vitrine::reviews::service;

use super::{category, globe, product, shown, truth, typed, until_somebody_waits};

/// Users who write; their passwords are all that of the first.
const WRITERS: u8 = 25;

async fn writers(backend: &Backend) -> Vec<User> {
    account(backend, "writer0").await;
    sqlx::query(
        "insert into users (email, username, password_hash, email_verified_at)
         select 'writer' || n || '@example.org', 'writer' || n, u.password_hash, now()
         from users u cross join generate_series(1, $1) as n where u.username = 'writer0'",
    )
    .bind(i32::from(WRITERS) - 1)
    .execute(&backend.pool)
    .await
    .unwrap();
    let mut writers = Vec::new();
    for number in 0..WRITERS {
        let session = new_session(backend, None);
        sign_in(backend, &session, &format!("writer{number}")).await.unwrap();
        writers.push(caller(backend, &session).await);
    }
    writers
}

/// Writes, changes, and now and then deletes a review.
async fn write(backend: Backend, user: User, seed: u8) -> Result<(), AppError> {
    let saved = service::save(&backend, &user, "globe", &typed(1 + seed % 5, "First")).await?;
    match seed % 3 {
        0 => service::save(&backend, &user, "globe", &typed(1 + seed / 3 % 5, "Second")).await.map(|_| ()),
        1 => service::delete(&backend, &user, saved.id).await,
        _ => Ok(()),
    }
}

#[sqlx::test]
async fn fifty_writers_at_once_leave_the_exact_number_and_mean(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    let writers = writers(&backend).await;
    // Two for each user, as from two open pages.
    let tasks = (0_u8..)
        .zip(writers.iter().chain(&writers))
        .map(|(seed, user)| tokio::spawn(write(backend.clone(), user.clone(), seed.wrapping_mul(37))));
    let answers = join_all(tasks).await;
    assert_eq!(answers.len(), 50);
    for answer in answers {
        match answer.unwrap() {
            // The other page of the same user has deleted it before.
            Ok(()) | Err(AppError::NotFound(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    let exact = truth(&pool, id).await;
    assert_eq!(shown(&pool, id).await, exact);
    assert!(exact.0 > 0 && exact.0 <= i32::from(WRITERS), "{exact:?}");
    assert_eq!(service::recount(&backend).await.unwrap(), 0, "there was nothing to correct");
}

#[sqlx::test]
async fn the_daily_count_corrects_what_is_wrong_and_nothing_else(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps").await;
    let (globe, moon, sun) = (
        product(&backend, lamps, "Globe").await,
        product(&backend, lamps, "Moon").await,
        product(&backend, lamps, "Sun").await,
    );
    for (id, rating, status) in [
        (globe, 5, "approved"),
        (globe, 4, "approved"),
        (globe, 4, "approved"),
        (globe, 1, "pending"),
        (sun, 3, "approved"),
    ] {
        sqlx::query(
            "insert into reviews (product_id, rating, title, status) values ($1, $2, 'Words', $3::review_status)",
        )
        .bind(id.0)
        .bind(rating)
        .bind(status)
        .execute(&pool)
        .await
        .unwrap();
    }
    sqlx::query("update products set review_count = 7, average_rating = 1.5 where id = $1")
        .bind(moon.0)
        .execute(&pool)
        .await
        .unwrap();
    sqlx::query("update products set review_count = 1, average_rating = 3 where id = $1")
        .bind(sun.0)
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(service::recount(&backend).await.unwrap(), 2);
    assert_eq!(shown(&pool, globe).await, (3, "4.33".to_owned()));
    assert_eq!(shown(&pool, moon).await, (0, "0.00".to_owned()));
    assert_eq!(shown(&pool, sun).await, (1, "3.00".to_owned()));
    assert_eq!(service::recount(&backend).await.unwrap(), 0);
}

#[sqlx::test]
async fn the_daily_count_sees_a_review_that_is_written_while_it_waits(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    sqlx::query("update products set review_count = 9, average_rating = 1 where id = $1")
        .bind(id.0)
        .execute(&pool)
        .await
        .unwrap();
    let mut writing = pool.begin().await.unwrap();
    for step in [
        "select id from products where id = $1 for no key update",
        "insert into reviews (product_id, rating, title) values ($1, 5, 'Words')",
        "update products set review_count = 10, average_rating = 1.4 where id = $1",
    ] {
        sqlx::query(step).bind(id.0).execute(&mut *writing).await.unwrap();
    }
    let count = tokio::spawn({
        let backend = backend.clone();
        async move { service::recount(&backend).await }
    });
    until_somebody_waits(&pool).await;
    writing.commit().await.unwrap();
    assert_eq!(count.await.unwrap().unwrap(), 1);
    assert_eq!(shown(&pool, id).await, (1, "5.00".to_owned()));
}
