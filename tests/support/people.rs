//! Staff, and what they wait for: what more than one of the tests on a real PostgreSQL needs.

use sqlx::PgPool;
use vitrine::accounts::caller::User;
use vitrine::accounts::model::Permission;
use vitrine::accounts::testing::{account, caller, new_session, sign_in};
use vitrine::infra::Backend;

/// A new member of staff that is signed in, with these permissions and no others.
pub async fn staff(backend: &Backend, username: &str, permissions: &[Permission]) -> User {
    let id = account(backend, username).await;
    sqlx::query("update users set is_staff = true where id = $1")
        .bind(id.0)
        .execute(&backend.pool)
        .await
        .unwrap();
    let actions: Vec<String> =
        permissions.iter().map(|permission| permission.action.as_str().to_owned()).collect();
    let kinds: Vec<String> =
        permissions.iter().map(|permission| permission.kind.as_str().to_owned()).collect();
    sqlx::query(
        "with made as (insert into groups (name) values ($1) returning id),
              allowed as (insert into group_permissions (group_id, action, kind)
                          select made.id, a, k from made cross join unnest($2::text[], $3::text[]) as may (a, k))
         insert into user_groups (group_id, user_id) select id, $4 from made",
    )
    .bind(username)
    .bind(actions)
    .bind(kinds)
    .bind(id.0)
    .execute(&backend.pool)
    .await
    .unwrap();
    let session = new_session(backend, None);
    sign_in(backend, &session, username).await.unwrap();
    caller(backend, &session).await
}

/// Waits until a statement on this database waits for a lock of another.
pub async fn until_somebody_waits(pool: &PgPool) {
    for _ in 0..1_000 {
        let waits: bool = sqlx::query_scalar(
            "select exists (select from pg_stat_activity
                            where datname = current_database() and wait_event_type = 'Lock')",
        )
        .fetch_one(pool)
        .await
        .unwrap();
        if waits {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("nobody waits");
}
