//! The SQL of products as programs read them: whole, with all their pictures. The columns are read by their position
//! (`product/view.rs`), so that no name is looked up and nothing is copied.

use sqlx::postgres::PgRow;
use sqlx::{PgExecutor, Postgres};
use uuid::Uuid;

/// The columns of a whole product, from `products p`. All its pictures are one text, which PostgreSQL keeps beside it.
macro_rules! columns {
    () => {
        "p.id, p.name, p.slug, p.description, p.price, p.category_id, p.status::text, p.stock, p.created_at, \
         p.updated_at, p.is_featured, p.review_count, p.average_rating, p.version, p.created_by, \
         p.pictures"
    };
}

/// Whole products.
pub(in crate::catalog::product) const WHOLE: &str = columns!();
/// Whole products, and behind them what lists by name are ordered by.
pub(in crate::catalog::product) const WHOLE_AND_FOLDED_NAME: &str = concat!(columns!(), ", p.folded_name");

/// A product that is not in the trash, whatever its status.
pub(in crate::catalog::product) async fn by_id(
    database: impl PgExecutor<'_>,
    id: Uuid,
) -> Result<Vec<PgRow>, sqlx::Error> {
    const SQL: &str =
        concat!("select ", columns!(), " from products p where p.id = $1 and p.deleted_at is null");
    sqlx::query::<Postgres>(SQL).bind(id).fetch_all(database).await
}

/// The newest ten featured published products.
pub(in crate::catalog::product) async fn featured(
    database: impl PgExecutor<'_>,
) -> Result<Vec<PgRow>, sqlx::Error> {
    const SQL: &str = concat!(
        "with page as (select id, created_at from products where status = 'published' and deleted_at is null \
         and is_featured order by created_at desc, id desc limit 10) select ",
        columns!(),
        " from page join products p on p.id = page.id order by page.created_at desc, page.id desc"
    );
    sqlx::query::<Postgres>(SQL).fetch_all(database).await
}
