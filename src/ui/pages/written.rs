//! Pages that the server writes out as text. Nothing in them reacts: the browser's program puts the text in its place
//! and knows nothing of what it says.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

use super::failure::Failure;
use crate::error::AppError;
use crate::ui::drawn::Drawn;
use crate::ui::json_ld;
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;

/// A page as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Written {
    /// The page in a sentence or two.
    pub description: String,
    /// The page itself, as HTML.
    pub html: String,
    /// The page for search engines, as JSON: on the server alone.
    #[serde(skip)]
    pub json: String,
}

/// The text of the page at a path. It stands beside the pages, which write it.
///
/// # Errors
/// "Page not found" where no such page is written.
#[server(name = GetWritten, prefix = "/fn", endpoint = "written", input = GetUrl)]
pub(crate) async fn get_written(path: String) -> Result<Written, AppError> {
    use super::{categories, home};
    use crate::server_fns::catalog;
    use crate::ui::late::late;

    let shop = ShopInfo::current();
    match path.as_str() {
        home::PATH => Ok(home::text::written(&catalog::home().await?, &shop)),
        categories::PATH => Ok(categories::text::written(&catalog::all_categories().await?, &shop)),
        _ => catalog::no_such_page(),
    }
    .map(|page| Written { html: late(page.html), ..page })
}

/// What the program knows of such a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct WrittenPage {
    /// The title, without the shop's name; empty where the shop's name is the title.
    pub title: &'static str,
    /// The page's address.
    pub path: &'static str,
    /// The shapes that stand there until the text has come, as HTML.
    pub loading: fn() -> String,
}

impl WrittenPage {
    /// The page.
    pub fn view(self) -> AnyView {
        let text = Resource::new(
            || (),
            move |()| async move { Box::pin(get_written(self.path.to_owned())).await.map(Drawn) },
        );
        let loading = move || {
            let shapes = (self.loading)();
            view! { <div class="loading" aria-busy="true" inner_html=shapes></div> }
        };
        view! {
            <Suspense fallback=loading>
                {Suspend::new(async move {
                    match text.await {
                        Ok(Drawn(text)) => self.shown(text),
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })}
            </Suspense>
        }
        .into_any()
    }

    fn shown(self, text: Written) -> AnyView {
        let head = Head {
            title: self.title.to_owned(),
            description: text.description,
            path: self.path.to_owned(),
            ..Head::default()
        };
        view! {
            {head.view(&ShopInfo::current())}
            {json_ld::element(text.json)}
            <div inner_html=text.html></div>
        }
        .into_any()
    }
}
