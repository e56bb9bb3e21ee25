//! The document shell and the route table.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::location::RequestUrl;
use leptos_router::{MatchNestedRoutes, RouteList, SsrMode, path};

use crate::ui::admin::bulk::AdminBulkPage;
use crate::ui::admin::dashboard::AdminHomePage;
use crate::ui::admin::form::{AdminEditPage, AdminNewPage};
use crate::ui::admin::frame::AdminFrame;
use crate::ui::admin::history::AdminHistoryPage;
use crate::ui::admin::import::{AdminImportPage, AdminReportPage};
use crate::ui::admin::list::AdminListPage;
use crate::ui::frame::Frame;
use crate::ui::pages::account::confirm_email::ConfirmEmailPage;
use crate::ui::pages::account::delete::DeletePage;
use crate::ui::pages::account::email::EmailPage;
use crate::ui::pages::account::forgot::ForgotPage;
use crate::ui::pages::account::more_reviews::MoreReviewsPage;
use crate::ui::pages::account::own_products::OwnProductsPage;
use crate::ui::pages::account::own_products::edit::{EditProductPage, NewProductPage};
use crate::ui::pages::account::own_products::pictures::OwnPicturesPage;
use crate::ui::pages::account::own_reviews::OwnReviewsPage;
use crate::ui::pages::account::password::PasswordPage;
use crate::ui::pages::account::profile::ProfilePage;
use crate::ui::pages::account::register::RegisterPage;
use crate::ui::pages::account::reset::ResetPage;
use crate::ui::pages::account::review::ReviewPage;
use crate::ui::pages::account::sessions::SessionsPage;
use crate::ui::pages::account::sign_in::SignInPage;
use crate::ui::pages::account::verify::VerifyPage;
use crate::ui::pages::account::wishlist::WishlistPage;
use crate::ui::pages::categories::CategoriesPage;
use crate::ui::pages::category::CategoryPage;
use crate::ui::pages::home::HomePage;
use crate::ui::pages::product::ProductPage;
use crate::ui::pages::products::ProductsPage;
use crate::ui::programs::{Program, unknown};
// The style guide is for those who build the shop: a release neither carries nor serves it.
#[cfg(not(debug_assertions))]
use crate::ui::pages::failure::NotFound as StyleguidePage;
#[cfg(debug_assertions)]
use crate::ui::pages::styleguide::StyleguidePage;
pub use crate::ui::shop::ShopInfo;

/// The addresses of the site's own files; the router provides them.
#[derive(Clone, Debug)]
pub struct PageFiles {
    /// The program of the shop's pages.
    pub shop: ProgramFiles,
    /// The program of the account's pages.
    pub account: ProgramFiles,
    /// The program of the staff side.
    pub admin: ProgramFiles,
    /// The fonts that every page needs at once.
    pub fonts: [Arc<str>; 2],
}

/// The addresses of a program that pages run.
#[derive(Clone, Debug)]
pub struct ProgramFiles {
    /// The script that loads it.
    pub script: Arc<str>,
    /// The program itself.
    pub wasm: Arc<str>,
    /// The style sheet of its pages.
    pub style: Arc<str>,
}

impl PageFiles {
    /// The files of the page that is asked for.
    fn here(&self) -> &ProgramFiles {
        let address = use_context::<RequestUrl>().map(|url| url.as_ref().to_owned()).unwrap_or_default();
        match Program::of(&address) {
            Program::Shop => &self.shop,
            Program::Account => &self.account,
            Program::Admin => &self.admin,
        }
    }
}

/// Sets the chosen theme before the first paint. A move from one page to the next that a faster one overtakes, or that
/// ends with the page, is no error: browsers say so, each in its own words, of promises that no script was ever given, too.
const THEME: &str = "(d=>{try{const t=localStorage.getItem(\"theme\");if(t===\"dark\"||t===\"light\")d.dataset.theme=t}\
                     catch{}})(document.documentElement);addEventListener(\"unhandledrejection\",event=>\
                     {if(event.reason instanceof DOMException&&/^Transition was |view ?transition/i.test(event.reason.message))\
                     event.preventDefault()})";

/// Brings the page to life when the browser has nothing else to do, or when somebody touches it: once.
/// The largest paint does not wait for it.
const BEGIN: &str = "((script,wasm)=>{let begun=false;const touches=[\"pointerdown\",\"keydown\",\"touchstart\"];\
                     const begin=()=>{if(begun)return;begun=true;\
                     for(const touch of touches)removeEventListener(touch,begin,true);\
                     const program=fetch(wasm);\
                     import(script).then(page=>page.default({module_or_path:program}).then(()=>page.hydrate()))};\
                     for(const touch of touches)addEventListener(touch,begin,{capture:true,passive:true});\
                     const rest=()=>\"requestIdleCallback\" in window?requestIdleCallback(begin,{timeout:1500}):\
                     setTimeout(begin,200);\
                     if(document.readyState===\"complete\")rest();else addEventListener(\"load\",rest,{once:true})})";

/// The document around every page.
#[must_use]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let shop = ShopInfo::current();
    let development = if shop.development { "true" } else { "false" };
    let files = use_context::<PageFiles>();
    let here = files.as_ref().map(PageFiles::here);
    let style = here.map(|files| files.style.to_string());
    view! {
        <!DOCTYPE html>
        <html
            lang="en"
            data-shop=shop.name
            data-currency=shop.currency
            data-url=shop.public_url
            data-page-size=shop.page_size.to_string()
            data-development=development
        >
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="theme-color" content="#fbfaf7" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#141311" media="(prefers-color-scheme: dark)"/>
                <script nonce=use_nonce()>{THEME}</script>
                <link rel="stylesheet" href=style/>
                {files.as_ref().map(first_fonts)}
                <link rel="icon" href="/favicon.ico" sizes="32x32"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                {here.map(hydration)}
                <AutoReload options=options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// What the first paint needs besides the style sheet, which would name it later.
fn first_fonts(files: &PageFiles) -> impl IntoView + use<> {
    files.fonts.clone().map(|font| {
        view! { <link rel="preload" href=font.to_string() r#as="font" type="font/woff2" crossorigin="anonymous"/> }
    })
}

/// The page's own script, which fetches the program when everything that one sees is there: fetched ahead, the program
/// would compete with the largest picture.
fn hydration(program: &ProgramFiles) -> impl IntoView + use<> {
    let begin = [BEGIN, "(\"", &program.script, "\",\"", &program.wasm, "\")"].concat();
    view! { <script type="module" nonce=use_nonce()>{begin}</script> }
}

/// The shop, as a shopper sees it, and the staff side.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    if use_context::<ShopInfo>().is_none() {
        provide_context(ShopInfo::of_document());
    }
    view! {
        <Router>
            {framed()}
        </Router>
    }
}

/// The pages with what stands around them: the staff side has a frame of its own.
#[cfg(not(any(feature = "only-shop", feature = "only-account", feature = "only-admin")))]
fn framed() -> AnyView {
    let here = Program::of(&leptos_router::hooks::use_location().pathname.get_untracked());
    #[cfg(feature = "hydrate")]
    crate::ui::programs::leave_with_the_frame();
    if here == Program::Admin {
        view! { <AdminFrame>{pages(here)}</AdminFrame> }.into_any()
    } else {
        view! { <Frame>{pages(here)}</Frame> }.into_any()
    }
}

/// The pages with what stands around them.
#[cfg(feature = "only-shop")]
fn framed() -> impl IntoView {
    view! { <Frame>{shop_pages()}</Frame> }
}

/// The pages with what stands around them.
#[cfg(all(feature = "only-account", not(feature = "only-shop")))]
fn framed() -> impl IntoView {
    view! { <Frame>{account_pages()}</Frame> }
}

/// The pages with what stands around them.
#[cfg(all(feature = "only-admin", not(any(feature = "only-shop", feature = "only-account"))))]
fn framed() -> impl IntoView {
    view! { <AdminFrame>{admin_pages()}</AdminFrame> }
}

/// The pages of the program that is asked for: the server makes the table anew for each document, and most of it would
/// be for nothing. The list of all addresses takes all pages, as does a browser's program that holds them all.
#[cfg(not(any(feature = "only-shop", feature = "only-account", feature = "only-admin")))]
fn pages(here: Program) -> AnyView {
    if cfg!(feature = "hydrate") || RouteList::is_generating() {
        return view! {
            <FlatRoutes transition=true fallback=unknown><ShopRoutes/><AccountRoutes/><AdminRoutes/></FlatRoutes>
        }
        .into_any();
    }
    match here {
        Program::Shop => shop_pages(),
        Program::Account => account_pages(),
        Program::Admin => admin_pages(),
    }
}

#[cfg(not(any(feature = "only-account", feature = "only-admin")))]
fn shop_pages() -> AnyView {
    view! { <FlatRoutes transition=true fallback=unknown><ShopRoutes/></FlatRoutes> }.into_any()
}

#[cfg(not(any(feature = "only-shop", feature = "only-admin")))]
fn account_pages() -> AnyView {
    view! { <FlatRoutes transition=true fallback=unknown><AccountRoutes/></FlatRoutes> }.into_any()
}

#[cfg(not(any(feature = "only-shop", feature = "only-account")))]
fn admin_pages() -> AnyView {
    view! { <FlatRoutes transition=true fallback=unknown><AdminRoutes/></FlatRoutes> }.into_any()
}

/// The routes of one part. In a development build, whose views have no types of their own, the component that answers
/// them has to answer this one.
#[cfg(erase_components)]
fn table<R: MatchNestedRoutes + Clone + Send + 'static>(
    routes: View<R>,
) -> leptos_router::any_nested_route::AnyNestedRoute {
    leptos_router::any_nested_route::IntoAnyNestedRoute::into_any_nested_route(routes.into_inner())
}

/// The routes of one part.
#[cfg(not(erase_components))]
fn table<R: MatchNestedRoutes + Clone>(routes: View<R>) -> R {
    routes.into_inner()
}

/// The pages of the shop.
#[component(transparent)]
fn ShopRoutes() -> impl MatchNestedRoutes + Clone {
    table(view! {
        <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
        <Route path=path!("/products") view=ProductsPage ssr=SsrMode::Async/>
        <Route path=path!("/products/:slug") view=ProductPage ssr=SsrMode::Async/>
        <Route path=path!("/categories") view=CategoriesPage ssr=SsrMode::Async/>
        <Route path=path!("/categories/:slug") view=CategoryPage ssr=SsrMode::Async/>
        <Route path=path!("/styleguide") view=StyleguidePage ssr=SsrMode::Async/>
    })
}

/// The pages that belong to one person.
#[component(transparent)]
fn AccountRoutes() -> impl MatchNestedRoutes + Clone {
    table(view! {
        <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
        <Route path=path!("/register") view=RegisterPage ssr=SsrMode::Async/>
        <Route path=path!("/forgot-password") view=ForgotPage ssr=SsrMode::Async/>
        <Route path=path!("/reset-password") view=ResetPage ssr=SsrMode::Async/>
        <Route path=path!("/verify-email") view=VerifyPage ssr=SsrMode::Async/>
        <Route path=path!("/confirm-email") view=ConfirmEmailPage ssr=SsrMode::Async/>
        <Route path=path!("/account") view=ProfilePage ssr=SsrMode::Async/>
        <Route path=path!("/account/password") view=PasswordPage ssr=SsrMode::Async/>
        <Route path=path!("/account/email") view=EmailPage ssr=SsrMode::Async/>
        <Route path=path!("/account/sessions") view=SessionsPage ssr=SsrMode::Async/>
        <Route path=path!("/account/delete") view=DeletePage ssr=SsrMode::Async/>
        <Route path=path!("/account/products") view=OwnProductsPage ssr=SsrMode::Async/>
        <Route path=path!("/account/products/new") view=NewProductPage ssr=SsrMode::Async/>
        <Route path=path!("/account/products/:id") view=EditProductPage ssr=SsrMode::Async/>
        <Route path=path!("/account/products/:id/pictures") view=OwnPicturesPage ssr=SsrMode::Async/>
        <Route path=path!("/account/reviews") view=OwnReviewsPage ssr=SsrMode::Async/>
        <Route path=path!("/wishlist") view=WishlistPage ssr=SsrMode::Async/>
        <Route path=path!("/products/:slug/review") view=ReviewPage ssr=SsrMode::Async/>
        <Route path=path!("/products/:slug/reviews") view=MoreReviewsPage ssr=SsrMode::Async/>
    })
}

/// The pages of the staff side: the kind of thing is a part of the address. Those of no kind come first.
#[component(transparent)]
fn AdminRoutes() -> impl MatchNestedRoutes + Clone {
    table(view! {
        <Route path=path!("/admin") view=AdminHomePage ssr=SsrMode::Async/>
        <Route path=path!("/admin/import") view=AdminImportPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/import/:id") view=AdminReportPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/bulk/:id") view=AdminBulkPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/:kind") view=AdminListPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/:kind/new") view=AdminNewPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/:kind/:id") view=AdminEditPage ssr=SsrMode::Async/>
        <Route path=path!("/admin/:kind/:id/history") view=AdminHistoryPage ssr=SsrMode::Async/>
    })
}
