//! What migrations make of what a database holds already: any other test begins with a new one.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use std::collections::BTreeMap;

use sqlx::PgPool;
use uuid::Uuid;
use vitrine::error::AppError;
use vitrine::infra::audit::{self, EntryId};
use vitrine::infra::db::MIGRATIONS;

async fn run(pool: &PgPool, statements: &[&'static str]) {
    for statement in statements {
        sqlx::query(*statement).execute(pool).await.unwrap();
    }
}

#[sqlx::test]
async fn names_of_people_and_groups_lose_what_hides_in_them(pool: PgPool) {
    MIGRATIONS.undo(&pool, 37).await.unwrap();
    for (username, first, last) in [
        ("ada", "A\u{200b}da", "\u{202e} Love\u{ad}lace\u{e0001}"),
        ("bob", "\u{10ffff}Bob\u{f8ff}", "\u{feff}"),
        ("nasrin", "می\u{200c}خواهم", "O’Neil"),
        ("zoe", "Zoe\u{308}", "\u{1d173}Saldan\u{303}a"),
    ] {
        sqlx::query(
            "insert into users (email, username, password_hash, first_name, last_name)
             values ($1::text || '@x.test', $1::text, 'h', $2, $3)",
        )
        .bind(username)
        .bind(first)
        .bind(last)
        .execute(&pool)
        .await
        .unwrap();
    }
    for name in ["Clerks\u{2060}", "Editors", "edi\u{200b}tors", "\u{3164}"] {
        sqlx::query("insert into groups (name) values ($1)").bind(name).execute(&pool).await.unwrap();
    }

    // Up, down, and up again: the second time nothing is left to do.
    for _ in 0..2 {
        MIGRATIONS.run(&pool).await.unwrap();
        let people: Vec<(String, String, String)> =
            sqlx::query_as("select username, first_name, last_name from users order by username")
                .fetch_all(&pool)
                .await
                .unwrap();
        let people: Vec<(&str, &str, &str)> = people
            .iter()
            .map(|(username, first, last)| (username.as_str(), first.as_str(), last.as_str()))
            .collect();
        assert_eq!(
            people,
            [
                ("ada", "Ada", "Lovelace"),
                ("bob", "Bob", ""),
                // What joins letters is a part of them.
                ("nasrin", "می\u{200c}خواهم", "O’Neil"),
                ("zoe", "Zo\u{eb}", "Salda\u{f1}a"),
            ]
        );
        let groups: Vec<String> = sqlx::query_scalar(r#"select name from groups order by name collate "C""#)
            .fetch_all(&pool)
            .await
            .unwrap();
        // What would be another one's name, or none, stays as it is.
        assert_eq!(groups, ["Clerks", "Editors", "edi\u{200b}tors", "\u{3164}"]);
        MIGRATIONS.undo(&pool, 37).await.unwrap();
    }
}

/// What staff did before names were asked for by ids: who, what in a word, to what kind of thing, and how. Without
/// somebody it was the operator.
const DEEDS: [(&str, &str, &str, &str); 8] = [
    (
        "ada",
        "made",
        "product",
        "insert into products (name, slug, price, category_id, created_by)
         select 'Globe', 'globe', 1, c.id, u.id from categories c, users u where u.username = 'ada'",
    ),
    (
        "bob",
        "sold",
        "product",
        "insert into products (name, slug, price, category_id, created_by)
         select 'Moon', 'moon', 1, c.id, u.id from categories c, users u where u.username = 'bob'",
    ),
    ("", "priced", "product", "update products set price = 2 where slug = 'globe'"),
    ("chief", "repriced", "product", "update products set price = 3 where slug = 'globe'"),
    ("chief", "deactivated", "user", "update users set is_active = false where username = 'ada'"),
    ("chief", "described", "user", "update users set bio = 'Note G' where username = 'ada'"),
    (
        "chief",
        "joined",
        "user",
        "insert into user_groups (user_id, group_id) select u.id, g.id from users u, groups g where u.username = 'ada'",
    ),
    (
        "chief",
        "grouped",
        "group",
        "insert into user_groups (user_id, group_id) select u.id, g.id from users u, groups g where u.username = 'bob'",
    ),
];

/// Does it under an entry of the trail.
async fn record(pool: &PgPool, (who, what, kind, how): (&str, &str, &str, &'static str)) {
    let mut transaction = pool.begin().await.unwrap();
    sqlx::query(
        "select audit_begin((select id from users where username = $1), $2, $3, null, '', null, null)",
    )
    .bind(who)
    .bind(what)
    .bind(kind)
    .execute(&mut *transaction)
    .await
    .unwrap();
    for statement in [how, "select audit_finish(current_setting('vitrine.audit_entry')::uuid)"] {
        sqlx::query(statement).execute(&mut *transaction).await.unwrap();
    }
    transaction.commit().await.unwrap();
}

/// Deletes an account as it was done before: names and owners went from the rows themselves.
const LEAVE_AS_BEFORE: [&str; 4] = [
    "update audit_rows set forgotten = '{bio}', before = before - 'bio'::text, after = after - 'bio'::text
     where after ? 'bio'",
    r#"update audit_rows set after = after || '{"created_by": null}'
       where after ->> 'created_by' = (select id::text from users where username = 'ada')"#,
    "update audit_entries set actor_name = 'deleted user'
     where actor_id = (select id from users where username = 'ada')",
    "delete from users where username = 'ada'",
];

async fn user(pool: &PgPool, name: &str) -> Uuid {
    sqlx::query_scalar("select id from users where username = $1").bind(name).fetch_one(pool).await.unwrap()
}

/// Who did what, as the trail shows it.
async fn shown(pool: &PgPool) -> BTreeMap<String, String> {
    let entries = audit::recent(pool, &["product", "user", "group"], None, 50).await.unwrap();
    entries.into_iter().map(|entry| (entry.action, entry.actor_name)).collect()
}

/// Who did what, as the names stand in the trail itself.
async fn kept(pool: &PgPool) -> BTreeMap<String, String> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("select action, actor_name from audit_entries").fetch_all(pool).await.unwrap();
    rows.into_iter().collect()
}

/// The rows of the trail: what was done, which values are forgotten, and whether the row has an owner.
async fn rows(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select concat_ws(' ', e.action, r.forgotten::text,
                          case when r.after ->> 'created_by' is not null then 'owned' end)
         from audit_rows r join audit_entries e on e.id = r.entry_id order by 1",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

async fn undo(pool: &PgPool, what: &str) -> Result<u32, AppError> {
    let chief = user(pool, "boss").await;
    let entry: Uuid = sqlx::query_scalar("select id from audit_entries where action = $1")
        .bind(what)
        .fetch_one(pool)
        .await
        .unwrap();
    let mut transaction = pool.begin().await.unwrap();
    let undone = audit::undo(&mut transaction, EntryId(entry), chief).await?.unwrap();
    transaction.commit().await.unwrap();
    Ok(undone.left_out)
}

#[sqlx::test]
async fn the_trail_says_the_same_of_people_whichever_way_their_names_are_kept(pool: PgPool) {
    MIGRATIONS.undo(&pool, 36).await.unwrap();
    run(
        &pool,
        &[
            "insert into users (email, username, password_hash)
             values ('chief@x.test', 'chief', 'h'), ('ada@x.test', 'ada', 'h'), ('bob@x.test', 'bob', 'h')",
            "insert into categories (name, slug) values ('Lamps', 'lamps')",
            "insert into groups (name) values ('Editors')",
        ],
    )
    .await;
    for deed in DEEDS {
        record(&pool, deed).await;
    }
    run(&pool, &LEAVE_AS_BEFORE).await;
    let before = kept(&pool).await;
    assert_eq!(
        [&before["made"], &before["sold"], &before["priced"], &before["repriced"]],
        ["deleted user", "bob", "the operator", "chief"]
    );

    MIGRATIONS.run_to(37, &pool).await.unwrap();
    assert_eq!(shown(&pool).await, before);
    assert_eq!(
        rows(&pool).await,
        [
            "deactivated {}",
            "described {bio}",
            "grouped",
            "joined {}",
            "made",
            "priced",
            "repriced",
            "sold owned"
        ]
    );
    // Names are asked for by ids; whoever leaves now is forgotten where the trail is about them alone.
    run(&pool, &["update users set username = 'boss' where username = 'chief'"]).await;
    let mut transaction = pool.begin().await.unwrap();
    audit::forget(&mut transaction, &[user(&pool, "bob").await]).await.unwrap();
    transaction.commit().await.unwrap();
    run(&pool, &["delete from users where username = 'bob'"]).await;
    let mut after = shown(&pool).await;
    assert_eq!(
        [&after["made"], &after["sold"], &after["priced"], &after["repriced"]],
        ["deleted user", "deleted user", "the operator", "boss"]
    );

    MIGRATIONS.undo(&pool, 36).await.unwrap();
    assert_eq!(kept(&pool).await, after);
    assert_eq!(
        rows(&pool).await,
        ["deactivated", "described {bio}", "joined", "made", "priced", "repriced", "sold"]
    );
    let renamed = ("boss", "renamed", "product", "update products set name = 'Sun' where slug = 'globe'");
    record(&pool, renamed).await;
    after.insert("renamed".to_owned(), "boss".to_owned());
    assert_eq!(kept(&pool).await, after);

    MIGRATIONS.run(&pool).await.unwrap();
    assert_eq!(shown(&pool).await, after);
    assert_eq!(
        rows(&pool).await,
        ["deactivated {}", "described {bio}", "joined {}", "made", "priced", "renamed", "repriced", "sold"]
    );
    // What is left of it can be taken back; of what was about somebody who left, there is nothing.
    assert_eq!(undo(&pool, "sold").await, Ok(0));
    assert!(matches!(undo(&pool, "deactivated").await, Err(AppError::Conflict(_))));
}
