//! What the staff side asks of a browser: what stands in forms and lists, keys, files that are sent. On the server each
//! of these does nothing.

mod menus;
mod sending;

pub(in crate::ui) use menus::*;
pub(in crate::ui) use sending::*;

#[cfg(not(feature = "hydrate"))]
pub(in crate::ui) use elsewhere::*;
#[cfg(feature = "hydrate")]
pub(in crate::ui) use here::*;

#[cfg(feature = "hydrate")]
mod here {
    use leptos::ev::{DragEvent, KeyboardEvent, MouseEvent, SubmitEvent};
    use leptos::prelude::{document, request_animation_frame, window};
    use leptos::wasm_bindgen::JsCast;
    use uuid::Uuid;
    use web_sys::{
        Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement,
        HtmlTextAreaElement,
    };

    use crate::listing::Values;
    use crate::ui::browser::all;
    use crate::ui::browser::here::pairs_in;

    pub(super) fn target(event: &Event) -> Option<Element> {
        event.target()?.dyn_into().ok()
    }

    pub(super) fn first(selector: &str) -> Option<Element> {
        document().query_selector(selector).ok().flatten()
    }

    fn form(id: &str) -> Option<HtmlFormElement> {
        document().get_element_by_id(id)?.dyn_into().ok()
    }

    /// An attribute of what a selector finds around where an event comes from.
    pub fn near(event: &Event, selector: &str, attribute: &str) -> Option<String> {
        target(event)?.closest(selector).ok().flatten()?.get_attribute(attribute)
    }

    /// The value of the field that an event comes from.
    pub fn value_of(event: &Event) -> String {
        leptos::prelude::event_target_value(event)
    }

    /// Whether a key goes to a field, a button's menu or a dialog, and so is no command of the page.
    pub fn is_typing(event: &KeyboardEvent) -> bool {
        target(event).is_some_and(|target| {
            let fields = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]";
            target.closest(fields).ok().flatten().is_some()
        })
    }

    /// All fields of a form with their values, in their order.
    pub fn pairs(id: &str) -> Vec<(String, String)> {
        form(id).map(|form| pairs_in(&form)).unwrap_or_default()
    }

    /// The value of the button that sent a form.
    pub fn pressed(event: &SubmitEvent) -> String {
        event.submitter().and_then(|button| button.get_attribute("value")).unwrap_or_default()
    }

    /// Writes values into the fields of a form.
    pub fn fill(id: &str, values: &Values) {
        for (name, value) in values {
            let of_name = ["#", id, " [name=\"", name, "\"]"].concat();
            for field in all::<Element>(&of_name) {
                if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
                    area.set_value(value);
                } else if let Some(select) = field.dyn_ref::<HtmlSelectElement>() {
                    select.set_value(value);
                } else if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
                    match input.type_().as_str() {
                        "checkbox" | "radio" => {
                            let own = input.value();
                            input.set_checked(value.split('\n').any(|one| one == own));
                        }
                        _ => input.set_value(value),
                    }
                }
            }
        }
    }

    /// Sends a form as its first button would.
    pub fn submit(id: &str) {
        if let Some(form) = form(id) {
            let _ = form.request_submit();
        }
    }

    /// The values of the boxes that are ticked among those that a selector finds.
    pub fn ticked(selector: &str) -> Vec<String> {
        let boxes = all::<HtmlInputElement>(selector);
        boxes.iter().filter(|it| it.checked()).map(HtmlInputElement::value).collect()
    }

    /// Ticks all boxes that a selector finds, or none.
    pub fn tick(selector: &str, on: bool) {
        for found in all::<HtmlInputElement>(selector) {
            found.set_checked(on);
        }
    }

    /// Ticks the boxes from one value to another, in the order of the page, like the one that was pressed last.
    pub fn tick_between(selector: &str, one: &str, other: &str) {
        let boxes = all::<HtmlInputElement>(selector);
        let place = |value: &str| boxes.iter().position(|it| it.value() == value);
        let (Some(one), Some(other)) = (place(one), place(other)) else { return };
        let on = boxes[other].checked();
        for found in &boxes[one.min(other)..=one.max(other)] {
            found.set_checked(on);
        }
    }

    /// Puts HTML into what a selector finds.
    pub fn set_html(selector: &str, html: &str) {
        if let Some(found) = first(selector) {
            found.set_inner_html(html);
        }
    }

    /// Sets an attribute of all that a selector finds, or takes it away.
    pub fn set_attribute(selector: &str, name: &str, value: Option<&str>) {
        for found in all::<Element>(selector) {
            let _ = match value {
                Some(value) => found.set_attribute(name, value),
                None => found.remove_attribute(name),
            };
        }
    }

    /// Gives the focus to what a selector finds, and marks the text of a field.
    pub fn focus(selector: &str) {
        let Some(found) = first(selector) else { return };
        if let Some(input) = found.dyn_ref::<HtmlInputElement>() {
            input.select();
        }
        if let Ok(found) = found.dyn_into::<HtmlElement>() {
            let _ = found.focus();
        }
    }

    /// Lets what has the focus keep it when it is about to be moved to another place of the page.
    pub fn keep_focus() {
        let Some(held) = document().active_element().and_then(|held| held.dyn_into::<HtmlElement>().ok())
        else {
            return;
        };
        request_animation_frame(move || {
            if document().active_element().is_none_or(|element| element.tag_name() == "BODY") {
                let _ = held.focus();
            }
        });
    }

    /// Gives the focus to what stands highest of all that a selector finds, once the page shows what has just changed:
    /// where columns stand side by side, that need not be the first.
    pub fn focus_highest_soon(selector: &'static str) {
        request_animation_frame(move || {
            let top = |found: &HtmlElement| found.get_bounding_client_rect().top();
            let found = all::<HtmlElement>(selector);
            if let Some(highest) = found.iter().min_by(|one, other| top(one).total_cmp(&top(other))) {
                let _ = highest.focus();
            }
        });
    }

    /// Presses what a selector finds; `false` where there is nothing.
    pub fn press(selector: &str) -> bool {
        match first(selector).and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            Some(found) => {
                found.click();
                true
            }
            None => false,
        }
    }

    /// An attribute of what a selector finds around what has the focus.
    pub fn near_focus(selector: &str, attribute: &str) -> Option<String> {
        document().active_element()?.closest(selector).ok().flatten()?.get_attribute(attribute)
    }

    /// Moves the focus by so many steps among what a selector finds; from elsewhere to the first.
    pub fn step_focus(selector: &str, within: &str, step: i32) -> bool {
        let found = all::<HtmlElement>(selector);
        let around = document().active_element().and_then(|active| active.closest(within).ok().flatten());
        let at = around.and_then(|around| found.iter().position(|it| around.contains(Some(it))));
        let last = found.len().saturating_sub(1);
        let next = match at {
            None => 0,
            Some(at) if step < 0 => at.saturating_sub(1),
            Some(at) => (at + 1).min(last),
        };
        found.get(next).is_some_and(|next| {
            next.scroll_into_view_with_bool(false);
            next.focus().is_ok()
        })
    }

    /// Takes away what is kept in this browser under a name.
    pub fn forget(name: &str) {
        if let Ok(Some(storage)) = window().local_storage() {
            let _ = storage.remove_item(name);
        }
    }

    /// Milliseconds since 1970.
    pub fn now() -> f64 {
        js_sys::Date::now()
    }

    /// The time of day here at a moment: `14:05`.
    pub fn clock(at: f64) -> String {
        let date = js_sys::Date::new(&at.into());
        let two = |number: u32| if number < 10 { format!("0{number}") } else { number.to_string() };
        [two(date.get_hours()), two(date.get_minutes())].join(":")
    }

    /// Puts marks around what is selected in a text area, or before each of its lines, and tells the page.
    pub fn mark_text(id: &str, before: &str, after: &str, each_line: bool) {
        let area = document().get_element_by_id(id).and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok());
        let Some(area) = area else { return };
        let start = area.selection_start().ok().flatten().unwrap_or(0);
        let end = area.selection_end().ok().flatten().unwrap_or(start);
        let text: Vec<u16> = area.value().encode_utf16().collect();
        let part = |from: u32, to: u32| {
            String::from_utf16_lossy(text.get(from as usize..to as usize).unwrap_or_default())
        };
        let chosen = part(start, end);
        let marked = if each_line {
            chosen.split('\n').map(|line| [before, line].concat()).collect::<Vec<_>>().join("\n")
        } else {
            [before, &chosen, after].concat()
        };
        let length = u32::try_from(text.len()).unwrap_or(end);
        area.set_value(&[part(0, start), marked.clone(), part(end, length)].concat());
        let ahead = u32::try_from(before.encode_utf16().count()).unwrap_or(0);
        let size = u32::try_from(chosen.encode_utf16().count()).unwrap_or(0);
        let _ = area.focus();
        let _ = area.set_selection_range(start + ahead, start + ahead + size);
        if let Ok(event) = Event::new("input") {
            event.init_event_with_bubbles("input", true);
            let _ = area.dispatch_event(&event);
        }
    }

    /// Where a press fell within what a selector finds around it: percent from the left and from the top.
    pub fn point(event: &MouseEvent, selector: &str) -> Option<(u8, u8)> {
        let around = target(event)?.closest(selector).ok().flatten()?.get_bounding_client_rect();
        let percent = |at: f64, from: f64, size: f64| {
            let share = ((at - from) / size.max(1.0) * 100.0).round().clamp(0.0, 100.0);
            // Within 0 and 100.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
            let share = share as u8;
            share
        };
        Some((
            percent(f64::from(event.client_x()), around.left(), around.width()),
            percent(f64::from(event.client_y()), around.top(), around.height()),
        ))
    }

    /// An id that nothing else has.
    pub fn random_id() -> Uuid {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 up to 2 to the 32nd"
        )]
        let part = || (js_sys::Math::random() * 4_294_967_296.0) as u128;
        Uuid::from_u128(part() << 96 | part() << 64 | part() << 32 | part())
    }

    /// Begins to drag something, which some browsers only do with a text.
    pub fn begin_drag(event: &DragEvent, text: &str) {
        if let Some(carried) = event.data_transfer() {
            carried.set_effect_allowed("move");
            let _ = carried.set_data("text/plain", text);
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod elsewhere {
    use leptos::ev::{DragEvent, KeyboardEvent, MouseEvent, SubmitEvent};
    use leptos::web_sys::Event;
    use uuid::Uuid;

    use crate::listing::Values;

    pub fn near(_event: &Event, _selector: &str, _attribute: &str) -> Option<String> {
        None
    }

    pub fn value_of(_event: &Event) -> String {
        String::new()
    }

    pub fn is_typing(_event: &KeyboardEvent) -> bool {
        false
    }

    pub fn pairs(_id: &str) -> Vec<(String, String)> {
        Vec::new()
    }

    pub fn pressed(_event: &SubmitEvent) -> String {
        String::new()
    }

    pub fn fill(_id: &str, _values: &Values) {}

    pub fn submit(_id: &str) {}

    pub fn ticked(_selector: &str) -> Vec<String> {
        Vec::new()
    }

    pub fn tick(_selector: &str, _on: bool) {}

    pub fn tick_between(_selector: &str, _one: &str, _other: &str) {}

    pub fn set_html(_selector: &str, _html: &str) {}

    pub fn set_attribute(_selector: &str, _name: &str, _value: Option<&str>) {}

    pub fn focus(_selector: &str) {}

    pub fn keep_focus() {}

    pub fn focus_highest_soon(_selector: &'static str) {}

    pub fn press(_selector: &str) -> bool {
        false
    }

    pub fn near_focus(_selector: &str, _attribute: &str) -> Option<String> {
        None
    }

    pub fn step_focus(_selector: &str, _within: &str, _step: i32) -> bool {
        false
    }

    pub fn forget(_name: &str) {}

    pub fn now() -> f64 {
        0.0
    }

    pub fn clock(_at: f64) -> String {
        String::new()
    }

    pub fn mark_text(_id: &str, _before: &str, _after: &str, _each_line: bool) {}

    pub fn point(_event: &MouseEvent, _selector: &str) -> Option<(u8, u8)> {
        None
    }

    pub fn random_id() -> Uuid {
        Uuid::nil()
    }

    pub fn begin_drag(_event: &DragEvent, _text: &str) {}
}
