//! What an import takes and refuses, and that an export comes back unchanged (SPEC C1, C2).

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use sqlx::PgPool;

use super::store::testing;
use super::{Format, ImportOptions, ImportReport, export, import};
use crate::catalog::Actor;
use crate::error::AppError;
use crate::infra::testing::backend;

const HEADER: &str = "name,slug,description,price,category_slug,stock\n";
const PLAIN: ImportOptions =
    ImportOptions { dry_run: false, update: false, create_categories: false, format: Format::Vitrine };
const UPDATE: ImportOptions = ImportOptions { update: true, ..PLAIN };
const CREATE: ImportOptions = ImportOptions { create_categories: true, ..PLAIN };
const SHOPIFY: ImportOptions = ImportOptions { format: Format::Shopify, ..CREATE };

async fn try_import(pool: &PgPool, file: &[u8], options: ImportOptions) -> Result<ImportReport, AppError> {
    import(&backend(pool.clone()), Actor::Operator, file, options, &|_| ()).await
}

async fn take(pool: &PgPool, file: &str, options: ImportOptions) -> ImportReport {
    try_import(pool, file.as_bytes(), options).await.unwrap()
}

async fn refusal(pool: &PgPool, file: &[u8]) -> String {
    try_import(pool, file, PLAIN).await.unwrap_err().to_string()
}

async fn exported(pool: &PgPool) -> (u64, String) {
    let mut file = Vec::new();
    let count = export(&backend(pool.clone()), &mut file, &|_| ()).await.unwrap();
    (count, String::from_utf8(file).unwrap())
}

fn problems(report: &ImportReport) -> Vec<String> {
    report.problems.iter().map(ToString::to_string).collect()
}

fn counts(report: &ImportReport) -> (u64, u64, u64) {
    assert_eq!(problems(report), Vec::<String>::new());
    (report.created, report.changed, report.unchanged)
}

fn two_lamps() -> String {
    format!("{HEADER}Arc lamp,arc-lamp,Bright,49.00,lamps,3\nDesk lamp,,,\"19,9\",lamps,\n")
}

#[sqlx::test]
async fn a_good_file_is_imported_and_published(pool: PgPool) {
    testing::add_category(&pool, "Lamps", "lamps").await;
    let report = take(&pool, &two_lamps(), PLAIN).await;
    assert_eq!(counts(&report), (2, 0, 0));
    assert_eq!(testing::product(&pool, "arc-lamp").await.unwrap(), "Arc lamp|49.00|lamps|published|3|1");
    assert_eq!(testing::product(&pool, "desk-lamp").await.unwrap(), "Desk lamp|19.90|lamps|published|0|1");
    assert_eq!(testing::slugs(&pool).await, ["arc-lamp", "desk-lamp"]);
    assert_eq!(testing::ledger(&pool).await, (true, 1));
}

#[sqlx::test]
async fn bad_rows_are_named_by_row_and_column_and_nothing_is_written(pool: PgPool) {
    testing::add_category(&pool, "Lamps", "lamps").await;
    let mut file = HEADER.to_owned();
    for row in 2..=10 {
        let name = if row == 7 { String::new() } else { format!("Lamp {row}") };
        let price = if row == 3 { "cheap" } else { "9.99" };
        let category = if row == 9 { "lumps" } else { "lamps" };
        writeln!(file, "{name},,,{price},{category},1").unwrap();
    }
    for dry_run in [true, false] {
        let report = take(&pool, &file, ImportOptions { dry_run, ..PLAIN }).await;
        assert_eq!(
            problems(&report),
            [
                "row 3, price: Enter a price such as 19.99",
                "row 7, name: This field is required",
                "row 9, category_slug: Category not found: lumps",
            ]
        );
        assert_eq!((report.problem_count, report.bad_rows, report.imported()), (3, 3, 0));
        assert_eq!(testing::count(&pool).await, 0);
    }
}

#[sqlx::test]
async fn a_row_with_several_problems_is_named_with_all_of_them(pool: PgPool) {
    let report = take(&pool, &format!("{HEADER}Lamp,,,0,lumps,-1\nshort,row\n"), PLAIN).await;
    let found = problems(&report);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.contains(&"row 2, price: Price must be positive".to_owned()));
    assert!(found.contains(&"row 2, category_slug: Category not found: lumps".to_owned()));
    assert_eq!(found[3], "row 3: The row has 2 fields, the header has 6");
    assert_eq!(report.bad_rows, 2);
}

#[sqlx::test]
async fn a_dry_run_says_what_would_be_and_writes_nothing(pool: PgPool) {
    let report = take(&pool, &two_lamps(), ImportOptions { dry_run: true, ..CREATE }).await;
    assert_eq!(counts(&report), (2, 0, 0));
    assert_eq!(report.categories_created, 1);
    assert_eq!(testing::count(&pool).await, 0);
    assert!(testing::categories(&pool).await.is_empty());
}

#[sqlx::test]
async fn the_same_file_again_is_refused_with_every_clash_named(pool: PgPool) {
    take(&pool, &two_lamps(), CREATE).await;
    let report = take(&pool, &two_lamps(), CREATE).await;
    assert_eq!(
        problems(&report),
        [
            "row 2, name: Product with this name already exists in category",
            "row 2, slug: This slug is taken",
            "row 3, name: Product with this name already exists in category",
        ]
    );
    assert_eq!((report.bad_rows, testing::count(&pool).await), (2, 2));
}

#[sqlx::test]
async fn twins_within_a_file_are_named(pool: PgPool) {
    let file = format!("{HEADER}Lamp,lamp,,5,lamps,1\nOther,lamp,,5,lamps,1\nLAMP,,,5,lamps,1\n");
    assert_eq!(
        problems(&take(&pool, &file, CREATE).await),
        [
            "row 3, slug: Row 2 has the same slug",
            "row 4, name: Product with this name already exists in category (row 2)",
        ]
    );
}

#[sqlx::test]
async fn slugs_in_the_trash_and_slugs_of_before_are_taken(pool: PgPool) {
    take(&pool, &two_lamps(), CREATE).await;
    testing::redirect(&pool, "old-lamp", "desk-lamp").await;
    testing::move_to_trash(&pool, "arc-lamp").await;
    let file = format!("{HEADER}A,arc-lamp,,5,lamps,1\nB,old-lamp,,5,lamps,1\n");
    for options in [PLAIN, UPDATE] {
        assert_eq!(
            problems(&take(&pool, &file, options).await),
            [
                "row 2, slug: This slug is taken by a product in the trash",
                "row 3, slug: This slug is taken: it leads to another product",
            ]
        );
    }
}

#[sqlx::test]
async fn an_update_changes_nothing_the_second_time(pool: PgPool) {
    take(&pool, &two_lamps(), CREATE).await;
    assert_eq!(counts(&take(&pool, &two_lamps(), UPDATE).await), (0, 0, 2));
    let changed = two_lamps().replace("49.00", "45.00").replace("lamps,3", "lamps,8") + "New,,,1,lamps,2\n";
    assert_eq!(counts(&take(&pool, &changed, UPDATE).await), (1, 1, 1));
    assert_eq!(testing::product(&pool, "arc-lamp").await.unwrap(), "Arc lamp|45.00|lamps|published|8|2");
    assert_eq!(counts(&take(&pool, &changed, UPDATE).await), (0, 0, 3));
    assert_eq!(testing::ledger(&pool).await, (true, 3));
}

#[sqlx::test]
async fn a_product_that_is_deleted_while_an_import_runs_is_named(pool: PgPool) {
    take(&pool, &two_lamps(), CREATE).await;
    let mut other = pool.begin().await.unwrap();
    testing::move_to_trash(&mut *other, "desk-lamp").await;
    // The slug names the product of row 3; its deletion is seen only when the import comes to change it.
    let file = two_lamps().replace("Desk lamp,,,\"19,9\"", "Desk lamp,desk-lamp,,18");
    let (outcome, ()) = tokio::join!(try_import(&pool, file.as_bytes(), UPDATE), async {
        testing::until_someone_waits(&pool).await;
        other.commit().await.unwrap();
    });
    assert_eq!(
        outcome.unwrap_err().to_string(),
        "The product of row 3 was deleted while the import ran, and nothing was imported: try again"
    );
    assert_eq!(testing::count(&pool).await, 1);
}

#[sqlx::test]
async fn an_update_leaves_what_the_file_is_silent_about(pool: PgPool) {
    let full = "name,slug,description,price,category_slug,stock,status,is_featured,created_at,colour\n\
                Lamp,lamp,,5,lamps,1,archived,yes,2020-01-02T03:04:05Z,red\n";
    let report = take(&pool, full, CREATE).await;
    assert_eq!(report.ignored_columns, ["colour"]);
    let changed = format!("{HEADER}Lamp,lamp,,6,lamps,1\n");
    assert_eq!(counts(&take(&pool, &changed, UPDATE).await), (0, 1, 0));
    assert_eq!(testing::product(&pool, "lamp").await.unwrap(), "Lamp|6.00|lamps|archived|1|2");
    let (_, file) = exported(&pool).await;
    assert!(file.ends_with("archived,true,2020-01-02T03:04:05.000000Z\n"), "{file}");
}

#[sqlx::test]
async fn two_products_can_swap_their_names(pool: PgPool) {
    take(&pool, &format!("{HEADER}A,one,,5,lamps,1\nB,two,,5,lamps,1\n"), CREATE).await;
    let swapped = format!("{HEADER}B,one,,5,lamps,1\nA,two,,5,lamps,1\n");
    assert_eq!(counts(&take(&pool, &swapped, UPDATE).await), (0, 2, 0));
    assert_eq!(testing::product(&pool, "one").await.unwrap(), "B|5.00|lamps|published|1|2");
}

#[sqlx::test]
async fn slugs_made_from_names_are_numbered(pool: PgPool) {
    take(&pool, &format!("{HEADER}Lamp,lamp-2,,5,a,1\n"), CREATE).await;
    let file = format!("{HEADER}Lamp,,,5,b,1\nLamp,,,5,c,1\nLamp,,,5,d,1\nX,lamp-3,,5,b,1\n");
    assert_eq!(counts(&take(&pool, &file, CREATE).await), (4, 0, 0));
    assert_eq!(testing::slugs(&pool).await, ["lamp-2", "lamp", "lamp-4", "lamp-5", "lamp-3"]);
}

#[sqlx::test]
async fn byte_order_mark_crlf_and_quoted_line_breaks_are_read(pool: PgPool) {
    let file = "\u{feff}Name,slug,description,price,category_slug,stock\r\n\
                Lamp,lamp,\"One\r\nTwo, \"\"three\"\"\",5,lamps,1\r\n\r\n,,,,,\r\nBad,bad,,x,lamps,1\r\n";
    let report = take(&pool, file, CREATE).await;
    assert_eq!(problems(&report), ["row 5 (line 6), price: Enter a price such as 19.99"]);
    let good = file.replace(",x,", ",6,");
    assert_eq!(counts(&take(&pool, &good, CREATE).await), (2, 0, 0));
    assert_eq!(testing::description(&pool, "lamp").await, "One\nTwo, \"three\"");
}

#[sqlx::test]
async fn files_that_cannot_be_read_are_refused_in_one_line(pool: PgPool) {
    let latin = [HEADER.as_bytes(), b"Lamp,lamp,,5,lamps,1\nCaf\xe9,cafe,,5,lamps,1\n"].concat();
    assert_eq!(refusal(&pool, &latin).await, "Row 3 is not UTF-8 text: save the file as UTF-8");
    assert_eq!(refusal(&pool, b"\xff\xfen\0a\0").await, "The file is UTF-16 text: save the file as UTF-8");
    assert_eq!(refusal(&pool, b"").await, "The file is empty");
    assert_eq!(refusal(&pool, b"\xef\xbb\xbf\r\n").await, "The file is empty");
    assert_eq!(refusal(&pool, b"name,slug,description,category_slug,stock\n").await, "Missing column: price");
    assert_eq!(
        refusal(&pool, b"name,slug,price,description\n").await,
        "Missing columns: category_slug, stock"
    );
    assert_eq!(
        refusal(&pool, b"name;slug;price\n").await,
        "The columns are separated by semicolons: save the file with commas"
    );
    let twice = HEADER.replace("stock", "stock,price");
    assert_eq!(refusal(&pool, twice.as_bytes()).await, "The column price is there twice");
    // The connection is as good as before.
    assert_eq!(testing::count(&pool).await, 0);
}

#[sqlx::test]
async fn a_quote_that_is_never_closed_is_refused_in_bounded_memory(pool: PgPool) {
    let file = format!("{HEADER}Lamp,lamp,\"{}", "no end\n".repeat(2_000_000));
    assert_eq!(refusal(&pool, file.as_bytes()).await, "Row 2 does not end: a closing quote may be missing");
}

#[sqlx::test]
async fn missing_categories_are_made_at_the_root_when_asked_for(pool: PgPool) {
    testing::add_category(&pool, "Lamps", "lights").await;
    let file = format!("{HEADER}A,,,5,womens-dresses,1\nB,,,5,lights,1\n");
    let report = take(&pool, &file, CREATE).await;
    assert_eq!((report.created, report.categories_created), (2, 1));
    assert_eq!(testing::categories(&pool).await, ["Lamps|lights", "Womens dresses|womens-dresses"]);
    let clash = take(&pool, &format!("{HEADER}C,,,5,lamps,1\n"), CREATE).await;
    assert_eq!(
        problems(&clash),
        ["row 2, category_slug: Category not found: lamps (Lamps is there with the slug lights)"]
    );
}

#[sqlx::test]
async fn twenty_thousand_rows_take_seconds(pool: PgPool) {
    let mut file = HEADER.to_owned();
    for number in 0..20_000 {
        writeln!(
            file,
            "Lamp {number},,Words about lamp {number},{}.50,lamps-{},4",
            1 + number % 90,
            number % 20
        )
        .unwrap();
    }
    let start = Instant::now();
    assert_eq!(counts(&take(&pool, &file, CREATE).await), (20_000, 0, 0));
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
    assert_eq!(testing::count(&pool).await, 20_000);
}

#[sqlx::test]
async fn only_the_first_thousand_of_many_problems_are_kept(pool: PgPool) {
    let file = HEADER.to_owned() + &"Lamp,,,free,lamps,1\n".repeat(3_000);
    let report = take(&pool, &file, CREATE).await;
    assert_eq!((report.problems.len(), report.bad_rows), (1_000, 3_000));
    assert!(report.problem_count >= 3_000);
    assert_eq!(report.unnamed_problems(), report.problem_count - 1_000);
}

#[sqlx::test]
async fn what_is_exported_is_read_back_without_a_change(pool: PgPool) {
    let file = "name,slug,description,price,category_slug,stock,status,is_featured,created_at\n\
                \"Lamp, \"\"big\"\"\",lamp,\"One\r\nTwo\\n\tthree\",5,lamps,1,draft,1,2020-01-02T03:04:05.678901Z\n\
                Ünïcödé 日本語,,\\.,99999999.99,lamps,0,archived,,\n";
    take(&pool, file, CREATE).await;
    let (count, out) = exported(&pool).await;
    assert_eq!(count, 2);
    assert!(
        out.starts_with("name,slug,description,price,category_slug,stock,status,is_featured,created_at\n")
    );
    assert_eq!(counts(&take(&pool, &out, UPDATE).await), (0, 0, 2));
    assert_eq!(exported(&pool).await, (count, out));
}

#[sqlx::test]
async fn what_is_in_the_trash_is_not_exported(pool: PgPool) {
    take(&pool, &two_lamps(), CREATE).await;
    testing::move_to_trash(&pool, "arc-lamp").await;
    let (count, out) = exported(&pool).await;
    assert_eq!((count, out.contains("arc-lamp"), out.contains("desk-lamp")), (1, false, true));
}

#[sqlx::test]
async fn an_export_of_an_empty_shop_is_a_header_that_can_be_imported(pool: PgPool) {
    let (count, out) = exported(&pool).await;
    assert_eq!(count, 0);
    assert_eq!(counts(&take(&pool, &out, PLAIN).await), (0, 0, 0));
}

const SHOP_HEADER: &str = "Handle,Title,Body (HTML),Vendor,Type,Product Category,Published,Option1 Name,Option1 Value,Variant Price,Variant Inventory Qty,Image Src,Status\n";

#[sqlx::test]
async fn rows_of_one_handle_are_one_product_of_a_shopify_export(pool: PgPool) {
    let handle = "A long handle ".repeat(30);
    let mut file = format!(
        "{SHOP_HEADER}shirt,Shirt,\"<p>Soft</p>\r\n<script>alert(1)</script>\",Me,T-Shirts,,TRUE,Size,S,0.00,-4,a.jpg,active\n\
         shirt,,,,,,,,M,25.00,3,b.jpg,\n\
         shirt,,,,,,,,L,19.50,4,,\n\
         shirt,,,,,,,,,,,c.jpg,\n\
         {handle},Mug,,Me,,Home > Kitchen > Mugs,FALSE,Title,Default,8,2,,active\n"
    );
    for variant in 0..69 {
        let title = if variant == 0 { "Ring" } else { "" };
        writeln!(file, "ring,{title},,Me,Rings,,true,Size,{variant},{}.00,1,,archived", 100 - variant)
            .unwrap();
    }
    let report = take(&pool, &file, SHOPIFY).await;
    assert_eq!(counts(&report), (3, 0, 0));
    assert!(report.ignored_columns.contains(&"Vendor".to_owned()));
    assert_eq!(testing::product(&pool, "shirt").await.unwrap(), "Shirt|19.50|t-shirts|published|7|1");
    assert!(testing::description(&pool, "shirt").await.contains("<script>"));
    assert_eq!(testing::product(&pool, "ring").await.unwrap(), "Ring|32.00|rings|archived|69|1");
    let slugs = testing::slugs(&pool).await;
    assert!(slugs[1].starts_with("a-long-handle-a-long") && slugs[1].len() <= 255);
    assert_eq!(testing::product(&pool, &slugs[1]).await.unwrap(), "Mug|8.00|mugs|draft|2|1");
    assert_eq!(testing::categories(&pool).await, ["Mugs|mugs", "Rings|rings", "T-Shirts|t-shirts"]);
    let again = ImportOptions { update: true, ..SHOPIFY };
    assert_eq!(counts(&take(&pool, &file, again).await), (0, 0, 3));
}

#[sqlx::test]
async fn problems_of_a_shopify_export_are_named_by_its_own_columns(pool: PgPool) {
    let file = format!(
        "{SHOP_HEADER}free,Free,,Me,Gifts,,true,,,0.00,1,,active\n\
         bad,Bad,,Me,Gifts,,true,,,5.00,1,,active\n\
         bad,,,,,,,,,cheap,1,,\n\
         free,,,,,,,,,5.00,1,,\n\
         ,Nothing,,Me,Gifts,,true,,,5.00,1,,active\n"
    );
    let found = problems(&take(&pool, &file, SHOPIFY).await);
    for wanted in [
        "row 2, Variant Price: Price must be positive",
        "row 4, Variant Price: Enter a price such as 19.99",
        "row 5, Handle: Row 2 has the same slug",
        "row 5, Title: This field is required",
        "row 6, Handle: This field is required",
    ] {
        assert!(found.contains(&wanted.to_owned()), "{found:?} has no {wanted:?}");
    }
    assert_eq!(testing::count(&pool).await, 0);
}
