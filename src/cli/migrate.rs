//! `migrate` and `showmigrations`.

use sqlx::PgPool;

use super::CommandError;
use crate::infra::db;

pub(super) async fn run(pool: &PgPool) -> Result<(), CommandError> {
    let missing: Vec<_> =
        db::migrations(pool).await?.into_iter().filter(|migration| !migration.applied).collect();
    db::migrate(pool).await?;
    for migration in &missing {
        println!("Applied {:04} {}", migration.version, migration.description);
    }
    if missing.is_empty() {
        println!("No migrations to apply");
    }
    Ok(())
}

pub(super) async fn show(pool: &PgPool) -> Result<(), CommandError> {
    for migration in db::migrations(pool).await? {
        let mark = if migration.applied { 'X' } else { ' ' };
        println!("[{mark}] {:04} {}", migration.version, migration.description);
    }
    Ok(())
}
