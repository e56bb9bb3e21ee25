//! Deleting the account (SPEC U1).

use leptos::prelude::*;

use super::frame::account_page;
use super::password::for_password_managers;
use crate::accounts::input::DeleteAccountForm;
use crate::accounts::model::Me;
use crate::server_fns::accounts::delete_account;
use crate::ui::components::button::Weight;
use crate::ui::components::form::{Field, FormState, Typed, dom, form, submit};

/// Where one goes without an account.
const NEXT: &str = "/sign-in?saved=deleted";

/// The page to delete the account.
#[component]
pub(crate) fn DeletePage() -> impl IntoView {
    let state = FormState::new("delete", &["password"], |typed, name| read(typed).check_field(name));
    account_page("/account/delete", "Delete account", move |me| content(state, &me))
}

fn content(state: FormState, me: &Me) -> AnyView {
    let send = move |typed: Typed| {
        state.send(&typed, delete_account(read(&typed)), |()| dom::leave(NEXT));
    };
    let fields = view! {
        {for_password_managers(me)}
        {Field::new("password", "Your password").autocomplete("current-password").password(state)}
        <div class="form__actions">{submit(state, Weight::Danger, "Delete account for ever")}</div>
    };
    view! {
        <div class="prose account__part">
            <p>"We delete your profile, your picture and your wish list at once, and sign you out everywhere. This cannot be undone."</p>
            <p>"Your reviews stay, without your name. Your published products leave the shop and become drafts that only our team can see."</p>
        </div>
        {form(state, send, fields)}
    }
    .into_any()
}

fn read(typed: &Typed) -> DeleteAccountForm {
    DeleteAccountForm { password: typed.get("password") }
}
