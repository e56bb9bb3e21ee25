//! Notices of changes, by which every running program drops what it remembers of the catalogue.

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use vitrine::accounts::testing::superuser;
use vitrine::catalog::Actor;
use vitrine::catalog::image::service::StoredPicture;
use vitrine::catalog::product::change;
use vitrine::infra::testing::backend;

use super::{category, edit, form, product};

/// What was told since the last question; notices come in the order of their transactions.
async fn told(listener: &mut PgListener, pool: &PgPool) -> Vec<String> {
    sqlx::query("select pg_notify('vitrine_catalogue', 'end')").execute(pool).await.unwrap();
    let mut told = Vec::new();
    loop {
        let notice = listener.recv().await.unwrap();
        if notice.payload() == "end" {
            return told;
        }
        told.push(notice.payload().to_owned());
    }
}

async fn listen(pool: &PgPool) -> PgListener {
    let mut listener = PgListener::connect_with(pool).await.unwrap();
    listener.listen("vitrine_catalogue").await.unwrap();
    listener
}

#[sqlx::test]
async fn a_change_of_stock_is_told_only_when_the_last_piece_goes_or_the_first_one_comes(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98", 5).await;
    let mut listener = listen(&pool).await;
    for (quantity, expected) in [(-1, false), (4, false), (-8, true), (2, true), (1, false)] {
        change::change_stock(&backend, Actor::Operator, id, quantity, "test").await.unwrap();
        let told = told(&mut listener, &pool).await;
        assert_eq!(!told.is_empty(), expected, "{quantity}: {told:?}");
    }
}

#[sqlx::test]
async fn what_pages_show_is_told_and_what_they_hide_is_not(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98", 5).await;
    let root = superuser(&backend, "root").await;
    let mut listener = listen(&pool).await;
    let save = async |version: i32, price: &str| {
        edit(&backend, root.user(), id, (version, 5), &form("Globe", price, 5)).await.unwrap();
    };
    save(1, "98").await;
    assert!(told(&mut listener, &pool).await.is_empty(), "an edit that leaves everything as it was");
    save(2, "90").await;
    assert_eq!(told(&mut listener, &pool).await, ["products"]);

    let picture = StoredPicture { file: "products/globe".to_owned(), width: 4, height: 5 };
    let mut connection = pool.acquire().await.unwrap();
    change::add_pictures(&mut connection, id, &[(picture, String::new())]).await.unwrap();
    assert_eq!(told(&mut listener, &pool).await, ["product_images"]);

    let mut draft = form("Moon", "1", 1);
    draft.status = "draft".to_owned();
    let moon = change::create(&backend, Actor::Operator, &draft, lamps).await.unwrap();
    change::change_stock(&backend, Actor::Operator, moon, -1, "test").await.unwrap();
    assert!(told(&mut listener, &pool).await.is_empty(), "a draft");

    product(&backend, lamps, "Sun", "1", 1).await;
    assert_eq!(told(&mut listener, &pool).await, ["products"]);
    change::delete(&backend, &root, id).await.unwrap();
    assert_eq!(told(&mut listener, &pool).await, ["products"]);
    category(&backend, "Vases", None).await.unwrap();
    assert_eq!(told(&mut listener, &pool).await, ["categories"]);
}
