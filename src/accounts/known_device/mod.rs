//! Devices that somebody signed in with before (SPEC U4).
//!
//! Wrong passwords are counted by account, so a stranger who keeps trying could shut its user out for good. A browser
//! that has signed in therefore keeps a secret, and its tries for that account are counted apart from everybody
//! else's: no faster, and not stopped by others.

pub mod service;
mod store;

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::throttle::account_key;

/// Days without a sign-in after which a device is a stranger again; browsers keep no cookie for much longer.
pub const DAYS: u16 = 365;

/// The secret by which a browser is known: the one that it shows, and the one that it is given with the answer.
#[derive(Clone, Default)]
pub struct Badge {
    shown: Option<Arc<str>>,
    given: Arc<OnceLock<String>>,
}

impl Badge {
    /// The badge of a request that shows this secret.
    #[must_use]
    pub fn showing(secret: Option<&str>) -> Self {
        Self { shown: secret.map(Arc::from), given: Arc::default() }
    }

    /// What tries for an account are counted under: the device's own where it is known, and one for everybody else.
    pub(in crate::accounts) fn throttle_key(&self, what: &str, email: &str, is_known: bool) -> String {
        match &self.shown {
            Some(secret) if is_known => account_key(what, &format!("{email} {secret}")),
            _ => account_key(what, email),
        }
    }

    /// Gives the browser its secret to keep. Somebody signs in once in a request: the first one stays.
    pub(in crate::accounts) fn give(&self, secret: String) {
        let _ = self.given.set(secret);
    }

    /// The secret that the browser is to keep from now on; nothing where nobody has signed in.
    #[must_use]
    pub fn given(&self) -> Option<&str> {
        self.given.get().map(String::as_str)
    }
}

impl fmt::Debug for Badge {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Badge").finish_non_exhaustive()
    }
}
