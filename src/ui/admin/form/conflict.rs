//! Two people changed the same fields at once: the second sees both sides, field by field, and chooses. The choice is
//! sent as the same form, so that it is checked and saved in the same way.

use leptos::prelude::*;

use super::state::FormState;
use crate::listing::{Conflict, Entry, FieldConflict, Told, Values};
use crate::ui::admin::{told, words};
use crate::ui::browser::admin as dom;
use crate::ui::components::form::signed_out;
use crate::ui::components::notice::{Tone, notice};
use crate::ui::markup::Markup;
use crate::ui::shop::ShopInfo;

/// The id of the form with the choices.
const FORM: &str = "conflict";

/// Both sides of every field that both changed.
pub(super) fn conflict_view(state: FormState, conflict: &Conflict) -> AnyView {
    let of = state.of;
    let words = [
        "Somebody else saved this ",
        of.one,
        " while you were typing. Both of you changed what stands below: choose what stays. Everything else is merged.",
    ]
    .concat();
    let shop = ShopInfo::current();
    let choices: Vec<AnyView> =
        conflict.fields.iter().map(|field| sides(conflict, state, field, &shop)).collect();
    let kept = StoredValue::new(conflict.clone());
    let whole = move || {
        let told = if state.is_signed_out.get() {
            signed_out()
        } else {
            notice(Tone::Bad, wrong(state)?).into_any()
        };
        Some(view! { <div class="aform__whole" tabindex="-1">{told}</div> })
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let pairs = dom::pairs(FORM);
        let after = dom::pressed(&event);
        kept.with_value(|conflict| {
            let values = chosen(state, conflict, &pairs);
            state.values.set(values.clone());
            state.request.set(conflict.page.request);
            state.send(conflict.page.id.clone(), conflict.base.clone(), values, after);
        });
    };
    let busy = move || state.busy.get().then_some("true");
    // Where an earlier sending of a new thing's form made the thing, that is what both have changed.
    let action = conflict.page.id.as_ref().map(|id| ["/admin/", of.path, "/", id].concat());
    view! {
        <form class="aform__form aconflict" id=FORM method="post" action=action tabindex="-1" on:submit=save>
            {notice(Tone::Bad, words)}
            {whole}
            <div class="contents" inner_html=unseen(state, conflict)></div>
            {choices}
            <div class="abar-save">
                <button class="abtn abtn--primary" type="submit" name="after" value="stay" aria-busy=busy>
                    "Save what I chose"
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// What is wrong with what was chosen.
fn wrong(state: FormState) -> Option<String> {
    state.errors.with(|errors| (!errors.is_empty()).then(|| words::wrong(Some(state.of), errors)))
}

/// The merged values with what was chosen.
fn chosen(state: FormState, conflict: &Conflict, pairs: &[(String, String)]) -> Values {
    let mut values = Values::new();
    for field in state.of.fields().filter(|field| field.entry != Entry::Shown) {
        if let Some(value) = conflict.page.values.get(field.name) {
            values.insert(field.name.to_owned(), value.clone());
        }
    }
    for field in &conflict.fields {
        let name = ["choose.", &field.name].concat();
        let is_mine = pairs.iter().any(|(known, side)| *known == name && side == "mine");
        let value = if is_mine { &field.mine } else { &field.theirs };
        values.insert(field.name.clone(), value.clone());
    }
    values
}

/// What goes along unseen: the merged values, what the thing holds now, and both sides of each choice.
fn unseen(state: FormState, conflict: &Conflict) -> String {
    let mut html = Markup::default();
    let mut put = |name: &str, value: &str| {
        html.raw("<input type=\"hidden\"").attribute("name", name).attribute("value", value).raw(">");
    };
    for field in state.of.fields().filter(|field| field.entry != Entry::Shown) {
        let name = field.name;
        put(&["base.", name].concat(), conflict.base.get(name).map(String::as_str).unwrap_or_default());
        match conflict.fields.iter().find(|both| both.name == name) {
            Some(both) => {
                put(&["mine.", name].concat(), &both.mine);
                put(&["theirs.", name].concat(), &both.theirs);
            }
            None => put(name, conflict.page.values.get(name).map(String::as_str).unwrap_or_default()),
        }
    }
    put("request", &conflict.page.request.to_string());
    html.finish()
}

/// The value before both, and what each made of it. Neither side is chosen beforehand: what is not looked at is not lost.
fn sides(conflict: &Conflict, state: FormState, field: &FieldConflict, shop: &ShopInfo) -> AnyView {
    let name = ["choose.", &field.name].concat();
    let read = |value: &str| match state.of.field(&field.name) {
        Some(of_form) => Told::of_field(of_form, value, conflict.page.choices.get(&field.name)),
        None => Told::text(value),
    };
    let base = read(&field.base);
    let drawn = |value: &str| {
        let mut html = Markup::default();
        told::write_compared(&mut html, &read(value), &base, shop);
        html.finish()
    };
    let both: Vec<_> = [("theirs", "Theirs", drawn(&field.theirs)), ("mine", "Yours", drawn(&field.mine))]
        .into_iter()
        .map(|(side, whose, html)| {
            view! {
                <label class="aside-by aside-by--choice">
                    <span class="aside-by__whose">
                        <input type="radio" name=name.clone() value=side required=true/>
                        {whose}
                    </span>
                    <span class="aside-by__value" inner_html=html></span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="aset asides">
            <legend class="asides__field">{field.label.clone()}</legend>
            <div class="asides__row">
                <div class="aside-by">
                    <span class="aside-by__whose">"Before both of you"</span>
                    <span class="aside-by__value" inner_html=drawn(&field.base)></span>
                </div>
                {both}
            </div>
        </fieldset>
    }
    .into_any()
}
