//! Bodies of requests: JSON, and forms in the two ways that browsers send them.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use futures::StreamExt as _;
use serde_json::{Map, Value};

use super::query;
use super::refusal::Refusal;
use crate::error::AppError;

/// Largest body, in bytes.
pub const LARGEST: usize = 1024 * 1024;

const JSON_KIND: &str = "application/json";
const FORM_KIND: &str = "application/x-www-form-urlencoded";
const MULTIPART_KIND: &str = "multipart/form-data";

/// What can be sent, for `OPTIONS`.
pub const KINDS: [&str; 3] = [JSON_KIND, FORM_KIND, MULTIPART_KIND];

/// The fields of a body.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    /// Their values by name.
    pub map: Map<String, Value>,
    /// Whether they come from a form, where every value is a text.
    pub is_form: bool,
}

impl Fields {
    /// All of them as one text, the same for the same fields.
    #[must_use]
    pub fn text(&self) -> String {
        let mut pairs: Vec<String> =
            self.map.iter().map(|(name, value)| format!("{name:?}:{value}")).collect();
        pairs.sort_unstable();
        pairs.join(",")
    }
}

/// Takes a body in. One that says beforehand that it is too large is not read.
///
/// # Errors
/// 413 where it is too large, 400 where it breaks off.
pub(super) async fn take(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > LARGEST as u64) {
        return Err(AppError::TooLarge.into());
    }
    let (mut parts, mut taken) = (body.into_data_stream(), Vec::new());
    while let Some(part) = parts.next().await {
        let broken = |_| Refusal::detail(StatusCode::BAD_REQUEST, "The request body broke off.");
        let part = part.map_err(broken)?;
        if taken.len() + part.len() > LARGEST {
            return Err(AppError::TooLarge.into());
        }
        taken.extend_from_slice(&part);
    }
    Ok(Bytes::from(taken))
}

/// The kind of a body without its parameters, in lower case; empty where none is said.
pub(super) fn essence(headers: &HeaderMap) -> String {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Reads the fields of a body. An empty one has none, whatever its kind.
///
/// # Errors
/// 415 where its kind is not taken, 400 where it cannot be read.
pub async fn read(headers: &HeaderMap, bytes: Bytes) -> Result<Fields, Refusal> {
    if bytes.is_empty() {
        return Ok(Fields::default());
    }
    let essence = essence(headers);
    match essence.as_str() {
        FORM_KIND => {
            let raw = String::from_utf8_lossy(&bytes);
            Ok(form(query::pairs(&raw).into_iter().map(|(name, value)| (name, Value::String(value)))))
        }
        MULTIPART_KIND => multipart(headers, bytes).await,
        kind if kind == JSON_KIND || (kind.starts_with("application/") && kind.ends_with("+json")) => {
            json(&bytes)
        }
        _ => {
            let sent =
                headers.get(header::CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
            let words = format!("Unsupported media type \"{}\" in request.", sent.unwrap_or_default());
            Err(Refusal::detail(StatusCode::UNSUPPORTED_MEDIA_TYPE, words))
        }
    }
}

fn json(bytes: &[u8]) -> Result<Fields, Refusal> {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(Value::Object(map)) => Ok(Fields { map, is_form: false }),
        Ok(Value::Null) => Err(AppError::field("non_field_errors", "No data provided").into()),
        Ok(other) => Err(AppError::field("non_field_errors", no_object(&other)).into()),
        Err(error) => {
            let words = error.to_string();
            let cause = words.rsplit_once(" at line").map_or(words.as_str(), |(cause, _)| cause);
            let (line, column) = (error.line(), error.column());
            let place = offset(bytes, line, column);
            let words = format!("JSON parse error - {cause}: line {line} column {column} (char {place})");
            Err(Refusal::detail(StatusCode::BAD_REQUEST, words))
        }
    }
}

/// What is said of a value that should be an object. The names of the kinds are those of Python.
pub(super) fn no_object(value: &Value) -> String {
    let kind = match value {
        Value::Array(_) => "list",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) | Value::Null | Value::Object(_) => "str",
    };
    format!("Invalid data. Expected a dictionary, but got {kind}.")
}

/// How many characters stand before a place in a text.
fn offset(bytes: &[u8], line: usize, column: usize) -> usize {
    let before: usize =
        bytes.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    let end = (before + column.saturating_sub(1)).min(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).chars().count()
}

async fn multipart(headers: &HeaderMap, bytes: Bytes) -> Result<Fields, Refusal> {
    let broken = |error: &dyn std::fmt::Display| {
        Refusal::detail(StatusCode::BAD_REQUEST, format!("Multipart form parse error - {error}"))
    };
    let mut request = Request::new(Body::from(bytes));
    if let Some(kind) = headers.get(header::CONTENT_TYPE) {
        request.headers_mut().insert(header::CONTENT_TYPE, kind.clone());
    }
    let mut parts =
        Multipart::from_request(request, &()).await.map_err(|error| broken(&error.body_text()))?;
    let mut pairs = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(|error| broken(&error.body_text()))? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let text = part.text().await.map_err(|error| broken(&error.body_text()))?;
        // No field takes a file; what is no text is refused as such.
        pairs.push((name, if is_file { Value::Array(Vec::new()) } else { Value::String(text) }));
    }
    Ok(form(pairs.into_iter()))
}

/// The last value of a name counts; `profile.phone` is the part `phone` of `profile`.
fn form(pairs: impl Iterator<Item = (String, Value)>) -> Fields {
    let mut map = Map::new();
    for (name, value) in pairs {
        match name.split_once('.') {
            Some((outer, inner)) => {
                let place = map.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(parts) = place {
                    parts.insert(inner.to_owned(), value);
                }
            }
            None => {
                map.insert(name, value);
            }
        }
    }
    Fields { map, is_form: true }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use serde_json::json;

    use super::*;

    async fn taken(kind: &str, body: &str) -> Result<Fields, Value> {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_str(kind).unwrap())]);
        read(&headers, Bytes::from(body.to_owned())).await.map_err(|refusal| {
            let mut said: Value = serde_json::from_slice(&refusal.to_answer().body).unwrap();
            said["status"] = refusal.status().as_u16().into();
            said
        })
    }

    #[tokio::test]
    async fn the_three_kinds_are_read() {
        let json =
            taken("application/json; charset=utf-8", "{\"name\": \"Arc\", \"stock\": 3}").await.unwrap();
        assert_eq!((Value::Object(json.map), json.is_form), (json!({ "name": "Arc", "stock": 3 }), false));
        let form =
            taken("application/x-www-form-urlencoded", "name=A+b&name=Arc&profile.phone=1").await.unwrap();
        assert_eq!(Value::Object(form.map), json!({ "name": "Arc", "profile": { "phone": "1" } }));
        let body = "--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nArc\r\n--x--\r\n";
        let parts = taken("multipart/form-data; boundary=x", body).await.unwrap();
        assert_eq!((Value::Object(parts.map), parts.is_form), (json!({ "name": "Arc" }), true));
    }

    #[tokio::test]
    async fn what_cannot_be_read_says_why() {
        for (body, kind) in
            [("[1]", "list"), ("\"a\"", "str"), ("1", "int"), ("1.5", "float"), ("true", "bool")]
        {
            let words = format!("Invalid data. Expected a dictionary, but got {kind}.");
            let said = taken("application/json", body).await.unwrap_err();
            assert_eq!(said, json!({ "status": 400, "non_field_errors": [words] }));
        }
        let said = taken("application/json", "null").await.unwrap_err();
        assert_eq!(said["non_field_errors"], json!(["No data provided"]));
        let said = taken("application/json", "{\n  \"é\": x").await.unwrap_err();
        assert_eq!(said["detail"], "JSON parse error - expected value: line 2 column 9 (char 9)");
        let said = taken("text/plain", "name=Arc").await.unwrap_err();
        let words = "Unsupported media type \"text/plain\" in request.";
        assert_eq!(said, json!({ "status": 415, "detail": words }));
        assert_eq!(taken("multipart/form-data", "x").await.unwrap_err()["status"], 400);
        assert!(taken("text/plain", "").await.unwrap().map.is_empty());
    }
}
