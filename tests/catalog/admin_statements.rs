//! How many statements a page of the staff's lists takes: as many of much as of little, however it is narrowed down,
//! searched and sorted.

use sqlx::PgPool;
use uuid::Uuid;
use vitrine::accounts::caller::Staff;
use vitrine::accounts::testing::superuser;
use vitrine::admin::registry::KINDS;
use vitrine::admin::service;
use vitrine::infra::testing::backend;
use vitrine::infra::{Backend, queue};
use vitrine::listing::query::{SIZES, TRASH_SORT};
use vitrine::listing::{Declaration, ListPage, ListQuery, Options};

use super::made_up;
use super::statements::{listen, taken};

/// Statements of a page when nothing is remembered, and right after that, when the counts are.
type Taken = (u32, u32);

/// What each list takes by itself, and where words are looked for: those are looked for before the rows are read and
/// before they are counted.
const LISTS: [(&str, Taken, Taken); 9] = [
    // The categories to choose from are remembered.
    ("products", (3, 1), (5, 2)),
    ("categories", (2, 1), (2, 1)),
    ("images", (2, 1), (4, 2)),
    ("reviews", (2, 1), (4, 2)),
    // The groups to choose from are not.
    ("users", (3, 2), (5, 3)),
    ("groups", (2, 1), (2, 1)),
    ("movements", (2, 1), (2, 1)),
    ("jobs", (2, 1), (2, 1)),
    ("audit", (2, 1), (2, 1)),
];

/// More than a page of every kind.
async fn fill(backend: &Backend) {
    made_up(backend, 600).await;
    for statement in [
        "insert into product_images (product_id, file, alt, position, width, height)
         select id, 'walnut', 'A walnut board', 0, 10, 10 from products limit 150",
        "insert into reviews (product_id, rating, title) select id, 5, 'Walnut, and good' from products limit 150",
        "insert into users (email, username, password_hash, email_verified_at)
         select 'walnut' || n || '@example.org', 'walnut' || n, '', now() from generate_series(1, 150) n",
        "insert into groups (name) select 'Walnut ' || n from generate_series(1, 150) n",
        "insert into audit_entries (action, kind) select 'changed', 'product' from generate_series(1, 150)",
        "select (graphile_worker.add_job('nothing')).id from generate_series(1, 150)",
    ] {
        sqlx::query(statement).execute(&backend.pool).await.unwrap();
    }
}

/// The id of something that filters are loaded from; of nothing where there is none.
async fn loaded(backend: &Backend, filter: &str) -> Uuid {
    let any = match filter {
        "category" => "select id from categories limit 1",
        _ => "select id from groups limit 1",
    };
    sqlx::query_scalar(any).fetch_optional(&backend.pool).await.unwrap().unwrap_or_default()
}

/// The addresses of a list without words: as it comes, in each order, by each choice of each filter, by the first
/// choices of all filters in another order.
async fn addresses(backend: &Backend, of: &Declaration) -> Vec<String> {
    let mut addresses = vec![String::new()];
    for sort in of.sorts {
        let trash = if *sort == TRASH_SORT { "trash=1&" } else { "" };
        addresses.extend(["", "-"].map(|way| format!("{trash}sort={way}{sort}")));
    }
    let mut together: Vec<String> = of.sorts.first().map(|sort| format!("sort={sort}")).into_iter().collect();
    for filter in of.filters {
        let name = filter.name;
        let choices: Vec<String> = match filter.options {
            Options::Fixed(known) => known.iter().map(|(value, _)| format!("{name}={value}")).collect(),
            Options::Loaded => vec![format!("{name}={}", loaded(backend, name).await)],
            Options::Days => vec![format!("{name}_from=2020-01-01&{name}_to=2999-12-31")],
        };
        together.extend(choices.first().cloned());
        addresses.extend(choices);
    }
    addresses.push(together.join("&"));
    addresses
}

/// A page as somebody sees it: counts that did not come in time are asked for by themselves.
async fn page(backend: &Backend, staff: &Staff, of: &'static Declaration, query: &ListQuery) -> ListPage {
    let page = service::list(backend, staff, of, query).await.unwrap();
    if page.counts.is_none() {
        service::counts(backend, staff, of, query).await.unwrap();
    }
    page
}

/// What is asked of a list, and how much each may take.
async fn asks(
    backend: &Backend,
    staff: &Staff,
    of: &'static Declaration,
    (plain, searched): (Taken, Taken),
) -> Vec<(ListQuery, Taken)> {
    let read = |address: &str| ListQuery::parse(of, address);
    let addresses = addresses(backend, of).await;
    let together = addresses.last().cloned().unwrap_or_default();
    let mut asks: Vec<(ListQuery, Taken)> = addresses.iter().map(|address| (read(address), plain)).collect();
    // A whole word, the beginning of one, one that nothing has, two, and all that narrows a list down together.
    for address in ["q=walnut", "q=wa", "q=zzzzqqq", "q=walnut+board", &format!("q=walnut&{together}")] {
        asks.push((read(address), searched));
    }
    // No index knows signs, and none the trash: there each row is looked at.
    asks.push((read("q=--"), plain));
    if of.has_trash() {
        asks.push((read("trash=1&q=walnut"), plain));
    }
    let first = ListQuery { size: SIZES[0], ..read("") };
    if let Some(after) = page(backend, staff, of, &first).await.next {
        asks.push((ListQuery { after: Some(after), passed: SIZES[0], ..first.clone() }, plain));
    }
    asks.push((first, plain));
    asks
}

#[sqlx::test]
async fn a_list_of_staff_takes_as_many_statements_of_much_as_of_little(pool: PgPool) {
    listen();
    queue::migrate(&pool).await.unwrap();
    let backend = backend(pool);
    let staff = superuser(&backend, "root").await;
    assert!(KINDS.iter().map(|of| of.path).eq(LISTS.iter().map(|(path, ..)| *path)), "each list is here");
    let mut wrong = Vec::new();
    for is_full in [false, true] {
        if is_full {
            fill(&backend).await;
        }
        for (of, (_, plain, searched)) in KINDS.into_iter().zip(LISTS) {
            for (query, expected) in asks(&backend, &staff, of, (plain, searched)).await {
                let found = taken(&backend, async || drop(page(&backend, &staff, of, &query).await)).await;
                if found != expected {
                    let (path, address) = (of.path, query.to_query());
                    wrong.push(format!("{path}?{address}: {found:?}, not {expected:?} (full: {is_full})"));
                }
            }
            let has_more = page(&backend, &staff, of, &ListQuery::parse(of, "")).await.next.is_some();
            assert!(!is_full || has_more || of.parts.is_tree, "{} has one page", of.path);
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
