//! The settings from their sources.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::Path;

use super::sources::refuse_unreadable;
use super::*;

fn with(name: &'static str, value: &'static str) -> Result<Settings, SettingsError> {
    Settings::from_sources(Path::new("no such file"), move |asked| (asked == name).then(|| value.to_owned()))
}

#[test]
fn the_shipped_defaults_can_be_used() {
    let settings = with("", "").unwrap();
    assert_eq!(settings.vitrine.page_size, 20);
    assert_eq!(settings.leptos.site_addr.port(), 3000);
}

#[test]
fn a_variable_goes_over_the_file() {
    assert_eq!(with("VITRINE_SHOP_NAME", "Corner").unwrap().vitrine.shop_name, "Corner");
    assert_eq!(with("VITRINE_PAGE_SIZE", "50").unwrap().vitrine.page_size, 50);
    assert_eq!(with("VITRINE_TAGLINE", "").unwrap().vitrine.tagline, "");
}

#[test]
fn a_mistake_in_the_file_is_one_sentence_that_names_file_line_and_reason_and_shows_no_secret() {
    let file = std::env::temp_dir().join(format!("vitrine-{}.toml", uuid::Uuid::now_v7().simple()));
    std::fs::write(&file, "[vitrine]\ndatabase-url = \"postgres://x:secret@y/z\n").unwrap();
    let error = Settings::from_sources(&file, |_| None).unwrap_err().to_string();
    std::fs::remove_file(&file).unwrap();
    assert!(error.contains(".toml cannot be read: line "), "{error}");
    assert!(!error.ends_with(": "), "{error}");
    assert!(!error.contains("secret"), "{error}");
    assert!(!error.contains('\n'), "{error}");
}

#[test]
fn a_file_that_is_there_and_cannot_be_read_is_named_and_not_passed_over() {
    let folder = std::env::temp_dir().join(format!("vitrine-{}", uuid::Uuid::now_v7().simple()));
    let file = folder.join("Leptos.toml");
    std::fs::create_dir_all(&file).unwrap();
    let a_folder = Settings::from_sources(&file, |_| None).unwrap_err().to_string();
    std::fs::remove_dir(&file).unwrap();
    std::fs::write(&file, b"[vitrine]\nshop-name = \"Caf\xe9\"\n").unwrap();
    let no_text = Settings::from_sources(&file, |_| None).unwrap_err().to_string();
    std::fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink("nowhere", &file).unwrap();
    let a_link_to_nowhere = Settings::from_sources(&file, |_| None).unwrap_err().to_string();
    std::fs::remove_dir_all(&folder).unwrap();
    for error in [a_folder, no_text, a_link_to_nowhere] {
        let begins = format!("The file {} cannot be read: ", file.display());
        assert!(error.starts_with(&begins) && error.len() > begins.len(), "{error}");
        assert!(!error.contains('\n'), "{error}");
    }
}

#[test]
fn a_variable_of_ours_that_is_no_text_is_named_and_not_shown() {
    let variables = |name: &str, value: &[u8]| [(OsString::from(name), OsString::from_vec(value.to_owned()))];
    for name in ["DATABASE_URL", "VITRINE_SMTP_URL", "LEPTOS_SITE_ADDR"] {
        let error = refuse_unreadable(variables(name, b"secret\xff")).unwrap_err().to_string();
        assert!(error.contains(name) && !error.contains("secret"), "{error}");
        assert!(refuse_unreadable(variables(name, "größer".as_bytes())).is_ok());
    }
    assert!(refuse_unreadable(variables("LESSOPEN", b"\xff")).is_ok());
}

#[test]
fn the_address_of_the_database_is_not_shown() {
    let settings = with("DATABASE_URL", "postgres://shop:secret@db/shop").unwrap();
    let shown = settings.without_secrets("cannot reach postgres://shop:secret@db/shop now");
    assert_eq!(shown, "cannot reach DATABASE_URL now");
    assert_eq!(with("", "").unwrap().without_secrets("as it is"), "as it is");
}

#[test]
fn a_bad_value_is_named() {
    for (name, value, part) in [
        ("VITRINE_PAGE_SIZE", "many", "page-size"),
        ("VITRINE_PAGE_SIZE", "0", "VITRINE_PAGE_SIZE"),
        ("VITRINE_CURRENCY", "euro", "vitrine.currency"),
        ("LEPTOS_SITE_ADDR", "nowhere", "site-addr"),
        ("LEPTOS_RELOAD_PORT", "70000", "leptos.reload-port"),
        ("VITRINE_DATABASE_CONNECTIONS", "0", "vitrine.database-connections"),
        ("VITRINE_MEDIA_STORE", "s3", "vitrine.s3-bucket"),
        ("VITRINE_S3_ENDPOINT", "http://s3.example", "vitrine.s3-endpoint"),
        ("VITRINE_PROFILE", "staging", "profile"),
        ("VITRINE_PUBLIC_URL", "shop.example", "vitrine.public-url"),
        ("DATABASE_URL", "mysql://x:secret@y", "DATABASE_URL"),
        ("VITRINE_TRUSTED_PROXIES", "1", "trusted-proxies"),
        ("VITRINE_TRUSTED_PROXIES", "proxy.example", "trusted-proxies"),
        ("VITRINE_API_ANONYMOUS_HOURLY", "-1", "api-anonymous-hourly"),
        ("VITRINE_API_USER_HOURLY", "1000001", "vitrine.api-user-hourly"),
        ("VITRINE_TOKEN_ACCESS_SECONDS", "59", "vitrine.token-access-seconds"),
        ("VITRINE_TOKEN_REFRESH_DAYS", "0", "vitrine.token-refresh-days"),
        ("VITRINE_TOKEN_KEYS", "a secret that is too short", "VITRINE_TOKEN_KEYS"),
        ("VITRINE_TOKEN_KEYS", "a secret that has more than 32 bytes,", "VITRINE_TOKEN_KEYS"),
        ("VITRINE_API_ORIGINS", "https://a.example https://b.example/", "https://b.example/"),
        ("VITRINE_API_ORIGINS", "*", "vitrine.api-origins"),
        ("VITRINE_API_ORIGINS", "app.example", "vitrine.api-origins"),
    ] {
        let error = with(name, value).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
        assert!(!error.contains("secret"), "{error}");
        assert!(!error.contains('\n'), "{error}");
    }
}

#[test]
fn keys_for_tokens_are_read_in_their_order_and_never_printed() {
    assert!(with("", "").unwrap().vitrine.token_keys.is_empty());
    let keys = "the newest secret of all, 32 bytes, an older secret that has 32 bytes";
    let error = with("VITRINE_TOKEN_KEYS", keys).unwrap_err().to_string();
    assert!(!error.contains("secret"), "{error}");
    let keys = "the newest secret of all has 32 bytes, an older secret of 32 bytes and more";
    let shop = with("VITRINE_TOKEN_KEYS", keys).unwrap().vitrine;
    let texts: Vec<&[u8]> = shop.token_keys.iter().map(TokenKey::expose).collect();
    assert_eq!(texts, keys.split(", ").map(str::as_bytes).collect::<Vec<_>>());
    assert!(!format!("{shop:?}").contains("secret"));
}

#[test]
fn origins_are_told_apart_by_spaces() {
    let origins = "https://app.example  http://127.0.0.1:5173 http://[::1]:80";
    let shop = with("VITRINE_API_ORIGINS", origins).unwrap().vitrine;
    let listed: Vec<&str> = shop.api_origin_list().collect();
    assert_eq!(listed, ["https://app.example", "http://127.0.0.1:5173", "http://[::1]:80"]);
    assert_eq!(with("", "").unwrap().vitrine.api_origin_list().count(), 0);
}
