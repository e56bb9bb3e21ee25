//! Whom a mail is for.

use sqlx::PgPool;
use uuid::Uuid;

use crate::accounts::model::UserId;

/// What a mail needs to know of its reader.
pub(super) struct Recipient {
    pub id: Uuid,
    pub email: String,
    pub is_verified: bool,
    pub username: String,
    pub first_name: String,
}

/// The user, unless the account is gone or was closed.
pub(super) async fn recipient(pool: &PgPool, id: UserId) -> Result<Option<Recipient>, sqlx::Error> {
    sqlx::query_as!(
        Recipient,
        r#"select id, email, email_verified_at is not null as "is_verified!", username, first_name
           from users where id = $1 and is_active"#,
        id.0
    )
    .fetch_optional(pool)
    .await
}

/// The user of an address, where it has an account that was not closed.
pub(super) async fn recipient_at(pool: &PgPool, email: &str) -> Result<Option<Recipient>, sqlx::Error> {
    sqlx::query_as!(
        Recipient,
        r#"select id, email, email_verified_at is not null as "is_verified!", username, first_name
           from users where lower(email) = lower($1) and is_active"#,
        email
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
            (Mail::Reset { email: "ada@example.org".to_owned() }, "reset-password"),
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
        for _ in 0..2 {
            let mail = Mail::Reset { email: "ada@example.org".to_owned() };
            jobs::enqueue(&mut pool.acquire().await.unwrap(), mail).await.unwrap();
        }
        let waiting: i64 = sqlx::query_scalar("select count(*) from graphile_worker._private_jobs")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(waiting, 1);
    }

    #[sqlx::test]
    async fn nothing_is_sent_to_a_user_who_is_gone_or_to_an_address_without_an_account(pool: PgPool) {
        let backend = testing::backend(pool);
        let user_id = UserId(Uuid::now_v7());
        jobs::run(&backend, Mail::Verify { user_id }).await.unwrap();
        jobs::run(&backend, Mail::Reset { email: "nobody@example.org".to_owned() }).await.unwrap();
        assert!(mails(&backend).await.is_empty());
    }

    #[sqlx::test]
    async fn nobody_is_asked_to_confirm_what_is_confirmed(pool: PgPool) {
        let backend = testing::backend(pool.clone());
        let user_id = add_user(&pool, "ada@example.org").await;
        sqlx::query("update users set email_verified_at = now()").execute(&pool).await.unwrap();
        jobs::run(&backend, Mail::Verify { user_id }).await.unwrap();
        assert!(mails(&backend).await.is_empty());
    }

    #[sqlx::test]
    async fn a_mail_to_an_address_that_nobody_confirmed_holds_no_word_of_whoever_typed_it(pool: PgPool) {
        let backend = testing::backend(pool.clone());
        let user_id = add_user(&pool, "ada@example.org").await;
        sqlx::query("update users set first_name = 'Visit evil.example now', username = 'evil.example'")
            .execute(&pool)
            .await
            .unwrap();
        let to_strangers = [
            Mail::Verify { user_id },
            Mail::Reset { email: "ada@example.org".to_owned() },
            Mail::AlreadyRegistered { user_id },
        ];
        for mail in to_strangers {
            jobs::run(&backend, mail).await.unwrap();
            let sent = mails(&backend).await.remove(0);
            assert!(sent.text.starts_with("Hello,\n") && !sent.text.contains("evil"), "{}", sent.text);
            assert!(!sent.html.contains("evil"), "{}", sent.html);
        }
        sqlx::query("update users set email_verified_at = now()").execute(&pool).await.unwrap();
        let to_another = Mail::ConfirmEmail { user_id, email: "new@example.org".to_owned() };
        jobs::run(&backend, to_another).await.unwrap();
        assert!(!mails(&backend).await.remove(0).text.contains("evil"));
        jobs::run(&backend, Mail::PasswordChanged { user_id }).await.unwrap();
        assert!(mails(&backend).await.remove(0).text.starts_with("Hello Visit evil.example now,"));
    }
}
