//! Lists of products (SPEC R3, R4, S5): what is on them, in what order, and how one walks through them.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use super::client::{Answer, Client};
use super::shop::{BASE, Shop};

/// A shop with 45 products of one owner, 42 of them published: `item-0` is the oldest and costs 10.00, each further one
/// is a second younger and costs 1.00 more. The odd ones are in `Leaf`, which is below `Top`; every ninth is a chair.
async fn furnished(pool: PgPool) -> (Shop, Uuid) {
    let shop = Shop::open(pool).await;
    let owner = vitrine::accounts::testing::account(&shop.backend, "owner").await.0;
    sqlx::query(
        "with top as (insert into categories (name, slug) values ('Top', 'top') returning id),
              leaf as (insert into categories (name, slug, parent_id) select 'Leaf', 'leaf', id from top returning id),
              made as (insert into products (name, slug, description, price, category_id, stock, status,
                                             is_featured, created_by, created_at)
                       select case when i % 9 = 0 then 'Walnut Chair ' else 'Lamp ' end || i, 'item-' || i,
                              'Plain words', 10 + i, case when i % 2 = 1 then leaf.id else top.id end, i % 5,
                              (case when i < 42 then 'published' else 'draft' end)::product_status, i < 12, $1,
                              timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second'
                       from generate_series(0, 44) i, top, leaf returning id)
         select count(*) from made",
    )
    .bind(owner)
    .execute(&shop.pool)
    .await
    .unwrap();
    shop.backend.cache.clear();
    (shop, owner)
}

/// The slugs on a page.
fn slugs(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let results = json["results"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    results.iter().map(|product| product["slug"].as_str().unwrap().to_owned()).collect()
}

/// Every slug of a list, page by page.
async fn all(client: &Client, parameters: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut path = format!("/api/products/?{parameters}");
    loop {
        let answer = client.get(&path).await.is(200);
        found.extend(slugs(&answer));
        match answer.json()["next"].as_str() {
            Some(next) => next.strip_prefix(BASE).expect("an address of the shop").clone_into(&mut path),
            None => return found,
        }
    }
}

#[sqlx::test]
async fn the_list_is_of_published_products_alone(pool: PgPool) {
    let (shop, _) = furnished(pool).await;
    let answer = shop.visitor().get("/api/products/").await.is(200);
    assert_eq!((answer.json()["count"].clone(), slugs(&answer).len()), (json!(42), 20));
    assert_eq!(slugs(&answer)[0], "item-41");
    let all = all(&shop.visitor(), "page_size=100").await;
    assert_eq!(all.len(), 42);
    assert!(!all.iter().any(|slug| ["item-42", "item-43", "item-44"].contains(&slug.as_str())));
}

#[sqlx::test]
async fn counts_pages_and_links(pool: PgPool) {
    let (shop, _) = furnished(pool).await;
    let visitor = shop.visitor();
    let page = visitor.get("/api/products/?category=top&page=2&search=lamp").await.is(200).json();
    assert_eq!(page["count"], 37);
    assert_eq!(page["previous"], format!("{BASE}/api/products/?category=top&search=lamp"));
    assert_eq!(page["next"], Value::Null);
    let page = visitor.get("/api/products/?page_size=10&page=3").await.is(200).json();
    assert_eq!(page["previous"], format!("{BASE}/api/products/?page_size=10&page=2"));
    assert_eq!(page["next"], format!("{BASE}/api/products/?page_size=10&page=4"));
    let names: Vec<String> = page.as_object().unwrap().keys().cloned().collect();
    assert_eq!(
        BTreeSet::from_iter(names),
        BTreeSet::from(["count", "next", "previous", "results"].map(str::to_owned))
    );
}

#[sqlx::test]
async fn a_page_beyond_the_last_is_404_and_last_is_a_page(pool: PgPool) {
    let (shop, _) = furnished(pool).await;
    let visitor = shop.visitor();
    assert_eq!(slugs(&visitor.get("/api/products/?page=3").await.is(200)), ["item-1", "item-0"]);
    assert_eq!(slugs(&visitor.get("/api/products/?page=last").await.is(200)), ["item-1", "item-0"]);
    for page in ["4", "0", "-1", "x", "1.5", "99999999999999999999"] {
        let answer = visitor.get(&format!("/api/products/?page={page}")).await.is(404);
        assert_eq!(answer.detail(), "Invalid page.", "{page}");
    }
    // An empty list has one page.
    let empty = visitor.get("/api/products/?category=nowhere&page=1").await.is(200);
    assert_eq!((empty.json()["count"].clone(), empty.json()["next"].clone()), (json!(0), Value::Null));
    visitor.get("/api/products/?category=nowhere&page=2").await.is(404);
}

#[sqlx::test]
async fn page_size_is_at_most_a_hundred(pool: PgPool) {
    let (shop, owner) = furnished(pool).await;
    sqlx::query(
        "insert into products (name, slug, price, category_id, status, created_by)
         select 'More ' || i, 'more-' || i, 1, c.id, 'published', $1
         from generate_series(1, 80) i, categories c where c.slug = 'top'",
    )
    .bind(owner)
    .execute(&shop.pool)
    .await
    .unwrap();
    shop.backend.cache.clear();
    let visitor = shop.visitor();
    for (asked, given) in [("100", 100), ("101", 100), ("99999999999999999999", 100), ("7", 7), ("", 20)] {
        let answer = visitor.get(&format!("/api/products/?page_size={asked}")).await.is(200);
        assert_eq!(slugs(&answer).len(), given, "{asked}");
    }
}

/// A parameter, and the condition and order that say the same in SQL.
const SAME_IN_SQL: [(&str, &str); 30] = [
    ("", "true order by created_at desc"),
    ("search=walnut", "name ilike '%walnut%' order by created_at desc"),
    ("search=aln%20chair", "name ilike '%aln%' and name ilike '%chair%' order by created_at desc"),
    ("search=plain", "true order by created_at desc"),
    ("search=CHAIR,walnut", "name ilike '%walnut%' order by created_at desc"),
    ("search=%22walnut%20chair%22", "name ilike '%walnut chair%' order by created_at desc"),
    ("search=%22chair%20walnut%22", "false order by created_at desc"),
    ("search='lamp%201',%20plain", "name ilike '%lamp 1%' order by created_at desc"),
    // Of a phrase no part stands in the name and another in the description.
    ("search=%221%20plain%22", "false order by created_at desc"),
    (
        "search=l%20a%20m%20p%20w%20o%20r%20d%20walnut",
        "name ilike '%walnut%' and name ilike '%m%' order by created_at desc",
    ),
    ("search=%22%22,", "true order by created_at desc"),
    (
        "category=leaf",
        "category_id = (select id from categories where slug = 'leaf') order by created_at desc",
    ),
    ("category=top", "true order by created_at desc"),
    ("min_price=30", "price >= 30 order by created_at desc"),
    ("max_price=30", "price <= 30 order by created_at desc"),
    ("min_price=20.5&max_price=40.0", "price between 20.5 and 40 order by created_at desc"),
    ("min_price=-5", "true order by created_at desc"),
    ("min_price=3_0&max_price=.4e2", "price between 30 and 40 order by created_at desc"),
    ("in_stock=true", "stock > 0 order by created_at desc"),
    ("in_stock=false", "stock = 0 order by created_at desc"),
    ("is_featured=true", "is_featured order by created_at desc"),
    ("is_featured=0", "not is_featured order by created_at desc"),
    ("is_featured=TRUE&in_stock=FALSE", "is_featured and stock = 0 order by created_at desc"),
    ("created_after=2026-01-01T00:00:30Z", "created_at >= '2026-01-01 00:00:30+00' order by created_at desc"),
    (
        "created_before=2026-01-01T01:00:30%2B01:00",
        "created_at <= '2026-01-01 00:00:30+00' order by created_at desc",
    ),
    ("created_after=2026-01-01&created_before=2026-01-02", "true order by created_at desc"),
    ("ordering=price", "true order by price"),
    ("ordering=-price&in_stock=True", "stock > 0 order by price desc"),
    ("ordering=created_at&category=leaf", "slug ~ '[13579]$' order by created_at"),
    ("ordering=-name", "true order by fold_text(name) collate \"C\" desc"),
];

#[sqlx::test]
async fn each_filter_and_each_order_is_what_sql_says(pool: PgPool) {
    let (shop, _) = furnished(pool).await;
    let visitor = shop.visitor();
    for (parameters, condition) in SAME_IN_SQL {
        let statement = format!("select slug from products where status = 'published' and {condition}");
        let expected: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_all(&shop.pool).await.unwrap();
        assert_eq!(all(&visitor, &format!("{parameters}&page_size=13")).await, expected, "{parameters}");
        let counted = visitor.get(&format!("/api/products/?{parameters}")).await.is(200).json();
        assert_eq!(counted["count"], expected.len(), "{parameters}");
        let walked = all(&visitor, &format!("{parameters}&page_size=13&cursor=")).await;
        assert_eq!(walked, expected, "{parameters}, by cursor");
    }
}

/// What is asked for, and the same in SQL.
const SEVERAL_KEYS: [(&str, &str); 6] = [
    ("price,-created_at,name", "price, created_at desc, fold_text(name) collate \"C\""),
    ("-price,name", "price desc, fold_text(name) collate \"C\""),
    ("name,price", "fold_text(name) collate \"C\""),
    // Blanks around a key and nothing between two commas say nothing, and a key counts where it stands first.
    ("%20price+,,-name,", "price, fold_text(name) collate \"C\" desc"),
    ("price,-price,name,-name", "price, fold_text(name) collate \"C\""),
    ("created_at,-price", "created_at, price desc, id desc"),
];

#[sqlx::test]
async fn where_products_are_equal_in_one_key_the_next_one_counts(pool: PgPool) {
    let (shop, _) = furnished(pool).await;
    sqlx::query(
        "update products set price = 10 + stock % 2,
                             created_at = timestamptz '2026-01-01' + stock / 2 * interval '1 hour'",
    )
    .execute(&shop.pool)
    .await
    .unwrap();
    shop.backend.cache.clear();
    let visitor = shop.visitor();
    for (ordering, order) in SEVERAL_KEYS {
        let statement = format!("select slug from products where status = 'published' order by {order}");
        let expected: Vec<String> =
            sqlx::query_scalar(sqlx::AssertSqlSafe(statement)).fetch_all(&shop.pool).await.unwrap();
        let parameters = format!("page_size=13&ordering={ordering}");
        assert_eq!(all(&visitor, &parameters).await, expected, "{ordering}");
        assert_eq!(all(&visitor, &format!("{parameters}&cursor=")).await, expected, "{ordering}, by cursor");
    }
    // One that cannot be read is named by itself.
    let answer = visitor.get("/api/products/?ordering=price,-stock,name").await.is(400);
    let words = "Select a valid choice. -stock is not one of the available choices.";
    assert_eq!(answer.json(), json!({ "ordering": [words] }));
    for blank in ["", ",", "%20,%20"] {
        let usual = visitor.get(&format!("/api/products/?fields={blank}&ordering={blank}")).await.is(200);
        assert_eq!(slugs(&usual), slugs(&visitor.get("/api/products/").await.is(200)), "{blank}");
    }
}

#[sqlx::test]
async fn what_cannot_be_read_is_400_by_name(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let visitor = shop.visitor();
    let no_choice = "Select a valid choice. odd is not one of the available choices.";
    for (name, value, words) in [
        ("min_price", "odd", "Enter a number."),
        ("max_price", "1e", "Enter a number."),
        ("in_stock", "odd", "Must be a valid boolean."),
        ("is_featured", "2", "Must be a valid boolean."),
        ("created_after", "odd", "Enter a valid date/time."),
        ("created_before", "2026-02-30", "Enter a valid date/time."),
        ("status", "odd", no_choice),
        ("ordering", "odd", no_choice),
        ("fields", "odd", no_choice),
        ("search", "%00", "Null characters are not allowed."),
        ("search", "a".repeat(256).as_str(), "Ensure this field has no more than 255 characters."),
        ("page_size", "0", "A valid integer is required."),
        ("page_size", "odd", "A valid integer is required."),
    ] {
        let answer = visitor.get(&format!("/api/products/?{name}={value}")).await.is(400);
        assert_eq!(answer.json(), json!({ name: [words] }));
    }
    let both = visitor.get("/api/products/?min_price=a&in_stock=b").await.is(400).json();
    assert_eq!(both.as_object().unwrap().len(), 2, "all of them at once");
    visitor.get("/api/products/?min_price=&in_stock=&ordering=&unknown=1").await.is(200);
}

#[sqlx::test]
async fn a_search_without_a_match_is_empty(pool: PgPool) {
    let (shop, _) = furnished(pool).await;
    // Pages show the nearest names instead; programs want to know.
    for search in ["zzzzqqqq", "walnot", "walnut%20lamp"] {
        let answer = shop.visitor().get(&format!("/api/products/?search={search}")).await.is(200).json();
        assert_eq!((answer["count"].clone(), answer["results"].clone()), (json!(0), json!([])), "{search}");
    }
}

#[sqlx::test]
async fn fields_asks_for_less(pool: PgPool) {
    let (shop, _) = furnished(pool).await;
    let visitor = shop.visitor();
    let answer = visitor.get("/api/products/?fields=price,id&page_size=1").await.is(200).json();
    let names: Vec<&String> = answer["results"][0].as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 2);
    assert_eq!(answer["results"][0]["price"], "51.00");
    let featured = visitor.get("/api/products/featured/?fields=slug").await.is(200).json();
    assert_eq!(featured[0], json!({ "slug": "item-11" }));
}

#[sqlx::test]
async fn a_cursor_walks_everything_once_while_products_come(pool: PgPool) {
    let (shop, owner) = furnished(pool).await;
    let visitor = shop.visitor();
    let mut seen = Vec::new();
    let mut path = "/api/products/?cursor=&page_size=10".to_owned();
    let mut made = 0_i32;
    loop {
        let answer = visitor.get(&path).await.is(200);
        assert_eq!(answer.json().get("count"), None);
        seen.extend(slugs(&answer));
        // Newer ones come in front of what was walked through, and what was seen goes.
        made += 1;
        let id: Uuid = sqlx::query_scalar(
            "insert into products (name, slug, price, category_id, status, created_by)
             select 'New ' || $2::int, 'new-' || $2::int, 1, id, 'published', $1 from categories where slug = 'top'
             returning id",
        )
        .bind(owner)
        .bind(made)
        .fetch_one(&shop.pool)
        .await
        .unwrap();
        assert!(!id.is_nil());
        sqlx::query("update products set deleted_at = now() where slug = $1")
            .bind(&seen[0])
            .execute(&shop.pool)
            .await
            .unwrap();
        match answer.json()["next"].as_str() {
            Some(next) => path = next.strip_prefix(BASE).unwrap().to_owned(),
            None => break,
        }
    }
    let expected: Vec<String> = (0..42).rev().map(|i| format!("item-{i}")).collect();
    assert_eq!(seen, expected);
}

/// What is counted is kept for some seconds: after a walk that counted, the count would be that of before.
#[sqlx::test]
async fn a_walk_counts_nothing_however_narrow_it_is(pool: PgPool) {
    let (shop, owner) = furnished(pool).await;
    let visitor = shop.visitor();
    let asked = [
        "search=walnut",
        "search=wa",
        "min_price=12&ordering=price",
        "is_featured=false",
        "created_after=2026-01-01&ordering=name",
        "category=leaf&in_stock=true",
    ];
    for (number, parameters) in asked.into_iter().enumerate() {
        let walked = all(&visitor, &format!("{parameters}&page_size=7&cursor=")).await;
        sqlx::query(
            "insert into products (name, slug, price, category_id, stock, status, created_by)
             select 'Walnut Stool ' || $2::text, 'stool-' || $2::text, 30, id, 3, 'published', $1
             from categories where slug = 'leaf'",
        )
        .bind(owner)
        .bind(number.to_string())
        .execute(&shop.pool)
        .await
        .unwrap();
        let counted = visitor.get(&format!("/api/products/?{parameters}")).await.is(200).json();
        assert_eq!(counted["count"], walked.len() + 1, "{parameters}");
    }
}

#[sqlx::test]
async fn a_cursor_walks_backwards_too(pool: PgPool) {
    let (shop, _) = furnished(pool).await;
    let visitor = shop.visitor();
    for ordering in ["price", "-price", "created_at", "-created_at", "name", "-name", "price,-name"] {
        let mut parts = Vec::new();
        let mut path = format!("/api/products/?cursor=&page_size=10&ordering={ordering}");
        let first = visitor.get(&path).await.is(200);
        assert_eq!(first.json()["previous"], Value::Null, "{ordering}");
        parts.push(slugs(&first));
        let mut answer = first;
        while let Some(next) = answer.json()["next"].as_str() {
            next.strip_prefix(BASE).unwrap().clone_into(&mut path);
            answer = visitor.get(&path).await.is(200);
            parts.push(slugs(&answer));
        }
        assert_eq!(parts.len(), 5, "{ordering}");
        let mut back = vec![parts[4].clone()];
        while let Some(previous) = answer.json()["previous"].as_str() {
            previous.strip_prefix(BASE).unwrap().clone_into(&mut path);
            answer = visitor.get(&path).await.is(200);
            back.push(slugs(&answer));
        }
        back.reverse();
        assert_eq!(back, parts, "{ordering}");
    }
}

#[sqlx::test]
async fn a_foreign_cursor_is_404(pool: PgPool) {
    let (shop, _) = furnished(pool).await;
    let visitor = shop.visitor();
    let first = visitor.get("/api/products/?cursor=&page_size=5").await.is(200).json();
    let cursor = first["next"].as_str().unwrap().split("cursor=").nth(1).unwrap();
    let cursor = cursor.split('&').next().unwrap();
    for odd in ["x", "djF8", &cursor[1..], &format!("{cursor}&ordering=price"), "%00", "../.."] {
        let answer = visitor.get(&format!("/api/products/?cursor={odd}")).await.is(404);
        assert_eq!(answer.detail(), "Invalid cursor", "{odd}");
    }
}

#[sqlx::test]
async fn status_shows_own_products_and_staff_all(pool: PgPool) {
    let (shop, _) = furnished(pool).await;
    let owner = shop.signed_in("owner").await;
    let (_, other) = shop.user("other").await;
    let (_, clerk) = shop.staff("clerk", &[]).await;
    let (_, viewer) = shop.staff("viewer", &["view product"]).await;
    for (client, drafts) in [(&owner, 3), (&other, 0), (&clerk, 0), (&viewer, 3), (&shop.visitor(), 0)] {
        let answer = client.get("/api/products/?status=draft").await.is(200).json();
        assert_eq!(answer["count"], drafts);
        let narrowed = client.get("/api/products/?status=draft&min_price=54&ordering=-price").await.is(200);
        assert_eq!(slugs(&narrowed).len(), usize::from(drafts > 0), "{narrowed:?}");
        assert_eq!(client.get("/api/products/").await.is(200).json()["count"], 42, "the published ones");
        assert_eq!(client.get("/api/products/?status=published").await.is(200).json()["count"], 42);
        assert_eq!(client.get("/api/products/?status=archived").await.is(200).json()["count"], 0);
    }
}
