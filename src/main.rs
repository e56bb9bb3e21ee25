//! The program: reads the command line and runs what it asks for.

use std::process::ExitCode;

/// A page is made of thousands of short strings, and this allocator is made for those.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    vitrine::cli::run()
}
