//! How long the staff's list of products takes with a million of them. Slow, so it is asked for by name:
//! `cargo test --features ssr --test catalog admin_lists -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use sqlx::PgPool;
use vitrine::accounts::caller::Staff;
use vitrine::accounts::model::Action;
use vitrine::catalog::product::admin::PRODUCTS;
use vitrine::catalog::product::staff as products;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;
use vitrine::listing::ListQuery;

/// How long 99 of 100 pages may take.
const LONGEST: Duration = Duration::from_millis(150);
/// How often each page is asked for.
const TRIES: usize = 100;

async fn fill(pool: &PgPool) {
    for statement in [
        "insert into categories (name, slug) select 'Category ' || i, 'category-' || i from generate_series(1, 50) i",
        "insert into products (name, slug, price, category_id, status, stock, is_featured, created_at, deleted_at)
         select case when i % 5000 = 0 then 'Walnut ' else 'Oak ' end || 'thing ' || i, 'thing-' || i,
                0.5 + i % 5000, c.id,
                case when i % 1000 = 0 then 'archived' when i % 20 = 0 then 'draft' else 'published' end::product_status,
                (i * 7) % 400, i % 500 = 0, now() - i * interval '1 minute',
                case when i % 200 = 0 then now() - i * interval '1 second' end
         from generate_series(1, 1000000) i join categories c on c.slug = 'category-' || (1 + i % 50)",
        "vacuum analyze products",
    ] {
        sqlx::query(statement).execute(pool).await.unwrap();
    }
}

/// The times of the first page of an address, shortest first.
async fn times(backend: &Backend, staff: &Staff, address: &str) -> Vec<Duration> {
    let query = ListQuery::parse(&PRODUCTS, address);
    products::list(backend, staff, &query).await.unwrap();
    let mut times = Vec::with_capacity(TRIES);
    for _ in 0..TRIES {
        let start = Instant::now();
        products::list(backend, staff, &query).await.unwrap();
        times.push(start.elapsed());
    }
    times.sort();
    times
}

#[sqlx::test]
#[ignore = "makes a million products"]
async fn a_page_of_a_million_products_is_soon_there(pool: PgPool) {
    fill(&pool).await;
    let backend = backend(pool.clone());
    let staff = super::staff(&backend, "ada", &[super::may(Action::View)]).await.staff().unwrap();
    let mut slow = Vec::new();
    let category: uuid::Uuid = sqlx::query_scalar("select id from categories where slug = 'category-7'")
        .fetch_one(&pool)
        .await
        .unwrap();
    let of_category = format!("category={category}");
    for filter in [
        "",
        &of_category,
        "status=published",
        "status=archived",
        "status=draft",
        "stock=none",
        "stock=low",
        "status=published&stock=low",
        "stock=some",
        "featured=yes",
        "featured=no",
        "status=draft&stock=none",
        "q=walnut",
        "q=oak",
        "q=w",
        "q=wa",
        "q=zq",
        "q=nothing+has+this",
        "q=walnut+thing",
        "q=walnut&status=draft",
        "created_from=2024-06-01&created_to=2024-06-30",
        "created_to=2020-01-01",
        "trash=1",
    ] {
        let sorts: &[&str] = if filter == "trash=1" {
            &["-deleted_at", "deleted_at"]
        } else {
            &["-created_at", "created_at", "price", "-price", "name", "-name"]
        };
        for sort in sorts {
            let address = format!("{filter}&sort={sort}");
            let times = times(&backend, &staff, &address).await;
            let (middle, last) = (times[TRIES / 2], times[TRIES - 2]);
            println!("{address:<45} median {middle:>10.1?} p99 {last:>10.1?}");
            if last > LONGEST {
                slow.push(address);
            }
        }
    }
    assert!(slow.is_empty(), "too slow: {slow:?}");
}
