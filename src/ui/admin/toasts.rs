//! Short messages of the staff side, some with a button: what was done can be taken back from there.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::words;
use crate::admin::ActDone;
use crate::error::AppError;
use crate::listing::Declaration;
use crate::server_fns::admin::history::admin_undo;
use crate::ui::components::icon::Icon;
use crate::ui::going::{Going, Way};
use crate::ui::reply::in_words;

/// For so long a message stays.
const STAYS: Duration = Duration::from_secs(8);
/// So many messages stand there at once.
const MOST: usize = 3;

/// A message.
#[derive(Clone)]
struct Toast {
    number: u32,
    words: String,
    action: Option<(&'static str, Callback<()>)>,
    is_bad: bool,
}

/// The messages that show, the newest last, and how many there ever were: no two have one number, which the timer of
/// each knows it by.
#[derive(Default)]
struct Shown {
    all: Vec<Toast>,
    made: u32,
}

impl Shown {
    /// Adds a message; answers its number.
    fn add(&mut self, words: String, action: Option<(&'static str, Callback<()>)>, is_bad: bool) -> u32 {
        let number = self.made;
        self.made = number.wrapping_add(1);
        // The same once more is one message; of two that can be taken back each has its own button.
        self.all.retain(|other| other.words != words || other.action.is_some() || action.is_some());
        self.all.push(Toast { number, words, action, is_bad });
        let over = self.all.len().saturating_sub(MOST);
        self.all.drain(..over);
        number
    }

    fn dismiss(&mut self, number: u32) {
        self.all.retain(|toast| toast.number != number);
    }
}

/// The messages that show at present.
#[derive(Clone, Copy)]
pub(super) struct AdminToasts {
    shown: RwSignal<Shown>,
    /// How often something was taken back: lists load anew then.
    pub undone: RwSignal<u32>,
    /// The router, which stays when a page is left.
    going: Going,
}

impl AdminToasts {
    /// Makes a place for messages.
    pub fn provide() -> Self {
        let toasts = Self::new();
        provide_context(toasts);
        toasts
    }

    /// The place for messages of this page.
    pub fn here() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    fn new() -> Self {
        Self { shown: RwSignal::new(Shown::default()), undone: RwSignal::new(0), going: Going::here() }
    }

    /// Says that something was done.
    pub fn show(self, words: impl Into<String>) {
        self.add(words.into(), None, false);
    }

    /// Says that something went wrong.
    pub fn fail(self, words: impl Into<String>) {
        self.add(words.into(), None, true);
    }

    /// Says why something was not done; `of` is the kind whose fields are named.
    pub fn refuse(self, of: Option<&Declaration>, error: &AppError) {
        self.fail(words::wrong(of, &in_words(error)));
    }

    /// Says that something was done, with a button.
    pub fn show_with(
        self,
        words: impl Into<String>,
        label: &'static str,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        self.add(words.into(), Some((label, Callback::new(move |()| act()))), false);
    }

    /// Says that something was done that can be taken back; `then` is called when it was.
    pub fn show_undo(self, words: impl Into<String>, entry: Option<Uuid>, then: Callback<()>) {
        match entry {
            Some(entry) => self.show_with(words, "Undo", move || self.undo(entry, then)),
            None => self.show(words),
        }
    }

    /// Takes back what was done under an entry.
    pub fn undo(self, entry: Uuid, then: Callback<()>) {
        spawn_local(async move {
            match admin_undo(entry).await {
                Ok(ActDone::Done { acted, .. }) => {
                    self.show(if acted.problems.is_empty() {
                        "Taken back.".to_owned()
                    } else {
                        ["Taken back, but not all: ", &acted.problems.join("; "), "."].concat()
                    });
                    let _ = self.undone.try_update(|undone| *undone += 1);
                    // The page may have been left since.
                    let _ = then.try_run(());
                }
                Ok(ActDone::Running { run }) => {
                    self.going.to(["/admin/bulk/", &run.to_string()].concat(), Way::Link);
                }
                Err(error) => self.refuse(None, &error),
            }
        });
    }

    fn add(self, words: String, action: Option<(&'static str, Callback<()>)>, is_bad: bool) {
        let number = self.shown.try_update(|shown| shown.add(words, action, is_bad));
        let Some(number) = number else { return };
        set_timeout(move || self.dismiss(number), STAYS);
    }

    fn dismiss(self, number: u32) {
        let _ = self.shown.try_update(|shown| shown.dismiss(number));
    }
}

/// Where messages appear.
pub(super) fn toast_region(toasts: AdminToasts) -> AnyView {
    let shown = move || {
        let all = toasts.shown.with(|shown| shown.all.clone());
        all.into_iter().map(|toast| toast_view(toasts, toast)).collect::<Vec<_>>()
    };
    view! { <div class="toasts" role="status" aria-live="polite">{shown}</div> }.into_any()
}

fn toast_view(toasts: AdminToasts, toast: Toast) -> AnyView {
    let number = toast.number;
    let action = toast.action.map(|(label, act)| {
        let press = move |_| {
            toasts.dismiss(number);
            let _ = act.try_run(());
        };
        view! { <button class="toast__action" type="button" on:click=press>{label}</button> }
    });
    view! {
        <div class=if toast.is_bad { "toast toast--bad" } else { "toast" }>
            <span>{toast.words}</span>
            {action}
            <button
                class="icon-btn"
                type="button"
                aria-label="Dismiss"
                on:click=move |_| toasts.dismiss(number)
            >
                {Icon::CLOSE.view()}
            </button>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Option<(&str, Callback<()>)> = None;

    fn words(shown: &Shown) -> Vec<&str> {
        shown.all.iter().map(|toast| toast.words.as_str()).collect()
    }

    #[test]
    fn the_same_message_once_more_is_one_but_of_two_with_a_button_both_stay() {
        Owner::new().with(|| {
            let undo = Some(("Undo", Callback::new(|()| ())));
            let mut shown = Shown::default();
            for _ in 0..2 {
                shown.add("Taken back.".to_owned(), PLAIN, false);
            }
            assert_eq!(words(&shown), ["Taken back."]);
            for _ in 0..2 {
                shown.add("Saved.".to_owned(), undo, false);
            }
            assert_eq!(words(&shown), ["Taken back.", "Saved.", "Saved."]);
            shown.add("Moved.".to_owned(), PLAIN, false);
            assert_eq!(words(&shown), ["Saved.", "Saved.", "Moved."], "the oldest makes room");
        });
    }

    #[test]
    fn a_message_after_all_others_are_gone_is_not_dismissed_by_a_timer_of_theirs() {
        let mut shown = Shown::default();
        let first = shown.add("Saved.".to_owned(), PLAIN, false);
        shown.dismiss(first);
        shown.add("Moved.".to_owned(), PLAIN, false);
        shown.dismiss(first);
        assert_eq!(words(&shown), ["Moved."]);
    }
}
