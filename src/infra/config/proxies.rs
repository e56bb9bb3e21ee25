//! Proxies whose word on where a request comes from is believed.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::Deserialize;

/// Addresses and networks, told apart by spaces: `127.0.0.1 10.0.0.0/8 ::1`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Whether the address is one of them.
    #[must_use]
    pub fn has(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

impl FromStr for Proxies {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let network = |word: &str| match word.parse::<IpAddr>() {
            Ok(address) => Ok(IpNet::from(address)),
            Err(_) => word
                .parse::<IpNet>()
                .map_err(|_| format!("trusted-proxies: \"{word}\" is neither an address nor a network")),
        };
        text.split_ascii_whitespace().map(network).collect::<Result<_, _>>().map(Self)
    }
}

impl TryFrom<String> for Proxies {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_networks_of_both_kinds_are_told_apart_by_spaces() {
        let proxies: Proxies = "127.0.0.1  10.0.0.0/8 2001:db8::/32".parse().unwrap();
        let has = |address: &str| proxies.has(address.parse().unwrap());
        assert!(has("127.0.0.1") && has("10.9.8.7") && has("2001:db8:1::2"));
        assert!(!has("127.0.0.2") && !has("11.0.0.1") && !has("2001:db9::1") && !has("::1"));
        assert_eq!("".parse(), Ok(Proxies::default()));
        for bad in ["1", "localhost", "10.0.0.0/33", "127.0.0.1,::1"] {
            assert!(bad.parse::<Proxies>().unwrap_err().contains(bad), "{bad}");
        }
    }
}
