//! Who may import whom: the house as `docs/ARCHITECTURE.md` draws it, checked on the text of `src/`.
//!
//! A file belongs to the part that its first folder (or its name) says. Every path that begins with `crate::` or
//! `super::`, in a `use`, in a group of one or in the middle of code, leads to a part; the table below says which
//! parts may lead where. Text inside strings and comments is not looked at.

#[path = "architecture/examples.rs"]
mod examples;
#[path = "architecture/rust_text.rs"]
mod rust_text;

use std::fmt::{Display, Formatter};
use std::fs;
use std::path::{Path, PathBuf};

use rust_text::{Import, Token, imports, tokens};

/// Tier 0 knows no word of shops; its parts may use each other.
const GROUND: [&str; 6] = ["error", "infra", "letters", "listing", "paging", "percent"];
/// Tier 1, from left to right: each may import those before it.
const AREAS: [&str; 5] = ["accounts", "catalog", "reviews", "sales", "admin"];
/// Tier 2: the ways in.
const WAYS_IN: [&str; 4] = ["extract", "server_fns", "api", "ui"];
/// Tier 3: putting it together.
const TOP: [&str; 4] = ["app", "server", "worker", "cli"];
/// The two roots; they may import everything.
const ROOTS: [&str; 2] = ["lib", "main"];
/// What is allowed within tiers 2 and 3.
const WITHIN_A_TIER: [(&str, &str); 6] = [
    ("ui", "server_fns"),
    ("server_fns", "extract"),
    ("api", "extract"),
    ("server", "app"), // the router renders the app
    ("cli", "server"),
    ("cli", "worker"),
];
/// The server functions outside `server_fns/`: they answer pages as the server writes them
/// (docs/decisions/0017-product-page-function.md).
const PAGE_FUNCTIONS: [&str; 2] = ["ui/pages/product/shown.rs", "ui/pages/written.rs"];
/// Modules of areas with use cases: pages come to them through the server functions.
const USE_CASES: [&str; 5] = ["service", "jobs", "change", "reading", "transfer"];
/// A file is one idea, also a file of tests.
const LONGEST_FILE: usize = 450;

#[derive(Debug, PartialEq)]
struct Violation {
    file: String,
    line: usize,
    what: String,
}

impl Display for Violation {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

// ---- the rules ----

/// All violations in one file; `file` is its path below `src/`.
fn check(file: &str, source: &str) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut report = |line: usize, what: String| {
        found.push(Violation { file: format!("src/{file}"), line, what });
    };
    let module = module_path(file);
    let part = module.first().map_or_else(|| file.trim_end_matches(".rs").to_owned(), Clone::clone);
    if tier(&part).is_none() && !ROOTS.contains(&part.as_str()) {
        report(1, format!("{part} is no part of the house (docs/ARCHITECTURE.md names them)"));
        return found;
    }
    if let Some((line, what)) = length(source) {
        report(line, what);
    }
    let tokens = tokens(source);
    for import in imports(&tokens, &module, file) {
        if let Some(rule) = refusal(&part, &import) {
            report(import.line, format!("{part} may not import {} ({rule})", import.path.join("::")));
        }
    }
    if !(part == "infra" || is_store(&module)) {
        for (line, name) in sql(&tokens) {
            report(line, format!("{name}: SQL stands in an area's store and in infra alone"));
        }
    }
    for line in open_stores(&tokens, &module) {
        report(line, "mod store is private to its area".to_owned());
    }
    if part != "server_fns" && !PAGE_FUNCTIONS.contains(&file) {
        for line in server_functions(&tokens) {
            report(line, "server functions stand in server_fns alone".to_owned());
        }
    }
    found
}

/// The last line and what is wrong where a file is too long.
fn length(source: &str) -> Option<(usize, String)> {
    let lines = source.lines().count();
    (lines > LONGEST_FILE)
        .then(|| (lines, format!("{lines} lines: a file is one idea, at most {LONGEST_FILE} lines")))
}

/// `catalog/product/mod.rs` is the module `catalog::product`; the roots are the empty path.
fn module_path(file: &str) -> Vec<String> {
    let stem = file.trim_end_matches(".rs");
    let mut path: Vec<String> = stem.split('/').map(str::to_owned).collect();
    if path.last().is_some_and(|name| name == "mod") || ROOTS.contains(&stem) {
        path.pop();
    }
    path
}

/// Why `part` may not import what `import` leads to; `None` where it may.
fn refusal(part: &str, import: &Import) -> Option<&'static str> {
    let path: Vec<&str> = import.path.iter().map(String::as_str).collect();
    let target = *path.first()?;
    if path.starts_with(&["infra", "testing"]) && !import.in_test && part != "infra" {
        return Some("test support is for tests alone");
    }
    let (Some(from), Some(to)) = (tier(part), tier(target)) else {
        return None;
    };
    if part == target {
        return None;
    }
    if to > from {
        return Some("a tier imports lower tiers only");
    }
    if AREAS.contains(&target) && path.contains(&"store") {
        return Some("an area's store is seen by that area alone");
    }
    if part == "ui" && AREAS.contains(&target) && leads_to_use_case(&path) {
        return Some("pages reach data through server_fns alone");
    }
    if part == "ui" && path.starts_with(&["infra", "db"]) {
        return Some("pages reach data through server_fns alone");
    }
    if to < from || GROUND.contains(&part) {
        return None;
    }
    if let (Some(own), Some(other)) = (place(part), place(target)) {
        return (other > own)
            .then_some("areas import leftward only: accounts, catalog, reviews, sales, admin");
    }
    let allowed = WITHIN_A_TIER.contains(&(part, target));
    (!allowed).then_some("not among the imports within a tier")
}

/// Whether a path within an area goes through one of its [`USE_CASES`]. `admin::transfer` is a part of that area, with
/// types that go over the wire.
fn leads_to_use_case(path: &[&str]) -> bool {
    let within = path.strip_prefix(&["admin", "transfer"]).unwrap_or(path);
    within.iter().any(|name| USE_CASES.contains(name))
}

fn tier(part: &str) -> Option<u8> {
    let tiers: [&[&str]; 4] = [&GROUND, &AREAS, &WAYS_IN, &TOP];
    (0..).zip(tiers).find(|(_, parts)| parts.contains(&part)).map(|(number, _)| number)
}

fn place(area: &str) -> Option<usize> {
    AREAS.iter().position(|known| *known == area)
}

/// `catalog/product/store.rs`, and everything below a folder `store`, of an area.
fn is_store(module: &[String]) -> bool {
    module.first().is_some_and(|part| AREAS.contains(&part.as_str()))
        && module.iter().any(|name| name == "store")
}

/// Lines with SQL, and by what they were recognised.
fn sql(tokens: &[Token]) -> Vec<(usize, String)> {
    let text = |index: usize| tokens.get(index).map_or("", |token| token.text.as_str());
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let name = token.text.as_str();
        let is_query = name == "raw_sql" || name == "query" || name.starts_with("query_");
        let of_sqlx = index >= 2 && text(index - 1) == "::" && text(index - 2) == "sqlx";
        let known_macro =
            ["query", "query_as", "query_scalar", "query_file", "query_file_as", "query_file_scalar"]
                .contains(&name)
                && text(index + 1) == "!";
        if name == "QueryBuilder" || (is_query && of_sqlx) || known_macro {
            found.push((token.line, name.to_owned()));
        }
    }
    found
}

/// Lines with a `mod store` that somebody outside the area can see. `pub(super)` below an area's own module is
/// still the area.
fn open_stores(tokens: &[Token], module: &[String]) -> Vec<usize> {
    let text =
        |index: Option<usize>| index.and_then(|at| tokens.get(at)).map_or("", |token| token.text.as_str());
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        if token.text != "mod" || text(Some(index + 1)) != "store" {
            continue;
        }
        let before = |back: usize| text(index.checked_sub(back));
        let within_area = before(2) == "super" && module.len() >= 2;
        if before(1) == "pub" || (before(1) == ")" && before(4) == "pub" && !within_area) {
            found.push(token.line);
        }
    }
    found
}

/// Lines with `#[server]`, written with its path or without.
fn server_functions(tokens: &[Token]) -> Vec<usize> {
    let mut found = Vec::new();
    for (index, start) in tokens.windows(2).enumerate() {
        if start[0].text != "#" || start[1].text != "[" {
            continue;
        }
        let name =
            tokens[index + 2..].iter().take_while(|token| !["(", "]", "="].contains(&token.text.as_str()));
        if name.last().is_some_and(|token| token.text == "server") {
            found.push(start[0].line);
        }
    }
    found
}

// ---- the house itself ----

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            rust_files(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

#[test]
fn every_file_imports_only_what_it_may() -> std::io::Result<()> {
    let source_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source_folder, &mut files)?;
    files.sort();
    assert!(!files.is_empty(), "no sources in {}", source_folder.display());
    let mut violations = Vec::new();
    for path in files {
        let name = path.strip_prefix(&source_folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        violations.extend(check(&name, &fs::read_to_string(&path)?).iter().map(ToString::to_string));
    }
    assert!(violations.is_empty(), "{} violations:\n{}", violations.len(), violations.join("\n"));
    Ok(())
}

#[test]
fn no_file_of_tests_is_too_long() -> std::io::Result<()> {
    let tests_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut files = Vec::new();
    rust_files(&tests_folder, &mut files)?;
    files.sort();
    let mut violations = Vec::new();
    for path in files {
        let name = path.strip_prefix(&tests_folder).unwrap_or(&path).to_string_lossy().into_owned();
        if let Some((line, what)) = length(&fs::read_to_string(&path)?) {
            violations.push(Violation { file: format!("tests/{name}"), line, what }.to_string());
        }
    }
    assert!(violations.is_empty(), "{} violations:\n{}", violations.len(), violations.join("\n"));
    Ok(())
}
