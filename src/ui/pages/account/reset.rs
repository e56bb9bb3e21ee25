//! Choosing a new password by a mailed link (SPEC U1).

use leptos::prelude::*;

use super::address;
use super::frame::{asked, narrow_page};
use crate::accounts::input::ResetForm;
use crate::server_fns::accounts::{reset_holder, reset_password};
use crate::ui::components::button::{Weight, button_link};
use crate::ui::components::form::{Field, FormState, Typed, dom, form, hidden, submit};
use crate::ui::components::notice::{Tone, notice};
use crate::ui::pages::failure::Failure;

/// Where one goes with the new password.
const NEXT: &str = "/sign-in?saved=password";
/// Where one asks for another link.
const FORGOT: &str = "/forgot-password";

/// The page that the mail leads to. A link that does not work any more is told of at once, before anything is typed.
#[component]
pub(crate) fn ResetPage() -> impl IntoView {
    let token = asked("token");
    let state =
        FormState::new("reset", &["password"], |typed, name| read(typed, String::new()).check_field(name));
    let holder = {
        let token = token.clone();
        Resource::new(|| (), move |()| reset_holder(token.clone()))
    };
    let content = view! {
        <Suspense fallback=|| ()>
            {Suspend::new(async move {
                match holder.await {
                    Ok(Some(email)) => fill_in(state, token, email),
                    Ok(None) => used_up(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    };
    narrow_page("New password", "", content.into_any())
}

fn fill_in(state: FormState, token: String, email: String) -> AnyView {
    let token_field = hidden("token", token.clone());
    let holder = for_password_managers(email.clone());
    let send = move |typed: Typed| {
        let (form, email) = (read(&typed, token.clone()), email.clone());
        state.send(&typed, reset_password(form), move |()| {
            address::keep(&email);
            dom::leave(NEXT);
        });
    };
    let fields = view! {
        {holder}
        {Field::new("password", "New password")
            .autocomplete("new-password")
            .hint("At least 8 characters. Three or four words are easy to remember.")
            .password(state)}
        {token_field}
        <div class="form__actions">{submit(state, Weight::Primary, "Change password")}</div>
    };
    view! {
        <p class="narrow__lead">"You will be signed out everywhere else."</p>
        {form(state, send, fields)}
        <p class="narrow__other">
            "Has the link run out? "<a class="underline" href=FORGOT>"Ask for a new one"</a>
        </p>
    }
    .into_any()
}

/// The link says nothing of whose it was.
fn used_up() -> AnyView {
    let words = "This link has been used or is too old. Links work once, within one hour.".to_owned();
    view! {
        {notice(Tone::Bad, words)}
        <p class="mt-4">{button_link(Weight::Primary, FORGOT.to_owned(), "Ask for a new link")}</p>
        <p class="narrow__other">
            "Changed it already? "<a class="underline" href="/sign-in">"Sign in"</a>
        </p>
    }
    .into_any()
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
