//! Tokens (SPEC R9): who has one may do what its user may, for as long as nothing has ended it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures::future::join_all;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sqlx::PgPool;
use vitrine::accounts::testing::{PASSWORD, account, email, unconfirmed};
use vitrine::infra::clock;
use vitrine::infra::config::TokenKey;

use super::client::{Answer, Client};
use super::shop::{Shop, obtain, refresh, revoke};

const KEY: &str = "the key that these tests know, of 32 bytes and more";
const OLDER: &str = "the key of before that, of 32 bytes and more as well";
const WRONG: &str = "grosser Fuchs im Regen";
/// Wrong passwords in a row that are looked at.
const LOOKED_AT: usize = 9;
/// An address that asks who one is.
const ME: &str = "/api/users/me/";

fn key(text: &str) -> TokenKey {
    TokenKey::parse(text).unwrap()
}

async fn shop_with_key(pool: PgPool) -> Shop {
    Shop::open_with(pool, |shop| shop.token_keys = vec![key(KEY)]).await
}

/// The pair of the account with a username.
async fn pair(shop: &Shop, username: &str) -> (String, String) {
    let answer = obtain(&shop.visitor(), username, PASSWORD).await.is(200);
    (answer.text("access"), answer.text("refresh"))
}

async fn me(shop: &Shop, token: &str) -> Answer {
    shop.visitor().with_token(token).get(ME).await
}

#[track_caller]
fn assert_bad(answer: &Answer, message: &str) {
    assert_eq!(answer.status, 401, "{answer:?}");
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    assert_eq!(
        answer.json(),
        json!({
            "detail": "Given token not valid for any token type",
            "code": "token_not_valid",
            "messages": [{ "token_class": "AccessToken", "token_type": "access", "message": message }],
        })
    );
}

#[track_caller]
fn assert_void(answer: &Answer, message: &str) {
    assert_eq!(answer.status, 401, "{answer:?}");
    assert_eq!(answer.json(), json!({ "detail": message, "code": "token_not_valid" }));
}

fn part(token: &str, at: usize) -> Value {
    let part = token.split('.').nth(at).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// A token of any header and claims, signed with the key of these tests by the one algorithm.
fn signed(header: &Value, claims: &Value) -> String {
    let text = format!("{}.{}", encoded(header), encoded(claims));
    let mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap().chain_update(text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

/// A token with other claims.
fn changed(token: &str, name: &str, value: impl Into<Value>) -> String {
    let mut claims = part(token, 1);
    claims[name] = value.into();
    signed(&part(token, 0), &claims)
}

#[sqlx::test]
async fn an_access_token_lets_its_user_write(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let category = shop.category("Lamps").await;
    let (id, ada) = shop.user("ada").await;
    let product = shop.product(&ada, category, "Arc lamp").await;
    let owner: uuid::Uuid = sqlx::query_scalar("select created_by from products where id = $1")
        .bind(product)
        .fetch_one(&shop.pool)
        .await
        .unwrap();
    assert_eq!(owner, id);
    let me = ada.get(ME).await.is(200);
    assert_eq!((me.text("id"), me.text("email")), (id.to_string(), email("ada")));
    let lower = ada.without_token();
    let token = ada.token.as_ref().unwrap();
    let header = format!("bearer {token}");
    lower.get_with(ME, &[("Authorization", &header)]).await.is(200);
}

#[sqlx::test]
async fn a_token_says_what_programs_know(pool: PgPool) {
    let shop = shop_with_key(pool).await;
    let id = account(&shop.backend, "ada").await.0;
    let answer = obtain(&shop.visitor(), "ada", PASSWORD).await.is(200);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    for (name, kind, seconds) in [("access", "access", 900), ("refresh", "refresh", 14 * 24 * 60 * 60)] {
        let token = answer.text(name);
        let (header, claims) = (part(&token, 0), part(&token, 1));
        assert_eq!((&header["alg"], &header["typ"]), (&json!("HS256"), &json!("JWT")));
        let hash: [u8; 32] = Sha256::digest(KEY).into();
        assert_eq!(header["kid"], format!("{:02x}{:02x}{:02x}{:02x}", hash[0], hash[1], hash[2], hash[3]));
        assert_eq!((&claims["token_type"], &claims["user_id"]), (&json!(kind), &json!(id)));
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), seconds);
        assert_eq!(claims["jti"].as_str().unwrap().len(), 32);
    }
}

#[sqlx::test]
async fn a_refreshed_pair_replaces_the_old_one(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let (_, first) = pair(&shop, "ada").await;
    let next = refresh(&shop.visitor(), &first).await.is(200);
    assert_ne!(next.text("refresh"), first);
    me(&shop, &next.text("access")).await.is(200);
    // As a program reads it from a file, with the end of the line.
    refresh(&shop.visitor(), &format!("{}\n", next.text("refresh"))).await.is(200);
}

#[sqlx::test]
async fn a_refresh_token_used_twice_ends_its_family(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let (other, _) = pair(&shop, "ada").await;
    let (access, first) = pair(&shop, "ada").await;
    let next = refresh(&shop.visitor(), &first).await.is(200);
    me(&shop, &access).await.is(200);
    assert_void(&refresh(&shop.visitor(), &first).await, "Token is blacklisted");
    assert_void(&refresh(&shop.visitor(), &next.text("refresh")).await, "Token is blacklisted");
    for token in [access, next.text("access")] {
        assert_bad(&me(&shop, &token).await, "Token is invalid");
    }
    me(&shop, &other).await.is(200);
}

#[sqlx::test]
async fn two_refreshes_at_once_leave_no_family(pool: PgPool) {
    let here = Shop::open(pool).await;
    let there = here.beside().await;
    account(&here.backend, "ada").await;
    let (access, first) = pair(&here, "ada").await;
    let clients: Vec<Client> = [&here, &there].iter().map(|shop| shop.visitor()).collect();
    let answers = join_all(clients.iter().map(|client| refresh(client, &first))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401]);
    let pair = answers.iter().find(|answer| answer.status == 200).unwrap();
    for token in [access, pair.text("access")] {
        assert_bad(&me(&there, &token).await, "Token is invalid");
    }
    assert_void(&refresh(&here.visitor(), &pair.text("refresh")).await, "Token is blacklisted");
}

#[sqlx::test]
async fn tokens_without_a_signature_or_of_another_algorithm_are_refused(pool: PgPool) {
    let shop = shop_with_key(pool).await;
    account(&shop.backend, "ada").await;
    let (access, _) = pair(&shop, "ada").await;
    let (header, claims) = (part(&access, 0), part(&access, 1));
    me(&shop, &signed(&header, &claims)).await.is(200);
    for algorithm in ["none", "None", "NONE", "HS384", "HS512", "RS256", "ES256", "hs256", ""] {
        let mut other = header.clone();
        other["alg"] = algorithm.into();
        let token = signed(&other, &claims);
        let unsigned = token.rsplit_once('.').unwrap().0;
        for token in [token.as_str(), &format!("{unsigned}."), unsigned] {
            assert_bad(&me(&shop, token).await, "Token is invalid");
        }
    }
    for kid in [json!(""), json!(null), json!("00000000"), json!(0)] {
        let mut other = header.clone();
        other["kid"] = kid;
        assert_bad(&me(&shop, &signed(&other, &claims)).await, "Token is invalid");
    }
    let bare = json!({ "alg": "HS256", "typ": "JWT" });
    assert_bad(&me(&shop, &signed(&bare, &claims)).await, "Token is invalid");
    for text in ["x", "a.b", "a.b.c", "..", &"a".repeat(3_000)] {
        assert_bad(&me(&shop, text).await, "Token is invalid");
    }
}

#[sqlx::test]
async fn an_expired_a_future_and_a_tampered_token_are_401(pool: PgPool) {
    let shop = shop_with_key(pool).await;
    account(&shop.backend, "ada").await;
    let bob = account(&shop.backend, "bob").await.0;
    let (access, token) = pair(&shop, "ada").await;
    let now = clock::now().timestamp();
    assert_bad(&me(&shop, &changed(&access, "exp", now - 60)).await, "Token is expired");
    assert_bad(&me(&shop, &changed(&access, "iat", now + 60)).await, "Token is invalid");
    assert_bad(&me(&shop, &token).await, "Token has wrong type");
    assert_bad(&me(&shop, &changed(&access, "token_type", "sliding")).await, "Token is invalid");
    assert_bad(&me(&shop, &changed(&access, "epoch", 7)).await, "Token is invalid");
    // The key holder alone could write this; the family is ada's all the same.
    assert_bad(&me(&shop, &changed(&access, "user_id", bob.to_string())).await, "Token is invalid");
    let gone = me(&shop, &changed(&access, "user_id", uuid::Uuid::now_v7().to_string())).await;
    assert_eq!(gone.json(), json!({ "detail": "User not found", "code": "user_not_found" }));

    let mut claims = part(&access, 1);
    claims["user_id"] = bob.to_string().into();
    let parts: Vec<&str> = access.split('.').collect();
    let tampered = format!("{}.{}.{}", parts[0], encoded(&claims), parts[2]);
    assert_bad(&me(&shop, &tampered).await, "Token is invalid");
    assert_void(&refresh(&shop.visitor(), &changed(&token, "exp", now - 60)).await, "Token is expired");
    assert_void(&refresh(&shop.visitor(), &access).await, "Token has wrong type");
    assert_void(&revoke(&shop.visitor(), &access).await, "Token has wrong type");
    assert_void(&refresh(&shop.visitor(), "x.y.z").await, "Token is invalid");
    refresh(&shop.visitor(), &token).await.is(200);
}

#[sqlx::test]
async fn thirty_seconds_of_skew_are_allowed(pool: PgPool) {
    let shop = shop_with_key(pool).await;
    account(&shop.backend, "ada").await;
    let (access, _) = pair(&shop, "ada").await;
    let now = clock::now().timestamp();
    me(&shop, &changed(&access, "exp", now - 20)).await.is(200);
    me(&shop, &changed(&access, "iat", now + 25)).await.is(200);
}

#[sqlx::test]
async fn an_older_key_still_verifies_and_a_removed_one_does_not(pool: PgPool) {
    let before = Shop::open_with(pool, |shop| shop.token_keys = vec![key(OLDER)]).await;
    account(&before.backend, "ada").await;
    let (access, token) = pair(&before, "ada").await;
    let between = before.beside_with(|shop| shop.token_keys = vec![key(KEY), key(OLDER)]).await;
    me(&between, &access).await.is(200);
    let next = refresh(&between.visitor(), &token).await.is(200);
    let after = before.beside_with(|shop| shop.token_keys = vec![key(KEY)]).await;
    me(&after, &next.text("access")).await.is(200);
    assert_bad(&me(&after, &access).await, "Token is invalid");
    assert_bad(&me(&before, &next.text("access")).await, "Token is invalid");
}

#[sqlx::test]
async fn a_changed_password_ends_every_token(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let (access, token) = pair(&shop, "ada").await;
    vitrine::accounts::user::service::set_password(&shop.backend, &email("ada"), "kleiner Igel im Laub")
        .await
        .unwrap();
    assert_bad(&me(&shop, &access).await, "Token is invalid");
    assert_void(&refresh(&shop.visitor(), &token).await, "Token is invalid");
    obtain(&shop.visitor(), "ada", PASSWORD).await.is(401);
    obtain(&shop.visitor(), "ada", "kleiner Igel im Laub").await.is(200);
}

#[sqlx::test]
async fn a_closed_account_is_inactive(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    account(&shop.backend, "ada").await;
    let (access, token) = pair(&shop, "ada").await;
    sqlx::query("update users set is_active = false").execute(&pool).await.unwrap();
    let refused = me(&shop, &access).await.is(401);
    assert_eq!(refused.json(), json!({ "detail": "User is inactive", "code": "user_inactive" }));
    assert_void(&refresh(&shop.visitor(), &token).await, "User is inactive");
    sqlx::query("delete from users").execute(&pool).await.unwrap();
    let refused = me(&shop, &access).await.is(401);
    assert_eq!(refused.json(), json!({ "detail": "User not found", "code": "user_not_found" }));
    assert_eq!(shop.count("select count(*) from token_families").await, 0);
}

#[sqlx::test]
async fn wrong_credentials_and_an_unknown_address_answer_alike(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    account(&shop.backend, "ada").await;
    account(&shop.backend, "closed").await;
    unconfirmed(&shop.backend, "newcomer").await;
    sqlx::query("update users set is_active = false where username = 'closed'").execute(&pool).await.unwrap();
    for (username, password) in [
        ("ada", WRONG),
        ("nobody", WRONG),
        ("nobody", PASSWORD),
        ("closed", PASSWORD),
        ("newcomer", PASSWORD),
    ] {
        let answer = obtain(&shop.visitor(), username, password).await.is(401);
        assert_eq!(answer.detail(), "No active account found with the given credentials", "{username}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    }
    // What can be no address has no account either.
    for odd in ["ada", "ada@", "ada at example.org", "ada@example.org.\u{e9}"] {
        let sent = json!({ "email": odd, "password": PASSWORD });
        let answer = shop.visitor().post("/api/token/", &sent).await.is(401);
        assert_eq!(answer.detail(), "No active account found with the given credentials", "{odd}");
    }
    assert_eq!(shop.count("select count(*) from token_families").await, 0);
}

#[sqlx::test]
async fn the_tenth_wrong_password_is_429(pool: PgPool) {
    let here = Shop::open(pool).await;
    let there = here.beside().await;
    account(&here.backend, "ada").await;
    for shop in [&here, &there].iter().cycle().take(LOOKED_AT) {
        obtain(&shop.visitor(), "ada", WRONG).await.is(401);
    }
    for password in [WRONG, PASSWORD] {
        let refused = obtain(&there.visitor(), "ada", password).await.is(429);
        assert!((1..=900).contains(&refused.number("retry-after")), "{refused:?}");
    }
}

#[sqlx::test]
async fn a_revoked_token_is_spent(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let (access, token) = pair(&shop, "ada").await;
    revoke(&shop.visitor(), &token).await.is(200);
    assert_bad(&me(&shop, &access).await, "Token is invalid");
    assert_void(&refresh(&shop.visitor(), &token).await, "Token is blacklisted");
    assert_void(&revoke(&shop.visitor(), &token).await, "Token is blacklisted");
}

#[sqlx::test]
async fn two_programs_take_each_others_tokens(pool: PgPool) {
    let here = Shop::open(pool).await;
    let there = here.beside().await;
    account(&here.backend, "ada").await;
    let (access, token) = pair(&here, "ada").await;
    me(&there, &access).await.is(200);
    let next = refresh(&there.visitor(), &token).await.is(200);
    me(&here, &next.text("access")).await.is(200);
    revoke(&there.visitor(), &next.text("refresh")).await.is(200);
    assert_bad(&me(&here, &next.text("access")).await, "Token is invalid");
}

#[sqlx::test]
async fn tables_hold_no_token(pool: PgPool) {
    let shop = shop_with_key(pool.clone()).await;
    account(&shop.backend, "ada").await;
    let (access, token) = pair(&shop, "ada").await;
    let rows: Vec<String> = sqlx::query_scalar(
        "select to_jsonb(t)::text from token_families t
         union all select to_jsonb(t)::text from refresh_tokens t
         union all select to_jsonb(t)::text from token_keys t",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(rows.len(), 2, "a family, its token, and no key where one was given");
    for text in [&access, &token].iter().flat_map(|token| token.split('.')) {
        assert!(rows.iter().all(|row| !row.contains(text)), "{text}");
    }
}
