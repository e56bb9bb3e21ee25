//! Who asks: types that prove it. Their fields are private and only this area makes them, from a session that
//! [`super::session::service::authenticate`] has looked at or from a token that [`super::token::service::authenticate`]
//! has; a service that takes one cannot be called without the check.

use std::collections::BTreeSet;

use super::model::{Action, Kind, Permission, UserId};
use crate::error::AppError;
use crate::listing::{Declaration, May};

/// Anybody: signed in or not.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    user: Option<User>,
}

/// Somebody who is signed in, with an account that is active.
#[derive(Clone, Debug)]
pub struct User {
    id: UserId,
    is_staff: bool,
    is_superuser: bool,
    permissions: BTreeSet<Permission>,
    session_hash: [u8; 32],
}

/// Somebody who is signed in and to whom the admin is open.
#[derive(Clone, Debug)]
pub struct Staff(User);

impl Visitor {
    pub(in crate::accounts) const fn new(user: Option<User>) -> Self {
        Self { user }
    }

    /// The user, where somebody is signed in.
    #[must_use]
    pub const fn user(&self) -> Option<&User> {
        self.user.as_ref()
    }

    /// The user.
    ///
    /// # Errors
    /// [`AppError::Unauthorized`] where nobody is signed in.
    pub fn into_user(self) -> Result<User, AppError> {
        self.user.ok_or(AppError::Unauthorized)
    }
}

impl From<User> for Visitor {
    fn from(user: User) -> Self {
        Self { user: Some(user) }
    }
}

impl User {
    pub(in crate::accounts) const fn new(
        id: UserId,
        (is_staff, is_superuser): (bool, bool),
        permissions: BTreeSet<Permission>,
        session_hash: [u8; 32],
    ) -> Self {
        Self { id, is_staff, is_superuser, permissions, session_hash }
    }

    /// The user's id.
    #[must_use]
    pub const fn id(&self) -> UserId {
        self.id
    }

    /// Whether the admin is open to this user.
    #[must_use]
    pub const fn is_staff(&self) -> bool {
        self.is_staff
    }

    /// Whether this user has every permission.
    #[must_use]
    pub const fn is_superuser(&self) -> bool {
        self.is_superuser
    }

    /// Whether this user has a permission: by a group, or as a superuser (SPEC D3).
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.is_superuser || self.permissions.contains(&permission)
    }

    /// The proof that this user is staff.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] where it is not.
    pub fn staff(&self) -> Result<Staff, AppError> {
        if self.is_staff { Ok(Staff(self.clone())) } else { Err(AppError::Forbidden) }
    }

    /// The hash of the id of the session that asks.
    pub(in crate::accounts) const fn session_hash(&self) -> &[u8; 32] {
        &self.session_hash
    }
}

impl Staff {
    /// The user.
    #[must_use]
    pub const fn user(&self) -> &User {
        &self.0
    }

    /// Checks that this member of staff has a permission.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] where it has not.
    pub fn must(&self, permission: Permission) -> Result<(), AppError> {
        if self.0.may(permission) { Ok(()) } else { Err(AppError::Forbidden) }
    }

    /// What this member of staff may do with things of a kind: what there is to do, narrowed by permissions.
    #[must_use]
    pub fn may_all(&self, kind: Kind, of: &Declaration) -> May {
        let may = |action| self.0.may(Permission::new(action, kind));
        May {
            view: may(Action::View),
            add: of.can_add && may(Action::Add),
            change: of.can_change && may(Action::Change),
            delete: of.can_delete && may(Action::Delete),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn user(flags: (bool, bool), permissions: &[Permission]) -> User {
        User::new(UserId(Uuid::nil()), flags, permissions.iter().copied().collect(), [0; 32])
    }

    #[test]
    fn a_user_may_what_its_groups_may_and_a_superuser_everything() {
        let change = Permission::new(Action::Change, Kind::Product);
        let delete = Permission::new(Action::Delete, Kind::Product);
        let editor = user((true, false), &[change]);
        assert!(editor.may(change) && !editor.may(delete));
        assert!(user((true, true), &[]).may(delete));
        assert_eq!(editor.staff().unwrap().must(delete), Err(AppError::Forbidden));
    }

    #[test]
    fn only_staff_is_staff_and_only_a_user_is_a_user() {
        assert!(matches!(user((false, false), &[]).staff(), Err(AppError::Forbidden)));
        assert!(user((true, false), &[]).staff().is_ok());
        assert!(matches!(Visitor::default().into_user(), Err(AppError::Unauthorized)));
    }
}
