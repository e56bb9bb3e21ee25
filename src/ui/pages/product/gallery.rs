//! The pictures of a product: pushed sideways, chosen by small ones, enlarged over the page. Without scripts the small
//! pictures are links to the large ones, and those to their files.
//!
//! An enlarged picture is an entry of the history, so that "back" closes it; closed in another way, it takes its entry
//! along.

#[cfg(not(feature = "hydrate"))]
use leptos::ev::{Event, KeyboardEvent, MouseEvent};

#[cfg(feature = "hydrate")]
pub(super) use self::here::{click, close_on_back, closed, pressed, scrolled};
#[cfg(feature = "ssr")]
pub(super) use self::text::write;

/// The server hears no clicks.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn click(_event: &MouseEvent) {}

/// No key is pressed on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn pressed(_event: &KeyboardEvent) {}

/// Nothing is closed on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn closed(_event: &Event) {}

/// Nothing is scrolled on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn scrolled(_event: &Event) {}

#[cfg(feature = "ssr")]
mod text {
    use crate::catalog::image::model::Picture;
    use crate::ui::components::picture::{Loading, Showing, no_picture, picture};
    use crate::ui::markup::Markup;

    /// Widths of the picture that is looked at.
    const SIZES: &str = "(min-width: 80rem) 690px, (min-width: 64rem) 54vw, (min-width: 48rem) 85vw, 88vw";

    /// The gallery. Without pictures nothing in it can be enlarged.
    pub fn write(html: &mut Markup, pictures: &[Picture]) {
        if pictures.is_empty() {
            html.raw(r#"<div class="gallery"><div class="gallery__item gallery__item--none tint-8">"#);
            no_picture(html);
            html.raw("</div></div>");
            return;
        }
        let count = u32::try_from(pictures.len()).unwrap_or(u32::MAX);
        html.raw(r#"<div class="gallery"><div class="gallery__track">"#);
        for (it, number) in pictures.iter().zip(1..) {
            item(html, it, number, count);
        }
        html.raw("</div>");
        if count > 1 {
            html.raw(r#"<ul class="gallery__thumbs" aria-label="Pictures">"#);
            for (it, number) in pictures.iter().zip(1..) {
                thumb(html, it, number);
            }
            html.raw("</ul>");
        }
        html.raw(r#"<dialog class="lightbox" id="lightbox" aria-label="Enlarged picture"><div class="lightbox__picture"></div><button class="icon-btn lightbox__close" type="button" aria-label="Close"><svg class="icon" aria-hidden="true"><use href="/icons.svg#i-close"/></svg></button>"#);
        if count > 1 {
            html.raw(r#"<button class="icon-btn lightbox__step" type="button" data-step="-1" aria-label="Previous picture"><svg class="icon" aria-hidden="true"><use href="/icons.svg#i-left"/></svg></button><button class="icon-btn lightbox__step" type="button" data-step="1" aria-label="Next picture"><svg class="icon" aria-hidden="true"><use href="/icons.svg#i-right"/></svg></button><p class="lightbox__count" role="status"></p>"#);
        }
        html.raw("</dialog></div>");
    }

    fn item(html: &mut Markup, it: &Picture, number: u32, count: u32) {
        let loading = if number == 1 { Loading::First } else { Loading::Lazy };
        html.raw(r#"<a class="gallery__item tint-8" id="picture-"#)
            .number(number)
            .raw(r#"" rel="external" aria-label="Enlarge picture "#)
            .number(number)
            .raw(" of ")
            .number(count)
            .raw("\"")
            .attribute("href", &it.url(1200))
            .raw(">");
        picture(html, it, Showing { sizes: SIZES, usual: 800, largest: 1200, loading }, true);
        html.raw("</a>");
    }

    fn thumb(html: &mut Markup, it: &Picture, number: u32) {
        html.raw(r##"<li><a class="tint-8" href="#picture-"##)
            .number(number)
            .raw(r#"" aria-label="Picture "#)
            .number(number)
            .raw(if number == 1 { r#"" aria-current="true">"# } else { "\">" });
        let showing = Showing { sizes: "64px", usual: 160, largest: 160, loading: Loading::Lazy };
        picture(html, it, showing, false);
        html.raw("</a></li>");
    }
}

#[cfg(feature = "hydrate")]
mod here {
    use leptos::ev;
    use leptos::prelude::{document, on_cleanup, window, window_event_listener};
    use leptos::wasm_bindgen::{JsCast as _, JsValue};
    use web_sys::{Element, Event, FocusOptions, HtmlElement, KeyboardEvent, MouseEvent};

    use crate::ui::browser;
    use crate::ui::markup::Markup;

    /// The id of the dialog over the page. The entry of the history that stands for it says the same.
    const LIGHTBOX: &str = "lightbox";
    /// Which picture is enlarged, from 1.
    const AT: &str = "data-at";
    /// Says that the dialog was opened while the entry of the one before was still on its way out of the history.
    const WAITS: &str = "data-waits";

    fn element_of(event: &Event) -> Option<Element> {
        event.target()?.dyn_into().ok()
    }

    fn lightbox() -> Option<Element> {
        document().get_element_by_id(LIGHTBOX)
    }

    /// Enlarges the picture that was clicked, turns to the next one, closes what is enlarged (by a press beside it,
    /// too), or brings up the picture that a small one stands for. A click for a new window stays one.
    pub fn click(event: &MouseEvent) {
        let Some(target) = element_of(event) else { return };
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
            return;
        }
        let closest = |selector| target.closest(selector).ok().flatten();
        if let Some(item) = closest(".gallery__item") {
            event.prevent_default();
            if enlarge(&item) {
                enter();
            }
        } else if let Some(thumb) = closest(".gallery__thumbs a") {
            event.prevent_default();
            if let Some(id) = thumb.get_attribute("href") {
                browser::scroll_sideways_to(id.trim_start_matches('#'));
            }
        } else if let Some(button) = closest(".lightbox__step") {
            step(button.get_attribute("data-step").as_deref() == Some("-1"));
        } else if closest(".lightbox").is_some() && closest(".lightbox img").is_none() {
            browser::close_dialog(LIGHTBOX);
        }
    }

    /// Turns to the next picture by the arrow keys.
    pub fn pressed(event: &KeyboardEvent) {
        let is_back = event.key() == "ArrowLeft";
        if (is_back || event.key() == "ArrowRight")
            && element_of(event).is_some_and(|target| target.closest(".lightbox").ok().flatten().is_some())
        {
            event.prevent_default();
            step(is_back);
        }
    }

    /// Shows the file that a link of the gallery leads to; `true` where it can be shown.
    fn enlarge(item: &Element) -> bool {
        let of = |element: &Element, name: &str| element.get_attribute(name).unwrap_or_default();
        let small = item.query_selector("img").ok().flatten();
        let (Some(small), Some(dialog)) = (small, lightbox()) else { return false };
        let within = |selector: &str| dialog.query_selector(selector).ok().flatten();
        let Some(place) = within(".lightbox__picture") else { return false };
        let mut html = Markup::default();
        html.raw("<img decoding=\"async\"").attribute("src", &of(item, "href"));
        for name in ["width", "height", "alt"] {
            html.attribute(name, &of(&small, name));
        }
        html.raw(">");
        place.set_inner_html(&html.finish());
        let at = item.id().trim_start_matches("picture-").to_owned();
        let _ = dialog.set_attribute(AT, &at);
        browser::open_dialog(LIGHTBOX);
        if let Some(count) = within(".lightbox__count") {
            let all = item.parent_element().map_or(1, |track| track.child_element_count());
            count.set_text_content(Some(&[at.as_str(), " of ", &all.to_string()].concat()));
        }
        true
    }

    fn item_at(number: u32) -> Option<Element> {
        document().get_element_by_id(&["picture-", &number.to_string()].concat())
    }

    fn shown() -> Option<u32> {
        lightbox()?.get_attribute(AT)?.parse().ok()
    }

    /// Enlarges the picture before or after the one that is; the last one is followed by the first.
    fn step(is_back: bool) {
        let Some(at) = shown() else { return };
        let all = item_at(1).and_then(|first| first.parent_element());
        let all = all.map_or(1, |track| track.child_element_count()).max(1);
        let next = if is_back { (at + all - 2) % all + 1 } else { at % all + 1 };
        if let Some(item) = item_at(next) {
            enlarge(&item);
            browser::scroll_sideways_to(&item.id());
        }
    }

    /// Whether the present entry of the history stands for an enlarged picture. Nothing else is remembered of what is
    /// on its way in the history: a step may come late, in another order, or never.
    fn is_at_entry() -> bool {
        let state = window().history().and_then(|history| history.state());
        state.is_ok_and(|state| state.as_string().as_deref() == Some(LIGHTBOX))
    }

    fn push_entry() {
        if let Ok(history) = window().history() {
            let _ = history.push_state(&JsValue::from_str(LIGHTBOX), "");
        }
    }

    /// Makes an entry that stands for no enlarged picture any more one of the page.
    fn clear_entry() {
        if is_at_entry()
            && let Ok(history) = window().history()
        {
            let _ = history.replace_state(&JsValue::NULL, "");
        }
    }

    /// Makes an entry of the history for the dialog that was opened. While another one is on its way out the dialog
    /// waits for it, since that one would take this one along.
    fn enter() {
        if !is_at_entry() {
            push_entry();
        } else if let Some(dialog) = lightbox() {
            let _ = dialog.set_attribute(WAITS, "");
        }
    }

    /// Closes the dialog when its entry of the history is left, for as long as this page is shown.
    pub fn close_on_back() {
        // The page was loaded again while a picture was enlarged.
        clear_entry();
        let moved = window_event_listener(ev::popstate, |_| follow_history());
        on_cleanup(move || moved.remove());
    }

    fn follow_history() {
        let Some(dialog) = lightbox() else { return };
        let is_open = dialog.has_attribute("open");
        if dialog.has_attribute(WAITS) {
            let _ = dialog.remove_attribute(WAITS);
            // The entry of the one before is gone.
            if is_open && !is_at_entry() {
                push_entry();
            }
        } else if !is_at_entry() {
            browser::close_dialog(LIGHTBOX);
        } else if !is_open {
            // Somebody went forward to it.
            clear_entry();
        }
    }

    /// The dialog is closed: its entry goes, and the picture that was looked at has the focus.
    pub fn closed(event: &Event) {
        let Some(dialog) = element_of(event).filter(|dialog| dialog.id() == LIGHTBOX) else { return };
        if dialog.has_attribute(WAITS) {
            // The step back is on its way already, or the entry is that of the dialog which is open again.
            let _ = dialog.remove_attribute(WAITS);
        } else if is_at_entry()
            && let Ok(history) = window().history()
        {
            let _ = history.back();
        }
        if dialog.has_attribute("open") {
            return;
        }
        let item = shown().and_then(item_at).and_then(|item| item.dyn_into::<HtmlElement>().ok());
        if let Some(item) = item {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = item.focus_with_options(&options);
        }
    }

    /// Marks the small picture that stands for the one in view.
    pub fn scrolled(event: &Event) {
        let Some(track) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        if track.class_name() != "gallery__track" {
            return;
        }
        let at = browser::shown_of(&track);
        let Some(thumbs) = track.next_element_sibling() else { return };
        let found = |selector: &str| thumbs.query_selector(selector).ok().flatten();
        let before = found("[aria-current]");
        let now = found(&["li:nth-child(", &(at + 1).to_string(), ") a"].concat());
        if let (Some(before), Some(now)) = (before, now)
            && before != now
        {
            let _ = before.remove_attribute("aria-current");
            let _ = now.set_attribute("aria-current", "true");
        }
    }
}
