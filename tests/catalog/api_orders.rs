//! Lists as programs ask for them in an order of several keys (SPEC R4), against plain statements.

use rust_decimal::Decimal;
use sqlx::PgPool;
use vitrine::accounts::caller::Visitor;
use vitrine::accounts::model::Action;
use vitrine::catalog::product::model::ProductStatus;
use vitrine::catalog::product::ordering::Key;
use vitrine::catalog::product::reading::{self, ListAsk, PageAsk};
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;

use super::api_lists::{
    NAME_DOWN, NAME_UP, NEWEST, OLDEST, PRICE_DOWN, PRICE_UP, by, ids, moment, pages_agree, parts_agree,
    plainly, visitor,
};
use super::{made_up, may, staff};

/// Orders by several keys, and how a plain statement says them.
const SEVERAL: [(&[Key], &str); 7] = [
    (&[PRICE_UP, NEWEST], "p.price, p.created_at desc, p.id desc"),
    (&[PRICE_DOWN, NAME_UP], "p.price desc, p.folded_name collate \"C\", p.id"),
    (&[NAME_UP, PRICE_DOWN], "p.folded_name collate \"C\", p.price desc, p.id desc"),
    (&[OLDEST, NAME_DOWN], "p.created_at, p.folded_name collate \"C\" desc, p.id desc"),
    (&[NEWEST, PRICE_UP], "p.created_at desc, p.price, p.id"),
    (&[PRICE_UP, OLDEST, NAME_DOWN], "p.price, p.created_at, p.folded_name collate \"C\" desc, p.id desc"),
    (
        &[NAME_DOWN, PRICE_UP, NEWEST],
        "p.folded_name collate \"C\" desc, p.price, p.created_at desc, p.id desc",
    ),
];

/// A shop in which many products have one price, one moment or one name, and some have all three.
async fn alike(pool: &PgPool, count: u32) -> Backend {
    let backend = backend(pool.clone());
    made_up(&backend, count).await;
    sqlx::query(
        "with numbered as (select id, row_number() over (order by id) as n,
                                  row_number() over (partition by category_id order by id) as place from products)
         update products p
         set price = 10 + n % 3, created_at = timestamptz '2026-01-01' + n % 4 * interval '1 day',
             name = 'Oak Table ' || place
         from numbered where numbered.id = p.id",
    )
    .execute(pool)
    .await
    .unwrap();
    backend.cache.clear();
    backend
}

#[sqlx::test]
async fn pages_and_parts_agree_with_sql_for_orders_by_several_keys(pool: PgPool) {
    let backend = alike(&pool, 1_000).await;
    let whole = ListAsk::default();
    let asks = [
        whole.clone(),
        ListAsk { search: "walnut".to_owned(), ..whole.clone() },
        ListAsk { category: Some("kitchen".to_owned()), min_price: Some(Decimal::from(11)), ..whole.clone() },
        ListAsk { is_featured: Some(false), in_stock: Some(true), ..whole.clone() },
        ListAsk { created_after: Some(moment(&pool, 40.0).await), ..whole },
    ];
    for ask in asks {
        for (keys, order) in SEVERAL {
            let ask = ListAsk { ordering: by(keys), ..ask.clone() };
            let expected = plainly(&pool, &ask, order).await;
            assert!(!expected.is_empty(), "{ask:?}");
            pages_agree(&backend, &ask, &expected).await;
            parts_agree(&backend, &ask, &expected).await;
        }
    }
}

#[sqlx::test]
async fn what_is_not_published_stands_in_an_order_by_several_keys_too(pool: PgPool) {
    let backend = alike(&pool, 300).await;
    sqlx::query("update products set status = 'archived'").execute(&pool).await.unwrap();
    backend.cache.clear();
    staff(&backend, "stan", &[may(Action::View)]).await;
    let stan = visitor(&backend, "stan").await;
    for (keys, order) in SEVERAL {
        let ask = ListAsk { status: ProductStatus::Archived, ordering: by(keys), ..ListAsk::default() };
        let expected = plainly(&pool, &ask, order).await;
        let second = reading::page(&backend, &stan, &ask, PageAsk::Number(2), 100).await.unwrap();
        assert_eq!((second.count as usize, second.pages), (expected.len(), 3), "{keys:?}");
        assert_eq!(ids(&second.rows), expected[100..200], "{keys:?}");
        let (mut walked, mut cursor) = (Vec::new(), Some(String::new()));
        while let Some(from) = cursor {
            let got = reading::walk(&backend, &stan, &ask, &from, 70).await.unwrap();
            walked.extend(ids(&got.rows));
            cursor = got.next;
        }
        assert_eq!(walked, expected, "{keys:?}");
    }
}

#[sqlx::test]
async fn a_cursor_leads_through_the_order_that_it_was_given_for_alone(pool: PgPool) {
    let backend = alike(&pool, 40).await;
    let ask = |keys: &[Key]| ListAsk { ordering: by(keys), ..ListAsk::default() };
    let walk = async |keys: &[Key], cursor: &str| {
        reading::walk(&backend, &Visitor::default(), &ask(keys), cursor, 3).await
    };
    let cursor = walk(&[PRICE_UP, NEWEST], "").await.unwrap().next.unwrap();
    // What tells nothing apart any more changes no order.
    assert!(walk(&[PRICE_UP, NEWEST, PRICE_DOWN], &cursor).await.is_ok());
    for keys in [&[PRICE_UP][..], &[PRICE_UP, OLDEST], &[NEWEST, PRICE_UP], &[PRICE_UP, NEWEST, NAME_UP]] {
        let error = walk(keys, &cursor).await.unwrap_err();
        assert_eq!(error.to_string(), "Cursor not found", "{keys:?}");
    }
}
