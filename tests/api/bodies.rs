//! What is sent: its kind, its size, its fields, and what is wrong with them.

use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use super::client::JSON;
use super::scene::Scene;
use super::shop::product;

#[sqlx::test]
async fn malformed_json_is_400_with_its_place(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let answer = scene.owner.send("POST", "/api/products/", &[], JSON, b"{\"name\": x}").await.is(400);
    assert_eq!(answer.detail(), "JSON parse error - expected value: line 1 column 10 (char 9)");
}

#[sqlx::test]
async fn who_may_not_hears_that_before_what_is_wrong_with_the_body(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let (_, other) = scene.shop.user("other").await;
    for (method, path) in [("PATCH", scene.path.as_str()), ("POST", "/api/categories/")] {
        for (kind, body) in [(JSON, "{\"name\":"), ("text/csv", "name")] {
            other.send(method, path, &[], kind, body.as_bytes()).await.is(403);
        }
    }
    other.send("DELETE", &scene.path, &[("If-Match", "\"old\"")], "", b"").await.is(403);
    scene.owner.send("PATCH", &scene.path, &[], JSON, b"{\"name\":").await.is(400);
    assert_eq!(scene.price().await.len(), 5);
}

#[sqlx::test]
async fn another_content_type_is_415(pool: PgPool) {
    let scene = Scene::set(pool).await;
    for kind in ["text/plain", "application/xml", "application/jsonp"] {
        let answer = scene.owner.send("POST", "/api/products/", &[], kind, b"{}").await.is(415);
        assert_eq!(answer.detail(), format!("Unsupported media type \"{kind}\" in request."));
    }
}

#[sqlx::test]
async fn a_body_over_the_limit_is_413(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let head = scene.owner.head_of("POST", "/api/products/", &[("Content-Type", JSON)]);
    let named = format!("{head}Content-Length: 1048577\r\n\r\n");
    let answer = scene.owner.exchange(named.as_bytes()).await.is(413);
    assert_eq!(answer.detail(), "Request body is too large.");
    // In pieces nobody knows the length beforehand: the last piece is one byte too many.
    let mut chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n").into_bytes();
    for size in [524_288_usize, 524_288, 1] {
        chunked.extend(format!("{size:x}\r\n").into_bytes());
        chunked.extend(vec![b' '; size]);
        chunked.extend(b"\r\n");
    }
    scene.owner.exchange(&chunked).await.is(413);
    assert_eq!(scene.shop.count("select count(*) from products").await, 1);
}

#[sqlx::test]
async fn what_is_not_an_object_is_named(pool: PgPool) {
    let scene = Scene::set(pool).await;
    for (body, kind) in [("[]", "list"), ("\"a\"", "str"), ("1", "int"), ("1.5", "float"), ("true", "bool")] {
        let answer = scene.owner.send("POST", "/api/products/", &[], JSON, body.as_bytes()).await.is(400);
        let words = format!("Invalid data. Expected a dictionary, but got {kind}.");
        assert_eq!(answer.errors("non_field_errors"), [words]);
    }
    let answer = scene.owner.send("POST", "/api/products/", &[], JSON, b"null").await.is(400);
    assert_eq!(answer.errors("non_field_errors"), ["No data provided"]);
}

#[sqlx::test]
async fn forms_and_multipart_are_read(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let category = scene.category.to_string();
    let fields = |name: &'static str| {
        [("name", name), ("price", "5.50"), ("category_id", category.as_str()), ("stock", "2")]
    };
    let made = scene.owner.form("POST", "/api/products/", &fields("Bow")).await.is(201);
    assert_eq!((made.text("name"), made.text("price")), ("Bow".to_owned(), "5.50".to_owned()));
    let made = scene.owner.parts("POST", "/api/products/", &fields("Cone")).await.is(201);
    assert_eq!((made.text("name"), made.json()["stock"].clone()), ("Cone".to_owned(), json!(2)));
    let answer = scene.owner.form("PATCH", "/api/users/me/", &[("profile.phone", "+49 30")]).await.is(200);
    assert_eq!(answer.json()["profile"]["phone"], "+49 30");
}

#[sqlx::test]
async fn unknown_fields_are_ignored(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let sent = json!({ "stock": 9, "id": Uuid::nil(), "status": "draft", "nothing": [1] });
    let changed = scene.owner.patch(&scene.path, &sent).await.is(200).json();
    assert_eq!(changed["stock"], 9);
    assert_eq!(changed["id"], json!(scene.id));
    assert_eq!(changed["status"], "published");
}

/// As Django REST framework reads them, from JSON and from forms alike.
#[sqlx::test]
async fn numbers_are_read_with_blanks_signs_underscores_and_zeros_that_say_nothing(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let made = scene.owner.post("/api/products/", &product(scene.category, "Bow")).await.is(201).text("id");
    let path = format!("/api/products/{made}/");
    for (field, value, read) in [
        ("stock", " 5 ", json!(5)),
        ("stock", "1.0", json!(1)),
        ("stock", "000000007", json!(7)),
        ("stock", "+8", json!(8)),
        ("stock", "1_0", json!(10)),
        ("stock", "１٢", json!(12)),
        ("price", " 19.50 ", json!("19.50")),
        ("price", ".5", json!("0.50")),
        ("price", "5.", json!("5.00")),
        ("price", "1e2", json!("100.00")),
        ("price", "1_000.5_0", json!("1000.50")),
        ("price", "000000005.00", json!("5.00")),
    ] {
        let answers = [
            scene.owner.patch(&path, &json!({ field: value })).await,
            scene.owner.form("PATCH", &path, &[(field, value)]).await,
            scene.owner.parts("PATCH", &path, &[(field, value)]).await,
        ];
        for answer in answers {
            assert_eq!(answer.is(200).json()[field], read, "{field}: {value:?}");
        }
    }
    for (field, value, words) in [
        ("stock", "-1", "Ensure this value is greater than or equal to 0."),
        ("stock", "1.2", "A valid integer is required."),
        ("stock", "1e2", "A valid integer is required."),
        ("stock", "100000001", "Ensure this value is less than or equal to 100000000."),
        ("price", "12345678.999", "Ensure that there are no more than 10 digits in total."),
        ("price", "19.990", "Ensure that there are no more than 2 decimal places."),
        ("price", "123456789", "Ensure that there are no more than 8 digits before the decimal point."),
        ("price", "NaN", "A valid number is required."),
        ("price", "", "A valid number is required."),
        ("is_featured", "perhaps", "Must be a valid boolean."),
    ] {
        for answer in [
            scene.owner.patch(&path, &json!({ field: value })).await,
            scene.owner.form("PATCH", &path, &[(field, value)]).await,
        ] {
            assert_eq!(answer.is(400).json(), json!({ field: [words] }), "{field}: {value:?}");
        }
    }
    for word in [json!("on"), json!("YES"), json!("t"), json!(1), json!("off"), json!("N"), json!(0)] {
        scene.owner.patch(&path, &json!({ "is_featured": word })).await.is(200);
    }
    // What a form leaves empty and need not have is not filled in.
    scene.owner.form("PATCH", &path, &[("stock", ""), ("is_featured", "")]).await.is(200);
}

#[sqlx::test]
async fn wrong_types_are_named_by_field(pool: PgPool) {
    let scene = Scene::set(pool).await;
    for (field, value, words) in [
        ("name", json!(5), "Not a valid string."),
        ("name", json!(null), "This field may not be null."),
        ("name", json!("  "), "This field may not be blank."),
        ("name", json!("x".repeat(256)), "Ensure this field has no more than 255 characters."),
        ("name", json!("a\u{0}b"), "Null characters are not allowed."),
        ("description", json!(["a"]), "Not a valid string."),
        ("price", json!("cheap"), "A valid number is required."),
        ("price", json!(true), "A valid number is required."),
        ("price", json!("1.999"), "Ensure that there are no more than 2 decimal places."),
        ("price", json!("-1"), "Price must be positive"),
        ("price", json!("0"), "Price must be positive"),
        ("stock", json!("many"), "A valid integer is required."),
        ("stock", json!(1.5), "A valid integer is required."),
        ("stock", json!(-1), "Ensure this value is greater than or equal to 0."),
        ("category_id", json!("lamps"), "Must be a valid UUID."),
        ("category_id", json!(Uuid::nil()), "Category not found"),
        ("is_featured", json!("perhaps"), "Must be a valid boolean."),
    ] {
        let mut sent = product(scene.category, "Bow");
        sent[field] = value.clone();
        let answer = scene.owner.post("/api/products/", &sent).await.is(400);
        assert_eq!(answer.errors(field), [words], "{field}: {value}");
        assert_eq!(answer.json().as_object().map(serde_json::Map::len), Some(1), "{answer:?}");
    }
    let all = scene.owner.post("/api/products/", &json!({})).await.is(400).json();
    let required = json!(["This field is required."]);
    assert_eq!(all, json!({ "name": required, "price": required, "category_id": required }));
}
