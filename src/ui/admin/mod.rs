//! The staff side: the frame, lists, forms, history, the first page with its numbers, imports and bulk runs.
//!
//! Every page works as links and plain forms first; the program makes it quick. The pages that `app.rs` lists:
//! [`dashboard::AdminHomePage`] (`/admin`), [`import::AdminImportPage`] (`/admin/import`),
//! [`import::AdminReportPage`] (`/admin/import/:id`), [`bulk::AdminBulkPage`] (`/admin/bulk/:id`),
//! [`list::AdminListPage`] (`/admin/:kind`), [`form::AdminNewPage`] (`/admin/:kind/new`), [`form::AdminEditPage`]
//! (`/admin/:kind/:id`), [`history::AdminHistoryPage`] (`/admin/:kind/:id/history`), around them
//! [`frame::AdminFrame`].

pub(crate) mod bulk;
mod chart;
pub(crate) mod dashboard;
mod empty;
mod entries;
pub(crate) mod form;
pub(crate) mod frame;
pub(crate) mod history;
pub(crate) mod import;
mod keys;
mod later;
pub(crate) mod list;
mod nav;
mod palette;
mod parts;
mod toasts;
mod told;
mod words;
