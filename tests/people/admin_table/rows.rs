//! The table: what can be asked of the staff side, and the permissions that it takes.

/// How something is asked for.
#[derive(Clone, Copy, Debug)]
pub enum Sent {
    /// A page or a file is looked at.
    Look,
    /// A form, as a browser without scripts sends it.
    Form(Fields),
    /// A picture, as such a browser sends it.
    Picture,
    /// A CSV file, as such a browser sends it.
    Csv,
    /// A server function that only reads.
    Ask(Fields),
    /// A server function that may change something.
    Call(Fields),
    /// The same, with its arguments as JSON.
    Json(&'static str),
}

/// Names and values; what stands in braces is put in (`Things::filled`).
pub type Fields = &'static [(&'static str, &'static str)];

/// One thing that can be asked.
pub struct Row {
    pub path: &'static str,
    pub sent: Sent,
    /// The permissions that it takes, all of them.
    pub needs: &'static [&'static str],
    /// The status for those who have them.
    pub done: u16,
    /// Whether something is different when it is done.
    pub changes: bool,
}

const fn look(path: &'static str, needs: &'static [&'static str]) -> Row {
    Row { path, sent: Sent::Look, needs, done: 200, changes: false }
}

const fn form(path: &'static str, needs: &'static [&'static str], fields: Fields) -> Row {
    Row { path, sent: Sent::Form(fields), needs, done: 303, changes: true }
}

const fn file(path: &'static str, needs: &'static [&'static str], sent: Sent) -> Row {
    Row { path, sent, needs, done: 303, changes: true }
}

const fn ask(path: &'static str, needs: &'static [&'static str], fields: Fields) -> Row {
    Row { path, sent: Sent::Ask(fields), needs, done: 200, changes: false }
}

const fn call(path: &'static str, needs: &'static [&'static str], fields: Fields) -> Row {
    Row { path, sent: Sent::Call(fields), needs, done: 200, changes: true }
}

const fn json(path: &'static str, needs: &'static [&'static str], text: &'static str) -> Row {
    Row { path, sent: Sent::Json(text), needs, done: 200, changes: true }
}

/// Whatever staff may.
const ANY: &[&str] = &[];
const IMPORT: &[&str] = &["add product", "change product"];
const DESCRIBE: &[&str] = &["change image", "change product"];

/// In the order of the routes in `src/app.rs` and `src/server/admin/`, and of the files in `src/server_fns/admin/`.
pub const ROWS: &[Row] = &[
    // Pages
    look("/admin", ANY),
    look("/admin/import", IMPORT),
    look("/admin/import/{import}", IMPORT),
    look("/admin/import/products.csv", &["view product"]),
    look("/admin/bulk/{run}", ANY),
    look("/admin/products", &["view product"]),
    look("/admin/categories", &["view category"]),
    look("/admin/images", &["view image"]),
    look("/admin/reviews", &["view review"]),
    look("/admin/users", &["view user"]),
    look("/admin/groups", &["view group"]),
    look("/admin/movements", &["view stock-movement"]),
    look("/admin/jobs", &["view job"]),
    look("/admin/audit", &["view audit-entry"]),
    look("/admin/products/new", &["add product"]),
    look("/admin/categories/new", &["add category"]),
    look("/admin/users/new", &["add user"]),
    look("/admin/groups/new", &["add group"]),
    look("/admin/products/{product}", &["view product"]),
    look("/admin/categories/{category}", &["view category"]),
    look("/admin/images/{first}", &["view image"]),
    look("/admin/images/{first}/history", &["view image"]),
    look("/admin/reviews/{review}", &["view review"]),
    look("/admin/users/{user}", &["view user"]),
    look("/admin/groups/{group}", &["view group"]),
    look("/admin/audit/{entry}", &["view audit-entry", "view product"]),
    look("/admin/products/{product}/history", &["view product"]),
    look("/admin/users/{user}/history", &["view user"]),
    look("/admin/products/export.csv", &["view product"]),
    // lists.rs
    form("/admin/products", &["change product"], &[("action", "publish"), ("id", "{product}")]),
    form(
        "/admin/products",
        &["change product"],
        &[("action", "price"), ("value", "+1"), ("id", "{product}")],
    ),
    form(
        "/admin/products",
        &["view product", "change product"],
        &[("action", "feature"), ("all", "1"), ("query", "q={tag}")],
    ),
    form("/admin/products", &["delete product"], &[("action", "delete"), ("id", "{product}")]),
    form("/admin/products", &["delete product"], &[("action", "restore"), ("id", "{trashed}")]),
    form("/admin/products", &["delete product"], &[("action", "erase"), ("id", "{trashed}")]),
    form(
        "/admin/products",
        &["view product", "change product"],
        &[("task", "edit"), ("id", "{product}"), ("price", "14.00"), ("base.price", "12.00")],
    ),
    form(
        "/admin/products",
        &["view product"],
        &[("task", "view"), ("name", "Mine {tag}"), ("query", "status=draft")],
    ),
    form("/admin/products", ANY, &[("task", "drop-view"), ("id", "{view}")]),
    form("/admin/products", &["change product"], &[("task", "undo"), ("entry", "{entry}")]),
    form("/admin/categories", &["delete category"], &[("action", "delete"), ("id", "{root}")]),
    form("/admin/images", &["delete image", "change product"], &[("action", "delete"), ("id", "{first}")]),
    form("/admin/reviews", &["change review"], &[("action", "approve"), ("id", "{review}")]),
    form("/admin/reviews", &["delete review"], &[("action", "delete"), ("id", "{review}")]),
    form("/admin/users", &["change user"], &[("action", "deactivate"), ("id", "{user}")]),
    form("/admin/users", &["change user"], &[("action", "invite"), ("id", "{user}")]),
    form("/admin/groups", &["delete group"], &[("action", "delete"), ("id", "{group}")]),
    form("/admin/audit", &["change product"], &[("entry", "{entry}")]),
    // forms.rs
    form(
        "/admin/products/new",
        &["add product"],
        &[
            ("name", "Made {tag}"),
            ("price", "5"),
            ("stock", "1"),
            ("category", "{category}"),
            ("status", "draft"),
        ],
    ),
    form("/admin/categories/new", &["add category"], &[("name", "Made {tag}")]),
    form(
        "/admin/users/new",
        &["add user"],
        &[("email", "made-{tag}x@example.org"), ("username", "made-{tag}"), ("is_active", "yes")],
    ),
    form("/admin/groups/new", &["add group"], &[("name", "Made {tag}")]),
    form(
        "/admin/products/{product}",
        &["view product", "change product"],
        &[("price", "14.00"), ("base.price", "12.00"), ("after", "stay")],
    ),
    form("/admin/products/{product}", &["delete product"], &[("action", "delete")]),
    form("/admin/categories/{category}", &["view category", "change category"], &[("name", "Renamed {tag}")]),
    form(
        "/admin/categories/{category}",
        &["view category", "change category"],
        &[("task", "place"), ("parent", "{root}")],
    ),
    form(
        "/admin/images/{first}",
        &["view image", "change image", "change product"],
        &[("alt", "A lamp {tag}"), ("focus_x", "20"), ("focus_y", "80")],
    ),
    form("/admin/reviews/{review}", &["view review", "change review"], &[("status", "approved")]),
    form("/admin/users/{user}", &["view user", "change user"], &[("first_name", "Ada")]),
    form("/admin/groups/{group}", &["view group", "change group"], &[("name", "Renamed {tag}")]),
    form("/admin/jobs/{job}", &["change job"], &[("task", "retry")]),
    form("/admin/products/{product}/history", &["change product"], &[("entry", "{entry}")]),
    // uploads.rs
    file("/admin/products/{product}/images", &["add image", "change product"], Sent::Picture),
    form(
        "/admin/products/{product}/images/{first}",
        DESCRIBE,
        &[("task", "save"), ("alt", "A lamp"), ("focus_x", "20"), ("focus_y", "80")],
    ),
    form(
        "/admin/products/{product}/images/{first}",
        &["change image", "change product", "view product"],
        &[("task", "down")],
    ),
    form(
        "/admin/products/{product}/images/{first}",
        &["delete image", "change product"],
        &[("task", "remove")],
    ),
    // transfer.rs
    file("/admin/import", IMPORT, Sent::Csv),
    form("/admin/import/{import}", IMPORT, &[("task", "apply")]),
    // server_fns/admin/lists.rs
    ask("/fn/admin-home", ANY, &[]),
    ask("/fn/admin-list", &["view product"], &[("kind", "products"), ("query", "status=draft")]),
    ask("/fn/admin-list", &["view user"], &[("kind", "users"), ("query", "")]),
    ask("/fn/admin-list", &["view job"], &[("kind", "jobs"), ("query", "state=failed")]),
    ask("/fn/admin-counts", &["view product"], &[("kind", "products"), ("query", "")]),
    json(
        "/fn/admin-act",
        &["change product"],
        r#"{"kind":"products","sent":{"action":"publish","value":"","ids":["{product}"],"all":null,"request":null}}"#,
    ),
    json(
        "/fn/admin-act",
        &["delete product"],
        r#"{"kind":"products","sent":{"action":"erase","value":"","ids":["{trashed}"],"all":null,"request":null}}"#,
    ),
    call(
        "/fn/admin-place",
        &["view category", "change category"],
        &[("id", "{category}"), ("parent", "{root}")],
    ),
    ask("/fn/admin-palette", ANY, &[("q", "lamp")]),
    // server_fns/admin/forms.rs
    ask("/fn/admin-form", &["view product"], &[("kind", "products"), ("id", "{product}")]),
    ask("/fn/admin-form", &["add product"], &[("kind", "products")]),
    json(
        "/fn/admin-save",
        &["view product", "change product"],
        r#"{"kind":"products","sent":{"id":"{product}","base":{"price":"12.00"},"values":{"price":"14.00"},"request":null}}"#,
    ),
    json(
        "/fn/admin-save",
        &["add group"],
        r#"{"kind":"groups","sent":{"id":null,"base":{},"values":{"name":"Made {tag}"},"request":null}}"#,
    ),
    ask("/fn/admin-slug", ANY, &[("name", "Löffel")]),
    Row {
        changes: false,
        ..json("/fn/admin-preview", &["view product"], r#"{"values":{"description":"**Warm**","price":"5"}}"#)
    },
    json(
        "/fn/admin-image",
        DESCRIBE,
        r#"{"product":"{product}","image":"{first}","alt":"A lamp","focus":[20,80]}"#,
    ),
    json("/fn/admin-image-order", DESCRIBE, r#"{"product":"{product}","ids":["{second}","{first}"]}"#),
    json(
        "/fn/admin-image-drop",
        &["delete image", "change product"],
        r#"{"product":"{product}","image":"{first}"}"#,
    ),
    // server_fns/admin/history.rs
    ask("/fn/admin-history", &["view product"], &[("kind", "products"), ("id", "{product}")]),
    call("/fn/admin-undo", &["change product"], &[("entry", "{entry}")]),
    // server_fns/admin/work.rs
    ask("/fn/admin-dashboard", ANY, &[]),
    ask("/fn/admin-run", ANY, &[("run", "{run}")]),
    ask("/fn/admin-import", IMPORT, &[("id", "{import}")]),
    call("/fn/admin-apply", IMPORT, &[("id", "{import}")]),
    call("/fn/admin-retry", &["change job"], &[("job", "{job}")]),
    // server_fns/admin/views.rs
    ask("/fn/admin-views", &["view product"], &[("kind", "products")]),
    call(
        "/fn/admin-keep-view",
        &["view product"],
        &[("form[kind]", "product"), ("form[name]", "Mine {tag}"), ("form[query]", "status=draft")],
    ),
    call("/fn/admin-drop-view", ANY, &[("id", "{view}")]),
];
