//! The pictures of a product: pushed sideways, chosen by small ones, enlarged over the page.

use leptos::prelude::*;

use crate::catalog::image::model::Picture;
use crate::ui::browser;
use crate::ui::components::icon::Icon;
use crate::ui::components::picture::{Loading, Showing, picture_html};

/// Widths of the picture that is looked at.
const SIZES: &str = "(min-width: 80rem) 690px, (min-width: 64rem) 54vw, (min-width: 48rem) 85vw, 88vw";
/// The id of the dialog over the page.
const LIGHTBOX: &str = "lightbox";

/// The gallery. Without scripts the small pictures are links to the large ones, and those to their files.
#[component]
pub(super) fn Gallery(
    /// All pictures, in order.
    pictures: Vec<Picture>,
) -> impl IntoView {
    let count = u32::try_from(pictures.len()).unwrap_or(u32::MAX);
    let shown = RwSignal::new(0_u32);
    let enlarged = RwSignal::new(None::<Picture>);
    let items: Vec<_> =
        pictures.iter().zip(1_u32..).map(|(it, number)| item(it, number, count, enlarged)).collect();
    let thumbs = (count > 1).then(|| {
        let thumbs: Vec<_> =
            pictures.iter().zip(1_u32..).map(|(it, number)| thumb(it, number, shown)).collect();
        view! { <ul class="gallery__thumbs" aria-label="Pictures">{thumbs}</ul> }
    });
    let large = move || {
        enlarged.get().map(|it| {
            view! { <img src=it.url(1200) width=it.width height=it.height alt=it.alt decoding="async"/> }
        })
    };
    view! {
        <div class="gallery">
            <div
                class="gallery__track"
                on:scroll=move |event| {
                    if let Some(at) = browser::shown_of(&event, count) && shown.get_untracked() != at {
                        shown.set(at);
                    }
                }
            >
                {items}
            </div>
            {thumbs}
            <dialog class="lightbox" id=LIGHTBOX aria-label="Enlarged picture">
                {large}
                <button
                    class="icon-btn lightbox__close"
                    type="button"
                    aria-label="Close"
                    on:click=|_| browser::close_dialog(LIGHTBOX)
                >
                    {Icon::CLOSE.view()}
                </button>
            </dialog>
        </div>
    }
}

fn item(it: &Picture, number: u32, count: u32, enlarged: RwSignal<Option<Picture>>) -> impl IntoView + use<> {
    let loading = if number == 1 { Loading::First } else { Loading::Lazy };
    let shown = picture_html(Some(it), Showing { sizes: SIZES, usual: 800, largest: 1200, loading }, true);
    let label = ["Enlarge picture ", &number.to_string(), " of ", &count.to_string()].concat();
    let id = ["picture-", &number.to_string()].concat();
    let href = it.url(1200);
    let it = it.clone();
    view! {
        <a
            class="gallery__item tint-8"
            id=id
            href=href
            rel="external"
            aria-label=label
            on:click=move |event| {
                event.prevent_default();
                enlarged.set(Some(it.clone()));
                browser::open_dialog(LIGHTBOX);
            }
            inner_html=shown
        ></a>
    }
}

fn thumb(it: &Picture, number: u32, shown: RwSignal<u32>) -> impl IntoView + use<> {
    let small = picture_html(
        Some(it),
        Showing { sizes: "64px", usual: 160, largest: 160, loading: Loading::Lazy },
        false,
    );
    let label = ["Picture ", &number.to_string()].concat();
    let id = ["picture-", &number.to_string()].concat();
    let href = ["#", &id].concat();
    let here = move || (shown.get() + 1 == number).then_some("true");
    view! {
        <li>
            <a
                class="tint-8"
                href=href
                aria-label=label
                aria-current=here
                on:click=move |event| {
                    event.prevent_default();
                    browser::scroll_sideways_to(&id);
                }
                inner_html=small
            ></a>
        </li>
    }
}
