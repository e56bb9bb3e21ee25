//! The pictures of a product: pushed sideways, chosen by small ones, enlarged over the page. Without scripts the small
//! pictures are links to the large ones, and those to their files.

#[cfg(not(feature = "hydrate"))]
use leptos::ev::{Event, MouseEvent};

#[cfg(feature = "hydrate")]
pub(super) use self::here::{click, scrolled};
#[cfg(feature = "ssr")]
pub(super) use self::text::write;

/// The server hears no clicks.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn click(_event: &MouseEvent) {}

/// Nothing is scrolled on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn scrolled(_event: &Event) {}

#[cfg(feature = "ssr")]
mod text {
    use crate::catalog::image::model::Picture;
    use crate::ui::components::picture::{Loading, Showing, picture};
    use crate::ui::markup::Markup;

    /// Widths of the picture that is looked at.
    const SIZES: &str = "(min-width: 80rem) 690px, (min-width: 64rem) 54vw, (min-width: 48rem) 85vw, 88vw";

    /// The gallery.
    pub fn write(html: &mut Markup, pictures: &[Picture]) {
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
        html.raw(r#"<dialog class="lightbox" id="lightbox" aria-label="Enlarged picture"><div class="lightbox__picture"></div><button class="icon-btn lightbox__close" type="button" aria-label="Close"><svg class="icon" aria-hidden="true"><use href="/icons.svg#i-close"/></svg></button></dialog></div>"#);
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
    use leptos::wasm_bindgen::JsCast as _;
    use web_sys::{Element, Event, MouseEvent};

    use crate::ui::browser;
    use crate::ui::markup::Markup;

    /// The id of the dialog over the page.
    const LIGHTBOX: &str = "lightbox";

    /// Enlarges the picture that was clicked, closes what is enlarged, or brings up the picture that a small one
    /// stands for. A click for a new window stays one.
    pub fn click(event: &MouseEvent) {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
            return;
        }
        let closest = |selector| target.closest(selector).ok().flatten();
        if let Some(item) = closest(".gallery__item") {
            event.prevent_default();
            enlarge(&item);
        } else if let Some(thumb) = closest(".gallery__thumbs a") {
            event.prevent_default();
            if let Some(id) = thumb.get_attribute("href") {
                browser::scroll_sideways_to(id.trim_start_matches('#'));
            }
        } else if closest(".lightbox__close").is_some() {
            browser::close_dialog(LIGHTBOX);
        }
    }

    /// Shows the file that a link of the gallery leads to.
    fn enlarge(item: &Element) {
        let found = |selector: &str| item.query_selector(selector).ok().flatten();
        let of = |element: &Element, name: &str| element.get_attribute(name).unwrap_or_default();
        let place = item.closest(".gallery").ok().flatten();
        let place = place.and_then(|gallery| gallery.query_selector(".lightbox__picture").ok().flatten());
        if let (Some(small), Some(place)) = (found("img"), place) {
            let mut html = Markup::default();
            html.raw("<img decoding=\"async\"").attribute("src", &of(item, "href"));
            for name in ["width", "height", "alt"] {
                html.attribute(name, &of(&small, name));
            }
            html.raw(">");
            place.set_inner_html(&html.finish());
            browser::open_dialog(LIGHTBOX);
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
