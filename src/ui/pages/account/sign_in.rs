//! Signing in (SPEC U1).

use leptos::prelude::*;

use super::address;
use super::frame::{ask_for_initial, asked, narrow_page, saved_while};
use crate::accounts::input::{SignInForm, safe_path};
use crate::error::AppError;
use crate::server_fns::accounts::{get_me, sign_in};
use crate::ui::components::button::Weight;
use crate::ui::components::form::{Field, FormState, Typed, dom, form, hidden, submit};
use crate::ui::components::icon::Icon;

/// What may have led here.
const SAVED: &[(&str, &str)] = &[
    ("verified", "Your address is confirmed. Sign in."),
    ("password", "Your password is changed. Sign in with the new one."),
    ("everywhere", "You are signed out on every device."),
    ("deleted", "Your account is deleted. Thank you for having been here."),
];

/// The page to sign in. It leads back to where one came from.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    // The server looks at it again; what could lead elsewhere is not even sent on.
    let next = safe_path(&asked("next")).unwrap_or("/account").to_owned();
    let state = FormState::new("sign-in", &["email", "password"], |typed, name| {
        read(typed, String::new()).check_field(name)
    });
    address::fill_in("sign-in-email");
    let next_field = hidden("next", next.clone());
    let send = move |typed: Typed| {
        let form = read(&typed, next.clone());
        let work = async move {
            let path = sign_in(form).await?;
            address::forget();
            ask_for_initial().await;
            Ok::<_, AppError>(path)
        };
        state.send(&typed, work, |path| dom::leave(&path));
    };
    let fields = view! {
        {Field::email("email", "E-mail address").autocomplete("username").value(address::known()).view(state)}
        {Field::new("password", "Password").autocomplete("current-password").password(state)}
        {next_field}
        <div class="form__actions">
            {submit(state, Weight::Primary, "Sign in")}
            <a class="link" href="/forgot-password">"Forgot your password?"</a>
        </div>
    };
    let content = view! {
        {saved_while(SAVED, move || state.whole().is_none())}
        {who_is_here()}
        <div on:input=|event| address::listen(&event)>{form(state, send, fields)}</div>
        <p class="narrow__other">"New here? "<a class="underline" href="/register">"Open an account"</a></p>
    };
    narrow_page("Sign in", "", content.into_any())
}

/// Says who is signed in already, where somebody is: the form is there for somebody else then.
fn who_is_here() -> AnyView {
    let name = Resource::new(|| (), |()| async { get_me().await.ok().flatten().map(|me| me.full_name) });
    view! {
        <Suspense fallback=|| ()>
            {Suspend::new(async move {
                name.await.map(|name| {
                    view! {
                        <p class="notice account__notice">
                            {Icon::ACCOUNT.view()}
                            <span>
                                "You are signed in as "<strong>{name}</strong>". "
                                <a class="underline" href="/account">"Go to your account"</a>
                                ", or sign in below as somebody else."
                            </span>
                        </p>
                    }
                })
            })}
        </Suspense>
    }
    .into_any()
}

fn read(typed: &Typed, next: String) -> SignInForm {
    SignInForm { email: typed.get("email"), password: typed.get("password"), next }
}
