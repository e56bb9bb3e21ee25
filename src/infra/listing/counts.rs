//! How many things a list has, and how many each choice of its filters would leave. At most 30 seconds old, and never
//! waited for longer than the asker wants to: what comes later is there for the next one.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgRow;
use sqlx::{Postgres, QueryBuilder, Row as _};

use super::search::{self, Among, Hits};
use super::{Asked, FilterSql, OwnedAsked, sql};
use crate::error::{AppError, internal};
use crate::infra::Backend;
use crate::listing::{Declaration, ListCounts};

/// Nobody needs to know more exactly than this.
const MOST: u32 = 100_000;

/// The counts; `None` where they take longer than `patience`. They are then counted to the end all the same.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(
    backend: &Backend,
    of: &'static Declaration,
    asked: &Asked<'_>,
    patience: Duration,
) -> Result<Option<ListCounts>, AppError> {
    let (backend, asked) = (backend.clone(), OwnedAsked::from(asked));
    let load = tokio::spawn(async move { remembered(&backend, of.kind, &asked).await });
    match tokio::time::timeout(patience, load).await {
        Ok(Ok(counts)) => Ok(Some(ListCounts::clone(&*counts?))),
        Ok(Err(error)) => Err(internal(&error)),
        Err(_) => Ok(None),
    }
}

async fn remembered(
    backend: &Backend,
    kind: &'static str,
    asked: &OwnedAsked,
) -> Result<Arc<ListCounts>, AppError> {
    let mut name = format!("staff:counts:{kind}:{}", asked.query.only_matching().to_query());
    if let Some((column, words)) = &asked.among {
        // Writing to a text cannot fail.
        let _ = write!(name, ":{column}={}", words.join(","));
    }
    backend.cache.get_or_load_sized(&name, size, async || load(backend, &asked.asked()).await).await
}

fn size(counts: &ListCounts) -> usize {
    counts.filters.values().map(|values| 64 + values.len() * 64).sum()
}

async fn load(backend: &Backend, asked: &Asked<'_>) -> Result<ListCounts, AppError> {
    let _turn = backend.cache.turn().await;
    let hits = search::hits(&backend.readers, asked, Among::Everything).await?;
    if matches!(hits, Hits::Many(_)) {
        // What each choice would leave is not worth a look at so many. What is left under all of them may be few.
        let left = search::hits(&backend.readers, asked, Among::Filtered).await?;
        let known = if let Hits::Ids(ids) = &left { u32::try_from(ids.len()).ok() } else { None };
        let (total, is_more) = (known.unwrap_or(search::MOST), known.is_none());
        return Ok(ListCounts { total, is_more, ..ListCounts::default() });
    }
    let mut statement = statement(asked, &hits);
    let row = statement.build().persistent(false).fetch_one(&backend.readers).await?;
    Ok(read(&row, asked)?)
}

/// One row: the total, then for each filter how many each of its values leaves under all the others.
fn statement(asked: &Asked<'_>, hits: &Hits) -> QueryBuilder<Postgres> {
    let mut statement = QueryBuilder::<Postgres>::new("select ");
    push_count(&mut statement, asked, hits, None);
    for filter in asked.source.filters {
        match *filter {
            FilterSql::Fixed { name, values } => {
                for (_, condition) in values {
                    statement.push(", ");
                    push_count(&mut statement, asked, hits, Some((name, condition)));
                }
            }
            FilterSql::Steps { name, values, column, level } => {
                let ends = asked.ends.get(name).map_or(&[][..], Vec::as_slice);
                for step in 0..values.len() {
                    statement.push(", ");
                    let condition = sql::step_condition(column, level, ends, step);
                    push_count(&mut statement, asked, hits, Some((name, &condition)));
                }
            }
            FilterSql::Ids { name, column } => {
                statement.push(", (select coalesce(array_agg(v || ' ' || n), '{}') from (select v, count(*) as n from (select ");
                statement.push(column).push("::text as v from ").push(asked.source.from);
                sql::push_where(&mut statement, asked, hits, Some(name));
                statement.push(" limit ").push(MOST + 1).push(") x where v is not null group by v) y)");
            }
            FilterSql::Linked { .. } | FilterSql::Days { .. } => {}
        }
    }
    statement
}

fn push_count(
    statement: &mut QueryBuilder<Postgres>,
    asked: &Asked<'_>,
    hits: &Hits,
    instead: Option<(&str, &str)>,
) {
    statement.push("(select count(*) from (select from ").push(asked.source.from);
    sql::push_where(statement, asked, hits, instead.map(|(name, _)| name));
    if let Some((_, condition)) = instead {
        statement.push(" and (").push(condition).push(")");
    }
    statement.push(" limit ").push(MOST + 1).push(") x)");
}

fn read(row: &PgRow, asked: &Asked<'_>) -> Result<ListCounts, sqlx::Error> {
    let mut next = 0..;
    let mut place = || next.next().unwrap_or_default();
    let number = |at: usize| row.try_get::<i64, _>(at).map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let total = number(place())?;
    let mut counts = ListCounts { total: total.min(MOST), is_more: total > MOST, ..ListCounts::default() };
    for filter in asked.source.filters {
        let mut each = |value: &str| Ok::<_, sqlx::Error>((value.to_owned(), number(place())?.min(MOST)));
        let found = match *filter {
            FilterSql::Fixed { values, .. } => {
                values.iter().map(|(value, _)| each(value)).collect::<Result<Vec<_>, sqlx::Error>>()?
            }
            FilterSql::Steps { values, .. } => {
                values.iter().map(|value| each(value)).collect::<Result<Vec<_>, sqlx::Error>>()?
            }
            FilterSql::Ids { .. } => grouped(&row.try_get::<Vec<String>, _>(place())?),
            FilterSql::Linked { .. } | FilterSql::Days { .. } => continue,
        };
        counts.filters.insert(filter.name().to_owned(), found);
    }
    Ok(counts)
}

/// `ID COUNT` for each id. Where not all could be counted, none of it is true.
fn grouped(found: &[String]) -> Vec<(String, u32)> {
    let counts: Vec<(String, u32)> = found
        .iter()
        .filter_map(|text| text.split_once(' '))
        .filter_map(|(id, count)| Some((id.to_owned(), count.parse().ok()?)))
        .collect();
    let sum: u32 = counts.iter().map(|(_, count)| count).sum();
    if sum > MOST { Vec::new() } else { counts }
}
