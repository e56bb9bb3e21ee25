//! What is the same for every address: slashes, methods, kinds, bodies, tags, origins, who asks.

use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

use super::client::{Answer, Client, FORM, JSON};
use super::shop::{BASE, Shop, product};

/// A shop with a user who owns a published product.
struct Scene {
    shop: Shop,
    owner: Client,
    category: Uuid,
    id: Uuid,
    path: String,
}

impl Scene {
    async fn set(pool: PgPool) -> Self {
        let shop = Shop::open(pool).await;
        let (_, owner) = shop.user("ada").await;
        let category = shop.category("Lamps").await;
        let id = shop.published(&owner, category, "Arc").await;
        let path = format!("/api/products/{id}/");
        Self { shop, owner, category, id, path }
    }

    async fn price(&self) -> String {
        self.owner.get(&self.path).await.is(200).text("price")
    }
}

/// All but what differs from one answer to the next in any case.
fn essence(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let headers = answer.headers.iter().filter(|(name, _)| name != "date" && name != "x-request-id");
    (answer.status, headers.cloned().collect(), answer.body.clone())
}

#[sqlx::test]
async fn both_forms_of_a_path_answer_alike_and_nothing_redirects(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let visitor = scene.shop.visitor();
    for path in [
        "/api/".to_owned(),
        "/api/products/".to_owned(),
        "/api/products/featured/".to_owned(),
        scene.path.clone(),
        format!("{}reviews/", scene.path),
        "/api/categories/".to_owned(),
        "/api/users/me/".to_owned(),
        "/api/schema/".to_owned(),
        "/api/nowhere/".to_owned(),
        "/api/products/nothing/".to_owned(),
    ] {
        let with = visitor.get(&path).await;
        let without = visitor.get(path.trim_end_matches('/')).await;
        assert_eq!(essence(&with), essence(&without), "{path}");
        assert!(!(300..400).contains(&with.status), "{path}: {with:?}");
    }
    let without = format!("/api/products/{}", scene.id);
    scene.owner.patch(&without, &json!({ "stock": 7 })).await.is(200);
    scene.owner.post(&format!("{without}/archive"), &json!({})).await.is(200);
}

#[sqlx::test]
async fn an_unknown_method_names_those_that_are_known(pool: PgPool) {
    let scene = Scene::set(pool).await;
    for (method, path, allow) in [
        ("PUT", "/api/products/", "GET, HEAD, POST, OPTIONS"),
        ("DELETE", "/api/products/featured/", "GET, HEAD, OPTIONS"),
        ("POST", scene.path.as_str(), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"),
        ("GET", "/api/token/", "POST, OPTIONS"),
        ("TRACE", "/api/", "GET, HEAD, OPTIONS"),
    ] {
        let answer = scene.shop.visitor().send(method, path, &[], "", b"").await.is(405);
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
        assert_eq!(answer.detail(), format!("Method \"{method}\" not allowed."));
    }
    let answer = scene.shop.visitor().get("/api/nowhere/").await.is(404);
    assert_eq!(answer.detail(), "Not found.");
}

#[sqlx::test]
async fn head_is_get_without_a_body(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let visitor = scene.shop.visitor();
    for path in ["/api/products/", scene.path.as_str(), "/api/users/me/"] {
        let (get, head) = (visitor.get(path).await, visitor.head(path).await);
        assert_eq!(head.status, get.status, "{path}");
        assert_eq!(head.body, "", "{path}");
        for name in ["content-length", "content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
    }
}

#[sqlx::test]
async fn options_describes(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let answer = scene.shop.visitor().options(&scene.path).await.is(200);
    assert_eq!(answer.header("allow"), Some("GET, HEAD, PUT, PATCH, DELETE, OPTIONS"));
    let described = answer.json();
    assert_eq!(described["name"], "Product Instance");
    let price = json!({ "type": "decimal", "required": true, "read_only": false, "label": "Price" });
    for (name, value) in price.as_object().unwrap() {
        assert_eq!(&described["actions"]["PUT"]["price"][name], value, "{name}");
    }
    assert_eq!(described["actions"]["PUT"]["name"]["max_length"], 255);
    let published = scene.shop.visitor().options(&format!("{}publish/", scene.path)).await.is(200).json();
    assert_eq!((&published["name"], published.get("actions")), (&json!("Publish"), None));
    let list = scene.shop.visitor().options("/api/products/").await.is(200).json();
    assert_eq!(
        (&list["name"], list["actions"]["POST"]["stock"]["type"].as_str()),
        (&json!("Product List"), Some("integer"))
    );
    assert_eq!(described["renders"], json!([JSON]));
    assert_eq!(described["parses"], json!([JSON, FORM, "multipart/form-data"]));
    scene.shop.visitor().options("/api/nowhere/").await.is(404);
}

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
async fn accept_that_has_no_json_is_406(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let visitor = scene.shop.visitor();
    for accept in ["text/html", "application/xml", "application/json;q=0"] {
        let answer = visitor.get_with("/api/products/", &[("Accept", accept)]).await.is(406);
        assert_eq!(answer.detail(), "Could not satisfy the request Accept header.");
    }
    for accept in ["*/*", "application/*", "text/html,*/*;q=0.8"] {
        visitor.get_with("/api/products/", &[("Accept", accept)]).await.is(200);
    }
    visitor.get("/api/products/?format=json").await.is(200);
    visitor.get("/api/products/?format=xml").await.is(404);
    let own = "application/vnd.oai.openapi+json";
    let schema = visitor.get_with("/api/schema/", &[("Accept", own)]).await.is(200);
    assert_eq!(schema.header("content-type"), Some(own));
    visitor.get_with("/api/docs/", &[("Accept", "text/html")]).await.is(200);
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
async fn numbers_are_read_with_blanks_signs_and_zeros_that_say_nothing(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let made = scene.owner.post("/api/products/", &product(scene.category, "Bow")).await.is(201).text("id");
    let path = format!("/api/products/{made}/");
    for (field, value, read) in [
        ("stock", " 5 ", json!(5)),
        ("stock", "1.0", json!(1)),
        ("stock", "000000007", json!(7)),
        ("stock", "+8", json!(8)),
        ("price", " 19.50 ", json!("19.50")),
        ("price", ".5", json!("0.50")),
        ("price", "5.", json!("5.00")),
        ("price", "1e2", json!("100.00")),
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

#[sqlx::test]
async fn an_equal_tag_is_304(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let visitor = scene.shop.visitor();
    for (path, is_strong) in [("/api/products/", false), (scene.path.as_str(), true)] {
        let first = visitor.get(path).await.is(200);
        let tag = first.header("etag").unwrap().to_owned();
        assert_eq!(tag.starts_with('"'), is_strong, "{path}: {tag}");
        let known = visitor.get_with(path, &[("If-None-Match", &tag)]).await.is(304);
        assert_eq!((known.body.as_str(), known.header("etag")), ("", Some(tag.as_str())));
        visitor.get_with(path, &[("If-None-Match", "\"other\"")]).await.is(200);
    }
    let tag = visitor.get(&scene.path).await.header("etag").unwrap().to_owned();
    scene.owner.patch(&scene.path, &json!({ "stock": 1 })).await.is(200);
    visitor.get_with(&scene.path, &[("If-None-Match", &tag)]).await.is(200);
}

#[sqlx::test]
async fn a_stale_tag_is_412_and_changes_nothing(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let tag = scene.owner.get(&scene.path).await.header("etag").unwrap().to_owned();
    let with_tag = [("If-Match", tag.as_str())];
    let changed =
        scene.owner.json("PATCH", &scene.path, &with_tag, &json!({ "price": "21.00" })).await.is(200);
    // The answer of a change carries the tag of the thing as it is now.
    assert_eq!(changed.header("etag"), scene.owner.get(&scene.path).await.header("etag"));
    let late = scene.owner.json("PATCH", &scene.path, &with_tag, &json!({ "price": "22.00" })).await.is(412);
    assert_eq!(late.detail(), "The resource has changed since: its ETag is another now.");
    scene.owner.send("DELETE", &scene.path, &with_tag, "", b"").await.is(412);
    let archive = format!("{}archive/", scene.path);
    scene.owner.json("POST", &archive, &with_tag, &json!({})).await.is(412);
    assert_eq!(scene.price().await, "21.00");
    scene.owner.json("PATCH", &scene.path, &[("If-Match", "*")], &json!({ "price": "23.00" })).await.is(200);
}

#[sqlx::test]
async fn of_two_writers_with_one_tag_one_wins(pool: PgPool) {
    let scene = Scene::set(pool).await;
    for round in 0..5_u8 {
        let tag = scene.owner.get(&scene.path).await.header("etag").unwrap().to_owned();
        let with_tag = [("If-Match", tag.as_str())];
        let (first, second) =
            (json!({ "price": format!("3{round}.00") }), json!({ "price": format!("4{round}.00") }));
        let (one, other) = tokio::join!(
            scene.owner.json("PATCH", &scene.path, &with_tag, &first),
            scene.owner.json("PATCH", &scene.path, &with_tag, &second),
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412], "{one:?} {other:?}");
        let winner = if one.status == 200 { &first } else { &second };
        assert_eq!(winner["price"], scene.price().await);
    }
}

#[sqlx::test]
async fn a_weak_tag_never_matches(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let weak = format!("W/{}", scene.owner.get(&scene.path).await.header("etag").unwrap());
    let sent = json!({ "price": "21.00" });
    scene.owner.json("PATCH", &scene.path, &[("If-Match", &weak)], &sent).await.is(412);
    assert_eq!(scene.price().await, "19.99");
}

#[sqlx::test]
async fn configured_origins_alone_get_cors(pool: PgPool) {
    const APP: &str = "https://app.example";
    let shop =
        Shop::open_with(pool, |settings| settings.api_origins = format!("{APP} https://b.example")).await;
    let visitor = shop.visitor();
    let asks = |origin| [("Origin", origin), ("Access-Control-Request-Method", "POST")];
    let asked = visitor.send("OPTIONS", "/api/products/", &asks(APP), "", b"").await.is(200);
    assert_eq!(asked.header("access-control-allow-origin"), Some(APP));
    assert_eq!(asked.header("access-control-allow-methods"), Some("GET, HEAD, POST, OPTIONS"));
    assert_eq!(asked.header("access-control-allow-credentials"), None);
    assert!(asked.header("access-control-allow-headers").unwrap().contains("authorization"));
    for path in ["/api/products/", "/api/nowhere/", "/api/users/me/"] {
        let known = visitor.get_with(path, &[("Origin", APP)]).await;
        assert_eq!(known.header("access-control-allow-origin"), Some(APP), "{path}");
        assert!(known.header("access-control-expose-headers").unwrap().contains("ETag"), "{path}");
        let foreign = visitor.get_with(path, &[("Origin", "https://evil.example")]).await;
        assert!(!foreign.headers.iter().any(|(name, _)| name.starts_with("access-control-")), "{foreign:?}");
    }
    let asked =
        visitor.send("OPTIONS", "/api/products/", &asks("https://evil.example"), "", b"").await.is(200);
    assert_eq!(asked.header("access-control-allow-origin"), None);
}

#[sqlx::test]
async fn a_session_from_another_site_is_403_and_a_bearer_is_not(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let browser = scene.shop.browser("ada").await;
    let sent = json!({ "price": "30.00" });
    let foreign = [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")];
    let answer = browser.json("PATCH", &scene.path, &foreign, &sent).await.is(403);
    let words =
        "CSRF Failed: Origin checking failed - https://evil.example does not match any trusted origins.";
    assert_eq!(answer.detail(), words);
    assert_eq!(scene.price().await, "19.99");
    // Reading is open to a session whatever page asks, since no other site's script may see the answer.
    browser.get_with("/api/users/me/", &foreign).await.is(200);
    let own = [("Origin", BASE), ("Sec-Fetch-Site", "same-origin")];
    browser.json("PATCH", &scene.path, &own, &sent).await.is(200);
    scene.owner.json("PATCH", &scene.path, &foreign, &json!({ "price": "31.00" })).await.is(200);
    assert_eq!(scene.price().await, "31.00");
}

#[sqlx::test]
async fn an_anonymous_write_is_401_with_its_challenge(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let visitor = scene.shop.visitor();
    for (method, path) in [
        ("POST", "/api/products/".to_owned()),
        ("PUT", scene.path.clone()),
        ("PATCH", scene.path.clone()),
        ("DELETE", scene.path.clone()),
        ("POST", format!("{}publish/", scene.path)),
        ("POST", format!("{}reviews/", scene.path)),
        ("POST", "/api/categories/".to_owned()),
        ("PATCH", "/api/users/me/".to_owned()),
    ] {
        let answer = visitor.json(method, &path, &[], &json!({})).await.is(401);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{method} {path}");
        assert_eq!(answer.detail(), "Authentication credentials were not provided.");
    }
    let odd = visitor.get_with("/api/products/", &[("Authorization", "Bearer a b")]).await.is(401);
    assert_eq!(odd.text("code"), "bad_authorization_header");
    // Another scheme than ours is not looked at.
    visitor.get_with("/api/products/", &[("Authorization", "Basic YTpi")]).await.is(200);
}

#[sqlx::test]
async fn errors_are_json_for_browsers_too(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let page = ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    for (method, path, status) in [
        ("GET", "/api/nowhere/", 404),
        ("GET", "/api/products/nothing/", 404),
        ("PUT", "/api/products/", 405),
        ("POST", "/api/products/", 401),
        ("GET", "/api/products/?min_price=x", 400),
    ] {
        let answer = scene.shop.visitor().send(method, path, &[page], "", b"").await.is(status);
        let said: Value = answer.json();
        assert!(said.is_object(), "{answer:?}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{method} {path}");
    }
}
