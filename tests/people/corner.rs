//! The account's corner of the header for browsers without scripts: the one part of a page that depends on who asks.

use sqlx::PgPool;

use super::client::Answer;
use super::forms::PNG;
use super::shop::Shop;

const CORNER: &str = "/account/corner.svg";

fn assert_private(answer: &Answer) {
    assert_eq!(answer.header("cache-control"), Some("private, no-store"), "{answer:?}");
}

#[sqlx::test]
async fn the_corner_shows_nothing_then_a_letter_then_the_picture(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let visitors = shop.browser().get(CORNER).await;
    assert!(visitors.status == 200 && !visitors.body.contains("<text"), "{visitors:?}");
    assert_private(&visitors);

    let (_, mut ada) = shop.newcomer("ada").await;
    let letter = ada.get(CORNER).await;
    assert!(letter.status == 200 && letter.body.contains(">A</text>"), "{letter:?}");
    assert_eq!(letter.header("content-type"), Some("image/svg+xml"));
    assert_private(&letter);

    assert_eq!(ada.upload("/account/avatar", "avatar", PNG).await.status, 303);
    let picture = ada.get(CORNER).await;
    let address = picture.header("location").unwrap_or_default().to_owned();
    assert!(picture.status == 303 && address.starts_with("/media/"), "{picture:?}");
    assert_private(&picture);
    assert_eq!(ada.get(&address).await.header("content-type"), Some("image/webp"));
}
