//! The wish list (SPEC W7): a user's own, or what a visitor keeps in this browser's session.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{head_of, saved};
use crate::catalog::product::model::ProductCard;
use crate::error::AppError;
use crate::server_fns::accounts::get_me;
use crate::server_fns::wishlist::{drop_kept, get_wishlist};
use crate::ui::components::breadcrumb::breadcrumb;
use crate::ui::components::card::{Place, card};
use crate::ui::components::empty::Empty;
use crate::ui::components::form::dom;
use crate::ui::components::header::note_kept;
use crate::ui::components::picture::Loading;
use crate::ui::components::skeleton::cards_skeleton;
use crate::ui::components::toast::Toasts;
use crate::ui::markup::Markup;
use crate::ui::pages::failure::Failure;
use crate::ui::reply::{FormReply, WHOLE};
use crate::ui::shop::ShopInfo;

const DROPPED: &str = "It is off your wish list.";
/// What may have led here.
const SAVED: &[(&str, &str)] = &[("dropped", DROPPED)];
const TITLE: &str = "Wish list";

/// The wish list; it needs no account.
#[component]
pub(crate) fn WishlistPage() -> impl IntoView {
    let found = Resource::new(
        || (),
        |()| async {
            let is_signed_in = get_me().await?.is_some();
            Ok::<_, AppError>((get_wishlist().await?, is_signed_in))
        },
    );
    let toasts = Toasts::here();
    let refused = FormReply::here().and_then(|reply| reply.errors.first(WHOLE).map(str::to_owned));
    let loading = || view! { <div class="wrap section">{cards_skeleton(4)}</div> };
    view! {
        <Suspense fallback=loading>
            {Suspend::new(async move {
                match found.await {
                    Ok((cards, is_signed_in)) => content(cards, is_signed_in, toasts, refused),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

fn content(cards: Vec<ProductCard>, is_signed_in: bool, toasts: Toasts, refused: Option<String>) -> AnyView {
    let shop = ShopInfo::current();
    let head = head_of(TITLE).view(&shop);
    note_kept(cards.len());
    let kept = RwSignal::new(cards);
    let failed = RwSignal::new(refused);
    let failure = move || {
        failed.get().map(|words| view! { <p class="field__error" tabindex="-1" autofocus=true>{words}</p> })
    };
    let goods = move || kept.with(|cards| if cards.is_empty() { nothing() } else { goods(cards, &shop) });
    let hint = (!is_signed_in).then(|| {
        view! {
            <p class="page-head__intro">
                <a class="underline" href="/sign-in?next=/wishlist">"Sign in"</a>
                " to find it on all your devices."
            </p>
        }
    });
    view! {
        {head}
        <div class="wrap">
            <div class="page-head">
                {breadcrumb(&[], TITLE)}
                <h1 id="wishlist-title" tabindex="-1">{TITLE}</h1>
                {hint}
            </div>
            {saved(SAVED)}
            <div role="alert">{failure}</div>
            <div
                on:submit=move |event| {
                    event.prevent_default();
                    drop_one(dom::sent_value(&event, "slug"), kept, failed, toasts);
                }
            >
                {goods}
            </div>
        </div>
    }
    .into_any()
}

fn drop_one(
    slug: String,
    kept: RwSignal<Vec<ProductCard>>,
    failed: RwSignal<Option<String>>,
    toasts: Toasts,
) {
    spawn_local(async move {
        let outcome = drop_kept(slug.clone()).await;
        let _ = failed.try_set(outcome.as_ref().err().map(ToString::to_string));
        if outcome.is_ok() {
            let left = kept.try_update(|cards| {
                cards.retain(|card| card.slug != slug);
                cards.len()
            });
            note_kept(left.unwrap_or_default());
            toasts.show(DROPPED);
            dom::focus_soon("#wishlist-title".to_owned());
        }
    });
}

/// The cards, each with a form that takes it off the list.
fn goods(cards: &[ProductCard], shop: &ShopInfo) -> AnyView {
    let mut html = Markup::default();
    for (at, it) in cards.iter().enumerate() {
        html.raw(r#"<li class="wish">"#);
        card(&mut html, it, shop, Place::Across, Loading::of_place(at));
        html.raw(r#"<form method="post" action="/wishlist"><input type="hidden" name="slug""#)
            .attribute("value", &it.slug)
            .raw(r#"><button class="btn btn--quiet btn--small" type="submit""#)
            .attribute("aria-label", &["Remove ", &it.name].concat())
            .raw(">Remove</button></form></li>");
    }
    view! {
        <h2 class="sr-only">"What you keep"</h2>
        <ul class="goods" inner_html=html.finish()></ul>
    }
    .into_any()
}

fn nothing() -> AnyView {
    view! {
        <Empty
            title="Nothing kept yet"
            text="Press “Keep for later” on a product’s page, and it waits for you here."
        >
            <a class="btn btn--primary" href="/products">"Look around"</a>
        </Empty>
    }
    .into_any()
}
