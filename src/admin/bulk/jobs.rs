//! The job that takes a run to its end.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::service::fail;
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::queue::Job;

/// Takes a run to its end. Tried again, it goes on after the part that was done last.
#[derive(Serialize, Deserialize)]
pub struct Run {
    /// The run.
    pub run: Uuid,
}

impl Job for Run {
    const NAME: &'static str = "bulk-run";
    const ATTEMPTS: u16 = 5;

    async fn run(self, backend: Backend) -> Result<(), AppError> {
        match crate::admin::service::run(&backend, self.run).await {
            // Another try may go better.
            Err(error @ AppError::Internal { .. }) => Err(error),
            // Another try would say the same.
            Err(error) => fail(&backend, self.run, &error.to_string()).await,
            Ok(()) => Ok(()),
        }
    }
}
