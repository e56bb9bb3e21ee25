//! A remark within a page.

use leptos::prelude::*;

use super::icon::Icon;

/// What a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Plain,
    /// Something went well.
    Good,
    /// Something went wrong; it is read out at once.
    Bad,
}

/// A remark with its icon.
pub fn notice(tone: Tone, words: String) -> impl IntoView {
    let (class, icon) = match tone {
        Tone::Plain => ("notice", Icon::ALERT),
        Tone::Good => ("notice notice--good", Icon::CHECK),
        Tone::Bad => ("notice notice--bad", Icon::ALERT),
    };
    view! { <p class=class role=(tone == Tone::Bad).then_some("alert")>{icon.view()}<span>{words}</span></p> }
}
