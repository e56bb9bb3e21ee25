//! The pictures of a product: added, described, put in order, removed, each with the point that stays in sight when it
//! is cropped. All of it are plain forms; with a script files are dropped here, pictures are dragged, and a press on a
//! picture says where its point is.

mod adding;

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::point::point_view;
use crate::catalog::image::input::LONGEST_ALT;
use crate::listing::{Declaration, FormPage, May, StaffImage};
use crate::server_fns::admin::forms::{admin_form, admin_image, admin_image_drop, admin_image_order};
use crate::ui::admin::parts::Confirm;
use crate::ui::admin::toasts::AdminToasts;
use crate::ui::browser::admin::{self as dom, Sending};
use crate::ui::browser::write_field;
use crate::ui::components::notice::{Tone, notice};

/// The place of the pictures in the page; forms lead back to it.
const PLACE: &str = "pictures";

#[derive(Clone, Copy)]
struct Pictures {
    of: &'static Declaration,
    product: StoredValue<String>,
    /// As the server has them, but for an order that it is yet to answer.
    all: RwSignal<Vec<StaffImage>>,
    /// The order that the server has.
    order: StoredValue<Vec<Uuid>>,
    sending: RwSignal<Vec<Sending>>,
    /// The picture that is dragged.
    taken: StoredValue<Option<Uuid>>,
    said: RwSignal<String>,
    toasts: AdminToasts,
    confirm: Confirm,
}

/// The pictures, and the field for more.
pub(super) fn images_view(of: &'static Declaration, page: &FormPage) -> AnyView {
    let Some(id) = page.id.clone() else {
        let words = "Save it first; then you can add pictures.".to_owned();
        return view! { <section class="aset">{notice(Tone::Plain, words)}</section> }.into_any();
    };
    let action = ["/admin/", of.path, "/", &id, "/images"].concat();
    let pictures = Pictures {
        of,
        product: StoredValue::new(id),
        all: RwSignal::new(page.images.clone()),
        order: StoredValue::new(order_of(&page.images)),
        sending: RwSignal::new(Vec::new()),
        taken: StoredValue::new(None),
        said: RwSignal::new(String::new()),
        toasts: AdminToasts::here(),
        confirm: Confirm::here(),
    };
    let may = if page.is_trashed { May::default() } else { page.images_may };
    let adding = may.add.then(|| pictures.adding(action));
    let item = move |at: ReadSignal<usize>, image: StaffImage| pictures.item(at, &image, may);
    view! {
        <section class="aset" id=PLACE aria-label="Pictures">
            <h2 class="aset__title">"Pictures"</h2>
            <p class="afield__hint">"The first one stands in lists. Press on a picture where it must not be cropped. What you change here is saved at once."</p>
            <ul class="apictures">
                <ForEnumerate
                    each=move || pictures.all.get()
                    key=|image: &StaffImage| image.id
                    children=item
                />
            </ul>
            {adding}
            <p class="sr-only" role="status">{move || pictures.said.get()}</p>
        </section>
    }
    .into_any()
}

impl Pictures {
    /// Asks for the pictures as the server has them.
    fn load_again(self) {
        let id = self.product.get_value();
        spawn_local(async move {
            match admin_form(self.of.path.to_owned(), Some(id)).await {
                Ok(page) => {
                    let _ = self.order.try_set_value(order_of(&page.images));
                    self.change(|all| *all = page.images);
                    let _ = self.sending.try_update(|all| all.retain(|one| one.outcome != Some(Ok(()))));
                }
                Err(error) => self.toasts.refuse(Some(self.of), &error),
            }
        });
    }

    fn id(self) -> Option<Uuid> {
        self.product.with_value(|id| Uuid::try_parse(id).ok())
    }

    /// Changes the pictures; what has the focus keeps it, also where it comes to stand elsewhere.
    fn change(self, change: impl FnOnce(&mut Vec<StaffImage>)) {
        dom::keep_focus();
        let _ = self.all.try_update(change);
    }

    /// Puts a picture at another place; a failure puts it back and says why.
    fn put(self, image: Uuid, to: usize) {
        let Some(product) = self.id() else { return };
        let mut order = self.all.with_untracked(|all| order_of(all));
        let Some(from) = order.iter().position(|one| *one == image) else { return };
        let to = to.min(order.len() - 1);
        if from == to {
            return;
        }
        order.remove(from);
        order.insert(to, image);
        self.said.set(
            ["Picture ", &(from + 1).to_string(), " is now number ", &(to + 1).to_string(), "."].concat(),
        );
        self.change(|all| arrange(all, &order));
        spawn_local(async move {
            match admin_image_order(product, order.clone()).await {
                Ok(()) => {
                    let _ = self.order.try_set_value(order);
                }
                Err(error) => {
                    self.change(|all| {
                        // Where pictures were moved again, the answer to that decides.
                        if all.is_sorted_by_key(|one| place(&order, one.id)) {
                            let _ = self.order.try_with_value(|known| arrange(all, known));
                        }
                    });
                    self.toasts.refuse(Some(self.of), &error);
                }
            }
        });
    }

    /// Puts a picture at another place by a button, which keeps the focus; at either end the other button gets it.
    fn step(self, image: Uuid, to: usize) {
        self.put(image, to);
        let other = match to {
            0 => "down",
            _ if to + 1 == self.all.with_untracked(Vec::len) => "up",
            _ => return,
        };
        let button = ["#", &form_id(image), " [value=", other, "]"].concat();
        request_animation_frame(move || dom::focus(&button));
    }

    fn remove(self, image: Uuid) {
        let Some(product) = self.id() else { return };
        let remove = move || {
            spawn_local(async move {
                match admin_image_drop(product, image).await {
                    Ok(()) => {
                        self.change(|all| all.retain(|one| one.id != image));
                        self.toasts.show("The picture is removed. Its history can bring it back.");
                    }
                    Err(error) => self.toasts.refuse(Some(self.of), &error),
                }
            });
        };
        let label = "Remove the picture";
        self.confirm.ask(label, "The picture goes from the product’s page at once.", label, remove);
    }

    /// Saves a picture with the words that stand in its form, and its point.
    fn save(self, image: Uuid, focus: RwSignal<(u8, u8)>) {
        let Some(product) = self.id() else { return };
        let (alt, point) = (typed(&form_id(image)).0, focus.get_untracked());
        spawn_local(async move {
            match admin_image(product, image, alt.clone(), point).await {
                Ok(now) => {
                    let _ = self.all.try_update(|all| {
                        if let Some(one) = all.iter_mut().find(|one| one.id == image) {
                            *one = now;
                        }
                    });
                    self.toasts.show("The picture is saved.");
                }
                Err(error) => {
                    self.take_back(image, &alt, point, focus);
                    self.toasts.refuse(Some(self.of), &error);
                }
            }
        });
    }

    /// Shows what the server has in place of what it refused, unless somebody has gone on from there.
    fn take_back(self, image: Uuid, alt: &str, point: (u8, u8), focus: RwSignal<(u8, u8)>) {
        let Some(Some(known)) = self.all.try_with_untracked(|all| find(all, image).cloned()) else { return };
        let form_id = form_id(image);
        if typed(&form_id).0 == alt {
            write_field(&[form_id.as_str(), "-alt"].concat(), &known.alt, true);
        }
        if focus.try_get_untracked() == Some(point) {
            let _ = focus.try_set(known.focus);
        }
    }

    fn item(self, at: ReadSignal<usize>, image: &StaffImage, may: May) -> AnyView {
        let id = image.id;
        let address = self.product.with_value(|product| {
            ["/admin/", self.of.path, "/", product, "/images/", &id.to_string()].concat()
        });
        let source = ["/media/", &image.file, "-400.webp"].concat();
        let focus = RwSignal::new(image.focus);
        let fields = (may.change || may.delete).then(|| self.fields(address, image, focus, (at, may)));
        let alt = move || self.all.with(|all| find(all, id).map(|one| one.alt.clone()).unwrap_or_default());
        let keep = Callback::new(move |()| self.save(id, focus));
        let point = point_view(at, focus, may.change.then_some(keep));
        view! {
            <li
                class="apicture"
                draggable=may.change.then_some("true")
                on:dragstart=move |event| {
                    dom::begin_drag(&event, "picture");
                    self.taken.set_value(Some(id));
                }
                on:dragover=|event| event.prevent_default()
                on:drop=move |event| {
                    event.prevent_default();
                    if let Some(taken) = self.taken.get_value() {
                        self.taken.set_value(None);
                        self.put(taken, at.get_untracked());
                    }
                }
            >
                <div
                    class="apicture__frame"
                    data-frame=""
                    on:click=move |event| {
                        // A press by a key has no place.
                        let is_placed = may.change && event.detail() > 0;
                        if let Some(point) = dom::point(&event, "[data-frame]").filter(|_| is_placed) {
                            focus.set(point);
                            self.save(id, focus);
                        }
                    }
                >
                    <img src=source alt=alt loading="lazy" decoding="async" draggable="false"/>
                    {point}
                </div>
                {fields}
            </li>
        }
        .into_any()
    }

    fn fields(
        self,
        address: String,
        image: &StaffImage,
        focus: RwSignal<(u8, u8)>,
        (at, may): (ReadSignal<usize>, May),
    ) -> AnyView {
        let id = image.id;
        let form_id = form_id(id);
        let part = |name: &str| [form_id.as_str(), "-", name].concat();
        let own_id = form_id.clone();
        let save = move || {
            focus.set(typed(&own_id).1);
            self.save(id, focus);
        };
        let change = save.clone();
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            match dom::pressed(&event).as_str() {
                "up" => self.step(id, at.get_untracked().saturating_sub(1)),
                "down" => self.step(id, at.get_untracked() + 1),
                "remove" => self.remove(id),
                _ => save(),
            }
        };
        let buttons = self.buttons(at, may);
        view! {
            <form class="apicture__form" id=form_id.clone() method="post" action=address on:submit=submit on:change=move |_| change()>
                <label class="afield__label" for=part("alt")>"What it shows"</label>
                <input
                    class="ainput"
                    id=part("alt")
                    name="alt"
                    value=image.alt.clone()
                    maxlength=LONGEST_ALT.to_string()
                    autocomplete="off"
                    disabled=!may.change
                />
                <div class="apicture__focus">
                    <label class="afield__hint" for=part("x")>"Point, from the left (%)"</label>
                    <input
                        class="ainput ainput--number"
                        id=part("x")
                        name="focus_x"
                        type="number"
                        min="0"
                        max="100"
                        disabled=!may.change
                        value=image.focus.0.to_string()
                        prop:value=move || focus.get().0.to_string()
                    />
                    <label class="afield__hint" for=part("y")>"from the top (%)"</label>
                    <input
                        class="ainput ainput--number"
                        id=part("y")
                        name="focus_y"
                        type="number"
                        min="0"
                        max="100"
                        disabled=!may.change
                        value=image.focus.1.to_string()
                        prop:value=move || focus.get().1.to_string()
                    />
                </div>
                <div class="apicture__buttons">{buttons}</div>
            </form>
        }
        .into_any()
    }

    /// The buttons of a picture's form: to save what stands in it, to move the picture, to take it off.
    fn buttons(self, at: ReadSignal<usize>, may: May) -> impl IntoView + use<> {
        let label = move |before: &'static str, after: &'static str| {
            move || [before, " picture ", &(at.get() + 1).to_string(), after].concat()
        };
        let is_last = move || at.get() + 1 == self.all.with(Vec::len);
        let changing = may.change.then(|| {
            view! {
                <button
                    class="abtn abtn--small apicture__save"
                    type="submit"
                    name="task"
                    value="save"
                    aria-label=label("Save", "")
                >
                    "Save"
                </button>
                <button
                    class="abtn abtn--small"
                    type="submit"
                    name="task"
                    value="up"
                    disabled=move || at.get() == 0
                    aria-label=label("Move", " forward")
                >
                    "←"
                </button>
                <button
                    class="abtn abtn--small"
                    type="submit"
                    name="task"
                    value="down"
                    disabled=is_last
                    aria-label=label("Move", " back")
                >
                    "→"
                </button>
            }
        });
        let removing = may.delete.then(|| {
            view! {
                <button
                    class="abtn abtn--small abtn--danger"
                    type="submit"
                    name="task"
                    value="remove"
                    aria-label=label("Remove", "")
                >
                    "Remove"
                </button>
            }
        });
        (changing, removing)
    }
}

/// The id of a picture's form.
fn form_id(image: Uuid) -> String {
    ["picture-", &image.to_string()].concat()
}

fn find(all: &[StaffImage], image: Uuid) -> Option<&StaffImage> {
    all.iter().find(|one| one.id == image)
}

fn order_of(all: &[StaffImage]) -> Vec<Uuid> {
    all.iter().map(|one| one.id).collect()
}

/// Where a picture stands in an order; one that it does not know comes behind the others.
fn place(order: &[Uuid], image: Uuid) -> usize {
    order.iter().position(|one| *one == image).unwrap_or(usize::MAX)
}

/// Puts pictures in an order.
fn arrange(all: &mut [StaffImage], order: &[Uuid]) {
    all.sort_by_key(|one| place(order, one.id));
}

/// The words and the point that stand in a picture's form.
fn typed(form_id: &str) -> (String, (u8, u8)) {
    let pairs = dom::pairs(form_id);
    let get = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let percent = |name| get(name).and_then(|text| text.trim().parse().ok()).unwrap_or(50);
    (get("alt").unwrap_or_default(), (percent("focus_x"), percent("focus_y")))
}
