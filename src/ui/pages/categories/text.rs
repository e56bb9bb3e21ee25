//! All categories, as text: a room for each of the top ones, in it a shelf for each of those below, and on the
//! shelves what is below them.

use super::{PATH, TITLE};
use crate::catalog::category::model::{CategoryBranch, CategoryWindow};
use crate::ui::components::picture::{Loading, Showing, picture};
use crate::ui::json_ld;
use crate::ui::markup::Markup;
use crate::ui::pages::written::Written;
use crate::ui::shop::ShopInfo;

/// The page.
pub(in crate::ui::pages) fn written(windows: &[CategoryWindow], shop: &ShopInfo) -> Written {
    let mut html = Markup::with_capacity(16 * 1024);
    html.raw(r#"<div class="wrap"><div class="page-head"><nav class="breadcrumb" aria-label="Breadcrumb">"#)
        .raw(r#"<ol><li><a href="/">Home</a></li><li><span aria-current="page">"#)
        .raw(TITLE)
        .raw("</span></li></ol></nav><h1>")
        .raw(TITLE)
        .raw("</h1></div>");
    for (at, window) in windows.iter().enumerate() {
        room(&mut html, window, Loading::of_place(at));
    }
    html.raw("</div>");
    Written {
        description: ["Every category of ", &shop.name, " on one page."].concat(),
        html: html.finish(),
        json: json_ld::of_way(shop, &[], TITLE, PATH),
    }
}

fn room(html: &mut Markup, window: &CategoryWindow, loading: Loading) {
    let showing = Showing { sizes: "(min-width: 48rem) 160px, 6rem", usual: 400, largest: 400, loading };
    let CategoryWindow { branch, tint, picture: shown } = window;
    let id = ["category-", &branch.link.slug].concat();
    html.raw(r#"<section class="room""#)
        .attribute("aria-labelledby", &id)
        .raw(r#"><div class="room__arch window__arch tint-"#)
        .number((*tint).into())
        .raw("\">");
    if let Some(shown) = shown {
        picture(html, shown, showing, false);
    }
    html.raw(r#"</div><div class="room__head"><h2 class="room__name""#).attribute("id", &id).raw(">");
    link(html, branch);
    html.raw(r#"</h2><span class="room__count">"#).number(branch.count).raw(if branch.count == 1 {
        " product</span></div>"
    } else {
        " products</span></div>"
    });
    if !branch.children.is_empty() {
        html.raw(r#"<ul class="room__shelves">"#);
        for child in &branch.children {
            html.raw(r#"<li><h3 class="room__shelf">"#);
            link(html, child);
            html.raw("</h3>");
            count(html, child.count);
            below(html, &child.children);
            html.raw("</li>");
        }
        html.raw("</ul>");
    }
    html.raw("</section>");
}

/// What is below a category, however deep it goes.
fn below(html: &mut Markup, branches: &[CategoryBranch]) {
    if branches.is_empty() {
        return;
    }
    html.raw("<ul>");
    for branch in branches {
        html.raw("<li>");
        link(html, branch);
        count(html, branch.count);
        below(html, &branch.children);
        html.raw("</li>");
    }
    html.raw("</ul>");
}

fn link(html: &mut Markup, to: &CategoryBranch) {
    html.raw("<a").href("/categories/", &to.link.slug).raw(">").text(&to.link.name).raw("</a>");
}

/// How many products there are: a number for the eye, with its word for the ear.
fn count(html: &mut Markup, count: u32) {
    html.raw(r#" <span class="room__count">"#).number(count).raw(if count == 1 {
        r#"<span class="sr-only"> product</span></span>"#
    } else {
        r#"<span class="sr-only"> products</span></span>"#
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::category::model::CategoryLink;

    fn branch(name: &str, children: Vec<CategoryBranch>) -> CategoryBranch {
        let link = CategoryLink { name: name.to_owned(), slug: name.to_lowercase() };
        CategoryBranch { link, count: 1, children }
    }

    #[test]
    fn every_category_of_the_tree_has_its_link() {
        let deepest = branch("Spouts", Vec::new());
        let kettles = branch("Kettles", vec![deepest]);
        let kitchen = branch("Kitchen", vec![branch("Tea", vec![kettles]), branch("Knives", Vec::new())]);
        let mut html = Markup::default();
        room(&mut html, &CategoryWindow { branch: kitchen, tint: 3, picture: None }, Loading::Lazy);
        let html = html.finish();
        for (slug, name) in [
            ("kitchen", "Kitchen"),
            ("tea", "Tea"),
            ("kettles", "Kettles"),
            ("spouts", "Spouts"),
            ("knives", "Knives"),
        ] {
            let link = format!("<a href=\"/categories/{slug}\">{name}</a>");
            assert_eq!(html.matches(&link).count(), 1, "{name}");
        }
        assert!(html.contains("window__arch tint-3\""));
        assert_eq!(html.matches("<ul").count(), html.matches("</ul>").count());
        assert_eq!(html.matches("<li").count(), html.matches("</li>").count());
    }
}
