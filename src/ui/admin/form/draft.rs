//! What was typed is kept in the browser until it is saved: whoever closed the page by mistake gets it back.

use leptos::prelude::*;
use leptos::serde_json;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::state::{FORM, FormState};
use crate::listing::Values;
use crate::ui::browser::{self, admin as dom};

/// So many milliseconds a draft is offered: the server knows for some days longer what was sent of it.
const LONGEST: f64 = 28.0 * 24.0 * 60.0 * 60.0 * 1000.0;

/// What is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Draft {
    /// When, in milliseconds since 1970.
    at: f64,
    request: Uuid,
    base: Values,
    values: Values,
}

fn name(state: FormState) -> String {
    ["draft:", state.of.kind, ":", state.id().as_deref().unwrap_or("new")].concat()
}

/// Keeps what stands in the form, where that differs from what is saved.
pub(super) fn keep(state: FormState) {
    if state.is_gone() {
        return;
    }
    if !untrack(move || state.is_changed()) {
        return drop_kept(state);
    }
    let draft = Draft {
        at: dom::now(),
        request: state.request.get_untracked(),
        base: state.base.get_untracked(),
        values: state.values.get_untracked(),
    };
    if let Ok(text) = serde_json::to_string(&draft) {
        browser::store(&name(state), &text);
    }
}

/// Nothing is kept any more.
pub(super) fn drop_kept(state: FormState) {
    dom::forget(&name(state));
}

/// Offers what was typed before, once the page has come to life.
pub(super) fn offer(state: FormState) -> AnyView {
    let found: RwSignal<Option<Draft>> = RwSignal::new(None);
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            let kept =
                browser::stored(&name(state)).and_then(|text| serde_json::from_str::<Draft>(&text).ok());
            let fresh = kept.filter(|draft| dom::now() - draft.at < LONGEST);
            let differs = fresh.filter(|draft| {
                state.values.with_untracked(|values| {
                    draft.values.iter().any(|(name, value)| values.get(name).is_some_and(|now| now != value))
                })
            });
            found.set(differs);
        }
    });
    let bring_back = move |_| {
        let Some(draft) = found.get_untracked() else { return };
        dom::fill(FORM, &draft.values);
        state.base.set(draft.base);
        state.request.set(draft.request);
        state.read();
        found.set(None);
    };
    let discard = move |_| {
        drop_kept(state);
        found.set(None);
    };
    let shown = move || {
        found.get().map(|draft| {
            view! {
                <div class="adraft" role="status">
                    <p>"You typed something here that was not saved."</p>
                    <button class="abtn" type="button" on:click=bring_back>
                        {["Bring back what you typed at ", &dom::clock(draft.at)].concat()}
                    </button>
                    <button class="abtn abtn--quiet" type="button" on:click=discard>"Discard"</button>
                </div>
            }
        })
    };
    shown.into_any()
}
