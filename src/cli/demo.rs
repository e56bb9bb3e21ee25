//! `demo`: the demo catalogue, or many made-up products.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use chrono::TimeDelta;
use rust_embed::RustEmbed;
use serde::Deserialize;
use uuid::Uuid;

use super::{CommandError, staff};
use crate::catalog::category::input::CategoryForm;
use crate::catalog::category::model::CategoryId;
use crate::catalog::image::service::{StoredPicture, store_picture};
use crate::catalog::product::change;
use crate::catalog::product::input::ProductForm;
use crate::catalog::product::model::ProductId;
use crate::catalog::{Actor, category, synthetic};
use crate::infra::config::Profile;
use crate::infra::{Backend, clock, db};
use crate::reviews;

/// The demo catalogue.
const CATALOGUE: &str = include_str!("../../demo/catalogue.json");

/// Its pictures.
#[derive(RustEmbed)]
#[folder = "demo/pictures"]
struct Pictures;

/// What one program does at a time: filling the shop.
const FILLING: &str = "vitrine.demo";
/// Pictures that made-up products share.
const SHARED_PICTURES: usize = 48;
/// Pictures that are made at a time.
const AT_A_TIME: usize = 4;

/// Fills an empty shop.
#[derive(clap::Args)]
pub(super) struct Demo {
    /// Make this many plausible products instead of the demo catalogue; the same number makes the same products.
    #[arg(long, value_name = "N")]
    products: Option<u32>,
}

#[derive(Deserialize)]
struct Catalogue {
    categories: Vec<CategoryEntry>,
    products: Vec<ProductEntry>,
}

#[derive(Deserialize)]
struct CategoryEntry {
    name: String,
    slug: String,
    parent: Option<String>,
    description: String,
}

#[derive(Deserialize)]
struct ProductEntry {
    name: String,
    slug: String,
    category: String,
    price: String,
    stock: i32,
    featured: bool,
    age_days: f64,
    description: String,
    images: Vec<ImageEntry>,
}

#[derive(Deserialize)]
struct ImageEntry {
    file: String,
    alt: String,
}

pub(super) async fn run(arguments: Demo, backend: &Backend) -> Result<(), CommandError> {
    let turn = db::take_turn(&backend.pool, FILLING).await?;
    if !is_empty(backend).await? {
        return Err(CommandError(
            "The shop has products or categories already: the demo fills an empty shop only".to_owned(),
        ));
    }
    match arguments.products {
        Some(number) => make_up(backend, number).await?,
        None => fill(backend).await?,
    }
    turn.end().await;
    Ok(())
}

/// Fills the shop with the demo catalogue when it has no products and no categories; else it is left as it is. In
/// development a demo shop gets an account for its staff, also when it was filled by a program that ended before that.
pub(super) async fn fill_if_empty(backend: &Backend) -> Result<(), CommandError> {
    let turn = db::take_turn(&backend.pool, FILLING).await?;
    let for_staff = backend.settings.vitrine.profile == Profile::Development;
    let is_demo = if is_empty(backend).await? {
        if for_staff {
            staff::prepare(&backend.settings);
        }
        fill(backend).await?;
        true
    } else {
        has_catalogue(backend).await?
    };
    if is_demo && for_staff {
        staff::make_missing(backend).await;
    }
    turn.end().await;
    Ok(())
}

/// Whether the shop has every category of the demo catalogue, and so was filled with it.
async fn has_catalogue(backend: &Backend) -> Result<bool, CommandError> {
    let tree = category::service::tree(backend).await?;
    let slugs: HashSet<&str> = tree.slugs().collect();
    Ok(catalogue()?.categories.iter().all(|entry| slugs.contains(entry.slug.as_str())))
}

/// Asked within the turn, since another program may just have filled the shop.
async fn is_empty(backend: &Backend) -> Result<bool, CommandError> {
    let has_categories = category::service::tree(backend).await?.slugs().next().is_some();
    Ok(!has_categories && change::is_empty_shop(backend).await?)
}

async fn fill(backend: &Backend) -> Result<(), CommandError> {
    let began = Instant::now();
    let catalogue = catalogue()?;
    println!("Filling the shop with the demo catalogue ({} products) …", catalogue.products.len());
    let files: Vec<&str> = catalogue
        .products
        .iter()
        .flat_map(|product| &product.images)
        .map(|image| image.file.as_str())
        .collect();
    let pictures = store_pictures(backend, &files).await?;
    let mut transaction = backend.pool.begin().await?;
    let mut categories: HashMap<&str, CategoryId> = HashMap::new();
    for entry in &catalogue.categories {
        let parent = match &entry.parent {
            Some(slug) => {
                Some(*categories.get(slug.as_str()).ok_or_else(|| broken(&format!("no category {slug}")))?)
            }
            None => None,
        };
        let form = CategoryForm {
            name: entry.name.clone(),
            slug: entry.slug.clone(),
            description: entry.description.clone(),
        };
        let (id, _) = category::service::create(&mut transaction, &form, parent).await?;
        categories.insert(&entry.slug, id);
    }
    for entry in &catalogue.products {
        let category = *categories
            .get(entry.category.as_str())
            .ok_or_else(|| broken(&format!("no category {}", entry.category)))?;
        insert(&mut transaction, entry, category, &pictures).await?;
    }
    reviews::demo::fill(&mut transaction).await?;
    transaction.commit().await?;
    synthetic::service::settle(backend).await?;
    println!("The shop has {} products ({:.1} s)", catalogue.products.len(), began.elapsed().as_secs_f64());
    Ok(())
}

async fn insert(
    connection: &mut sqlx::PgConnection,
    entry: &ProductEntry,
    category: CategoryId,
    pictures: &HashMap<&str, StoredPicture>,
) -> Result<(), CommandError> {
    let form = ProductForm {
        name: entry.name.clone(),
        slug: entry.slug.clone(),
        description: entry.description.clone(),
        price: entry.price.clone(),
        stock: entry.stock.to_string(),
        status: "published".to_owned(),
        is_featured: entry.featured.to_string(),
    };
    let id = ProductId(Uuid::now_v7());
    change::insert(connection, Actor::Operator, id, &form.check()?, category).await?;
    #[allow(clippy::cast_possible_truncation, reason = "an age of some hundred days in seconds")]
    let age = TimeDelta::seconds((entry.age_days * 86_400.0) as i64);
    change::backdate(connection, id, clock::now() - age).await?;
    let images: Vec<(StoredPicture, String)> = entry
        .images
        .iter()
        .filter_map(|image| {
            pictures.get(image.file.as_str()).map(|picture| (picture.clone(), image.alt.clone()))
        })
        .collect();
    Ok(change::add_pictures(connection, id, &images).await?)
}

async fn make_up(backend: &Backend, number: u32) -> Result<(), CommandError> {
    let began = Instant::now();
    println!("Making {number} products …");
    let catalogue = catalogue()?;
    let files: Vec<&str> = catalogue
        .products
        .iter()
        .filter_map(|product| product.images.first())
        .map(|image| image.file.as_str())
        .take(SHARED_PICTURES)
        .collect();
    let stored = store_pictures(backend, &files).await?;
    let pictures: Vec<StoredPicture> = files.iter().filter_map(|file| stored.get(file).cloned()).collect();
    make_products(backend, number, &pictures).await?;
    println!("The shop has {number} products ({:.1} s)", began.elapsed().as_secs_f64());
    Ok(())
}

/// Products say how many reviews they have: both come in one transaction, or neither does.
async fn make_products(
    backend: &Backend,
    number: u32,
    pictures: &[StoredPicture],
) -> Result<(), CommandError> {
    let mut transaction = backend.pool.begin().await?;
    synthetic::service::fill(&mut transaction, number, pictures).await?;
    reviews::synthetic::fill(&mut transaction).await?;
    transaction.commit().await?;
    synthetic::service::settle(backend).await?;
    Ok(reviews::synthetic::settle(backend).await?)
}

fn catalogue() -> Result<Catalogue, CommandError> {
    serde_json::from_str(CATALOGUE).map_err(|error| broken(&error.to_string()))
}

/// Puts pictures through the shop's own sizes, a few at a time; a picture that is not there is left out.
async fn store_pictures<'a>(
    backend: &Backend,
    files: &[&'a str],
) -> Result<HashMap<&'a str, StoredPicture>, CommandError> {
    use futures::stream::{StreamExt as _, TryStreamExt as _};
    futures::stream::iter(files.to_vec())
        .map(|name| async move {
            match Pictures::get(name) {
                Some(file) => Ok(Some((name, store_picture(backend, file.data.into_owned()).await?))),
                None => Ok(None),
            }
        })
        .buffer_unordered(AT_A_TIME)
        .try_filter_map(|found| async move { Ok(found) })
        .try_collect()
        .await
}

fn broken(why: &str) -> CommandError {
    CommandError(format!("The demo catalogue cannot be read: {why}"))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::accounts::user;
    use crate::infra::testing::backend;

    #[sqlx::test]
    async fn a_shop_that_has_categories_alone_is_left_as_it_is(pool: sqlx::PgPool) {
        let shop = backend(pool.clone());
        let form = CategoryForm { name: "Lamps".to_owned(), ..CategoryForm::default() };
        category::service::create(&mut pool.acquire().await.unwrap(), &form, None).await.unwrap();
        fill_if_empty(&shop).await.unwrap();
        assert!(change::is_empty_shop(&shop).await.unwrap());
        let refusal = run(Demo { products: Some(1) }, &shop).await.unwrap_err();
        assert!(refusal.to_string().contains("categories already"), "{refusal}");
    }

    #[sqlx::test]
    async fn a_demo_shop_that_a_kill_left_without_staff_gets_its_account_at_the_next_start(
        pool: sqlx::PgPool,
    ) {
        let shop = backend(pool.clone());
        staff::prepare(&shop.settings);
        let mut transaction = pool.begin().await.unwrap();
        let catalogue = catalogue().unwrap();
        for entry in &catalogue.categories {
            let form = CategoryForm {
                name: entry.slug.clone(),
                slug: entry.slug.clone(),
                ..CategoryForm::default()
            };
            category::service::create(&mut transaction, &form, None).await.unwrap();
        }
        transaction.commit().await.unwrap();
        assert!(!user::service::has_superuser(&shop).await.unwrap());
        fill_if_empty(&shop).await.unwrap();
        assert!(user::service::has_superuser(&shop).await.unwrap());
    }

    #[sqlx::test]
    async fn made_up_products_and_their_reviews_come_together_or_not_at_all(pool: sqlx::PgPool) {
        let shop = backend(pool);
        let mut transaction = shop.pool.begin().await.unwrap();
        synthetic::service::fill(&mut transaction, 300, &[]).await.unwrap();
        assert!(reviews::synthetic::fill(&mut transaction).await.unwrap() > 0);
        transaction.rollback().await.unwrap();
        assert!(is_empty(&shop).await.unwrap());
        make_products(&shop, 300, &[]).await.unwrap();
        assert!(!change::is_empty_shop(&shop).await.unwrap());
    }

    #[sqlx::test]
    async fn a_program_waits_while_another_fills_the_shop(pool: sqlx::PgPool) {
        let turn = db::take_turn(&pool, FILLING).await.unwrap();
        let shop = backend(pool);
        let waiting = tokio::time::timeout(Duration::from_millis(200), fill_if_empty(&shop)).await;
        assert!(waiting.is_err(), "two filled the shop at once");
        turn.end().await;
    }
}
