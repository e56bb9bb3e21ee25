//! Where a client begins: the addresses of the lists.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::json::Json;
use super::operations::{Running, good, object, reading, resource};
use super::table::{Operation, Resource};

/// The lists, and where they are.
const LISTS: [(&str, &str); 3] =
    [("products", "/api/products/"), ("categories", "/api/categories/"), ("users", "/api/users/")];

/// This file's rows of the table.
pub(super) fn resources() -> Vec<Resource> {
    let operation = Operation {
        summary: "The addresses of the lists",
        answers: const { &[good(200, "The addresses.", "Root")] },
        ..reading("root_retrieve", "documents", root)
    };
    vec![resource("/api/", "Page", vec![operation])]
}

/// The schemas of what is answered here, and of the document itself.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let address = json!({ "type": "string", "format": "uri" });
    let root = object(json!({ "products": address, "categories": address, "users": address }));
    let document = json!({
        "type": "object",
        "required": ["openapi", "info", "paths"],
        "properties": {
            "openapi": { "type": "string" }, "info": { "type": "object" }, "servers": { "type": "array" },
            "tags": { "type": "array" }, "paths": { "type": "object" }, "components": { "type": "object" },
        },
        "additionalProperties": true,
    });
    vec![("Root", root), ("Document", document)]
}

fn root(call: Call) -> Running {
    Box::pin(async move {
        let mut json = Json::with_capacity(256);
        json.object(|out| {
            for (name, path) in LISTS {
                out.text(name, &[&*call.base, path].concat());
            }
        });
        Ok(Answer::json(json))
    })
}
