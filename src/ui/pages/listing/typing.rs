//! Waits until typing pauses.

use std::time::Duration;

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
use crate::ui::browser;

/// So long after the last key the list is loaded.
const PAUSE: Duration = Duration::from_millis(250);
/// So long after the last key somebody may still be typing, in milliseconds.
#[cfg(feature = "hydrate")]
const RECENT: f64 = 2_000.0;

/// What is to happen once the typing pauses.
#[derive(Clone, Copy)]
pub(super) struct Typing {
    timer: StoredValue<Option<TimeoutHandle>>,
    /// When something was typed last, in milliseconds.
    #[cfg(feature = "hydrate")]
    last: StoredValue<f64>,
}

impl Typing {
    /// Nothing is being typed. What is still to happen when the page is left does not happen.
    pub fn new() -> Self {
        let typing = Self {
            timer: StoredValue::new(None),
            #[cfg(feature = "hydrate")]
            last: StoredValue::new(f64::MIN),
        };
        #[cfg(feature = "hydrate")]
        on_cleanup(move || typing.stop());
        typing
    }

    /// Nothing is to happen any more.
    pub fn stop(self) {
        if let Some(Some(timer)) = self.timer.try_get_value() {
            timer.clear();
            self.timer.try_set_value(None);
        }
    }

    /// Does something after a pause, in place of what was to happen before.
    pub fn then(self, act: impl FnOnce() + 'static) {
        self.stop();
        #[cfg(feature = "hydrate")]
        self.last.try_set_value(browser::now());
        let timer = set_timeout_with_handle(act, PAUSE);
        self.timer.try_set_value(timer.ok());
    }

    /// Whether somebody typed just now.
    #[cfg(feature = "hydrate")]
    pub fn is_recent(self) -> bool {
        self.last.try_get_value().is_some_and(|last| browser::now() - last < RECENT)
    }
}
