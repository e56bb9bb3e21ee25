//! A choice of one among several, folded away.

use leptos::prelude::*;

use super::icon::Icon;

/// A select with its label beside it, or without a frame and with a label that is only read out.
#[component]
pub fn Select<F>(
    /// Its id.
    id: &'static str,
    /// Its name in the form.
    name: &'static str,
    /// What is chosen.
    label: &'static str,
    /// Values and words.
    options: Vec<(&'static str, &'static str)>,
    /// The value that is chosen. A plain function: a signal made for one list would be gone while the field
    /// still asks for it.
    chosen: F,
    /// Whether it stands without a frame.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView
where
    F: Fn() -> String + Copy + Send + Sync + 'static,
{
    let class = if bare { "select select--bare" } else { "select" };
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, words)| {
            let is_chosen = untrack(chosen) == value;
            view! { <option value=value selected=is_chosen>{words}</option> }
        })
        .collect();
    let select = view! {
        <span class=class>
            <select id=id name=name aria-label=bare.then_some(label) prop:value=chosen>{options}</select>
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
