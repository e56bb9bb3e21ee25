//! Links to the other pages of a list.

use leptos::prelude::*;

use crate::paging::page_links;
use crate::ui::markup::Markup;

/// The icon of the way back.
const LEFT: &str =
    r#"<svg class="icon icon--small" aria-hidden="true"><use href="/icons.svg#i-left"/></svg>"#;
/// The icon of the way on.
const RIGHT: &str =
    r#"<svg class="icon icon--small" aria-hidden="true"><use href="/icons.svg#i-right"/></svg>"#;
/// Both ends keep their place, so that the numbers stay in the middle.
const NOTHING: &str = r#"<span aria-hidden="true"></span>"#;

/// A pager; nothing where there is one page.
pub fn pager(current: u32, count: u32, address: &dyn Fn(u32) -> String) -> impl IntoView + use<> {
    (count > 1).then(|| {
        let links = links(current, count, address);
        view! { <nav class="pager" aria-label="Pages" inner_html=links></nav> }
    })
}

fn links(current: u32, count: u32, address: &dyn Fn(u32) -> String) -> String {
    let mut html = Markup::default();
    if current > 1 {
        html.raw("<a")
            .attribute("href", &address(current - 1))
            .raw(" rel=\"prev\">")
            .raw(LEFT)
            .raw("<span>Previous</span></a>");
    } else {
        html.raw(NOTHING);
    }
    html.raw("<ol>");
    for link in page_links(current, count) {
        let is_near = link.is_some_and(|number| number.abs_diff(current) <= 1);
        html.raw(if is_near { "<li>" } else { "<li class=\"pager__far\">" });
        match link {
            None => html.raw("<span aria-hidden=\"true\">…</span>"),
            Some(number) => html
                .raw("<a")
                .attribute("href", &address(number))
                .attribute("aria-label", &["Page ", &number.to_string()].concat())
                .raw(if number == current { " aria-current=\"page\">" } else { ">" })
                .number(number)
                .raw("</a>"),
        };
        html.raw("</li>");
    }
    html.raw("</ol>");
    if current < count {
        html.raw("<a")
            .attribute("href", &address(current + 1))
            .raw(" rel=\"next\"><span>Next</span>")
            .raw(RIGHT)
            .raw("</a>");
    } else {
        html.raw(NOTHING);
    }
    html.finish()
}
