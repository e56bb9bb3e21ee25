//! The fields of a form: a label, a line of help, what is typed, and what is wrong.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::FormState;
use super::{markdown, matrix};
use crate::listing::{Choice, Entry, FormField, Options, Told};
use crate::server_fns::admin::forms::admin_slug;
use crate::ui::admin::later::Later;
use crate::ui::admin::{told, words};
use crate::ui::components::field::field_error;
use crate::ui::components::icon::Icon;
use crate::ui::markup::Markup;
use crate::ui::shop::{ShopInfo, currency_sign};

/// So many milliseconds after the last key the server is asked what it makes of a name.
const PAUSE: u64 = 300;

/// The id of a field; links from lists lead to it.
pub(super) fn id_of(name: &str) -> String {
    ["field-", name].concat()
}

fn part_id(name: &str, part: &str) -> String {
    [&id_of(name), "-", part].concat()
}

/// The ids of what is said about a field.
pub(super) fn described_by(
    state: FormState,
    field: &'static FormField,
) -> impl Fn() -> Option<String> + Send + Sync + 'static {
    move || {
        let hint = (!field.hint.is_empty()).then(|| part_id(field.name, "hint"));
        let error = state.error(field.name).map(|_| part_id(field.name, "error"));
        match (hint, error) {
            (Some(hint), Some(error)) => Some([hint.as_str(), " ", error.as_str()].concat()),
            (hint, error) => hint.or(error),
        }
    }
}

fn choices(state: FormState, field: &FormField) -> Vec<Choice> {
    state.page.with_value(|page| page.choices.get(field.name).cloned().unwrap_or_default())
}

/// Whether a field can hold nothing. What is filtered by a fixed set of values always has one of them.
fn may_be_empty(state: FormState, field: &FormField) -> bool {
    let is_fixed = |options| matches!(options, Options::Fixed(_));
    let has_value =
        state.of.filters.iter().any(|filter| filter.name == field.name && is_fixed(filter.options));
    !field.required && !has_value
}

/// A field with all that belongs to it.
pub(super) fn field_view(state: FormState, field: &'static FormField) -> AnyView {
    match field.entry {
        Entry::Shown => shown(state, field),
        Entry::YesNo => yes_no(state, field),
        Entry::Many => group(state, field, many(state, field)),
        Entry::Matrix => group(state, field, matrix::matrix_view(state, field, &choices(state, field))),
        Entry::Markdown => around(state, field, markdown::editor(state, field)),
        Entry::Lines => around(state, field, lines(state, field, 3)),
        Entry::One => around(state, field, one(state, field)),
        Entry::Money => around(state, field, money(state, field)),
        Entry::Slug => around(state, field, slug(state, field)),
        Entry::Line => around(state, field, line(state, field, "text", None, "ainput")),
        Entry::Email => around(state, field, line(state, field, "email", Some("email"), "ainput")),
        Entry::Day => around(state, field, line(state, field, "date", None, "ainput")),
        Entry::Whole => {
            around(state, field, line(state, field, "text", Some("numeric"), "ainput ainput--number"))
        }
    }
}

fn around(state: FormState, field: &'static FormField, input: AnyView) -> AnyView {
    let optional =
        may_be_empty(state, field).then(|| view! { <span class="afield__optional">" optional"</span> });
    view! {
        <div class="afield">
            <label class="afield__label" for=id_of(field.name)>{field.label}{optional}</label>
            {hint(field)}
            {input}
            {error_view(state, field)}
        </div>
    }
    .into_any()
}

fn hint(field: &'static FormField) -> Option<AnyView> {
    (!field.hint.is_empty())
        .then(|| view! { <p class="afield__hint" id=part_id(field.name, "hint")>{field.hint}</p> }.into_any())
}

fn error_view(state: FormState, field: &'static FormField) -> AnyView {
    (move || state.error(field.name).map(|words| field_error(part_id(field.name, "error"), words))).into_any()
}

fn line(
    state: FormState,
    field: &'static FormField,
    kind: &'static str,
    keys: Option<&'static str>,
    class: &'static str,
) -> AnyView {
    let is_plain = matches!(field.entry, Entry::Email | Entry::Whole);
    view! {
        <input
            class=class
            id=id_of(field.name)
            name=field.name
            type=kind
            value=state.value(field.name)
            autocomplete="off"
            inputmode=keys
            spellcheck=is_plain.then_some("false")
            required=field.required
            disabled=!state.may_save()
            aria-invalid=move || state.error(field.name).map(|_| "true")
            aria-describedby=described_by(state, field)
        />
    }
    .into_any()
}

fn money(state: FormState, field: &'static FormField) -> AnyView {
    let shop = ShopInfo::current();
    let sign = currency_sign(&shop.currency).to_owned();
    view! {
        <span class="amoney">
            <span class="amoney__sign" aria-hidden="true">{sign}</span>
            {line(state, field, "text", Some("decimal"), "ainput ainput--number")}
        </span>
    }
    .into_any()
}

/// An empty slug is made from the name by the server, and stays what it is where there is one: what it will be shows
/// meanwhile.
fn slug(state: FormState, field: &'static FormField) -> AnyView {
    let kept = state.value(field.name);
    let hint = if kept.is_empty() { made_slug(state) } else { RwSignal::new(kept) };
    view! {
        <input
            class="ainput"
            id=id_of(field.name)
            name=field.name
            type="text"
            value=state.value(field.name)
            placeholder=move || hint.get()
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            disabled=!state.may_save()
            aria-invalid=move || state.error(field.name).map(|_| "true")
            aria-describedby=described_by(state, field)
        />
    }
    .into_any()
}

/// The slug that the server makes of the name that is typed.
fn made_slug(state: FormState) -> RwSignal<String> {
    let from = state.of.slug_of.map(|(from, _)| from).unwrap_or_default();
    let name = Memo::new(move |_| state.values.with(|values| values.get(from).cloned().unwrap_or_default()));
    let made = RwSignal::new(words::slug_hint(&name.get_untracked()).unwrap_or_default());
    let asked = StoredValue::new(0_u32);
    let later = Later::new();
    Effect::new(move || {
        let name = name.get();
        let number = asked.get_value().wrapping_add(1);
        asked.set_value(number);
        later.stop();
        if let Some(slug) = words::slug_hint(&name) {
            return made.set(slug);
        }
        later.after(PAUSE, move || {
            spawn_local(async move {
                let answer = admin_slug(name).await;
                // The latest answer wins.
                if asked.try_get_value() == Some(number)
                    && let Ok(slug) = answer
                {
                    let _ = made.try_set(slug);
                }
            });
        });
    });
    made
}

/// Several lines.
pub(super) fn lines(state: FormState, field: &'static FormField, rows: u8) -> AnyView {
    let mut text = Markup::default();
    // The first line break of a text area is not its own.
    text.raw("\n").text(&state.value(field.name));
    view! {
        <textarea
            class="ainput"
            id=id_of(field.name)
            name=field.name
            rows=rows.to_string()
            autocomplete="off"
            disabled=!state.may_save()
            aria-invalid=move || state.error(field.name).map(|_| "true")
            aria-describedby=described_by(state, field)
            inner_html=text.finish()
        ></textarea>
    }
    .into_any()
}

fn one(state: FormState, field: &'static FormField) -> AnyView {
    let chosen = state.value(field.name);
    let all = choices(state, field);
    let may_be_empty = may_be_empty(state, field);
    let has_empty = all.iter().any(|choice| choice.value.is_empty());
    let none = (!has_empty && (chosen.is_empty() || may_be_empty)).then(|| {
        let words = if may_be_empty { "None" } else { "Choose one" };
        view! { <option value="">{words}</option> }
    });
    let options: Vec<_> = all
        .into_iter()
        .map(|choice| {
            let is_chosen = choice.value == chosen;
            view! { <option value=choice.value selected=is_chosen>{choice.label}</option> }
        })
        .collect();
    view! {
        <span class="aselect">
            <select
                class="ainput"
                id=id_of(field.name)
                name=field.name
                disabled=!state.may_save()
                aria-invalid=move || state.error(field.name).map(|_| "true")
                aria-describedby=described_by(state, field)
            >
                {none}
                {options}
            </select>
            {Icon::DOWN.small()}
        </span>
    }
    .into_any()
}

fn yes_no(state: FormState, field: &'static FormField) -> AnyView {
    let is_on = !state.value(field.name).is_empty();
    view! {
        <div class="afield">
            <label class="check">
                <input
                    type="checkbox"
                    id=id_of(field.name)
                    name=field.name
                    value="yes"
                    checked=is_on
                    disabled=!state.may_save()
                    aria-invalid=move || state.error(field.name).map(|_| "true")
                    aria-describedby=described_by(state, field)
                />
                <span>{field.label}</span>
            </label>
            {hint(field)}
            {error_view(state, field)}
        </div>
    }
    .into_any()
}

fn many(state: FormState, field: &'static FormField) -> AnyView {
    let chosen = state.value(field.name);
    let boxes: Vec<_> = choices(state, field)
        .into_iter()
        .map(|choice| {
            let is_on = chosen.split('\n').any(|one| one == choice.value);
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        name=field.name
                        value=choice.value
                        checked=is_on
                        disabled=!state.may_save()
                    />
                    <span>{choice.label}</span>
                </label>
            }
        })
        .collect();
    view! { <div class="amany">{boxes}</div> }.into_any()
}

/// Boxes that are one field, with all that belongs to it.
fn group(state: FormState, field: &'static FormField, boxes: AnyView) -> AnyView {
    view! {
        <fieldset class="afield" id=id_of(field.name) tabindex="-1" aria-describedby=described_by(state, field)>
            <legend class="afield__label">{field.label}</legend>
            {hint(field)}
            {boxes}
            {error_view(state, field)}
        </fieldset>
    }
    .into_any()
}

fn shown(state: FormState, field: &'static FormField) -> AnyView {
    let shop = StoredValue::new(ShopInfo::current());
    let html = move || {
        let mut html = Markup::default();
        state.values.with(|values| {
            let value = values.get(field.name).map(String::as_str).unwrap_or_default();
            let value =
                state.page.with_value(|page| Told::of_field(field, value, page.choices.get(field.name)));
            shop.with_value(|shop| told::write(&mut html, &value, shop));
        });
        html.finish()
    };
    view! { <div class="afact"><dt>{field.label}</dt><dd inner_html=html></dd></div> }.into_any()
}
