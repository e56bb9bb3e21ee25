//! What tests look at and change in the tables past the use cases.

use sqlx::PgPool;
use uuid::Uuid;

/// The names of the jobs' kinds of mail that wait, in order of their names.
pub(in crate::accounts::user) async fn mails(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select split_part(key, ':', 2) from graphile_worker._private_jobs where key like 'mail:%' order by 1",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

/// What stands in the table of known devices, in hexadecimal.
pub(in crate::accounts::user) async fn device_hashes(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select encode(token_hash, 'hex') from known_devices").fetch_all(pool).await.unwrap()
}

/// Lets the database refuse every device that somebody signs in with.
pub(in crate::accounts::user) async fn refuse_devices(pool: &PgPool) {
    sqlx::query("alter table known_devices add constraint refused check (false) not valid")
        .execute(pool)
        .await
        .unwrap();
}

/// The hash of an account's password.
pub(in crate::accounts::user) async fn hash_of(pool: &PgPool, email: &str) -> String {
    sqlx::query_scalar("select password_hash from users where email = $1")
        .bind(email)
        .fetch_one(pool)
        .await
        .unwrap()
}

/// The id of the account with a username.
pub(in crate::accounts::user) async fn id_of(pool: &PgPool, username: &str) -> Uuid {
    sqlx::query_scalar("select id from users where username = $1")
        .bind(username)
        .fetch_one(pool)
        .await
        .unwrap()
}

/// The e-mail address of the account with a username, as it is kept.
pub(in crate::accounts::user) async fn address_of(pool: &PgPool, username: &str) -> String {
    sqlx::query_scalar("select email from users where username = $1")
        .bind(username)
        .fetch_one(pool)
        .await
        .unwrap()
}

/// Puts another hash in the place of an account's.
pub(in crate::accounts::user) async fn set_hash(pool: &PgPool, email: &str, hash: &str) {
    sqlx::query("update users set password_hash = $2 where email = $1")
        .bind(email)
        .bind(hash)
        .execute(pool)
        .await
        .unwrap();
}

/// Closes an account.
pub(in crate::accounts::user) async fn close(pool: &PgPool, email: &str) {
    sqlx::query("update users set is_active = false where email = $1")
        .bind(email)
        .execute(pool)
        .await
        .unwrap();
}

/// How many rows a table has.
pub(in crate::accounts::user) async fn count(pool: &PgPool, table: &str) -> i64 {
    let sql = format!("select count(*) from {table}");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(pool).await.unwrap()
}

/// Turns every clock back by some days, as far as accounts that nobody confirmed and held names go.
pub(in crate::accounts::user) async fn age(pool: &PgPool, days: i32) {
    for table in ["users", "held_usernames"] {
        let sql = format!("update {table} set created_at = created_at - $1 * interval '1 day'");
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(days).execute(pool).await.unwrap();
    }
}

/// Lets the time run out within which another address waits.
pub(in crate::accounts::user) async fn end_waiting(pool: &PgPool) {
    sqlx::query("update users set pending_email_until = now()").execute(pool).await.unwrap();
}

/// How many statements wait for a row that somebody else has locked.
pub(in crate::accounts::user) async fn waiting(pool: &PgPool) -> i64 {
    sqlx::query_scalar(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )
    .fetch_one(pool)
    .await
    .unwrap()
}
