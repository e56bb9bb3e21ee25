//! Short messages over the page that go by themselves.

use std::time::Duration;

use leptos::prelude::*;

use super::icon::Icon;

/// For so long a message stays.
const STAYS: Duration = Duration::from_secs(6);
/// So many messages show at once; the oldest gives way.
const MOST: usize = 3;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    number: u32,
    words: String,
}

/// The messages that show at present.
#[derive(Clone, Copy, Debug)]
pub struct Toasts(RwSignal<Vec<Toast>>);

impl Toasts {
    /// Makes a place for messages.
    pub fn provide() {
        provide_context(Self(RwSignal::new(Vec::new())));
    }

    /// The place for messages of this page.
    #[must_use]
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self(RwSignal::new(Vec::new())))
    }

    /// Shows a message (in a browser).
    pub fn show(self, words: impl Into<String>) {
        let number = self.0.with_untracked(|all| all.last().map_or(0, |last| last.number.wrapping_add(1)));
        self.0.update(|all| {
            if all.len() >= MOST {
                all.remove(0);
            }
            all.push(Toast { number, words: words.into() });
        });
        set_timeout(move || self.dismiss(number), STAYS);
    }

    fn dismiss(self, number: u32) {
        let _ = self.0.try_update(|all| all.retain(|toast| toast.number != number));
    }
}

/// Where messages appear.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = Toasts::here();
    let shown = move || {
        toasts
            .0
            .get()
            .into_iter()
            .map(|toast| {
                view! {
                    <div class="toast">
                        <span>{toast.words}</span>
                        <button
                            class="icon-btn"
                            type="button"
                            aria-label="Dismiss"
                            on:click=move |_| toasts.dismiss(toast.number)
                        >
                            {Icon::CLOSE.view()}
                        </button>
                    </div>
                }
            })
            .collect::<Vec<_>>()
    };
    view! { <div class="toasts" role="status" aria-live="polite">{shown}</div> }
}
