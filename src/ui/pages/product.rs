//! A product's page (SPEC W3). The server writes it; the browser's program brings the gallery and the wish list's
//! forms in it to life.

#[cfg(feature = "hydrate")]
mod asking;
mod gallery;
mod keeping;
#[cfg(feature = "hydrate")]
mod mine;
pub(super) mod reviews;
mod shown;
#[cfg(feature = "ssr")]
mod text;

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

pub(crate) use self::shown::{ProductShown, ProductText, get_product};
use super::failure::Failure;
use super::recently_viewed::RecentlyViewed;
use crate::ui::components::skeleton::product_skeleton;
use crate::ui::components::toast::Toasts;
use crate::ui::drawn::Drawn;
use crate::ui::filled::filled;
use crate::ui::redirect::moved_permanently;
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;
use crate::ui::{json_ld, prefetch};

/// The product at the slug in the path.
#[component]
pub fn ProductPage() -> impl IntoView {
    let params = use_params_map();
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    let product = Resource::new(slug, |slug| async { prefetch::product(slug).await.map(Drawn) });
    view! {
        <Transition fallback=skeleton>
            {filled(move || {
                Suspend::new(async move {
                    match product.await {
                        Ok(Drawn(ProductShown::Here(text))) => shown_view(*text),
                        Ok(Drawn(ProductShown::Moved(slug))) => {
                            moved_permanently(["/products/", &slug].concat()).into_any()
                        }
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })
            })}
        </Transition>
    }
}

fn skeleton() -> impl IntoView {
    view! { <div class="wrap pt-2 md:pt-4 loading" aria-busy="true" inner_html=product_skeleton()></div> }
}

fn shown_view(text: ProductText) -> AnyView {
    let ProductText { slug, name, picture, page } = text;
    let head = Head {
        title: name,
        description: page.description,
        path: ["/products/", &slug].concat(),
        picture,
        is_product: true,
        is_unlisted: false,
    };
    let here = NodeRef::<Div>::new();
    #[cfg(feature = "hydrate")]
    {
        keeping::look(slug.clone(), here);
        mine::look(slug.clone(), here);
        gallery::close_on_back();
    }
    let (kept, toasts) = (slug.clone(), Toasts::here());
    view! {
        {head.view(&ShopInfo::current())}
        {json_ld::element(page.json)}
        <div
            class="wrap pt-2 md:pt-4"
            node_ref=here
            on:click=|event| gallery::click(&event)
            on:submit=move |event| keeping::send(&event, &kept, toasts)
            on:keydown=|event| gallery::pressed(&event)
            on:scroll:capture=|event: ev::Event| gallery::scrolled(&event)
            on:close:capture=|event: ev::Event| gallery::closed(&event)
            inner_html=page.html
        ></div>
        <div class="wrap"><RecentlyViewed slug=slug/></div>
    }
    .into_any()
}
