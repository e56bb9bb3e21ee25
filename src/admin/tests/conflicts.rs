//! Two people at one thing (SPEC A5).

use sqlx::PgPool;

use super::store::{stock, trail, version};
use super::{change, filled, lamp, of, save, values};
use crate::accounts::testing::superuser;
use crate::admin::service;
use crate::error::AppError;
use crate::infra::queue;
use crate::infra::testing::backend;
use crate::listing::{Saved, SentForm};

#[sqlx::test]
async fn changes_of_different_fields_both_stay(pool: PgPool) {
    let backend = backend(pool);
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let mine = filled(&backend, &root, "products", Some(&moon), &[("price", "80")]).await;
    change(&backend, &root, "products", &moon, &[("name", "Full moon")]).await.unwrap();
    let done = save(&backend, &root, "products", &mine).await.unwrap();
    assert_eq!((done.title.as_str(), done.page.values["price"].as_str()), ("Full moon", "80.00"));
    assert_eq!(done.merged, ["Name"]);
    assert_eq!(done.page.values["slug"], "moon");
}

#[sqlx::test]
async fn the_same_field_changed_twice_is_asked_about_and_nothing_is_saved(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let typed = [("name", "Half moon"), ("price", "70")];
    let mine = filled(&backend, &root, "products", Some(&moon), &typed).await;
    change(&backend, &root, "products", &moon, &[("name", "Full moon")]).await.unwrap();
    let before = (trail(&pool).await, version(&pool, &moon).await);
    let Saved::Conflict(conflict) = service::save(&backend, &root, of("products"), &mine).await.unwrap()
    else {
        panic!("it was saved")
    };
    assert_eq!(conflict.fields.len(), 1);
    let field = &conflict.fields[0];
    assert_eq!(
        (field.base.as_str(), field.theirs.as_str(), field.mine.as_str()),
        ("Moon", "Full moon", "Half moon")
    );
    assert_eq!(
        (conflict.page.values["name"].as_str(), conflict.page.values["price"].as_str()),
        ("Full moon", "70")
    );
    assert_eq!((trail(&pool).await, version(&pool, &moon).await), before);
    // What was chosen is saved on top of what is there now.
    let chosen =
        SentForm { base: conflict.base, values: values(&[("name", "Half moon"), ("price", "70")]), ..mine };
    let done = save(&backend, &root, "products", &chosen).await.unwrap();
    assert_eq!(done.title, "Half moon");
}

#[sqlx::test]
async fn a_form_that_is_sent_twice_is_saved_once(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let more = filled(&backend, &root, "products", Some(&moon), &[("stock", "8")]).await;
    let first = save(&backend, &root, "products", &more).await.unwrap();
    let again = save(&backend, &root, "products", &more).await.unwrap();
    assert_eq!(first.entry, again.entry);
    assert_eq!(stock(&pool, &moon).await, (8, 8));
}

#[sqlx::test]
async fn a_form_that_is_sent_again_with_other_values_changes_what_the_first_time_left(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let mut sent =
        filled(&backend, &root, "products", Some(&moon), &[("stock", "8"), ("name", "Half")]).await;
    save(&backend, &root, "products", &sent).await.unwrap();
    // The answer was lost, or this is the page before: more is typed, and sent under the same request.
    sent.values.extend(values(&[("name", "Full"), ("price", "70")]));
    let done = save(&backend, &root, "products", &sent).await.unwrap();
    let shown = |name: &str| done.page.values[name].clone();
    assert_eq!((shown("name"), shown("price"), shown("stock")), ("Full".into(), "70.00".into(), "8".into()));
    assert_eq!(stock(&pool, &moon).await, (8, 8));
    sent.values.extend(values(&[("stock", "9")]));
    save(&backend, &root, "products", &sent).await.unwrap();
    assert_eq!(stock(&pool, &moon).await, (9, 9), "one more than the last time");
}

#[sqlx::test]
async fn what_was_typed_otherwise_than_it_is_kept_is_no_conflict_with_oneself(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let typed = [("price", "19,9"), ("name", " Half "), ("slug", ""), ("description", "One\r\ntwo ")];
    let mut sent = filled(&backend, &root, "products", Some(&moon), &typed).await;
    save(&backend, &root, "products", &sent).await.unwrap();
    // The same page is sent once more, with something else in these very fields.
    sent.values.extend(values(&[
        ("price", "25"),
        ("name", "Full"),
        ("slug", "full-moon"),
        ("description", "Three"),
    ]));
    let done = save(&backend, &root, "products", &sent).await.unwrap();
    let shown = |name: &str| done.page.values[name].clone();
    assert_eq!((shown("price"), shown("name")), ("25.00".to_owned(), "Full".to_owned()));
    assert_eq!((shown("slug"), shown("description")), ("full-moon".to_owned(), "Three".to_owned()));
    assert!(done.merged.is_empty(), "{:?}", done.merged);
}

#[sqlx::test]
async fn a_new_thing_s_form_that_is_sent_again_with_other_values_makes_no_second_thing(pool: PgPool) {
    queue::migrate(&pool).await.unwrap();
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    for (path, field) in [("categories", "name"), ("groups", "name"), ("users", "first_name")] {
        let typed = [("name", "One"), ("email", "one@x.test"), ("username", "one"), ("first_name", "One")];
        let mut sent = filled(&backend, &root, path, None, &typed).await;
        sent.values.retain(|name, _| of(path).field(name).is_some());
        let made = save(&backend, &root, path, &sent).await.unwrap();
        sent.values.extend(values(&[(field, "Two")]));
        let changed = save(&backend, &root, path, &sent).await.unwrap();
        assert_eq!((&changed.id, changed.page.values[field].as_str()), (&made.id, "Two"), "{path}");
        assert_ne!(changed.entry, made.entry);
    }
}

#[sqlx::test]
async fn an_address_that_was_given_since_stays_where_a_new_thing_s_form_is_sent_again(pool: PgPool) {
    let backend = backend(pool.clone());
    let (root, other) = (superuser(&backend, "root").await, superuser(&backend, "other").await);
    let (lamps, _) = lamp(&backend, &root).await;
    for (path, made_of) in [("categories", "Globes"), ("products", "Sun")] {
        let typed = [("name", made_of), ("slug", ""), ("price", "9"), ("category", lamps.as_str())];
        let mut sent = filled(&backend, &root, path, None, &typed).await;
        sent.values.retain(|name, _| of(path).field(name).is_some());
        sent.base.insert("slug".to_owned(), String::new());
        let made = save(&backend, &root, path, &sent).await.unwrap();
        let slug = made.page.values["slug"].clone();
        change(&backend, &other, path, &made.id, &[("slug", "theirs")]).await.unwrap();

        // Once more the very same, and then with more in it: the empty field says nothing of the address.
        let again = save(&backend, &root, path, &sent).await.unwrap();
        assert_eq!((again.entry, again.page.values["slug"].as_str()), (made.entry, "theirs"), "{path}");
        sent.values.extend(values(&[("description", "More")]));
        let done = save(&backend, &root, path, &sent).await.unwrap();
        assert_eq!((done.id, done.page.values["slug"].as_str()), (made.id.clone(), "theirs"), "{path}");
        assert_eq!(done.merged, ["Address"], "{path}");

        // Another address than the one that was made: both have changed it.
        sent.values.extend(values(&[("slug", "mine")]));
        let Saved::Conflict(conflict) = service::save(&backend, &root, of(path), &sent).await.unwrap() else {
            panic!("what a colleague wrote is gone")
        };
        let field = &conflict.fields[0];
        assert_eq!(
            (field.base.as_str(), field.theirs.as_str(), field.mine.as_str()),
            (&*slug, "theirs", "mine")
        );
        // What is chosen is sent for the thing that was made.
        assert_eq!(conflict.page.id.as_ref(), Some(&made.id));
        let chosen = SentForm {
            id: conflict.page.id,
            base: conflict.base,
            values: values(&[("slug", "mine")]),
            request: Some(conflict.page.request),
        };
        let done = save(&backend, &root, path, &chosen).await.unwrap();
        assert_eq!(done.page.values["slug"], "mine", "{path}");
    }
}

#[sqlx::test]
async fn an_address_that_is_emptied_stays_and_nothing_is_written(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let emptied = filled(&backend, &root, "products", Some(&moon), &[("slug", "")]).await;
    let before = (trail(&pool).await, version(&pool, &moon).await);
    let done = save(&backend, &root, "products", &emptied).await.unwrap();
    assert_eq!((done.entry, done.page.values["slug"].as_str()), (None, "moon"));
    assert_eq!((trail(&pool).await, version(&pool, &moon).await), before);
    // Where a colleague gave it another one meanwhile, that is no conflict either.
    change(&backend, &root, "products", &moon, &[("slug", "full-moon")]).await.unwrap();
    let later = SentForm { request: Some(uuid::Uuid::now_v7()), ..emptied };
    let done = save(&backend, &root, "products", &later).await.unwrap();
    assert_eq!((done.page.values["slug"].as_str(), done.merged), ("full-moon", vec!["Address".to_owned()]));
}

#[sqlx::test]
async fn a_form_that_was_drawn_for_somebody_else_is_refused(pool: PgPool) {
    let backend = backend(pool.clone());
    let (root, other) = (superuser(&backend, "root").await, superuser(&backend, "other").await);
    let (_, moon) = lamp(&backend, &root).await;
    let sent = filled(&backend, &root, "products", Some(&moon), &[("stock", "8")]).await;
    save(&backend, &root, "products", &sent).await.unwrap();
    assert_eq!(save(&backend, &other, "products", &sent).await.unwrap_err(), AppError::Forbidden);
}

#[sqlx::test]
async fn stock_changes_by_differences_and_never_below_nothing(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let fewer = filled(&backend, &root, "products", Some(&moon), &[("stock", "1")]).await;
    let none = filled(&backend, &root, "products", Some(&moon), &[("stock", "0")]).await;
    save(&backend, &root, "products", &fewer).await.unwrap();
    let refused = save(&backend, &root, "products", &none).await.unwrap_err();
    assert_eq!(refused, AppError::field("stock", "Insufficient stock"));
    assert_eq!(stock(&pool, &moon).await, (1, 1));
}

#[sqlx::test]
async fn nothing_different_is_no_entry_and_no_new_version(pool: PgPool) {
    let backend = backend(pool.clone());
    let root = superuser(&backend, "root").await;
    let (_, moon) = lamp(&backend, &root).await;
    let before = (trail(&pool).await, version(&pool, &moon).await);
    let done = change(&backend, &root, "products", &moon, &[("price", " 98.00 ")]).await.unwrap();
    assert_eq!(done.entry, None);
    assert_eq!((trail(&pool).await, version(&pool, &moon).await), before);
}
