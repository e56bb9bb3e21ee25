//! Keeping a product for later (SPEC W7): two plain forms, of which one is seen. Which one it is, the page cannot
//! say, since it is the same for everybody: the address does after a form was sent without a script (`#kept`), else
//! the browser asks once the page has come to life.

use leptos::prelude::*;

use crate::ui::markup::Markup;

/// The forms.
#[component]
pub(super) fn Keeping(
    /// The product's slug.
    slug: String,
) -> impl IntoView {
    let kept = RwSignal::new(None::<bool>);
    let html = forms(&slug);
    #[cfg(feature = "hydrate")]
    here::look(slug.clone(), kept);
    let send = move |event: leptos::ev::SubmitEvent| {
        #[cfg(feature = "hydrate")]
        here::send(&event, &slug, kept);
        #[cfg(not(feature = "hydrate"))]
        let _ = (&event, &slug);
    };
    let state = move || kept.get().map(|kept| if kept { "yes" } else { "no" });
    view! { <div class="keeping" data-kept=state on:submit=send inner_html=html></div> }
}

fn forms(slug: &str) -> String {
    let mut html = Markup::default();
    html.raw(r#"<form class="keep" method="post" action="/wishlist/keep"><input type="hidden" name="slug""#)
        .attribute("value", slug)
        .raw(
            r#"><button class="btn btn--secondary" type="submit"><svg class="icon" aria-hidden="true"><use href="/icons.svg#i-heart"/></svg>Keep for later</button></form><form class="kept" id="kept" method="post" action="/wishlist/drop"><input type="hidden" name="slug""#,
        )
        .attribute("value", slug)
        .raw(
            r#"><p class="kept__words"><svg class="icon" aria-hidden="true"><use href="/icons.svg#i-heart"/></svg>On your <a class="link" href="/wishlist">wish list</a></p><button class="btn btn--quiet" type="submit">Take it off</button></form>"#,
        );
    html.finish()
}

#[cfg(feature = "hydrate")]
mod here {
    use js_sys::futures::JsFuture;
    use leptos::ev::SubmitEvent;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use leptos::wasm_bindgen::{JsCast as _, JsValue};
    use web_sys::{HtmlElement, HtmlFormElement, RequestInit, Response};

    use crate::ui::browser;

    /// Under this name the browser notes that somebody keeps something here, signed in or not: a visitor's page asks
    /// nothing before.
    const KEEPS: &str = "keeps";

    /// Asks whether the product is kept, where that can be.
    pub fn look(slug: String, kept: RwSignal<Option<bool>>) {
        Effect::new(move || {
            if browser::stored(KEEPS).is_some() || is_signed_in() {
                let slug = slug.clone();
                spawn_local(async move {
                    let asked = ["/fn/is-kept?slug=", &slug].concat();
                    if let Some(answer) = ask(&asked, &RequestInit::new()).await {
                        // A click that came first knows better.
                        let _ = kept.try_update(|kept| *kept = kept.or(Some(answer == "true")));
                    }
                });
            }
        });
    }

    /// Sends the form without leaving the page; where that fails it is sent as if there were no script, and the
    /// answer says why.
    pub fn send(event: &SubmitEvent, slug: &str, kept: RwSignal<Option<bool>>) {
        let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else {
            return;
        };
        event.prevent_default();
        let keep = form.class_name() == "keep";
        let address = if keep { "/fn/keep" } else { "/fn/drop" };
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(&JsValue::from_str(&["slug=", slug].concat()));
        spawn_local(async move {
            if ask(address, &request).await.is_none() {
                let _ = form.submit();
                return;
            }
            browser::store(KEEPS, "1");
            if kept.try_set(Some(keep)).is_none() {
                // The button that was pressed is gone once the page has changed: the other one has the focus then.
                let other = if keep { ".kept button" } else { ".keep button" };
                request_animation_frame(move || focus(other));
            }
        });
    }

    fn focus(selector: &str) {
        let found = document().query_selector(selector).ok().flatten();
        if let Some(button) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            let _ = button.focus();
        }
    }

    fn is_signed_in() -> bool {
        let cookies = js_sys::Reflect::get(&document(), &JsValue::from_str("cookie"));
        cookies
            .ok()
            .and_then(|cookies| cookies.as_string())
            .is_some_and(|cookies| cookies.contains("signed-in="))
    }

    /// The text of a good answer.
    async fn ask(address: &str, request: &RequestInit) -> Option<String> {
        let answer = JsFuture::from(window().fetch_with_str_and_init(address, request)).await.ok()?;
        let answer: Response = answer.dyn_into().ok()?;
        if !answer.ok() {
            return None;
        }
        JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
    }
}

#[cfg(test)]
mod tests {
    use super::forms;

    #[test]
    fn both_forms_say_which_product_they_mean() {
        let html = forms("arc-kettle");
        assert_eq!(html.matches(r#"name="slug" value="arc-kettle""#).count(), 2);
        assert!(html.contains(r#"action="/wishlist/keep""#) && html.contains(r#"action="/wishlist/drop""#));
    }
}
