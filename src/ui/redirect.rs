//! Pages that moved for good (SPEC D6).

use leptos::prelude::*;

use super::going::{Going, Way};

/// Leads to where a page moved: on the server by a 301 with an empty page, in a browser by the router. The
/// path has to be one of this shop's.
pub(super) fn moved_permanently(path: String) -> impl IntoView {
    if !is_own_path(&path) {
        return;
    }
    answer(&path);
    let going = Going::here();
    Effect::new(move || going.to(path.clone(), Way::Instead));
}

/// The address of a page that moved, with the query that it was asked for with.
pub(super) fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() {
        return path.to_owned();
    }
    // A backslash means nothing in a query; a path of the shop has none.
    [path, "?", &query.replace('\\', "%5C")].concat()
}

/// Whether an address is a path of this shop: nothing that a browser reads as another origin.
fn is_own_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(feature = "ssr")]
fn answer(path: &str) {
    use axum::http::{HeaderValue, StatusCode, header};

    if let Some(response) = use_context::<leptos_axum::ResponseOptions>()
        && let Ok(location) = HeaderValue::from_str(path)
    {
        response.insert_header(header::LOCATION, location);
        response.set_status(StatusCode::MOVED_PERMANENTLY);
    }
}

#[cfg(not(feature = "ssr"))]
const fn answer(_path: &str) {}

#[cfg(test)]
mod tests {
    use super::{is_own_path, with_query};

    #[test]
    fn a_query_goes_along_and_stays_a_path_of_the_shop() {
        assert_eq!(with_query("/products/sun/reviews", ""), "/products/sun/reviews");
        let kept = with_query("/products/sun/reviews", "after=1-2&x=%C3%A9\\");
        assert_eq!(kept, "/products/sun/reviews?after=1-2&x=%C3%A9%5C");
        assert!(is_own_path(&kept));
    }

    #[test]
    fn only_paths_of_the_shop_are_led_to() {
        assert!(is_own_path("/products/arc-kettle"));
        for bad in
            ["https://example.com", "//example.com", "/\\example.com", "/a\r\nSet-Cookie: x", "products", ""]
        {
            assert!(!is_own_path(bad), "{bad}");
        }
    }
}
