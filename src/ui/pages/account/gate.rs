//! What stands in the place of a page that cannot be shown to whoever asks.

use leptos::prelude::*;

use super::frame::{narrow_page, sign_in_first};
use crate::error::AppError;
use crate::ui::components::form::signed_out;
use crate::ui::markup::Markup;
use crate::ui::pages::failure::Failure;
use crate::ui::reply::FormReply;

/// Fields that a form sends along unseen.
const UNSEEN: [&str; 5] = ["version", "seen_stock", "delete", "task", "picture"];
/// What is longer has a field of several lines, in characters.
const LONGEST_LINE: usize = 80;

/// Leads to sign in and back to `path` where nobody is signed in; otherwise says what went wrong. `reply` and `title`
/// are as in [`sign_in_or_send_again`].
pub(super) fn gate(error: AppError, path: &str, title: &'static str, reply: Option<&FormReply>) -> AnyView {
    if error == AppError::Unauthorized {
        sign_in_or_send_again(path, title, reply)
    } else {
        view! { <Failure error=error/> }.into_any()
    }
}

/// What nobody sees who is not signed in: they are led to do that first, and come back to `path`. Where the page is
/// the answer to a form whose sender was signed out meanwhile, all that was typed stands there, to be sent again.
pub(super) fn sign_in_or_send_again(path: &str, title: &'static str, reply: Option<&FormReply>) -> AnyView {
    let Some(reply) = reply else { return sign_in_first(path) };
    let content = view! {
        <div class="form__whole" tabindex="-1" autofocus=true>{signed_out()}</div>
        <form class="form again" method="post" inner_html=fields(reply)></form>
    };
    narrow_page(title, "", content.into_any())
}

/// What was typed, each in a field of its own, and the button. The page cannot draw the form itself: what else it
/// shows belongs to whoever is signed in.
fn fields(reply: &FormReply) -> String {
    let mut html = Markup::default();
    for (name, value) in &reply.values {
        let id = ["again-", name].concat();
        if UNSEEN.contains(&name.as_str()) {
            html.raw("<input type=\"hidden\"").attribute("name", name).attribute("value", value).raw(">");
            continue;
        }
        html.raw("<div class=\"field\"><label class=\"field__label\"")
            .attribute("for", &id)
            .raw(">")
            .text(&label(name))
            .raw("</label>");
        if value.contains('\n') || value.chars().count() > LONGEST_LINE {
            // The first line break of a text area is not its own.
            html.raw("<textarea class=\"input\" rows=\"4\"")
                .attribute("id", &id)
                .attribute("name", name)
                .raw(">\n")
                .text(value)
                .raw("</textarea>");
        } else {
            html.raw("<input class=\"input\" autocomplete=\"off\"")
                .attribute("id", &id)
                .attribute("name", name)
                .attribute("value", value)
                .raw(">");
        }
        html.raw("</div>");
    }
    html.raw("<button class=\"btn btn--primary\" type=\"submit\">Send it again</button>");
    html.finish()
}

/// The name of a field as people read it: "First name".
fn label(name: &str) -> String {
    let mut signs = name.chars();
    let first: String = signs.next().into_iter().flat_map(char::to_uppercase).collect();
    first + &signs.as_str().replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stands_in_fields_to_send_again() {
        let typed = [("first_name", "A<b>"), ("bio", "\nOne.\nTwo."), ("version", "3\"")];
        let html = fields(&FormReply::new(&AppError::Unauthorized, &typed));
        assert!(html.contains(">First name</label>"), "{html}");
        assert!(html.contains(r#"name="first_name" value="A&lt;b&gt;">"#), "{html}");
        assert!(html.contains("name=\"bio\">\n\nOne.\nTwo.</textarea>"), "{html}");
        assert!(html.contains(r#"<input type="hidden" name="version" value="3&quot;">"#), "{html}");
        assert_eq!(html.matches("<label").count(), 2);
    }
}
