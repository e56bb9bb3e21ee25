//! The table: every server function, and the status that each caller gets.

use vitrine::accounts::testing::PASSWORD;

use super::scene::{Caller, Scene};

/// Names and values of a request.
pub type Fields = Vec<(&'static str, String)>;

/// How far a function reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What is the caller's own, or nobody's.
    OnesOwn,
    /// Also what is somebody else's: by a token, by a password, or by a permission.
    Others,
}

/// One server function.
pub struct Row {
    pub path: &'static str,
    /// What it is asked with. Where a thing is named, it is the owner's.
    pub fields: fn(&Scene) -> Fields,
    /// The statuses for visitor, owner, other user, staff without permission, staff.
    pub expected: [u16; 5],
    pub reach: Reach,
    /// Callers for whom there is nothing to change, though it is well.
    pub idle: &'static [Caller],
}

const ANYBODY: [u16; 5] = [200; 5];
const SIGNED_IN: [u16; 5] = [401, 200, 200, 200, 200];

const fn own(path: &'static str, expected: [u16; 5], fields: fn(&Scene) -> Fields) -> Row {
    Row { path, fields, expected, reach: Reach::OnesOwn, idle: &[] }
}

const fn others(path: &'static str, expected: [u16; 5], fields: fn(&Scene) -> Fields) -> Row {
    Row { path, fields, expected, reach: Reach::Others, idle: &[] }
}

fn nothing(_: &Scene) -> Fields {
    Vec::new()
}

fn globe(_: &Scene) -> Fields {
    vec![("slug", "globe".to_owned())]
}

fn moon(_: &Scene) -> Fields {
    vec![("slug", "moon".to_owned())]
}

fn password() -> String {
    PASSWORD.to_owned()
}

fn new_password() -> String {
    "grosser Fuchs im Schnee".to_owned()
}

fn product(scene: &Scene, name: &str) -> Fields {
    vec![
        ("form[name]", format!("{name} {}", scene.tag)),
        ("form[category]", "lamps".to_owned()),
        ("form[price]", "98.50".to_owned()),
        ("form[stock]", "2".to_owned()),
        ("form[status]", "draft".to_owned()),
    ]
}

/// In the order of the files in `src/server_fns/`.
pub const TABLE: &[Row] = &[
    // accounts.rs
    own("/fn/register", ANYBODY, |scene| {
        vec![
            ("form[email]", format!("new-{}@example.org", scene.tag)),
            ("form[username]", format!("new-{}", scene.tag)),
            ("form[password]", password()),
        ]
    }),
    others("/fn/sign-in", ANYBODY, |scene| {
        vec![("form[email]", scene.owner_email()), ("form[password]", password())]
    }),
    Row { idle: &[Caller::Visitor], ..own("/fn/sign-out", ANYBODY, nothing) },
    own("/fn/sign-out-everywhere", SIGNED_IN, nothing),
    own("/fn/forgot-password", ANYBODY, |scene| vec![("form[email]", scene.owner_email())]),
    others("/fn/reset-password", ANYBODY, |scene| {
        vec![("form[token]", scene.reset.clone()), ("form[password]", new_password())]
    }),
    others("/fn/reset-holder", ANYBODY, |scene| vec![("token", scene.reset.clone())]),
    others("/fn/verify-email", ANYBODY, |scene| vec![("token", scene.verify.clone())]),
    own("/fn/change-password", SIGNED_IN, |_| {
        vec![("form[current]", password()), ("form[password]", new_password())]
    }),
    own("/fn/change-email", SIGNED_IN, |scene| {
        vec![("form[email]", format!("changed-{}@example.org", scene.tag)), ("form[password]", password())]
    }),
    Row {
        idle: &[Caller::Other, Caller::Clerk, Caller::Chief],
        ..own("/fn/cancel-email-change", SIGNED_IN, nothing)
    },
    others("/fn/confirm-email", ANYBODY, |scene| vec![("token", scene.confirm.clone())]),
    own("/fn/update-profile", SIGNED_IN, |scene| {
        vec![
            ("form[username]", format!("renamed-{}", scene.tag)),
            ("form[first_name]", "Ada".to_owned()),
            ("form[last_name]", "Lovelace".to_owned()),
            ("form[bio]", "Numbers, mostly.".to_owned()),
            ("form[phone]", "+49 30 1234567".to_owned()),
            ("form[address]", "Elsewhere 1".to_owned()),
            ("form[birth_date]", "1990-12-31".to_owned()),
        ]
    }),
    own("/fn/sessions", SIGNED_IN, nothing),
    own("/fn/end-session", [401, 200, 404, 404, 404], |scene| vec![("id", scene.session.to_string())]),
    own("/fn/delete-account", SIGNED_IN, |_| vec![("form[password]", password())]),
    own("/fn/me", ANYBODY, nothing),
    own("/fn/upload-limit", ANYBODY, nothing),
    // catalog.rs, and the pages that the server writes
    own("/fn/written", ANYBODY, |_| vec![("path", "/".to_owned())]),
    own("/fn/products", ANYBODY, |_| vec![("query", "q=globe".to_owned())]),
    own("/fn/product", ANYBODY, globe),
    own("/fn/product-moved", ANYBODY, globe),
    own("/fn/category-moved", ANYBODY, |_| vec![("slug", "lamps".to_owned())]),
    own("/fn/suggest", ANYBODY, |_| vec![("query", "glo".to_owned())]),
    own("/fn/recently-viewed", ANYBODY, |_| vec![("slugs", "globe,moon".to_owned())]),
    // own_products.rs
    own("/fn/own-products", SIGNED_IN, nothing),
    others("/fn/own-product", [401, 200, 404, 403, 200], |scene| vec![("id", scene.product.to_string())]),
    others("/fn/own-pictures", [401, 200, 404, 403, 200], |scene| vec![("id", scene.product.to_string())]),
    own("/fn/create-own-product", SIGNED_IN, |scene| product(scene, "Made")),
    others("/fn/update-own-product", [401, 200, 404, 403, 200], |scene| {
        let mut fields = product(scene, "Changed");
        fields.push(("id", scene.product.to_string()));
        fields.push(("form[version]", "1".to_owned()));
        fields.push(("form[seen_stock]", "0".to_owned()));
        fields
    }),
    // reviews.rs
    own("/fn/reviews", ANYBODY, globe),
    own("/fn/my-review", SIGNED_IN, globe),
    own("/fn/own-reviews", SIGNED_IN, nothing),
    own("/fn/save-review", SIGNED_IN, |_| {
        vec![
            ("slug", "globe".to_owned()),
            ("rating", "5".to_owned()),
            ("title", "Warm light".to_owned()),
            ("body", "It stays.".to_owned()),
        ]
    }),
    others("/fn/delete-review", [401, 200, 403, 403, 200], |scene| vec![("id", scene.review.to_string())]),
    // wishlist.rs
    own("/fn/wishlist", ANYBODY, nothing),
    own("/fn/is-kept", ANYBODY, globe),
    own("/fn/keep", ANYBODY, moon),
    Row {
        idle: &[Caller::Visitor, Caller::Other, Caller::Clerk, Caller::Chief],
        ..own("/fn/drop", ANYBODY, globe)
    },
];
