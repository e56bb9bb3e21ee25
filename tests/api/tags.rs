//! Tags of answers, and requests that depend on them (SPEC R12).

use serde_json::json;
use sqlx::PgPool;

use super::scene::Scene;

#[sqlx::test]
async fn an_equal_tag_is_304(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let visitor = scene.shop.visitor();
    for (path, is_strong) in [("/api/products/", false), (scene.path.as_str(), true)] {
        let first = visitor.get(path).await.is(200);
        let tag = first.header("etag").unwrap().to_owned();
        assert_eq!(tag.starts_with('"'), is_strong, "{path}: {tag}");
        let known = visitor.get_with(path, &[("If-None-Match", &tag)]).await.is(304);
        assert_eq!((known.body.as_str(), known.header("etag")), ("", Some(tag.as_str())));
        visitor.get_with(path, &[("If-None-Match", "\"other\"")]).await.is(200);
    }
    let tag = visitor.get(&scene.path).await.header("etag").unwrap().to_owned();
    scene.owner.patch(&scene.path, &json!({ "stock": 1 })).await.is(200);
    visitor.get_with(&scene.path, &[("If-None-Match", &tag)]).await.is(200);
}

#[sqlx::test]
async fn a_stale_tag_is_412_and_changes_nothing(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let tag = scene.owner.get(&scene.path).await.header("etag").unwrap().to_owned();
    let with_tag = [("If-Match", tag.as_str())];
    let changed =
        scene.owner.json("PATCH", &scene.path, &with_tag, &json!({ "price": "21.00" })).await.is(200);
    // The answer of a change carries the tag of the thing as it is now.
    assert_eq!(changed.header("etag"), scene.owner.get(&scene.path).await.header("etag"));
    let late = scene.owner.json("PATCH", &scene.path, &with_tag, &json!({ "price": "22.00" })).await.is(412);
    assert_eq!(late.detail(), "The resource has changed since: its ETag is another now.");
    scene.owner.send("DELETE", &scene.path, &with_tag, "", b"").await.is(412);
    let archive = format!("{}archive/", scene.path);
    scene.owner.json("POST", &archive, &with_tag, &json!({})).await.is(412);
    assert_eq!(scene.price().await, "21.00");
    scene.owner.json("PATCH", &scene.path, &[("If-Match", "*")], &json!({ "price": "23.00" })).await.is(200);
}

#[sqlx::test]
async fn of_two_writers_with_one_tag_one_wins(pool: PgPool) {
    let scene = Scene::set(pool).await;
    for round in 0..5_u8 {
        let tag = scene.owner.get(&scene.path).await.header("etag").unwrap().to_owned();
        let with_tag = [("If-Match", tag.as_str())];
        let (first, second) =
            (json!({ "price": format!("3{round}.00") }), json!({ "price": format!("4{round}.00") }));
        let (one, other) = tokio::join!(
            scene.owner.json("PATCH", &scene.path, &with_tag, &first),
            scene.owner.json("PATCH", &scene.path, &with_tag, &second),
        );
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412], "{one:?} {other:?}");
        let winner = if one.status == 200 { &first } else { &second };
        assert_eq!(winner["price"], scene.price().await);
    }
}

#[sqlx::test]
async fn a_weak_tag_never_matches(pool: PgPool) {
    let scene = Scene::set(pool).await;
    let weak = format!("W/{}", scene.owner.get(&scene.path).await.header("etag").unwrap());
    let sent = json!({ "price": "21.00" });
    scene.owner.json("PATCH", &scene.path, &[("If-Match", &weak)], &sent).await.is(412);
    assert_eq!(scene.price().await, "19.99");
}
