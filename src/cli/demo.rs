//! `demo`: the demo catalogue, or many made-up products.

use std::collections::HashMap;
use std::time::Instant;

use chrono::TimeDelta;
use rust_embed::RustEmbed;
use serde::Deserialize;

use super::CommandError;
use crate::catalog::category::input::CategoryForm;
use crate::catalog::category::model::CategoryId;
use crate::catalog::image::service::{StoredPicture, store_picture};
use crate::catalog::product::change;
use crate::catalog::product::input::ProductForm;
use crate::catalog::{Actor, category, synthetic};
use crate::infra::{Backend, clock};

/// The demo catalogue.
const CATALOGUE: &str = include_str!("../../demo/catalogue.json");

/// Its pictures.
#[derive(RustEmbed)]
#[folder = "demo/pictures"]
struct Pictures;

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
    if !change::is_empty_shop(backend).await? {
        return Err(CommandError(
            "The shop has products already: the demo fills an empty shop only".to_owned(),
        ));
    }
    match arguments.products {
        Some(number) => make_up(backend, number).await,
        None => fill(backend).await,
    }
}

/// Fills the shop with the demo catalogue when it has no products.
pub(super) async fn fill_if_empty(backend: &Backend) -> Result<(), CommandError> {
    if change::is_empty_shop(backend).await? { fill(backend).await } else { Ok(()) }
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
    let id = change::insert(connection, Actor::Operator, &form.check()?, category).await?;
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
    synthetic::service::fill(backend, number, &pictures).await?;
    println!("The shop has {number} products ({:.1} s)", began.elapsed().as_secs_f64());
    Ok(())
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
