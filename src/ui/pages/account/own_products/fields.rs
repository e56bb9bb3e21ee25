//! The fields of a product's form.

use leptos::prelude::*;

use super::status_words;
use crate::catalog::category::model::CategoryLink;
use crate::catalog::product::model::ProductStatus;
use crate::catalog::product::own::{OwnEdit, OwnForm};
use crate::ui::components::button::Weight;
use crate::ui::components::form::{Field, FormState, Typed, error_of, hidden, submit};
use crate::ui::components::icon::Icon;
use crate::ui::shop::{ShopInfo, currency_sign};

/// What the form sends: the fields that a person sees, then what it was filled in from.
pub(super) const NAMES: &[&str] =
    &["name", "category", "price", "stock", "status", "slug", "description", "version", "seen_stock"];

/// A product as it was typed.
pub(super) fn typed_product(typed: &Typed) -> OwnForm {
    let mut product = OwnForm::default();
    for name in NAMES {
        if let Some(field) = product.field_mut(name) {
            *field = typed.get(name);
        }
    }
    product
}

/// All fields, filled in.
pub(super) fn fields(state: FormState, edit: &OwnEdit, shop: &ShopInfo, words: &'static str) -> AnyView {
    let OwnEdit { categories, form } = edit;
    let statuses = [ProductStatus::Draft, ProductStatus::Published, ProductStatus::Archived]
        .map(|status| (status.as_str().to_owned(), status_words(status).to_owned()));
    // What came back with an error was filled in from another version, which has to be told again.
    let kept = |name: &str| state.value(name).unwrap_or_else(|| form.value(name).to_owned());
    view! {
        {Field::new("name", "Name").value(form.name.clone()).view(state)}
        {choice(state, "category", "Category", category_choices(categories), &kept("category"))}
        {Field::new("price", "Price")
            .inputmode("decimal")
            .before(currency_sign(&shop.currency))
            .hint("For example 19.99.")
            .value(form.price.clone())
            .view(state)}
        {Field::new("stock", "How many in stock").inputmode("numeric").optional().value(form.stock.clone()).view(state)}
        {choice(state, "status", "Status", statuses.into(), &kept("status"))}
        {Field::new("description", "Description")
            .hint("Markdown: **bold**, *slanted*, - for a list, ## for a heading. An empty line begins a paragraph.")
            .optional()
            .value(form.description.clone())
            .area(state)}
        {Field::new("slug", "Web address")
            .hint(if kept("version").is_empty() {
                "The last part of the page’s address. Leave it empty and we make it from the name."
            } else {
                "The last part of the page’s address. Left empty, it stays as it is."
            })
            .optional()
            .value(form.slug.clone())
            .view(state)}
        {hidden("version", kept("version"))}
        {hidden("seen_stock", kept("seen_stock"))}
        <div class="form__actions">{submit(state, Weight::Primary, words)}</div>
    }
    .into_any()
}

fn category_choices(categories: &[CategoryLink]) -> Vec<(String, String)> {
    let none = (String::new(), "Choose one".to_owned());
    let all = categories.iter().map(|category| (category.slug.clone(), category.name.clone()));
    std::iter::once(none).chain(all).collect()
}

/// One of several, folded away.
fn choice(
    state: FormState,
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: &str,
) -> AnyView {
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, words)| {
            let is_chosen = value == chosen;
            view! { <option value=value selected=is_chosen>{words}</option> }
        })
        .collect();
    let error_id = [state.field_id(name).as_str(), "-error"].concat();
    view! {
        <div class="field">
            <label class="field__label" for=state.field_id(name)>{label}</label>
            <span class="select">
                <select
                    id=state.field_id(name)
                    name=name
                    autofocus=state.is_first(name)
                    aria-invalid=move || state.error(name).map(|_| "true")
                    aria-describedby=move || state.error(name).map(|_| error_id.clone())
                >
                    {options}
                </select>
                {Icon::DOWN.small()}
            </span>
            {error_of(state, name)}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::product::own::FIELDS;

    #[test]
    fn every_field_that_is_sent_is_read() {
        let mut product = OwnForm::default();
        assert!(NAMES.iter().all(|name| product.field_mut(name).is_some()));
        assert!(FIELDS.iter().all(|(name, _)| NAMES.contains(name)));
    }
}
