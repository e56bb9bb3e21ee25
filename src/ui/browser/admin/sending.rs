//! Files that are sent by the page's program, which tells how far they are. On the server nothing is sent.

#[cfg(not(feature = "hydrate"))]
pub(in crate::ui) use elsewhere::*;
#[cfg(feature = "hydrate")]
pub(in crate::ui) use here::*;

/// How far a file is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ui) struct Sending {
    /// The file's name.
    pub name: String,
    /// Percent of it that are sent.
    pub percent: u32,
    /// Whether it arrived, or what the server said against it.
    pub outcome: Option<Result<(), String>>,
}

#[cfg(feature = "hydrate")]
mod here {
    use std::cell::Cell;
    use std::rc::Rc;

    use futures::channel::oneshot;
    use leptos::ev::DragEvent;
    use leptos::task::spawn_local;
    use leptos::wasm_bindgen::JsCast;
    use leptos::wasm_bindgen::closure::Closure;
    use web_sys::{Event, File, FileList, FormData, HtmlInputElement, ProgressEvent, XmlHttpRequest};

    use super::Sending;

    /// Files that a person chose.
    pub struct Files(Vec<File>);

    impl Files {
        fn of(list: Option<FileList>) -> Self {
            let files = list.map(|list| (0..list.length()).filter_map(|at| list.item(at)).collect());
            Self(files.unwrap_or_default())
        }

        /// Whether there are none.
        pub fn is_empty(&self) -> bool {
            self.0.is_empty()
        }
    }

    /// The files in the field that an event comes from; the field is emptied.
    pub fn chosen_files(event: &Event) -> Files {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let files = Files::of(field.as_ref().and_then(HtmlInputElement::files));
        if let Some(field) = field {
            field.set_value("");
        }
        files
    }

    /// The files that were dropped.
    pub fn dropped_files(event: &DragEvent) -> Files {
        Files::of(event.data_transfer().and_then(|carried| carried.files()))
    }

    /// Sends files to an address one after another, in their order, each in a request of its own, and tells of each, by
    /// its place, how far it is. One that fails does not keep the others back.
    pub fn send_files(files: &Files, address: &str, field: &str, tell: impl Fn(usize, Sending) + 'static) {
        let tell: Rc<dyn Fn(usize, Sending)> = Rc::new(tell);
        for (at, file) in files.0.iter().enumerate() {
            tell(at, Sending { name: file.name(), percent: 0, outcome: None });
        }
        let (files, address, field) = (files.0.clone(), address.to_owned(), field.to_owned());
        spawn_local(async move {
            for (at, file) in files.iter().enumerate() {
                let outcome = send_file(at, file, &address, &field, &tell).await;
                tell(at, Sending { name: file.name(), percent: 100, outcome: Some(outcome) });
            }
        });
    }

    async fn send_file(
        at: usize,
        file: &File,
        address: &str,
        field: &str,
        tell: &Rc<dyn Fn(usize, Sending)>,
    ) -> Result<(), String> {
        let lost = || "The connection was lost.".to_owned();
        let (Ok(request), Ok(data)) = (XmlHttpRequest::new(), FormData::new()) else { return Err(lost()) };
        let name = file.name();
        let _ = data.append_with_blob_and_filename(field, file, &name);
        if request.open("POST", address).is_err() {
            return Err(lost());
        }
        let _ = request.set_request_header("Accept", "application/json");
        let told = Rc::clone(tell);
        let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
            let share = event.loaded() / event.total().max(1.0) * 100.0;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
            let percent = share.clamp(0.0, 100.0) as u32;
            told(at, Sending { name: name.clone(), percent, outcome: None });
        });
        if let Ok(upload) = request.upload() {
            upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
        }
        let (end, ended) = oneshot::channel::<()>();
        let end = Cell::new(Some(end));
        let on_end = Closure::<dyn Fn()>::new(move || {
            if let Some(end) = end.take() {
                let _ = end.send(());
            }
        });
        request.set_onloadend(Some(on_end.as_ref().unchecked_ref()));
        if request.send_with_opt_form_data(Some(&data)).is_err() {
            return Err(lost());
        }
        let _ = ended.await;
        match request.status().unwrap_or(0) {
            200..=299 => Ok(()),
            0 => Err(lost()),
            _ => Err(detail(&request.response_text().ok().flatten().unwrap_or_default())),
        }
    }

    /// What an answer says went wrong.
    fn detail(answer: &str) -> String {
        leptos::serde_json::from_str::<leptos::serde_json::Value>(answer)
            .ok()
            .and_then(|answer| answer.get("detail")?.as_str().map(str::to_owned))
            .unwrap_or_else(|| "This could not be taken.".to_owned())
    }
}

#[cfg(not(feature = "hydrate"))]
mod elsewhere {
    use leptos::ev::DragEvent;
    use leptos::web_sys::Event;

    use super::Sending;

    pub struct Files;

    impl Files {
        #[allow(clippy::unused_self, reason = "as in a browser")]
        pub fn is_empty(&self) -> bool {
            true
        }
    }

    pub fn chosen_files(_event: &Event) -> Files {
        Files
    }

    pub fn dropped_files(_event: &DragEvent) -> Files {
        Files
    }

    pub fn send_files(
        _files: &Files,
        _address: &str,
        _field: &str,
        _tell: impl Fn(usize, Sending) + 'static,
    ) {
    }
}
