//! A shop on a test's own database: the router that `serve` serves, on loopback, behind one proxy and HTTPS.
#![allow(dead_code, reason = "each file of tests uses a part")]

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use serde_json::{Value, json};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use uuid::Uuid;
use vitrine::accounts::testing::{self, PASSWORD, email};
use vitrine::infra::config::{Profile, ShopSettings};
use vitrine::infra::{Backend, queue};

use super::client::{Answer, Client};

/// The session's cookie over HTTPS.
pub const SESSION: &str = "__Host-session";
/// The shop's address, as it is set.
pub const BASE: &str = "https://shop.example";

/// Where the shops run, as in the program: each test has a runtime of its own, which ends with the test, and what
/// draws pages keeps to the runtime that it was first used in.
static SERVERS: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
});

/// A running shop. It stops when it is dropped.
pub struct Shop {
    pub pool: PgPool,
    pub backend: Backend,
    pub address: SocketAddr,
    server: JoinHandle<()>,
}

impl Drop for Shop {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Shop {
    /// Opens a shop on a database with the queue's tables. Nobody is throttled by the number of requests.
    pub async fn open(pool: PgPool) -> Self {
        Self::open_with(pool, |_| {}).await
    }

    /// The same with other settings.
    pub async fn open_with(pool: PgPool, change: impl FnOnce(&mut ShopSettings)) -> Self {
        queue::migrate(&pool).await.unwrap();
        let plain = vitrine::infra::testing::backend(pool.clone());
        let mut settings = (*plain.settings).clone();
        settings.vitrine.profile = Profile::Production;
        settings.vitrine.public_url = BASE.into();
        settings.vitrine.trusted_proxies = "127.0.0.1".parse().unwrap();
        settings.vitrine.database_connections = 8;
        settings.vitrine.api_anonymous_hourly = 0;
        settings.vitrine.api_user_hourly = 0;
        change(&mut settings.vitrine);
        Self::serve(Backend::new(pool, Arc::new(settings), plain.files.clone(), plain.mailer.clone()))
    }

    /// Another program on the same database, with the same settings, and connections and a memory of its own.
    pub async fn beside(&self) -> Self {
        self.beside_with(|_| {}).await
    }

    /// The same with other settings.
    pub async fn beside_with(&self, change: impl FnOnce(&mut ShopSettings)) -> Self {
        let options = (*self.pool.connect_options()).clone();
        let pool = PgPoolOptions::new().max_connections(4).connect_with(options).await.unwrap();
        let mut settings = (*self.backend.settings).clone();
        change(&mut settings.vitrine);
        let (files, mailer) = (self.backend.files.clone(), self.backend.mailer.clone());
        Self::serve(Backend::new(pool, Arc::new(settings), files, mailer))
    }

    fn serve(backend: Backend) -> Self {
        let router = vitrine::server::router(backend.clone()).unwrap();
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let server = SERVERS.spawn(async move {
            axum::serve(TcpListener::from_std(listener).unwrap(), service).await.unwrap();
        });
        Self { pool: backend.pool.clone(), backend, address, server }
    }

    /// A visitor at an address of its own.
    pub fn visitor(&self) -> Client {
        Client::at(self.address)
    }

    /// A program of somebody new, with an access token.
    pub async fn user(&self, username: &str) -> (Uuid, Client) {
        let id = testing::account(&self.backend, username).await.0;
        (id, self.signed_in(username).await)
    }

    /// A program of a new superuser, with an access token.
    pub async fn superuser(&self, username: &str) -> (Uuid, Client) {
        let id = testing::superuser(&self.backend, username).await.user().id().0;
        (id, self.signed_in(username).await)
    }

    /// A program of new staff with these permissions, written as in the database: `change product`.
    pub async fn staff(&self, username: &str, permissions: &[&str]) -> (Uuid, Client) {
        let id = testing::account(&self.backend, username).await.0;
        sqlx::query("update users set is_staff = true where id = $1")
            .bind(id)
            .execute(&self.pool)
            .await
            .unwrap();
        let group: Uuid = sqlx::query_scalar("insert into groups (name) values ($1) returning id")
            .bind(username)
            .fetch_one(&self.pool)
            .await
            .unwrap();
        for permission in permissions {
            let (action, kind) = permission.split_once(' ').unwrap();
            sqlx::query("insert into group_permissions (group_id, action, kind) values ($1, $2, $3)")
                .bind(group)
                .bind(action)
                .bind(kind)
                .execute(&self.pool)
                .await
                .unwrap();
        }
        sqlx::query("insert into user_groups (user_id, group_id) values ($1, $2)")
            .bind(id)
            .bind(group)
            .execute(&self.pool)
            .await
            .unwrap();
        (id, self.signed_in(username).await)
    }

    /// A program with an access token of the account with a username.
    pub async fn signed_in(&self, username: &str) -> Client {
        let pair = obtain(&self.visitor(), username, PASSWORD).await.is(200);
        self.visitor().with_token(&pair.text("access"))
    }

    /// A program with the session's cookie of the account with a username, as a browser has it.
    pub async fn browser(&self, username: &str) -> Client {
        let mut client = self.visitor();
        let fields = [("form[email]", email(username)), ("form[password]", PASSWORD.to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let headers = [("Sec-Fetch-Site", "same-origin"), ("Origin", BASE), ("Accept", super::client::JSON)];
        let body = super::client::encode(&fields);
        let answer =
            client.send("POST", "/fn/sign-in", &headers, super::client::FORM, body.as_bytes()).await.is(200);
        let cookie = answer
            .headers
            .iter()
            .filter(|(name, _)| name == "set-cookie")
            .find_map(|(_, line)| line.split("; ").next()?.strip_prefix(SESSION)?.strip_prefix('='))
            .expect("the session's cookie");
        client.jar.insert(SESSION.to_owned(), cookie.to_owned());
        client
    }

    /// Makes a category at the root; answers its id.
    pub async fn category(&self, name: &str) -> Uuid {
        let statement =
            "insert into categories (name, slug) values ($1, lower(replace($1, ' ', '-'))) returning id";
        let id = sqlx::query_scalar(statement).bind(name).fetch_one(&self.pool).await.unwrap();
        self.backend.cache.clear();
        id
    }

    /// Makes a product by the API; answers its id.
    pub async fn product(&self, owner: &Client, category: Uuid, name: &str) -> Uuid {
        owner.post("/api/products/", &product(category, name)).await.is(201).text("id").parse().unwrap()
    }

    /// Makes a product by the API and publishes it; answers its id.
    pub async fn published(&self, owner: &Client, category: Uuid, name: &str) -> Uuid {
        let id = self.product(owner, category, name).await;
        owner.post(&format!("/api/products/{id}/publish/"), &json!({})).await.is(200);
        id
    }

    /// A number that a statement counts.
    pub async fn count(&self, statement: &'static str) -> i64 {
        sqlx::query_scalar(statement).fetch_one(&self.pool).await.unwrap()
    }
}

/// What a new product is made of.
pub fn product(category: Uuid, name: &str) -> Value {
    json!({ "name": name, "description": "Good to have.", "price": "19.99", "stock": 5, "category_id": category })
}

/// Asks for a pair of tokens.
pub async fn obtain(client: &Client, username: &str, password: &str) -> Answer {
    client.post("/api/token/", &json!({ "email": email(username), "password": password })).await
}

/// Exchanges a refresh token.
pub async fn refresh(client: &Client, token: &str) -> Answer {
    client.post("/api/token/refresh/", &json!({ "refresh": token })).await
}

/// Revokes a refresh token.
pub async fn revoke(client: &Client, token: &str) -> Answer {
    client.post("/api/token/revoke/", &json!({ "refresh": token })).await
}
