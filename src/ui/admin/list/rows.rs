//! The table of a list: its head with links that sort, its rows, the bar of what can be done to those that are
//! selected, and the pages before and after.

use leptos::prelude::*;

use super::edit::Editing;
use super::selection::Selection;
use super::{Around, cells};
use crate::listing::{Column, ListCounts, ListPage, ListQuery, Row, Shape};
use crate::ui::admin::parts::write_hidden;
use crate::ui::admin::words;
use crate::ui::browser::admin as dom;
use crate::ui::markup::Markup;
use crate::ui::shop::ShopInfo;

/// The table, the bar and the pager.
pub(super) fn table_view(
    around: Around,
    query: &ListQuery,
    page: &ListPage,
    counts: RwSignal<Option<ListCounts>>,
) -> AnyView {
    let of = around.of;
    let selection = Selection::new(around, query, page, counts);
    let editing = Editing::new(around, query, page);
    let columns: Vec<&'static Column> = page.columns.iter().filter_map(|name| of.column(name)).collect();
    let head = head(around, query, &columns, selection.is_offered());
    let body = body(around, page, &columns, selection.is_offered());
    let label = [of.many, ", a table"].concat();
    view! {
        <div
            class="grid__frame"
            on:click=move |event| {
                if editing.is_gone() {
                    return;
                }
                if let Some(value) = dom::near(&event, "[data-row] [name=id]", "value") {
                    selection.press(&value, event.shift_key());
                } else if dom::near(&event, "[data-every]", "data-every").is_some() {
                    selection.press_every();
                } else {
                    editing.press(&event);
                }
            }
            on:keydown=move |event| editing.key(&event)
            on:change=move |event| editing.choose(&event)
            on:focusout=move |event| editing.leave(&event)
        >
            <div class="grid__scroll" role="region" tabindex="0" aria-label=label>
                <table class="agrid" role="grid" aria-label=of.many>
                    <thead inner_html=head></thead>
                    <tbody inner_html=body></tbody>
                </table>
            </div>
            {selection.bar(page)}
        </div>
        {pager(around, query, page, counts)}
    }
    .into_any()
}

fn head(around: Around, query: &ListQuery, columns: &[&Column], with_boxes: bool) -> String {
    let of = around.of;
    let mut html = Markup::with_capacity(1_024);
    html.raw("<tr>");
    if with_boxes {
        html.raw("<th class=\"grid__head grid__check\" scope=\"col\"><label><span class=\"sr-only\">Select all on this page</span><input class=\"needs-script\" type=\"checkbox\" data-every=\"\"></label></th>");
    }
    for column in columns {
        let is_sorted = query.sort_name() == column.name;
        html.raw("<th scope=\"col\" class=\"grid__head");
        if matches!(column.shape, Shape::Number | Shape::Money | Shape::Percent) {
            html.raw(" grid__head--number");
        } else if column.shape == Shape::Title {
            html.raw(" grid__head--title");
        }
        html.raw("\"");
        if is_sorted {
            html.attribute("aria-sort", if query.is_descending() { "descending" } else { "ascending" });
        }
        html.raw(">");
        let can_sort = of.sorts.contains(&column.name) && query.trash == (column.name == "deleted_at");
        if can_sort {
            let sort = if is_sorted && !query.is_descending() {
                ["-", column.name].concat()
            } else {
                column.name.to_owned()
            };
            let next = ListQuery { sort, view: None, ..query.without_place() };
            html.raw("<a class=\"grid__sort\"").attribute("href", &around.address(&next)).raw(">");
            html.text(column.label).raw("</a>");
        } else {
            html.text(column.label);
        }
        html.raw("</th>");
    }
    if of.parts.can_undo || of.parts.can_retry {
        html.raw(
            "<th class=\"grid__head\" scope=\"col\"><span class=\"sr-only\">What can be done</span></th>",
        );
    }
    html.raw("</tr>");
    html.finish()
}

fn body(around: Around, page: &ListPage, columns: &[&Column], with_boxes: bool) -> String {
    let shop = ShopInfo::current();
    let mut html = Markup::with_capacity(page.rows.len() * 900);
    for row in &page.rows {
        write_row(&mut html, around, page, (row, columns), with_boxes, &shop);
    }
    html.finish()
}

fn write_row(
    html: &mut Markup,
    around: Around,
    page: &ListPage,
    (row, columns): (&Row, &[&Column]),
    with_boxes: bool,
    shop: &ShopInfo,
) {
    let of = around.of;
    html.raw("<tr class=\"grid__row\"").attribute("data-row", &row.id).raw(">");
    if with_boxes {
        html.raw("<td class=\"grid__check\"><label><span class=\"sr-only\">Select ")
            .text(&row.name)
            .raw("</span><input type=\"checkbox\" form=\"bulk\" name=\"id\"")
            .attribute("value", &row.id)
            .raw("></label></td>");
    }
    let leads_on = !of.field_sets.is_empty() || of.parts.can_undo;
    let mut is_named = false;
    for (column, value) in columns.iter().zip(&row.cells) {
        html.raw("<td").attribute("class", cells::class(column.shape)).attribute("data-column", column.name);
        // On phones a row is a card, and each cell says what it is.
        html.attribute("data-label", column.label).raw(">");
        if column.shape == Shape::Title && leads_on && !is_named {
            is_named = true;
            html.raw("<a class=\"grid__name\" data-name=\"\"")
                .attribute("href", &["/admin/", of.path, "/", &row.id].concat())
                .raw(">")
                .text(value)
                .raw("</a>");
        } else if column.edit && of.can_change && page.may.change && row.base.contains_key(column.name) {
            cells::write_edit(html, of, column, (&row.id, &row.name), value, shop);
        } else {
            cells::write_value(html, column, value, shop);
        }
        html.raw("</td>");
    }
    write_buttons(html, around, page, row);
    html.raw("</tr>");
}

/// What can be done to this row alone: plain forms.
fn write_buttons(html: &mut Markup, around: Around, page: &ListPage, row: &Row) {
    let of = around.of;
    if of.parts.can_undo {
        html.raw("<td class=\"grid__cell\">");
        // An entry that was taken back says so in its own column.
        if !is_undone(page, row) {
            html.raw("<form method=\"post\" action=\"/admin/audit\">");
            write_hidden(html, "entry", &row.id);
            button(html, "Undo", &row.name);
        }
        html.raw("</td>");
    } else if of.parts.can_retry {
        html.raw("<td class=\"grid__cell\">");
        if page.may.change {
            html.raw("<form method=\"post\"")
                .attribute("action", &["/admin/", of.path, "/", &row.id].concat())
                .raw(">");
            write_hidden(html, "task", "retry");
            button(html, "Retry", &row.name);
        }
        html.raw("</td>");
    }
}

fn button(html: &mut Markup, words: &'static str, name: &str) {
    html.raw("<button class=\"abtn abtn--small\" type=\"submit\">")
        .raw(words)
        .raw("<span class=\"sr-only\">: ")
        .text(name)
        .raw("</span></button></form>");
}

fn is_undone(page: &ListPage, row: &Row) -> bool {
    let at = page.columns.iter().position(|column| column == "undone");
    at.and_then(|at| row.cells.get(at)).is_some_and(|cell| !cell.is_empty())
}

/// The pages before and after, and which rows stand here.
fn pager(
    around: Around,
    query: &ListQuery,
    page: &ListPage,
    counts: RwSignal<Option<ListCounts>>,
) -> AnyView {
    if page.before.is_none() && page.next.is_none() {
        return ().into_any();
    }
    let here = place(query, page);
    let mut html = Markup::default();
    for (cursor, rel, words) in [(&page.before, "prev", "Previous"), (&page.next, "next", "Next")] {
        match cursor {
            Some(cursor) => {
                let passed = match here {
                    Some((_, last)) if !cursor.backwards => last,
                    _ => query.passed.saturating_sub(query.page_size()),
                };
                let there = ListQuery { after: Some(cursor.clone()), passed, ..query.clone() };
                html.raw("<a class=\"abtn\"")
                    .attribute("rel", rel)
                    .attribute("href", &around.address(&there))
                    .raw(">")
                    .raw(words)
                    .raw("</a>");
            }
            None => {
                html.raw("<span class=\"abtn\" aria-disabled=\"true\">").raw(words).raw("</span>");
            }
        }
    }
    let told = move || counts.with(|counts| place_words(here, counts.as_ref()));
    view! {
        <div class="apager">
            <p class="apager__place">{told}</p>
            <nav class="apager__links" aria-label="Pages" inner_html=html.finish()></nav>
        </div>
    }
    .into_any()
}

/// The numbers of the first and the last row of a page; `None` where the address does not say how many lie before.
fn place(query: &ListQuery, page: &ListPage) -> Option<(u32, u32)> {
    let rows = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
    let passed = if page.before.is_none() { 0 } else { query.passed };
    (page.before.is_none() || passed > 0).then(|| (passed.saturating_add(1), passed.saturating_add(rows)))
}

/// `1–100 of 1,500`, as far as it is known.
fn place_words(place: Option<(u32, u32)>, counts: Option<&ListCounts>) -> String {
    let of = counts
        .map(|counts| [words::number(counts.total).as_str(), if counts.is_more { "+" } else { "" }].concat());
    match (place, of) {
        (Some((first, last)), of) => {
            let here = [words::number(first), words::number(last)].join("–");
            of.map_or_else(|| here.clone(), |of| [here.as_str(), " of ", &of].concat())
        }
        (None, Some(of)) => ["Some of ", &of].concat(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::Cursor;

    #[test]
    fn a_page_says_which_rows_it_has() {
        let cursor = Cursor { backwards: true, value: String::new(), id: "1".to_owned() };
        let rows = vec![Row::default(); 100];
        let first = ListPage { rows: rows.clone(), ..ListPage::default() };
        let later = ListPage { rows, before: Some(cursor), ..ListPage::default() };
        let at = |passed| ListQuery { passed, ..ListQuery::default() };
        assert_eq!(place(&at(0), &first), Some((1, 100)));
        assert_eq!(place(&at(100), &later), Some((101, 200)));
        assert_eq!(place(&at(0), &later), None);
    }

    #[test]
    fn the_place_in_a_list_is_told_as_far_as_it_is_known() {
        let counts = |total, is_more| ListCounts { total, is_more, ..ListCounts::default() };
        assert_eq!(place_words(Some((1, 100)), Some(&counts(1500, false))), "1–100 of 1,500");
        assert_eq!(place_words(Some((101, 200)), Some(&counts(100_000, true))), "101–200 of 100,000+");
        assert_eq!(place_words(Some((1, 100)), None), "1–100");
        assert_eq!(place_words(None, None), "");
    }
}
