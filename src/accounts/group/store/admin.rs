//! The SQL of groups as staff see them.

use crate::infra::listing::{ColumnSql, SortSql, Source};

/// Where the list of groups comes from.
pub(in crate::accounts::group) static SOURCE: Source = Source {
    table: "groups",
    from: "groups g",
    id: "g.id",
    id_type: "uuid",
    name: "g.name",
    live: "true",
    trash: None,
    search: None,
    joins: "",
    columns: &[
        ColumnSql {
            name: "name",
            cell: "g.name",
            base: None,
            sort: Some(SortSql { by: "lower(g.name) collate \"C\"", cast: "text collate \"C\"" }),
        },
        ColumnSql::cell("users", "(select count(*)::text from user_groups m where m.group_id = g.id)"),
        ColumnSql::cell(
            "permissions",
            "(select count(*)::text from group_permissions m where m.group_id = g.id)",
        ),
    ],
    filters: &[],
};
