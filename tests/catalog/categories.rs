//! Categories (SPEC D4).

use sqlx::PgPool;
use vitrine::catalog::category::input::CategoryForm;
use vitrine::catalog::category::service;
use vitrine::error::AppError;
use vitrine::infra::testing::backend;

use super::{category, product, words};

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
async fn a_category_never_stands_below_itself(pool: PgPool) {
    let backend = backend(pool);
    let top = category(&backend, "Top", None).await.unwrap();
    let middle = category(&backend, "Middle", Some(top)).await.unwrap();
    let leaf = category(&backend, "Leaf", Some(middle)).await.unwrap();
    for below in [top, middle, leaf] {
        let error = service::update(&backend, top, &named("Top"), Some(below)).await.unwrap_err();
        assert_eq!(words(&error), "parent: A category cannot stand below itself");
    }
    // Two moves at once that would close a ring together: at most one of them is done.
    let (a, b) = (category(&backend, "A", None).await.unwrap(), category(&backend, "B", None).await.unwrap());
    for _ in 0..20 {
        let (form_a, form_b) = (named("A"), named("B"));
        let (one, other) = tokio::join!(
            service::update(&backend, a, &form_a, Some(b)),
            service::update(&backend, b, &form_b, Some(a)),
        );
        assert!(one.is_err() || other.is_err());
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
    vitrine::catalog::product::change::delete(&backend, id).await.unwrap();
    assert!(service::delete(&backend, top).await.is_err(), "a product in the trash can come back");
    vitrine::catalog::product::change::erase(&backend, id).await.unwrap();
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
