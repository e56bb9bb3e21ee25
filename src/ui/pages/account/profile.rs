//! The account's first page: who one is, the picture, the profile (SPEC D1, D2, U1).

use leptos::prelude::*;

use super::frame::{PROFILE, account_page_of, asked, keep_letter, saved};
use super::picture_words::{limits, refusal};
use crate::accounts::input::ProfileForm;
use crate::accounts::model::{Me, full_name, initial};
use crate::error::AppError;
use crate::server_fns::accounts::{get_me, update_profile, upload_limit};
use crate::ui::components::button::Weight;
use crate::ui::components::form::{Field, FormState, Typed, error_of, form, submit};
use crate::ui::components::icon::Icon;
use crate::ui::components::toast::Toasts;

/// The fields of the profile, and that of the picture, whose form stands on the same page.
const NAMES: &[&str] =
    &["username", "first_name", "last_name", "bio", "phone", "address", "birth_date", AVATAR];
const AVATAR: &str = "avatar";
/// The id of the form that removes the picture.
const REMOVAL: &str = "avatar-removal";
/// What may have led here.
const SAVED: &[(&str, &str)] = &[
    ("profile", PROFILE_SAVED),
    (AVATAR, "Your picture is changed."),
    ("avatar-removed", "Your picture is removed."),
];
const PROFILE_SAVED: &str = "Your profile is saved.";

/// The profile. Where a picture cannot be taken, the address of this page says why.
#[component]
pub(crate) fn ProfilePage() -> impl IntoView {
    let state =
        FormState::new("profile", NAMES, |typed, name| read(typed).check_field(name)).with_date("birth_date");
    let (code, wait) = (asked(AVATAR), asked("wait"));
    let toasts = Toasts::here();
    let found = Resource::new(
        || (),
        |()| async {
            let (me, megabytes) = futures::join!(get_me(), upload_limit());
            match me? {
                Some(me) => Ok::<_, AppError>(Some((me, megabytes?))),
                None => Ok(None),
            }
        },
    );
    account_page_of(PROFILE, "Your account", found, move |me, megabytes| {
        let state = match refusal(&code, &wait, megabytes) {
            Some(words) => state.with_error(AVATAR, &words),
            None => state,
        };
        content(state, toasts, me, megabytes)
    })
}

fn content(state: FormState, toasts: Toasts, me: Me, megabytes: u32) -> AnyView {
    let name = RwSignal::new(me.full_name.clone());
    view! {
        {saved(SAVED)}
        <section class="account__part" aria-labelledby="picture-title">
            <h2 class="sr-only" id="picture-title">"Picture"</h2>
            <div class="who">
                {picture(&me, name)}
                <div>
                    <p class="who__name">{move || name.get()}</p>
                    <p class="who__email">{me.email.clone()}</p>
                </div>
            </div>
            {picture_forms(state, me.avatar.is_some(), megabytes)}
        </section>
        <section class="account__part" aria-labelledby="profile-title">
            <h2 class="account__heading" id="profile-title">"Profile"</h2>
            {profile_form(state, toasts, name, me)}
        </section>
    }
    .into_any()
}

/// The picture, or the first letter of the name, or a figure.
fn picture(me: &Me, name: RwSignal<String>) -> AnyView {
    if let Some(stem) = &me.avatar {
        let file = |side: &str| ["/media/", stem, "-", side, ".webp"].concat();
        let sizes = [file("128").as_str(), " 128w, ", &file("256"), " 256w"].concat();
        view! {
            <img class="avatar" src=file("128") srcset=sizes sizes="80px" width="80" height="80" alt="Your picture"/>
        }
        .into_any()
    } else {
        let letter = move || match name.with(|name| initial(name)) {
            letter if letter.is_empty() => Icon::ACCOUNT.view().into_any(),
            letter => letter.into_any(),
        };
        view! { <span class="avatar avatar--letter" aria-hidden="true">{letter}</span> }.into_any()
    }
}

/// The browser sends pictures by itself, with and without scripts.
fn picture_forms(state: FormState, has_picture: bool, megabytes: u32) -> AnyView {
    // Its button stands beside that of the other form, in which it cannot be.
    let removal =
        has_picture.then(|| view! { <form id=REMOVAL method="post" action="/account/avatar/remove"></form> });
    let remove = has_picture.then(|| {
        view! { <button class="btn btn--quiet btn--small" type="submit" form=REMOVAL>"Remove picture"</button> }
    });
    let (id, hint_id) = (state.field_id(AVATAR), state.field_id("avatar-hint"));
    let described_by = move || {
        let hint = state.field_id("avatar-hint");
        match state.error(AVATAR) {
            Some(_) => [hint.as_str(), " ", &state.field_id("avatar-error")].concat(),
            None => hint,
        }
    };
    view! {
        <div class="picture-forms">
            <form class="picture-form" method="post" action="/account/avatar" enctype="multipart/form-data">
                <div class="field">
                    <label class="field__label" for=id.clone()>"New picture"</label>
                    <input
                        class="input input--file"
                        id=id
                        type="file"
                        name=AVATAR
                        accept="image/jpeg,image/png,image/webp"
                        required=true
                        autofocus=state.is_first(AVATAR)
                        aria-invalid=move || state.error(AVATAR).map(|_| "true")
                        aria-describedby=described_by
                    />
                    <p class="field__hint" id=hint_id>{limits(megabytes)}</p>
                    {error_of(state, AVATAR)}
                </div>
                <div class="form__actions">
                    <button class="btn btn--secondary btn--small" type="submit">"Upload picture"</button>
                    {remove}
                </div>
            </form>
            {removal}
        </div>
    }
    .into_any()
}

fn profile_form(state: FormState, toasts: Toasts, name: RwSignal<String>, me: Me) -> AnyView {
    let send = move |typed: Typed| {
        let form = read(&typed);
        let shown = full_name(form.first_name.trim(), form.last_name.trim(), form.username.trim());
        state.send(&typed, update_profile(form), move |()| {
            state.rest();
            keep_letter(&shown);
            let _ = name.try_set(shown);
            toasts.show(PROFILE_SAVED);
        });
    };
    let fields = view! {
        {Field::new("username", "Name in the shop")
            .autocomplete("nickname")
            .hint("Shown beside your reviews.")
            .value(me.username)
            .view(state)}
        <div class="form__pair">
            {Field::new("first_name", "First name")
                .autocomplete("given-name")
                .optional()
                .value(me.first_name)
                .view(state)}
            {Field::new("last_name", "Last name")
                .autocomplete("family-name")
                .optional()
                .value(me.last_name)
                .view(state)}
        </div>
        {Field::new("bio", "About you").optional().hint("Up to 500 characters.").value(me.bio).area(state)}
        <div class="form__pair">
            {Field::new("phone", "Telephone")
                .kind("tel")
                .autocomplete("tel")
                .inputmode("tel")
                .optional()
                .value(me.phone)
                .view(state)}
            {Field::new("birth_date", "Birthday")
                .kind("date")
                .autocomplete("bday")
                .optional()
                .value(me.birth_date)
                .view(state)}
        </div>
        {Field::new("address", "Postal address")
            .autocomplete("street-address")
            .optional()
            .value(me.address)
            .area(state)}
        <div class="form__actions">{submit(state, Weight::Primary, "Save profile")}</div>
    };
    form(state, send, fields)
}

fn read(typed: &Typed) -> ProfileForm {
    ProfileForm {
        username: typed.get("username"),
        first_name: typed.get("first_name"),
        last_name: typed.get("last_name"),
        bio: typed.get("bio"),
        phone: typed.get("phone"),
        address: typed.get("address"),
        birth_date: typed.get("birth_date"),
    }
}
