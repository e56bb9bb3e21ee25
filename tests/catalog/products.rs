//! Products: creating, changing, slugs, the trash (SPEC S1, S2, S4, D6).

use sqlx::PgPool;
use vitrine::catalog::Actor;
use vitrine::catalog::category::model::CategoryId;
use vitrine::catalog::product::model::{ProductAt, ProductStatus};
use vitrine::catalog::product::{change, service};
use vitrine::error::AppError;
use vitrine::infra::testing::backend;

use super::{category, form, product, seen, until_somebody_waits, words};

#[sqlx::test]
async fn a_product_needs_its_category(pool: PgPool) {
    let backend = backend(pool);
    let nowhere = CategoryId(uuid::Uuid::nil());
    let error =
        change::create(&backend, Actor::Operator, &form("Globe", "98", 1), nowhere).await.unwrap_err();
    assert_eq!(words(&error), "category: Category not found");
}

#[sqlx::test]
async fn a_second_product_of_the_name_in_the_category_is_refused(pool: PgPool) {
    let backend = backend(pool);
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let vases = category(&backend, "Vases", None).await.unwrap();
    let first = product(&backend, lamps, "Globe", "98", 1).await;
    let again = change::create(&backend, Actor::Operator, &form("globe", "5", 1), lamps).await.unwrap_err();
    assert_eq!(words(&again), "name: Product with this name already exists in category");
    product(&backend, vases, "Globe", "98", 1).await;
    // One in the trash does not count, but then it cannot come back.
    change::delete(&backend, first).await.unwrap();
    product(&backend, lamps, "Globe", "98", 1).await;
    let back = change::restore(&backend, first).await.unwrap_err();
    assert_eq!(words(&back), "name: Product with this name already exists in category");
}

#[sqlx::test]
async fn slugs_are_numbered_on_a_clash_and_old_ones_lead_to_the_new(pool: PgPool) {
    let backend = backend(pool);
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let vases = category(&backend, "Vases", None).await.unwrap();
    let first = product(&backend, lamps, "Café lamp", "98", 1).await;
    product(&backend, vases, "Café lamp", "98", 1).await;
    assert!(matches!(service::by_slug(&backend, "cafe-lamp").await.unwrap(), ProductAt::Here(_)));
    assert!(matches!(service::by_slug(&backend, "cafe-lamp-2").await.unwrap(), ProductAt::Here(_)));

    let mut renamed = form("Bistro lamp", "98", 1);
    change::update(&backend, Actor::Operator, first, seen(1, 1), &renamed, lamps).await.unwrap();
    assert!(
        matches!(service::by_slug(&backend, "cafe-lamp").await.unwrap(), ProductAt::Here(_)),
        "a new name keeps the slug"
    );

    renamed.slug = "bistro-lamp".to_owned();
    change::update(&backend, Actor::Operator, first, seen(2, 1), &renamed, lamps).await.unwrap();
    assert_eq!(
        service::by_slug(&backend, "cafe-lamp").await.unwrap(),
        ProductAt::Moved("bistro-lamp".to_owned())
    );

    // The old slug is not given away: it still leads somewhere.
    let mut thief = form("Thief", "1", 1);
    thief.slug = "cafe-lamp".to_owned();
    let error = change::create(&backend, Actor::Operator, &thief, lamps).await.unwrap_err();
    assert_eq!(words(&error), "slug: This slug is taken");

    // Going back frees the redirect.
    renamed.slug = "cafe-lamp".to_owned();
    change::update(&backend, Actor::Operator, first, seen(3, 1), &renamed, lamps).await.unwrap();
    assert_eq!(
        service::by_slug(&backend, "bistro-lamp").await.unwrap(),
        ProductAt::Moved("cafe-lamp".to_owned())
    );
}

#[sqlx::test]
async fn a_slug_that_becomes_a_redirect_at_the_same_moment_is_not_given_away(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let globe = product(&backend, lamps, "Globe", "98", 1).await;
    let moon = product(&backend, lamps, "Moon", "98", 1).await;
    // The renaming is under way: a redirect stands at its end, which nobody else sees yet.
    let mut renaming = pool.begin().await.unwrap();
    for step in [
        "update products set slug = 'orb' where id = $1",
        "insert into product_slug_redirects (slug, product_id) values ('globe', $1)",
    ] {
        sqlx::query(step).bind(globe.0).execute(&mut *renaming).await.unwrap();
    }
    let mut thief = form("Thief", "1", 1);
    thief.slug = "globe".to_owned();
    let creation = tokio::spawn({
        let (backend, thief) = (backend.clone(), thief.clone());
        async move { change::create(&backend, Actor::Operator, &thief, lamps).await }
    });
    until_somebody_waits(&pool).await;
    renaming.commit().await.unwrap();
    assert_eq!(words(&creation.await.unwrap().unwrap_err()), "slug: This slug is taken");
    let edit = change::update(&backend, Actor::Operator, moon, seen(1, 1), &thief, lamps).await;
    assert_eq!(words(&edit.unwrap_err()), "slug: This slug is taken");
    assert_eq!(service::by_slug(&backend, "globe").await.unwrap(), ProductAt::Moved("orb".to_owned()));
}

#[sqlx::test]
async fn a_product_whose_slug_was_promised_to_another_says_so_when_it_leaves_it(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let globe = product(&backend, lamps, "Globe", "98", 1).await;
    let moon = product(&backend, lamps, "Moon", "98", 1).await;
    sqlx::query("insert into product_slug_redirects (slug, product_id) values ('globe', $1)")
        .bind(moon.0)
        .execute(&pool)
        .await
        .unwrap();
    let mut renamed = form("Globe", "98", 1);
    renamed.slug = "orb".to_owned();
    let edit = change::update(&backend, Actor::Operator, globe, seen(1, 1), &renamed, lamps).await;
    assert_eq!(words(&edit.unwrap_err()), "slug: The old slug already leads to another product");
}

#[sqlx::test]
async fn a_stale_version_is_a_conflict_and_changes_nothing(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98", 1).await;
    change::update(&backend, Actor::Operator, id, seen(1, 1), &form("Globe", "90", 1), lamps).await.unwrap();
    let stale =
        change::update(&backend, Actor::Operator, id, seen(1, 1), &form("Globe", "80", 1), lamps).await;
    assert!(matches!(stale, Err(AppError::Conflict(_))));
    let (price,): (String,) =
        sqlx::query_as("select price::text from products").fetch_one(&pool).await.unwrap();
    assert_eq!(price, "90.00");
}

#[sqlx::test]
async fn only_published_products_are_seen_and_the_trash_hides_them(pool: PgPool) {
    let backend = backend(pool);
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98", 1).await;
    let is_seen = async || service::by_slug(&backend, "globe").await.is_ok();
    assert!(is_seen().await);
    for status in [ProductStatus::Draft, ProductStatus::Archived] {
        change::set_status(&backend, id, status).await.unwrap();
        assert!(!is_seen().await, "{status:?}");
    }
    change::set_status(&backend, id, ProductStatus::Published).await.unwrap();
    assert!(change::erase(&backend, id).await.is_err(), "only what is in the trash can be erased");
    change::delete(&backend, id).await.unwrap();
    assert!(!is_seen().await);
    assert!(change::delete(&backend, id).await.is_err());
    change::restore(&backend, id).await.unwrap();
    assert!(is_seen().await);
    change::delete(&backend, id).await.unwrap();
    change::erase(&backend, id).await.unwrap();
    assert!(change::restore(&backend, id).await.is_err());
}

#[sqlx::test]
async fn the_database_refuses_what_the_rules_refuse(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    product(&backend, lamps, "Globe", "98", 1).await;
    for change in [
        "price = 0",
        "stock = -1",
        "name = ''",
        "slug = ''",
        "slug = 'Not One'",
        "status = null",
        "category_id = null",
    ] {
        let sql = format!("update products set {change}");
        assert!(sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&pool).await.is_err(), "{change}");
    }
}
