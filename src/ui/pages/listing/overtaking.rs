//! An answer that is no longer wanted is not waited for: without this, a slow one would hold up all later ones.

use std::future::Future;

use crate::error::AppError;

#[cfg(feature = "hydrate")]
pub(super) use here::{overtake, unless_overtaken};

/// On the server nobody types on.
#[cfg(not(feature = "hydrate"))]
pub(super) async fn unless_overtaken<T>(
    work: impl Future<Output = Result<T, AppError>>,
) -> Result<T, AppError> {
    work.await
}

#[cfg(feature = "hydrate")]
mod here {
    use std::cell::RefCell;
    use std::pin::pin;

    use futures::channel::oneshot;
    use futures::future::{Either, select};

    use super::{AppError, Future};

    thread_local! {
        /// Ends what is being waited for when it is dropped.
        static WAITING: RefCell<Option<oneshot::Sender<()>>> = const { RefCell::new(None) };
    }

    /// Something else is wanted now.
    pub fn overtake() {
        drop(WAITING.take());
    }

    /// The outcome of the work; an error that nobody sees, once something else is wanted.
    pub async fn unless_overtaken<T>(work: impl Future<Output = Result<T, AppError>>) -> Result<T, AppError> {
        let (sender, overtaken) = oneshot::channel();
        drop(WAITING.replace(Some(sender)));
        match select(pin!(work), overtaken).await {
            Either::Left((outcome, _)) => outcome,
            Either::Right(_) => Err(AppError::Unreachable),
        }
    }
}
