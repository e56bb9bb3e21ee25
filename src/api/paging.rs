//! Pages of lists (SPEC R3): what is asked for, and what lies around the things of a page.

use super::call::Call;
use super::fields::positive;
use super::json::{Array, Json, Object};
use super::query::Query;
use super::refusal::Refusal;
use crate::catalog::product::reading::PageAsk;
use crate::error::AppError;

/// Things on a page where nothing else is asked for.
const USUAL_SIZE: u32 = 20;
/// Things on a page at most.
const LARGEST_SIZE: u32 = 100;
/// What is made room for around the things, in bytes.
const AROUND: usize = 1_024;

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
        Some(text) => PageAsk::Number(positive(text).ok_or_else(|| AppError::NotFound("Page".to_owned()))?),
    };
    let size = match query.get("page_size") {
        None => USUAL_SIZE,
        Some(text) => positive(text)
            .ok_or_else(|| AppError::field("page_size", "A valid integer is required."))?
            .min(LARGEST_SIZE),
    };
    Ok(Asked { page, size })
}

/// A page of a list: how many things there are, the addresses of its neighbours, and the things, which take about so
/// many bytes.
pub fn envelope(
    call: &Call,
    count: u32,
    number: u32,
    size: u32,
    bytes: usize,
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
    around(bytes, |out| {
        out.int("count", count.into());
        neighbour(out, "next", next.as_deref());
        neighbour(out, "previous", previous.as_deref());
        out.array("results", write);
    })
}

/// A part of a walk by cursor: the addresses of its neighbours, and the things, which take about so many bytes.
pub fn cursor_envelope(
    call: &Call,
    next: Option<&str>,
    previous: Option<&str>,
    bytes: usize,
    write: impl FnOnce(&mut Array<'_>),
) -> Json {
    let next = next.map(|cursor| link(call, "cursor", Some(cursor)));
    let previous = previous.map(|cursor| link(call, "cursor", Some(cursor)));
    around(bytes, |out| {
        neighbour(out, "next", next.as_deref());
        neighbour(out, "previous", previous.as_deref());
        out.array("results", write);
    })
}

fn around(bytes: usize, write: impl FnOnce(&mut Object<'_>)) -> Json {
    let mut json = Json::with_capacity(AROUND + bytes);
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
            read("page=+01&page_size=1_0").unwrap(),
            Asked { page: PageAsk::Number(1), size: 10 }
        ));
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
