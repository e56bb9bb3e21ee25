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
/// What the address says of a picture that was moved; which one it was stands under [`MOVED`].
const MOVED_UP: &str = "moved-up";
/// The same, for the other way.
const MOVED_DOWN: &str = "moved-down";
/// The name in the address of the picture that was moved.
const MOVED: &str = "moved";
/// What may have led here.
const SAVED: &[(&str, &str)] = &[
    (PICTURE, "The picture is added. Say below what it shows."),
    ("described", "The description is saved."),
    (MOVED_UP, "The picture is moved up."),
    (MOVED_DOWN, "The picture is moved down."),
    ("removed", "The picture is removed."),
];

/// The page of the pictures. Where one cannot be taken, its address says why.
#[component]
pub(crate) fn OwnPicturesPage() -> impl IntoView {
    let state = FormState::new("pictures", &[PICTURE], |_, _| None);
    let (code, wait) = (asked(PICTURE), asked("wait"));
    let moved = Uuid::try_parse(&asked(MOVED)).ok();
    let focus = moved.map(|picture| Focus { picture, is_up: asked("saved") == MOVED_UP });
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
        content(state, id, &pictures, focus)
    })
}

/// The button by which a picture was moved.
#[derive(Clone, Copy)]
struct Focus {
    picture: Uuid,
    is_up: bool,
}

fn content(state: FormState, id: ProductId, pictures: &OwnPictures, focus: Option<Focus>) -> AnyView {
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
        <ul class="own-pictures" inner_html=rows(&pictures.pictures, focus)></ul>
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
fn rows(pictures: &[OwnPicture], focus: Option<Focus>) -> String {
    let mut html = Markup::with_capacity(pictures.len() * 1536);
    let count = u32::try_from(pictures.len()).unwrap_or(u32::MAX);
    for (picture, number) in pictures.iter().zip(1..) {
        row(&mut html, picture, (number, count), focus);
    }
    html.finish()
}

fn row(html: &mut Markup, picture: &OwnPicture, (number, count): (u32, u32), focus: Option<Focus>) {
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
        .raw("</span></button></form>");
    if count > 1 {
        order_form(html, &id, (number, count), focus.filter(|focus| focus.picture == picture.id));
    }
    html.raw(r#"<details class="undoing"><summary class="link link--quiet">Remove<span class="sr-only"> picture "#)
        .number(number)
        .raw(r#"</span></summary><form class="undoing__form" method="post"><input type="hidden" name="picture""#)
        .attribute("value", &id)
        .raw(r#"><p>You cannot undo this: you would add the picture again.</p><button class="btn btn--danger btn--small" type="submit" name="task" value="remove">Remove it</button></form></details></div></li>"#);
}

/// The buttons by which a picture changes its place. The first one does not move up, nor the last one down; where a
/// picture has come to such an end, its other button has the focus.
fn order_form(html: &mut Markup, id: &str, (number, count): (u32, u32), focus: Option<Focus>) {
    html.raw(r#"<form class="flex gap-2" method="post"><input type="hidden" name="picture""#)
        .attribute("value", id)
        .raw(">");
    for (task, words, is_up, is_there) in
        [("up", "Move up", true, number > 1), ("down", "Move down", false, number < count)]
    {
        if !is_there {
            continue;
        }
        let has_focus = focus.is_some_and(|focus| focus.is_up == is_up || number == 1 || number == count);
        html.raw(r#"<button class="btn btn--secondary btn--small" type="submit" name="task""#)
            .attribute("value", task)
            .raw(if has_focus { " autofocus>" } else { ">" })
            .raw(words)
            .raw(r#"<span class="sr-only"> picture "#)
            .number(number)
            .raw("</span></button>");
    }
    html.raw("</form>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_picture_has_a_form_for_its_words_and_one_that_removes_it() {
        let picture =
            OwnPicture { id: Uuid::nil(), file: "products/a1".to_owned(), alt: "A \"<bowl>".to_owned() };
        let html = rows(&[picture], None);
        assert!(html.contains(r#"src="/media/products/a1-160.webp" alt="A &quot;&lt;bowl&gt;">"#), "{html}");
        assert_eq!(html.matches(r#"<form class="own-pictures__form" method="post">"#).count(), 1);
        assert_eq!(html.matches(r#"name="picture" value="00000000-0000-0000-0000-000000000000""#).count(), 2);
        assert!(html.contains(r#"value="remove">Remove it"#) && html.contains("What picture 1 shows"));
        assert!(!html.contains("Move "), "there is nothing to put in order: {html}");
    }

    /// What stands between the picture before and the one behind, by its number.
    fn moves(html: &str, number: usize) -> Vec<(&str, bool)> {
        let row = html.split("<li ").nth(number).unwrap_or_default();
        let buttons = row.split(r#"name="task" value=""#).skip(1);
        buttons
            .filter_map(|button| button.split_once('"'))
            .filter(|(task, _)| ["up", "down"].contains(task))
            .map(|(task, rest)| (task, rest.starts_with(" autofocus>")))
            .collect()
    }

    #[test]
    fn a_picture_moves_up_unless_it_is_the_first_and_down_unless_it_is_the_last() {
        let picture = |number| OwnPicture {
            id: Uuid::from_u128(number),
            file: "products/a1".to_owned(),
            alt: String::new(),
        };
        let pictures = [picture(1), picture(2), picture(3)];
        let html = rows(&pictures, None);
        assert_eq!(moves(&html, 1), [("down", false)]);
        assert_eq!(moves(&html, 2), [("up", false), ("down", false)]);
        assert_eq!(moves(&html, 3), [("up", false)]);
        let moved = |number, is_up| rows(&pictures, Some(Focus { picture: Uuid::from_u128(number), is_up }));
        assert_eq!(moves(&moved(2, true), 2), [("up", true), ("down", false)]);
        assert_eq!(moves(&moved(2, false), 2), [("up", false), ("down", true)]);
        // At an end it is the one button that is there.
        assert_eq!(moves(&moved(1, true), 1), [("down", true)]);
        assert_eq!(moves(&moved(3, false), 3), [("up", true)]);
        assert_eq!(moved(2, true).matches("autofocus").count(), 1);
        assert!(html.contains(r#"Move up<span class="sr-only"> picture 2</span>"#), "{html}");
    }
}
