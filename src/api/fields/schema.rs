//! The schema of a body, from the fields that read it.

use serde_json::{Map, Value, json};

use super::{Field, Kind, pattern};

/// An amount as text, with at least one digit that is no zero. An exponent is taken too, whose digits no pattern can
/// count.
const PRICE: &str = "^\\s*\\+?(?![0.]*\\s*$)0*([0-9]{1,8}(\\.[0-9]{0,2})?|\\.[0-9]{1,2})\\s*$";
/// Longest number as text, in characters.
const LONGEST_NUMBER: usize = 1_000;
/// The words for yes and no, in any case, and their digits.
const YES_OR_NO: &str = "^([tT]([rR][uU][eE])?|[yY]([eE][sS])?|[oO][nN]|1|[fF]([aA][lL][sS][eE])?|[nN][oO]?|\
                         [oO][fF][fF]|0)$";

/// The schema of a body with these fields. Other fields are allowed and ignored.
#[must_use]
pub fn schema(fields: &[Field], partial: bool) -> Value {
    let mut properties = Map::new();
    for field in fields {
        properties.insert(field.name.to_owned(), property(field));
    }
    let required: Vec<&str> =
        fields.iter().filter(|field| field.required && !partial).map(|field| field.name).collect();
    let mut whole = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        whole["required"] = json!(required);
    }
    whole
}

fn property(field: &Field) -> Value {
    let mut schema = of_kind(field);
    if field.nullable {
        schema = with_null(schema);
    }
    if !field.text.is_empty() {
        schema["description"] = field.text.into();
    }
    if field.write_only {
        schema["writeOnly"] = true.into();
    }
    schema
}

fn of_kind(field: &Field) -> Value {
    match field.kind {
        Kind::Text { longest, blank, lines, pattern } => {
            let mut text = json!({ "type": "string", "maxLength": longest });
            if !blank {
                text["minLength"] = 1.into();
            }
            let pattern = pattern::of(blank, lines, pattern);
            if !pattern.is_empty() {
                text["pattern"] = pattern.into();
            }
            text
        }
        Kind::Price => json!({ "anyOf": [
            { "type": "string", "pattern": PRICE, "maxLength": LONGEST_NUMBER },
            { "type": "number", "minimum": 0.01, "maximum": 99_999_999.99 },
        ] }),
        Kind::Integer { least, most } => json!({ "anyOf": [
            { "type": "integer", "minimum": least, "maximum": most },
            { "type": "string", "pattern": whole_number(least, most), "maxLength": LONGEST_NUMBER },
        ] }),
        Kind::Bool => json!({ "anyOf": [
            { "type": "boolean" },
            { "type": "integer", "minimum": 0, "maximum": 1 },
            { "type": "string", "pattern": YES_OR_NO },
        ] }),
        Kind::Uuid => json!({ "type": "string", "format": "uuid" }),
        Kind::Date if field.nullable => json!({ "anyOf": [
            { "type": "string", "format": "date" },
            { "type": "string", "maxLength": 0 },
        ] }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Object(parts) => schema(parts, true),
    }
}

/// The same, or `null`.
fn with_null(mut schema: Value) -> Value {
    if let Some(Value::Array(choices)) = schema.get_mut("anyOf") {
        choices.push(json!({ "type": "null" }));
    } else if let Some(kind) = schema.get("type").cloned() {
        schema["type"] = json!([kind, "null"]);
    }
    schema
}

/// A whole number as text: with blanks around it, a plus, zeros in front, and zeros behind a point.
fn whole_number(least: i64, most: i64) -> String {
    format!("^\\s*\\+?0*{}\\s*(\\.0*)?\\s*$", digits(least, most))
}

/// The digits of the numbers between two bounds, where these are single digits or where the upper one is a power of
/// ten; of others, all that have fewer digits than the upper one.
fn digits(least: i64, most: i64) -> String {
    let text = most.to_string();
    let fewer = text.len() - 1;
    let zeros = "0".repeat(fewer);
    if fewer == 0 {
        format!("[{}-{most}]", least.max(0))
    } else if text.strip_prefix('1') == Some(zeros.as_str()) {
        format!("([0-9]{{1,{fewer}}}|1{zeros})")
    } else {
        format!("[0-9]{{1,{fewer}}}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELD: Field = Field {
        name: "stock",
        kind: Kind::Integer { least: 0, most: 100_000_000 },
        required: true,
        nullable: false,
        write_only: false,
        text: "How many.",
    };

    #[test]
    fn required_fields_are_named_unless_all_may_be_left_out() {
        assert_eq!(schema(&[FIELD], false)["required"], json!(["stock"]));
        assert_eq!(schema(&[FIELD], true).get("required"), None);
        assert_eq!(schema(&[FIELD], true)["properties"]["stock"]["description"], "How many.");
    }

    #[test]
    fn whole_numbers_may_come_as_digits() {
        assert_eq!(whole_number(1, 5), "^\\s*\\+?0*[1-5]\\s*(\\.0*)?\\s*$");
        assert_eq!(digits(0, 100_000_000), "([0-9]{1,8}|100000000)");
    }

    #[test]
    fn null_is_allowed_where_a_field_can_be_null() {
        let uuid = Field { kind: Kind::Uuid, nullable: true, ..FIELD };
        assert_eq!(property(&uuid)["type"], json!(["string", "null"]));
        let date = Field { kind: Kind::Date, nullable: true, ..FIELD };
        assert_eq!(property(&date)["anyOf"][2], json!({ "type": "null" }));
    }
}
