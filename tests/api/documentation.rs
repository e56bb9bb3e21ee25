//! `docs/API.md` is true: its examples are run, in their order, in one shop.

use std::process::Stdio;

use serde_json::json;
use sqlx::PgPool;
use tokio::process::Command;

use super::shop::{Shop, product};

/// An example: what a reader types, and the status line that the page promises.
#[derive(Debug)]
struct Example {
    script: String,
    status: String,
}

/// The examples of the page. Each block of `sh` is followed by one of `http`.
fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut script: Option<String> = None;
    for block in page.split("\n```").skip(1).step_by(2) {
        let (kind, text) = block.split_once('\n').expect("a block");
        match (kind, script.take()) {
            ("sh", None) => script = Some(text.to_owned()),
            ("http", Some(script)) => {
                let status = text.lines().next().expect("a status line").to_owned();
                examples.push(Example { script, status });
            }
            ("json", None) => {}
            other => panic!("an example without an answer, or an answer without one: {other:?}"),
        }
    }
    assert!(script.is_none(), "the last example has no answer");
    examples
}

#[sqlx::test]
async fn every_example_of_the_page_answers_as_written(pool: PgPool) {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/API.md")).unwrap();
    let examples = examples(&page);
    assert!(examples.len() >= 10, "{}", examples.len());
    if !has_curl().await {
        assert!(std::env::var_os("CI").is_none(), "curl is missing");
        return;
    }

    let shop = Shop::open(pool).await;
    let (_, ada) = shop.user("ada").await;
    let lamps = shop.category("Lamps").await;
    shop.published(&ada, lamps, "Globe").await;
    let own = ada.post("/api/products/", &product(lamps, "Arc")).await.is(201).text("id");
    for example in examples {
        let ran = Command::new("sh")
            .args(["-eu", "-c", &example.script])
            .env("SHOP", format!("http://{}", shop.address))
            .env("TOKEN", ada.token.as_deref().unwrap())
            .env("CATEGORY", lamps.to_string())
            .env("PRODUCT", &own)
            .stdin(Stdio::null())
            .output()
            .await
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stdout);
        assert_eq!(said.lines().next(), Some(example.status.as_str()), "{}\n{said}", example.script);
    }
    let moon = ada.get("/api/products/?status=draft&search=moon").await.is(200).json();
    assert_eq!(moon["results"][0]["price"], json!("49.00"), "the examples were run: {moon}");
}

async fn has_curl() -> bool {
    let curl = Command::new("curl").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    curl.await.is_ok_and(|status| status.success())
}
