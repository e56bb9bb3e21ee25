//! The catalogue of another shop, imported by the program itself (SPEC C1).

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

use sqlx::{ConnectOptions as _, PgPool};
use vitrine::infra::queue;
use vitrine::infra::testing::backend;

/// The catalogue lies beside the checkout, or not at all: it is no part of the shop.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/dummyjson/products.csv");
/// The header is row 1.
const LAST_ROW: usize = 195;

/// Imports the file into a test's own database, with these further arguments.
fn import(pool: &PgPool, folder: &Path, further: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vitrine"))
        .args(["import-products", FILE])
        .args(further)
        .current_dir(folder)
        .env("DATABASE_URL", pool.connect_options().to_url_lossy().as_str())
        .env("VITRINE_DATA_FOLDER", folder)
        .output()
        .unwrap()
}

/// A digest of all products and of their ledger, times included.
async fn everything(pool: &PgPool) -> String {
    sqlx::query_scalar(
        "select md5(concat((select string_agg(p::text, ';' order by p.id) from products p),
                           (select string_agg(m::text, ';' order by m.id) from stock_movements m)))",
    )
    .fetch_one(pool)
    .await
    .unwrap()
}

#[sqlx::test]
async fn a_given_file_is_imported_once_and_an_update_changes_nothing(pool: PgPool) {
    if !Path::new(FILE).exists() {
        // Past the harness, which shows what a test prints only when it fails; `scripts/test.sh` counts this line.
        let _ = writeln!(std::io::stderr(), "skipped: there is no {FILE}");
        return;
    }
    queue::migrate(&pool).await.unwrap();
    let backend = backend(pool.clone());
    let folder = backend.settings.vitrine.data_folder.as_path();
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();

    let first = import(&pool, folder, &["--create-categories"]);
    assert!(first.status.success(), "{}", words(&first.stderr));
    assert_eq!(words(&first.stdout), "Imported 194 products\nCategories created: 24\n");
    let published: i64 = sqlx::query_scalar("select count(*) from products where status = 'published'")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(published, 194);
    let before = everything(&pool).await;

    let second = import(&pool, folder, &["--create-categories"]);
    let said = words(&second.stderr);
    assert!(!second.status.success() && second.stdout.is_empty(), "{}", words(&second.stdout));
    for row in 2..=LAST_ROW {
        for clash in ["slug: This slug is taken", "name: Product with this name already exists in category"] {
            let problem = format!("row {row}, {clash}");
            assert!(said.lines().any(|line| line == problem), "{problem} is not said: {said}");
        }
    }
    assert_eq!(said.lines().last(), Some("Error: Nothing was imported: 194 rows have problems"));
    assert_eq!(everything(&pool).await, before);

    let update = import(&pool, folder, &["--update"]);
    assert!(update.status.success(), "{}", words(&update.stderr));
    assert_eq!(
        words(&update.stdout),
        "Imported 0 products (194 unchanged)\n0 created, 0 changed, 194 unchanged\n"
    );
    assert_eq!(everything(&pool).await, before);
}
