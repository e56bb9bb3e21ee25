//! The kinds of things that staff work with, in the order of the menu.

use super::entry::admin::ENTRIES;
use super::job::admin::JOBS;
use crate::accounts::group::admin::GROUPS;
use crate::accounts::user::admin::USERS;
use crate::catalog::category::admin::CATEGORIES;
use crate::catalog::image::admin::IMAGES;
use crate::catalog::movement::admin::MOVEMENTS;
use crate::catalog::product::admin::PRODUCTS;
use crate::listing::Declaration;
use crate::reviews::admin::REVIEWS;

/// All of them.
pub const KINDS: [&Declaration; 9] =
    [&PRODUCTS, &CATEGORIES, &IMAGES, &REVIEWS, &USERS, &GROUPS, &MOVEMENTS, &JOBS, &ENTRIES];

/// The kind of an address: `products`.
#[must_use]
pub fn by_path(path: &str) -> Option<&'static Declaration> {
    KINDS.into_iter().find(|of| of.path == path)
}

/// The kind of a name: `product`.
#[must_use]
pub fn by_kind(kind: &str) -> Option<&'static Declaration> {
    KINDS.into_iter().find(|of| of.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::model::Kind;

    #[test]
    fn every_kind_is_one_that_permissions_know_and_has_an_address_of_its_own() {
        for of in KINDS {
            assert!(Kind::ALL.iter().any(|kind| kind.as_str() == of.kind), "{}", of.kind);
            assert_eq!(by_path(of.path).map(|found| found.kind), Some(of.kind));
            assert_eq!(by_kind(of.kind).map(|found| found.path), Some(of.path));
            assert!(of.sorts.iter().all(|sort| of.column(sort).is_some()), "{}", of.path);
            let sort = of.sort.trim_start_matches('-');
            assert!(sort.is_empty() || of.sorts.contains(&sort), "{}", of.path);
            assert!(of.actions.iter().all(|action| ["change", "delete"].contains(&action.needs)));
        }
        assert!(by_path("orders").is_none());
    }
}
