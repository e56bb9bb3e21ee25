//! What stands where a resource is waited for.

use leptos::prelude::Suspend;

/// What a resource fills, on the server: made once. What waits for resources looks at its children twice before it
/// draws them, and would call a closure anew each time: a list was made two or three times for each page.
#[cfg(feature = "ssr")]
pub(crate) fn filled<T>(fill: impl FnOnce() -> Suspend<T>) -> Suspend<T> {
    fill()
}

/// What a resource fills, in the browser: made anew when something changes that it reads.
#[cfg(not(feature = "ssr"))]
pub(crate) const fn filled<T, F: Fn() -> Suspend<T> + Send + 'static>(fill: F) -> F {
    fill
}
