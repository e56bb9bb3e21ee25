//! The palette (Ctrl-K): go to a page, make something new, find a thing by its name.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::later::Later;
use super::nav;
use crate::admin::{Found, Home};
use crate::error::AppError;
use crate::server_fns::admin::lists::admin_palette;
use crate::ui::browser::{self, admin as dom};
use crate::ui::going::{Going, Way};

/// The id of the palette.
const PALETTE: &str = "palette";
/// So many milliseconds after the last key the server is asked.
const PAUSE: u64 = 120;
/// So many places are offered.
const MOST: usize = 12;

/// Something to go to.
#[derive(Clone, PartialEq)]
struct Offer {
    words: String,
    kind: String,
    path: String,
}

/// Opens the palette.
pub(super) fn open() {
    browser::open_dialog(PALETTE);
    dom::focus("#palette-text");
}

#[derive(Clone, Copy)]
struct Palette {
    text: RwSignal<String>,
    places: StoredValue<Vec<(String, String)>>,
    offers: RwSignal<Vec<Offer>>,
    active: RwSignal<usize>,
    /// Number of the latest question: older answers are dropped.
    asked: StoredValue<u32>,
    later: Later,
    going: Going,
}

impl Palette {
    fn here_places(self, text: &str) -> Vec<Offer> {
        let wanted = text.trim().to_lowercase();
        self.places.with_value(|places| {
            places
                .iter()
                .filter(|(words, _)| words.to_lowercase().contains(&wanted))
                .take(MOST)
                .map(|(words, path)| Offer {
                    words: words.clone(),
                    kind: "Go to".to_owned(),
                    path: path.clone(),
                })
                .collect()
        })
    }

    fn type_text(self, text: String) {
        self.offers.set(self.here_places(&text));
        self.active.set(0);
        self.text.set(text.clone());
        let number = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(number);
        if text.trim().chars().count() < 2 {
            return self.later.stop();
        }
        self.later.after(PAUSE, move || {
            spawn_local(async move {
                let found: Vec<Found> = admin_palette(text.clone()).await.unwrap_or_default();
                if self.asked.try_get_value() != Some(number) {
                    return;
                }
                let mut offers = self.here_places(&text);
                offers.extend(found.into_iter().map(|found| Offer {
                    words: found.words,
                    kind: found.kind,
                    path: found.path,
                }));
                let _ = self.offers.try_set(offers);
            });
        });
    }

    fn go(self, path: String) {
        browser::close_dialog(PALETTE);
        self.empty();
        if path.starts_with("/admin") {
            self.going.to(path, Way::Link);
        } else {
            crate::ui::components::form::dom::leave(&path);
        }
    }

    fn empty(self) {
        self.text.set(String::new());
        self.offers.set(self.here_places(""));
        self.active.set(0);
    }

    fn press(self, event: &KeyboardEvent) {
        let count = self.offers.with_untracked(Vec::len);
        let at = self.active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" if count > 0 => (at + 1) % count,
            "ArrowUp" if count > 0 => (at + count - 1) % count,
            "Enter" => {
                event.prevent_default();
                let chosen = self.offers.with_untracked(|all| all.get(at).map(|offer| offer.path.clone()));
                return chosen.into_iter().for_each(|path| self.go(path));
            }
            _ => return,
        };
        event.prevent_default();
        self.active.set(next);
    }
}

fn offer_id(at: usize) -> String {
    ["offer-", &at.to_string()].concat()
}

/// The palette's dialog.
pub(super) fn palette(home: Resource<Result<Home, AppError>>) -> AnyView {
    let palette = Palette {
        text: RwSignal::new(String::new()),
        places: StoredValue::new(Vec::new()),
        offers: RwSignal::new(Vec::new()),
        active: RwSignal::new(0),
        asked: StoredValue::new(0),
        later: Later::new(),
        going: Going::here(),
    };
    Effect::new(move || {
        if let Some(Ok(home)) = home.get() {
            palette.places.set_value(nav::places(&home));
            palette.empty();
        }
    });
    let list = move || {
        let active = palette.active.get();
        let all = palette.offers.get();
        all.into_iter()
            .enumerate()
            .map(|(at, offer)| offer_view(palette, at, active, offer))
            .collect::<Vec<_>>()
    };
    let pointed_at =
        move || (palette.offers.with(|all| !all.is_empty())).then(|| offer_id(palette.active.get()));
    let told = move || match palette.offers.with(Vec::len) {
        0 => "Nothing is called that.",
        _ => "",
    };
    view! {
        <dialog class="dialog palette" id=PALETTE aria-label="Find or go to">
            <input
                class="palette__text"
                id="palette-text"
                type="text"
                role="combobox"
                aria-label="Find or go to"
                placeholder="Find a thing, or go to a page"
                autocomplete="off"
                spellcheck="false"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-autocomplete="list"
                aria-activedescendant=pointed_at
                prop:value=move || palette.text.get()
                on:input=move |event| palette.type_text(event_target_value(&event))
                on:keydown=move |event| palette.press(&event)
            />
            <div class="palette__list" id="palette-list" role="listbox" aria-label="Places">{list}</div>
            <p class="palette__none" role="status">{told}</p>
        </dialog>
    }
    .into_any()
}

fn offer_view(palette: Palette, at: usize, active: usize, offer: Offer) -> AnyView {
    let path = offer.path;
    view! {
        <div
            class="palette__item"
            id=offer_id(at)
            role="option"
            aria-selected=if at == active { "true" } else { "false" }
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| palette.go(path.clone())
        >
            <span>{offer.words}</span>
            <span class="palette__kind">{super::words::sentence(&offer.kind)}</span>
        </div>
    }
    .into_any()
}
