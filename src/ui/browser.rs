//! What only a browser can do. On the server each of these does nothing.

/// What the staff side asks of a browser.
pub(super) mod admin;
/// What lies over the page.
#[cfg(feature = "hydrate")]
mod drawers;
/// What would be lost with a page.
pub(super) mod unsaved;

#[cfg(feature = "hydrate")]
pub(super) use drawers::hold_focus;
#[cfg(not(feature = "hydrate"))]
pub(super) use elsewhere::*;
#[cfg(feature = "hydrate")]
pub(super) use here::*;

/// What a person changed in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "hydrate"), allow(dead_code))]
pub(super) enum Changed {
    /// Text, which is still being typed.
    Text,
    /// A choice, which is final.
    Choice,
}

#[cfg(feature = "hydrate")]
mod here {
    use js_sys::Reflect;
    use leptos::prelude::{document, request_animation_frame, window};
    use leptos::wasm_bindgen::closure::Closure;
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use web_sys::{
        Element, Event, FocusOptions, FormData, HtmlDialogElement, HtmlElement, HtmlFormElement,
        HtmlInputElement, ScrollBehavior, ScrollToOptions, Storage,
    };

    use super::Changed;

    fn root() -> Option<Element> {
        document().document_element()
    }

    fn by_id<T: JsCast>(id: &str) -> Option<T> {
        document().get_element_by_id(id)?.dyn_into().ok()
    }

    /// What a selector finds, in the order of the page.
    pub fn all<T: JsCast>(selector: &str) -> Vec<T> {
        let Ok(list) = document().query_selector_all(selector) else { return Vec::new() };
        (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok()).collect()
    }

    fn storage() -> Option<Storage> {
        window().local_storage().ok().flatten()
    }

    /// An attribute of the document's root.
    pub fn document_attribute(name: &str) -> Option<String> {
        root()?.get_attribute(name)
    }

    /// Says on the document's root that the page has come to life.
    pub fn mark_hydrated() {
        if let Some(root) = root() {
            let _ = root.set_attribute("data-hydrated", "");
        }
    }

    /// The HTML within the first element that a selector finds.
    pub fn html_of(selector: &str) -> String {
        document()
            .query_selector(selector)
            .ok()
            .flatten()
            .map(|element| element.inner_html())
            .unwrap_or_default()
    }

    /// Opens a path of the shop as a new document.
    pub fn leave(path: &str) {
        let _ = window().location().assign(path);
    }

    /// Looks at each click on a link before the router does, and leaves those to the browser whose path is `foreign`.
    pub fn before_clicks(foreign: fn(&str) -> bool) {
        let look = Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let link = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let link = link.and_then(|element| element.closest("a[href^='/']").ok().flatten());
            if link.and_then(|link| link.get_attribute("href")).is_some_and(|path| foreign(&path)) {
                event.stop_immediate_propagation();
            }
        });
        let _ =
            window().add_event_listener_with_callback_and_bool("click", look.as_ref().unchecked_ref(), true);
        look.forget();
    }

    /// Milliseconds since 1970.
    pub fn now() -> f64 {
        js_sys::Date::now()
    }

    /// What is kept in this browser under a name.
    pub fn stored(name: &str) -> Option<String> {
        storage()?.get_item(name).ok().flatten()
    }

    /// Keeps something in this browser under a name.
    pub fn store(name: &str, value: &str) {
        if let Some(storage) = storage() {
            let _ = storage.set_item(name, value);
        }
    }

    /// Whether the page is dark at present, by choice or by the system's wish.
    pub fn is_dark() -> bool {
        match document_attribute("data-theme").as_deref() {
            Some("dark") => true,
            Some("light") => false,
            _ => window()
                .match_media("(prefers-color-scheme: dark)")
                .ok()
                .flatten()
                .is_some_and(|query| query.matches()),
        }
    }

    /// Turns the page light or dark.
    pub fn set_theme(theme: &str) {
        if let Some(root) = root() {
            let _ = root.set_attribute("data-theme", theme);
        }
    }

    /// Gives the focus to the field in a popover that was just opened.
    pub fn focus_field_of_open(id: &str) {
        if let Some(popover) = by_id::<HtmlElement>(id)
            && popover.matches(":popover-open").unwrap_or(false)
        {
            focus_within(&popover, "input");
        }
    }

    /// Gives the focus to the first element that a selector finds within another.
    pub(super) fn focus_within(element: &Element, selector: &str) {
        if let Ok(Some(found)) = element.query_selector(selector)
            && let Ok(found) = found.dyn_into::<HtmlElement>()
        {
            let _ = found.focus();
        }
    }

    /// Writes a text into a field, unless somebody is typing there.
    pub fn write_field(id: &str, text: &str, typing: bool) {
        if let Some(field) = by_id::<HtmlInputElement>(id) {
            let has_focus = document().active_element().is_some_and(|active| active.id() == id);
            if !(typing && has_focus) && field.value() != text {
                field.set_value(text);
            }
        }
    }

    /// Closes a popover, if it is open.
    pub fn close_popover(id: &str) {
        if let Some(popover) = by_id::<HtmlElement>(id)
            && popover.matches(":popover-open").unwrap_or(false)
        {
            let _ = popover.hide_popover();
        }
    }

    /// Opens a dialog over the page.
    pub fn open_dialog(id: &str) {
        if let Some(dialog) = by_id::<HtmlDialogElement>(id)
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    }

    /// Closes a dialog.
    pub fn close_dialog(id: &str) {
        if let Some(dialog) = by_id::<HtmlDialogElement>(id) {
            dialog.close();
        }
    }

    /// Gives the focus to a part of the page where what had it is gone.
    pub fn focus_if_lost(id: &str) {
        let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        if let Some(part) = by_id::<HtmlElement>(id)
            && lost
        {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = part.focus_with_options(&options);
        }
    }

    /// The path and the query of the present page.
    pub fn address() -> String {
        let location = window().location();
        location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
    }

    /// Puts the present page into the history once more: what takes its place does not take that of the entry before.
    pub fn repeat_in_history() {
        if let Ok(history) = window().history() {
            let _ = history.push_state(&JsValue::NULL, "");
        }
    }

    /// The present entry of the history; the address where the browser has no name for it.
    pub fn entry() -> String {
        let within = |from: &JsValue, name: &str| Reflect::get(from, &JsValue::from_str(name)).ok();
        within(&window(), "navigation")
            .and_then(|navigation| within(&navigation, "currentEntry"))
            .and_then(|entry| within(&entry, "key")?.as_string())
            .unwrap_or_else(address)
    }

    /// Goes to the entry of the history before the present one.
    pub fn go_back() {
        if let Ok(history) = window().history() {
            let _ = history.back();
        }
    }

    /// Takes the focus from whatever has it.
    pub fn blur() {
        if let Some(element) =
            document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok())
        {
            let _ = element.blur();
        }
    }

    /// Brings an element into view within the box that scrolls it sideways, and moves nothing else.
    pub fn scroll_sideways_to(id: &str) {
        if let Some(item) = by_id::<HtmlElement>(id)
            && let Some(track) = item.parent_element()
        {
            let still = window()
                .match_media("(prefers-reduced-motion: reduce)")
                .ok()
                .flatten()
                .is_some_and(|query| query.matches());
            let to = item.get_bounding_client_rect().left() - track.get_bounding_client_rect().left();
            let options = ScrollToOptions::new();
            options.set_left(f64::from(track.scroll_left()) + to);
            options.set_behavior(if still { ScrollBehavior::Instant } else { ScrollBehavior::Smooth });
            track.scroll_to_with_scroll_to_options(&options);
        }
    }

    /// The same, once the page shows what has just changed.
    pub fn bring_along(id: &'static str) {
        request_animation_frame(move || scroll_sideways_to(id));
    }

    /// Which of the things of equal width in a sideways box is in view, from 0.
    pub fn shown_of(track: &Element) -> u32 {
        let width = track.scroll_width().max(1);
        let count = i32::try_from(track.child_element_count()).unwrap_or(i32::MAX).max(1);
        let at = (track.scroll_left().saturating_mul(count) + width / 2) / width;
        u32::try_from(at.clamp(0, count - 1)).unwrap_or_default()
    }

    /// What the person changed, by the field that the event comes from.
    pub fn changed(event: &Event) -> Changed {
        match event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            Some(input) if !matches!(input.type_().as_str(), "checkbox" | "radio") => Changed::Text,
            _ => Changed::Choice,
        }
    }

    /// What the form that listens holds in these fields.
    pub fn form_values(event: &Event, names: &[&str]) -> Vec<String> {
        let data = event
            .current_target()
            .and_then(|target| target.dyn_into::<HtmlFormElement>().ok())
            .and_then(|form| FormData::new_with_form(&form).ok());
        let value =
            |name: &&str| data.as_ref().and_then(|data| data.get(name).as_string()).unwrap_or_default();
        names.iter().map(value).collect()
    }

    /// All fields of a form with their values, in their order.
    pub(super) fn pairs_in(form: &HtmlFormElement) -> Vec<(String, String)> {
        let Ok(data) = FormData::new_with_form(form) else { return Vec::new() };
        let Ok(Some(entries)) = js_sys::try_iter(&data) else { return Vec::new() };
        entries
            .filter_map(|entry| {
                let entry = js_sys::Array::from(&entry.ok()?);
                Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
            })
            .collect()
    }

    /// All fields of the form that an event comes from, with their values.
    pub fn form_pairs(event: &Event) -> Vec<(String, String)> {
        event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|target| target.closest("form").ok().flatten())
            .and_then(|form| form.dyn_into::<HtmlFormElement>().ok())
            .map(|form| pairs_in(&form))
            .unwrap_or_default()
    }

    /// A value as a part of an address.
    pub fn encode(value: &str) -> String {
        js_sys::encode_uri_component(value).into()
    }
}

#[cfg(not(feature = "hydrate"))]
mod elsewhere {
    use leptos::web_sys::Event;

    use super::Changed;

    pub fn document_attribute(_name: &str) -> Option<String> {
        None
    }

    pub fn stored(_name: &str) -> Option<String> {
        None
    }

    pub fn store(_name: &str, _value: &str) {}

    pub fn set_theme(_theme: &str) {}

    pub fn close_popover(_id: &str) {}

    pub fn focus_field_of_open(_id: &str) {}

    pub fn address() -> String {
        String::new()
    }

    pub fn repeat_in_history() {}

    pub fn entry() -> String {
        String::new()
    }

    pub fn go_back() {}

    pub fn open_dialog(_id: &str) {}

    pub fn close_dialog(_id: &str) {}

    pub fn blur() {}

    pub fn write_field(_id: &str, _text: &str, _typing: bool) {}

    pub fn bring_along(_id: &'static str) {}

    pub fn changed(_event: &Event) -> Changed {
        Changed::Choice
    }

    pub fn form_values(_event: &Event, _names: &[&str]) -> Vec<String> {
        Vec::new()
    }

    pub fn form_pairs(_event: &Event) -> Vec<(String, String)> {
        Vec::new()
    }

    pub fn encode(value: &str) -> String {
        value.to_owned()
    }
}
