//! The field for more pictures of a product, and how far those are that are being sent.

use leptos::prelude::*;

use super::Pictures;
use crate::ui::browser::admin::{self as dom, Sending};

impl Pictures {
    pub(super) fn adding(self, action: String) -> AnyView {
        let address = StoredValue::new(action.clone());
        let progress = move || self.sending.get().into_iter().map(sending_view).collect::<Vec<_>>();
        view! {
            <form
                class="adrop"
                method="post"
                action=action
                enctype="multipart/form-data"
                on:dragover=|event| event.prevent_default()
                on:drop=move |event| {
                    event.prevent_default();
                    self.send(&dom::dropped_files(&event), &address.get_value());
                }
                on:change=move |event| self.send(&dom::chosen_files(&event), &address.get_value())
            >
                <label class="afield__label" for="picture-files">"Add pictures"</label>
                <p class="afield__hint" id="picture-hint">"JPEG, PNG or WebP, up to 20 at once. Drop them here, or choose them."</p>
                <input
                    class="input--file"
                    id="picture-files"
                    type="file"
                    name="picture"
                    accept="image/jpeg,image/png,image/webp"
                    multiple=true
                    required=true
                    aria-describedby="picture-hint"
                />
                <button class="abtn adrop__send" type="submit">"Add"</button>
                <ul class="asending" aria-live="polite">{progress}</ul>
            </form>
        }
        .into_any()
    }

    fn send(self, files: &dom::Files, address: &str) {
        if files.is_empty() {
            return;
        }
        self.sending.set(Vec::new());
        dom::send_files(files, address, "picture", move |at, told| {
            let is_over = told.outcome.is_some();
            let updated = self.sending.try_update(|all| {
                if let Some(known) = all.get_mut(at) {
                    *known = told;
                } else {
                    all.push(told);
                }
                all.iter().all(|one| one.outcome.is_some())
            });
            if is_over && updated == Some(true) {
                self.load_again();
            }
        });
    }
}

fn sending_view(sending: Sending) -> AnyView {
    let words = match &sending.outcome {
        None => [&sending.percent.to_string(), " %"].concat(),
        Some(Ok(())) => "Added".to_owned(),
        Some(Err(words)) => words.clone(),
    };
    let is_bad = matches!(sending.outcome, Some(Err(_)));
    let label = ["Sending ", &sending.name].concat();
    view! {
        <li class=if is_bad { "asending__item asending__item--bad" } else { "asending__item" }>
            <span>{sending.name}</span>
            <progress max="100" value=sending.percent.to_string() aria-label=label></progress>
            <span>{words}</span>
        </li>
    }
    .into_any()
}
