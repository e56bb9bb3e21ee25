//! Pages of lists (SPEC R3): what is asked for, and what lies around the things of a page.

use super::call::Call;
use super::json::{Array, Json, Object};
use super::query::{Query, is_number};
use super::refusal::Refusal;
use crate::catalog::product::reading::PageAsk;
use crate::error::AppError;

/// Things on a page where nothing else is asked for.
const USUAL_SIZE: u32 = 20;
/// Things on a page at most.
const LARGEST_SIZE: u32 = 100;
/// What is made room for: around the things, and for each of them, in bytes.
const AROUND: usize = 512;
const EACH: usize = 2_000;

/// A page that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Which page.
    pub page: PageAsk,
    /// How many things are on it.
    pub size: u32,
}

/// Reads `page` and `page_size`.
///
/// # Errors
/// 404 where `page` is no number from 1 on and not `last`, 400 where `page_size` is no such number.
pub fn asked(query: &Query) -> Result<Asked, Refusal> {
    let page = match query.get("page") {
        None => PageAsk::Number(1),
        Some("last") => PageAsk::Last,
        Some(number) if is_number(number) => PageAsk::Number(number.parse().unwrap_or(u32::MAX)),
        Some(_) => return Err(AppError::NotFound("Page".to_owned()).into()),
    };
    let size = match query.get("page_size") {
        None => USUAL_SIZE,
        Some(size) if is_number(size) => size.parse().unwrap_or(LARGEST_SIZE).min(LARGEST_SIZE),
        Some(_) => return Err(AppError::field("page_size", "A valid integer is required.").into()),
    };
    Ok(Asked { page, size })
}

/// A page of a list: how many things there are, the addresses of its neighbours, and the things.
pub fn envelope(
    call: &Call,
    count: u32,
    number: u32,
    size: u32,
    rows: usize,
    write: impl FnOnce(&mut Array<'_>),
) -> Json {
    let pages = count.div_ceil(size.max(1)).max(1);
    let before = number.checked_sub(1).filter(|before| *before > 0);
    let next = (number < pages).then(|| link(call, "page", Some(&(number + 1).to_string())));
    let previous = before.map(|before| {
        // The first page is the address without a number.
        let number = (before > 1).then(|| before.to_string());
        link(call, "page", number.as_deref())
    });
    around(rows, |out| {
        out.int("count", count.into());
        neighbour(out, "next", next.as_deref());
        neighbour(out, "previous", previous.as_deref());
        out.array("results", write);
    })
}

/// A part of a walk by cursor: the addresses of its neighbours, and the things.
pub fn cursor_envelope(
    call: &Call,
    next: Option<&str>,
    previous: Option<&str>,
    rows: usize,
    write: impl FnOnce(&mut Array<'_>),
) -> Json {
    let next = next.map(|cursor| link(call, "cursor", Some(cursor)));
    let previous = previous.map(|cursor| link(call, "cursor", Some(cursor)));
    around(rows, |out| {
        neighbour(out, "next", next.as_deref());
        neighbour(out, "previous", previous.as_deref());
        out.array("results", write);
    })
}

fn around(rows: usize, write: impl FnOnce(&mut Object<'_>)) -> Json {
    let mut json = Json::with_capacity(AROUND + EACH * rows);
    json.object(write);
    json
}

fn neighbour(out: &mut Object<'_>, name: &'static str, address: Option<&str>) {
    match address {
        Some(address) => out.text(name, address),
        None => out.null(name),
    }
}

/// The address that was asked, with another value of one parameter.
fn link(call: &Call, name: &str, value: Option<&str>) -> String {
    let mut link = call.address();
    let parameters = call.query.with(name, value);
    if !parameters.is_empty() {
        link.push('?');
        link.push_str(&parameters);
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_number_or_the_last_one_and_holds_at_most_a_hundred() {
        let read = |text: &str| asked(&Query::parse(Some(text)));
        assert!(matches!(read("").unwrap(), Asked { page: PageAsk::Number(1), size: 20 }));
        assert!(matches!(read("page=last&page_size=5").unwrap(), Asked { page: PageAsk::Last, size: 5 }));
        assert!(matches!(
            read("page=7&page_size=1000").unwrap(),
            Asked { page: PageAsk::Number(7), size: 100 }
        ));
        let far = "page=99999999999999999999&page_size=99999999999999999999";
        assert!(matches!(read(far).unwrap(), Asked { page: PageAsk::Number(u32::MAX), size: 100 }));
        for (text, status) in [("page=0", 404), ("page=-1", 404), ("page=x", 404), ("page_size=0", 400)] {
            assert_eq!(read(text).unwrap_err().status().as_u16(), status, "{text}");
        }
    }
}
