//! A browser in small: HTTP/1.1 over one connection for each request, and a cookie jar.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU16, Ordering};

use serde::de::DeserializeOwned;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use vitrine::error::{AppError, FieldErrors};

/// The host that the shop is reached by.
pub const HOST: &str = "shop.example";
/// What the browser's name is.
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
/// What a script asks for.
pub const JSON: (&str, &str) = ("Accept", "application/json");
/// What somebody who follows a link or sends a form asks for.
pub const PAGE: (&str, &str) = ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
/// What a browser says of a request that the shop's own page sends.
pub const SAME_SITE: [(&str, &str); 2] =
    [("Sec-Fetch-Site", "same-origin"), ("Origin", "https://shop.example")];

/// Stands between the parts of a form with a file.
const BOUNDARY: &str = "----vitrine-7d2f";

/// Each browser comes from an address of its own.
static BROWSERS: AtomicU16 = AtomicU16::new(1);

/// An answer, taken whole.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case, in the order of the answer.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The lines that set cookies.
    pub fn cookies(&self) -> Vec<&str> {
        self.headers
            .iter()
            .filter(|(name, _)| name == "set-cookie")
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// The line that sets the cookie of this name.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies().into_iter().find(|line| line.starts_with(&format!("{name}=")))
    }

    /// What a server function answers.
    pub fn value<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The error that a server function answers.
    pub fn error(&self) -> AppError {
        assert!(self.status >= 400, "{self:?}");
        self.value()
    }

    /// The fields that a server function finds wrong.
    pub fn wrong_fields(&self) -> FieldErrors {
        match self.error() {
            AppError::Validation(fields) => fields,
            other => panic!("{other:?}"),
        }
    }

    /// All of the answer but what differs from one answer to the next in any case.
    pub fn without_names(&self) -> Self {
        let headers = self.headers.iter().filter(|(name, _)| name != "date" && name != "x-request-id");
        Self { headers: headers.cloned().collect(), ..self.clone() }
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

/// Somebody with a cookie jar.
#[derive(Clone, Debug)]
pub struct Browser {
    shop: SocketAddr,
    /// The network address that the proxy in front of the shop writes down.
    from: String,
    pub jar: BTreeMap<String, String>,
}

impl Browser {
    /// A browser at an address that nobody else has, without cookies.
    pub fn at(shop: SocketAddr) -> Self {
        Self { shop, from: new_address(), jar: BTreeMap::new() }
    }

    /// The same browser at another address.
    pub fn elsewhere(&self) -> Self {
        Self { from: new_address(), ..self.clone() }
    }

    /// The same browser, which says itself that it passes somebody else's requests on.
    pub fn saying(&self, address: &str) -> Self {
        Self { from: format!("{address}, {}", self.from), ..self.clone() }
    }

    /// The same browser, whose requests come to another program on the same database.
    pub fn at_other(&self, shop: SocketAddr) -> Self {
        Self { shop, ..self.clone() }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[PAGE], "").await
    }

    /// Asks a server function that only reads.
    pub async fn ask(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let target = if fields.is_empty() { path.to_owned() } else { format!("{path}?{}", encode(fields)) };
        self.send("GET", &target, &[JSON], "").await
    }

    /// Calls a server function that may change something.
    pub async fn call(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let [site, origin] = SAME_SITE;
        self.send("POST", path, &[JSON, site, origin], &encode(fields)).await
    }

    /// Calls a server function whose arguments are JSON.
    pub async fn call_json(&mut self, path: &str, arguments: &serde_json::Value) -> Answer {
        let [site, origin] = SAME_SITE;
        let body = arguments.to_string();
        self.send_body("POST", path, &[JSON, site, origin], "application/json", body.as_bytes()).await
    }

    /// Sends a form as a browser without scripts does.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let [site, origin] = SAME_SITE;
        self.send("POST", path, &[PAGE, site, origin], &encode(fields)).await
    }

    /// Sends a form with one file as a browser does.
    pub async fn upload(&mut self, path: &str, name: &str, file: &[u8]) -> Answer {
        self.send_file(path, name, file, PAGE).await
    }

    /// Sends the same as a script does.
    pub async fn upload_by_script(&mut self, path: &str, name: &str, file: &[u8]) -> Answer {
        self.send_file(path, name, file, JSON).await
    }

    async fn send_file(&mut self, path: &str, name: &str, file: &[u8], accept: (&str, &str)) -> Answer {
        let [site, origin] = SAME_SITE;
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"file\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        let body = [head.as_bytes(), file, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send_body("POST", path, &[accept, site, origin], &kind, &body).await
    }

    /// Sends a request, and keeps the cookies of the answer.
    pub async fn send(&mut self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.send_body(method, target, headers, "application/x-www-form-urlencoded", body.as_bytes()).await
    }

    async fn send_body(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        kind: &str,
        body: &[u8],
    ) -> Answer {
        let mut request = format!(
            "{method} {target} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\nUser-Agent: {FIREFOX}\r\n\
             X-Forwarded-For: {}\r\n",
            self.from
        );
        if !self.jar.is_empty() {
            let cookies: Vec<String> =
                self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let _ = write!(request, "Cookie: {}\r\n", cookies.join("; "));
        }
        if method != "GET" {
            let _ = write!(request, "Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
        }
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        request.push_str("\r\n");
        let answer = self.exchange(&[request.as_bytes(), body].concat()).await;
        self.keep_cookies(&answer);
        answer
    }

    async fn exchange(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.shop).await.expect("the shop answers");
        stream.write_all(request).await.expect("the shop listens");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.expect("an answer");
        Answer::parse(&bytes)
    }

    fn keep_cookies(&mut self, answer: &Answer) {
        for line in answer.cookies() {
            let mut parts = line.split("; ");
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            if parts.any(|attribute| attribute.eq_ignore_ascii_case("max-age=0")) {
                self.jar.remove(name);
            } else {
                self.jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// Of the network that is kept for measurements (RFC 2544).
fn new_address() -> String {
    let [high, low] = BROWSERS.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    format!("198.18.{high}.{low}")
}

#[test]
fn an_answer_in_chunks_is_put_together() {
    let answer = Answer::parse(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nSet-Cookie: a=b; Path=/\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    );
    assert_eq!(
        (answer.status, answer.body.as_str(), answer.cookie("a")),
        (200, "abcde", Some("a=b; Path=/"))
    );
}
