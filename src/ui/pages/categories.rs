//! All categories on one page.

use leptos::prelude::*;

use super::failure::Failure;
use crate::catalog::category::model::CategoryBranch;
use crate::server_fns::catalog::get_categories;
use crate::ui::components::breadcrumb::breadcrumb;
use crate::ui::json_ld;
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;

/// The category tree, two levels deep.
#[component]
pub fn CategoriesPage() -> impl IntoView {
    let categories = Resource::new(|| (), |()| get_categories());
    view! {
        <Suspense>
            {Suspend::new(async move {
                match categories.await {
                    Ok(categories) => categories_view(&categories, &ShopInfo::current()).into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

fn categories_view(categories: &[CategoryBranch], shop: &ShopInfo) -> impl IntoView + use<> {
    let head = Head {
        title: "All categories".to_owned(),
        description: ["Every category of ", &shop.name, ", room by room."].concat(),
        path: "/categories".to_owned(),
        ..Head::default()
    };
    let sections: Vec<_> = categories.iter().map(section).collect();
    view! {
        {head.view(shop)}
        {json_ld::of_trail(shop, &[], "All categories", "/categories")}
        <div class="wrap">
            <div class="page-head">{breadcrumb(Vec::new(), "All categories".to_owned())}<h1>"All categories"</h1></div>
            {sections}
        </div>
    }
}

fn section(branch: &CategoryBranch) -> impl IntoView + use<> {
    let id = ["category-", &branch.link.slug].concat();
    let labelled = id.clone();
    let windows: Vec<_> = branch.children.iter().map(category_link).collect();
    view! {
        <section class="mb-12" aria-labelledby=labelled>
            <div class="section__head">
                <h2 class="text-2xl" id=id>
                    <a class="underline" href=["/categories/", &branch.link.slug].concat()>{branch.link.name.clone()}</a>
                </h2>
                <span class="text-sm text-muted">{counted(branch.count)}</span>
            </div>
            <ul class="chips">{windows}</ul>
        </section>
    }
}

fn category_link(branch: &CategoryBranch) -> impl IntoView + use<> {
    view! {
        <li>
            <a class="chip" href=["/categories/", &branch.link.slug].concat()>
                {branch.link.name.clone()}
                <span class="text-xs text-muted">{branch.count}</span>
            </a>
        </li>
    }
}

fn counted(count: u32) -> String {
    [count.to_string().as_str(), if count == 1 { " product" } else { " products" }].concat()
}
