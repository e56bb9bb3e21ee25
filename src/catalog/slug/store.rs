//! The SQL of slugs. Categories and products keep theirs alike in tables of their own, so each statement is
//! written once and put together with the tables' names; every value is a parameter.

use sqlx::{AssertSqlSafe, PgConnection, Postgres};
use uuid::Uuid;

use super::Kind;

impl Kind {
    /// The table of the things themselves, that of the redirects to them, and the column there that has their ids.
    const fn tables(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Category => ("categories", "category_slug_redirects", "category_id"),
            Self::Product => ("products", "product_slug_redirects", "product_id"),
        }
    }
}

/// Which of these slugs are taken, by a thing or by a redirect.
pub(super) async fn taken(
    connection: &mut PgConnection,
    kind: Kind,
    candidates: &[String],
) -> Result<Vec<String>, sqlx::Error> {
    let (things, redirects, _) = kind.tables();
    let sql = format!(
        "select slug from {things} where slug = any($1) union all select slug from {redirects} where slug = any($1)"
    );
    sqlx::query_scalar::<Postgres, String>(AssertSqlSafe(sql)).bind(candidates).fetch_all(connection).await
}

/// Keeps the old slug of a thing as a redirect, and frees the new one if it was a redirect to the same thing.
pub(in crate::catalog) async fn redirect(
    connection: &mut PgConnection,
    kind: Kind,
    id: Uuid,
    old: &str,
    new: &str,
) -> Result<(), sqlx::Error> {
    let (_, redirects, thing) = kind.tables();
    let free = format!("delete from {redirects} where slug = $1 and {thing} = $2");
    sqlx::query::<Postgres>(AssertSqlSafe(free)).bind(new).bind(id).execute(&mut *connection).await?;
    let keep = format!("insert into {redirects} (slug, {thing}) values ($1, $2)");
    sqlx::query::<Postgres>(AssertSqlSafe(keep)).bind(old).bind(id).execute(connection).await?;
    Ok(())
}
