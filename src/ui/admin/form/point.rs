//! The point of a picture that stays in sight when it is cropped: a small cross on the picture, and the control that
//! moves it by the arrow keys. A press on the picture puts it there; without a script its fields are filled in.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::ui::admin::later::Later;
use crate::ui::markup::Markup;

/// One key moves it by so many percent.
const STEP: i16 = 5;
/// So many milliseconds after the last key it is kept.
const PAUSE: u64 = 600;
/// Half as long as the lines of the cross, in percent of the picture.
const ARM: i16 = 6;

/// The cross, and where it can be moved the control; `keep` is called when it was.
pub(super) fn point_view(
    at: ReadSignal<usize>,
    focus: RwSignal<(u8, u8)>,
    keep: Option<Callback<()>>,
) -> AnyView {
    let later = Later::new();
    let control = keep.map(|keep| {
        let press = move |event: KeyboardEvent| {
            let Some(point) = moved(focus.get_untracked(), &event.key()) else { return };
            event.prevent_default();
            focus.set(point);
            later.after(PAUSE, move || keep.run(()));
        };
        let label = move || {
            let (x, y) = focus.get();
            [
                "The point of picture ",
                &(at.get() + 1).to_string(),
                " that stays in sight: ",
                &x.to_string(),
                " percent from the left, ",
                &y.to_string(),
                " from the top. Arrow keys move it",
            ]
            .concat()
        };
        view! { <button class="apicture__control needs-script" type="button" aria-label=label on:keydown=press></button> }
    });
    view! {
        <svg
            class="apicture__point"
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            aria-hidden="true"
            inner_html=move || cross(focus.get())
        >
        </svg>
        {control}
    }
    .into_any()
}

fn cross((x, y): (u8, u8)) -> String {
    let (x, y) = (i16::from(x), i16::from(y));
    let mut html = Markup::default();
    html.raw("<path d=\"M").text(&x.to_string()).raw(" ").text(&(y - ARM).to_string());
    html.raw("V")
        .text(&(y + ARM).to_string())
        .raw("M")
        .text(&(x - ARM).to_string())
        .raw(" ")
        .text(&y.to_string());
    html.raw("H").text(&(x + ARM).to_string()).raw("\"/>");
    html.finish()
}

/// Where a key moves a point; `None` where it is no arrow.
fn moved((x, y): (u8, u8), key: &str) -> Option<(u8, u8)> {
    let by = |at: u8, step: i16| u8::try_from((i16::from(at) + step).clamp(0, 100)).unwrap_or(at);
    match key {
        "ArrowLeft" => Some((by(x, -STEP), y)),
        "ArrowRight" => Some((by(x, STEP), y)),
        "ArrowUp" => Some((x, by(y, -STEP))),
        "ArrowDown" => Some((x, by(y, STEP))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_move_the_point_within_the_picture() {
        assert_eq!(moved((50, 50), "ArrowLeft"), Some((45, 50)));
        assert_eq!(moved((3, 98), "ArrowLeft"), Some((0, 98)));
        assert_eq!(moved((3, 98), "ArrowDown"), Some((3, 100)));
        assert_eq!(moved((50, 50), "Enter"), None);
    }

    #[test]
    fn the_cross_is_small_and_lies_at_the_point() {
        assert_eq!(cross((50, 20)), "<path d=\"M50 14V26M44 20H56\"/>");
    }
}
