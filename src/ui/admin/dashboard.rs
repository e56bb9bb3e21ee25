//! The first page of staff: what needs somebody, and how things stand. Each part shows to those who may see it.

use leptos::prelude::*;

use super::{chart, entries, parts, words};
use crate::admin::Found;
use crate::admin::dashboard::Dashboard;
use crate::server_fns::admin::work::admin_dashboard;
use crate::ui::filled::filled;
use crate::ui::markup::Markup;
use crate::ui::pages::failure::Failure;

/// The first page.
#[component]
pub(crate) fn AdminHomePage() -> impl IntoView {
    let loaded = Resource::new(|| (), |()| admin_dashboard());
    let again = Callback::new(move |()| loaded.refetch());
    view! {
        <Transition fallback=|| view! { <p role="status">"Loading the overview"</p> }>
            {filled(move || Suspend::new(async move {
                match loaded.await {
                    Ok(numbers) => drawn(&numbers, again),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            }))}
        </Transition>
    }
}

fn drawn(numbers: &Dashboard, again: Callback<()>) -> AnyView {
    let status = |name: &str| match name {
        "draft" | "published" | "archived" => ["/admin/products?status=", name].concat(),
        // What is deleted has no status of its own.
        _ => "/admin/products?trash=1".to_owned(),
    };
    let by_status = numbers
        .by_status
        .as_ref()
        .map(|rows| card("Products", ("/admin/products", "All products"), chart::shares(rows, status)));
    let low = numbers.low.as_ref().map(|found| {
        let title = ["Running low: ", &words::number(numbers.low_count)].concat();
        let all = ("/admin/products?status=published&stock=low", "All that run low");
        card(&title, all, found_list(found, "Nothing runs low."))
    });
    let sold_out = numbers.sold_out.as_ref().map(|found| {
        let title = ["Sold out: ", &words::number(numbers.sold_out_count)].concat();
        let all = ("/admin/products?status=published&stock=none", "All that are sold out");
        card(&title, all, found_list(found, "Everything is in stock."))
    });
    let reviews = numbers.reviews.as_ref().map(|found| {
        let title = match numbers.pending {
            0 => "Newest reviews".to_owned(),
            some => ["Reviews, ", &words::number(some), " to look at"].concat(),
        };
        let all = ("/admin/reviews?status=pending", "All that wait");
        card(&title, all, found_list(found, "Nobody has written a review yet."))
    });
    let movements = numbers.movements.as_ref().map(|days| {
        let drawing = chart::flow("movements", "Stock in the last 30 days", days);
        card("Stock", ("/admin/movements", "All movements"), drawing)
    });
    let jobs = numbers.failed_jobs.as_ref().map(|found| {
        let all = ("/admin/jobs?state=failed", "All that failed");
        card("Jobs that failed", all, found_list(found, "Every job did its work."))
    });
    let recent = (!numbers.recent.is_empty()).then(|| {
        let list = entries::list(&numbers.recent, "/admin/audit", true, again);
        card("What was done last", ("/admin/audit", "The whole history"), list)
    });
    view! {
        {parts::head("Overview")}
        <div class="ahead"><h1 class="ahead__title">"Overview"</h1></div>
        <div class="cards">{by_status}{low}{sold_out}{reviews}{movements}{jobs}</div>
        {recent}
    }
    .into_any()
}

fn card(title: &str, (address, words): (&'static str, &'static str), content: AnyView) -> AnyView {
    view! {
        <section class="acard" aria-label=title.to_owned()>
            <div class="acard__head">
                <h2 class="acard__title">{title.to_owned()}</h2>
                <a class="link link--quiet" href=address>{words}</a>
            </div>
            {content}
        </section>
    }
    .into_any()
}

fn found_list(found: &[Found], none: &'static str) -> AnyView {
    if found.is_empty() {
        return view! { <p class="acard__none">{none}</p> }.into_any();
    }
    let mut html = Markup::default();
    for one in found {
        html.raw("<li><a class=\"acard__link\"").attribute("href", &one.path).raw("><span>").text(&one.words);
        html.raw("</span>");
        html.raw("<span class=\"acard__kind\">").text(&one.kind).raw("</span></a></li>");
    }
    view! { <ul class="acard__list" inner_html=html.finish()></ul> }.into_any()
}
