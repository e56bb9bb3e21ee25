//! Icons: symbols of one file that the browser loads once, `/icons.svg`.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::ui::markup::Markup;

/// An icon, by its place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon(&'static str);

impl Icon {
    /// Three lines.
    pub const MENU: Self = Self("/icons.svg#i-menu");
    /// A lens.
    pub const SEARCH: Self = Self("/icons.svg#i-search");
    /// A cross.
    pub const CLOSE: Self = Self("/icons.svg#i-close");
    /// A disc, half dark.
    pub const THEME: Self = Self("/icons.svg#i-theme");
    /// An angle that points down.
    pub const DOWN: Self = Self("/icons.svg#i-down");
    /// An angle that points right.
    pub const RIGHT: Self = Self("/icons.svg#i-right");
    /// An arrow to the right.
    pub const ARROW: Self = Self("/icons.svg#i-arrow");
    /// A tick.
    pub const CHECK: Self = Self("/icons.svg#i-check");
    /// An exclamation mark in a ring.
    pub const ALERT: Self = Self("/icons.svg#i-alert");
    /// Two sliders.
    pub const FILTER: Self = Self("/icons.svg#i-filter");
    /// A heart.
    pub const HEART: Self = Self("/icons.svg#i-heart");
    /// Head and shoulders.
    pub const ACCOUNT: Self = Self("/icons.svg#i-account");
    /// A star.
    pub const STAR: Self = Self("/icons.svg#i-star");

    /// The icon in its usual size, as HTML. Only those that stand in lists have one.
    #[must_use]
    pub fn html(self) -> &'static str {
        match self {
            Self::STAR => r#"<svg class="icon" aria-hidden="true"><use href="/icons.svg#i-star"/></svg>"#,
            Self::RIGHT => r#"<svg class="icon" aria-hidden="true"><use href="/icons.svg#i-right"/></svg>"#,
            Self::CLOSE => r#"<svg class="icon" aria-hidden="true"><use href="/icons.svg#i-close"/></svg>"#,
            _ => "",
        }
    }

    /// The icon in its usual size.
    pub fn view(self) -> impl IntoView {
        view! { <svg class="icon" aria-hidden="true"><use_ href=self.0></use_></svg> }
    }

    /// The icon as it stands within a line of text.
    pub fn small(self) -> impl IntoView {
        view! { <svg class="icon icon--small" aria-hidden="true"><use_ href=self.0></use_></svg> }
    }
}

/// The lines of the shop's sign. The browser's program never draws it: header and footer are in the document.
const SIGN: &str = if cfg!(feature = "ssr") {
    r#"<path fill-rule="evenodd" d="M0 10a10 10 0 0 1 20 0v13.5H0zM2.25 10v11.25h15.5V10a7.75 7.75 0 0 0-15.5 0z"/><path d="M8.3 8.5h3.4v.9c-.5.4-.7.9-.7 1.5 0 1.7 3.6 2.6 3.6 6.2 0 1.6-.7 3-1.8 4.15H7.2c-1.1-1.15-1.8-2.55-1.8-4.15 0-3.6 3.6-4.5 3.6-6.2 0-.6-.2-1.1-.7-1.5zM-1.5 23.25h23V26h-23z"/>"#
} else {
    ""
};

/// The sign of the shop, a vase in a window, with the shop's name.
pub fn wordmark(name: String) -> impl IntoView {
    view! {
        <svg viewBox="-1.5 0 23 26" aria-hidden="true" inner_html=SIGN></svg>
        <span>{name}</span>
    }
}

/// The same, as HTML.
#[cfg(feature = "ssr")]
pub fn write_wordmark(html: &mut Markup, name: &str) {
    html.raw(r#"<svg viewBox="-1.5 0 23 26" aria-hidden="true">"#)
        .raw(SIGN)
        .raw("</svg><span>")
        .text(name)
        .raw("</span>");
}
