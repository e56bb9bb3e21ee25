//! The ids of all things in a list, in the order of the ids.

use sqlx::{PgConnection, Postgres, QueryBuilder};
use uuid::Uuid;

use super::{Asked, search, sql};
use crate::error::AppError;

/// Some ids of a list, from after one on.
///
/// # Errors
/// When the database does not answer.
pub async fn ids_after(
    connection: &mut PgConnection,
    asked: &Asked<'_>,
    after: Option<Uuid>,
    size: i64,
) -> Result<Vec<Uuid>, AppError> {
    let hits = search::hits(&mut *connection, asked, search::Among::Filtered).await?;
    let source = asked.source;
    let mut statement = QueryBuilder::<Postgres>::new("select ");
    statement.push(source.id).push(" from ").push(source.from);
    sql::push_where(&mut statement, asked, &hits, None);
    if let Some(after) = after {
        statement.push(" and ").push(source.id).push(" > ").push_bind(after);
    }
    statement.push(" order by ").push(source.id).push(" limit ").push(size);
    Ok(statement.build_query_scalar().persistent(false).fetch_all(connection).await?)
}

/// Writes the ids of a whole list into a table, each beside `key`; answers how many. `into` names the table and its two
/// columns: `bulk_items (run_id, thing_id)`.
///
/// # Errors
/// When the database does not answer.
pub async fn keep_ids(
    connection: &mut PgConnection,
    asked: &Asked<'_>,
    into: &'static str,
    key: Uuid,
) -> Result<u64, AppError> {
    let hits = search::hits(&mut *connection, asked, search::Among::Filtered).await?;
    let mut statement = QueryBuilder::<Postgres>::new("insert into ");
    statement.push(into).push(" select ").push_bind(key).push(", ").push(asked.source.id);
    statement.push(" from ").push(asked.source.from);
    sql::push_where(&mut statement, asked, &hits, None);
    statement.push(" on conflict do nothing");
    let done = statement.build().persistent(false).execute(connection).await?;
    Ok(done.rows_affected())
}
