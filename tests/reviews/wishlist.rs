//! The wish list of users and of visitors (SPEC W7, U5).

use sqlx::PgPool;
use tower_sessions::Session;
use vitrine::accounts::caller::Visitor;
use vitrine::accounts::model::{Action, Kind, Permission};
use vitrine::accounts::session::Client;
use vitrine::accounts::testing::{account, caller, new_session, sign_in, signed_in, superuser};
use vitrine::accounts::throttle::WISHLIST_BY_ADDRESS;
use vitrine::catalog::product::change;
use vitrine::catalog::product::model::{ProductId, ProductStatus};
use vitrine::catalog::wishlist::model::{MOST_OF_USER, MOST_OF_VISITOR};
use vitrine::catalog::wishlist::service::{self, Keeper};
use vitrine::error::AppError;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;

use super::{category, product};

/// The published products `globe`, `moon` and `sun`.
async fn shop(backend: &Backend) -> [ProductId; 3] {
    let lamps = category(backend, "Lamps").await;
    [
        product(backend, lamps, "Globe").await,
        product(backend, lamps, "Moon").await,
        product(backend, lamps, "Sun").await,
    ]
}

async fn slugs(backend: &Backend, keeper: Keeper<'_>) -> Vec<String> {
    service::list(backend, keeper).await.unwrap().into_iter().map(|card| card.slug).collect()
}

async fn sessions(pool: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from sessions").fetch_one(pool).await.unwrap()
}

/// What the layer around the routes does at the end of a request; the session of the next one.
async fn next_request(backend: &Backend, session: &Session) -> Session {
    if session.is_modified() {
        session.save().await.unwrap();
    }
    new_session(backend, session.id())
}

/// Everything that every keeper of a list must see alike.
async fn keeps_and_drops(backend: &Backend, keeper: Keeper<'_>, moon: ProductId) {
    assert!(slugs(backend, keeper).await.is_empty());
    for slug in ["globe", "moon", "globe"] {
        service::add(backend, keeper, slug).await.unwrap();
    }
    assert_eq!(slugs(backend, keeper).await, ["moon", "globe"], "the last kept first, each once");
    assert!(service::contains(backend, keeper, "moon").await.unwrap());
    assert!(!service::contains(backend, keeper, "sun").await.unwrap());

    let root = superuser(backend, "root").await;
    change::set_status(backend, &root, moon, ProductStatus::Archived).await.unwrap();
    assert_eq!(slugs(backend, keeper).await, ["globe"], "what left the shop is not shown");
    change::set_status(backend, &root, moon, ProductStatus::Published).await.unwrap();
    assert_eq!(slugs(backend, keeper).await, ["moon", "globe"], "and is shown again when it comes back");

    for slug in ["globe", "globe", "sun", "nowhere"] {
        service::remove(backend, keeper, slug).await.unwrap();
    }
    assert_eq!(slugs(backend, keeper).await, ["moon"]);
    change::set_status(backend, &root, moon, ProductStatus::Draft).await.unwrap();
    service::remove(backend, keeper, "moon").await.unwrap();
    let no_product = Err(AppError::NotFound("Product".to_owned()));
    for slug in ["moon", "nowhere", "No Slug", ""] {
        assert_eq!(service::add(backend, keeper, slug).await, no_product, "{slug}");
    }
    change::set_status(backend, &root, moon, ProductStatus::Published).await.unwrap();
    assert!(slugs(backend, keeper).await.is_empty());
}

#[sqlx::test]
async fn a_user_keeps_and_drops_products(pool: PgPool) {
    let backend = backend(pool);
    let [_, moon, _] = shop(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    keeps_and_drops(&backend, Keeper::User(&ada), moon).await;
}

#[sqlx::test]
async fn a_visitor_keeps_and_drops_products(pool: PgPool) {
    let backend = backend(pool);
    let [_, moon, _] = shop(&backend).await;
    keeps_and_drops(&backend, Keeper::Visitor(&new_session(&backend, None), &Client::default()), moon).await;
}

#[sqlx::test]
async fn a_visitor_has_no_session_until_something_is_kept(pool: PgPool) {
    let backend = backend(pool.clone());
    shop(&backend).await;
    let looking = new_session(&backend, None);
    let visitor = Keeper::Visitor(&looking, &Client::default());
    assert!(slugs(&backend, visitor).await.is_empty());
    assert!(!service::contains(&backend, visitor, "globe").await.unwrap());
    service::remove(&backend, visitor, "globe").await.unwrap();
    service::add(&backend, visitor, "nowhere").await.unwrap_err();
    assert!(!looking.is_modified());
    let keeping = next_request(&backend, &looking).await;
    assert_eq!((keeping.id(), sessions(&pool).await), (None, 0));

    service::add(&backend, Keeper::Visitor(&keeping, &Client::default()), "globe").await.unwrap();
    let coming_back = next_request(&backend, &keeping).await;
    assert_eq!(sessions(&pool).await, 1);
    assert_eq!(slugs(&backend, Keeper::Visitor(&coming_back, &Client::default())).await, ["globe"]);
    service::add(&backend, Keeper::Visitor(&coming_back, &Client::default()), "globe").await.unwrap();
    assert!(!coming_back.is_modified(), "it was kept already");
}

#[sqlx::test]
async fn both_lists_come_together_at_sign_in(pool: PgPool) {
    let backend = backend(pool.clone());
    shop(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    for slug in ["moon", "globe"] {
        service::add(&backend, Keeper::User(&ada), slug).await.unwrap();
    }
    let session = new_session(&backend, None);
    for slug in ["globe", "sun"] {
        service::add(&backend, Keeper::Visitor(&session, &Client::default()), slug).await.unwrap();
    }
    let session = next_request(&backend, &session).await;
    sign_in(&backend, &session, "ada").await.unwrap();
    for _ in 0..2 {
        service::bring_along(&backend, &ada, &session).await.unwrap();
        assert_eq!(slugs(&backend, Keeper::User(&ada)).await, ["sun", "globe", "moon"]);
    }
    let session = next_request(&backend, &session).await;
    assert_eq!(caller(&backend, &session).await.id(), ada.id());
    assert!(
        slugs(&backend, Keeper::Visitor(&session, &Client::default())).await.is_empty(),
        "the session keeps it no longer"
    );
}

#[sqlx::test]
async fn what_is_erased_meanwhile_is_not_brought_along(pool: PgPool) {
    let backend = backend(pool);
    let [globe, ..] = shop(&backend).await;
    account(&backend, "ada").await;
    let session = new_session(&backend, None);
    for slug in ["globe", "sun"] {
        service::add(&backend, Keeper::Visitor(&session, &Client::default()), slug).await.unwrap();
    }
    let root = superuser(&backend, "root").await;
    change::delete(&backend, &root, globe).await.unwrap();
    change::erase(&backend, &root, globe).await.unwrap();
    assert_eq!(slugs(&backend, Keeper::Visitor(&session, &Client::default())).await, ["sun"]);
    sign_in(&backend, &session, "ada").await.unwrap();
    let user = caller(&backend, &session).await;
    service::bring_along(&backend, &user, &session).await.unwrap();
    assert_eq!(slugs(&backend, Keeper::User(&user)).await, ["sun"]);
}

#[sqlx::test]
async fn everybody_sees_and_changes_a_list_of_their_own(pool: PgPool) {
    let backend = backend(pool.clone());
    shop(&backend).await;
    let owner = signed_in(&backend, "ada").await;
    service::add(&backend, Keeper::User(&owner), "globe").await.unwrap();
    let other = signed_in(&backend, "eve").await;
    let staff = super::staff(&backend, "stan", &[Permission::new(Action::Delete, Kind::User)]).await;
    let session = new_session(&backend, None);
    let nobody = Visitor::default();
    for keeper in
        [Keeper::of(&nobody, &session, &Client::default()), Keeper::User(&other), Keeper::User(&staff)]
    {
        assert!(slugs(&backend, keeper).await.is_empty());
        assert!(!service::contains(&backend, keeper, "globe").await.unwrap());
        service::remove(&backend, keeper, "globe").await.unwrap();
        service::add(&backend, keeper, "moon").await.unwrap();
        assert_eq!(slugs(&backend, Keeper::User(&owner)).await, ["globe"]);
    }
}

#[sqlx::test]
async fn a_list_that_is_full_says_so_and_stays_as_it_is(pool: PgPool) {
    let backend = backend(pool.clone());
    let [_, moon, _] = shop(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    sqlx::query(
        "with many as (
             insert into products (name, slug, price, category_id, status)
             select 'Lamp ' || n, 'lamp-' || n, 1, category_id, 'published'
             from products cross join generate_series(1, $3) as n where id = $1
             returning id
         )
         insert into wishlist_items (user_id, product_id) select $2, id from many",
    )
    .bind(moon.0)
    .bind(ada.id().0)
    .bind(i32::try_from(MOST_OF_USER).unwrap())
    .execute(&pool)
    .await
    .unwrap();
    let session = new_session(&backend, None);
    for number in 1..=MOST_OF_VISITOR {
        service::add(&backend, Keeper::Visitor(&session, &Client::default()), &format!("lamp-{number}"))
            .await
            .unwrap();
    }
    for (keeper, most) in [
        (Keeper::User(&ada), usize::try_from(MOST_OF_USER).unwrap()),
        (Keeper::Visitor(&session, &Client::default()), MOST_OF_VISITOR),
    ] {
        let refusal = service::add(&backend, keeper, "moon").await.unwrap_err();
        assert_eq!(refusal, AppError::Conflict(format!("The wish list is full: it keeps {most} products")));
        service::add(&backend, keeper, "lamp-7").await.unwrap();
        assert_eq!(slugs(&backend, keeper).await.len(), most);
    }
    // What is brought along fills the list and no more.
    service::remove(&backend, Keeper::User(&ada), "lamp-500").await.unwrap();
    let [globe, moon, sun] = [id(&pool, "globe").await, moon, id(&pool, "sun").await];
    service::merge(&backend, &ada, &[globe, moon, sun]).await.unwrap();
    let kept = slugs(&backend, Keeper::User(&ada)).await;
    assert_eq!((kept.len(), kept[0].as_str()), (500, "globe"));
}

async fn id(pool: &PgPool, slug: &str) -> ProductId {
    ProductId(
        sqlx::query_scalar("select id from products where slug = $1")
            .bind(slug)
            .fetch_one(pool)
            .await
            .unwrap(),
    )
}

#[sqlx::test]
async fn a_second_click_at_the_same_moment_is_no_mistake(pool: PgPool) {
    let backend = backend(pool);
    shop(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    let clicks = (0..10).map(|_| service::add(&backend, Keeper::User(&ada), "globe"));
    for answer in futures::future::join_all(clicks).await {
        assert_eq!(answer, Ok(()));
    }
    assert_eq!(slugs(&backend, Keeper::User(&ada)).await, ["globe"]);
}

#[sqlx::test]
async fn one_address_cannot_fill_the_table_of_sessions(pool: PgPool) {
    let backend = backend(pool.clone());
    shop(&backend).await;
    let (one, other) = (client("203.0.113.7"), client("203.0.113.8"));
    let keep = async |client: &Client| {
        let session = new_session(&backend, None);
        let outcome = service::add(&backend, Keeper::Visitor(&session, client), "globe").await;
        next_request(&backend, &session).await;
        outcome
    };
    for _ in 0..WISHLIST_BY_ADDRESS.tries {
        keep(&one).await.unwrap();
    }
    assert!(matches!(keep(&one).await, Err(AppError::Throttled { .. })));
    assert_eq!(sessions(&pool).await, i64::from(WISHLIST_BY_ADDRESS.tries), "a refusal makes no session");
    keep(&other).await.unwrap();
}

#[sqlx::test]
async fn who_has_a_session_keeps_more_without_counting_again(pool: PgPool) {
    let backend = backend(pool.clone());
    shop(&backend).await;
    let client = client("203.0.113.7");
    let mut session = new_session(&backend, None);
    for _ in 0..WISHLIST_BY_ADDRESS.tries {
        for slug in ["globe", "moon"] {
            service::add(&backend, Keeper::Visitor(&session, &client), slug).await.unwrap();
            session = next_request(&backend, &session).await;
            service::remove(&backend, Keeper::Visitor(&session, &client), slug).await.unwrap();
        }
    }
}

fn client(address: &str) -> Client {
    Client::new(address.parse().ok(), "")
}
