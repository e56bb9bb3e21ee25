//! The category tree in memory: what stands below what, how many published products each category has, and what pages
//! show of it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{CategoryBranch, CategoryHead, CategoryId, CategoryLink, CategoryWindow};
use super::reading::CategoryView;
use super::store;
use crate::catalog::image::model::{Focus, Picture};

/// So many grounds there are for pictures (`--tint-1` and so on in `style/tokens.css`).
const TINTS: u8 = 8;

/// The whole category tree with counts, as it was at most some seconds ago.
pub struct Tree {
    nodes: Vec<Node>,
    by_slug: HashMap<String, usize>,
    by_id: HashMap<Uuid, usize>,
    roots: Vec<usize>,
}

struct Node {
    id: Uuid,
    link: CategoryLink,
    folded_name: String,
    description: String,
    parent: Option<usize>,
    children: Vec<usize>,
    count: u32,
    picture: Option<(Rank, Picture)>,
}

/// Which picture stands for a category: the smallest one's. First those of featured products, then the oldest.
type Rank = (bool, DateTime<Utc>);

impl Tree {
    pub(super) fn new(rows: Vec<store::CategoryRow>, pictures: Vec<store::PictureRow>) -> Self {
        let mut pictures: HashMap<Uuid, _> =
            pictures.into_iter().map(|row| (row.category_id, ranked(row))).collect();
        let by_id: HashMap<Uuid, usize> = rows.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let by_slug = rows.iter().enumerate().map(|(at, row)| (row.slug.clone(), at)).collect();
        let mut nodes: Vec<Node> = rows
            .into_iter()
            .map(|row| Node {
                id: row.id,
                picture: pictures.remove(&row.id),
                link: CategoryLink { name: row.name, slug: row.slug },
                folded_name: row.folded_name,
                description: row.description,
                parent: row.parent_id.and_then(|parent| by_id.get(&parent).copied()),
                children: Vec::new(),
                count: u32::try_from(row.published).unwrap_or(u32::MAX),
            })
            .collect();
        let mut roots = Vec::new();
        for at in 0..nodes.len() {
            match nodes[at].parent {
                Some(parent) => nodes[parent].children.push(at),
                None => roots.push(at),
            }
        }
        let mut tree = Self { nodes, by_slug, by_id, roots };
        for root in tree.roots.clone() {
            tree.add_up(root);
        }
        tree
    }

    /// Adds what the descendants have to what a category has itself; of the pictures the first in rank stays.
    fn add_up(&mut self, at: usize) -> u32 {
        for child in self.nodes[at].children.clone() {
            self.nodes[at].count += self.add_up(child);
            let (own, below) = (&self.nodes[at].picture, &self.nodes[child].picture);
            if let Some((rank, _)) = below
                && own.as_ref().is_none_or(|(first, _)| rank < first)
            {
                let better = below.clone();
                self.nodes[at].picture = better;
            }
        }
        self.nodes[at].count
    }

    /// The top categories, each with the tree below it down to a depth (1 is itself alone), its tint and its
    /// picture.
    #[must_use]
    pub fn windows(&self, depth: usize) -> Vec<CategoryWindow> {
        let window = |(&root, branch): (&usize, CategoryBranch)| {
            let node = &self.nodes[root];
            let picture = node.picture.as_ref().map(|(_, picture)| picture.clone());
            CategoryWindow { branch, tint: self.tint(CategoryId(node.id)), picture }
        };
        self.roots.iter().zip(self.top(depth)).map(window).collect()
    }

    /// Published products in the whole shop.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.roots.iter().map(|&root| self.nodes[root].count).sum()
    }

    /// The category with a slug.
    #[must_use]
    pub fn find(&self, slug: &str) -> Option<CategoryId> {
        self.by_slug.get(slug).map(|&at| CategoryId(self.nodes[at].id))
    }

    /// The slugs of all categories.
    pub fn slugs(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().map(|node| node.link.slug.as_str())
    }

    /// Name and slug of a category.
    #[must_use]
    pub fn link(&self, id: CategoryId) -> Option<&CategoryLink> {
        self.by_id.get(&id.0).map(|&at| &self.nodes[at].link)
    }

    /// The number of the ground under a category's pictures, 1 to 8: one for each root in the order in which they
    /// were made, so that a new root changes no other's.
    #[must_use]
    pub fn tint(&self, id: CategoryId) -> u8 {
        let Some(mut at) = self.by_id.get(&id.0).copied() else { return TINTS };
        while let Some(parent) = self.nodes[at].parent {
            at = parent;
        }
        let older = self.roots.iter().filter(|&&root| self.nodes[root].id < self.nodes[at].id).count();
        u8::try_from(older % usize::from(TINTS)).map_or(TINTS, |number| number + 1)
    }

    /// Published products of a category and its descendants.
    #[must_use]
    pub fn count(&self, id: CategoryId) -> u32 {
        self.by_id.get(&id.0).map_or(0, |&at| self.nodes[at].count)
    }

    /// A category and all that stand below it.
    #[must_use]
    pub fn with_descendants(&self, id: CategoryId) -> Vec<Uuid> {
        let mut found = Vec::new();
        let mut open: Vec<usize> = self.by_id.get(&id.0).copied().into_iter().collect();
        while let Some(at) = open.pop() {
            found.push(self.nodes[at].id);
            open.extend(&self.nodes[at].children);
        }
        found
    }

    /// From the root down to the category itself.
    #[must_use]
    pub fn trail(&self, id: CategoryId) -> Vec<CategoryLink> {
        let mut trail = Vec::new();
        let mut at = self.by_id.get(&id.0).copied();
        while let Some(here) = at {
            trail.push(self.nodes[here].link.clone());
            at = self.nodes[here].parent;
        }
        trail.reverse();
        trail
    }

    /// Every category, each behind the one that it stands below, with its name behind those of all above it:
    /// `Kitchen / Kettles`.
    #[must_use]
    pub fn paths(&self) -> Vec<(CategoryId, String)> {
        let mut paths = Vec::with_capacity(self.nodes.len());
        self.add_paths(&self.roots, "", &mut paths);
        paths
    }

    fn add_paths(&self, nodes: &[usize], above: &str, paths: &mut Vec<(CategoryId, String)>) {
        for &at in nodes {
            let node = &self.nodes[at];
            let path = [above, &node.link.name].concat();
            let above = [&path, " / "].concat();
            paths.push((CategoryId(node.id), path));
            self.add_paths(&node.children, &above, paths);
        }
    }

    /// The head of a category's page.
    #[must_use]
    pub fn head(&self, id: CategoryId) -> Option<CategoryHead> {
        let &at = self.by_id.get(&id.0)?;
        let node = &self.nodes[at];
        let mut trail = self.trail(id);
        trail.pop();
        Some(CategoryHead {
            link: node.link.clone(),
            description: node.description.clone(),
            trail,
            children: self.branches(&node.children, 1, &|node| self.nodes[node].count),
        })
    }

    /// Every category, in order of name.
    pub(super) fn each(&self) -> impl Iterator<Item = CategoryView> {
        self.nodes.iter().map(|node| CategoryView {
            id: CategoryId(node.id),
            name: node.link.name.clone(),
            slug: node.link.slug.clone(),
            description: node.description.clone(),
            parent: node.parent.map(|parent| CategoryId(self.nodes[parent].id)),
            product_count: node.count,
        })
    }

    /// The tree down to a depth, from the roots; a depth of 1 is the roots alone.
    #[must_use]
    pub fn top(&self, depth: usize) -> Vec<CategoryBranch> {
        self.branches(&self.roots, depth, &|at| self.nodes[at].count)
    }

    /// What a list offers to narrow it down: the children of the chosen category (of a leaf, its siblings),
    /// or the roots, each with its number of matches, summed from those of single categories.
    #[must_use]
    pub fn choices(&self, chosen: Option<CategoryId>, matches: &dyn Fn(Uuid) -> u32) -> Vec<CategoryBranch> {
        let at = chosen.and_then(|id| self.by_id.get(&id.0).copied());
        let siblings =
            |at: usize| self.nodes[at].parent.map_or(&self.roots, |parent| &self.nodes[parent].children);
        let offered = match at {
            None => &self.roots,
            Some(at) if self.nodes[at].children.is_empty() => siblings(at),
            Some(at) => &self.nodes[at].children,
        };
        let mut choices = self.branches(offered, 1, &|at| self.sum(at, matches));
        // Where nothing matches anywhere, all of them are offered as ways out.
        if chosen.is_none() && choices.iter().all(|choice| choice.count == 0) {
            return choices;
        }
        choices
            .retain(|choice| choice.count > 0 || chosen.and_then(|id| self.link(id)) == Some(&choice.link));
        choices
    }

    fn sum(&self, at: usize, matches: &dyn Fn(Uuid) -> u32) -> u32 {
        let node = &self.nodes[at];
        matches(node.id) + node.children.iter().map(|&child| self.sum(child, matches)).sum::<u32>()
    }

    fn branches(&self, nodes: &[usize], depth: usize, count: &dyn Fn(usize) -> u32) -> Vec<CategoryBranch> {
        if depth == 0 {
            return Vec::new();
        }
        nodes
            .iter()
            .map(|&at| CategoryBranch {
                link: self.nodes[at].link.clone(),
                count: count(at),
                children: self.branches(&self.nodes[at].children, depth - 1, count),
            })
            .collect()
    }

    /// Categories whose name has the folded text in it, best first.
    #[must_use]
    pub fn named(&self, folded: &str, limit: usize) -> Vec<CategoryLink> {
        let mut found: Vec<(usize, &Node)> = self
            .nodes
            .iter()
            .filter(|node| node.count > 0)
            .filter_map(|node| node.folded_name.find(folded).map(|at| (at, node)))
            .collect();
        found.sort_by_key(|(at, node)| (*at, std::cmp::Reverse(node.count)));
        found.into_iter().take(limit).map(|(_, node)| node.link.clone()).collect()
    }
}

fn ranked(row: store::PictureRow) -> (Rank, Picture) {
    let side = |pixels: i32| u32::try_from(pixels).unwrap_or_default();
    let tenth = |percent: i16| u8::try_from((percent + 5) / 10).unwrap_or_default();
    let picture = Picture {
        file: row.file,
        alt: row.alt,
        width: side(row.width),
        height: side(row.height),
        focus: Focus(tenth(row.focus.0), tenth(row.focus.1)),
    };
    ((!row.is_featured, row.created_at), picture)
}
