//! Pictures in the size that fits.

use crate::catalog::image::model::Picture;
use crate::ui::markup::Markup;

/// When a picture is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// Before all else: it is what the page is looked at for.
    First,
    /// With the page.
    Early,
    /// When it comes near.
    Lazy,
}

impl Loading {
    /// When the picture at a place in a list is loaded: those of the first row with the page.
    #[must_use]
    pub const fn of_place(place: usize) -> Self {
        match place {
            0 => Self::First,
            1..=3 => Self::Early,
            _ => Self::Lazy,
        }
    }
}

/// How a picture is shown.
#[derive(Clone, Copy, Debug)]
pub struct Showing {
    /// How wide it will be, for the browser's choice among the sizes.
    pub sizes: &'static str,
    /// Width of the size for browsers that cannot choose.
    pub usual: u32,
    /// The largest width that is offered.
    pub largest: u32,
    /// When it is loaded.
    pub loading: Loading,
}

/// A picture with its own words, or without (`alt=""`) where the words beside it say the same.
pub fn picture(html: &mut Markup, picture: &Picture, showing: Showing, with_words: bool) {
    html.raw("<img")
        .attribute("src", &picture.url(showing.usual))
        .attribute("srcset", &picture.srcset(showing.largest))
        .attribute("sizes", showing.sizes)
        .attribute("width", &picture.width.to_string())
        .attribute("height", &picture.height.to_string())
        .attribute("alt", if with_words { &picture.alt } else { "" })
        .raw(match showing.loading {
            Loading::First => " fetchpriority=\"high\" decoding=\"async\">",
            Loading::Early => " decoding=\"async\">",
            Loading::Lazy => " loading=\"lazy\" decoding=\"async\">",
        });
}
