//! `export`: all products as a CSV file that an import reads back without a change (SPEC C2).

use futures::TryStreamExt;
use tokio::io::{AsyncWrite, AsyncWriteExt, BufWriter};

use super::{refused, store};
use crate::error::AppError;
use crate::infra::Backend;

/// Bytes that are written at a time.
const BUFFER: usize = 256 * 1024;

/// Writes all products that are not in the trash, oldest first, as they were at one moment; answers how many. The
/// number written so far is told to `progress`.
///
/// # Errors
/// When the database does not answer or the output cannot be written.
pub async fn export(
    backend: &Backend,
    output: impl AsyncWrite + Unpin + Send,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<u64, AppError> {
    let mut output = BufWriter::with_capacity(BUFFER, output);
    let mut lines = store::export(&backend.pool).await?;
    let mut written: u64 = 0;
    while let Some(line) = lines.try_next().await? {
        output.write_all(&line).await.map_err(|error| unwritable(&error))?;
        progress(written);
        // The first line is the header.
        written += 1;
    }
    output.flush().await.map_err(|error| unwritable(&error))?;
    Ok(written.saturating_sub(1))
}

fn unwritable(error: &std::io::Error) -> AppError {
    refused(format!("The file cannot be written: {error}"))
}
