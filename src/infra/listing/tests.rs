//! The engine on a real database, with a source of its own.

use sqlx::PgPool;

use super::*;
use crate::error::FieldErrors;
use crate::infra::testing;
use crate::listing::{Column, Filter, ListCounts, Options, Parts, Shape};

static SOURCE: Source = Source {
    table: "products",
    from: "products p",
    id: "p.id",
    id_type: "uuid",
    name: "p.name",
    live: "p.deleted_at is null",
    trash: Some("p.deleted_at is not null"),
    search: Some("p.folded_text"),
    joins: "join categories k on k.id = p.category_id",
    columns: &[
        ColumnSql {
            name: "name",
            cell: "p.name",
            base: None,
            sort: Some(SortSql { by: "p.folded_name collate \"C\"", cast: "text collate \"C\"" }),
        },
        ColumnSql {
            name: "price",
            cell: "p.price::text",
            base: Some("p.price::text"),
            sort: Some(SortSql { by: "p.price", cast: "numeric" }),
        },
        ColumnSql { name: "category", cell: "k.name", base: None, sort: None },
        ColumnSql {
            name: "id",
            cell: "p.id::text",
            base: None,
            sort: Some(SortSql { by: "p.id", cast: "uuid" }),
        },
        ColumnSql {
            name: "deleted_at",
            cell: "p.deleted_at::text",
            base: None,
            sort: Some(SortSql { by: "p.deleted_at", cast: "timestamptz" }),
        },
    ],
    filters: &[
        FilterSql::Fixed {
            name: "status",
            values: &[("draft", "p.status = 'draft'"), ("published", "p.status = 'published'")],
        },
        FilterSql::Ids { name: "category", column: "p.category_id" },
        FilterSql::Linked {
            name: "writer",
            rows: "select from reviews r where r.product_id = p.id and r.user_id",
        },
        FilterSql::Steps {
            name: "stock",
            values: &["none", "low", "some"],
            column: "p.stock",
            level: ("p.stock_level", &[0, 5, 20]),
        },
        FilterSql::Days { name: "created", column: "p.created_at" },
    ],
};

const fn column(name: &'static str, shape: Shape, edit: bool) -> Column {
    Column { name, label: name, shape, shown: true, edit }
}

static THINGS: Declaration = Declaration {
    kind: "product",
    path: "products",
    one: "product",
    many: "products",
    about: "",
    columns: &[
        column("name", Shape::Title, false),
        column("price", Shape::Money, true),
        column("category", Shape::Text, false),
    ],
    filters: &[
        Filter {
            name: "status",
            label: "Status",
            options: Options::Fixed(&[("draft", "Draft"), ("published", "Published")]),
        },
        Filter { name: "category", label: "Category", options: Options::Loaded },
        Filter {
            name: "stock",
            label: "Stock",
            options: Options::Fixed(&[("none", "None"), ("low", "Low"), ("some", "Some")]),
        },
        Filter { name: "created", label: "Created", options: Options::Days },
    ],
    search: Some("Search"),
    sorts: &["name", "price", "id", "deleted_at"],
    sort: "-id",
    field_sets: &[],
    slug_of: None,
    actions: &[],
    can_add: true,
    can_change: true,
    can_delete: true,
    parts: Parts {
        is_tree: false,
        has_images: false,
        has_preview: false,
        has_export: true,
        can_undo: false,
        can_retry: false,
    },
    check: |_| FieldErrors(BTreeMap::new()),
};

/// 70 products, every third a draft, in two categories; prices go up in pairs.
async fn fill(pool: &PgPool) -> Backend {
    for statement in [
        "insert into users (email, username, password_hash) values ('ada@x.test', 'ada', 'h')",
        "insert into categories (name, slug) values ('Lamps', 'lamps'), ('Mugs', 'mugs')",
        "insert into products (name, slug, price, category_id, status, description, deleted_at)
         select 'Thing ' || lpad(i::text, 2, '0'), 'thing-' || i, (i + 1) / 2, c.id,
                case when i % 3 = 0 then 'draft' else 'published' end::product_status,
                case when i % 10 = 0 then 'Walnut, =1' else 'Oak' end,
                case when i > 60 then now() + i * interval '1 second' end
         from generate_series(1, 70) i join categories c on c.slug = case when i % 2 = 0 then 'mugs' else 'lamps' end
         order by i",
    ] {
        sqlx::query(statement).execute(pool).await.unwrap();
    }
    testing::backend(pool.clone())
}

async fn list(backend: &Backend, address: &str) -> ListPage {
    list_of(backend, &ListQuery::parse(&THINGS, address)).await
}

async fn list_of(backend: &Backend, query: &ListQuery) -> ListPage {
    page(
        backend,
        &THINGS,
        &Asked { source: &SOURCE, query, ids: BTreeMap::new(), ends: BTreeMap::new(), among: None },
    )
    .await
    .unwrap()
}

async fn count(backend: &Backend, address: &str) -> ListCounts {
    let query = ListQuery::parse(&THINGS, address);
    let asked =
        Asked { source: &SOURCE, query: &query, ids: BTreeMap::new(), ends: BTreeMap::new(), among: None };
    counts(backend, &THINGS, &asked, Duration::from_secs(20)).await.unwrap().unwrap()
}

fn names(page: &ListPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.name.as_str()).collect()
}

#[sqlx::test]
async fn pages_follow_each_other_in_every_order_and_lead_back(pool: PgPool) {
    let backend = fill(&pool).await;
    for sort in ["name", "-name", "price", "-price", "id", "-id"] {
        let mut query = ListQuery::parse(&THINGS, &format!("size=25&sort={sort}"));
        let (mut seen, mut pages) = (Vec::new(), Vec::new());
        loop {
            let page = list_of(&backend, &query).await;
            assert_eq!(page.before.is_some(), !pages.is_empty(), "{sort}");
            seen.extend(page.rows.iter().map(|row| row.name.clone()));
            let next = page.next.clone();
            pages.push(page);
            let Some(next) = next else { break };
            // As an address has it.
            query.after = Some(next.to_string().parse().unwrap());
        }
        assert_eq!(pages.iter().map(|page| page.rows.len()).collect::<Vec<_>>(), [25, 25, 10], "{sort}");
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), 60, "{sort}");
        if sort.ends_with("name") {
            if sort.starts_with('-') {
                sorted.reverse();
            }
            assert_eq!(seen, sorted);
        }
        for number in [1, 0] {
            query.after = pages[number + 1].before.clone();
            let page = list_of(&backend, &query).await;
            assert_eq!(page.rows, pages[number].rows, "{sort}");
            assert_eq!((page.before.is_some(), page.next.is_some()), (number == 1, true), "{sort}");
        }
    }
}

#[sqlx::test]
async fn rows_have_the_cells_that_are_shown_and_what_can_be_edited(pool: PgPool) {
    let backend = fill(&pool).await;
    let page = list(&backend, "sort=name&columns=category,price").await;
    assert_eq!(page.columns, ["category", "price"]);
    assert_eq!(page.rows[0].cells, ["Lamps", "1.00"]);
    assert_eq!(page.rows[0].base, Values::from([("price".to_owned(), "1.00".to_owned())]));
}

#[sqlx::test]
async fn words_and_filters_narrow_down_and_are_counted(pool: PgPool) {
    let backend = fill(&pool).await;
    // Short words are looked for where words begin.
    for (words, found) in [
        ("walnut", 6),
        ("walnut ut", 0),
        ("walnut wa", 6),
        ("oak walnut", 0),
        ("THING wal", 6),
        ("tH", 60),
        ("w th", 6),
        ("hi", 0),
        ("1%", 0),
        ("=1", 6),
    ] {
        let address = format!("q={}&status=published", crate::percent::encode(words));
        assert_eq!(
            list(&backend, &format!("q={}", crate::percent::encode(words))).await.rows.len(),
            found,
            "{words}"
        );
        assert!(list(&backend, &address).await.rows.len() <= found);
    }
    let counts = count(&backend, "q=walnut&status=draft").await;
    assert_eq!((counts.total, counts.is_more), (2, false));
    assert_eq!(counts.filters["status"], [("draft".to_owned(), 2), ("published".to_owned(), 4)]);
    assert_eq!(counts.filters["category"].iter().map(|(_, count)| count).sum::<u32>(), 2);
    assert_eq!(count(&backend, "created_from=2000-01-01&created_to=2000-01-02").await.total, 0);
    assert_eq!(count(&backend, "created_from=2000-01-01").await.total, 60);
}

#[sqlx::test]
async fn the_trash_is_a_list_of_its_own(pool: PgPool) {
    let backend = fill(&pool).await;
    let trash = list(&backend, "trash=1").await;
    assert_eq!((names(&trash)[0], trash.rows.len()), ("Thing 70", 10));
    assert_eq!(list(&backend, "trash=1&q=walnut").await.rows.len(), 1);
    assert_eq!(count(&backend, "trash=1").await.total, 10);
}

#[sqlx::test]
async fn ids_and_owners_narrow_down(pool: PgPool) {
    let backend = fill(&pool).await;
    let mugs: Uuid =
        sqlx::query_scalar("select id from categories where slug = 'mugs'").fetch_one(&pool).await.unwrap();
    let ada: Uuid = sqlx::query_scalar("select id from users").fetch_one(&pool).await.unwrap();
    sqlx::query("insert into reviews (product_id, user_id, rating, title) select id, $1, 5, 'T' from products where slug = 'thing-2'")
        .bind(ada)
        .execute(&pool)
        .await
        .unwrap();
    let query = ListQuery::parse(&THINGS, "size=100");
    let found = async |ids: BTreeMap<&'static str, Vec<Uuid>>, among| {
        let asked = Asked { source: &SOURCE, query: &query, ids, ends: BTreeMap::new(), among };
        page(&backend, &THINGS, &asked).await.unwrap().rows.len()
    };
    assert_eq!(found(BTreeMap::from([("category", vec![mugs])]), None).await, 30);
    assert_eq!(found(BTreeMap::from([("category", vec![mugs, ada])]), None).await, 30);
    assert_eq!(found(BTreeMap::from([("category", vec![])]), None).await, 0);
    assert_eq!(found(BTreeMap::from([("writer", vec![ada])]), None).await, 1);
    assert_eq!(found(BTreeMap::new(), Some(("p.category_id::text", vec![mugs.to_string()]))).await, 30);
}

#[sqlx::test]
async fn steps_of_a_number_share_no_thing_and_leave_none_out(pool: PgPool) {
    let backend = fill(&pool).await;
    sqlx::query("update products set stock = right(name, 2)::int - 1").execute(&pool).await.unwrap();
    for low in [0, 3, 5, 20, 40] {
        let mut found = Vec::new();
        let mut counted = Vec::new();
        for step in ["none", "low", "some"] {
            let query = ListQuery::parse(&THINGS, &format!("stock={step}&sort=name"));
            let ends = BTreeMap::from([("stock", vec![0, low])]);
            let asked = Asked { source: &SOURCE, query: &query, ids: BTreeMap::new(), ends, among: None };
            found.push(page(&backend, &THINGS, &asked).await.unwrap().rows.len());
            backend.cache.clear();
            let counts = counts(&backend, &THINGS, &asked, Duration::from_secs(20)).await.unwrap().unwrap();
            counted.push(counts.filters["stock"].clone());
        }
        let low = usize::try_from(low).unwrap();
        assert_eq!(found, [1, low, 59 - low], "{low}");
        let numbers: Vec<usize> = counted[0].iter().map(|(_, count)| *count as usize).collect();
        assert_eq!(numbers, found, "{low}");
    }
}

#[sqlx::test]
async fn a_place_that_cannot_be_read_is_the_beginning(pool: PgPool) {
    let backend = fill(&pool).await;
    let page = list(&backend, "sort=price&after=n~x~much").await;
    assert_eq!((page.rows.len(), page.before), (60, None));
}

#[sqlx::test]
async fn all_ids_can_be_read_and_kept(pool: PgPool) {
    let backend = fill(&pool).await;
    let query = ListQuery::parse(&THINGS, "q=walnut");
    let asked =
        Asked { source: &SOURCE, query: &query, ids: BTreeMap::new(), ends: BTreeMap::new(), among: None };
    let mut connection = backend.pool.acquire().await.unwrap();
    let first = ids_after(&mut connection, &asked, None, 4).await.unwrap();
    let rest = ids_after(&mut connection, &asked, first.last().copied(), 4).await.unwrap();
    assert_eq!((first.len(), rest.len()), (4, 2));
    assert!(first.iter().chain(&rest).is_sorted());
    sqlx::query("create table kept (key uuid, id uuid primary key)").execute(&mut *connection).await.unwrap();
    for written in [6, 0] {
        let kept = keep_ids(&mut connection, &asked, "kept (key, id)", Uuid::now_v7()).await.unwrap();
        assert_eq!(kept, written);
    }
}

#[sqlx::test]
async fn the_whole_list_is_a_csv_file(pool: PgPool) {
    use futures::TryStreamExt as _;
    let backend = fill(&pool).await;
    let query = ListQuery::parse(&THINGS, "sort=name&size=25&columns=name,price");
    let asked =
        OwnedAsked { source: &SOURCE, query, ids: BTreeMap::new(), ends: BTreeMap::new(), among: None };
    let parts: Vec<bytes::Bytes> = csv(&backend, &THINGS, asked).try_collect().await.unwrap();
    let text = String::from_utf8(parts.concat()).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!((lines.len(), lines[0], lines[1], lines[61]), (62, "name,price", "Thing 01,1.00", ""));
}
