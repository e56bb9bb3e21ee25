//! Users for programs (SPEC R8): each reads and changes itself, staff with the permission read all.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::conditional::IfMatch;
use super::fields::{ANY_NAME, Field, Kind, NOT_DECLARED, PHONE, Values};
use super::json::{Json, Object};
use super::operations::{Running, good, object, page_of, resource, writing};
use super::paging;
use super::query::{Parameter, Wire};
use super::refusal::Refusal;
use super::table::{AnswerDoc, Body, Operation, Resource, Tag};
use crate::accounts::input::{LONGEST_ADDRESS, LONGEST_BIO, LONGEST_NAME, LONGEST_PHONE, LONGEST_USERNAME};
use crate::accounts::model::UserId;
use crate::accounts::user::directory::{self, UserView};
use crate::accounts::user::patch::{self, CHANGED, ProfilePatch};
use crate::catalog::product::reading::PageAsk;
use crate::error::{AppError, FieldErrors};

/// The end of the address of the largest size of a picture.
const LARGEST: &str = "-256.webp";
/// What a user takes on the wire, roughly, in bytes.
const USUAL_SIZE: usize = 1_024;
/// The parts of the profile, whose errors stand below it.
const PROFILE_NAMES: [&str; 3] = ["phone", "address", "birth_date"];

const PROFILE: &[Field] = &[
    Field {
        name: "phone",
        kind: Kind::Text { longest: LONGEST_PHONE, blank: true, lines: false, pattern: Some(PHONE) },
        required: false,
        nullable: false,
        write_only: false,
        text: "Digits, spaces and `+ - ( ) . /`, or nothing.",
    },
    Field { text: "The postal address, or nothing.", ..lines("address", LONGEST_ADDRESS) },
    Field {
        name: "birth_date",
        kind: Kind::Date,
        required: false,
        nullable: true,
        write_only: false,
        text: "From 1900 on and not in the future, or null.",
    },
];

const FIELDS: &[Field] = &[
    Field {
        name: "username",
        kind: Kind::Text {
            longest: LONGEST_USERNAME,
            blank: false,
            lines: false,
            pattern: Some(NOT_DECLARED),
        },
        required: true,
        nullable: false,
        write_only: false,
        text: "The name that others see: letters and digits of any script, single spaces and `. _ - '`. Nobody else \
               has it.",
    },
    Field { text: "The first name, or nothing.", ..name("first_name") },
    Field { text: "The last name, or nothing.", ..name("last_name") },
    Field { text: "Some words about oneself, or nothing.", ..lines("bio", LONGEST_BIO) },
    Field {
        name: "profile",
        kind: Kind::Object(PROFILE),
        required: false,
        nullable: false,
        write_only: false,
        text: "What nobody else sees but staff who may view users.",
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

const WHOLE: &[AnswerDoc] = &[good(200, "The user.", "User")];

/// A part of somebody's name, which may be empty.
const fn name(name: &'static str) -> Field {
    Field {
        name,
        kind: Kind::Text { longest: LONGEST_NAME, blank: true, lines: false, pattern: Some(ANY_NAME) },
        required: false,
        nullable: false,
        write_only: false,
        text: "",
    }
}

/// Lines of text that may be empty.
const fn lines(name: &'static str, longest: usize) -> Field {
    Field {
        name,
        kind: Kind::Text { longest, blank: true, lines: true, pattern: None },
        required: false,
        nullable: false,
        write_only: false,
        text: "",
    }
}

/// This file's rows of the table.
pub(super) fn resources() -> Vec<Resource> {
    let list = Operation {
        summary: "Users, newest first, a page at a time",
        text: "All for staff who may view users; for others a list of themselves.",
        parameters: PAGING,
        answers: const { &[good(200, "A page.", "UserPage")] },
        tagged: Tag::Weak,
        ..writing(Method::GET, "users_list", "users", list)
    };
    let me = vec![
        Operation {
            summary: "The caller",
            answers: WHOLE,
            ..writing(Method::GET, "users_me", "users", retrieve)
        },
        change_row(Method::PUT, "users_me_update", "Change oneself", update),
        change_row(Method::PATCH, "users_me_partial_update", "Change parts of oneself", partial_update),
    ];
    let single = vec![
        Operation {
            summary: "A user",
            text: "Oneself, or anybody for staff who may view users.",
            answers: WHOLE,
            ..writing(Method::GET, "users_retrieve", "users", retrieve)
        },
        change_row(Method::PUT, "users_update", "Change a user", update),
        change_row(Method::PATCH, "users_partial_update", "Change parts of a user", partial_update),
    ];
    vec![
        resource("/api/users/", "User", vec![list]),
        resource("/api/users/me/", "User", me),
        resource("/api/users/{id}/", "User", single),
    ]
}

fn change_row(
    method: Method,
    id: &'static str,
    summary: &'static str,
    run: fn(Call) -> Running,
) -> Operation {
    let is_partial = method == Method::PATCH;
    let schema = if is_partial { "UserPatch" } else { "UserWrite" };
    Operation {
        summary,
        text: "Each user changes itself alone. What is not sent stays as it is; `email` and `is_staff` are not \
               written here.",
        body: Some(Body { schema, fields: FIELDS, partial: is_partial }),
        answers: WHOLE,
        ..writing(method, id, "users", run)
    }
}

/// The schemas of what is answered here.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let text = json!({ "type": "string" });
    let user = object(json!({
        "id": { "type": "string", "format": "uuid" },
        "email": text,
        "username": text,
        "full_name": { "type": "string", "description": "First and last name, or the username." },
        "first_name": text,
        "last_name": text,
        "bio": text,
        "avatar": { "type": ["string", "null"], "format": "uri-reference" },
        "profile": object(json!({
            "phone": text,
            "address": text,
            "birth_date": { "type": ["string", "null"], "format": "date" },
        })),
        "is_staff": { "type": "boolean" },
        "created_at": { "type": "string", "format": "date-time" },
    }));
    vec![("User", user), ("UserPage", page_of("User"))]
}

fn list(call: Call) -> Running {
    Box::pin(async move {
        let user = call.user()?.clone();
        let asked = paging::asked(&call.query)?;
        let page = match asked.page {
            PageAsk::Number(number) => number,
            PageAsk::Last => 0,
        };
        let (views, count, number) = directory::list(call.backend(), &user, page, asked.size).await?;
        Ok(Answer::json(paging::envelope(
            &call,
            count,
            number,
            asked.size,
            USUAL_SIZE * views.len(),
            |out| {
                for view in &views {
                    out.object(|out| write(out, view));
                }
            },
        )))
    })
}

fn retrieve(call: Call) -> Running {
    Box::pin(async move { Ok(Answer::json(whole(&find(&call).await?))) })
}

fn update(call: Call) -> Running {
    Box::pin(change(call, false))
}

fn partial_update(call: Call) -> Running {
    Box::pin(change(call, true))
}

async fn change(call: Call, is_partial: bool) -> Result<Answer, Refusal> {
    let user = call.user()?.clone();
    let seen = find(&call).await?;
    // Staff may look at others and no more (SPEC R8).
    if seen.me.id != user.id() {
        return Err(AppError::Forbidden.into());
    }
    let patch = patch_of(call.sent(FIELDS, is_partial)?);
    let wanted = matched(&call, &seen)?;
    patch::apply(call.backend(), &user, patch, wanted).await.map_err(refusal)?;
    Ok(Answer::json(whole(&find(&call).await?)))
}

/// The user that the address names; without an id it is the caller.
async fn find(call: &Call) -> Result<UserView, Refusal> {
    let user = call.user()?;
    let id = call.ids.0[0].map_or(user.id(), UserId);
    Ok(directory::by_id(call.backend(), user, id).await?)
}

/// The user that the change is for, where `If-Match` names one by its tag.
fn matched<'a>(call: &Call, seen: &'a UserView) -> Result<Option<&'a UserView>, Refusal> {
    call.check_match(&whole(seen).into_bytes())?;
    Ok(matches!(call.if_match, Some(IfMatch::Tags(_))).then_some(seen))
}

fn patch_of(mut values: Values) -> ProfilePatch {
    let mut profile = values.object("profile").unwrap_or_default();
    ProfilePatch {
        username: values.text("username"),
        first_name: values.text("first_name"),
        last_name: values.text("last_name"),
        bio: values.text("bio"),
        phone: profile.text("phone"),
        address: profile.text("address"),
        birth_date: profile.text("birth_date"),
    }
}

/// Where somebody else was first although `If-Match` was right a moment ago, it is stale too.
fn refusal(error: AppError) -> Refusal {
    match error {
        AppError::Conflict(words) if words == CHANGED => Refusal::stale(),
        other => below_profile(other).into(),
    }
}

/// The form has one level, the API two.
fn below_profile(error: AppError) -> AppError {
    let AppError::Validation(FieldErrors(errors)) = error else { return error };
    let renamed = errors.into_iter().map(|(name, messages)| {
        let is_below = PROFILE_NAMES.contains(&name.as_str());
        (if is_below { format!("profile.{name}") } else { name }, messages)
    });
    AppError::Validation(FieldErrors(renamed.collect()))
}

fn whole(view: &UserView) -> Json {
    let mut json = Json::with_capacity(USUAL_SIZE);
    json.object(|out| write(out, view));
    json
}

fn write(out: &mut Object<'_>, view: &UserView) {
    let me = &view.me;
    out.uuid("id", me.id.0);
    out.text("email", &me.email);
    out.text("username", &me.username);
    out.text("full_name", &me.full_name);
    out.text("first_name", &me.first_name);
    out.text("last_name", &me.last_name);
    out.text("bio", &me.bio);
    match &me.avatar {
        Some(stem) => out.path("avatar", &["/media/", stem, LARGEST]),
        None => out.null("avatar"),
    }
    out.object("profile", |out| {
        out.text("phone", &me.phone);
        out.text("address", &me.address);
        match me.birth_date.as_str() {
            "" => out.null("birth_date"),
            day => out.text("birth_date", day),
        }
    });
    out.bool("is_staff", me.is_staff);
    out.time("created_at", view.created_at);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::model::AVATAR_SIDES;

    #[test]
    fn errors_of_the_profile_stand_below_it() {
        let AppError::Validation(errors) = below_profile(AppError::field("phone", "No")) else {
            panic!("another error")
        };
        assert_eq!(errors.first("profile.phone"), Some("No"));
        assert_eq!(below_profile(AppError::Forbidden), AppError::Forbidden);
    }

    #[test]
    fn the_picture_of_a_user_is_shown_in_its_largest_size() {
        assert_eq!(LARGEST, format!("-{}.webp", AVATAR_SIDES[AVATAR_SIDES.len() - 1]));
    }
}
