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
    /// What stays in sight where it is cropped.
    #[serde(default)]
    pub focus: Focus,
}

/// The point of a picture that stays in sight where it is cropped, in tenths from the left and from the top (SPEC D7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Focus(pub u8, pub u8);

impl Default for Focus {
    fn default() -> Self {
        Self(5, 5)
    }
}

impl Picture {
    /// The address of one size.
    #[must_use]
    pub fn url(&self, width: u32) -> String {
        let mut url = String::with_capacity(self.file.len() + 20);
        self.push_url(&mut url, width);
        url
    }

    /// The sizes for `srcset`, up to a width.
    #[must_use]
    pub fn srcset(&self, up_to: u32) -> String {
        let mut set = String::with_capacity(WIDTHS.len() * (self.file.len() + 27));
        for width in WIDTHS.into_iter().filter(|&width| width <= up_to) {
            if !set.is_empty() {
                set.push_str(", ");
            }
            let width_text = self.push_url(&mut set, width);
            set.push(' ');
            set.push_str(&width_text);
            set.push('w');
        }
        set
    }

    /// Adds the address of one size, and gives the width as text.
    fn push_url(&self, url: &mut String, width: u32) -> String {
        let width = width.to_string();
        url.push_str("/media/");
        url.push_str(&self.file);
        url.push('-');
        url.push_str(&width);
        url.push_str(".webp");
        width
    }
}
