//! Products: creating, changing, slugs, the trash (SPEC S1, S2, S4, D6).

use sqlx::PgPool;
use uuid::Uuid;
use vitrine::accounts::model::{Action, Permission};
use vitrine::accounts::testing::superuser;
use vitrine::catalog::Actor;
use vitrine::catalog::category::model::CategoryId;
use vitrine::catalog::product::model::{ProductAt, ProductId, ProductStatus};
use vitrine::catalog::product::{change, service};
use vitrine::error::AppError;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;

use super::{category, edit, form, may, product, staff, until_somebody_waits, words};

/// What stands at a product's address.
async fn by_slug(backend: &Backend, slug: &str) -> Result<ProductAt, AppError> {
    service::by_slug_with(backend, slug, "null").await.map(|(product, _)| product)
}

#[sqlx::test]
async fn a_product_needs_its_category(pool: PgPool) {
    let backend = backend(pool);
    let nowhere = CategoryId(Uuid::nil());
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
    let root = superuser(&backend, "root").await;
    change::delete(&backend, &root, first).await.unwrap();
    product(&backend, lamps, "Globe", "98", 1).await;
    let back = change::restore(&backend, &root, first).await.unwrap_err();
    assert_eq!(words(&back), "name: Product with this name already exists in category");
}

#[sqlx::test]
async fn a_name_that_looks_the_same_is_the_same_name(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    product(&backend, lamps, "Cafe\u{301} lamp", "98", 1).await;
    let create = async |name: &str| {
        let form = form(name, "98", 1);
        change::create(&backend, Actor::Operator, &form, lamps).await.unwrap_err().to_string()
    };
    assert_eq!(create("Café lamp").await, "name: Product with this name already exists in category");
    for hidden in ["Café\u{200b} lamp", "Café \u{202e}pmal", "\u{200b}"] {
        assert_eq!(create(hidden).await, "name: Invisible characters cannot be used", "{hidden:?}");
    }
    let kept: Vec<String> = sqlx::query_scalar("select name from products").fetch_all(&pool).await.unwrap();
    assert_eq!(kept, ["Café lamp"]);
    // The names of categories keep the same rule.
    category(&backend, "Cafe\u{301}", None).await.unwrap();
    let again = category(&backend, "Café", None).await.unwrap_err();
    assert_eq!(words(&again), "name: A category with this name already exists here");
}

#[sqlx::test]
async fn slugs_are_numbered_on_a_clash_and_old_ones_lead_to_the_new(pool: PgPool) {
    let backend = backend(pool);
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let vases = category(&backend, "Vases", None).await.unwrap();
    let first = product(&backend, lamps, "Café lamp", "98", 1).await;
    product(&backend, vases, "Café lamp", "98", 1).await;
    assert!(matches!(by_slug(&backend, "cafe-lamp").await.unwrap(), ProductAt::Here(_)));
    assert!(matches!(by_slug(&backend, "cafe-lamp-2").await.unwrap(), ProductAt::Here(_)));

    let root = superuser(&backend, "root").await;
    let mut renamed = form("Bistro lamp", "98", 1);
    edit(&backend, root.user(), first, (1, 1), &renamed).await.unwrap();
    assert!(
        matches!(by_slug(&backend, "cafe-lamp").await.unwrap(), ProductAt::Here(_)),
        "a new name keeps the slug"
    );

    renamed.slug = "bistro-lamp".to_owned();
    edit(&backend, root.user(), first, (2, 1), &renamed).await.unwrap();
    assert_eq!(by_slug(&backend, "cafe-lamp").await.unwrap(), ProductAt::Moved("bistro-lamp".to_owned()));

    // The old slug is not given away: it still leads somewhere.
    let mut thief = form("Thief", "1", 1);
    thief.slug = "cafe-lamp".to_owned();
    let error = change::create(&backend, Actor::Operator, &thief, lamps).await.unwrap_err();
    assert_eq!(words(&error), "slug: This slug is taken");

    // Going back frees the redirect.
    renamed.slug = "cafe-lamp".to_owned();
    edit(&backend, root.user(), first, (3, 1), &renamed).await.unwrap();
    assert_eq!(by_slug(&backend, "bistro-lamp").await.unwrap(), ProductAt::Moved("cafe-lamp".to_owned()));
}

#[sqlx::test]
async fn products_that_are_made_at_once_all_get_a_slug(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let vases = category(&backend, "Vases", None).await.unwrap();
    // The first one has its slug, which nobody else sees yet. The last one's own slug is what the second may get.
    let mut first = pool.begin().await.unwrap();
    let globe = form("Globe", "98", 1).check().unwrap();
    let id = ProductId(Uuid::now_v7());
    change::insert(&mut first, Actor::Operator, id, &globe, lamps).await.unwrap();
    let others = ["Globe", "Globe 2"].map(|name| {
        let backend = backend.clone();
        tokio::spawn(
            async move { change::create(&backend, Actor::Operator, &form(name, "98", 1), vases).await },
        )
    });
    until_somebody_waits(&pool).await;
    first.commit().await.unwrap();
    for other in others {
        other.await.unwrap().unwrap();
    }
    let slugs: Vec<String> =
        sqlx::query_scalar("select slug from products order by slug").fetch_all(&pool).await.unwrap();
    assert_eq!(slugs.len(), 3);
    assert_eq!(slugs[..2], ["globe", "globe-2"]);
    // Who comes second in the same category is told of the name, not of a slug that was never typed.
    let moon = form("Moon", "98", 1);
    let (one, other) = tokio::join!(
        change::create(&backend, Actor::Operator, &moon, lamps),
        change::create(&backend, Actor::Operator, &moon, lamps),
    );
    let refused: Vec<String> =
        [one, other].into_iter().filter_map(Result::err).map(|error| words(&error)).collect();
    assert_eq!(refused, ["name: Product with this name already exists in category"]);
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
    let root = superuser(&backend, "root").await;
    let taken = edit(&backend, root.user(), moon, (1, 1), &thief).await;
    assert_eq!(words(&taken.unwrap_err()), "slug: This address is taken");
    assert_eq!(by_slug(&backend, "globe").await.unwrap(), ProductAt::Moved("orb".to_owned()));
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
    let root = superuser(&backend, "root").await;
    let refused = edit(&backend, root.user(), globe, (1, 1), &renamed).await;
    assert_eq!(words(&refused.unwrap_err()), "slug: The old slug already leads to another product");
}

#[sqlx::test]
async fn a_stale_version_is_a_conflict_and_changes_nothing(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98", 1).await;
    let root = superuser(&backend, "root").await;
    edit(&backend, root.user(), id, (1, 1), &form("Globe", "90", 1)).await.unwrap();
    let stale = edit(&backend, root.user(), id, (1, 1), &form("Globe", "80", 1)).await;
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
    let root = superuser(&backend, "root").await;
    let is_seen = async || by_slug(&backend, "globe").await.is_ok();
    assert!(is_seen().await);
    for status in [ProductStatus::Draft, ProductStatus::Archived] {
        change::set_status(&backend, &root, id, status).await.unwrap();
        assert!(!is_seen().await, "{status:?}");
    }
    change::set_status(&backend, &root, id, ProductStatus::Published).await.unwrap();
    assert!(change::erase(&backend, &root, id).await.is_err(), "only what is in the trash can be erased");
    change::delete(&backend, &root, id).await.unwrap();
    assert!(!is_seen().await);
    assert!(change::delete(&backend, &root, id).await.is_err());
    change::restore(&backend, &root, id).await.unwrap();
    assert!(is_seen().await);
    change::delete(&backend, &root, id).await.unwrap();
    change::erase(&backend, &root, id).await.unwrap();
    assert!(change::restore(&backend, &root, id).await.is_err());
}

/// The names of what goes well with a product.
async fn related(backend: &Backend, slug: &str) -> Vec<String> {
    match by_slug(backend, slug).await.unwrap() {
        ProductAt::Here(found) => found.related.iter().map(|card| card.name.clone()).collect(),
        ProductAt::Moved(present) => panic!("it moved to {present}"),
    }
}

#[sqlx::test]
async fn what_goes_well_with_a_product_is_of_the_nearest_category_that_has_others(pool: PgPool) {
    let backend = backend(pool);
    let home = category(&backend, "Home", None).await.unwrap();
    let lighting = category(&backend, "Lighting", Some(home)).await.unwrap();
    let lamps = category(&backend, "Lamps", Some(lighting)).await.unwrap();
    let candles = category(&backend, "Candles", Some(lighting)).await.unwrap();
    let vases = category(&backend, "Vases", Some(home)).await.unwrap();
    let garden = category(&backend, "Garden", None).await.unwrap();
    product(&backend, lamps, "Globe", "98", 1).await;
    product(&backend, garden, "Spade", "20", 1).await;
    assert!(related(&backend, "globe").await.is_empty(), "what another tree holds is too far");
    product(&backend, vases, "Jug", "30", 1).await;
    assert_eq!(related(&backend, "globe").await, ["Jug"]);
    product(&backend, candles, "Taper", "5", 1).await;
    assert_eq!(related(&backend, "globe").await, ["Taper"], "this one is nearer");
    assert_eq!(related(&backend, "jug").await, ["Taper", "Globe"], "the newest first");
    for name in ["Moon", "Orb", "Sun"] {
        product(&backend, lamps, name, "98", 1).await;
    }
    assert_eq!(related(&backend, "globe").await, ["Sun", "Orb", "Moon"], "its own category has others");
    assert_eq!(related(&backend, "jug").await, ["Sun", "Orb", "Moon", "Taper"], "four are enough");
    product(&backend, lighting, "Sconce", "60", 1).await;
    assert_eq!(
        related(&backend, "sconce").await,
        ["Sun", "Orb", "Moon", "Taper"],
        "what is below is nearest"
    );
}

#[sqlx::test]
async fn what_is_not_in_the_shop_goes_well_with_nothing(pool: PgPool) {
    let backend = backend(pool);
    let root = superuser(&backend, "root").await;
    let home = category(&backend, "Home", None).await.unwrap();
    let lighting = category(&backend, "Lighting", Some(home)).await.unwrap();
    let lamps = category(&backend, "Lamps", Some(lighting)).await.unwrap();
    let candles = category(&backend, "Candles", Some(lighting)).await.unwrap();
    let vases = category(&backend, "Vases", Some(home)).await.unwrap();
    product(&backend, lamps, "Globe", "98", 1).await;
    let jug = product(&backend, vases, "Jug", "30", 1).await;
    let moon = product(&backend, lamps, "Moon", "98", 1).await;
    let taper = product(&backend, candles, "Taper", "5", 1).await;
    for status in [ProductStatus::Draft, ProductStatus::Archived] {
        for hidden in [moon, taper] {
            change::set_status(&backend, &root, hidden, status).await.unwrap();
        }
        assert_eq!(related(&backend, "globe").await, ["Jug"], "{status:?}");
    }
    change::set_status(&backend, &root, taper, ProductStatus::Published).await.unwrap();
    assert_eq!(related(&backend, "globe").await, ["Taper"]);
    change::delete(&backend, &root, taper).await.unwrap();
    assert_eq!(related(&backend, "globe").await, ["Jug"], "what is in the trash is not there");
    change::set_status(&backend, &root, jug, ProductStatus::Draft).await.unwrap();
    assert!(related(&backend, "globe").await.is_empty());
}

#[sqlx::test]
async fn what_staff_may_do_to_a_product_is_what_its_permissions_say(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98", 1).await;
    let people: [(&str, &[Action], Option<&str>); 3] = [
        ("clerk", &[Action::View, Action::Add], Some("published|f|1")),
        ("editor", &[Action::Change], Some("archived|t|3")),
        ("keeper", &[Action::Delete], None),
    ];
    for (name, actions, left) in people {
        let permissions: Vec<Permission> = actions.iter().copied().map(may).collect();
        let person = staff(&backend, name, &permissions).await.staff().unwrap();
        let answers = [
            (Action::Change, change::set_status(&backend, &person, id, ProductStatus::Archived).await),
            (Action::Change, change::set_featured(&backend, &person, id, true).await),
            (Action::Delete, change::delete(&backend, &person, id).await),
            (Action::Delete, change::restore(&backend, &person, id).await),
            (Action::Delete, change::delete(&backend, &person, id).await),
            (Action::Delete, change::erase(&backend, &person, id).await),
        ];
        for (action, answer) in answers {
            let expected = if actions.contains(&action) { Ok(()) } else { Err(AppError::Forbidden) };
            assert_eq!(answer, expected, "{name}: {action:?}");
        }
        let product: Option<String> = sqlx::query_scalar(
            "select concat_ws('|', status, is_featured, version, deleted_at) from products",
        )
        .fetch_optional(&pool)
        .await
        .unwrap();
        assert_eq!(product.as_deref(), left, "{name}");
    }
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
