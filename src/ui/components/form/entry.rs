//! The fields of a form: a label, what is typed, a line of help, and what is wrong.

use leptos::prelude::*;

use super::FormState;
use crate::ui::components::field::field_error;
use crate::ui::markup::Markup;

/// A field of a form, in the making.
#[derive(Clone)]
pub struct Field {
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    inputmode: Option<&'static str>,
    hint: Option<&'static str>,
    before: String,
    optional: bool,
    value: String,
}

impl Field {
    /// A line of text that has to be filled in.
    #[must_use]
    pub const fn new(name: &'static str, label: &'static str) -> Self {
        Self {
            name,
            label,
            kind: "text",
            autocomplete: "off",
            inputmode: None,
            hint: None,
            before: String::new(),
            optional: false,
            value: String::new(),
        }
    }

    /// An e-mail address.
    #[must_use]
    pub fn email(name: &'static str, label: &'static str) -> Self {
        Self { kind: "email", autocomplete: "email", inputmode: Some("email"), ..Self::new(name, label) }
    }

    /// Its type, as in HTML.
    #[must_use]
    pub fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// What password managers and browsers fill in, as in HTML.
    #[must_use]
    pub fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete, ..self }
    }

    /// Which keys a phone offers, as in HTML.
    #[must_use]
    pub fn inputmode(self, inputmode: &'static str) -> Self {
        Self { inputmode: Some(inputmode), ..self }
    }

    /// A line of help.
    #[must_use]
    pub fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// A sign that stands before what is typed: that of the currency.
    #[must_use]
    pub fn before(self, sign: &str) -> Self {
        Self { before: sign.to_owned(), ..self }
    }

    /// It may stay empty.
    #[must_use]
    pub fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    /// What stands in it at first, unless the server sends back what was typed.
    #[must_use]
    pub fn value(self, value: impl Into<String>) -> Self {
        Self { value: value.into(), ..self }
    }

    /// One line.
    pub fn view(self, state: FormState) -> AnyView {
        let name = self.name;
        let is_plain_text = matches!(self.kind, "email") || self.autocomplete == "username";
        let input = view! {
            <input
                class="input"
                id=state.field_id(name)
                name=name
                type=self.kind
                value=state.value(name).unwrap_or_else(|| self.value.clone())
                autocomplete=self.autocomplete
                inputmode=self.inputmode
                autocapitalize=is_plain_text.then_some("none")
                spellcheck=is_plain_text.then_some("false")
                required=!self.optional
                autofocus=state.is_first(name)
                aria-invalid=move || state.error(name).map(|_| "true")
                aria-describedby=self.described_by(state)
            />
        };
        let input = if self.before.is_empty() {
            input.into_any()
        } else {
            let sign = self.before.clone();
            view! {
                <span class="input-group">
                    <span class="input-group__prefix" aria-hidden="true">{sign}</span>
                    {input}
                </span>
            }
            .into_any()
        };
        self.around(state, input)
    }

    /// A password, with a button that shows it. It is never filled in by the shop.
    pub fn password(self, state: FormState) -> AnyView {
        let name = self.name;
        let shown = RwSignal::new(false);
        let input = view! {
            <span class="secret">
                <input
                    class="input"
                    id=state.field_id(name)
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=self.autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required=true
                    autofocus=state.is_first(name)
                    aria-invalid=move || state.error(name).map(|_| "true")
                    aria-describedby=self.described_by(state)
                />
                <button
                    class="secret__show needs-script"
                    type="button"
                    aria-controls=state.field_id(name)
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { "Hide" } else { "Show" }}
                    <span class="sr-only">" password"</span>
                </button>
            </span>
        };
        self.around(state, input.into_any())
    }

    /// Several lines.
    pub fn area(self, state: FormState) -> AnyView {
        let name = self.name;
        let mut text = Markup::default();
        text.text(&state.value(name).unwrap_or_else(|| self.value.clone()));
        let area = view! {
            <textarea
                class="input"
                id=state.field_id(name)
                name=name
                rows="4"
                autocomplete=self.autocomplete
                required=!self.optional
                autofocus=state.is_first(name)
                aria-invalid=move || state.error(name).map(|_| "true")
                aria-describedby=self.described_by(state)
                inner_html=text.finish()
            ></textarea>
        };
        self.around(state, area.into_any())
    }

    fn around(self, state: FormState, input: AnyView) -> AnyView {
        let name = self.name;
        let (id, hint_id) = (state.field_id(name), part_id(state, name, "hint"));
        let optional = self.optional.then(|| view! { <span class="field__optional">" (optional)"</span> });
        view! {
            <div class="field">
                <label class="field__label" for=id>{self.label}{optional}</label>
                {input}
                {self.hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
                {error_of(state, name)}
            </div>
        }
        .into_any()
    }

    /// The ids of what is said about the field.
    fn described_by(&self, state: FormState) -> impl Fn() -> Option<String> + Send + Sync + use<> {
        let (name, has_hint) = (self.name, self.hint.is_some());
        move || {
            let hint = has_hint.then(|| part_id(state, name, "hint"));
            let error = state.error(name).map(|_| part_id(state, name, "error"));
            match (hint, error) {
                (Some(hint), Some(error)) => Some([hint.as_str(), " ", error.as_str()].concat()),
                (hint, error) => hint.or(error),
            }
        }
    }
}

fn part_id(state: FormState, name: &str, part: &str) -> String {
    [state.id, "-", name, "-", part].concat()
}

/// What is wrong with a field, for fields of other kinds than [`Field`]; its id is that of the field and `-error`.
pub fn error_of(state: FormState, name: &'static str) -> AnyView {
    (move || state.error(name).map(|message| field_error(part_id(state, name, "error"), message))).into_any()
}
