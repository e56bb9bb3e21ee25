//! What a group is.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::accounts::model::Permission;

/// A group's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GroupId(pub Uuid);

/// A group with what its users may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The id.
    pub id: GroupId,
    /// The name.
    pub name: String,
    /// In order, each once.
    pub permissions: Vec<Permission>,
}
