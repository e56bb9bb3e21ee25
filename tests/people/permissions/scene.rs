//! Who asks, and what there is to ask for.

use sqlx::PgPool;
use uuid::Uuid;
use vitrine::accounts::link::{Purpose, service as links};
use vitrine::accounts::model::{Action, Kind, UserId};
use vitrine::accounts::testing::{account, email};

use crate::client::Browser;
use crate::shop::Shop;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// Nobody is signed in.
    Visitor,
    /// Whose things are asked for.
    Owner,
    /// Somebody else who shops here.
    Other,
    /// Staff without any permission.
    Clerk,
    /// Staff with every permission.
    Chief,
}

/// In the order of the table's columns.
pub const CALLERS: [Caller; 5] =
    [Caller::Visitor, Caller::Owner, Caller::Other, Caller::Clerk, Caller::Chief];

/// What all scenes share: products, a group with every permission, and the hash of everybody's password.
pub struct Stage {
    password_hash: String,
    scenes: usize,
}

impl Stage {
    /// Builds it in an empty shop.
    pub async fn build(shop: &Shop) -> Self {
        shop.stock(&["Globe", "Moon"]).await;
        let first = account(&shop.backend, "first").await;
        let password_hash = sqlx::query_scalar("select password_hash from users where id = $1")
            .bind(first.0)
            .fetch_one(&shop.pool)
            .await
            .unwrap();
        sqlx::query(
            "with made as (insert into groups (name) values ('Chiefs') returning id)
             insert into group_permissions (group_id, action, kind)
             select made.id, a, k from made cross join unnest($1::text[]) a cross join unnest($2::text[]) k",
        )
        .bind(Action::ALL.map(|action| action.as_str().to_owned()).to_vec())
        .bind(Kind::ALL.map(|kind| kind.as_str().to_owned()).to_vec())
        .execute(&shop.pool)
        .await
        .unwrap();
        Self { password_hash, scenes: 0 }
    }

    /// People of their own, so that what one caller did is not in the way of the next.
    pub async fn scene(&mut self, shop: &Shop) -> Scene {
        self.scenes += 1;
        let (pool, tag) = (&shop.pool, format!("scene{}", self.scenes));
        let owner = self.person(pool, &format!("{tag}-owner"), false).await;
        self.person(pool, &format!("{tag}-other"), false).await;
        let clerk = self.person(pool, &format!("{tag}-clerk"), true).await;
        let chief = self.person(pool, &format!("{tag}-chief"), true).await;
        sqlx::query(
            "insert into user_groups (user_id, group_id) select $1, id from groups where name = 'Chiefs'",
        )
        .bind(chief)
        .execute(pool)
        .await
        .unwrap();
        let (review, session) = belongings(pool, owner, &tag).await;
        let product = draft(pool, owner, &tag).await;
        let pictures = [picture(pool, product, 0).await, picture(pool, product, 1).await];
        let newcomer = self.person(pool, &format!("{tag}-newcomer"), false).await;
        sqlx::query("update users set email_verified_at = null where id = $1")
            .bind(newcomer)
            .execute(pool)
            .await
            .unwrap();
        let mut tokens = Vec::new();
        let pending = format!("pending-{tag}@example.org");
        for (purpose, user, to) in [
            (Purpose::Verify, newcomer, email(&format!("{tag}-newcomer"))),
            (Purpose::Reset, owner, email(&format!("{tag}-owner"))),
            (Purpose::Email, owner, pending),
        ] {
            tokens.push(links::make(pool, purpose, UserId(user), &to).await.unwrap());
        }
        let [verify, reset, confirm] = <[String; 3]>::try_from(tokens).unwrap();
        Scene { tag, owner, clerk, chief, review, session, product, pictures, verify, reset, confirm }
    }

    async fn person(&self, pool: &PgPool, username: &str, is_staff: bool) -> Uuid {
        sqlx::query_scalar(
            "insert into users (email, username, password_hash, is_staff, email_verified_at)
             values ($1, $2, $3, $4, now()) returning id",
        )
        .bind(email(username))
        .bind(username)
        .bind(&self.password_hash)
        .bind(is_staff)
        .fetch_one(pool)
        .await
        .unwrap()
    }
}

/// Gives the owner a review, a second session, a wish, an address, and an e-mail address that waits; answers the
/// ids of the first two.
async fn belongings(pool: &PgPool, owner: Uuid, tag: &str) -> (Uuid, Uuid) {
    let review = sqlx::query_scalar(
        "insert into reviews (product_id, user_id, rating, title)
         select id, $1, 4, 'Warm light' from products where slug = 'globe' returning id",
    )
    .bind(owner)
    .fetch_one(pool)
    .await
    .unwrap();
    let session = sqlx::query_scalar(
        "insert into sessions (token_hash, user_id, expires_at, absolute_expires_at)
         values (sha256(uuid_send(gen_random_uuid())), $1, now() + interval '1 day', now() + interval '1 day')
         returning id",
    )
    .bind(owner)
    .fetch_one(pool)
    .await
    .unwrap();
    sqlx::query(
        "insert into wishlist_items (user_id, product_id) select $1, id from products where slug = 'globe'",
    )
    .bind(owner)
    .execute(pool)
    .await
    .unwrap();
    sqlx::query("update profiles set address = 'Secret Street ' || $2::text where user_id = $1")
        .bind(owner)
        .bind(tag)
        .execute(pool)
        .await
        .unwrap();
    sqlx::query(
        "update users set pending_email = 'pending-' || $2::text || '@example.org',
                pending_email_until = now() + interval '1 hour' where id = $1",
    )
    .bind(owner)
    .bind(tag)
    .execute(pool)
    .await
    .unwrap();
    (review, session)
}

/// Makes a product of the owner that is not published; answers its id.
async fn draft(pool: &PgPool, owner: Uuid, tag: &str) -> Uuid {
    sqlx::query_scalar(
        "insert into products (name, slug, price, category_id, created_by)
         select 'Hidden ' || $2::text || ' lamp', 'hidden-' || $2::text, 12, id, $1 from categories
         where slug = 'lamps' returning id",
    )
    .bind(owner)
    .bind(tag)
    .fetch_one(pool)
    .await
    .unwrap()
}

/// Hangs a picture on a product; answers its id.
pub async fn picture(pool: &PgPool, product: Uuid, position: i32) -> Uuid {
    sqlx::query_scalar(
        "insert into product_images (product_id, file, position, width, height)
         values ($1, 'demo/picture-' || $2::int, $2::int, 400, 400) returning id",
    )
    .bind(product)
    .bind(position)
    .fetch_one(pool)
    .await
    .unwrap()
}

/// Five who ask, and what is the owner's.
pub struct Scene {
    /// Part of all names, so that they are nobody else's.
    pub tag: String,
    pub owner: Uuid,
    pub clerk: Uuid,
    pub chief: Uuid,
    /// The owner's review of `globe`.
    pub review: Uuid,
    /// A session of the owner, but not the one that asks.
    pub session: Uuid,
    /// A product of the owner that is not published.
    pub product: Uuid,
    /// Its pictures, in their order.
    pub pictures: [Uuid; 2],
    /// The token of a link that was mailed to somebody whose address is not confirmed.
    pub verify: String,
    /// Tokens of links that were mailed to the owner.
    pub reset: String,
    pub confirm: String,
}

impl Scene {
    /// The browser of a caller, signed in.
    pub async fn browser(&self, shop: &Shop, caller: Caller) -> Browser {
        let role = match caller {
            Caller::Visitor => return shop.browser(),
            Caller::Owner => "owner",
            Caller::Other => "other",
            Caller::Clerk => "clerk",
            Caller::Chief => "chief",
        };
        shop.signed_in(&format!("{}-{role}", self.tag)).await
    }

    /// The owner's e-mail address.
    pub fn owner_email(&self) -> String {
        email(&format!("{}-owner", self.tag))
    }

    /// What nobody but the owner may read; the last is also for staff who may change products.
    pub fn secrets(&self) -> [String; 5] {
        let tag = &self.tag;
        [
            self.owner_email(),
            format!("pending-{tag}@"),
            format!("Secret Street {tag}"),
            self.session.to_string(),
            format!("Hidden {tag} lamp"),
        ]
    }
}
