//! A whole list as a CSV file, row by row as PostgreSQL finds them.

use bytes::Bytes;
use futures::{Stream, StreamExt as _, TryStreamExt as _, stream};
use sqlx::Row as _;
use tokio::sync::mpsc;

use super::{OwnedAsked, search, sql};
use crate::error::AppError;
use crate::infra::Backend;
use crate::listing::{Declaration, Shape};

/// Bytes that are sent at a time.
const CHUNK: usize = 32 * 1024;
/// So many chunks wait at most for a client that reads slowly.
const WAITING: usize = 4;

/// The list as its columns are shown, the first line being their labels. A cell that a spreadsheet would take for a
/// formula is led by `'`.
pub fn csv(
    backend: &Backend,
    of: &'static Declaration,
    asked: OwnedAsked,
) -> impl Stream<Item = Result<Bytes, AppError>> + Send + use<> {
    let (sender, receiver) = mpsc::channel(WAITING);
    let backend = backend.clone();
    tokio::spawn(async move {
        if let Err(error) = send_all(&backend, of, &asked, &sender).await {
            // Nobody hears it where the client is gone.
            let _ = sender.send(Err(error)).await;
        }
    });
    // Bodies are asked again after their end.
    stream::unfold(
        receiver,
        |mut receiver| async move { receiver.recv().await.map(|chunk| (chunk, receiver)) },
    )
    .fuse()
}

async fn send_all(
    backend: &Backend,
    of: &'static Declaration,
    asked: &OwnedAsked,
    sender: &mpsc::Sender<Result<Bytes, AppError>>,
) -> Result<(), AppError> {
    let asked = asked.asked();
    let columns = asked.query.shown_columns(of);
    let shapes: Vec<Shape> =
        columns.iter().filter_map(|name| of.column(name)).map(|column| column.shape).collect();
    let mut transaction = backend.pool.begin().await?;
    // Of a large list, reading takes longer than a request may.
    sqlx::query("set local statement_timeout = 0").execute(&mut *transaction).await?;
    let hits = search::hits(&mut *transaction, &asked, search::Among::Filtered).await?;
    let mut statement = sql::export(of, &asked, &hits, &columns);
    let mut rows = statement.build().persistent(false).fetch(&mut *transaction);
    let labels = columns.iter().filter_map(|name| of.column(name)).map(|column| column.label);
    let mut text = String::with_capacity(CHUNK + 4096);
    push_line(&mut text, labels.map(|label| (label, Shape::Text)));
    while let Some(row) = rows.try_next().await? {
        let cells: Vec<Option<String>> = row.try_get("cells")?;
        let cells = cells.iter().map(|cell| cell.as_deref().unwrap_or_default());
        push_line(&mut text, cells.zip(shapes.iter().copied()));
        if text.len() >= CHUNK && sender.send(Ok(Bytes::from(std::mem::take(&mut text)))).await.is_err() {
            return Ok(());
        }
    }
    // Nobody is there to read it where this fails.
    let _ = sender.send(Ok(Bytes::from(text))).await;
    Ok(())
}

fn push_line<'a>(text: &mut String, cells: impl Iterator<Item = (&'a str, Shape)>) {
    for (number, (cell, shape)) in cells.enumerate() {
        if number > 0 {
            text.push(',');
        }
        push_cell(text, cell, shape);
    }
    text.push_str("\r\n");
}

fn push_cell(text: &mut String, cell: &str, shape: Shape) {
    let cell = match shape {
        Shape::YesNo => ["no", "yes"][usize::from(cell == "1")],
        Shape::Link => cell.split('\t').next().unwrap_or_default(),
        _ => cell,
    };
    let is_number = matches!(shape, Shape::Number | Shape::Money | Shape::Percent);
    let guard = if !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if cell.contains(['"', ',', '\n', '\r']) {
        text.push('"');
        text.push_str(guard);
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(guard);
        text.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(cells: &[(&str, Shape)]) -> String {
        let mut text = String::new();
        push_line(&mut text, cells.iter().copied());
        text
    }

    #[test]
    fn cells_are_quoted_and_no_spreadsheet_takes_them_for_formulas() {
        let cells =
            [("=1+1", Shape::Text), ("-5", Shape::Number), ("a, \"b\"", Shape::Text), ("1", Shape::YesNo)];
        assert_eq!(line(&cells), "'=1+1,-5,\"a, \"\"b\"\"\",yes\r\n");
        assert_eq!(
            line(&[("-@,", Shape::Title), ("", Shape::YesNo), ("Lamp\t/p/lamp", Shape::Link)]),
            "\"'-@,\",no,Lamp\r\n"
        );
    }
}
