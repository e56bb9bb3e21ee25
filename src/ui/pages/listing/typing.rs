//! Waits until typing pauses.

use std::time::Duration;

use leptos::prelude::*;

/// So long after the last key the list is loaded.
const PAUSE: Duration = Duration::from_millis(250);

/// What is to happen once the typing pauses.
#[derive(Clone, Copy)]
pub(super) struct Typing(StoredValue<Option<TimeoutHandle>>);

impl Typing {
    /// Nothing is being typed. What is still to happen when the page is left does not happen.
    pub fn new() -> Self {
        let typing = Self(StoredValue::new(None));
        #[cfg(feature = "hydrate")]
        on_cleanup(move || typing.stop());
        typing
    }

    /// Nothing is to happen any more.
    pub fn stop(self) {
        if let Some(Some(timer)) = self.0.try_get_value() {
            timer.clear();
            self.0.try_set_value(None);
        }
    }

    /// Does something after a pause, in place of what was to happen before.
    pub fn then(self, act: impl FnOnce() + 'static) {
        self.stop();
        let timer = set_timeout_with_handle(act, PAUSE);
        self.0.try_set_value(timer.ok());
    }
}
