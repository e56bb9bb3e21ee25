//! All that the API can do: the rows of the table that routing, `OPTIONS`, `Allow` and the schema are made
//! of. Each file beside this one gives the rows of its own things.

use std::sync::LazyLock;

use axum::http::Method;
use futures::future::BoxFuture;
use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::refusal::Refusal;
use super::table::{AnswerDoc, Operation, Resource, Tag, Who};
use super::{categories, docs, openapi, products, reviews, root, tokens, users};

/// A handler at work.
pub type Running = BoxFuture<'static, Result<Answer, Refusal>>;

/// Every resource. Literal segments are found before those that hold an id, so their order here is that of the
/// document alone.
pub static RESOURCES: LazyLock<Vec<Resource>> = LazyLock::new(|| {
    let mut resources = root::resources();
    resources.extend(products::resources());
    resources.extend(reviews::resources());
    resources.extend(categories::resources());
    resources.extend(users::resources());
    resources.extend(tokens::resources());
    resources.extend(documents());
    resources
});

/// An operation that reads, for anybody; a row changes what is different in it.
pub(super) fn reading(id: &'static str, tag: &'static str, run: fn(Call) -> Running) -> Operation {
    Operation {
        method: Method::GET,
        id,
        tag,
        summary: "",
        text: "",
        who: Who::Anybody,
        parameters: &[],
        body: None,
        answers: &[],
        once: false,
        tagged: Tag::Strong,
        run,
    }
}

/// An operation that writes, for users.
pub(super) fn writing(
    method: Method,
    id: &'static str,
    tag: &'static str,
    run: fn(Call) -> Running,
) -> Operation {
    Operation { method, who: Who::User, ..reading(id, tag, run) }
}

/// A resource that is throttled and documented.
pub(super) fn resource(path: &'static str, thing: &'static str, operations: Vec<Operation>) -> Resource {
    Resource { path, thing, operations, throttled: true, documented: true }
}

/// What an operation answers when all is well.
pub(super) const fn good(status: u16, text: &'static str, schema: &'static str) -> AnswerDoc {
    AnswerDoc { status, text, schema: Some(schema), location: status == 201 }
}

/// The answer of a deletion.
pub(super) const GONE: &[AnswerDoc] =
    &[AnswerDoc { status: 204, text: "It is deleted.", schema: None, location: false }];

/// The schema of an object whose properties are all there.
pub(super) fn object(properties: Value) -> Value {
    let names: Vec<String> =
        properties.as_object().map(|known| known.keys().cloned().collect()).unwrap_or_default();
    json!({ "type": "object", "required": names, "properties": properties })
}

/// The schema of a page of a list (SPEC R3).
pub(super) fn page_of(item: &str) -> Value {
    object(json!({
        "count": { "type": "integer", "minimum": 0, "description": "How many there are on all pages." },
        "next": address_or_null("The address of the next page."),
        "previous": address_or_null("The address of the page before."),
        "results": list_of(item),
    }))
}

/// The schema of a part of a walk by cursor.
pub(super) fn walk_of(item: &str) -> Value {
    object(json!({
        "next": address_or_null("The address of what comes after."),
        "previous": address_or_null("The address of what comes before."),
        "results": list_of(item),
    }))
}

/// The schema of a list of things that have a schema of their own.
pub(super) fn list_of(item: &str) -> Value {
    json!({ "type": "array", "items": { "$ref": format!("#/components/schemas/{item}") } })
}

fn address_or_null(text: &str) -> Value {
    json!({ "type": ["string", "null"], "format": "uri", "description": text })
}

/// What describes the API itself. Nobody is counted for looking at it.
fn documents() -> Vec<Resource> {
    let document = |path: &'static str, operation: Operation, documented: bool| Resource {
        path,
        thing: "Page",
        operations: vec![operation],
        throttled: false,
        documented,
    };
    let schema = Operation {
        summary: "This document",
        text: "OpenAPI 3.1, as `application/json` or, where it is asked for, `application/vnd.oai.openapi+json`.",
        answers: const { &[good(200, "The document.", "Document")] },
        // It is large: a weak tag lets it be compressed.
        tagged: Tag::Weak,
        ..reading("schema_retrieve", "documents", openapi::schema)
    };
    let file = |id, run| Operation { tagged: Tag::Weak, ..reading(id, "documents", run) };
    vec![
        document("/api/schema/", schema, true),
        document("/api/docs/", file("docs_page", docs::page), false),
        document("/api/docs/docs.css", file("docs_style", docs::style), false),
        document("/api/docs/docs.js", file("docs_script", docs::script), false),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own_and_says_what_it_does() {
        let mut names = BTreeSet::new();
        for resource in RESOURCES.iter() {
            for operation in &resource.operations {
                assert!(names.insert(operation.id), "{} is there twice", operation.id);
                if resource.documented {
                    assert!(
                        !operation.summary.is_empty() && !operation.answers.is_empty(),
                        "{}",
                        operation.id
                    );
                }
            }
        }
    }

    #[test]
    fn every_schema_that_an_operation_names_is_there() {
        let known: BTreeSet<&str> = [
            root::schemas(),
            products::schemas(),
            reviews::schemas(),
            categories::schemas(),
            users::schemas(),
            tokens::schemas(),
        ]
        .into_iter()
        .flatten()
        .map(|(name, _)| name)
        .collect();
        for operation in RESOURCES.iter().flat_map(|resource| &resource.operations) {
            for name in operation.answers.iter().filter_map(|answer| answer.schema) {
                assert!(known.contains(name), "{}: {name}", operation.id);
            }
        }
    }

    #[test]
    fn an_address_that_one_creates_at_answers_201_with_a_location() {
        for operation in RESOURCES.iter().flat_map(|resource| &resource.operations) {
            let creates = operation.id.ends_with("_create");
            let says = operation.answers.iter().any(|answer| answer.status == 201 && answer.location);
            assert_eq!(creates && operation.tag != "tokens", says, "{}", operation.id);
        }
    }
}
