//! A field of a form with its label, its hint and what is wrong with it.

use leptos::prelude::*;

use super::icon::Icon;

/// The message under a field.
pub fn field_error(id: String, message: String) -> impl IntoView {
    view! { <p class="field__error" id=id>{Icon::ALERT.small()}<span>{message}</span></p> }
}

/// A line of text to enter.
#[component]
pub fn TextField(
    /// The field's id, from which that of its message is made.
    id: &'static str,
    /// Its name in the form.
    name: &'static str,
    /// What to enter.
    label: &'static str,
    /// `text`, `email` and so on.
    #[prop(default = "text")]
    kind: &'static str,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// A line of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with what was entered.
    #[prop(optional, into)]
    error: Option<String>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// Whether it cannot be changed.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    let error_id = [id, "-error"].concat();
    let described_by = error.is_some().then(|| error_id.clone());
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {label}
                {optional.then(|| view! { <span class="field__optional">" (optional)"</span> })}
            </label>
            <input
                class="input"
                id=id
                name=name
                type=kind
                value=value
                disabled=disabled
                aria-invalid=invalid
                aria-describedby=described_by
            />
            {hint.map(|hint| view! { <p class="field__hint">{hint}</p> })}
            {error.map(|message| field_error(error_id, message))}
        </div>
    }
}

/// A box to tick.
pub fn check(name: &'static str, value: &'static str, words: &'static str, checked: bool) -> impl IntoView {
    view! {
        <label class="check"><input type="checkbox" name=name value=value checked=checked/><span>{words}</span></label>
    }
}
