//! Products for staff (SPEC A2 to A6). Whatever is written here stands in the audit trail.

mod act;
pub mod images;
mod preview;
mod save;

use std::collections::BTreeMap;

use uuid::Uuid;

pub use self::act::{act, check_action};
pub use self::preview::preview;
pub use self::save::save;
use super::admin::{PRODUCTS, stock_choices};
use super::model::{Price, ProductStatus};
use super::store::admin::{self as store, FormRow};
use crate::accounts::caller::Staff;
use crate::accounts::lists;
use crate::accounts::model::{Action, Kind, Permission};
use crate::catalog::category;
use crate::catalog::category::model::CategoryId;
use crate::catalog::category::service::Tree;
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::listing::OwnedAsked;
use crate::listing::{Choice, FormPage, ListCounts, ListPage, ListQuery, May, StaffImage, Values};

const VIEW: Permission = Permission::new(Action::View, Kind::Product);
const ADD: Permission = Permission::new(Action::Add, Kind::Product);
const CHANGE: Permission = Permission::new(Action::Change, Kind::Product);

/// Some products with their id, name and stock, and how many there are of such.
pub type Shelf = (Vec<(Uuid, String, i32)>, u32);

/// Checks that somebody may see products.
///
/// # Errors
/// [`AppError::Forbidden`] where they may not.
pub fn must_view(staff: &Staff) -> Result<(), AppError> {
    staff.must(VIEW)
}

/// A page of the products that a list shows.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view products; when the database does not answer.
pub async fn list(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListPage, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    let may = staff.may_all(Kind::Product, &PRODUCTS);
    let mut page = lists::page(backend, &PRODUCTS, &asked, may).await?;
    let tree = category::service::tree(backend).await?;
    let paths = tree.paths();
    if let Some(counts) = &mut page.counts {
        count_below(&tree, &paths, counts);
    }
    page.choices = all_choices(paths);
    page.choices.insert("stock".to_owned(), stock_choices(backend.settings.vitrine.low_stock));
    Ok(page)
}

/// How many products a list has, and how many each choice of its filters would leave.
///
/// # Errors
/// As [`list`].
pub async fn counts(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListCounts, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    let mut counts = lists::counts(backend, &PRODUCTS, &asked).await?;
    let tree = category::service::tree(backend).await?;
    count_below(&tree, &tree.paths(), &mut counts);
    Ok(counts)
}

/// A category is chosen with those below it, and is counted with them. The order is that of the tree's paths.
fn count_below(tree: &Tree, paths: &[(CategoryId, String)], counts: &mut ListCounts) {
    let Some(found) = counts.filters.get_mut("category") else { return };
    let own: BTreeMap<String, u32> = std::mem::take(found).into_iter().collect();
    let within = |id: CategoryId| -> u32 {
        tree.with_descendants(id).iter().filter_map(|one| own.get(&one.to_string())).sum()
    };
    *found =
        paths.iter().map(|(id, _)| (id.0.to_string(), within(*id))).filter(|(_, count)| *count > 0).collect();
}

/// What a list asks of the database.
///
/// # Errors
/// As [`list`].
pub async fn asked(backend: &Backend, staff: &Staff, query: ListQuery) -> Result<OwnedAsked, AppError> {
    staff.must(VIEW)?;
    let mut ids = BTreeMap::new();
    if let Some(id) = query.filters.get("category").and_then(|id| Uuid::try_parse(id).ok()) {
        let tree = category::service::tree(backend).await?;
        // A category that nobody knows has no products.
        ids.insert("category", tree.with_descendants(CategoryId(id)));
    }
    let ends = BTreeMap::from([("stock", vec![0, backend.settings.vitrine.low_stock])]);
    Ok(OwnedAsked { source: &store::SOURCE, query, ids, ends, among: None })
}

/// The form of a product, or of a new one.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view products, or to add one; "Product not found".
pub async fn form(backend: &Backend, staff: &Staff, id: Option<&str>) -> Result<FormPage, AppError> {
    let Some(id) = id else {
        staff.must(ADD)?;
        let draft = [("status".to_owned(), ProductStatus::Draft.as_str().to_owned())];
        return Ok(FormPage {
            values: draft.into(),
            choices: all_choices(category::service::tree(backend).await?.paths()),
            request: Uuid::now_v7(),
            may: staff.may_all(Kind::Product, &PRODUCTS),
            ..FormPage::default()
        });
    };
    staff.must(VIEW)?;
    page(backend, staff, lists::id(id, "Product")?).await
}

/// Products whose name has a text in it (of a short one: begins with it), at most `limit`: their ids and names.
///
/// # Errors
/// As [`list`].
pub async fn find(
    backend: &Backend,
    staff: &Staff,
    text: &str,
    limit: i64,
) -> Result<Vec<(Uuid, String)>, AppError> {
    staff.must(VIEW)?;
    Ok(store::named(&backend.readers, text, limit).await?)
}

/// What some products are called, by their ids, the trash included; what is gone is not among them. The caller has
/// asked for a permission to see where they stand.
///
/// # Errors
/// When the database does not answer.
pub async fn names(backend: &Backend, ids: &[Uuid]) -> Result<BTreeMap<Uuid, String>, AppError> {
    Ok(store::names(&backend.readers, ids).await?.into_iter().collect())
}

/// How many products there are of each status, and in the trash.
///
/// # Errors
/// As [`list`].
pub async fn by_status(backend: &Backend, staff: &Staff) -> Result<Vec<(String, u32)>, AppError> {
    staff.must(VIEW)?;
    let rows = store::by_status(&backend.readers).await?;
    Ok(rows.into_iter().map(|(status, count)| (status, u32::try_from(count).unwrap_or(u32::MAX))).collect())
}

/// Published products that run low, the fewest first, at most `limit`: id, name, stock; and how many there are in all,
/// 10,001 at most. Those of the list `status=published&stock=low`.
///
/// # Errors
/// As [`list`].
pub async fn low_stock(backend: &Backend, staff: &Staff, limit: i64) -> Result<Shelf, AppError> {
    shelf(backend, staff, (1, backend.settings.vitrine.low_stock), limit).await
}

/// The same of what is sold out: the list `status=published&stock=none`.
///
/// # Errors
/// As [`list`].
pub async fn sold_out(backend: &Backend, staff: &Staff, limit: i64) -> Result<Shelf, AppError> {
    shelf(backend, staff, (0, 0), limit).await
}

async fn shelf(backend: &Backend, staff: &Staff, between: (i32, i32), limit: i64) -> Result<Shelf, AppError> {
    staff.must(VIEW)?;
    let (rows, total) = store::with_stock(&backend.readers, between, limit).await?;
    let rows = rows.into_iter().map(|row| (row.id, row.name, row.stock)).collect();
    Ok((rows, u32::try_from(total).unwrap_or(u32::MAX)))
}

/// The form of a product as it is now.
async fn page(backend: &Backend, staff: &Staff, id: Uuid) -> Result<FormPage, AppError> {
    let row = store::form(&backend.pool, id).await?.ok_or_else(not_found)?;
    let images = store::images(&backend.pool, id).await?;
    let is_public = row.status == ProductStatus::Published && !row.is_trashed;
    Ok(FormPage {
        id: Some(id.to_string()),
        title: row.name.clone(),
        values: values_of(&row),
        choices: all_choices(category::service::tree(backend).await?.paths()),
        request: Uuid::now_v7(),
        may: staff.may_all(Kind::Product, &PRODUCTS),
        is_trashed: row.is_trashed,
        public: is_public.then(|| format!("/products/{}", row.slug)),
        images: images.into_iter().map(image).collect(),
        images_may: images_may(staff),
    })
}

/// What somebody may do with the pictures of products: whoever changes those changes the product.
fn images_may(staff: &Staff) -> May {
    let may_change = staff.user().may(CHANGE);
    let may = |action| may_change && staff.user().may(Permission::new(action, Kind::Image));
    May {
        view: staff.user().may(VIEW),
        add: may(Action::Add),
        change: may(Action::Change),
        delete: may(Action::Delete),
    }
}

/// What the form's fields hold.
fn values_of(row: &FormRow) -> Values {
    [
        ("name", row.name.clone()),
        ("slug", row.slug.clone()),
        ("description", row.description.clone()),
        ("price", Price::from_cents(row.cents).to_string()),
        ("stock", row.stock.to_string()),
        ("category", row.category_id.to_string()),
        ("status", row.status.as_str().to_owned()),
        ("is_featured", lists::yes_or_nothing(row.is_featured)),
        ("created_at", lists::moment(row.created_at)),
        ("updated_at", lists::moment(row.updated_at)),
        ("created_by", row.created_by.clone().unwrap_or_default()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// What can be chosen: every category with those above it, by the tree's paths, and what a product can be.
fn all_choices(paths: Vec<(CategoryId, String)>) -> BTreeMap<String, Vec<Choice>> {
    let categories = paths.into_iter().map(|(id, label)| Choice { value: id.0.to_string(), label }).collect();
    [("category", categories), ("status", lists::fixed_choices(&PRODUCTS, "status"))]
        .map(|(name, choices)| (name.to_owned(), choices))
        .into()
}

fn image(row: store::ImageRow) -> StaffImage {
    let pixels = |side: i32| u32::try_from(side).unwrap_or_default();
    let percent = |part: i16| u8::try_from(part).unwrap_or(50);
    StaffImage {
        id: row.id,
        file: row.file,
        alt: row.alt,
        width: pixels(row.width),
        height: pixels(row.height),
        focus: (percent(row.focus_x), percent(row.focus_y)),
    }
}

fn not_found() -> AppError {
    AppError::NotFound("Product".to_owned())
}

fn in_the_trash() -> AppError {
    AppError::Conflict("This product is in the trash: restore it first".to_owned())
}
