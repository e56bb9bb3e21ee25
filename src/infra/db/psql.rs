//! What `psql` needs in its environment to reach a database by its address. The address itself may hold a
//! password: as an argument it would be seen by other users of the machine.

use std::borrow::Cow;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use sqlx::postgres::PgConnectOptions;

/// Parameters of an address under the names that sqlx takes, and where `psql` looks for them.
const PARAMETERS: [(&str, &str); 16] = [
    ("sslmode", "PGSSLMODE"),
    ("ssl-mode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("ssl-root-cert", "PGSSLROOTCERT"),
    ("ssl-ca", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("ssl-cert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
    ("ssl-key", "PGSSLKEY"),
    ("password", "PGPASSWORD"),
    ("application_name", "PGAPPNAME"),
    // sqlx leaves these aside.
    ("channel_binding", "PGCHANNELBINDING"),
    ("connect_timeout", "PGCONNECT_TIMEOUT"),
    ("gssencmode", "PGGSSENCMODE"),
    ("sslcrl", "PGSSLCRL"),
    ("target_session_attrs", "PGTARGETSESSIONATTRS"),
];

/// The variables for an address; of two for the same name the later counts.
pub(super) fn environment(url: &str) -> Result<Vec<(&'static str, String)>, sqlx::Error> {
    let options = PgConnectOptions::from_str(url)?;
    let host =
        options.get_socket().map_or_else(|| options.get_host().to_owned(), |path| path.display().to_string());
    let mut environment = vec![
        ("PGHOST", host),
        ("PGPORT", options.get_port().to_string()),
        ("PGUSER", options.get_username().to_owned()),
        ("PGDATABASE", options.get_database().unwrap_or_else(|| options.get_username()).to_owned()),
    ];
    if let Some(options) = options.get_options() {
        environment.push(("PGOPTIONS", options.to_owned()));
    }
    if let Some(password) = password_of(url) {
        environment.push(("PGPASSWORD", password));
    }
    environment.extend(parameters(url));
    Ok(environment)
}

fn parameters(url: &str) -> impl Iterator<Item = (&'static str, String)> {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    query.split('&').filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let variable = PARAMETERS.iter().find(|(known, _)| *known == name).map(|(_, variable)| *variable)?;
        Some((variable, decoded(&value.replace('+', " "))?))
    })
}

/// The password before the host, percent-decoded.
fn password_of(url: &str) -> Option<String> {
    let authority = url.split_once("://")?.1.split(['/', '?', '#']).next()?;
    let (_, password) = authority.rsplit_once('@')?.0.split_once(':')?;
    decoded(password)
}

fn decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(url: &str, name: &str) -> Option<String> {
        let environment = environment(url).unwrap();
        environment.into_iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    #[test]
    fn the_password_of_an_address_is_decoded() {
        assert_eq!(password_of("postgres://shop:p%40ss@db/shop").as_deref(), Some("p@ss"));
        assert_eq!(password_of("postgres://shop@db/shop"), None);
        assert_eq!(password_of("postgres:///shop?host=/tmp"), None);
    }

    #[test]
    fn the_parameters_of_an_address_reach_psql() {
        let url = "postgres://shop:p%40ss@db.example:6432/lamps?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem\
                   &options=-c%20search_path%3Dshop&application_name=a+b";
        for (name, wanted) in [
            ("PGHOST", "db.example"),
            ("PGPORT", "6432"),
            ("PGUSER", "shop"),
            ("PGPASSWORD", "p@ss"),
            ("PGDATABASE", "lamps"),
            ("PGSSLMODE", "verify-full"),
            ("PGSSLROOTCERT", "/etc/ca.pem"),
            ("PGAPPNAME", "a b"),
        ] {
            assert_eq!(value(url, name).as_deref(), Some(wanted), "{name}");
        }
        assert!(value(url, "PGOPTIONS").unwrap().ends_with("-c search_path=shop"));
    }

    #[test]
    fn a_socket_stands_in_the_hosts_place() {
        let url = "postgres://vitrine:x@%2Frun%2Fshop:5432/vitrine?sslmode=disable";
        assert_eq!(value(url, "PGHOST").as_deref(), Some("/run/shop"));
        assert_eq!(value(url, "PGSSLMODE").as_deref(), Some("disable"));
    }
}
