//! A program in small that uses the API: HTTP/1.1 over one connection for each request.
#![allow(dead_code, reason = "each file of tests uses a part")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU16, Ordering};

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The host that the shop is reached by.
pub const HOST: &str = "shop.example";
/// What JSON is sent as.
pub const JSON: &str = "application/json";
/// What a form is sent as.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// Stands between the parts of a form in parts.
const BOUNDARY: &str = "vitrine-7d2f";

/// Each program comes from an address of its own.
static PROGRAMS: AtomicU16 = AtomicU16::new(1);

/// An answer, taken whole.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case, in the order of the answer.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// The first header of this name, which is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A header that is a number.
    pub fn number(&self, name: &str) -> i64 {
        let value = self.header(name).unwrap_or_else(|| panic!("no {name}: {self:?}"));
        value.parse().unwrap_or_else(|error| panic!("{name}: {error}: {self:?}"))
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        let kind = self.header("content-type").unwrap_or_default();
        assert!(kind.starts_with(JSON) || kind.contains("+json"), "{self:?}");
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// What `detail` says.
    pub fn detail(&self) -> String {
        self.text("detail")
    }

    /// A text at the top of the body.
    pub fn text(&self, name: &str) -> String {
        let json = self.json();
        json[name].as_str().unwrap_or_else(|| panic!("no text {name}: {self:?}")).to_owned()
    }

    /// The messages of a field.
    pub fn errors(&self, field: &str) -> Vec<String> {
        serde_json::from_value(self.json()[field].clone())
            .unwrap_or_else(|error| panic!("{field}: {error}: {self:?}"))
    }

    /// The answer, of which this status is expected.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("the end of the headers");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let first = lines.next().expect("a status line");
        let status = first.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let is_chunked =
            headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        let rest = &bytes[end + 4..];
        let body = if is_chunked { from_chunks(rest) } else { rest.to_vec() };
        Self { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }
}

fn from_chunks(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&bytes[..end]).expect("a size");
        let size = usize::from_str_radix(size.trim(), 16).expect("a size");
        if size == 0 {
            break;
        }
        body.extend_from_slice(&bytes[end + 2..end + 2 + size]);
        bytes = &bytes[end + 2 + size + 2..];
    }
    body
}

/// Fields in the form of `application/x-www-form-urlencoded`; names are taken as they are.
pub fn encode(fields: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                text.push(char::from(byte));
            } else {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

/// Fields in parts: the content type and the body.
pub fn in_parts(fields: &[(&str, &str)]) -> (String, Vec<u8>) {
    let mut body = String::new();
    for (name, value) in fields {
        let _ = write!(
            body,
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    let _ = write!(body, "--{BOUNDARY}--\r\n");
    (format!("multipart/form-data; boundary={BOUNDARY}"), body.into_bytes())
}

/// A program at an address, with a token or cookies or neither. Cookies are sent and not taken.
#[derive(Clone, Debug)]
pub struct Client {
    shop: SocketAddr,
    /// The network address that the proxy in front of the shop writes down.
    from: String,
    pub token: Option<String>,
    pub jar: BTreeMap<String, String>,
}

impl Client {
    /// A program at an address that nobody else has, without a token.
    pub fn at(shop: SocketAddr) -> Self {
        Self { shop, from: new_address(), token: None, jar: BTreeMap::new() }
    }

    /// The same program at another address.
    pub fn elsewhere(&self) -> Self {
        Self { from: new_address(), ..self.clone() }
    }

    /// The same program, which says itself that it passes somebody else's requests on.
    pub fn saying(&self, address: &str) -> Self {
        Self { from: format!("{address}, {}", self.from), ..self.clone() }
    }

    /// The same program, whose requests come to another server on the same database.
    pub fn at_other(&self, shop: SocketAddr) -> Self {
        Self { shop, ..self.clone() }
    }

    /// The same program with another token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The same program without a token.
    pub fn without_token(&self) -> Self {
        Self { token: None, ..self.clone() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "", b"").await
    }

    pub async fn head(&self, path: &str) -> Answer {
        self.send("HEAD", path, &[], "", b"").await
    }

    pub async fn options(&self, path: &str) -> Answer {
        self.send("OPTIONS", path, &[], "", b"").await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, &[], "", b"").await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.json("POST", path, &[], body).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        self.json("PUT", path, &[], body).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.json("PATCH", path, &[], body).await
    }

    /// Reads with headers.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", path, headers, "", b"").await
    }

    /// Sends JSON with headers.
    pub async fn json(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        self.send(method, path, headers, JSON, body.to_string().as_bytes()).await
    }

    /// Sends fields as a form.
    pub async fn form(&self, method: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(method, path, &[], FORM, encode(fields).as_bytes()).await
    }

    /// Sends fields as a form in parts.
    pub async fn parts(&self, method: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let (kind, body) = in_parts(fields);
        self.send(method, path, &[], &kind, &body).await
    }

    /// Sends a request; an empty content type is left out, and so is the length of a body that is empty as well.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        kind: &str,
        body: &[u8],
    ) -> Answer {
        let mut request = self.head_of(method, path, headers);
        if !kind.is_empty() {
            let _ = write!(request, "Content-Type: {kind}\r\n");
        }
        if !(kind.is_empty() && body.is_empty()) {
            let _ = write!(request, "Content-Length: {}\r\n", body.len());
        }
        request.push_str("\r\n");
        self.exchange(&[request.as_bytes(), body].concat()).await
    }

    /// Request line and headers, without those of the body and without the line that ends them.
    pub fn head_of(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> String {
        let has = |name: &str| headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nConnection: close\r\nUser-Agent: vitrine-test/1\r\n\
             X-Forwarded-For: {}\r\n",
            self.from
        );
        if !has("host") {
            let _ = write!(request, "Host: {HOST}\r\n");
        }
        if let Some(token) = self.token.as_ref().filter(|_| !has("authorization")) {
            let _ = write!(request, "Authorization: Bearer {token}\r\n");
        }
        if !self.jar.is_empty() {
            let cookies: Vec<String> =
                self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let _ = write!(request, "Cookie: {}\r\n", cookies.join("; "));
        }
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        request
    }

    /// Sends bytes as they are.
    pub async fn exchange(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.shop).await.expect("the shop answers");
        // What is refused by its headers may be refused before the body is sent.
        let _ = stream.write_all(request).await;
        let mut bytes = Vec::new();
        let read = stream.read_to_end(&mut bytes).await;
        assert!(!bytes.is_empty(), "no answer: {read:?}");
        Answer::parse(&bytes)
    }

    /// Sends bytes as they are and waits for nothing: the client hangs up when the connection is dropped.
    pub async fn begin(&self, request: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.shop).await.expect("the shop answers");
        stream.write_all(request).await.expect("the shop listens");
        stream
    }
}

/// Of the network that is kept for measurements (RFC 2544).
fn new_address() -> String {
    let [high, low] = PROGRAMS.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    format!("198.18.{high}.{low}")
}
