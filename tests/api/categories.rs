//! Categories (SPEC R7, D4): everybody reads them, staff with the permission write them.

use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use super::client::Client;
use super::reviews::{both_are_made, of_ten_one_wins};
use super::shop::{BASE, Shop};

const ALL: [&str; 4] = ["view category", "add category", "change category", "delete category"];

/// What stands in the tables of categories, but for times.
async fn everything(shop: &Shop) -> Vec<String> {
    sqlx::query_scalar(
        "select concat_ws('|', id, name, slug, description, parent_id) from categories
         union all select concat_ws('|', slug, category_id) from category_slug_redirects order by 1",
    )
    .fetch_all(&shop.pool)
    .await
    .unwrap()
}

fn path(id: impl std::fmt::Display) -> String {
    format!("/api/categories/{id}/")
}

#[sqlx::test]
async fn the_list_has_parents_and_counts_those_below(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, chief) = shop.staff("chief", &ALL).await;
    let top = shop.category("Top").await;
    let leaf =
        chief.post("/api/categories/", &json!({ "name": "Leaf", "parent": top })).await.is(201).text("id");
    shop.published(&chief, leaf.parse().unwrap(), "Globe").await;
    shop.product(&chief, leaf.parse().unwrap(), "Draft").await;
    shop.backend.cache.clear();
    let list = shop.visitor().get("/api/categories/").await.is(200).json();
    assert_eq!(
        list,
        json!({
            "count": 2, "next": null, "previous": null,
            "results": [
                { "id": leaf, "name": "Leaf", "slug": "leaf", "description": "", "parent": top, "product_count": 1 },
                { "id": top, "name": "Top", "slug": "top", "description": "", "parent": null, "product_count": 1 },
            ],
        })
    );
    let first = shop.visitor().get("/api/categories/?page_size=1").await.is(200).json();
    assert_eq!(first["next"], format!("{BASE}/api/categories/?page_size=1&page=2"));
    let answer = shop.visitor().get("/api/categories/?page=2").await.is(404);
    assert_eq!(answer.detail(), "Invalid page.");
    assert_eq!(shop.visitor().get(&path(top)).await.is(200).json(), list["results"][1]);
}

#[sqlx::test]
async fn staff_write_and_nobody_else_and_a_refusal_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, user) = shop.user("user").await;
    let (_, clerk) = shop.staff("clerk", &["view category", "change product"]).await;
    let (_, chief) = shop.staff("chief", &ALL).await;
    let id = shop.category("Lamps").await;
    let before = everything(&shop).await;
    for (client, status) in [(&shop.visitor(), 401), (&user, 403), (&clerk, 403)] {
        // Even where something else is wrong with it.
        for body in [json!({ "name": "Lights" }), json!({ "name": 5 })] {
            client.post("/api/categories/", &body).await.is(status);
            client.put(&path(id), &body).await.is(status);
            client.patch(&path(id), &body).await.is(status);
        }
        client.delete(&path(id)).await.is(status);
        assert_eq!(everything(&shop).await, before);
    }
    chief.patch(&path(id), &json!({ "name": "Lights" })).await.is(200);
    chief.put(&path(id), &json!({ "name": "Lamps" })).await.is(200);
    chief.delete(&path(id)).await.is(204);
    shop.visitor().get(&path(id)).await.is(404);
}

#[sqlx::test]
async fn a_creation_is_201_and_each_part_can_change(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, chief) = shop.staff("chief", &ALL).await;
    let top = shop.category("Top").await;
    let body = json!({ "name": "Desk lamps", "description": "Small ones.", "parent": top });
    let answer = chief.post("/api/categories/", &body).await.is(201);
    let id = answer.text("id");
    assert_eq!(answer.header("location"), Some(format!("{BASE}/api/categories/{id}/").as_str()));
    assert_eq!((answer.text("slug"), answer.json()["parent"].clone()), ("desk-lamps".to_owned(), json!(top)));

    let renamed = chief.patch(&path(&id), &json!({ "name": "Table lamps" })).await.is(200).json();
    assert_eq!((renamed["slug"].clone(), renamed["parent"].clone()), (json!("desk-lamps"), json!(top)));
    let moved =
        chief.patch(&path(&id), &json!({ "parent": null, "slug": "table-lamps" })).await.is(200).json();
    assert_eq!((moved["slug"].clone(), moved["parent"].clone()), (json!("table-lamps"), Value::Null));
    assert_eq!(moved["description"], "Small ones.");
    let put = chief.put(&path(&id), &json!({ "name": "Lamps" })).await.is(200).json();
    assert_eq!(put["description"], "Small ones.", "what is not sent stays");
    // The change is in the next list.
    let list = shop.visitor().get("/api/categories/").await.is(200).json();
    assert_eq!(list["results"][0]["name"], "Lamps");
}

#[sqlx::test]
async fn what_cannot_be_taken_is_named_and_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, chief) = shop.superuser("chief").await;
    let top = shop.category("Top").await;
    let child =
        chief.post("/api/categories/", &json!({ "name": "Child", "parent": top })).await.is(201).text("id");
    let before = everything(&shop).await;
    for (body, field) in [
        (json!({}), "name"),
        (json!({ "name": "" }), "name"),
        (json!({ "name": "a".repeat(101) }), "name"),
        (json!({ "name": "Top" }), "name"),
        (json!({ "name": "New", "slug": "No slug" }), "slug"),
        (json!({ "name": "New", "slug": "top" }), "slug"),
        (json!({ "name": "New", "parent": "top" }), "parent"),
        (json!({ "name": "New", "parent": Uuid::nil() }), "parent"),
    ] {
        let answer = chief.post("/api/categories/", &body).await.is(400);
        let names: Vec<String> = answer.json().as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, [field], "{answer:?}");
    }
    // No rings.
    let answer = chief.patch(&path(top), &json!({ "parent": child })).await.is(400);
    assert!(answer.json().get("parent").is_some(), "{answer:?}");
    assert_eq!(everything(&shop).await, before);
}

/// Makes categories, each below the one before; answers their ids from the top down.
async fn chain(chief: &Client, name: &str, levels: usize) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for level in 1..=levels {
        let body = json!({ "name": format!("{name} {level}"), "parent": ids.last() });
        ids.push(chief.post("/api/categories/", &body).await.is(201).text("id"));
    }
    ids
}

#[sqlx::test]
async fn the_tree_has_eight_levels_at_most_also_after_a_move(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, chief) = shop.superuser("chief").await;
    let deep = chain(&chief, "Deep", 8).await;
    let pair = chain(&chief, "Pair", 2).await;
    let before = everything(&shop).await;
    let words = ["Categories can be at most 8 levels deep"];
    let below = json!({ "name": "Ninth", "parent": deep[7] });
    assert_eq!(chief.post("/api/categories/", &below).await.is(400).errors("parent"), words);
    // What stands below comes along.
    for parent in [&deep[6], &deep[7]] {
        let answer = chief.patch(&path(&pair[0]), &json!({ "parent": parent })).await.is(400);
        assert_eq!(answer.errors("parent"), words);
    }
    assert_eq!(everything(&shop).await, before);
    // A ring is called a ring.
    let ring = chief.patch(&path(&deep[0]), &json!({ "parent": deep[7] })).await.is(400);
    assert_eq!(ring.errors("parent"), ["A category cannot stand below itself"]);
    chief.patch(&path(&pair[0]), &json!({ "parent": deep[5] })).await.is(200);
    chief.patch(&path(&deep[6]), &json!({ "parent": null })).await.is(200);
}

#[sqlx::test]
async fn two_moves_at_once_do_not_make_the_tree_too_deep_together(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, chief) = shop.superuser("chief").await;
    for round in 0..10 {
        let [upper, lower, top] = ["Upper", "Lower", "Top"].map(|name| format!("{name} {round}"));
        let (upper, lower) = (chain(&chief, &upper, 4).await, chain(&chief, &lower, 4).await);
        let top = chain(&chief, &top, 1).await;
        let (under_top, under_upper) = (json!({ "parent": top[0] }), json!({ "parent": upper[3] }));
        let (upper_path, lower_path) = (path(&upper[0]), path(&lower[0]));
        let (one, other) =
            tokio::join!(chief.patch(&upper_path, &under_top), chief.patch(&lower_path, &under_upper));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 400], "{one:?} {other:?}");
    }
}

#[sqlx::test]
async fn a_category_with_products_is_not_deleted_and_one_without_takes_those_below_along(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, chief) = shop.superuser("chief").await;
    let top = shop.category("Top").await;
    let child =
        chief.post("/api/categories/", &json!({ "name": "Child", "parent": top })).await.is(201).text("id");
    let product = shop.product(&chief, child.parse().unwrap(), "Globe").await;
    let answer = chief.delete(&path(top)).await.is(409);
    assert!(answer.detail().contains("Child (1 product)"), "{answer:?}");
    sqlx::query("delete from products where id = $1").bind(product).execute(&shop.pool).await.unwrap();
    chief.delete(&path(top)).await.is(204);
    chief.get(&path(&child)).await.is(404);
    chief.delete(&path(top)).await.is(404);
}

#[sqlx::test]
async fn a_stale_tag_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, chief) = shop.superuser("chief").await;
    let id = shop.category("Lamps").await;
    let tag = chief.get(&path(id)).await.is(200).header("etag").unwrap().to_owned();
    let with_tag = [("If-Match", tag.as_str())];
    chief.json("PATCH", &path(id), &with_tag, &json!({ "description": "Light." })).await.is(200);
    chief.json("PATCH", &path(id), &with_tag, &json!({ "description": "Dark." })).await.is(412);
    chief.send("DELETE", &path(id), &with_tag, "", b"").await.is(412);
    assert_eq!(chief.get(&path(id)).await.is(200).json()["description"], "Light.");
}

#[sqlx::test]
async fn of_ten_writers_with_one_tag_one_wins(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, chief) = shop.superuser("chief").await;
    let id = shop.category("Lamps").await;
    of_ten_one_wins(&chief, &path(id), "description").await;
    // Of a change and a deletion with one tag one is done.
    let tag = chief.get(&path(id)).await.is(200).header("etag").unwrap().to_owned();
    let (address, with_tag) = (path(id), [("If-Match", tag.as_str())]);
    let body = json!({ "description": "Light." });
    let (changed, deleted) = tokio::join!(
        chief.json("PATCH", &address, &with_tag, &body),
        chief.send("DELETE", &address, &with_tag, "", b""),
    );
    let done = [&changed, &deleted].into_iter().filter(|answer| answer.status < 300).count();
    assert_eq!(done, 1, "{changed:?} {deleted:?}");
}

#[sqlx::test]
async fn two_changes_of_different_fields_at_once_both_stay(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, chief) = shop.superuser("chief").await;
    let id = shop.category("Lamps").await;
    for round in 0..20 {
        let name = json!({ "name": format!("Lamps {round}") });
        let description = json!({ "description": format!("Light {round}") });
        both_are_made(&chief, &path(id), [&name, &description]).await;
        let read = chief.get(&path(id)).await.is(200).json();
        assert_eq!((&read["name"], &read["description"]), (&name["name"], &description["description"]));
    }
}
