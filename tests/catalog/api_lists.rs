//! Lists as programs ask for them (SPEC R1 to R6, S5), against plain statements.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgPool;
use uuid::Uuid;
use vitrine::accounts::caller::Visitor;
use vitrine::accounts::model::Action;
use vitrine::accounts::session;
use vitrine::accounts::testing::{account, new_session, sign_in};
use vitrine::catalog::product::model::{ProductId, ProductStatus};
use vitrine::catalog::product::ordering::{Column, Key, Ordering};
use vitrine::catalog::product::reading::{self, CursorPage, ListAsk, ListPage, PageAsk};
use vitrine::catalog::product::view::ProductRows;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;

use super::{category, made_up, may, product, staff, statements};

pub(super) const NEWEST: Key = Key::NEWEST;
pub(super) const OLDEST: Key = Key::up(Column::CreatedAt);
pub(super) const PRICE_UP: Key = Key::up(Column::Price);
pub(super) const PRICE_DOWN: Key = Key::down(Column::Price);
pub(super) const NAME_UP: Key = Key::up(Column::Name);
pub(super) const NAME_DOWN: Key = Key::down(Column::Name);

/// Every order by one key, and how a plain statement says it.
const ORDERS: [(&[Key], &str); 6] = [
    (&[NEWEST], "p.created_at desc, p.id desc"),
    (&[OLDEST], "p.created_at, p.id"),
    (&[PRICE_UP], "p.price, p.id"),
    (&[PRICE_DOWN], "p.price desc, p.id desc"),
    (&[NAME_UP], "p.folded_name collate \"C\", p.id"),
    (&[NAME_DOWN], "p.folded_name collate \"C\" desc, p.id desc"),
];

/// An order by keys in turn.
pub(super) fn by(keys: &[Key]) -> Ordering {
    keys.iter().copied().collect()
}

async fn page(backend: &Backend, ask: &ListAsk, number: u32, size: u32) -> ListPage {
    reading::page(backend, &Visitor::default(), ask, PageAsk::Number(number), size).await.unwrap()
}

async fn part(backend: &Backend, ask: &ListAsk, cursor: &str, size: u32) -> CursorPage {
    reading::walk(backend, &Visitor::default(), ask, cursor, size).await.unwrap()
}

pub(super) fn ids(rows: &ProductRows) -> Vec<Uuid> {
    rows.iter().map(|view| view.unwrap().id.0).collect()
}

/// A visitor who is the account with a username, signed in.
pub(super) async fn visitor(backend: &Backend, username: &str) -> Visitor {
    let session = new_session(backend, None);
    sign_in(backend, &session, username).await.unwrap();
    session::service::authenticate(backend, &session).await.unwrap()
}

/// What an ask lets through, in an order.
pub(super) async fn plainly(pool: &PgPool, ask: &ListAsk, order: &str) -> Vec<Uuid> {
    let words: Vec<String> = ask.search.split_whitespace().map(str::to_owned).collect();
    let sql = format!(
        "with recursive below as (
             select id from categories where slug = $1
             union all select c.id from categories c join below b on c.parent_id = b.id)
         select p.id from products p
         where p.status = $2::text::product_status and p.deleted_at is null
           and ($1 is null or p.category_id in (select id from below))
           and coalesce((select bool_and(p.folded_text like '%' || word || '%') from unnest($3::text[]) word), true)
           and p.price between coalesce($4, 0) and coalesce($5, 1000000000)
           and coalesce((p.stock > 0) = $6, true) and coalesce(p.is_featured = $7, true)
           and coalesce(p.created_at >= $8, true) and coalesce(p.created_at <= $9, true)
         order by {order}"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(&ask.category)
        .bind(ask.status.as_str())
        .bind(words)
        .bind(ask.min_price)
        .bind(ask.max_price)
        .bind(ask.in_stock)
        .bind(ask.is_featured)
        .bind(ask.created_after)
        .bind(ask.created_before)
        .fetch_all(pool)
        .await
        .unwrap()
}

/// The moment before which a share of the products came, in hundredths.
pub(super) async fn moment(pool: &PgPool, share: f64) -> DateTime<Utc> {
    sqlx::query_scalar(
        "select percentile_disc($1) within group (order by created_at) from products
         where status = 'published' and deleted_at is null",
    )
    .bind(share / 100.0)
    .fetch_one(pool)
    .await
    .unwrap()
}

#[sqlx::test]
async fn list_detail_and_cursor_are_one_statement(pool: PgPool) {
    let backend = statements::shop(pool.clone()).await;
    let early = Some(moment(&pool, 30.0).await);
    let id = ids(&page(&backend, &ListAsk::default(), 1, 20).await.rows)[0];
    let detail = async || {
        drop(reading::by_id(&backend, &Visitor::default(), ProductId(id)).await.unwrap());
    };
    assert_eq!(statements::taken(&backend, detail).await, (2, 1), "detail");
    let featured = async || drop(reading::featured(&backend).await.unwrap());
    assert_eq!(statements::taken(&backend, featured).await, (2, 1), "featured");
    let asks = [
        ListAsk::default(),
        ListAsk { search: "walnut".to_owned(), ..ListAsk::default() },
        ListAsk { search: "zzzzqqq".to_owned(), ..ListAsk::default() },
        ListAsk { category: Some("kitchen".to_owned()), in_stock: Some(false), ..ListAsk::default() },
        ListAsk { is_featured: Some(true), ..ListAsk::default() },
        ListAsk { created_after: early, ordering: by(&[NAME_DOWN]), ..ListAsk::default() },
        ListAsk { ordering: by(&[PRICE_UP, NEWEST]), ..ListAsk::default() },
    ];
    for ask in asks {
        let last = page(&backend, &ask, 1, 20).await.pages;
        for number in [1, last] {
            let list = async || drop(page(&backend, &ask, number, 20).await);
            let (cold, warm) = statements::taken(&backend, list).await;
            assert!(cold <= 3 && warm <= 1, "{cold}, then {warm} for page {number} of {ask:?}");
        }
        let cursor = part(&backend, &ask, "", 5).await.next.unwrap_or_default();
        let walk = async || drop(part(&backend, &ask, &cursor, 20).await);
        let (cold, warm) = statements::taken(&backend, walk).await;
        assert!(cold <= 3 && warm <= 1, "{cold}, then {warm} for a part of {ask:?}");
    }
}

#[sqlx::test]
async fn pages_agree_with_sql_for_every_order(pool: PgPool) {
    let backend = backend(pool.clone());
    made_up(&backend, 1_000).await;
    let (early, late) = (Some(moment(&pool, 20.0).await), Some(moment(&pool, 80.0).await));
    let whole = ListAsk::default();
    let asks = [
        whole.clone(),
        ListAsk { search: "walnut".to_owned(), ..whole.clone() },
        ListAsk { search: "wallnut".to_owned(), ..whole.clone() },
        ListAsk { category: Some("kitchen".to_owned()), in_stock: Some(false), ..whole.clone() },
        ListAsk { category: Some("classic-pots".to_owned()), in_stock: Some(true), ..whole.clone() },
        ListAsk { category: Some("nowhere".to_owned()), ..whole.clone() },
        ListAsk {
            min_price: Some(Decimal::new(50_001, 3)),
            max_price: Some(Decimal::from(90)),
            ..whole.clone()
        },
        ListAsk { is_featured: Some(true), ..whole.clone() },
        ListAsk { is_featured: Some(false), search: "oak".to_owned(), ..whole.clone() },
        ListAsk { created_after: early, created_before: late, ..whole.clone() },
        ListAsk { created_after: early, created_before: early, ..whole },
    ];
    for ask in asks {
        for (keys, order) in ORDERS {
            let ask = ListAsk { ordering: by(keys), ..ask.clone() };
            let expected = plainly(&pool, &ask, order).await;
            pages_agree(&backend, &ask, &expected).await;
            parts_agree(&backend, &ask, &expected).await;
        }
    }
}

/// Every page, and the last one by its name.
pub(super) async fn pages_agree(backend: &Backend, ask: &ListAsk, expected: &[Uuid]) {
    let mut seen = Vec::new();
    let pages = page(backend, ask, 1, 90).await.pages;
    for number in 1..=pages {
        let got = page(backend, ask, number, 90).await;
        assert_eq!((got.count as usize, got.number), (expected.len(), number), "{ask:?}");
        seen.extend(ids(&got.rows));
    }
    assert_eq!(seen, expected, "{ask:?}");
    // Once more from the marks that were found meanwhile, and beyond the end.
    let last = reading::page(backend, &Visitor::default(), ask, PageAsk::Last, 90).await.unwrap();
    assert_eq!(last.number, pages);
    assert!(seen.ends_with(&ids(&last.rows)), "{ask:?}");
    let beyond = PageAsk::Number(pages + 1);
    assert_eq!(reading::page(backend, &Visitor::default(), ask, beyond, 90).await.unwrap_err().status(), 404);
}

/// From part to part to the end, and back.
pub(super) async fn parts_agree(backend: &Backend, ask: &ListAsk, expected: &[Uuid]) {
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    let last = loop {
        let got = part(backend, ask, &cursor, 100).await;
        assert_eq!(got.previous.is_some(), !cursor.is_empty(), "{ask:?}");
        seen.extend(ids(&got.rows));
        match got.next {
            Some(next) => cursor = next,
            None => break got.previous,
        }
    };
    assert_eq!(seen, expected, "{ask:?}");
    let mut before = Vec::new();
    let mut previous = last;
    while let Some(cursor) = previous {
        let got = part(backend, ask, &cursor, 100).await;
        assert!(got.next.is_some(), "{ask:?}");
        before.splice(0..0, ids(&got.rows));
        previous = got.previous;
    }
    assert!(seen.starts_with(&before), "{ask:?}");
    assert_eq!(before.len(), seen.len().saturating_sub(1) / 100 * 100, "{ask:?}");
}

/// How many entries of the indexes of the newest have been read: that of the shop's lists and that of staff's, of which
/// PostgreSQL takes either where nearly all products are published.
async fn entries_read(backend: &Backend) -> i64 {
    // What a connection has counted is told when it says so. The one that was used last is the next to be lent.
    sqlx::query("select pg_stat_force_next_flush()").execute(&backend.readers).await.unwrap();
    sqlx::query_scalar(
        "select sum(idx_tup_read)::bigint from pg_stat_user_indexes
         where indexrelname in ('products_list_newest', 'products_staff_newest')",
    )
    .fetch_one(&backend.pool)
    .await
    .unwrap()
}

#[sqlx::test]
async fn a_cursor_page_reads_no_more_at_the_end(pool: PgPool) {
    let backend = backend(pool.clone());
    made_up(&backend, 1_000).await;
    sqlx::query("analyze products").execute(&pool).await.unwrap();
    let ask = ListAsk::default();
    let mut cursors = vec![String::new()];
    while let Some(next) = part(&backend, &ask, cursors.last().unwrap(), 20).await.next {
        cursors.push(next);
    }
    let mut read = Vec::new();
    for cursor in [&cursors[0], &cursors[cursors.len() - 2]] {
        let before = entries_read(&backend).await;
        assert_eq!(part(&backend, &ask, cursor, 20).await.rows.len(), 20);
        read.push(entries_read(&backend).await - before);
    }
    assert!(read[0] > 0 && read[1] <= read[0] + 5, "{read:?}");
}

#[sqlx::test]
async fn a_walk_meets_each_product_once_while_others_come_and_go(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    for number in 1..=6 {
        product(&backend, lamps, &format!("Lamp {number}"), "10", 1).await;
    }
    let ask = ListAsk::default();
    let first = part(&backend, &ask, "", 2).await;
    product(&backend, lamps, "Newcomer", "10", 1).await;
    // The row that the cursor stands for goes too.
    sqlx::query("update products set deleted_at = now() where slug = 'lamp-5'").execute(&pool).await.unwrap();
    backend.cache.clear();
    let second = part(&backend, &ask, &first.next.unwrap(), 2).await;
    let names = |rows: &ProductRows| -> Vec<String> {
        rows.iter().map(|view| view.unwrap().name.to_owned()).collect()
    };
    assert_eq!((names(&first.rows), names(&second.rows)), (lamps_of([6, 5]), lamps_of([4, 3])));
    let back = part(&backend, &ask, &second.previous.unwrap(), 2).await;
    assert_eq!(names(&back.rows), ["Newcomer", "Lamp 6"]);
    assert!(back.previous.is_none() && back.next.is_some());
}

fn lamps_of(numbers: [u32; 2]) -> Vec<String> {
    numbers.map(|number| format!("Lamp {number}")).to_vec()
}

#[sqlx::test]
async fn a_cursor_that_no_list_gave_is_not_found(pool: PgPool) {
    let backend = backend(pool);
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    for name in ["Globe", "Moon"] {
        product(&backend, lamps, name, "10", 1).await;
    }
    let by_price = ListAsk { ordering: by(&[PRICE_UP]), ..ListAsk::default() };
    let foreign = part(&backend, &by_price, "", 1).await.next.unwrap();
    for cursor in ["x", "djF8", foreign.as_str()] {
        let error = reading::walk(&backend, &Visitor::default(), &ListAsk::default(), cursor, 20).await;
        assert_eq!(error.unwrap_err().to_string(), "Cursor not found", "{cursor}");
    }
}

#[sqlx::test]
async fn what_is_not_published_is_seen_by_its_owner_and_by_staff_who_may(pool: PgPool) {
    let backend = backend(pool.clone());
    let ada = account(&backend, "ada").await;
    account(&backend, "eve").await;
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    for (name, owner) in [("Globe", Some(ada.0)), ("Moon", None)] {
        let id = product(&backend, lamps, name, "10", 1).await;
        sqlx::query("update products set status = 'draft', created_by = $2 where id = $1")
            .bind(id.0)
            .bind(owner)
            .execute(&pool)
            .await
            .unwrap();
    }
    backend.cache.clear();
    staff(&backend, "sam", &[]).await;
    staff(&backend, "stan", &[may(Action::View)]).await;
    let globe: Uuid =
        sqlx::query_scalar("select id from products where slug = 'globe'").fetch_one(&pool).await.unwrap();
    let askers = [
        (Visitor::default(), 0, false),
        (visitor(&backend, "ada").await, 1, true),
        (visitor(&backend, "eve").await, 0, false),
        (visitor(&backend, "sam").await, 0, false),
        (visitor(&backend, "stan").await, 2, true),
    ];
    for (asker, drafts, sees_globe) in askers {
        for (keys, _) in ORDERS {
            let ask = ListAsk { status: ProductStatus::Draft, ordering: by(keys), ..ListAsk::default() };
            let listed = reading::page(&backend, &asker, &ask, PageAsk::Last, 20).await.unwrap();
            assert_eq!((listed.count, listed.rows.len()), (drafts, drafts as usize), "{asker:?}");
            let walked = reading::walk(&backend, &asker, &ask, "", 20).await.unwrap();
            assert_eq!(ids(&walked.rows), ids(&listed.rows), "{asker:?}");
        }
        let one = reading::by_id(&backend, &asker, ProductId(globe)).await;
        assert_eq!(one.is_ok(), sees_globe, "{asker:?}");
        let archived = ListAsk { status: ProductStatus::Archived, ..ListAsk::default() };
        let none = reading::page(&backend, &asker, &archived, PageAsk::Number(1), 20).await.unwrap();
        assert_eq!((none.count, none.pages), (0, 1));
    }
}

#[sqlx::test]
async fn drafts_are_narrowed_down_and_walked_like_published_products(pool: PgPool) {
    let backend = backend(pool.clone());
    made_up(&backend, 400).await;
    sqlx::query("update products set status = 'archived'").execute(&pool).await.unwrap();
    backend.cache.clear();
    staff(&backend, "stan", &[may(Action::View)]).await;
    let stan = visitor(&backend, "stan").await;
    let whole = ListAsk { status: ProductStatus::Archived, ..ListAsk::default() };
    let asks = [
        whole.clone(),
        ListAsk { search: "walnut".to_owned(), in_stock: Some(true), ..whole.clone() },
        ListAsk { category: Some("kitchen".to_owned()), max_price: Some(Decimal::from(80)), ..whole },
    ];
    for ask in asks {
        for (keys, order) in ORDERS {
            let ask = ListAsk { ordering: by(keys), ..ask.clone() };
            let expected = plainly(&pool, &ask, order).await;
            let (mut paged, mut walked, mut cursor) = (Vec::new(), Vec::new(), Some(String::new()));
            let pages = reading::page(&backend, &stan, &ask, PageAsk::Last, 100).await.unwrap().pages;
            for number in 1..=pages {
                let got = reading::page(&backend, &stan, &ask, PageAsk::Number(number), 100).await.unwrap();
                paged.extend(ids(&got.rows));
            }
            while let Some(from) = cursor {
                let got = reading::walk(&backend, &stan, &ask, &from, 100).await.unwrap();
                walked.extend(ids(&got.rows));
                cursor = got.next;
            }
            assert_eq!((&paged, &walked), (&expected, &expected), "{ask:?}");
        }
    }
}

#[sqlx::test]
async fn a_product_is_read_whole_with_its_pictures(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98.50", 3).await;
    sqlx::query(
        "insert into product_images (product_id, file, alt, position, width, height)
         values ($1, 'products/b', E'b\x1e\x1f', 1, 400, 300), ($1, 'products/a', 'A globe', 0, 1200, 900)",
    )
    .bind(id.0)
    .execute(&pool)
    .await
    .unwrap();
    sqlx::query("update products set average_rating = 4.25, review_count = 4, is_featured = true")
        .execute(&pool)
        .await
        .unwrap();
    backend.cache.clear();
    let listed = page(&backend, &ListAsk::default(), 1, 20).await.rows;
    let featured = reading::featured(&backend).await.unwrap();
    let alone = reading::by_id(&backend, &Visitor::default(), id).await.unwrap();
    for rows in [listed, featured, alone] {
        let view = rows.first().unwrap();
        assert_eq!(
            (view.id, view.name, view.slug, view.price.to_string()),
            (id, "Globe", "globe", "98.50".to_owned())
        );
        assert_eq!((view.stock, view.rating_hundredths, view.review_count, view.version), (3, 425, 4, 1));
        assert_eq!(view.category.map(|link| link.slug.as_str()), Some("lamps"));
        assert!(view.is_available() && view.is_featured && view.created_by.is_none());
        let shots: Vec<_> =
            view.images().map(|shot| (shot.file, shot.width, shot.height, shot.alt)).collect();
        assert_eq!(
            shots,
            [("products/a", "1200", "900", "A globe"), ("products/b", "400", "300", "b \u{1f}")]
        );
    }
}

#[sqlx::test]
async fn a_category_that_came_this_moment_is_known(pool: PgPool) {
    let backend = backend(pool);
    page(&backend, &ListAsk::default(), 1, 20).await;
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    // No notice drops the tree here: the list finds out by itself that it is old.
    let id = product(&backend, lamps, "Globe", "10", 1).await;
    let rows = reading::by_id(&backend, &Visitor::default(), id).await.unwrap();
    assert!(rows.first().unwrap().category.is_some());
}
