//! Whom a mail is for.

use sqlx::PgPool;

use crate::accounts::model::UserId;

/// What a mail needs to know of its reader.
pub(super) struct Recipient {
    pub email: String,
    pub username: String,
    pub first_name: String,
}

/// The user, unless the account is gone or was closed.
pub(super) async fn recipient(pool: &PgPool, id: UserId) -> Result<Option<Recipient>, sqlx::Error> {
    sqlx::query_as!(
        Recipient,
        "select email, username, first_name from users where id = $1 and is_active",
        id.0
    )
    .fetch_optional(pool)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::jobs::{self, Mail};
    use crate::infra::mail::{KeptMail, Outbox};
    use crate::infra::{Backend, queue, testing};

    async fn add_user(pool: &PgPool, email: &str) -> UserId {
        let id = sqlx::query_scalar(
            "insert into users (email, username, password_hash) values ($1, $1, 'none') returning id",
        )
        .bind(email)
        .fetch_one(pool)
        .await
        .unwrap();
        UserId(id)
    }

    async fn mails(backend: &Backend) -> Vec<KeptMail> {
        Outbox::of(&backend.settings).list().await.unwrap()
    }

    /// The token in a mail's link to this page.
    fn token(mail: &KeptMail, page: &str) -> Option<String> {
        let (_, rest) = mail.text.split_once(&format!("/{page}?token="))?;
        rest.lines().next().map(str::to_owned)
    }

    #[sqlx::test]
    async fn a_mail_holds_a_link_that_no_row_holds(pool: PgPool) {
        queue::migrate(&pool).await.unwrap();
        let backend = testing::backend(pool.clone());
        let user_id = add_user(&pool, "ada@example.org").await;
        for (mail, page) in [
            (Mail::Verify { user_id }, "verify-email"),
            (Mail::Reset { user_id }, "reset-password"),
            (Mail::ConfirmEmail { user_id, email: "new@example.org".to_owned() }, "confirm-email"),
        ] {
            jobs::enqueue(&mut pool.acquire().await.unwrap(), mail.clone()).await.unwrap();
            jobs::run(&backend, mail).await.unwrap();
            let sent = mails(&backend).await.remove(0);
            let expected = if page == "confirm-email" { "new@example.org" } else { "ada@example.org" };
            assert_eq!(sent.to, expected);
            let token = token(&sent, page).unwrap();
            assert!(token.len() >= 43, "{token}");
            let is_stored: bool = sqlx::query_scalar(
                "select exists (select from graphile_worker._private_jobs job where job::text like '%' || $1 || '%')
                     or exists (select from account_links link where link::text like '%' || $1 || '%')",
            )
            .bind(&token)
            .fetch_one(&pool)
            .await
            .unwrap();
            assert!(!is_stored);
        }
    }

    #[sqlx::test]
    async fn asking_twice_sends_one_mail(pool: PgPool) {
        queue::migrate(&pool).await.unwrap();
        let user_id = add_user(&pool, "ada@example.org").await;
        for _ in 0..2 {
            jobs::enqueue(&mut pool.acquire().await.unwrap(), Mail::Reset { user_id }).await.unwrap();
        }
        let waiting: i64 = sqlx::query_scalar("select count(*) from graphile_worker._private_jobs")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(waiting, 1);
    }

    #[sqlx::test]
    async fn nothing_is_sent_to_a_user_who_is_gone(pool: PgPool) {
        let backend = testing::backend(pool);
        let user_id = UserId(uuid::Uuid::now_v7());
        jobs::run(&backend, Mail::Verify { user_id }).await.unwrap();
        assert!(mails(&backend).await.is_empty());
    }
}
