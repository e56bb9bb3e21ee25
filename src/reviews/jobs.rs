//! What the schedule asks of reviews.

use serde::{Deserialize, Serialize};

use super::service;
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::queue::Job;

/// Corrects the numbers and means of reviews, once a day (SPEC J3).
#[derive(Serialize, Deserialize)]
pub struct Recount {}

impl Job for Recount {
    const NAME: &'static str = "recount-reviews";
    // The next day comes anyway.
    const ATTEMPTS: u16 = 3;

    async fn run(self, backend: Backend) -> Result<(), AppError> {
        service::recount(&backend).await.map(|_| ())
    }
}
