//! The trail on a real database: what it writes, and that an undo brings back what was there.

use sqlx::{PgConnection, PgPool};

use super::*;

/// Two categories, products in them with a picture and reviews, and two users.
async fn fill(pool: &PgPool) -> Uuid {
    for statement in [
        "insert into users (email, username, password_hash) values ('ada@x.test', 'ada', 'h'), ('bob@x.test', 'bob', 'h')",
        "insert into categories (name, slug) values ('Lamps', 'lamps'), ('Mugs', 'mugs')",
        "insert into products (name, slug, price, category_id, stock, status, created_by)
         select 'Lamp ' || i, 'lamp-' || i, i, c.id, 10, 'published', u.id
         from generate_series(1, 20) i, categories c, users u where c.slug = 'lamps' and u.username = 'bob'",
        "insert into product_images (product_id, file, position, width, height)
         select id, 'p/' || slug, 0, 10, 10 from products",
        "insert into reviews (product_id, user_id, rating, title) select p.id, u.id, 4, 'Good'
         from products p, users u where p.slug in ('lamp-1', 'lamp-2')",
        "update products set review_count = 2, average_rating = 4 where slug in ('lamp-1', 'lamp-2')",
    ] {
        sqlx::query(statement).execute(pool).await.unwrap();
    }
    sqlx::query_scalar("select id from users where username = 'ada'").fetch_one(pool).await.unwrap()
}

/// Everything that the trail knows, in one text; versions and times of writing aside.
async fn state(pool: &PgPool) -> String {
    let mut state = String::new();
    for table in [
        "select coalesce(string_agg((to_jsonb(t) - '{updated_at,version}'::text[])::text, ',' order by id), '') from products t",
        "select coalesce(string_agg((to_jsonb(t) - 'updated_at')::text, ',' order by id), '') from product_images t",
        "select coalesce(string_agg((to_jsonb(t) - 'updated_at')::text, ',' order by id), '') from product_slug_redirects t",
        "select coalesce(string_agg((to_jsonb(t) - 'updated_at')::text, ',' order by id), '') from categories t",
        "select coalesce(string_agg((to_jsonb(t) - 'updated_at')::text, ',' order by id), '') from reviews t",
        "select coalesce(string_agg((to_jsonb(t) - '{updated_at,password_hash}'::text[])::text, ',' order by id), '') from users t",
        "select coalesce(string_agg((to_jsonb(t) - 'updated_at')::text, ',' order by id), '') from profiles t",
    ] {
        let rows: String = sqlx::query_scalar(table).fetch_one(pool).await.unwrap();
        state.push_str(&rows);
        state.push('\n');
    }
    state
}

fn new(actor: Uuid, action: &str) -> NewEntry<'_> {
    NewEntry {
        actor: Some(actor),
        action,
        kind: "product",
        thing: None,
        thing_name: "",
        request: None,
        undoes: None,
    }
}

fn id_of(begun: Begun) -> EntryId {
    let Begun::New(entry) = begun else { panic!("{begun:?}") };
    entry
}

/// Runs statements under an entry.
async fn record(pool: &PgPool, actor: Uuid, statements: &[&'static str]) -> Option<EntryId> {
    let mut transaction = pool.begin().await.unwrap();
    let entry = id_of(begin(&mut transaction, &new(actor, "changed")).await.unwrap());
    run(&mut transaction, statements).await;
    let entry = finish(&mut transaction, entry).await.unwrap();
    transaction.commit().await.unwrap();
    entry
}

async fn run(connection: &mut PgConnection, statements: &[&'static str]) {
    for statement in statements {
        sqlx::query(*statement).execute(&mut *connection).await.unwrap();
    }
}

async fn take_back(pool: &PgPool, entry: EntryId, actor: Uuid) -> Result<EntryId, Vec<UndoClash>> {
    let mut transaction = pool.begin().await.unwrap();
    let undone = undo(&mut transaction, entry, actor).await.unwrap();
    if undone.is_ok() {
        transaction.commit().await.unwrap();
    }
    undone.map(|undone| undone.entry)
}

#[sqlx::test]
async fn whatever_is_done_is_undone_and_that_is_undone_too(pool: PgPool) {
    let ada = fill(&pool).await;
    let deeds: [&[&'static str]; 8] = [
        &[
            "update products set name = 'Oak lamp', slug = 'oak-lamp', stock = 3 where slug = 'lamp-1'",
            "insert into product_slug_redirects (slug, product_id) select 'lamp-1', id from products where slug = 'oak-lamp'",
        ],
        &["update products set status = 'archived', version = version + 1"],
        // A cascade takes pictures, reviews and redirects along.
        &["delete from products where slug in ('lamp-1', 'lamp-2', 'lamp-3')"],
        // References are emptied, and come back after the user did.
        &["delete from users where username = 'bob'"],
        &[
            "insert into categories (name, slug) values ('Oak', 'oak')",
            "update products set category_id = (select id from categories where slug = 'oak') where price < 5",
            "update products set price = price + 1 where price < 9",
            "update products set price = price * 2 where price < 5",
        ],
        &["delete from categories where slug = 'mugs'"],
        &[
            "insert into users (email, username, password_hash) values ('new@x.test', 'new', '')",
            "update profiles set phone = '1' where user_id = (select id from users where username = 'new')",
        ],
        &[
            "update reviews set status = 'rejected'",
            "update products set review_count = 0, average_rating = 0 where review_count > 0",
        ],
    ];
    for statements in deeds {
        let before = state(&pool).await;
        let entry = record(&pool, ada, statements).await.unwrap();
        let after = state(&pool).await;
        assert_ne!(before, after, "{statements:?}");
        let back = take_back(&pool, entry, ada).await.unwrap();
        assert_eq!(state(&pool).await, before, "{statements:?}");
        let again = take_back(&pool, back, ada).await.unwrap();
        assert_eq!(state(&pool).await, after, "{statements:?}");
        // The first entry counts again, and its undo does not.
        assert_eq!(source(&pool, entry).await.unwrap().unwrap().undone_by, None);
        assert_eq!(source(&pool, back).await.unwrap().unwrap().undone_by, Some(again.0));
        take_back(&pool, again, ada).await.unwrap();
        assert_eq!(source(&pool, entry).await.unwrap().unwrap().undone_by, Some(back.0));
        assert_eq!(state(&pool).await, before, "{statements:?}");
    }
}

#[sqlx::test]
async fn what_somebody_changed_since_is_not_undone(pool: PgPool) {
    let ada = fill(&pool).await;
    let price = record(&pool, ada, &["update products set price = 7 where slug = 'lamp-1'"]).await.unwrap();
    sqlx::query("update products set price = 9 where slug = 'lamp-1'").execute(&pool).await.unwrap();
    let before = state(&pool).await;
    let clashes = take_back(&pool, price, ada).await.unwrap_err();
    assert_eq!(
        (clashes[0].name.as_str(), clashes[0].columns.as_slice()),
        ("Lamp 1", ["price".to_owned()].as_slice())
    );
    assert_eq!(state(&pool).await, before);
    // Another column is no matter.
    let name =
        record(&pool, ada, &["update products set is_featured = true where slug = 'lamp-1'"]).await.unwrap();
    sqlx::query("update products set price = 8 where slug = 'lamp-1'").execute(&pool).await.unwrap();
    take_back(&pool, name, ada).await.unwrap();
}

#[sqlx::test]
async fn a_stock_is_taken_back_as_a_difference(pool: PgPool) {
    let ada = fill(&pool).await;
    let entry =
        record(&pool, ada, &["update products set stock = stock + 5 where slug = 'lamp-1'"]).await.unwrap();
    sqlx::query("update products set stock = stock - 12 where slug = 'lamp-1'").execute(&pool).await.unwrap();
    let mut transaction = pool.begin().await.unwrap();
    let refused = undo(&mut transaction, entry, ada).await.unwrap_err();
    assert_eq!(refused, AppError::Conflict("Insufficient stock".to_owned()));
    transaction.rollback().await.unwrap();
    sqlx::query("update products set stock = stock + 4 where slug = 'lamp-1'").execute(&pool).await.unwrap();
    take_back(&pool, entry, ada).await.unwrap();
    let (stock, sum): (i32, i64) = sqlx::query_as(
        "select p.stock, sum(m.quantity) from products p join stock_movements m on m.product_id = p.id
         where p.slug = 'lamp-1' group by p.stock",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!((stock, sum), (2, 2));
}

#[sqlx::test]
async fn an_undo_takes_nothing_of_others_along(pool: PgPool) {
    let ada = fill(&pool).await;
    let made = "insert into products (name, slug, price, category_id) select 'Mug', 'mug', 1, id from categories where slug = 'mugs'";
    let entry = record(&pool, ada, &[made]).await.unwrap();
    sqlx::query(
        "insert into reviews (product_id, user_id, rating, title)
         select p.id, u.id, 5, 'Mine' from products p, users u where p.slug = 'mug' and u.username = 'bob'",
    )
    .execute(&pool)
    .await
    .unwrap();
    let clashes = take_back(&pool, entry, ada).await.unwrap_err();
    assert_eq!(clashes[0].table, "reviews");
    let found = source(&pool, entry).await.unwrap().unwrap();
    assert!(found.adds && !found.removes && found.undone_by.is_none());
}

#[sqlx::test]
async fn a_rule_of_the_database_that_stands_in_the_way_is_told(pool: PgPool) {
    let ada = fill(&pool).await;
    let entry =
        record(&pool, ada, &["update products set deleted_at = now() where slug = 'lamp-1'"]).await.unwrap();
    sqlx::query(
        "insert into products (name, slug, price, category_id) select name, 'other', 1, category_id
         from products where slug = 'lamp-1'",
    )
    .execute(&pool)
    .await
    .unwrap();
    let mut transaction = pool.begin().await.unwrap();
    assert!(matches!(undo(&mut transaction, entry, ada).await, Err(AppError::Conflict(_))));
}

#[sqlx::test]
async fn what_changes_nothing_leaves_no_entry(pool: PgPool) {
    let ada = fill(&pool).await;
    let same = [
        "update products set name = name, version = version + 1",
        "update users set password_hash = 'other'",
    ];
    assert_eq!(record(&pool, ada, &same).await, None);
    sqlx::query("update products set price = 3").execute(&pool).await.unwrap();
    let kept: i64 = sqlx::query_scalar("select count(*) from audit_entries").fetch_one(&pool).await.unwrap();
    assert_eq!(kept, 0);
}

#[sqlx::test]
async fn nothing_secret_stands_in_the_trail(pool: PgPool) {
    let ada = fill(&pool).await;
    record(
        &pool,
        ada,
        &["update users set password_hash = 'secret', bio = 'x'", "delete from users where username = 'bob'"],
    )
    .await
    .unwrap();
    let rows: String = sqlx::query_scalar(
        "select string_agg(coalesce(before, '{}')::text || coalesce(after, '{}')::text, '') from audit_rows",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert!(!rows.contains("secret") && !rows.contains("password_hash") && rows.contains("bio"));
}

#[sqlx::test]
async fn a_request_that_comes_twice_is_done_once(pool: PgPool) {
    let ada = fill(&pool).await;
    let entry = NewEntry { request: Some(Uuid::now_v7()), ..new(ada, "changed") };
    let mut transaction = pool.begin().await.unwrap();
    let first = id_of(begin(&mut transaction, &entry).await.unwrap());
    run(&mut transaction, &["update products set price = 3"]).await;
    finish(&mut transaction, first).await.unwrap();
    transaction.commit().await.unwrap();
    let mut transaction = pool.begin().await.unwrap();
    assert_eq!(begin(&mut transaction, &entry).await.unwrap(), Begun::Done(first, None));
    let other = NewEntry { actor: None, ..entry };
    assert_eq!(begin(&mut transaction, &other).await, Err(AppError::Forbidden));
}

#[sqlx::test]
async fn several_transactions_are_one_entry_and_each_thing_has_its_history(pool: PgPool) {
    let ada = fill(&pool).await;
    let mut transaction = pool.begin().await.unwrap();
    let entry = id_of(begin(&mut transaction, &new(ada, "priced")).await.unwrap());
    run(&mut transaction, &["update products set price = 3 where slug = 'lamp-1'"]).await;
    pause(&mut transaction).await.unwrap();
    run(&mut transaction, &["update products set price = 4 where slug = 'lamp-5'"]).await;
    transaction.commit().await.unwrap();
    let mut transaction = pool.begin().await.unwrap();
    resume(&mut transaction, entry).await.unwrap();
    run(&mut transaction, &["update products set price = 3 where slug = 'lamp-2'"]).await;
    finish(&mut transaction, entry).await.unwrap();
    transaction.commit().await.unwrap();

    let lamp: Uuid =
        sqlx::query_scalar("select id from products where slug = 'lamp-2'").fetch_one(&pool).await.unwrap();
    let found = history(&pool, ("product", "products", lamp), None, 10).await.unwrap();
    assert_eq!((found.len(), found[0].row_count, found[0].counts["products"]), (1, 2, 2));
    assert_eq!(found[0].actor_name, "ada");
    let rows = changes(&pool, &[entry.0], Some(lamp), 20).await.unwrap();
    assert_eq!((rows.len(), rows[0].name.as_str()), (1, "Lamp 2"));
    assert_eq!(rows[0].after, Some(serde_json::json!({ "price": 3.00 })));
    assert_eq!(changes(&pool, &[entry.0], None, 20).await.unwrap().len(), 2);

    let back = take_back(&pool, entry, ada).await.unwrap();
    let found = history(&pool, ("product", "products", lamp), None, 10).await.unwrap();
    assert_eq!((found[0].id, found[0].undoes_action.as_deref()), (back.0, Some("priced")));
    assert_eq!(
        history(&pool, ("product", "products", lamp), Some(back.0), 10).await.unwrap()[0].undone_by,
        Some(back.0)
    );
    assert_eq!(recent(&pool, &["product"], None, 1).await.unwrap()[0].id, back.0);
    assert!(recent(&pool, &["user"], None, 1).await.unwrap().is_empty());
}
