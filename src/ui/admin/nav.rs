//! The links beside every page of staff: only what the caller may see.

use super::words::sentence;
use crate::admin::Home;
use crate::admin::registry::{KINDS, by_path};
use crate::ui::markup::Markup;

/// The groups of links.
const GROUPS: [(&str, &[&str]); 3] = [
    ("Shop", &["products", "categories", "images", "reviews"]),
    ("People", &["users", "groups"]),
    ("Work", &["movements", "audit", "jobs"]),
];

/// The links, with the one to the present page marked.
pub(super) fn links(home: &Home, here: &str) -> String {
    let mut html = Markup::with_capacity(2_048);
    html.raw("<ul class=\"anav__group\"><li>");
    link(&mut html, "/admin", "Overview", here == "/admin");
    html.raw("</li></ul>");
    for (name, paths) in GROUPS {
        let kinds: Vec<_> =
            paths.iter().filter_map(|path| by_path(path)).filter(|of| may_view(home, of.kind)).collect();
        if kinds.is_empty() {
            continue;
        }
        html.raw("<h2 class=\"anav__title\">").raw(name).raw("</h2><ul class=\"anav__group\">");
        for of in kinds {
            let path = ["/admin/", of.path].concat();
            let is_here = here == path || here.strip_prefix(&path).is_some_and(|rest| rest.starts_with('/'));
            html.raw("<li>");
            link(&mut html, &path, &sentence(of.many), is_here);
            html.raw("</li>");
        }
        if name == "Shop" && may_import(home) {
            html.raw("<li>");
            link(&mut html, "/admin/import", "Import", here.starts_with("/admin/import"));
            html.raw("</li>");
        }
        html.raw("</ul>");
    }
    html.finish()
}

fn link(html: &mut Markup, path: &str, words: &str, is_here: bool) {
    html.raw("<a class=\"anav__link\"").attribute("href", path);
    if is_here {
        html.raw(" aria-current=\"page\"");
    }
    html.raw(">").text(words).raw("</a>");
}

fn may_view(home: &Home, kind: &str) -> bool {
    home.may.get(kind).is_some_and(|may| may.view)
}

/// Whether somebody may import products: that makes new ones and changes others.
pub(super) fn may_import(home: &Home) -> bool {
    home.may.get("product").is_some_and(|may| may.add && may.change)
}

/// What the palette offers before anything is looked for: pages, and new things.
pub(super) fn places(home: &Home) -> Vec<(String, String)> {
    let mut places = vec![("Overview".to_owned(), "/admin".to_owned())];
    for of in KINDS.iter().filter(|of| may_view(home, of.kind)) {
        places.push((sentence(of.many), ["/admin/", of.path].concat()));
        if of.can_add && home.may.get(of.kind).is_some_and(|may| may.add) {
            places.push((["New ", of.one].concat(), ["/admin/", of.path, "/new"].concat()));
        }
    }
    if may_import(home) {
        places.push(("Import products".to_owned(), "/admin/import".to_owned()));
    }
    places.push(("The shop".to_owned(), "/".to_owned()));
    places
}
