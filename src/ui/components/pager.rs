//! Links to the other pages of a list.

use leptos::prelude::*;

use super::icon::Icon;
use crate::paging::page_links;

/// A pager; nothing where there is one page.
pub fn pager(current: u32, count: u32, address: &dyn Fn(u32) -> String) -> impl IntoView + use<> {
    if count < 2 {
        return None;
    }
    let previous = (current > 1).then(|| {
        view! { <a href=address(current - 1) rel="prev">{Icon::LEFT.small()}<span>"Previous"</span></a> }
    });
    let next = (current < count).then(|| {
        view! { <a href=address(current + 1) rel="next"><span>"Next"</span>{Icon::RIGHT.small()}</a> }
    });
    let numbers: Vec<_> = page_links(current, count)
        .into_iter()
        .map(|link| {
            let is_near = link.is_some_and(|number| number.abs_diff(current) <= 1);
            let class = if is_near { "" } else { "pager__far" };
            match link {
                None => view! { <li class=class><span aria-hidden="true">"…"</span></li> }.into_any(),
                Some(number) => {
                    let label = ["Page ", &number.to_string()].concat();
                    let here = (number == current).then_some("page");
                    view! {
                        <li class=class><a href=address(number) aria-label=label aria-current=here>{number}</a></li>
                    }
                    .into_any()
                }
            }
        })
        .collect();
    // Both ends keep their place, so that the numbers stay in the middle.
    Some(view! {
        <nav class="pager" aria-label="Pages">
            {previous.map_or_else(nothing, IntoAny::into_any)}
            <ol>{numbers}</ol>
            {next.map_or_else(nothing, IntoAny::into_any)}
        </nav>
    })
}

fn nothing() -> AnyView {
    view! { <span aria-hidden="true"></span> }.into_any()
}
