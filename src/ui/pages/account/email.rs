//! The e-mail address, and changing it (SPEC U1).

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{account_page, saved};
use super::password::for_password_managers;
use crate::accounts::input::ChangeEmailForm;
use crate::accounts::model::Me;
use crate::server_fns::accounts::{cancel_email_change, change_email};
use crate::ui::components::button::Weight;
use crate::ui::components::form::{Field, FormState, Typed, dom, form, hidden, submit};
use crate::ui::components::toast::Toasts;

const MAILED: &str =
    "We have mailed a link to the new address. Open it within one hour; until then all stays as it is.";
const CANCELLED: &str = "The change is off: your address stays as it is.";
/// What may have led here.
const SAVED: &[(&str, &str)] = &[("mailed", MAILED), ("cancelled", CANCELLED)];

/// What the two forms of the page share.
#[derive(Clone, Copy)]
struct Shared {
    state: FormState,
    toasts: Toasts,
    /// The address that waits for its confirmation.
    pending: RwSignal<Option<String>>,
}

/// The page of the address.
#[component]
pub(crate) fn EmailPage() -> impl IntoView {
    let state =
        FormState::new("change-email", &["email", "password"], |typed, name| read(typed).check_field(name));
    let toasts = Toasts::here();
    account_page("/account/email", "E-mail address", move |me| {
        content(Shared { state, toasts, pending: RwSignal::new(me.pending_email.clone()) }, &me)
    })
}

fn content(shared: Shared, me: &Me) -> AnyView {
    let waiting = move || shared.pending.get().map(|address| waiting_part(shared, address));
    view! {
        {saved(SAVED)}
        <section class="account__part" aria-labelledby="present-title">
            <h2 class="account__heading" id="present-title" tabindex="-1">"Your address"</h2>
            <p><strong>{me.email.clone()}</strong></p>
            {waiting}
        </section>
        <section class="account__part" aria-labelledby="change-title">
            <h2 class="account__heading" id="change-title">"Change it"</h2>
            {change_form(shared, me)}
        </section>
    }
    .into_any()
}

/// The address that waits, and a button by which it does not any more.
fn waiting_part(shared: Shared, address: String) -> AnyView {
    view! {
        <p class="account__aside">"Waiting for its confirmation: "<strong>{address}</strong></p>
        <form
            class="account__small-form"
            method="post"
            on:submit=move |event| {
                event.prevent_default();
                cancel(shared);
            }
        >
            {hidden("task", "cancel".to_owned())}
            <button class="btn btn--secondary btn--small" type="submit">"Cancel the change"</button>
        </form>
    }
    .into_any()
}

fn cancel(shared: Shared) {
    spawn_local(async move {
        match cancel_email_change().await {
            Ok(()) => {
                let _ = shared.pending.try_set(None);
                shared.toasts.show(CANCELLED);
                dom::focus_soon("#present-title".to_owned());
            }
            Err(error) => shared.state.refuse(&error),
        }
    });
}

fn change_form(shared: Shared, me: &Me) -> AnyView {
    let Shared { state, toasts, pending } = shared;
    let send = move |typed: Typed| {
        let form = read(&typed);
        let address = form.email.trim().to_lowercase();
        state.send(&typed, change_email(form), move |()| {
            state.empty();
            let _ = pending.try_set(Some(address));
            toasts.show(MAILED);
        });
    };
    let fields = view! {
        {for_password_managers(me)}
        {Field::email("email", "New e-mail address").hint("We mail a link there.").view(state)}
        {Field::new("password", "Your password").autocomplete("current-password").password(state)}
        <div class="form__actions">{submit(state, Weight::Primary, "Change address")}</div>
    };
    form(state, send, fields)
}

fn read(typed: &Typed) -> ChangeEmailForm {
    ChangeEmailForm { email: typed.get("email"), password: typed.get("password") }
}
