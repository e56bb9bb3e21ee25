//! What the search box offers: categories, products, and all results.

use leptos::prelude::*;

use super::icon::Icon;
use super::picture::{Loading, Showing, picture};
use crate::catalog::image::model::Picture;
use crate::catalog::product::model::Suggestions;
use crate::ui::browser;
use crate::ui::markup::Markup;
use crate::ui::shop::ShopInfo;

/// Something to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Where it leads.
    pub href: String,
    kind: Kind,
    name: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Category,
    Product(Option<Picture>, String),
    All,
}

/// The choices for a text, in the order in which they are shown.
pub fn choices(text: &str, found: Suggestions, shop: &ShopInfo) -> Vec<Choice> {
    let mut choices = Vec::with_capacity(found.categories.len() + found.products.len() + 1);
    choices.extend(found.categories.into_iter().map(|category| Choice {
        href: ["/categories/", &category.slug].concat(),
        kind: Kind::Category,
        name: category.name,
    }));
    choices.extend(found.products.into_iter().map(|product| Choice {
        href: ["/products/", &product.slug].concat(),
        kind: Kind::Product(product.picture, shop.format_price(product.price)),
        name: product.name,
    }));
    if found.total > 0 {
        let name = if found.total == 1 {
            ["The one result for “", text, "”"].concat()
        } else {
            ["All ", &found.total.to_string(), " results for “", text, "”"].concat()
        };
        choices.push(Choice { href: results_address(text), kind: Kind::All, name });
    }
    choices
}

/// The page of everything that matches a text.
pub fn results_address(text: &str) -> String {
    ["/products?q=", &browser::encode(text)].concat()
}

/// The id of a choice in the page.
pub fn choice_id(at: usize) -> String {
    ["suggestion-", &at.to_string()].concat()
}

/// The list of choices. The focus stays in the field; `active` says which choice it points at.
pub fn choice_list(
    choices: Vec<Choice>,
    text: &str,
    active: RwSignal<Option<usize>>,
) -> impl IntoView + use<> {
    let mut categories = Vec::new();
    let mut products = Vec::new();
    let mut all = Vec::new();
    for (at, choice) in choices.into_iter().enumerate() {
        let group = match choice.kind {
            Kind::Category => &mut categories,
            Kind::Product(..) => &mut products,
            Kind::All => &mut all,
        };
        group.push(option(at, choice, text, active));
    }
    view! {
        {group("suggest-categories", "Categories", categories)}
        {group("suggest-products", "Products", products)}
        {all}
    }
}

fn group(id: &'static str, label: &'static str, options: Vec<AnyView>) -> impl IntoView {
    (!options.is_empty()).then(|| {
        view! {
            <div role="group" aria-labelledby=id>
                <div class="suggest__label" id=id>{label}</div>
                {options}
            </div>
        }
    })
}

fn option(at: usize, choice: Choice, text: &str, active: RwSignal<Option<usize>>) -> AnyView {
    let selected = move || if active.get() == Some(at) { "true" } else { "false" };
    let (class, content) = match choice.kind {
        Kind::Category => {
            let (before, marked, after) = split_at_match(&choice.name, text);
            let content = view! {
                <span class="suggest__name">{before}<mark>{marked}</mark>{after}</span>
                {Icon::RIGHT.small()}
            };
            ("suggest__option suggest__option--plain", content.into_any())
        }
        Kind::Product(shown, price) => {
            let showing = Showing { sizes: "36px", usual: 160, largest: 160, loading: Loading::Lazy };
            let mut html = Markup::default();
            if let Some(shown) = &shown {
                picture(&mut html, shown, showing, false);
            }
            html.raw(r#"<span class="suggest__name">"#).text(&choice.name).raw("</span>");
            html.raw(r#"<span class="suggest__price">"#).text(&price).raw("</span>");
            return view! {
                <a
                    class="suggest__option"
                    role="option"
                    id=choice_id(at)
                    href=choice.href
                    tabindex="-1"
                    aria-selected=selected
                    inner_html=html.finish()
                ></a>
            }
            .into_any();
        }
        Kind::All => {
            let content = view! { {Icon::SEARCH.view()}<span class="suggest__name">{choice.name}</span> };
            ("suggest__option suggest__option--plain suggest__option--all", content.into_any())
        }
    };
    view! {
        <a class=class role="option" id=choice_id(at) href=choice.href tabindex="-1" aria-selected=selected>{content}</a>
    }
    .into_any()
}

/// A name before, in and after the part that matches what was typed, whatever the case.
fn split_at_match(name: &str, text: &str) -> (String, String, String) {
    // Folding more than ASCII would move the bytes, and carry the tables of Unicode into the browser.
    let (folded, sought) = (name.to_ascii_lowercase(), text.trim().to_ascii_lowercase());
    let found = (!sought.is_empty()).then(|| folded.find(&sought)).flatten();
    let parts = found.and_then(|from| {
        let to = from + sought.len();
        Some((name.get(..from)?, name.get(from..to)?, name.get(to..)?))
    });
    let (before, marked, after) = parts.unwrap_or((name, "", ""));
    (before.to_owned(), marked.to_owned(), after.to_owned())
}

#[cfg(test)]
mod tests {
    use super::split_at_match;

    #[test]
    fn what_was_typed_is_marked_in_the_name() {
        let marked = |name, text| split_at_match(name, text).1;
        assert_eq!(marked("Kettles", "ke"), "Ke");
        assert_eq!(marked("Tea kettles", " KETT "), "kett");
        assert_eq!(marked("Kettles", "lamp"), "");
    }
}
