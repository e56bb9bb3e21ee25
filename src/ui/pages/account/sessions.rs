//! Where one is signed in (SPEC U2): each place with its device and its last use, and a button to end it. Those that
//! do not fit on one page are a link away.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::frame::{account_page_of, asked, other_parts, saved};
use crate::accounts::model::{SessionList, SessionView};
use crate::error::AppError;
use crate::server_fns::accounts::{end_session, get_me, list_sessions, sign_out_everywhere};
use crate::ui::components::form::{FormState, dom, hidden, whole_notice};
use crate::ui::components::toast::Toasts;
use crate::ui::markup::Markup;

/// The list's address.
const PATH: &str = "/account/sessions";
/// Words of the links to the other parts of the list.
const OTHERS: [&str; 2] = ["Used longer ago", "To those used last"];
const ENDED: &str = "That device is signed out.";
/// What may have led here.
const SAVED: &[(&str, &str)] = &[("ended", ENDED)];
/// Where one goes when every session has ended.
const NEXT: &str = "/sign-in?saved=everywhere";
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// What the rows of the list share.
#[derive(Clone, Copy)]
struct Shared {
    list: RwSignal<Vec<SessionView>>,
    state: FormState,
    toasts: Toasts,
}

/// The list of sessions, the last used first.
#[component]
pub(crate) fn SessionsPage() -> impl IntoView {
    let state = FormState::new("sessions", &[], |_, _| None);
    let toasts = Toasts::here();
    let after = Some(asked("after")).filter(|after| !after.is_empty());
    let is_later = after.is_some();
    let found = Resource::new(
        || (),
        move |()| {
            let after = after.clone();
            async move {
                match get_me().await? {
                    Some(me) => Ok::<_, AppError>(Some((me, list_sessions(after).await?))),
                    None => Ok(None),
                }
            }
        },
    );
    account_page_of(PATH, "Devices", found, move |_, SessionList { sessions, next }| {
        let mut others = Markup::default();
        other_parts(&mut others, PATH, OTHERS, next.as_deref(), is_later);
        content(Shared { list: RwSignal::new(sessions), state, toasts }, others.finish())
    })
}

fn content(shared: Shared, others: String) -> AnyView {
    let rows = move || shared.list.get().into_iter().map(|session| row(session, shared)).collect::<Vec<_>>();
    view! {
        {saved(SAVED)}
        <section class="account__part" id="sessions" aria-labelledby="sessions-title">
            <h2 class="account__heading" id="sessions-title" tabindex="-1">"Where you are signed in"</h2>
            {whole_notice(shared.state)}
            <ul class="devices">{rows}</ul>
            <div inner_html=others></div>
        </section>
        <section class="account__part" aria-labelledby="everywhere-title">
            <h2 class="account__heading" id="everywhere-title">"All at once"</h2>
            <p class="account__aside">"Lost a device, or used one that isn’t yours? This signs you out everywhere, here too."</p>
            {everywhere_form(shared)}
        </section>
    }
    .into_any()
}

fn row(session: SessionView, shared: Shared) -> AnyView {
    let SessionView { id, device, address, created_at, last_used_at, is_this } = session;
    let label = ["Sign out ", &device].concat();
    let from = (!address.is_empty()).then(|| [" from ", &address].concat());
    let end = if is_this {
        view! { <span class="badge">"This device"</span> }.into_any()
    } else {
        view! {
            <form
                method="post"
                on:submit=move |event| {
                    event.prevent_default();
                    end(id, shared);
                }
            >
                {hidden("id", id.to_string())}
                <button class="btn btn--secondary btn--small" type="submit" aria-label=label>"Sign out"</button>
            </form>
        }
        .into_any()
    };
    view! {
        <li class="devices__item">
            <div>
                <p class="devices__name">{device}</p>
                <p class="devices__facts">"Last used "<time datetime=last_used_at.clone()>{shown_time(&last_used_at)}</time></p>
                <p class="devices__facts">"Signed in "<time datetime=created_at.clone()>{shown_time(&created_at)}</time>{from}</p>
            </div>
            {end}
        </li>
    }
    .into_any()
}

fn end(id: Uuid, shared: Shared) {
    spawn_local(async move {
        match end_session(id).await {
            Ok(()) => {
                let _ = shared.list.try_update(|list| list.retain(|session| session.id != id));
                shared.toasts.show(ENDED);
                dom::focus_soon("#sessions-title".to_owned());
            }
            Err(error) => shared.state.refuse(&error),
        }
    });
}

fn everywhere_form(shared: Shared) -> AnyView {
    view! {
        <form
            method="post"
            on:submit=move |event| {
                event.prevent_default();
                spawn_local(async move {
                    match sign_out_everywhere().await {
                        Ok(()) => dom::leave(NEXT),
                        Err(error) => shared.state.refuse(&error),
                    }
                });
            }
        >
            {hidden("everywhere", "1".to_owned())}
            <button class="btn btn--danger" type="submit">"Sign out everywhere"</button>
        </form>
    }
    .into_any()
}

/// A time as people read it: `22 Nov 2026, 19:31 UTC`.
fn shown_time(time: &str) -> String {
    let part = |from: usize, to: usize| time.get(from..to).unwrap_or_default();
    let month = part(5, 7).parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?).copied());
    let day = part(8, 10).trim_start_matches('0');
    match month {
        Some(month) => [day, " ", month, " ", part(0, 4), ", ", part(11, 16), " UTC"].concat(),
        None => time.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown_time;

    #[test]
    fn a_time_is_shown_to_the_minute() {
        assert_eq!(shown_time("2026-11-02T19:31:36Z"), "2 Nov 2026, 19:31 UTC");
        assert_eq!(shown_time("2026-11-22T19:31:36.5+00:00"), "22 Nov 2026, 19:31 UTC");
        for odd in ["", "2026", "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z"] {
            assert_eq!(shown_time(odd), odd);
        }
    }
}
