//! Logs and request ids (SPEC J6).

use std::future::Future;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::infra::config::Profile;

/// What is logged when `RUST_LOG` says nothing.
const DEFAULT_FILTER: &str = "info,sqlx::postgres::notice=warn";

tokio::task_local! {
    static REQUEST_ID: String;
}

/// A request's id, for what runs on other tasks on its behalf (a page's resources).
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Runs a request's future under its id.
pub async fn with_request_id<F: Future>(id: String, work: F) -> F::Output {
    REQUEST_ID.scope(id, work).await
}

/// The id of the request that is being answered; `-` outside of one.
#[must_use]
pub fn current_request_id() -> String {
    REQUEST_ID
        .try_with(Clone::clone)
        .ok()
        .or_else(|| leptos::prelude::use_context::<RequestId>().map(|id| id.0))
        .unwrap_or_else(|| "-".to_owned())
}

/// Starts logging to standard error: lines for people in development, JSON in production.
pub fn start(profile: Profile) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER));
    let registry = tracing_subscriber::registry().with(filter);
    let outcome = match profile {
        Profile::Development => registry
            .with(
                tracing_subscriber::fmt::layer()
                    .with_writer(std::io::stderr)
                    .with_target(false)
                    .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
                    .compact(),
            )
            .try_init(),
        Profile::Production => {
            registry.with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr).json()).try_init()
        }
    };
    if outcome.is_err() {
        tracing::debug!("logging was started before");
    }
}
