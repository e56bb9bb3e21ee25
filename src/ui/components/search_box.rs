//! The search in the header (SPEC W5): a form that works by itself, and with scripts a combobox that offers
//! products and categories while one types.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

use super::icon::Icon;
use super::suggestions::{Choice, choice_id, choice_list, choices, results_address};
use crate::server_fns::catalog::suggest;
use crate::ui::browser;
use crate::ui::going::{Going, Way};
use crate::ui::shop::ShopInfo;

/// So long after the last key the shop is asked.
const PAUSE: Duration = Duration::from_millis(150);

/// What the combobox knows.
#[derive(Clone, Copy)]
struct Combobox {
    text: RwSignal<String>,
    choices: RwSignal<Vec<Choice>>,
    /// The text that the choices belong to.
    answered: RwSignal<String>,
    active: RwSignal<Option<usize>>,
    open: RwSignal<bool>,
    /// Number of the latest question: older answers are dropped.
    asked: StoredValue<u32>,
    timer: StoredValue<Option<TimeoutHandle>>,
    shop: StoredValue<ShopInfo>,
    going: Going,
}

impl Combobox {
    fn new(text: String) -> Self {
        Self {
            text: RwSignal::new(text),
            choices: RwSignal::new(Vec::new()),
            answered: RwSignal::new(String::new()),
            active: RwSignal::new(None),
            open: RwSignal::new(false),
            asked: StoredValue::new(0),
            timer: StoredValue::new(None),
            shop: StoredValue::new(ShopInfo::current()),
            going: Going::here(),
        }
    }

    fn is_open(self) -> bool {
        self.open.get() && self.choices.with(|choices| !choices.is_empty())
    }

    fn type_text(self, text: String) {
        self.text.set(text);
        self.active.set(None);
        self.stop_timer();
        let number = self.asked.get_value().wrapping_add(1);
        self.asked.set_value(number);
        if self.text.with_untracked(|text| text.trim().is_empty()) {
            self.close();
            self.choices.set(Vec::new());
            return;
        }
        let handle = set_timeout_with_handle(move || self.ask(number), PAUSE);
        self.timer.set_value(handle.ok());
    }

    fn ask(self, number: u32) {
        let text = self.text.get_untracked().trim().to_owned();
        spawn_local(async move {
            let answer = suggest(text.clone()).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            // Without an answer the form still works: there is just nothing to offer.
            let found = answer.unwrap_or_default();
            let offered = self.shop.with_value(|shop| choices(&text, found, shop));
            self.active.set(None);
            self.answered.set(text);
            self.choices.set(offered);
            self.open.set(true);
        });
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        self.timer.set_value(None);
    }

    fn close(self) {
        self.open.set(false);
        self.active.set(None);
    }

    /// Ends the search: no late answer opens the list again.
    fn finish(self) {
        self.stop_timer();
        self.asked.update_value(|number| *number = number.wrapping_add(1));
        self.close();
        browser::close_popover("search");
        browser::blur();
    }

    fn go(self, path: String) {
        self.finish();
        self.going.to(path, Way::Link);
    }

    fn submit(self) {
        let text = self.text.get_untracked().trim().to_owned();
        let path = if text.is_empty() { "/products".to_owned() } else { results_address(&text) };
        self.go(path);
    }

    fn press(self, event: &KeyboardEvent) {
        let count = self.choices.with_untracked(Vec::len);
        let is_open = self.open.get_untracked() && count > 0;
        let active = self.active.get_untracked();
        let next = match (event.key().as_str(), active) {
            ("Escape", _) if is_open => {
                event.prevent_default();
                event.stop_propagation();
                return self.close();
            }
            ("Enter", Some(at)) if is_open => {
                let chosen = self.choices.with_untracked(|all| all.get(at).map(|choice| choice.href.clone()));
                if let Some(href) = chosen {
                    event.prevent_default();
                    self.go(href);
                }
                return;
            }
            ("ArrowDown" | "ArrowUp", _) if !is_open && count > 0 => {
                self.open.set(true);
                if event.key() == "ArrowDown" { Some(0) } else { Some(count - 1) }
            }
            ("ArrowDown", Some(at)) if is_open => (at + 1 < count).then_some(at + 1),
            ("ArrowUp", Some(at)) if is_open => at.checked_sub(1),
            // Without a choice these two move within the text, as in any field.
            ("ArrowDown", None) | ("Home", Some(_)) if is_open => Some(0),
            ("ArrowUp", None) | ("End", Some(_)) if is_open => Some(count - 1),
            _ => return,
        };
        event.prevent_default();
        self.active.set(next);
    }
}

/// The search box.
#[component]
pub fn SearchBox() -> impl IntoView {
    let location = use_location();
    let searched = location.query.with_untracked(|query| query.get("q")).unwrap_or_default();
    let combobox = Combobox::new(searched.clone());
    // A list for other words shows them here too.
    Effect::new(move |before: Option<String>| {
        let now = location.query.with(|query| query.get("q")).unwrap_or_default();
        if before.is_some_and(|before| before != now) {
            combobox.text.set(now.clone());
        }
        now
    });
    view! {
        <form
            class="search"
            id="search"
            popover="auto"
            role="search"
            aria-label="All products"
            action="/products"
            method="get"
            on:submit=move |event| {
                event.prevent_default();
                combobox.submit();
            }
            on:toggle=move |_| browser::focus_field_of_open("search")
        >
            <div class="search__row">
                <div class="search__box">
                    <span class="search__icon">{Icon::SEARCH.view()}</span>
                    {field(combobox, searched)}
                    <button class="search__submit icon-btn" type="submit" aria-label="Search">{Icon::ARROW.view()}</button>
                </div>
                <button
                    class="only-narrow icon-btn"
                    type="button"
                    popovertarget="search"
                    popovertargetaction="hide"
                    aria-label="Close search"
                >
                    {Icon::CLOSE.view()}
                </button>
            </div>
            {list(combobox)}
        </form>
    }
}

/// The field that one types into.
fn field(combobox: Combobox, searched: String) -> AnyView {
    let expanded = move || if combobox.is_open() { "true" } else { "false" };
    let pointed_at = move || combobox.active.get().map(choice_id);
    view! {
        <input
            class="input"
            type="search"
            name="q"
            aria-label="Search products"
            placeholder="Search"
            autocomplete="off"
            enterkeyhint="search"
            role="combobox"
            aria-expanded=expanded
            aria-controls="suggestions"
            aria-autocomplete="list"
            aria-activedescendant=pointed_at
            value=searched
            prop:value=move || combobox.text.get()
            on:input=move |event| combobox.type_text(event_target_value(&event))
            on:keydown=move |event| combobox.press(&event)
            on:blur=move |_| combobox.close()
        />
    }
    .into_any()
}

/// What is offered, while there is something to offer. The field keeps the focus, also where the list can be scrolled:
/// keys do not stop there.
fn list(combobox: Combobox) -> impl IntoView {
    move || {
        combobox.is_open().then(|| {
            let offered = combobox.choices.get();
            let shown = combobox.answered.with(|text| choice_list(offered, text, combobox.active));
            view! {
                <div
                    class="suggest"
                    id="suggestions"
                    role="listbox"
                    tabindex="-1"
                    aria-label="Suggestions"
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| combobox.finish()
                >
                    {shown}
                </div>
            }
        })
    }
}
