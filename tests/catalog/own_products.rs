//! A creator's own products: who may do what, and what happens when two save at once (SPEC W12, S1, S2).

use sqlx::PgPool;
use vitrine::accounts::caller::{User, Visitor};
use vitrine::accounts::model::Action;
use vitrine::accounts::testing::{signed_in, superuser};
use vitrine::catalog::category;
use vitrine::catalog::category::input::CategoryForm;
use vitrine::catalog::product::change;
use vitrine::catalog::product::model::{ProductId, ProductStatus};
use vitrine::catalog::product::own::service;
use vitrine::catalog::product::own::{OwnForm, Saved};
use vitrine::error::AppError;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;

use super::{may, staff};

async fn shelf(backend: &Backend) {
    let mut connection = backend.pool.acquire().await.unwrap();
    for name in ["Bowls", "Jugs"] {
        let form = CategoryForm { name: name.to_owned(), ..CategoryForm::default() };
        category::service::create(&mut connection, &form, None).await.unwrap();
    }
}

fn typed(name: &str) -> OwnForm {
    OwnForm {
        name: name.to_owned(),
        category: "bowls".to_owned(),
        price: "24.50".to_owned(),
        stock: "3".to_owned(),
        ..OwnForm::default()
    }
}

/// Everything that stands in the table of products, but for times.
async fn everything(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select concat_ws('|', id, name, slug, price, stock, status, is_featured, version, created_by, description)
         from products order by id",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

async fn edited(backend: &Backend, user: &User, id: ProductId) -> OwnForm {
    service::edit(backend, user, id).await.unwrap().form
}

#[sqlx::test]
async fn a_product_is_changed_by_its_owner_and_by_staff_who_may(pool: PgPool) {
    let backend = backend(pool.clone());
    shelf(&backend).await;
    let owner = signed_in(&backend, "ada").await;
    let root = superuser(&backend, "root").await;
    let id = service::create(&backend, &owner, &typed("Soup bowl")).await.unwrap();
    let askers = [
        ("visitor", Visitor::default().into_user()),
        ("other user", Ok(signed_in(&backend, "eve").await)),
        ("staff without the permission", Ok(staff(&backend, "sam", &[]).await)),
        ("staff with the permission", Ok(staff(&backend, "stan", &[may(Action::Change)]).await)),
        ("superuser", Ok(root.user().clone())),
        ("owner", Ok(owner.clone())),
    ];
    for status in [ProductStatus::Draft, ProductStatus::Published] {
        change::set_status(&backend, &root, id, status).await.unwrap();
        for (name, asker) in &askers {
            let form = edited(&backend, &owner, id).await;
            let form = OwnForm { description: format!("{name}, {}", status.as_str()), ..form };
            let before = everything(&pool).await;
            let (seen, answer) = match asker {
                Ok(user) => (
                    service::edit(&backend, user, id).await.map(|_| ()),
                    service::update(&backend, user, id, &form).await,
                ),
                Err(refusal) => (Err(refusal.clone()), Err(refusal.clone())),
            };
            let expected = match (*name, status) {
                ("visitor", _) => Err(AppError::Unauthorized),
                ("other user", ProductStatus::Draft) => Err(AppError::NotFound("Product".to_owned())),
                ("other user" | "staff without the permission", _) => Err(AppError::Forbidden),
                _ => Ok(Saved::Done),
            };
            assert_eq!((seen, answer), (expected.clone().map(|_| ()), expected.clone()), "{name}");
            assert_eq!(everything(&pool).await != before, expected.is_ok(), "{name}");
        }
    }
}

#[sqlx::test]
async fn each_sees_the_products_of_its_own_newest_first(pool: PgPool) {
    let backend = backend(pool);
    shelf(&backend).await;
    let (ada, eve) = (signed_in(&backend, "ada").await, signed_in(&backend, "eve").await);
    for name in ["First", "Second"] {
        service::create(&backend, &ada, &typed(name)).await.unwrap();
    }
    let list = service::list(&backend, &ada, None).await.unwrap();
    let shown: Vec<_> = list.products.iter().map(|it| (it.name.as_str(), it.status)).collect();
    assert_eq!(shown, [("Second", ProductStatus::Draft), ("First", ProductStatus::Draft)]);
    assert_eq!((list.next, list.products[0].category.as_str()), (None, "Bowls"));
    let after = list.products[0].id.0.to_string();
    assert_eq!(service::list(&backend, &ada, Some(&after)).await.unwrap().products.len(), 1);
    assert!(service::list(&backend, &eve, None).await.unwrap().products.is_empty());
    assert_eq!(service::list(&backend, &ada, Some("x")).await.unwrap_err().status(), 404);
}

#[sqlx::test]
async fn what_cannot_be_taken_is_said_by_field_and_changes_nothing(pool: PgPool) {
    let backend = backend(pool.clone());
    shelf(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    let id = service::create(&backend, &ada, &typed("Soup bowl")).await.unwrap();
    let before = everything(&pool).await;
    let good = edited(&backend, &ada, id).await;
    for (field, value, message) in [
        ("name", "", "This field is required"),
        ("price", "0", "Price must be positive"),
        ("category", "", "Choose a category"),
        ("category", "no-such", "Category not found"),
        ("version", "x", "Open the form again: it does not say what it was filled in from"),
        ("seen_stock", "", "Open the form again: it does not say what it was filled in from"),
    ] {
        let mut form = good.clone();
        value.clone_into(form.field_mut(field).unwrap());
        let refused = service::update(&backend, &ada, id, &form).await.unwrap_err();
        let AppError::Validation(errors) = refused else { panic!("{refused}") };
        let field = if ["version", "seen_stock"].contains(&field) { "__all__" } else { field };
        assert_eq!(errors.first(field), Some(message));
    }
    let twice = service::create(&backend, &ada, &typed("soup BOWL")).await.unwrap_err();
    assert_eq!(twice, AppError::field("name", "Product with this name already exists in category"));
    assert_eq!(everything(&pool).await, before);
}

#[sqlx::test]
async fn who_saves_second_sees_both_sides_and_what_is_chosen_is_saved(pool: PgPool) {
    let backend = backend(pool.clone());
    shelf(&backend).await;
    let (ada, root) = (signed_in(&backend, "ada").await, superuser(&backend, "root").await);
    let id = service::create(&backend, &ada, &typed("Soup bowl")).await.unwrap();
    let opened = edited(&backend, &ada, id).await;

    let faster = OwnForm { price: "30".to_owned(), stock: "10".to_owned(), ..opened.clone() };
    assert_eq!(service::update(&backend, &ada, id, &faster).await, Ok(Saved::Done));
    change::set_featured(&backend, &root, id, true).await.unwrap();
    let before = everything(&pool).await;
    let slower = OwnForm {
        price: "26".to_owned(),
        stock: "4".to_owned(),
        description: "By hand.\r\nTwice.".to_owned(),
        ..opened
    };
    let Saved::Stale(both) = service::update(&backend, &ada, id, &slower).await.unwrap() else {
        panic!("it was saved")
    };
    assert_eq!(everything(&pool).await, before);
    let differences = [
        ("price", "Price", "26.00", "30.00"),
        // One more was meant, on top of what there is now.
        ("stock", "Stock", "11", "10"),
        ("description", "Description", "By hand.\nTwice.", ""),
    ];
    assert_eq!(both.differences(), differences);

    let chosen = OwnForm { price: both.theirs.price.clone(), ..both.mine };
    assert_eq!(service::update(&backend, &ada, id, &chosen).await, Ok(Saved::Done));
    let now = edited(&backend, &ada, id).await;
    assert_eq!((now.price.as_str(), now.stock.as_str()), ("30.00", "11"));
    assert_eq!(now.description, "By hand.\nTwice.");
    let featured: bool = sqlx::query_scalar("select is_featured from products where id = $1")
        .bind(id.0)
        .fetch_one(&pool)
        .await
        .unwrap();
    assert!(featured, "an owner's edit takes nothing off the first page");
}

#[sqlx::test]
async fn what_was_changed_since_it_was_seen_is_not_deleted(pool: PgPool) {
    let backend = backend(pool.clone());
    shelf(&backend).await;
    let (ada, root) = (signed_in(&backend, "ada").await, superuser(&backend, "root").await);
    let id = service::create(&backend, &ada, &typed("Soup bowl")).await.unwrap();
    let opened = edited(&backend, &ada, id).await.version;
    change::set_status(&backend, &root, id, ProductStatus::Published).await.unwrap();
    let before = everything(&pool).await;
    for version in [opened.as_str(), "", "x"] {
        let refused = service::delete(&backend, &ada, id, version).await.unwrap_err();
        assert!(refused.to_string().contains("changed since you opened this page"), "{refused}");
    }
    let present = edited(&backend, &ada, id).await.version;
    for other in [signed_in(&backend, "eve").await, staff(&backend, "stan", &[may(Action::Change)]).await] {
        assert_eq!(service::delete(&backend, &other, id, &present).await, Err(AppError::Forbidden));
    }
    assert_eq!(everything(&pool).await, before);
    let deleted = "select count(*) from products where deleted_at is not null";
    let count = || sqlx::query_scalar::<_, i64>(deleted).fetch_one(&pool);
    assert_eq!(count().await.unwrap(), 0);
    service::delete(&backend, &ada, id, &present).await.unwrap();
    assert_eq!(count().await.unwrap(), 1);
    let gone = service::delete(&backend, &ada, id, &present).await;
    assert_eq!(gone, Err(AppError::NotFound("Product".to_owned())));
}
