//! Pictures in the size that fits.

use crate::catalog::image::model::{Focus, Picture};
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
    html.raw("<img");
    let Focus(x, y) = picture.focus;
    if picture.focus != Focus::default() {
        html.raw(" class=\"focus-x-").number(x.into()).raw(" focus-y-").number(y.into()).raw("\"");
    }
    html.attribute("src", &picture.url(showing.usual))
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

/// What stands in a picture's place where there is none: the sign of the shop.
pub fn no_picture(html: &mut Markup) {
    html.raw(r#"<svg class="icon no-picture" aria-hidden="true"><use href="/icons.svg#i-sign"/></svg>"#);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_says_what_stays_in_sight_where_that_is_not_the_middle() {
        let drawn = |focus| {
            let picture = Picture { file: "a".to_owned(), alt: String::new(), width: 4, height: 5, focus };
            let mut html = Markup::default();
            let showing = Showing { sizes: "1px", usual: 160, largest: 160, loading: Loading::Lazy };
            super::picture(&mut html, &picture, showing, true);
            html.finish()
        };
        assert!(drawn(Focus(3, 10)).starts_with(r#"<img class="focus-x-3 focus-y-10" src="#));
        assert!(drawn(Focus::default()).starts_with("<img src="));
    }
}
