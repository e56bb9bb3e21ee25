//! What is to happen once somebody pauses: while typing in a search, in a form, in the palette.

use std::time::Duration;

use leptos::prelude::*;

/// Something that happens after a pause, unless it is put off once more.
#[derive(Clone, Copy)]
pub(super) struct Later(StoredValue<Option<TimeoutHandle>>);

impl Later {
    /// Nothing is to happen. What is still to happen when the page is left does not happen.
    pub fn new() -> Self {
        let later = Self(StoredValue::new(None));
        #[cfg(feature = "hydrate")]
        on_cleanup(move || later.stop());
        later
    }

    /// Nothing is to happen any more.
    pub fn stop(self) {
        if let Some(Some(timer)) = self.0.try_get_value() {
            timer.clear();
            self.0.try_set_value(None);
        }
    }

    /// Does something after so many milliseconds, in place of what was to happen before.
    pub fn after(self, milliseconds: u64, act: impl FnOnce() + 'static) {
        self.stop();
        let timer = set_timeout_with_handle(act, Duration::from_millis(milliseconds));
        self.0.try_set_value(timer.ok());
    }
}
