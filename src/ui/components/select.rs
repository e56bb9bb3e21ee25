//! A choice of one among several, folded away.

use leptos::prelude::*;

use super::icon::Icon;

/// A select with its label beside it, or without a frame and with a label that is only read out.
#[component]
pub fn Select(
    /// Its id.
    id: &'static str,
    /// Its name in the form.
    name: &'static str,
    /// What is chosen.
    label: &'static str,
    /// Values and words.
    options: Vec<(&'static str, &'static str)>,
    /// The value that is chosen.
    #[prop(into)]
    chosen: Signal<String>,
    /// Whether it stands without a frame.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let class = if bare { "select select--bare" } else { "select" };
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, words)| {
            let is_chosen = chosen.get_untracked() == value;
            view! { <option value=value selected=is_chosen>{words}</option> }
        })
        .collect();
    let select = view! {
        <span class=class>
            <select id=id name=name aria-label=bare.then_some(label) prop:value=move || chosen.get()>{options}</select>
            {Icon::DOWN.small()}
        </span>
    };
    if bare {
        select.into_any()
    } else {
        view! { <div class="field"><label class="field__label" for=id>{label}</label>{select}</div> }
            .into_any()
    }
}
