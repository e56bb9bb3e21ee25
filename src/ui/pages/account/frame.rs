//! What the account's pages share: the narrow page of those who are not signed in, the page with a list of links
//! beside it of those who are, and the notices that an address brings.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};

use super::address;
use super::gate::sign_in_or_send_again;
use crate::accounts::model::{Me, initial};
use crate::error::AppError;
use crate::server_fns::accounts::get_me;
use crate::ui::browser;
use crate::ui::components::form::sign_in_address;
use crate::ui::components::notice::{Tone, notice};
use crate::ui::going::{Going, Way};
use crate::ui::markup::Markup;
use crate::ui::pages::failure::Failure;
use crate::ui::redirect::with_query;
use crate::ui::reply::FormReply;
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;

/// The pages beside which the list of links stands.
const LINKS: [(&str, &str); 8] = [
    (PROFILE, "Profile"),
    ("/account/email", "E-mail address"),
    ("/account/password", "Password"),
    ("/account/sessions", "Devices"),
    ("/wishlist", "Wish list"),
    ("/account/products", "Your products"),
    ("/account/reviews", "Your reviews"),
    ("/account/delete", "Delete account"),
];
/// The link that staff have before the others.
const ADMIN: (&str, &str) = ("/admin", "Admin");
/// The account's first page.
pub(crate) const PROFILE: &str = "/account";
/// The name under which the browser keeps the letter for the header's corner.
const INITIAL: &str = "initial";
/// The name of the stem of the picture's files there.
const FACE: &str = "face";
/// The id of the present page's place in the list of links.
const HERE: &str = "account-here";

/// What a page of somebody who is signed in is made of: who it is, and what else the page shows.
pub(crate) type Found<T> = Result<Option<(Me, T)>, AppError>;

/// A page for those who are signed in, at or below the `path` of a link beside it. Whoever is not is led to sign in
/// first, and comes back to the very address; what they typed before they were signed out is not lost.
pub(crate) fn account_page(
    path: &'static str,
    title: &'static str,
    page: impl FnOnce(Me) -> AnyView + Send + 'static,
) -> AnyView {
    let found = Resource::new(
        || (),
        |()| async {
            let me = get_me().await?;
            Ok::<_, AppError>(me.map(|me| (me, ())))
        },
    );
    account_page_of(path, title, found, |me, ()| page(me))
}

/// The same, with something else that the page shows. What is loaded beside the user is to be loaded after
/// [`get_me`] has answered, so that nobody asks for it who is not signed in.
pub(crate) fn account_page_of<T: Clone + Send + Sync + 'static>(
    path: &'static str,
    title: &'static str,
    found: Resource<Found<T>>,
    page: impl FnOnce(Me, T) -> AnyView + Send + 'static,
) -> AnyView {
    let shop = ShopInfo::current();
    let reply = FormReply::here();
    let location = use_location();
    let here = with_query(&location.pathname.get_untracked(), &location.search.get_untracked());
    let loading = move || around(path, title, false, skeleton());
    view! {
        <Suspense fallback=loading>
            {Suspend::new(async move {
                match found.await {
                    Ok(Some((me, more))) => {
                        keep_initial(&me);
                        browser::bring_along(HERE);
                        let head = head_of(title).view(&shop);
                        let is_staff = me.is_staff;
                        view! { {head}{around(path, title, is_staff, page(me, more))} }.into_any()
                    }
                    Ok(None) => sign_in_or_send_again(&here, title, reply.as_ref()),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// A narrow page: a title, a sentence, a form.
pub(super) fn narrow_page(title: &'static str, lead: &'static str, content: AnyView) -> AnyView {
    let lead = (!lead.is_empty()).then(|| view! { <p class="page-head__intro">{lead}</p> });
    narrow_page_below(&[], title, lead.into_any(), content)
}

/// The same below other pages, with what else stands under its title.
pub(super) fn narrow_page_below(
    above: &[(&str, &str)],
    title: &'static str,
    lead: AnyView,
    content: AnyView,
) -> AnyView {
    view! {
        {head_of(title).view(&ShopInfo::current())}
        <div class="wrap narrow">
            <div class="page-head">{trail(above, title)}<h1>{title}</h1>{lead}</div>
            {content}
        </div>
    }
    .into_any()
}

/// The head of a page that search engines leave out.
pub(super) fn head_of(title: &str) -> Head {
    Head { title: title.to_owned(), is_unlisted: true, ..Head::default() }
}

/// The notice of `?saved=…` in the address, by its name: what was done before this page was opened.
pub(super) fn saved(words: &'static [(&'static str, &'static str)]) -> AnyView {
    saved_while(words, || true)
}

/// The same, for as long as it holds beside what else the page says.
pub(super) fn saved_while(
    words: &'static [(&'static str, &'static str)],
    holds: impl Fn() -> bool + Send + 'static,
) -> AnyView {
    let query = use_query_map();
    let said = move || {
        if !holds() {
            return None;
        }
        let name = query.with(|query| query.get("saved"))?;
        let (_, words) = words.iter().find(|(known, _)| *known == name)?;
        Some(
            view! { <div class="account__notice" role="status">{notice(Tone::Good, (*words).to_owned())}</div> },
        )
    };
    said.into_any()
}

/// What the address says under a name, when the page is opened.
pub(super) fn asked(name: &str) -> String {
    use_query_map().with_untracked(|query| query.get(name)).unwrap_or_default()
}

/// Keeps what the header's corner shows, in this browser, and shows it: the picture, or the first letter of the name.
/// Whoever is signed in has typed their address for the last time.
pub(super) fn keep_initial(me: &Me) {
    address::forget();
    browser::store(FACE, me.avatar.as_deref().unwrap_or_default());
    keep_letter(&me.full_name);
}

/// Keeps the first letter of a name for the header's corner, and shows it.
pub(super) fn keep_letter(name: &str) {
    browser::store(INITIAL, &initial(name));
    #[cfg(feature = "hydrate")]
    crate::ui::components::header::fill_corners();
}

/// Asks whom the corner of the next page's header belongs to; called once somebody has signed in.
pub(super) async fn ask_for_initial() {
    if let Ok(Some(me)) = get_me().await {
        keep_initial(&me);
    }
}

/// Links to the other parts of a list at an address, where there are any: on to what is older, back to the newest.
pub(super) fn other_parts(
    html: &mut Markup,
    path: &str,
    [older, newest]: [&'static str; 2],
    next: Option<&str>,
    is_later: bool,
) {
    if let Some(next) = next {
        html.raw(r#"<p class="mt-4"><a class="btn btn--secondary" rel="external""#)
            .attribute("href", &[path, "?after=", next].concat())
            .raw(">")
            .raw(older)
            .raw("</a></p>");
    }
    if is_later {
        html.raw(r#"<p class="mt-4"><a class="link" rel="external""#)
            .attribute("href", path)
            .raw(">")
            .raw(newest)
            .raw("</a></p>");
    }
}

/// A link of a row in a list: what it does is seen, and what it does it to is heard too.
pub(super) fn row_link(html: &mut Markup, to: &str, words: &'static str, of: &str) {
    html.raw(r#"<a class="link link--quiet""#)
        .attribute("href", to)
        .raw(">")
        .raw(words)
        .raw("<span class=\"sr-only\"> ")
        .text(of)
        .raw("</span></a>");
}

fn around(path: &'static str, title: &'static str, is_staff: bool, content: AnyView) -> AnyView {
    let above: &[(&str, &str)] = if path == PROFILE { &[] } else { &[(PROFILE, "Account")] };
    view! {
        <div class="wrap">
            <div class="page-head">{trail(above, title)}<h1>{title}</h1></div>
            <div class="account">
                <nav class="account__nav" aria-label="Account">
                    <ul inner_html=links(path, is_staff)></ul>
                    <form method="post" action="/sign-out" on:submit=|_| address::forget()>
                        <button class="account__out" type="submit">"Sign out"</button>
                    </form>
                </nav>
                <div class="account__content">{content}</div>
            </div>
        </div>
    }
    .into_any()
}

fn links(here: &str, is_staff: bool) -> String {
    let mut html = Markup::default();
    for (path, words) in is_staff.then_some(ADMIN).into_iter().chain(LINKS) {
        html.raw("<li");
        if path == here {
            html.attribute("id", HERE);
        }
        html.raw("><a").attribute("href", path);
        if path == here {
            html.raw(" aria-current=\"page\"");
        }
        html.raw(">").text(words).raw("</a></li>");
    }
    html.finish()
}

/// The way from the first page down to this one.
fn trail(above: &[(&str, &str)], here: &str) -> AnyView {
    let mut html = Markup::default();
    html.raw("<ol><li><a href=\"/\">Home</a></li>");
    for (path, words) in above {
        html.raw("<li><a").attribute("href", path).raw(">").text(words).raw("</a></li>");
    }
    html.raw("<li><span aria-current=\"page\">").text(here).raw("</span></li></ol>");
    view! { <nav class="breadcrumb" aria-label="Breadcrumb" inner_html=html.finish()></nav> }.into_any()
}

fn skeleton() -> AnyView {
    let lines: Vec<_> =
        (0..3).map(|_| view! { <span class="block skeleton account__line"></span> }).collect();
    view! {
        <p class="sr-only" role="status">"Loading your account"</p>
        <div class="account__loading" aria-hidden="true">{lines}</div>
    }
    .into_any()
}

/// Leads to the page where one signs in: on the server by a 303, in a browser by the router.
pub(super) fn sign_in_first(path: &str) -> AnyView {
    let address = sign_in_address(path);
    see_other(&address);
    let going = Going::here();
    Effect::new(move || going.to(address.clone(), Way::Instead));
    ().into_any()
}

#[cfg(feature = "ssr")]
fn see_other(path: &str) {
    use axum::http::{HeaderValue, header};

    if let Some(response) = use_context::<leptos_axum::ResponseOptions>()
        && let Ok(location) = HeaderValue::from_str(path)
    {
        response.insert_header(header::LOCATION, location);
        crate::ui::answer::set_status(303);
    }
}

#[cfg(not(feature = "ssr"))]
const fn see_other(_path: &str) {}

#[cfg(test)]
mod tests {
    use super::{HERE, Markup, links, other_parts};

    #[test]
    fn the_link_to_the_present_page_says_so_and_no_other() {
        let html = links("/account/email", false);
        assert!(
            html.contains(r#"<a href="/account/email" aria-current="page">E-mail address</a>"#),
            "{html}"
        );
        assert_eq!(html.matches("aria-current").count(), 1);
        assert_eq!(html.matches(&format!("<li id=\"{HERE}\"><a href=\"/account/email\"")).count(), 1);
    }

    #[test]
    fn the_other_parts_of_a_list_are_links_away() {
        let others = |next, is_later| {
            let mut html = Markup::default();
            other_parts(&mut html, "/account/x", ["Used longer ago", "To those used last"], next, is_later);
            html.finish()
        };
        assert_eq!(others(None, false), "");
        let first = others(Some("1-2"), false);
        assert!(
            first.contains(r#"rel="external" href="/account/x?after=1-2">Used longer ago</a>"#),
            "{first}"
        );
        assert_eq!(first.matches("<a ").count(), 1);
        let middle = others(Some("1-2"), true);
        assert!(middle.contains(r#"rel="external" href="/account/x">To those used last</a>"#), "{middle}");
        assert_eq!((middle.matches("<a ").count(), others(None, true).matches("<a ").count()), (2, 1));
    }

    #[test]
    fn the_way_to_the_staff_side_is_shown_to_staff_alone() {
        assert!(links("/account", true).starts_with("<li><a href=\"/admin\">Admin</a></li>"));
        assert!(!links("/account", false).contains("/admin"));
    }
}
