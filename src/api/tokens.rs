//! Tokens for programs (SPEC R9): a pair for an address and a password, the next pair for a refresh token, and the end
//! of a family.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::fields::{Field, Kind};
use super::json::Json;
use super::operations::{Running, good, object, resource, writing};
use super::refusal::Refusal;
use super::table::{AnswerDoc, Body, Operation, Resource, Tag, Who};
use crate::accounts::input::{LONGEST_EMAIL, LONGEST_PASSWORD};
use crate::accounts::token::Pair;
use crate::accounts::token::service as tokens;
use crate::error::AppError;

/// What is said alike of an unknown address and of a wrong password.
const WRONG: &str = "No active account found with the given credentials";
/// The longest token, in characters.
const LONGEST_TOKEN: usize = 2_048;

const CREDENTIALS: &[Field] = &[
    Field {
        name: "email",
        // What can be no address is answered like one that has no account.
        kind: Kind::Text { longest: LONGEST_EMAIL, blank: false, lines: false, pattern: None },
        required: true,
        nullable: false,
        write_only: true,
        text: "The address that one signs in with.",
    },
    Field {
        name: "password",
        kind: Kind::Text { longest: LONGEST_PASSWORD, blank: false, lines: true, pattern: None },
        required: true,
        nullable: false,
        write_only: true,
        text: "The password.",
    },
];

const REFRESH: &[Field] = &[Field {
    name: "refresh",
    kind: Kind::Text { longest: LONGEST_TOKEN, blank: false, lines: false, pattern: None },
    required: true,
    nullable: false,
    write_only: true,
    text: "A refresh token.",
}];

const PAIR: &[AnswerDoc] = &[good(200, "A pair of tokens.", "TokenPair")];

/// This file's rows of the table. Their answers are secret, so no `Idempotency-Key` is heeded and no tag is made.
pub(super) fn resources() -> Vec<Resource> {
    let token = |id, schema, fields, run| Operation {
        who: Who::Anybody,
        body: Some(Body { schema, fields, partial: false }),
        answers: PAIR,
        tagged: Tag::None,
        ..writing(Method::POST, id, "tokens", run)
    };
    let obtained = Operation {
        summary: "A pair of tokens for an address and a password",
        text: "The access token goes into the header `Authorization: Bearer …` and is good for some minutes; the \
               refresh token gets the next pair.",
        ..token("token_create", "Credentials", CREDENTIALS, obtain)
    };
    let refreshed = Operation {
        summary: "The next pair",
        text: "The refresh token is spent by it. One that was spent before ends all tokens that began with the same \
               sign-in, access tokens too.",
        ..token("token_refresh", "Refresh", REFRESH, refresh)
    };
    let revoked = Operation {
        summary: "End all tokens of a sign-in",
        answers: const { &[good(200, "They are good for nothing any more.", "Nothing")] },
        ..token("token_revoke", "Refresh", REFRESH, revoke)
    };
    vec![
        resource("/api/token/", "Page", vec![obtained]),
        resource("/api/token/refresh/", "Page", vec![refreshed]),
        resource("/api/token/revoke/", "Page", vec![revoked]),
    ]
}

/// The schemas of what is answered here.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let token = |text: &str| json!({ "type": "string", "description": text });
    let pair = object(json!({
        "access": token("For `Authorization: Bearer …`."),
        "refresh": token("For the next pair; good for one use."),
    }));
    vec![("TokenPair", pair), ("Nothing", json!({ "type": "object", "maxProperties": 0 }))]
}

fn obtain(call: Call) -> Running {
    Box::pin(async move {
        let mut values = call.sent(CREDENTIALS, false)?;
        let email = values.text("email").unwrap_or_default();
        let password = values.text("password").unwrap_or_default();
        match tokens::obtain(call.backend(), &call.api.keys, &call.client, &email, &password).await {
            Ok(pair) => Ok(answer(&pair)),
            // Which of the two is wrong is not said.
            Err(AppError::Validation(_)) => Err(Refusal::detail(StatusCode::UNAUTHORIZED, WRONG)),
            Err(error) => Err(error.into()),
        }
    })
}

fn refresh(call: Call) -> Running {
    Box::pin(async move {
        let token = token_of(&call)?;
        Ok(answer(&tokens::refresh(call.backend(), &call.api.keys, &token).await?))
    })
}

fn revoke(call: Call) -> Running {
    Box::pin(async move {
        let token = token_of(&call)?;
        tokens::revoke(call.backend(), &call.api.keys, &token).await?;
        let mut json = Json::with_capacity(2);
        json.object(|_| {});
        Ok(Answer::json(json))
    })
}

fn token_of(call: &Call) -> Result<String, Refusal> {
    Ok(call.sent(REFRESH, false)?.text("refresh").unwrap_or_default())
}

fn answer(pair: &Pair) -> Answer {
    let mut json = Json::with_capacity(1_024);
    json.object(|out| {
        out.text("access", &pair.access);
        out.text("refresh", &pair.refresh);
    });
    Answer::json(json)
}
