//! Nobody learns who has an account, and nobody tries passwords for long (SPEC U3, U4).

use futures::future::join_all;
use sqlx::PgPool;
use vitrine::accounts::input::WRONG_CREDENTIALS;
use vitrine::accounts::link::{Purpose, service as links};
use vitrine::accounts::testing::{PASSWORD, account, email, unconfirmed};
use vitrine::error::AppError;

use super::client::{Answer, Browser, JSON, encode};
use super::shop::{SESSION, Shop, sign_in, who};

const WRONG: &str = "grosser Fuchs im Regen";
/// Wrong passwords in a row that are looked at.
const LOOKED_AT: usize = 9;
/// Longest wait, in seconds.
const QUARTER: u32 = 900;

/// A wrong password for the account with a username, from an address of its own each time.
async fn guess(browser: &Browser, username: &str) -> Answer {
    sign_in(&mut browser.elsewhere(), &email(username), WRONG).await
}

fn assert_wrong(answer: &Answer) {
    assert_eq!(answer.status, 400, "{answer:?}");
    assert_eq!(answer.wrong_fields().first("__all__"), Some(WRONG_CREDENTIALS));
    assert!(answer.cookies().is_empty(), "{answer:?}");
}

fn assert_throttled(answer: &Answer) {
    assert_eq!(answer.status, 429, "{answer:?}");
    let wait: u32 = answer.header("retry-after").expect("Retry-After").parse().unwrap();
    assert!((1..=QUARTER).contains(&wait), "{wait}");
    assert_eq!(answer.error(), AppError::Throttled { retry_after_seconds: wait });
    assert!(answer.cookies().is_empty(), "{answer:?}");
}

#[sqlx::test]
async fn an_unknown_address_a_wrong_password_a_closed_and_an_unconfirmed_account_get_the_same_answer(
    pool: PgPool,
) {
    let shop = Shop::open(pool.clone()).await;
    account(&shop.backend, "ada").await;
    account(&shop.backend, "closed").await;
    unconfirmed(&shop.backend, "newcomer").await;
    sqlx::query("update users set is_active = false where username = 'closed'").execute(&pool).await.unwrap();
    let known = sign_in(&mut shop.browser(), &email("ada"), WRONG).await;
    assert_wrong(&known);
    for (address, password) in [
        (email("nobody"), WRONG),
        (email("nobody"), PASSWORD),
        (email("closed"), PASSWORD),
        (email("closed"), WRONG),
        (email("newcomer"), PASSWORD),
        (email("newcomer"), WRONG),
    ] {
        let answer = sign_in(&mut shop.browser(), &address, password).await;
        let (known, answer) = (known.without_names(), answer.without_names());
        assert_eq!((answer.status, &answer.body), (known.status, &known.body), "{address}");
        assert_eq!(answer.headers, known.headers, "{address}");
    }
}

#[sqlx::test]
async fn registering_and_asking_for_a_link_do_not_tell_who_has_an_account(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let register = async |address: &str, username: &str| {
        let fields = [("form[email]", address), ("form[username]", username), ("form[password]", PASSWORD)];
        shop.browser().call("/fn/register", &fields).await.without_names()
    };
    let (known, unknown) = (register(&email("ada"), "adele").await, register(&email("bob"), "bob").await);
    assert_eq!((known.status, &known.body, &known.headers), (200, &unknown.body, &unknown.headers));
    let forget = async |address: &str| {
        shop.browser().call("/fn/forgot-password", &[("form[email]", address)]).await.without_names()
    };
    let (known, unknown) = (forget(&email("ada")).await, forget(&email("nobody")).await);
    assert_eq!((known.status, &known.body, &known.headers), (200, &unknown.body, &unknown.headers));
}

/// What was once two requests: registering with somebody's address, then signing in with the same password; or
/// registering once more under the same name.
#[sqlx::test]
async fn what_comes_after_registering_does_not_tell_who_has_an_account_either(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let register = async |address: &str, username: &str| {
        let fields = [("form[email]", address), ("form[username]", username), ("form[password]", PASSWORD)];
        shop.browser().call("/fn/register", &fields).await.without_names()
    };
    let same = |one: &Answer, other: &Answer| {
        assert_eq!((one.status, &one.body, &one.headers), (other.status, &other.body, &other.headers));
    };
    let (known, unknown) = (register(&email("ada"), "probe1").await, register(&email("bob"), "probe2").await);
    assert_eq!(known.status, 200, "{known:?}");
    same(&known, &unknown);
    let guess = "another word for every door";
    let known = sign_in(&mut shop.browser(), &email("ada"), guess).await.without_names();
    let unknown = sign_in(&mut shop.browser(), &email("bob"), PASSWORD).await.without_names();
    assert_wrong(&known);
    same(&known, &unknown);
    let (known, unknown) = (register(&email("eve"), "probe1").await, register(&email("eve"), "probe2").await);
    assert_eq!(known.wrong_fields().first("username"), Some("This name is taken"));
    same(&known, &unknown);
}

#[sqlx::test]
async fn the_link_of_the_mail_confirms_and_lets_nobody_in(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let (ada, eve) = (unconfirmed(&shop.backend, "ada").await, unconfirmed(&shop.backend, "eve").await);
    let token = links::make(&pool, Purpose::Verify, ada, &email("ada")).await.unwrap();
    let mut browser = shop.browser();
    assert_eq!(browser.call("/fn/verify-email", &[("token", token.as_str())]).await.status, 200);
    assert!(browser.jar.is_empty() && who(&browser).await.is_none());
    assert_eq!(
        browser.call("/fn/verify-email", &[("token", token.as_str())]).await.status,
        400,
        "it works once"
    );
    assert_eq!(who(&shop.signed_in("ada").await).await, Some(email("ada")));

    // Without scripts, in the browser of somebody else.
    let token = links::make(&pool, Purpose::Verify, eve, &email("eve")).await.unwrap();
    let mut browser = shop.signed_in("ada").await;
    let answer = browser.submit("/verify-email", &[("token", token.as_str())]).await;
    assert_eq!((answer.status, answer.header("location")), (303, Some("/sign-in?saved=verified")));
    assert_eq!(who(&browser).await, Some(email("ada")));
    let again = browser.submit("/verify-email", &[("token", token.as_str())]).await;
    assert_eq!(again.status, 400, "{again:?}");
}

#[sqlx::test]
async fn the_tenth_wrong_password_in_a_row_is_refused_by_two_programs_together(pool: PgPool) {
    let here = Shop::open(pool.clone()).await;
    let there = here.beside().await;
    for username in ["ada", "bob"] {
        account(&here.backend, username).await;
    }
    let browser = here.browser();
    let programs = [here.address, there.address];
    for program in programs.iter().cycle().take(LOOKED_AT) {
        assert_wrong(&guess(&browser.at_other(*program), "ada").await);
    }
    for program in programs {
        assert_throttled(&guess(&browser.at_other(program), "ada").await);
    }
    let right = sign_in(&mut here.browser(), &email("ada"), PASSWORD).await;
    assert_throttled(&right);
    for program in programs {
        let mut bob = here.browser().at_other(program);
        assert_eq!(sign_in(&mut bob, &email("bob"), PASSWORD).await.status, 200, "another account");
    }

    // A quarter of an hour later.
    sqlx::query("update throttles set window_ends_at = window_ends_at - interval '900 seconds'")
        .execute(&pool)
        .await
        .unwrap();
    let mut ada = there.browser();
    assert_eq!(sign_in(&mut ada, &email("ada"), PASSWORD).await.status, 200);
    assert_eq!(who(&ada).await, Some(email("ada")));
}

#[sqlx::test]
async fn an_address_without_an_account_is_throttled_like_any_other(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let browser = shop.browser();
    for _ in 0..LOOKED_AT {
        assert_wrong(&guess(&browser, "nobody").await);
    }
    assert_throttled(&guess(&browser, "nobody").await);
    assert_throttled(&sign_in(&mut shop.browser(), " NoBody@Example.ORG ", WRONG).await);
}

#[sqlx::test]
async fn wrong_passwords_at_the_same_moment_are_all_counted(pool: PgPool) {
    let here = Shop::open(pool).await;
    let there = here.beside().await;
    account(&here.backend, "ada").await;
    let browser = here.browser();
    let tries = (0..32).map(|number| {
        let program = if number % 2 == 0 { here.address } else { there.address };
        let browser = browser.at_other(program);
        async move { guess(&browser, "ada").await }
    });
    let (throttled, looked_at): (Vec<Answer>, Vec<Answer>) =
        join_all(tries).await.into_iter().partition(|answer| answer.status == 429);
    throttled.iter().for_each(assert_throttled);
    looked_at.iter().for_each(assert_wrong);
    assert_eq!(looked_at.len(), LOOKED_AT);
}

#[sqlx::test]
async fn the_right_password_begins_the_count_anew(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let browser = shop.browser();
    for _ in 0..LOOKED_AT - 1 {
        assert_wrong(&guess(&browser, "ada").await);
    }
    shop.signed_in("ada").await;
    for _ in 0..LOOKED_AT {
        assert_wrong(&guess(&browser, "ada").await);
    }
    assert_throttled(&guess(&browser, "ada").await);
}

#[sqlx::test]
async fn the_present_password_cannot_be_guessed_from_a_stolen_session_either(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    let fields = [("form[password]", WRONG)];
    for _ in 0..LOOKED_AT {
        let answer = ada.call("/fn/delete-account", &fields).await;
        assert_eq!((answer.status, answer.wrong_fields().first("password").is_some()), (400, true));
    }
    assert_throttled(&ada.call("/fn/delete-account", &fields).await);
    assert_throttled(&ada.call("/fn/delete-account", &[("form[password]", PASSWORD)]).await);
    assert_eq!(shop.count("select count(*) from users").await, 1);
}

#[sqlx::test]
async fn one_address_does_not_try_one_password_on_every_account(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut browser = shop.browser();
    for number in 0..100 {
        assert_wrong(&sign_in(&mut browser, &email(&format!("user{number}")), WRONG).await);
    }
    assert_throttled(&sign_in(&mut browser, &email("user100"), WRONG).await);
    // What a client writes itself stands before what the proxy adds.
    let fields = encode(&[("form[email]", email("user101").as_str()), ("form[password]", WRONG)]);
    assert_throttled(&browser.saying("203.0.113.9").send("POST", "/fn/sign-in", &[JSON], &fields).await);
    assert_wrong(&sign_in(&mut browser.elsewhere(), &email("user102"), WRONG).await);
    assert!(!browser.jar.contains_key(SESSION));
}

#[sqlx::test]
async fn without_scripts_the_words_the_statuses_and_the_throttle_are_the_same(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let browser = shop.browser();
    for address in [email("ada"), email("nobody")] {
        let fields = [("email", address.as_str()), ("password", WRONG)];
        for _ in 0..LOOKED_AT {
            let answer = browser.elsewhere().submit("/sign-in", &fields).await;
            assert_eq!(answer.status, 400, "{answer:?}");
            assert!(answer.body.contains(WRONG_CREDENTIALS) && answer.body.contains(&address), "{answer:?}");
            assert!(!answer.body.contains(WRONG), "the password comes back");
        }
        let refused = browser.elsewhere().submit("/sign-in", &fields).await;
        assert_eq!(refused.status, 429, "{refused:?}");
        let wait: u32 = refused.header("retry-after").expect("Retry-After").parse().unwrap();
        assert!((1..=QUARTER).contains(&wait), "{wait}");
    }
    assert_throttled(&guess(&browser, "ada").await);
}

#[sqlx::test]
async fn what_was_told_before_is_gone_where_a_password_is_wrong(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let mut browser = shop.browser();
    let (page, told) = ("/sign-in?saved=verified", "Your address is confirmed.");
    assert!(browser.get(page).await.body.contains(told));
    let refused = browser.submit(page, &[("email", email("ada").as_str()), ("password", WRONG)]).await;
    assert!(refused.body.contains(WRONG_CREDENTIALS) && !refused.body.contains(told), "{refused:?}");
}

#[sqlx::test]
async fn whoever_is_signed_in_is_told_so_where_one_signs_in(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    let told = "You are signed in as ";
    let page = ada.get("/sign-in").await;
    assert!(page.body.contains(told) && page.body.contains("<strong>ada</strong>"), "{page:?}");
    assert!(!shop.browser().get("/sign-in").await.body.contains(told));
}
