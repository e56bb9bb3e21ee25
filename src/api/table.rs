//! The table of operations: routing, `Allow`, `OPTIONS`, 404, 405 and the schema all come from it, so they cannot
//! disagree. Its rows stand in [`super::operations`].

use axum::http::Method;
use futures::future::BoxFuture;
use uuid::Uuid;

use super::call::{Answer, Call};
use super::fields::{Field, read_id};
use super::operations::RESOURCES;
use super::query::Parameter;
use super::refusal::Refusal;

/// What an operation does.
pub type Run = fn(Call) -> BoxFuture<'static, Result<Answer, Refusal>>;

/// Who may ask for an operation. Whether it must be staff is for the services to say: before the thing is found,
/// 403 would tell that it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody.
    Anybody,
    /// Somebody who is signed in.
    User,
}

/// Which tag an answer carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// None.
    None,
    /// A weak one: the answer may be compressed on its way.
    Weak,
    /// A strong one, for `If-Match`: the answer is never compressed.
    Strong,
}

/// A method of a path.
pub struct Operation {
    /// The method.
    pub method: Method,
    /// Its name in the schema, such as `products_list`.
    pub id: &'static str,
    /// Its chapter in the schema.
    pub tag: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// What else there is to know.
    pub text: &'static str,
    /// Who may.
    pub who: Who,
    /// The parameters of the address.
    pub parameters: &'static [Parameter],
    /// The body, where it reads one.
    pub body: Option<Body>,
    /// What it answers when all is well.
    pub answers: &'static [AnswerDoc],
    /// Whether `Idempotency-Key` is heeded.
    pub once: bool,
    /// Which tag its answer carries.
    pub tagged: Tag,
    /// What it does.
    pub run: Run,
}

/// The body of an operation.
#[derive(Clone, Copy)]
pub struct Body {
    /// Its name in the schema.
    pub schema: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
    /// Whether every field may be left out.
    pub partial: bool,
}

/// An answer, for the schema.
#[derive(Clone, Copy, Debug)]
pub struct AnswerDoc {
    /// The status.
    pub status: u16,
    /// What it means.
    pub text: &'static str,
    /// The name of the body's schema, where there is a body of JSON.
    pub schema: Option<&'static str>,
    /// Whether `Location` says where the thing is.
    pub location: bool,
}

/// A path with what can be done there.
pub struct Resource {
    /// Such as `/api/products/{id}/`, always with the last slash.
    pub path: &'static str,
    /// What a 404 names, such as `Product`.
    pub thing: &'static str,
    /// What can be done.
    pub operations: Vec<Operation>,
    /// Whether requests are counted.
    pub throttled: bool,
    /// Whether the schema has it.
    pub documented: bool,
}

/// The ids of an address; then whether one of them was no UUID.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ids(pub [Option<Uuid>; 2], pub bool);

impl Ids {
    /// Writes a template with the ids in the places of their names.
    pub fn write_path(&self, template: &str, out: &mut String) {
        let mut ids = self.0.iter().flatten();
        for (position, part) in template.split('/').enumerate() {
            if position > 0 {
                out.push('/');
            }
            match ids_place(part).then(|| ids.next()).flatten() {
                Some(id) => out.push_str(id.hyphenated().encode_lower(&mut [0; 36])),
                None => out.push_str(part),
            }
        }
    }
}

/// What stands at a path, with one slash at its end or with none, and the ids in it.
#[must_use]
pub fn find(path: &str) -> Option<(&'static Resource, Ids)> {
    find_in(&RESOURCES, path)
}

/// A path that says a word goes before one that takes any id there.
fn find_in<'a>(resources: &'a [Resource], path: &str) -> Option<(&'a Resource, Ids)> {
    let mut found = None;
    let mut fewest = usize::MAX;
    for resource in resources {
        if differs_in_words(resource.path, path) {
            continue;
        }
        let Some((ids, places)) = matched(resource.path, path) else { continue };
        if places < fewest {
            found = Some((resource, ids));
            fewest = places;
        }
        if places == 0 {
            break;
        }
    }
    found
}

/// Whether a path is another one before the first id of a template: most are, and this is soon seen.
fn differs_in_words(template: &str, path: &str) -> bool {
    let mut letters = template.bytes().zip(path.bytes()).take_while(|(wanted, _)| *wanted != b'{');
    letters.any(|(wanted, given)| wanted != given)
}

/// The ids of a path that a template fits, and how many places for ids the template has.
fn matched(template: &str, path: &str) -> Option<(Ids, usize)> {
    let mut template = template.strip_suffix('/').unwrap_or(template);
    let mut path = path.strip_suffix('/').unwrap_or(path);
    let (mut ids, mut places) = (Ids::default(), 0);
    while let Some((words, rest)) = template.split_once('{') {
        path = path.strip_prefix(words)?;
        let (given, after) = path.split_at(path.find('/').unwrap_or(path.len()));
        if given.is_empty() {
            return None;
        }
        let id = read_id(given);
        ids.1 |= id.is_none();
        if let Some(place) = ids.0.get_mut(places) {
            *place = id;
        }
        places += 1;
        (template, path) = (rest.split_once('}').map_or("", |(_, rest)| rest), after);
    }
    (template == path).then_some((ids, places))
}

fn ids_place(part: &str) -> bool {
    part.starts_with('{')
}

impl Resource {
    /// What `Allow` says: `GET, HEAD, POST, OPTIONS`.
    #[must_use]
    pub fn allow(&self) -> String {
        let mut allow = String::new();
        for known in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            if self.operations.iter().any(|operation| operation.method.as_str() == known) {
                allow.push_str(known);
                allow.push_str(if known == "GET" { ", HEAD, " } else { ", " });
            }
        }
        allow.push_str("OPTIONS");
        allow
    }

    /// What a method does here; `HEAD` is `GET`.
    #[must_use]
    pub fn operation(&self, method: &Method) -> Option<&Operation> {
        let wanted = if method == Method::HEAD { &Method::GET } else { method };
        self.operations.iter().find(|operation| operation.method == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0199d2c1-0000-7000-8000-000000000001";

    fn resources() -> Vec<Resource> {
        [
            "/api/",
            "/api/things/",
            "/api/things/{id}/",
            "/api/things/first/",
            "/api/things/{id}/parts/{part_id}/",
        ]
        .into_iter()
        .map(|path| Resource {
            path,
            thing: "Thing",
            operations: Vec::new(),
            throttled: true,
            documented: true,
        })
        .collect()
    }

    #[test]
    fn a_path_is_found_with_a_slash_and_without_and_words_go_before_ids() {
        let resources = resources();
        let path_of = |path: &str| find_in(&resources, path).map(|(resource, _)| resource.path);
        assert_eq!(path_of("/api"), Some("/api/"));
        assert_eq!(path_of("/api/"), Some("/api/"));
        assert_eq!(path_of("/api/things"), Some("/api/things/"));
        assert_eq!(path_of("/api/things/first/"), Some("/api/things/first/"));
        assert_eq!(path_of("/api/things/second"), Some("/api/things/{id}/"));
        assert_eq!(path_of("/api/things//"), None);
        assert_eq!(path_of("/api/others/"), None);
        assert_eq!(path_of(&format!("/api/things/{ID}/parts/")), None);
    }

    #[test]
    fn ids_are_read_and_what_is_none_is_told() {
        let resources = resources();
        let ids_of = |path: &str| find_in(&resources, path).unwrap().1;
        let id = Uuid::try_parse(ID).unwrap();
        assert_eq!(ids_of(&format!("/api/things/{ID}")), Ids([Some(id), None], false));
        assert_eq!(ids_of(&format!("/api/things/{}/", id.simple())), Ids([Some(id), None], false));
        assert_eq!(ids_of(&format!("/api/things/{}", &ID[1..])), Ids([None, None], true));
        let both = ids_of(&format!("/api/things/{ID}/parts/{ID}/"));
        assert_eq!(both, Ids([Some(id), Some(id)], false));
        let mut written = String::new();
        both.write_path("/api/things/{id}/parts/{part_id}/", &mut written);
        assert_eq!(written, format!("/api/things/{ID}/parts/{ID}/"));
    }
}
