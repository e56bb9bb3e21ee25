//! The checker itself, on small sources made up for it.

use super::check;

fn violations(file: &str, source: &str) -> Vec<String> {
    check(file, source).iter().map(ToString::to_string).collect()
}

fn assert_legal(file: &str, source: &str) {
    assert_eq!(violations(file, source), Vec::<String>::new());
}

fn assert_refused(file: &str, source: &str, wanted: &str) {
    let found = violations(file, source);
    assert!(found.iter().any(|violation| violation.contains(wanted)), "{found:?} has no {wanted:?}");
}

#[test]
fn a_tier_imports_lower_tiers() {
    assert_legal(
        "catalog/product/service.rs",
        "use crate::{error::AppError, infra::db::Pool, paging::Page};",
    );
    assert_legal(
        "server_fns/catalog.rs",
        "use crate::catalog::product::service;\nuse crate::extract::Staff;",
    );
    assert_legal("cli/serve.rs", "use crate::{server, worker::Worker, infra::config::Settings};");
    assert_legal("lib.rs", "pub mod app; fn hydrate() { crate::app::App(); }");
}

#[test]
fn a_tier_never_imports_a_higher_one() {
    assert_refused(
        "infra/db/mod.rs",
        "\nuse crate::catalog::product::model::Product;",
        "src/infra/db/mod.rs:2: infra may not import catalog",
    );
    assert_refused(
        "catalog/product/service.rs",
        "fn f() { crate::server_fns::catalog::list() }",
        "catalog may not import server_fns",
    );
    assert_refused(
        "ui/pages/home.rs",
        "use crate::{error::AppError, app::{App, Shell as S}};",
        "ui may not import app::App",
    );
}

#[test]
fn groups_are_looked_into() {
    let source = "use crate::{\n    error::AppError,\n    catalog::{product::model::{Product, Price}, category},\n    api::*,\n};";
    let found = violations("reviews/service.rs", source);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("reviews may not import api"));
}

#[test]
fn super_is_followed_out_of_a_part() {
    assert_refused("catalog/mod.rs", "use super::sales::Order;", "catalog may not import sales::Order");
    assert_refused(
        "catalog/mod.rs",
        "mod inner { use super::super::sales::Order; }",
        "catalog may not import sales",
    );
    assert_legal("catalog/mod.rs", "mod inner { use super::product::Product; }");
    assert_legal("catalog/product/service.rs", "use super::store; use super::super::category::Category;");
}

#[test]
fn areas_import_leftward_only() {
    assert_legal("sales/cart/service.rs", "use crate::catalog::product::service::find;");
    assert_refused("catalog/product/service.rs", "use crate::reviews::model::Review;", "leftward");
}

#[test]
fn ways_in_import_each_other_as_listed_alone() {
    assert_legal("ui/pages/products.rs", "use crate::server_fns::catalog::list;");
    assert_refused("ui/pages/products.rs", "use crate::extract::Visitor;", "ui may not import extract");
    assert_refused(
        "api/products.rs",
        "use crate::server_fns::catalog::list;",
        "api may not import server_fns",
    );
    assert_refused("worker.rs", "use crate::cli::serve;", "worker may not import cli");
}

#[test]
fn pages_know_models_and_input_but_no_service() {
    assert_legal("ui/admin/form.rs", "use crate::catalog::product::{model::Product, input::ProductInput};");
    assert_refused(
        "ui/admin/form.rs",
        "use crate::catalog::product::{model::Product, service};",
        "server_fns alone",
    );
    for module in ["change", "reading", "transfer", "own::service"] {
        let source = format!("use crate::catalog::product::{module}::do_it;");
        assert_refused("ui/admin/form.rs", &source, "server_fns alone");
    }
    assert_legal("ui/admin/import.rs", "use crate::admin::transfer::Checked;");
    assert_refused("ui/admin/import.rs", "use crate::admin::transfer::service;", "server_fns alone");
    assert_refused("ui/admin/form.rs", "use crate::infra::db::Pool;", "server_fns alone");
}

#[test]
fn a_store_is_seen_by_its_area_alone() {
    assert_refused(
        "server_fns/catalog.rs",
        "use crate::catalog::product::store::find;",
        "store is seen by that area alone",
    );
    assert_legal("catalog/category/service.rs", "use crate::catalog::product::store;");
    assert_legal("catalog/product/mod.rs", "mod store;\npub mod model;");
    assert_legal("catalog/product/mod.rs", "pub(super) mod store;");
    assert_refused(
        "catalog/product/mod.rs",
        "pub mod store;",
        "src/catalog/product/mod.rs:1: mod store is private",
    );
    assert_refused("catalog/product/mod.rs", "pub(crate) mod store;", "mod store is private");
    assert_refused("reviews/mod.rs", "pub(super) mod store;", "mod store is private");
}

#[test]
fn sql_stands_in_stores_and_infra_alone() {
    let source = "async fn f() { sqlx::query!(\"select 1\").fetch_one(pool).await }";
    assert_legal("catalog/product/store.rs", source);
    assert_legal("catalog/product/store/list.rs", source);
    assert_legal("infra/db/mod.rs", source);
    assert_refused("catalog/product/service.rs", source, "query: SQL stands in");
    assert_refused("cli/check.rs", "let n = query_scalar!(\"select 1\");", "query_scalar: SQL");
    assert_refused("server.rs", "sqlx::query_as::<_, Row>(\"select 1\")", "query_as: SQL");
    assert_refused("api/products.rs", "use sqlx::QueryBuilder;", "QueryBuilder: SQL");
    assert_legal("api/products.rs", "let query = request.query; query_string(query);");
    assert_refused("ui/store.rs", source, "query: SQL");
}

#[test]
fn server_functions_stand_in_their_place_alone() {
    let source = "#[server(name = GetHome, prefix = \"/fn\")]\npub async fn get_home() {}";
    assert_legal("server_fns/catalog.rs", source);
    assert_legal("ui/pages/product/shown.rs", source);
    assert_refused(
        "ui/pages/home.rs",
        source,
        "src/ui/pages/home.rs:1: server functions stand in server_fns alone",
    );
    assert_refused(
        "server/forms.rs",
        "\n#[server]\nasync fn f() {}",
        "src/server/forms.rs:2: server functions",
    );
    assert_refused("ui/pages/home.rs", "#[leptos::server]\nasync fn f() {}", "server functions");
    assert_legal("ui/pages/home.rs", "#[cfg(feature = \"ssr\")]\nfn f() { server(x[0]); }");
}

#[test]
fn test_support_is_for_tests_alone() {
    assert_legal("catalog/slug.rs", "#[cfg(test)]\nmod tests { use crate::infra::testing::shop; }");
    assert_refused("catalog/slug.rs", "use crate::infra::testing::shop;", "test support");
    assert_refused(
        "catalog/slug.rs",
        "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::infra::testing::shop;",
        "test support",
    );
    assert_refused(
        "catalog/slug.rs",
        "#[cfg(test)]\nmod tests { use crate::api::products; }",
        "catalog may not import api",
    );
}

#[test]
fn strings_comments_and_characters_are_not_looked_at() {
    let source = "// use crate::api;\n/* crate::api /* crate::ui */ crate::cli */\nconst A: &str = \"crate::api \\\" crate::ui\";\n\
                  const B: &str = r#\"crate::api \" \"#; fn f<'a>(c: &'a char) -> bool { *c == '\"' || *c == '\\'' }\n\
                  use crate::sales::Order;";
    assert_eq!(
        violations("catalog/slug.rs", source),
        [
            "src/catalog/slug.rs:5: catalog may not import sales::Order (areas import leftward only: accounts, catalog, reviews, sales, admin)"
        ]
    );
}

#[test]
fn unknown_parts_and_long_files_are_named() {
    assert_refused("utils.rs", "", "utils is no part of the house");
    assert_refused("app.rs", &"\n".repeat(451), "451 lines");
    assert_legal("app.rs", &"\n".repeat(450));
}
