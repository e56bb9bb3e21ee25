//! What narrows a list down, with counts: a form that works by itself, a column on desktops, a drawer on
//! phones.

use leptos::prelude::*;

use super::state::Asked;
use super::{HIGHEST, LOWEST, Shared};
use crate::catalog::category::model::CategoryLink;
use crate::catalog::product::filter::ProductFilter;
use crate::catalog::product::model::ProductList;
use crate::ui::browser;
use crate::ui::components::field::field_error;
use crate::ui::components::sheet::sheet_head;
use crate::ui::markup::Markup;
use crate::ui::shop::{ShopInfo, currency_sign};

/// The fields of this form.
const OWN: [&str; 4] = ["min_price", "max_price", "in_stock", "rating"];

/// The form.
pub(super) fn facets(asked: &Asked, found: &ProductList, shop: &ShopInfo, shared: Shared) -> AnyView {
    let categories = asked.category.is_none().then(|| categories(asked, found));
    // Where nothing has a review yet, there is nothing to choose.
    let has_ratings = found.facets.ratings[3] > 0 || asked.filter.rating.is_some();
    let ratings = has_ratings.then(|| ratings(asked, found.facets.ratings, shared));
    // Without scripts the number would stay while one chooses.
    let total = found.page.total;
    let count = (total > 1).then(|| view! { <span class="needs-script">{total.to_string()}" "</span> });
    view! {
        <form
            class="facets sheet sheet--column"
            id="filters"
            popover="auto"
            action=asked.path.clone()
            method="get"
            autocomplete="off"
            aria-label="Filters"
            on:input=move |event| shared.follow(&event, &OWN)
            on:submit=move |event| {
                event.prevent_default();
                shared.choose(shared.address_with(&event, &OWN));
                browser::close_popover("filters");
            }
        >
            {sheet_head("filters", "Filters", "Close filters")}
            <div class="sheet__body">
                {categories}
                {prices(asked, shop)}
                {availability(asked, found.facets.in_stock, shared)}
                {ratings}
            </div>
            <div class="sheet__foot">
                {asked.rest(&OWN)}
                <button class="btn btn--primary btn--wide" type="submit">
                    <span>"Show "{count}"products"</span>
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// One end of the price range.
#[derive(Clone, Copy)]
enum Bound {
    Lowest,
    Highest,
}

fn prices(asked: &Asked, shop: &ShopInfo) -> AnyView {
    view! {
        <fieldset class="facet">
            <legend class="facet__title">"Price"</legend>
            <div class="facet__range">
                {price_field(Bound::Lowest, asked, shop)}
                {price_field(Bound::Highest, asked, shop)}
            </div>
        </fieldset>
    }
    .into_any()
}

fn price_field(bound: Bound, asked: &Asked, shop: &ShopInfo) -> AnyView {
    let (id, name, label) = match bound {
        Bound::Lowest => (LOWEST, "min_price", "From"),
        Bound::Highest => (HIGHEST, "max_price", "To"),
    };
    let of = move |asked: &Asked| match bound {
        Bound::Lowest => asked.min_price.clone(),
        Bound::Highest => asked.max_price.clone(),
    };
    let error = asked.errors.first(name).map(str::to_owned);
    let error_id = [id, "-error"].concat();
    let invalid = error.is_some().then_some("true");
    let described_by = error.is_some().then(|| error_id.clone());
    view! {
        <div class="field">
            <label class="field__hint" for=id>{label}</label>
            <div class="input-group">
                <span class="input-group__prefix" aria-hidden="true">{currency_sign(&shop.currency).to_owned()}</span>
                <input
                    class="input input--number input--small"
                    id=id
                    name=name
                    inputmode="decimal"
                    autocomplete="off"
                    aria-invalid=invalid
                    aria-describedby=described_by
                    value=of(asked)
                    />
            </div>
            {error.map(|message| field_error(error_id, message))}
        </div>
    }
    .into_any()
}

fn availability(asked: &Asked, count: u32, shared: Shared) -> AnyView {
    let in_stock = move || shared.asked.with(|asked| asked.filter.in_stock);
    view! {
        <fieldset class="facet">
            <legend class="facet__title">"Availability"</legend>
            <label class="check">
                <input
                    type="checkbox"
                    name="in_stock"
                    value="1"
                    checked=asked.filter.in_stock
                    prop:checked=in_stock
                />
                <span>"In stock"</span>
                <span class="facet__count">{count}</span>
            </label>
        </fieldset>
    }
    .into_any()
}

/// The choice of stars, with the number of products that have at least 4, 3 and 2.
fn ratings(asked: &Asked, counts: [u32; 4], shared: Shared) -> AnyView {
    view! {
        <fieldset class="facet">
            <legend class="facet__title">"Rating"</legend>
            {rating(None, "Any", None, asked, shared)}
            {rating(Some(4), "4 stars and up", Some(counts[0]), asked, shared)}
            {rating(Some(3), "3 stars and up", Some(counts[1]), asked, shared)}
            {rating(Some(2), "2 stars and up", Some(counts[2]), asked, shared)}
        </fieldset>
    }
    .into_any()
}

fn rating(
    stars: Option<u8>,
    words: &'static str,
    count: Option<u32>,
    asked: &Asked,
    shared: Shared,
) -> AnyView {
    let chosen = move || shared.asked.with(|asked| asked.filter.rating == stars);
    view! {
        <label class="check">
            <input
                type="radio"
                name="rating"
                value=stars.map(|stars| stars.to_string()).unwrap_or_default()
                checked=asked.filter.rating == stars
                prop:checked=chosen
            />
            <span>{words}</span>
            {count.map(|count| view! { <span class="facet__count">{count}</span> })}
        </label>
    }
    .into_any()
}

/// Links to the list of each category: the way up, the chosen one, those below or beside it.
fn categories(asked: &Asked, found: &ProductList) -> impl IntoView + use<> {
    let links = category_links(asked, found);
    view! {
        <nav class="facet" aria-labelledby="facet-category">
            <h2 class="facet__title" id="facet-category">"Category"</h2>
            <ul inner_html=links></ul>
        </nav>
    }
}

fn category_links(asked: &Asked, found: &ProductList) -> String {
    let mut html = Markup::default();
    let chosen = found.category.as_ref().map(|category| &category.link);
    let offered = &found.facets.categories;
    let total = found.page.total;
    // Where nothing matches anywhere they are ways out: to all that each category holds, so without counts.
    let is_way_out = chosen.is_none() && total == 0;
    let all = ProductFilter::default();
    let from = if is_way_out { &all } else { &asked.filter };
    let link = |html: &mut Markup, category: Option<&CategoryLink>, count: Option<u32>| {
        let filter = from.with(|filter| filter.category = category.map(|category| category.slug.clone()));
        let count = count.filter(|_| !is_way_out);
        category_link(html, &asked.address(&filter), category, count, category == chosen);
    };
    html.raw("<li>");
    link(&mut html, None, chosen.is_none().then_some(total));
    html.raw("</li>");
    for step in found.category.iter().flat_map(|category| &category.trail) {
        html.raw("<li>");
        link(&mut html, Some(step), None);
        html.raw("</li>");
    }
    // The chosen category stands among those beside it, or over those below it.
    let over = chosen.filter(|here| !offered.iter().any(|branch| branch.link == **here));
    if over.is_some() {
        html.raw("<li>");
        link(&mut html, over, Some(total));
        html.raw("<ul>");
    }
    for branch in offered {
        html.raw("<li>");
        link(&mut html, Some(&branch.link), Some(branch.count));
        html.raw("</li>");
    }
    if over.is_some() {
        html.raw("</ul></li>");
    }
    html.finish()
}

fn category_link(
    html: &mut Markup,
    address: &str,
    category: Option<&CategoryLink>,
    count: Option<u32>,
    is_here: bool,
) {
    html.raw("<a class=\"facet__link\" data-noscroll=\"\"")
        .attribute("href", address)
        .raw(if is_here { " aria-current=\"true\">" } else { ">" })
        .text(category.map_or("All", |category| &category.name));
    if let Some(count) = count {
        html.raw("<span class=\"facet__count\">").number(count).raw("</span>");
    }
    html.raw("</a>");
}
