//! The SQL of saved views.

use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::View;

pub(in crate::admin::view) async fn list(
    database: impl PgExecutor<'_>,
    user: Uuid,
    kind: &str,
) -> Result<Vec<View>, sqlx::Error> {
    sqlx::query_as!(
        View,
        "select id, name, query from saved_views where user_id = $1 and kind = $2 order by lower(name), id",
        user,
        kind
    )
    .fetch_all(database)
    .await
}

pub(in crate::admin::view) async fn keep(
    connection: &mut PgConnection,
    user: Uuid,
    kind: &str,
    name: &str,
    query: &str,
) -> Result<Uuid, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into saved_views (user_id, kind, name, query) values ($1, $2, $3, $4)
         on conflict (user_id, kind, name) do update set query = excluded.query returning id",
        user,
        kind,
        name,
        query
    )
    .fetch_one(connection)
    .await
}

pub(in crate::admin::view) async fn count(
    connection: &mut PgConnection,
    user: Uuid,
    kind: &str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from saved_views where user_id = $1 and kind = $2"#,
        user,
        kind
    )
    .fetch_one(connection)
    .await
}

pub(in crate::admin::view) async fn remove(
    database: impl PgExecutor<'_>,
    user: Uuid,
    view: Uuid,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from saved_views where id = $2 and user_id = $1", user, view)
        .execute(database)
        .await?;
    Ok(done.rows_affected() == 1)
}
