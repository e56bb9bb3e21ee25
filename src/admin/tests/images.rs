//! Images as things of their own (SPEC A1, A6).

use std::collections::BTreeMap;

use sqlx::PgPool;
use uuid::Uuid;

use super::store::{digests, hang};
use super::{act, change, clerk, lamp, of};
use crate::accounts::testing::superuser;
use crate::admin::service;
use crate::catalog::image;
use crate::error::AppError;
use crate::infra::testing::backend;
use crate::listing::ListQuery;

#[sqlx::test]
async fn an_image_is_found_described_and_deleted_beside_its_product(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    hang(&pool, &moon, "products/a1").await;
    let found = async |query: &str| {
        let query = ListQuery::parse(of("images"), query);
        service::list(&backend, &root, of("images"), &query).await.unwrap().rows
    };
    let rows = found("q=moon&described=no").await;
    assert_eq!((rows.len(), rows[0].name.as_str()), (1, "A picture of Moon"));
    assert!(rows[0].cells.contains(&"Not described".to_owned()));
    let id = rows[0].id.clone();

    let described = [("alt", " A round lamp "), ("focus_x", "20")];
    let done = change(&backend, &root, "images", &id, &described).await.unwrap();
    assert_eq!((done.title.as_str(), done.page.values["focus_x"].as_str()), ("A round lamp", "20"));
    change(&backend, &root, "products", &moon, &[("name", "Sun")]).await.unwrap();
    assert_eq!((found("q=round+sun").await.len(), found("q=moon").await.len()), (1, 0));
    assert!(found("described=no").await.is_empty());
    let wrong = change(&backend, &root, "images", &id, &[("focus_y", "101")]).await.unwrap_err();
    assert_eq!(wrong, AppError::field("focus_y", "Enter a whole number from 0 to 100"));

    let before = digests(&pool).await;
    let (entry, acted) = act(&backend, &root, "images", ("delete", ""), &[&id]).await.unwrap();
    assert_eq!((acted.done, found("").await.len()), (1, 0));
    service::undo(&backend, &root, entry.unwrap()).await.unwrap();
    assert_eq!(digests(&pool).await, before);
    let history = service::history(&backend, &root, of("images"), &id, None).await.unwrap();
    let words: Vec<&str> = history.entries.iter().map(|entry| entry.words.as_str()).collect();
    assert_eq!(words, ["took back: deleted image", "deleted image", "described a picture of product"]);

    act(&backend, &root, "products", ("delete", ""), &[&moon]).await.unwrap();
    assert!(found("").await.is_empty(), "those of products in the trash are not shown");
}

#[sqlx::test]
async fn a_picture_is_named_by_what_it_shows_where_that_is_said(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    for file in ["products/a1", "products/a2", "products/a3", "products/a4"] {
        hang(&pool, &moon, file).await;
    }
    let query = ListQuery::parse(of("images"), "");
    let rows = service::list(&backend, &root, of("images"), &query).await.unwrap().rows;
    let (whole, long) = ("ü".repeat(60), "ü".repeat(61));
    for (row, alt) in rows.iter().zip(["A round lamp", whole.as_str(), long.as_str()]) {
        change(&backend, &root, "images", &row.id, &[("alt", alt)]).await.unwrap();
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id.parse().unwrap()).collect();
    let gone = Uuid::now_v7();
    let names = image::staff::names(&backend, &[ids.as_slice(), &[gone]].concat()).await.unwrap();
    let told = ["“A round lamp”".to_owned(), format!("“{whole}”"), format!("“{whole}…”")];
    assert_eq!(ids.len(), 4, "the last one is not described");
    assert_eq!(names, ids.into_iter().zip(told).collect::<BTreeMap<_, _>>());
}

#[sqlx::test]
async fn who_changes_an_image_needs_the_permission_to_change_its_product(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    hang(&pool, &moon, "products/a1").await;
    let query = ListQuery::parse(of("images"), "");
    let id = service::list(&backend, &root, of("images"), &query).await.unwrap().rows[0].id.clone();
    let clerk = clerk(&backend, &root, "ada", &["view image", "change image", "delete image"]).await;
    let before = digests(&pool).await;
    let refused = Some(AppError::Forbidden);
    assert_eq!(change(&backend, &clerk, "images", &id, &[("alt", "Mine")]).await.err(), refused);
    assert_eq!(act(&backend, &clerk, "images", ("delete", ""), &[&id]).await.err(), refused);
    let (gone, _) = act(&backend, &root, "images", ("delete", ""), &[&id]).await.unwrap();
    assert_eq!(service::undo(&backend, &clerk, gone.unwrap()).await.err(), refused);
    service::undo(&backend, &root, gone.unwrap()).await.unwrap();
    assert_eq!(digests(&pool).await, before);
}
