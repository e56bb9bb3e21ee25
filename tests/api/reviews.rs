//! Reviews (SPEC R7, D8): everybody reads those of a published product, users write one of each.

use futures::future::join_all;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use super::client::Client;
use super::shop::{BASE, Shop};

/// How a product leaves the shop, and what its owner is told who would delete a review of it.
const LEAVINGS: [(&str, u16); 3] = [
    ("update products set status = 'draft' where id = $1", 403),
    ("update products set status = 'archived' where id = $1", 403),
    ("update products set deleted_at = now() where id = $1", 404),
];

fn list(product: Uuid) -> String {
    format!("/api/products/{product}/reviews/")
}

/// Sends ten changes of a text of one thing at once, all of them with its one tag: one is made, and the others come too
/// late.
pub async fn of_ten_one_wins(client: &Client, path: &str, field: &str) {
    let tag = client.get(path).await.is(200).header("etag").unwrap().to_owned();
    let with_tag = [("If-Match", tag.as_str())];
    let bodies: Vec<Value> = (0..10).map(|number| json!({ field: format!("Writer {number}") })).collect();
    let answers = join_all(bodies.iter().map(|body| client.json("PATCH", path, &with_tag, body))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412, 412, 412, 412, 412, 412, 412, 412, 412], "{answers:?}");
    let winner = answers.iter().position(|answer| answer.status == 200).unwrap();
    assert_eq!(client.get(path).await.is(200).json()[field], bodies[winner][field]);
}

/// Sends two changes of one thing at once, without tags: both are made.
pub async fn both_are_made(client: &Client, path: &str, changes: [&Value; 2]) {
    let [one, other] = changes;
    let (first, second) = tokio::join!(client.patch(path, one), client.patch(path, other));
    first.is(200);
    second.is(200);
}

async fn everything(shop: &Shop) -> Vec<String> {
    sqlx::query_scalar(
        "select concat_ws('|', r.id, r.product_id, user_id, rating, title, body, r.status, p.review_count,
                          p.average_rating)
         from reviews r join products p on p.id = r.product_id order by r.id",
    )
    .fetch_all(&shop.pool)
    .await
    .unwrap()
}

#[sqlx::test]
async fn a_user_writes_changes_and_deletes_a_review(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let (_, ada) = shop.user("ada").await;
    let lamps = shop.category("Lamps").await;
    let product = shop.published(&owner, lamps, "Globe").await;

    let body = json!({ "rating": 4, "title": "Warm light", "body": "It\r\nstays." });
    let answer = ada.post(&list(product), &body).await.is(201);
    let id = answer.text("id");
    let path = format!("{}{id}/", list(product));
    assert_eq!(answer.header("location"), Some(format!("{BASE}{path}").as_str()));
    let mut read = shop.visitor().get(&path).await.is(200).json();
    assert_eq!(read, answer.json());
    for time in ["created_at", "updated_at"] {
        assert!(read[time].take().as_str().unwrap().ends_with('Z'));
    }
    assert_eq!(
        read,
        json!({
            "id": id, "product": product, "author": "ada", "rating": 4, "title": "Warm light", "body": "It\nstays.",
            "is_verified": false, "is_edited": false, "created_at": null, "updated_at": null,
        })
    );
    let of_product =
        || async { shop.visitor().get(&format!("/api/products/{product}/")).await.is(200).json() };
    assert_eq!(of_product().await["review_count"], 1);
    assert_eq!(of_product().await["average_rating"], 4.0);

    let changed = ada.patch(&path, &json!({ "rating": 2 })).await.is(200).json();
    assert_eq!((changed["rating"].clone(), changed["title"].clone()), (json!(2), json!("Warm light")));
    assert_eq!(of_product().await["average_rating"], 2.0);
    ada.put(&path, &json!({ "rating": "5" })).await.is(400);
    let put = ada.put(&path, &json!({ "rating": "5", "title": "Bright" })).await.is(200).json();
    assert_eq!((put["rating"].clone(), put["body"].clone()), (json!(5), json!("It\nstays.")));

    ada.delete(&path).await.is(204);
    shop.visitor().get(&path).await.is(404);
    assert_eq!(of_product().await["review_count"], 0);
}

#[sqlx::test]
async fn the_list_is_newest_first_in_pages(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let lamps = shop.category("Lamps").await;
    let product = shop.published(&owner, lamps, "Globe").await;
    sqlx::query(
        "insert into reviews (product_id, user_id, rating, title, created_at)
         select $1, null, 3, 'Review ' || i, timestamptz '2026-01-01' + i * interval '1 day'
         from generate_series(1, 25) i",
    )
    .bind(product)
    .execute(&shop.pool)
    .await
    .unwrap();
    sqlx::query("update products set review_count = 25, average_rating = 3 where id = $1")
        .bind(product)
        .execute(&shop.pool)
        .await
        .unwrap();
    let visitor = shop.visitor();
    let page = visitor.get(&list(product)).await.is(200).json();
    assert_eq!((page["count"].clone(), page["results"][0]["title"].clone()), (json!(25), json!("Review 25")));
    assert_eq!(page["results"].as_array().unwrap().len(), 20);
    assert_eq!(page["next"], format!("{BASE}{}?page=2", list(product)));
    let last = visitor.get(&format!("{}?page=last&page_size=10", list(product))).await.is(200).json();
    assert_eq!(last["results"][4]["title"], "Review 1");
    assert_eq!(last["results"][0]["author"], "A former customer");
    visitor.get(&format!("{}?page=3", list(product))).await.is(404);
}

#[sqlx::test]
async fn nobody_writes_what_is_not_theirs_and_a_refusal_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let (_, writer) = shop.user("writer").await;
    let (_, other) = shop.user("other").await;
    let (_, clerk) = shop.staff("clerk", &["view review", "change review"]).await;
    let (_, chief) = shop.staff("chief", &["delete review"]).await;
    let lamps = shop.category("Lamps").await;
    let product = shop.published(&owner, lamps, "Globe").await;
    let body = json!({ "rating": 4, "title": "Fine" });
    let id = writer.post(&list(product), &body).await.is(201).text("id");
    let path = format!("{}{id}/", list(product));
    let before = everything(&shop).await;
    for (client, change, delete) in [(&shop.visitor(), 401, 401), (&other, 403, 403), (&clerk, 403, 403)] {
        client.put(&path, &body).await.is(change);
        client.patch(&path, &json!({ "rating": "x" })).await.is(change);
        client.delete(&path).await.is(delete);
    }
    chief.patch(&path, &json!({ "rating": 1 })).await.is(403);
    shop.visitor().post(&list(product), &body).await.is(401);
    // One for each product.
    let again = writer.post(&list(product), &body).await.is(400);
    assert_eq!(again.errors("non_field_errors"), ["You have written a review of this product already"]);
    for bad in
        [json!({ "rating": 6, "title": "x" }), json!({ "rating": 0, "title": "x" }), json!({ "rating": 4 })]
    {
        other.post(&list(product), &bad).await.is(400);
    }
    assert_eq!(everything(&shop).await, before);
    chief.delete(&path).await.is(204);
}

#[sqlx::test]
async fn reviews_are_of_published_products_and_stand_below_their_own(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let (_, ada) = shop.user("ada").await;
    let lamps = shop.category("Lamps").await;
    let globe = shop.published(&owner, lamps, "Globe").await;
    let moon = shop.published(&owner, lamps, "Moon").await;
    let draft = shop.product(&owner, lamps, "Draft").await;
    let body = json!({ "rating": 4, "title": "Fine" });
    let id = ada.post(&list(globe), &body).await.is(201).text("id");
    for product in [draft, Uuid::nil()] {
        assert_eq!(ada.get(&list(product)).await.is(404).detail(), "No Product matches the given query.");
        ada.post(&list(product), &body).await.is(404);
    }
    let elsewhere = format!("{}{id}/", list(moon));
    assert_eq!(ada.get(&elsewhere).await.is(404).detail(), "No Review matches the given query.");
    ada.patch(&elsewhere, &json!({ "rating": 1 })).await.is(404);
    ada.delete(&elsewhere).await.is(404);
    assert_eq!(shop.count("select count(*) from reviews where rating = 4").await, 1);
}

#[sqlx::test]
async fn of_ten_writers_with_one_tag_one_wins(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let (_, ada) = shop.user("ada").await;
    let lamps = shop.category("Lamps").await;
    let product = shop.published(&owner, lamps, "Globe").await;
    let id = ada.post(&list(product), &json!({ "rating": 4, "title": "Fine" })).await.is(201).text("id");
    let path = format!("{}{id}/", list(product));
    of_ten_one_wins(&ada, &path, "title").await;
    // Of a change and a deletion with one tag one is done.
    let tag = ada.get(&path).await.is(200).header("etag").unwrap().to_owned();
    let with_tag = [("If-Match", tag.as_str())];
    let body = json!({ "rating": 1 });
    let (changed, deleted) = tokio::join!(
        ada.json("PATCH", &path, &with_tag, &body),
        ada.send("DELETE", &path, &with_tag, "", b""),
    );
    let done = [&changed, &deleted].into_iter().filter(|answer| answer.status < 300).count();
    assert_eq!(done, 1, "{changed:?} {deleted:?}");
}

#[sqlx::test]
async fn two_changes_of_different_fields_at_once_both_stay(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let (_, ada) = shop.user("ada").await;
    let lamps = shop.category("Lamps").await;
    let product = shop.published(&owner, lamps, "Globe").await;
    let id = ada.post(&list(product), &json!({ "rating": 4, "title": "Fine" })).await.is(201).text("id");
    let path = format!("{}{id}/", list(product));
    for round in 0..20 {
        let title = json!({ "title": format!("Title {round}") });
        let body = json!({ "body": format!("Body {round}") });
        both_are_made(&ada, &path, [&title, &body]).await;
        let read = ada.get(&path).await.is(200).json();
        assert_eq!((&read["title"], &read["body"]), (&title["title"], &body["body"]));
    }
}

#[sqlx::test]
async fn reviews_of_what_is_not_published_are_for_its_owner_and_staff_and_one_s_own_is_for_its_writer(
    pool: PgPool,
) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let (_, writer) = shop.user("writer").await;
    let (_, clerk) = shop.staff("clerk", &["view product"]).await;
    let (_, idle) = shop.staff("idle", &[]).await;
    let lamps = shop.category("Lamps").await;
    let product = shop.published(&owner, lamps, "Globe").await;
    let id = writer.post(&list(product), &json!({ "rating": 4, "title": "Fine" })).await.is(201).text("id");
    owner.post(&format!("/api/products/{product}/unpublish/"), &json!({})).await.is(200);
    let visitor = shop.visitor();
    for (client, all, one) in
        [(&owner, 200, 200), (&clerk, 200, 200), (&writer, 404, 200), (&idle, 404, 404), (&visitor, 404, 404)]
    {
        client.get(&list(product)).await.is(all);
        client.get(&format!("{}{id}/", list(product))).await.is(one);
    }
}

#[sqlx::test]
async fn a_review_of_what_left_the_shop_is_deleted_by_its_writer_and_by_staff_who_may_and_not_changed(
    pool: PgPool,
) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let (_, writer) = shop.user("writer").await;
    let (_, other) = shop.user("other").await;
    let (_, clerk) = shop.staff("clerk", &["view review", "change review"]).await;
    let (_, chief) = shop.staff("chief", &["delete review"]).await;
    let visitor = shop.visitor();
    let lamps = shop.category("Lamps").await;
    let body = json!({ "rating": 4, "title": "Fine" });
    for (nth, (leaving, of_owner)) in LEAVINGS.into_iter().enumerate() {
        for (remover, change) in [(&writer, 404), (&chief, 403)] {
            let name = format!("Globe {nth} {change}");
            let product = shop.published(&owner, lamps, &name).await;
            let id = writer.post(&list(product), &body).await.is(201).text("id");
            let path = format!("{}{id}/", list(product));
            sqlx::query(leaving).bind(product).execute(&shop.pool).await.unwrap();
            let before = everything(&shop).await;
            for (client, read, delete) in [(&visitor, 404, 401), (&other, 404, 404), (&clerk, 404, 404)] {
                client.get(&path).await.is(read);
                client.delete(&path).await.is(delete);
            }
            owner.delete(&path).await.is(of_owner);
            remover.patch(&path, &json!({ "rating": 1 })).await.is(change);
            remover.put(&path, &body).await.is(change);
            let with_old_tag = [("If-Match", "\"of-yesterday\"")];
            remover.send("DELETE", &path, &with_old_tag, "", b"").await.is(412);
            assert_eq!(everything(&shop).await, before, "{leaving}");

            let tag = remover.get(&path).await.is(200).header("etag").unwrap().to_owned();
            let with_tag = [("If-Match", tag.as_str())];
            remover.send("DELETE", &path, &with_tag, "", b"").await.is(204);
            remover.get(&path).await.is(404);
            assert!(everything(&shop).await.is_empty(), "{leaving}");
            let counted = "select count(*) from products where review_count <> 0";
            assert_eq!(shop.count(counted).await, 0, "{leaving}");
        }
    }
}
