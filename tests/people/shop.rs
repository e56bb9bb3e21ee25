//! A shop on a test's own database: the router that `serve` serves, on loopback, behind one proxy and HTTPS.

use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use uuid::Uuid;
use vitrine::accounts::testing::{self, PASSWORD, email};
use vitrine::catalog::Actor;
use vitrine::catalog::category::input::CategoryForm;
use vitrine::catalog::category::service as categories;
use vitrine::catalog::product::change;
use vitrine::catalog::product::input::ProductForm;
use vitrine::infra::config::Profile;
use vitrine::infra::{Backend, queue};

use super::client::{Answer, Browser};

/// The session's cookie over HTTPS.
pub const SESSION: &str = "__Host-session";
/// The cookie by which a device is known again. It stays when one goes.
pub const DEVICE: &str = "__Host-device";

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
    /// Opens a shop on a database with the queue's tables.
    pub async fn open(pool: PgPool) -> Self {
        queue::migrate(&pool).await.unwrap();
        Self::serve(pool)
    }

    /// Another program on the same database, with connections and a memory of its own.
    pub async fn beside(&self) -> Self {
        let options = (*self.pool.connect_options()).clone();
        let pool = PgPoolOptions::new().max_connections(4).connect_with(options).await.unwrap();
        Self::serve(pool)
    }

    fn serve(pool: PgPool) -> Self {
        let backend = backend(&pool);
        let router = vitrine::server::router(backend.clone()).unwrap();
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let server = SERVERS.spawn(async move {
            axum::serve(TcpListener::from_std(listener).unwrap(), service).await.unwrap();
        });
        Self { pool, backend, address, server }
    }

    /// Somebody new.
    pub fn browser(&self) -> Browser {
        Browser::at(self.address)
    }

    /// Somebody new, signed in to the account with a username.
    pub async fn signed_in(&self, username: &str) -> Browser {
        let mut browser = self.browser();
        let answer = sign_in(&mut browser, &email(username), PASSWORD).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        browser
    }

    /// Somebody new with a new account, signed in.
    pub async fn newcomer(&self, username: &str) -> (Uuid, Browser) {
        let id = testing::account(&self.backend, username).await.0;
        (id, self.signed_in(username).await)
    }

    /// A published product for each name, in the category `lamps`; its slug is its name in lower case.
    pub async fn stock(&self, names: &[&str]) {
        let mut connection = self.pool.acquire().await.unwrap();
        let form = CategoryForm { name: "Lamps".to_owned(), ..CategoryForm::default() };
        let (lamps, _) = categories::create(&mut connection, &form, None).await.unwrap();
        drop(connection);
        for name in names {
            let form = ProductForm {
                name: (*name).to_owned(),
                price: "98".to_owned(),
                stock: "3".to_owned(),
                status: "published".to_owned(),
                ..ProductForm::default()
            };
            change::create(&self.backend, Actor::Operator, &form, lamps).await.unwrap();
        }
    }

    /// What a product costs.
    pub async fn price_of(&self, product: Uuid) -> String {
        let price = sqlx::query_scalar("select price::text from products where id = $1");
        price.bind(product).fetch_one(&self.pool).await.unwrap()
    }

    /// A number that a statement counts.
    pub async fn count(&self, statement: &'static str) -> i64 {
        sqlx::query_scalar(statement).fetch_one(&self.pool).await.unwrap()
    }
}

/// The shipped settings, as a shop in production has them behind one proxy that ends TLS.
fn backend(pool: &PgPool) -> Backend {
    let plain = vitrine::infra::testing::backend(pool.clone());
    let mut settings = (*plain.settings).clone();
    settings.vitrine.profile = Profile::Production;
    settings.vitrine.public_url = "https://shop.example".into();
    settings.vitrine.trusted_proxies = "127.0.0.1".parse().unwrap();
    settings.vitrine.database_connections = 4;
    Backend::new(pool.clone(), Arc::new(settings), plain.files.clone(), plain.mailer.clone())
}

/// Tries to sign in.
pub async fn sign_in(browser: &mut Browser, email: &str, password: &str) -> Answer {
    browser.call("/fn/sign-in", &[("form[email]", email), ("form[password]", password)]).await
}

/// The e-mail address of whoever a browser is signed in as.
pub async fn who(browser: &Browser) -> Option<String> {
    let answer = browser.clone().ask("/fn/me", &[]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let me: serde_json::Value = answer.value();
    me.get("email").and_then(|email| email.as_str()).map(str::to_owned)
}
