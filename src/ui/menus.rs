//! The parts of the header and the footer that are the same on every page: lists of links.
//!
//! The server makes their HTML once for each state of the category tree and gives it to every page, with the
//! links to the page itself marked; header and footer stay while one moves through the shop, so the browser
//! never makes them: it only moves the marks.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::components::icon::Icon;
use super::markup::Markup;
use crate::catalog::category::model::CategoryBranch;

/// So many categories have a link of their own beside the menu.
const SHOWN: usize = 3;
/// The lists of the shop itself, in the header and in the footer.
const NEW: &str = r#"<a class="nav__link" href="/products?sort=newest">New</a>"#;
const SHOP: &str = r#"<li><a href="/products">All products</a></li><li><a href="/products?sort=newest">New</a></li><li><a href="/products?in_stock=1">In stock</a></li><li><a href="/categories">All categories</a></li><li><a href="/wishlist">Wish list</a></li>"#;

/// The lists, as HTML.
#[derive(Clone, Debug, Default)]
pub struct Menus {
    /// Links in the header, to what is new and to the categories with the most products.
    pub header: Arc<str>,
    /// The menu's groups: each top category with those below it.
    pub groups: Arc<str>,
    /// Links in the footer, to the shop's own lists.
    pub shop: Arc<str>,
    /// Links in the footer, to the top categories.
    pub footer: Arc<str>,
    /// The present year, for the footer.
    pub year: Arc<str>,
    /// Where the links lead.
    addresses: Arc<HashSet<String>>,
}

impl Menus {
    /// The lists of a category tree, two levels deep.
    #[must_use]
    pub fn of(categories: &[CategoryBranch]) -> Self {
        let lists = [header(categories), groups(categories), SHOP.to_owned(), footer(categories)];
        let addresses = lists.iter().flat_map(|html| addresses(html)).map(str::to_owned).collect();
        let [header, groups, shop, footer] = lists.map(Into::into);
        Self { header, groups, shop, footer, year: year().into(), addresses: Arc::new(addresses) }
    }

    /// Those of the page that is being made; without a category tree the shop's own links are left. In the
    /// browser all of them are in the document already.
    #[must_use]
    pub fn current() -> Self {
        use_context().unwrap_or_else(|| if cfg!(feature = "ssr") { Self::of(&[]) } else { Self::default() })
    }

    /// The same lists with the links to an address marked as those to the present page.
    #[must_use]
    pub fn on(&self, address: &str) -> Self {
        if !self.addresses.contains(address) {
            return self.clone();
        }
        Self {
            header: marked(&self.header, address),
            groups: marked(&self.groups, address),
            shop: marked(&self.shop, address),
            footer: marked(&self.footer, address),
            ..self.clone()
        }
    }
}

/// The address of a page as links write it. What narrows a category's list down makes no other page of it.
pub(super) fn address(path: &str, search: &str) -> String {
    let path = path.trim_end_matches('/');
    if search.is_empty() || path.starts_with("/categories/") {
        path.to_owned()
    } else {
        [path, "?", search].concat()
    }
}

/// Moves the marks in the document to the links that lead to an address.
#[cfg(feature = "hydrate")]
pub(super) fn mark(address: &str) {
    const LISTS: &str = ":is(.nav, .menu, .footer) a";
    let Some(root) = document().document_element() else { return };
    let put = |which: &str, state: &str| {
        let links = [LISTS, which].concat();
        while let Ok(Some(link)) = root.query_selector(&links)
            && link.set_attribute("aria-current", state).is_ok()
        {}
    };
    put("[aria-current=page]", "false");
    put(&["[href=\"", address, "\"]:not([aria-current=page])"].concat(), "page");
}

/// Where the links of a list lead.
fn addresses(html: &str) -> impl Iterator<Item = &str> {
    html.split(" href=\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(address, _)| address)
}

/// A list holds at most one link to an address.
fn marked(html: &Arc<str>, address: &str) -> Arc<str> {
    let link = [" href=\"", address, "\""].concat();
    match html.split_once(link.as_str()) {
        Some((before, after)) => [before, &link, " aria-current=\"page\"", after].concat().into(),
        None => Arc::clone(html),
    }
}

#[cfg(feature = "ssr")]
fn year() -> String {
    chrono::Datelike::year(&crate::infra::clock::now()).to_string()
}

/// The server wrote it into the document.
#[cfg(not(feature = "ssr"))]
const fn year() -> String {
    String::new()
}

fn header(categories: &[CategoryBranch]) -> String {
    let mut html = Markup::default();
    html.raw(NEW);
    for branch in largest(categories) {
        html.raw(r#"<a class="nav__link""#)
            .href("/categories/", &branch.link.slug)
            .raw(">")
            .text(&branch.link.name)
            .raw("</a>");
    }
    html.finish()
}

/// Those with the most products, in the order of the tree. Of two that have as many, the earlier one is among them.
fn largest(categories: &[CategoryBranch]) -> impl Iterator<Item = &CategoryBranch> {
    let mut largest: Vec<(usize, &CategoryBranch)> = categories.iter().enumerate().collect();
    largest.sort_by_key(|(_, branch)| Reverse(branch.count));
    largest.truncate(SHOWN);
    largest.sort_unstable_by_key(|(place, _)| *place);
    largest.into_iter().map(|(_, branch)| branch)
}

fn groups(categories: &[CategoryBranch]) -> String {
    let mut html = Markup::default();
    for branch in categories {
        html.raw(r#"<div class="menu__group"><a class="menu__title""#)
            .href("/categories/", &branch.link.slug)
            .raw(">")
            .text(&branch.link.name)
            .raw(Icon::RIGHT.html())
            .raw("</a><ul>");
        for child in &branch.children {
            html.raw("<li><a")
                .href("/categories/", &child.link.slug)
                .raw(">")
                .text(&child.link.name)
                .raw("</a></li>");
        }
        html.raw("</ul></div>");
    }
    html.finish()
}

fn footer(categories: &[CategoryBranch]) -> String {
    let mut html = Markup::default();
    for branch in categories {
        html.raw("<li><a")
            .href("/categories/", &branch.link.slug)
            .raw(">")
            .text(&branch.link.name)
            .raw("</a></li>");
    }
    html.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::category::model::CategoryLink;

    /// The names in the header, of categories with so many products.
    fn shown(counts: &[(&str, u32)]) -> Vec<String> {
        let branch = |(name, count): &(&str, u32)| CategoryBranch {
            link: CategoryLink { name: (*name).to_owned(), slug: name.to_lowercase() },
            count: *count,
            children: Vec::new(),
        };
        let categories: Vec<_> = counts.iter().map(branch).collect();
        largest(&categories).map(|branch| branch.link.name.clone()).collect()
    }

    #[test]
    fn the_header_has_the_largest_categories_in_the_order_of_the_tree() {
        assert_eq!(
            shown(&[("Bath", 5), ("Desk", 9), ("Garden", 1), ("Kitchen", 7)]),
            ["Bath", "Desk", "Kitchen"]
        );
        // Of those that are equally large the first ones, and never in the place of a larger one.
        let tie = [("Bath", 5), ("Desk", 9), ("Garden", 5), ("Kitchen", 7), ("Table", 5)];
        assert_eq!(shown(&tie), ["Bath", "Desk", "Kitchen"]);
        assert_eq!(shown(&[("Bath", 0), ("Desk", 0)]), ["Bath", "Desk"]);
        assert!(shown(&[]).is_empty());
    }

    #[test]
    fn the_link_to_the_present_page_says_so_and_no_other() {
        let menus = Menus::of(&[]);
        let shop = menus.on(&address("/products", "sort=newest")).shop;
        assert!(shop.contains(r#"<a href="/products?sort=newest" aria-current="page">New</a>"#));
        assert_eq!(shop.matches("aria-current").count(), 1);
        for elsewhere in [address("/", ""), address("/products", "q=lamp"), "\"".to_owned()] {
            assert_eq!(menus.on(&elsewhere).shop, menus.shop);
        }
    }

    #[test]
    fn a_category_stays_the_present_page_when_its_list_is_narrowed_down() {
        assert_eq!(address("/categories/bath/", "in_stock=1"), "/categories/bath");
        assert_eq!(address("/products", "in_stock=1"), "/products?in_stock=1");
    }
}
