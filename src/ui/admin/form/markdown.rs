//! A field for Markdown: a text area, and with a script buttons that put the marks.

use leptos::prelude::*;

use super::field::{id_of, lines};
use super::state::FormState;
use crate::listing::FormField;
use crate::ui::browser::admin as dom;

/// Buttons: what is shown, what it is called, what is put before and after, whether before each line.
const MARKS: [(&str, &str, &str, &str, bool); 6] = [
    ("B", "Bold", "**", "**", false),
    ("I", "Slanted", "*", "*", false),
    ("H", "Heading", "## ", "", true),
    ("•", "List", "- ", "", true),
    ("1.", "Numbered list", "1. ", "", true),
    ("“”", "Quotation", "> ", "", true),
];

/// The text area with its buttons.
pub(super) fn editor(state: FormState, field: &'static FormField) -> AnyView {
    let id = id_of(field.name);
    let buttons: Vec<_> = MARKS
        .into_iter()
        .map(|(sign, words, before, after, each_line)| {
            let id = id.clone();
            view! {
                <button
                    class="amark"
                    type="button"
                    aria-label=words
                    title=words
                    on:click=move |_| dom::mark_text(&id, before, after, each_line)
                >
                    <span aria-hidden="true">{sign}</span>
                </button>
            }
        })
        .collect();
    let bar = state.may_save().then(|| {
        view! { <div class="amarks needs-script" role="group" aria-label="Marks">{buttons}</div> }
    });
    view! { <div class="amarkdown">{bar}{lines(state, field, 10)}</div> }.into_any()
}
