//! Making an account (SPEC U1).

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::address;
use super::frame::narrow_page;
use crate::accounts::input::RegisterForm;
use crate::server_fns::accounts::register;
use crate::ui::components::button::Weight;
use crate::ui::components::form::{Field, FormState, Typed, form, submit};
use crate::ui::going::{Going, Way};

/// The address where one is told to look for the mail.
const SENT: &str = "/register?saved=sent";

/// The page to make an account; afterwards it says where the mail is.
#[component]
pub(crate) fn RegisterPage() -> impl IntoView {
    let state = FormState::new("register", &["email", "username", "password"], |typed, name| {
        read(typed).check_field(name)
    });
    address::fill_in("register-email");
    let going = Going::here();
    let query = use_query_map();
    let is_sent = move || query.with(|query| query.get_str("saved") == Some("sent"));
    let content = move || {
        if is_sent() { look_for_the_mail() } else { fill_in(state, going) }
    };
    narrow_page("Open an account", "", content.into_any())
}

fn fill_in(state: FormState, going: Going) -> AnyView {
    let send = move |typed: Typed| {
        state.send(&typed, register(read(&typed)), move |()| {
            state.rest();
            going.to(SENT.to_owned(), Way::Instead);
        });
    };
    let fields = view! {
        {Field::email("email", "E-mail address")
            .autocomplete("username")
            .hint("We send a link there to confirm it. Nobody else sees it.")
            .value(address::known())
            .view(state)}
        {Field::new("username", "Name in the shop")
            .autocomplete("nickname")
            .hint("Shown beside your reviews.")
            .view(state)}
        {Field::new("password", "Password")
            .autocomplete("new-password")
            .hint("At least 8 characters. Three or four words are easy to remember.")
            .password(state)}
        <div class="form__actions">{submit(state, Weight::Primary, "Open an account")}</div>
    };
    view! {
        <div on:input=|event| address::listen(&event)>{form(state, send, fields)}</div>
        <p class="narrow__other">"Already have one? "<a class="underline" href="/sign-in">"Sign in"</a></p>
    }
    .into_any()
}

/// Says where the mail is; to which address, the browser alone knows.
fn look_for_the_mail() -> AnyView {
    let known = Some(address::known()).filter(|known| !known.is_empty());
    let to = known.unwrap_or_else(|| "your address".to_owned());
    view! {
        <div class="narrow__done" role="status">
            <h2 class="narrow__heading">"Look at your mail"</h2>
            <p>"We have sent a link to "{to}". Open it within three days, then sign in."</p>
        </div>
        <p class="narrow__other">
            "Nothing there? Check your spam folder, or "<a class="underline" href="/sign-in">"sign in"</a>
            ": we then send the link again."
        </p>
    }
    .into_any()
}

fn read(typed: &Typed) -> RegisterForm {
    RegisterForm {
        email: typed.get("email"),
        username: typed.get("username"),
        password: typed.get("password"),
    }
}
