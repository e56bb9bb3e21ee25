//! Odd things that are typed: too long, in strange letters, with a language of their own. They are refused
//! beside their field or kept as they are, and break nothing (SPEC Q2).

use sqlx::PgPool;
use vitrine::accounts::testing::{PASSWORD, email};

use super::client::{JSON, SAME_SITE};
use super::digest;
use super::permissions::scene::{Caller, Stage};
use super::permissions::{self, TABLE};
use super::shop::{Shop, sign_in, who};

/// No e-mail addresses.
const NO_EMAILS: [&str; 12] = [
    "",
    "ada",
    "ada@",
    "@example.org",
    "ada@example",
    "ada b@example.org",
    "ada@example.org\r\nBcc: eve@evil.example",
    "ada@example.org%0aBcc: eve@evil.example\n",
    "ada@example.org, eve@evil.example",
    "<ada@example.org>",
    "ada@exam\u{202e}ple.org",
    "ada\u{0}@example.org",
];

/// No usernames.
const NO_USERNAMES: [&str; 9] = [
    "",
    "   ",
    "ada\r\nSet-Cookie: a=b",
    "ada\u{0}",
    "ada\u{202e}nimda",
    "ad\u{200b}a",
    "<script>alert(1)</script>",
    "ada\"; drop table users; --",
    "ada\tb",
];

/// Texts that programs have stumbled over.
const ODD: [&str; 18] = [
    "\u{0}",
    "a\u{0}b",
    "\u{202e}gnp.exe",
    "\u{feff}",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦",
    "Ω≈ç√∫˜µ≤≥÷",
    "' or 1=1 --",
    "\"; drop table users; --",
    "%_\\",
    "{{7*7}}${7*7}",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "x\r\nSet-Cookie: a=b",
    "-1",
    "99999999999999999999999999",
    "NaN",
    "[]",
];

/// Forms by their server function: fields that are well, and a field with what it does not take.
type Bad<'a> = (&'a str, Vec<(&'a str, String)>, &'a str, Vec<String>);

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn many(letter: &str, times: usize) -> Vec<String> {
    vec![letter.repeat(times)]
}

/// What each field of the account's forms refuses.
fn refused() -> Vec<Bad<'static>> {
    let long_email = || many("a", 300).into_iter().map(|name| format!("{name}@example.org"));
    let emails = || texts(&NO_EMAILS).into_iter().chain(long_email()).collect::<Vec<_>>();
    let usernames = || texts(&NO_USERNAMES).into_iter().chain(many("é", 300)).collect::<Vec<_>>();
    let passwords = || {
        let weak = ["", "seven c", "aaaaaaaaaaaa", "Password1", "password", "12345678"];
        texts(&weak).into_iter().chain(many("x1", 150)).collect::<Vec<_>>()
    };
    let new = || {
        vec![
            ("form[email]", email("new")),
            ("form[username]", "new".to_owned()),
            ("form[password]", PASSWORD.to_owned()),
        ]
    };
    let change =
        || vec![("form[current]", PASSWORD.to_owned()), ("form[password]", "Fuchs im Schnee".to_owned())];
    let profile = || vec![("form[username]", "ada".to_owned())];
    let mut refused: Vec<Bad<'static>> = vec![
        ("/fn/register", new(), "form[email]", emails()),
        ("/fn/register", new(), "form[username]", usernames()),
        ("/fn/register", new(), "form[password]", passwords()),
        ("/fn/forgot-password", vec![], "form[email]", emails()),
        ("/fn/change-password", change(), "form[password]", passwords()),
        ("/fn/change-password", change(), "form[current]", many("x", 300)),
        ("/fn/change-email", vec![("form[password]", PASSWORD.to_owned())], "form[email]", emails()),
        ("/fn/update-profile", profile(), "form[username]", usernames()),
        ("/fn/delete-account", vec![], "form[password]", many("x", 300)),
    ];
    for (field, longest, odd) in [
        ("form[first_name]", 100, "Ada\r\nX: y"),
        ("form[last_name]", 100, "Love\u{0}lace"),
        ("form[bio]", 500, "\u{0}"),
        ("form[phone]", 20, "call me"),
        ("form[address]", 500, "Street\u{0}1"),
        ("form[birth_date]", 10, "2021-02-29"),
    ] {
        let values = many("9", longest + 1).into_iter().chain([odd.to_owned()]).collect();
        refused.push(("/fn/update-profile", profile(), field, values));
    }
    refused.push((
        "/fn/update-profile",
        profile(),
        "form[birth_date]",
        texts(&["9999-12-31", "1899-12-31", "31.12.1990", "' or 1=1 --"]),
    ));
    refused.extend(refused_reviews());
    refused
}

fn refused_reviews() -> Vec<Bad<'static>> {
    let review = || {
        vec![
            ("slug", "globe".to_owned()),
            ("rating", "5".to_owned()),
            ("title", "Warm".to_owned()),
            ("body", String::new()),
        ]
    };
    vec![
        (
            "/fn/save-review",
            review(),
            "rating",
            texts(&["", "0", "6", "-1", "4.5", "five", "99999999999999999999"]),
        ),
        (
            "/fn/save-review",
            review(),
            "title",
            texts(&["", "   "]).into_iter().chain(many("é", 300)).collect(),
        ),
        ("/fn/save-review", review(), "body", many("é", 5_001)),
    ]
}

/// The field's name in the error: `email` for `form[email]`.
fn short(field: &str) -> &str {
    field.strip_prefix("form[").and_then(|rest| rest.strip_suffix(']')).unwrap_or(field)
}

#[sqlx::test]
async fn what_a_field_does_not_take_is_said_beside_it_and_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe"]).await;
    let (_, ada) = shop.newcomer("ada").await;
    for (path, well, field, values) in refused() {
        for value in values {
            // A count of passwords or registrations would refuse the next one for another reason.
            sqlx::query("delete from throttles").execute(&pool).await.unwrap();
            let mut fields = well.clone();
            fields.retain(|(name, _)| *name != field);
            fields.push((field, value.clone()));
            let before = digest::of_tables(&pool).await;
            let answer = permissions::ask(&mut ada.elsewhere(), path, &fields).await;
            assert_eq!(answer.status, 400, "{path} {field} {value:?}: {answer:?}");
            let said = answer.wrong_fields();
            assert!(said.first(short(field)).is_some(), "{path} {field} {value:?}: {said:?}");
            assert!(answer.header("x").is_none() && answer.cookies().is_empty(), "{answer:?}");
            let mut changed = digest::changed(&before, &digest::of_tables(&pool).await);
            changed.retain(|table| table != "public.throttles");
            assert!(changed.is_empty(), "{path} {field} {value:?}: {changed:?}");
        }
    }
    assert_eq!(who(&ada).await, Some(email("ada")));
}

#[sqlx::test]
async fn odd_texts_in_every_argument_of_every_server_function_break_nothing(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let mut stage = Stage::build(&shop).await;
    let long = ["x".repeat(300), "é".repeat(300), "/".repeat(5_000)];
    let odd: Vec<&str> = ODD.iter().copied().chain(long.iter().map(String::as_str)).collect();
    let mut broken = Vec::new();
    for row in TABLE {
        let scene = stage.scene(&shop).await;
        let owner = scene.browser(&shop, Caller::Owner).await;
        let well = (row.fields)(&scene);
        for at in 0..well.len() {
            for text in &odd {
                let mut fields = well.clone();
                fields[at].1 = (*text).to_owned();
                let answer = permissions::ask(&mut owner.elsewhere(), row.path, &fields).await;
                if answer.status >= 500 || answer.cookies().iter().any(|line| line.starts_with("a=")) {
                    broken.push(format!("{} {} {text:?}: {}", row.path, fields[at].0, answer.body));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{} broken:\n{}", broken.len(), broken.join("\n"));
    assert_eq!(shop.browser().get("/").await.status, 200);
    assert!(shop.count("select count(*) from users").await > 0, "the table is there");
}

#[sqlx::test]
async fn what_is_no_text_or_no_form_at_all_is_a_plain_error(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    let [site, origin] = SAME_SITE;
    for body in [
        "",
        "&&&",
        "=",
        "form",
        "form[email]=%ff%fe",
        "form[email][x][y][z]=1",
        "form=1",
        "form[password]=%00",
        "{}",
    ] {
        for path in
            ["/fn/sign-in", "/fn/register", "/fn/change-password", "/fn/update-profile", "/fn/save-review"]
        {
            let answer = ada.send("POST", path, &[JSON, site, origin], body).await;
            assert!((400..500).contains(&answer.status), "{path} {body:?}: {answer:?}");
        }
    }
    for id in ["", "1", "' or 1=1 --", "00000000-0000-0000-0000-000000000000", "%00"] {
        for path in ["/fn/end-session", "/fn/delete-review"] {
            let answer = ada.call(path, &[("id", id)]).await;
            assert!([400, 404].contains(&answer.status), "{path} {id:?}: {answer:?}");
        }
    }
    assert_eq!(who(&ada).await, Some(email("ada")));
}

#[sqlx::test]
async fn odd_addresses_of_pages_break_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&["Globe"]).await;
    for path in [
        "/products?q=%00",
        "/products?category=%00",
        "/products?q=%ff%fe",
        "/products?min_price=-1&max_price=99999999999999999999",
        "/products?page=99999999999999999999",
        "/products/%00",
        "/products/%ff",
        "/categories/%00",
        "/fn/products?query=q%3D%2500",
        "/fn/products?query=category%3D%2500",
        "/fn/recently-viewed?slugs=%00,globe",
        "/fn/reviews?slug=globe&after=%00",
        "/fn/me?x[y]=z&=&%ff",
        "/sign-in?next=%00",
        "/verify-email?token=%00%ff",
    ] {
        let answer = shop.browser().get(path).await;
        assert!(answer.status < 500, "{path}: {answer:?}");
    }
}

#[sqlx::test]
async fn what_looks_like_sql_or_markup_is_kept_as_it_was_typed(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    let text = "'); drop table users; -- \\ % _ $1 <b onclick=\"x\">&amp;</b>";
    let fields = [
        ("form[username]", "O'Neil"),
        ("form[first_name]", text),
        ("form[bio]", text),
        ("form[address]", text),
    ];
    let saved = ada.call("/fn/update-profile", &fields).await;
    assert_eq!(saved.status, 200, "{saved:?}");
    let me: serde_json::Value = ada.ask("/fn/me", &[]).await.value();
    for field in ["first_name", "bio", "address"] {
        assert_eq!(me[field], text, "{field}");
    }
    assert_eq!(me["username"], "O'Neil");
    for guess in ["' or '1'='1", "ada@example.org' --", "ada@example.org%", "*", "ADA@example.org' or 1=1 --"]
    {
        let answer = sign_in(&mut shop.browser(), guess, PASSWORD).await;
        assert_eq!(answer.status, 400, "{guess}: {answer:?}");
    }
    assert_eq!(shop.count("select count(*) from users").await, 1);
}
