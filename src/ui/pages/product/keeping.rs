//! Keeping a product for later (SPEC W7): two plain forms, of which one is seen. Which one it is, the page cannot
//! say, since it is the same for everybody: the address does after a form was sent without a script (`#kept`), else
//! the browser asks once the page has come to life. A form that the browser itself sent and the shop refused is
//! answered with the same page; why stands below the forms, written by the server alone.

#[cfg(not(feature = "hydrate"))]
use leptos::ev::SubmitEvent;

#[cfg(feature = "hydrate")]
pub(super) use self::here::{look, send};
#[cfg(not(feature = "hydrate"))]
use crate::ui::components::toast::Toasts;
#[cfg(feature = "ssr")]
use crate::ui::markup::Markup;
#[cfg(feature = "ssr")]
use crate::ui::reply::{FormReply, WHOLE};

/// The server has no form to send.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn send(_event: &SubmitEvent, _slug: &str, _toasts: Toasts) {}

/// The forms, and why one of them was refused.
#[cfg(feature = "ssr")]
pub(super) fn write(html: &mut Markup, slug: &str, reply: Option<&FormReply>) {
    html.raw(r#"<div class="keeping"><form class="keep" method="post" action="/products/"#)
        .text(slug)
        .raw(
            r#""><input type="hidden" name="wish" value="keep"><button class="btn btn--secondary" type="submit"><svg class="icon" aria-hidden="true"><use href="/icons.svg#i-heart"/></svg>Keep for later</button></form><form class="kept" id="kept" method="post" action="/products/"#,
        )
        .text(slug)
        .raw(
            r#""><input type="hidden" name="wish" value="drop"><p class="kept__words"><svg class="icon" aria-hidden="true"><use href="/icons.svg#i-heart"/></svg>On your <a class="link" href="/wishlist">wish list</a></p><button class="btn btn--quiet" type="submit">Take it off</button></form>"#,
        );
    refusal(html, reply);
    html.raw("</div>");
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
    use leptos::html::Div;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use leptos::wasm_bindgen::{JsCast as _, JsValue};
    use web_sys::{Element, HtmlElement, HtmlFormElement, RequestInit, SubmitEvent};

    use crate::error::AppError;
    use crate::ui::browser;
    use crate::ui::components::header;
    use crate::ui::components::header::is_signed_in;
    use crate::ui::components::toast::Toasts;
    use crate::ui::pages::product::asking::{ask, reach};

    /// Under this name the browser notes that somebody keeps something here, signed in or not: a visitor's page asks
    /// nothing before.
    const KEEPS: &str = "keeps";

    /// The forms' state, for the style sheet: `yes`, `no`, or nothing while it is not known.
    const STATE: &str = "data-kept";

    /// Asks whether the product is kept, where that can be.
    pub fn look(slug: String, page: NodeRef<Div>) {
        Effect::new(move || {
            let forms = page.get().and_then(|page| page.query_selector(".keeping").ok().flatten());
            if let Some(forms) = forms
                && (browser::stored(KEEPS).is_some() || is_signed_in())
            {
                let asked = ["/fn/is-kept?slug=", &slug].concat();
                spawn_local(async move {
                    // A click that came first knows better.
                    if let Some(answer) = ask(&asked, &RequestInit::new()).await
                        && !forms.has_attribute(STATE)
                    {
                        say(&forms, answer == "true");
                    }
                });
            }
        });
    }

    fn say(forms: &Element, kept: bool) {
        let _ = forms.set_attribute(STATE, if kept { "yes" } else { "no" });
    }

    /// Sends the form without leaving the page. Where that is refused it is sent as if there were no script, and the
    /// answer says why; where the shop cannot be reached the page stays, and says so.
    pub fn send(event: &SubmitEvent, slug: &str, toasts: Toasts) {
        let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else {
            return;
        };
        let Some(forms) = form.parent_element() else { return };
        event.prevent_default();
        let keep = form.class_name() == "keep";
        let address = if keep { "/fn/keep" } else { "/fn/drop" };
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_body(&JsValue::from_str(&["slug=", slug].concat()));
        spawn_local(async move {
            let Some(answer) = reach(address, &request).await else {
                toasts.show(AppError::Unreachable.to_string());
                return;
            };
            if !answer.ok() {
                let _ = form.submit();
                return;
            }
            browser::store(KEEPS, "1");
            header::count_kept(keep);
            say(&forms, keep);
            // The button that was pressed is gone now: the other one has the focus.
            focus(&forms, if keep { ".kept button" } else { ".keep button" });
        });
    }

    fn focus(forms: &Element, selector: &str) {
        let found = forms.query_selector(selector).ok().flatten();
        if let Some(button) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            let _ = button.focus();
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::error::AppError;

    #[test]
    fn both_forms_are_sent_to_the_product_s_own_page_and_say_what_they_want() {
        let mut html = Markup::default();
        write(&mut html, "arc-kettle", None);
        let html = html.finish();
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
