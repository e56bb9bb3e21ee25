//! How a product reads (SPEC R2), and the schema that says so.

use serde_json::{Value, json};

use crate::api::json::{Json, Object};
use crate::api::operations::{list_of, object, page_of, walk_of};
use crate::api::query::named;
use crate::catalog::product::view::{ProductView, Shot};

/// The parts of a product, in the order in which they are written.
pub(in crate::api) const NAMES: [&str; 15] = [
    "id",
    "name",
    "slug",
    "description",
    "price",
    "category",
    "status",
    "stock",
    "is_available",
    "created_at",
    "updated_at",
    "is_featured",
    "review_count",
    "average_rating",
    "images",
];

/// The end of the address of the largest size of a picture.
const LARGEST: &str = "-1200.webp";
/// The smaller sizes: width, and the end of the address.
const THUMBNAILS: [(&str, &str); 3] = [("160", "-160.webp"), ("400", "-400.webp"), ("800", "-800.webp")];
/// What a product takes beside its own words, in bytes: all names and numbers, its category, two pictures.
const BESIDE_WORDS: usize = 1_400;

/// The parts of a product that are asked for: a bit for each of [`NAMES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::api) struct Only(u16);

impl Only {
    /// From names separated by commas; unknown ones count for nothing. `None` where none is named.
    pub(super) fn of(fields: &str) -> Option<Self> {
        let bit = |field: &str| NAMES.iter().position(|name| *name == field).map_or(0, |at| 1_u16 << at);
        let bits = named(fields).map(bit).fold(0, |all, one| all | one);
        (bits != 0).then_some(Self(bits))
    }
}

/// Writes the parts of a product that are asked for; `None` for all.
pub(in crate::api) fn write(out: &mut Object<'_>, view: &ProductView<'_>, only: Option<&Only>) {
    let wants = |at: usize| only.is_none_or(|only| only.0 & (1 << at) != 0);
    if wants(0) {
        out.uuid("id", view.id.0);
    }
    if wants(1) {
        out.text("name", view.name);
    }
    if wants(2) {
        out.text("slug", view.slug);
    }
    if wants(3) {
        out.text("description", view.description);
    }
    if wants(4) {
        out.price("price", view.price);
    }
    if wants(5) {
        write_category(out, view);
    }
    if wants(6) {
        out.text("status", view.status.as_str());
    }
    if wants(7) {
        out.int("stock", view.stock.into());
    }
    if wants(8) {
        out.bool("is_available", view.is_available());
    }
    if wants(9) {
        out.time("created_at", view.created_at);
    }
    if wants(10) {
        out.time("updated_at", view.updated_at);
    }
    if wants(11) {
        out.bool("is_featured", view.is_featured);
    }
    if wants(12) {
        out.int("review_count", view.review_count.into());
    }
    if wants(13) {
        out.hundredths("average_rating", view.rating_hundredths.into());
    }
    if wants(14) {
        out.array("images", |images| view.images().for_each(|shot| images.object(|out| picture(out, &shot))));
    }
}

/// Room for some products, in bytes. It is seldom too little, since to move a long list costs as much as to write it.
pub(super) fn room(views: &[ProductView<'_>]) -> usize {
    views.iter().map(|view| BESIDE_WORDS + view.name.len() + view.slug.len() + view.description.len()).sum()
}

/// A product by itself, with all of its parts.
pub(super) fn whole(view: &ProductView<'_>) -> Json {
    let mut json = Json::with_capacity(room(std::slice::from_ref(view)));
    json.object(|out| write(out, view, None));
    json
}

/// Some products without anything around them.
pub(super) fn plain_list(views: &[ProductView<'_>], only: Option<&Only>) -> Json {
    let mut json = Json::with_capacity(64 + room(views));
    json.array(|out| views.iter().for_each(|view| out.object(|out| write(out, view, only))));
    json
}

fn write_category(out: &mut Object<'_>, view: &ProductView<'_>) {
    let (name, slug) = view.category.map_or(("", ""), |link| (link.name.as_str(), link.slug.as_str()));
    out.object("category", |out| {
        out.uuid("id", view.category_id.0);
        out.text("name", name);
        out.text("slug", slug);
    });
}

fn picture(out: &mut Object<'_>, shot: &Shot<'_>) {
    out.path("url", &["/media/", shot.file, LARGEST]);
    out.text("alt", shot.alt);
    out.int("width", shot.width.parse().unwrap_or_default());
    out.int("height", shot.height.parse().unwrap_or_default());
    out.object("thumbnails", |out| {
        for (width, end) in THUMBNAILS {
            out.path(width, &["/media/", shot.file, end]);
        }
    });
}

/// The schemas of what is answered here.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let whole = object(properties());
    let listed = json!({
        "type": "object",
        "description": "A product; with `fields`, the parts of it that were asked for.",
        "properties": properties(),
    });
    let pages = json!({
        "anyOf": [{ "$ref": "#/components/schemas/ProductPage" }, { "$ref": "#/components/schemas/ProductWalk" }],
        "description": "A page; where `cursor` is asked for, a part of a walk, which has no count.",
    });
    let status =
        object(json!({ "status": { "type": "string", "enum": ["draft", "published", "archived"] } }));
    vec![
        ("Product", whole),
        ("ListedProduct", listed),
        ("ProductPage", page_of("ListedProduct")),
        ("ProductWalk", walk_of("ListedProduct")),
        ("ProductList", pages),
        ("FeaturedProducts", featured()),
        ("ProductStatus", status),
    ]
}

fn featured() -> Value {
    let mut list = list_of("ListedProduct");
    list["maxItems"] = json!(10);
    list
}

fn properties() -> Value {
    let time = json!({ "type": "string", "format": "date-time" });
    json!({
        "id": { "type": "string", "format": "uuid" },
        "name": { "type": "string" },
        "slug": { "type": "string", "description": "The product's page is `/products/{slug}`." },
        "description": { "type": "string", "description": "Markdown." },
        "price": { "type": "string", "pattern": "^[0-9]{1,8}\\.[0-9]{2}$", "examples": ["19.99"] },
        "category": object(json!({
            "id": { "type": "string", "format": "uuid" },
            "name": { "type": "string" },
            "slug": { "type": "string" },
        })),
        "status": { "type": "string", "enum": ["draft", "published", "archived"] },
        "stock": { "type": "integer", "minimum": 0 },
        "is_available": { "type": "boolean", "description": "Published, and some are left." },
        "created_at": time,
        "updated_at": time,
        "is_featured": { "type": "boolean" },
        "review_count": { "type": "integer", "minimum": 0 },
        "average_rating": { "type": "number", "minimum": 0, "maximum": 5, "description": "0 without reviews." },
        "images": { "type": "array", "items": image() },
    })
}

fn image() -> Value {
    let address = json!({ "type": "string", "format": "uri-reference" });
    let sizes: serde_json::Map<String, Value> =
        THUMBNAILS.iter().map(|(width, _)| ((*width).to_owned(), address.clone())).collect();
    object(json!({
        "url": address,
        "alt": { "type": "string" },
        "width": { "type": "integer", "minimum": 0 },
        "height": { "type": "integer", "minimum": 0 },
        "thumbnails": object(Value::Object(sizes)),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::image::model::WIDTHS;

    #[test]
    fn a_picture_is_offered_in_the_widths_in_which_it_is_kept() {
        let offered: Vec<String> = THUMBNAILS.iter().map(|(width, _)| (*width).to_owned()).collect();
        let kept: Vec<String> = WIDTHS.iter().map(ToString::to_string).collect();
        assert_eq!(offered, kept[..kept.len() - 1]);
        assert_eq!(LARGEST, format!("-{}.webp", WIDTHS[WIDTHS.len() - 1]));
        for (width, end) in THUMBNAILS {
            assert_eq!(end, format!("-{width}.webp"));
        }
    }

    #[test]
    fn the_schema_names_what_is_written_and_nothing_else() {
        let named = properties();
        let mut named: Vec<&str> = named.as_object().unwrap().keys().map(String::as_str).collect();
        let mut written = NAMES;
        named.sort_unstable();
        written.sort_unstable();
        assert_eq!(named, written);
    }

    #[test]
    fn asking_for_less_takes_names_in_any_order() {
        assert_eq!(Only::of("price,id"), Only::of("id, price"));
        assert_eq!(Only::of("id"), Some(Only(1)));
        assert_eq!(Only::of("images,nothing"), Some(Only(1 << 14)));
        assert_eq!(Only::of(" ,"), None);
    }
}
