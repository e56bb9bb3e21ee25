//! Asking for a link to choose a new password (SPEC U1).

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::address;
use super::frame::narrow_page;
use crate::accounts::input::ForgotForm;
use crate::server_fns::accounts::forgot_password;
use crate::ui::components::button::Weight;
use crate::ui::components::form::{Field, FormState, Typed, form, submit};
use crate::ui::going::{Going, Way};

/// The address where one is told to look for the mail.
const SENT: &str = "/forgot-password?saved=sent";

/// The page to ask for a link. It says the same whether there is such an account or not.
#[component]
pub(crate) fn ForgotPage() -> impl IntoView {
    let state = FormState::new("forgot", &["email"], |typed, name| read(typed).check_field(name));
    address::fill_in("forgot-email");
    let going = Going::here();
    let query = use_query_map();
    let is_sent = move || query.with(|query| query.get_str("saved") == Some("sent"));
    let content = move || {
        if is_sent() { look_for_the_mail() } else { fill_in(state, going) }
    };
    narrow_page("Choose a new password", "", content.into_any())
}

fn fill_in(state: FormState, going: Going) -> AnyView {
    let send = move |typed: Typed| {
        state.send(&typed, forgot_password(read(&typed)), move |()| {
            state.rest();
            going.to(SENT.to_owned(), Way::Instead);
        });
    };
    let fields = view! {
        {Field::email("email", "E-mail address")
            .autocomplete("username")
            .hint("The one you sign in with. We send the link there.")
            .value(address::known())
            .view(state)}
        <div class="form__actions">
            {submit(state, Weight::Primary, "Mail a link")}
            <a class="link" href="/sign-in">"Back to signing in"</a>
        </div>
    };
    view! { <div on:input=|event| address::listen(&event)>{form(state, send, fields)}</div> }.into_any()
}

fn look_for_the_mail() -> AnyView {
    view! {
        <div class="narrow__done" role="status">
            <h2 class="narrow__heading">"Look at your mail"</h2>
            <p>"If there is an account with this address, a link is on its way. It works once, within one hour."</p>
        </div>
        <p class="narrow__other">
            "Nothing there? Check your spam folder, or "
            <a class="underline" href="/forgot-password">"try again"</a>"."
        </p>
    }
    .into_any()
}

fn read(typed: &Typed) -> ForgotForm {
    ForgotForm { email: typed.get("email") }
}
