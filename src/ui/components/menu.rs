//! The category menu: a drawer on phones, a panel under the header on desktops. It opens without a script.

use leptos::prelude::*;

use super::header::Categories;
use super::icon::Icon;
use super::sheet::sheet_head;
use crate::catalog::category::model::CategoryBranch;
use crate::ui::theme::Theme;

/// The menu, opened by buttons that name `menu`.
#[component]
pub fn Menu(
    /// The category tree.
    categories: Categories,
) -> impl IntoView {
    let theme = Theme::current();
    let words = move || if theme.is_dark() { "Use the light theme" } else { "Use the dark theme" };
    view! {
        <div class="menu sheet" id="menu" popover="auto">
            {sheet_head("menu", "Shop", "Close menu")}
            <nav class="sheet__body" aria-label="Categories">
                <div class="menu__groups">
                    <Suspense>{Suspend::new(async move { groups(categories.await.unwrap_or_default()) })}</Suspense>
                </div>
                <div class="menu__foot">
                    <a href="/products">{Icon::SEARCH.view()}"All products"</a>
                    <button class="link link--quiet needs-script" type="button" on:click=move |_| theme.toggle()>
                        {Icon::THEME.view()}
                        {words}
                    </button>
                </div>
            </nav>
        </div>
    }
}

fn groups(categories: Vec<CategoryBranch>) -> impl IntoView {
    categories
        .into_iter()
        .map(|branch| {
            let children: Vec<_> = branch
                .children
                .into_iter()
                .map(|child| {
                    view! { <li><a href=["/categories/", &child.link.slug].concat()>{child.link.name}</a></li> }
                })
                .collect();
            view! {
                <div class="menu__group">
                    <a class="menu__title" href=["/categories/", &branch.link.slug].concat()>
                        {branch.link.name}
                        {Icon::RIGHT.view()}
                    </a>
                    <ul>{children}</ul>
                </div>
            }
        })
        .collect::<Vec<_>>()
}
