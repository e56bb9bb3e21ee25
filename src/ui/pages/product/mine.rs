//! One's own review on a product's page (SPEC W6): marked, with the way to change it (in a browser only). Without a
//! script the link to write one leads to the same form, which has what one wrote before.

use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Element, RequestInit};

use super::asking::ask;
use crate::ui::components::header::is_signed_in;
use crate::ui::markup::Markup;

/// What stands before a review's id in an answer of the server.
const ID: &str = "\"id\":\"";
/// The length of an id as text.
const ID_LENGTH: usize = 36;
/// What the link to write a review says to whoever wrote one.
const EDIT: &str = "Edit your review";

/// Looks for the review of whoever is signed in. Nobody else is asked about.
pub fn look(slug: String, page: NodeRef<Div>) {
    Effect::new(move || {
        if let Some(page) = page.get()
            && is_signed_in()
        {
            let asked = ["/fn/my-review?slug=", &slug].concat();
            spawn_local(async move {
                let found = ask(&asked, &RequestInit::new()).await;
                if let Some(id) = found.as_deref().and_then(id_in) {
                    mark(&page, id);
                }
            });
        }
    });
}

/// The id of the review in an answer; `null` has none.
fn id_in(answer: &str) -> Option<&str> {
    let (_, rest) = answer.split_once(ID)?;
    rest.get(..ID_LENGTH)
}

fn mark(page: &Element, id: &str) {
    let found = |selector: &str| page.query_selector(selector).ok().flatten();
    let Some(link) = found(".reviews__write a") else { return };
    link.set_text_content(Some(EDIT));
    // Older reviews stand on another page.
    if let Some(head) = found(&["#review-", id, " .review__head"].concat())
        && let Some(address) = link.get_attribute("href")
    {
        let mut html = Markup::default();
        html.raw("<span class=\"badge\">Your review</span><a class=\"link link--quiet review__edit\"")
            .attribute("href", &address)
            .raw(">")
            .raw(EDIT)
            .raw("</a>");
        let _ = head.insert_adjacent_html("beforeend", &html.finish());
    }
}
