//! What narrows a list down: a menu of links for each filter with how many each choice leaves, and a chip for each
//! choice that was made.

use leptos::prelude::*;

use super::Around;
use crate::listing::{Choice, Filter, ListPage, ListQuery, Options};
use crate::ui::admin::parts::write_hidden;
use crate::ui::admin::words::{number, short_day};
use crate::ui::browser::admin as dom;
use crate::ui::components::icon::Icon;
use crate::ui::markup::Markup;

/// A menu of more choices has a field that narrows them down.
const MANY: usize = 12;
/// Choices that lie deeper are not moved in further.
const DEEPEST: usize = 5;

/// The filters with their menus, and the choices that were made.
pub(super) fn filters_view(around: Around, query: &ListQuery, page: &ListPage) -> AnyView {
    if around.of.filters.is_empty() {
        return ().into_any();
    }
    let mut html = Markup::with_capacity(4_096);
    html.raw("<div class=\"afilters__menus\">");
    for filter in around.of.filters {
        write_filter(&mut html, around, filter, query, page);
    }
    html.raw("</div>");
    write_chips(&mut html, around, query, page);
    view! {
        <div
            class="afilters"
            role="group"
            aria-label="Filters"
            inner_html=html.finish()
            on:input=move |event| dom::narrow_menu(&event)
        ></div>
    }
    .into_any()
}

/// The choices of a filter: values and words, as the list has them where it says more than the declaration.
fn choices(filter: &Filter, page: &ListPage) -> Vec<Choice> {
    match (filter.options, page.choices.get(filter.name)) {
        (Options::Days, _) | (Options::Loaded, None) => Vec::new(),
        (_, Some(loaded)) => loaded.clone(),
        (Options::Fixed(known), None) => known
            .iter()
            .map(|(value, label)| Choice { value: (*value).to_owned(), label: (*label).to_owned() })
            .collect(),
    }
}

/// The list with another value of a filter; an empty one takes it away.
fn with(query: &ListQuery, name: &str, value: &str) -> ListQuery {
    let mut next = ListQuery { view: None, ..query.without_place() };
    next.filters.remove(name);
    if !value.is_empty() {
        next.filters.insert(name.to_owned(), value.to_owned());
    }
    next
}

/// What a choice is called below another; `None` where it lies elsewhere.
fn below<'a>(above: &str, label: &'a str) -> Option<&'a str> {
    label.strip_prefix(above)?.strip_prefix(" / ")
}

fn write_filter(html: &mut Markup, around: Around, filter: &Filter, query: &ListQuery, page: &ListPage) {
    html.raw("<details class=\"amenu\" data-menu><summary class=\"afilter\">")
        .text(filter.label)
        .raw("<svg class=\"icon icon--small\" aria-hidden=\"true\"><use href=\"/icons.svg#i-down\"/></svg></summary><div class=\"amenu__body\">");
    if matches!(filter.options, Options::Days) {
        write_days(html, around, filter, query);
    } else {
        let chosen = query.filters.get(filter.name).map(String::as_str).unwrap_or_default();
        let counts = page.counts.as_ref().and_then(|counts| counts.filters.get(filter.name));
        let choices = choices(filter, page);
        if choices.len() > MANY {
            html.raw("<input class=\"ainput needs-script\" type=\"search\" data-narrow autocomplete=\"off\" placeholder=\"Find\"")
                .attribute("aria-label", &["Find: ", filter.label].concat())
                .raw("><p class=\"amenu__none\" role=\"status\"></p>");
        }
        html.raw("<ul class=\"amenu__list\">");
        let mut above: Vec<&str> = Vec::new();
        for choice in &choices {
            while above.last().is_some_and(|above| below(above, &choice.label).is_none()) {
                above.pop();
            }
            let words = above.last().and_then(|above| below(above, &choice.label)).unwrap_or(&choice.label);
            let path = choice.label.strip_suffix(words).unwrap_or_default();
            let depth = above.len().min(DEEPEST);
            above.push(&choice.label);
            let is_chosen = choice.value == chosen;
            let next = with(query, filter.name, if is_chosen { "" } else { &choice.value });
            let count = counts
                .and_then(|counts| counts.iter().find(|(value, _)| *value == choice.value))
                .map(|(_, count)| number(*count));
            html.raw("<li><a class=\"amenu__item amenu__item--tick\"")
                .attribute("href", &around.address(&next))
                .attribute("data-depth", &depth.to_string())
                .raw(if is_chosen { " aria-current=\"true\">" } else { ">" })
                .raw("<span class=\"amenu__label\"><span class=\"amenu__path\">")
                .text(path)
                .raw("</span>")
                .text(words)
                .raw("</span>")
                .raw("<span class=\"amenu__count\"")
                .attribute("data-count", &[filter.name, "=", &choice.value].concat())
                .raw(">")
                .text(count.as_deref().unwrap_or_default())
                .raw("</span></a></li>");
        }
        html.raw("</ul>");
    }
    html.raw("</div></details>");
}

/// A first and a last day: a form that asks for the list anew.
fn write_days(html: &mut Markup, around: Around, filter: &Filter, query: &ListQuery) {
    let ends = [("_from", "From"), ("_to", "To")].map(|(end, words)| ([filter.name, end].concat(), words));
    let mut others = ListQuery { view: None, ..query.without_place() };
    for (name, _) in &ends {
        others.filters.remove(name);
    }
    html.raw("<form class=\"amenu__form\" method=\"get\"")
        .attribute("action", &["/admin/", around.of.path].concat())
        .raw(">");
    for (name, words) in &ends {
        let id = ["filter-", name].concat();
        html.raw("<label class=\"afield__label\"")
            .attribute("for", &id)
            .raw(">")
            .text(words)
            .raw("</label><input class=\"ainput\" type=\"date\"")
            .attribute("id", &id)
            .attribute("name", name)
            .attribute("value", query.filters.get(name).map(String::as_str).unwrap_or_default())
            .raw(">");
    }
    for (name, value) in others.to_query().split('&').filter_map(|pair| pair.split_once('=')) {
        write_hidden(html, name, &crate::percent::decode(value));
    }
    html.raw("<button class=\"abtn abtn--primary\" type=\"submit\">Apply</button></form>");
}

fn write_chips(html: &mut Markup, around: Around, query: &ListQuery, page: &ListPage) {
    if !query.is_narrowed() {
        return;
    }
    html.raw("<ul class=\"achips\" aria-label=\"Chosen\">");
    if !query.q.is_empty() {
        let next = ListQuery { q: String::new(), ..query.without_place() };
        chip(html, around, &next, "Search", &query.q);
    }
    for filter in around.of.filters {
        if matches!(filter.options, Options::Days) {
            for (end, words) in [("_from", "from"), ("_to", "to")] {
                let name = [filter.name, end].concat();
                if let Some(day) = query.filters.get(&name) {
                    let label = [filter.label, " ", words].concat();
                    chip(html, around, &with(query, &name, ""), &label, &short_day(day));
                }
            }
        } else if let Some(value) = query.filters.get(filter.name) {
            let label = choices(filter, page).into_iter().find(|choice| choice.value == *value);
            let words = label.map_or_else(|| value.clone(), |choice| choice.label);
            chip(html, around, &with(query, filter.name, ""), filter.label, &words);
        }
    }
    let none = ListQuery {
        q: String::new(),
        filters: crate::listing::Values::new(),
        view: None,
        ..query.without_place()
    };
    html.raw("<li><a class=\"achips__none\"")
        .attribute("href", &around.address(&none))
        .raw(">Clear all</a></li></ul>");
}

fn chip(html: &mut Markup, around: Around, next: &ListQuery, label: &str, value: &str) {
    html.raw("<li><a class=\"achip\"")
        .attribute("href", &around.address(next))
        .raw("><span class=\"sr-only\">Remove </span>")
        .text(label)
        .raw(": <b>")
        .text(value)
        .raw("</b>")
        .raw(Icon::CLOSE.html())
        .raw("</a></li>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_lies_below_another_by_its_whole_name() {
        assert_eq!(below("Kitchen", "Kitchen / Kettles / Steel"), Some("Kettles / Steel"));
        assert_eq!(below("Kitchen", "Kitchenware"), None);
    }
}
