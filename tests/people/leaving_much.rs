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
    shop_a_seller_left(pool, AT_ONCE + 1).await.0
}

/// A shop where somebody has just left who had published so many products, and whose row waits for the job.
async fn shop_a_seller_left(pool: PgPool, products: i32) -> (Shop, Uuid) {
    let shop = Shop::open(pool).await;
    shop.stock(&[]).await;
    let (id, mut countess) = seller(&shop, products).await;
    leave(&mut countess).await;
    assert_eq!(shop.count(USERS_LEFT).await, 1, "the row waits for the job");
    (shop, id)
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
    for statement in [
        "insert into saved_views (user_id, kind, name, query) values ($1, 'product', 'Drafts', 'status=draft')",
        "insert into import_uploads (user_id, file_name, options, report, content)
         values ($1, 'lamps.csv', '{}', '{}', 'name')",
    ] {
        sqlx::query(statement).bind(id).execute(&pool).await.unwrap();
    }
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
    for kept in [
        "select count(*) from wishlist_items",
        "select count(*) from saved_views",
        "select count(*) from import_uploads",
    ] {
        assert_eq!(shop.count(kept).await, 0, "{kept}");
    }

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

#[sqlx::test]
async fn reviews_count_among_what_a_request_takes(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&[]).await;
    let (id, mut countess) = seller(&shop, AT_ONCE).await;
    write_review(&pool, id).await;
    leave(&mut countess).await;
    assert_eq!(shop.count(USERS_LEFT).await, 1, "the row waits for the job");
    shows_a_former_customer(&shop, id).await;
}

#[sqlx::test]
async fn a_review_in_flight_is_that_of_a_former_customer(pool: PgPool) {
    let (shop, id) = shop_a_seller_left(pool.clone(), AT_ONCE + 1).await;
    write_review(&pool, id).await;
    shows_a_former_customer(&shop, id).await;
    Erase {}.run(shop.backend.clone()).await.unwrap();
    assert_eq!(shop.count("select count(*) from reviews where user_id is null").await, 1);
}

/// Writes a review of `lamp-1`.
async fn write_review(pool: &PgPool, author: Uuid) {
    for statement in [
        "insert into reviews (product_id, user_id, rating, title)
         select id, $1, 4, 'Warm light' from products where slug = 'lamp-1'",
        "update products set review_count = 1, average_rating = 4 where slug = 'lamp-1' and created_by = $1",
    ] {
        sqlx::query(statement).bind(author).execute(pool).await.unwrap();
    }
}

/// Neither visitors nor programs read in the one review of `lamp-1` whose it was.
async fn shows_a_former_customer(shop: &Shop, author: Uuid) {
    let list: ReviewList = shop.browser().ask("/fn/reviews", &[("slug", "lamp-1")]).await.value();
    let authors: Vec<&str> = list.reviews.iter().map(|review| review.author.as_str()).collect();
    assert_eq!(authors, [FORMER_CUSTOMER]);
    let (product, review): (Uuid, Uuid) =
        sqlx::query_as("select product_id, id from reviews").fetch_one(&shop.pool).await.unwrap();
    let reviews = format!("/api/products/{product}/reviews/");
    let mut visitor = shop.browser();
    for answer in [
        visitor.get("/products/lamp-1").await,
        visitor.ask(&reviews, &[]).await,
        visitor.ask(&format!("{reviews}{review}/"), &[]).await,
    ] {
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.body.contains(FORMER_CUSTOMER), "{answer:?}");
        assert!(!answer.body.contains(&author.to_string()), "{answer:?}");
    }
}

#[sqlx::test]
async fn products_lose_the_name_a_thousand_at_a_time(pool: PgPool) {
    const MANY: i32 = 2_100;
    let (shop, _) = shop_a_seller_left(pool, MANY).await;
    Erase {}.run(shop.backend.clone()).await.unwrap();
    assert_eq!(shop.count(USERS_LEFT).await, 0);
    products_are_nobodys(&shop, MANY).await;
    // As one deletion would have left them: each was changed once, and the trail tells of none.
    let changed_once = "select count(*) from products where version = 2";
    assert_eq!(shop.count(changed_once).await, i64::from(MANY));
    assert_eq!(shop.count("select count(*) from audit_rows where table_name = 'products'").await, 0);
    let at_once = "select max(n) from (select count(*) as n from products group by xmin::text) transactions";
    assert_eq!(shop.count(at_once).await, 1_000);
}

#[sqlx::test]
async fn what_staff_made_stays_on_sale_when_its_name_goes(pool: PgPool) {
    let (shop, id) = shop_a_seller_left(pool.clone(), AT_ONCE + 1).await;
    sqlx::query("update users set is_staff = true where id = $1").bind(id).execute(&pool).await.unwrap();
    Erase {}.run(shop.backend.clone()).await.unwrap();
    let on_sale = "select count(*) from products
                   where created_by is null and status = 'published' and version = 1";
    assert_eq!(shop.count(on_sale).await, i64::from(AT_ONCE + 1));
}

#[sqlx::test]
async fn a_row_that_cannot_go_keeps_no_other(pool: PgPool) {
    let shop = shop_somebody_left(pool.clone()).await;
    account(&shop.backend, "ada").await;
    sqlx::raw_sql(
        "update users set leaving_at = now() - interval '1 hour', is_active = false where username = 'ada';
         create function refuse() returns trigger language plpgsql
         as $$ begin raise exception 'not yet'; end $$;
         create trigger refuse before delete on users
             for each row when (old.username = 'ada') execute function refuse()",
    )
    .execute(&pool)
    .await
    .unwrap();
    assert!(Erase {}.run(shop.backend.clone()).await.is_err(), "the job tells of it");
    let names: Vec<String> = sqlx::query_scalar("select username from users").fetch_all(&pool).await.unwrap();
    assert_eq!(names, ["ada"]);
}
