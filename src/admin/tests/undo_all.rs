//! Whatever was done is taken back, newest first, and everything is as it was before (SPEC A7).

use sqlx::PgPool;
use uuid::Uuid;

use super::store::digests;
use super::{act, change, lamp};
use crate::accounts::caller::{Staff, User};
use crate::accounts::testing::{account, signed_in, superuser};
use crate::admin::{ActDone, service};
use crate::catalog::category::staff::admin as categories;
use crate::catalog::product::model::ProductId;
use crate::infra::testing::backend;
use crate::infra::{Backend, queue};
use crate::reviews::input::ReviewForm;
use crate::reviews::model::ReviewId;
use crate::reviews::patch;

/// So much is done.
const DEEDS: usize = 500;
/// The same deeds each time.
const SEED: u64 = 0x5eed_1234_abcd_0001;

/// Numbers that look random (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn one_of<'a>(&mut self, of: &'a [String]) -> &'a str {
        &of[self.below(of.len())]
    }
}

/// What there is to do something to. Some of it may be gone by now: then nothing happens.
struct Scene {
    backend: Backend,
    root: Staff,
    numbers: Numbers,
    products: Vec<String>,
    categories: Vec<String>,
    reviews: Vec<String>,
    users: Vec<String>,
    groups: Vec<String>,
    /// The entries of what was done.
    entries: Vec<Uuid>,
}

#[sqlx::test]
async fn five_hundred_deeds_are_taken_back_to_the_last_letter(pool: PgPool) {
    queue::migrate(&pool).await.unwrap();
    let mut scene = Scene::new(backend(pool.clone())).await;
    let before = digests(&pool).await;
    for number in 0..DEEDS {
        scene.do_something(number).await;
    }
    assert!(scene.entries.len() > DEEDS / 2, "only {} were done", scene.entries.len());
    assert_ne!(digests(&pool).await, before);
    for (left, entry) in scene.entries.iter().enumerate().rev() {
        match service::undo(&scene.backend, &scene.root, *entry).await {
            Ok(ActDone::Done { .. }) => {}
            other => panic!("deed {left} is not taken back: {other:?}"),
        }
    }
    assert_eq!(digests(&pool).await, before);
}

#[sqlx::test]
async fn an_undo_is_taken_back_like_anything_else(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let first = digests(&pool).await;
    let typed = [("name", "Full moon"), ("slug", "full-moon"), ("stock", "9")];
    let entry = change(&backend, &root, "products", &moon, &typed).await.unwrap().entry.unwrap();
    let second = digests(&pool).await;
    let undo = async |entry: Uuid| match service::undo(&backend, &root, entry).await.unwrap() {
        ActDone::Done { entry, .. } => entry.unwrap(),
        ActDone::Running { .. } => panic!("so few rows are taken back at once"),
    };
    let undone = undo(entry).await;
    assert_eq!(digests(&pool).await, first);
    let redone = undo(undone).await;
    assert_eq!(digests(&pool).await, second);
    // What counts again can be taken back again.
    undo(entry).await;
    assert_eq!(digests(&pool).await, first);
    assert!(service::undo(&backend, &root, redone).await.is_err(), "it was taken back with the rest");
}

#[sqlx::test]
async fn what_was_changed_since_is_not_taken_back_and_said(pool: PgPool) {
    let backend = backend(pool);
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let first = change(&backend, &root, "products", &moon, &[("name", "Full moon")]).await.unwrap();
    change(&backend, &root, "products", &moon, &[("name", "Half moon")]).await.unwrap();
    let refused = service::undo(&backend, &root, first.entry.unwrap()).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Changed since by somebody: Half moon (Name). Undo the later change first."
    );
}

impl Scene {
    async fn new(backend: Backend) -> Self {
        let root = superuser(&backend, "root").await;
        let (category, product) = lamp(&backend, &root).await;
        act(&backend, &root, "products", ("publish", ""), &[&product]).await.unwrap();
        let mut reviews = Vec::new();
        let mut users = Vec::new();
        for name in ["ada", "bea", "cyd", "dan"] {
            let user = signed_in(&backend, name).await;
            reviews.push(review(&backend, &user, &product).await);
            users.push(account(&backend, &format!("{name}2")).await.0.to_string());
        }
        Self {
            backend,
            root,
            numbers: Numbers(SEED),
            products: vec![product],
            categories: vec![category],
            reviews,
            users,
            groups: Vec::new(),
            entries: Vec::new(),
        }
    }

    async fn do_something(&mut self, number: usize) {
        match self.numbers.below(10) {
            0 | 1 => self.new_thing(number).await,
            2..=4 => self.change_something(number).await,
            5 => self.place_something().await,
            _ => self.act_on_something().await,
        }
    }

    async fn new_thing(&mut self, number: usize) {
        let name = format!("Thing {number}");
        let (backend, root) = (self.backend.clone(), self.root.clone());
        let category = self.numbers.one_of(&self.categories).to_owned();
        let email = format!("thing{number}@example.org");
        let (path, typed): (_, Vec<(&str, &str)>) = match self.numbers.below(6) {
            0 => ("categories", vec![("name", name.as_str()), ("parent", category.as_str())]),
            1 => ("groups", vec![("name", name.as_str()), ("permissions", "change product\nview product")]),
            2 => ("users", vec![("username", name.as_str()), ("email", email.as_str())]),
            _ => (
                "products",
                vec![
                    ("name", name.as_str()),
                    ("price", "9.50"),
                    ("stock", "4"),
                    ("category", category.as_str()),
                ],
            ),
        };
        let sent = super::filled(&backend, &root, path, None, &typed).await;
        // A category that is gone is refused.
        let Ok(done) = super::save(&backend, &root, path, &sent).await else { return };
        match path {
            "categories" => self.categories.push(done.id),
            "groups" => self.groups.push(done.id),
            "users" => self.users.push(done.id),
            _ => self.products.push(done.id),
        }
        self.entries.extend(done.entry);
    }

    async fn change_something(&mut self, number: usize) {
        let name = format!("Other {number}");
        let slug = format!("other-{number}");
        let stock = number.to_string();
        let (backend, root) = (self.backend.clone(), self.root.clone());
        let (path, ids, typed): (_, _, Vec<(&str, &str)>) = match self.numbers.below(7) {
            0 => ("categories", &self.categories, vec![("name", name.as_str()), ("slug", slug.as_str())]),
            1 => ("groups", &self.groups, vec![("name", name.as_str()), ("permissions", "view user")]),
            2 => ("users", &self.users, vec![("bio", name.as_str()), ("phone", stock.as_str())]),
            3 => ("reviews", &self.reviews, vec![("status", "rejected")]),
            4 => ("products", &self.products, vec![("name", name.as_str()), ("slug", slug.as_str())]),
            _ => {
                ("products", &self.products, vec![("stock", stock.as_str()), ("description", name.as_str())])
            }
        };
        if ids.is_empty() {
            return;
        }
        let id = self.numbers.one_of(ids).to_owned();
        if service::form(&backend, &root, super::of(path), Some(&id)).await.is_err() {
            return;
        }
        if let Ok(done) = change(&backend, &root, path, &id, &typed).await {
            self.entries.extend(done.entry);
        }
    }

    async fn place_something(&mut self) {
        let id = self.numbers.one_of(&self.categories).parse().unwrap();
        let parent = self.numbers.one_of(&self.categories).parse().unwrap();
        let parent = (self.numbers.below(3) > 0).then_some(parent);
        if let Ok(done) = categories::place(&self.backend, &self.root, id, parent).await {
            self.entries.extend(done.entry);
        }
    }

    async fn act_on_something(&mut self) {
        let category = self.numbers.one_of(&self.categories).to_owned();
        let (path, ids) = match self.numbers.below(8) {
            0 => ("categories", &self.categories),
            1 => ("groups", &self.groups),
            2 => ("users", &self.users),
            3 => ("reviews", &self.reviews),
            _ => ("products", &self.products),
        };
        let actions = super::of(path).actions;
        let action = &actions[self.numbers.below(actions.len())];
        if ids.is_empty() {
            return;
        }
        let value = match action.name {
            "category" => category.as_str(),
            "price" => "+10%",
            _ => "",
        };
        let count = 1 + self.numbers.below(3);
        let chosen: Vec<&str> = (0..count).map(|_| self.numbers.one_of(ids)).collect();
        if let Ok((entry, _)) = act(&self.backend, &self.root, path, (action.name, value), &chosen).await {
            self.entries.extend(entry);
        }
    }
}

async fn review(backend: &Backend, user: &User, product: &str) -> String {
    let id = Uuid::now_v7();
    let form = ReviewForm { rating: "4".to_owned(), title: "Bright".to_owned(), body: String::new() };
    let product = ProductId(product.parse().unwrap());
    patch::create(backend, user, product, ReviewId(id), &form).await.unwrap();
    id.to_string()
}
