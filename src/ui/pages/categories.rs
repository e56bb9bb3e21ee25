//! All categories on one page.

use leptos::prelude::*;

use super::failure::Failure;
use crate::catalog::category::model::CategoryBranch;
use crate::server_fns::catalog::get_categories;
use crate::ui::components::breadcrumb::breadcrumb;
use crate::ui::json_ld;
use crate::ui::markup::Markup;
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

fn categories_view(categories: &[CategoryBranch], shop: &ShopInfo) -> AnyView {
    let head = Head {
        title: "All categories".to_owned(),
        description: ["Every category of ", &shop.name, ", room by room."].concat(),
        path: "/categories".to_owned(),
        ..Head::default()
    };
    let mut sections = Markup::default();
    for branch in categories {
        section(&mut sections, branch);
    }
    view! {
        {head.view(shop)}
        {json_ld::of_trail(shop, &[], "All categories", "/categories")}
        <div class="wrap">
            <div class="page-head">{breadcrumb(&[], "All categories")}<h1>"All categories"</h1></div>
            <div inner_html=sections.finish()></div>
        </div>
    }
    .into_any()
}

fn section(html: &mut Markup, branch: &CategoryBranch) {
    let id = ["category-", &branch.link.slug].concat();
    html.raw(r#"<section class="mb-12""#)
        .attribute("aria-labelledby", &id)
        .raw(r#"><div class="section__head"><h2 class="text-2xl""#)
        .attribute("id", &id)
        .raw(r#"><a class="underline""#)
        .href("/categories/", &branch.link.slug)
        .raw(">")
        .text(&branch.link.name)
        .raw(r#"</a></h2><span class="text-sm text-muted">"#)
        .number(branch.count)
        .raw(if branch.count == 1 { " product" } else { " products" })
        .raw(r#"</span></div><ul class="chips">"#);
    for child in &branch.children {
        html.raw(r#"<li><a class="chip""#)
            .href("/categories/", &child.link.slug)
            .raw(">")
            .text(&child.link.name)
            .raw(r#"<span class="text-xs text-muted">"#)
            .number(child.count)
            .raw("</span></a></li>");
    }
    html.raw("</ul></section>");
}
