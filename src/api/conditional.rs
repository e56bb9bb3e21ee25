//! Tags of answers, and requests that depend on them (SPEC R12, RFC 9110 section 13).

use std::hash::{BuildHasher as _, Hasher as _};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use foldhash::quality::FixedState;
use sha2::{Digest as _, Sha256};

/// Tags are the same on every node and after every start.
const SEED: u64 = 0x5669_7472_696e_6531;

/// The tag of an answer: strong where its bytes are sent as they are, weak where they may be compressed.
#[must_use]
pub fn tag(body: &[u8], strong: bool) -> HeaderValue {
    let text = if strong { opaque(body) } else { weak(body) };
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("\"\""))
}

/// A strong tag: changes depend on it, so nobody can make two bodies that have the same.
fn opaque(body: &[u8]) -> String {
    let mut half = [0; 16];
    half.copy_from_slice(&Sha256::digest(body)[..16]);
    format!("\"{:032x}\"", u128::from_be_bytes(half))
}

/// A weak tag, of a large body that is only read.
fn weak(body: &[u8]) -> String {
    let mut hasher = FixedState::with_seed(SEED).build_hasher();
    hasher.write(body);
    format!("W/\"{:016x}\"", hasher.finish())
}

/// Which tags a thing may have for a change to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// Any, as long as the thing is there.
    Any,
    /// One of these, as they were sent.
    Tags(Vec<String>),
}

impl IfMatch {
    /// What the request says; `None` where it says nothing.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        listed(headers, &header::IF_MATCH)
    }

    /// Whether a representation has one of the tags. A weak tag never counts.
    #[must_use]
    pub fn includes(&self, representation: &[u8]) -> bool {
        match self {
            Self::Any => true,
            Self::Tags(tags) => {
                let wanted = opaque(representation);
                tags.contains(&wanted)
            }
        }
    }
}

/// Whether the asker has the answer with this tag already (`If-None-Match`, compared weakly).
#[must_use]
pub fn is_known(headers: &HeaderMap, tag: &HeaderValue) -> bool {
    let Ok(tag) = tag.to_str() else { return false };
    match listed(headers, &header::IF_NONE_MATCH) {
        None => false,
        Some(IfMatch::Any) => true,
        Some(IfMatch::Tags(tags)) => tags.iter().any(|known| without_mark(known) == without_mark(tag)),
    }
}

fn without_mark(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// Tags of ours hold no comma, so a list is split at those.
fn listed(headers: &HeaderMap, name: &HeaderName) -> Option<IfMatch> {
    if !headers.contains_key(name) {
        return None;
    }
    let tags: Vec<String> = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .collect();
    Some(if tags.iter().any(|tag| tag == "*") { IfMatch::Any } else { IfMatch::Tags(tags) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn a_change_needs_the_strong_tag_of_the_thing_as_it_is() {
        let strong = tag(b"{}", true);
        let strong = strong.to_str().unwrap();
        let asks = |value: &str| IfMatch::of(&headers(header::IF_MATCH, value)).unwrap();
        assert!(asks(strong).includes(b"{}"));
        assert!(asks(&format!("\"other\", {strong}")).includes(b"{}"));
        assert!(asks("*").includes(b"{}"));
        assert!(!asks(strong).includes(b"{ }"));
        assert!(!asks(&format!("W/{strong}")).includes(b"{}"));
        assert!(!asks("no tag").includes(b"{}"));
        assert_eq!(IfMatch::of(&HeaderMap::new()), None);
    }

    #[test]
    fn what_is_known_is_compared_weakly() {
        let (strong, weak) = (tag(b"[]", true), tag(b"[]", false));
        assert!(weak.to_str().unwrap().starts_with("W/\""));
        for value in [&strong, &weak] {
            let text = value.to_str().unwrap();
            for text in [text.to_owned(), format!("W/{}", text.trim_start_matches("W/"))] {
                let sent = headers(header::IF_NONE_MATCH, &text);
                assert!(is_known(&sent, value), "{text}");
                assert!(!is_known(&sent, &tag(b"[1]", true)) && !is_known(&sent, &tag(b"[1]", false)));
            }
        }
        assert!(is_known(&headers(header::IF_NONE_MATCH, "*"), &strong));
        assert!(!is_known(&HeaderMap::new(), &strong));
    }
}
