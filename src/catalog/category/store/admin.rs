//! The SQL of categories as staff see them.

use sqlx::PgExecutor;
use uuid::Uuid;

use crate::infra::listing::{ColumnSql, Source};

/// Where the list of categories comes from, for whoever wants all of it.
pub(in crate::catalog::category) static SOURCE: Source = Source {
    table: "categories",
    from: "categories k",
    id: "k.id",
    id_type: "uuid",
    name: "k.name",
    live: "true",
    trash: None,
    search: Some("fold_text(k.name)"),
    joins: "left join categories above on above.id = k.parent_id",
    columns: &[
        ColumnSql::cell("name", "k.name"),
        ColumnSql::cell("slug", "k.slug"),
        ColumnSql::cell("parent", "coalesce(above.name, '')"),
        ColumnSql::cell(
            "product_count",
            "(select count(*)::text from products p where p.category_id = k.id and p.status = 'published' \
             and p.deleted_at is null)",
        ),
    ],
    filters: &[],
};

/// A category in its place.
pub(in crate::catalog::category) struct PlacedRow {
    pub id: Uuid,
    pub name: String,
    pub slug: String,
    pub parent_id: Option<Uuid>,
    pub parent: Option<String>,
    pub depth: i32,
    /// Whether its name has the words in it that are looked for.
    pub is_found: bool,
}

/// The whole tree in its order, siblings by name; with a text, which of them have it in their names.
pub(in crate::catalog::category) async fn tree(
    database: impl PgExecutor<'_>,
    text: &str,
) -> Result<Vec<PlacedRow>, sqlx::Error> {
    sqlx::query_as!(
        PlacedRow,
        r#"with recursive placed (id, depth, path) as (
               select id, 0, array[fold_text(name), id::text] from categories where parent_id is null
               union all
               select c.id, p.depth + 1, p.path || fold_text(c.name) || c.id::text
               from placed p join categories c on c.parent_id = p.id)
           select c.id, c.name, c.slug, c.parent_id, above.name as "parent?", p.depth as "depth!",
                  strpos(fold_text(c.name), fold_text($1)) > 0 as "is_found!"
           from placed p join categories c on c.id = p.id left join categories above on above.id = c.parent_id
           order by p.path collate "C""#,
        text
    )
    .fetch_all(database)
    .await
}
