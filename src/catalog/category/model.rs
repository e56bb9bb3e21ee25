//! What a category is, and the tree of them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::catalog::image::model::Picture;

/// A category's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CategoryId(pub Uuid);

/// A name and the address it leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryLink {
    /// The category's name.
    pub name: String,
    /// Its slug: the page is `/categories/{slug}`.
    pub slug: String,
}

/// A category in a tree for a page: its link, how many published products it and its descendants have,
/// and its children.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryBranch {
    /// Name and slug.
    pub link: CategoryLink,
    /// Published products, those of descendants included.
    pub count: u32,
    /// The categories below, in order of name.
    pub children: Vec<CategoryBranch>,
}

/// A top category as a small window of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryWindow {
    /// The category with those below it.
    pub branch: CategoryBranch,
    /// The ground under its picture while it comes, 1 to 8.
    pub tint: u8,
    /// The picture of one of its products: a featured one's, else the oldest one's.
    pub picture: Option<Picture>,
}

/// The head of a category's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryHead {
    /// Name and slug.
    pub link: CategoryLink,
    /// What it holds, in a sentence or two.
    pub description: String,
    /// From the root down to the parent.
    pub trail: Vec<CategoryLink>,
    /// The categories directly below, with their counts; their own children are left out.
    pub children: Vec<CategoryBranch>,
}
