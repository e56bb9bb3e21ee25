//! The programs that pages run in the browser. The shop, the account and the staff side are built apart (features
//! `only-shop`, `only-account` and `only-admin`), so that whoever only looks around never loads what belongs to
//! accounts or to staff; from a page of the one to a page of another leads a new document. A build with none of these
//! features holds all three, for development; there a new document leads into the staff side and out of it, whose frame
//! is another.

use leptos::prelude::*;

use super::pages::failure::NotFound;

/// A program, by the pages that it draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    /// What everybody sees.
    Shop,
    /// What belongs to one person: signing in, the account, reviews, one's own products.
    Account,
    /// What staff work with.
    Admin,
}

impl Program {
    /// The program of the page at an address, which may be a path or a whole one.
    pub(crate) fn of(address: &str) -> Self {
        let path = match address.split_once("://") {
            Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
            None => address.trim_start_matches('/'),
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let mut steps = path.split('/');
        match (steps.next().unwrap_or_default(), steps.next(), steps.next()) {
            ("admin", _, _) => Self::Admin,
            (
                "sign-in" | "register" | "forgot-password" | "reset-password" | "verify-email"
                | "confirm-email" | "account" | "wishlist",
                _,
                _,
            )
            | ("products", Some(_), Some("review" | "reviews")) => Self::Account,
            _ => Self::Shop,
        }
    }

    /// Whether this build draws the pages of the program.
    #[cfg(feature = "hydrate")]
    pub(crate) const fn is_here(self) -> bool {
        match self {
            Self::Shop => cfg!(not(any(feature = "only-account", feature = "only-admin"))),
            Self::Account => cfg!(not(any(feature = "only-shop", feature = "only-admin"))),
            Self::Admin => cfg!(not(any(feature = "only-shop", feature = "only-account"))),
        }
    }
}

/// A page that this program does not know: the server may, so it is asked. What the server itself did not know is not
/// there.
pub(crate) fn unknown() -> AnyView {
    #[cfg(feature = "hydrate")]
    {
        let is_taking_over = Owner::current_shared_context().is_some_and(|shared| shared.during_hydration());
        let leptos_router::location::Location { pathname, search, .. } = leptos_router::hooks::use_location();
        let address = super::menus::address(&pathname.get_untracked(), &search.get_untracked());
        if !is_taking_over && !Program::of(&address).is_here() {
            super::browser::leave(&address);
            return ().into_any();
        }
    }
    view! { <NotFound/> }.into_any()
}

/// Lets the browser itself follow links to pages of another program.
#[cfg(feature = "hydrate")]
pub(crate) fn let_links_leave() {
    #[cfg(any(feature = "only-shop", feature = "only-account", feature = "only-admin"))]
    super::browser::before_clicks(|path| !Program::of(path).is_here());
    #[cfg(not(any(feature = "only-shop", feature = "only-account", feature = "only-admin")))]
    super::browser::before_clicks(|path| {
        let here = window().location().pathname().unwrap_or_default();
        is_other_frame(&here, path)
    });
}

/// Whether another frame stands around the one page than around the other.
#[cfg(not(any(feature = "only-shop", feature = "only-account", feature = "only-admin")))]
#[cfg_attr(not(any(feature = "hydrate", test)), allow(dead_code))]
fn is_other_frame(one: &str, other: &str) -> bool {
    (Program::of(one) == Program::Admin) != (Program::of(other) == Program::Admin)
}

/// Opens a new document where the router leads to a page with another frame, as after signing in.
#[cfg(all(
    feature = "hydrate",
    not(any(feature = "only-shop", feature = "only-account", feature = "only-admin"))
))]
pub(crate) fn leave_with_the_frame() {
    let leptos_router::location::Location { pathname, search, .. } = leptos_router::hooks::use_location();
    Effect::new(move |before: Option<String>| {
        let here = pathname.get();
        if before.is_some_and(|before| is_other_frame(&before, &here)) {
            super::browser::leave(&super::menus::address(&here, &search.get_untracked()));
        }
        here
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_accounts_belong_to_their_program_and_those_of_the_shop_do_not() {
        for address in [
            "/sign-in?next=/account",
            "/account",
            "/account/sessions",
            "http://leptos.dev/verify-email?token=a",
            "/wishlist",
            "/products/arc-kettle/review",
            "/products/arc-kettle/reviews?after=x",
        ] {
            assert_eq!(Program::of(address), Program::Account, "{address}");
        }
        for address in
            ["/", "", "/products/arc-kettle", "/products?q=account", "http://leptos.dev", "/accounts"]
        {
            assert_eq!(Program::of(address), Program::Shop, "{address}");
        }
    }
    #[test]
    fn the_staff_side_is_a_program_of_its_own_with_another_frame() {
        for address in
            ["/admin", "/admin/products?q=lamp", "http://leptos.dev/admin/products/new", "/admin?saved=1"]
        {
            assert_eq!(Program::of(address), Program::Admin, "{address}");
        }
        assert_eq!(Program::of("/administration"), Program::Shop);
        assert_eq!(Program::of("/products/admin"), Program::Shop);
        #[cfg(not(any(feature = "only-shop", feature = "only-account", feature = "only-admin")))]
        {
            assert!(is_other_frame("/admin/products", "/products") && is_other_frame("/account", "/admin"));
            assert!(!is_other_frame("/admin", "/admin/users") && !is_other_frame("/", "/account"));
        }
    }
}
