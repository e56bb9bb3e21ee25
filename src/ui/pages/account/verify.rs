//! Confirming the address of an account by a mailed link (SPEC U1).

use leptos::prelude::*;

use super::address;
use super::frame::{asked, narrow_page};
use crate::server_fns::accounts::verify_email;
use crate::ui::components::button::Weight;
use crate::ui::components::form::{FormState, Typed, dom, form, hidden, submit};

/// Where one goes with a confirmed address: it is the password that lets in.
const NEXT: &str = "/sign-in?saved=verified";

/// The page that the mail leads to. A button confirms, and not the visit: programs that look at the links of a mail
/// before its reader does would use the link up.
#[component]
pub(crate) fn VerifyPage() -> impl IntoView {
    let token = asked("token");
    let state = FormState::new("verify", &[], |_, _| None);
    let token_field = hidden("token", token.clone());
    let send = move |typed: Typed| {
        state.send(&typed, verify_email(token.clone()), |email| {
            address::keep(&email);
            dom::leave(NEXT);
        });
    };
    let fields = view! {
        {token_field}
        <div class="form__actions">{submit(state, Weight::Primary, "Confirm address")}</div>
    };
    let content = view! {
        {form(state, send, fields)}
        <p class="narrow__other">
            "Link not working? "<a class="underline" href="/sign-in">"Sign in"</a>
            ": if your address still needs confirming, we send you a new one."
        </p>
    };
    narrow_page("Confirm your address", "One step, and your account is ready.", content.into_any())
}
