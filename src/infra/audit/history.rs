//! Reading the trail.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{FromRow, PgExecutor};
use uuid::Uuid;

use crate::error::AppError;

/// An entry, and what it takes back.
#[derive(Clone, Debug, FromRow)]
pub struct EntryRow {
    /// The id; a later entry has a larger one.
    pub id: Uuid,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Who, by id, also where that account is deleted since; `None` for the operator.
    pub actor_id: Option<Uuid>,
    /// What they are called at present.
    pub actor_name: String,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub kind: String,
    /// To which thing; `None` for several.
    pub thing_id: Option<Uuid>,
    /// What the thing was called.
    pub thing_name: String,
    /// How many rows are different.
    pub row_count: i32,
    /// How many, by table.
    #[sqlx(json)]
    pub counts: BTreeMap<String, i32>,
    /// The entry that took it back.
    pub undone_by: Option<Uuid>,
    /// The entry that this one takes back.
    pub undoes: Option<Uuid>,
    /// What that one did.
    pub undoes_action: Option<String>,
    /// To which thing.
    pub undoes_thing_name: Option<String>,
    /// How many rows that one changed, by table.
    #[sqlx(json(nullable))]
    pub undoes_counts: Option<BTreeMap<String, i32>>,
}

/// A row that an entry changed.
#[derive(Clone, Debug, FromRow)]
pub struct ChangeRow {
    /// The entry.
    pub entry_id: Uuid,
    /// The row's table.
    pub table_name: String,
    /// The row's id.
    pub row_id: Uuid,
    /// What it is called now, or was called; or nothing.
    pub name: String,
    /// Its columns before; `None` where it was not there. Of a change the different ones alone.
    pub before: Option<Value>,
    /// Its columns after; `None` where it is gone.
    pub after: Option<Value>,
    /// Of a row about somebody whose account is deleted: the columns whose values are forgotten.
    pub forgotten: Option<Vec<String>>,
}

/// What an [`EntryRow`] reads, from the entries `found`.
macro_rules! entries {
    ($found:literal) => {
        concat!(
            "select e.id, e.created_at, e.actor_id, coalesce(u.username, e.actor_name, 'deleted user') as actor_name,
                    e.action, e.kind, e.thing_id, e.thing_name, e.row_count, e.counts, e.undone_by, e.undoes,
                    o.action as undoes_action, o.thing_name as undoes_thing_name, o.counts as undoes_counts
             from (",
            $found,
            ") found join audit_entries e on e.id = found.id left join audit_entries o on o.id = e.undoes
             left join users u on u.id = e.actor_id
             order by e.id desc"
        )
    };
}

/// What happened to a thing (its kind, its table, its id), by itself or together with others, newest first; from before
/// an entry on.
///
/// # Errors
/// When the database does not answer.
pub async fn history(
    database: impl PgExecutor<'_>,
    (kind, table, thing): (&str, &str, Uuid),
    before: Option<Uuid>,
    size: i64,
) -> Result<Vec<EntryRow>, AppError> {
    const FOUND: &str = entries!(
        "(select id from audit_entries where thing_id = $1 and kind = $4 and id < $2 order by id desc limit $3)
         union
         (select distinct entry_id from audit_rows where row_id = $1 and table_name = $5 and entry_id < $2
          order by entry_id desc limit $3)
         order by id desc limit $3"
    );
    let place = before.unwrap_or(Uuid::max());
    let rows = sqlx::query_as(FOUND).bind(thing).bind(place).bind(size).bind(kind).bind(table);
    Ok(rows.fetch_all(database).await?)
}

/// The newest entries of some kinds; from before an entry on.
///
/// # Errors
/// When the database does not answer.
pub async fn recent(
    database: impl PgExecutor<'_>,
    kinds: &[&str],
    before: Option<Uuid>,
    size: i64,
) -> Result<Vec<EntryRow>, AppError> {
    const FOUND: &str =
        entries!("select id from audit_entries where kind = any($1) and id < $2 order by id desc limit $3");
    let kinds: Vec<String> = kinds.iter().map(|&kind| kind.to_owned()).collect();
    let rows = sqlx::query_as(FOUND).bind(kinds).bind(before.unwrap_or(Uuid::max())).bind(size);
    Ok(rows.fetch_all(database).await?)
}

/// One entry.
///
/// # Errors
/// When the database does not answer.
pub async fn entry(database: impl PgExecutor<'_>, id: Uuid) -> Result<Option<EntryRow>, AppError> {
    const FOUND: &str = entries!("select $1::uuid as id");
    Ok(sqlx::query_as(FOUND).bind(id).fetch_optional(database).await?)
}

/// The first rows of each of these entries, in the order in which they were written. With `of`, of the entries of many
/// things only the rows of this one.
///
/// # Errors
/// When the database does not answer.
pub async fn changes(
    database: impl PgExecutor<'_>,
    entries: &[Uuid],
    of: Option<Uuid>,
    limit_each: i64,
) -> Result<Vec<ChangeRow>, AppError> {
    const ROWS: &str = "
        select e.id as entry_id, r.table_name, r.row_id, r.before, r.after, r.forgotten,
               coalesce(case r.table_name
                            when 'products' then (select name from products where id = r.row_id)
                            when 'categories' then (select name from categories where id = r.row_id)
                            when 'groups' then (select name from groups where id = r.row_id)
                            when 'users' then (select username from users where id = r.row_id)
                            when 'product_images' then (select name from products
                                where id = (coalesce(r.before, r.after) ->> 'product_id')::uuid)
                            when 'reviews' then (select title from reviews where id = r.row_id) end,
                        r.before ->> 'name', r.before ->> 'title', r.before ->> 'username',
                        case when r.forgotten is not null and r.table_name in ('users', 'profiles')
                             then 'deleted user' end, '') as name
        from audit_entries e cross join lateral (
            (select * from audit_rows r
             where r.entry_id = e.id and ($2::uuid is null or e.thing_id = $2) order by r.n limit $3)
            union all
            (select * from audit_rows r
             where r.entry_id = e.id and r.row_id = $2 and e.thing_id is distinct from $2 order by r.n limit $3)
        ) r
        where e.id = any($1) order by e.id desc, r.n";
    let rows = sqlx::query_as(ROWS).bind(entries.to_vec()).bind(of).bind(limit_each);
    Ok(rows.fetch_all(database).await?)
}
