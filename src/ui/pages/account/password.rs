//! Changing the password (SPEC U1).

use leptos::prelude::*;

use super::frame::{account_page, saved};
use crate::accounts::input::ChangePasswordForm;
use crate::accounts::model::Me;
use crate::server_fns::accounts::change_password;
use crate::ui::components::button::Weight;
use crate::ui::components::form::{Field, FormState, Typed, form, submit};
use crate::ui::components::toast::Toasts;

const DONE: &str = "Your password is changed, and your other devices are signed out.";
/// What may have led here.
const SAVED: &[(&str, &str)] = &[("password", DONE)];

/// The page to change the password.
#[component]
pub(crate) fn PasswordPage() -> impl IntoView {
    // What the page knows of its user, which the password must not be like.
    let about = StoredValue::new(Vec::<String>::new());
    let state = FormState::new("change-password", &["current", "password"], move |typed, name| {
        about.with_value(|about| {
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            read(typed).check_field(name, &about)
        })
    });
    let toasts = Toasts::here();
    account_page("/account/password", "Password", move |me| {
        about.set_value(vec![
            me.email.clone(),
            me.username.clone(),
            me.first_name.clone(),
            me.last_name.clone(),
        ]);
        content(state, toasts, &me)
    })
}

fn content(state: FormState, toasts: Toasts, me: &Me) -> AnyView {
    let send = move |typed: Typed| {
        state.send(&typed, change_password(read(&typed)), move |()| {
            state.empty();
            toasts.show(DONE);
        });
    };
    let fields = view! {
        {for_password_managers(me)}
        {Field::new("current", "Present password").autocomplete("current-password").password(state)}
        {Field::new("password", "New password")
            .autocomplete("new-password")
            .hint("At least 8 characters. Three or four words are easy to remember.")
            .password(state)}
        <div class="form__actions">
            {submit(state, Weight::Primary, "Change password")}
            <a class="link" href="/forgot-password">"Forgot your password?"</a>
        </div>
    };
    view! { {saved(SAVED)}{form(state, send, fields)} }.into_any()
}

/// Tells password managers whose password it is.
pub(super) fn for_password_managers(me: &Me) -> AnyView {
    view! { <input type="email" autocomplete="username" value=me.email.clone() readonly=true hidden=true/> }
        .into_any()
}

fn read(typed: &Typed) -> ChangePasswordForm {
    ChangePasswordForm { current: typed.get("current"), password: typed.get("password") }
}
