//! Where there is nothing to show: what happened, and what to do.

use leptos::prelude::*;

/// The empty window that is drawn over such words.
fn window_art(urgent: bool) -> AnyView {
    if urgent {
        view! {
            <svg class="empty__art" viewBox="0 0 96 120" aria-hidden="true">
                <path d="M8 112V48a40 40 0 0 1 80 0v64M2 112h92"></path>
                <path class="accent" d="M24 94h48"></path>
                <path d="M48 60v14M48 80v.500"></path>
                <path d="M30 40a22 22 0 0 1 12-12"></path>
            </svg>
        }
        .into_any()
    } else {
        view! {
            <svg class="empty__art" viewBox="0 0 96 120" aria-hidden="true">
                <path d="M8 112V48a40 40 0 0 1 80 0v64M2 112h92"></path>
                <path class="accent" d="M24 94h48"></path>
                <path d="M30 40a22 22 0 0 1 12-12"></path>
            </svg>
        }
        .into_any()
    }
}

/// An empty state; an urgent one is read out at once.
#[component]
pub fn Empty(
    /// What happened.
    #[prop(into)]
    title: String,
    /// What that means and what helps.
    #[prop(into)]
    text: String,
    /// Whether it is a failure.
    #[prop(optional)]
    urgent: bool,
    /// Links and buttons.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty" role=urgent.then_some("alert")>
            {window_art(urgent)}
            <h2 class="empty__title">{title}</h2>
            <p class="empty__text">{text}</p>
            <div class="empty__actions">{children()}</div>
        </div>
    }
}
