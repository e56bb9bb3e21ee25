//! What narrows a list down, with counts: a form that works by itself, a column on desktops, a drawer on
//! phones.

use leptos::prelude::*;

use super::Shared;
use super::state::Asked;
use crate::catalog::category::model::{CategoryBranch, CategoryLink};
use crate::catalog::product::model::ProductList;
use crate::ui::browser;
use crate::ui::components::field::field_error;
use crate::ui::components::sheet::sheet_head;
use crate::ui::shop::{ShopInfo, currency_sign};

/// The fields of this form.
const OWN: [&str; 4] = ["min_price", "max_price", "in_stock", "rating"];

/// The form.
pub(super) fn facets(
    asked: &Asked,
    found: &ProductList,
    shop: &ShopInfo,
    shared: Shared,
) -> impl IntoView + use<> {
    let categories = asked.category.is_none().then(|| categories(asked, found));
    let counts = found.facets.ratings;
    let total = found.page.total;
    let show = ["Show ", &total.to_string(), if total == 1 { " product" } else { " products" }].concat();
    let in_stock = move || shared.asked.with(|asked| asked.filter.in_stock);
    view! {
        <form
            class="facets sheet sheet--column"
            id="filters"
            popover="auto"
            action=asked.path.clone()
            method="get"
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
                <fieldset class="facet">
                    <legend class="facet__title">"Price"</legend>
                    <div class="facet__range">
                        {price_field(Bound::Lowest, asked, shop, shared)}
                        {price_field(Bound::Highest, asked, shop, shared)}
                    </div>
                </fieldset>
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
                        <span class="facet__count">{found.facets.in_stock}</span>
                    </label>
                </fieldset>
                <fieldset class="facet">
                    <legend class="facet__title">"Rating"</legend>
                    {rating(None, "Any", None, asked, shared)}
                    {rating(Some(4), "4 stars and up", Some(counts[0]), asked, shared)}
                    {rating(Some(3), "3 stars and up", Some(counts[1]), asked, shared)}
                    {rating(Some(2), "2 stars and up", Some(counts[2]), asked, shared)}
                </fieldset>
            </div>
            <div class="sheet__foot">
                {asked.rest(&OWN)}
                <button class="btn btn--primary btn--wide" type="submit">{show}</button>
            </div>
        </form>
    }
}

/// One end of the price range.
#[derive(Clone, Copy)]
enum Bound {
    Lowest,
    Highest,
}

fn price_field(bound: Bound, asked: &Asked, shop: &ShopInfo, shared: Shared) -> impl IntoView + use<> {
    let (id, name, label) = match bound {
        Bound::Lowest => ("min-price", "min_price", "From"),
        Bound::Highest => ("max-price", "max_price", "To"),
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
                    prop:value=move || shared.asked.with(of)
                />
            </div>
            {error.map(|message| field_error(error_id, message))}
        </div>
    }
}

fn rating(
    stars: Option<u8>,
    words: &'static str,
    count: Option<u32>,
    asked: &Asked,
    shared: Shared,
) -> impl IntoView + use<> {
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
}

/// Links to the list of each category: the way up, the chosen one, those below or beside it.
fn categories(asked: &Asked, found: &ProductList) -> impl IntoView + use<> {
    let link = |category: Option<&CategoryLink>, count: Option<u32>, is_here: bool| {
        let filter =
            asked.filter.with(|filter| filter.category = category.map(|category| category.slug.clone()));
        let name = category.map_or_else(|| "All".to_owned(), |category| category.name.clone());
        view! {
            <a class="facet__link" href=asked.address(&filter) data-noscroll="" aria-current=is_here.then_some("true")>
                {name}
                {count.map(|count| view! { <span class="facet__count">{count}</span> })}
            </a>
        }
    };
    let chosen = found.category.as_ref().map(|category| &category.link);
    let offered = &found.facets.categories;
    let row = |branch: &CategoryBranch| {
        let is_here = chosen == Some(&branch.link);
        view! { <li>{link(Some(&branch.link), Some(branch.count), is_here)}</li> }
    };
    let rows: Vec<_> = offered.iter().map(row).collect();
    let up: Vec<_> = found
        .category
        .iter()
        .flat_map(|category| &category.trail)
        .map(|step| view! { <li>{link(Some(step), None, false)}</li> })
        .collect();
    // The chosen category stands among those beside it, or over those below it.
    let tree = match chosen {
        Some(here) if !offered.iter().any(|branch| branch.link == *here) => {
            view! { <li>{link(Some(here), Some(found.page.total), true)}<ul>{rows}</ul></li> }.into_any()
        }
        _ => rows.into_any(),
    };
    let total = chosen.is_none().then_some(found.page.total);
    view! {
        <nav class="facet" aria-labelledby="facet-category">
            <h2 class="facet__title" id="facet-category">"Category"</h2>
            <ul>
                <li>{link(None, total, chosen.is_none())}</li>
                {up}
                {tree}
            </ul>
        </nav>
    }
}
