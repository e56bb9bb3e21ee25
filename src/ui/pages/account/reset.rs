//! Choosing a new password by a mailed link (SPEC U1).

use leptos::prelude::*;

use super::frame::{asked, narrow_page};
use crate::accounts::input::ResetForm;
use crate::server_fns::accounts::{reset_holder, reset_password};
use crate::ui::components::button::Weight;
use crate::ui::components::form::{Field, FormState, Typed, dom, form, hidden, submit};

/// Where one goes with the new password.
const NEXT: &str = "/sign-in?saved=password";

/// The page that the mail leads to.
#[component]
pub(crate) fn ResetPage() -> impl IntoView {
    let token = asked("token");
    let state =
        FormState::new("reset", &["password"], |typed, name| read(typed, String::new()).check_field(name));
    let token_field = hidden("token", token.clone());
    let holder = {
        let token = token.clone();
        Resource::new(|| (), move |()| reset_holder(token.clone()))
    };
    let send = move |typed: Typed| {
        let form = read(&typed, token.clone());
        state.send(&typed, reset_password(form), |()| dom::leave(NEXT));
    };
    let fields = view! {
        <Suspense fallback=|| ()>
            {Suspend::new(async move { holder.await.ok().flatten().map(for_password_managers) })}
        </Suspense>
        {Field::new("password", "New password")
            .autocomplete("new-password")
            .hint("At least 8 characters. Three or four words are easy to keep in mind.")
            .password(state)}
        {token_field}
        <div class="form__actions">{submit(state, Weight::Primary, "Change password")}</div>
    };
    let content = view! {
        {form(state, send, fields)}
        <p class="narrow__other">
            "Has the link run out? "<a class="underline" href="/forgot-password">"Ask for a new one"</a>
        </p>
    };
    narrow_page("New password", "You will be signed out everywhere else.", content.into_any())
}

/// Tells password managers, and whoever has several accounts, whose password it is.
fn for_password_managers(email: String) -> AnyView {
    view! {
        <p>"For "<strong>{email.clone()}</strong></p>
        <input type="email" autocomplete="username" value=email readonly=true hidden=true/>
    }
    .into_any()
}

fn read(typed: &Typed, token: String) -> ResetForm {
    ResetForm { token, password: typed.get("password") }
}
