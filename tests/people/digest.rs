//! What stands in the database, in few letters: two digests are equal when nothing has changed.

use std::collections::BTreeMap;

use sqlx::PgPool;
use uuid::Uuid;

/// A digest of each table, those of the queue included. Times that a mere look may write are left out.
pub async fn of_tables(pool: &PgPool) -> BTreeMap<String, String> {
    let tables: Vec<String> = sqlx::query_scalar(
        "select format('%I.%I', schemaname, tablename) from pg_tables
         where schemaname in ('public', 'graphile_worker') order by 1",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let parts: Vec<String> = tables
        .iter()
        .map(|table| {
            format!(
                "select '{table}'::text, coalesce(md5(string_agg(line, E'\\n' order by line)), '')
                 from (select (to_jsonb(t) - '{{last_used_at,expires_at,updated_at}}'::text[])::text as line
                       from {table} t) lines"
            )
        })
        .collect();
    let digests: Vec<(String, String)> =
        sqlx::query_as(sqlx::AssertSqlSafe(parts.join(" union all "))).fetch_all(pool).await.unwrap();
    digests.into_iter().collect()
}

/// The tables whose digests differ.
pub fn changed(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    assert!(before.keys().eq(after.keys()), "a table came or went");
    before
        .iter()
        .filter(|(table, digest)| after.get(*table) != Some(*digest))
        .map(|(t, _)| t.clone())
        .collect()
}

/// A digest of all that belongs to a user.
pub async fn of_user(pool: &PgPool, user: Uuid) -> String {
    sqlx::query_scalar(
        "select concat_ws('|',
             (select (to_jsonb(u) - 'updated_at')::text from users u where u.id = $1),
             (select (to_jsonb(p) - 'updated_at')::text from profiles p where p.user_id = $1),
             (select string_agg(s.id::text, ',' order by s.id) from sessions s where s.user_id = $1),
             (select string_agg((to_jsonb(r) - 'updated_at')::text, ',' order by r.id)
              from reviews r where r.user_id = $1),
             (select string_agg(w.product_id::text, ',' order by w.product_id)
              from wishlist_items w where w.user_id = $1),
             (select string_agg((to_jsonb(p) - 'updated_at')::text, ',' order by p.id)
              from products p where p.created_by = $1))",
    )
    .bind(user)
    .fetch_one(pool)
    .await
    .unwrap()
}
