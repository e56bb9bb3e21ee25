//! The SQL of products as programs read them: whole, with all their pictures. The columns are read by their position
//! (`product/view.rs`), so that no name is looked up and nothing is copied.

use sqlx::postgres::PgRow;
use sqlx::{PgExecutor, Postgres};
use uuid::Uuid;

use super::list::Selected;

/// The columns of a whole product, from `products p`. All its pictures are one text: a record for each, its parts being
/// file, width, height and, at the end, the words, which must not hold what separates the records. So they cost less
/// than by an aggregate, which would sort them once more.
macro_rules! columns {
    () => {
        "p.id, p.name, p.slug, p.description, p.price, p.category_id, p.status::text, p.stock, p.created_at, \
         p.updated_at, p.is_featured, p.review_count, p.average_rating, p.version, p.created_by, \
         array_to_string(array(select concat_ws(E'\\x1f', file, width, height, replace(alt, E'\\x1e', ' ')) \
         from product_images where product_id = p.id order by position), E'\\x1e')"
    };
}

/// Whole products.
pub(in crate::catalog::product) const WHOLE: Selected = Selected { columns: columns!(), joins: "" };
/// Whole products, and behind them what lists by name are ordered by.
pub(in crate::catalog::product) const WHOLE_AND_FOLDED_NAME: Selected =
    Selected { columns: concat!(columns!(), ", p.folded_name"), joins: "" };

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
