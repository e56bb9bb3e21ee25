//! Menus that open where they stand, one at a time. On the server nothing is open.

#[cfg(not(feature = "hydrate"))]
pub(in crate::ui) use elsewhere::*;
#[cfg(feature = "hydrate")]
pub(in crate::ui) use here::*;

#[cfg(feature = "hydrate")]
mod here {
    use leptos::prelude::document;
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{Event, HtmlDetailsElement, HtmlElement, HtmlInputElement};

    use crate::ui::browser::admin::here::target;
    use crate::ui::browser::all;

    /// Closes every menu.
    pub fn close_all_menus() {
        for menu in all::<HtmlDetailsElement>("details[data-menu][open]") {
            menu.set_open(false);
        }
    }

    /// Closes what lies over the page under this id.
    pub fn close_popover(id: &str) {
        if let Some(found) = document().get_element_by_id(id)
            && let Ok(found) = found.dyn_into::<HtmlElement>()
        {
            let _ = found.hide_popover();
        }
    }

    /// Closes the menus that are open and hold nothing of where an event comes from.
    pub fn close_menus(event: &Event) {
        let from = target(event);
        for menu in all::<HtmlDetailsElement>("details[data-menu][open]") {
            if !from.as_ref().is_some_and(|from| menu.contains(Some(from))) {
                menu.set_open(false);
            }
        }
    }

    /// What is typed into the field of a menu narrows its list down to the labels that have it. While anything is typed
    /// each says what it lies below, for it need not stand there.
    pub fn narrow_menu(event: &Event) {
        let field = target(event).and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(field) = field.filter(|field| field.has_attribute("data-narrow")) else { return };
        let Ok(Some(menu)) = field.closest("details") else { return };
        let typed = field.value().trim().to_lowercase();
        let mut is_left = false;
        for item in all::<HtmlElement>("details[data-menu] li") {
            if menu.contains(Some(&item)) {
                let label = item.query_selector(".amenu__label").ok().flatten();
                let words = label.and_then(|label| label.text_content()).unwrap_or_default().to_lowercase();
                let has_it = words.contains(&typed);
                item.set_hidden(!has_it);
                is_left |= has_it;
            }
        }
        if let Ok(Some(list)) = menu.query_selector(".amenu__list") {
            let _ = list.toggle_attribute_with_force("data-narrowed", !typed.is_empty());
        }
        if let Ok(Some(told)) = menu.query_selector("[role=status]") {
            told.set_text_content(Some(if is_left { "" } else { "Nothing matches" }));
        }
    }

    /// Closes the menu around what has the focus, else the last one that is open, and gives the focus to its head;
    /// `false` where there is none.
    pub fn close_menu() -> bool {
        let menu = document()
            .active_element()
            .and_then(|active| active.closest("details[data-menu][open]").ok().flatten())
            .and_then(|menu| menu.dyn_into::<HtmlDetailsElement>().ok())
            // Some browsers give a head that was pressed no focus.
            .or_else(|| all::<HtmlDetailsElement>("details[data-menu][open]").pop());
        let Some(menu) = menu else { return false };
        menu.set_open(false);
        if let Ok(Some(head)) = menu.query_selector("summary")
            && let Ok(head) = head.dyn_into::<HtmlElement>()
        {
            let _ = head.focus();
        }
        true
    }
}

#[cfg(not(feature = "hydrate"))]
mod elsewhere {
    use leptos::web_sys::Event;

    pub fn close_menu() -> bool {
        false
    }

    pub fn close_all_menus() {}

    pub fn close_popover(_id: &str) {}

    pub fn narrow_menu(_event: &Event) {}
}
