//! Which columns a list shows, and how many rows: links, so that it works without a script.

use leptos::prelude::*;

use super::Around;
use crate::listing::ListQuery;
use crate::listing::query::SIZES;
use crate::ui::markup::Markup;

/// The menu of columns and sizes; a tree has none.
pub(super) fn columns_menu(around: Around, query: &ListQuery) -> Option<AnyView> {
    let of = around.of;
    if of.parts.is_tree {
        return None;
    }
    let shown = query.shown_columns(of);
    let mut html = Markup::default();
    html.raw("<h2 class=\"amenu__title\">Columns</h2><ul>");
    for column in of.columns {
        let is_shown = shown.contains(&column.name);
        // In the order of the declaration, whatever is added.
        let columns: Vec<String> = of
            .columns
            .iter()
            .map(|other| other.name)
            .filter(|name| if *name == column.name { !is_shown } else { shown.contains(name) })
            .map(str::to_owned)
            .collect();
        if columns.is_empty() {
            continue;
        }
        let next = ListQuery { columns, ..query.clone() };
        item(&mut html, &around.address(&next), column.label, is_shown);
    }
    html.raw("</ul><h2 class=\"amenu__title\">Rows on a page</h2><ul>");
    for size in SIZES {
        let next = ListQuery { size, ..query.without_place() };
        item(&mut html, &around.address(&next), &size.to_string(), query.page_size() == size);
    }
    html.raw("</ul>");
    let menu = view! {
        <details class="amenu amenu--right" data-menu="">
            <summary class="abtn">"Columns"</summary>
            <div class="amenu__body" inner_html=html.finish()></div>
        </details>
    };
    Some(menu.into_any())
}

fn item(html: &mut Markup, address: &str, words: &str, is_on: bool) {
    html.raw("<li><a class=\"amenu__item amenu__item--tick\"").attribute("href", address);
    if is_on {
        html.raw(" aria-current=\"true\"");
    }
    html.raw(">").text(words).raw("</a></li>");
}
