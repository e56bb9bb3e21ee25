//! What is done to several products at once (SPEC A3): one statement for all; where the database refuses that, one for
//! each, and those that are refused are named.

use sqlx::{Connection as _, PgConnection};
use uuid::Uuid;

use crate::accounts::audit as trail;
use crate::accounts::caller::Staff;
use crate::accounts::model::Kind;
use crate::catalog::product::admin::PRODUCTS;
use crate::catalog::product::change::WORDS;
use crate::catalog::product::input::check_price_change;
use crate::catalog::product::model::ProductStatus;
use crate::catalog::product::store::admin::{self as store, Deed};
use crate::error::{AppError, explain};
use crate::listing::Acted;

/// So many refusals are told.
const TOLD: usize = 20;

/// Does an action to products, within the caller's transaction and its entry of the audit trail. What is so already
/// counts as done.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission that the action needs; "Action not found"; a value that the action
/// cannot take.
pub async fn act(
    connection: &mut PgConnection,
    staff: &Staff,
    action: &str,
    value: &str,
    ids: &[Uuid],
) -> Result<Acted, AppError> {
    trail::must_act(staff, &PRODUCTS, Kind::Product, action)?;
    let deed = deed_of(action, value)?;
    let trashed = matches!(deed, Deed::Deleted(false) | Deed::Erased);
    let found = store::lock_all(connection, ids, trashed).await?;
    let found_ids: Vec<Uuid> = found.iter().map(|(id, _)| *id).collect();
    let mut acted = Acted { done: count(found.len()), problems: Vec::new() };
    match ids.len().saturating_sub(found.len()) {
        0 => {}
        1 => acted.problems.push("1 product is not there any more".to_owned()),
        gone => acted.problems.push(format!("{gone} products are not there any more")),
    }
    if attempt(connection, deed, &found_ids).await?.is_ok() {
        return Ok(acted);
    }
    acted.done = 0;
    for (id, name) in found {
        match attempt(connection, deed, &[id]).await? {
            Ok(()) => acted.done += 1,
            Err(words) if acted.problems.len() < TOLD => acted.problems.push(format!("{name}: {words}")),
            Err(_) => {}
        }
    }
    Ok(acted)
}

/// Whether an action can take a value.
///
/// # Errors
/// "Action not found"; what is wrong with the value.
pub fn check_action(action: &str, value: &str) -> Result<(), AppError> {
    deed_of(action, value).map(|_| ())
}

fn deed_of(action: &str, value: &str) -> Result<Deed, AppError> {
    Ok(match action {
        "publish" => Deed::Status(ProductStatus::Published),
        "unpublish" => Deed::Status(ProductStatus::Draft),
        "archive" => Deed::Status(ProductStatus::Archived),
        "feature" => Deed::Featured(true),
        "unfeature" => Deed::Featured(false),
        "category" => {
            let unknown = |_| AppError::field("value", "Choose a category");
            Deed::Category(Uuid::try_parse(value.trim()).map_err(unknown)?)
        }
        "price" => {
            Deed::Price(check_price_change(value).map_err(|message| AppError::field("value", message))?)
        }
        "delete" => Deed::Deleted(true),
        "restore" => Deed::Deleted(false),
        "erase" => Deed::Erased,
        _ => return Err(AppError::NotFound("Action".to_owned())),
    })
}

/// Does it under a savepoint: where a rule of the database refuses it, the transaction is as before, and the refusal is
/// answered in words.
async fn attempt(
    connection: &mut PgConnection,
    deed: Deed,
    ids: &[Uuid],
) -> Result<Result<(), String>, AppError> {
    let mut savepoint = connection.begin().await?;
    match store::act(&mut savepoint, deed, ids).await {
        Ok(_) => {
            savepoint.commit().await?;
            Ok(Ok(()))
        }
        Err(error) => {
            let words = refusal(error)?;
            savepoint.rollback().await?;
            Ok(Err(words))
        }
    }
}

/// What a rule of the database says in words; anything else is an error.
fn refusal(error: sqlx::Error) -> Result<String, AppError> {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .map(std::borrow::Cow::into_owned);
    match code.as_deref() {
        // More than the column holds.
        Some("22003") => Ok("At most 99999999.99".to_owned()),
        Some(code) if code.starts_with("23") => match explain(WORDS)(error) {
            AppError::Validation(errors) => Ok(errors.0.into_values().flatten().next().unwrap_or_default()),
            other => Err(other),
        },
        _ => Err(error.into()),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_of_the_list_is_a_deed() {
        let category = Uuid::nil().to_string();
        for action in PRODUCTS.actions {
            let value = match action.name {
                "category" => category.as_str(),
                "price" => "+10%",
                _ => "",
            };
            assert!(deed_of(action.name, value).is_ok(), "{}", action.name);
        }
        assert_eq!(deed_of("price", "much").unwrap_err().status(), 400);
        assert_eq!(deed_of("sell", "").unwrap_err().status(), 404);
    }
}
