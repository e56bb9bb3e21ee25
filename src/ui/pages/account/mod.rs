//! The pages of accounts (SPEC U1, U2, D1, D2, W6, W7, W12). [`crate::ui::parts`] alone names them, so that they
//! are loaded when somebody needs them.

mod address;
pub(crate) mod confirm_email;
pub(crate) mod delete;
pub(crate) mod email;
pub(crate) mod forgot;
pub(crate) mod frame;
mod gate;
pub(crate) mod more_reviews;
pub(crate) mod own_products;
pub(crate) mod own_reviews;
pub(crate) mod password;
mod picture_words;
pub(crate) mod profile;
pub(crate) mod register;
pub(crate) mod reset;
pub(crate) mod review;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod verify;
pub(crate) mod wishlist;
