//! Confirming a new address by a mailed link (SPEC U1).

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::frame::{asked, narrow_page};
use crate::server_fns::accounts::confirm_email;
use crate::ui::components::button::Weight;
use crate::ui::components::form::{FormState, Typed, form, hidden, submit};
use crate::ui::going::{Going, Way};

/// The address where one is told that it is done.
const DONE: &str = "/confirm-email?saved=email";

/// The page that the mail leads to; it is often opened on another device than the one that is signed in.
#[component]
pub(crate) fn ConfirmEmailPage() -> impl IntoView {
    let token = asked("token");
    let state = FormState::new("confirm-email", &[], |_, _| None);
    let going = Going::here();
    let query = use_query_map();
    let is_done = move || query.with(|query| query.get_str("saved") == Some("email"));
    let content = move || {
        if is_done() { done() } else { ask(state, going, token.clone()) }
    };
    narrow_page("Confirm your new address", "", content.into_any())
}

fn ask(state: FormState, going: Going, token: String) -> AnyView {
    let token_field = hidden("token", token.clone());
    let send = move |typed: Typed| {
        state.send(&typed, confirm_email(token.clone()), move |()| {
            state.rest();
            going.to(DONE.to_owned(), Way::Instead);
        });
    };
    let fields = view! {
        {token_field}
        <div class="form__actions">{submit(state, Weight::Primary, "Confirm address")}</div>
    };
    view! {
        <p class="narrow__lead">"From then on you sign in with it."</p>
        {form(state, send, fields)}
        <p class="narrow__other">
            "Link not working? "
            <a class="underline" href="/account/email">"Ask for a new one"</a>
        </p>
    }
    .into_any()
}

fn done() -> AnyView {
    view! {
        <div class="narrow__done" role="status">
            <h2 class="narrow__heading">"Your new address is confirmed"</h2>
            <p>"Sign in with it from now on."</p>
        </div>
        <p class="narrow__other"><a class="underline" href="/account">"Go to your account"</a></p>
    }
    .into_any()
}
