//! Forms: fields with what is wrong with them, checked as one types, sent by the page's program or by the browser.
//!
//! A form is a plain one first: the browser sends it to the page's own address, and the server answers with the
//! next page or with a [`FormReply`]. Where the program runs, it checks each field when it is left, and with each
//! key once it was wrong; it sends the form itself, and leads to the first wrong field.

pub mod dom;
mod entry;

use std::collections::BTreeMap;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::Event;

pub use self::entry::{Field, error_of};
use super::button::Weight;
use super::icon::Icon;
use super::notice::{Tone, notice};
use crate::error::{AppError, FieldErrors};
use crate::ui::browser;
use crate::ui::reply::{FormReply, WHOLE, in_words};

/// So long after a field was left it is checked: a message that came at once would push the button away from under
/// the pointer that is about to press it.
const PAUSE: Duration = Duration::from_millis(200);
/// The error under which a form tells that its sender's session has ended; [`signed_out`] has the words.
const SIGNED_OUT: &str = "signed-out";
/// What is said of a date that is none.
const NO_DATE: &str = "There is no such day. Enter a date such as 1990-12-31";

/// What stands in the fields of a form. It is never printed: there are passwords in it.
#[derive(Clone, Default)]
pub struct Typed(Vec<(&'static str, String)>);

impl Typed {
    /// What stands in a field.
    #[must_use]
    pub fn get(&self, name: &str) -> String {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

/// What is wrong with one field, by all that was typed.
type Check = Box<dyn Fn(&Typed, &str) -> Option<String> + Send + Sync>;

/// What a form knows of itself.
#[derive(Clone, Copy)]
pub struct FormState {
    id: &'static str,
    names: &'static [&'static str],
    errors: RwSignal<FieldErrors>,
    busy: RwSignal<bool>,
    /// What the server sends back of what was typed.
    kept: StoredValue<BTreeMap<String, String>>,
    check: StoredValue<Check>,
    /// The field that has the focus when the page opens, or [`WHOLE`].
    first: StoredValue<Option<&'static str>>,
    /// The field for a date, where there is one.
    dates: Option<&'static str>,
}

impl FormState {
    /// A form with these fields. Where the page is the server's answer to the form, it begins with what that says.
    /// Errors of other fields than these are shown above the form. Call it while the page is made, before anything
    /// is waited for.
    pub fn new(
        id: &'static str,
        names: &'static [&'static str],
        check: impl Fn(&Typed, &str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        let FormReply { errors, values } = FormReply::here().unwrap_or_default();
        let first = names.iter().copied().find(|name| errors.first(name).is_some());
        let first = first.or_else(|| (!errors.is_empty()).then_some(WHOLE));
        let check: Check = Box::new(check);
        Self {
            id,
            names,
            errors: RwSignal::new(errors),
            busy: RwSignal::new(false),
            kept: StoredValue::new(values),
            check: StoredValue::new(check),
            first: StoredValue::new(first),
            dates: None,
        }
    }

    /// The same form with a field for a date: the browser says nothing of what was typed there when it is none.
    #[must_use]
    pub const fn with_date(self, name: &'static str) -> Self {
        Self { dates: Some(name), ..self }
    }

    /// The same form with something wrong that the page's address tells of.
    #[must_use]
    pub fn with_error(self, name: &'static str, message: &str) -> Self {
        self.errors.update_untracked(|errors| errors.add(name, message));
        self.first.set_value(Some(name));
        self
    }

    /// Whether a field has the focus when the page opens: the first wrong one. For [`WHOLE`]: whether what is wrong
    /// with the form as a whole has it.
    #[must_use]
    pub fn is_first(self, name: &str) -> bool {
        self.first.with_value(|first| *first == Some(name))
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(self, name: &str) -> Option<String> {
        self.errors.with(|errors| errors.first(name).map(str::to_owned))
    }

    /// What is wrong with the form as a whole.
    #[must_use]
    pub fn whole(self) -> Option<String> {
        self.errors.with(|errors| {
            let others = errors.0.iter().filter(|(field, _)| !self.names.contains(&field.as_str()));
            others.flat_map(|(_, messages)| messages).next().cloned()
        })
    }

    /// What the server sends back of a field, where it does.
    #[must_use]
    pub fn value(self, name: &str) -> Option<String> {
        self.kept.with_value(|kept| kept.get(name).cloned())
    }

    /// Whether the form is on its way.
    #[must_use]
    pub fn is_busy(self) -> bool {
        self.busy.get()
    }

    /// The id of a field.
    #[must_use]
    pub fn field_id(self, name: &str) -> String {
        [self.id, "-", name].concat()
    }

    /// Checks every field, and does what the form is for: shows what is wrong, or calls `done` with the answer.
    /// The form stays busy unless `done` calls [`Self::rest`]: most lead to another page.
    pub fn send<T: 'static>(
        self,
        typed: &Typed,
        work: impl Future<Output = Result<T, AppError>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        let mut errors = FieldErrors::default();
        for name in self.names.iter().copied() {
            if let Some(message) = self.check.with_value(|check| check(typed, name)) {
                errors.add(name, message);
            }
        }
        if !errors.is_empty() {
            self.show(errors);
            return;
        }
        self.errors.set(errors);
        self.busy.set(true);
        spawn_local(async move {
            match work.await {
                Ok(answer) => done(answer),
                Err(error) => self.refuse(&error),
            }
        });
    }

    /// Shows what went wrong, and leads to the first wrong field. Whose session has ended keeps all that was typed.
    pub fn refuse(self, error: &AppError) {
        self.rest();
        self.show(match error {
            AppError::Unauthorized => FieldErrors([(SIGNED_OUT.to_owned(), vec![String::new()])].into()),
            other => in_words(other),
        });
    }

    /// Says that a date is none, where a form that is sent has such a date; nothing of it is sent then.
    fn refuses_date(self, event: &Event) -> bool {
        let date = self.dates.filter(|_| dom::has_no_date(event));
        if let Some(name) = date {
            let mut errors = FieldErrors::default();
            errors.add(name, NO_DATE);
            self.show(errors);
        }
        date.is_some()
    }

    /// The form waits for nothing any more.
    pub fn rest(self) {
        let _ = self.busy.try_set(false);
    }

    /// Empties the form, for the next time.
    pub fn empty(self) {
        self.rest();
        dom::reset(self.id);
    }

    fn show(self, errors: FieldErrors) {
        let has_field = errors.0.keys().any(|field| self.names.contains(&field.as_str()));
        let _ = self.errors.try_set(errors);
        let which = if has_field { " [aria-invalid=true]" } else { " .form__whole" };
        dom::focus_soon(["#", self.id, which].concat());
    }

    fn typed(self, event: &Event) -> Typed {
        Typed(self.names.iter().copied().zip(browser::form_values(event, self.names)).collect())
    }

    /// A key: a field that was wrong says so until it is right.
    fn type_into(self, event: &Event) {
        if let Some(name) = dom::field_of(event, self.names)
            && self.errors.with_untracked(|errors| errors.first(name).is_some())
        {
            self.look_at(name, &self.typed(event));
        }
    }

    /// A field is left. An empty one is asked for when the form is sent; what the server said of one stays until
    /// something else is typed.
    fn leave_field(self, event: &Event) {
        let Some(name) = dom::field_of(event, self.names) else { return };
        let typed = self.typed(event);
        if typed.get(name).is_empty() {
            if self.dates == Some(name) && dom::has_no_date(event) {
                set_timeout(move || self.tell(name, Some(NO_DATE.to_owned())), PAUSE);
            }
            return;
        }
        let look = move || {
            if let Some(wrong @ Some(_)) = self.check.try_with_value(|check| check(&typed, name)) {
                self.tell(name, wrong);
            }
        };
        set_timeout(look, PAUSE);
    }

    fn look_at(self, name: &'static str, typed: &Typed) {
        if let Some(wrong) = self.check.try_with_value(|check| check(typed, name)) {
            self.tell(name, wrong);
        }
    }

    /// Shows what is wrong with a field, or that nothing is any more.
    fn tell(self, name: &'static str, wrong: Option<String>) {
        let same = self.errors.try_with_untracked(|errors| errors.first(name) == wrong.as_deref());
        if same == Some(false) {
            let _ = self.errors.try_update(|errors| {
                errors.0.remove(name);
                if let Some(message) = wrong {
                    errors.add(name, message);
                }
            });
        }
    }
}

/// Where one signs in to come back to a path.
#[must_use]
pub fn sign_in_address(path: &str) -> String {
    ["/sign-in?next=", &browser::encode(path)].concat()
}

/// The form around its fields. `send` gets what was typed when it is sent, and usually calls [`FormState::send`].
pub fn form(state: FormState, send: impl Fn(Typed) + 'static, fields: impl IntoView + 'static) -> AnyView {
    view! {
        <form
            class="form"
            id=state.id
            method="post"
            novalidate=true
            on:submit=move |event| {
                event.prevent_default();
                if !state.refuses_date(&event) {
                    send(state.typed(&event));
                }
            }
            on:input=move |event| state.type_into(&event)
            on:focusout=move |event| state.leave_field(&event)
        >
            {whole_notice(state)}
            {fields.into_any()}
        </form>
    }
    .into_any()
}

/// What is wrong with the form as a whole; [`form`] has it.
pub fn whole_notice(state: FormState) -> AnyView {
    let whole = move || {
        let words = state.whole()?;
        let told = if state.error(SIGNED_OUT).is_some() {
            signed_out()
        } else {
            notice(Tone::Bad, words).into_any()
        };
        Some(view! { <div class="form__whole" tabindex="-1" autofocus=state.is_first(WHOLE)>{told}</div> })
    };
    whole.into_any()
}

/// What is said to whoever was signed out while they typed. The link opens beside the page, which keeps all of it.
pub fn signed_out() -> AnyView {
    view! {
        <p class="notice notice--bad" role="alert">
            {Icon::ALERT.view()}
            <span>
                "You are no longer signed in. "
                <a class="underline" href="/sign-in" target="_blank" rel="noopener">"Sign in (opens a new tab)"</a>
                ", then send this again."
            </span>
        </p>
    }
    .into_any()
}

/// The button that sends the form. It can be pressed while the form is on its way, and then does nothing, so that it
/// keeps the focus.
pub fn submit(state: FormState, weight: Weight, words: &'static str) -> AnyView {
    view! {
        <button class=weight.class() type="submit" aria-busy=move || state.is_busy().then_some("true")>{words}</button>
    }
    .into_any()
}

/// A value that goes along unseen.
pub fn hidden(name: &'static str, value: String) -> AnyView {
    view! { <input type="hidden" name=name value=value/> }.into_any()
}
