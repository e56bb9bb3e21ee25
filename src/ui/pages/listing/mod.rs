//! The list of products, on its own page and on those of categories. All of its state is in the address.

mod chips;
mod facets;
mod head;
mod loading;
mod overtaking;
mod results;
mod search_field;
mod state;
mod tools;
mod typing;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::web_sys::Event;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};

#[cfg(feature = "hydrate")]
pub(crate) use self::loading::ahead;
pub(crate) use self::state::ListPath;
use self::state::{Asked, NAMES, asked_by};
use self::typing::Typing;
use super::failure::Failure;
use crate::catalog::product::model::ProductList;
use crate::error::AppError;
use crate::server_fns::catalog::{category_moved_to, list_products};
use crate::ui::browser::{self, Changed};
use crate::ui::components::skeleton::list_skeleton;
use crate::ui::drawn::Drawn;
use crate::ui::filled::filled;
use crate::ui::going::{Going, Way};
use crate::ui::prefetch;
use crate::ui::redirect::moved_permanently;
use crate::ui::shop::ShopInfo;

/// A list as it came, with the query that it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Loaded {
    answers: String,
    outcome: Result<Drawn<ListAt>, AppError>,
}

/// What stands at a list's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ListAt {
    /// The list.
    Here(Arc<ProductList>),
    /// The category has another slug now (SPEC D6).
    Moved(String),
}

/// The id of the results.
const RESULTS: &str = "results";
/// The id of the list's own search field.
const SEARCH_FIELD: &str = "list-search";
/// The id of the field for the lowest price.
const LOWEST: &str = "min-price";
/// The id of the field for the highest price.
const HIGHEST: &str = "max-price";

/// What decides which list is loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    query: String,
    /// The category, in the path or in the query.
    category: Option<String>,
    /// Whether the address asks for a page that no list has.
    no_such_page: bool,
}

impl Key {
    fn of(asked: &Asked) -> Self {
        Self {
            query: asked.filter.to_query(),
            category: asked.filter.category.clone(),
            no_such_page: asked.errors.first("page").is_some(),
        }
    }
}

/// The list that a page came with. It is an outline: its goods stand in the document alone.
#[cfg(feature = "hydrate")]
enum Outline {
    /// The page comes to life: the first list is it.
    Awaited,
    /// This one.
    Is(Arc<ProductList>),
    /// The page came with none.
    Missing,
}

/// What typing led to.
#[derive(Clone)]
struct Typed {
    /// What is asked for.
    asked: Asked,
    /// The entry of the history that it made; empty where it led back to what stood there before.
    entry: String,
    /// What stood there before: the address, and what it asks for.
    before: (String, Asked),
}

/// What the parts of a list share.
#[derive(Clone, Copy)]
struct Shared {
    asked: Memo<Asked>,
    typing: Typing,
    /// What typing led to last.
    typed: StoredValue<Option<Typed>>,
    going: Going,
    /// The query of the results that are shown, once there are some.
    shown: RwSignal<Option<String>>,
    /// Loads the list once more.
    again: Callback<()>,
    /// The list that the page came with.
    #[cfg(feature = "hydrate")]
    outline: StoredValue<Outline>,
}

impl Shared {
    /// Whether a query is still what is asked for.
    fn still_asks(self, query: &str) -> bool {
        self.asked.try_with_untracked(|asked| asked.filter.to_query() == query).unwrap_or(false)
    }

    /// Whether other results are on their way.
    fn is_pending(self) -> bool {
        self.shown.with(|shown| {
            shown.as_ref().is_some_and(|shown| self.asked.with(|asked| asked.filter.to_query() != *shown))
        })
    }

    /// Learns from the first list of a page that comes to life which one is the outline.
    #[cfg(feature = "hydrate")]
    fn note_outline(self, first: &Loaded) {
        // The page may have been left meanwhile.
        let _ = self.outline.try_update_value(|outline| {
            if matches!(outline, Outline::Awaited) {
                *outline = match &first.outcome {
                    Ok(Drawn(ListAt::Here(list))) => Outline::Is(Arc::clone(list)),
                    _ => Outline::Missing,
                };
            }
        });
    }

    /// Whether a list is the one that the page came with.
    #[cfg(feature = "hydrate")]
    fn is_outline(self, list: &Arc<ProductList>) -> bool {
        let is_it = |outline: &Outline| matches!(outline, Outline::Is(outline) if Arc::ptr_eq(outline, list));
        self.outline.try_with_value(is_it).unwrap_or(false)
    }

    /// What typing led to, where that is what is asked for.
    fn typed_here(self) -> Option<Typed> {
        let typed = self.typed.get_value()?;
        self.asked.with_untracked(|asked| typed.asked == *asked).then_some(typed)
    }

    /// Gives the focus to other results where it was on something that went with those of before: a page's number, a
    /// chip. From one category to another it begins where it does on every page.
    #[cfg(feature = "hydrate")]
    fn keep_focus(self) {
        Effect::new(move |before: Option<Option<String>>| {
            let is_shown = self.shown.with(Option::is_some);
            let page = is_shown.then(|| self.asked.with_untracked(|asked| asked.path.clone()));
            if page.is_some()
                && let Some(before) = before.flatten()
            {
                let part = if page == Some(before) { RESULTS } else { "content" };
                // Once they are drawn.
                request_animation_frame(move || browser::focus_if_lost(part));
            }
            page
        });
    }

    /// Writes into the fields for text what the address says when it changes by other means than typing: a
    /// chip, the way back. What is being typed is left alone.
    #[cfg(feature = "hydrate")]
    fn keep_fields_in_step(self) {
        Effect::new(move |before: Option<()>| {
            let typing = self.typed_here().is_some();
            if !typing {
                // What was about to follow the last letter would lead back.
                if before.is_some() {
                    self.typing.stop();
                }
                self.typed.set_value(None);
            }
            self.asked.with(|asked| {
                if before.is_some() {
                    for (id, text) in [
                        (SEARCH_FIELD, &asked.query),
                        (LOWEST, &asked.min_price),
                        (HIGHEST, &asked.max_price),
                    ] {
                        browser::write_field(id, text, typing);
                    }
                }
            });
        });
    }

    /// The address of this list with what the form that listens says; what stands in none of its own fields
    /// stays as it is.
    fn address_with(self, event: &Event, own: &[&'static str]) -> String {
        let said = browser::form_values(event, own);
        self.asked.with_untracked(|asked| {
            let mut address = asked.path.clone();
            for name in NAMES {
                let value = match own.iter().position(|known| *known == name) {
                    Some(at) => said.get(at).cloned().unwrap_or_default(),
                    None => asked.value(name),
                };
                if !value.trim().is_empty() {
                    address.push(if address.contains('?') { '&' } else { '?' });
                    address.push_str(name);
                    address.push('=');
                    address.push_str(&browser::encode(&value));
                }
            }
            address
        })
    }

    /// Goes to what the form that listens says: after a pause where it is text, at once where it is a choice.
    fn follow(self, event: &Event, own: &[&'static str]) {
        let address = self.address_with(event, own);
        match browser::changed(event) {
            Changed::Text => self.typing.then(move || self.type_on(address)),
            Changed::Choice => self.choose(address),
        }
    }

    /// Goes to what was typed. The way back leads to what stood there before it, and to no part of a word; whoever takes
    /// all of it away again is back there.
    fn type_on(self, address: String) {
        let made = self.typed_here().filter(|typed| typed.entry == browser::entry());
        let has_entry = made.is_some();
        let before =
            made.map_or_else(|| (browser::address(), self.asked.get_untracked()), |typed| typed.before);
        if before.0 == address {
            if !has_entry {
                return;
            }
            // Where entries have no names, nobody knows what the one before is.
            if browser::entry() != browser::address() {
                // What is typed until the browser is there stays.
                self.typed.set_value(Some(Typed { asked: before.1.clone(), entry: String::new(), before }));
                browser::go_back();
                return;
            }
        }
        if !has_entry {
            browser::repeat_in_history();
        }
        self.going.to(address, Way::Typing);
        let asked = self.asked.get_untracked();
        self.typed.set_value(Some(Typed { asked, entry: browser::entry(), before }));
    }

    /// Goes to a choice, at once.
    fn choose(self, address: String) {
        self.typing.stop();
        self.going.to(address, Way::Choice);
    }
}

async fn load(key: Key) -> Loaded {
    let query = key.query.clone();
    // It is large on the server, and would be moved several times before it runs.
    let found = Box::pin(fetch(key));
    let outcome = overtaking::unless_overtaken(&query, loading::once(&query, found)).await.map(Drawn);
    Loaded { answers: query, outcome }
}

async fn fetch(key: Key) -> Result<ListAt, AppError> {
    if key.no_such_page {
        return Err(AppError::NotFound("Page".to_owned()));
    }
    if let Some(known) = prefetch::known_list(&key.query) {
        return Ok(known);
    }
    match (list_products(key.query.clone()).await, key.category) {
        (Ok(list), _) => {
            let list = ListAt::Here(Arc::new(list));
            prefetch::keep_list(&key.query, &list);
            Ok(list)
        }
        (Err(AppError::NotFound(what)), Some(slug)) if what == "Category" => {
            match category_moved_to(slug).await? {
                Some(present) => Ok(ListAt::Moved(present)),
                None => Err(AppError::NotFound(what)),
            }
        }
        (Err(error), _) => Err(error),
    }
}

/// What is known of the outline while a list's page is made: a page that one goes to within the shop has none.
#[cfg(feature = "hydrate")]
fn outline_at_first() -> Outline {
    let is_taking_over = Owner::current_shared_context().is_some_and(|shared| shared.during_hydration());
    if is_taking_over { Outline::Awaited } else { Outline::Missing }
}

/// A list of products with what narrows it down.
#[component]
pub(crate) fn Listing(
    /// Whose list it is.
    path: ListPath,
) -> impl IntoView {
    let asked = asked_by(path, use_location());
    let list = Resource::new(move || asked.with(Key::of), load);
    let shared = Shared {
        asked,
        typing: Typing::new(),
        typed: StoredValue::new(None),
        going: Going::here(),
        shown: RwSignal::new(None),
        again: Callback::new(move |()| list.refetch()),
        #[cfg(feature = "hydrate")]
        outline: StoredValue::new(outline_at_first()),
    };
    #[cfg(feature = "hydrate")]
    {
        shared.keep_fields_in_step();
        shared.keep_focus();
        Effect::new(move || {
            asked.with(|asked| overtaking::overtake(&asked.filter.to_query()));
        });
    }
    let shop = ShopInfo::current();
    let loading = move || {
        let shapes = list_skeleton(path == ListPath::Category);
        view! { <div class="wrap loading" aria-busy="true" inner_html=shapes></div> }
    };
    view! {
        <Transition fallback=loading>
            {filled(move || {
                let mut now = asked.get();
                let shop = shop.clone();
                Suspend::new(async move {
                    let wanted = now.filter.to_query();
                    let mut loaded = list.await;
                    #[cfg(feature = "hydrate")]
                    shared.note_outline(&loaded);
                    // The answer to what was asked before: the right one is on its way.
                    while loaded.answers != wanted && shared.still_asks(&wanted) {
                        overtaking::pause().await;
                        loaded = list.await;
                    }
                    shared.shown.set(Some(wanted));
                    match loaded.outcome {
                        Ok(Drawn(ListAt::Here(found))) => results::list_view(&now, &found, &shop, shared).into_any(),
                        Ok(Drawn(ListAt::Moved(slug))) => {
                            now.filter.category = Some(slug);
                            moved_permanently(now.page_address(now.filter.page)).into_any()
                        }
                        Err(error @ AppError::NotFound(_)) => view! { <Failure error=error/> }.into_any(),
                        Err(error) => results::failed_view(&now, &error, &shop, shared).into_any(),
                    }
                })
            })}
        </Transition>
    }
}
