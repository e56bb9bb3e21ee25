//! The SQL of stock movements as staff see them.

use sqlx::PgExecutor;
use uuid::Uuid;

use crate::infra::listing::{ColumnSql, FilterSql, SortSql, Source};

/// Where the list of stock movements comes from. Their ids grow with time.
pub(in crate::catalog::movement) static SOURCE: Source = Source {
    table: "stock_movements",
    from: "stock_movements m",
    id: "m.id",
    id_type: "uuid",
    name: "p.name",
    live: "true",
    trash: None,
    search: None,
    joins: "join products p on p.id = m.product_id left join users u on u.id = m.actor_id",
    columns: &[
        ColumnSql {
            name: "created_at",
            cell: "to_char(m.created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
            base: None,
            sort: Some(SortSql { by: "m.id", cast: "uuid" }),
        },
        ColumnSql::cell("product", "p.name || E'\\t/admin/products/' || p.id"),
        ColumnSql::cell("quantity", "case when m.quantity > 0 then '+' else '' end || m.quantity"),
        ColumnSql::cell("reason", "m.reason"),
        ColumnSql::cell("who", "coalesce(u.username, '')"),
    ],
    filters: &[
        FilterSql::Fixed {
            name: "reason",
            values: &[
                ("edit", "m.reason = 'edit'"),
                ("opening", "m.reason = 'opening stock'"),
                ("import", "m.reason = 'import'"),
                ("undo", "m.reason = 'undo'"),
                ("adjustment", "m.reason = 'adjustment'"),
            ],
        },
        FilterSql::Days { name: "created", column: "m.created_at" },
    ],
};

/// How much came and went on each of the last so many days, today being the last; `first` comes before all ids of
/// those days.
pub(in crate::catalog::movement) async fn by_day(
    database: impl PgExecutor<'_>,
    first: Uuid,
    days: i32,
) -> Result<Vec<(String, i64, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select to_char(d.day, 'YYYY-MM-DD') as "day!", coalesce(m.came, 0) as "came!", coalesce(m.went, 0) as "went!"
           from (select (now() at time zone 'utc')::date - n as day from generate_series(0, $2::int - 1) n) d
           left join (select (created_at at time zone 'utc')::date as day,
                             sum(quantity) filter (where quantity > 0) as came,
                             -sum(quantity) filter (where quantity < 0) as went
                      from stock_movements where id >= $1 group by 1) m on m.day = d.day
           order by d.day"#,
        first,
        days
    )
    .fetch_all(database)
    .await?;
    Ok(rows.into_iter().map(|row| (row.day, row.came, row.went)).collect())
}
