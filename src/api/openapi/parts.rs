//! What is the same for many operations: refusals, headers, who may.

use axum::http::Method;
use serde_json::{Map, Value, json};

use crate::api::table::{Operation, Resource, Tag, Who};

/// A schema by its name.
pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn is_of_tokens(resource: &Resource) -> bool {
    resource.path.starts_with("/api/token/")
}

fn has_ids(resource: &Resource) -> bool {
    resource.path.contains('{')
}

fn is_read(operation: &Operation) -> bool {
    operation.method == Method::GET
}

/// Whether `If-Match` means something: the operation changes a thing that is there.
fn heeds_match(resource: &Resource, operation: &Operation) -> bool {
    has_ids(resource) && !is_read(operation) && operation.tagged == Tag::Strong
}

/// Who may.
pub(super) fn security(resource: &Resource, operation: &Operation) -> Value {
    if is_of_tokens(resource) {
        json!([])
    } else if operation.who == Who::User {
        json!([{ "bearer": [] }, { "session": [] }])
    } else {
        json!([{}, { "bearer": [] }, { "session": [] }])
    }
}

/// Headers that an operation heeds.
pub(super) fn header_parameters(resource: &Resource, operation: &Operation) -> Vec<Value> {
    let header = |name: &str, text: &str, schema: Value| json!({ "name": name, "in": "header", "required": false, "description": text, "schema": schema });
    let free = || json!({ "type": "string" });
    let mut parameters = Vec::new();
    if is_read(operation) && operation.tagged != Tag::None {
        let text = "Tags that are known: 304 where the answer has one of them.";
        parameters.push(header("If-None-Match", text, free()));
    }
    if heeds_match(resource, operation) {
        let text = "Tags of which the thing must have one, or `*`: else 412. Weak tags never count.";
        parameters.push(header("If-Match", text, free()));
    }
    if operation.once {
        let text = "However often the request is sent under one key, it is done once.";
        let schema = json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" });
        parameters.push(header("Idempotency-Key", text, schema));
    }
    parameters
}

/// The headers of an answer.
pub(super) fn headers_of(resource: &Resource, operation: &Operation, status: u16) -> Map<String, Value> {
    let mut names = Vec::new();
    if resource.throttled {
        names.extend(["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"]);
    }
    let is_thing = operation.method != Method::POST || status == 201;
    if operation.tagged != Tag::None && status != 204 && (status < 300 || status == 304) && is_thing {
        names.push("ETag");
    }
    if operation.once && status < 500 {
        names.push("Idempotency-Replayed");
    }
    match status {
        401 => names.push("WWW-Authenticate"),
        409 | 429 => names.push("Retry-After"),
        _ => {}
    }
    names
        .into_iter()
        .map(|name| (name.to_owned(), json!({ "$ref": format!("#/components/headers/{name}") })))
        .collect()
}

/// What an operation may refuse, and 304.
pub(super) fn refusals(resource: &Resource, operation: &Operation) -> Map<String, Value> {
    let has_body = operation.body.is_some();
    let has_parameters = !operation.parameters.is_empty();
    let is_user = operation.who == Who::User;
    let mut found: Vec<(u16, &str)> = vec![
        (404, "There is no such thing, or not for this caller; or no such page or `format`."),
        (406, "`Accept` takes no JSON."),
        (414, "The address is too long."),
        (500, "A mistake of the program; the reference leads to the log."),
        (504, "It took too long."),
    ];
    let mut add = |when: bool, status: u16, text: &'static str| {
        if when {
            found.push((status, text));
        }
    };
    add(is_read(operation) && operation.tagged != Tag::None, 304, "The asker has the answer already.");
    add(has_body || has_parameters || operation.once, 400, "Something of the request cannot be taken.");
    add(true, 401, "Nobody is signed in, or the token does not count.");
    add(!is_of_tokens(resource) && (is_user || !is_read(operation)), 403, "The caller may not do this.");
    add(
        operation.once || (is_user && !is_read(operation)),
        409,
        "The state of things does not allow it now.",
    );
    add(heeds_match(resource, operation), 412, "The thing has changed since.");
    add(has_body, 413, "The body is too large.");
    add(has_body, 415, "The kind of the body is not taken.");
    add(operation.once, 422, "The Idempotency-Key was used for another request.");
    add(
        resource.throttled || is_of_tokens(resource),
        429,
        "Too many requests; `Retry-After` says when to come back.",
    );
    found
        .into_iter()
        .map(|(status, text)| (status.to_string(), refusal(resource, operation, status, text)))
        .collect()
}

fn refusal(resource: &Resource, operation: &Operation, status: u16, text: &str) -> Value {
    let mut response = json!({ "description": text, "headers": headers_of(resource, operation, status) });
    let schema = match status {
        304 => return response,
        400 => json!({ "anyOf": [reference("FieldErrors"), reference("Detail")] }),
        _ => reference("Detail"),
    };
    response["content"] = json!({ "application/json": { "schema": schema } });
    response
}

/// The schemas of refusals.
pub(super) fn error_schemas() -> Map<String, Value> {
    let messages = json!({ "type": "array", "items": { "type": "string" } });
    let token = json!({
        "type": "object",
        "required": ["token_class", "token_type", "message"],
        "properties": {
            "token_class": { "type": "string" }, "token_type": { "type": "string" },
            "message": { "type": "string" },
        },
    });
    let detail = json!({
        "type": "object",
        "required": ["detail"],
        "properties": {
            "detail": { "type": "string", "description": "What is wrong, in a sentence." },
            "code": { "type": "string", "description": "The same in a word, for programs." },
            "messages": { "type": "array", "items": token },
        },
    });
    let fields = json!({
        "type": "object",
        "description": "Messages by field; `non_field_errors` are those of none.",
        "additionalProperties": {
            "anyOf": [messages, { "type": "object", "additionalProperties": messages }],
        },
    });
    Map::from_iter([("Detail".to_owned(), detail), ("FieldErrors".to_owned(), fields)])
}

/// The headers of answers.
pub(super) fn header_schemas() -> Map<String, Value> {
    let number = || json!({ "type": "integer", "minimum": 0 });
    let text = || json!({ "type": "string" });
    [
        ("ETag", "The tag of the answer.", text()),
        ("Location", "The address of what was created.", json!({ "type": "string", "format": "uri" })),
        ("WWW-Authenticate", "How one signs in.", text()),
        ("Retry-After", "Seconds to wait.", number()),
        ("RateLimit-Limit", "Requests within an hour.", number()),
        ("RateLimit-Remaining", "Requests that are left.", number()),
        ("RateLimit-Reset", "Seconds until the hour ends.", number()),
        ("Idempotency-Replayed", "`true` where the answer was made for an earlier request.", text()),
    ]
    .into_iter()
    .map(|(name, text, schema)| (name.to_owned(), json!({ "description": text, "schema": schema })))
    .collect()
}
