use super::*;
use crate::error::FieldErrors;
use crate::listing::declaration::{Column, Filter, Parts, Shape};

const fn column(name: &'static str, shown: bool) -> Column {
    Column { name, label: name, shape: Shape::Text, shown, edit: false }
}

static THINGS: Declaration = Declaration {
    kind: "thing",
    path: "things",
    one: "thing",
    many: "things",
    about: "",
    columns: &[column("name", true), column("price", true), column("created_at", false)],
    filters: &[
        Filter { name: "status", label: "Status", options: Options::Fixed(&[("draft", "Draft")]) },
        Filter { name: "category", label: "Category", options: Options::Loaded },
        Filter { name: "created", label: "Created", options: Options::Days },
    ],
    search: Some("Search"),
    sorts: &["created_at", "name", "price", "deleted_at"],
    sort: "-created_at",
    field_sets: &[],
    slug_of: None,
    actions: &[],
    can_add: false,
    can_change: false,
    can_delete: false,
    parts: Parts {
        is_tree: false,
        has_images: false,
        has_preview: false,
        has_export: false,
        can_undo: false,
        can_retry: false,
    },
    check: |_| FieldErrors(std::collections::BTreeMap::new()),
};

#[test]
fn an_address_says_the_whole_state_and_reads_back() {
    let address = "q=red+caf%C3%A9+%26+co&category=0192f3a4-0000-7000-8000-000000000001&created_from=2026-01-31\
                   &status=draft&sort=-price&size=50&columns=price%2Cname\
                   &after=p~0192f3a4-0000-7000-8000-000000000002~a~b";
    let query = ListQuery::parse(&THINGS, address);
    assert_eq!(query.q, "red café & co");
    assert_eq!((query.sort_name(), query.is_descending()), ("price", true));
    assert_eq!(query.shown_columns(&THINGS), ["price", "name"]);
    assert_eq!(
        query.after.as_ref().map(|after| (after.backwards, after.value.as_str())),
        Some((true, "a~b"))
    );
    assert_eq!(query.to_query(), address);
    assert_eq!(ListQuery::parse(&THINGS, &query.to_query()), query);
    assert_eq!(query.without_place().after, None);
}

#[test]
fn the_plain_list_has_a_plain_address() {
    let plain = ListQuery::parse(&THINGS, "");
    assert_eq!(plain.to_query(), "");
    assert_eq!((plain.sort.as_str(), plain.page_size()), ("-created_at", USUAL_SIZE));
    assert_eq!(plain.shown_columns(&THINGS), ["name", "price"]);
    assert!(!plain.is_narrowed());
}

#[test]
fn what_is_unknown_is_left_out() {
    let odd = "sort=secret&size=500000&status=gone&category=x&created_from=2026-02-30&created_to=today\
               &columns=password,,name,name&after=x&view=1&trash=yes&other=1&sort";
    let query = ListQuery::parse(&THINGS, odd);
    assert_eq!(query, ListQuery { columns: vec!["name".to_owned()], ..ListQuery::parse(&THINGS, "") });
}

#[test]
fn the_trash_has_an_order_of_its_own() {
    let trash = ListQuery::parse(&THINGS, "trash=1&sort=price");
    assert_eq!((trash.sort.as_str(), trash.to_query().as_str()), ("-deleted_at", "trash=1"));
    assert_eq!(ListQuery::parse(&THINGS, "trash=1&sort=deleted_at").to_query(), "trash=1&sort=deleted_at");
    assert_eq!(ListQuery::parse(&THINGS, "sort=deleted_at").to_query(), "");
}

#[test]
fn days_are_those_of_the_calendar() {
    for day in ["2026-01-31", "2024-02-29", "2000-02-29"] {
        assert!(is_day(day), "{day}");
    }
    for day in
        ["", "2026-1-31", "2026-02-29", "1900-02-29", "2026-13-01", "2026-04-31", "2026-00-10", "+026-01-01"]
    {
        assert!(!is_day(day), "{day}");
    }
}

#[test]
fn what_narrows_a_list_down_and_is_not_known_any_more_is_noticed() {
    let is_wider = |text: &str| ListQuery::parse(&THINGS, text).is_wider(&THINGS, text);
    for known in ["", "status=draft", "q=lamp&sort=name&created_from=2026-01-02", "status=", "colour=red"] {
        assert!(!is_wider(known), "{known}");
    }
    for unknown in ["status=short", "?q=lamp&status=old", "category=lamps", "created_to=yesterday"] {
        assert!(is_wider(unknown), "{unknown}");
    }
}
