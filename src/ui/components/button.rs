//! Buttons, and links that look like buttons.

use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do.
    #[default]
    Primary,
    /// One of several.
    Secondary,
    /// Beside the others.
    Quiet,
    /// Destroys something.
    Danger,
}

impl Weight {
    /// The classes of a button of this weight.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn btn--primary",
            Self::Secondary => "btn btn--secondary",
            Self::Quiet => "btn btn--quiet",
            Self::Danger => "btn btn--danger",
        }
    }
}

/// A button that a script answers.
#[component]
pub fn Button(
    /// How much it asks for attention.
    #[prop(optional)]
    weight: Weight,
    /// Whether its work is under way.
    #[prop(optional)]
    busy: bool,
    /// Whether it cannot be used.
    #[prop(optional)]
    disabled: bool,
    /// What it does.
    #[prop(optional, into)]
    press: Option<Callback<()>>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class=weight.class()
            type="button"
            disabled=disabled
            aria-busy=busy.then_some("true")
            on:click=move |_| {
                if let Some(press) = press {
                    press.run(());
                }
            }
        >
            {children()}
        </button>
    }
}

/// A link that leads on, as a button.
pub fn button_link(weight: Weight, href: String, words: &'static str) -> impl IntoView {
    view! { <a class=weight.class() href=href>{words}</a> }
}
