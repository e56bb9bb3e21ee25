//! How long a wish list is.

/// The most that a visitor without an account keeps: it is in the session's data.
pub const MOST_OF_VISITOR: usize = 100;
/// The most that a user keeps.
pub const MOST_OF_USER: u32 = 500;
