//! The SQL of the audit trail as staff see it.

use sqlx::PgExecutor;
use uuid::Uuid;

use crate::infra::listing::{ColumnSql, FilterSql, SortSql, Source};

/// Where the list of entries comes from. Their ids grow with time.
pub(in crate::admin::entry) static SOURCE: Source = Source {
    table: "audit_entries",
    from: "audit_entries e",
    id: "e.id",
    id_type: "uuid",
    name: NAME,
    live: "true",
    trash: None,
    search: None,
    joins: "left join (values ('product', 'products', 'products'), ('category', 'categories', 'categories'), \
            ('image', 'product_images', 'images'), ('review', 'reviews', 'reviews'), ('user', 'users', 'users'), \
            ('group', 'groups', 'groups')) \
            t (kind, name, many) on t.kind = e.kind \
            left join audit_entries o on o.id = e.undoes left join users u on u.id = e.actor_id",
    columns: &[
        ColumnSql {
            name: "at",
            cell: "to_char(e.created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
            base: None,
            sort: Some(SortSql { by: "e.id", cast: "uuid" }),
        },
        ColumnSql::cell("who", "coalesce(u.username, e.actor_name, 'deleted user')"),
        ColumnSql::cell("words", NAME),
        ColumnSql::cell("kind", "e.kind"),
        ColumnSql::cell("counts", "e.row_count::text"),
        ColumnSql::cell("undone", "case when e.undone_by is not null then '1' else '' end"),
    ],
    filters: &[
        FilterSql::Fixed {
            name: "kind",
            values: &[
                ("product", "e.kind = 'product'"),
                ("category", "e.kind = 'category'"),
                ("image", "e.kind = 'image'"),
                ("review", "e.kind = 'review'"),
                ("user", "e.kind = 'user'"),
                ("group", "e.kind = 'group'"),
            ],
        },
        FilterSql::Fixed {
            name: "undone",
            values: &[("yes", "e.undone_by is not null"), ("no", "e.undone_by is null")],
        },
        FilterSql::Days { name: "created", column: "e.created_at" },
    ],
};

/// What was done to what, as `history` says it too: `changed product Lamp`, `published 50 products`.
const NAME: &str = "case when o.id is null then e.action else 'took back: ' || o.action end || ' ' || \
    case when e.thing_id is not null then e.kind || ' ' || e.thing_name \
         else coalesce(coalesce(e.counts ->> t.name, e.row_count::text) || ' ' || t.many, e.kind) end";

/// What a thing of any kind is called; nothing where it is gone.
pub(in crate::admin::entry) async fn name_of(
    database: impl PgExecutor<'_>,
    id: Uuid,
) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select coalesce((select name from products where id = $1), (select name from categories where id = $1),
                           (select title from reviews where id = $1), (select username from users where id = $1),
                           (select name from groups where id = $1),
                           (select p.name from products p join product_images i on i.product_id = p.id
                            where i.id = $1), '') as "name!""#,
        id
    )
    .fetch_one(database)
    .await
}
