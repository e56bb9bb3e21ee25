//! The keys of the staff side, and the page that lists them.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::ui::browser::{self, admin as dom};

/// The id of the list of keys.
pub(super) const KEYS: &str = "keys";
/// What stands in the list of keys.
const LIST: &str = "<dt><kbd>Ctrl</kbd> <kbd>K</kbd></dt><dd>Find anything, go anywhere</dd><dt><kbd>/</kbd></dt><dd>Search this list</dd><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>Next row, row before</dd><dt><kbd>x</kbd></dt><dd>Select the row</dd><dt><kbd>e</kbd></dt><dd>Edit in the row</dd><dt><kbd>n</kbd></dt><dd>New</dd><dt><kbd>p</kbd></dt><dd>Preview, in a form</dd><dt><kbd>Ctrl</kbd> <kbd>Enter</kbd></dt><dd>Save the form</dd><dt><kbd>Esc</kbd></dt><dd>Close what opened last</dd><dt><kbd>?</kbd></dt><dd>These keys</dd>";
/// The links that rows are known by.
const ROWS: &str = "[data-row] [data-name]";

/// Answers the keys of the page. They press what stands on it, so that each works as if it were pressed.
#[cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "keys are pressed in browsers"))]
pub(super) fn press(event: &KeyboardEvent) {
    let key = event.key();
    let with_control = event.ctrl_key() || event.meta_key();
    if with_control && key.eq_ignore_ascii_case("k") {
        event.prevent_default();
        super::palette::open();
        return;
    }
    if key == "Escape" && dom::close_menu() {
        event.prevent_default();
        return;
    }
    if event.alt_key() && key.eq_ignore_ascii_case("p") && dom::press("[data-key=p]") {
        event.prevent_default();
        return;
    }
    if with_control || event.alt_key() || event.default_prevented() || dom::is_typing(event) {
        return;
    }
    let done = match key.as_str() {
        "/" => {
            dom::focus("#list-search");
            true
        }
        "j" => dom::step_focus(ROWS, "[data-row]", 1),
        "k" => dom::step_focus(ROWS, "[data-row]", -1),
        "x" => dom::press("[data-row]:focus-within [name=id]"),
        "e" => dom::press("[data-row]:focus-within [data-edit]"),
        "n" => dom::press("[data-key=n]"),
        "p" => dom::press("[data-key=p]"),
        "?" => {
            browser::open_dialog(KEYS);
            true
        }
        _ => false,
    };
    if done {
        event.prevent_default();
    }
}

/// The list of keys.
pub(super) fn keys_dialog() -> AnyView {
    view! {
        <dialog class="dialog keys" id=KEYS aria-labelledby="keys-title">
            <h2 class="dialog__title" id="keys-title">"Keys"</h2>
            <dl class="keys__list" inner_html=LIST></dl>
            <div class="dialog__actions">
                <button
                    class="btn btn--secondary btn--small"
                    type="button"
                    on:click=|_| browser::close_dialog(KEYS)
                >
                    "Close"
                </button>
            </div>
        </dialog>
    }
    .into_any()
}
