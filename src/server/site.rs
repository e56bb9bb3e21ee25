//! The site's own files: carried in the release binary and served compressed beforehand. Scripts, wasm, the style
//! sheet and fonts have names with their hash, and are kept for a year; icons and the like for an hour.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::{AppState, IMMUTABLE, ServeError};
use crate::app::{PageFiles, ProgramFiles};

/// Stem of the names of the shop's script and of the style sheet; `output-name` in `Cargo.toml`.
pub(super) const STEM: &str = "vitrine";
/// Stem of the names of the program for accounts; `scripts/build.sh` gives it.
const ACCOUNT: &str = "account";
/// Stem of the names of the program for staff.
const ADMIN: &str = "admin";
/// Folder of the script and the style sheet within the site; `site-pkg-dir` in `Cargo.toml`.
pub(super) const FOLDER: &str = "pkg";
/// Folder of the fonts within the site. `scripts/style.mjs` writes their hashed names into a release's style sheet.
const FONTS: &str = "fonts";
/// Those of `style/fonts.css` that few pages need.
const OTHER_FONTS: [&str; 2] = ["fraunces-latin-ext", "instrument-sans-latin-ext"];

/// The built site. A debug build reads the folder at run time, and tests and lints need none; a release refuses
/// to serve without it.
#[derive(RustEmbed)]
#[folder = "target/site"]
#[allow_missing = true]
struct Site;

/// For what may change under its name.
const AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");
/// Encodings in order of preference, with the ending of the file compressed beforehand.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Which files have a name with their hash.
pub(super) struct Assets {
    /// Addresses for pages to link.
    pub pages: PageFiles,
    /// Hashed path to path, both within the site.
    names: HashMap<String, String>,
}

impl Assets {
    /// Hashes the scripts, the wasm and the style sheets of all programs, and the fonts.
    ///
    /// # Errors
    /// When a release was built without one of them.
    pub fn load() -> Result<Self, ServeError> {
        let mut names = HashMap::new();
        let mut address = |folder: &str, stem: &str, ending: &str| -> Result<Arc<str>, ServeError> {
            let file = format!("{folder}/{stem}.{ending}");
            let hashed = match Site::get(&file) {
                // A build under `watch` replaces files while the server runs.
                _ if cfg!(debug_assertions) => file.clone(),
                Some(found) => format!("{folder}/{stem}.{}.{ending}", short_hash(&found.data)),
                None => {
                    return Err(ServeError(format!(
                        "This program was built without its site ({file} is missing): build it with scripts/build.sh"
                    )));
                }
            };
            let address = format!("/{hashed}");
            names.insert(hashed, file);
            Ok(address.into())
        };
        // The build under `watch` makes one program of all.
        let (account, admin) = if cfg!(debug_assertions) { (STEM, STEM) } else { (ACCOUNT, ADMIN) };
        let mut program = |stem: &str, style: &str| -> Result<ProgramFiles, ServeError> {
            let (script, wasm) = (address(FOLDER, stem, "js")?, address(FOLDER, stem, "wasm")?);
            Ok(ProgramFiles { script, wasm, style: address(FOLDER, style, "css")? })
        };
        let (shop, account, admin) = (program(STEM, STEM)?, program(account, STEM)?, program(admin, admin)?);
        let mut font = |stem: &str| address(FONTS, stem, "woff2");
        let fonts = [font("fraunces-latin")?, font("instrument-sans-latin")?];
        for stem in OTHER_FONTS {
            font(stem)?;
        }
        Ok(Self { pages: PageFiles { shop, account, admin, fonts }, names })
    }
}

fn short_hash(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

/// Routes of the site's files.
pub(super) fn routes() -> Router<AppState> {
    let mut router =
        Router::new().route("/pkg/{file}", get(hashed_file)).route("/fonts/{file}", get(hashed_file));
    for name in [
        "/favicon.ico",
        "/favicon.svg",
        "/icons.svg",
        "/apple-touch-icon.png",
        "/icon-192.png",
        "/icon-512.png",
        "/icon-maskable-512.png",
        "/og.png",
    ] {
        router = router.route(name, get(public_file));
    }
    router
}

/// A file that has a name with its hash, and the same by its plain name.
async fn hashed_file(State(state): State<AppState>, uri: Uri, headers: HeaderMap) -> Response {
    let asked = uri.path().trim_start_matches('/');
    match state.assets.names.get(asked) {
        Some(file) if file != asked => send(file, &headers, IMMUTABLE),
        _ => send(asked, &headers, CHECKED_EACH_TIME),
    }
}

/// For files that a running build replaces.
const CHECKED_EACH_TIME: HeaderValue = HeaderValue::from_static("no-cache");

async fn public_file(uri: Uri, headers: HeaderMap) -> Response {
    send(uri.path().trim_start_matches('/'), &headers, AN_HOUR)
}

/// The bytes of a file of the site, for routes of their own.
pub(super) fn bytes(path: &str) -> Option<Cow<'static, [u8]>> {
    Site::get(path).map(|file| file.data)
}

/// A file as it was compressed beforehand, in the first encoding that is accepted.
fn compressed(path: &str, accepted: &str) -> Option<(&'static str, Cow<'static, [u8]>)> {
    // What lies beside the files of a development build may be of an older release.
    if cfg!(debug_assertions) {
        return None;
    }
    ENCODINGS
        .iter()
        .filter(|(name, _)| accepts(accepted, name))
        .find_map(|(name, ending)| bytes(&format!("{path}{ending}")).map(|data| (*name, data)))
}

/// Whether an `Accept-Encoding` names an encoding with a weight other than 0 (RFC 9110, 12.5.3).
fn accepts(accepted: &str, encoding: &str) -> bool {
    let is_refusal = |parameter: &str| {
        parameter.split_once('=').is_some_and(|(name, weight)| {
            name.trim().eq_ignore_ascii_case("q")
                && weight.trim().parse::<f32>().is_ok_and(|weight| weight <= 0.0)
        })
    };
    accepted.split(',').any(|part| {
        let mut parameters = part.split(';');
        parameters.next().is_some_and(|name| name.trim().eq_ignore_ascii_case(encoding))
            && !parameters.any(is_refusal)
    })
}

fn send(path: &str, headers: &HeaderMap, lasting: HeaderValue) -> Response {
    if [".br", ".gz"].iter().any(|ending| path.ends_with(ending)) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let compressed = compressed(path, accepted).map(|(name, data)| (Some(name), data));
    let Some((encoding, data)) = compressed.or_else(|| bytes(path).map(|data| (None, data))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let mut response = axum::body::Body::from(data).into_response();
    let answer = response.headers_mut();
    if let Ok(kind) = HeaderValue::from_str(kind.as_ref()) {
        answer.insert(header::CONTENT_TYPE, kind);
    }
    answer.insert(header::CACHE_CONTROL, lasting);
    answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_accepted_where_it_is_named_and_not_with_the_weight_0() {
        for (accepted, brotli, gzip) in [
            ("gzip, deflate, br", true, true),
            ("br;q=1.0, gzip;q=0.8, *;q=0.1", true, true),
            ("br;q=0, gzip", false, true),
            ("gzip ; Q=0.000 , BR", true, false),
            ("br; q=0.001", true, false),
            ("brotli, x-gzip", false, false),
            ("", false, false),
        ] {
            assert_eq!((accepts(accepted, "br"), accepts(accepted, "gzip")), (brotli, gzip), "{accepted}");
        }
    }
}
