//! The parts of the header and the footer that are the same on every page: lists of categories.
//!
//! The server makes their HTML once for each state of the category tree and gives it to every page; header and
//! footer stay while one moves through the shop, so the browser never makes them.

use std::sync::Arc;

use leptos::prelude::*;

use super::components::icon::Icon;
use super::markup::Markup;
use crate::catalog::category::model::CategoryBranch;

/// So many categories have a link of their own beside the menu.
const SHOWN: usize = 3;

/// The lists, as HTML.
#[derive(Clone, Debug, Default)]
pub struct Menus {
    /// Links in the header, to the categories with the most products.
    pub header: Arc<str>,
    /// The menu's groups: each top category with those below it.
    pub groups: Arc<str>,
    /// Links in the footer, to the top categories.
    pub footer: Arc<str>,
}

impl Menus {
    /// The lists of a category tree, two levels deep.
    #[must_use]
    pub fn of(categories: &[CategoryBranch]) -> Self {
        Self {
            header: header(categories).into(),
            groups: groups(categories).into(),
            footer: footer(categories).into(),
        }
    }

    /// Those of the page that is being made; in the browser they are in the document already.
    #[must_use]
    pub fn current() -> Self {
        use_context().unwrap_or_default()
    }
}

fn header(categories: &[CategoryBranch]) -> String {
    let mut counts: Vec<u32> = categories.iter().map(|branch| branch.count).collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    let least = counts.get(SHOWN - 1).copied().unwrap_or(0);
    let mut html = Markup::default();
    for branch in categories.iter().filter(|branch| branch.count >= least).take(SHOWN) {
        html.raw(r#"<a class="nav__link""#)
            .href("/categories/", &branch.link.slug)
            .raw(">")
            .text(&branch.link.name)
            .raw("</a>");
    }
    html.finish()
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
