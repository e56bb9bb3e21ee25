//! Keeping a product for later (SPEC W7): two plain forms, of which one is seen. Which one it is, the page cannot
//! say, since it is the same for everybody: the address does after a form was sent without a script (`#kept`), else
//! the browser asks once the page has come to life. A form that the browser itself sent and the shop refused is
//! answered with the same page; why stands below the forms, written by the server alone.

use leptos::prelude::*;

use crate::ui::markup::Markup;
#[cfg(feature = "ssr")]
use crate::ui::reply::{FormReply, WHOLE};

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
    html.raw(r#"<form class="keep" method="post" action="/products/"#)
        .text(slug)
        .raw(
            r#""><input type="hidden" name="wish" value="keep"><button class="btn btn--secondary" type="submit"><svg class="icon" aria-hidden="true"><use href="/icons.svg#i-heart"/></svg>Keep for later</button></form><form class="kept" id="kept" method="post" action="/products/"#,
        )
        .text(slug)
        .raw(
            r#""><input type="hidden" name="wish" value="drop"><p class="kept__words"><svg class="icon" aria-hidden="true"><use href="/icons.svg#i-heart"/></svg>On your <a class="link" href="/wishlist">wish list</a></p><button class="btn btn--quiet" type="submit">Take it off</button></form>"#,
        );
    #[cfg(feature = "ssr")]
    refusal(&mut html, use_context::<FormReply>().as_ref());
    html.finish()
}

/// Why a form was refused, where the page is the answer to one.
#[cfg(feature = "ssr")]
fn refusal(html: &mut Markup, reply: Option<&FormReply>) {
    if let Some(words) = reply.and_then(|reply| reply.errors.first(WHOLE)) {
        html.raw(r#"<p class="field__error keeping__refusal" role="alert" tabindex="-1" autofocus><svg class="icon icon--small" aria-hidden="true"><use href="/icons.svg#i-alert"/></svg><span>"#)
            .text(words)
            .raw("</span></p>");
    }
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

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::error::AppError;

    #[test]
    fn both_forms_are_sent_to_the_product_s_own_page_and_say_what_they_want() {
        let html = forms("arc-kettle");
        assert_eq!(html.matches(r#"method="post" action="/products/arc-kettle"><input"#).count(), 2);
        assert!(html.contains(r#"name="wish" value="keep""#) && html.contains(r#"name="wish" value="drop""#));
        assert!(!html.contains("role=\"alert\""));
    }

    #[test]
    fn a_refused_form_says_why_and_has_the_focus() {
        let reply = FormReply::new(&AppError::Conflict("It is <full>".to_owned()), &[]);
        let mut html = Markup::default();
        refusal(&mut html, Some(&reply));
        let html = html.finish();
        assert!(html.contains("It is &lt;full&gt;</span>") && html.contains(" autofocus>"), "{html}");
    }
}
