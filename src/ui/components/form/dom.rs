//! What forms ask of a browser. On the server each of these does nothing.

#[cfg(not(feature = "hydrate"))]
pub use elsewhere::*;
#[cfg(feature = "hydrate")]
pub use here::*;

#[cfg(feature = "hydrate")]
mod here {
    use leptos::prelude::{document, request_animation_frame, window};
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{Element, Event, FormData, HtmlElement, HtmlFormElement};

    fn target(event: &Event) -> Option<Element> {
        event.target()?.dyn_into().ok()
    }

    /// Which of these fields an event comes from.
    pub fn field_of(event: &Event, names: &[&'static str]) -> Option<&'static str> {
        let name = target(event)?.get_attribute("name")?;
        names.iter().copied().find(|known| *known == name)
    }

    /// Whether an event comes from a date that is none, such as 31 February, or from a form that has one. Of such a
    /// field the browser says that it is empty.
    pub fn has_no_date(event: &Event) -> bool {
        const NO_DATE: &str = "input[type=date]:invalid";
        target(event).is_some_and(|target| {
            target.matches(NO_DATE).unwrap_or(false)
                || target.query_selector(NO_DATE).is_ok_and(|it| it.is_some())
        })
    }

    /// What the form that an event comes from holds in a field; for forms within the element that listens.
    pub fn sent_value(event: &Event, name: &str) -> String {
        target(event)
            .and_then(|target| target.dyn_into::<HtmlFormElement>().ok())
            .and_then(|form| FormData::new_with_form(&form).ok())
            .and_then(|data| data.get(name).as_string())
            .unwrap_or_default()
    }

    /// Gives the focus to what a selector finds, once the page shows what has just changed.
    pub fn focus_soon(selector: String) {
        request_animation_frame(move || {
            let found = document().query_selector(&selector).ok().flatten();
            if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
                let _ = found.focus();
            }
        });
    }

    /// Empties a form, back to what stood in it at first.
    pub fn reset(id: &str) {
        if let Some(form) = document().get_element_by_id(id)
            && let Ok(form) = form.dyn_into::<HtmlFormElement>()
        {
            form.reset();
        }
    }

    /// Opens a path of the shop as a new document: nothing of the present page stays.
    pub fn leave(path: &str) {
        let _ = window().location().assign(path);
    }
}

#[cfg(not(feature = "hydrate"))]
mod elsewhere {
    use leptos::web_sys::Event;

    pub fn field_of(_event: &Event, _names: &[&'static str]) -> Option<&'static str> {
        None
    }

    pub fn has_no_date(_event: &Event) -> bool {
        false
    }

    pub fn sent_value(_event: &Event, _name: &str) -> String {
        String::new()
    }

    pub fn focus_soon(_selector: String) {}

    pub fn reset(_id: &str) {}

    pub fn leave(_path: &str) {}
}
