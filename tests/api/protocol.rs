//! What is the same for every address: slashes, methods, kinds of answers, origins, who asks.

use serde_json::{Value, json};
use sqlx::PgPool;

use super::client::{Answer, FORM, JSON};
use super::scene::Scene;
use super::shop::{BASE, Shop};

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
async fn an_id_is_known_without_its_hyphens_too(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let id = scene.id.simple().to_string();
    let path = format!("/api/products/{id}/");
    let visitor = scene.shop.visitor();
    assert_eq!(essence(&visitor.get(&path).await.is(200)), essence(&visitor.get(&scene.path).await));
    let sent = json!({ "category_id": scene.category.simple().to_string(), "stock": 7 });
    assert_eq!(scene.owner.patch(&path, &sent).await.is(200).json()["stock"], 7);
    let list = visitor.get(&format!("{path}reviews/?page=last")).await.is(200).json();
    assert_eq!(list["count"], 0);
    visitor.get(&format!("/api/products/{}/", &id[1..])).await.is(404);
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
async fn what_is_said_when_it_takes_too_long_is_for_configured_origins_too(pool: PgPool) {
    const APP: &str = "https://app.example";
    let shop = Shop::open_with(pool.clone(), |settings| {
        settings.api_origins = APP.to_owned();
        settings.request_seconds = 1;
    })
    .await;
    let visitor = shop.visitor();
    // The list waits for somebody who never comes to an end.
    let mut transaction = pool.begin().await.unwrap();
    sqlx::query("lock table products in access exclusive mode").execute(&mut *transaction).await.unwrap();
    let known = visitor.get_with("/api/products/", &[("Origin", APP)]).await.is(504);
    assert_eq!(known.header("access-control-allow-origin"), Some(APP));
    assert_eq!(known.detail(), "The request took too long");
    let foreign = visitor.get_with("/api/products/", &[("Origin", "https://evil.example")]).await.is(504);
    assert_eq!(foreign.header("access-control-allow-origin"), None);
    transaction.rollback().await.unwrap();
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
