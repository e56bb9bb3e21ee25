//! Products for programs (SPEC R1 to R6): lists, single ones, and the steps between the desk and the shop.

mod ask;
mod write;

use axum::http::Method;
use serde_json::Value;

use super::call::{Answer, Call};
use super::fields::{ANY_TEXT, Field, Kind, NAME, Values};
use super::json::Json;
use super::once;
use super::operations::{GONE, Running, good, reading, resource, writing};
use super::paging;
use super::refusal::Refusal;
use super::table::{AnswerDoc, Body, Operation, Resource, Tag};
use crate::accounts::caller::User;
use crate::catalog::category::model::CategoryId;
use crate::catalog::product::input::{LARGEST_STOCK, LONGEST_DESCRIPTION, LONGEST_NAME};
use crate::catalog::product::model::{ProductId, ProductStatus};
use crate::catalog::product::own::service as own;
use crate::catalog::product::patch::{self, Matched, ProductPatch};
use crate::catalog::product::reading as products;
use crate::catalog::product::view::{ProductRows, ProductView};
use crate::error::AppError;

/// What a product is written with (SPEC R2).
const FIELDS: &[Field] = &[
    Field {
        name: "name",
        kind: Kind::Text { longest: LONGEST_NAME, blank: false, lines: false, pattern: Some(NAME) },
        required: true,
        nullable: false,
        write_only: false,
        text: "No other product of the category has it.",
    },
    Field {
        name: "description",
        kind: Kind::Text { longest: LONGEST_DESCRIPTION, blank: true, lines: true, pattern: Some(ANY_TEXT) },
        required: false,
        nullable: false,
        write_only: false,
        text: "Markdown.",
    },
    Field {
        name: "price",
        kind: Kind::Price,
        required: true,
        nullable: false,
        write_only: false,
        text: "From 0.01 to 99999999.99, with at most two decimals, as a text such as `19.99` or as a number.",
    },
    Field {
        name: "category_id",
        kind: Kind::Uuid,
        required: true,
        nullable: false,
        write_only: true,
        text: "The id of its category.",
    },
    Field {
        name: "stock",
        kind: Kind::Integer { least: 0, most: LARGEST_STOCK as i64 },
        required: false,
        nullable: false,
        write_only: false,
        text: "How many there are. A change is made as a difference, so that what is sold meanwhile stays sold.",
    },
    Field {
        name: "is_featured",
        kind: Kind::Bool,
        required: false,
        nullable: false,
        write_only: false,
        text: "Whether the first page of the shop shows it. Heeded from staff who may change products.",
    },
];

const WHOLE: &[AnswerDoc] = &[good(200, "The product.", "Product")];
const CREATED: &[AnswerDoc] = &[good(201, "The product, and its address.", "Product")];
const STATUS: &[AnswerDoc] = &[good(200, "The status that it has now.", "ProductStatus")];

/// This file's rows of the table.
pub(super) fn resources() -> Vec<Resource> {
    let lists = vec![list_row(), create_row()];
    let single = vec![
        Operation {
            summary: "A product",
            text: "What is not published is there for its owner, and for staff who may view products.",
            answers: WHOLE,
            ..reading("products_retrieve", "products", retrieve)
        },
        change_row(Method::PUT, "products_update", "Change a product", update),
        change_row(Method::PATCH, "products_partial_update", "Change parts of a product", partial_update),
        Operation {
            summary: "Delete a product",
            text: "By its owner, or by staff who may delete products.",
            answers: GONE,
            ..writing(Method::DELETE, "products_delete", "products", delete)
        },
    ];
    vec![
        resource("/api/products/", "Product", lists),
        resource("/api/products/featured/", "Product", vec![featured_row()]),
        resource("/api/products/{id}/", "Product", single),
        step("/api/products/{id}/publish/", "products_publish", "Put a product into the shop", publish),
        step("/api/products/{id}/unpublish/", "products_unpublish", "Make it a draft again", unpublish),
        step("/api/products/{id}/archive/", "products_archive", "Take a product out of the shop", archive),
    ]
}

fn list_row() -> Operation {
    Operation {
        summary: "Products, a page at a time",
        text: "The published ones, newest first, unless something else is asked for. All filters hold together.",
        parameters: ask::LIST,
        answers: const { &[good(200, "A page, or a part of a walk.", "ProductList")] },
        tagged: Tag::Weak,
        ..reading("products_list", "products", list)
    }
}

fn featured_row() -> Operation {
    Operation {
        summary: "At most 10 products that the first page shows",
        parameters: ask::FEATURED,
        answers: const { &[good(200, "The products, newest first.", "FeaturedProducts")] },
        tagged: Tag::Weak,
        ..reading("products_featured", "products", featured)
    }
}

fn create_row() -> Operation {
    Operation {
        summary: "Create a product",
        text: "It is a draft of the caller's, until it is published.",
        body: Some(Body { schema: "ProductWrite", fields: FIELDS, partial: false }),
        answers: CREATED,
        once: true,
        ..writing(Method::POST, "products_create", "products", create)
    }
}

fn change_row(
    method: Method,
    id: &'static str,
    summary: &'static str,
    run: fn(Call) -> Running,
) -> Operation {
    let is_partial = method == Method::PATCH;
    let schema = if is_partial { "ProductPatch" } else { "ProductWrite" };
    Operation {
        summary,
        text: "By its owner, or by staff who may change products. What is not sent stays as it is.",
        body: Some(Body { schema, fields: FIELDS, partial: is_partial }),
        answers: WHOLE,
        ..writing(method, id, "products", run)
    }
}

fn step(path: &'static str, id: &'static str, summary: &'static str, run: fn(Call) -> Running) -> Resource {
    let operation = Operation {
        summary,
        text: "By its owner, or by staff who may change products. It reads no body.",
        answers: STATUS,
        once: true,
        ..writing(Method::POST, id, "products", run)
    };
    resource(path, "Product", vec![operation])
}

/// The schemas of what is answered here.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    write::schemas()
}

fn list(call: Call) -> Running {
    Box::pin(async move {
        let ask = ask::list(&call.query);
        let only = ask::only(&call.query);
        if call.query.is_named("cursor") {
            let size = paging::asked(&call.query)?.size;
            let cursor = call.query.get("cursor").unwrap_or_default();
            let part = products::walk(call.backend(), &call.visitor, &ask, cursor, size).await?;
            let views = views(&part.rows)?;
            let (next, previous) = (part.next.as_deref(), part.previous.as_deref());
            let room = write::room(&views);
            return Ok(Answer::json(paging::cursor_envelope(&call, next, previous, room, |out| {
                for view in &views {
                    out.object(|out| write::write(out, view, only.as_ref()));
                }
            })));
        }
        let asked = paging::asked(&call.query)?;
        let page = products::page(call.backend(), &call.visitor, &ask, asked.page, asked.size).await?;
        let views = views(&page.rows)?;
        let room = write::room(&views);
        Ok(Answer::json(paging::envelope(&call, page.count, page.number, asked.size, room, |out| {
            for view in &views {
                out.object(|out| write::write(out, view, only.as_ref()));
            }
        })))
    })
}

fn featured(call: Call) -> Running {
    Box::pin(async move {
        let rows = products::featured(call.backend()).await?;
        Ok(Answer::json(write::plain_list(&views(&rows)?, ask::only(&call.query).as_ref())))
    })
}

fn retrieve(call: Call) -> Running {
    Box::pin(async move {
        let rows = products::by_id(call.backend(), &call.visitor, ProductId(call.id())).await?;
        Ok(Answer::json(write::whole(&rows.first()?)))
    })
}

fn create(call: Call) -> Running {
    Box::pin(async move {
        let user = call.user()?.clone();
        let id = ProductId(call.new_id);
        // An earlier run of the same request may have come as far as this.
        if !(call.again && once::is_there(products::by_id(call.backend(), &call.visitor, id).await)?) {
            let patch = patch_of(call.sent(FIELDS, false)?);
            patch::create(call.backend(), &user, id, &patch).await?;
        }
        let rows = products::by_id(call.backend(), &call.visitor, id).await?;
        let address = format!("{}/api/products/{}/", call.base, id.0);
        Ok(Answer::created(write::whole(&rows.first()?), address))
    })
}

fn update(call: Call) -> Running {
    Box::pin(change(call, false))
}

fn partial_update(call: Call) -> Running {
    Box::pin(change(call, true))
}

async fn change(call: Call, is_partial: bool) -> Result<Answer, Refusal> {
    let user = call.user()?.clone();
    let id = ProductId(call.id());
    let seen = products::by_id(call.backend(), &call.visitor, id).await?;
    let asked = read_change(&call, &seen, is_partial);
    let (patch, matched) = may_first(&call, &user, id, asked).await?;
    patch::apply(call.backend(), &user, id, &patch, matched).await?;
    let rows = products::by_id(call.backend(), &call.visitor, id).await?;
    Ok(Answer::json(write::whole(&rows.first()?)))
}

/// The body, and what it is for where `If-Match` names it.
fn read_change(
    call: &Call,
    seen: &ProductRows,
    is_partial: bool,
) -> Result<(ProductPatch, Option<Matched>), Refusal> {
    let patch = patch_of(call.sent(FIELDS, is_partial)?);
    Ok((patch, matched(call, seen)?))
}

/// What `If-Match` names of a product; `None` where it is not sent.
fn matched(call: &Call, seen: &ProductRows) -> Result<Option<Matched>, Refusal> {
    if !call.has_if_match() {
        return Ok(None);
    }
    let view = seen.first()?;
    call.check_match(&write::whole(&view).into_bytes())?;
    Ok(Some(Matched { version: view.version, stock: view.stock }))
}

/// Who may not change the product hears that, rather than what else is wrong with the request.
async fn may_first<T>(
    call: &Call,
    user: &User,
    id: ProductId,
    asked: Result<T, Refusal>,
) -> Result<T, Refusal> {
    if asked.is_err() {
        own::edit(call.backend(), user, id).await?;
    }
    asked
}

fn delete(call: Call) -> Running {
    Box::pin(async move {
        let user = call.user()?.clone();
        let id = ProductId(call.id());
        let seen = products::by_id(call.backend(), &call.visitor, id).await?;
        let matched = may_first(&call, &user, id, matched(&call, &seen)).await?;
        patch::delete(call.backend(), &user, id, matched).await?;
        Ok(Answer::none())
    })
}

fn publish(call: Call) -> Running {
    Box::pin(set_status(call, ProductStatus::Published))
}

fn unpublish(call: Call) -> Running {
    Box::pin(set_status(call, ProductStatus::Draft))
}

fn archive(call: Call) -> Running {
    Box::pin(set_status(call, ProductStatus::Archived))
}

async fn set_status(call: Call, status: ProductStatus) -> Result<Answer, Refusal> {
    let user = call.user()?.clone();
    let id = ProductId(call.id());
    let seen = products::by_id(call.backend(), &call.visitor, id).await?;
    // An earlier run of the same request may have come as far as this, and made the tag in `If-Match` stale itself.
    let is_done = call.again && seen.first()?.status == status;
    if is_done {
        own::edit(call.backend(), &user, id).await?;
    } else {
        let matched = may_first(&call, &user, id, matched(&call, &seen)).await?;
        patch::set_status(call.backend(), &user, id, status, matched).await?;
    }
    let mut json = Json::with_capacity(32);
    json.object(|out| out.text("status", status.as_str()));
    Ok(Answer::json(json))
}

fn views(rows: &ProductRows) -> Result<Vec<ProductView<'_>>, AppError> {
    // Collected, the list would not know its length, and grow step by step.
    let mut views = Vec::with_capacity(rows.len());
    for view in rows.iter() {
        views.push(view?);
    }
    Ok(views)
}

fn patch_of(mut values: Values) -> ProductPatch {
    ProductPatch {
        name: values.text("name"),
        description: values.text("description"),
        price: values.text("price"),
        category: values.uuid("category_id").flatten().map(CategoryId),
        stock: values.text("stock"),
        is_featured: values.bool("is_featured"),
    }
}
