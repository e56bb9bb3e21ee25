//! The programs that pages run in the browser. The shop and the account are built apart (features `only-shop` and
//! `only-account`), so that whoever only looks around never loads what belongs to accounts; from a page of the one to
//! a page of the other leads a new document. A build with neither feature holds both, for development.

use leptos::prelude::*;

use super::pages::failure::NotFound;

/// A program, by the pages that it draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    /// What everybody sees.
    Shop,
    /// What belongs to one person: signing in, the account, reviews, one's own products.
    Account,
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
            Self::Shop => cfg!(not(feature = "only-account")),
            Self::Account => cfg!(not(feature = "only-shop")),
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
    super::browser::before_clicks(|path| !Program::of(path).is_here());
}

#[cfg(test)]
mod tests {
    use super::Program;

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
}
