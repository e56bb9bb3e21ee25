//! What the shop needs of a PostgreSQL, looked at before it is used: a database that is not fit would fail later, at
//! a place that does not say why.

use sqlx::PgPool;

use super::DatabaseError;
use crate::infra::config::Settings;

/// The oldest major version of PostgreSQL: the schema uses what came with it.
pub(super) const OLDEST_VERSION: u32 = 15;
/// The worker's connections.
pub const OF_JOBS: u32 = 3;

/// What a server says of itself and of the database.
#[derive(Debug, sqlx::FromRow)]
struct Facts {
    /// 150004 for 15.4.
    version_number: i32,
    version: String,
    encoding: String,
}

/// Refuses a database that the shop cannot work with, and warns of one in which it works less well.
///
/// # Errors
/// One sentence that says why.
pub(super) async fn check(pool: &PgPool) -> Result<(), DatabaseError> {
    let facts: Facts = sqlx::query_as(
        "select current_setting('server_version_num')::int as version_number,
                current_setting('server_version') as version,
                current_setting('server_encoding') as encoding",
    )
    .fetch_one(pool)
    .await
    .map_err(unanswered)?;
    if let Some(words) = refusal(&facts) {
        return Err(DatabaseError(words));
    }
    if !folds_case(pool).await.map_err(unanswered)? {
        tracing::warn!(
            "the database takes A and a for the same letter, but not letters of other alphabets: searches and names \
             tell their cases apart (make it with LC_CTYPE C.UTF-8, or that of a language in UTF-8)"
        );
    }
    Ok(())
}

fn unanswered(error: sqlx::Error) -> DatabaseError {
    DatabaseError(format!("The database does not answer: {error}"))
}

/// Refuses to take more connections than a server has for programs, where it says how many those are: all that the
/// settings allow, and so many `beside` them (one that listens for changes, [`OF_JOBS`]).
///
/// # Errors
/// One sentence that names the setting.
pub async fn has_connections(pool: &PgPool, settings: &Settings, beside: u32) -> Result<(), DatabaseError> {
    let most: Option<i32> = sqlx::query_scalar(
        "select current_setting('max_connections', true)::int
              - coalesce(current_setting('superuser_reserved_connections', true), '0')::int
              - coalesce(current_setting('reserved_connections', true), '0')::int",
    )
    .fetch_one(pool)
    .await
    .map_err(unanswered)?;
    most.and_then(|most| too_many(settings.vitrine.database_connections, beside, most))
        .map_or(Ok(()), |words| Err(DatabaseError(words)))
}

fn too_many(wanted: u32, beside: u32, most: i32) -> Option<String> {
    (i64::from(wanted) + i64::from(beside) > i64::from(most)).then(|| {
        format!(
            "The setting vitrine.database-connections (VITRINE_DATABASE_CONNECTIONS) cannot be used: {wanted} and \
             {beside} for notices and jobs are more than the {most} that PostgreSQL has for programs (max_connections)"
        )
    })
}

/// Why a database is not fit, if it is not.
fn refusal(facts: &Facts) -> Option<String> {
    let Facts { version_number, version, encoding } = facts;
    if i64::from(*version_number) < i64::from(OLDEST_VERSION) * 10_000 {
        return Some(format!("The shop needs PostgreSQL {OLDEST_VERSION} or later, and this is {version}"));
    }
    if encoding != "UTF8" {
        return Some(format!(
            "The database's encoding is {encoding}: the shop needs one that was made with UTF8"
        ));
    }
    None
}

/// Whether PostgreSQL knows which letters are the same in upper and lower case, beyond A to Z: under the character type
/// (`LC_CTYPE`) `C` it does not.
async fn folds_case(pool: &PgPool) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("select lower($1::text) = $2::text").bind("ÉЖΩ").bind("éжω").fetch_one(pool).await
}

#[cfg(test)]
mod tests {
    use sqlx::AssertSqlSafe;
    use uuid::Uuid;

    use super::*;

    fn facts(change: impl FnOnce(&mut Facts)) -> Facts {
        let mut facts = Facts {
            version_number: 150_004,
            version: "15.4 (Debian 15.4-1)".into(),
            encoding: "UTF8".into(),
        };
        change(&mut facts);
        facts
    }

    #[test]
    fn a_database_that_is_not_fit_is_refused_with_a_sentence_that_says_why() {
        assert_eq!(refusal(&facts(|_| {})), None);
        for (facts, part) in [
            (facts(|facts| facts.encoding = "SQL_ASCII".into()), "SQL_ASCII"),
            (
                facts(|facts| {
                    facts.version_number = 140_013;
                    facts.version = "14.13".into();
                }),
                "PostgreSQL 15 or later, and this is 14.13",
            ),
        ] {
            let words = refusal(&facts).unwrap();
            assert!(words.contains(part) && !words.contains('\n'), "{words}");
        }
    }

    #[test]
    fn more_connections_than_there_are_for_programs_are_refused_by_the_setting_s_name() {
        assert_eq!(too_many(16, 4, 20), None);
        let words = too_many(17, 4, 20).unwrap();
        assert!(words.contains("VITRINE_DATABASE_CONNECTIONS") && words.contains("the 20 that"), "{words}");
    }

    #[sqlx::test(migrations = false)]
    async fn the_database_of_the_tests_is_fit(pool: PgPool) {
        check(&pool).await.unwrap();
        has_connections(&pool, &Settings::defaults().unwrap(), 1 + OF_JOBS).await.unwrap();
        assert!(folds_case(&pool).await.unwrap());
    }

    #[sqlx::test(migrations = false)]
    async fn a_database_that_knows_no_letters_but_a_to_z_is_noticed(pool: PgPool) {
        let name = format!("vitrine_c_{}", Uuid::now_v7().simple());
        let create = format!("create database {name} encoding 'UTF8' locale 'C' template template0");
        sqlx::query(AssertSqlSafe(create)).execute(&pool).await.unwrap();
        let options = (*pool.connect_options()).clone().database(&name);
        let other = PgPool::connect_with(options).await.unwrap();
        let folds = folds_case(&other).await;
        other.close().await;
        sqlx::query(AssertSqlSafe(format!("drop database {name}"))).execute(&pool).await.unwrap();
        assert!(!folds.unwrap());
    }
}
