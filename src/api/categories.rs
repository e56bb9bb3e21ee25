//! Categories for programs (SPEC R7): everybody reads them, staff write them.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::conditional::IfMatch;
use super::fields::{Field, Kind, NAME, SLUG, Values};
use super::json::{Json, Object};
use super::once;
use super::operations::{GONE, Running, good, object, page_of, reading, resource, writing};
use super::paging;
use super::query::{Parameter, Wire};
use super::refusal::Refusal;
use super::table::{AnswerDoc, Body, Operation, Resource, Tag};
use crate::accounts::caller::Staff;
use crate::accounts::model::{Action, Kind as Thing, Permission};
use crate::catalog::category::input::LONGEST_NAME;
use crate::catalog::category::model::CategoryId;
use crate::catalog::category::reading::{self as categories, CategoryView};
use crate::catalog::category::staff::{self, CategoryPatch};
use crate::catalog::product::input::{LONGEST_DESCRIPTION, LONGEST_SLUG};
use crate::catalog::product::reading::PageAsk;
use crate::error::AppError;

/// What a category takes on the wire, roughly, in bytes.
const USUAL_SIZE: usize = 512;

const FIELDS: &[Field] = &[
    Field {
        name: "name",
        kind: Kind::Text { longest: LONGEST_NAME, blank: false, lines: false, pattern: Some(NAME) },
        required: true,
        nullable: false,
        write_only: false,
        text: "No sibling has it.",
    },
    Field {
        name: "slug",
        kind: Kind::Text { longest: LONGEST_SLUG, blank: false, lines: false, pattern: Some(SLUG) },
        required: false,
        nullable: false,
        write_only: false,
        text: "Made from the name where it is not sent. The one of before leads to the new one.",
    },
    Field {
        name: "description",
        kind: Kind::Text { longest: LONGEST_DESCRIPTION, blank: true, lines: true, pattern: None },
        required: false,
        nullable: false,
        write_only: false,
        text: "What it holds, in a sentence or two.",
    },
    Field {
        name: "parent",
        kind: Kind::Uuid,
        required: false,
        nullable: true,
        write_only: false,
        text: "The id of the category above; null at the top. The tree has at most 8 levels.",
    },
];

const PAGING: &[Parameter] = &[
    Parameter { name: "page", wire: Wire::Page, text: "The number of the page, from 1 on, or `last`." },
    Parameter {
        name: "page_size",
        wire: Wire::Size,
        text: "How many are on a page: 20 at first, at most 100.",
    },
];

const WHOLE: &[AnswerDoc] = &[good(200, "The category.", "Category")];
const CREATED: &[AnswerDoc] = &[good(201, "The category, and its address.", "Category")];

/// This file's rows of the table.
pub(super) fn resources() -> Vec<Resource> {
    let lists = vec![
        Operation {
            summary: "Categories in order of name, a page at a time",
            text: "Each counts its published products and those of the categories below it.",
            parameters: PAGING,
            answers: const { &[good(200, "A page.", "CategoryPage")] },
            tagged: Tag::Weak,
            ..reading("categories_list", "categories", list)
        },
        Operation {
            summary: "Create a category",
            text: "By staff who may add categories.",
            body: Some(Body { schema: "CategoryWrite", fields: FIELDS, partial: false }),
            answers: CREATED,
            once: true,
            ..writing(Method::POST, "categories_create", "categories", create)
        },
    ];
    let single = vec![
        Operation {
            summary: "A category",
            answers: WHOLE,
            ..reading("categories_retrieve", "categories", retrieve)
        },
        change_row(Method::PUT, "categories_update", "Change a category", update),
        change_row(Method::PATCH, "categories_partial_update", "Change parts of a category", partial_update),
        Operation {
            summary: "Delete a category and those below it",
            text: "By staff who may delete categories, as long as none of them has products.",
            answers: GONE,
            ..writing(Method::DELETE, "categories_delete", "categories", delete)
        },
    ];
    vec![
        resource("/api/categories/", "Category", lists),
        resource("/api/categories/{id}/", "Category", single),
    ]
}

fn change_row(
    method: Method,
    id: &'static str,
    summary: &'static str,
    run: fn(Call) -> Running,
) -> Operation {
    let is_partial = method == Method::PATCH;
    let schema = if is_partial { "CategoryPatch" } else { "CategoryWrite" };
    Operation {
        summary,
        text: "By staff who may change categories. What is not sent stays as it is.",
        body: Some(Body { schema, fields: FIELDS, partial: is_partial }),
        answers: WHOLE,
        ..writing(method, id, "categories", run)
    }
}

/// The schemas of what is answered here.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let category = object(json!({
        "id": { "type": "string", "format": "uuid" },
        "name": { "type": "string" },
        "slug": { "type": "string", "description": "The category's page is `/categories/{slug}`." },
        "description": { "type": "string" },
        "parent": { "type": ["string", "null"], "format": "uuid" },
        "product_count": { "type": "integer", "minimum": 0 },
    }));
    vec![("Category", category), ("CategoryPage", page_of("Category"))]
}

fn list(call: Call) -> Running {
    Box::pin(async move {
        let asked = paging::asked(&call.query)?;
        let all = categories::all(call.backend()).await?;
        let (number, page) = page_of_all(&all, asked.page, asked.size)?;
        let count = u32::try_from(all.len()).unwrap_or(u32::MAX);
        Ok(Answer::json(paging::envelope(&call, count, number, asked.size, USUAL_SIZE * page.len(), |out| {
            for view in page {
                out.object(|out| write(out, view));
            }
        })))
    })
}

/// A page of what is in memory as a whole, and its number. An empty list has one page.
fn page_of_all<T>(all: &[T], page: PageAsk, size: u32) -> Result<(u32, &[T]), AppError> {
    let size = usize::try_from(size).unwrap_or(usize::MAX).max(1);
    let last = all.len().div_ceil(size).max(1);
    let number = page.number(u32::try_from(last).unwrap_or(u32::MAX))?;
    let from = usize::try_from(number - 1).unwrap_or(usize::MAX).saturating_mul(size);
    let to = all.len().min(from.saturating_add(size));
    Ok((number, all.get(from..to).unwrap_or_default()))
}

fn retrieve(call: Call) -> Running {
    Box::pin(async move {
        Ok(Answer::json(whole(&categories::by_id(call.backend(), CategoryId(call.id())).await?)))
    })
}

fn create(call: Call) -> Running {
    Box::pin(async move {
        let staff = editor(&call, Action::Add)?;
        let id = CategoryId(call.new_id);
        // An earlier run of the same request may have come as far as this.
        if !(call.again && once::is_there(categories::by_id(call.backend(), id).await)?) {
            let patch = patch_of(call.sent(FIELDS, false)?);
            staff::create(call.backend(), &staff, id, &patch).await?;
        }
        let view = categories::by_id(call.backend(), id).await?;
        Ok(Answer::created(whole(&view), format!("{}/api/categories/{}/", call.base, id.0)))
    })
}

fn update(call: Call) -> Running {
    Box::pin(change(call, false))
}

fn partial_update(call: Call) -> Running {
    Box::pin(change(call, true))
}

async fn change(call: Call, is_partial: bool) -> Result<Answer, Refusal> {
    let staff = editor(&call, Action::Change)?;
    let id = CategoryId(call.id());
    let seen = categories::by_id(call.backend(), id).await?;
    let patch = patch_of(call.sent(FIELDS, is_partial)?);
    let wanted = matched(&call, &seen)?;
    staff::apply(call.backend(), &staff, id, &patch, wanted).await?;
    Ok(Answer::json(whole(&categories::by_id(call.backend(), id).await?)))
}

fn delete(call: Call) -> Running {
    Box::pin(async move {
        let staff = editor(&call, Action::Delete)?;
        let id = CategoryId(call.id());
        let seen = categories::by_id(call.backend(), id).await?;
        let wanted = matched(&call, &seen)?;
        staff::delete(call.backend(), &staff, id, wanted).await?;
        Ok(Answer::none())
    })
}

/// The category that the change is for, where `If-Match` names one by its tag.
fn matched<'a>(call: &Call, seen: &'a CategoryView) -> Result<Option<&'a CategoryView>, Refusal> {
    call.check_match(&whole(seen).into_bytes())?;
    Ok(matches!(call.if_match, Some(IfMatch::Tags(_))).then_some(seen))
}

/// The member of staff that asks. The service asks for the permission too; here it comes before what else may be
/// wrong with the request.
fn editor(call: &Call, action: Action) -> Result<Staff, Refusal> {
    let staff = call.staff()?;
    staff.must(Permission::new(action, Thing::Category))?;
    Ok(staff)
}

fn patch_of(mut values: Values) -> CategoryPatch {
    CategoryPatch {
        name: values.text("name"),
        slug: values.text("slug"),
        description: values.text("description"),
        parent: values.uuid("parent").map(|parent| parent.map(CategoryId)),
    }
}

fn whole(view: &CategoryView) -> Json {
    let mut json = Json::with_capacity(USUAL_SIZE);
    json.object(|out| write(out, view));
    json
}

fn write(out: &mut Object<'_>, view: &CategoryView) {
    out.uuid("id", view.id.0);
    out.text("name", &view.name);
    out.text("slug", &view.slug);
    out.text("description", &view.description);
    match view.parent {
        Some(parent) => out.uuid("parent", parent.0),
        None => out.null("parent"),
    }
    out.int("product_count", view.product_count.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_what_is_in_memory_is_cut_as_a_page_of_a_table() {
        let all = [1, 2, 3, 4, 5];
        let cut = |page, size| page_of_all(&all, page, size).map(|(number, page)| (number, page.to_vec()));
        assert_eq!(cut(PageAsk::Number(1), 2), Ok((1, vec![1, 2])));
        assert_eq!(cut(PageAsk::Number(3), 2), Ok((3, vec![5])));
        assert_eq!(cut(PageAsk::Last, 2), Ok((3, vec![5])));
        assert_eq!(cut(PageAsk::Number(1), 100), Ok((1, vec![1, 2, 3, 4, 5])));
        for beyond in [4, u32::MAX] {
            assert_eq!(cut(PageAsk::Number(beyond), 2), Err(AppError::NotFound("Page".to_owned())));
        }
        let none: [i32; 0] = [];
        assert_eq!(page_of_all(&none, PageAsk::Number(1), 20), Ok((1, &none[..])));
    }
}
