//! How statements are put together: of the texts of a [`Source`], and of bound values.

use sqlx::{Postgres, QueryBuilder};

use super::search::{Fit, Hits};
use super::{Asked, FilterSql, SortSql, Source};
use crate::listing::{Cursor, Declaration, ListQuery};

/// What a page of rows shows, and where it begins.
pub(super) struct Wanted<'a> {
    pub columns: &'a [&'static str],
    pub edited: &'a [&'static str],
    pub after: Option<&'a Cursor>,
}

/// The order of a list: by a column and the key, or by the key alone.
#[derive(Clone, Copy)]
struct Order {
    sort: Option<SortSql>,
    descending: bool,
}

/// One page and one row more: `id`, `name`, `cells`, `place` (what it is sorted by), `base`. A page that goes backwards
/// comes from its end.
pub(super) fn rows(
    of: &Declaration,
    asked: &Asked<'_>,
    hits: &Hits,
    wanted: &Wanted<'_>,
) -> QueryBuilder<Postgres> {
    let source = asked.source;
    let mut order = order_of(of, asked);
    if wanted.after.is_some_and(|after| after.backwards) {
        order.descending = !order.descending;
    }
    let mut sql = QueryBuilder::<Postgres>::new("select c.id::text as id, coalesce(");
    sql.push(source.name).push(", '') as name, ");
    push_texts(&mut sql, wanted.columns.iter().map(|name| cell_of(source, name)));
    sql.push(" as cells, c.s::text as place, ");
    push_texts(&mut sql, wanted.edited.iter().map(|name| base_of(source, name)));
    sql.push(" as base from (select ").push(source.id).push(" as id, ");
    sql.push(order.sort.map_or(source.id, |sort| sort.by)).push(" as s from ").push(source.from);
    push_where(&mut sql, asked, hits, None);
    if let Some(after) = wanted.after {
        push_after(&mut sql, source, order, after);
    }
    push_order(&mut sql, order, order.sort.map(|sort| sort.by), source.id);
    // Written out: as a parameter it would keep the planner from seeing how little is asked for.
    sql.push(" limit ").push(asked.query.page_size() + 1).push(") c join ");
    push_table(&mut sql, source);
    push_order(&mut sql, order, order.sort.map(|_| "c.s"), "c.id");
    sql
}

/// The whole list in its order: `cells`.
pub(super) fn export(
    of: &Declaration,
    asked: &Asked<'_>,
    hits: &Hits,
    columns: &[&'static str],
) -> QueryBuilder<Postgres> {
    let source = asked.source;
    let order = order_of(of, asked);
    let mut sql = QueryBuilder::<Postgres>::new("select ");
    push_texts(&mut sql, columns.iter().map(|name| cell_of(source, name)));
    sql.push(" as cells from (select ").push(source.id).push(" as id, ");
    sql.push(order.sort.map_or(source.id, |sort| sort.by)).push(" as s from ").push(source.from);
    push_where(&mut sql, asked, hits, None);
    sql.push(") c join ");
    push_table(&mut sql, source);
    push_order(&mut sql, order, order.sort.map(|_| "c.s"), "c.id");
    sql
}

/// ` where CONDITION and CONDITION …` for all that a list is narrowed down to, but for one filter.
pub(super) fn push_where(
    sql: &mut QueryBuilder<Postgres>,
    asked: &Asked<'_>,
    hits: &Hits,
    without: Option<&str>,
) {
    push_filters(sql, asked, without);
    match hits {
        Hits::All => {}
        Hits::Ids(ids) => {
            sql.push(" and ").push(asked.source.id).push(" = any(").push_bind(ids.clone()).push("::text[]::");
            sql.push(asked.source.id_type).push("[])");
        }
        Hits::Walk(words) | Hits::Many(words) => {
            for word in words {
                push_word(sql, asked.source.search.unwrap_or("''"), word);
            }
        }
    }
}

/// The same without the words.
pub(super) fn push_filters(sql: &mut QueryBuilder<Postgres>, asked: &Asked<'_>, without: Option<&str>) {
    push_live(sql, asked);
    for filter in asked.source.filters.iter().filter(|filter| without != Some(filter.name())) {
        push_filter(sql, asked, filter);
    }
}

/// ` where CONDITION` for what may be seen of the list, or of its trash.
pub(super) fn push_live(sql: &mut QueryBuilder<Postgres>, asked: &Asked<'_>) {
    sql.push(" where ").push(condition_of(asked.source, asked.query));
    if let Some((column, words)) = &asked.among {
        sql.push(" and ").push(*column).push(" = any(").push_bind(words.clone()).push(")");
    }
}

/// ` and the text has the word`, without an index.
pub(super) fn push_word(sql: &mut QueryBuilder<Postgres>, text: &'static str, word: &str) {
    let begins = Fit::of(word) == Fit::Beginning;
    sql.push(if begins { " and strpos(' ' || translate(" } else { " and strpos(" }).push(text);
    sql.push(if begins { r", E'\n', ' '), (select ' ' || fold_text(" } else { ", (select fold_text(" });
    sql.push_bind(word.to_owned()).push("))) > 0");
}

/// Which things are in the list, and which in the trash.
fn condition_of(source: &Source, query: &ListQuery) -> &'static str {
    source.trash.filter(|_| query.trash).unwrap_or(source.live)
}

fn push_filter(sql: &mut QueryBuilder<Postgres>, asked: &Asked<'_>, filter: &FilterSql) {
    let chosen = asked.query.filters.get(filter.name()).map(String::as_str);
    match *filter {
        FilterSql::Fixed { values, .. } => {
            if let Some((_, condition)) = values.iter().find(|(value, _)| Some(*value) == chosen) {
                sql.push(" and (").push(condition).push(")");
            }
        }
        FilterSql::Ids { name, column } => {
            if let Some(ids) = asked.ids.get(name) {
                sql.push(" and ").push(column);
                push_one_of(sql, ids);
            }
        }
        FilterSql::Linked { name, rows } => {
            if let Some(ids) = asked.ids.get(name) {
                sql.push(" and exists (").push(rows);
                push_one_of(sql, ids);
                sql.push(")");
            }
        }
        FilterSql::Steps { name, values, column, level } => {
            if let Some(step) = values.iter().position(|value| Some(*value) == chosen) {
                let ends = asked.ends.get(name).map_or(&[][..], Vec::as_slice);
                sql.push(" and (").push(step_condition(column, level, ends, step)).push(")");
            }
        }
        FilterSql::Days { name, column } => {
            let day = |end: &str| asked.query.filters.get(&[name, "_", end].concat()).cloned();
            if let Some(from) = day("from") {
                sql.push(" and ").push(column).push(" >= ").push_bind(from);
                sql.push("::text::date::timestamp at time zone 'utc'");
            }
            if let Some(to) = day("to") {
                sql.push(" and ").push(column).push(" < (").push_bind(to);
                sql.push("::text::date + 1)::timestamp at time zone 'utc'");
            }
        }
    }
}

/// That a number lies in a step: by its level, which an index can begin with in order, and by itself where the level
/// does not say it all.
pub(super) fn step_condition(
    column: &str,
    (level, level_ends): (&str, &[i32]),
    ends: &[i32],
    step: usize,
) -> String {
    let level_of = |number: i32| level_ends.iter().take_while(|&&end| end < number).count();
    let above = step.checked_sub(1).and_then(|before| ends.get(before)).copied();
    let end = ends.get(step).copied();
    if let (Some(above), Some(end)) = (above, end)
        && above >= end
    {
        return "false".to_owned();
    }
    let first = above.map_or(0, |above| level_of(above.saturating_add(1)));
    let last = end.map(level_of);
    let mut all = Vec::new();
    if last == Some(first) {
        all.push(format!("{level} = {first}"));
    } else {
        if first > 0 {
            all.push(format!("{level} >= {first}"));
        }
        all.extend(last.map(|last| format!("{level} <= {last}")));
    }
    let says_more = |end: &i32| !level_ends.contains(end);
    all.extend(above.filter(says_more).map(|above| format!("{column} > {above}")));
    all.extend(end.filter(says_more).map(|end| format!("{column} <= {end}")));
    if all.is_empty() { "true".to_owned() } else { all.join(" and ") }
}

/// ` = ID`, which an index can begin with in order, or ` = any(IDS)`.
fn push_one_of(sql: &mut QueryBuilder<Postgres>, ids: &[uuid::Uuid]) {
    match ids {
        [only] => sql.push(" = ").push_bind(*only),
        several => sql.push(" = any(").push_bind(several.to_vec()).push(")"),
    };
}

fn push_after(sql: &mut QueryBuilder<Postgres>, source: &Source, order: Order, after: &Cursor) {
    sql.push(" and (");
    if let Some(sort) = order.sort {
        sql.push(sort.by).push(", ");
    }
    sql.push(source.id).push(if order.descending { ") < (" } else { ") > (" });
    if let Some(sort) = order.sort {
        sql.push_bind(after.value.clone()).push("::text::").push(sort.cast).push(", ");
    }
    sql.push_bind(after.id.clone()).push("::text::").push(source.id_type).push(")");
}

fn push_order(sql: &mut QueryBuilder<Postgres>, order: Order, by: Option<&'static str>, id: &'static str) {
    let way = if order.descending { " desc" } else { "" };
    sql.push(" order by ");
    if let Some(by) = by {
        sql.push(by).push(way).push(", ");
    }
    sql.push(id).push(way);
}

/// The table again by its key, as its source calls it, and what the cells need besides.
fn push_table(sql: &mut QueryBuilder<Postgres>, source: &Source) {
    let short_name = source.id.split('.').next().unwrap_or(source.table);
    sql.push(source.table).push(" ").push(short_name).push(" on ").push(source.id).push(" = c.id ");
    sql.push(source.joins);
}

fn push_texts(sql: &mut QueryBuilder<Postgres>, texts: impl Iterator<Item = &'static str>) {
    sql.push("array[");
    for (number, text) in texts.enumerate() {
        sql.push(if number == 0 { "" } else { ", " }).push(text);
    }
    sql.push("]::text[]");
}

fn cell_of(source: &Source, name: &str) -> &'static str {
    source.columns.iter().find(|column| column.name == name).map_or("''", |column| column.cell)
}

fn base_of(source: &Source, name: &str) -> &'static str {
    source.columns.iter().find(|column| column.name == name).and_then(|column| column.base).unwrap_or("''")
}

/// The order that is asked for; a name that nothing sorts by is the declaration's own order.
fn order_of(of: &Declaration, asked: &Asked<'_>) -> Order {
    let sort_of = |name: &str| {
        asked.source.columns.iter().find(|column| column.name == name).and_then(|column| column.sort)
    };
    let (sort, descending) = match sort_of(asked.query.sort_name()) {
        Some(sort) => (Some(sort), asked.query.is_descending()),
        None => (sort_of(of.sort.trim_start_matches('-')), of.sort.starts_with('-')),
    };
    // The key by itself is an order already.
    Order { sort: sort.filter(|sort| sort.by != asked.source.id), descending }
}

impl FilterSql {
    /// Its name, as declared.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Fixed { name, .. }
            | Self::Ids { name, .. }
            | Self::Linked { name, .. }
            | Self::Steps { name, .. }
            | Self::Days { name, .. } => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_its_level_where_both_end_alike_and_else_a_part_of_it() {
        let levels = ("level", &[0, 5, 20][..]);
        let steps = |low: i32| [0, 1, 2].map(|step| step_condition("stock", levels, &[0, low], step));
        assert_eq!(steps(5), ["level = 0", "level = 1", "level >= 2"]);
        assert_eq!(steps(3), ["level = 0", "level = 1 and stock <= 3", "level >= 1 and stock > 3"]);
        let many = ["level = 0", "level >= 1 and level <= 3 and stock <= 50", "level >= 3 and stock > 50"];
        assert_eq!(steps(50), many);
        assert_eq!(steps(0), ["level = 0", "false", "level >= 1"]);
        assert_eq!(step_condition("stock", levels, &[], 1), "true");
    }
}
