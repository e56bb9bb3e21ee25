//! The e-mail address: whether it is confirmed, and changing it (SPEC U1).

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{account_page, saved};
use crate::accounts::input::ChangeEmailForm;
use crate::accounts::model::Me;
use crate::server_fns::accounts::{change_email, resend_verification};
use crate::ui::components::button::Weight;
use crate::ui::components::form::{Field, FormState, Typed, error_of, form, hidden, submit};
use crate::ui::components::toast::Toasts;

/// The name under which the errors of the second form stand, which mails the link once more.
const RESEND: &str = "resend";
const MAILED: &str =
    "We have mailed a link to the new address. Open it within one hour; until then all stays as it is.";
const MAILED_AGAIN: &str = "We have mailed the link once more.";
/// What may have led here.
const SAVED: &[(&str, &str)] = &[("mailed", MAILED), (RESEND, MAILED_AGAIN)];

/// The page of the address.
#[component]
pub(crate) fn EmailPage() -> impl IntoView {
    let state = FormState::new("change-email", &["email", "password", RESEND], |typed, name| {
        read(typed).check_field(name)
    });
    let toasts = Toasts::here();
    account_page("/account/email", "E-mail address", move |me| content(state, toasts, me))
}

fn content(state: FormState, toasts: Toasts, me: Me) -> AnyView {
    let pending = RwSignal::new(me.pending_email.clone());
    let waiting = move || {
        let address = pending.get()?;
        Some(
            view! { <p class="account__aside">"Waiting for its confirmation: "<strong>{address}</strong></p> },
        )
    };
    let confirm = (!me.email_verified).then(|| resend_form(state, toasts));
    view! {
        {saved(SAVED)}
        <section class="account__part" aria-labelledby="present-title">
            <h2 class="account__heading" id="present-title">"Your address"</h2>
            <p><strong>{me.email.clone()}</strong>{if me.email_verified { ", confirmed" } else { ", not confirmed yet" }}</p>
            {waiting}
            {confirm}
        </section>
        <section class="account__part" aria-labelledby="change-title">
            <h2 class="account__heading" id="change-title">"Change it"</h2>
            {change_form(state, toasts, pending)}
        </section>
    }
    .into_any()
}

fn resend_form(state: FormState, toasts: Toasts) -> AnyView {
    let send = move || {
        spawn_local(async move {
            match resend_verification().await {
                Ok(()) => toasts.show(MAILED_AGAIN),
                Err(error) => state.say(RESEND, &error),
            }
        });
    };
    view! {
        <form
            class="account__small-form"
            method="post"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            {hidden("task", RESEND.to_owned())}
            <button class="btn btn--secondary btn--small" type="submit">"Mail the link once more"</button>
            <div role="alert">{error_of(state, RESEND)}</div>
        </form>
    }
    .into_any()
}

fn change_form(state: FormState, toasts: Toasts, pending: RwSignal<Option<String>>) -> AnyView {
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
        {Field::email("email", "New e-mail address").hint("We mail a link there.").view(state)}
        {Field::new("password", "Your password").autocomplete("current-password").password(state)}
        <div class="form__actions">{submit(state, Weight::Primary, "Change address")}</div>
    };
    form(state, send, fields)
}

fn read(typed: &Typed) -> ChangeEmailForm {
    ChangeEmailForm { email: typed.get("email"), password: typed.get("password") }
}
