//! The pictures of a creator's own product: who may put them in order, and how many there may be (SPEC W12, D7, S2).

use futures::future::join_all;
use sqlx::PgPool;
use uuid::Uuid;
use vitrine::accounts::caller::{User, Visitor};
use vitrine::accounts::model::{Action, Kind, Permission};
use vitrine::accounts::testing::{signed_in, superuser};
use vitrine::accounts::throttle::PICTURES_BY_USER;
use vitrine::catalog::image::service::NotTaken;
use vitrine::catalog::product::change;
use vitrine::catalog::product::model::{ProductId, ProductStatus};
use vitrine::catalog::product::own::pictures::{self, Way};
use vitrine::catalog::product::own::{OwnForm, service};
use vitrine::catalog::product::staff::images::MOST;
use vitrine::error::AppError;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;

use super::{category, may, staff};

/// Two by two pixels of grey.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x02\x08\0\0\0\0\x57\xdd\x52\xf8\
    \0\0\0\x0eIDAT\x78\xda\x63\xd0\x38\xc1\xa0\x71\x02\0\x05\x06\x01\xe1\x11\x75\xab\x41\0\0\0\0IEND\xae\x42\x60\x82";

/// A draft in the category `lamps`.
async fn draft(backend: &Backend, owner: &User, name: &str) -> ProductId {
    let form = OwnForm {
        name: name.to_owned(),
        category: "lamps".to_owned(),
        price: "24.50".to_owned(),
        stock: "3".to_owned(),
        ..OwnForm::default()
    };
    service::create(backend, owner, &form).await.unwrap()
}

/// Hangs pictures on a product that has none; answers them in their order.
async fn hang(pool: &PgPool, product: ProductId, count: usize) -> Vec<Uuid> {
    sqlx::query(
        "insert into product_images (product_id, file, position, width, height)
         select $1, 'demo/picture-' || n, n, 400, 500 from generate_series(0, $2::int - 1) n",
    )
    .bind(product.0)
    .bind(i32::try_from(count).unwrap())
    .execute(pool)
    .await
    .unwrap();
    order(pool, product).await
}

/// The pictures of a product in their order.
async fn order(pool: &PgPool, product: ProductId) -> Vec<Uuid> {
    sqlx::query_scalar("select id from product_images where product_id = $1 order by position")
        .bind(product.0)
        .fetch_all(pool)
        .await
        .unwrap()
}

#[sqlx::test]
async fn pictures_are_put_in_order_by_their_owner_and_by_staff_who_may(pool: PgPool) {
    let backend = backend(pool.clone());
    category(&backend, "Lamps", None).await.unwrap();
    let owner = signed_in(&backend, "ada").await;
    let root = superuser(&backend, "root").await;
    let id = draft(&backend, &owner, "Globe").await;
    hang(&pool, id, 3).await;
    let (of_product, of_pictures) = (may(Action::Change), Permission::new(Action::Change, Kind::Image));
    let askers = [
        ("visitor", Visitor::default().into_user()),
        ("other user", Ok(signed_in(&backend, "eve").await)),
        ("staff without a permission", Ok(staff(&backend, "sam", &[]).await)),
        ("staff with that for products", Ok(staff(&backend, "sue", &[of_product]).await)),
        ("staff with that for pictures", Ok(staff(&backend, "syd", &[of_pictures]).await)),
        ("staff with both", Ok(staff(&backend, "stan", &[of_product, of_pictures]).await)),
        ("superuser", Ok(root.user().clone())),
        ("owner", Ok(owner.clone())),
    ];
    for status in [ProductStatus::Draft, ProductStatus::Published] {
        change::set_status(&backend, &root, id, status).await.unwrap();
        for (name, asker) in &askers {
            let before = order(&pool, id).await;
            let moved = vec![before[1], before[0], before[2]];
            let answer = match asker {
                Ok(user) => pictures::shift(&backend, user, id, before[1], Way::Up).await,
                Err(refusal) => Err(refusal.clone()),
            };
            let expected = match (*name, status) {
                ("visitor", _) => Err(AppError::Unauthorized),
                ("other user", ProductStatus::Draft) => Err(AppError::NotFound("Product".to_owned())),
                ("staff with both" | "superuser" | "owner", _) => Ok(true),
                _ => Err(AppError::Forbidden),
            };
            assert_eq!(answer, expected, "{name}");
            let now = order(&pool, id).await;
            assert_eq!(now, if expected.is_ok() { moved } else { before }, "{name}");
        }
    }
}

#[sqlx::test]
async fn a_picture_moves_by_one_place_and_stays_at_either_end(pool: PgPool) {
    let backend = backend(pool.clone());
    category(&backend, "Lamps", None).await.unwrap();
    let owner = signed_in(&backend, "ada").await;
    let id = draft(&backend, &owner, "Globe").await;
    let [a, b, c] = <[Uuid; 3]>::try_from(hang(&pool, id, 3).await).unwrap();
    for (picture, way, now) in [
        (a, Way::Up, [a, b, c]),
        (a, Way::Down, [b, a, c]),
        (c, Way::Down, [b, a, c]),
        (c, Way::Up, [b, c, a]),
        (c, Way::Up, [c, b, a]),
    ] {
        let before = order(&pool, id).await;
        let is_moved = pictures::shift(&backend, &owner, id, picture, way).await.unwrap();
        assert_eq!(order(&pool, id).await, now, "{way:?}");
        assert_eq!(is_moved, before != now, "{way:?}");
    }
    let shown = pictures::list(&backend, &owner, id).await.unwrap().pictures;
    assert_eq!(shown.iter().map(|picture| picture.id).collect::<Vec<_>>(), [c, b, a]);
    // The place of one that was removed is nobody's.
    pictures::remove(&backend, &owner, id, b).await.unwrap();
    pictures::shift(&backend, &owner, id, a, Way::Up).await.unwrap();
    assert_eq!(order(&pool, id).await, [a, c]);

    let other = draft(&backend, &owner, "Moon").await;
    let elsewhere = hang(&pool, other, 1).await[0];
    for picture in [b, elsewhere, Uuid::nil()] {
        let refused = pictures::shift(&backend, &owner, id, picture, Way::Down).await;
        assert_eq!(refused, Err(AppError::NotFound("Picture".to_owned())));
    }
    assert_eq!(order(&pool, id).await, [a, c]);
}

#[sqlx::test]
async fn a_product_has_at_most_so_many_pictures_also_when_two_come_at_once(pool: PgPool) {
    let backend = backend(pool.clone());
    category(&backend, "Lamps", None).await.unwrap();
    let owner = signed_in(&backend, "ada").await;
    let id = draft(&backend, &owner, "Globe").await;
    let hung = hang(&pool, id, MOST - 1).await;
    let is_full = |outcome: &Result<(), NotTaken>| match outcome {
        Err(NotTaken::Refused(AppError::Conflict(words))) => words.contains(&MOST.to_string()),
        _ => false,
    };
    let uploads = (0..2).map(|_| pictures::add(&backend, &owner, id, PNG.to_vec()));
    let outcomes = join_all(uploads).await;
    let taken = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let refused = outcomes.iter().filter(|outcome| is_full(outcome)).count();
    assert_eq!((taken, refused), (1, 1), "{outcomes:?}");
    let full = order(&pool, id).await;
    assert_eq!(full.len(), MOST);
    assert!(is_full(&pictures::add(&backend, &owner, id, PNG.to_vec()).await));
    assert_eq!(order(&pool, id).await, full);

    pictures::remove(&backend, &owner, id, hung[0]).await.unwrap();
    pictures::add(&backend, &owner, id, PNG.to_vec()).await.unwrap();
    let now = order(&pool, id).await;
    assert_eq!((now.len(), &now[..MOST - 1]), (MOST, &full[1..]), "it hangs behind the others");
}

#[sqlx::test]
async fn one_user_sends_so_many_pictures_in_an_hour_and_another_is_not_held_back(pool: PgPool) {
    let backend = backend(pool.clone());
    category(&backend, "Lamps", None).await.unwrap();
    let (ada, eve) = (signed_in(&backend, "ada").await, signed_in(&backend, "eve").await);
    let globe = draft(&backend, &ada, "Globe").await;
    let moon = draft(&backend, &ada, "Moon").await;
    // What may not be done at all is not counted.
    for _ in 0..PICTURES_BY_USER.tries {
        let refused = pictures::may_add(&backend, &eve, globe).await;
        assert_eq!(refused, Err(AppError::NotFound("Product".to_owned())));
    }
    for number in 0..PICTURES_BY_USER.tries {
        let product = if number % 2 == 0 { globe } else { moon };
        pictures::may_add(&backend, &ada, product).await.unwrap();
    }
    for product in [globe, moon] {
        let Err(AppError::Throttled { retry_after_seconds }) =
            pictures::may_add(&backend, &ada, product).await
        else {
            panic!("one more was let through")
        };
        let longest = u32::try_from(PICTURES_BY_USER.seconds).unwrap();
        assert!((1..=longest).contains(&retry_after_seconds), "{retry_after_seconds}");
    }
    let sun = draft(&backend, &eve, "Sun").await;
    pictures::may_add(&backend, &eve, sun).await.unwrap();

    sqlx::query("update throttles set window_ends_at = now()").execute(&pool).await.unwrap();
    pictures::may_add(&backend, &ada, globe).await.unwrap();
}
