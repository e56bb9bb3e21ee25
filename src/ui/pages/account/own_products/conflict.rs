//! A product was changed in two places at once, by two people or by one (SPEC S2): whoever saves later sees both
//! sides, field by field, and chooses. The choice is sent as the same form, so that it is checked and saved in the same
//! way.

use leptos::prelude::*;

use super::fields::NAMES;
use super::status_words;
use crate::catalog::category::model::CategoryLink;
use crate::catalog::product::own::{OwnForm, Stale};
use crate::ui::browser;
use crate::ui::components::button::Weight;
use crate::ui::components::form::{FormState, error_of, hidden, submit, whole_notice};
use crate::ui::components::notice::{Tone, notice};
use crate::ui::shop::ShopInfo;

/// The form's id.
pub(super) const FORM: &str = "choice";

/// Both sides of every field in which they differ; the others go along unseen.
pub(super) fn conflict_view(
    state: FormState,
    stale: &Stale,
    categories: &[CategoryLink],
    shop: &ShopInfo,
    save: impl Fn(OwnForm) + 'static,
) -> AnyView {
    let differences = stale.differences();
    let choices: Vec<_> = differences
        .iter()
        .copied()
        .enumerate()
        .map(|(at, (name, label, mine, theirs))| {
            let sides = [("Yours", mine), ("Saved elsewhere", theirs)]
                .map(|(whose, value)| (whose, value.to_owned(), words(name, value, categories, shop)));
            sides_view(state, name, label, sides, at == 0)
        })
        .collect();
    let same: Vec<_> = NAMES
        .iter()
        .filter(|name| !differences.iter().any(|(differing, ..)| differing == *name))
        .map(|name| hidden(name, stale.mine.value(name).to_owned()))
        .collect();
    let told = if choices.is_empty() {
        "This product was saved elsewhere since you opened it, and it is now as you want it."
    } else {
        "This product was saved elsewhere since you opened it. Nothing of yours is saved yet: choose what stays."
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut chosen = OwnForm::default();
        for (name, value) in NAMES.iter().zip(browser::form_values(&event, NAMES)) {
            if let Some(field) = chosen.field_mut(name) {
                *field = value;
            }
        }
        save(chosen);
    };
    // The browser checks that something is chosen, with and without scripts.
    view! {
        <form class="form" id=FORM method="post" on:submit=send>
            {notice(Tone::Bad, told.to_owned())}
            {whole_notice(state)}
            {choices}
            {same}
            <div class="form__actions">{submit(state, Weight::Primary, "Save what I chose")}</div>
        </form>
    }
    .into_any()
}

/// Neither side is chosen beforehand: what is not looked at is not lost. The first field has the focus when the page
/// opens.
fn sides_view(
    state: FormState,
    name: &'static str,
    label: &'static str,
    sides: [(&'static str, String, String); 2],
    is_first: bool,
) -> AnyView {
    let mut has_focus = is_first;
    let sides = sides.map(|(whose, value, words)| {
        let autofocus = std::mem::take(&mut has_focus);
        view! {
            <label class="side">
                <input type="radio" name=name value=value required=true autofocus=autofocus/>
                <span class="side__whose">{whose}</span>
                <span class="side__value">{words}</span>
            </label>
        }
    });
    view! {
        <fieldset class="field sides">
            <legend class="field__label">{label}</legend>
            {sides.into_iter().collect_view()}
            {error_of(state, name)}
        </fieldset>
    }
    .into_any()
}

/// A value as people read it.
fn words(name: &str, value: &str, categories: &[CategoryLink], shop: &ShopInfo) -> String {
    let category = || categories.iter().find(|category| category.slug == value).map(|it| it.name.clone());
    let words = match name {
        "category" => category(),
        "price" => value.parse().ok().map(|price| shop.format_price(price)),
        "status" => value.parse().ok().map(|status| status_words(status).to_owned()),
        _ => None,
    };
    match words {
        Some(words) => words,
        None if value.is_empty() => "(empty)".to_owned(),
        None => value.to_owned(),
    }
}
