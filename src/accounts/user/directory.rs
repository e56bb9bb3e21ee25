//! Who sees whom (SPEC R8): staff who may see users all of them, everybody else themselves alone.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store::{self, UserRow};
use crate::accounts::caller::User;
use crate::accounts::model::{Action, Kind, Me, Permission, UserId, full_name};
use crate::error::AppError;
use crate::infra::Backend;
use crate::paging::page_count;

/// The name under which the number of users is kept.
const COUNT: &str = "accounts:users";

/// What it takes to see others.
const VIEW: Permission = Permission::new(Action::View, Kind::User);

/// A user as programs read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserView {
    /// The account with its profile; an address that waits for its confirmation is not told.
    pub me: Me,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
}

/// A page of the users that somebody sees, newest first, how many there are on all pages (as it was at most some
/// seconds ago), and the page's number. Pages count from 1; 0 asks for the last one.
///
/// # Errors
/// "Page not found" beyond the last one.
pub async fn list(
    backend: &Backend,
    user: &User,
    page: u32,
    size: u32,
) -> Result<(Vec<UserView>, u32, u32), AppError> {
    let size = size.max(1);
    let sees_all = sees_all(user);
    let count = if sees_all { count(backend).await? } else { 1 };
    let pages = page_count(count, size);
    let number = if page == 0 { pages } else { page };
    if number > pages {
        return Err(AppError::NotFound("Page".to_owned()));
    }
    let views = if sees_all {
        let offset = i64::from(number - 1) * i64::from(size);
        let rows = store::users(&backend.readers, i64::from(size), offset).await?;
        rows.into_iter().map(view).collect()
    } else {
        vec![by_id(backend, user, user.id()).await?]
    };
    Ok((views, count, number))
}

/// How many users there are, or were some seconds ago: counting reads all of them.
async fn count(backend: &Backend) -> Result<u32, AppError> {
    let load =
        async || Ok::<_, AppError>(u32::try_from(store::count(&backend.readers).await?).unwrap_or(u32::MAX));
    Ok(*backend.cache.get_or_load_sized(COUNT, |_: &u32| size_of::<u32>(), load).await?)
}

/// A user by its id.
///
/// # Errors
/// "User not found", also for one that the caller does not see.
pub async fn by_id(backend: &Backend, user: &User, id: UserId) -> Result<UserView, AppError> {
    let row =
        if id == user.id() || sees_all(user) { store::user(&backend.readers, id.0).await? } else { None };
    row.map(view).ok_or_else(|| AppError::NotFound("User".to_owned()))
}

/// The caller's own account, for a transaction that has locked it.
pub(super) async fn own(connection: &mut PgConnection, user: &User) -> Result<UserView, AppError> {
    store::user(connection, user.id().0).await?.map(view).ok_or(AppError::Unauthorized)
}

fn sees_all(user: &User) -> bool {
    user.is_staff() && user.may(VIEW)
}

fn view(row: UserRow) -> UserView {
    let me = Me {
        id: UserId(row.id),
        full_name: full_name(&row.first_name, &row.last_name, &row.username),
        email: row.email,
        pending_email: None,
        username: row.username,
        first_name: row.first_name,
        last_name: row.last_name,
        avatar: row.avatar,
        bio: row.bio,
        phone: row.phone,
        address: row.address,
        birth_date: row.birth_date,
        is_staff: row.is_staff,
    };
    UserView { me, created_at: row.created_at }
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;

    use super::*;
    use crate::accounts::testing::{signed_in, superuser};
    use crate::infra::testing::backend;

    async fn names(
        backend: &Backend,
        user: &User,
        (page, size): (u32, u32),
    ) -> Result<(String, u32, u32), AppError> {
        let (views, count, number) = list(backend, user, page, size).await?;
        let names: Vec<String> = views.into_iter().map(|view| view.me.username).collect();
        Ok((names.join(" "), count, number))
    }

    #[sqlx::test]
    async fn staff_see_everybody_and_others_themselves(pool: PgPool) {
        let backend = backend(pool);
        let (ada, eve) = (signed_in(&backend, "ada").await, signed_in(&backend, "eve").await);
        let root = superuser(&backend, "root").await;
        let root = root.user();
        assert_eq!(names(&backend, &ada, (1, 20)).await, Ok(("ada".to_owned(), 1, 1)));
        assert_eq!(names(&backend, &ada, (0, 1)).await, Ok(("ada".to_owned(), 1, 1)));
        assert_eq!(names(&backend, root, (1, 2)).await, Ok(("root eve".to_owned(), 3, 1)));
        assert_eq!(names(&backend, root, (0, 2)).await, Ok(("ada".to_owned(), 3, 2)));
        let beyond = Err(AppError::NotFound("Page".to_owned()));
        assert_eq!(names(&backend, root, (3, 2)).await, beyond);
        assert_eq!(names(&backend, &ada, (2, 20)).await, beyond);
        assert_eq!(by_id(&backend, root, ada.id()).await.unwrap().me.email, "ada@example.org");
        assert_eq!(by_id(&backend, &ada, ada.id()).await.unwrap().me.username, "ada");
        assert_eq!(by_id(&backend, &eve, ada.id()).await, Err(AppError::NotFound("User".to_owned())));
    }
}
