//! Lists with nothing in them: they say what would stand there, and how to begin.

use leptos::prelude::*;

use super::words::sentence;
use crate::listing::{Declaration, ListQuery, May};
use crate::ui::components::empty::Empty;

/// What stands in the place of a table without rows.
pub(super) fn empty_list(of: &'static Declaration, query: &ListQuery, may: May) -> AnyView {
    let all = ["/admin/", of.path].concat();
    if query.is_narrowed() {
        let text = ["No ", of.one, " is as the search and the filters say. Take some of them away."].concat();
        return view! {
            <Empty title="Nothing matches" text=text>
                <a class="abtn" href=all>"Show all "{of.many}</a>
            </Empty>
        }
        .into_any();
    }
    if query.trash {
        return view! {
            <Empty title="The trash is empty" text="What is deleted lies here until it is erased for good.">
                <a class="abtn" href=all>"Show all "{of.many}</a>
            </Empty>
        }
        .into_any();
    }
    let title = ["No ", of.many, " yet"].concat();
    let add = (of.can_add && may.add).then(|| {
        let address = [&all, "/new"].concat();
        view! { <a class="abtn abtn--primary" href=address data-key="n">"Add "{of.one}</a> }
    });
    view! { <Empty title=sentence(&title) text=of.about>{add}</Empty> }.into_any()
}
