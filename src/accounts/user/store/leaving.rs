//! The SQL of those who leave.

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// How many products, reviews and changes of stock are somebody's, counted up to `most`.
pub(in crate::accounts::user) async fn made_by(
    connection: &mut PgConnection,
    id: Uuid,
    most: i32,
) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar!(r#"select made_by($1, $2) as "made!""#, id, most).fetch_one(connection).await
}

/// Deletes a user with all that is its own; answers its picture.
pub(in crate::accounts::user) async fn delete(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Option<String>, sqlx::Error> {
    let avatar = sqlx::query_scalar!("delete from users where id = $1 returning avatar", id)
        .fetch_optional(connection)
        .await?;
    Ok(avatar.flatten())
}

/// Leaves nothing of a user but a row that nobody sees; answers its picture. Whether it was staff stays: that decides
/// what becomes of its products when the row goes. What is read with a profile does not find it any more.
pub(in crate::accounts::user) async fn empty(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Option<String>, sqlx::Error> {
    let avatar = sqlx::query_scalar!(
        r#"with profile as (delete from profiles where user_id = $1),
                memberships as (delete from user_groups where user_id = $1),
                ended as (delete from sessions where user_id = $1),
                tokens as (delete from token_families where user_id = $1),
                devices as (delete from known_devices where user_id = $1),
                links as (delete from account_links where user_id = $1)
           update users u
           set leaving_at = now(), is_active = false, password_hash = '', email = u.id::text || '@deleted.invalid',
               username = 'deleted user ' || u.id::text, first_name = '', last_name = '', bio = '', avatar = null,
               pending_email = null, pending_email_until = null
           from users present
           where u.id = $1 and present.id = u.id returning present.avatar as "avatar?""#,
        id
    )
    .fetch_optional(connection)
    .await?;
    Ok(avatar.flatten())
}

/// The users whose rows wait to be deleted, who waits longest first.
pub(in crate::accounts::user) async fn who_left(pool: &PgPool) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!("select id from users where leaving_at is not null order by leaving_at")
        .fetch_all(pool)
        .await
}

/// Takes the name of a user who waits from `most` products or reviews, as the deletion of the row would; answers from how
/// many, which is none when nothing is left but what others work on.
pub(in crate::accounts::user) async fn let_go(
    pool: &PgPool,
    id: Uuid,
    most: i32,
) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar!(r#"select let_go($1, $2) as "count!""#, id, most).fetch_one(pool).await
}

/// Deletes a user, however long that takes: longer than a request may.
pub(in crate::accounts::user) async fn delete_slowly(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query("set local statement_timeout = 0").execute(&mut *connection).await?;
    delete(connection, id).await?;
    Ok(())
}
