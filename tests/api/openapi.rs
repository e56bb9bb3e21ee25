//! The description of the API against what the API answers.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sqlx::PgPool;

use super::client::{Answer, Client, JSON};
use super::shop::{Shop, obtain, product};

/// A description, and which of its operations were called.
struct Described {
    document: Value,
    called: BTreeSet<String>,
}

impl Described {
    async fn of(shop: &Shop) -> Self {
        let document = shop.visitor().get("/api/schema/").await.is(200).json();
        Self { document, called: BTreeSet::new() }
    }

    /// The operation of a request, and its name.
    fn operation(&self, method: &str, path: &str) -> &Value {
        let path = path.split('?').next().unwrap_or_default();
        let fits = |template: &str| {
            let (mut wanted, mut given) = (template.split('/'), path.split('/'));
            loop {
                match (wanted.next(), given.next()) {
                    (None, None) => return true,
                    (Some(part), Some(word))
                        if part == word || (part.starts_with('{') && !word.is_empty()) => {}
                    _ => return false,
                }
            }
        };
        let paths = self.document["paths"].as_object().unwrap();
        let (_, item) = paths
            .iter()
            .filter(|(template, _)| fits(template))
            .min_by_key(|(template, _)| template.matches('{').count())
            .unwrap_or_else(|| panic!("{path} is not described"));
        let operation = &item[method.to_ascii_lowercase()];
        assert!(operation.is_object(), "{method} {path} is not described");
        operation
    }

    /// Checks an answer against the description.
    fn check(&mut self, method: &str, path: &str, answer: &Answer) {
        let operation = self.operation(method, path);
        let id = operation["operationId"].as_str().unwrap().to_owned();
        let response = &operation["responses"][answer.status.to_string()];
        assert!(response.is_object(), "{id} does not describe {}: {answer:?}", answer.status);
        for name in ["etag", "location", "retry-after", "www-authenticate"] {
            let headers = response["headers"].as_object().unwrap();
            let is_described = headers.keys().any(|known| known.eq_ignore_ascii_case(name));
            assert!(
                answer.header(name).is_none() || is_described,
                "{id}: {name} is not described: {answer:?}"
            );
        }
        match response["content"].as_object() {
            None => assert_eq!(answer.body, "", "{id}: {answer:?}"),
            Some(content) => {
                let kind = answer.header("content-type").unwrap();
                let schema = &content.get(kind).unwrap_or_else(|| panic!("{id}: {kind}"))["schema"];
                self.fits(schema, &answer.json(), &id).unwrap_or_else(|why| panic!("{why}: {answer:?}"));
            }
        }
        if answer.status < 300 {
            self.called.insert(id);
        }
    }

    /// Whether a value is as a schema says, in the few words of JSON Schema that the description uses. A property
    /// that the schema does not name is refused, unless the schema speaks of others.
    fn fits(&self, schema: &Value, value: &Value, place: &str) -> Result<(), String> {
        if let Some(name) = schema["$ref"].as_str() {
            let target = self.document.pointer(name.trim_start_matches('#')).ok_or(format!("no {name}"))?;
            return self.fits(target, value, place);
        }
        if let Some(choices) = schema["anyOf"].as_array() {
            let outcomes: Vec<_> = choices.iter().map(|choice| self.fits(choice, value, place)).collect();
            let is_one = outcomes.iter().any(Result::is_ok);
            return if is_one { Ok(()) } else { Err(format!("{place}: nothing of {outcomes:?}")) };
        }
        if let Some(choices) = schema["enum"].as_array()
            && !choices.contains(value)
        {
            return Err(format!("{place}: {value} is none of {choices:?}"));
        }
        let kinds: Vec<&str> = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            kind => kind.as_str().into_iter().collect(),
        };
        if !kinds.is_empty() && !kinds.iter().any(|kind| is_of_kind(kind, value)) {
            return Err(format!("{place}: {value} is not {kinds:?}"));
        }
        match value {
            Value::Array(items) => items
                .iter()
                .enumerate()
                .try_for_each(|(at, item)| self.fits(&schema["items"], item, &format!("{place}[{at}]"))),
            Value::Object(_) => self.fits_object(schema, value, place),
            Value::String(text) => fits_format(schema["format"].as_str().unwrap_or_default(), text)
                .then_some(())
                .ok_or_else(|| format!("{place}: {text} is no {}", schema["format"])),
            _ => Ok(()),
        }
    }

    fn fits_object(&self, schema: &Value, value: &Value, place: &str) -> Result<(), String> {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if value.get(name).is_none() {
                return Err(format!("{place}: {name} is missing"));
            }
        }
        // An object of which nothing is said may hold anything.
        let is_open = schema.get("properties").is_none() && schema.get("maxProperties").is_none();
        for (name, inner) in value.as_object().into_iter().flatten() {
            let inside = format!("{place}.{name}");
            if let Some(known) = schema["properties"].get(name) {
                self.fits(known, inner, &inside)?;
            } else if let Some(others) = schema.get("additionalProperties") {
                if others.is_object() {
                    self.fits(others, inner, &inside)?;
                }
            } else if !is_open {
                return Err(format!("{inside} is not described"));
            }
        }
        Ok(())
    }

    /// The names of all operations.
    fn all(&self) -> BTreeSet<String> {
        self.document["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|item| item.as_object().unwrap().values())
            .filter_map(|operation| Some(operation.get("operationId")?.as_str()?.to_owned()))
            .collect()
    }

    /// Sends a request without a body, or with one of JSON, and checks the answer.
    async fn ask(&mut self, client: &Client, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let answer = match body {
            Some(body) => client.json(method, path, &[], body).await,
            None => client.send(method, path, &[], "", b"").await,
        };
        self.check(method, path, &answer);
        answer
    }
}

fn is_of_kind(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("{other}"),
    }
}

fn fits_format(format: &str, text: &str) -> bool {
    match format {
        "uuid" => uuid::Uuid::try_parse(text).is_ok() && text.len() == 36,
        "date-time" => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        "date" => text.parse::<chrono::NaiveDate>().is_ok(),
        "uri" => text.starts_with("https://"),
        "uri-reference" => text.starts_with('/'),
        _ => true,
    }
}

/// Calls every operation at least once with success, and many that are refused.
async fn call_everything(shop: &Shop, described: &mut Described) {
    let visitor = shop.visitor();
    let (ada, owner) = shop.user("ada").await;
    let (_, other) = shop.user("bob").await;
    let (_, staff) = shop.superuser("root").await;
    let none = Some(json!({}));
    let none = none.as_ref();

    described.ask(&visitor, "GET", "/api/", None).await;
    described.ask(&visitor, "GET", "/api/schema/", None).await;
    let category = described.ask(&staff, "POST", "/api/categories/", Some(&json!({ "name": "Lamps" }))).await;
    let category = category.is(201).text("id");
    let category_path = format!("/api/categories/{category}/");
    described.ask(&owner, "POST", "/api/categories/", Some(&json!({ "name": "Beds" }))).await.is(403);
    described.ask(&visitor, "GET", "/api/categories/", None).await;
    described.ask(&visitor, "GET", &category_path, None).await;
    described.ask(&staff, "PUT", &category_path, Some(&json!({ "name": "Lights" }))).await;
    described.ask(&staff, "PATCH", &category_path, Some(&json!({ "description": "Warm" }))).await;

    let sent = product(category.parse().unwrap(), "Arc");
    let made = described.ask(&owner, "POST", "/api/products/", Some(&sent)).await.is(201);
    let path = format!("/api/products/{}/", made.text("id"));
    described.ask(&owner, "POST", "/api/products/", Some(&sent)).await.is(400);
    described.ask(&owner, "POST", "/api/products/", none).await.is(400);
    described.ask(&visitor, "POST", "/api/products/", Some(&sent)).await.is(401);
    described.ask(&visitor, "GET", &path, None).await.is(404);
    for action in ["archive", "unpublish", "publish"] {
        described.ask(&owner, "POST", &format!("{path}{action}/"), None).await.is(200);
    }
    described.ask(&other, "POST", &format!("{path}archive/"), None).await.is(403);
    described.ask(&owner, "PUT", &path, Some(&sent)).await;
    described.ask(&owner, "PATCH", &path, Some(&json!({ "stock": 4 }))).await;
    described.ask(&other, "PATCH", &path, Some(&json!({ "stock": 4 }))).await.is(403);
    described.ask(&visitor, "GET", &path, None).await.is(200);
    for query in
        ["", "?cursor=", "?page=2", "?min_price=x", "?search=arc&ordering=-price,name", "?fields=id,name"]
    {
        described.ask(&visitor, "GET", &format!("/api/products/{query}"), None).await;
    }
    staff.patch(&path, &json!({ "is_featured": true })).await.is(200);
    described.ask(&visitor, "GET", "/api/products/featured/", None).await;

    let reviews = format!("{path}reviews/");
    let review = json!({ "rating": 5, "title": "Bright", "body": "Very." });
    let made = described.ask(&other, "POST", &reviews, Some(&review)).await.is(201);
    let review_path = format!("{reviews}{}/", made.text("id"));
    described.ask(&other, "POST", &reviews, Some(&json!({ "rating": 9 }))).await.is(400);
    described.ask(&visitor, "GET", &reviews, None).await;
    described.ask(&visitor, "GET", &review_path, None).await;
    described.ask(&other, "PUT", &review_path, Some(&review)).await;
    described.ask(&other, "PATCH", &review_path, Some(&json!({ "rating": 4 }))).await;
    described.ask(&other, "DELETE", &review_path, None).await.is(204);

    described.ask(&staff, "GET", "/api/users/", None).await;
    described.ask(&visitor, "GET", "/api/users/", None).await.is(401);
    for path in ["/api/users/me/".to_owned(), format!("/api/users/{ada}/")] {
        described.ask(&owner, "GET", &path, None).await;
        described.ask(&owner, "PUT", &path, Some(&json!({ "username": "ada" }))).await;
        let profile = json!({ "profile": { "phone": "+49 30", "birth_date": "1990-12-31" } });
        described.ask(&owner, "PATCH", &path, Some(&profile)).await;
    }
    let wrong = json!({ "profile": { "phone": 5 } });
    described.ask(&owner, "PATCH", "/api/users/me/", Some(&wrong)).await.is(400);

    described.ask(&owner, "DELETE", &path, None).await.is(204);
    described.ask(&staff, "DELETE", &category_path, None).await;
    let spare = staff.post("/api/categories/", &json!({ "name": "Spare" })).await.is(201).text("id");
    described.ask(&staff, "DELETE", &format!("/api/categories/{spare}/"), None).await.is(204);
    call_tokens(shop, described).await;
}

async fn call_tokens(shop: &Shop, described: &mut Described) {
    let visitor = shop.visitor();
    let pair = obtain(&visitor, "ada", vitrine::accounts::testing::PASSWORD).await;
    described.check("POST", "/api/token/", &pair);
    let refresh = json!({ "refresh": pair.text("refresh") });
    let next = described.ask(&visitor, "POST", "/api/token/refresh/", Some(&refresh)).await.is(200);
    let last = json!({ "refresh": next.text("refresh") });
    described.ask(&visitor, "POST", "/api/token/revoke/", Some(&last)).await.is(200);
    described.ask(&visitor, "POST", "/api/token/refresh/", Some(&refresh)).await.is(401);
    described.ask(&visitor, "POST", "/api/token/refresh/", Some(&json!({}))).await.is(400);
    let wrong = obtain(&visitor, "ada", "no such password").await.is(401);
    described.check("POST", "/api/token/", &wrong);
}

#[sqlx::test]
async fn every_answer_fits_the_schema(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut described = Described::of(&shop).await;
    call_everything(&shop, &mut described).await;
    for (method, path, headers) in [
        ("GET", "/api/products/", [("Accept", "text/html")]),
        ("GET", "/api/products/", [("Authorization", "Bearer x")]),
        ("GET", "/api/products/", [("If-None-Match", "*")]),
    ] {
        let answer = shop.visitor().send(method, path, &headers, "", b"").await;
        assert!([304, 401, 406].contains(&answer.status), "{answer:?}");
        described.check(method, path, &answer);
    }
}

#[sqlx::test]
async fn every_operation_is_called(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut described = Described::of(&shop).await;
    call_everything(&shop, &mut described).await;
    let missing: Vec<String> = described.all().difference(&described.called).cloned().collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[sqlx::test]
async fn allow_names_what_the_schema_names(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let described = Described::of(&shop).await;
    let id = uuid::Uuid::nil().to_string();
    for (template, item) in described.document["paths"].as_object().unwrap() {
        let path = template.replace("{id}", &id).replace("{review_id}", &id);
        let answer = shop.visitor().options(&path).await.is(200);
        let allowed: BTreeSet<&str> = answer.header("allow").unwrap().split(", ").collect();
        let mut named: BTreeSet<String> =
            item.as_object().unwrap().keys().map(|name| name.to_ascii_uppercase()).collect();
        named.remove("PARAMETERS");
        named.insert("OPTIONS".to_owned());
        if named.contains("GET") {
            named.insert("HEAD".to_owned());
        }
        assert_eq!(allowed, named.iter().map(String::as_str).collect(), "{template}");
    }
}

#[sqlx::test]
async fn the_docs_page_loads_nothing_from_elsewhere(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let visitor = shop.visitor();
    let page = visitor.get_with("/api/docs/", &[("Accept", "text/html")]).await.is(200);
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(!policy.contains("http") && !policy.contains('*'), "{policy}");
    for mark in ["src=\"", "href=\""] {
        for link in page.body.split(mark).skip(1) {
            assert!(link.starts_with("/api/"), "{}", &link[..link.len().min(80)]);
        }
    }
    for never in ["<style", " style=", " onclick=", "<iframe"] {
        assert!(!page.body.contains(never), "{never}");
    }
    for (path, kind) in [("/api/docs/docs.css", "text/css"), ("/api/docs/docs.js", "text/javascript")] {
        let file = visitor.get(path).await.is(200);
        assert!(file.header("content-type").unwrap().starts_with(kind), "{file:?}");
        assert!(!file.body.contains("http:") && !file.body.contains("https:"), "{path}");
    }
    // Every operation has its place on the page, and the description is not on it as one of them.
    for id in Described::of(&shop).await.all() {
        assert!(page.body.contains(&format!("<details id=\"{id}\">")), "{id}");
    }
    assert_eq!(visitor.get("/api/schema/").await.header("content-type"), Some(JSON));
}
