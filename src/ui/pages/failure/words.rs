//! What is said where something cannot be shown: one table for the pages of the app, and for those that the server
//! writes where the app is not asked (`server/failure.rs`).

/// What is said of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    /// The title.
    pub title: &'static str,
    /// What it means, and what to do.
    pub text: &'static str,
}

/// Nothing stands at an address (404).
pub(crate) const NOT_FOUND: Words = Words {
    title: "There’s nothing at this address",
    text: "It was moved, or the address has a slip in it.",
};
/// Somebody who is known may not do what was asked (403).
pub(crate) const NOT_ALLOWED: Words = Words {
    title: "This page isn’t yours to open",
    text: "This page needs rights that you don’t have. Ask whoever runs the shop.",
};
/// The shop failed (500).
pub(crate) const BROKEN: Words = Words {
    title: "Something broke on our side",
    text: "It isn’t your doing, and it has been noted. Try again in a moment.",
};
/// Too much was asked from one place (429).
pub(crate) const THROTTLED: Words = Words {
    title: "That was a lot at once",
    text: "The shop takes a short breath after many requests from one place.",
};
/// No answer came.
pub(crate) const UNREACHABLE: Words = Words {
    title: "The shop can’t be reached",
    text: "The connection was lost on the way. Check yours, and try again.",
};

/// What the server alone says.
#[cfg(feature = "ssr")]
pub(crate) mod of_server {
    use super::Words;

    /// The request cannot be read (400).
    pub(crate) const UNREADABLE: Words = Words {
        title: "This can’t be read",
        text: "The address or the form has a slip in it. Go back, and try again.",
    };
    /// A form was sent by somebody who is signed out by now (401).
    pub(crate) const SIGNED_OUT: Words = Words {
        title: "You are signed out",
        text: "Nothing was changed. Sign in in another window, come back to this one, and load it again: your browser \
               then sends once more what you typed.",
    };
    /// Another site sent the request (403).
    pub(crate) const FOREIGN: Words = Words {
        title: "This came from another site",
        text: "For your safety the shop takes such requests from its own pages alone. Start from the shop, and try \
               again.",
    };
    /// An address does not know the method (405).
    pub(crate) const WRONG_METHOD: Words = Words {
        title: "This can’t be done here",
        text: "The address is right, but it is not made for what was sent to it.",
    };
    /// Too much was sent (413).
    pub(crate) const TOO_LARGE: Words = Words {
        title: "This is too large",
        text: "More was sent than the shop takes at once. Send less, and try again.",
    };
    /// The time limit was reached (504).
    pub(crate) const TOO_SLOW: Words = Words {
        title: "This took too long",
        text: "The shop has a lot to do just now. Try again in a moment.",
    };
}
