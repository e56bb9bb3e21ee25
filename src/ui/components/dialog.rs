//! A question that has to be answered before anything else.

use leptos::prelude::*;

use super::button::Weight;

/// A dialog with two ways out; the browser closes it by either.
#[component]
pub fn Dialog(
    /// The id that it is opened by.
    id: &'static str,
    /// The question.
    title: &'static str,
    /// What follows from the answer.
    text: &'static str,
    /// The button that changes nothing.
    keep: &'static str,
    /// The button that does it.
    act: &'static str,
) -> impl IntoView {
    let title_id = [id, "-title"].concat();
    let labelled = title_id.clone();
    view! {
        <dialog class="dialog" id=id aria-labelledby=labelled>
            <h2 class="dialog__title" id=title_id>{title}</h2>
            <p class="dialog__text">{text}</p>
            <form class="dialog__actions" method="dialog">
                <button class=Weight::Secondary.class() value="keep">{keep}</button>
                <button class=Weight::Danger.class() value="act">{act}</button>
            </form>
        </dialog>
    }
}
