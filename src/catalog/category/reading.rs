//! Use cases that programs read categories by (SPEC R7).

use super::model::CategoryId;
use super::service::tree;
use super::store;
use crate::error::AppError;
use crate::infra::Backend;

/// A category as programs read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryView {
    /// The id.
    pub id: CategoryId,
    /// The name.
    pub name: String,
    /// The slug.
    pub slug: String,
    /// What it holds.
    pub description: String,
    /// The category above it.
    pub parent: Option<CategoryId>,
    /// Published products, those of the categories below it included.
    pub product_count: u32,
}

/// All categories in order of name, as they were at most some seconds ago.
///
/// # Errors
/// When the database does not answer.
pub async fn all(backend: &Backend) -> Result<Vec<CategoryView>, AppError> {
    Ok(tree(backend).await?.each().collect())
}

/// A category as it is now; its number of products as it was at most some seconds ago.
///
/// # Errors
/// "Category not found".
pub async fn by_id(backend: &Backend, id: CategoryId) -> Result<CategoryView, AppError> {
    let row = store::present(&backend.readers, id.0)
        .await?
        .ok_or_else(|| AppError::NotFound("Category".to_owned()))?;
    Ok(CategoryView {
        id,
        name: row.name,
        slug: row.slug,
        description: row.description,
        parent: row.parent_id.map(CategoryId),
        product_count: tree(backend).await?.count(id),
    })
}
