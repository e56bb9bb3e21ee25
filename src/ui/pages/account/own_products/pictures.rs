//! The pictures of a creator's own product (SPEC W12, D7): plain forms, which the browser itself sends, with and
//! without scripts.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use super::PATH;
use crate::catalog::product::model::ProductId;
use crate::catalog::product::own::{OwnPicture, OwnPictures};
use crate::error::AppError;
use crate::server_fns::accounts::get_me;
use crate::server_fns::own_products::own_pictures;
use crate::ui::components::form::{FormState, error_of, whole_notice};
use crate::ui::markup::Markup;
use crate::ui::pages::account::frame::{account_page_of, asked, saved};
use crate::ui::pages::account::picture_words::{limits, refusal};

/// The field that holds a picture.
const PICTURE: &str = "picture";
/// What may have led here.
const SAVED: &[(&str, &str)] = &[
    (PICTURE, "The picture is added. Say below what it shows."),
    ("described", "The description is saved."),
    ("removed", "The picture is removed."),
];

/// The page of the pictures. Where one cannot be taken, its address says why.
#[component]
pub(crate) fn OwnPicturesPage() -> impl IntoView {
    let state = FormState::new("pictures", &[PICTURE], |_, _| None);
    let (code, wait) = (asked(PICTURE), asked("wait"));
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    let found = Resource::new(
        || (),
        move |()| {
            let id = Uuid::try_parse(&id).map(ProductId);
            async move {
                let Some(me) = get_me().await? else { return Ok::<_, AppError>(None) };
                let id = id.map_err(|_| AppError::NotFound("Product".to_owned()))?;
                Ok(Some((me, (id, own_pictures(id).await?))))
            }
        },
    );
    account_page_of(PATH, "Pictures", found, move |_, (id, pictures)| {
        let state = match refusal(&code, &wait, pictures.megabytes) {
            Some(words) => state.with_error(PICTURE, &words),
            None => state,
        };
        content(state, id, &pictures)
    })
}

fn content(state: FormState, id: ProductId, pictures: &OwnPictures) -> AnyView {
    let edit = [PATH, "/", &id.0.to_string()].concat();
    let add = [edit.as_str(), "/pictures/add"].concat();
    let first = pictures.pictures.is_empty().then(|| {
        view! { <p class="account__lead">"No pictures yet. The first one leads in every list."</p> }
    });
    view! {
        {saved(SAVED)}
        {whole_notice(state)}
        <p class="narrow__of">"of "<a class="link" href=edit>{pictures.product.clone()}</a></p>
        {first}
        <ul class="own-pictures" inner_html=rows(&pictures.pictures)></ul>
        {add_form(state, add, pictures.megabytes)}
    }
    .into_any()
}

fn add_form(state: FormState, action: String, megabytes: u32) -> AnyView {
    let (id, hint_id) = (state.field_id(PICTURE), state.field_id("picture-hint"));
    let described_by = move || {
        let hint = state.field_id("picture-hint");
        match state.error(PICTURE) {
            Some(_) => [hint.as_str(), " ", &state.field_id("picture-error")].concat(),
            None => hint,
        }
    };
    view! {
        <form class="picture-form" method="post" action=action enctype="multipart/form-data">
            <div class="field">
                <label class="field__label" for=id.clone()>"New picture"</label>
                <input
                    class="input input--file"
                    id=id
                    type="file"
                    name=PICTURE
                    accept="image/jpeg,image/png,image/webp"
                    required=true
                    autofocus=state.is_first(PICTURE)
                    aria-invalid=move || state.error(PICTURE).map(|_| "true")
                    aria-describedby=described_by
                />
                <p class="field__hint" id=hint_id>{limits(megabytes)}</p>
                {error_of(state, PICTURE)}
            </div>
            <button class="btn btn--secondary btn--small" type="submit">"Add picture"</button>
        </form>
    }
    .into_any()
}

/// Each picture with its forms, sent to the page's own address.
fn rows(pictures: &[OwnPicture]) -> String {
    let mut html = Markup::with_capacity(pictures.len() * 1024);
    for (picture, number) in pictures.iter().zip(1..) {
        row(&mut html, picture, number);
    }
    html.finish()
}

fn row(html: &mut Markup, picture: &OwnPicture, number: u32) {
    let (id, field) = (picture.id.to_string(), ["alt-", &picture.id.to_string()].concat());
    let file = ["/media/", &picture.file, "-160.webp"].concat();
    html.raw(r#"<li class="own-pictures__item"><img class="tint-8" width="80" height="100" loading="lazy""#)
        .attribute("src", &file)
        .attribute("alt", &picture.alt)
        .raw(r#"><div><form class="own-pictures__form" method="post"><input type="hidden" name="picture""#)
        .attribute("value", &id)
        .raw(r#"><div class="field"><label class="field__label""#)
        .attribute("for", &field)
        .raw(">What picture ")
        .number(number)
        .raw(r#" shows</label><input class="input" name="alt" maxlength="300" autocomplete="off""#)
        .attribute("id", &field)
        .attribute("value", &picture.alt)
        .raw(r#"></div><button class="btn btn--secondary btn--small" type="submit" name="task" value="save">Save<span class="sr-only"> description of picture "#)
        .number(number)
        .raw(r#"</span></button></form><details class="undoing"><summary class="link link--quiet">Remove<span class="sr-only"> picture "#)
        .number(number)
        .raw(r#"</span></summary><form class="undoing__form" method="post"><input type="hidden" name="picture""#)
        .attribute("value", &id)
        .raw(r#"><p>You cannot undo this: you would add the picture again.</p><button class="btn btn--danger btn--small" type="submit" name="task" value="remove">Remove it</button></form></details></div></li>"#);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_picture_has_a_form_for_its_words_and_one_that_removes_it() {
        let picture =
            OwnPicture { id: Uuid::nil(), file: "products/a1".to_owned(), alt: "A \"<bowl>".to_owned() };
        let html = rows(&[picture]);
        assert!(html.contains(r#"src="/media/products/a1-160.webp" alt="A &quot;&lt;bowl&gt;">"#), "{html}");
        assert_eq!(html.matches(r#"<form class="own-pictures__form" method="post">"#).count(), 1);
        assert_eq!(html.matches(r#"name="picture" value="00000000-0000-0000-0000-000000000000""#).count(), 2);
        assert!(html.contains(r#"value="remove">Remove it"#) && html.contains("What picture 1 shows"));
    }
}
