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
