//! The HTTP answer that a page is sent with.

/// Sets the status of the page that is being rendered; nothing in a browser.
#[cfg(feature = "ssr")]
pub(super) fn set_status(status: u16) {
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>()
        && let Ok(status) = axum::http::StatusCode::from_u16(status)
    {
        response.set_status(status);
    }
}

/// Sets the status of the page that is being rendered; nothing in a browser.
#[cfg(not(feature = "ssr"))]
pub(super) const fn set_status(_status: u16) {}
