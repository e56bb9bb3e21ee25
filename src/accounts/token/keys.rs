//! Signing and checking of tokens: HMAC with SHA-256 and nothing else, so that no header can talk the program into
//! another algorithm.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{Claims, TokenError, TokenKind};
use crate::error::{AppError, internal};

/// No token of ours is longer, in bytes.
const LONGEST: usize = 2048;
/// The one algorithm.
const ALGORITHM: &str = "HS256";
/// What `typ` says.
const TYPE: &str = "JWT";

/// Keys in use: the first one signs, all of them verify.
pub(super) struct Keys(Vec<Key>);

/// A key, ready to sign with.
struct Key {
    id: String,
    mac: Hmac<Sha256>,
}

/// A token's header. What has more in it is none of ours.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header<'a> {
    alg: &'a str,
    typ: &'a str,
    kid: &'a str,
}

impl fmt::Debug for Keys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Key {
    fn new(secret: &[u8]) -> Result<Self, AppError> {
        let [a, b, c, d, ..]: [u8; 32] = Sha256::digest(secret).into();
        let id = format!("{:08x}", u32::from_be_bytes([a, b, c, d]));
        let mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|error| internal(&error))?;
        Ok(Self { id, mac })
    }
}

impl Keys {
    /// The keys made of secrets, the newest first.
    pub(super) fn new<'a>(secrets: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, AppError> {
        let keys: Vec<Key> = secrets.into_iter().map(Key::new).collect::<Result<_, _>>()?;
        if keys.is_empty() { Err(internal(&"there is no key to sign tokens with")) } else { Ok(Self(keys)) }
    }

    /// Writes a token.
    pub(super) fn sign(&self, claims: &Claims) -> Result<String, AppError> {
        let key = self.0.first().ok_or_else(|| internal(&"there is no key to sign tokens with"))?;
        let header = encode(&Header { alg: ALGORITHM, typ: TYPE, kid: &key.id })?;
        let mut token = format!("{header}.{}", encode(claims)?);
        let signature = key.mac.clone().chain_update(token.as_bytes()).finalize().into_bytes();
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    /// What a token says, if it is one of ours, of this kind and of this time. The header is looked at first, then the
    /// signature, and the claims only after that.
    pub(super) fn verify(
        &self,
        token: &str,
        kind: TokenKind,
        now: DateTime<Utc>,
    ) -> Result<Claims, TokenError> {
        if token.len() > LONGEST {
            return Err(TokenError::Invalid);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(TokenError::Invalid)?;
        let (header, claims) = signed.split_once('.').ok_or(TokenError::Invalid)?;
        let key = self.key(&decode(header)?)?;
        key.mac
            .clone()
            .chain_update(signed.as_bytes())
            .verify_slice(&decode(signature)?)
            .map_err(|_| TokenError::Invalid)?;
        let claims: Claims = serde_json::from_slice(&decode(claims)?).map_err(|_| TokenError::Invalid)?;
        claims.check(kind, now)?;
        Ok(claims)
    }

    /// The key that a header names.
    fn key(&self, header: &[u8]) -> Result<&Key, TokenError> {
        let header: Header<'_> = serde_json::from_slice(header).map_err(|_| TokenError::Invalid)?;
        if header.alg != ALGORITHM || header.typ != TYPE {
            return Err(TokenError::Invalid);
        }
        self.0.iter().find(|key| key.id == header.kid).ok_or(TokenError::Invalid)
    }
}

fn encode(part: &impl Serialize) -> Result<String, AppError> {
    serde_json::to_vec(part).map(|text| URL_SAFE_NO_PAD.encode(text)).map_err(|error| internal(&error))
}

/// Without padding, and no text but the one that [`encode`] writes.
fn decode(part: &str) -> Result<Vec<u8>, TokenError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenError::Invalid)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::infra::clock;

    const OLD: &[u8] = b"an older key that has 32 bytes or";
    const NEW: &[u8] = b"a newer key, which has them as well";

    fn keys(secrets: &[&'static [u8]]) -> Keys {
        Keys::new(secrets.iter().copied()).unwrap()
    }

    fn claims() -> Claims {
        let (id, now) = (Uuid::now_v7(), clock::now().timestamp());
        Claims {
            token_type: TokenKind::Access,
            exp: now + 900,
            iat: now,
            jti: id,
            user_id: id,
            family: id,
            epoch: 3,
        }
    }

    fn verified(keys: &Keys, token: &str) -> Result<Claims, TokenError> {
        keys.verify(token, TokenKind::Access, clock::now())
    }

    /// A token with another header under a signature that is right.
    fn with_header(header: &str) -> String {
        let key = Key::new(NEW).unwrap();
        let header = header.replace("KID", &key.id);
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), encode(&claims()).unwrap());
        let signature = key.mac.chain_update(signed.as_bytes()).finalize().into_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    #[test]
    fn a_token_says_what_was_signed() {
        let (keys, claims) = (keys(&[NEW]), claims());
        let token = keys.sign(&claims).unwrap();
        assert_eq!(verified(&keys, &token), Ok(claims));
        assert!(token.len() < LONGEST / 4, "{token}");
    }

    #[test]
    fn the_newest_key_signs_and_all_verify() {
        let token = keys(&[OLD]).sign(&claims()).unwrap();
        assert!(verified(&keys(&[NEW, OLD]), &token).is_ok());
        assert_eq!(verified(&keys(&[NEW]), &token), Err(TokenError::Invalid));
        let token = keys(&[NEW, OLD]).sign(&claims()).unwrap();
        assert!(verified(&keys(&[NEW]), &token).is_ok());
    }

    #[test]
    fn only_the_one_header_is_taken_in_any_order() {
        let keys = keys(&[NEW]);
        assert!(verified(&keys, &with_header(r#"{"kid":"KID","typ":"JWT","alg":"HS256"}"#)).is_ok());
        for header in [
            r#"{"alg":"none","typ":"JWT","kid":"KID"}"#,
            r#"{"alg":"hs256","typ":"JWT","kid":"KID"}"#,
            r#"{"alg":"HS384","typ":"JWT","kid":"KID"}"#,
            r#"{"alg":"HS256","typ":"JWT"}"#,
            r#"{"alg":"HS256","typ":"JWT","kid":""}"#,
            r#"{"alg":"HS256","typ":"JWT","kid":"00000000"}"#,
            r#"{"alg":"HS256","typ":"JWE","kid":"KID"}"#,
            r#"{"alg":"HS256","typ":"JWT","kid":"KID","crit":["exp"]}"#,
            r#"{"alg":"HS256","alg":"none","typ":"JWT","kid":"KID"}"#,
            "[]",
            "",
        ] {
            assert_eq!(verified(&keys, &with_header(header)), Err(TokenError::Invalid), "{header}");
        }
    }

    #[test]
    fn what_was_changed_cut_or_padded_is_no_token() {
        let keys = keys(&[NEW]);
        let token = keys.sign(&claims()).unwrap();
        for at in 0..token.len() {
            let other = if token.as_bytes()[at] == b'A' { "B" } else { "A" };
            let mut changed = token.clone();
            changed.replace_range(at..=at, other);
            assert_eq!(verified(&keys, &changed), Err(TokenError::Invalid), "{at}");
            assert_eq!(verified(&keys, &token[..at]), Err(TokenError::Invalid), "{at}");
        }
        for wrong in [format!("{token}="), format!("{token}.x"), format!(" {token}"), "a".repeat(LONGEST + 1)]
        {
            assert_eq!(verified(&keys, &wrong), Err(TokenError::Invalid), "{wrong}");
        }
    }

    #[test]
    fn no_key_is_a_failure_and_no_key_is_printed() {
        assert!(Keys::new(std::iter::empty::<&[u8]>()).is_err());
        assert_eq!(format!("{:?}", keys(&[NEW])), "Keys { .. }");
    }
}
