//! Where the focus is while something lies over the page, and where it goes when that closes (in a browser only).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::{document, queue_microtask, window_event_listener};
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::ui::browser::all;
use crate::ui::browser::here::focus_within;

/// What the Tab key leads to, where it is shown.
const CONTROLS: &str = " :is(a[href], button, input, select, textarea, summary)";

/// Which way the Tab key leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    On,
    Back,
}

/// Keeps the focus in what lies over the page, and gives it back where a press beside that closes it. The menu of wide
/// pages is no drawer but a panel, where the button that closes a drawer is not shown: it closes when the focus goes
/// elsewhere. Whoever presses outside means that.
pub fn hold_focus() {
    let way = Rc::new(Cell::new(None));
    let (keys, presses) = (Rc::clone(&way), Rc::clone(&way));
    let pressed = Rc::new(RefCell::new(None));
    let pressing = Rc::clone(&pressed);
    drop(window_event_listener(ev::keydown, move |event| {
        let way = if event.shift_key() { Way::Back } else { Way::On };
        keys.set((event.key() == "Tab").then_some(way));
    }));
    drop(window_event_listener(ev::pointerdown, move |_| {
        presses.set(None);
        *pressing.borrow_mut() = open();
    }));
    drop(window_event_listener(ev::click, move |_| {
        if let Some(closed) = pressed.take() {
            give_back_from(&closed);
        }
    }));
    drop(window_event_listener(ev::focusin, move |event| {
        if let Some(way) = way.get()
            && let Some(gone_to) = event.target().and_then(|target| target.dyn_into::<Element>().ok())
        {
            // What follows moves the focus again, which is told to this very listener.
            queue_microtask(move || bring_back_from(&gone_to, way));
        }
    }));
}

/// What lies over the page.
fn open() -> Option<HtmlElement> {
    document().query_selector(":popover-open").ok().flatten()?.dyn_into().ok()
}

/// What has the focus.
fn active() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Gives the focus to the first of these that takes it: what is not shown does not.
fn focus_first(controls: impl IntoIterator<Item = HtmlElement>) {
    for control in controls {
        let _ = control.focus();
        if active().is_some_and(|active| active.is_same_node(Some(&control))) {
            return;
        }
    }
}

/// Brings the focus back into what lies over the page, at its other end, or closes that where it has no place for it.
fn bring_back_from(gone_to: &Element, way: Way) {
    let Some(open) = open().filter(|open| !open.contains(Some(gone_to))) else { return };
    focus_within(&open, "[autofocus],input");
    let is_back = active().is_some_and(|active| open.contains(Some(&active)));
    if is_back && way == Way::Back {
        focus_first(all(&["#", &open.id(), CONTROLS].concat()).into_iter().rev());
    }
    // The button that opened it closes it by itself.
    if !is_back && !gone_to.has_attribute("popovertarget") {
        let _ = open.hide_popover();
    }
}

/// Gives the focus to what opened something that a press beside it has closed: browsers do that for keys alone. What
/// was pressed keeps it where it takes it.
fn give_back_from(closed: &HtmlElement) {
    // Below 0 is what only holds other things, such as the page itself.
    let is_elsewhere =
        active().is_some_and(|active| active.tab_index() >= 0 && !closed.contains(Some(&active)));
    if !is_elsewhere && !closed.matches(":popover-open").unwrap_or(false) {
        let opening = ["[popovertarget=\"", &closed.id(), "\"]:not([popovertargetaction])"].concat();
        focus_first(all(&opening));
    }
}
