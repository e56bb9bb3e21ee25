//! A drawer that slides in from an edge. As a popover it opens without a script.

use leptos::prelude::*;

use super::icon::Icon;

/// The head of a drawer: its title, and the button that closes it. The button has the focus once the drawer opens, and
/// the browser gives it back to what opened the drawer: with scripts and without.
pub fn sheet_head(id: &'static str, title: &'static str, close: &'static str) -> impl IntoView {
    view! {
        <div class="sheet__head">
            <p class="sheet__title">{title}</p>
            <button
                class="icon-btn"
                type="button"
                popovertarget=id
                popovertargetaction="hide"
                autofocus=true
                aria-label=close
            >
                {Icon::CLOSE.view()}
            </button>
        </div>
    }
}

/// A drawer at the right edge.
#[component]
pub fn Drawer(
    /// The id that buttons open it by.
    id: &'static str,
    /// What it is.
    title: &'static str,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="sheet sheet--right sheet--column" id=id popover="auto" role="dialog" aria-label=title>
            {sheet_head(id, title, "Close")}
            <div class="sheet__body">{children()}</div>
        </div>
    }
}
