//! Going to another page of the shop without a reload.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// How to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// As by a link: from the top, and "back" returns.
    Link,
    /// The same page with another choice: stay in place, and "back" returns.
    Choice,
    /// While typing: stay in place, and take that of the present entry in the history.
    Typing,
    /// In place of the present page, from the top.
    Instead,
}

/// The router, to be used from event handlers.
#[derive(Clone, Copy)]
pub(super) struct Going(Callback<(String, Way)>);

impl Going {
    /// The router around this component.
    pub fn here() -> Self {
        let navigate = use_navigate();
        Self(Callback::new(move |(path, way): (String, Way)| {
            let options = NavigateOptions {
                replace: matches!(way, Way::Typing | Way::Instead),
                scroll: matches!(way, Way::Link | Way::Instead),
                ..NavigateOptions::default()
            };
            navigate(&path, options);
        }))
    }

    /// Goes to a path of the shop.
    pub fn to(self, path: String, way: Way) {
        self.0.run((path, way));
    }
}
