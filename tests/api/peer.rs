//! What the shop that this one is measured against asserts of its API, one by one. Its test client sends forms in parts.
//! One answer differs: an anonymous write is 401 here (SPEC R10), 403 there.

use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use super::shop::{Shop, obtain, refresh};

/// The catalogue of those tests: 45 products, 42 of them published, each a second younger than the one before.
async fn furnished(pool: PgPool) -> Shop {
    let shop = Shop::open(pool).await;
    let owner = vitrine::accounts::testing::account(&shop.backend, "owner").await.0;
    sqlx::query(
        "with top as (insert into categories (name, slug) values ('Top', 'top') returning id),
              leaf as (insert into categories (name, slug, parent_id) select 'Leaf', 'leaf', id from top returning id)
         insert into products (name, slug, description, price, category_id, stock, status, is_featured, created_by,
                               created_at)
         select case when i % 9 = 0 then 'Walnut Chair ' else 'Lamp ' end || i, 'item-' || i,
                'Plain <b>words</b>', 10 + i, case when i % 2 = 1 then leaf.id else top.id end, i % 5,
                (case when i < 42 then 'published' else 'draft' end)::product_status, i < 12, $1,
                now() + i * interval '1 second'
         from generate_series(0, 44) i, top, leaf",
    )
    .bind(owner)
    .execute(&shop.pool)
    .await
    .unwrap();
    shop.backend.cache.clear();
    shop
}

#[sqlx::test]
async fn lists_filter_search_and_order(pool: PgPool) {
    let shop = furnished(pool).await;
    let api = shop.visitor();
    let body = api.get("/api/products/").await.is(200).json();
    assert_eq!((body["count"].clone(), body["results"].as_array().unwrap().len()), (json!(42), 20));
    assert_eq!(body["results"][0]["slug"], "item-41");
    assert_eq!(body["results"][0]["category"]["slug"], "leaf");
    assert_eq!(api.get("/api/products/?search=walnut").await.json()["count"], 5);
    assert_eq!(api.get("/api/products/?min_price=50&max_price=51").await.json()["count"], 2);
    assert_eq!(api.get("/api/products/?category=leaf&in_stock=true").await.json()["count"], 17);
    assert_eq!(api.get("/api/products/?ordering=price").await.json()["results"][0]["price"], "10.00");
    assert_eq!(api.get("/api/products/featured/").await.json().as_array().unwrap().len(), 10);
    let id: Uuid = sqlx::query_scalar("select id from products where slug = 'item-1'")
        .fetch_one(&shop.pool)
        .await
        .unwrap();
    assert_eq!(api.get(&format!("/api/products/{id}/")).await.json()["is_available"], true);
}

#[sqlx::test]
async fn writes(pool: PgPool) {
    let shop = furnished(pool).await;
    let (_, other) = shop.user("other").await;
    let category: Uuid = sqlx::query_scalar("select id from categories where slug = 'leaf'")
        .fetch_one(&shop.pool)
        .await
        .unwrap();
    let category = category.to_string();
    let data = |name, price| {
        [
            ("name", name),
            ("description", "d"),
            ("price", price),
            ("category_id", category.as_str()),
            ("stock", "1"),
        ]
    };
    let api = shop.visitor();
    api.parts("POST", "/api/products/", &data("New Thing", "2.50")).await.is(401);
    let tokens = obtain(&api, "owner", vitrine::accounts::testing::PASSWORD).await.is(200);
    let owner = api.with_token(&tokens.text("access"));
    let made = owner.parts("POST", "/api/products/", &data("New Thing", "2.50")).await.is(201);
    assert_eq!(made.text("slug"), "new-thing");
    owner.parts("POST", "/api/products/", &data("New Thing", "2.50")).await.is(400);
    owner.parts("POST", "/api/products/", &data("x", "0")).await.is(400);
    let url = format!("/api/products/{}/", made.text("id"));
    api.get(&url).await.is(404);
    let publish = format!("{url}publish/");
    // Theirs is 403, since it looks for the owner alone; what is not published is not there for others (SPEC R1).
    other.parts("POST", &publish, &[]).await.is(404);
    assert_eq!(owner.parts("POST", &publish, &[]).await.is(200).json(), json!({ "status": "published" }));
    other.parts("POST", &publish, &[]).await.is(403);
    assert_eq!(owner.get("/api/users/").await.is(200).json()["count"], 1);
    api.get(&url).await.is(200);
    refresh(&api, &tokens.text("refresh")).await.is(200);
    let bad =
        api.parts("POST", "/api/token/", &[("email", "owner@example.org"), ("password", "no")]).await.is(401);
    assert_eq!(bad.detail(), "No active account found with the given credentials");
}
