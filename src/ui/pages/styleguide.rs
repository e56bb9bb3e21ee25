//! Every part of the shop in every state; in development only.

use leptos::prelude::*;

use super::failure::{NotFound, failure_body};
use crate::catalog::category::model::CategoryLink;
use crate::catalog::product::model::{Availability, Price, ProductCard, Rating};
use crate::error::AppError;
use crate::ui::browser;
use crate::ui::components::breadcrumb::breadcrumb;
use crate::ui::components::button::{Button, Weight, button_link};
use crate::ui::components::card::{Place, card, small_cards};
use crate::ui::components::dialog::Dialog;
use crate::ui::components::empty::Empty;
use crate::ui::components::field::{TextField, check};
use crate::ui::components::icon::Icon;
use crate::ui::components::notice::{Tone, notice};
use crate::ui::components::pager::pager;
use crate::ui::components::picture::Loading;
use crate::ui::components::select::Select;
use crate::ui::components::sheet::Drawer;
use crate::ui::components::skeleton::card_skeleton;
use crate::ui::components::stars::stars;
use crate::ui::components::stock::stock;
use crate::ui::components::toast::Toasts;
use crate::ui::markup::Markup;
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;

/// Names of colours with the class of each; whole words, so that the style sheet is built with them.
const COLOURS: [(&str, &str); 12] = [
    ("paper", "h-16 border border-line rounded-md bg-paper"),
    ("surface", "h-16 border border-line rounded-md bg-surface"),
    ("sunken", "h-16 border border-line rounded-md bg-sunken"),
    ("ink", "h-16 border border-line rounded-md bg-ink"),
    ("muted", "h-16 border border-line rounded-md bg-muted"),
    ("line", "h-16 border border-line rounded-md bg-line"),
    ("control", "h-16 border border-line rounded-md bg-control"),
    ("accent", "h-16 border border-line rounded-md bg-accent"),
    ("accent-soft", "h-16 border border-line rounded-md bg-accent-soft"),
    ("sale", "h-16 border border-line rounded-md bg-sale"),
    ("sale-soft", "h-16 border border-line rounded-md bg-sale-soft"),
    ("warn", "h-16 border border-line rounded-md bg-warn"),
];
const TINTS: [&str; 8] = ["tint-1", "tint-2", "tint-3", "tint-4", "tint-5", "tint-6", "tint-7", "tint-8"];

/// The style guide.
#[component]
pub fn StyleguidePage() -> impl IntoView {
    let shop = ShopInfo::current();
    if !shop.development {
        return view! { <NotFound/> }.into_any();
    }
    let head = Head {
        title: "Style guide".to_owned(),
        path: "/styleguide".to_owned(),
        is_unlisted: true,
        ..Head::default()
    };
    view! {
        {head.view(&shop)}
        <div class="wrap page-head">
            <h1>"Style guide"</h1>
            <p class="page-head__intro">"Every part of the shop in every state."</p>
            {part("Colour", colours().into_any())}
            {part("Type", words().into_any())}
            {part("Buttons", buttons().into_any())}
            {part("Badges and availability", availability().into_any())}
            {part("Fields", fields().into_any())}
            {part("Notices", notices().into_any())}
            {part("Toast, dialog and drawer", overlays().into_any())}
            {part("Cards and skeletons", cards(&shop).into_any())}
            {part("Chips, breadcrumb, pager", ways().into_any())}
            {part("Empty and failed", empties().into_any())}
            {part("Failure pages", failures().into_any())}
        </div>
    }
    .into_any()
}

fn part(title: &'static str, content: AnyView) -> impl IntoView {
    view! { <section class="section"><h2 class="text-2xl mb-6">{title}</h2>{content}</section> }
}

fn colours() -> impl IntoView {
    let swatch = |(name, class): (&'static str, &'static str)| {
        view! { <div><div class=class></div><p class="mt-1">{name}</p></div> }
    };
    let colours: Vec<_> = COLOURS.into_iter().map(swatch).collect();
    let tints: Vec<_> = TINTS
        .into_iter()
        .map(|tint| {
            let class = ["h-16 rounded-md ", tint].concat();
            view! { <div><div class=class></div><p class="mt-1">{tint}</p></div> }
        })
        .collect();
    view! { <div class="grid grid-cols-2 md:grid-cols-4 gap-4 text-sm">{colours}{tints}</div> }
}

fn words() -> impl IntoView {
    view! {
        <div class="space-y-3">
            <p class="hero__title">"Good things, well lit"</p>
            <p class="font-serif text-4xl">"Heading one"</p>
            <p class="font-serif text-3xl">"Heading two"</p>
            <h3 class="font-serif text-xl">"Heading three"</h3>
            <p>"Body. Enamelled steel with a beech handle; pours in a thin, steady line. €1,204.00"</p>
            <p class="text-sm text-muted">"Small and muted: 42 products"</p>
            <p class="text-xs text-muted">"Extra small: updated 14 October"</p>
        </div>
    }
}

fn buttons() -> impl IntoView {
    view! {
        <div class="flex flex-wrap gap-3 items-center">
            <Button>"Add to cart"</Button>
            <Button weight=Weight::Secondary>"Clear filters"</Button>
            <Button weight=Weight::Quiet>"Not now"</Button>
            <Button weight=Weight::Danger>"Delete review"</Button>
            <Button busy=true>"Adding"</Button>
            <Button weight=Weight::Secondary busy=true>"Saving"</Button>
            <Button disabled=true>"Sold out"</Button>
            {button_link(Weight::Secondary, "/products".to_owned(), "A link")}
            <a class="link" href="/products">"A link that acts"</a>
            <button class="icon-btn" type="button" aria-label="Add to wishlist" aria-pressed="false">{Icon::HEART.view()}</button>
            <button class="icon-btn" type="button" aria-label="Remove from wishlist" aria-pressed="true">
                {Icon::HEART.view()}
            </button>
        </div>
    }
}

fn availability() -> impl IntoView {
    view! { <div class="flex flex-wrap gap-4 items-center" inner_html=availability_html()></div> }
}

fn availability_html() -> String {
    let mut html = Markup::default();
    html.raw(
        r#"<span class="badge badge--new">New</span><span class="badge badge--low">Low stock</span><span class="badge badge--out">Sold out</span><span class="badge badge--verified">Verified purchase</span>"#,
    );
    for availability in [Availability::InStock, Availability::Low(3), Availability::SoldOut] {
        stock(&mut html, availability);
    }
    for rating in [Rating { count: 28, hundredths: 450 }, Rating { count: 3, hundredths: 230 }] {
        stars(&mut html, rating);
    }
    html.finish()
}

fn fields() -> impl IntoView {
    let countries = vec![("de", "Germany"), ("nl", "Netherlands")];
    view! {
        <form class="md:grid md:grid-cols-2 gap-6 space-y-6 md:space-y-0 max-w-3xl" action="/styleguide" method="get">
            <div class="form-errors md:col-span-2" role="alert" tabindex="-1">
                <p class="font-medium">"One thing needs a look before this can be saved"</p>
                <ul class="list-disc pl-5 mt-1"><li><a href="#sg-email" rel="external">"Enter your e-mail"</a></li></ul>
            </div>
            <TextField id="sg-name" name="name" label="Name" value="Maren Holt" hint="Shown beside your reviews." optional=true/>
            <TextField
                id="sg-email"
                name="email"
                label="E-mail"
                kind="email"
                value="maren@"
                error="Enter the part after the @, such as example.com"
            />
            <Select id="sg-country" name="country" label="Country" options=countries chosen=|| "de".to_owned()/>
            <TextField id="sg-order" name="order" label="Order number" value="V-10482" disabled=true/>
            <div>
                {check("remember", "1", "Remember this address", true)}
                {check("news", "1", "Tell me when it is back", false)}
            </div>
        </form>
    }
}

fn notices() -> impl IntoView {
    view! {
        <div class="space-y-3 max-w-2xl">
            {notice(Tone::Plain, "The price of this product has changed from €58.00 to €64.00.".to_owned())}
            {notice(Tone::Good, "Your review is saved and will show once it has been read.".to_owned())}
            {notice(Tone::Bad, "Only 2 are left, so 2 are in your cart now.".to_owned())}
        </div>
    }
}

fn overlays() -> impl IntoView {
    let toasts = Toasts::here();
    view! {
        <div class="flex flex-wrap gap-3">
            <Button weight=Weight::Secondary press=Callback::new(move |()| toasts.show("Removed from your cart"))>
                "Show a toast"
            </Button>
            <Button weight=Weight::Secondary press=Callback::new(|()| browser::open_dialog("sg-dialog"))>
                "Open a dialog"
            </Button>
            <button class="btn btn--secondary" type="button" popovertarget="sg-drawer">"Open a drawer"</button>
        </div>
        <Dialog
            id="sg-dialog"
            title="Delete your review?"
            text="It goes from the page at once. You can write a new one later."
            keep="Keep it"
            act="Delete review"
        />
        <Drawer id="sg-drawer" title="A drawer"><p>"It slides in from the edge and holds what was asked for."</p></Drawer>
    }
}

fn example(name: &str, availability: Availability, is_new: bool, rating: Rating) -> ProductCard {
    ProductCard {
        slug: "example".to_owned(),
        name: name.to_owned(),
        price: Price::from_cents(8900),
        category: CategoryLink { name: "Kettles".to_owned(), slug: "kettles".to_owned() },
        tint: 1,
        picture: None,
        availability,
        is_new,
        rating,
    }
}

fn cards(shop: &ShopInfo) -> impl IntoView + use<> {
    let rated = Rating { count: 28, hundredths: 450 };
    let examples = [
        example("Arc kettle", Availability::InStock, false, Rating::default()),
        example("Linen notebook", Availability::InStock, true, rated),
        example(
            "Whistling kettle with a long name that needs a second line",
            Availability::Low(3),
            false,
            rated,
        ),
        example("Copper kettle No. 3", Availability::SoldOut, false, Rating::default()),
    ];
    let small = [example("Small card", Availability::InStock, false, Rating::default())];
    let mut cards = Markup::default();
    for example in &examples {
        card(&mut cards, example, shop, Place::Across, Loading::Lazy);
    }
    let cards = cards.finish() + &small_cards(&small, shop);
    view! { <div class="goods" inner_html=cards></div><div class="goods">{card_skeleton()}</div> }
}

fn ways() -> impl IntoView {
    let trail = vec![CategoryLink { name: "Kitchen".to_owned(), slug: "kitchen".to_owned() }];
    view! {
        <ul class="chips">
            <li><a class="chip" href="/products"><span>"In stock"</span>{Icon::CLOSE.view()}</a></li>
            <li><a class="chip" href="/products" aria-current="page">"All"</a></li>
        </ul>
        {breadcrumb(&trail, "Kettles")}
        {pager(7, 13, &|number| ["/products?page=", &number.to_string()].concat())}
    }
}

fn empties() -> impl IntoView {
    view! {
        <Empty title="Nothing matches “ketle”" text="Check the spelling, use fewer words, or take off a filter.">
            {button_link(Weight::Secondary, "/products".to_owned(), "Clear filters")}
        </Empty>
        <Empty
            title="The products didn’t load"
            text="The connection to the shop was lost on the way. Nothing you chose is gone."
            urgent=true
        >
            {button_link(Weight::Primary, "/styleguide".to_owned(), "Try again")}
        </Empty>
    }
}

fn failures() -> impl IntoView {
    let all = [
        AppError::Forbidden,
        AppError::NotFound("Page".to_owned()),
        AppError::Throttled { retry_after_seconds: 40 },
        AppError::Internal { request_id: "01JD-7K2M-9QXA".to_owned() },
    ];
    all.iter().map(failure_body).collect::<Vec<_>>()
}
