//! The form of a product: for a new one, and for one that is there.

use leptos::prelude::*;
use leptos::web_sys::Event;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use super::PATH;
use super::conflict::{self, conflict_view};
use super::fields::{NAMES, fields, typed_product};
use crate::catalog::product::model::{ProductId, ProductStatus};
use crate::catalog::product::own::{OwnEdit, OwnForm, Saved, Stale, list_after};
use crate::error::AppError;
use crate::server_fns::accounts::get_me;
use crate::server_fns::own_products::{create_own_product, edit_own_product, update_own_product};
use crate::ui::browser::{form_pairs, unsaved};
use crate::ui::components::form::{FormState, Typed, dom, form, hidden};
use crate::ui::pages::account::frame::account_page_of;
use crate::ui::shop::ShopInfo;

/// The form's id.
const FORM: &str = "product";

/// The form for a new product.
#[component]
pub(crate) fn NewProductPage() -> impl IntoView {
    let state = FormState::new(FORM, NAMES, |typed, name| typed_product(typed).check_field(name));
    guard();
    let found = Resource::new(
        || (),
        |()| async {
            match get_me().await? {
                Some(me) => Ok::<_, AppError>(Some((me, edit_own_product(None).await?))),
                None => Ok(None),
            }
        },
    );
    account_page_of(PATH, "Add a product", found, move |_, edit| new_view(state, &edit))
}

/// The form of the product whose id is in the path.
#[component]
pub(crate) fn EditProductPage() -> impl IntoView {
    let state = FormState::new(FORM, NAMES, |typed, name| typed_product(typed).check_field(name));
    guard();
    // The browser itself asks for a choice, and what can be chosen was checked before.
    let choice = FormState::new(conflict::FORM, NAMES, |_, _| None);
    // Where the browser sent the form by itself and somebody was faster, the server says so in this way.
    let stale = RwSignal::new(SharedValue::new(use_context::<Stale>).into_inner());
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    let found = Resource::new(
        || (),
        move |()| {
            let id = Uuid::try_parse(&id).map(ProductId);
            async move {
                let Some(me) = get_me().await? else { return Ok::<_, AppError>(None) };
                // What cannot be an id is nobody's product.
                let id = id.map_err(|_| AppError::NotFound("Product".to_owned()))?;
                Ok(Some((me, (id, edit_own_product(Some(id)).await?))))
            }
        },
    );
    account_page_of(PATH, "Edit the product", found, move |_, (id, edit)| {
        edit_view((state, choice), id, edit, stale)
    })
}

/// What is typed here is not lost by mistake.
fn guard() {
    Effect::new(unsaved::guard_changes);
    on_cleanup(|| unsaved::set_changed(false));
}

/// The form, looked at with each change: whether it still says what it was filled in with. What the server sends back of
/// it stands nowhere else.
fn watched(state: FormState, form: AnyView, held: OwnForm) -> AnyView {
    let is_other = |name: &&str| {
        // Browsers send line breaks as `\r\n`.
        let sent = state.value(name).map(|value| value.replace("\r\n", "\n"));
        sent.is_some_and(|value| value.trim() != held.value(name).trim())
    };
    if NAMES.iter().any(is_other) {
        unsaved::set_changed(true);
    }
    view! { <div on:input=move |event| unsaved::set_changed(differs(&event, &held))>{form}</div> }.into_any()
}

fn differs(event: &Event, held: &OwnForm) -> bool {
    form_pairs(event).iter().any(|(name, value)| value.trim() != held.value(name).trim())
}

/// Leaves the page of what is saved.
fn leave(next: &str) {
    unsaved::set_changed(false);
    dom::leave(next);
}

fn new_view(state: FormState, edit: &OwnEdit) -> AnyView {
    let send = move |typed: Typed| {
        let product = typed_product(&typed);
        let next = list_after(&product.status);
        state.send(&typed, create_own_product(product), move |_| leave(&next));
    };
    view! {
        <p class="account__lead">"It stays a draft that only you see, until you publish it. Pictures come next."</p>
        {watched(state, form(state, send, fields(state, edit, &ShopInfo::current(), "Save the product")), edit.form.clone())}
    }
    .into_any()
}

fn edit_view(
    (state, choice): (FormState, FormState),
    id: ProductId,
    edit: OwnEdit,
    stale: RwSignal<Option<Stale>>,
) -> AnyView {
    let save = move |state: FormState, typed: &Typed, form: OwnForm| {
        let next = list_after(&form.status);
        state.send(typed, update_own_product(id, form), move |saved| match saved {
            Saved::Done => leave(&next),
            Saved::Stale(both) => {
                state.rest();
                let _ = stale.try_set(Some(*both));
                dom::focus_soon(["#", conflict::FORM, " input[type=radio]"].concat());
            }
        });
    };
    let shop = ShopInfo::current();
    let beside = (pictures_link(id), delete_view(state, &edit.form));
    let content = move || {
        if let Some(both) = stale.get() {
            // What was typed stands here alone, unless it is there already.
            unsaved::set_changed(!both.differences().is_empty());
            let choose = move |form| save(choice, &Typed::default(), form);
            conflict_view(choice, &both, &edit.categories, &shop, choose)
        } else {
            let send = move |typed: Typed| save(state, &typed, typed_product(&typed));
            let form = form(state, send, fields(state, &edit, &shop, "Save the changes"));
            watched(state, form, edit.form.clone())
        }
    };
    view! { {content}{beside} }.into_any()
}

/// Pictures have a page of their own: nothing that is typed here is lost when one is sent.
fn pictures_link(id: ProductId) -> AnyView {
    let address = [PATH, "/", &id.0.to_string(), "/pictures"].concat();
    view! { <p class="mt-6"><a class="link" href=address>"Add or change pictures"</a></p> }.into_any()
}

/// Deleting takes two steps, with and without scripts; the browser itself sends the form. What is in the shop is taken
/// out of it first. What was changed since the page was opened is not deleted: the form tells which version it is for.
fn delete_view(state: FormState, form: &OwnForm) -> AnyView {
    if form.status == ProductStatus::Published.as_str() {
        return view! { <p class="undoing field__hint">"To delete it, save it as a draft first."</p> }
            .into_any();
    }
    let version = state.value("version").unwrap_or_else(|| form.version.clone());
    view! {
        <details class="undoing">
            <summary class="link">"Delete this product"</summary>
            <form class="undoing__form" method="post" on:submit=|_| unsaved::set_changed(false)>
                {hidden("delete", "1".to_owned())}
                {hidden("version", version)}
                <p>"It disappears from your list, with its pictures. You cannot undo this yourself: our team can bring it back for you."</p>
                <button class="btn btn--danger" type="submit">"Delete it"</button>
            </form>
        </details>
    }
    .into_any()
}
