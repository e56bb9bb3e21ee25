//! Every plain route that takes something, for everybody who may ask it: the forms as a browser without scripts sends
//! them (SPEC S2). `admin_table.rs` has those of the staff side (`src/server/admin/`).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sqlx::PgPool;
use vitrine::accounts::testing::PASSWORD;

use super::client::{Answer, Browser};
use super::digest;
use super::pages::{address, status_of};
use super::permissions::Reach;
use super::permissions::scene::{CALLERS, Caller, Scene, Stage};
use super::shop::Shop;

/// Two by two pixels of grey.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x02\x08\0\0\0\0\x57\xdd\x52\xf8\
    \0\0\0\x0eIDAT\x78\xda\x63\xd0\x38\xc1\xa0\x71\x02\0\x05\x06\x01\xe1\x11\x75\xab\x41\0\0\0\0IEND\xae\x42\x60\x82";

/// Names and values of a form.
type Fields = Vec<(&'static str, String)>;

/// One form.
pub struct Form {
    /// Where it is sent to, as the router has it.
    pub pattern: &'static str,
    /// The statuses for visitor, owner, other user, staff without permission, staff; as [`status_of`] has them.
    expected: [u16; 5],
    /// What is sent. Where a thing is named, it is the owner's.
    fields: fn(&Scene) -> Fields,
    reach: Reach,
    /// Callers for whom there is nothing to change, though it is well.
    idle: &'static [Caller],
    /// What the address begins with that it leads to when it is done.
    leads: &'static str,
}

const ANYBODY: [u16; 5] = [303; 5];
const SIGNED_IN: [u16; 5] = [401, 303, 303, 303, 303];
const NOBODY: [u16; 5] = [404; 5];
const ALL: &[Caller] = &CALLERS;
const ALL_BUT_THE_OWNER: &[Caller] = &[Caller::Visitor, Caller::Other, Caller::Clerk, Caller::Chief];

const fn own(pattern: &'static str, expected: [u16; 5], fields: fn(&Scene) -> Fields) -> Form {
    Form { pattern, expected, fields, reach: Reach::OnesOwn, idle: &[], leads: "/" }
}

const fn others(pattern: &'static str, expected: [u16; 5], fields: fn(&Scene) -> Fields) -> Form {
    Form { reach: Reach::Others, ..own(pattern, expected, fields) }
}

fn nothing(_: &Scene) -> Fields {
    Vec::new()
}

fn new_password() -> String {
    "grosser Fuchs im Schnee".to_owned()
}

fn product(scene: &Scene, name: &str) -> Fields {
    vec![
        ("name", format!("{name} {}", scene.tag)),
        ("category", "lamps".to_owned()),
        ("price", "98.50".to_owned()),
        ("stock", "2".to_owned()),
        ("status", "draft".to_owned()),
        ("slug", String::new()),
        ("description", String::new()),
    ]
}

/// What is done to the second picture of the owner's product.
fn picture(scene: &Scene, task: &str) -> Fields {
    vec![("task", task.to_owned()), ("picture", scene.pictures[1].to_string())]
}

/// In the order of the routes in `src/server.rs` and `src/server/`; where a page has several forms, each of them.
pub const FORMS: &[Form] = &[
    own("/fn/{*name}", NOBODY, nothing),
    // forms.rs
    others("/sign-in", ANYBODY, |scene| {
        vec![("email", scene.owner_email()), ("password", PASSWORD.to_owned())]
    }),
    Form { idle: &[Caller::Visitor], ..own("/sign-out", ANYBODY, nothing) },
    own("/register", ANYBODY, |scene| {
        vec![
            ("email", format!("new-{}@example.org", scene.tag)),
            ("username", format!("new-{}", scene.tag)),
            ("password", PASSWORD.to_owned()),
        ]
    }),
    own("/forgot-password", ANYBODY, |scene| vec![("email", scene.owner_email())]),
    others("/reset-password", ANYBODY, |scene| {
        vec![("token", scene.reset.clone()), ("password", new_password())]
    }),
    others("/verify-email", ANYBODY, |scene| vec![("token", scene.verify.clone())]),
    others("/confirm-email", ANYBODY, |scene| vec![("token", scene.confirm.clone())]),
    own("/account", SIGNED_IN, |scene| {
        vec![
            ("username", format!("renamed-{}", scene.tag)),
            ("first_name", "Ada".to_owned()),
            ("last_name", "Lovelace".to_owned()),
            ("bio", "Numbers, mostly.".to_owned()),
            ("phone", "+49 30 1234567".to_owned()),
            ("address", "Elsewhere 1".to_owned()),
            ("birth_date", "1990-12-31".to_owned()),
        ]
    }),
    own("/account/password", SIGNED_IN, |_| {
        vec![("current", PASSWORD.to_owned()), ("password", new_password())]
    }),
    own("/account/email", SIGNED_IN, |scene| {
        vec![("email", format!("changed-{}@example.org", scene.tag)), ("password", PASSWORD.to_owned())]
    }),
    Form {
        idle: &[Caller::Other, Caller::Clerk, Caller::Chief],
        ..own("/account/email", SIGNED_IN, |_| vec![("task", "cancel".to_owned())])
    },
    own("/account/sessions", [401, 303, 404, 404, 404], |scene| vec![("id", scene.session.to_string())]),
    own("/account/sessions", SIGNED_IN, |_| vec![("everywhere", "1".to_owned())]),
    own("/account/delete", SIGNED_IN, |_| vec![("password", PASSWORD.to_owned())]),
    // product_forms.rs
    own("/products/{slug}/review", SIGNED_IN, |_| {
        vec![("rating", "5".to_owned()), ("title", "Warm light".to_owned()), ("body", "It stays.".to_owned())]
    }),
    others("/products/{slug}/review", [401, 303, 403, 403, 303], |scene| {
        vec![("delete", scene.review.to_string())]
    }),
    own("/account/products/new", SIGNED_IN, |scene| product(scene, "Made")),
    others("/account/products/{id}", [401, 303, 404, 403, 303], |scene| {
        let mut fields = product(scene, "Changed");
        fields.push(("version", "1".to_owned()));
        fields.push(("seen_stock", "0".to_owned()));
        fields
    }),
    others("/account/products/{id}", [401, 303, 404, 403, 303], |_| {
        vec![("delete", "1".to_owned()), ("version", "1".to_owned())]
    }),
    // It is another version by now: nobody deletes it.
    others("/account/products/{id}", [401, 409, 404, 403, 409], |_| {
        vec![("delete", "1".to_owned()), ("version", "2".to_owned())]
    }),
    others("/account/products/{id}/pictures", [401, 303, 404, 403, 303], |scene| {
        let mut fields = picture(scene, "save");
        fields.push(("alt", "Blue".to_owned()));
        fields
    }),
    others("/account/products/{id}/pictures", [401, 303, 404, 403, 303], |scene| picture(scene, "up")),
    others("/account/products/{id}/pictures", [401, 303, 404, 403, 303], |scene| picture(scene, "remove")),
    // The product has no such picture.
    others("/account/products/{id}/pictures", [401, 404, 404, 403, 404], |scene| {
        vec![("task", "down".to_owned()), ("picture", scene.product.to_string())]
    }),
    // uploads.rs, which leads on whether or not it takes a file
    Form { leads: "/account?saved=avatar", ..own(AVATAR, SIGNED_IN, nothing) },
    Form { leads: "/account/products/", ..others(PICTURES, [401, 303, 404, 403, 303], nothing) },
    Form {
        idle: ALL,
        leads: "/account?saved=avatar-removed",
        ..own("/account/avatar/remove", SIGNED_IN, nothing)
    },
    // wishlist.rs
    Form {
        idle: &[Caller::Owner],
        ..own("/products/{slug}", ANYBODY, |_| vec![("wish", "keep".to_owned())])
    },
    Form {
        idle: ALL_BUT_THE_OWNER,
        ..own("/products/{slug}", ANYBODY, |_| vec![("wish", "drop".to_owned())])
    },
    Form { idle: ALL_BUT_THE_OWNER, ..own("/wishlist", ANYBODY, |_| vec![("slug", "globe".to_owned())]) },
];

/// The two forms with a file.
const AVATAR: &str = "/account/avatar";
const PICTURES: &str = "/account/products/{id}/pictures/add";

async fn send(browser: &mut Browser, form: &Form, scene: &Scene) -> Answer {
    let to = address(&form.pattern.replace("{id}", &scene.product.to_string()));
    if form.pattern == AVATAR {
        return browser.upload(&to, "avatar", PNG).await;
    }
    if form.pattern == PICTURES {
        return browser.upload(&to, "picture", PNG).await;
    }
    let fields = (form.fields)(scene);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit(&to, &fields).await
}

#[sqlx::test]
async fn everybody_gets_what_the_list_says_and_a_refusal_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut stage = Stage::build(&shop).await;
    let mut wrong = Vec::new();
    for form in FORMS {
        for (caller, expected) in CALLERS.into_iter().zip(form.expected) {
            let scene = stage.scene(&shop).await;
            let found = play(&shop, form, caller, expected, &scene).await;
            wrong.extend(found.into_iter().map(|what| format!("{} for {caller:?}: {what}", form.pattern)));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong with the answer to one caller, and with what came of it.
async fn play(shop: &Shop, form: &Form, caller: Caller, expected: u16, scene: &Scene) -> Vec<String> {
    let mut browser = scene.browser(shop, caller).await;
    let before = digest::of_tables(&shop.pool).await;
    let owners = digest::of_user(&shop.pool, scene.owner).await;
    let answer = send(&mut browser, form, scene).await;
    let changed = digest::changed(&before, &digest::of_tables(&shop.pool).await);
    let is_owner_touched = digest::of_user(&shop.pool, scene.owner).await != owners;

    let mut wrong = Vec::new();
    let (status, led) = (status_of(&answer), answer.header("location").unwrap_or_default());
    let is_done = status < 400;
    if status != expected || (is_done && !led.starts_with(form.leads)) {
        wrong.push(format!("{status} instead of {expected}, leading to \"{led}\""));
    }
    if is_done && changed.is_empty() && !form.idle.contains(&caller) {
        wrong.push("nothing changed".to_owned());
    }
    if !is_done && !changed.is_empty() {
        wrong.push(format!("{changed:?} changed"));
    }
    if is_owner_touched && caller != Caller::Owner && form.reach == Reach::OnesOwn {
        wrong.push("what is the owner's changed".to_owned());
    }
    // What was typed may stand there again: these two are sent the owner's address.
    let may_show_address = ["/sign-in", "/forgot-password"].contains(&form.pattern);
    let secrets = scene.secrets();
    let secrets = if may_show_address { &secrets[1..] } else { &secrets[..] };
    // Staff with the permission may read what they may change, also when this one change is refused.
    let may_read =
        caller == Caller::Owner || (form.reach == Reach::Others && (is_done || caller == Caller::Chief));
    if !may_read && secrets.iter().any(|secret| answer.body.contains(secret)) {
        wrong.push("what is the owner's was shown".to_owned());
    }
    if status == 401 && !answer.cookies().is_empty() {
        wrong.push(format!("a refusal sets cookies: {:?}", answer.cookies()));
    }
    wrong
}

/// The addresses that a file of the server routes to something else than reading.
fn taking(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut found = Vec::new();
    for route in code.split(".route(").skip(1) {
        let route = route.split(';').next().and_then(|part| part.split("\n}").next()).unwrap_or_default();
        let takes =
            ["post(", "put(", "patch(", "delete(", "any("].iter().any(|method| route.contains(method));
        let pattern = route.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
        found.extend(pattern.filter(|_| takes).map(str::to_owned));
    }
    found
}

#[test]
fn the_list_names_every_plain_route_that_takes_something_and_no_other() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![source.join("server.rs")];
    files.extend(fs::read_dir(source.join("server")).unwrap().map(|entry| entry.unwrap().path()));
    let there: BTreeSet<String> = files
        .iter()
        .filter(|file| file.is_file())
        .flat_map(|file| taking(&fs::read_to_string(file).unwrap()))
        .collect();
    let named: BTreeSet<String> = FORMS.iter().map(|form| form.pattern.to_owned()).collect();
    let missing: Vec<_> = there.difference(&named).collect();
    let gone: Vec<_> = named.difference(&there).collect();
    assert!(missing.is_empty() && gone.is_empty(), "missing in FORMS: {missing:?}; gone: {gone:?}");
}
