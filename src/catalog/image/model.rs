//! What an image is, as pages show it.

use serde::{Deserialize, Serialize};

/// Widths in pixels in which every picture is kept.
pub const WIDTHS: [u32; 4] = [160, 400, 800, 1200];

/// A picture in all its sizes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Stem of the files' names.
    pub file: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Picture {
    /// The address of one size.
    #[must_use]
    pub fn url(&self, width: u32) -> String {
        format!("/media/{}-{width}.webp", self.file)
    }

    /// The sizes for `srcset`, up to a width.
    #[must_use]
    pub fn srcset(&self, up_to: u32) -> String {
        let mut set = String::with_capacity(WIDTHS.len() * (self.file.len() + 24));
        for width in WIDTHS.into_iter().filter(|&width| width <= up_to) {
            if !set.is_empty() {
                set.push_str(", ");
            }
            set.push_str(&self.url(width));
            set.push(' ');
            set.push_str(&width.to_string());
            set.push('w');
        }
        set
    }
}
