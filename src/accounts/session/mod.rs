//! Sessions (SPEC U2, U5): who is signed in, where.
//!
//! `tower-sessions` carries the id in a cookie and calls [`SessionRows`] for what belongs to it. The row has
//! the hash of the id, never the id; it comes to be when something is put into the session, so a visitor who
//! only looks has none. A session ends by itself when it was not used for [`IDLE_DAYS`], and in any case
//! after [`ABSOLUTE_DAYS`]. A user's is used by each request that asks who it is, a visitor's by each that looks at
//! what it holds.

mod device;
mod rows;
pub mod service;
mod store;

use std::net::IpAddr;

pub use self::rows::SessionRows;
use super::known_device::Badge;

/// Days without use after which a session has ended.
pub const IDLE_DAYS: u16 = 14;
/// Days after which a session has ended however much it is used.
pub const ABSOLUTE_DAYS: u16 = 90;

/// Where a request comes from, as far as one can tell.
#[derive(Clone, Debug, Default)]
pub struct Client {
    address: Option<IpAddr>,
    user_agent: String,
    badge: Badge,
}

impl Client {
    /// A client by its network address and what its browser says of itself (`User-Agent`).
    #[must_use]
    pub fn new(address: Option<IpAddr>, user_agent: &str) -> Self {
        let address = address.map(|address| address.to_canonical());
        Self { address, user_agent: user_agent.to_owned(), badge: Badge::default() }
    }

    /// The same client with what it shows to be known again.
    #[must_use]
    pub fn with_badge(self, badge: Badge) -> Self {
        Self { badge, ..self }
    }

    /// What it shows to be known again.
    #[must_use]
    pub const fn badge(&self) -> &Badge {
        &self.badge
    }

    /// The network address as text; nothing where it is not known.
    #[must_use]
    pub fn address(&self) -> String {
        self.address.map(|address| address.to_string()).unwrap_or_default()
    }

    /// Such as `Firefox on Linux`.
    #[must_use]
    pub fn device(&self) -> String {
        device::summary(&self.user_agent)
    }

    /// What tries from this client are counted under: an IPv4 address, or the network of an IPv6 address,
    /// since a household has all of that (64 bits).
    #[must_use]
    pub fn throttle_name(&self) -> String {
        match self.address {
            None => "unknown".to_owned(),
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_version_six_counts_as_one_client() {
        let name = |address: &str| Client::new(Some(address.parse().unwrap()), "").throttle_name();
        assert_eq!(name("2001:db8:1:2::3"), name("2001:db8:1:2:ffff::9"));
        assert_ne!(name("2001:db8:1:2::3"), name("2001:db8:1:3::3"));
        assert_eq!(name("::ffff:192.0.2.7"), "192.0.2.7");
    }
}
