//! Long texts of a page stay out of its rendering: a mark stands for each of them while views are drawn, joined and
//! streamed, and whoever sends the page puts the text itself in its place. What is copied a dozen times is then short.

#[cfg(feature = "ssr")]
use std::sync::Arc;

/// Shorter texts (in bytes) are not worth a mark.
#[cfg(feature = "ssr")]
const WORTH_IT: usize = 512;

/// Keeps a text until the page is sent, and gives the mark that stands for it; in the context of a page that is drawn
/// for a document.
#[cfg(feature = "ssr")]
#[derive(Clone)]
pub struct KeepLate(pub Arc<dyn Fn(String) -> String + Send + Sync>);

/// HTML for `inner_html`: the text itself, or on the server the mark of one that is put in later.
pub(crate) fn late(text: String) -> String {
    #[cfg(feature = "ssr")]
    if text.len() >= WORTH_IT
        && let Some(KeepLate(keep)) = leptos::prelude::use_context()
    {
        return keep(text);
    }
    text
}
