//! What shoppers will see of a product, while its form is being filled in (SPEC A4).

use super::VIEW;
use crate::accounts::caller::Staff;
use crate::catalog::product::admin::Preview;
use crate::catalog::product::input::{LONGEST_DESCRIPTION, check_price, check_stock};
use crate::catalog::product::markdown;
use crate::catalog::product::model::Availability;
use crate::error::AppError;
use crate::infra::Backend;
use crate::listing::Values;

/// A product's description as its page shows it, its price, and whether it can be had.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view products; a description that is too long.
#[allow(clippy::unused_async, reason = "a service like the others")]
pub async fn preview(backend: &Backend, staff: &Staff, values: &Values) -> Result<Preview, AppError> {
    staff.must(VIEW)?;
    let value = |name: &str| values.get(name).map_or("", String::as_str);
    let description = value("description").trim();
    if description.chars().count() > LONGEST_DESCRIPTION {
        return Err(AppError::TooLarge);
    }
    let availability = check_stock(value("stock")).map_or(String::new(), |stock| {
        match Availability::of(stock, backend.settings.vitrine.low_stock) {
            Availability::InStock => "In stock".to_owned(),
            Availability::Low(left) => format!("Only {left} left"),
            Availability::SoldOut => "Sold out".to_owned(),
        }
    });
    Ok(Preview {
        html: markdown::to_html(&description.replace("\r\n", "\n")),
        price: check_price(value("price")).map(|price| price.to_string()).unwrap_or_default(),
        availability,
    })
}
