//! Passwords (SPEC U3): hashed with Argon2id, off the async threads, never more at once than there are processors to
//! spare, and after whatever else wants a processor.

pub mod common;

use std::sync::LazyLock;
use std::thread::available_parallelism;

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::{Semaphore, oneshot};
use unicode_normalization::UnicodeNormalization as _;

use super::input::{Secret, check_password};
use crate::error::{AppError, internal};
use crate::infra::config::Settings;

/// Each hash fills a processor for some ten milliseconds: one is left for the pages.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(available_parallelism().map_or(1, std::num::NonZero::get).saturating_sub(1).max(1))
});

/// How much a thread that hashes stands back behind those that answer requests, as `nice` counts it.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Stands for the hash of whoever has no account: 16 bytes of salt and 32 of hash that no known password
/// leads to. Comparing with it costs what comparing with a true hash of the present parameters costs.
const DUMMY_SALT_AND_HASH: &str = "Vml0cmluZSBkdW1teSBzYQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes and compares passwords with the parameters of the settings.
#[derive(Clone, Debug)]
pub struct Hasher {
    params: Params,
}

impl Hasher {
    /// A hasher with the parameters of the settings.
    ///
    /// # Errors
    /// When Argon2 does not take them, which the check of the settings rules out.
    pub fn new(settings: &Settings) -> Result<Self, AppError> {
        let shop = &settings.vitrine;
        Self::with(shop.argon2_memory_kib, shop.argon2_iterations, shop.argon2_parallelism)
    }

    /// A hasher with these parameters.
    pub(in crate::accounts) fn with(
        memory_kib: u32,
        iterations: u32,
        parallelism: u32,
    ) -> Result<Self, AppError> {
        let params =
            Params::new(memory_kib, iterations, parallelism, None).map_err(|error| internal(&error))?;
        Ok(Self { params })
    }

    /// A new hash, with a salt of its own.
    ///
    /// # Errors
    /// When there is no memory or no randomness for it.
    pub async fn hash(&self, password: &Secret) -> Result<String, AppError> {
        let (argon2, password) = (self.argon2(), normalized(password));
        in_turn(move || {
            let hash: PasswordHash =
                argon2.hash_password(password.as_bytes()).map_err(|error| internal(&error))?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether a password leads to a hash. The hash brings its own parameters.
    ///
    /// # Errors
    /// When the hash cannot be read, or there is no memory.
    pub async fn verify(&self, password: &Secret, hash: &str) -> Result<bool, AppError> {
        let (argon2, password) = (self.argon2(), normalized(password));
        // Who never had a password has an empty hash: nothing leads to it, and the answer takes the same time.
        let dummy = if hash.is_empty() { self.dummy() } else { String::new() };
        let hash = if hash.is_empty() { dummy.as_str() } else { hash };
        let hash = PasswordHash::new(hash).map_err(|error| internal(&error))?;
        in_turn(move || match argon2.verify_password(password.as_bytes(), &hash) {
            Ok(()) => Ok(true),
            Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(internal(&error)),
        })
        .await
    }

    /// The hash to compare with where there is no account, so that the answer takes the same time.
    #[must_use]
    pub fn dummy(&self) -> String {
        let (m, t, p) = (self.params.m_cost(), self.params.t_cost(), self.params.p_cost());
        format!("$argon2id$v=19$m={m},t={t},p={p}${DUMMY_SALT_AND_HASH}")
    }

    /// Whether a hash was made with other parameters than the present ones.
    #[must_use]
    pub fn needs_rehash(&self, hash: &str) -> bool {
        let Ok(hash) = PasswordHash::new(hash) else { return true };
        let Ok(params) = Params::try_from(&hash) else { return true };
        let costs = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        hash.algorithm.as_str() != Algorithm::Argon2id.as_str() || costs(&params) != costs(&self.params)
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone())
    }
}

/// Refuses a new password that is among the commonest, or alike to what is known about its owner; it is looked at in the
/// form in which it is hashed.
///
/// # Errors
/// The message, under the field's name.
pub fn refuse_weak(field: &str, password: &Secret, about: &[&str]) -> Result<(), AppError> {
    let password = normalized(password);
    let about: Vec<String> = about.iter().map(|known| known.nfkc().collect()).collect();
    let about: Vec<&str> = about.iter().map(String::as_str).collect();
    check_password(password.expose(), &about).map_err(|message| AppError::field(field, message))?;
    if common::is_common(password.expose()) {
        return Err(AppError::field(field, "This password is among the commonest: choose another"));
    }
    Ok(())
}

/// The same password has the same bytes on every keyboard (NIST SP 800-63B: NFKC).
fn normalized(password: &Secret) -> Secret {
    Secret::new(password.expose().nfkc().collect::<String>())
}

impl Secret {
    fn as_bytes(&self) -> &[u8] {
        self.expose().as_bytes()
    }
}

/// Waits for a turn, then works on a thread of its own: threads that may block are lent to others afterwards, and no
/// thread gets a priority back that it gave away. The turn lasts as long as the work, also when nobody waits for its end
/// any more.
async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let turn = TURNS.acquire().await.map_err(|error| internal(&error))?;
    let (sender, outcome) = oneshot::channel();
    let hash = move || {
        stand_back();
        // Who asked may have gone.
        drop(sender.send(work()));
        drop(turn);
    };
    std::thread::Builder::new().name("password".to_owned()).spawn(hash).map_err(|error| internal(&error))?;
    outcome.await.map_err(|error| internal(&error))?
}

/// Has the calling thread go after all others. Elsewhere than on Linux that would be the whole program.
fn stand_back() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(NICENESS) {
        tracing::debug!(%error, "passwords are hashed at the priority of everything else");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hasher() -> Hasher {
        Hasher::with(19_456, 2, 1).unwrap()
    }

    #[tokio::test]
    async fn a_password_leads_to_its_hash_and_no_other_does() {
        let hash = hasher().hash(&Secret::new("kleiner Fuchs")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(hasher().verify(&Secret::new("kleiner Fuchs"), &hash).await.unwrap());
        assert!(!hasher().verify(&Secret::new("kleiner fuchs"), &hash).await.unwrap());
    }

    #[tokio::test]
    async fn a_password_is_the_same_however_its_letters_are_composed() {
        let hash = hasher().hash(&Secret::new("F\u{fc}chse im Regen")).await.unwrap();
        assert!(hasher().verify(&Secret::new("Fu\u{308}chse im Regen"), &hash).await.unwrap());
    }

    #[tokio::test]
    async fn the_dummy_can_be_compared_with_and_has_the_present_parameters() {
        let dummy = hasher().dummy();
        assert!(!hasher().verify(&Secret::new("kleiner Fuchs"), &dummy).await.unwrap());
        assert!(!hasher().needs_rehash(&dummy));
    }

    #[tokio::test]
    async fn nothing_leads_to_the_empty_hash() {
        for password in ["", "kleiner Fuchs"] {
            assert!(!hasher().verify(&Secret::new(password), "").await.unwrap());
        }
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_is_to_be_made_anew() {
        let hash = hasher().hash(&Secret::new("kleiner Fuchs")).await.unwrap();
        assert!(!hasher().needs_rehash(&hash));
        assert!(Hasher::with(19_456, 3, 1).unwrap().needs_rehash(&hash));
        assert!(hasher().needs_rehash("plain"));
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_hash_stands_back_behind_requests_and_leaves_their_threads_as_they_were() {
        let niceness = || rustix::process::getpriority_process(None).unwrap();
        let before = niceness();
        assert_eq!(in_turn(move || Ok(niceness())).await.unwrap(), (before + NICENESS).min(19));
        assert_eq!(tokio::task::spawn_blocking(niceness).await.unwrap(), before);
        assert_eq!(niceness(), before);
    }

    #[tokio::test]
    async fn work_that_panics_is_an_error_and_gives_its_turn_back() {
        for _ in 0..=TURNS.available_permits() {
            assert!(in_turn::<()>(|| panic!("a test")).await.is_err());
        }
    }

    #[test]
    fn the_commonest_passwords_are_refused() {
        let words = |password: &str| refuse_weak("password", &Secret::new(password), &[]);
        assert!(words("Password1").is_err());
        assert!(words("12345678").is_err());
        assert!(words("kleiner Fuchs").is_ok());
    }

    #[test]
    fn a_password_in_other_forms_of_the_same_letters_is_as_weak() {
        let wide = |text: &str| -> String {
            let widen = |letter: char| char::from_u32(u32::from(letter) + 0xfee0).unwrap();
            text.chars().map(widen).collect()
        };
        let words = |password: &str, about: &[&str]| refuse_weak("password", &Secret::new(password), about);
        assert!(words(&wide("password1"), &[]).is_err(), "full-width letters");
        assert!(words("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}x", &[]).is_err(), "six letters");
        assert!(words(&wide("lovelace1"), &["Lovelace"]).is_err());
        assert!(words("lovelace1", &[&wide("Lovelace")]).is_err());
        assert!(words(&wide("analytical-engine"), &["Lovelace"]).is_ok());
    }
}
