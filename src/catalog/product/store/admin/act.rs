//! The SQL of what is done to several products at once.

use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::catalog::product::input::PriceChange;
use crate::catalog::product::model::ProductStatus;
use crate::catalog::product::store::numeric;

/// Those of some products that are in the trash, or are not; locked until the transaction ends, in one order for
/// everybody.
pub(in crate::catalog::product) async fn lock_all(
    connection: &mut PgConnection,
    ids: &[Uuid],
    trashed: bool,
) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, name from products where id = any($1) and (deleted_at is not null) = $2 order by id for update",
        ids,
        trashed
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// What is done to several products at once.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalog::product) enum Deed {
    Status(ProductStatus),
    Featured(bool),
    Category(Uuid),
    Price(PriceChange),
    Deleted(bool),
    Erased,
}

/// Does it to products that the caller has locked; those that are so already are not written.
pub(in crate::catalog::product) async fn act(
    connection: &mut PgConnection,
    deed: Deed,
    ids: &[Uuid],
) -> Result<u64, sqlx::Error> {
    let done =
        match deed {
            Deed::Status(status) => sqlx::query!(
                "update products set status = $2, version = version + 1 where id = any($1) and status <> $2",
                ids,
                status as ProductStatus
            )
            .execute(connection)
            .await,
            Deed::Featured(featured) => {
                sqlx::query!(
                    "update products set is_featured = $2, version = version + 1
                 where id = any($1) and is_featured <> $2",
                    ids,
                    featured
                )
                .execute(connection)
                .await
            }
            Deed::Category(category) => {
                sqlx::query!(
                    "update products set category_id = $2, version = version + 1
                 where id = any($1) and category_id <> $2",
                    ids,
                    category
                )
                .execute(connection)
                .await
            }
            Deed::Price(change) => return set_prices(connection, change, ids).await,
            Deed::Deleted(deleted) => {
                sqlx::query!(
                    "update products set deleted_at = case when $2 then now() end, version = version + 1
                 where id = any($1) and (deleted_at is null) = $2",
                    ids,
                    deleted
                )
                .execute(connection)
                .await
            }
            Deed::Erased => {
                sqlx::query!("delete from products where id = any($1) and deleted_at is not null", ids)
                    .execute(connection)
                    .await
            }
        };
    Ok(done?.rows_affected())
}

async fn set_prices(
    connection: &mut PgConnection,
    change: PriceChange,
    ids: &[Uuid],
) -> Result<u64, sqlx::Error> {
    // Every change of prices is the old price times something, and something more.
    let (times, more) = match change {
        PriceChange::To(price) => (Decimal::ZERO, numeric(price)),
        PriceChange::By(cents) => (Decimal::ONE, Decimal::new(cents, 2)),
        PriceChange::ByPercent(hundredths) => (Decimal::ONE + Decimal::new(hundredths, 4), Decimal::ZERO),
    };
    let done = sqlx::query!(
        "update products set price = round(price * $2::numeric + $3::numeric, 2), version = version + 1
         where id = any($1) and price <> round(price * $2::numeric + $3::numeric, 2)",
        ids,
        times,
        more
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}
