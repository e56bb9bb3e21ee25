//! Single products (SPEC R1, R2, R5, R6): how they read, who may write them, and what a write does.

use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use super::client::Client;
use super::shop::{BASE, Shop, product};

/// What stands in the tables that products are in, but for times.
async fn everything(shop: &Shop) -> Vec<String> {
    sqlx::query_scalar(
        "select concat_ws('|', id, name, slug, description, price, category_id, stock, status, is_featured, version,
                          deleted_at is null) from products
         union all select concat_ws('|', product_id, quantity, reason) from stock_movements order by 1",
    )
    .fetch_all(&shop.pool)
    .await
    .unwrap()
}

fn path(id: Uuid) -> String {
    format!("/api/products/{id}/")
}

#[sqlx::test]
async fn a_product_reads_to_the_letter(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let lamps = shop.category("Lamps").await;
    let id = shop.published(&owner, lamps, "Globe").await;
    sqlx::query(
        "insert into product_images (product_id, file, alt, position, width, height)
         values ($1, 'abc', 'A \"globe\"', 0, 1200, 900)",
    )
    .bind(id)
    .execute(&shop.pool)
    .await
    .unwrap();
    let (_, buyer) = shop.user("buyer").await;
    for (client, stars) in [(&owner, 5), (&buyer, 4)] {
        client
            .post(&format!("{}reviews/", path(id)), &json!({ "rating": stars, "title": "Fine" }))
            .await
            .is(201);
    }
    sqlx::query("update products set created_at = '2026-01-02 03:04:05.12+00' where id = $1")
        .bind(id)
        .execute(&shop.pool)
        .await
        .unwrap();
    shop.backend.cache.clear();

    let answer = shop.visitor().get(&path(id)).await.is(200);
    let mut read = answer.json();
    let updated_at = read["updated_at"].take();
    assert!(updated_at.as_str().unwrap().ends_with('Z'), "{updated_at}");
    assert_eq!(
        read,
        json!({
            "id": id, "name": "Globe", "slug": "globe", "description": "Good to have.", "price": "19.99",
            "category": { "id": lamps, "name": "Lamps", "slug": "lamps" }, "status": "published", "stock": 5,
            "is_available": true, "created_at": "2026-01-02T03:04:05.120000Z", "updated_at": null,
            "is_featured": false, "review_count": 2, "average_rating": 4.5,
            "images": [{
                "url": "/media/abc-1200.webp", "alt": "A \"globe\"", "width": 1200, "height": 900,
                "thumbnails": {
                    "160": "/media/abc-160.webp", "400": "/media/abc-400.webp", "800": "/media/abc-800.webp"
                },
            }],
        })
    );
    // The order is that of SPEC R2 too.
    let order = [
        "id",
        "name",
        "slug",
        "description",
        "price",
        "category",
        "status",
        "stock",
        "is_available",
        "created_at",
        "updated_at",
        "is_featured",
        "review_count",
        "average_rating",
        "images",
    ];
    let places: Vec<Option<usize>> =
        order.iter().map(|name| answer.body.find(&format!("\"{name}\":"))).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {}", answer.body);

    let listed = shop.visitor().get("/api/products/").await.is(200).json();
    assert_eq!(listed["results"][0]["images"], read["images"]);
}

#[sqlx::test]
async fn a_creation_is_201_with_location_and_the_whole_product(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (owner_id, owner) = shop.user("owner").await;
    let lamps = shop.category("Lamps").await;
    let answer = owner.post("/api/products/", &product(lamps, "Globe")).await.is(201);
    let made = answer.json();
    let id = answer.text("id");
    assert_eq!(answer.header("location"), Some(format!("{BASE}/api/products/{id}/").as_str()));
    assert_eq!((made["status"].clone(), made["stock"].clone()), (json!("draft"), json!(5)));
    assert_eq!(made["is_available"], false, "it is not published");
    let kept = owner.get(&format!("/api/products/{id}/")).await.is(200);
    assert_eq!(kept.json(), made);
    assert_eq!(kept.header("etag"), answer.header("etag"));
    let created_by: Option<Uuid> =
        sqlx::query_scalar("select created_by from products").fetch_one(&shop.pool).await.unwrap();
    assert_eq!(created_by, Some(owner_id));

    // What may be left out.
    let least = json!({ "name": "Moon", "price": 7.5, "category_id": lamps });
    let made = owner.post("/api/products/", &least).await.is(201).json();
    assert_eq!((made["description"].clone(), made["stock"].clone()), (json!(""), json!(0)));
    assert_eq!(made["price"], "7.50");
}

#[sqlx::test]
async fn what_cannot_be_taken_is_named_and_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let lamps = shop.category("Lamps").await;
    shop.product(&owner, lamps, "Globe").await;
    let before = everything(&shop).await;
    let with = |name: &str, value: Value| {
        let mut body = product(lamps, "Moon");
        body[name] = value;
        body
    };
    for (body, field, words) in [
        (with("name", json!("Globe")), "name", "Product with this name already exists in category"),
        (with("category_id", json!(Uuid::nil())), "category_id", "Category not found"),
        (with("price", json!("0")), "price", "Price must be positive"),
        (with("price", json!("-1.00")), "price", "Price must be positive"),
        (with("name", json!(" ")), "name", "This field may not be blank."),
        (with("name", json!("a".repeat(256))), "name", "Ensure this field has no more than 255 characters."),
        (with("stock", json!("many")), "stock", "A valid integer is required."),
        (with("stock", json!(-1)), "stock", "Ensure this value is greater than or equal to 0."),
        (with("category_id", json!("lamps")), "category_id", "Must be a valid UUID."),
        (with("price", json!(null)), "price", "This field may not be null."),
    ] {
        let answer = owner.post("/api/products/", &body).await.is(400);
        assert_eq!(answer.json(), json!({ field: [words] }));
    }
    let missing = owner.post("/api/products/", &json!({})).await.is(400).json();
    let required = json!(["This field is required."]);
    assert_eq!(missing, json!({ "name": required, "price": required, "category_id": required }));
    assert_eq!(everything(&shop).await, before);
}

/// Who asks, in the order of the table's columns.
struct Callers {
    visitor: Client,
    other: Client,
    owner: Client,
    clerk: Client,
    chief: Client,
}

impl Callers {
    async fn all(shop: &Shop) -> Self {
        let permissions = ["view product", "add product", "change product", "delete product"];
        Self {
            visitor: shop.visitor(),
            other: shop.user("other").await.1,
            owner: shop.user("owner").await.1,
            clerk: shop.staff("clerk", &[]).await.1,
            chief: shop.staff("chief", &permissions).await.1,
        }
    }

    fn each(&self) -> [(&'static str, &Client); 5] {
        [
            ("visitor", &self.visitor),
            ("other", &self.other),
            ("owner", &self.owner),
            ("clerk", &self.clerk),
            ("chief", &self.chief),
        ]
    }
}

/// Method, what stands behind the product's address, and the statuses for visitor, other user, owner, staff without a
/// permission and staff: for a published product, then for a draft.
type Row = (&'static str, &'static str, [u16; 5], [u16; 5]);

const TABLE: [Row; 8] = [
    ("GET", "", [200, 200, 200, 200, 200], [404, 404, 200, 404, 200]),
    ("PUT", "", [401, 403, 200, 403, 200], [401, 404, 200, 404, 200]),
    ("PATCH", "", [401, 403, 200, 403, 200], [401, 404, 200, 404, 200]),
    ("POST", "publish/", [401, 403, 200, 403, 200], [401, 404, 200, 404, 200]),
    ("POST", "unpublish/", [401, 403, 200, 403, 200], [401, 404, 200, 404, 200]),
    ("POST", "archive/", [401, 403, 200, 403, 200], [401, 404, 200, 404, 200]),
    ("DELETE", "", [401, 403, 204, 403, 204], [401, 404, 204, 404, 204]),
    ("POST", "", [405; 5], [405; 5]),
];

#[sqlx::test]
async fn everybody_gets_what_the_table_says_and_a_refusal_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let callers = Callers::all(&shop).await;
    let lamps = shop.category("Lamps").await;
    let mut wrong = Vec::new();
    let mut made = 0;
    for (method, end, published, draft) in TABLE {
        for (is_published, expected) in [(true, published), (false, draft)] {
            for ((who, client), status) in callers.each().into_iter().zip(expected) {
                made += 1;
                let name = format!("Lamp {made}");
                let id = shop.product(&callers.owner, lamps, &name).await;
                if is_published {
                    callers.owner.post(&format!("{}publish/", path(id)), &json!({})).await.is(200);
                }
                let before = everything(&shop).await;
                let body = product(lamps, &format!("Changed {made}"));
                let address = format!("{}{end}", path(id));
                let answer = match method {
                    "GET" => client.get(&address).await,
                    "DELETE" => client.delete(&address).await,
                    _ => client.json(method, &address, &[], &body).await,
                };
                let said = format!("{method} {end} by {who}, published: {is_published}: {answer:?}");
                if answer.status != status {
                    wrong.push(format!("not {status}: {said}"));
                }
                if answer.status >= 400 && everything(&shop).await != before {
                    wrong.push(format!("something changed: {said}"));
                }
                if answer.status == 404 && answer.detail() != "No Product matches the given query." {
                    wrong.push(said);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[sqlx::test]
async fn who_may_not_change_it_hears_that_before_what_else_is_wrong(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let callers = Callers::all(&shop).await;
    let lamps = shop.category("Lamps").await;
    let id = shop.published(&callers.owner, lamps, "Globe").await;
    for client in [&callers.other, &callers.clerk] {
        client.put(&path(id), &json!({})).await.is(403);
        client.patch(&path(id), &json!({ "price": "x" })).await.is(403);
        client.json("PATCH", &path(id), &[("If-Match", "\"old\"")], &json!({})).await.is(403);
    }
    callers.visitor.put(&path(id), &json!({})).await.is(401);
    callers.owner.put(&path(id), &json!({})).await.is(400);
}

#[sqlx::test]
async fn put_needs_the_required_fields_and_patch_none(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let lamps = shop.category("Lamps").await;
    let lights = shop.category("Lights").await;
    let id = shop.product(&owner, lamps, "Globe").await;

    let patched = owner.patch(&path(id), &json!({ "price": "25.00" })).await.is(200).json();
    assert_eq!((patched["price"].clone(), patched["name"].clone()), (json!("25.00"), json!("Globe")));
    let same = owner.patch(&path(id), &json!({})).await.is(200).json();
    assert_eq!((same["price"].clone(), same["stock"].clone()), (json!("25.00"), json!(5)));

    let put = json!({ "name": "Moon", "price": "30", "category_id": lights });
    let changed = owner.put(&path(id), &put).await.is(200).json();
    assert_eq!(changed["category"]["slug"], "lights");
    assert_eq!(
        (changed["name"].clone(), changed["slug"].clone()),
        (json!("Moon"), json!("globe")),
        "the slug stays"
    );
    assert_eq!(
        (changed["description"].clone(), changed["stock"].clone()),
        (json!("Good to have."), json!(5))
    );
    let missing = owner.put(&path(id), &json!({ "name": "Sun" })).await.is(400).json();
    assert_eq!(missing.as_object().unwrap().keys().collect::<Vec<_>>(), ["category_id", "price"]);
}

#[sqlx::test]
async fn only_staff_feature_a_product(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let callers = Callers::all(&shop).await;
    let lamps = shop.category("Lamps").await;
    let id = shop.product(&callers.owner, lamps, "Globe").await;
    let on = json!({ "is_featured": true });
    assert_eq!(callers.owner.patch(&path(id), &on).await.is(200).json()["is_featured"], false);
    assert_eq!(callers.chief.patch(&path(id), &on).await.is(200).json()["is_featured"], true);
    let renamed =
        callers.owner.patch(&path(id), &json!({ "name": "Moon", "is_featured": false })).await.is(200);
    assert_eq!(renamed.json()["is_featured"], true, "it is left as it is");
    callers.owner.patch(&path(id), &json!({ "is_featured": "perhaps" })).await.is(400);
}

#[sqlx::test]
async fn publish_unpublish_archive(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let lamps = shop.category("Lamps").await;
    let id = shop.product(&owner, lamps, "Globe").await;
    for (step, status, is_public) in [
        ("publish", "published", true),
        ("publish", "published", true),
        ("archive", "archived", false),
        ("unpublish", "draft", false),
    ] {
        let answer = owner.send("POST", &format!("{}{step}/", path(id)), &[], "", b"").await.is(200);
        assert_eq!(answer.json(), json!({ "status": status }));
        let seen = shop.visitor().get(&path(id)).await.status;
        assert_eq!(seen, if is_public { 200 } else { 404 }, "{step}");
        let listed = shop.visitor().get("/api/products/").await.is(200).json()["count"].clone();
        assert_eq!(listed, i32::from(is_public), "{step}");
    }
}

#[sqlx::test]
async fn featured_is_at_most_ten_published_products(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let lamps = shop.category("Lamps").await;
    for number in 0..12 {
        shop.published(&owner, lamps, &format!("Lamp {number}")).await;
    }
    shop.product(&owner, lamps, "Draft").await;
    sqlx::query("update products set is_featured = true").execute(&shop.pool).await.unwrap();
    shop.backend.cache.clear();
    let list = shop.visitor().get("/api/products/featured/").await.is(200).json();
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 10);
    assert_eq!(names[0], "Lamp 11");
    assert!(!names.contains(&"Draft"));
}

#[sqlx::test]
async fn a_deleted_product_is_gone_for_everybody(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let callers = Callers::all(&shop).await;
    let lamps = shop.category("Lamps").await;
    let id = shop.published(&callers.owner, lamps, "Globe").await;
    let answer = callers.owner.delete(&path(id)).await.is(204);
    assert_eq!(answer.body, "");
    for (who, client) in callers.each() {
        let answer = client.get(&path(id)).await;
        assert_eq!(answer.status, 404, "{who}");
    }
    callers.owner.delete(&path(id)).await.is(404);
    callers.chief.patch(&path(id), &json!({ "price": "1.00" })).await.is(404);
    assert_eq!(shop.visitor().get("/api/products/").await.is(200).json()["count"], 0);
    // The name is free again.
    shop.product(&callers.owner, lamps, "Globe").await;
}

#[sqlx::test]
async fn a_change_of_stock_keeps_what_was_sold_meanwhile(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, owner) = shop.user("owner").await;
    let lamps = shop.category("Lamps").await;
    let id = shop.product(&owner, lamps, "Globe").await;
    let seen = owner.get(&path(id)).await.is(200);
    let tag = seen.header("etag").unwrap().to_owned();
    sqlx::query("update products set stock = stock - 2 where id = $1")
        .bind(id)
        .execute(&shop.pool)
        .await
        .unwrap();
    // Who names what it saw is told that it is another now.
    let stale = owner.json("PATCH", &path(id), &[("If-Match", &tag)], &json!({ "stock": 9 })).await.is(412);
    assert_eq!(stale.detail(), "The resource has changed since: its ETag is another now.");
    assert_eq!(owner.get(&path(id)).await.is(200).json()["stock"], 3);
    // Nothing else that one changes touches the stock.
    owner.patch(&path(id), &json!({ "price": "20.00" })).await.is(200);
    assert_eq!(shop.count("select sum(quantity) from stock_movements").await, 3);
    assert_eq!(owner.patch(&path(id), &json!({ "stock": 9 })).await.is(200).json()["stock"], 9);
    assert_eq!(shop.count("select sum(quantity) from stock_movements").await, 9);
}

#[sqlx::test]
async fn what_is_no_id_is_404_by_its_thing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for (path, words) in [
        ("/api/products/globe/", "No Product matches the given query."),
        ("/api/products/globe/publish/", "Method \"GET\" not allowed."),
        ("/api/products/globe/odd/", "Not found."),
        ("/api/categories/7/", "No Category matches the given query."),
    ] {
        assert_eq!(shop.visitor().get(path).await.detail(), words, "{path}");
    }
}
