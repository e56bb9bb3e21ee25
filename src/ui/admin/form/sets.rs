//! The form around its fields: what is sold on the left, how it is organised on the right, and the bar that saves.

use leptos::prelude::*;

use super::field::field_view;
use super::state::{FORM, FormState};
use super::{draft, preview};
use crate::listing::{Entry, FieldSet, FormField};
use crate::ui::browser::admin as dom;
use crate::ui::components::form::{hidden, signed_out};
use crate::ui::components::notice::{Tone, notice};

/// The form.
pub(super) fn form_view(state: FormState) -> AnyView {
    let sets = |side: bool| -> Vec<AnyView> {
        let sets = state.of.field_sets.iter().filter(|set| set.side == side && !is_last(state, set));
        sets.map(|set| set_view(state, set)).collect()
    };
    let (main, side) = (sets(false), sets(true));
    let whole = move || {
        let told = if state.is_signed_out.get() {
            signed_out()
        } else {
            notice(Tone::Bad, state.whole()?).into_any()
        };
        Some(view! { <div class="aform__whole" tabindex="-1">{told}</div> })
    };
    let preview = state.of.parts.has_preview.then(|| preview::preview_view(state));
    view! {
        {draft::offer(state)}
        <form
            class="aform__form"
            id=FORM
            method="post"
            novalidate=true
            on:input=move |event| state.type_into(&event)
            on:focusout=move |event| state.leave(&event)
            on:keydown=move |event| {
                if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    dom::submit(FORM);
                }
            }
            on:submit=move |event| {
                event.prevent_default();
                state.save(dom::pressed(&event));
            }
        >
            {whole}
            {bases(state)}
            <div class="aform__columns">
                <div class="aform__main">{main}{preview}</div>
                <div class="aform__side">{side}</div>
            </div>
            {state.may_save().then(|| save_bar(state))}
        </form>
    }
    .into_any()
}

/// Facts that are folded away come last, behind the pictures: nobody types there.
fn is_last(state: FormState, set: &FieldSet) -> bool {
    state.of.parts.has_images && set.folded && set.fields.iter().all(|field| field.entry == Entry::Shown)
}

/// What stands behind the form and the pictures.
pub(super) fn last_view(state: FormState) -> AnyView {
    let last = state.of.field_sets.iter().filter(|set| is_last(state, set));
    last.map(|set| set_view(state, set)).collect::<Vec<AnyView>>().into_any()
}

/// What the fields held when the form was drawn, and what this drawing is known by: for browsers that send the form by
/// themselves.
fn bases(state: FormState) -> AnyView {
    let bases: Vec<AnyView> = state.base.with_untracked(|base| {
        state
            .of
            .fields()
            .filter(|field| field.entry != Entry::Shown)
            .map(|field| {
                let name = ["base.", field.name].concat();
                let value = base.get(field.name).cloned().unwrap_or_default();
                view! { <input type="hidden" name=name value=value/> }.into_any()
            })
            .collect()
    });
    view! { {bases}{hidden("request", state.request.get_untracked().to_string())} }.into_any()
}

fn set_view(state: FormState, set: &'static FieldSet) -> AnyView {
    let is_fact = |field: &&FormField| field.entry == Entry::Shown;
    let facts: Vec<AnyView> =
        set.fields.iter().filter(is_fact).map(|field| field_view(state, field)).collect();
    let fields: Vec<AnyView> =
        set.fields.iter().filter(|field| !is_fact(field)).map(|field| field_view(state, field)).collect();
    let is_empty = state.page.with_value(|page| page.id.is_none()) && fields.is_empty();
    if is_empty {
        // A new thing has no facts yet.
        return ().into_any();
    }
    let facts = (!facts.is_empty()).then(|| view! { <dl class="afacts">{facts}</dl> });
    let content = view! { {fields}{facts} };
    if set.folded {
        view! {
            <details class="aset">
                <summary class="aset__title">{set.name}</summary>
                <div class="aset__body">{content}</div>
            </details>
        }
        .into_any()
    } else {
        view! {
            <section class="aset">
                <h2 class="aset__title">{set.name}</h2>
                <div class="aset__body">{content}</div>
            </section>
        }
        .into_any()
    }
}

/// The bar that saves. Its first button is the one that Enter presses.
fn save_bar(state: FormState) -> AnyView {
    let busy = move || state.busy.get().then_some("true");
    let told = move || match state.count_wrong() {
        0 if state.is_changed() => "Not saved yet".to_owned(),
        0 => String::new(),
        1 => "1 thing to mend".to_owned(),
        wrong => [&wrong.to_string(), " things to mend"].concat(),
    };
    let again = (state.of.can_add && state.page.with_value(|page| page.may.add)).then(|| {
        view! {
            <button class="abtn abtn--quiet" type="submit" name="after" value="again">
                "Save and add another"
            </button>
        }
    });
    view! {
        <div class="abar-save">
            <p class="abar-save__told" role="status">{told}</p>
            <button class="abtn abtn--primary" type="submit" name="after" value="" aria-busy=busy>
                "Save"
            </button>
            <button class="abtn" type="submit" name="after" value="stay">"Save and continue"</button>
            {again}
        </div>
    }
    .into_any()
}
