//! The pictures of a product: added, described, put in order, removed, each with the point that stays in sight when it
//! is cropped. All of it are plain forms; with a script files are dropped here, pictures are dragged, and a press on a
//! picture says where its point is.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::point::point_view;
use crate::catalog::image::input::LONGEST_ALT;
use crate::listing::{Declaration, FormPage, May, StaffImage, Values};
use crate::server_fns::admin::forms::{admin_form, admin_image, admin_image_drop, admin_image_order};
use crate::ui::admin::parts::Confirm;
use crate::ui::admin::toasts::AdminToasts;
use crate::ui::browser::admin::{self as dom, Sending};
use crate::ui::components::notice::{Tone, notice};

/// The place of the pictures in the page; forms lead back to it.
const PLACE: &str = "pictures";

#[derive(Clone, Copy)]
struct Pictures {
    of: &'static Declaration,
    product: StoredValue<String>,
    all: RwSignal<Vec<StaffImage>>,
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
        sending: RwSignal::new(Vec::new()),
        taken: StoredValue::new(None),
        said: RwSignal::new(String::new()),
        toasts: AdminToasts::here(),
        confirm: Confirm::here(),
    };
    let may = if page.is_trashed { May::default() } else { page.images_may };
    let list = move || {
        let all = pictures.all.get();
        let count = all.len();
        all.into_iter()
            .enumerate()
            .map(|(at, image)| pictures.item((at, count), image, may))
            .collect::<Vec<_>>()
    };
    let adding = may.add.then(|| pictures.adding(action));
    view! {
        <section class="aset" id=PLACE aria-label="Pictures">
            <h2 class="aset__title">"Pictures"</h2>
            <p class="afield__hint">"The first one stands in lists. Press on a picture where it must not be cropped. What you change here is saved at once."</p>
            <ul class="apictures">{list}</ul>
            {adding}
            <p class="sr-only" role="status">{move || pictures.said.get()}</p>
        </section>
    }
    .into_any()
}

impl Pictures {
    fn adding(self, action: String) -> AnyView {
        let address = StoredValue::new(action.clone());
        let progress = move || self.sending.get().into_iter().map(sending_view).collect::<Vec<_>>();
        view! {
            <form
                class="adrop"
                method="post"
                action=action
                enctype="multipart/form-data"
                on:dragover=|event| event.prevent_default()
                on:drop=move |event| {
                    event.prevent_default();
                    self.send(&dom::dropped_files(&event), &address.get_value());
                }
                on:change=move |event| self.send(&dom::chosen_files(&event), &address.get_value())
            >
                <label class="afield__label" for="picture-files">"Add pictures"</label>
                <p class="afield__hint" id="picture-hint">"JPEG, PNG or WebP, up to 20 at once. Drop them here, or choose them."</p>
                <input
                    class="input--file"
                    id="picture-files"
                    type="file"
                    name="picture"
                    accept="image/jpeg,image/png,image/webp"
                    multiple=true
                    required=true
                    aria-describedby="picture-hint"
                />
                <button class="abtn adrop__send" type="submit">"Add"</button>
                <ul class="asending" aria-live="polite">{progress}</ul>
            </form>
        }
        .into_any()
    }

    fn send(self, files: &dom::Files, address: &str) {
        if files.is_empty() {
            return;
        }
        self.sending.set(Vec::new());
        dom::send_files(files, address, "picture", move |at, told| {
            let is_over = told.outcome.is_some();
            let updated = self.sending.try_update(|all| {
                if let Some(known) = all.get_mut(at) {
                    *known = told;
                } else {
                    all.push(told);
                }
                all.iter().all(|one| one.outcome.is_some())
            });
            if is_over && updated == Some(true) {
                self.load_again();
            }
        });
    }

    /// Asks for the pictures as the server has them.
    fn load_again(self) {
        let id = self.product.get_value();
        spawn_local(async move {
            match admin_form(self.of.path.to_owned(), Some(id)).await {
                Ok(page) => {
                    let _ = self.all.try_set(page.images);
                    let _ = self.sending.try_update(|all| all.retain(|one| one.outcome != Some(Ok(()))));
                }
                Err(error) => self.toasts.refuse(Some(self.of), &error),
            }
        });
    }

    fn id(self) -> Option<Uuid> {
        self.product.with_value(|id| Uuid::try_parse(id).ok())
    }

    /// Puts a picture at another place; a failure puts it back and says why.
    fn put(self, image: Uuid, to: usize) {
        let Some(product) = self.id() else { return };
        let before = self.all.get_untracked();
        let Some(from) = before.iter().position(|one| one.id == image) else { return };
        let mut all = before.clone();
        let moved = all.remove(from);
        let to = to.min(all.len());
        if from == to {
            return;
        }
        all.insert(to, moved);
        let ids: Vec<Uuid> = all.iter().map(|one| one.id).collect();
        self.said.set(
            ["Picture ", &(from + 1).to_string(), " is now number ", &(to + 1).to_string(), "."].concat(),
        );
        self.all.set(all);
        self.bring_words();
        spawn_local(async move {
            if let Err(error) = admin_image_order(product, ids).await {
                let _ = self.all.try_set(before);
                self.bring_words();
                self.toasts.refuse(Some(self.of), &error);
            }
        });
    }

    /// The fields stay where they are when pictures come to stand elsewhere: the words of each picture go along.
    fn bring_words(self) {
        request_animation_frame(move || {
            for image in self.all.try_get_untracked().unwrap_or_default() {
                dom::fill(&form_id(image.id), &Values::from([("alt".to_owned(), image.alt)]));
            }
        });
    }

    fn remove(self, image: Uuid) {
        let Some(product) = self.id() else { return };
        let remove = move || {
            spawn_local(async move {
                match admin_image_drop(product, image).await {
                    Ok(()) => {
                        let _ = self.all.try_update(|all| all.retain(|one| one.id != image));
                        self.bring_words();
                        self.toasts.show("The picture is removed. Its history can bring it back.");
                    }
                    Err(error) => self.toasts.refuse(Some(self.of), &error),
                }
            });
        };
        self.confirm.ask(
            Some("The picture goes from the product’s page at once."),
            "Remove the picture",
            remove,
        );
    }

    fn save(self, image: Uuid, alt: String, focus: (u8, u8)) {
        let Some(product) = self.id() else { return };
        // It stands on the page already, and somebody may be typing there.
        let _ = self.all.try_update_untracked(|all| {
            if let Some(one) = all.iter_mut().find(|one| one.id == image) {
                one.alt.clone_from(&alt);
                one.focus = focus;
            }
        });
        spawn_local(async move {
            match admin_image(product, image, alt, focus).await {
                Ok(now) => {
                    let _ = self.all.try_update_untracked(|all| {
                        if let Some(one) = all.iter_mut().find(|one| one.id == image) {
                            *one = now;
                        }
                    });
                    self.toasts.show("The picture is saved.");
                }
                Err(error) => self.toasts.refuse(Some(self.of), &error),
            }
        });
    }

    fn item(self, (at, count): (usize, usize), image: StaffImage, may: May) -> AnyView {
        let id = image.id;
        let number = (at + 1).to_string();
        let address = self.product.with_value(|product| {
            ["/admin/", self.of.path, "/", product, "/images/", &id.to_string()].concat()
        });
        let source = ["/media/", &image.file, "-400.webp"].concat();
        let focus = RwSignal::new(image.focus);
        let form_id = form_id(id);
        let fields = (may.change || may.delete)
            .then(|| self.fields(&number, &form_id, address, &image, focus, (at, count, may)));
        let (alt, clicked_id, moved_id) = (image.alt.clone(), form_id.clone(), form_id);
        let keep = Callback::new(move |()| self.save(id, typed(&moved_id).0, focus.get_untracked()));
        let point = point_view(at + 1, focus, may.change.then_some(keep));
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
                        self.put(taken, at);
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
                            self.save(id, typed(&clicked_id).0, point);
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
        number: &str,
        form_id: &str,
        address: String,
        image: &StaffImage,
        focus: RwSignal<(u8, u8)>,
        (at, count, may): (usize, usize, May),
    ) -> AnyView {
        let id = image.id;
        let part = |name: &str| [form_id, "-", name].concat();
        let own_id = form_id.to_owned();
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            match dom::pressed(&event).as_str() {
                "up" => self.put(id, at.saturating_sub(1)),
                "down" => self.put(id, at + 1),
                "remove" => self.remove(id),
                _ => {
                    let (alt, point) = typed(&own_id);
                    self.save(id, alt, point);
                }
            }
        };
        let changed_id = form_id.to_owned();
        let change = move |_| {
            let (alt, point) = typed(&changed_id);
            focus.set(point);
            self.save(id, alt, point);
        };
        let buttons = buttons(number, (at, count), may);
        view! {
            <form class="apicture__form" id=form_id.to_owned() method="post" action=address on:submit=submit on:change=change>
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
}

/// The buttons of a picture's form: to save what stands in it, to move the picture, to take it off.
fn buttons(number: &str, (at, count): (usize, usize), may: May) -> impl IntoView + use<> {
    let label = |words: &str| [words, " picture ", number].concat();
    let changing = may.change.then(|| {
        view! {
            <button class="abtn abtn--small" type="submit" name="task" value="save" aria-label=label("Save")>
                "Save"
            </button>
            <button
                class="abtn abtn--small"
                type="submit"
                name="task"
                value="up"
                disabled={at == 0}
                aria-label={[&label("Move"), " forward"].concat()}
            >
                "↑"
            </button>
            <button
                class="abtn abtn--small"
                type="submit"
                name="task"
                value="down"
                disabled={at + 1 == count}
                aria-label={[&label("Move"), " back"].concat()}
            >
                "↓"
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
                aria-label=label("Remove")
            >
                "Remove"
            </button>
        }
    });
    (changing, removing)
}

/// The id of a picture's form.
fn form_id(image: Uuid) -> String {
    ["picture-", &image.to_string()].concat()
}

/// The words and the point that stand in a picture's form.
fn typed(form_id: &str) -> (String, (u8, u8)) {
    let pairs = dom::pairs(form_id);
    let get = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let percent = |name| get(name).and_then(|text| text.trim().parse().ok()).unwrap_or(50);
    (get("alt").unwrap_or_default(), (percent("focus_x"), percent("focus_y")))
}

fn sending_view(sending: Sending) -> AnyView {
    let words = match &sending.outcome {
        None => [&sending.percent.to_string(), " %"].concat(),
        Some(Ok(())) => "Added".to_owned(),
        Some(Err(words)) => words.clone(),
    };
    let is_bad = matches!(sending.outcome, Some(Err(_)));
    let label = ["Sending ", &sending.name].concat();
    view! {
        <li class=if is_bad { "asending__item asending__item--bad" } else { "asending__item" }>
            <span>{sending.name}</span>
            <progress max="100" value=sending.percent.to_string() aria-label=label></progress>
            <span>{words}</span>
        </li>
    }
    .into_any()
}
