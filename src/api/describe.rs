//! What `OPTIONS` answers, in the shape of Django REST framework's `SimpleMetadata`.

use axum::body::Body;
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::body::KINDS;
use super::call::JSON;
use super::fields::{Field, Kind};
use super::table::Resource;

/// What can be done at a path: its name, the kinds that are written and read, and the fields of what is sent there.
pub(super) fn described(resource: &Resource) -> Response {
    let text = resource.operations.first().map_or("", |operation| operation.summary);
    let mut body = json!({
        "name": name(resource), "description": text, "renders": ["application/json"], "parses": KINDS,
    });
    let actions = actions(resource);
    if !actions.is_empty() {
        body["actions"] = Value::Object(actions);
    }
    let mut response = Response::new(Body::from(body.to_string()));
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    if let Ok(allow) = HeaderValue::from_str(&resource.allow()) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

/// "Product List", "Product Instance", or the last word of the path: "Publish".
fn name(resource: &Resource) -> String {
    let last = resource.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if last.starts_with('{') {
        return format!("{} Instance", resource.thing);
    }
    if resource.operations.iter().any(|operation| operation.id.ends_with("_list")) {
        return format!("{} List", resource.thing);
    }
    label(last)
}

/// The fields by method, for whoever may send them: who may not hears that when it is sent.
fn actions(resource: &Resource) -> Map<String, Value> {
    let whole = resource.operations.iter().filter(|operation| {
        operation.method == Method::PUT || (operation.method == Method::POST && operation.body.is_some())
    });
    whole
        .filter_map(|operation| {
            Some((operation.method.to_string(), Value::Object(all(operation.body?.fields))))
        })
        .collect()
}

fn all(fields: &[Field]) -> Map<String, Value> {
    fields.iter().map(|field| (field.name.to_owned(), Value::Object(one(field)))).collect()
}

fn one(field: &Field) -> Map<String, Value> {
    let mut said = Map::new();
    let mut say = |name: &str, value: Value| said.insert(name.to_owned(), value);
    say("type", kind(field.kind).into());
    say("required", field.required.into());
    say("read_only", false.into());
    say("label", label(field.name).into());
    if !field.text.is_empty() {
        say("help_text", field.text.into());
    }
    match field.kind {
        Kind::Text { longest, .. } => {
            say("max_length", longest.into());
        }
        Kind::Integer { least, most } => {
            say("min_value", least.into());
            say("max_value", most.into());
        }
        Kind::Object(parts) => {
            say("children", Value::Object(all(parts)));
        }
        Kind::Price | Kind::Bool | Kind::Uuid | Kind::Date => {}
    }
    said
}

/// The framework's own word for it.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text { .. } => "string",
        Kind::Price => "decimal",
        Kind::Integer { .. } => "integer",
        Kind::Bool => "boolean",
        Kind::Uuid => "field",
        Kind::Date => "date",
        Kind::Object(_) => "nested object",
    }
}

/// A name in words: `category_id` is "Category id".
fn label(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
