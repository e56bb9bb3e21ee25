//! The description of the API (SPEC R13), `OpenAPI` 3.1, made from the table of operations and from the fields that
//! read the bodies. What is the same for many operations is added here by rule.

mod parts;

use axum::body::Bytes;
use axum::http::Method;
use futures::future::BoxFuture;
use serde_json::{Map, Value, json};

use self::parts::{
    error_schemas, header_parameters, header_schemas, headers_of, reference, refusals, security,
};
use super::Api;
use super::call::{Answer, Call, JSON};
use super::fields;
use super::operations::RESOURCES;
use super::query;
use super::refusal::Refusal;
use super::table::{Operation, Resource};
use super::{categories, products, reviews, root, tokens, users};

/// Answers the description; it is made once.
pub fn schema(call: Call) -> BoxFuture<'static, Result<Answer, Refusal>> {
    Box::pin(async move {
        let made = call.api.schema.get_or_init(|| Bytes::from(document(&call.api).to_string()));
        Ok(Answer { status: axum::http::StatusCode::OK, body: made.to_vec(), location: None, kind: JSON })
    })
}

/// The whole description.
#[must_use]
pub fn document(api: &Api) -> Value {
    let shop = &api.backend.settings.vitrine.shop_name;
    let documented = || RESOURCES.iter().filter(|resource| resource.documented);
    let paths: Map<String, Value> =
        documented().map(|resource| (resource.path.to_owned(), path_item(resource))).collect();
    let mut tags: Vec<&str> = Vec::new();
    for operation in documented().flat_map(|resource| &resource.operations) {
        if !tags.contains(&operation.tag) {
            tags.push(operation.tag);
        }
    }
    let tags: Vec<Value> = tags.into_iter().map(|name| json!({ "name": name })).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{shop}: REST API"),
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Paths work with the last slash and without it. Bodies may also be sent as \
                `application/x-www-form-urlencoded` and as `multipart/form-data`; all their values are texts there.",
        },
        "servers": [{ "url": "/" }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": component_schemas(),
            "headers": header_schemas(),
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "bearerFormat": "JWT" },
                "session": {
                    "type": "apiKey", "in": "cookie",
                    "name": if api.backend.settings.https() { "__Host-session" } else { "session" },
                    "description": "The shop's own session. What changes something must come from the shop's own site.",
                },
            },
        },
    })
}

fn component_schemas() -> Map<String, Value> {
    let mut schemas = error_schemas();
    let given = [
        root::schemas(),
        products::schemas(),
        reviews::schemas(),
        categories::schemas(),
        users::schemas(),
        tokens::schemas(),
    ];
    schemas.extend(given.into_iter().flatten().map(|(name, schema)| (name.to_owned(), schema)));
    for body in RESOURCES.iter().flat_map(|resource| &resource.operations).filter_map(|known| known.body) {
        schemas.insert(body.schema.to_owned(), fields::schema(body.fields, body.partial));
    }
    schemas
}

fn path_item(resource: &Resource) -> Value {
    let mut item = Map::new();
    let places: Vec<Value> = places(resource.path)
        .map(|name| {
            let schema = json!({ "type": "string", "format": "uuid" });
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    if !places.is_empty() {
        item.insert("parameters".to_owned(), places.into());
    }
    for operation in &resource.operations {
        item.insert(operation.method.as_str().to_ascii_lowercase(), described(resource, operation));
    }
    Value::Object(item)
}

/// The names of the ids in a path.
fn places(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn described(resource: &Resource, operation: &Operation) -> Value {
    let mut parameters: Vec<Value> = operation
        .parameters
        .iter()
        .map(|parameter| {
            json!({
                "name": parameter.name, "in": "query", "required": false, "description": parameter.text,
                "schema": query::schema(parameter.wire),
            })
        })
        .collect();
    parameters.extend(header_parameters(resource, operation));
    let mut whole = json!({
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "responses": responses(resource, operation),
        "security": security(resource, operation),
    });
    if !operation.text.is_empty() {
        whole["description"] = operation.text.into();
    }
    if !parameters.is_empty() {
        whole["parameters"] = parameters.into();
    }
    if let Some(body) = operation.body {
        whole["requestBody"] = json!({
            // Where every field may be left out, the whole body may be too.
            "required": !body.partial,
            "content": { "application/json": { "schema": reference(body.schema) } },
        });
    }
    whole
}

fn responses(resource: &Resource, operation: &Operation) -> Map<String, Value> {
    let mut responses = refusals(resource, operation);
    for answer in operation.answers {
        let mut headers = headers_of(resource, operation, answer.status);
        if answer.location {
            headers.insert("Location".to_owned(), json!({ "$ref": "#/components/headers/Location" }));
        }
        let mut response = json!({ "description": answer.text, "headers": headers });
        if let Some(name) = answer.schema {
            let mut content = Map::new();
            content.insert("application/json".to_owned(), json!({ "schema": reference(name) }));
            if resource.path == "/api/schema/" {
                let kind = "application/vnd.oai.openapi+json".to_owned();
                content.insert(kind, json!({ "schema": reference(name) }));
            }
            response["content"] = content.into();
        }
        let links = links(resource, operation);
        if answer.status == 201 && !links.is_empty() {
            response["links"] = links.into();
        }
        responses.insert(answer.status.to_string(), response);
    }
    responses
}

/// Where one can go on from what was created: every operation on a thing of the list that it was added to.
fn links(resource: &Resource, operation: &Operation) -> Map<String, Value> {
    let mut links = Map::new();
    let Some(family) = operation.id.strip_suffix("_create").filter(|_| operation.method == Method::POST)
    else {
        return links;
    };
    let known = places(resource.path).count();
    for target in RESOURCES.iter().filter(|target| target.documented) {
        let is_below = target.path.strip_prefix(resource.path).is_some_and(|rest| rest.starts_with('{'));
        for next in target.operations.iter().filter(|_| is_below) {
            if !next.id.strip_prefix(family).is_some_and(|rest| rest.starts_with('_')) {
                continue;
            }
            let parameters: Map<String, Value> = places(target.path)
                .enumerate()
                .map(|(position, name)| {
                    let from = if position < known {
                        format!("$request.path.{name}")
                    } else {
                        "$response.body#/id".to_owned()
                    };
                    (name.to_owned(), from.into())
                })
                .collect();
            links.insert(next.id.to_owned(), json!({ "operationId": next.id, "parameters": parameters }));
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every reference in a document.
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(place)) = map.get("$ref") {
                    found.insert(place.clone());
                }
                map.values().for_each(|inner| references(inner, found));
            }
            Value::Array(list) => list.iter().for_each(|inner| references(inner, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let paths: Vec<Value> = RESOURCES.iter().map(path_item).collect();
        let whole = json!({ "paths": paths, "components": { "schemas": component_schemas(), "headers": header_schemas() } });
        let mut found = BTreeSet::new();
        references(&whole, &mut found);
        assert!(!found.is_empty());
        for place in found {
            assert!(whole.pointer(place.trim_start_matches('#')).is_some(), "{place}");
        }
    }

    #[test]
    fn what_creates_leads_to_what_it_created() {
        let (resource, operation) = RESOURCES
            .iter()
            .flat_map(|resource| resource.operations.iter().map(move |operation| (resource, operation)))
            .find(|(_, operation)| operation.id == "products_create")
            .unwrap();
        let links = links(resource, operation);
        assert_eq!(links["products_retrieve"]["parameters"]["id"], "$response.body#/id");
    }
}
