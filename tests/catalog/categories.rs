//! Categories (SPEC D4).

use sqlx::PgPool;
use vitrine::accounts::testing::superuser;
use vitrine::catalog::category::input::CategoryForm;
use vitrine::catalog::category::service;
use vitrine::catalog::product::change;
use vitrine::error::AppError;
use vitrine::infra::testing::backend;

use super::{category, product, until_somebody_waits, words};

fn named(name: &str) -> CategoryForm {
    CategoryForm { name: name.to_owned(), ..CategoryForm::default() }
}

#[sqlx::test]
async fn a_name_is_unique_among_its_siblings_only(pool: PgPool) {
    let backend = backend(pool);
    let kitchen = category(&backend, "Kitchen", None).await.unwrap();
    let garden = category(&backend, "Garden", None).await.unwrap();
    category(&backend, "Tools", Some(kitchen)).await.unwrap();
    category(&backend, "Tools", Some(garden)).await.unwrap();
    let again = category(&backend, "tools", Some(garden)).await.unwrap_err();
    assert_eq!(words(&again), "name: A category with this name already exists here");
    assert!(category(&backend, "KITCHEN", None).await.is_err(), "top categories are siblings too");
    let tree = service::tree(&backend).await.unwrap();
    assert!(tree.find("tools").is_some() && tree.find("tools-2").is_some());
}

#[sqlx::test]
async fn a_description_without_what_cannot_be_kept_is_kept(pool: PgPool) {
    let backend = backend(pool.clone());
    let mut connection = pool.acquire().await.unwrap();
    let form = CategoryForm { description: "For the\0 dark".to_owned(), ..named("Lamps") };
    service::create(&mut connection, &form, None).await.unwrap();
    let tree = service::tree(&backend).await.unwrap();
    let head = tree.find("lamps").and_then(|id| tree.head(id)).unwrap();
    assert_eq!(head.description, "For the dark");
    let long = CategoryForm { description: "a".repeat(20_001), ..named("Vases") };
    let refused = service::create(&mut connection, &long, None).await.unwrap_err();
    assert_eq!(words(&refused), "description: At most 20000 characters; these are 20001");
}

#[sqlx::test]
async fn a_category_never_stands_below_itself(pool: PgPool) {
    let backend = backend(pool);
    let top = category(&backend, "Top", None).await.unwrap();
    let middle = category(&backend, "Middle", Some(top)).await.unwrap();
    let leaf = category(&backend, "Leaf", Some(middle)).await.unwrap();
    for below in [top, middle, leaf] {
        let error = service::update(&backend, top, &named("Top"), Some(below)).await.unwrap_err();
        assert_eq!(words(&error), "parent: A category cannot stand below itself");
    }
    // Two moves at once that would close a ring together: one of them is done, whichever comes first.
    let (a, b) = (category(&backend, "A", None).await.unwrap(), category(&backend, "B", None).await.unwrap());
    for _ in 0..20 {
        let (form_a, form_b) = (named("A"), named("B"));
        let (one, other) = tokio::join!(
            service::update(&backend, a, &form_a, Some(b)),
            service::update(&backend, b, &form_b, Some(a)),
        );
        let refused: Vec<String> =
            [one, other].into_iter().filter_map(Result::err).map(|error| words(&error)).collect();
        assert_eq!(refused, ["parent: A category cannot stand below itself"]);
        service::update(&backend, a, &named("A"), None).await.unwrap();
        service::update(&backend, b, &named("B"), None).await.unwrap();
    }
}

#[sqlx::test]
async fn a_category_with_products_below_it_is_kept_and_the_blocker_named(pool: PgPool) {
    let backend = backend(pool);
    let top = category(&backend, "Top", None).await.unwrap();
    let middle = category(&backend, "Middle", Some(top)).await.unwrap();
    let leaf = category(&backend, "Leaf", Some(middle)).await.unwrap();
    let id = product(&backend, leaf, "Globe", "98", 1).await;
    let error = service::delete(&backend, top).await.unwrap_err();
    assert_eq!(
        error,
        AppError::Conflict("Categories with products cannot be deleted: Leaf (1 product)".to_owned())
    );
    let root = superuser(&backend, "root").await;
    change::delete(&backend, &root, id).await.unwrap();
    assert!(service::delete(&backend, top).await.is_err(), "a product in the trash can come back");
    change::erase(&backend, &root, id).await.unwrap();
    service::delete(&backend, top).await.unwrap();
    assert!(service::tree(&backend).await.unwrap().find("leaf").is_none(), "its descendants went with it");
}

#[sqlx::test]
async fn an_old_slug_leads_to_the_new(pool: PgPool) {
    let backend = backend(pool);
    let id = category(&backend, "Lamps", None).await.unwrap();
    let form = CategoryForm { slug: "lights".to_owned(), ..named("Lights") };
    service::update(&backend, id, &form, None).await.unwrap();
    assert_eq!(service::moved_to(&backend, "lamps").await.unwrap().as_deref(), Some("lights"));
    assert_eq!(service::moved_to(&backend, "lights").await.unwrap(), None);
}

#[sqlx::test]
async fn the_old_slug_of_a_category_is_not_given_to_another(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let vases = category(&backend, "Vases", None).await.unwrap();
    let lights = CategoryForm { slug: "lights".to_owned(), ..named("Lights") };
    service::update(&backend, lamps, &lights, None).await.unwrap();
    let thief = CategoryForm { slug: "lamps".to_owned(), ..named("Thief") };
    let mut connection = pool.acquire().await.unwrap();
    let creation = service::create(&mut connection, &thief, None).await;
    assert_eq!(words(&creation.unwrap_err()), "slug: This slug is taken");
    let edit = service::update(&backend, vases, &thief, None).await;
    assert_eq!(words(&edit.unwrap_err()), "slug: This slug is taken");
    assert_eq!(service::moved_to(&backend, "lamps").await.unwrap().as_deref(), Some("lights"));
    // A name that makes the same slug gets a number, and the category itself may go back.
    let (_, slug) = service::create(&mut connection, &named("Lamps"), None).await.unwrap();
    assert_eq!(slug, "lamps-2");
    let back = CategoryForm { slug: "lamps".to_owned(), ..named("Lights") };
    service::update(&backend, lamps, &back, None).await.unwrap();
    assert_eq!(service::moved_to(&backend, "lights").await.unwrap().as_deref(), Some("lamps"));
}

#[sqlx::test]
async fn a_category_whose_slug_was_promised_to_another_says_so_when_it_leaves_it(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let vases = category(&backend, "Vases", None).await.unwrap();
    sqlx::query("insert into category_slug_redirects (slug, category_id) values ('lamps', $1)")
        .bind(vases.0)
        .execute(&pool)
        .await
        .unwrap();
    let lights = CategoryForm { slug: "lights".to_owned(), ..named("Lights") };
    let edit = service::update(&backend, lamps, &lights, None).await;
    assert_eq!(words(&edit.unwrap_err()), "slug: The old slug already leads to another category");
}

#[sqlx::test]
async fn every_write_of_the_tree_waits_for_the_one_before(pool: PgPool) {
    let backend = backend(pool.clone());
    let top = category(&backend, "Top", None).await.unwrap();
    let leaf = category(&backend, "Leaf", None).await.unwrap();
    let mut before = pool.begin().await.unwrap();
    service::create(&mut before, &named("Before"), None).await.unwrap();
    let form = named("Leaf");
    let writes = async {
        (service::update(&backend, leaf, &form, Some(top)).await, service::delete(&backend, top).await)
    };
    let (written, ()) = tokio::join!(writes, async {
        until_somebody_waits(&pool).await;
        before.commit().await.unwrap();
    });
    assert_eq!(written, (Ok(()), Ok(())));
}

#[sqlx::test]
async fn a_writer_that_postgresql_ends_for_another_is_told_of_a_conflict(pool: PgPool) {
    for code in ["40001", "40P01"] {
        let sql = format!("do $$ begin raise exception 'ended' using errcode = '{code}'; end $$");
        let error = sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&pool).await.unwrap_err();
        assert!(matches!(AppError::from(error), AppError::Conflict(_)), "{code}");
    }
}

#[sqlx::test]
async fn a_featured_product_stands_for_its_category_else_the_oldest_and_none_that_came_later(pool: PgPool) {
    let here = backend(pool.clone());
    let lamps = category(&here, "Lamps", None).await.unwrap();
    let desk = category(&here, "Desk lamps", Some(lamps)).await.unwrap();
    for (category, name) in [(lamps, "Old"), (lamps, "New"), (desk, "Newest")] {
        let id = product(&here, category, name, "5.00", 1).await;
        sqlx::query(
            "insert into product_images (product_id, file, position, width, height)
             values ($1, lower($2), 0, 400, 500)",
        )
        .bind(id.0)
        .bind(name)
        .execute(&pool)
        .await
        .unwrap();
    }
    let shown = async || {
        let tree = service::tree(&backend(pool.clone())).await.unwrap();
        tree.windows(1).into_iter().find_map(|window| window.picture).map(|picture| picture.file)
    };
    assert_eq!(shown().await.as_deref(), Some("old"));
    sqlx::query("update products set is_featured = true where name = 'Newest'").execute(&pool).await.unwrap();
    assert_eq!(shown().await.as_deref(), Some("newest"));
}
