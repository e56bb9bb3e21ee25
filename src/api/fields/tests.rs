use serde_json::json;

use super::*;

const PARTS: &[Field] = &[field(
    "phone",
    Kind::Text { longest: 5, blank: true, lines: false, pattern: Some(PHONE) },
    false,
    false,
)];
const ALL: &[Field] = &[
    field("name", Kind::Text { longest: 5, blank: false, lines: false, pattern: None }, true, false),
    field("text", Kind::Text { longest: 9, blank: true, lines: true, pattern: None }, false, false),
    field("price", Kind::Price, false, false),
    field("stock", Kind::Integer { least: 0, most: 100 }, false, false),
    field("featured", Kind::Bool, false, false),
    field("owner", Kind::Uuid, false, true),
    field("born", Kind::Date, false, true),
    field("profile", Kind::Object(PARTS), false, false),
];

const fn field(name: &'static str, kind: Kind, required: bool, nullable: bool) -> Field {
    Field { name, kind, required, nullable, write_only: false, text: "" }
}

fn body(value: &Sent, is_form: bool) -> Fields {
    Fields { map: value.as_object().unwrap().clone(), is_form }
}

/// What is said of one field.
fn said(name: &str, value: Sent, is_form: bool) -> Option<String> {
    match read(ALL, true, &body(&json!({ name: value }), is_form)) {
        Ok(_) => None,
        Err(AppError::Validation(errors)) => {
            assert_eq!(errors.0.len(), 1, "{errors:?}");
            errors.0.values().next().and_then(|messages| messages.first()).cloned()
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn what_is_right_is_read() {
    let sent = json!({
        "name": " Arc\n", "text": "a\r\nb\rc", "price": 20.00, "stock": 3.0, "featured": true, "owner": null,
        "born": "", "profile": { "phone": "+49", "unknown": 1 }, "unknown": [],
    });
    let mut values = read(ALL, false, &body(&sent, false)).unwrap();
    assert_eq!(values.text("name").as_deref(), Some("Arc"));
    assert_eq!(values.text("text").as_deref(), Some("a\nb\nc"));
    assert_eq!(values.text("price").as_deref(), Some("20.00"));
    assert_eq!(values.text("stock").as_deref(), Some("3"));
    assert_eq!(values.bool("featured"), Some(true));
    assert_eq!(values.uuid("owner"), Some(None));
    assert_eq!(values.text("born").as_deref(), Some(""));
    assert_eq!(values.object("profile").unwrap().text("phone").as_deref(), Some("+49"));
    assert!(!values.has("unknown") && !values.has("profile"));
}

#[test]
fn an_id_is_read_without_its_hyphens_too() {
    for id in ["0199d2c1-0000-7000-8000-000000000001", "0199D2C1000070008000000000000001"] {
        assert_eq!(said("owner", json!(id), false), None, "{id}");
    }
}

#[test]
fn what_is_wrong_is_said_in_the_words_of_django_rest_framework() {
    let long = "9".repeat(1_001);
    for (name, value, words) in [
        ("name", json!(null), "This field may not be null."),
        ("name", json!(" "), "This field may not be blank."),
        ("name", json!("\u{1c}\n"), "This field may not be blank."),
        ("name", json!(5), "Not a valid string."),
        ("name", json!("toolong"), "Ensure this field has no more than 5 characters."),
        ("name", json!("a\0"), "Null characters are not allowed."),
        ("name", json!("a\nb"), "Control characters cannot be used."),
        ("price", json!(""), "A valid number is required."),
        ("price", json!("1,5"), "A valid number is required."),
        ("price", json!([]), "A valid number is required."),
        ("price", json!("0.00"), "Price must be positive"),
        ("price", json!("-3"), "Price must be positive"),
        ("price", json!(0), "Price must be positive"),
        ("price", json!("1.999"), "Ensure that there are no more than 2 decimal places."),
        ("price", json!("999999999.99"), "Ensure that there are no more than 10 digits in total."),
        (
            "price",
            json!("999999999"),
            "Ensure that there are no more than 8 digits before the decimal point.",
        ),
        ("price", json!(1e9), "Ensure that there are no more than 10 digits in total."),
        ("price", json!(long), "String value too large."),
        ("stock", json!("x"), "A valid integer is required."),
        ("stock", json!(1.5), "A valid integer is required."),
        ("stock", json!(true), "A valid integer is required."),
        ("stock", json!(-1), "Ensure this value is greater than or equal to 0."),
        ("stock", json!(101), "Ensure this value is less than or equal to 100."),
        ("stock", json!(1e300), "Ensure this value is less than or equal to 100."),
        ("stock", json!("0101"), "Ensure this value is less than or equal to 100."),
        ("stock", json!(long), "String value too large."),
        ("featured", json!("perhaps"), "Must be a valid boolean."),
        ("owner", json!("x"), "Must be a valid UUID."),
        ("owner", json!("0199d2c100007000800000000000 0001"), "Must be a valid UUID."),
        ("born", json!("2026-1-2"), "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."),
        ("born", json!(5), "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."),
        ("profile", json!([]), "Invalid data. Expected a dictionary, but got list."),
        ("profile", json!({ "phone": "x" }), "This value does not match the required pattern."),
    ] {
        assert_eq!(said(name, value.clone(), false).as_deref(), Some(words), "{name}: {value}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_nested_parts_by_their_way() {
    let sent = json!({ "stock": "x", "profile": { "phone": "x" } });
    let Err(AppError::Validation(errors)) = read(ALL, false, &body(&sent, false)) else {
        panic!("it was taken")
    };
    let names: Vec<&str> = errors.0.keys().map(String::as_str).collect();
    assert_eq!(names, ["name", "profile.phone", "stock"]);
    assert_eq!(errors.first("name"), Some("This field is required."));
}

#[test]
fn forms_hold_texts_and_what_is_empty_there_was_not_filled_in() {
    for (name, value) in [
        ("featured", "on"),
        ("featured", "No"),
        ("stock", "3"),
        ("stock", " 3.0 "),
        ("price", "2.5"),
        ("price", "1e2"),
        ("born", ""),
    ] {
        assert_eq!(said(name, json!(value), true), None, "{name}");
    }
    assert_eq!(said("featured", json!("maybe"), true).as_deref(), Some("Must be a valid boolean."));
    let values = read(ALL, true, &body(&json!({ "stock": "", "owner": "", "text": "" }), true)).unwrap();
    assert!(!values.has("stock") && values.has("owner") && values.has("text"));
    // What has to be there is not left out by being empty.
    let amount = [field("price", Kind::Price, true, false)];
    let Err(AppError::Validation(errors)) = read(&amount, true, &body(&json!({ "price": "" }), true)) else {
        panic!("it was taken")
    };
    assert_eq!(errors.first("price"), Some("A valid number is required."));
}
