//! Several programs on one database, as an operator runs them side by side.

use sqlx::PgPool;
use vitrine::accounts::testing::{PASSWORD, account, email};
use vitrine::infra::testing::backend;

use super::shop::Shop;

/// Wrong passwords in a row that are looked at (SPEC U4).
const LOOKED_AT: usize = 9;
/// Longest wait, in seconds.
const QUARTER: u32 = 900;

/// Tries a password for the account with a username; answers status and headers.
fn sign_in(shop: &Shop, username: &str, password: &str) -> String {
    let form = format!("form[email]={}&form[password]={}", email(username), password.replace(' ', "+"));
    let answer = shop.post("/fn/sign-in", &form);
    answer.split("\r\n\r\n").next().unwrap_or_default().to_ascii_lowercase()
}

fn assert_throttled(head: &str) {
    assert!(head.starts_with("http/1.1 429"), "{head}");
    let wait = head.lines().find_map(|line| line.strip_prefix("retry-after: "));
    let wait: u32 = wait.unwrap_or_else(|| panic!("{head}")).parse().unwrap();
    assert!((1..=QUARTER).contains(&wait), "{head}");
    assert!(!head.contains("set-cookie"), "{head}");
}

#[sqlx::test]
async fn the_tenth_wrong_password_in_a_row_is_refused_by_two_processes_together(pool: PgPool) {
    let own = backend(pool.clone());
    for username in ["ada", "bob"] {
        account(&own, username).await;
    }
    let (mut here, mut there) = (Shop::on(&pool), Shop::on(&pool));
    here.open().await;
    there.open().await;
    for shop in [&here, &there].into_iter().cycle().take(LOOKED_AT) {
        let wrong = sign_in(shop, "ada", "grosser Fuchs im Regen");
        assert!(wrong.starts_with("http/1.1 400"), "{wrong}");
    }
    for shop in [&there, &here] {
        assert_throttled(&sign_in(shop, "ada", "grosser Fuchs im Regen"));
        assert_throttled(&sign_in(shop, "ada", PASSWORD));
        let other = sign_in(shop, "bob", PASSWORD);
        assert!(other.starts_with("http/1.1 200"), "another account: {other}");
    }
    here.close().await;
    there.close().await;
}
