//! Users (SPEC R8): each reads and changes itself, staff with the permission read all.

use futures::future::join_all;
use serde_json::{Value, json};
use sqlx::PgPool;

use super::reviews::{both_are_made, of_ten_one_wins};
use super::shop::Shop;

#[sqlx::test]
async fn everybody_is_a_list_of_themselves_and_staff_see_all(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (ada_id, ada) = shop.user("ada").await;
    let (_, clerk) = shop.staff("clerk", &[]).await;
    let (_, viewer) = shop.staff("viewer", &["view user"]).await;
    let answer = shop.visitor().get("/api/users/").await.is(401);
    assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
    let list = ada.get("/api/users/").await.is(200).json();
    assert_eq!((list["count"].clone(), list["results"][0]["id"].clone()), (json!(1), json!(ada_id)));
    assert_eq!(clerk.get("/api/users/").await.is(200).json()["count"], 1);
    let all = viewer.get("/api/users/").await.is(200).json();
    assert_eq!((all["count"].clone(), all["results"][0]["username"].clone()), (json!(3), json!("viewer")));
    let last = viewer.get("/api/users/?page=last&page_size=2").await.is(200).json();
    assert_eq!(last["results"][0]["username"], "ada");
    viewer.get("/api/users/?page=2").await.is(404);
    ada.get("/api/users/?page=2").await.is(404);
}

#[sqlx::test]
async fn a_user_reads_to_the_letter(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (id, ada) = shop.user("ada").await;
    let answer = ada.get("/api/users/me/").await.is(200);
    let mut read = answer.json();
    assert!(read["created_at"].take().as_str().unwrap().ends_with('Z'));
    assert_eq!(
        read,
        json!({
            "id": id, "email": "ada@example.org", "username": "ada", "full_name": "ada", "first_name": "",
            "last_name": "", "bio": "", "avatar": null,
            "profile": { "phone": "", "address": "", "birth_date": null },
            "is_staff": false, "created_at": null,
        })
    );
    assert_eq!(ada.get(&format!("/api/users/{id}/")).await.is(200).json(), answer.json());
    assert!(!answer.body.contains("password"), "{answer:?}");
    sqlx::query("update users set avatar = 'abc' where id = $1").bind(id).execute(&shop.pool).await.unwrap();
    assert_eq!(ada.get("/api/users/me/").await.is(200).json()["avatar"], "/media/abc-256.webp");
}

#[sqlx::test]
async fn one_changes_oneself_by_parts_and_as_a_whole(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (id, ada) = shop.user("ada").await;
    let change = json!({
        "first_name": " Ada\n", "profile": { "phone": "+49 30 1234567", "birth_date": "1990-12-31" },
        "email": "other@example.org", "is_staff": true, "id": "x",
    });
    let changed = ada.patch("/api/users/me/", &change).await.is(200).json();
    assert_eq!((changed["full_name"].clone(), changed["is_staff"].clone()), (json!("Ada"), json!(false)));
    assert_eq!(changed["email"], "ada@example.org", "it is only read here");
    assert_eq!(
        changed["profile"],
        json!({ "phone": "+49 30 1234567", "address": "", "birth_date": "1990-12-31" })
    );
    let by_id = format!("/api/users/{id}/");
    let put = ada
        .put(&by_id, &json!({ "username": "countess", "profile": { "birth_date": null } }))
        .await
        .is(200)
        .json();
    assert_eq!((put["username"].clone(), put["first_name"].clone()), (json!("countess"), json!("Ada")));
    assert_eq!(put["profile"], json!({ "phone": "+49 30 1234567", "address": "", "birth_date": null }));
    let missing = ada.put(&by_id, &json!({ "bio": "Numbers." })).await.is(400);
    assert_eq!(missing.json(), json!({ "username": ["This field is required."] }));
}

#[sqlx::test]
async fn what_cannot_be_taken_is_named_below_the_profile_too(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.user("grace").await;
    let (_, ada) = shop.user("ada").await;
    for (body, place) in [
        (json!({ "username": "Grace" }), "/username/0"),
        (json!({ "username": "a@b" }), "/username/0"),
        (json!({ "bio": "a".repeat(501) }), "/bio/0"),
        (json!({ "first_name": "a\u{7}" }), "/first_name/0"),
        (json!({ "last_name": "\u{202e}adA" }), "/last_name/0"),
        (json!({ "profile": { "phone": "call me" } }), "/profile/phone/0"),
        (json!({ "profile": { "birth_date": "31.12.1990" } }), "/profile/birth_date/0"),
        (json!({ "profile": { "birth_date": "1850-01-01" } }), "/profile/birth_date/0"),
        (json!({ "profile": { "birth_date": "2999-01-01" } }), "/profile/birth_date/0"),
        (json!({ "profile": "none" }), "/profile/non_field_errors/0"),
    ] {
        let answer = ada.patch("/api/users/me/", &body).await.is(400).json();
        assert!(answer.pointer(place).is_some_and(Value::is_string), "{body}: {answer}");
    }
    assert_eq!(
        shop.count("select count(*) from users where username in ('ada', 'grace') and bio = ''").await,
        2
    );
}

#[sqlx::test]
async fn nobody_changes_somebody_else_and_a_refusal_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (id, _) = shop.user("ada").await;
    let (_, other) = shop.user("other").await;
    let (_, clerk) = shop.staff("clerk", &[]).await;
    let (_, viewer) = shop.staff("viewer", &["view user", "change user"]).await;
    let path = format!("/api/users/{id}/");
    for (client, read, write) in
        [(&shop.visitor(), 401, 401), (&other, 404, 404), (&clerk, 404, 404), (&viewer, 200, 403)]
    {
        client.get(&path).await.is(read);
        client.patch(&path, &json!({ "first_name": "Eve" })).await.is(write);
        client.put(&path, &json!({ "username": "eve" })).await.is(write);
        client.delete(&path).await.is(405);
    }
    assert_eq!(other.get(&path).await.detail(), "No User matches the given query.");
    assert_eq!(shop.count("select count(*) from users where username = 'ada' and first_name = ''").await, 1);
}

#[sqlx::test]
async fn of_ten_writers_with_one_tag_one_wins(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (id, ada) = shop.user("ada").await;
    of_ten_one_wins(&ada, "/api/users/me/", "bio").await;
    of_ten_one_wins(&ada, &format!("/api/users/{id}/"), "username").await;
    // The tag is that of the profile too.
    let tag = ada.get("/api/users/me/").await.is(200).header("etag").unwrap().to_owned();
    let with_tag = [("If-Match", tag.as_str())];
    let bodies: Vec<Value> =
        (10..20).map(|number| json!({ "profile": { "phone": format!("030 {number}") } })).collect();
    let sent = bodies.iter().map(|body| ada.json("PATCH", "/api/users/me/", &with_tag, body));
    let answers = join_all(sent).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer.status == 412).count(), 9, "{answers:?}");
}

#[sqlx::test]
async fn with_a_star_for_a_tag_every_writer_is_heard(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, ada) = shop.user("ada").await;
    let bodies: Vec<Value> = (0..5).map(|number| json!({ "bio": format!("Writer {number}") })).collect();
    let star = [("If-Match", "*")];
    let sent = bodies.iter().map(|body| ada.json("PATCH", "/api/users/me/", &star, body));
    for answer in join_all(sent).await {
        answer.is(200);
    }
}

#[sqlx::test]
async fn two_changes_of_different_fields_at_once_both_stay(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, ada) = shop.user("ada").await;
    for round in 0..20 {
        let bio = json!({ "bio": format!("Bio {round}") });
        let phone = json!({ "profile": { "phone": format!("030 {round}") } });
        both_are_made(&ada, "/api/users/me/", [&bio, &phone]).await;
        let read = ada.get("/api/users/me/").await.is(200).json();
        let told = (&read["bio"], &read["profile"]["phone"]);
        assert_eq!(told, (&bio["bio"], &phone["profile"]["phone"]));
        let address = json!({ "profile": { "address": format!("Lane {round}") } });
        both_are_made(&ada, "/api/users/me/", [&phone, &address]).await;
        let read = ada.get("/api/users/me/").await.is(200).json();
        assert_eq!(read["profile"]["address"], address["profile"]["address"]);
    }
}
