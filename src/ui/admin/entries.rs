//! Entries of the audit trail as pages show them: who did what to which thing, with every field before and after.

use leptos::prelude::*;
use uuid::Uuid;

use super::toasts::AdminToasts;
use super::{parts, told, words};
use crate::admin::Entry;
use crate::ui::components::form::dom;
use crate::ui::markup::Markup;
use crate::ui::shop::ShopInfo;

/// The ids that buttons have which take something back.
const ENTRY: &str = "entry";

/// Entries, newest first; `again` loads them once more.
pub(super) fn list(entries: &[Entry], action: &str, with_things: bool, again: Callback<()>) -> AnyView {
    let mut html = Markup::with_capacity(entries.len() * 800);
    let shop = ShopInfo::current();
    for entry in entries {
        write(&mut html, entry, (action, with_things), &shop);
    }
    let toasts = AdminToasts::here();
    // The forms are plain ones; with a script the page stays.
    let submit = move |event: leptos::ev::SubmitEvent| {
        if let Ok(entry) = Uuid::try_parse(&dom::sent_value(&event, ENTRY)) {
            event.prevent_default();
            toasts.undo(entry, again);
        }
    };
    view! { <ol class="entries" on:submit=submit inner_html=html.finish()></ol> }.into_any()
}

fn write(html: &mut Markup, entry: &Entry, (action, with_things): (&str, bool), shop: &ShopInfo) {
    html.raw("<li class=\"entry\"><div class=\"entry__head\"><p class=\"entry__words\"><b>")
        .text(&entry.who)
        .raw("</b> ")
        .text(&entry.words);
    if with_things && let Some((name, path)) = &entry.thing {
        html.raw(" <a class=\"grid__link\"").attribute("href", path).raw(">").text(name).raw("</a>");
    }
    html.raw("</p><time class=\"entry__at\"")
        .attribute("datetime", &entry.at)
        .raw(">")
        .text(&words::moment(&entry.at))
        .raw("</time>");
    if entry.undone {
        html.raw("<span class=\"badge\">Taken back</span>");
    } else if entry.may_undo {
        html.raw("<form method=\"post\"").attribute("action", action).raw(">");
        parts::write_hidden(html, ENTRY, &entry.id.to_string());
        html.raw("<button class=\"abtn abtn--small\" type=\"submit\">Undo<span class=\"sr-only\">: ")
            .text(&entry.words)
            .raw("</span></button></form>");
    }
    html.raw("</div>");
    write_changes(html, entry, shop);
    html.raw("</li>");
}

fn write_changes(html: &mut Markup, entry: &Entry, shop: &ShopInfo) {
    if entry.changes.is_empty() {
        return;
    }
    let has_things = entry.changes.iter().any(|change| !change.thing.is_empty());
    html.raw("<div class=\"entry__scroll\"><table class=\"changes changes--sides\"><thead><tr>");
    if has_things {
        html.raw("<th scope=\"col\">Thing</th>");
    }
    html.raw("<th scope=\"col\">Field</th><th scope=\"col\">Before</th><th scope=\"col\">After</th></tr></thead><tbody>");
    for change in &entry.changes {
        html.raw("<tr>");
        if has_things {
            html.raw("<td>").text(&change.thing).raw("</td>");
        }
        html.raw("<th scope=\"row\">").text(&change.field).raw("</th><td class=\"changes__before\">");
        told::write(html, &change.before, shop);
        html.raw("</td><td class=\"changes__after\">");
        told::write(html, &change.after, shop);
        html.raw("</td></tr>");
    }
    html.raw("</tbody></table></div>");
    if entry.more > 0 {
        html.raw("<p class=\"entry__more\">and ").text(&words::number(entry.more)).raw(" more changes</p>");
    }
}
