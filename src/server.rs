//! The axum router (pages, server functions, the REST API, pictures, site files, health) and its life: start, serve,
//! stop.

mod admin;
mod corner;
mod dev_mail;
mod failure;
mod forms;
mod layers;
mod media;
mod product_forms;
mod render;
mod site;
pub mod stop;
mod uploads;
mod wellknown;
mod wishlist;

use std::ops::Deref;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::serve::{ListenerExt as _, TapIo};
use leptos::prelude::{LeptosOptions, provide_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes as _};
use tokio::net::{TcpListener, TcpStream};

use self::failure::FailurePage;
use self::layers::{LARGEST_BODY, Layers};
use self::stop::Stop;
use crate::api::origins::Origins;
use crate::app::{App, ShopInfo, shell};
use crate::catalog::category;
use crate::error::AppError;
use crate::extract::cookies;
use crate::infra::Backend;
use crate::infra::config::{Profile, Settings};
use crate::infra::db::{self, Database};
use crate::infra::files::FileStore;
use crate::infra::http::{self, Security};
use crate::infra::mail::Mailer;
use crate::infra::telemetry::RequestId;
use crate::ui::menus::Menus;
use crate::ui::programs::Program;

/// For what never changes under its name.
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The addresses of the pages. While leptos lists them, no resource of any page in this program loads, and a page that
/// another router draws at that moment would wait for ever: they are listed once, before the first router is there.
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| leptos_axum::generate_route_list(App));

/// What the router's handlers share. It is cloned several times for each request.
#[derive(Clone)]
struct AppState(Arc<Shared>);

struct Shared {
    backend: Backend,
    options: LeptosOptions,
    assets: Arc<site::Assets>,
    shop: ShopInfo,
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.options.clone()
    }
}

impl FromRef<AppState> for Backend {
    fn from_ref(state: &AppState) -> Self {
        state.backend.clone()
    }
}

/// Why the server cannot start, in one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ServeError(String);

/// The backend on an open database, with the pictures in the data folder.
///
/// # Errors
/// When the folder cannot be used.
pub fn backend(settings: &Settings, database: &Database) -> Result<Backend, ServeError> {
    let files = FileStore::of(settings).map_err(|error| ServeError(error.to_string()))?;
    let mailer = Mailer::new(settings).map_err(|error| ServeError(error.to_string()))?;
    Ok(Backend::new(database.pool.clone(), Arc::new(settings.clone()), files, mailer))
}

/// Why this program cannot serve pages, if it cannot: it was built without the site.
///
/// # Errors
/// When a file of the site is missing.
pub fn check_site() -> Result<(), ServeError> {
    site::Assets::load().map(|_| ())
}

/// Opens the shop's address. Whoever comes from now on is answered as soon as [`serve`] runs.
///
/// # Errors
/// When the address cannot be used.
pub async fn open(settings: &Settings) -> Result<TcpListener, ServeError> {
    let address = settings.leptos.site_addr;
    TcpListener::bind(address).await.map_err(|error| {
        ServeError(format!(
            "The setting leptos.site-addr (LEPTOS_SITE_ADDR) cannot be used: {address}: {error}"
        ))
    })
}

/// Serves until the operator stops the program; requests in flight are finished (SPEC J10), unless they take
/// longer than the setting allows or the operator asks a second time.
///
/// # Errors
/// When the program was built without the site.
pub async fn serve(backend: Backend, listener: TcpListener, mut stop: Stop) -> Result<(), ServeError> {
    let router = router(backend.clone())?;
    let listener = without_delay(listener);
    let notices =
        tokio::spawn(db::notices::drop_cache_on_change(backend.pool.clone(), backend.cache.clone()));
    let patience = Duration::from_secs(backend.settings.vitrine.stop_seconds);
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        let _ = stopped.await;
    });
    let impatient = async move {
        stop.heard().await;
        tracing::info!("stopping: requests in flight are finished");
        let _ = stopping.send(());
        tokio::select! {
            () = tokio::time::sleep(patience) => {
                tracing::warn!("some requests were still in flight after {} seconds", patience.as_secs());
            }
            signal = stop.heard() => tracing::warn!("a second {signal}: requests in flight are given up"),
        }
    };
    let outcome = tokio::select! {
        outcome = server.into_future() => outcome.map_err(|error| ServeError(error.to_string())),
        () = impatient => Ok(()),
    };
    notices.abort();
    outcome
}

/// Answers leave at once instead of waiting for the client's acknowledgement.
fn without_delay(listener: TcpListener) -> TapIo<TcpListener, impl FnMut(&mut TcpStream) + Send + 'static> {
    listener.tap_io(|stream: &mut TcpStream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY was refused");
        }
    })
}

/// Every route of the program.
///
/// # Errors
/// When the program was built without the site.
pub fn router(backend: Backend) -> Result<Router, ServeError> {
    let settings = backend.settings.clone();
    let options = leptos_options(&settings);
    let assets = Arc::new(site::Assets::load()?);
    let development = settings.vitrine.profile == Profile::Development;
    let shop = ShopInfo {
        name: settings.vitrine.shop_name.clone(),
        currency: settings.vitrine.currency.clone(),
        public_url: settings.vitrine.public_url.clone(),
        page_size: settings.vitrine.page_size,
        development,
        words: Arc::new(crate::ui::shop::ShopWords::of(&settings.vitrine)),
    };
    let layers = Layers {
        security: Security {
            https: settings.https(),
            reload_port: std::env::var_os("LEPTOS_WATCH").map(|_| settings.leptos.reload_port),
        },
        failure: FailurePage {
            shop_name: settings.vitrine.shop_name.as_str().into(),
            style: assets.pages.shop.style.clone(),
        },
        origins: Origins::of(settings.vitrine.api_origin_list()),
        timeout: Duration::from_secs(settings.vitrine.request_seconds),
    };
    let state = AppState(Arc::new(Shared { backend: backend.clone(), options, assets, shop }));
    let functions = Router::new().leptos_routes_with_context(
        &state,
        // Pages are drawn by `render`.
        Vec::new(),
        page_context(&state),
        shell_of(&state),
    );
    let pages = PAGES
        .iter()
        .fold(functions, |router, page| router.route(page.path(), get(render::page)))
        .merge(forms::routes())
        .merge(product_forms::routes())
        .merge(wishlist::routes())
        .merge(admin::routes())
        // A page for an address that leads nowhere: the app draws it, with its own 404.
        .fallback(render::page)
        .layer(axum::middleware::from_fn_with_state(state.clone(), around_pages));
    let routes = Router::new()
        .route("/fn/{*name}", axum::routing::any(no_server_function))
        .route("/readyz", get(ready))
        .merge(media::routes())
        .merge(wellknown::routes())
        .merge(corner::routes())
        .merge(site::routes())
        .merge(pages);
    let routes =
        if dev_mail::are_shown(&settings) { routes.merge(dev_mail::routes(&backend)) } else { routes };
    let uploads = uploads::routes(settings.vitrine.upload_megabytes).merge(admin::uploads(&state));
    let uploads = uploads.with_state(state.clone());
    let routes = cookies::with_sessions(routes.with_state(state), &backend);
    let api = cookies::with_sessions_where_asked(crate::api::service(backend.clone()), &backend);
    Ok(layers.around(routes, cookies::with_sessions(uploads, &backend), api))
}

fn leptos_options(settings: &Settings) -> LeptosOptions {
    let site = &settings.leptos;
    LeptosOptions::builder()
        .output_name(site::STEM)
        .site_pkg_dir(site::FOLDER)
        .site_addr(site.site_addr)
        .reload_port(site.reload_port)
        .build()
}

fn page_context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let state = state.clone();
    move || {
        provide_context(state.backend.clone());
        provide_context(state.shop.clone());
        provide_context(state.assets.pages.clone());
        provide_context(leptos::nonce::Nonce::from_value(http::NONCE_PLACEHOLDER.as_str()));
        if let Some(parts) = leptos::prelude::use_context::<axum::http::request::Parts>() {
            if let Some(id) = parts.extensions.get::<RequestId>() {
                provide_context(id.clone());
            }
            if let Some(menus) = parts.extensions.get::<Menus>() {
                provide_context(menus.clone());
            }
        }
    }
}

fn shell_of(state: &AppState) -> impl Fn() -> leptos::prelude::AnyView + Clone + Send + Sync + 'static {
    use leptos::prelude::IntoAny as _;
    let state = state.clone();
    move || shell(state.options.clone()).into_any()
}

/// What pages and server functions need before and after: one layer for all of it, since each is copied for each
/// request.
async fn around_pages(
    State(state): State<AppState>,
    mut request: axum::extract::Request,
    next: Next,
) -> Response {
    let path = request.uri().path();
    let (is_function, program) = (path.starts_with("/fn/"), Program::of(path));
    let refusal = if program == Program::Admin {
        let gate = admin::gate(&state.backend, &request);
        gate.await
    } else {
        None
    };
    if let Some(mut refusal) = refusal {
        refusal.headers_mut().insert(header::CACHE_CONTROL, admin::PRIVATE);
        return refusal;
    }
    if is_function {
        // Asked for a page, a server function leads back to the `Referer`, whatever site that is, with the error in
        // the address: that site would learn whether somebody is signed in.
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    } else if program != Program::Admin
        && let Ok(menus) = menus(&state.backend).await
    {
        request.extensions_mut().insert((*menus).clone());
    }
    let mut answer = next.run(request).await;
    if is_function && answer.status() == StatusCode::INTERNAL_SERVER_ERROR {
        answer = with_own_status(answer).await;
    }
    if program != Program::Shop {
        answer.headers_mut().insert(header::CACHE_CONTROL, admin::PRIVATE);
    }
    answer
}

/// The lists of categories for the header and the footer of a page; without a database it has none.
async fn menus(backend: &Backend) -> Result<Arc<Menus>, AppError> {
    backend
        .cache
        .get_or_load("page:menus", async || Ok(Menus::of(&category::service::tree(backend).await?.top(2))))
        .await
}

/// There is no such server function.
async fn no_server_function() -> AppError {
    AppError::NotFound("Page".to_owned())
}

/// The answer of a server function with the status of its error: what could not be read of a request is answered with 500 unless somebody looks at the error itself.
async fn with_own_status(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if let Ok(error) = serde_json::from_slice::<AppError>(&bytes)
        && let Ok(status) = StatusCode::from_u16(error.status())
    {
        parts.status = status;
    }
    Response::from_parts(parts, axum::body::Body::from(bytes))
}

/// Whether the database is reached and has every migration (SPEC J8).
async fn ready(State(backend): State<Backend>) -> Response {
    match db::is_ready(&backend.pool).await {
        Ok(true) => "ready\n".into_response(),
        Ok(false) => (StatusCode::SERVICE_UNAVAILABLE, "migrations are missing\n").into_response(),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response(),
    }
}
