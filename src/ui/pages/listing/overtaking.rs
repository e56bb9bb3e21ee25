//! An answer that is no longer wanted is not waited for: without this, a slow one would hold up all later ones.

use std::future::Future;

use crate::error::AppError;

#[cfg(feature = "hydrate")]
pub(super) use here::{overtake, pause, unless_overtaken};

/// On the server nobody types on.
#[cfg(not(feature = "hydrate"))]
pub(super) async fn unless_overtaken<T>(
    _query: &str,
    work: impl Future<Output = Result<T, AppError>>,
) -> Result<T, AppError> {
    work.await
}

/// On the server an answer is always the one that was asked for.
#[cfg(not(feature = "hydrate"))]
pub(super) fn pause() -> impl Future<Output = ()> {
    std::future::ready(())
}

#[cfg(feature = "hydrate")]
mod here {
    use std::cell::RefCell;
    use std::pin::pin;
    use std::time::Duration;

    use futures::channel::oneshot;
    use futures::future::{Either, select};

    use leptos::prelude::set_timeout;

    use super::{AppError, Future};

    /// How long a pause is.
    const PAUSE: Duration = Duration::from_millis(15);

    thread_local! {
        /// The query whose answer is waited for; the wait ends when the sender is dropped.
        static WAITING: RefCell<Option<(String, oneshot::Sender<()>)>> = const { RefCell::new(None) };
    }

    /// Lets some milliseconds go by.
    pub async fn pause() {
        let (sender, passed) = oneshot::channel::<()>();
        set_timeout(move || drop(sender), PAUSE);
        let _ = passed.await;
    }

    /// This is wanted now: the answer to anything else is not waited for.
    pub fn overtake(query: &str) {
        let is_other =
            WAITING.with_borrow(|waiting| waiting.as_ref().is_some_and(|(other, _)| other != query));
        if is_other {
            drop(WAITING.take());
        }
    }

    /// The outcome of the work; an error that nobody sees, once something else is wanted.
    pub async fn unless_overtaken<T>(
        query: &str,
        work: impl Future<Output = Result<T, AppError>>,
    ) -> Result<T, AppError> {
        let (sender, overtaken) = oneshot::channel();
        drop(WAITING.replace(Some((query.to_owned(), sender))));
        match select(pin!(work), overtaken).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(_) => Err(AppError::Unreachable),
        }
    }
}
