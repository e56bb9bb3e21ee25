//! The use case of programs that change their user by parts (SPEC R8). The rules are those of the profile's form. A
//! change is laid over the profile as it is once nobody else can write it, so two at once of different fields both
//! stay.

use super::directory::{self, UserView};
use super::lock;
use super::service::{check_profile, write_profile};
use crate::accounts::caller::User;
use crate::accounts::input::ProfileForm;
use crate::accounts::model::Me;
use crate::error::AppError;
use crate::infra::Backend;

/// What is said where the user is not as it was when the change was made up.
pub const CHANGED: &str = "This user was changed by somebody else";

/// Some fields of a profile; the others stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfilePatch {
    /// The name that others see.
    pub username: Option<String>,
    /// The first name, or nothing.
    pub first_name: Option<String>,
    /// The last name, or nothing.
    pub last_name: Option<String>,
    /// Some words about oneself.
    pub bio: Option<String>,
    /// The telephone number, or nothing.
    pub phone: Option<String>,
    /// The postal address, or nothing.
    pub address: Option<String>,
    /// Such as `1990-12-31`, or nothing.
    pub birth_date: Option<String>,
}

impl ProfilePatch {
    /// These fields, over those of the profile as it is.
    fn over(self, me: Me) -> ProfileForm {
        ProfileForm {
            username: self.username.unwrap_or(me.username),
            first_name: self.first_name.unwrap_or(me.first_name),
            last_name: self.last_name.unwrap_or(me.last_name),
            bio: self.bio.unwrap_or(me.bio),
            phone: self.phone.unwrap_or(me.phone),
            address: self.address.unwrap_or(me.address),
            birth_date: self.birth_date.unwrap_or(me.birth_date),
        }
    }
}

/// Changes some fields of one's profile. `seen` is the user that the change is for; without one it is made to whatever
/// is there.
///
/// # Errors
/// [`CHANGED`] where the user is not as it was seen; the fields that cannot be taken. Both change nothing.
pub async fn apply(
    backend: &Backend,
    user: &User,
    patch: ProfilePatch,
    seen: Option<&UserView>,
) -> Result<(), AppError> {
    let mut transaction = backend.pool.begin().await?;
    lock(&mut transaction, user.id()).await?;
    let present = directory::own(&mut transaction, user).await?;
    if seen.is_some_and(|seen| *seen != present) {
        return Err(AppError::Conflict(CHANGED.to_owned()));
    }
    let (profile, birth_date) = check_profile(&patch.over(present.me))?;
    write_profile(&mut transaction, user, &profile, birth_date).await?;
    transaction.commit().await?;
    Ok(())
}
