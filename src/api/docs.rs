//! The page that people read the API on (SPEC R13). The server writes it whole from the table of operations; its
//! script lets one try an operation, and without it the page is a reference. Nothing comes from elsewhere.

use axum::http::{HeaderValue, StatusCode};
use futures::future::BoxFuture;
use serde_json::Value;

use super::call::{Answer, Call};
use super::openapi;
use super::refusal::Refusal;

/// What the page may do.
pub const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);

const STYLE: &str = include_str!("docs/docs.css");
const SCRIPT: &str = include_str!("docs/docs.js");

/// What a handler gives back at once.
type Running = BoxFuture<'static, Result<Answer, Refusal>>;

/// The page; it is made once.
pub fn page(call: Call) -> Running {
    Box::pin(async move {
        let page = call.api.page.get_or_init(|| written(&openapi::document(&call.api)).into());
        Ok(answer(page.to_vec(), HeaderValue::from_static("text/html; charset=utf-8")))
    })
}

/// Its style.
pub fn style(_call: Call) -> Running {
    ready(STYLE, HeaderValue::from_static("text/css; charset=utf-8"))
}

/// Its script.
pub fn script(_call: Call) -> Running {
    ready(SCRIPT, HeaderValue::from_static("text/javascript; charset=utf-8"))
}

fn ready(text: &'static str, kind: HeaderValue) -> Running {
    Box::pin(async move { Ok(answer(text.as_bytes().to_vec(), kind)) })
}

fn answer(body: Vec<u8>, kind: HeaderValue) -> Answer {
    Answer { status: StatusCode::OK, body, location: None, kind }
}

/// A page that is being written.
struct Page(String);

impl Page {
    /// Markup of ours.
    fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// A text, between tags or in a quoted attribute.
    fn text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                other => self.0.push(other),
            }
        }
        self
    }
}

fn words<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn parts(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn written(document: &Value) -> String {
    let mut page = Page(String::with_capacity(96 * 1024));
    let title = words(&document["info"], "title");
    page.raw("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" ");
    page.raw(
        "content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>",
    );
    page.text(title).raw("</title><link rel=\"stylesheet\" href=\"/api/docs/docs.css\">");
    page.raw("<script src=\"/api/docs/docs.js\" defer></script></head><body><header><h1>").text(title);
    page.raw("</h1><p>").text(words(&document["info"], "description"));
    page.raw("</p><p>The same for programs: <a href=\"/api/schema/\">/api/schema/</a></p>");
    page.raw("<form id=\"sign-in\" hidden><label>Access token <input id=\"token\" autocomplete=\"off\" ");
    page.raw("spellcheck=\"false\"></label></form></header><main>");
    for tag in items(&document["tags"]) {
        let tag = words(tag, "name");
        page.raw("<section><h2>").text(tag).raw("</h2>");
        for (path, item) in parts(&document["paths"]) {
            for (method, operation) in parts(item).filter(|(method, _)| *method != "parameters") {
                if items(&operation["tags"]).any(|name| name == tag) {
                    push_operation(&mut page, document, path, method, operation, &item["parameters"]);
                }
            }
        }
        page.raw("</section>");
    }
    page.raw("</main></body></html>");
    page.0
}

fn push_operation(
    page: &mut Page,
    document: &Value,
    path: &str,
    method: &str,
    operation: &Value,
    ids: &Value,
) {
    page.raw("<details id=\"")
        .text(words(operation, "operationId"))
        .raw("\"><summary><b class=\"")
        .text(method);
    page.raw("\">").text(&method.to_ascii_uppercase()).raw("</b> <code>").text(path).raw("</code> <span>");
    page.text(words(operation, "summary")).raw("</span></summary><p>").text(words(operation, "description"));
    page.raw("</p>");
    let asked: Vec<&Value> = items(ids).chain(items(&operation["parameters"])).collect();
    if !asked.is_empty() {
        page.raw("<h3>Parameters</h3><table><thead><tr><th>Name</th><th>In</th><th>Holds</th><th>Means</th></tr></thead>");
        for parameter in &asked {
            page.raw("<tr><th><code>").text(words(parameter, "name")).raw("</code></th><td>");
            page.text(words(parameter, "in")).raw("</td><td><code>").text(&kind_of(&parameter["schema"]));
            page.raw("</code></td><td>").text(words(parameter, "description")).raw("</td></tr>");
        }
        page.raw("</table>");
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        page.raw("<h3>Body</h3>");
        push_fields(page, resolved(document, body));
    }
    page.raw("<h3>Answers</h3><table>");
    for (status, response) in parts(&operation["responses"]) {
        let schema = &response["content"]["application/json"]["schema"];
        page.raw("<tr><th>").text(status).raw("</th><td>").text(words(response, "description"));
        page.raw("</td><td><code>").text(&kind_of(schema)).raw("</code></td></tr>");
    }
    page.raw("</table>");
    push_form(page, path, method, &asked, !body.is_null());
    page.raw("</details>");
}

/// The form to try an operation with; the script shows it and sends it.
fn push_form(page: &mut Page, path: &str, method: &str, asked: &[&Value], has_body: bool) {
    page.raw("<form class=\"try\" hidden data-method=\"").text(&method.to_ascii_uppercase());
    page.raw("\" data-path=\"").text(path).raw("\">");
    for parameter in asked {
        let name = words(parameter, "name");
        page.raw("<label><code>").text(name).raw("</code> <input name=\"").text(name).raw("\" data-in=\"");
        page.text(words(parameter, "in")).raw("\"></label>");
    }
    if has_body {
        page.raw("<label>Body <textarea name=\"body\" rows=\"6\" spellcheck=\"false\">{}</textarea></label>");
    }
    page.raw("<button>Try it</button><pre aria-live=\"polite\"></pre></form>");
}

fn push_fields(page: &mut Page, schema: &Value) {
    page.raw("<table><thead><tr><th>Field</th><th></th><th>Holds</th><th>Means</th></tr></thead>");
    for (name, field) in parts(&schema["properties"]) {
        let is_required = items(&schema["required"]).any(|required| required == name.as_str());
        page.raw("<tr><th><code>").text(name).raw("</code></th><td>");
        page.raw(if is_required { "required" } else { "" }).raw("</td><td><code>").text(&kind_of(field));
        page.raw("</code></td><td>").text(words(field, "description")).raw("</td></tr>");
    }
    page.raw("</table>");
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let place = words(schema, "$ref").trim_start_matches('#');
    if place.is_empty() { schema } else { document.pointer(place).unwrap_or(schema) }
}

/// A schema in a few words.
fn kind_of(schema: &Value) -> String {
    let name = words(schema, "$ref").rsplit('/').next().unwrap_or_default();
    if !name.is_empty() {
        return name.to_owned();
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        return choices.iter().map(kind_of).collect::<Vec<_>>().join(" or ");
    }
    if let Some(choices) = schema["enum"].as_array() {
        let choices = choices.iter().filter_map(Value::as_str).filter(|word| !word.is_empty());
        return choices.collect::<Vec<_>>().join(", ");
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        kind => kind.as_str().unwrap_or_default().to_owned(),
    };
    match (words(schema, "format"), words(schema, "pattern")) {
        ("", "") => kind,
        ("", pattern) => format!("{kind} {pattern}"),
        (format, _) => format!("{kind} ({format})"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_page_escapes_what_it_shows_and_names_every_operation() {
        let document = json!({
            "info": { "title": "Salt & <Sand>", "description": "" },
            "tags": [{ "name": "things" }],
            "paths": { "/api/things/": { "get": {
                "operationId": "things_list", "tags": ["things"], "summary": "All \"things\"",
                "responses": { "200": { "description": "Here." } },
            } } },
        });
        let page = written(&document);
        assert!(page.contains("<title>Salt &amp; &lt;Sand&gt;</title>"), "{page}");
        assert!(page.contains("<details id=\"things_list\">"), "{page}");
        assert!(page.contains("All &quot;things&quot;"), "{page}");
    }

    #[test]
    fn nothing_stands_inline_and_nothing_comes_from_elsewhere() {
        let page = written(&json!({ "info": {}, "tags": [], "paths": {} }));
        for text in [page.as_str(), STYLE, SCRIPT] {
            for never in ["http://", "https://", "style=\"", "onclick", "@import", "<style", "//cdn"] {
                assert!(!text.contains(never), "{never}");
            }
        }
    }
}
