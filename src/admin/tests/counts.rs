//! How many products each choice of a filter would leave.

use sqlx::PgPool;

use super::{lamp, make, of};
use crate::accounts::testing::superuser;
use crate::admin::service;
use crate::infra::testing::backend;
use crate::listing::ListQuery;

#[sqlx::test]
async fn a_category_is_counted_with_those_below_it(pool: PgPool) {
    let backend = backend(pool);
    let root = superuser(&backend, "root").await;
    let (lamps, _) = lamp(&backend, &root).await;
    let below =
        make(&backend, &root, "categories", &[("name", "Globes"), ("parent", lamps.as_str())]).await.id;
    make(&backend, &root, "categories", &[("name", "Empty")]).await;
    make(&backend, &root, "products", &[("name", "Sun"), ("price", "9"), ("category", below.as_str())]).await;
    let query = ListQuery::parse(of("products"), "");
    let counts = service::counts(&backend, &root, of("products"), &query).await.unwrap();
    assert_eq!(counts.filters["category"], [(lamps, 2), (below, 1)]);
}

#[sqlx::test]
async fn a_list_of_one_category_counts_all_others_too_each_with_those_below_it(pool: PgPool) {
    let backend = backend(pool);
    let root = superuser(&backend, "root").await;
    let (lamps, _) = lamp(&backend, &root).await;
    let below =
        make(&backend, &root, "categories", &[("name", "Globes"), ("parent", lamps.as_str())]).await.id;
    let pots = make(&backend, &root, "categories", &[("name", "Pots")]).await.id;
    for (name, category) in [("Sun", &below), ("Kettle", &pots)] {
        let typed = [("name", name), ("price", "9"), ("category", category.as_str())];
        make(&backend, &root, "products", &typed).await;
    }
    let query = ListQuery::parse(of("products"), &["category=", below.as_str()].concat());
    // A page waits for them but a moment: once they were asked for they are there.
    service::counts(&backend, &root, of("products"), &query).await.unwrap();
    let page = service::list(&backend, &root, of("products"), &query).await.unwrap();
    assert_eq!(page.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Sun"]);
    let counts = page.counts.unwrap();
    assert_eq!(counts.total, 1);
    let labels: Vec<&str> = page.choices["category"].iter().map(|choice| choice.label.as_str()).collect();
    assert_eq!(labels, ["Lamps", "Lamps / Globes", "Pots"]);
    assert_eq!(counts.filters["category"], [(lamps, 2), (below, 1), (pots, 1)]);
}
