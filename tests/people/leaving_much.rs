//! Who made more than a request can take the name from is gone at once all the same, and the row later (SPEC U1).

use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;
use vitrine::accounts::model::UserId;
use vitrine::accounts::testing::{PASSWORD, account, client, email, superuser};
use vitrine::accounts::token::service::{KeyRing, obtain, refresh};
use vitrine::accounts::user::admin::USERS;
use vitrine::accounts::user::leaving::Erase;
use vitrine::accounts::user::{directory, staff};
use vitrine::error::AppError;
use vitrine::infra::queue::Job as _;
use vitrine::infra::testing;
use vitrine::listing::ListQuery;
use vitrine::reviews::model::{FORMER_CUSTOMER, ReviewList};

use super::client::Browser;
use super::leaving::traces_of;
use super::scheduled::{THE_CLOCK_IS_SET, let_two_days_pass, work_until};
use super::shop::{DEVICE, Shop, sign_in, who};

/// With the movements of their stock as many as one request takes.
const AT_ONCE: i32 = 500;
const USERS_LEFT: &str = "select count(*) from users";
const NOBODY_IS_LEFT: &str = "select not exists (select from users)";

/// Somebody new who has published so many products.
async fn seller(shop: &Shop, products: i32) -> (Uuid, Browser) {
    let (id, browser) = shop.newcomer("countess").await;
    let mut transaction = shop.pool.begin().await.unwrap();
    sqlx::query("select set_config('vitrine.actor', $1::uuid::text, true)")
        .bind(id)
        .execute(&mut *transaction)
        .await
        .unwrap();
    sqlx::query(
        "insert into products (name, slug, price, category_id, status, stock, created_by)
         select 'Lamp ' || n, 'lamp-' || n, 9, c.id, 'published', 1, $1
         from generate_series(1, $2::int) n cross join categories c",
    )
    .bind(id)
    .bind(products)
    .execute(&mut *transaction)
    .await
    .unwrap();
    transaction.commit().await.unwrap();
    (id, browser)
}

async fn leave(browser: &mut Browser) {
    let gone = browser.call("/fn/delete-account", &[("form[password]", PASSWORD)]).await;
    assert_eq!(gone.status, 200, "{gone:?}");
    assert!(browser.jar.keys().eq([DEVICE]), "{:?}", browser.jar);
    assert_eq!(who(browser).await, None);
}

/// A shop where somebody has just left who had published one product too many.
async fn shop_somebody_left(pool: PgPool) -> Shop {
    let shop = Shop::open(pool).await;
    shop.stock(&[]).await;
    let (_, mut countess) = seller(&shop, AT_ONCE + 1).await;
    leave(&mut countess).await;
    assert_eq!(shop.count(USERS_LEFT).await, 1, "the row waits for the job");
    shop
}

/// All products are there, as drafts of nobody, and so is the ledger.
async fn products_are_nobodys(shop: &Shop, products: i32) {
    for statement in [
        "select count(*) from products where created_by is null and status = 'draft'",
        "select count(*) from stock_movements where actor_id is null",
    ] {
        assert_eq!(shop.count(statement).await, i64::from(products), "{statement}");
    }
}

#[sqlx::test]
async fn who_made_as_much_as_a_request_takes_is_gone_with_the_row(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&[]).await;
    let (_, mut countess) = seller(&shop, AT_ONCE).await;
    leave(&mut countess).await;
    assert_eq!(shop.count(USERS_LEFT).await, 0);
    products_are_nobodys(&shop, AT_ONCE).await;
}

#[sqlx::test]
async fn who_made_more_is_gone_for_everybody_before_the_row_is(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe"]).await;
    let (id, mut countess) = seller(&shop, AT_ONCE + 1).await;
    let elsewhere = shop.signed_in("countess").await;
    let ring = KeyRing::new();
    let pair = obtain(&shop.backend, &ring, &client(), &email("countess"), PASSWORD).await.unwrap();
    let review = [("slug", "globe"), ("rating", "4"), ("title", "Warm light"), ("body", "It stays.")];
    assert_eq!(countess.call("/fn/save-review", &review).await.status, 200);
    assert_eq!(countess.call("/fn/keep", &[("slug", "globe")]).await.status, 200);
    let profile = [
        ("form[username]", "countess"),
        ("form[first_name]", "Augusta"),
        ("form[phone]", "+49 30 1234567"),
        ("form[address]", "Secret Street 1"),
    ];
    assert_eq!(countess.call("/fn/update-profile", &profile).await.status, 200);
    let root = superuser(&shop.backend, "root").await;
    leave(&mut countess).await;
    assert_eq!(shop.count(USERS_LEFT).await, 2, "the row waits for the job");

    assert_eq!(who(&elsewhere).await, None);
    assert!(refresh(&shop.backend, &ring, &pair.refresh).await.is_err());
    assert_eq!(sign_in(&mut shop.browser(), &email("countess"), PASSWORD).await.status, 400);
    let list: ReviewList = shop.browser().ask("/fn/reviews", &[("slug", "globe")]).await.value();
    let authors: Vec<&str> = list.reviews.iter().map(|review| review.author.as_str()).collect();
    assert_eq!(authors, [FORMER_CUSTOMER]);
    let traces = traces_of(&pool, &["countess", "Augusta", "+49 30 1234567", "Secret Street"]).await;
    assert!(traces.is_empty(), "{traces:?}");

    // Staff neither see the row nor open the account again.
    let (users, count, _) = directory::list(&shop.backend, root.user(), 1, 20).await.unwrap();
    let names: Vec<&str> = users.iter().map(|user| user.me.username.as_str()).collect();
    assert_eq!((names, count), (vec!["root"], 1));
    let page = staff::list(&shop.backend, &root, &ListQuery::parse(&USERS, "")).await.unwrap();
    let names: Vec<&str> = page.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["root"]);
    assert!(staff::find(&shop.backend, &root, &id.to_string(), 20).await.unwrap().is_empty());
    let not_found = AppError::NotFound("User".to_owned());
    let form = staff::form(&shop.backend, &root, Some(&id.to_string())).await;
    assert_eq!(form.err(), Some(not_found.clone()));
    let view = directory::by_id(&shop.backend, root.user(), UserId(id)).await;
    assert_eq!(view.err(), Some(not_found));
    let mut connection = pool.acquire().await.unwrap();
    let acted = staff::act(&mut connection, &root, "activate", "", &[id]).await.unwrap();
    assert_eq!((acted.done, acted.problems), (0, vec!["1 user is not there any more".to_owned()]));

    // The name and the address are free again.
    account(&shop.backend, "countess").await;
    assert_eq!(who(&shop.signed_in("countess").await).await, Some(email("countess")));
}

#[sqlx::test]
async fn a_job_deletes_the_row_and_does_no_harm_another_time(pool: PgPool) {
    let shop = shop_somebody_left(pool.clone()).await;
    work_until(&pool, NOBODY_IS_LEFT).await;
    products_are_nobodys(&shop, AT_ONCE + 1).await;
    let (_, ada) = shop.newcomer("ada").await;
    Erase {}.run(shop.backend.clone()).await.unwrap();
    assert_eq!(who(&ada).await, Some(email("ada")));
}

#[sqlx::test]
async fn a_row_whose_job_was_lost_goes_with_the_clock(pool: PgPool) {
    let shop = shop_somebody_left(pool.clone()).await;
    sqlx::query("delete from graphile_worker._private_jobs").execute(&pool).await.unwrap();
    work_until(&pool, THE_CLOCK_IS_SET).await;
    let_two_days_pass(&pool).await;
    work_until(&pool, NOBODY_IS_LEFT).await;
    products_are_nobodys(&shop, AT_ONCE + 1).await;
}

#[sqlx::test]
async fn the_job_takes_longer_than_a_request_may(pool: PgPool) {
    let shop = shop_somebody_left(pool.clone()).await;
    sqlx::raw_sql(
        "create function slowly() returns trigger language plpgsql
         as $$ begin perform pg_sleep(1.5); return old; end $$;
         create trigger slowly before delete on users for each row execute function slowly()",
    )
    .execute(&pool)
    .await
    .unwrap();
    let options = (*pool.connect_options()).clone().options([("statement_timeout", "1s")]);
    let limited = PgPoolOptions::new().max_connections(2).connect_with(options).await.unwrap();
    Erase {}.run(testing::backend(limited)).await.unwrap();
    assert_eq!(shop.count(USERS_LEFT).await, 0);
}
