//! Logs and request ids (SPEC J6).

use std::cell::RefCell;
use std::fmt::Display;
use std::future::Future;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::infra::config::Profile;

/// What is logged of a program that stays when `RUST_LOG` says nothing.
pub const OF_A_SERVICE: &str = "info,sqlx::postgres::notice=warn,graphile_worker=error";
/// What is logged of a command, whose own words the log is not to drown.
pub const OF_A_COMMAND: &str = "warn,graphile_worker=error";

tokio::task_local! {
    static REQUEST_ID: String;
    static CAUSE: RefCell<Option<String>>;
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

/// Runs a command's future, for which [`note_cause`] keeps why it failed: the operator may know, shoppers may not.
pub async fn with_causes<F: Future>(work: F) -> F::Output {
    CAUSE.scope(RefCell::new(None), work).await
}

/// Keeps the cause of an internal error for the command that it ends; outside of a command it does nothing.
pub fn note_cause(cause: &dyn Display) {
    // There is no command to tell.
    let _ = CAUSE.try_with(|kept| *kept.borrow_mut() = Some(cause.to_string()));
}

/// The cause of the latest internal error of the command that is running.
#[must_use]
pub fn last_cause() -> Option<String> {
    CAUSE.try_with(|kept| kept.borrow().clone()).ok().flatten()
}

/// Starts logging to standard error: lines for people in development, JSON in production. `RUST_LOG` goes over the
/// filter.
pub fn start(profile: Profile, filter: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(filter));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_cause_is_kept_for_a_command_and_for_nobody_else() {
        note_cause(&"nobody asks");
        assert_eq!(last_cause(), None);
        let kept = with_causes(async {
            note_cause(&"the disk is full");
            last_cause()
        });
        assert_eq!(kept.await.as_deref(), Some("the disk is full"));
        assert_eq!(last_cause(), None);
    }
}
