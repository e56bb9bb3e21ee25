//! The document shell and the route table.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::ui::frame::Frame;
use crate::ui::pages::categories::CategoriesPage;
use crate::ui::pages::category::CategoryPage;
use crate::ui::pages::failure::NotFound;
use crate::ui::pages::home::HomePage;
use crate::ui::pages::product::ProductPage;
use crate::ui::pages::products::ProductsPage;
// The style guide is for those who build the shop: a release neither carries nor serves it.
#[cfg(not(debug_assertions))]
use crate::ui::pages::failure::NotFound as StyleguidePage;
#[cfg(debug_assertions)]
use crate::ui::pages::styleguide::StyleguidePage;
pub use crate::ui::shop::ShopInfo;

/// The addresses of the site's own files; the router provides them.
#[derive(Clone, Debug)]
pub struct PageFiles {
    /// The script that loads the program of the page.
    pub script: Arc<str>,
    /// The program of the page.
    pub wasm: Arc<str>,
    /// The style sheet.
    pub style: Arc<str>,
}

/// Sets the chosen theme before the first paint.
const THEME: &str = "(d=>{try{const t=localStorage.getItem(\"theme\");if(t===\"dark\"||t===\"light\")d.dataset.theme=t}\
                     catch{}})(document.documentElement)";

/// Brings the page to life when the browser has nothing else to do, or when somebody touches it: once.
/// The largest paint does not wait for it. A view transition that a faster one overtakes is no error.
const BEGIN: &str = "((script,wasm)=>{addEventListener(\"unhandledrejection\",event=>{\
                     if(event.reason&&/^(Abort|InvalidState)Error$/.test(event.reason.name)&&/ransition/.test(event.reason.message))\
                     event.preventDefault()});let begun=false;const touches=[\"pointerdown\",\"keydown\",\"touchstart\"];\
                     const begin=()=>{if(begun)return;begun=true;\
                     for(const touch of touches)removeEventListener(touch,begin,true);\
                     import(script).then(page=>page.default({module_or_path:wasm}).then(()=>page.hydrate()))};\
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
    let style = files.as_ref().map(|files| files.style.to_string());
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
                <link rel="preload" href="/fonts/fraunces-latin.woff2" r#as="font" type="font/woff2" crossorigin="anonymous"/>
                <link rel="preload" href="/fonts/instrument-sans-latin.woff2" r#as="font" type="font/woff2" crossorigin="anonymous"/>
                <link rel="icon" href="/favicon.ico" sizes="32x32"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                {files.as_ref().map(hydration)}
                <AutoReload options=options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The page's own script and what it needs, behind everything that the first paint needs.
fn hydration(files: &PageFiles) -> impl IntoView + use<> {
    let begin = [BEGIN, "(\"", &files.script, "\",\"", &files.wasm, "\")"].concat();
    view! {
        <link rel="modulepreload" href=files.script.to_string() fetchpriority="low"/>
        <link
            rel="preload"
            href=files.wasm.to_string()
            r#as="fetch"
            type="application/wasm"
            crossorigin="anonymous"
            fetchpriority="low"
        />
        <script type="module" nonce=use_nonce()>{begin}</script>
    }
}

/// The shop, as a shopper sees it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    if use_context::<ShopInfo>().is_none() {
        provide_context(ShopInfo::of_document());
    }
    view! {
        <Router>
            <Frame>
                <FlatRoutes transition=true fallback=|| view! { <NotFound/> }>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/products") view=ProductsPage ssr=SsrMode::Async/>
                    <Route path=path!("/products/:slug") view=ProductPage ssr=SsrMode::Async/>
                    <Route path=path!("/categories") view=CategoriesPage ssr=SsrMode::Async/>
                    <Route path=path!("/categories/:slug") view=CategoryPage ssr=SsrMode::Async/>
                    <Route path=path!("/styleguide") view=StyleguidePage ssr=SsrMode::Async/>
                </FlatRoutes>
            </Frame>
        </Router>
    }
}
