//! The rows of a CSV file, one at a time: UTF-8 with or without a byte-order mark, any line ends, line breaks
//! within quotes. Memory is bounded by the longest row that is taken, whatever the file is.

use std::io::{self, Cursor};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use csv_async::{AsyncReader, AsyncReaderBuilder, ErrorKind, StringRecord};
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};

use super::{Place, printable, refused};
use crate::error::AppError;

/// Bytes that are read at a time.
const BUFFER: usize = 64 * 1024;
/// Bytes in which a row has to end: a quote that is never closed would make one row of the whole file.
const LONGEST_ROW: u64 = 8 * 1024 * 1024;

/// The names in the first row.
pub(super) struct Header {
    names: Vec<String>,
}

impl Header {
    fn new(record: &StringRecord) -> Self {
        Self { names: record.iter().map(|name| name.trim().to_owned()).collect() }
    }

    /// Where a column stands that may have one of several names, in any case.
    ///
    /// # Errors
    /// When there are two of them.
    pub(super) fn find(&self, names: &[&str]) -> Result<Option<usize>, AppError> {
        let matches = |at: &usize| self.names.get(*at).is_some_and(|name| is_one_of(name, names));
        let mut found = (0..self.names.len()).filter(matches);
        match (found.next(), found.next()) {
            (Some(at), Some(_)) => Err(refused(format!("The column {} is there twice", self.name(at)))),
            (first, _) => Ok(first),
        }
    }

    /// The name of a column, as the file has it.
    pub(super) fn name(&self, at: usize) -> &str {
        self.names.get(at).map_or("", String::as_str)
    }

    /// The names of all columns but some.
    pub(super) fn others(&self, used: &[usize]) -> Vec<String> {
        let named = self.names.iter().enumerate().filter(|(at, name)| !used.contains(at) && !name.is_empty());
        named.map(|(_, name)| printable(name)).collect()
    }

    /// What the columns seem to be separated by instead of commas.
    pub(super) fn other_separator(&self) -> Option<&'static str> {
        match self.names.as_slice() {
            [only] if only.contains(';') => Some("semicolons"),
            [only] if only.contains('\t') => Some("tabs"),
            _ => None,
        }
    }
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted))
}

/// A row below the header.
pub(super) struct Row<'a> {
    pub place: Place,
    record: &'a StringRecord,
}

impl Row<'_> {
    /// The field in a column; empty where the file has no such column.
    pub(super) fn field(&self, column: Option<usize>) -> &str {
        column.and_then(|at| self.record.get(at)).unwrap_or_default()
    }

    /// How many fields it has.
    pub(super) fn width(&self) -> usize {
        self.record.len()
    }
}

/// The rows below the header.
pub(super) struct Rows<R> {
    reader: AsyncReader<Metered<Opened<R>>>,
    record: StringRecord,
    row: u64,
    line: u64,
    height: u64,
    /// How many columns the header has.
    pub width: usize,
}

/// Begins to read a file: its header, and the rows to come.
///
/// # Errors
/// When it is empty, is no UTF-8 text or cannot be read.
pub(super) async fn open<R>(mut input: R) -> Result<(Header, Rows<R>), AppError>
where
    R: AsyncRead + Unpin + Send,
{
    let mut start = Vec::with_capacity(64);
    while start.len() < 3 && input.read_buf(&mut start).await.map_err(|error| unreadable(&error))? > 0 {}
    if start.starts_with(&[0xFF, 0xFE]) || start.starts_with(&[0xFE, 0xFF]) {
        return Err(refused("The file is UTF-16 text: save the file as UTF-8"));
    }
    if start.starts_with(&[0xEF, 0xBB, 0xBF]) {
        start.drain(..3);
    }
    let input = Metered { input: Opened { start: Cursor::new(start), rest: input }, total: 0, since_row: 0 };
    let reader = AsyncReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(BUFFER)
        .create_reader(input);
    let mut rows = Rows { reader, record: StringRecord::new(), row: 0, line: 1, height: 0, width: 0 };
    if !rows.read().await? {
        return Err(refused("The file is empty"));
    }
    rows.width = rows.record.len();
    Ok((Header::new(&rows.record), rows))
}

impl<R> Rows<R>
where
    R: AsyncRead + Unpin + Send,
{
    /// The next row that has something in it.
    ///
    /// # Errors
    /// When it is no UTF-8 text, has no end, or the file cannot be read on.
    pub(super) async fn next(&mut self) -> Result<Option<Row<'_>>, AppError> {
        loop {
            if !self.read().await? {
                return Ok(None);
            }
            if self.record.iter().any(|field| !field.trim().is_empty()) {
                break;
            }
        }
        Ok(Some(Row { place: Place { row: self.row, line: self.line }, record: &self.record }))
    }

    /// How many bytes of the file have been read.
    pub(super) fn bytes(&self) -> u64 {
        self.reader.get_ref().total
    }

    async fn read(&mut self) -> Result<bool, AppError> {
        let before = self.reader.position().line();
        let found = self.reader.read_record(&mut self.record).await;
        let found = found.map_err(|error| self.refuse(&error))?;
        if !found {
            return Ok(false);
        }
        self.reader.get_mut().since_row = 0;
        let breaks = self.record.iter().map(|field| field.matches('\n').count()).sum::<usize>();
        let height = u64::try_from(breaks).unwrap_or(u64::MAX).saturating_add(1);
        // The reader passes over empty lines, a spreadsheet shows them as rows.
        let empty = self.reader.position().line().saturating_sub(before).saturating_sub(height);
        self.row += 1 + empty;
        self.line += self.height + empty;
        self.height = height;
        Ok(true)
    }

    fn refuse(&self, error: &csv_async::Error) -> AppError {
        let row = self.row + 1;
        match error.kind() {
            ErrorKind::Utf8 { .. } => refused(format!("Row {row} is not UTF-8 text: save the file as UTF-8")),
            ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                refused(format!("Row {row} does not end: a closing quote may be missing"))
            }
            ErrorKind::Io(error) => unreadable(error),
            _ => refused(format!("Row {row} cannot be read: {error}")),
        }
    }
}

fn unreadable(error: &io::Error) -> AppError {
    refused(format!("The file cannot be read: {error}"))
}

/// A file whose first bytes were looked at.
struct Opened<R> {
    start: Cursor<Vec<u8>>,
    rest: R,
}

impl<R: AsyncRead + Unpin> AsyncRead for Opened<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = out.filled().len();
        ready!(Pin::new(&mut self.start).poll_read(context, out))?;
        if out.filled().len() > before {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.rest).poll_read(context, out)
    }
}

/// Counts the bytes that go through, and stops where a row has no end.
struct Metered<R> {
    input: R,
    total: u64,
    since_row: u64,
}

impl<R: AsyncRead + Unpin> AsyncRead for Metered<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.since_row > LONGEST_ROW {
            return Poll::Ready(Err(io::ErrorKind::FileTooLarge.into()));
        }
        let before = out.filled().len();
        ready!(Pin::new(&mut self.input).poll_read(context, out))?;
        let read = u64::try_from(out.filled().len().saturating_sub(before)).unwrap_or(u64::MAX);
        self.total += read;
        self.since_row += read;
        Poll::Ready(Ok(()))
    }
}
