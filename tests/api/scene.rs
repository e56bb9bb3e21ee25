//! Where the tests of the protocol play.

use sqlx::PgPool;
use uuid::Uuid;

use super::client::Client;
use super::shop::Shop;

/// A shop with a user who owns a published product.
pub struct Scene {
    pub shop: Shop,
    pub owner: Client,
    pub category: Uuid,
    pub id: Uuid,
    pub path: String,
}

impl Scene {
    pub async fn set(pool: PgPool) -> Self {
        let shop = Shop::open(pool).await;
        let (_, owner) = shop.user("ada").await;
        let category = shop.category("Lamps").await;
        let id = shop.published(&owner, category, "Arc").await;
        let path = format!("/api/products/{id}/");
        Self { shop, owner, category, id, path }
    }

    pub async fn price(&self) -> String {
        self.owner.get(&self.path).await.is(200).text("price")
    }
}
