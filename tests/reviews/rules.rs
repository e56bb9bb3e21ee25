//! Writing, changing, deleting and listing reviews (SPEC D8, W3, W6).

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use vitrine::accounts::testing::{signed_in, superuser};
use vitrine::catalog::product::change;
use vitrine::catalog::product::model::{ProductStatus, Rating};
use vitrine::catalog::product::service as products;
use vitrine::error::AppError;
use vitrine::infra::testing::backend;
use vitrine::reviews::input::ReviewForm;
use vitrine::reviews::model::{FORMER_CUSTOMER, ReviewStatus};
use vitrine::reviews::service;

use super::{everything, globe, shown, truth, typed};

#[sqlx::test]
async fn a_review_is_shown_and_counted_at_once(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    let form = ReviewForm { body: "First.\r\nSecond.".to_owned(), ..typed(4, " Warm light ") };
    let own = service::save(&backend, &ada, "globe", &form).await.unwrap();
    assert_eq!((own.rating, own.status), (4, ReviewStatus::Approved));

    let list = service::list(&backend, "globe", None).await.unwrap();
    assert_eq!(list.rating, Rating { count: 1, hundredths: 400 });
    assert_eq!((list.distribution.stars, list.next), ([0, 0, 0, 1, 0], None));
    let review = &list.reviews[0];
    assert_eq!((review.id, review.author.as_str(), review.title.as_str()), (own.id, "ada", "Warm light"));
    assert_eq!(review.body, "First.\nSecond.");
    assert!(!review.is_edited && !review.is_verified);
    assert_eq!(shown(&pool, id).await, (1, "4.00".to_owned()));
    assert_eq!(service::own(&backend, &ada, "globe").await.unwrap(), Some(own));
}

#[sqlx::test]
async fn a_user_has_one_review_of_a_product(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    let first = service::save(&backend, &ada, "globe", &typed(2, "Too dim")).await.unwrap();
    let saved = service::save(&backend, &ada, "globe", &typed(5, "Found the switch")).await.unwrap();
    assert_eq!((saved.id, saved.rating), (first.id, 5));
    assert_eq!((everything(&pool).await.len(), shown(&pool, id).await), (1, (1, "5.00".to_owned())));
}

#[sqlx::test]
async fn a_review_says_that_it_was_edited_when_it_was(pool: PgPool) {
    let backend = backend(pool);
    globe(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    let is_edited = async || service::list(&backend, "globe", None).await.unwrap().reviews[0].is_edited;
    service::save(&backend, &ada, "globe", &typed(4, "Warm light")).await.unwrap();
    service::save(&backend, &ada, "globe", &typed(4, " Warm light ")).await.unwrap();
    assert!(!is_edited().await, "nothing changed");
    service::save(&backend, &ada, "globe", &typed(4, "Very warm light")).await.unwrap();
    assert!(is_edited().await);
}

#[sqlx::test]
async fn what_cannot_be_taken_changes_nothing(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    let (ada, bob) = (signed_in(&backend, "ada").await, signed_in(&backend, "bob").await);
    service::save(&backend, &ada, "globe", &typed(4, "Warm light")).await.unwrap();
    let before = everything(&pool).await;
    let bad = ReviewForm { rating: "6".to_owned(), title: String::new(), body: "a".repeat(5_001) };
    // The first has written one already, the second has not.
    for user in [&ada, &bob] {
        let answer = service::save(&backend, user, "globe", &bad).await;
        let Err(AppError::Validation(errors)) = answer else { panic!("it was taken") };
        assert_eq!(errors.0.keys().collect::<Vec<_>>(), ["body", "rating", "title"]);
    }
    assert_eq!((everything(&pool).await, shown(&pool, id).await), (before, (1, "4.00".to_owned())));
}

#[sqlx::test]
async fn only_published_products_are_reviewed_and_ones_own_review_can_always_go(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    let own = service::save(&backend, &ada, "globe", &typed(4, "Warm light")).await.unwrap();
    let root = superuser(&backend, "root").await;
    change::set_status(&backend, &root, id, ProductStatus::Archived).await.unwrap();
    assert_eq!(service::own(&backend, &ada, "globe").await.unwrap().as_ref(), Some(&own));
    let no_product = AppError::NotFound("Product".to_owned());
    for slug in ["globe", "moon", "No Slug", "", "glo\0be"] {
        assert_eq!(
            service::save(&backend, &ada, slug, &typed(1, "No")).await.unwrap_err(),
            no_product,
            "{slug}"
        );
        assert_eq!(service::list(&backend, slug, None).await.unwrap_err(), no_product, "{slug}");
    }
    service::delete(&backend, &ada, own.id).await.unwrap();
    assert_eq!((everything(&pool).await.len(), shown(&pool, id).await), (0, (0, "0.00".to_owned())));
    let again = service::delete(&backend, &ada, own.id).await;
    assert_eq!(again, Err(AppError::NotFound("Review".to_owned())));
}

#[sqlx::test]
async fn a_slug_of_before_finds_one_s_own_review_and_writes_it(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    let (ada, bob) = (signed_in(&backend, "ada").await, signed_in(&backend, "bob").await);
    let own = service::save(&backend, &ada, "globe", &typed(4, "Warm light")).await.unwrap();
    sqlx::query("update products set slug = 'moon'").execute(&pool).await.unwrap();
    sqlx::query("insert into product_slug_redirects (slug, product_id) values ('globe', $1)")
        .bind(id.0)
        .execute(&pool)
        .await
        .unwrap();
    for slug in ["globe", "moon"] {
        assert_eq!(service::own(&backend, &ada, slug).await.unwrap().as_ref(), Some(&own), "{slug}");
        assert_eq!(service::own(&backend, &bob, slug).await.unwrap(), None, "{slug}");
    }
    let again = service::save(&backend, &ada, "globe", &typed(2, "Too dim")).await.unwrap();
    assert_eq!((again.id, shown(&pool, id).await), (own.id, (1, "2.00".to_owned())));
    let root = superuser(&backend, "root").await;
    change::delete(&backend, &root, id).await.unwrap();
    for slug in ["globe", "moon"] {
        assert_eq!(service::own(&backend, &ada, slug).await.unwrap().as_ref(), Some(&again), "{slug}");
        let refused = service::save(&backend, &ada, slug, &typed(1, "No")).await.unwrap_err();
        assert_eq!(refused, AppError::NotFound("Product".to_owned()), "{slug}");
    }
}

#[sqlx::test]
async fn reviews_come_newest_first_ten_at_a_time_and_each_once(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    // Some of them were written at the same moment.
    sqlx::query(
        "insert into reviews (product_id, rating, title, created_at)
         select $1, 1 + n % 5, n::text, timestamptz '2026-01-01 12:00Z' + n / 4 * interval '1 day'
         from generate_series(1, 23) as n",
    )
    .bind(id.0)
    .execute(&pool)
    .await
    .unwrap();
    let (mut titles, mut days, mut pages) = (Vec::new(), Vec::new(), Vec::new());
    let mut after: Option<String> = None;
    loop {
        let list = service::list(&backend, "globe", after.as_deref()).await.unwrap();
        assert_eq!((list.rating.count, list.distribution.stars), (23, [4, 5, 5, 5, 4]));
        pages.push(list.reviews.len());
        for review in list.reviews {
            titles.push(review.title.parse::<u32>().unwrap());
            days.push(review.written_on);
        }
        after = list.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(pages, [10, 10, 3]);
    assert!(days.is_sorted_by(|newer, older| newer >= older));
    assert_eq!((days[0].as_str(), days[22].as_str()), ("2026-01-06", "2026-01-01"));
    titles.sort_unstable();
    assert_eq!(titles, (1..=23).collect::<Vec<_>>());
    let nowhere = service::list(&backend, "globe", Some("elsewhere")).await;
    assert_eq!(nowhere.unwrap_err(), AppError::NotFound("Page".to_owned()));
}

#[sqlx::test]
async fn the_first_page_that_comes_with_its_product_is_the_first_page(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    let with_product = async || {
        let (_, said) = products::by_slug_with(&backend, "globe", service::FIRST_PAGE).await.unwrap();
        service::read_first_page(&said.unwrap()).unwrap()
    };
    assert_eq!(with_product().await, service::list(&backend, "globe", None).await.unwrap());
    let ada = signed_in(&backend, "ada").await;
    service::save(&backend, &ada, "globe", &typed(4, "„Warm“ <light>")).await.unwrap();
    service::save(&backend, &ada, "globe", &typed(3, "\\ \"warm\"\t")).await.unwrap();
    assert_eq!(with_product().await, service::list(&backend, "globe", None).await.unwrap());
    sqlx::query(
        "insert into reviews (product_id, rating, title, created_at, status)
         select $1, 1 + n % 5, n::text, timestamptz '2026-01-01 12:00:00.123456Z' + n / 4 * interval '1 day',
                case when n % 6 = 0 then 'pending' else 'approved' end::review_status
         from generate_series(1, 23) as n",
    )
    .bind(id.0)
    .execute(&pool)
    .await
    .unwrap();
    let (first, all) = (with_product().await, service::list(&backend, "globe", None).await.unwrap());
    assert_eq!((first.rating.count, first.reviews.len()), (21, 5));
    assert_eq!(
        (first.rating, first.distribution, &first.reviews[..]),
        (all.rating, all.distribution, &all.reviews[..5])
    );
    let rest = service::list(&backend, "globe", first.next.as_deref()).await.unwrap();
    assert_eq!(rest.reviews[..5], all.reviews[5..], "the link leads on to the sixth");
}

#[sqlx::test]
async fn a_review_that_is_not_approved_is_neither_seen_nor_counted(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    service::save(&backend, &ada, "globe", &typed(1, "Rude words")).await.unwrap();
    for status in ["pending", "rejected"] {
        sqlx::query("update reviews set status = $1::review_status")
            .bind(status)
            .execute(&pool)
            .await
            .unwrap();
        assert_eq!(service::recount(&backend).await.unwrap(), u64::from(status == "pending"));
        assert!(service::list(&backend, "globe", None).await.unwrap().reviews.is_empty());
        let own = service::own(&backend, &ada, "globe").await.unwrap().unwrap();
        assert_eq!(own.status.as_str(), status);
        // An edit does not approve it.
        let edited = service::save(&backend, &ada, "globe", &typed(5, status)).await.unwrap();
        assert_eq!((edited.status.as_str(), shown(&pool, id).await), (status, (0, "0.00".to_owned())));
    }
}

#[sqlx::test]
async fn a_deleted_account_leaves_its_reviews_without_a_name(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    let bob = signed_in(&backend, "bob").await;
    for user in [&ada, &bob] {
        service::save(&backend, user, "globe", &typed(4, "Warm light")).await.unwrap();
    }
    sqlx::query("delete from users").execute(&pool).await.unwrap();
    let list = service::list(&backend, "globe", None).await.unwrap();
    assert_eq!(list.reviews.len(), 2, "two without a writer stand beside each other");
    assert!(list.reviews.iter().all(|review| review.author == FORMER_CUSTOMER && !review.is_edited));
    assert_eq!(shown(&pool, id).await, truth(&pool, id).await);
    // Somebody whose account went a moment ago writes nothing more.
    let late = service::save(&backend, &ada, "globe", &typed(4, "Late")).await.unwrap_err();
    assert_eq!(late.to_string(), "Your account is no longer there");
    assert_eq!(everything(&pool).await.len(), 2);
}

#[sqlx::test]
async fn reviews_go_with_their_product(pool: PgPool) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    service::save(&backend, &ada, "globe", &typed(4, "Warm light")).await.unwrap();
    let root = superuser(&backend, "root").await;
    change::delete(&backend, &root, id).await.unwrap();
    assert_eq!(everything(&pool).await.len(), 1, "it can come back from the trash");
    change::erase(&backend, &root, id).await.unwrap();
    assert!(everything(&pool).await.is_empty());
}

#[sqlx::test]
async fn a_change_of_stars_is_told_to_every_program(pool: PgPool) {
    let backend = backend(pool.clone());
    globe(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    let mut listener = PgListener::connect_with(&pool).await.unwrap();
    listener.listen("vitrine_catalogue").await.unwrap();
    let own = service::save(&backend, &ada, "globe", &typed(4, "Warm light")).await.unwrap();
    service::save(&backend, &ada, "globe", &typed(3, "Warm light")).await.unwrap();
    service::save(&backend, &ada, "globe", &typed(3, "Other words")).await.unwrap();
    service::delete(&backend, &ada, own.id).await.unwrap();
    sqlx::query("select pg_notify('vitrine_catalogue', 'end')").execute(&pool).await.unwrap();
    let mut told = 0;
    while listener.recv().await.unwrap().payload() != "end" {
        told += 1;
    }
    assert_eq!(told, 3, "no list shows the words");
}
